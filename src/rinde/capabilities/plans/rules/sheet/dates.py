"""When, as a cell writes it: the notation of `rules/schedules`, one date or period a line. Pure."""

import re
from dataclasses import replace

from rinde.capabilities.plans.rules.rows import DeliverableValues
from rinde.capabilities.plans.rules.schedules import PlannedDate, read_dates, schedule_text, write_dates
from rinde.capabilities.plans.rules.sheet.figures import serial_day
from rinde.capabilities.plans.rules.sheet.standing import Standing
from rinde.capabilities.plans.rules.sheet.texts import CellProblem, comparable, one_line

_LINES = re.compile(r"[\n;]")
_WORDS = re.compile(r"[^\W\d_]{2}")


def write_schedule(values: DeliverableValues, standing: Standing) -> str:
    """Give the plan's own words where they still say these dates, else the dates."""
    return schedule_text(
        values.milestones,
        as_written=values.schedule_text,
        period=standing.period,
        recurrence=values.recurrence,
        permanent=values.permanent,
    )


def put_schedule(values: DeliverableValues, text: str, standing: Standing) -> DeliverableValues:
    """Make the dates be what a cell says. A line that stands there as before stays the date that it was.

    Raises:
        CellProblem: with every date that does not exist and every line that says none.
    """
    lines = [_with_day(line) for line in filter(None, map(one_line, _LINES.split(text)))]
    standing_lines = {comparable(write_dates([one])): one for one in values.milestones}
    kept = {standing_lines[line] for line in map(comparable, lines) if line in standing_lines}
    unread = [line for line in lines if comparable(line) not in standing_lines]
    read = read_dates("\n".join(unread), standing.period)
    if read.problems:
        raise CellProblem(" ".join(map(_lowered, read.problems)))
    after = replace(
        values,
        milestones=tuple(sorted({*kept, *read.dates})),
        recurrence=read.recurrence,
        permanent=read.permanent,
        schedule_text="\n".join(lines),
    )
    return values if _says_the_same(values, after) else after


def _with_day(line: str) -> str:
    day = serial_day(line)
    return write_dates([PlannedDate(day)]) if day else line


def _lowered(problem: str) -> str:
    """The report puts the place before it: «fila 14, columna Fecha programada: la fecha…»."""
    return problem[:1].lower() + problem[1:]


def _says_the_same(before: DeliverableValues, after: DeliverableValues) -> bool:
    """The same dates in other figures are no change; other words for them are."""
    dates = sorted(before.milestones) == list(after.milestones)
    same = dates and (before.recurrence, before.permanent) == (after.recurrence, after.permanent)
    return same and (not _WORDS.search(after.schedule_text) or after.schedule_text == before.schedule_text)
