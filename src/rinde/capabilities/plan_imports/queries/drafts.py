"""A document in review as the plan that it would make: its rows and header, and what the plan's own rules say of it."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from rinde.capabilities.entities.queries import work_calendar
from rinde.capabilities.plan_imports.choices import RowDecision
from rinde.capabilities.plan_imports.models import ActorMatch, ImportAnnouncement, ImportRow, PlanImport
from rinde.capabilities.plan_imports.queries.documents import heading_of
from rinde.capabilities.plan_imports.rules.review import (
    LONGEST_NAME,
    Heading,
    name_key,
    plan_row,
    row_from_json,
    rows_in_place,
)
from rinde.capabilities.plan_imports.rules.reviewing import review_content
from rinde.capabilities.plans.rules.content import PlanContent
from rinde.capabilities.plans.rules.review import Finding, Place
from rinde.capabilities.plans.rules.review.drafts import content_of_rows
from rinde.capabilities.plans.rules.rows import AnnouncementRow, Assignee, PlanHeader, PlanRow
from rinde.capabilities.plans.rules.schedules import Period


def plan_header(heading: Heading) -> PlanHeader:
    """The header of the plan that a document would make. The heading says its years."""
    return PlanHeader(
        instrument=heading.instrument,
        title=heading.title,
        period_start=date(heading.first_year, 1, 1),
        period_end=date(heading.last_year, 12, 31),
    )


def rows_to_load(plan_import: PlanImport, rows: Sequence[ImportRow], period: Period) -> Iterator[PlanRow]:
    """Rows of a document as a plan takes them, in their order, with whoever their names were matched to. One query."""
    matches = {name_key(match.text): match for match in ActorMatch.objects.filter(plan_import=plan_import)}
    drafted = [(row_from_json(row.fields), row.original is None) for row in rows]
    for fields in rows_in_place(drafted):
        yield plan_row(fields, _assignees(fields.responsible, matches), period)


def _assignees(names: tuple[str, ...], matches: dict[str, ActorMatch]) -> tuple[Assignee, ...]:
    """Each name once: two names of one office are one assignment, as the first writes it."""
    assignees: dict[tuple[object, ...], Assignee] = {}
    for name in names:
        match = matches.get(name_key(name[:LONGEST_NAME]))
        actor_id, group_id = (match.actor_id, match.group_id) if match else (None, None)
        key = (actor_id, group_id) if actor_id or group_id else (name,)
        assignees.setdefault(key, Assignee(name[:LONGEST_NAME], actor_id, group_id))
    return tuple(assignees.values())


def announcement_rows(plan_import: PlanImport) -> Iterator[AnnouncementRow]:
    """The announced actions that nobody left out. One query."""
    for one in ImportAnnouncement.objects.filter(plan_import=plan_import, left_out=False):
        yield AnnouncementRow(one.text, one.group)


@dataclass(frozen=True, slots=True)
class DraftFindings:
    """What the review of plans finds in a document, each finding with the row where it is mended (None: elsewhere)."""

    found: tuple[tuple[Finding, ImportRow | None], ...] = ()
    lacks_years: bool = False  # without its years nothing can be said of dates


def draft_findings(plan_import: PlanImport, *, today: date) -> DraftFindings:
    """Review what a document would become if every row that is not left out were accepted. Six queries at most."""
    heading = heading_of(plan_import)
    if not heading.first_year or not heading.last_year:
        return DraftFindings(lacks_years=True)
    header = plan_header(heading)
    rows = list(ImportRow.objects.filter(plan_import=plan_import).exclude(decision=RowDecision.LEFT_OUT))
    rows = [row for row in rows if row.fields.get("activity", "").strip()]
    planned = tuple(rows_to_load(plan_import, rows, Period(header.period_start, header.period_end)))
    content = content_of_rows(
        header, planned, announcement_rows(plan_import), entity_name=plan_import.entity.display_name
    )
    calendar = work_calendar(plan_import.entity, heading.first_year, heading.last_year)
    where = _rows_by_text(zip(planned, rows, strict=True))
    found = review_content(content, today=today, calendar=calendar)
    return DraftFindings(tuple((one, _row_of(one.places[0], content, where)) for one in found))


Rows = dict[tuple[str, str], list[ImportRow]]


def _rows_by_text(pairs: Iterable[tuple[PlanRow, ImportRow]]) -> Rows:
    found: Rows = defaultdict(list)
    for planned, row in pairs:
        found[planned.code, planned.activity.strip()].append(row)
    return found


def _row_of(place: Place, content: PlanContent, where: Rows) -> ImportRow | None:
    """The row of a place: rows with the same code and text are the deliverables of one activity, in order."""
    for placed in content.placed():
        if placed.activity.key == place.activity_key:
            rows = where.get((placed.activity.code, placed.activity.name), [])
            return rows[min(place.deliverable or 0, len(rows) - 1)] if rows else None
    return None
