"""Page after page through a PDF, forgetting each when its text is taken: memory does not grow with painted pages."""

import io
from collections.abc import Callable
from typing import Final

import pdfplumber
from pdfminer.pdfdocument import PDFPasswordIncorrect
from pdfplumber.page import Page
from pdfplumber.pdf import PDF
from pdfplumber.utils.exceptions import PdfminerException

from rinde.foundations.documents.archives import check_cell_count
from rinde.foundations.documents.errors import Corrupted, NoText, PasswordProtected, TooLarge
from rinde.foundations.documents.grid import Document, Notice, Paragraph
from rinde.foundations.documents.limits import Limits
from rinde.foundations.documents.pdf.borders import visible_rules
from rinde.foundations.documents.pdf.columns import find_columns
from rinde.foundations.documents.pdf.guards import check_streams
from rinde.foundations.documents.pdf.lines import TextLine, text_lines
from rinde.foundations.documents.pdf.pages import ReadPage, ReadTable, put_together, read_cells
from rinde.foundations.documents.pdf.painting import Glyph, Painting, take_apart
from rinde.foundations.documents.pdf.prose import paragraphs, with_picture_bullets
from rinde.foundations.documents.pdf.rules import find_tables
from rinde.foundations.documents.pdf.sharing import share_out

FEWEST_LETTERS: Final = 8  # a scan may carry a page number or the mark of the scanner as text


def read_pdf(
    name: str,
    content: bytes,
    limits: Limits,
    progress: Callable[[int, int], None] | None = None,
    enough: Callable[[], bool] = lambda: False,
) -> Document:
    """Read a PDF whose pages are text; ``enough`` is asked before each page and ends the reading, with a notice.

    Raises ``PasswordProtected``, ``Corrupted``, ``NoText`` or ``TooLarge``.
    """
    check_streams(content, limits)
    with _open(content) as pdf:
        total = len(pdf.pages)
        if not total:
            raise Corrupted
        if total > limits.pages:
            raise TooLarge(f"{total} páginas", f"{limits.pages} páginas")
        reader = PdfReader(limits)
        for number, page in enumerate(pdf.pages, 1):
            if enough():
                reader.stop(number - 1, total)
                break
            reader.read_page(page, number)
            page.close()
            if progress:
                progress(number, total)
        title = str(pdf.metadata.get("Title") or "")
    return reader.document(name, total, title)


def _open(content: bytes) -> PDF:
    try:
        pdf = pdfplumber.open(io.BytesIO(content))
        _ = pdf.pages
    except PdfminerException as error:
        if any(isinstance(cause, PDFPasswordIncorrect) for cause in error.args):
            raise PasswordProtected from error
        raise Corrupted from error
    except Exception as error:  # pdfminer raises whatever the broken object led it into
        raise Corrupted from error
    return pdf


class PdfReader:
    """Gathers the pages and what was noticed about them."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._pages: list[ReadPage] = []
        self._letters = 0
        self._cells = 0
        self._pictures: list[int] = []
        self._broken: list[int] = []
        self._stopped: list[Notice] = []

    def stop(self, read: int, total: int) -> None:
        self._stopped.append(Notice("stopped", f"Se leyeron {read} de {total} páginas.", f"page {read + 1}"))

    def read_page(self, page: Page, number: int) -> None:
        try:
            painting = take_apart(page)
        except Exception:  # one broken page does not take the others with it
            self._broken.append(number)
            self._pages.append(ReadPage(number, float(page.height)))
            return
        letters = sum(not glyph.text.isspace() for glyph in painting.glyphs)
        self._letters += letters
        if letters < FEWEST_LETTERS and painting.pictures:
            self._pictures.append(number)
        self._pages.append(read_painting(painting, number))
        self._cells += sum(len(block.cells) for block in self._pages[-1].blocks if isinstance(block, ReadTable))
        check_cell_count(self._cells, self._limits)

    def document(self, name: str, total: int, title: str) -> Document:
        if len(self._broken) == total:
            raise Corrupted
        if not self._letters or (self._letters < FEWEST_LETTERS and self._pictures):
            raise NoText
        return Document(name, "pdf", total, tuple(put_together(self._pages)), title, tuple(self._notices()))

    def _notices(self) -> list[Notice]:
        notices = [
            Notice("page-without-text", f"La página {number} es una imagen sin texto y no se leyó.", f"page {number}")
            for number in self._pictures
        ]
        notices += [
            Notice("broken-page", f"La página {number} está dañada y no se leyó.", f"page {number}")
            for number in self._broken
        ]
        notices += [
            Notice(
                "table-without-rules",
                f"La tabla de la página {page.number} no tiene líneas y sus columnas se dedujeron. Revise cada fila.",
                f"page {page.number}",
            )
            for page in self._pages
            if any(isinstance(block, ReadTable) and not block.ruled for block in page.blocks)
        ]
        return notices + self._stopped


def read_painting(painting: Painting, number: int) -> ReadPage:
    """Turn one page into tables and paragraphs, top to bottom."""
    tables = find_tables(*visible_rules(painting))
    outside = share_out(painting.glyphs, tables)
    for table in tables:
        table.shade(painting.areas)
    page = ReadPage(number, painting.height)
    page.blocks += [
        read_cells(table, number, painting.height) for table in tables if any(cell.glyphs for cell in table.cells)
    ]
    if not any(table.columns > 1 for table in tables):
        guessed, outside = find_columns(outside)
        page.blocks += [read_cells(table, number, painting.height, ruled=False) for table in guessed]
    page.blocks += paragraphs(with_picture_bullets(_lines(outside), painting.pictures), number)
    page.blocks.sort(key=_top)
    return page


def _lines(glyphs: list[Glyph]) -> list[TextLine]:
    level = [glyph for glyph in glyphs if glyph.direction == "right"]
    turned = [glyph for glyph in glyphs if glyph.direction != "right"]
    return text_lines(level) + [
        line
        for direction in ("up", "down", "left")
        for line in text_lines([g for g in turned if g.direction == direction])
    ]


def _top(block: Paragraph | ReadTable) -> float:
    if isinstance(block, ReadTable):
        return block.top
    return block.box.top if block.box else 0.0
