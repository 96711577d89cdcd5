"""What the review of a plan costs: 100 rows with the words of the tests' samples, and what to set it beside.

Run: `python benchmarks/plan_review.py`. The ratio is to writing the canonical text of the same plan with its hash, as
publishing does; both are taken by turns in one process, in processor time, so
that what else the machine does counts little.
"""

import os
import sys
import tempfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from statistics import median
from time import process_time

_data = tempfile.TemporaryDirectory(prefix="rinde-benchmark-")
os.environ.update(RINDE_MODE="test", RINDE_DATA_DIR=_data.name, DJANGO_SETTINGS_MODULE="rinde.config.settings")

from rinde.capabilities.plan_imports.rules.reading import read_plan  # noqa: E402
from rinde.capabilities.plan_imports.rules.reviewing import content_of_draft  # noqa: E402
from rinde.capabilities.plans.rules.content import PlanContent, canonical_json, content_hash  # noqa: E402
from rinde.capabilities.plans.rules.legal_dates import template_of  # noqa: E402
from rinde.capabilities.plans.rules.review import ReviewContext, review  # noqa: E402
from rinde.capabilities.plans.rules.schedules import Period  # noqa: E402
from rinde.foundations.documents import read_document  # noqa: E402

SAMPLES = Path(__file__).resolve().parent.parent / "tests" / "samples"
NAMES = (
    "town-xlsx-date-cells/input.xlsx",
    "town-xlsx-several-deliverables/input.xlsx",
    "ptep-ods-month-quantities/input.ods",
    "department-xlsx-shaded-months/input.xlsx",
    "followup-xls-cutoffs/input.xls",
)
YEAR = 2026
RUNS = 25
BUDGET = 50.0  # milliseconds for 100 rows: reviewed on every save


def sample_plan() -> PlanContent:
    """One plan of 100 rows out of several samples."""
    parts = []
    for name in NAMES:
        document = read_document(name, (SAMPLES / name).read_bytes())
        parts.append(content_of_draft(read_plan(document, year=YEAR), YEAR))
    nodes = tuple(
        replace(node, name=f"{number}. {node.name}") for number, part in enumerate(parts) for node in part.nodes
    )
    return replace(parts[0], instrument="PTEP", nodes=nodes)


def milliseconds(work: Callable[[], object]) -> float:
    started = process_time()
    work()
    return (process_time() - started) * 1000


def main() -> int:
    plan = sample_plan()
    rows = sum(len(one.activity.deliverables) for one in plan.placed())
    template = template_of("", plan.instrument, plan.period_start)
    context = ReviewContext(
        today=date(YEAR, 1, 15),
        period=Period(plan.period_start, plan.period_end),
        template=template,
        cut_offs=template.default_cut_offs if template else None,
    )
    reviewed, written = [], []
    for _ in range(RUNS):
        reviewed.append(milliseconds(lambda: review(plan, context)))
        written.append(milliseconds(lambda: content_hash(canonical_json(plan))))
    found = len(review(plan, context))
    spent = median(reviewed)
    print(
        f"review of {rows} rows: {spent:.1f} ms, {found} findings; the first one, with cold caches, {reviewed[0]:.1f} "
        "ms"
    )
    print(f"review ÷ canonical text and hash: {spent / median(written):.1f}")
    print(f"budget {BUDGET:.0f} ms: {'kept' if spent <= BUDGET else 'BROKEN'}")
    return 0 if spent <= BUDGET else 1


if __name__ == "__main__":
    sys.exit(main())
