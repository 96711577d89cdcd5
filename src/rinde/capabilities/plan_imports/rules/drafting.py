"""Turning records into the rows of a draft: texts on one line, schedules, quantities, responsibles, codes."""

import re
from collections.abc import Container, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from rinde.capabilities.plan_imports.rules.codes import (
    clean_code,
    is_code,
    numbered_inside,
    split_code,
    split_number,
    with_lost_zeros,
)
from rinde.capabilities.plan_imports.rules.columns import Layout
from rinde.capabilities.plan_imports.rules.draft import DraftRow, Schedule
from rinde.capabilities.plan_imports.rules.headings import Role
from rinde.capabilities.plan_imports.rules.levels import name_of
from rinde.capabilities.plan_imports.rules.records import Record
from rinde.capabilities.plan_imports.rules.responsibles import split_responsibles
from rinde.foundations.text.dates import last_day
from rinde.foundations.text.quantities import Quantity, read_quantity
from rinde.foundations.text.schedules import ReadSchedule, read_bounds, read_schedule

_LONE_PERCENTAGE = re.compile(r"^(\d+(?:[.,]\d+)?)\s%$")


@dataclass(frozen=True, slots=True)
class Drafted:
    """A row of the draft with what the checks need to know about how it was read."""

    row: DraftRow
    record: Record
    schedule: ReadSchedule = field(default_factory=ReadSchedule)
    quantity: Quantity | None = None


def drafted(
    records: Sequence[Record], year: int | None, known: Container[str], *, lines_separate: bool
) -> list[Drafted]:
    """Make the rows of all records. ``known``: the document's vocabulary; ``year``: the plan's."""
    texts = [record.text(Role.ACTIVITY, known) for record in records]
    codes, activities = _codes(records, texts, known)
    return [
        _drafted(record, code, activity, year, known, lines_separate)
        for record, code, activity in zip(records, codes, activities, strict=True)
    ]


def _codes(
    records: Sequence[Record], texts: Sequence[str], known: Container[str]
) -> tuple[list[str | None], list[str]]:
    numbered = _numbered_layouts(records, texts)
    codes: list[str | None] = []
    activities: list[str] = []
    for record, text in zip(records, texts, strict=True):
        code: str | None = None
        activity = text
        column = record.text(Role.CODE, known)
        if column and is_code(column):
            code = clean_code(column)
        inside, rest = split_code(text)
        if inside is None and id(record.layout) in numbered and code is None:
            inside, rest = split_number(text)
        if inside is not None and code in (None, inside):
            code, activity = inside, rest
        codes.append(code or (column or None))
        activities.append(activity)
    return with_lost_zeros(codes), activities


def _numbered_layouts(records: Sequence[Record], texts: Sequence[str]) -> set[int]:
    """The layouts whose activities begin with a plain number that goes up."""
    by_layout: dict[int, list[str]] = {}
    for record, text in zip(records, texts, strict=True):
        if not record.says(Role.CODE):
            by_layout.setdefault(id(record.layout), []).append(text)
    return {layout for layout, found in by_layout.items() if numbered_inside(found)}


def _drafted(
    record: Record, code: str | None, activity: str, year: int | None, known: Container[str], lines_separate: bool
) -> Drafted:
    goal = _goal(record, Role.TARGET_OR_PRODUCT, known)
    target = _goal(record, Role.TARGET, known) or goal
    product = _goal(record, Role.PRODUCT, known) or goal
    quantity = read_quantity(target) if target else None
    if quantity is None and product and product != target:
        quantity = read_quantity(product)
    read = _read_schedule(record, year, known)
    row = DraftRow(
        activity=activity,
        component=name_of(record.component, known),
        subcomponent=name_of(record.subcomponent, known),
        code=code,
        description=record.text(Role.DESCRIPTION, known) or None,
        target=target or None,
        quantity=quantity.value if quantity else None,
        unit=quantity.unit if quantity else None,
        per_unit=quantity.per_unit if quantity else False,
        product=product or None,
        indicator=record.text(Role.INDICATOR, known) or None,
        resources=record.text(Role.RESOURCES, known) or None,
        responsible=_responsible(record, known, lines_separate),
        schedule=_with_periods(_schedule(read), record, year),
        where=record.grid.place_of(record.line),
    )
    return Drafted(row, record, read, quantity)


def _goal(record: Record, role: Role, known: Container[str]) -> str:
    """A goal's text; a percentage alone is written without a space, as plans do: «100%»."""
    return _LONE_PERCENTAGE.sub(r"\1%", record.text(role, known))


def _responsible(record: Record, known: Container[str], lines_separate: bool) -> tuple[str, ...]:
    if lines_separate:
        return split_responsibles(record.lines(Role.RESPONSIBLE), lines_separate=True)
    return split_responsibles(record.text(Role.RESPONSIBLE, known))


def _read_schedule(record: Record, year: int | None, known: Container[str]) -> ReadSchedule:
    start, end = record.text(Role.START, known), record.text(Role.END, known)
    whole = record.text(Role.SCHEDULE, known)
    frequency = record.text(Role.FREQUENCY, known)
    if start or end:
        # «Inicio | Fecha límite»: the second column says the end without the word.
        read = read_bounds(start, end or (whole if not _has_end(record) else ""), year)
        if read.is_empty and whole:
            read = read_schedule(whole, year)
    else:
        read = read_schedule(whole or (frequency if not record.months else ""), year)
    if frequency and read.recurrence is None:
        read = replace(read, recurrence=read_schedule(frequency).recurrence)
    return read


def _has_end(record: Record) -> bool:
    return Role.END in record.layout.roles.values()


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _schedule(read: ReadSchedule) -> Schedule:
    return Schedule(
        text=read.text,
        start=_iso(read.start),
        end=_iso(read.end),
        deadlines=tuple(day.isoformat() for day in read.deadlines),
        recurrence=read.recurrence,
        permanent=read.permanent,
    )


def _with_periods(schedule: Schedule, record: Record, year: int | None) -> Schedule:
    """Add what the grid marks. Quarters beside real dates only repeat them; alone, each falls due on its last day."""
    dated = bool(schedule.start or schedule.end or schedule.deadlines)
    if not record.months or (record.periods and dated):
        return schedule
    deadlines = schedule.deadlines
    if record.periods and year:
        deadlines = tuple(last_day(year, max(months)).isoformat() for months in sorted(record.periods))
    return replace(schedule, months=tuple(sorted(record.months)), deadlines=deadlines)


def columns_used(layouts: Sequence[Layout]) -> dict[str, Role]:
    """The roles that headings were given, by folded heading, the first table first."""
    used: dict[str, Role] = {}
    for layout in layouts:
        for column, role in layout.roles.items():
            heading = layout.heads[column] if column < len(layout.heads) else ""
            if heading and role is not Role.PERIOD and (heading not in used or used[heading] is Role.CODE):
                used[heading] = role  # a heading over code and text means the text
    return used
