"""Recommendations as their pages print them: overdue first, whose they are, and every step. No queries of its own."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import urlencode

from django.utils.safestring import SafeString

from rinde.capabilities.followup.choices import RecommendationStatus
from rinde.capabilities.followup.models import Recommendation, RecommendationStep
from rinde.capabilities.followup.queries.recommendations import actor_words, answering_actors
from rinde.capabilities.followup.rules.recommendation_states import WITHOUT_ACTION
from rinde.capabilities.followup.rules.recommendations import is_overdue
from rinde.capabilities.followup.web.presenters.follow_up_report import recommendation_state

OVERDUE, STANDING = "vencidas", "abiertas"
COORDINATION = "Coordinación del plan"
# In the order in which they press.
_ORDER = (
    RecommendationStatus.NOT_EFFECTIVE,
    RecommendationStatus.OPEN,
    RecommendationStatus.REPORTED,
    RecommendationStatus.PLANNED,
    RecommendationStatus.EFFECTIVE,
)


@dataclass(frozen=True, slots=True)
class RecommendationRow:
    """A recommendation in the list."""

    one: Recommendation
    state: SafeString
    actor: str
    is_overdue: bool
    waits_for: str  # who has to do what now


@dataclass(frozen=True, slots=True)
class Choice:
    value: str
    label: str
    count: int
    is_chosen: bool


class RecommendationList:
    """The recommendations of a plan that answer a question, what presses first."""

    def __init__(self, rows: Sequence[Recommendation], asked: Mapping[str, str], today: date) -> None:
        self._all = [recommendation_row(one, today) for one in rows]
        self._state, self._unit = asked.get("estado", ""), asked.get("dependencia", "")

    @property
    def count(self) -> int:
        return len(self._all)

    @property
    def rows(self) -> list[RecommendationRow]:
        """What fits the question, in the order in which it presses."""
        found = [row for row in self._all if self._fits(row, self._state) and self._is_of(row, self._unit)]
        return in_order(found)

    @property
    def states(self) -> list[Choice]:
        values = [("", "Todas"), (STANDING, "Sin resolver"), (OVERDUE, "Con la acción vencida")]
        values += [(status.value, str(status.label)) for status in RecommendationStatus]
        return [
            Choice(value, label, sum(self._fits(row, value) for row in self._all), value == self._state)
            for value, label in values
        ]

    @property
    def units(self) -> list[Choice]:
        names = sorted({row.actor for row in self._all})
        return [Choice(name, name, sum(row.actor == name for row in self._all), name == self._unit) for name in names]

    @property
    def is_asking(self) -> bool:
        return bool(self._state or self._unit)

    @property
    def query(self) -> str:
        asked = {"estado": self._state, "dependencia": self._unit}
        return urlencode({name: value for name, value in asked.items() if value})

    @staticmethod
    def _fits(row: RecommendationRow, state: str) -> bool:
        if state == OVERDUE:
            return row.is_overdue
        if state == STANDING:
            return bool(row.one.status != RecommendationStatus.EFFECTIVE)
        return state not in RecommendationStatus.values or row.one.status == state

    @staticmethod
    def _is_of(row: RecommendationRow, unit: str) -> bool:
        return not unit or row.actor == unit


def in_order(rows: Iterable[RecommendationRow]) -> list[RecommendationRow]:
    """Overdue ones first, then by what they wait for, then by number."""
    return sorted(rows, key=lambda row: (not row.is_overdue, _ORDER.index(row.one.status), row.one.number))


def recommendation_row(one: Recommendation, today: date) -> RecommendationRow:
    """One recommendation. Needs `among`."""
    overdue = is_overdue(one.status, one.action_due_on, today)
    return RecommendationRow(
        one=one,
        state=recommendation_state(one.status, is_overdue=overdue),
        actor=actor_words(one) or COORDINATION,
        is_overdue=overdue,
        waits_for=_waits_for(one),
    )


def _waits_for(one: Recommendation) -> str:
    if one.status in WITHOUT_ACTION:
        return "Falta que la dependencia escriba su acción de mejora"
    if one.status == RecommendationStatus.PLANNED:
        return "La dependencia dirá cuándo la hizo"
    if one.status == RecommendationStatus.REPORTED:
        return "Falta que control interno verifique si resolvió"
    return ""


@dataclass(frozen=True, slots=True)
class StepLine:
    """A move of a recommendation, with what was written then."""

    at: datetime
    by: str
    what: str
    text: str


_MOVES = {
    RecommendationStatus.REPORTED: "Se reportó hecha la acción",
    RecommendationStatus.EFFECTIVE: "Control interno verificó: resolvió",
    RecommendationStatus.NOT_EFFECTIVE: "Control interno verificó: no resolvió",
}


def step_lines(steps: Iterable[RecommendationStep]) -> list[StepLine]:
    """Every move in order."""
    return [StepLine(one.at, str(one.by or ""), _move(one), one.text) for one in steps]


def _move(one: RecommendationStep) -> str:
    if one.to_status != RecommendationStatus.PLANNED:
        return _MOVES[RecommendationStatus(one.to_status)]
    changed = one.from_status == RecommendationStatus.PLANNED
    return "La dependencia cambió su acción de mejora" if changed else "La dependencia escribió su acción de mejora"


def may_act_words(one: Recommendation) -> bool:
    """Whether several units may act on it, whichever does."""
    return len(answering_actors(one)) > 1
