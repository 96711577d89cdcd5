"""The rows of the working sheet: one a deliverable, everything of its activity repeated beside it. Pure."""

from collections.abc import Iterator

from rinde.capabilities.plans.rules.rows import DeliverableValues
from rinde.capabilities.plans.rules.sheet.fields import ACTIVITY_FIELDS, DELIVERABLE_FIELDS, CellValue
from rinde.capabilities.plans.rules.sheet.standing import Standing, StandingActivity
from rinde.capabilities.plans.rules.sheet.texts import cleaned, fitted

Row = tuple[CellValue | None, ...]

_EMPTY = DeliverableValues()


def activity_code(plan_id: int, key: str) -> str:
    """The stable code of an activity. It names its plan, and no spreadsheet takes it for a number or a date."""
    return f"A{plan_id}-{key}"


def deliverable_code(number: int) -> str:
    """The stable code of a deliverable."""
    return f"P{number}"


def sheet_rows(standing: Standing) -> Iterator[Row]:
    """Give the cells of each deliverable in the order of `COLUMNS`; an activity without one still has its row."""
    for activity in standing.activities:
        for deliverable in activity.values.deliverables or (_EMPTY,):
            yield _row(activity, deliverable, standing)


def _row(activity: StandingActivity, deliverable: DeliverableValues, standing: Standing) -> Row:
    codes = (
        activity_code(standing.plan_id, activity.key),
        deliverable_code(deliverable.id) if deliverable.id else "",
        "",
    )
    return (
        *codes,
        *(_cell(field.write(activity.values, standing)) for field in ACTIVITY_FIELDS),
        *(_cell(field.write(deliverable, standing)) if deliverable.id else "" for field in DELIVERABLE_FIELDS),
    )


def _cell(value: CellValue | None) -> CellValue | None:
    return fitted(cleaned(value)) if isinstance(value, str) else value
