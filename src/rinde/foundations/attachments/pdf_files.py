"""PDF files: they open without a password, have pages, and start nothing by themselves.

It is opened in a process apart: a file can be made on which that takes hours. What it does when it is opened is read
from its bytes, which finds what programs write and not every disguise; whoever opens it is asked once more.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Final

from rinde.foundations.apart import pdf_pages
from rinde.foundations.apart.running import run_apart
from rinde.foundations.attachments.errors import damaged, hostile, locked, said_for_uploads, too_large
from rinde.foundations.documents.limits import DEFAULT_LIMITS
from rinde.foundations.documents.pdf.guards import check_streams, streams, unpacked

MOST_PAGES: Final = 2_000
SECONDS: Final = 15.0  # a scan of 25 MB opens in one
MOST_OBJECTS_BYTES: Final = 30 * 1024 * 1024  # of packed objects looked at
HAS_SCRIPTS: Final = (
    "El PDF trae instrucciones de formulario y algunos programas avisan al abrirlo. "
    "Si puede, imprímalo como PDF y suba esa copia."
)
HAS_FILES: Final = (
    "El PDF trae otros archivos adentro, que nadie revisa. Si son parte de la evidencia, súbalos por separado."
)
_REACH: Final = 400  # bytes of an action that are looked at
_MOST_OPENINGS: Final = 50  # a document has one; each older version of it one more
_LONGEST_INDEX: Final = 200_000  # bytes
_OPENS: Final = re.compile(rb"/OpenAction\s*(?:(\d{1,9})\s+\d{1,5}\s+R|<<)")
_STARTS: Final = re.compile(rb"/S\s*/(?:Launch|JavaScript|ImportData|SubmitForm)\b")
_SCRIPT: Final = re.compile(rb"/S\s*/JavaScript\b|/JavaScript\s*(?:<<|\d+\s+\d+\s+R)")
_FILES: Final = re.compile(rb"/EmbeddedFiles?\b")
_ESCAPE: Final = re.compile(rb"#([0-9A-Fa-f]{2})")  # «/L#61unch» is «/Launch»
_FIRST: Final = re.compile(rb"/First\s+(\d{1,9})")


@dataclass(frozen=True, slots=True)
class PdfFacts:
    pages: int
    warnings: tuple[str, ...] = ()


def check_pdf(content: bytes) -> PdfFacts:
    """Open a PDF and count its pages; nothing is drawn. Raises UploadRefused."""
    with said_for_uploads():
        check_streams(content, DEFAULT_LIMITS)
    pages = _count(content)
    if pages > MOST_PAGES:
        raise too_large(f"{pages} páginas", f"{MOST_PAGES} páginas")
    parts = [content, *_packed_objects(content)]
    if _starts_something(parts):
        raise hostile("abre un programa o ejecuta instrucciones por su cuenta")
    told = ((HAS_SCRIPTS, _SCRIPT), (HAS_FILES, _FILES))
    return PdfFacts(pages, tuple(words for words, sign in told if any(sign.search(part) for part in parts)))


def _count(content: bytes) -> int:
    told = run_apart(pdf_pages.__name__, content, seconds=SECONDS)
    if told is None:
        raise hostile("tarda demasiado en abrirse")
    pages = int(told)
    if pages == pdf_pages.LOCKED:
        raise locked()
    if pages < 1:
        raise damaged()
    return pages


def _packed_objects(content: bytes) -> Iterator[bytes]:
    """Objects that newer programs pack together (ISO 32000-1, 7.5.7), each behind the number that it is called by."""
    left = MOST_OBJECTS_BYTES
    for dictionary, packed in streams(content):
        first = _FIRST.search(dictionary) if b"/ObjStm" in dictionary else None
        if first and left > 0:
            objects = unpacked(packed, left)
            left -= max(1024, len(objects))
            yield objects
            yield _numbered(objects, int(first[1]))


def _numbered(objects: bytes, first: int) -> bytes:
    """The beginning of each as it stands outside: «12 0 obj <<…». Pairs of number and place come before the first."""
    figures = [int(figure) for figure in objects[: min(first, _LONGEST_INDEX)].split() if figure.isdigit()]
    pairs = zip(figures[::2], figures[1::2], strict=False)
    return b"\n".join(b"%d 0 obj %s" % (number, objects[first + at : first + at + _REACH]) for number, at in pairs)


def _starts_something(parts: list[bytes]) -> bool:
    """Whether an action that runs at the opening is one that starts something."""
    actions, called = [], set()
    for part in parts:
        for opens in islice(_OPENS.finditer(part), _MOST_OPENINGS):
            if opens[1]:
                called.add(opens[1])
            actions.append(part[opens.end() : opens.end() + _REACH])
    if called:
        names = b"|".join(sorted(called)[:_MOST_OPENINGS])
        pattern = re.compile(rb"(?<!\d)(?:%s)\s{1,9}\d{1,5}\s{1,9}obj" % names)
        actions += [part[found.end() : found.end() + _REACH] for part in parts for found in pattern.finditer(part)]
    return any(_STARTS.search(_plain(action.partition(b"endobj")[0])) for action in actions)


def _plain(action: bytes) -> bytes:
    return _ESCAPE.sub(lambda match: bytes([int(match[1], 16)]), action)
