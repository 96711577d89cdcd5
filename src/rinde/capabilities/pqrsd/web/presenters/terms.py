"""The table of terms, as people read it. No query."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from rinde.capabilities.pqrsd.choices import PetitionKind
from rinde.capabilities.pqrsd.rules.terms import TermRule
from rinde.foundations.design.spanish import spanish_date


@dataclass(frozen=True, slots=True)
class TermRow:
    """Kinds that share a rule, in words."""

    kinds: str
    days: str
    most: str
    dates: str
    source: str
    is_law: bool
    is_past: bool


def term_rows(rules: Iterable[TermRule], today: date) -> list[TermRow]:
    """The rules as people read them, those of one norm and one term together; past ones last."""
    together: dict[tuple[object, ...], list[TermRule]] = {}
    for rule in rules:
        key = (rule.source_key, rule.valid_from, rule.valid_to, rule.days, rule.most_days)
        together.setdefault(key, []).append(rule)
    return sorted((_row(ones, today) for ones in together.values()), key=lambda row: row.is_past)


def _row(ones: list[TermRule], today: date) -> TermRow:
    rule = ones[0]
    return TermRow(
        kinds="; ".join(str(PetitionKind(one.kind).label) for one in ones),
        days=f"{rule.days} días hábiles" if rule.days else "Sin plazo de ley",
        most=f"{rule.most_days} en total" if rule.most_days else "No se conoce",
        dates=_dates(rule),
        source=rule.source.citation,
        is_law=rule.is_law,
        is_past=rule.valid_to is not None and rule.valid_to < today,
    )


def _dates(rule: TermRule) -> str:
    since = f"Desde el {spanish_date(rule.valid_from)}"
    return f"{since} hasta el {spanish_date(rule.valid_to)}" if rule.valid_to else since
