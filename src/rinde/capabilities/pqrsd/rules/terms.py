"""How long there is to answer each kind of petition: dated, sourced data, read from `data/terms.yaml`. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from rinde.capabilities.pqrsd.choices import PetitionKind
from rinde.foundations.law import Certainty, LegalSource, plain_day, source

# Until somebody says what a petition is, it is counted by the shortest of the usual terms: so none is found late.
PROVISIONAL = PetitionKind.INFORMATION
LONGEST_SET_DAYS = 60  # what an entity or a control body may set; more is a slip of the key


class UnknownTerm(LookupError):
    """No rule was in force on that day: guessing would move a legal term."""


@dataclass(frozen=True, slots=True)
class TermRule:
    """One row of the table. Days are business days; `most_days` counts from the beginning, the extension with it."""

    kind: str
    valid_from: date
    valid_to: date | None
    days: int | None
    most_days: int | None
    source_key: str

    @property
    def source(self) -> LegalSource:
        return source(self.source_key)

    @property
    def is_law(self) -> bool:
        """Whether the text of the norm was read; the rest is a default that the entity changes."""
        return self.source.certainty is Certainty.LAW

    def holds_on(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


def _rules_of(row: Mapping[str, Any]) -> list[TermRule]:
    return [
        TermRule(kind, row["valid_from"], row.get("valid_to"), row["days"], row["most_days"], row["source"])
        for kind in row["kinds"]
    ]


@cache
def all_rules() -> tuple[TermRule, ...]:
    """Give every rule there is or was, in the order of the table. Read once a process."""
    text = files("rinde.capabilities.pqrsd").joinpath("data", "terms.yaml").read_text(encoding="utf-8")
    return tuple(rule for row in yaml.safe_load(text) for rule in _rules_of(row))


def rule_of(kind: str, received_on: date) -> TermRule:
    """Give the rule by which a petition of a kind, received on a day, is counted.

    Args:
        kind: empty where nobody has said: then the provisional one.

    Raises:
        UnknownTerm: for a day before the first rule.
    """
    wanted = kind or PROVISIONAL
    for rule in all_rules():
        if rule.kind == wanted and rule.holds_on(received_on):
            return rule
    raise UnknownTerm(f"no term of {wanted} is known for {received_on}")


def first_day() -> date:
    """Give the first day for which terms are known."""
    return max(min(rule.valid_from for rule in all_rules() if rule.kind == kind) for kind in PetitionKind.values)


def days_of(rule: TermRule, set_days: int | None) -> int | None:
    """Give the business days of a term: those of the law, or what the entity or the control body has set.

    Args:
        set_days: ignored where the law says the days: nobody changes those.
    """
    return rule.days if rule.is_law else set_days or rule.days


def needs_days(kind: str, received_on: date) -> bool:
    """Tell whether whoever classifies has to say how many days there are: of what a control body asks for."""
    return kind == PetitionKind.CONTROL_BODY and rule_of(kind, received_on).days is None


def received_gaps(received_on: date, today: date) -> tuple[str, ...]:
    """List in Spanish what is wrong with the day on which a petition is said to have come in."""
    if received_on > today:
        return (f"El {plain_day(received_on)} todavía no llega. Escriba el día en que se recibió, o el de hoy.",)
    if received_on < first_day():
        return (f"Rinde cuenta plazos desde el {plain_day(first_day())}. Revise el año que escribió.",)
    return ()
