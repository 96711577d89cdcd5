"""PDF files: they open without a password, have pages, and start nothing by themselves."""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from pdfminer.pdfdocument import PDFDocument, PDFPasswordIncorrect
from pdfminer.pdfpage import PDFPage
from pdfminer.pdfparser import PDFParser
from pdfminer.pdftypes import resolve1
from pdfminer.psparser import PSLiteral

from rinde.foundations.attachments.errors import damaged, hostile, locked, said_for_uploads, too_large
from rinde.foundations.documents.limits import DEFAULT_LIMITS
from rinde.foundations.documents.pdf.guards import check_streams
from rinde.foundations.refusals import Refusal

MOST_PAGES: Final = 2_000
STARTS: Final = {"Launch", "JavaScript", "ImportData", "SubmitForm"}
HAS_SCRIPTS: Final = (
    "El PDF trae instrucciones de formulario y algunos programas avisan al abrirlo. "
    "Si puede, imprímalo como PDF y suba esa copia."
)
HAS_FILES: Final = (
    "El PDF trae otros archivos adentro, que nadie revisa. Si son parte de la evidencia, súbalos por separado."
)


@dataclass(frozen=True, slots=True)
class PdfFacts:
    pages: int
    warnings: tuple[str, ...] = ()


def check_pdf(content: bytes) -> PdfFacts:
    """Open a PDF and count its pages; nothing is drawn. Raises UploadRefused."""
    with said_for_uploads():
        check_streams(content, DEFAULT_LIMITS)
    try:
        document = PDFDocument(PDFParser(io.BytesIO(content)))
        pages = _count(document)
        starts, warnings = _what_it_does(document)
    except PDFPasswordIncorrect as error:
        raise locked() from error
    except Refusal:
        raise
    except Exception as error:  # pdfminer raises whatever the broken object led it into
        raise damaged() from error
    if not pages:
        raise damaged()
    if starts:
        raise hostile("abre un programa o ejecuta instrucciones por su cuenta")
    return PdfFacts(pages, warnings)


def _count(document: PDFDocument) -> int:
    count = 0
    for _ in PDFPage.create_pages(document):
        count += 1
        if count > MOST_PAGES:
            raise too_large(f"más de {MOST_PAGES} páginas", f"{MOST_PAGES} páginas")
    return count


def _what_it_does(document: PDFDocument) -> tuple[bool, tuple[str, ...]]:
    """Whether something starts when it is opened, and what a reader should be told."""
    catalog = document.catalog
    starts = any(_action(catalog.get(key)) in STARTS for key in ("OpenAction", "AA"))
    names = _dictionary(catalog.get("Names"))
    told = [(HAS_SCRIPTS, "JavaScript" in names), (HAS_FILES, "EmbeddedFiles" in names)]
    return starts, tuple(words for words, is_so in told if is_so)


def _action(value: Any) -> str:
    """The kind of the first action that starts something, those of events included."""
    found = [_kind(action) for action in _actions(value)]
    return next((kind for kind in found if kind in STARTS), "")


def _actions(value: Any) -> Iterator[dict[str, Any]]:
    action = _dictionary(value)
    yield action
    for inner in action.values():
        yield _dictionary(inner)


def _kind(action: dict[str, Any]) -> str:
    kind = resolve1(action.get("S"))
    return str(kind.name) if isinstance(kind, PSLiteral) else ""


def _dictionary(value: Any) -> dict[str, Any]:
    resolved = resolve1(value)
    return resolved if isinstance(resolved, dict) else {}
