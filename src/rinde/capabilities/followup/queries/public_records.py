"""What planning said and what units counted, a row each, for open data: closed rounds and sent totals only."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from rinde.capabilities.followup.choices import RoundStatus
from rinde.capabilities.followup.models import MonitoringNote
from rinde.capabilities.followup.queries.public_voices import public_counters


@dataclass(frozen=True, slots=True)
class NoteRow:
    """A note of a closed round with its round."""

    number: int
    name: str
    starts_on: date
    ends_on: date
    closed_at: datetime
    is_self_monitored: bool
    key: str
    text: str
    ratio: Decimal | None


@dataclass(frozen=True, slots=True)
class CounterRow:
    """A total of a month and channel, with who counted it."""

    key: str
    deliverable_id: int
    actor: str
    month: date
    channel: str
    total: int


def note_rows(plan_id: int) -> tuple[NoteRow, ...]:
    """Every note of the closed rounds of a plan, by round. One query."""
    rows = MonitoringNote.objects.filter(round__plan_id=plan_id, round__status=RoundStatus.CLOSED)
    names = ("round__number", "round__name", "round__starts_on", "round__ends_on", "round__closed_at",
             "round__is_self_monitored", "activity_key", "text", "ratio")  # fmt: skip
    found = (NoteRow(*row) for row in rows.order_by("round__number", "pk").values_list(*names))
    return tuple(one for one in found if one.text or one.ratio is not None)


def counter_rows(plan_id: int) -> tuple[CounterRow, ...]:
    """Every total of a plan that its unit has sent, by activity and month. One query."""
    names = ("activity_key", "deliverable_id", "actor__name", "month", "channel", "total")
    rows = public_counters(plan_id).filter(deliverable__isnull=False)
    ordered = rows.order_by("activity_key", "deliverable_id", "actor__name", "month", "channel")
    return tuple(
        CounterRow(key, number, actor or "", month, channel, total)
        for key, number, actor, month, channel, total in ordered.values_list(*names)
    )
