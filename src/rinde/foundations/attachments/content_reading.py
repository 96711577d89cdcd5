"""Text and tables of a file of any kind; run in a process apart: `python -m …content_reading KIND SECONDS`."""

import csv
import io
import json
import re
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, replace
from typing import Final

from lxml import etree

from rinde.foundations.apart.running import hand_back, take_content
from rinde.foundations.attachments.contents import (
    NOT_TO_THE_END,
    PICTURES_INSIDE,
    SCAN,
    SOME_PAGES,
    TOO_MUCH,
    Contents,
    Rows,
)
from rinde.foundations.attachments.kinds import KINDS, Kind
from rinde.foundations.attachments.packages import LIMITS as PACKAGE_LIMITS
from rinde.foundations.documents.archives import open_archive, read_member
from rinde.foundations.documents.errors import DocumentError, EmptyDocument, NoText
from rinde.foundations.documents.grid import Document, Grid
from rinde.foundations.documents.limits import Limits
from rinde.foundations.documents.pdf import read_pdf
from rinde.foundations.documents.pdf.pdfium import text_of_pages
from rinde.foundations.documents.reading import read_document
from rinde.foundations.documents.text_encoding import decode_text

LIMITS: Final = Limits(cells=150_000, painted_bytes=60 * 1024 * 1024, unpacked_bytes=PACKAGE_LIMITS.unpacked_bytes)
LONGEST_TEXT: Final = 2_000_000  # characters
_UNREAD_PAGES: Final = {"page-without-text": SOME_PAGES, "broken-page": TOO_MUCH}
_PICTURE_PART: Final = re.compile(
    r"(?:^|/)(?:media|Pictures)/[^/]+\.(?:jpe?g|png|webp|gif|bmp|tiff?|emf|wmf)$", re.IGNORECASE
)
_SLIDE: Final = re.compile(r"ppt/(?:slides/slide|notesSlides/notesSlide)(\d+)\.xml")
_PARAGRAPHS: Final = {"p", "h"}
_TABLES: Final = {"tbl", "table"}
_ROWS: Final = {"tr", "table-row"}
_CELLS: Final = {"tc", "table-cell"}
_GAPS: Final = {"s", "tab", "br", "line-break"}


def read_contents(kind: Kind, content: bytes, seconds: float) -> Contents:
    """Read a file here and now; `contents_of` says what for."""
    try:
        if kind.family == "pdf":
            return _pdf(content, seconds)
        read = _READERS.get(kind.code)
        return read(content) if read else _document(kind, content)
    except NoText:
        return Contents(unread=(SCAN,))
    except EmptyDocument:
        return Contents(unread=_pictures_inside(content) if kind.family == "office" else ())
    except (DocumentError, etree.XMLSyntaxError, csv.Error, RecursionError, MemoryError):
        return Contents(unread=(TOO_MUCH,))


def _pdf(content: bytes, seconds: float) -> Contents:
    """Read tables and text page by page; of a long file the rest quickly, as text alone."""
    until = time.monotonic() + seconds
    document = read_pdf("pdf", content, LIMITS, enough=lambda: time.monotonic() > until)
    notices = {notice.code: notice.place for notice in document.notices}
    unread = tuple(words for code, words in _UNREAD_PAGES.items() if code in notices)
    contents = _of_document(document, unread)
    if "stopped" not in notices:
        return contents
    first = int(notices["stopped"].removeprefix("page "))
    rest = text_of_pages(content, first, most_characters=LONGEST_TEXT)
    # A scan hung at the end of a long file has no text; nobody looked at its pages.
    unread = unread if rest.strip() else (*unread, NOT_TO_THE_END)
    return replace(contents, text=f"{contents.text}\n{rest}"[:LONGEST_TEXT], unread=unread)


def _document(kind: Kind, content: bytes) -> Contents:
    document = read_document(kind.code + kind.extensions[0], content, limits=LIMITS)
    return _of_document(document, _pictures_inside(content) if kind.family == "office" else ())


def _of_document(document: Document, unread: tuple[str, ...]) -> Contents:
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
    return Contents(tables=(_csv_rows(content),))


def _csv_rows(content: bytes) -> Rows:
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


if __name__ == "__main__":
    hand_back(json.dumps(asdict(read_contents(KINDS[sys.argv[1]], take_content(), float(sys.argv[2])))).encode())
