"""What people asked and what the town promised, as it stands in `demo/dialogue`."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

LIVE, ON_SCREEN, NEXT, IN_VIEW, TO_REVIEW, WAITING = (
    "en vivo",
    "en pantalla",
    "sigue",
    "a la vista",
    "por revisar",
    "pendiente",
)
HIDDEN = "retirada "


@dataclass(frozen=True, slots=True)
class SaidQuestion:
    """A question. `fate`: one of the words above, «retirada <reason>: <note>», or the day of its written answer."""

    space: str
    channel: str
    supports: int
    text: str
    fate: str
    unit: str
    answer: str

    @property
    def answered_on(self) -> date | None:
        """The day of the written answer; None where it has none."""
        return date.fromisoformat(self.fate) if self.fate[:1].isdigit() else None

    @property
    def hidden(self) -> tuple[str, str]:
        """The key of the reason and the note with it; empty where it is in view."""
        if not self.fate.startswith(HIDDEN):
            return "", ""
        key, _, note = self.fate.removeprefix(HIDDEN).partition(": ")
        return key, note


@dataclass(frozen=True, slots=True)
class Promise:
    """A commitment. `fate`: «abierto», «corre a <day>: <why>» or «<day> <outcome>: <text>»; `said` likewise."""

    space: str
    question: int | None
    text: str
    obtained_by: str
    unit: str
    evidence: str
    due_on: date
    fate: str
    said: str

    @property
    def moved_to(self) -> tuple[date, str] | None:
        if not self.fate.startswith("corre a "):
            return None
        day, _, why = self.fate.removeprefix("corre a ").partition(": ")
        return date.fromisoformat(day), why

    @property
    def closed(self) -> tuple[date, str, str] | None:
        return _dated(self.fate)

    @property
    def word(self) -> tuple[date, str, str] | None:
        return _dated(self.said)


def _dated(text: str) -> tuple[date, str, str] | None:
    """«2026-08-24 KEPT: Abre.» in parts; None for anything else."""
    if not text[:1].isdigit():
        return None
    head, _, rest = text.partition(": ")
    day, _, outcome = head.partition(" ")
    return date.fromisoformat(day), outcome, rest


def read_questions(folder: Path) -> list[SaidQuestion]:
    """Every question of the year, in the order of the file."""
    return [
        SaidQuestion(space, channel, int(supports), text, fate, unit, answer)
        for space, channel, supports, text, fate, unit, answer in _rows(folder / "preguntas.csv")
    ]


def read_promises(folder: Path) -> list[Promise]:
    """Every commitment of the year, in the order of the file."""
    return [
        Promise(space, int(question) if question else None, text, who, unit, proof, date.fromisoformat(due), fate, said)
        for space, question, text, who, unit, proof, due, fate, said in _rows(folder / "compromisos.csv")
    ]


def _rows(path: Path) -> Iterator[list[str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        rows = csv.reader(lines, delimiter=";")
        next(rows)
        yield from rows
