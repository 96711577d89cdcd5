"""What the public is told of a promise: how an activity stands, and whether somebody besides its unit looked at it.

Pure. The public never learns that a report was returned: what was returned is not said any more.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from rinde.capabilities.followup.choices import ReportStatus
from rinde.capabilities.followup.rules.monitoring.board import BoardCell
from rinde.capabilities.followup.rules.standing import Standing


class ActivityStanding(StrEnum):
    """How an activity stands before the public, what presses first. The value stands in addresses."""

    LATE = "vencida"
    UNPROVED = "sin-prueba"
    DUE_SOON = "vence-pronto"
    ON_TRACK = "al-dia"
    UPCOMING = "por-venir"
    DONE = "cumplida"
    NO_CASE = "sin-caso"
    UNDATED = "sin-fecha"


# The design's word for icon and colour, the word beside it, and what it means for people.
ACTIVITY_WORDS: Mapping[ActivityStanding, tuple[str, str, str]] = {
    ActivityStanding.LATE: ("late", "Vencida", "pasó alguna de sus fechas y no está cumplida"),
    ActivityStanding.UNPROVED: ("due", "Sin prueba", "la dependencia dice que cumplió, pero no mostró con qué"),
    ActivityStanding.DUE_SOON: ("due", "Vence pronto", "alguna de sus fechas está cerca"),
    ActivityStanding.ON_TRACK: ("info", "Al día", "lo que ya debía estar está, y falta lo que viene"),
    ActivityStanding.UPCOMING: ("draft", "Por venir", "todavía no llega ninguna de sus fechas"),
    ActivityStanding.DONE: ("ok", "Cumplida", "se cumplieron todas sus fechas, con prueba"),
    ActivityStanding.NO_CASE: ("off", "No se presentó el caso", "dependía de algo que no ocurrió"),
    ActivityStanding.UNDATED: ("off", "Sin fecha", "el plan no le puso fecha, y por eso no se cuenta"),
}
_PRESSING = (
    (Standing.LATE, ActivityStanding.LATE),
    (Standing.UNPROVED, ActivityStanding.UNPROVED),
    (Standing.DUE_SOON, ActivityStanding.DUE_SOON),
)
_BEGUN = frozenset({Standing.DONE, Standing.IN_PROGRESS, Standing.NO_CASE})


def activity_standing(standings: Iterable[Standing]) -> ActivityStanding:
    """Tell how an activity stands by its cells: what presses most, else how far it is."""
    found = set(standings)
    for pressing, told in _PRESSING:
        if pressing in found:
            return told
    if not found:
        return ActivityStanding.UNDATED
    if found == {Standing.NO_CASE}:
        return ActivityStanding.NO_CASE
    if found <= {Standing.DONE, Standing.NO_CASE}:
        return ActivityStanding.DONE
    return ActivityStanding.ON_TRACK if found & _BEGUN else ActivityStanding.UPCOMING


def activity_standings(keys: Iterable[str], cells: Sequence[BoardCell]) -> dict[str, ActivityStanding]:
    """How each of some activities stands, those without a date too."""
    found: dict[str, set[Standing]] = {key: set() for key in keys}
    for one in cells:
        found.setdefault(one.cell.activity_key, set()).add(one.standing)
    return {key: activity_standing(standings) for key, standings in found.items()}


class Verification(StrEnum):
    """Who besides the unit looked at what it says."""

    NONE = "sin-verificar"
    ROUND = "ronda"
    ACCEPTED = "aceptado"
    CUT_OFF = "corte"


VERIFICATION_WORDS: Mapping[Verification, tuple[str, str]] = {
    Verification.NONE: ("due", "Sin verificar"),
    Verification.ROUND: ("ok", "Revisado por planeación"),
    Verification.ACCEPTED: ("ok", "Aceptado por planeación"),
    Verification.CUT_OFF: ("info", "Evaluado por control interno"),
}


@dataclass(frozen=True, slots=True)
class LookedAt:
    """Until when others had looked at an activity, in public: the last closed round with a note on it, and the last
    cut-off of which internal control published its verdict. None: never."""

    round_closed_on: date | None = None
    reporting_closed_on: date | None = None


NEVER = LookedAt()


def verification_of(status: str, *, sent_on: date | None, self_monitored: bool, looked: LookedAt) -> Verification:
    """Tell who verified a report: internal control, planning by accepting it, planning in a round, or nobody yet.

    Where the same unit reports and monitors, its own acceptance verifies nothing: only internal control does.
    """
    if sent_on is None:
        return Verification.NONE
    if looked.reporting_closed_on is not None and sent_on <= looked.reporting_closed_on:
        return Verification.CUT_OFF
    if self_monitored:
        return Verification.NONE
    if status == ReportStatus.ACCEPTED:
        return Verification.ACCEPTED
    if looked.round_closed_on is not None and sent_on <= looked.round_closed_on:
        return Verification.ROUND
    return Verification.NONE


@dataclass(frozen=True, slots=True)
class TrendPoint:
    """A cut-off whose final report is out, in both numbers, each under its own name.

    `done` of `scheduled`: activities by internal control's verdicts. `undecided`: those that it said nothing of; while
    there is one, no percentage is given. `quantitative`: mean progress of the cells as frozen, 0–1; None where nothing
    was scheduled.
    """

    number: int
    name: str
    facts_until: date
    issued_on: date
    scheduled: int
    done: int
    undecided: int
    quantitative: Decimal | None

    @property
    def official(self) -> Decimal | None:
        """Activities done / activities scheduled, 0–1."""
        return Decimal(self.done) / self.scheduled if self.scheduled and not self.undecided else None
