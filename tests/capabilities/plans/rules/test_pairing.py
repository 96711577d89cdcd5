from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rinde.capabilities.plans.rules.pairing import pair_dates, pair_rows
from rinde.capabilities.plans.rules.schedules import PlannedDate


def on(month: int, day: int = 30, name: str = "") -> PlannedDate:
    return PlannedDate(date(2026, month, day), None, name)


@pytest.mark.parametrize(
    ("stored", "wanted", "expected"),
    [
        ([on(6)], [on(6)], {0: 0}),
        ([on(6)], [on(7)], {0: 0}),
        ([on(3), on(6), on(9)], [on(4), on(6), on(9)], {0: 0, 1: 1, 2: 2}),
        ([on(3), on(6), on(9)], [on(5), on(8), on(11)], {0: 0, 1: 1, 2: 2}),
        ([on(3), on(6)], [on(7)], {0: 1}),
        ([on(6)], [on(4), on(7)], {1: 0}),
        (
            [on(6, name="elaborado"), on(12, name="publicado")],
            [on(12, name="elaborado"), on(6, name="publicado")],
            {0: 0, 1: 1},
        ),
        ([on(6, name="elaborado")], [on(6, name="publicado")], {0: 0}),
        ([on(6, name="elaborado")], [on(7, name="publicado")], {}),
        ([on(6)], [on(7, name="publicado")], {0: 0}),
        ([], [on(6)], {}),
        ([on(6)], [], {}),
    ],
)
def test_dates_go_on_from_the_ones_that_they_were(
    stored: list[PlannedDate], wanted: list[PlannedDate], expected: dict[int, int]
) -> None:
    assert pair_dates(stored, wanted) == expected


_dates = st.lists(
    st.builds(
        lambda days, name: PlannedDate(date(2026, 1, 1) + timedelta(days), None, name),
        st.integers(0, 400),
        st.sampled_from(["", "elaborado", "publicado"]),
    ),
    max_size=6,
)


@given(_dates, _dates)
def test_no_date_goes_on_twice(stored: list[PlannedDate], wanted: list[PlannedDate]) -> None:
    pairs = pair_dates(stored, wanted)

    assert len(set(pairs.values())) == len(pairs)
    assert set(pairs) <= set(range(len(wanted)))
    assert set(pairs.values()) <= set(range(len(stored)))


@given(_dates)
def test_dates_that_stay_go_on_as_themselves(dates: list[PlannedDate]) -> None:
    pairs = pair_dates(dates, list(reversed(dates)))

    assert {new: dates[old] for new, old in pairs.items()} == dict(enumerate(reversed(dates)))


def test_rows_are_matched_by_the_strictest_key_first() -> None:
    stored, wanted = [("a", 1), ("a", 2), ("b", 1)], [("a", 2), ("a", 3), ("c", 1)]

    assert pair_rows(stored, wanted, (tuple, tuple), (lambda one: one[0], lambda one: one[0])) == {0: 1, 1: 0}
