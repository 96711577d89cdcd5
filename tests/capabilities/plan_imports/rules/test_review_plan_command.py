"""`rinde review-plan`: JSON on standard output; findings are no failure, a file that cannot be reviewed is."""

import io
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from rinde.capabilities.plan_imports.rules.draft import DraftRow, PlanDraft, Schedule, Source
from rinde.capabilities.plan_imports.rules.reviewing import content_of_draft, review_of_draft, review_to_json
from rinde.capabilities.plans.rules.review import ALL_RULES

SAMPLES = Path(__file__).resolve().parents[3] / "samples"
TODAY = date(2026, 1, 20)


def _printed(path: Path, **options: Any) -> Any:
    out = io.StringIO()
    call_command("review_plan", str(path), stdout=out, **options)
    return json.loads(out.getvalue())


def _draft(*rows: DraftRow) -> PlanDraft:
    return PlanDraft(Source("plan.xlsx", "xlsx", 1), year=2026, instrument="PTEP", title="Programa", rows=rows)


def test_review_plan_prints_findings_with_cells_and_proposal() -> None:
    said = _printed(SAMPLES / "town-xlsx-date-cells" / "input.xlsx")
    impossible = next(one for one in said["findings"] if one["rule"] == "impossible-date")
    assert (said["schema"], said["year"], said["source"]["format"]) == ("plan-review/1", 2024, "xlsx")
    assert impossible["severity"] == "error"
    assert impossible["cells"][0]["field"] == "dates"
    assert impossible["proposal"] == {"field": "dates", "before": "31/04/2024", "after": "30/04/2024"}
    assert said["summary"]["findings"] == len(said["findings"])
    assert said["summary"]["error"] == sum(1 for one in said["findings"] if one["severity"] == "error")


@pytest.mark.parametrize("path", sorted(SAMPLES.glob("*/input.*")), ids=lambda path: path.parent.name)
def test_every_sample_is_reviewed(path: Path) -> None:
    known = {rule.id for rule in ALL_RULES}
    said = _printed(path)
    assert {one["rule"] for one in said["findings"]} <= known
    assert said["summary"]["rows"] > 0


def test_review_plan_of_a_missing_file_says_the_way_out(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="Revise la ruta") as refused:
        call_command("review_plan", str(tmp_path / "nada.pdf"))
    assert refused.value.returncode == 2


def test_review_plan_of_a_file_that_is_no_document_says_why(tmp_path: Path) -> None:
    path = tmp_path / "plan.pdf"
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + b"\0" * 64)
    with pytest.raises(CommandError, match=r"\w+") as refused:
        call_command("review_plan", str(path))
    assert refused.value.returncode == 2


def test_plan_without_a_year_asks_for_it_and_takes_it(tmp_path: Path) -> None:
    path = tmp_path / "plan.txt"
    path.write_text("Actividades\tMeta\tResponsable\tFecha\nDivulgar el plan\t3\tPrensa\tAbril\n", encoding="utf-8")
    with pytest.raises(CommandError, match="--year") as refused:
        call_command("review_plan", str(path))
    assert refused.value.returncode == 2
    assert [one["rule"] for one in _printed(path, year=2026)["findings"]] == ["target-without-unit"]


def test_rows_of_one_activity_are_its_products() -> None:
    march = Schedule("31/03/2026", deadlines=("2026-03-31",))
    rows = (
        DraftRow("Formar", "Uno", code="1.1", target="2 talleres", responsible=("Planeación",), schedule=march),
        DraftRow("Formar", "Uno", code="1.1", target="1 cartilla", responsible=("Prensa",), schedule=march),
    )
    (placed,) = content_of_draft(_draft(*rows), 2026).placed()
    assert [one.target for one in placed.activity.deliverables] == ["2 talleres", "1 cartilla"]
    assert [one.responsible for one in placed.activity.deliverables] == [("Planeación",), ("Prensa",)]


def test_draft_without_problems_has_no_findings() -> None:
    march = Schedule("31/03/2026", deadlines=("2026-03-31",))
    clean = _draft(DraftRow("Formar", "Uno", target="2 talleres", responsible=("Planeación",), schedule=march))
    found = review_of_draft(clean, 2026, today=TODAY)
    assert found == ()
    assert review_to_json(clean, 2026, found)["summary"] == {
        "rows": 1,
        "findings": 0,
        "error": 0,
        "warning": 0,
        "hint": 0,
    }


def test_empty_draft_is_reviewed() -> None:
    assert review_of_draft(_draft(), 2026, today=TODAY) == ()
