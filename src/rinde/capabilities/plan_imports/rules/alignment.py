"""Matching columns with roles by order and content, where the headings of a table do not stand over its columns.

Happens in tables pasted as text: the code's column has no heading of its own, a table goes on after a page with one
column more, a row has lost its empty first cell. Order is kept; content decides where to slip.
"""

from collections.abc import Mapping, Sequence
from functools import lru_cache

from rinde.capabilities.plan_imports.rules.codes import is_code, split_code
from rinde.capabilities.plan_imports.rules.columns import LEVELS, Content, Layout, content_of, reads_as_date
from rinde.capabilities.plan_imports.rules.headers import Header
from rinde.capabilities.plan_imports.rules.headings import Role
from rinde.capabilities.plan_imports.rules.lines import Line
from rinde.capabilities.plan_imports.rules.months import period_columns

_TIMES = (Role.SCHEDULE, Role.START, Role.END)


def fit(role: Role, content: Content) -> float:
    """How well a column's content suits a role, about −1 to 1."""
    if not content.filled:
        return 0.1 if role in LEVELS else -0.1
    if role is Role.CODE:
        return 1.0 if content.codes >= 0.7 else -1.0
    if role in _TIMES:
        return 1.5 * content.dates - 0.5
    if role is Role.RESPONSIBLE:
        return content.units + 0.2 * (content.length < 90) - content.dates - content.codes
    if role is Role.ACTIVITY:
        return 0.7 * (content.length > 25) - content.dates - content.codes - 0.5 * content.numbers
    if role is Role.TARGET:
        return 0.2 + 0.5 * content.numbers - content.dates
    if role in LEVELS:
        return 0.3 + 0.3 * content.repeated - content.dates - content.codes
    return 0.2 + 0.2 * (content.length > 8) - 0.8 * content.dates - 0.5 * content.codes


def align(roles: Sequence[Role], lines: Sequence[Line], width: int) -> tuple[dict[int, Role], float]:
    """Lay roles over columns in order; a column of codes may slip in. Returns the roles and their mean fit."""
    contents = [content_of(lines, column) for column in range(width)]
    best: dict[tuple[int, int], tuple[float, tuple[tuple[int, Role], ...]]] = {(0, 0): (0.0, ())}
    for column, content in enumerate(contents):
        for taken in range(len(roles) + 1):
            state = best.get((column, taken))
            if state is None:
                continue
            score, chosen = state
            skipping = 0.0 if not content.filled else -0.6
            _keep(best, (column + 1, taken), score + skipping, chosen)
            if Role.CODE not in roles and content.codes >= 0.7:
                _keep(best, (column + 1, taken), score + 0.9, (*chosen, (column, Role.CODE)))
            for left_out in (0, 1):
                if taken + left_out < len(roles):
                    role = roles[taken + left_out]
                    gain = fit(role, content) - 0.9 * left_out
                    _keep(best, (column + 1, taken + left_out + 1), score + gain, (*chosen, (column, role)))
    score, chosen = max((value for (column, _), value in best.items() if column == width), key=lambda value: value[0])
    return dict(chosen), score / max(1, len(chosen))


def _keep(
    best: dict[tuple[int, int], tuple[float, tuple[tuple[int, Role], ...]]],
    place: tuple[int, int],
    score: float,
    chosen: tuple[tuple[int, Role], ...],
) -> None:
    if place not in best or best[place][0] < score:
        best[place] = (score, chosen)


def needs_alignment(header: Header, lines: Sequence[Line], width: int) -> bool:
    """Whether columns beyond the last heading hold content: the headings do not stand over their columns."""
    headed = [column for column, path in enumerate(header.heads) if path]
    if not headed or period_columns(header.heads):
        return False
    # A merge that spans columns in the heading means that the places can be trusted.
    if any(first and first == second for first, second in zip(header.cells, header.cells[1:], strict=False)):
        return False
    rows = [line for line in lines if len(line.filled) > 1]
    beyond = [line for line in rows if any(slot.column > headed[-1] for slot in line.filled)]
    return headed[-1] < width - 1 and len(beyond) >= max(1, 0.4 * len(rows))


def shift_of(line: Line, layout: Layout, width: int) -> int:
    """How many columns to the right a line must be moved so that its texts stand under their roles; usually 0."""
    here = _line_fit(line, layout.roles, 0)
    if here >= 0 or not line.filled:
        return 0
    best, chosen = here + 0.9, 0
    for shift in (1, 2, -1):
        columns = [slot.column + shift for slot in line.filled]
        if min(columns) >= 0 and max(columns) < max(width, layout.width):
            score = _line_fit(line, layout.roles, shift)
            if score > best:
                best, chosen = score, shift
    return chosen


def _line_fit(line: Line, roles: Mapping[int, Role], shift: int) -> float:
    return sum(_cell_fit(roles.get(slot.column + shift), slot.flat) for slot in line.filled)


@lru_cache(maxsize=16_384)
def _cell_fit(role: Role | None, text: str) -> float:
    is_date = reads_as_date(text)
    if role in _TIMES:
        return 1.0 if is_date else -1.0
    if is_date:
        return -1.0
    if role is Role.CODE:
        return 1.0 if is_code(text) else -1.0
    if role is Role.ACTIVITY:
        if split_code(text)[0]:
            return 1.0
        return 0.5 if len(text) > 15 else -0.5
    if role in LEVELS:
        return -0.8 if split_code(text)[0] or is_code(text) else 0.2
    return 0.1 if role else -0.5
