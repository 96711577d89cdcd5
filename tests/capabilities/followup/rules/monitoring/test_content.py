"""What a round freezes: its parts add up, it reads back to the same bytes, and it holds nothing internal."""

from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given

from followup_samples import SENT_AT, a_report
from rinde.capabilities.followup.rules.cells import CellKey
from rinde.capabilities.followup.rules.figures import figures_of, totals_of
from rinde.capabilities.followup.rules.monitoring.board import LOOKS, Mark
from rinde.capabilities.followup.rules.monitoring.content import (
    NOTHING,
    NoteFacts,
    RoundContent,
    RoundFigures,
    round_from_json,
)
from rinde.capabilities.followup.rules.standing import Standing
from rinde.capabilities.plans.rules.content import canonical_json
from round_contents import HEADINGS, PLANNING, UNTIL, any_round, frozen, of


def added(figures: list[RoundFigures]) -> RoundFigures:
    return sum(figures, NOTHING)


@given(any_round)
def test_the_parts_of_a_round_add_up_to_it(content: RoundContent) -> None:
    assert added([one.figures for one in content.components]) == content.total
    assert added([one.figures for one in content.activities]) == content.total
    for part in content.components:
        own = [one.figures for one in content.activities if one.component == part.name]
        assert added(own) == part.figures
    actors = added([one.figures for one in content.actors])
    assert (actors.cells, actors.counts, actors.counted, actors.ratio_sum) == (
        content.total.cells,
        content.total.counts,
        content.total.counted,
        content.total.ratio_sum,
    )


@given(any_round)
def test_every_figure_is_the_length_of_its_list(content: RoundContent) -> None:
    cells = [cell for one in content.activities for cell in one.cells]
    assert content.total.cells == len(cells) == content.total[Mark.DUE]
    assert content.total.ratio_sum == sum((one.ratio for one in cells if one.standing != Standing.NO_CASE), Decimal(0))
    for standing in Standing:
        assert content.total[standing] == sum(one.standing == standing for one in cells)
    for part in content.actors:
        assert part.figures.cells == sum(one.actor_key == part.key for one in cells)
    assert content.total[Mark.SELF_MONITORED] == sum(one.self_monitored for one in cells)
    assert content.total[Mark.TO_REVIEW] == sum(one.status == "SENT" for one in cells)


@given(any_round)
def test_nothing_that_was_due_is_still_to_come_once_a_round_is_over(content: RoundContent) -> None:
    settled = (Standing.LATE, Standing.RETURNED, Standing.UNPROVED, Standing.DONE, Standing.NO_CASE)
    assert sum(content.total[one] for one in settled) == content.total.cells
    ratios = [content.total.totals.official, content.total.totals.quantitative]
    assert all(0 <= one <= 1 for one in ratios if one is not None)


@given(any_round)
def test_a_round_reads_back_to_the_same_bytes(content: RoundContent) -> None:
    text = canonical_json(content)
    assert canonical_json(round_from_json(text)) == text
    assert round_from_json(text) == content


@given(any_round)
def test_nothing_internal_is_frozen(content: RoundContent) -> None:
    text = canonical_json(content)
    assert "SECRETO" not in text
    assert "returned_reason" not in text
    assert "author" not in text


def test_the_same_round_gives_the_same_hash_whatever_the_order_of_its_notes() -> None:
    one = {"1-1": NoteFacts("Va bien."), "2-1": NoteFacts("Va mal.")}
    other = dict(reversed(one.items()))
    assert canonical_json(frozen(of(1), notes=one)) == canonical_json(frozen(of(1), notes=other))


def test_both_numbers_agree_with_those_of_the_board() -> None:
    states = [
        of(1, said=a_report(), proofs=1),
        of(1, said=a_report(outcome="PARTIAL", quantity=Decimal(1)), expected=Decimal(4)),
        of(2, said=a_report(), proofs=2),
        of(2, said=a_report(outcome="NO_CASE")),
    ]
    whole = totals_of(figures_of(f"{place}-1", states[2 * place - 2 : 2 * place], until=UNTIL) for place in (1, 2))
    frozen_totals = frozen(*states).total.totals
    assert (frozen_totals.official, frozen_totals.quantitative) == (Decimal("0.5"), Decimal("0.75"))
    assert (frozen_totals.official, frozen_totals.quantitative) == (whole.official, whole.quantitative)


def test_a_draft_is_counted_and_its_words_are_not_told() -> None:
    content = frozen(of(1, open=a_report(status="DRAFT", text="Todavía no")))
    assert content.total[Mark.IN_HAND] == 1
    assert "Todavía no" not in canonical_json(content)


def test_what_a_unit_sent_is_frozen_with_its_day_in_colombia() -> None:
    at_night = datetime.fromisoformat("2026-07-01T03:00:00+00:00")  # the evening before, in Bogotá
    cell = frozen(of(1, said=a_report(sent_at=at_night), proofs=1)).activities[0].cells[0]
    assert (cell.sent_on, cell.text, cell.status, cell.proofs) == (
        date(2026, 6, 30),
        "Se publicó en la página.",
        "SENT",
        1,
    )


def test_an_activity_with_a_note_and_nothing_due_is_kept_and_counts_for_nothing() -> None:
    content = frozen(notes={"2-1": NoteFacts("Empieza en agosto.", Decimal("0.2"))})
    assert [(one.key, one.note, one.note_ratio, one.figures.cells) for one in content.activities] == [
        ("2-1", "Empieza en agosto.", Decimal("0.2"), 0)
    ]
    assert content.total.totals.official is None
    assert [one.name for one in content.components] == list(HEADINGS)


def test_a_round_says_where_the_same_unit_reports_and_monitors() -> None:
    assert frozen(of(1, key=CellKey(1, 1, PLANNING))).is_self_monitored is True
    assert frozen(of(1, key=CellKey(1, 1, 8))).is_self_monitored is False


def test_a_round_of_a_later_rinde_is_still_read() -> None:
    text = canonical_json(frozen(of(1, said=a_report(sent_at=SENT_AT))))
    later = text.replace('"cells":[{', '"cells":[{"new_field":"x",', 1).replace('"schema"', '"other":[],"schema"', 1)
    assert round_from_json(later) == round_from_json(text)


@pytest.mark.parametrize("text", ["{}", '{"schema":"plan-version/1"}'])
def test_what_is_no_round_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not a monitoring round"):
        round_from_json(text)


def test_figures_know_every_look() -> None:
    assert set(NOTHING.counts) == {str(one) for one in LOOKS}
