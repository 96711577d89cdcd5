"""What a cell is on a day: done, late, sent back, still to come. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum

from rinde.capabilities.followup.choices import Outcome, ReportStatus
from rinde.capabilities.followup.rules.cells import Cell
from rinde.capabilities.plans.choices import MeasureUnit

ONE, ZERO, HUNDRED = Decimal(1), Decimal(0), Decimal(100)


@dataclass(frozen=True, slots=True)
class ReportFacts:
    """What a unit said of a cell, as it stood at some moment.

    `quantity` is the total of the cell so far, never an increment; percent points where the cell counts in percent.
    """

    id: int
    number: int
    status: str
    outcome: str = ""
    quantity: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    text: str = ""
    reason: str = ""  # why late, why not, or why there was no case
    difficulties: str = ""
    result: str = ""  # «¿para qué sirvió?»
    happened_on: date | None = None
    first_sent_at: datetime | None = None
    sent_at: datetime | None = None
    author_id: int | None = None
    self_monitored: bool = False
    returned_reason: str = ""
    universe_done: int = 0
    universe_not_applicable: int = 0

    @property
    def percent(self) -> Decimal | None:
        """The share that the report gives, in percent points: of its own two figures where it has both."""
        if self.denominator:
            return (self.numerator or ZERO) / self.denominator * HUNDRED
        return self.quantity


@dataclass(frozen=True, slots=True)
class CellState:
    """A cell with what was said of it. `said` is the newest report that was sent or accepted; `open` one in hand."""

    cell: Cell
    said: ReportFacts | None = None
    open: ReportFacts | None = None  # draft or returned
    proofs: int = 0  # evidences that stand, over every report of the cell
    flags: Mapping[str, int] = field(default_factory=dict)  # «dead_link», «repeated», «outside_period»: how many

    @property
    def is_returned(self) -> bool:
        return self.open is not None and self.open.status == ReportStatus.RETURNED

    @property
    def is_claimed(self) -> bool:
        """The unit says that it is done, and its own figures do not say otherwise."""
        return self.said is not None and self.said.outcome == Outcome.DONE and reached(self.cell, self.said)

    @property
    def is_done(self) -> bool:
        """Done and evidenced: what counts for the official number."""
        return self.is_claimed and self.proofs > 0

    @property
    def has_no_case(self) -> bool:
        """A conditional promise whose occasion did not come: it leaves the denominator, with its reason."""
        return self.said is not None and self.said.outcome == Outcome.NO_CASE

    @property
    def ratio(self) -> Decimal:
        """Quantitative progress of the cell, 0–1, capped; what was done counts also where its proof is missing."""
        return ratio_of(self.cell, self.said)


def reached(cell: Cell, report: ReportFacts) -> bool:
    """Whether a report's figures come up to what the cell expects; where either says no figure, the word counts."""
    value = report.percent if cell.unit == MeasureUnit.PERCENT else report.quantity
    return cell.expected is None or value is None or value >= cell.expected


def ratio_of(cell: Cell, report: ReportFacts | None) -> Decimal:
    """How far a cell came, 0–1: min(1, done/expected); without figures 1 for what was done and 0 for all else.

    Source: domain.md §1.3, the monitoring number, capped at 100 %.
    """
    if report is None or report.outcome in {Outcome.NOT_DONE, Outcome.NO_CASE, ""}:
        return ZERO
    value = report.percent if cell.unit == MeasureUnit.PERCENT else report.quantity
    if cell.expected and value is not None:
        return max(ZERO, min(ONE, value / cell.expected))
    return ONE if report.outcome == Outcome.DONE else ZERO


class Standing(StrEnum):
    """What people are told of a cell. In order of what presses."""

    RETURNED = "returned"
    LATE = "late"
    DUE_SOON = "due_soon"
    UNPROVED = "unproved"
    IN_PROGRESS = "in_progress"
    UPCOMING = "upcoming"
    DONE = "done"
    NO_CASE = "no_case"


# The design's word for icon and colour, and the word that stands beside it.
STANDING_WORDS: dict[Standing, tuple[str, str]] = {
    Standing.RETURNED: ("late", "Devuelta"),
    Standing.LATE: ("late", "Vencida"),
    Standing.DUE_SOON: ("due", "Vence pronto"),
    Standing.UNPROVED: ("due", "Sin prueba"),
    Standing.IN_PROGRESS: ("info", "En avance"),
    Standing.UPCOMING: ("draft", "Por venir"),
    Standing.DONE: ("ok", "Cumplida"),
    Standing.NO_CASE: ("off", "No se presentó el caso"),
}


def standing_of(state: CellState, *, today: date, soon_days: int = 14) -> Standing:
    """Tell what a cell is on a day. A date is kept until its midnight: what is due today is not late.

    Args:
        soon_days: from how many days before its date a cell «vence pronto».
    """
    if state.is_done:
        return Standing.DONE
    if state.has_no_case:
        return Standing.NO_CASE
    if state.is_returned:
        return Standing.RETURNED
    if state.is_claimed:
        return Standing.UNPROVED
    if state.cell.due_on < today:
        return Standing.LATE
    if state.cell.due_on <= today + timedelta(days=soon_days):
        return Standing.DUE_SOON
    return Standing.IN_PROGRESS if state.said is not None else Standing.UPCOMING
