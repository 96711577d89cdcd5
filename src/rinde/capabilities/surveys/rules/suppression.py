"""Which counts are not told, so that nobody is recognised in them and none can be worked out from the others. Pure.

A cell of one to four people is not published (practice of statistical disclosure control; the threshold is ours and
the one of the design). Hiding only that cell would be no use: it is what the total lacks. So more cells go, always the
smallest of those still shown, until what is told leaves at least two values possible for every cell that is not.
"""

from collections.abc import Sequence

FEWEST = 5


def is_small(count: int) -> bool:
    """A nought tells of nobody."""
    return 0 < count < FEWEST


def hidden_parts(counts: Sequence[int]) -> frozenset[int]:
    """The places that are not told among counts that make one known total: each answer is in exactly one of them."""
    hidden = {place for place, count in enumerate(counts) if is_small(count)}
    while hidden and not _parts_are_safe([counts[place] for place in hidden]):
        smallest = _smallest_shown(counts, hidden)
        if not smallest:
            break  # nothing but noughts is told
        hidden |= smallest
    return frozenset(hidden)


def _smallest_shown(counts: Sequence[int], hidden: set[int]) -> set[int]:
    """All of one size at once: whoever knows that the first of them goes would else read from its place what it is."""
    shown = [place for place, count in enumerate(counts) if count and place not in hidden]
    least = min((counts[place] for place in shown), default=0)
    return {place for place in shown if counts[place] == least}


def _parts_are_safe(hidden: Sequence[int]) -> bool:
    """Their sum is what the total lacks. It gives them away where they can only be all ones, or all fours."""
    many, together = len(hidden), sum(hidden)
    return many > 1 and together >= FEWEST and together not in (many, many * (FEWEST - 1))


def hidden_marks(
    counts: Sequence[int], unknown: int, *, answered: int, most: int | None
) -> tuple[frozenset[int], bool]:
    """The places that are not told where an answer may be in several of them, and whether «No sé» is not told.

    Who did not mark something is a cell too: an option that all but three marked is not told either.

    Args:
        counts: how many marked each option.
        unknown: how many said «No sé» instead.
        answered: both of them together, which is told.
        most: how many options one may mark; None: all.
    """
    table = _Marks(tuple(counts), unknown, answered, most or len(counts))
    hidden = {place for place, count in enumerate(counts) if table.is_small_mark(count)}
    hides_unknown = is_small(unknown)
    while (hidden or hides_unknown) and not table.are_safe(hidden, hides_unknown):
        smallest = _smallest_shown(counts, hidden)
        if smallest:
            hidden |= smallest
        elif unknown and not hides_unknown:
            hides_unknown = True
        else:
            break  # nothing but noughts is told
    return frozenset(hidden), hides_unknown


class _Marks:
    """A question of several options, as somebody sees it who knows all that is told."""

    def __init__(self, counts: tuple[int, ...], unknown: int, answered: int, most: int) -> None:
        self.counts, self.unknown, self.answered, self.most = counts, unknown, answered, most

    def is_small_mark(self, count: int) -> bool:
        return is_small(count) or (count > 0 and is_small(self.answered - count))

    def are_safe(self, hidden: set[int], hides_unknown: bool) -> bool:
        """Whether each hidden value keeps room: who marked is at most each option's people and at least their sum."""
        low = [self._lowest(count) if place in hidden else count for place, count in enumerate(self.counts)]
        high = [self._highest(count) if place in hidden else count for place, count in enumerate(self.counts)]
        unknown_low = 1 if hides_unknown else self.unknown
        unknown_high = self._highest(self.unknown) if hides_unknown else self.unknown
        if hides_unknown:
            least = max(unknown_low, self.answered - sum(high))
            greatest = min(unknown_high, self.answered - max(low), self.answered - -(-sum(low) // self.most))
            if least >= greatest:
                return False
        return all(
            self._option_has_room(place, low, high, self.answered - unknown_high, self.answered - unknown_low)
            for place in hidden
        )

    def _option_has_room(self, place: int, low: list[int], high: list[int], fewest: int, most: int) -> bool:
        """`fewest` and `most`: who may have marked anything at all."""
        others_low, others_high = sum(low) - low[place], sum(high) - high[place]
        least = max(low[place], fewest - others_high)
        greatest = min(high[place], most, self.most * most - others_low)
        return least < greatest

    def _lowest(self, count: int) -> int:
        if is_small(count):
            return 1
        return self.answered - FEWEST + 1 if is_small(self.answered - count) else FEWEST

    def _highest(self, count: int) -> int:
        if is_small(count):
            return FEWEST - 1
        return self.answered - 1 if is_small(self.answered - count) else self.answered
