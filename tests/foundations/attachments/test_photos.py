"""The public copy of a photo: opened again, to see that nothing remains but the picture."""

import io
import struct
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import ExifTags, Image, ImageCms, PngImagePlugin

from foundations.attachments.making import SECRETS, TAGS, exif_of, full_of_secrets, picture, reopened
from rinde.foundations.attachments import UploadRefused
from rinde.foundations.attachments.capture import BOGOTA, IN_ORDER, capture_of
from rinde.foundations.attachments.photos import LONG_SIDE, MOST_BYTES, public_photo


def dated(moment: str, offset: str = "") -> bytes:
    exif = Image.Exif()
    exif.get_ifd(ExifTags.IFD.Exif)[TAGS.DateTimeOriginal] = moment
    if offset:
        exif.get_ifd(ExifTags.IFD.Exif)[TAGS.OffsetTimeOriginal] = offset
    return picture("JPEG", exif=exif)


def test_nothing_remains_but_the_picture() -> None:
    original = full_of_secrets()
    photo = public_photo(original)

    image = reopened(photo.content)
    assert (image.format, photo.content_type, image.size) == ("WEBP", "image/webp", (800, 600))
    assert dict(image.getexif()) == {}
    assert set(image.info) <= {"loop", "background", "timestamp", "duration"}
    for secret in (*SECRETS, "Exif", "ftyp", "GPS", "2026:05:03"):
        assert secret.encode() in original
        assert secret.encode() not in photo.content


def test_what_was_taken_out_is_said_in_words() -> None:
    assert public_photo(full_of_secrets()).removed == (
        "la ubicación donde se tomó",
        "la fecha y la hora en que se tomó",
        "el modelo de la cámara o del celular",
        "el número de serie de la cámara",
        "el nombre de su dueño o autor",
        "los comentarios y descripciones",
        "el programa con que se editó",
        "las etiquetas del programa de fotos",
        "el video corto que la cámara guardó con la foto",
    )


def test_bare_photo_says_that_nothing_was_taken_out() -> None:
    photo = public_photo(picture("JPEG"))
    assert (photo.removed, photo.taken_at) == ((), None)


def test_text_inside_a_png_is_taken_out() -> None:
    texts = PngImagePlugin.PngInfo()
    texts.add_itxt("Author", "Ana Gómez")
    photo = public_photo(picture("PNG", pnginfo=texts, exif=exif_of()))
    assert "los comentarios y descripciones" in photo.removed
    assert "la ubicación donde se tomó" in photo.removed
    assert b"Ana" not in photo.content


def test_labels_of_a_webp_are_taken_out() -> None:
    photo = public_photo(picture("WEBP", exif=exif_of(), xmp=b"<x>marca-xmp</x>"))
    assert "las etiquetas del programa de fotos" in photo.removed
    assert b"marca-xmp" not in photo.content


def test_further_pictures_of_the_camera_are_taken_out() -> None:
    out = io.BytesIO()
    hidden = Image.new("RGB", (60, 40), "red")
    Image.new("RGB", (60, 40), "blue").save(out, "MPO", save_all=True, append_images=[hidden], exif=exif_of())
    photo = public_photo(out.getvalue())
    assert "otras imágenes guardadas en el mismo archivo" in photo.removed
    assert getattr(reopened(photo.content), "n_frames", 1) == 1


@pytest.mark.parametrize(
    ("orientation", "size", "corner"), [(1, (80, 40), "red"), (3, (80, 40), "blue"), (6, (40, 80), "blue")]
)
def test_photo_stands_upright(orientation: int, size: tuple[int, int], corner: str) -> None:
    """Left half red, right half blue; turned as the camera was held."""
    halves = Image.new("RGB", (80, 40), "red")
    halves.paste("blue", (40, 0, 80, 40))
    exif, out = Image.Exif(), io.BytesIO()
    exif[TAGS.Orientation] = orientation
    halves.save(out, "PNG", exif=exif)

    image = reopened(public_photo(out.getvalue()).content)
    assert image.size == size
    top = image.convert("RGB").getpixel((20, 20)) if orientation != 6 else image.convert("RGB").getpixel((20, 70))
    assert isinstance(top, tuple)
    assert ("red" if top[0] > top[2] else "blue") == corner


@pytest.mark.parametrize("size", [(4000, 3000), (1200, 5000), (1600, 200), (1, 3)])
def test_copy_is_small_enough_for_a_bad_line(size: tuple[int, int]) -> None:
    noise, out = Image.effect_noise(size, 120).convert("RGB"), io.BytesIO()
    noise.save(out, "JPEG", quality=95)
    photo = public_photo(out.getvalue())
    assert len(photo.content) <= MOST_BYTES
    assert max(photo.width, photo.height) <= min(LONG_SIDE, max(size))
    assert reopened(photo.content).size == (photo.width, photo.height)


@pytest.mark.parametrize("mode", ["RGB", "RGBA", "L", "LA", "P", "1", "I;16", "CMYK"])
def test_every_kind_of_colour_is_copied(mode: str) -> None:
    out = io.BytesIO()
    Image.new(mode, (30, 20)).save(out, "JPEG" if mode == "CMYK" else "PNG")
    assert reopened(public_photo(out.getvalue()).content).size == (30, 20)


def test_see_through_picture_stands_on_white() -> None:
    out = io.BytesIO()
    Image.new("RGBA", (30, 20), (255, 0, 0, 0)).save(out, "PNG")
    dot = reopened(public_photo(out.getvalue()).content).convert("RGB").getpixel((5, 5))
    assert isinstance(dot, tuple)
    assert min(dot) > 250


def test_colours_of_a_profile_are_kept_and_the_profile_is_not() -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    photo = public_photo(picture("JPEG", icc_profile=profile))
    assert "icc_profile" not in reopened(photo.content).info
    assert photo.removed == ()
    assert public_photo(picture("JPEG", icc_profile=b"no es un perfil")).width == 60


@pytest.mark.parametrize("content", [b"", b"\xff\xd8\xff\xe0", picture("JPEG")[:300], picture("GIF")])
def test_photo_that_does_not_open_is_refused(content: bytes) -> None:
    with pytest.raises(UploadRefused):
        public_photo(content)


def test_moment_without_zone_is_of_bogota_and_says_so() -> None:
    capture = capture_of(dated("2026:05:03 14:30:05"))
    assert capture.taken_at == datetime(2026, 5, 3, 14, 30, 5, tzinfo=BOGOTA)
    assert capture.zone_assumed is True
    assert capture.taken_at.astimezone(UTC) == datetime(2026, 5, 3, 19, 30, 5, tzinfo=UTC)


@pytest.mark.parametrize(("offset", "hours"), [("-05:00", -5), ("+02:00", 2), ("-04:30", -4.5)])
def test_moment_with_its_zone_is_kept(offset: str, hours: float) -> None:
    capture = capture_of(dated("2026:05:03 14:30:05", offset))
    assert capture.taken_at is not None
    assert (capture.taken_at.utcoffset(), capture.zone_assumed) == (timedelta(hours=hours), False)


@pytest.mark.parametrize("moment", ["0000:00:00 00:00:00", "    :  :     :  :  ", "2026:13:40 25:61:61", "ayer", ""])
def test_moment_of_a_clock_that_was_never_set_is_none(moment: str) -> None:
    assert capture_of(dated(moment)).taken_at is None


def test_date_of_an_editor_is_not_the_moment_of_the_photo() -> None:
    exif = Image.Exif()
    exif[TAGS.DateTime] = "2026:05:03 14:30:05"
    capture = capture_of(picture("JPEG", exif=exif))
    assert (capture.taken_at, capture.carries) == (None, ("la fecha y la hora en que se tomó",))


def test_miniature_is_told_and_taken_out() -> None:
    """Two directories of TIFF: an empty one, and that of the miniature with its place and its length."""
    first = struct.pack("<HI", 0, 14)
    second = struct.pack("<HHHIIHHIII", 2, 0x0201, 4, 1, 44, 0x0202, 4, 1, 4, 0)
    block = b"Exif\x00\x00II*\x00\x08\x00\x00\x00" + first + second + b"\xff\xd8\xff\xd9"
    photo = public_photo(picture("JPEG", exif=block))
    assert photo.removed == ("la miniatura, que puede mostrar lo que se recortó",)


def test_location_is_told_only_where_there_is_one() -> None:
    assert capture_of(full_of_secrets()).has_location
    assert not capture_of(dated("2026:05:03 14:30:05")).has_location
    empty = Image.Exif()
    empty.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSVersionID] = b"\x02\x02\x00\x00"
    assert not capture_of(picture("JPEG", exif=empty)).has_location


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=80), st.integers(min_value=0, max_value=200))
def test_broken_metadata_never_stop_the_copy(noise: bytes, at: int) -> None:
    block = exif_of().tobytes()
    photo = public_photo(picture("JPEG", exif=block[:at] + noise + block[at + len(noise) :]))
    assert dict(reopened(photo.content).getexif()) == {}
    assert set(photo.removed) <= set(IN_ORDER)
