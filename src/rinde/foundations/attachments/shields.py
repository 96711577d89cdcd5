"""The picture by which an entity is known, made anew: small, upright, on a see-through ground of one shape.

Nothing of the file that came in is kept but its dots, so nothing can hide in it.
"""

import io
from contextlib import suppress
from typing import Final

from PIL import Image, ImageOps

from rinde.foundations.attachments.errors import wrong_type
from rinde.foundations.attachments.pictures import BROKEN, opened

CONTENT_TYPE: Final = "image/png"
SIZE: Final = (192, 224)  # dots: four times what a page shows
MOST_BYTES: Final = 60_000
_COLOURS: Final = 128  # where more do not fit
_WAY_OUT: Final = "Suba el escudo como imagen PNG, JPEG o WebP."
_STARTS: Final = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"RIFF")


def shield_png(content: bytes) -> bytes:
    """Make the PNG that pages and documents show, whatever kind of picture came in.

    Raises:
        UploadRefused: for what is no PNG, JPEG or WebP by its content, or does not open.
    """
    if not content.startswith(_STARTS):
        raise wrong_type("de otro tipo", _WAY_OUT)
    with opened(content) as image:
        image.thumbnail((SIZE[0] * 4, SIZE[1] * 4), reducing_gap=2.0)
        upright: Image.Image = image
        with suppress(*BROKEN):  # of broken metadata: it stays as it lies
            upright = ImageOps.exif_transpose(image)
        fitted = ImageOps.contain(upright.convert("RGBA"), SIZE, Image.Resampling.LANCZOS)
    ground = Image.new("RGBA", SIZE, (255, 255, 255, 0))
    ground.paste(fitted, ((SIZE[0] - fitted.width) // 2, (SIZE[1] - fitted.height) // 2))
    whole = _packed(ground)
    if len(whole) <= MOST_BYTES:
        return whole
    return _packed(ground.quantize(_COLOURS, Image.Quantize.FASTOCTREE))


def _packed(picture: Image.Image) -> bytes:
    out = io.BytesIO()
    picture.save(out, "PNG", optimize=True)
    return out.getvalue()
