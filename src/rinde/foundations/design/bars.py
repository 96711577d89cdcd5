"""Counts drawn as bars, always beside their figures: what is drawn is hidden from screen readers, which hear the table.

`bars` goes into the template `design/bars.html`, which is its own data table. `strip_markup` is one row of a larger
table: its parts one beside the other, each also a figure in a column of that row.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString, mark_safe

_WIDE = 1000  # units of a strip: fine enough for one of a thousand
_GAP = 4  # between its parts, so that two of one colour are told apart
_THINNEST = 8  # what is over zero is never drawn as nothing


@dataclass(frozen=True, slots=True)
class Bar:
    """A row of a bar chart: `width` from 0 to 100, beside the longest one."""

    label: str
    value: int
    width: int
    url: str = ""


def bars(counts: Sequence[tuple[str, int, str]]) -> tuple[Bar, ...]:
    """Make bars from (label, value, address); a value over zero is never drawn as nothing."""
    longest = max((value for _, value, _ in counts), default=0)
    return tuple(
        Bar(label, value, max(1, round(100 * value / longest)) if value else 0, url) for label, value, url in counts
    )


def strip_markup(parts: Sequence[tuple[str, int]]) -> SafeString:
    """Draw the parts of one whole side by side; empty where all of them are nought.

    Args:
        parts: (kind, count) in the order in which they stand. A kind is one of the `status` tag, with «-2» for a second
            thing of the same kind; it is a class of the sheet and never comes from people.
    """
    whole = sum(count for _, count in parts)
    if not whole:
        return mark_safe("")
    shown = [(kind, count) for kind, count in parts if count]
    room = _WIDE - _GAP * (len(shown) - 1) - _THINNEST * len(shown)
    drawn, place = [], 0.0
    for kind, count in shown:
        width = _THINNEST + room * count / whole
        drawn.append(f'<rect class="strip__{kind}" x="{place:.1f}" width="{width:.1f}" height="10"/>')
        place += width + _GAP
    return mark_safe(  # noqa: S308 - kinds and figures of ours
        f'<svg class="strip" viewBox="0 0 {_WIDE} 10" preserveAspectRatio="none" aria-hidden="true" '
        f'focusable="false">{"".join(drawn)}</svg>'
    )
