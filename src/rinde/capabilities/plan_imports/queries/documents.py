"""Reads of the review. Lists cost the same queries for 1 row and for 5,000; the draft itself is never loaded."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from django.core.paginator import Page, Paginator
from django.db.models import Case, Count, Prefetch, Q, QuerySet, When

from rinde.capabilities.entities.models import Entity
from rinde.capabilities.plan_imports.choices import FindingSeverity, RowDecision
from rinde.capabilities.plan_imports.models import (
    ActorMatch,
    ImportFinding,
    ImportRow,
    ImportRowQuerySet,
    PlanImport,
    SourceLine,
)
from rinde.capabilities.plan_imports.rules.review import Heading, name_key
from rinde.capabilities.plans.models import Plan

ROWS_A_PAGE: Final = 100
SHOWN_FINDINGS: Final = 100  # of one rule; the rest is one filter away


def heading_of(plan_import: PlanImport) -> Heading:
    """What the plan is, as read and corrected; zeros and blanks for what nobody said yet."""
    said = plan_import.heading
    first = int(said.get("first_year") or 0)
    return Heading(
        instrument=said.get("instrument") or "",
        title=said.get("title") or "",
        first_year=first,
        last_year=int(said.get("last_year") or first),
    )


def imports_of(entity: Entity) -> "QuerySet[PlanImport]":
    """The documents of an entity, newest first, with how far each review is. One query."""
    rows: QuerySet[PlanImport] = (
        PlanImport.objects.without_draft()
        .in_use()
        .filter(entity=entity)
        .select_related("uploaded_by", "plan", "file")
        .annotate(
            row_count=Count("rows"),
            reviewed_count=Count("rows", filter=~Q(rows__decision=RowDecision.PENDING)),
        )
        # Counting groups the rows, and a grouped query forgets the order of the table.
        .order_by("-uploaded_at", "-pk")
    )
    return rows


def import_of(entity: Entity, import_id: int) -> PlanImport | None:
    """One document of the entity, without its draft; None where there is none."""
    found: PlanImport | None = (
        PlanImport.objects.without_draft()
        .select_related("file", "uploaded_by", "plan")
        .filter(entity=entity, pk=import_id)
        .first()
    )
    return found


@dataclass(frozen=True, slots=True)
class ReviewCounts:
    """How far a review is."""

    rows: int
    accepted: int
    left_out: int
    ready: int  # pending, and nothing on them must be corrected
    findings: dict[str, int]  # open ones, by severity
    names: int
    names_open: int  # names that no one is: they would stay as the document writes them
    names_unsure: int  # proposed, not confirmed by a person
    announcements: int

    @property
    def reviewed(self) -> int:
        return self.accepted + self.left_out

    @property
    def pending(self) -> int:
        return self.rows - self.reviewed

    @property
    def blocked(self) -> int:
        """Pending rows with something to correct."""
        return self.pending - self.ready

    @property
    def open_findings(self) -> int:
        return sum(self.findings.values())

    @property
    def errors(self) -> int:
        return self.findings.get(FindingSeverity.ERROR, 0)


def review_counts(plan_import: PlanImport) -> ReviewCounts:
    """Count rows, findings, names and announcements. Five queries."""
    rows = ImportRow.objects.filter(plan_import=plan_import)
    decided = dict(rows.order_by().values_list("decision").annotate(number=Count("pk")))
    pending = decided.get(RowDecision.PENDING, 0)
    blocked = rows.pending().with_blocking_findings().count() if pending else 0
    findings = ImportFinding.objects.filter(plan_import=plan_import).open()
    names = ActorMatch.objects.filter(plan_import=plan_import).aggregate(
        all=Count("pk"),
        open=Count("pk", filter=Q(decided_at__isnull=True, actor__isnull=True, group__isnull=True)),
        unsure=Count("pk", filter=Q(decided_at__isnull=True) & ~Q(actor__isnull=True, group__isnull=True)),
    )
    return ReviewCounts(
        rows=sum(decided.values()),
        accepted=decided.get(RowDecision.ACCEPTED, 0),
        left_out=decided.get(RowDecision.LEFT_OUT, 0),
        ready=pending - blocked,
        findings=dict(findings.order_by().values_list("severity").annotate(number=Count("pk"))),
        names=names["all"],
        names_open=names["open"],
        names_unsure=names["unsure"],
        announcements=plan_import.announcements.count(),
    )


# ---- rows ---------------------------------------------------------------------------------------------------------

FILTERS: Final = {
    "todas": "Todas",
    "pendientes": "Por revisar",
    "con-hallazgos": "Con hallazgos",
    "aceptadas": "Aceptadas",
    "no-entran": "No entran",
}


def filtered_rows(plan_import: PlanImport, wanted: str) -> ImportRowQuerySet:
    """The rows of one filter, in the document's order."""
    rows: ImportRowQuerySet = ImportRow.objects.filter(plan_import=plan_import).order_by("position")
    if wanted == "pendientes":
        return rows.pending()
    if wanted == "con-hallazgos":
        return rows.with_open_findings()
    if wanted == "aceptadas":
        return rows.accepted()
    if wanted == "no-entran":
        return rows.filter(decision=RowDecision.LEFT_OUT)
    return rows


def rows_page(plan_import: PlanImport, wanted: str, number: int | str) -> "Page[Any]":
    """One page of a filter, each row with its open findings. Three queries."""
    findings = Prefetch("findings", ImportFinding.objects.open(), to_attr="open_findings")
    rows = filtered_rows(plan_import, wanted).prefetch_related(findings).defer("original")
    return Paginator(rows, ROWS_A_PAGE).get_page(number)


def page_of_row(plan_import: PlanImport, wanted: str, row: ImportRow) -> int:
    """The page of a filter on which a row stands, or would."""
    before = filtered_rows(plan_import, wanted).filter(position__lt=row.position).count()
    return int(before) // ROWS_A_PAGE + 1


@dataclass(frozen=True, slots=True)
class Neighbours:
    """Where to go from a row, in the document's order within a filter."""

    before: int | None = None
    after: int | None = None
    next_pending: int | None = None


def neighbours_of(plan_import: PlanImport, wanted: str, row: ImportRow) -> Neighbours:
    """The rows before and after within the filter, and the next one still to review, from the start if need be."""
    rows = filtered_rows(plan_import, wanted).exclude(pk=row.pk)
    pending = ImportRow.objects.filter(plan_import=plan_import).pending().exclude(pk=row.pk)
    return Neighbours(
        before=_first(rows.filter(position__lt=row.position).order_by("-position")),
        after=_first(rows.filter(position__gt=row.position).order_by("position")),
        next_pending=_first(pending.order_by(Case(When(position__gt=row.position, then=0), default=1), "position")),
    )


def _first(rows: ImportRowQuerySet) -> int | None:
    return rows.values_list("pk", flat=True).first()


def row_of(plan_import: PlanImport, row_id: int) -> ImportRow | None:
    """One row with all its findings; None where there is none."""
    findings = Prefetch("findings", ImportFinding.objects.select_related("settled_by"), to_attr="all_findings")
    found: ImportRow | None = (
        ImportRow.objects.filter(plan_import=plan_import, pk=row_id)
        .select_related("decided_by")
        .prefetch_related(findings)
        .first()
    )
    return found


def row_at(plan_import: PlanImport, position: int) -> int | None:
    """The number of the row at a position of the document, from 0."""
    return _first(ImportRow.objects.filter(plan_import=plan_import, position=position))


def next_row_to_review(plan_import: PlanImport) -> int | None:
    """The first row still to review, else the first of all."""
    rows = ImportRow.objects.filter(plan_import=plan_import).order_by("position")
    return _first(rows.pending()) or _first(rows)


def place_of_new_row(plan_import: PlanImport) -> tuple[str, str]:
    """The component and subcomponent of the last row that has one: where a row added at the end belongs."""
    fields = ImportRow.objects.filter(plan_import=plan_import).order_by("-position").values_list("fields", flat=True)
    last: dict[str, Any] = next((one for one in fields.iterator(chunk_size=50) if one.get("component")), {})
    return last.get("component") or "", last.get("subcomponent") or ""


def plans_alike(plan_import: PlanImport) -> "Sequence[Plan]":
    """The plans of the same kind and first year that the entity already has, but for the one made of this document."""
    heading = heading_of(plan_import)
    if not heading.instrument or not heading.first_year:
        return ()
    alike = Plan.objects.filter(
        entity_id=plan_import.entity_id, instrument=heading.instrument, period_start__year=heading.first_year
    )
    return list(alike.select_related("entity").exclude(pk=plan_import.plan_id).order_by("-created_at"))


# ---- the original -------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class ExcerptCell:
    """A cell of the original as shown: with the spans that it has within the excerpt."""

    text: str
    shaded: bool = False  # plans mark months by colour alone
    column_span: int = 1
    row_span: int = 1


@dataclass(slots=True)
class ExcerptLine:
    """A line of the original; `number` counts as the document does: within its table, or the row of the sheet."""

    number: int
    marked: bool
    heading: bool = False
    cells: list[ExcerptCell] = field(default_factory=list)


def excerpt(plan_import: PlanImport, place: dict[str, Any], around: int = 1) -> list[ExcerptLine]:
    """The line of the original where a row stands, with its column headings and `around` lines on each side."""
    if "grid" not in place:
        return []
    middle = place["line"]
    near = Q(line__gte=middle - around, line__lte=middle + around) | Q(line__in=place.get("heads", ()))
    lines = SourceLine.objects.filter(near, plan_import=plan_import, grid=place["grid"]).order_by("line")
    shown = _with_spans([(line.line, line.cells) for line in lines], middle, place.get("first", 0))
    heads = {place.get("first", 0) + line + 1 for line in place.get("heads", ())}
    for line in shown:
        line.heading = line.number in heads
    return shown


def _with_spans(lines: Sequence[tuple[int, list[list[Any]]]], middle: int, first: int) -> list[ExcerptLine]:
    """Give a merged cell one place and the spans that it covers here, for it may begin above the excerpt."""
    shown: list[ExcerptLine] = []
    open_cells: dict[tuple[int, int], tuple[ExcerptCell, int]] = {}
    for number, cells in lines:
        line = ExcerptLine(first + number + 1, number == middle)
        grown: set[tuple[int, int]] = set()
        for cell in cells:
            if not cell:
                line.cells.append(ExcerptCell(""))
                continue
            row, column, text, shaded = cell
            key = (row, column)
            if key not in open_cells:
                open_cells[key] = (ExcerptCell(text, shaded), number)
                line.cells.append(open_cells[key][0])
            elif open_cells[key][1] == number:
                open_cells[key][0].column_span += 1
            elif key not in grown:
                open_cells[key][0].row_span += 1
                grown.add(key)
        shown.append(line)
    return shown


# ---- findings and names -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class FindingGroup:
    """The open findings of one rule: «Actividad sin fecha», 13 rows."""

    rule: str
    severity: str
    findings: tuple[ImportFinding, ...]
    count: int

    @property
    def more(self) -> int:
        return self.count - len(self.findings)


def finding_groups(plan_import: PlanImport) -> list[FindingGroup]:
    """Open findings by severity and rule, what must be corrected first. Two queries."""
    open_ones = ImportFinding.objects.filter(plan_import=plan_import).open()
    by_rule: dict[str, list[ImportFinding]] = defaultdict(list)
    counts: dict[str, int] = defaultdict(int)
    for finding in open_ones.select_related("row").order_by("position"):
        counts[finding.rule] += 1
        if len(by_rule[finding.rule]) < SHOWN_FINDINGS:
            by_rule[finding.rule].append(finding)
    groups = [FindingGroup(rule, found[0].severity, tuple(found), counts[rule]) for rule, found in by_rule.items()]
    order = list(FindingSeverity.values)
    return sorted(groups, key=lambda group: (order.index(group.severity), -group.count))


def rows_by_name(plan_import: PlanImport) -> dict[str, list[ImportRow]]:
    """Which rows name whom, by `name_key`. One query."""
    found: dict[str, list[ImportRow]] = defaultdict(list)
    rows: Iterable[ImportRow] = ImportRow.objects.filter(plan_import=plan_import).defer("original", "place")
    for row in rows:
        for name in row.fields.get("responsible") or ():
            found[name_key(name)].append(row)
    return found


def matches_of(plan_import: PlanImport) -> list[ActorMatch]:
    """The names of a document with whom each is taken for; the least sure first. One query."""
    matches = ActorMatch.objects.filter(plan_import=plan_import).select_related("actor", "group")
    return sorted(matches, key=lambda match: (match.decided_at is not None, match.confidence, match.text))
