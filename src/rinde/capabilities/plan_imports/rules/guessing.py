"""Reading a table that has no heading at all, by content: long text is the activity, dates are the schedule."""

from collections.abc import Sequence

from rinde.capabilities.plan_imports.rules.columns import Content, Layout, content_of
from rinde.capabilities.plan_imports.rules.headings import Role
from rinde.capabilities.plan_imports.rules.lines import Line

_ENOUGH_ROWS = 3


def guessed_layout(lines: Sequence[Line], width: int) -> Layout | None:
    """Guess what the columns hold; None where nothing looks like activities with dates."""
    rows = [line for line in lines if len(line.filled) >= 3]
    if len(rows) < _ENOUGH_ROWS or width < 3 or len(rows) < 0.5 * len(lines):
        return None
    contents = [content_of(rows, column) for column in range(width)]
    times = [
        column for column, content in enumerate(contents) if content.dates >= 0.6 and content.filled >= 0.5 * len(rows)
    ]
    if not times or len(times) > 2:
        return None
    activity = _longest(contents, [column for column in range(width) if column not in times])
    if activity is None:
        return None
    roles = dict(zip(times, (Role.START, Role.END) if len(times) == 2 else (Role.SCHEDULE,), strict=True))
    roles[activity] = Role.ACTIVITY
    responsible = max((c for c in range(width) if c not in roles), key=lambda c: contents[c].units, default=None)
    if responsible is None or contents[responsible].units < 0.4:
        return None
    roles[responsible] = Role.RESPONSIBLE
    for column in range(width):
        if column not in roles and contents[column].filled:
            roles[column] = _rest(column, activity, contents[column])
    return Layout(dict(sorted(roles.items())), heads=("",) * width, strength=2)


def _longest(contents: Sequence[Content], columns: Sequence[int]) -> int | None:
    long = [column for column in columns if contents[column].length >= 25 and contents[column].repeated < 0.5]
    return max(long, key=lambda column: contents[column].length - 0.01 * column, default=None)


def _rest(column: int, activity: int, content: Content) -> Role:
    if content.codes >= 0.7:
        return Role.CODE
    if column < activity:
        return Role.SUBCOMPONENT
    return Role.PRODUCT if column == activity + 1 else Role.OTHER
