"""What an act that approves a plan must say, and what may be kept as its file. Pure.

The act is that of a collective body or of a mayor who never enters Rinde: somebody with a second factor writes down its
body, number and date, and may add the signed document.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from rinde.foundations.documents.opening import opens

TEXT_LENGTHS: Final = {"body": 200, "number": 60}  # of the table
REASON_LENGTH: Final = 500
SHORTEST_REASON: Final = 20  # everybody reads it: «x» tells nobody anything
NOTE_LENGTH: Final = 1000
FILE_BYTES: Final = 10 * 1024 * 1024
# What a scan or a signed document is, by its first bytes: a name can lie.
_SIGNATURES: Final = (
    (b"%PDF-", "application/pdf"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
)


@dataclass(frozen=True, slots=True)
class ActFile:
    """The document of an act as it came in. `is_public`: everybody may download it beside the version."""

    name: str
    content: bytes
    is_public: bool = False


@dataclass(frozen=True, slots=True)
class ActValues:
    """An act as somebody writes it down. `is_older` confirms a date before the plan was made in Rinde."""

    body: str
    number: str
    dated_on: date | None
    file: ActFile | None = None
    is_older: bool = False


@dataclass(frozen=True, slots=True)
class ActFacts:
    """What the public reads of the act behind a version. `file_id` only where its document is open to everybody."""

    id: int
    body: str
    number: str
    dated_on: date
    file_id: int | None = None

    @property
    def in_words(self) -> str:
        return f"{self.number} del {self.dated_on:%d/%m/%Y}, {self.body}"


def file_type(content: bytes) -> str:
    """The media type of an act's file by its bytes; empty for anything that is neither PDF nor PNG nor JPEG."""
    return next((kind for start, kind in _SIGNATURES if content.startswith(start)), "")


def act_gaps(values: ActValues, *, today: date, made_on: date) -> tuple[str, ...]:
    """Find everything that keeps an act from being registered.

    Args:
        made_on: the day on which the plan was made in Rinde.
    """
    return (*_text_gaps(values), *_date_gaps(values, today, made_on), *_file_gaps(values.file))


def _text_gaps(values: ActValues) -> Iterator[str]:
    if not values.body.strip():
        yield "Escriba qué instancia aprobó, como «Comité Institucional de Gestión y Desempeño»."
    if not values.number.strip():
        yield "Escriba el acto con su número, como «Acta 03» o «Resolución 045»."
    named = (("body", "La instancia", values.body), ("number", "El número del acto", values.number))
    for field, label, text in named:
        if len(text.strip()) > TEXT_LENGTHS[field]:
            yield f"{label} tiene más de {TEXT_LENGTHS[field]} caracteres. Acórtelo."


def _date_gaps(values: ActValues, today: date, made_on: date) -> Iterator[str]:
    if values.dated_on is None:
        yield "Escriba la fecha del acto."
    elif values.dated_on > today:
        yield f"La fecha del acto, {values.dated_on:%d/%m/%Y}, todavía no llega. Regístrelo cuando exista."
    elif values.dated_on < made_on and not values.is_older:
        yield (
            f"El acto es del {values.dated_on:%d/%m/%Y} y el plan se creó en Rinde el {made_on:%d/%m/%Y}. "
            "Si así fue, confírmelo; si no, corrija la fecha."
        )


def _file_gaps(file: ActFile | None) -> Iterator[str]:
    if file is None:
        return
    if not file.content:
        yield "El archivo del acto está vacío. Escoja otro o regístrelo sin archivo."
    elif len(file.content) > FILE_BYTES:
        yield f"El archivo del acto pesa más de {FILE_BYTES // 1024 // 1024} MB. Suba una copia más liviana."
    elif not file_type(file.content):
        yield "El archivo del acto no es un PDF ni una imagen PNG o JPEG. Guárdelo como PDF y súbalo de nuevo."
    elif not opens(file.content, file_type(file.content)):
        yield "El archivo del acto no se puede abrir: está dañado o no tiene páginas. Ábralo usted y súbalo de nuevo."


def reason_gaps(
    reason: str, *, missing: str, longest: int = REASON_LENGTH, shortest: int = SHORTEST_REASON
) -> tuple[str, ...]:
    """Find what a reason lacks: enough words to understand it, and no more than fit.

    Args:
        missing: what to say where there is none.
        shortest: the fewest letters that explain something, with one blank between words.
    """
    words = " ".join(reason.split())
    if not words:
        return (missing,)
    if len(words) < shortest:
        return (f"El motivo es muy corto. Explique con al menos {shortest} letras qué pasó.",)
    return (f"El texto tiene más de {longest} caracteres. Acórtelo.",) if len(reason.strip()) > longest else ()
