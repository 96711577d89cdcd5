"""The public copy of a photo: upright, small enough for a bad line, and with nothing in it but the picture."""

import io
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from PIL import Image, ImageCms, ImageOps

from rinde.foundations.attachments.capture import read_capture
from rinde.foundations.attachments.pictures import opened

CONTENT_TYPE: Final = "image/webp"
EXTENSION: Final = ".webp"
LONG_SIDE: Final = 1600  # dots
MOST_BYTES: Final = 200_000
# (long side, quality): the first that fits; a photo of leaves or crowds needs the later ones.
_TRIES: Final = ((1600, 80), (1600, 65), (1600, 50), (1280, 50), (1024, 45), (800, 40), (640, 30), (400, 20))


@dataclass(frozen=True, slots=True)
class PublicPhoto:
    """`removed`: Spanish words for everything that was taken out, in a fixed order; empty where there was nothing."""

    content: bytes
    width: int
    height: int
    removed: tuple[str, ...]
    taken_at: datetime | None  # aware; no longer in the copy
    content_type: str = CONTENT_TYPE
    extension: str = EXTENSION


def public_photo(content: bytes) -> PublicPhoto:
    """Make the copy that everybody may see: WebP of at most 1,600 dots and 200 KB. The original is left as it is.

    Raises:
        UploadRefused: where the photo does not open.
    """
    with opened(content) as image:
        capture = read_capture(image, content)
        image.thumbnail((LONG_SIDE, LONG_SIDE), Image.Resampling.LANCZOS, reducing_gap=2.0)
        picture = _bare(image)
    packed, size = small_enough(picture, MOST_BYTES)
    return PublicPhoto(packed, *size, capture.carries, capture.taken_at)


def _bare(image: Image.Image) -> Image.Image:
    """The dots alone: turned upright, in the colours of every screen, on white where they were transparent."""
    upright = image
    with suppress(Exception):  # of broken metadata: the photo stays as it lies
        upright = ImageOps.exif_transpose(image)
    coloured = _in_common_colours(upright)
    if coloured.mode in {"RGBA", "LA", "PA"} or "transparency" in coloured.info:
        see_through = coloured.convert("RGBA")
        bare = Image.new("RGB", see_through.size, "white")
        bare.paste(see_through, mask=see_through.getchannel("A"))
        return bare
    bare = Image.new("RGB", coloured.size)
    bare.paste(coloured.convert("RGB"))
    return bare


def _in_common_colours(image: Image.Image) -> Image.Image:
    """Phones write wide colours with a profile; without it they would look dull."""
    profile = image.info.get("icc_profile")
    if profile and image.mode in {"RGB", "CMYK"}:
        with suppress(ImageCms.PyCMSError, OSError, ValueError):
            common = ImageCms.createProfile("sRGB")
            own = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            converted = ImageCms.profileToProfile(image, own, common, outputMode="RGB")
            return converted or image
    return image


def small_enough(
    picture: Image.Image, most_bytes: int, tries: Sequence[tuple[int, int]] = _TRIES
) -> tuple[bytes, tuple[int, int]]:
    """Pack a bare RGB picture as WebP within a number of bytes, as sharp as that allows; the bytes and the size.

    Args:
        tries: long side in dots and quality, best first.
    """
    smaller, content = picture, b""
    for side, quality in tries:
        if max(smaller.size) > side:
            smaller = ImageOps.contain(picture, (side, side))
        out = io.BytesIO()
        smaller.save(out, "WEBP", quality=quality, method=4)
        content = out.getvalue()
        if len(content) <= most_bytes:
            break
    return content, smaller.size
