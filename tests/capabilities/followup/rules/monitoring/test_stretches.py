"""Stretches of time that rounds look at: their bounds, names, and which is proposed."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rinde.capabilities.followup.choices import RoundRhythm
from rinde.capabilities.followup.rules.monitoring.stretches import (
    MONTHS_OF,
    Stretch,
    offered,
    proposed,
    round_gaps,
    stretches,
)

JANUARY = date(2026, 1, 1)
MARCH = Stretch(date(2026, 3, 1), date(2026, 3, 31))


@pytest.mark.parametrize(
    ("first", "last", "name"),
    [
        (date(2026, 3, 1), date(2026, 3, 31), "Marzo de 2026"),
        (date(2028, 2, 1), date(2028, 2, 29), "Febrero de 2028"),
        (date(2028, 2, 1), date(2028, 2, 28), "Del 1 al 28 de febrero de 2028"),
        (date(2026, 1, 1), date(2026, 3, 31), "Enero a marzo de 2026"),
        (date(2026, 11, 1), date(2027, 1, 31), "Noviembre de 2026 a enero de 2027"),
        (date(2026, 1, 28), date(2026, 1, 31), "Del 28 al 31 de enero de 2026"),
        (date(2026, 3, 5), date(2026, 4, 10), "Del 5 de marzo al 10 de abril de 2026"),
        (date(2026, 12, 20), date(2027, 1, 10), "Del 20 de diciembre de 2026 al 10 de enero de 2027"),
    ],
)
def test_name_of_a_stretch(first: date, last: date, name: str) -> None:
    assert Stretch(first, last).name == name


@pytest.mark.parametrize(
    ("rhythm", "names"),
    [
        (RoundRhythm.MONTHLY, ["Enero de 2026", "Febrero de 2026", "Marzo de 2026", "Abril de 2026"]),
        (RoundRhythm.BIMONTHLY, ["Enero a febrero de 2026", "Marzo a abril de 2026"]),
        (RoundRhythm.QUARTERLY, ["Enero a marzo de 2026", "Abril a junio de 2026"]),
        (RoundRhythm.FOUR_MONTHLY, ["Enero a abril de 2026"]),
        (RoundRhythm.HALF_YEARLY, ["Enero a junio de 2026"]),
    ],
)
def test_stretches_of_each_rhythm_up_to_the_one_of_today(rhythm: str, names: list[str]) -> None:
    assert [one.name for one in stretches(rhythm, first=JANUARY, today=date(2026, 4, 1))] == names


def test_every_rhythm_has_its_length() -> None:
    assert set(MONTHS_OF) == set(RoundRhythm)


def test_the_first_stretch_is_cut_at_the_beginning_of_the_plan() -> None:
    found = stretches(RoundRhythm.QUARTERLY, first=date(2026, 2, 10), today=date(2026, 4, 1))
    assert [one.name for one in found] == ["Del 10 de febrero al 31 de marzo de 2026", "Abril a junio de 2026"]


@given(
    st.sampled_from(list(RoundRhythm)),
    st.dates(date(2020, 1, 1), date(2030, 12, 31)),
    st.integers(0, 900),
)
def test_stretches_follow_each_other_without_gap_until_today(rhythm: str, first: date, days: int) -> None:
    today = first + timedelta(days=days)
    found = stretches(rhythm, first=first, today=today)
    assert found[0].starts_on == first
    assert found[-1].starts_on <= today <= found[-1].ends_on
    pairs = pairwise(found)
    assert all(later.starts_on == earlier.ends_on + timedelta(days=1) for earlier, later in pairs)
    assert all(len(one.name) <= 80 for one in found)


def test_what_was_looked_at_is_not_offered_again() -> None:
    found = offered(RoundRhythm.MONTHLY, plan_start=JANUARY, last_end=date(2026, 2, 28), today=date(2026, 4, 2))
    assert [one.name for one in found] == ["Marzo de 2026", "Abril de 2026"]


def test_after_a_round_of_other_dates_the_rest_of_the_month_is_offered() -> None:
    found = offered(RoundRhythm.MONTHLY, plan_start=JANUARY, last_end=date(2026, 3, 20), today=date(2026, 4, 2))
    assert [one.name for one in found] == ["Del 21 al 31 de marzo de 2026", "Abril de 2026"]


def test_the_newest_stretch_that_is_over_is_proposed() -> None:
    found = stretches(RoundRhythm.MONTHLY, first=JANUARY, today=date(2026, 4, 1))
    assert proposed(found, date(2026, 4, 1)) == MARCH
    # On its own last day a month is not over yet.
    assert proposed(found, date(2026, 3, 31)) == Stretch(date(2026, 2, 1), date(2026, 2, 28))
    assert proposed(found[:1], date(2026, 1, 15)) == found[0]
    assert proposed((), date(2026, 1, 15)) is None


def test_a_round_may_be_opened_from_its_first_day() -> None:
    def gaps(today: date) -> tuple[str, ...]:
        return round_gaps(MARCH, plan_start=JANUARY, last_end=None, today=today)

    assert gaps(date(2026, 3, 1)) == ()
    assert gaps(date(2026, 2, 28)) == (
        "La ronda empieza el 1 de marzo de 2026, que todavía no llega. Ábrala desde ese día.",
    )


def test_everything_wrong_with_a_stretch_is_said_at_once() -> None:
    stretch = Stretch(date(2025, 12, 1), date(2027, 1, 31))
    found = round_gaps(stretch, plan_start=JANUARY, last_end=date(2026, 1, 31), today=date(2026, 4, 1))
    assert [text.split(".")[0] for text in found] == [
        "El plan empieza el 1 de enero de 2026",
        "La ronda anterior miró hasta el 31 de enero de 2026",
        "Una ronda mira como mucho un año",
    ]
    upside_down = Stretch(date(2026, 3, 31), date(2026, 3, 1))
    assert round_gaps(upside_down, plan_start=JANUARY, last_end=None, today=date(2026, 4, 1)) == (
        "El último día de la ronda es anterior al primero. Corrija las fechas.",
    )
