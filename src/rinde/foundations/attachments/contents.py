"""What a file that was received says, as text and tables, within a time; and, said plainly, what could not be read.

Only for looking into it (a warning, a search): plans are read by `foundations/documents` itself.
"""

import csv
import io
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from lxml import etree

from rinde.foundations.apart.running import run_apart
from rinde.foundations.attachments.kinds import Kind
from rinde.foundations.attachments.packages import LIMITS as PACKAGE_LIMITS
from rinde.foundations.documents.archives import open_archive, read_member
from rinde.foundations.documents.errors import DocumentError, EmptyDocument
from rinde.foundations.documents.grid import Document, Grid
from rinde.foundations.documents.limits import Limits
from rinde.foundations.documents.reading import read_document
from rinde.foundations.documents.text_encoding import decode_text

Rows = tuple[tuple[str, ...], ...]
SECONDS: Final = 8.0
GRACE: Final = 20.0  # to start, to end the page that it is at, to read the rest as plain text
PDF_READER: Final = "rinde.foundations.attachments.pdf_contents"
LIMITS: Final = Limits(cells=150_000, painted_bytes=60 * 1024 * 1024, unpacked_bytes=PACKAGE_LIMITS.unpacked_bytes)
LONGEST_TEXT: Final = 2_000_000  # characters
PICTURE: Final = (
    "Rinde no lee lo que se ve en una foto: mire que no muestre nombres, cédulas, firmas ni menores de edad."
)
RECORDING: Final = (
    "Rinde no oye ni ve grabaciones: revise que nadie diga datos personales ni aparezcan menores de edad."
)
SCAN: Final = "El PDF es de imágenes, como las de un escáner, y Rinde no las lee: mire que no muestre datos personales."
SOME_PAGES: Final = "Rinde no leyó las páginas que son imágenes: mire que no muestren datos personales."
NOT_TO_THE_END: Final = (
    "El archivo es largo y Rinde no lo leyó hasta el final: mire que el resto no tenga datos personales."
)
TOO_MUCH: Final = "El archivo es demasiado grande o no se pudo leer por dentro: mire que no tenga datos personales."
PICTURES_INSIDE: Final = "El documento trae imágenes que Rinde no lee: mire que no muestren datos personales."
_PICTURE_PART: Final = re.compile(
    r"(?:^|/)(?:media|Pictures)/[^/]+\.(?:jpe?g|png|webp|gif|bmp|tiff?|emf|wmf)$", re.IGNORECASE
)
_SLIDE: Final = re.compile(r"ppt/(?:slides/slide|notesSlides/notesSlide)(\d+)\.xml")
_PARAGRAPHS: Final = {"p", "h"}
_TABLES: Final = {"tbl", "table"}
_ROWS: Final = {"tr", "table-row"}
_CELLS: Final = {"tc", "table-cell"}
_GAPS: Final = {"s", "tab", "br", "line-break"}


@dataclass(frozen=True, slots=True)
class Contents:
    """`tables` have rows of equal meaning, the parts that pages cut put together. `unread`: Spanish, for a person."""

    text: str = ""
    tables: tuple[Rows, ...] = ()
    unread: tuple[str, ...] = ()


def contents_of(kind: Kind, content: bytes, *, seconds: float = SECONDS) -> Contents:
    """Take the text out of a file that `check_content` let in. Never raises for what stands in the file.

    Args:
        seconds: after them the pages of a PDF are read as plain text, which takes milliseconds a page.
    """
    if kind.family == "photo":
        return Contents(unread=(PICTURE,))
    if kind.family in {"sound", "video"}:
        return Contents(unread=(RECORDING,))
    if kind.family == "pdf":
        return _pdf(content, seconds)
    try:
        read = _READERS.get(kind.code)
        return read(content) if read else _document(kind, content)
    except EmptyDocument:
        return Contents(unread=_pictures_inside(content) if kind.family == "office" else ())
    except (DocumentError, etree.XMLSyntaxError, csv.Error, RecursionError):
        return Contents(unread=(TOO_MUCH,))


def _pdf(content: bytes, seconds: float) -> Contents:
    """In a process apart, for a page can be made that takes hours. Nobody read what it did not finish."""
    answer = run_apart(PDF_READER, content, seconds=seconds + GRACE, arguments=[str(seconds)])
    if answer is None:
        return Contents(unread=(TOO_MUCH,))
    told = json.loads(answer)
    tables = tuple(tuple(map(tuple, rows)) for rows in told["tables"])
    return Contents(told["text"], tables, tuple(told["unread"]))


def _document(kind: Kind, content: bytes) -> Contents:
    document = read_document(kind.code + kind.extensions[0], content, limits=LIMITS)
    return of_document(document, _pictures_inside(content) if kind.family == "office" else ())


def of_document(document: Document, unread: tuple[str, ...]) -> Contents:
    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    return Contents(text[:LONGEST_TEXT], tuple(map(tuple, _whole_tables(document))), unread)


def _whole_tables(document: Document) -> Iterator[list[tuple[str, ...]]]:
    rows: list[tuple[str, ...]] = []
    for grid in document.grids:
        if rows and not grid.continues:
            yield rows
            rows = []
        rows += _rows_of(grid)
    if rows:
        yield rows


def _rows_of(grid: Grid) -> Iterator[tuple[str, ...]]:
    for row in grid.rows():
        yield tuple(cell.text if cell else "" for cell in row)


def _pictures_inside(content: bytes) -> tuple[str, ...]:
    with open_archive(content, PACKAGE_LIMITS) as archive:
        return (PICTURES_INSIDE,) if any(map(_PICTURE_PART.search, archive.namelist())) else ()


def _csv(content: bytes) -> Contents:
    return Contents(tables=(csv_rows(content),))


def csv_rows(content: bytes) -> Rows:
    """Cut a table of text at its commonest separator. Raises csv.Error."""
    text = decode_text(content)[:LONGEST_TEXT].lstrip("\ufeff")
    beginning = text[:20_000]
    separator = max(";\t,|", key=beginning.count)
    return tuple(tuple(map(str.strip, row)) for row in csv.reader(io.StringIO(text), delimiter=separator) if any(row))


def _slides(content: bytes) -> Contents:
    with open_archive(content, PACKAGE_LIMITS) as archive:
        parts = sorted(filter(_SLIDE.fullmatch, archive.namelist()), key=lambda name: int(_SLIDE.sub(r"\1", name)))
        return _of_xml([read_member(archive, part) for part in parts], _pictures_inside(content))


def _open_document(content: bytes) -> Contents:
    with open_archive(content, PACKAGE_LIMITS) as archive:
        return _of_xml([read_member(archive, "content.xml")], _pictures_inside(content))


def _of_xml(parts: list[bytes], unread: tuple[str, ...]) -> Contents:
    """Paragraphs and tables of slides and of OpenDocument, which call them by the same few names."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    paragraphs: list[str] = []
    tables: list[Rows] = []
    for part in parts:
        root = etree.fromstring(part, parser)
        tables += [_table_of(element) for element in _named(root, _TABLES)]
        paragraphs += [_text_of(element) for element in _named(root, _PARAGRAPHS) if not _is_in_table(element)]
    return Contents("\n".join(filter(None, paragraphs))[:LONGEST_TEXT], tuple(filter(None, tables)), unread)


def _named(element: etree._Element, names: set[str]) -> Iterator[etree._Element]:
    return (found for found in element.iter("{*}*") if etree.QName(found).localname in names)


def _is_in_table(element: etree._Element) -> bool:
    return any(etree.QName(parent).localname in _CELLS for parent in element.iterancestors())


def _table_of(table: etree._Element) -> Rows:
    return tuple(tuple(_text_of(cell) for cell in _named(row, _CELLS)) for row in _named(table, _ROWS))


def _text_of(element: etree._Element) -> str:
    pieces = []
    for event, inner in etree.iterwalk(element, events=("start", "end"), tag="{*}*"):
        if event == "start":
            pieces.append(" " if etree.QName(inner).localname in _GAPS else "")
            pieces.append(inner.text or "")
        elif inner is not element:
            pieces.append(inner.tail or "")
    return " ".join("".join(pieces).split())


_READERS: Final[dict[str, Callable[[bytes], Contents]]] = {
    "csv": _csv,
    "pptx": _slides,
    "odt": _open_document,
    "odp": _open_document,
}
