"""Rows that a document holds twice, because a page was bound twice or a line was copied.

Two rows alike but for the date are both rows. A row with a code is the same wherever it stands in its component; one
without needs the same subcomponent.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from rinde.capabilities.plan_imports.rules.drafting import Drafted
from rinde.foundations.text.folding import fold


@dataclass(frozen=True, slots=True)
class Repeat:
    """Rows left out because they repeat others. ``first``: index in the kept rows of the first one repeated."""

    first: int
    places: tuple[str, ...]

    @property
    def is_page(self) -> bool:
        """Whether so many rows in a row are repeated that it is a page rather than a line."""
        return len(self.places) >= 3


def without_repeats(rows: Sequence[Drafted]) -> tuple[list[Drafted], list[Repeat]]:
    """Leave out the rows that repeat an earlier one in everything; say which."""
    kept: list[Drafted] = []
    seen: dict[tuple[object, ...], int] = {}
    runs: list[tuple[int, list[str]]] = []
    last_repeated: int | None = None
    for item in rows:
        key = _key(item)
        original = seen.get(key)
        if original is None:
            seen[key] = len(kept)
            kept.append(item)
            last_repeated = None
            continue
        if last_repeated is not None and original == last_repeated + 1:
            runs[-1][1].append(item.row.where)
        else:
            runs.append((original, [item.row.where]))
        last_repeated = original
    return kept, [Repeat(first, tuple(places)) for first, places in runs]


def _key(item: Drafted) -> tuple[object, ...]:
    row = item.row
    return (
        fold(row.component or ""),
        row.code or fold(row.subcomponent or ""),
        fold(row.activity),
        fold(row.description or ""),
        fold(row.product or ""),
        fold(row.target or ""),
        tuple(map(fold, row.responsible)),
        fold(row.schedule.text),
        row.schedule.months,
    )
