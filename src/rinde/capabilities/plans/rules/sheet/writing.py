"""The rows of the working sheet: one a deliverable, everything of its activity repeated beside it. Pure."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from rinde.capabilities.plans.rules.rows import DeliverableValues
from rinde.capabilities.plans.rules.sheet.fields import ACTIVITY_FIELDS, DELIVERABLE_FIELDS, CellValue
from rinde.capabilities.plans.rules.sheet.standing import Standing, StandingActivity
from rinde.capabilities.plans.rules.sheet.texts import cleaned, fitted

Row = tuple[CellValue | None, ...]

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MARK = re.compile(r"m(\d{1,17})")
_EMPTY = DeliverableValues()


def activity_code(plan_id: int, key: str) -> str:
    """The stable code of an activity. It names its plan, and no spreadsheet takes it for a number or a date."""
    return f"A{plan_id}-{key}"


def deliverable_code(number: int) -> str:
    """The stable code of a deliverable."""
    return f"P{number}"


def mark_of(moment: datetime | None) -> str:
    """Write a moment to the microsecond, so that no spreadsheet takes it for a number or a date."""
    return "" if moment is None else f"M{(moment - _EPOCH) // timedelta(microseconds=1)}"


def read_mark(text: str) -> datetime | None:
    """Read a mark back; None where it is missing or no longer one."""
    found = _MARK.fullmatch(text.strip().lower())
    return _EPOCH + timedelta(microseconds=int(found[1])) if found else None


def sheet_rows(standing: Standing) -> Iterator[Row]:
    """Give the cells of each deliverable in the order of `COLUMNS`; an activity without one still has its row."""
    for activity in standing.activities:
        for deliverable in activity.values.deliverables or (_EMPTY,):
            yield _row(activity, deliverable, standing)


def _row(activity: StandingActivity, deliverable: DeliverableValues, standing: Standing) -> Row:
    codes = (
        activity_code(standing.plan_id, activity.key),
        deliverable_code(deliverable.id) if deliverable.id else "",
        mark_of(standing.edited_at),
        "",
    )
    return (
        *codes,
        *(_cell(field.write(activity.values, standing)) for field in ACTIVITY_FIELDS),
        *(_cell(field.write(deliverable, standing)) if deliverable.id else "" for field in DELIVERABLE_FIELDS),
    )


def _cell(value: CellValue | None) -> CellValue | None:
    return fitted(cleaned(value)) if isinstance(value, str) else value
