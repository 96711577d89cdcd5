"""The one door: a file's name and bytes in, a ``Document`` out.

Sits at the bottom of the house: it knows files and nothing of plans, of Django or of who asks.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from rinde.foundations.documents.detect import detect_format
from rinde.foundations.documents.errors import Corrupted, TooLarge
from rinde.foundations.documents.grid import Document, Format
from rinde.foundations.documents.limits import DEFAULT_LIMITS, Limits
from rinde.foundations.documents.markup import read_html, read_markdown, read_text
from rinde.foundations.documents.pdf import read_pdf
from rinde.foundations.documents.spreadsheets import read_ods, read_xls, read_xlsx
from rinde.foundations.documents.word import read_docx

Progress = Callable[[int, int], None]

READERS: Final[dict[Format, Callable[[str, bytes, Limits], Document]]] = {
    "xlsx": read_xlsx,
    "xls": read_xls,
    "ods": read_ods,
    "docx": read_docx,
    "html": read_html,
    "markdown": read_markdown,
    "text": read_text,
}
MEGABYTE: Final = 1024 * 1024


def read_document(
    name: str, content: bytes, *, progress: Progress | None = None, limits: Limits = DEFAULT_LIMITS
) -> Document:
    """Turn a file into blocks of text and grids of cells, whatever its format.

    ``progress`` is told the pages done and the pages in all, after each page of a PDF and once for other formats.
    Raises ``DocumentError`` with a message for a person; nothing else comes out for bad content.
    """
    if len(content) > limits.file_bytes:
        raise TooLarge(f"{len(content) / MEGABYTE:.1f} MB".replace(".", ","), f"{limits.file_bytes // MEGABYTE} MB")
    kind = detect_format(content)
    try:
        if kind == "pdf":
            return read_pdf(name, content, limits, progress)
        document = READERS[kind](name, content, limits)
    except (RecursionError, MemoryError) as error:  # nested beyond what any office program writes
        raise Corrupted from error
    if progress:
        progress(document.pages, document.pages)
    return replace(document, title=" ".join(document.title.split()))
