"""The ledgers of `demo/plans/avance-*.csv`: one line for each thing that an office told of its plan."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

from rinde.capabilities.followup.choices import Outcome

OUTCOMES: dict[str, str] = {
    "cumplida": Outcome.DONE,
    "avance": Outcome.PARTIAL,
    "no": Outcome.NOT_DONE,
    "sin caso": Outcome.NO_CASE,
    "": "",
}


@dataclass(frozen=True, slots=True)
class Entry:
    """What one office told, or several with the same words. `after`: what became of it, step by step."""

    code: str
    due_on: date
    units: tuple[str, ...]  # acronyms; empty: everybody that answers
    all_but: tuple[str, ...]
    told_on: date
    is_draft: bool
    outcome: str
    quantity: Decimal | None
    numerator: Decimal | None
    denominator: Decimal | None
    text: str
    reason: str
    result: str
    proof: str  # acta, foto, enlace, informe, lista, «la misma», repetida, ninguna
    title: str
    after: tuple[str, ...]

    def concerns(self, acronym: str) -> bool:
        return acronym in self.units if self.units else acronym not in self.all_but


def read_ledger(path: Path) -> Iterator[Entry]:
    """Read a ledger, in its own order."""
    with path.open(encoding="utf-8", newline="") as file:
        yield from (_entry(row) for row in csv.DictReader(file, delimiter=";"))


def _entry(row: dict[str, str]) -> Entry:
    everybody, _, all_but = row["dependencia"].partition(" menos ")
    is_draft = row["cuando"].startswith("borrador ")
    done, _, of = row["cifra"].partition("/")
    return Entry(
        code=row["actividad"],
        due_on=date.fromisoformat(row["fecha"]),
        units=() if everybody == "todas" else (everybody,),
        all_but=tuple(all_but.split()),
        told_on=date.fromisoformat(row["cuando"].removeprefix("borrador ")),
        is_draft=is_draft,
        outcome=OUTCOMES[row["resultado"]],
        quantity=Decimal(done) if done and not of else None,
        numerator=Decimal(done) if of else None,
        denominator=Decimal(of) if of else None,
        text=row["texto"],
        reason=row["razón"],
        result=row["para qué sirvió"],
        proof=row["prueba"],
        title=row["nombre de la prueba"],
        after=tuple(filter(None, (step.strip() for step in row["después"].split("|")))),
    )
