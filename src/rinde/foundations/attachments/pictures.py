"""Photos and pictures: really decoded, within a number of dots that no small file can blow up."""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import Final

from PIL import Image, ImageFile

from rinde.foundations.attachments.errors import UploadRefused, damaged, too_large

FORMATS: Final = ("JPEG", "PNG", "WEBP")
# A JPEG is decoded at a fraction of its size; the others take four bytes a dot: 240 MB at their limit.
MOST_PIXELS: Final = {"JPEG": 110_000_000, "MPO": 110_000_000}
MOST_PIXELS_OF_OTHERS: Final = 60_000_000
QUICK_LOOK: Final = (256, 256)
BROKEN: Final = (OSError, SyntaxError, ValueError, TypeError, EOFError, KeyError, IndexError, OverflowError)


@contextmanager
def opened(content: bytes) -> Iterator[ImageFile.ImageFile]:
    """Open a picture whose header is sound and whose size is bearable; nothing is decoded yet.

    Raises:
        UploadRefused: damaged or too large, whenever that shows, also while the caller decodes it.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of broken metadata and of sizes that are judged here
            with Image.open(BytesIO(content), formats=FORMATS) as image:
                most = MOST_PIXELS.get(image.format or "", MOST_PIXELS_OF_OTHERS)
                if image.width * image.height > most:
                    raise _too_many(image.width * image.height, most)
                yield image
    except Image.DecompressionBombError as error:
        raise _too_many(2 * MOST_PIXELS["JPEG"], MOST_PIXELS_OF_OTHERS) from error
    except BROKEN as error:
        raise damaged() from error


def size_of(content: bytes) -> tuple[int, int]:
    """Decode a picture to its last byte and give its width and height in dots. Raises UploadRefused."""
    with opened(content) as image:
        image.verify()
    with opened(content) as image:
        size = image.size
        image.draft("RGB", QUICK_LOOK)  # a JPEG: an eighth of the size, the whole of the file
        image.load()
    return size


def _too_many(pixels: int, most: int) -> UploadRefused:
    return too_large(f"{pixels // 1_000_000} megapíxeles", f"{most // 1_000_000} megapíxeles")
