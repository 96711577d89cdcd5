"""A frozen cut-off: lines that add up to its figures, under one hash."""

import hashlib
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from followup_samples import a_report, a_seen, a_state, make_proof
from plan_contents import a_plan, an_activity
from rinde.capabilities.followup.rules.cells import CellKey
from rinde.capabilities.followup.rules.cut_offs import window_of
from rinde.capabilities.followup.rules.figures import totals_of
from rinde.capabilities.followup.rules.freezing import Frozen, activity_from_json, freeze, text_of
from rinde.capabilities.followup.rules.frozen_figures import FrozenFigures, figures_from_json
from rinde.capabilities.followup.rules.working_list import SeenCell
from rinde.capabilities.plans.rules.content import NodeContent, PlanContent
from rinde.capabilities.plans.rules.templates import template

JUNE, DECEMBER = date(2026, 6, 30), date(2026, 12, 15)
WINDOW = window_of(date(2026, 1, 1), JUNE, date(2026, 7, 7), start=date(2026, 1, 1), end=date(2026, 12, 31))
BANDS = template("PTEP_2024").bands


def plan_of(**components: int) -> PlanContent:
    """A plan with so many activities in each component, with keys «a-1», «a-2»…"""
    nodes = tuple(
        NodeContent(
            name, activities=tuple(an_activity(f"{name}-{one + 1}", key=f"{name}-{one + 1}") for one in range(size))
        )
        for name, size in components.items()
    )
    return a_plan(nodes=nodes)


def cell_of(key: str, *, done: bool = True, number: int = 1, **fields: Any) -> SeenCell:
    place = {"activity_key": key, "key": CellKey(hash(key) % 1000, number, number)} | fields
    return a_seen(**place) if done else SeenCell(a_state(proofs=0, **place))


def frozen(content: PlanContent, *seen: SeenCell) -> Frozen:
    return freeze(content, seen, WINDOW, version=(1, "0" * 64), bands=BANDS, elsewhere={})


def figures(content: PlanContent, *seen: SeenCell) -> FrozenFigures:
    return figures_from_json(frozen(content, *seen).figures)


def test_both_numbers_stand_under_their_own_names() -> None:
    half = [cell_of("a-2"), cell_of("a-2", done=False, number=2)]
    total = figures(plan_of(a=2), cell_of("a-1"), *half).at_cut_off.total
    assert (total.scheduled, total.done, total.official) == (2, 1, Decimal("0.5"))
    assert total.quantitative is not None
    assert round(total.quantitative, 9) == round(Decimal(2) / 3, 9)


def test_annual_number_counts_the_whole_year_and_the_other_one_only_what_was_due() -> None:
    found = figures(plan_of(a=2), cell_of("a-1"), cell_of("a-2", done=False, due_on=DECEMBER))
    assert (found.at_cut_off.total.official, found.in_year.total.official) == (Decimal(1), Decimal("0.5"))
    assert found.at_cut_off.total.not_scheduled == 1


def test_activity_half_of_whose_dates_are_still_to_come_is_done_now_and_not_yet_in_the_year() -> None:
    later = cell_of("a-1", done=False, number=2, due_on=DECEMBER)
    found = figures(plan_of(a=1), cell_of("a-1"), later)
    assert (found.at_cut_off.total.done, found.in_year.total.done) == (1, 0)


def test_nothing_scheduled_is_neither_nought_nor_a_hundred_and_has_no_band() -> None:
    found = figures(plan_of(a=1, b=1), cell_of("a-1", due_on=DECEMBER))
    assert {(line.official, line.official_band) for line in found.at_cut_off.components} == {(None, None)}
    assert found.at_cut_off.mean_of_components is None
    assert found.in_year.total.official == 1


def test_mean_of_components_is_kept_beside_the_total() -> None:
    content = plan_of(a=1, b=3)
    seen = [cell_of("a-1"), *(cell_of(f"b-{one}", done=False) for one in (1, 2, 3))]
    found = figures(content, *seen).at_cut_off
    assert (found.total.official, found.mean_of_components) == (Decimal("0.25"), Decimal("0.5"))


@pytest.mark.parametrize(
    ("done", "of", "band"),
    [(0, 5, "Zona baja"), (119, 200, "Zona baja"), (3, 5, "Zona media"), (159, 200, "Zona media"), (4, 5, "Zona alta")],
)
def test_bands_are_half_open_on_the_unrounded_ratio(done: int, of: int, band: str) -> None:
    seen = [cell_of(f"a-{one}", done=one <= done) for one in range(1, of + 1)]
    line = figures(plan_of(a=of), *seen).at_cut_off.total
    assert line.official_band is not None
    assert line.official_band.name == band  # 59,5 % is low, 79,5 % is middle


def test_more_than_was_expected_is_capped() -> None:
    over = cell_of("a-1", expected=Decimal(2), said=a_report(quantity=Decimal(9)))
    assert figures(plan_of(a=1), over).at_cut_off.total.quantitative == 1


def test_plan_without_template_has_no_bands() -> None:
    found = freeze(plan_of(a=1), [cell_of("a-1")], WINDOW, version=(1, "0"), bands=None, elsewhere={})
    assert figures_from_json(found.figures).at_cut_off.total.official_band is None


def test_hash_is_what_sha256sum_says_of_the_text() -> None:
    one = frozen(plan_of(a=2), cell_of("a-1"), cell_of("a-2", done=False))
    text = text_of(one.figures, (row.content for row in one.rows))
    assert one.sha256 == hashlib.sha256(text.encode()).hexdigest()
    assert len(text.splitlines()) == 3


def test_line_of_an_activity_reads_back_as_it_was() -> None:
    said = a_report(quantity=Decimal("9.50"), happened_on=date(2026, 6, 12), self_monitored=True)
    seen = cell_of("a-1", said=said, expected=Decimal(12), proofs=(make_proof(broken_since=said.sent_at),))
    row = frozen(plan_of(a=1), seen).rows[0]
    read = activity_from_json(row.content).cells[0]
    assert read.said is not None
    assert (read.said.quantity, read.said.happened_on, read.said.sent_at) == (
        Decimal("9.5"),
        said.happened_on,
        said.sent_at,
    )
    assert (read.expected, read.proofs[0].broken_since, read.is_due) == (Decimal(12), said.sent_at, True)
    assert row.flags == {"dead_link": 1, "figures_far": 1, "self_monitored": 1}
    assert [flag.code for flag in read.flags] == list(row.flags)


def test_line_says_nothing_of_who_wrote() -> None:
    row = frozen(plan_of(a=1), cell_of("a-1", said=a_report(author_id=987654))).rows[0]
    assert "987654" not in row.content
    assert "author" not in row.content


def test_later_dates_are_kept_and_not_flagged() -> None:
    row = frozen(plan_of(a=1), cell_of("a-1", done=False, due_on=DECEMBER)).rows[0]
    cell = activity_from_json(row.content).cells[0]
    assert (cell.is_due, cell.flags, row.flags) == (False, (), {})


def test_activity_without_dates_is_frozen_too() -> None:
    rows = frozen(plan_of(a=2), cell_of("a-1")).rows
    assert [(row.key, row.at_cut_off.due) for row in rows] == [("a-1", 1), ("a-2", 0)]


def test_whose_an_activity_is_is_told_once_each() -> None:
    cells = [cell_of("a-1", number=number, actor_name=name) for number, name in ((1, "Hacienda"), (2, "Salud"))]
    again = cell_of("a-1", number=1, actor_name="Hacienda", due_on=DECEMBER)
    assert frozen(plan_of(a=1), *cells, again).rows[0].actors == ((1, "Hacienda"), (2, "Salud"))


@st.composite
def cells(draw: st.DrawFn) -> SeenCell:
    outcome = draw(st.sampled_from(["DONE", "PARTIAL", "NOT_DONE", "NO_CASE"]))
    quantity = draw(st.none() | st.decimals(0, 500, places=2, allow_nan=False))
    said = draw(st.none() | st.just(a_report(outcome=outcome, quantity=quantity, reason="Porque sí.")))
    proofs = tuple(make_proof() for _ in range(draw(st.integers(0, 2))))
    expected = draw(st.none() | st.decimals(0, 100, places=2, allow_nan=False))
    key = draw(st.sampled_from(["a-1", "a-2", "b-1", "b-2", "b-3"]))
    fields = {"activity_key": key, "due_on": draw(st.sampled_from([JUNE, DECEMBER])), "expected": expected}
    return SeenCell(a_state(said=said, proofs=len(proofs), **fields), proofs)


@given(st.lists(cells(), max_size=12))
def test_totals_are_the_lists_below_them_and_ratios_lie_between_0_and_1(seen: list[SeenCell]) -> None:
    one = frozen(plan_of(a=2, b=3), *seen)
    read = figures_from_json(one.figures)
    for found, ones in (
        (read.at_cut_off, [(row.component, row.at_cut_off) for row in one.rows]),
        (read.in_year, [(row.component, row.in_year) for row in one.rows]),
    ):
        for line in (found.total, *found.components):
            listed = totals_of(figures for component, figures in ones if line.component in {"", component})
            assert (line.scheduled, line.done, line.cells) == (listed.scheduled, listed.done, listed.cells)
            assert (line.ratio_sum, line.official, line.quantitative) == (
                listed.ratio_sum,
                listed.official,
                listed.quantitative,
            )
            assert all(0 <= ratio <= 1 for ratio in (line.official, line.quantitative) if ratio is not None)
        assert sum(line.done for line in found.components) == found.total.done
        assert sum(line.cells for line in found.components) == found.total.cells
    for row in one.rows:
        listed_cells = activity_from_json(row.content).cells
        assert row.at_cut_off.due == sum(cell.is_due for cell in listed_cells)
        assert row.at_cut_off.done == sum(cell.is_due and cell.is_done for cell in listed_cells)
