"""What is told is attacked with everything that is known: the rule itself, the total, and all tables that fit."""

from collections import defaultdict
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rinde.capabilities.surveys.rules.suppression import FEWEST, hidden_marks, hidden_parts, is_small


def partitions(total: int, cells: int) -> list[tuple[int, ...]]:
    return [one for one in product(range(total + 1), repeat=cells) if sum(one) == total]


@pytest.mark.parametrize("count", [0, FEWEST, 100])
def test_is_small_tells_nought_and_five(count):
    assert not is_small(count)


@pytest.mark.parametrize("count", [1, FEWEST - 1])
def test_is_small_hides_one_to_four(count):
    assert is_small(count)


@pytest.mark.parametrize(
    ("counts", "hidden"),
    [
        ((20, 15, 5), set()),
        ((20, 15, 0), set()),
        ((20, 15, 3), {1, 2}),  # alone it would be what the total lacks
        ((20, 3, 4), {1, 2}),
        ((20, 1, 1), {0, 1, 2}),  # two that together are two: the third goes too
        ((20, 4, 4), {0, 1, 2}),  # eight of two small cells: four and four
        ((30, 20, 4, 4), {1, 2, 3}),
        ((6, 6, 4), {0, 1, 2}),  # the first of two alike would give away that the other was not smaller
        ((6, 1), {0, 1}),
        ((3, 0), {0}),
        ((0, 0), set()),
    ],
)
def test_hidden_parts_takes_what_the_total_would_tell(counts, hidden):
    assert hidden_parts(counts) == hidden


@pytest.mark.parametrize(
    ("total", "cells"), [(9, 2), (13, 3), (16, 3), (20, 3), (25, 3), (12, 4), (17, 4), (24, 4), (14, 5)]
)
def test_no_hidden_part_can_be_worked_out_from_the_rest(total, cells):
    """Somebody who knows the rule tries every table of that total; each hidden cell keeps at least two values."""
    fits = defaultdict(list)
    for counts in partitions(total, cells):
        hidden = hidden_parts(counts)
        fits[tuple(None if place in hidden else count for place, count in enumerate(counts))].append(counts)
    given_away = {
        view: counts
        for view, counts in fits.items()
        for place, cell in enumerate(view)
        if cell is None and len({one[place] for one in counts}) == 1
    }
    assert given_away == {}


@given(st.lists(st.integers(0, 200), min_size=1, max_size=8))
def test_no_small_part_is_told_and_never_one_alone_is_hidden(counts):
    hidden = hidden_parts(counts)
    assert not [count for place, count in enumerate(counts) if is_small(count) and place not in hidden]
    assert len(hidden) != 1 or sum(counts) < FEWEST


def marked(answered: int, options: int, most: int) -> set[tuple[tuple[int, ...], int]]:
    """Every table that `answered` people can make, by the counts of their possible sets of marks."""
    tables: set[tuple[tuple[int, ...], int]] = set()
    for unknown in range(answered + 1):
        who = answered - unknown
        for counts in product(range(who + 1), repeat=options):
            if max(counts, default=0) <= who <= sum(counts) <= most * who or (who == 0 and not sum(counts)):
                tables.add((counts, unknown))
    return tables


@pytest.mark.parametrize(
    ("answered", "options", "most"), [(6, 2, 2), (9, 2, 2), (12, 2, 2), (8, 3, 2), (10, 3, 3), (12, 3, 2), (14, 3, 3)]
)
def test_no_hidden_mark_can_be_worked_out_from_the_rest(answered, options, most):
    fits = defaultdict(list)
    for counts, unknown in marked(answered, options, most):
        hidden, hides_unknown = hidden_marks(counts, unknown, answered=answered, most=most)
        shown = tuple(None if place in hidden else count for place, count in enumerate(counts))
        fits[(*shown, None if hides_unknown else unknown)].append((*counts, unknown))
    given_away = {
        view: tables
        for view, tables in fits.items()
        for place, cell in enumerate(view)
        if cell is None and len({one[place] for one in tables}) == 1
    }
    assert given_away == {}


def test_hidden_marks_hides_who_did_not_mark_too():
    assert hidden_marks((38, 20), 0, answered=40, most=None)[0] >= {0}


def test_hidden_marks_tells_large_ones_and_noughts():
    assert hidden_marks((20, 15, 0), 6, answered=40, most=3) == (frozenset(), False)
