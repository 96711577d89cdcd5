"""Whether a document that somebody keeps can be opened at all: first bytes can lie, and a PDF may have no page."""

import warnings
from io import BytesIO

import pdfplumber
from pdfminer.pdfexceptions import PDFException
from pdfplumber.utils.exceptions import PdfminerException
from PIL import Image

MOST_PIXELS = 100_000_000  # a sheet scanned at 1,000 dots an inch


def opens(content: bytes, kind: str) -> bool:
    """Tell whether a PDF has a page, or an image is whole; only headers and checksums are read, never drawn.

    Args:
        kind: the media type, as its first bytes say.
    """
    return _pdf_has_a_page(content) if kind == "application/pdf" else _image_is_whole(content)


def _pdf_has_a_page(content: bytes) -> bool:
    try:
        with pdfplumber.open(BytesIO(content), pages=[1]) as document:
            return bool(document.pages)
    except (PdfminerException, PDFException, ValueError, TypeError, KeyError, RecursionError):
        return False


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
