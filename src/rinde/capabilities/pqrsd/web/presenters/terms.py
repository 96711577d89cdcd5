"""The table of terms, as people read it. No query."""

from collections.abc import Iterable
from dataclasses import dataclass

from rinde.capabilities.pqrsd.choices import PetitionKind
from rinde.capabilities.pqrsd.rules.terms import TermRule
from rinde.foundations.design.spanish import spanish_date


@dataclass(frozen=True, slots=True)
class TermRow:
    """One rule in words."""

    kind: str
    days: str
    most: str
    dates: str
    source: str
    is_law: bool


def term_rows(rules: Iterable[TermRule]) -> list[TermRow]:
    return [
        TermRow(
            kind=str(PetitionKind(rule.kind).label),
            days=f"{rule.days} días hábiles" if rule.days else "Sin plazo de ley",
            most=f"{rule.most_days} en total" if rule.most_days else "No se conoce",
            dates=_dates(rule),
            source=rule.source.citation,
            is_law=rule.is_law,
        )
        for rule in rules
    ]


def _dates(rule: TermRule) -> str:
    since = f"Desde el {spanish_date(rule.valid_from)}"
    return f"{since} hasta el {spanish_date(rule.valid_to)}" if rule.valid_to else since
