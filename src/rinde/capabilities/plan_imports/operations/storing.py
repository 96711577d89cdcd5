"""A finished reading becomes rows: the lines of the original, the draft rows at their places, findings, names."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any, Final

from rinde.capabilities.plan_imports.models import (
    ImportAnnouncement,
    ImportFinding,
    ImportRow,
    PlanImport,
    SourceLine,
)
from rinde.capabilities.plan_imports.operations.carrying import (
    CORRECTION_KEPT,
    GONE_WORDS,
    EarlierWork,
    carry_over,
    earlier_work,
    findings_of_row,
    mark_fixed,
    settle_as_before,
    told_of_all,
)
from rinde.capabilities.plan_imports.operations.matching import store_matches
from rinde.capabilities.plan_imports.rules.draft import DraftRow, Finding, PlanDraft, Severity
from rinde.capabilities.plan_imports.rules.lexicon import fold_heading
from rinde.capabilities.plan_imports.rules.review import place_in_words, row_to_json
from rinde.capabilities.plans.choices import Instrument
from rinde.foundations.documents import Box, Cell, Document, Grid

BATCH: Final = 500
NOTICES_TO_CONFIRM: Final = frozenset(("page-without-text", "broken-page"))


def store_reading(plan_import: PlanImport, document: Document, draft: PlanDraft, now: datetime) -> None:
    """Put the reading in place of the one before, if any. What a person corrected or left out stays.

    Called inside the transaction that marked the import as read.
    """
    work = earlier_work(plan_import)
    for model in (ImportFinding, ImportRow, SourceLine):
        model.objects.filter(plan_import=plan_import).delete()
    _store_lines(plan_import, document)
    rows, told = _store_rows(plan_import, document, draft, work)
    _store_findings(plan_import, [*_notices(document), *draft.findings, *told], rows, work)
    _store_announcements(plan_import, draft)
    store_matches(plan_import, _names(draft.rows), now)
    plan_import.heading = _heading(plan_import, draft)
    plan_import.columns = [asdict(column) for column in draft.columns]
    plan_import.save(update_fields=["heading", "columns"])


# ---- the original -------------------------------------------------------------------------------------------------


def _store_lines(plan_import: PlanImport, document: Document) -> None:
    lines = (
        SourceLine(
            entity_id=plan_import.entity_id, plan_import=plan_import, grid=number, line=line, cells=_cells(grid, line)
        )
        for number, grid in enumerate(document.grids)
        for line in range(grid.row_count)
    )
    SourceLine.objects.bulk_create(lines, batch_size=BATCH)


def _cells(grid: Grid, line: int) -> list[list[Any]]:
    """Every place of a line as [row and column where its cell begins, text, is shaded]; [] where nothing stands."""
    cells = (grid.at(line, column) for column in range(grid.column_count))
    return [[cell.row, cell.column, cell.text, cell.fill is not None] if cell else [] for cell in cells]


def _places(document: Document, headings: frozenset[str]) -> dict[str, dict[str, Any]]:
    """Where each line stands, by the words that the draft uses for it; `heads` are the heading lines above it."""
    places: dict[str, dict[str, Any]] = {}
    for number, grid in enumerate(document.grids):
        heads: list[int] = []
        begun = _cells_by_line(grid)
        whole = _rounded(_around(boxes)) if (boxes := [cell.box for cell in grid.cells if cell.box]) else None
        for line in range(grid.row_count):
            if _is_heading(begun[line], headings):
                heads = _depth(begun[line], line)
            where = grid.place_of(line)
            places[where] = {"grid": number, "line": line, "first": grid.first_row, "heads": heads}
            places[where]["words"] = place_in_words(where)
            if grid.container == "page":
                places[where] |= {"page": grid.number, "box": _box(grid, line, begun[line]), "table_box": whole}
    return places


def _depth(cells: list[Cell], line: int) -> list[int]:
    """The lines of a heading: as many as its tallest cell, which stands over months or «Inicio | Fin»."""
    return list(range(line, line + min(3, max(cell.row_span for cell in cells))))


def _is_heading(cells: list[Cell], headings: frozenset[str]) -> bool:
    """Most of what begins on the line is a column heading that was used."""
    texts = [fold_heading(cell.text) for cell in cells if cell.text.strip()]
    return len(texts) >= 2 and sum(text in headings for text in texts) >= 0.6 * len(texts)


def _cells_by_line(grid: Grid) -> dict[int, list[Cell]]:
    """The cells that begin on each line."""
    begun: dict[int, list[Cell]] = defaultdict(list)
    for cell in grid.cells:
        begun[cell.row].append(cell)
    return begun


def _box(grid: Grid, line: int, own: list[Cell]) -> list[float] | None:
    """The box of a line over the whole width of its cells, in points: left, top, right, bottom."""
    covering = {id(cell): cell for column in range(grid.column_count) if (cell := grid.at(line, column))}
    boxes = [cell.box for cell in covering.values() if cell.box]
    own_boxes = [cell.box for cell in own if cell.box and cell.text.strip()] or [cell.box for cell in own if cell.box]
    if not boxes or not own_boxes:
        return None
    # A cell merged over many rows would stretch the mark over all of them: its own cells say how high a line is.
    lowest = min(own_boxes, key=lambda box: box.bottom - box.top)
    around = _around(boxes)
    return _rounded(Box(around.left, min(box.top for box in own_boxes), around.right, lowest.bottom))


def _around(boxes: list[Box]) -> Box:
    return Box(
        min(box.left for box in boxes),
        min(box.top for box in boxes),
        max(box.right for box in boxes),
        max(box.bottom for box in boxes),
    )


def _rounded(box: Box) -> list[float]:
    return [round(value, 1) for value in (box.left, box.top, box.right, box.bottom)]


# ---- rows ---------------------------------------------------------------------------------------------------------


def _store_rows(
    plan_import: PlanImport, document: Document, draft: PlanDraft, work: EarlierWork
) -> tuple[list[ImportRow], list[Finding]]:
    """The rows as stored, and what became of the work of before, by the indexes of the rows."""
    headings = (part for column in draft.columns for part in (column.label or column.heading).split(" / "))
    places = _places(document, frozenset(map(fold_heading, headings)))
    rows: list[ImportRow] = []
    told: list[Finding] = []
    for index, drafted in enumerate(draft.rows):
        row = _new_row(plan_import, index, drafted, places.get(drafted.where, {}))
        if earlier := work.take(drafted.where):
            told += [replace(finding, row=index) for finding in carry_over(work, earlier, row)]
        rows.append(row)
    for index, row in enumerate(work.left(), start=len(rows)):
        row.position = index
        if row.original is not None:
            told.append(Finding(CORRECTION_KEPT, "notice", GONE_WORDS, index))
        rows.append(row)
    # Rows that were there before come back under their own numbers.
    ImportRow.objects.bulk_create(rows, batch_size=BATCH)
    return rows, [*told, *told_of_all(work)]


def _new_row(plan_import: PlanImport, position: int, drafted: DraftRow, place: dict[str, Any]) -> ImportRow:
    fields = row_to_json(drafted)
    return ImportRow(
        entity_id=plan_import.entity_id,
        plan_import=plan_import,
        position=position,
        original=fields | {"where": drafted.where},
        fields=fields,
        place=place,
    )


# ---- findings, announcements, names, heading ----------------------------------------------------------------------


def _store_findings(
    plan_import: PlanImport, found: Iterable[Finding], rows: list[ImportRow], work: EarlierWork
) -> None:
    by_row: dict[int | None, list[Finding]] = defaultdict(list)
    for finding in found:
        by_row[finding.row].append(finding)
    stored = [_settled(_new_finding(plan_import, None, finding), work) for finding in by_row[None]]
    for index, row in enumerate(rows):
        for finding, fixed in findings_of_row(row, by_row[index]):
            one = _settled(_new_finding(plan_import, row, finding), work)
            if fixed and not one.settlement:
                mark_fixed(one, row)
            stored.append(one)
    for position, one in enumerate(stored):
        one.position = position
    ImportFinding.objects.bulk_create(stored, batch_size=BATCH)


def _new_finding(plan_import: PlanImport, row: ImportRow | None, finding: Finding) -> ImportFinding:
    return ImportFinding(
        entity_id=plan_import.entity_id,
        plan_import=plan_import,
        row=row,
        rule=finding.rule,
        severity=finding.severity,
        message=place_in_words(finding.message),
        suggestion=finding.suggestion or "",
    )


def _settled(finding: ImportFinding, work: EarlierWork) -> ImportFinding:
    """The finding, settled as it was on the reading before."""
    settle_as_before(finding, work.findings[finding.row_id], same_row=finding.row_id in work.unchanged)
    return finding


def _notices(document: Document) -> Iterator[Finding]:
    for notice in document.notices:
        severity: Severity = "warning" if notice.code in NOTICES_TO_CONFIRM else "notice"
        yield Finding(notice.code, severity, notice.message)


def _store_announcements(plan_import: PlanImport, draft: PlanDraft) -> None:
    decided = {
        one.original: one
        for one in ImportAnnouncement.objects.filter(plan_import=plan_import, decided_at__isnull=False)
    }
    ImportAnnouncement.objects.filter(plan_import=plan_import).delete()
    rows = []
    for position, action in enumerate(draft.actions):
        row = ImportAnnouncement(
            entity_id=plan_import.entity_id,
            plan_import=plan_import,
            position=position,
            original=action.text,
            group=action.group[:250],
            text=action.text,
        )
        if earlier := decided.get(action.text):
            row.group, row.text, row.left_out = earlier.group, earlier.text, earlier.left_out
            row.decided_at, row.decided_by_id = earlier.decided_at, earlier.decided_by_id
        rows.append(row)
    ImportAnnouncement.objects.bulk_create(rows, batch_size=BATCH)


def _names(rows: Iterable[DraftRow]) -> list[str]:
    names: dict[str, int] = defaultdict(int)
    for row in rows:
        for name in row.responsible:
            names[name] += 1
    return list(names)


def _heading(plan_import: PlanImport, draft: PlanDraft) -> dict[str, Any]:
    """What the plan calls itself, unless a person already said it."""
    said: dict[str, Any] = plan_import.heading
    if said.get("edited"):
        return said
    known = draft.instrument if draft.instrument in Instrument.values else None
    return {
        "entity": draft.entity,
        "instrument": known,
        "title": draft.title or "",
        "first_year": draft.year,
        "last_year": draft.year,
    } | {key: value for key, value in said.items() if key == "year_given"}
