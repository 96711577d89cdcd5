"""What keeps a citizen's remark from being received, and what may happen to one."""

from dataclasses import replace

import pytest

from plan_contents import a_plan, an_activity
from rinde.capabilities.followup.choices import RemarkStatus
from rinde.capabilities.followup.rules import remarks
from rinde.capabilities.followup.rules.remarks import RemarkValues, answer_gaps, remark_gaps, subject_of
from rinde.foundations.refusals import TransitionNotAllowed

SAID = RemarkValues("La feria no se hizo.")


@pytest.mark.parametrize(
    ("values", "said"),
    [
        (SAID, ()),
        (replace(SAID, text=" \n "), ("Escriba qué pasó",)),
        (replace(SAID, text="x" * 2_000), ()),
        (replace(SAID, text="x" * 2_001), ("Quite 1,",)),
        (replace(SAID, author_name="Ana"), ("marque la autorización",)),
        (replace(SAID, email="a@example.org"), ("marque la autorización",)),
        (replace(SAID, author_name="Ana", email="a@example.org", consents=True), ()),
        (replace(SAID, author_name="x" * 121, consents=True), ("El nombre es muy largo",)),
        (replace(SAID, shows_name=True), ("Para mostrar su nombre",)),
    ],
)
def test_remark_says_everything_that_it_lacks(values, said):
    gaps = remark_gaps(values)
    assert len(gaps) == len(said)
    assert all(words in gap for words, gap in zip(said, gaps, strict=True))


@pytest.mark.parametrize(("size", "fits"), [(0, False), (1, True), (4_000, True), (4_001, False)])
def test_answer_has_words_and_fits(size, fits):
    assert (answer_gaps("x" * size) == ()) is fits


def test_subject_names_the_activity_and_none_that_the_plan_has_not():
    content = a_plan(an_activity("3.1", name="Hacer la feria"), an_activity("3.2", name="x" * 400))
    assert subject_of(content, "3-1") == "actividad 3.1: Hacer la feria"
    assert len(subject_of(content, "3-2") or "") <= remarks.LONGEST_SUBJECT
    assert subject_of(content, "9-9") is None


@pytest.mark.parametrize("current", RemarkStatus.values)
@pytest.mark.parametrize("wanted", RemarkStatus.values)
def test_remark_moves_only_along_its_table(current, wanted):
    if (current, wanted) in {
        ("PENDING", "VISIBLE"),
        ("PENDING", "HIDDEN"),
        ("VISIBLE", "HIDDEN"),
        ("HIDDEN", "VISIBLE"),
    }:
        remarks.check_may_become(current, wanted)
    else:
        with pytest.raises(TransitionNotAllowed):
            remarks.check_may_become(current, wanted)


@pytest.mark.parametrize("status", RemarkStatus.values)
def test_only_what_is_in_view_is_answered(status):
    if status == "VISIBLE":
        remarks.check_answerable(status)
    else:
        with pytest.raises(TransitionNotAllowed):
            remarks.check_answerable(status)


def test_diagram_draws_every_state():
    assert all(code in remarks.diagram() for code in RemarkStatus.values)
