"""Whether a document that somebody keeps can be opened at all: first bytes can lie, and a PDF may have no page."""

import warnings
from io import BytesIO

from PIL import Image

from rinde.foundations.apart import pdf_pages
from rinde.foundations.apart.running import run_apart

SECONDS = 15.0  # a scan of 25 MB opens in one
MOST_PIXELS = 100_000_000  # a sheet scanned at 1,000 dots an inch


def opens(content: bytes, kind: str) -> bool:
    """Tell whether a PDF has a page, or an image is whole; only headers and checksums are read, never drawn.

    A PDF is opened in a process apart, which is ended where it takes too long: such a file does not open.

    Args:
        kind: the media type, as its first bytes say.
    """
    return _pdf_has_a_page(content) if kind == "application/pdf" else _image_is_whole(content)


def _pdf_has_a_page(content: bytes) -> bool:
    told = run_apart(pdf_pages.__name__, content, seconds=SECONDS)
    return told is not None and int(told) > 0


def _image_is_whole(content: bytes) -> bool:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(BytesIO(content), formats=("PNG", "JPEG")) as image:
                if image.width * image.height > MOST_PIXELS:
                    return False
                image.verify()
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        return False
    return True
