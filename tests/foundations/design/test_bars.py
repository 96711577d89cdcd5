"""Bars: in proportion, and never something drawn as nothing."""

import re

from hypothesis import given
from hypothesis import strategies as st

from rinde.foundations.design.bars import bars, strip_markup

KINDS = ("late", "late-2", "due", "ok", "off")


def test_bars_never_draw_something_as_nothing():
    assert [bar.width for bar in bars([("a", 1000, ""), ("b", 1, ""), ("c", 0, "")])] == [100, 1, 0]
    assert [bar.width for bar in bars([("a", 0, "")])] == [0]


def test_strip_of_nothing_is_not_drawn():
    assert strip_markup([("late", 0), ("ok", 0)]) == ""


@given(st.lists(st.integers(0, 5_000), min_size=5, max_size=5).filter(any))
def test_strip_draws_every_part_and_fills_its_width(counts: list[int]):
    drawn = re.findall(
        r'class="strip__([\w-]+)" x="([\d.]+)" width="([\d.]+)"', strip_markup([*zip(KINDS, counts, strict=True)])
    )
    assert [kind for kind, _, _ in drawn] == [kind for kind, count in zip(KINDS, counts, strict=True) if count]
    assert all(float(width) > 0 for _, _, width in drawn)
    assert abs(float(drawn[-1][1]) + float(drawn[-1][2]) - 1000) < 1


def test_strip_is_silent_for_screen_readers():
    assert 'aria-hidden="true"' in strip_markup([("ok", 3)])
