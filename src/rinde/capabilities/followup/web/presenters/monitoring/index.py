"""The followed plans of an entity as their list prints them. No queries."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.safestring import SafeString

from rinde.capabilities.followup.queries.monitoring import FollowedPlan
from rinde.capabilities.followup.rules.monitoring.board import PRESSING_ORDER
from rinde.capabilities.followup.rules.standing import Standing
from rinde.capabilities.followup.web.presenters.monitoring.rounds import round_state
from rinde.capabilities.followup.web.presenters.monitoring.words import LOOK_WORDS, official_in_words
from rinde.capabilities.plans.models import Plan
from rinde.capabilities.plans.rules.schedules import Period
from rinde.foundations.design.bars import strip_markup
from rinde.foundations.design.icons import status_markup


@dataclass(frozen=True, slots=True)
class PressingCount:
    """A count of what presses; `look` is its name in the address of the list."""

    look: str
    word: str
    value: int


@dataclass(frozen=True, slots=True)
class FollowedRow:
    plan: Plan
    period: str
    state: SafeString
    strip: SafeString
    counts: tuple[PressingCount, ...]
    official: str
    cells: int
    round_number: int | None
    round_name: str
    round_state: SafeString | str
    last_name: str


_SHOWN = (Standing.LATE, Standing.RETURNED, Standing.UNPROVED, Standing.DUE_SOON)


def plan_rows(plans: Iterable[FollowedPlan], today: date) -> list[FollowedRow]:
    """Every followed plan, in its order."""
    return [_row(one, today) for one in plans]


def _row(one: FollowedPlan, today: date) -> FollowedRow:
    tally, opened = one.tally, one.round
    return FollowedRow(
        plan=one.plan,
        period=Period(one.plan.period_start, one.plan.period_end).in_words,
        state=_state(one),
        strip=strip_markup([(LOOK_WORDS[look].kind, tally[look]) for look in PRESSING_ORDER]),
        counts=tuple(
            PressingCount(LOOK_WORDS[look].slug, LOOK_WORDS[look].counted(tally[look]), tally[look])
            for look in _SHOWN
            if tally[look]
        ),
        official=official_in_words(one.totals),
        cells=tally.cells,
        round_number=opened.number if opened else None,
        round_name=opened.name if opened else "",
        round_state=round_state(opened, today) if opened else "",
        last_name=one.last.name if one.last else "",
    )


def _state(one: FollowedPlan) -> SafeString:
    """How a plan goes, in one word."""
    if not one.tally.cells:
        return status_markup("off", "Sin fechas")
    if one.tally[Standing.LATE]:
        return status_markup("late", "Con vencidas")
    waits = one.tally[Standing.RETURNED] or one.tally[Standing.UNPROVED] or one.tally[Standing.DUE_SOON]
    return status_markup("due", "Pide atención") if waits else status_markup("ok", "Al día")
