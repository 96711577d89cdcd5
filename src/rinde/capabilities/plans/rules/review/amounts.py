"""How much a row promises and how often, read once for the rules that compare the two. Pure."""

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, Literal

from rinde.capabilities.plans.choices import MeasureUnit, Recurrence
from rinde.capabilities.plans.rules.review.subject import Row, Subject
from rinde.capabilities.plans.rules.schedules import expand

# Twice in a period is the least that can contradict one quantity or one date.
FEWEST_PERIODS: Final = 2
_EACH = r"(?:por|cada|al|en cada)"
_FREQUENCIES: Final = {
    Recurrence.WEEKLY: re.compile(rf"\bsemanal(?:es|mente)?\b|\b{_EACH} semana\b"),
    Recurrence.MONTHLY: re.compile(rf"\bmensual(?:es|mente)?\b|\b{_EACH} mes\b"),
    Recurrence.BIMONTHLY: re.compile(rf"\bbimestral(?:es|mente)?\b|\b{_EACH} bimestre\b"),
    Recurrence.QUARTERLY: re.compile(rf"\btrimestral(?:es|mente)?\b|\b{_EACH} trimestre\b"),
    Recurrence.FOUR_MONTHLY: re.compile(rf"\bcuatrimestral(?:es|mente)?\b|\b{_EACH} cuatrimestre\b"),
    Recurrence.SEMIANNUAL: re.compile(rf"\bsemestral(?:es|mente)?\b|\b{_EACH} semestre\b"),
}
# One of these covers its period, so that four of them in two half-years is a contradiction, not two at a time.
_ONE_A_PERIOD = re.compile(r"\b(?:informes?|seguimientos?|reportes?|documentos?|actas?|monitoreos?)\b")
_AS_NEEDED = re.compile(
    r"\bsegun (?:su|se|la necesidad|necesidad|demanda|corresponda|relevancia)\b|\b(?:a|por) demanda\b"
)


@dataclass(frozen=True, slots=True)
class Amount:
    """What is promised: its value and whether it is a percentage."""

    value: Decimal
    is_percent: bool


@dataclass(frozen=True, slots=True)
class Cadence:
    """How often the words say, and where that contradicts the rest of the row."""

    recurrence: Recurrence
    words: str  # as written
    periods: int
    contradicts: Literal["quantity", "dates", ""]


def amount_of(subject: Subject, row: Row) -> Amount | None:
    """The quantity as kept, else as the words of the target state it; None where there is none."""
    one = row.content
    if one.target_quantity is not None:
        return Amount(one.target_quantity, one.target_unit == MeasureUnit.PERCENT)
    read = subject.quantity(one.target) or subject.quantity(one.product)
    return Amount(Decimal(str(read.value)), read.unit == "percent") if read else None


def is_as_needed(subject: Subject, row: Row) -> bool:
    """Whether how many there will be depends on what happens, so that no count contradicts it."""
    return bool(_AS_NEEDED.search(subject.promise(row)))


def cadence_of(subject: Subject, row: Row) -> Cadence | None:
    """How often a row's words say that it happens; None where they do not, or say two things."""
    return subject.once("cadence", row, lambda: _cadence(subject, row))


def _cadence(subject: Subject, row: Row) -> Cadence | None:
    found = _frequency(subject, row)
    if found is None:
        return None
    recurrence, words = found
    periods = _periods(subject, row, recurrence)
    if periods < FEWEST_PERIODS or is_as_needed(subject, row):
        return None
    return Cadence(recurrence, words, periods, _contradiction(subject, row, periods))


def _frequency(subject: Subject, row: Row) -> tuple[Recurrence, str] | None:
    one = row.content
    for text in (one.target, one.product, row.entry.content.name):
        folded = subject.folded(text)
        if "ual" not in folded and "mes" not in folded and "tral" not in folded and "seman" not in folded:
            continue
        found = [(name, match) for name, pattern in _FREQUENCIES.items() if (match := pattern.search(folded))]
        if len(found) > 1:
            return None
        if found:
            name, match = found[0]
            return name, text[match.start() : match.end()]
    return None


def _periods(subject: Subject, row: Row, recurrence: Recurrence) -> int:
    period, dates = subject.context.period, row.content.milestones
    start = min((one.starts_on for one in dates if one.starts_on), default=period.start)
    end = max((one.due_on for one in dates), default=period.end)
    return len(expand(period=period, start=start, end=max(end, start), recurrence=recurrence))


def _contradiction(subject: Subject, row: Row, periods: int) -> Literal["quantity", "dates", ""]:
    amount = amount_of(subject, row)
    if amount and not amount.is_percent and not _fits(subject, row, amount.value, periods):
        return "quantity"
    several = len(row.content.milestones) > 1 or row.content.recurrence
    return "" if several or not row.content.milestones else "dates"


def _fits(subject: Subject, row: Row, value: Decimal, periods: int) -> bool:
    parts = [one.expected_quantity for one in row.content.milestones]
    if len(parts) > 1 and all(part is not None for part in parts):
        return True  # the plan says how much by each date
    if value == periods:
        return True
    several_each = value > periods and value % periods == 0
    one_a_period = _ONE_A_PERIOD.search(subject.promise(row))
    return bool(several_each and not one_a_period)
