"""Golden readings: every sample of the project, and the real plans of the workspace where they are at hand."""

import json
from pathlib import Path
from typing import Any

import pytest

from capabilities.plan_imports.rules.scoring import figures
from rinde.capabilities.plan_imports.rules.reading import read_plan
from rinde.foundations.documents import read_document

ROOT = Path(__file__).parents[4]
SAMPLES = ROOT / "tests" / "samples"
SHARED = ROOT.parent / "shared" / "plans"
BAR = 0.97
BAR_OF_REAL_PLANS = 0.90


def _samples() -> list[Path]:
    return sorted(path for path in SAMPLES.glob("*/input.*") if (path.parent / "draft.json").exists())


def _real_plans() -> list[tuple[Path, Path, float]]:
    expected = {path.stem: (path, BAR) for path in SHARED.glob("expected/*.json")}
    expected |= {path.stem: (path, BAR_OF_REAL_PLANS) for path in SHARED.glob("real/expected/*.json")}
    documents = [path for path in (*SHARED.glob("*.*"), *SHARED.glob("real/*.*")) if path.stem in expected]
    return sorted((path, *expected[path.stem]) for path in documents)


def _draft_of(path: Path) -> dict[str, Any]:
    return read_plan(read_document(path.name, path.read_bytes())).to_json()


@pytest.mark.parametrize("path", _samples(), ids=lambda path: path.parent.name)
def test_a_sample_reads_as_a_careful_person_reads_it(path: Path) -> None:
    expected = json.loads((path.parent / "draft.json").read_text(encoding="utf8"))
    draft = _draft_of(path)
    agreement = figures(expected["rows"], draft["rows"])
    assert min(agreement.values()) >= BAR, agreement
    assert draft["year"] == expected["year"]
    assert len(draft["actions"]) == len(expected.get("actions") or ())


@pytest.mark.parametrize("path", _samples(), ids=lambda path: path.parent.name)
def test_a_sample_has_its_findings(path: Path) -> None:
    expected = json.loads((path.parent / "draft.json").read_text(encoding="utf8"))
    found = [finding["rule"] for finding in _draft_of(path)["findings"]]
    wanted = {finding["rule"] for finding in expected.get("findings") or ()}
    assert wanted <= set(found), found


@pytest.mark.skipif(not SHARED.is_dir(), reason="../shared/plans is absent")
@pytest.mark.parametrize(("path", "expected", "bar"), _real_plans(), ids=lambda value: getattr(value, "name", ""))
def test_a_real_plan_reads_as_a_careful_person_reads_it(path: Path, expected: Path, bar: float) -> None:
    rows = json.loads(expected.read_text(encoding="utf8"))["activities"]
    agreement = figures([row for row in rows if not row.get("optional")], _draft_of(path)["rows"])
    assert min(agreement.values()) >= bar, agreement
