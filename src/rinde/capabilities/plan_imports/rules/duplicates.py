"""Rows that a document holds twice, because a page was bound twice or a line was copied.

Two rows alike but for the date are both rows. A row with a code is the same wherever it stands in its component; one
without needs the same subcomponent. A copy on another page is left out; one inside the same table may be meant (two
deliverables in the same words), so that it stays and a person decides.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from rinde.capabilities.plan_imports.rules.drafting import Drafted


@dataclass(frozen=True, slots=True)
class Repeat:
    """Rows that repeat others. ``first``: index in the kept rows of the first one repeated; ``row``: of what is told.

    A copy that stays is told on its own row; one that was left out, on the row that it repeats.
    """

    first: int
    row: int
    places: tuple[str, ...]
    left_out: bool = True

    @property
    def is_page(self) -> bool:
        """Whether so many rows in a row are repeated that it is a page rather than a line."""
        return len(self.places) >= 3


def without_repeats(rows: Sequence[Drafted]) -> tuple[list[Drafted], list[Repeat]]:
    """Find the rows that repeat an earlier one in everything, and leave out those that another page repeats."""
    kept: list[Drafted] = []
    seen: dict[tuple[object, ...], int] = {}
    repeats: list[Repeat] = []
    last: int | None = None  # the row that the line before repeated
    for item in rows:
        original = seen.setdefault(_key(item), len(kept))
        if original == len(kept):
            kept.append(item)
            last = None
            continue
        left_out = kept[original].record.grid is not item.record.grid
        if not left_out:
            kept.append(item)
        if last is not None and original == last + 1 and repeats[-1].left_out is left_out:
            repeats[-1] = replace(repeats[-1], places=(*repeats[-1].places, item.row.where))
        else:
            told = original if left_out else len(kept) - 1
            repeats.append(Repeat(original, told, (item.row.where,), left_out))
        last = original
    return kept, repeats


def _key(item: Drafted) -> tuple[object, ...]:
    row = item.row
    return (
        row.component,
        row.code or row.subcomponent,
        row.activity,
        row.description,
        row.product,
        row.target,
        row.responsible,
        row.schedule.text,
        row.schedule.months,
    )
