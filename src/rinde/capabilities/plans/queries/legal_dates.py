"""Reads of a plan's legal dates: what was kept, completed with what the calendar says today."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from rinde.capabilities.entities.queries import work_calendar
from rinde.capabilities.plans.models import LegalDate, Plan
from rinde.capabilities.plans.rules.legal_dates import DueDate, days_late, legal_dates, template_of
from rinde.capabilities.plans.rules.legal_moves import Move, move_from_json, skipped_from_json
from rinde.capabilities.plans.rules.templates import Basis
from rinde.foundations.law import Certainty, SkippedDay, WorkCalendar


@dataclass(frozen=True, slots=True)
class LegalDateLine:
    """A legal date of a plan, ready to be read. `is_past`: its day is over and nothing moves it any more."""

    key: str
    title: str
    due_on: date
    proposed_on: date | None
    in_words: str  # «Día 1 = …. No cuentan: …. Día 10 = …»
    skipped: tuple[SkippedDay, ...]
    basis: Basis
    moves: tuple[Move, ...] = ()
    done_on: date | None = None
    is_past: bool = False
    count_in: str = ""  # BUSINESS_DAYS, CALENDAR_DAYS; empty for a fixed date
    working_days_left: int = 0

    @property
    def act_on(self) -> date:
        """The day to keep in mind: the proposed one where there is one."""
        return self.proposed_on or self.due_on

    @property
    def is_open(self) -> bool:
        return not self.is_past and self.done_on is None

    @property
    def done_late_by(self) -> int:
        """Calendar days after the date on which it was done; 0 in time or not yet done."""
        return days_late(self.due_on, self.done_on)

    @property
    def moves_in_words(self) -> tuple[str, ...]:
        return tuple(move.in_words(self.title) for move in self.moves)


def computed_dates(plan: Plan, calendar: WorkCalendar) -> tuple[DueDate, ...]:
    """What the plan's template and the law say under a calendar. No query."""
    return legal_dates(
        template_of(plan.template_key, plan.instrument, plan.period_start),
        start=plan.period_start,
        end=plan.period_end,
        calendar=calendar,
        regime=plan.cut_off_regime,
    )


def calendar_of(plans: Sequence[Plan]) -> WorkCalendar:
    """The calendar over the years of some plans of one entity, whose row they carry. Two queries."""
    first = min(plan.period_start.year for plan in plans)
    last = max(plan.period_end.year for plan in plans)
    return work_calendar(plans[0].entity, first, last)


def legal_dates_of(plan: Plan, *, today: date) -> tuple[LegalDateLine, ...]:
    """Every legal date of a plan, earliest first. Three queries, with the plan's entity at hand.

    A date that was settled or whose day is over stays as it was kept; an open one is counted with the calendar as it is
    at this moment, and carries the moves that are on record.
    """
    kept = {row.key: row for row in LegalDate.objects.filter(plan=plan)}
    calendar = calendar_of([plan])
    lines = [*_standing(kept.values(), today), *_open(kept, computed_dates(plan, calendar), today)]
    counted = (replace(line, working_days_left=_left(line, calendar, today)) for line in lines)
    return tuple(sorted(counted, key=lambda line: (line.due_on, line.key)))


def is_standing(row: LegalDate, today: date) -> bool:
    """Whether a kept date no longer moves: it was settled, or its day is over."""
    return row.settled_at is not None or row.due_on < today


def _standing(rows: Iterable[LegalDate], today: date) -> Iterable[LegalDateLine]:
    for row in rows:
        if is_standing(row, today):
            yield LegalDateLine(
                key=row.key,
                title=row.title,
                due_on=row.due_on,
                proposed_on=row.proposed_on,
                in_words=row.in_words,
                skipped=skipped_from_json(row.skipped),
                basis=Basis(row.source_key, Certainty(row.certainty)),
                moves=tuple(map(move_from_json, row.moves)),
                done_on=row.done_on,
                is_past=row.due_on < today,
                count_in=row.count_in,
            )


def _open(kept: Mapping[str, LegalDate], computed: Iterable[DueDate], today: date) -> Iterable[LegalDateLine]:
    for due in computed:
        row = kept.get(due.key)
        if row is None or not is_standing(row, today):
            yield LegalDateLine(
                key=due.key,
                title=due.title,
                due_on=due.due_on,
                proposed_on=due.proposed_on,
                in_words=due.in_words,
                skipped=due.term.skipped if due.term else (),
                basis=due.basis,
                moves=tuple(map(move_from_json, row.moves)) if row else (),
                is_past=due.due_on < today,
                count_in=due.term.unit.value if due.term else "",
            )


def _left(line: LegalDateLine, calendar: WorkCalendar, today: date) -> int:
    """Working days after today up to the day to keep in mind; 0 where the calendar does not reach so far."""
    within = calendar.years is None or (calendar.years[0] <= today.year and line.act_on.year <= calendar.years[1])
    return calendar.working_days_between(today, line.act_on) if line.is_open and within else 0
