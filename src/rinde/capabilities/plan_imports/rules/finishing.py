"""After the last line: leaving stray cells out, and filling in what lost merges would have said."""

import itertools
import re
from collections.abc import Sequence

from rinde.capabilities.plan_imports.rules.headings import Role
from rinde.capabilities.plan_imports.rules.records import Record

_INHERITED = (
    Role.RESPONSIBLE,
    Role.SCHEDULE,
    Role.START,
    Role.END,
    Role.PRODUCT,
    Role.TARGET,
    Role.TARGET_OR_PRODUCT,
)
_OFTEN_EMPTY = 0.3
_THREE_LETTERS = re.compile(r"(?:[^\W\d_].*?){3}", re.DOTALL)


def is_stray(record: Record) -> bool:
    """Tell whether a record is only a cell with text below a table, or has no letters where an activity would."""
    text = record.text(Role.ACTIVITY)
    if not _THREE_LETTERS.search(text):
        return True
    says_more = any(role is not Role.ACTIVITY for role in record.pieces) or bool(record.months)
    return record.after_gap and not says_more


def inherit_in_text(records: Sequence[Record]) -> None:
    """Let the empty cells of a text that lost its merges stand for the ones above, within the same subcomponent.

    Only where a column is often empty: one empty cell among many is a gap of the plan, and a finding says so.
    """
    by_grid: dict[int, list[Record]] = {}
    for record in records:
        if record.grid.container == "body" and not _has_merges(record):
            by_grid.setdefault(id(record.grid), []).append(record)
    for rows in by_grid.values():
        for role in _INHERITED:
            if _is_often_empty(rows, role):
                _fill_down(rows, role)


def _has_merges(record: Record) -> bool:
    return any(cell.row_span > 1 or cell.column_span > 1 for cell in record.grid.cells)


def _is_often_empty(rows: Sequence[Record], role: Role) -> bool:
    empty = sum(1 for record in rows if not record.says(role))
    return role in rows[0].layout.roles.values() and empty >= max(2, _OFTEN_EMPTY * len(rows))


def _fill_down(rows: Sequence[Record], role: Role) -> None:
    for before, record in itertools.pairwise(rows):
        if not record.says(role) and before.says(role) and record.subcomponent is before.subcomponent:
            record.pieces[role] = list(before.pieces[role])
            record.inherited.add(role)
