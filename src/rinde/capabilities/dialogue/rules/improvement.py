"""An improvement plan as it is published: a text that is hashed, kept and read back. Pure."""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date

from rinde.capabilities.dialogue.choices import Outcome
from rinde.foundations.text.personal_data import in_words, signs_in_text
from rinde.foundations.text.typed import length_gap

LONGEST_INTRODUCTION, LONGEST_EVALUATION = 4_000, 4_000


@dataclass(frozen=True, slots=True)
class PromisedRow:
    """One commitment as it stood on the day of the publication."""

    number: int
    text: str
    obtained_by: str
    actor: str
    evidence_expected: str
    made_on: date
    due_on: date
    counting: str = ""
    made_in: str = ""  # of a series: the space


@dataclass(frozen=True, slots=True)
class ImprovementContent:
    """The whole document. `title` is that of the space or the series."""

    entity: str
    title: str
    introduction: str
    rows: tuple[PromisedRow, ...]


def canonical(content: ImprovementContent) -> str:
    """The text that is hashed and kept: the same content gives the same bytes, always."""
    plain = asdict(content)
    return json.dumps(plain, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=date.isoformat)


def read_back(text: str) -> ImprovementContent:
    """The document of a kept text; what a later version of Rinde adds may be missing in it."""
    plain = json.loads(text)
    rows = tuple(
        PromisedRow(
            **row | {name: date.fromisoformat(row[name]) for name in ("made_on", "due_on")},
        )
        for row in plain["rows"]
    )
    return ImprovementContent(plain["entity"], plain["title"], plain["introduction"], rows)


def publication_gaps(*, introduction: str, commitments: int) -> tuple[str, ...]:
    """List in Spanish what keeps an improvement plan from being published."""
    return tuple(_publication_gaps(introduction, commitments))


def _publication_gaps(introduction: str, commitments: int) -> Iterator[str]:
    if not commitments and not introduction.strip():
        yield "No hay compromisos. Escriba el primero, o diga en la introducción por qué no los hubo."
    yield from introduction_gaps(introduction)


def introduction_gaps(introduction: str) -> Iterator[str]:
    """Find what is wrong with the introduction, everything at once."""
    if gap := length_gap(introduction, most=LONGEST_INTRODUCTION, name="La introducción", rest="o déjela más corta"):
        yield gap
    if found := in_words(signs_in_text(introduction)):
        yield f"La introducción parece tener {found}, y será pública. Quítelo."


def evaluation_gaps(*, verdict: str, text: str) -> tuple[str, ...]:
    """List in Spanish what keeps internal control's evaluation from going out."""
    gaps = []
    if verdict not in Outcome.values:
        gaps.append("Escoja el concepto: cumplido, cumplido en parte o no cumplido.")
    if not text.strip():
        gaps.append("Escriba en qué se basa el concepto.")
    if gap := length_gap(text, most=LONGEST_EVALUATION, name="El concepto", rest="o deje lo principal"):
        gaps.append(gap)
    return tuple(gaps)
