"""The pages of a PDF as pictures, drawn when somebody looks at them and kept beside the original.

Only the desk of the entity asks for them. A picture is made of the file alone, so that it can always be made again.
"""

import io
from typing import Final

import pypdfium2  # type: ignore[import-untyped]
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from PIL import Image

from rinde.capabilities.plan_imports.models import PlanImport
from rinde.foundations.documents.pdf.pdfium import PDFIUM
from rinde.services.files.operations import read_file

CONTENT_TYPE: Final = "image/webp"
LONG_SIDE: Final = 1800  # pixels: the small print of a landscape page stays legible when enlarged
MOST_BYTES: Final = 150_000


def page_image(*, plan_import: PlanImport, page: int) -> bytes | None:
    """Give a page as WebP of at most 150 KB; None for a page that the document does not have.

    Args:
        page: from 1.
    """
    if plan_import.format != "pdf" or page < 1:
        return None
    stored = plan_import.file
    path = f"{stored.entity_id}/pages/{stored.sha256[:2]}/{stored.sha256}-{page}.webp"
    if default_storage.exists(path):
        with default_storage.open(path) as file:
            kept: bytes = file.read()
        return kept
    try:
        image = _drawn(read_file(stored), page)
    except pypdfium2.PdfiumError:
        return None  # readable text, undrawable page: the text of its cells is shown all the same
    if image is None:
        return None
    content = _small_enough(image)
    default_storage.save(path, ContentFile(content))
    return content


def _drawn(content: bytes, page: int) -> Image.Image | None:
    with PDFIUM:
        document = pypdfium2.PdfDocument(content)
        try:
            if page > len(document):
                return None
            sheet = _whole(document[page - 1])
            image: Image.Image = sheet.render(scale=LONG_SIDE / max(sheet.get_size())).to_pil()
        finally:
            document.close()
    return image.convert("RGB")


def _whole(sheet: pypdfium2.PdfPage) -> pypdfium2.PdfPage:
    """The page without its crop: the reader's boxes are measured on the whole sheet."""
    sheet.set_cropbox(*sheet.get_mediabox())
    return sheet


def _small_enough(image: Image.Image) -> bytes:
    content = b""
    for quality, scale in ((80, 1.0), (60, 1.0), (40, 0.8), (30, 0.6), (20, 0.4), (10, 0.2)):
        smaller = image.resize((max(1, int(image.width * scale)), max(1, int(image.height * scale))))
        packed = io.BytesIO()
        smaller.save(packed, "WEBP", quality=quality, method=4)
        content = packed.getvalue()
        if len(content) <= MOST_BYTES:
            break
    return content


def page_sizes(content: bytes) -> list[list[float]]:
    """Measure every page in points, the unit in which marks on its picture are drawn; [] where none can be drawn."""
    try:
        with PDFIUM:
            document = pypdfium2.PdfDocument(content)
            try:
                return [_size(_whole(document[number])) for number in range(len(document))]
            finally:
                document.close()
    except pypdfium2.PdfiumError:
        return []


def _size(sheet: pypdfium2.PdfPage) -> list[float]:
    width, height = sheet.get_size()
    sheet.close()
    return [round(width, 1), round(height, 1)]
