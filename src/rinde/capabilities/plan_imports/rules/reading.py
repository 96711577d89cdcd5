"""Reading a plan: from the grids of any document to a draft that a person reviews.

The pipeline, each step a module of its own, pure, and none that raises on what a document says:

1. ``lines``: grids as lines of clean cells;
2. ``headers``, ``columns`` (with ``lexicon``, ``months``, ``alignment``, ``guessing``): which column holds what;
3. ``rows`` (with ``titles``, ``joining``, ``records``): lines to records, over merges and pages;
4. ``identity``, ``actions``: what the plan calls itself, and what it announces outside its tables;
5. ``drafting`` (with ``codes``, ``responsibles`` and ``foundations.text``): records to rows;
6. ``duplicates``, ``checks``: repeated rows left out, and every problem found, for the person.
"""

from collections.abc import Iterable, Mapping

from rinde.capabilities.plan_imports.rules.actions import announcements_of
from rinde.capabilities.plan_imports.rules.checks import findings_of
from rinde.capabilities.plan_imports.rules.draft import ColumnMapping, PlanDraft, Source
from rinde.capabilities.plan_imports.rules.drafting import columns_used, drafted
from rinde.capabilities.plan_imports.rules.duplicates import without_repeats
from rinde.capabilities.plan_imports.rules.headings import Role
from rinde.capabilities.plan_imports.rules.identity import identity_of
from rinde.capabilities.plan_imports.rules.lexicon import fold_heading
from rinde.capabilities.plan_imports.rules.rows import Reading, read_rows
from rinde.foundations.documents import Document, Paragraph
from rinde.foundations.text.folding import Vocabulary

# Formats in which a line break inside a cell was typed by somebody; in a PDF it is usually the edge of the cell.
_TYPED_LINES = frozenset(("xlsx", "xls", "ods", "docx", "html", "markdown", "text"))
_TIMES = (Role.SCHEDULE, Role.START, Role.END)


def read_plan(document: Document, *, mapping: Mapping[str, str] | None = None, year: int | None = None) -> PlanDraft:
    """Read a plan as it is. ``mapping`` (folded heading → role) is what a person corrected in an earlier plan.

    ``year`` overrides the year that the document names. Problems come back as findings, never as exceptions.
    """
    reading = _rows(document, mapping)
    known = Vocabulary(lambda: _texts(document))
    identity = identity_of(document, _schedule_texts(reading))
    plan_year = year or identity.year
    rows = drafted(reading.records, plan_year, known, lines_separate=document.format in _TYPED_LINES)
    kept, repeats = without_repeats(rows)
    return PlanDraft(
        source=Source(document.name, document.format, document.pages),
        entity=identity.entity,
        year=plan_year,
        instrument=identity.instrument,
        title=identity.title,
        actions=announcements_of(document),
        rows=tuple(item.row for item in kept),
        findings=findings_of(document, reading, kept, repeats, plan_year),
        columns=_columns(reading),
    )


def _rows(document: Document, mapping: Mapping[str, str] | None) -> Reading:
    """The plan's rows; of a document that is nothing but a risk map, the actions that treat its risks."""
    reading = read_rows(document, mapping)
    if not reading.records and any(kind == "risk" for kind, _ in reading.other_tables):
        return read_rows(document, mapping, accepts=("plan", "risk"))
    return reading


def _texts(document: Document) -> Iterable[str]:
    """Every text of the document: the witnesses for joining the words that a cell cut."""
    for block in document.blocks:
        if isinstance(block, Paragraph):
            yield block.text
        else:
            yield from (cell.text for cell in block.cells if cell.text)


def _schedule_texts(reading: Reading) -> list[str]:
    return [record.text(role) for record in reading.records for role in _TIMES if record.says(role)]


def _columns(reading: Reading) -> tuple[ColumnMapping, ...]:
    used = columns_used(reading.layouts)
    return tuple(ColumnMapping(fold_heading(heading), role.value, heading) for heading, role in used.items())
