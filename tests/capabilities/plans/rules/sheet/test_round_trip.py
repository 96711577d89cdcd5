"""A sheet that nobody changed changes nothing, whatever the plan says and whatever program saved it."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rinde.capabilities.plans.rules.sheet import Outcome, Standing
from sheet_samples import (
    Cells,
    a_deliverable,
    a_standing,
    an_activity,
    any_standing,
    as_csv,
    cells_of,
    compared,
    edited,
    saved,
    set_cell,
)

FEW = settings(max_examples=20)  # each writes and reads a whole workbook


@FEW
@pytest.mark.parametrize("extension", ["xlsx", "ods", "csv"])
@given(standing=any_standing)
def test_sheet_as_it_was_downloaded_changes_nothing(extension: str, standing: Standing) -> None:
    comparison = compared(saved(standing, extension), standing, f"hoja.{extension}")
    assert comparison.changes == ()
    assert {row.outcome for row in comparison.report.rows} == {Outcome.UNCHANGED}
    assert comparison.report.not_in_sheet == 0
    assert comparison.report.absent == comparison.report.ignored == ()


@pytest.mark.parametrize("extension", ["xlsx", "ods", "csv"])
@pytest.mark.parametrize(
    "typed", ["_x0041_", "_x005F_x0041_", "_x005F_x005F_x0041_", "x005F_", "a_x000D_b", "<r>a</r>", "<r>& <b></r>"]
)
def test_text_that_somebody_typed_is_the_text_that_comes_in(extension: str, typed: str) -> None:
    """Also where a workbook would take it for an escape of another letter: A and «_x0041_» are two texts."""
    sent = saved(a_standing(an_activity(7, a_deliverable(product=typed))), extension)

    comparison = compared(sent, a_standing(an_activity(7, a_deliverable(product="A"))), f"hoja.{extension}")

    (changed,) = [one for one in comparison.report.rows if one.outcome == Outcome.CHANGED]
    assert [(field.before, field.after) for field in changed.fields] == [("A", typed)]


@given(standing=any_standing, seed=st.integers(0, 999), separator=st.sampled_from(";,\t"))
def test_shuffled_rows_and_columns_change_nothing(standing: Standing, seed: int, separator: str) -> None:
    head, *rows = cells_of(standing)
    order = random.Random(seed)  # noqa: S311  # shuffles, guards nothing
    order.shuffle(rows)
    places = list(range(len(head)))
    order.shuffle(places)
    cells = [[row[place].replace("\t", " ") for place in places] for row in (head, *rows)]
    comparison = compared(as_csv(cells, separator), standing, "hoja.csv")
    assert comparison.changes == ()
    assert comparison.report.problems == ()


@given(standing=any_standing, row=st.integers(0, 5), key=st.sampled_from(["product", "indicator", "resources", "task"]))
def test_one_edited_cell_is_one_change(standing: Standing, row: int, key: str) -> None:
    with_deliverable = [number for number, cells in enumerate(cells_of(standing)) if number and cells[1]]
    if not with_deliverable:
        return
    number = with_deliverable[row % len(with_deliverable)]
    comparison = edited(standing, set_cell(number, key, "Un texto que antes no estaba"))
    assert len(comparison.changes) == 1
    assert comparison.report.changes == 1
    (changed,) = [one for one in comparison.report.rows if one.outcome == Outcome.CHANGED]
    assert [field.after for field in changed.fields] == ["Un texto que antes no estaba"]


@given(standing=any_standing)
def test_leaving_columns_out_wipes_nothing(standing: Standing) -> None:
    def keep_codes_and_names(cells: Cells) -> None:
        cells[:] = [[row[0], row[1], row[5]] for row in cells]

    comparison = edited(standing, keep_codes_and_names)
    assert comparison.changes == ()
    assert len(comparison.report.absent) == 22
