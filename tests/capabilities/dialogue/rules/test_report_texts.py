import pytest

from rinde.capabilities.dialogue.choices import Finding, ReportKind
from rinde.capabilities.dialogue.rules.report_texts import (
    CRITERIA,
    LONGEST_NOTE,
    LONGEST_TEXT,
    SECTIONS,
    finding_gaps,
    publishing_gaps,
    text_gaps,
)
from rinde.foundations.law.sources import source

ALL_MET = {one.key: (Finding.MET, "") for one in CRITERIA}


def test_every_kind_of_report_asks_for_some_text() -> None:
    assert set(SECTIONS) == set(ReportKind)
    assert all(any(one.is_asked for one in sections) for sections in SECTIONS.values())


def test_sources_of_the_criteria_exist() -> None:
    assert [source(one.source_key).norm for one in CRITERIA if one.source_key]
    assert len({one.key for one in CRITERIA}) == len(CRITERIA)


@pytest.mark.parametrize("kind", ReportKind)
def test_report_waits_for_its_asked_texts_only(kind: ReportKind) -> None:
    asked = {one.key: "Se hizo." for one in SECTIONS[kind] if one.is_asked}
    assert publishing_gaps(kind, asked, ALL_MET) == ()
    missing = publishing_gaps(kind, dict.fromkeys(asked, " "), ALL_MET)
    assert len(missing) == len(asked)


def test_evaluation_waits_for_every_criterion() -> None:
    texts = {"conclusion": "Bien."}
    assert len(publishing_gaps(ReportKind.EVALUATION, texts, {})) == len(CRITERIA)
    assert publishing_gaps(ReportKind.EVALUATION, texts, ALL_MET) == ()


@pytest.mark.parametrize(
    ("found", "note", "fits"),
    [
        (Finding.MET, "", True),
        (Finding.NO_CASE, "", True),
        (Finding.PARTLY, "", False),
        (Finding.PARTLY, "Faltó el aviso por radio", True),
        (Finding.NOT_MET, " ", False),
        ("MAYBE", "x", False),
        (Finding.MET, "x" * (LONGEST_NOTE + 1), False),
    ],
)
def test_whoever_finds_a_fault_says_which(found: str, note: str, fits: bool) -> None:
    assert (finding_gaps({"CALL": (found, note)}) == ()) is fits


def test_text_that_does_not_fit_is_told_by_its_heading() -> None:
    assert text_gaps(ReportKind.EVENT, {"summary": "x" * LONGEST_TEXT}) == ()
    assert "En pocas palabras" in text_gaps(ReportKind.EVENT, {"summary": "x" * (LONGEST_TEXT + 1)})[0]
