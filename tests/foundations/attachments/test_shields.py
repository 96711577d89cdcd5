"""A shield is made anew from the dots alone: one shape, few bytes, see-through, whatever came in."""

import io

import pytest
from PIL import Image

from foundations.attachments.making import picture
from rinde.foundations.attachments import UploadRefused
from rinde.foundations.attachments.shields import MOST_BYTES, SIZE, shield_png


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
@pytest.mark.parametrize("size", [(1, 1), (60, 40), (40, 60), (3000, 200)])
def test_any_picture_becomes_a_small_png_of_one_shape(kind: str, size: tuple[int, int]) -> None:
    made = shield_png(picture(kind, size))
    with Image.open(io.BytesIO(made)) as image:
        assert (image.format, image.size, len(made) <= MOST_BYTES) == ("PNG", SIZE, True)


def test_picture_keeps_its_shape_and_what_was_see_through() -> None:
    with Image.open(io.BytesIO(shield_png(picture("PNG", (100, 50))))) as image:
        seen = image.convert("RGBA")
        assert (seen.getpixel((96, 112))[3], seen.getpixel((96, 10))[3], seen.getpixel((1, 112))[3]) == (255, 0, 255)


def test_noise_still_fits() -> None:
    noise = Image.effect_noise((600, 700), 120).convert("RGB")
    out = io.BytesIO()
    noise.save(out, "PNG")
    assert len(shield_png(out.getvalue())) <= MOST_BYTES


def test_nothing_but_the_dots_is_kept() -> None:
    exif = Image.Exif()
    exif[0x010E] = "Luz Dary Quiroz"
    assert b"Luz Dary" not in shield_png(picture("JPEG", exif=exif.tobytes()))


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "wrong-type"),
        (b"%PDF-1.7", "wrong-type"),
        (b"GIF89a" + b"0" * 40, "wrong-type"),
        (b"", "wrong-type"),
        (b"RIFF\x00\x00\x00\x00WAVEfmt ", "damaged"),
        (picture("PNG")[:60], "damaged"),
    ],
)
def test_anything_else_is_refused_with_the_way_out(content: bytes, code: str) -> None:
    with pytest.raises(UploadRefused) as refused:
        shield_png(content)
    assert refused.value.code == code
    if code == "wrong-type":
        assert "Suba el escudo como imagen PNG, JPEG o WebP." in refused.value.message
