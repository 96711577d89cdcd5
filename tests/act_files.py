"""Documents of acts, as small as they can be and still open."""

from io import BytesIO

import pypdfium2
from PIL import Image


def a_pdf(pages: int = 1) -> bytes:
    """A PDF of empty letter sheets; of none at all for 0."""
    document, file = pypdfium2.PdfDocument.new(), BytesIO()
    for _ in range(pages):
        document.new_page(612, 792)
    document.save(file)
    document.close()
    return file.getvalue()


def an_image(kind: str) -> bytes:
    """A white picture: «PNG» or «JPEG»."""
    file = BytesIO()
    Image.new("RGB", (8, 8), "white").save(file, kind)
    return file.getvalue()
