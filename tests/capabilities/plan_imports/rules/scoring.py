"""How well a draft agrees with the rows that a careful person reads: the figures that golden tests hold at a bar.

Rows are paired by what they say is to be done, best pair first. Each figure is a share of the paired rows for which the
careful reading says something.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from rapidfuzz import fuzz

from rinde.foundations.text.folding import fold

Row = Mapping[str, Any]
PAIRED = 85.0
SAME_TEXT = 90.0


def figures(expected: Sequence[Row], draft: Sequence[Row]) -> dict[str, float]:
    """Recall, precision and, over the paired rows, the share of right dates, months, names, goals, labels and codes."""
    pairs = _pairs(expected, draft)
    found = {"recall": len(pairs) / max(1, len(expected)), "precision": len(pairs) / max(1, len(draft))}
    for name, (says, agrees) in _CHECKS.items():
        checked = [agrees(want, got) for want, got in pairs if says(want)]
        if checked:
            found[name] = sum(checked) / len(checked)
    return found


def _task(row: Row) -> str:
    return fold(f"{row.get('activity') or ''} {row.get('description') or ''}")


def _goal(row: Row) -> str:
    return fold(row.get("product") or row.get("target") or "")


def _pairs(expected: Sequence[Row], draft: Sequence[Row]) -> list[tuple[Row, Row]]:
    likely = []
    for i, want in enumerate(expected):
        for j, got in enumerate(draft):
            likeness = fuzz.ratio(_task(want), _task(got))
            if likeness >= PAIRED:
                alike = (
                    likeness,
                    want.get("code") == got.get("code"),
                    _goal(want) == _goal(got),
                    _when(want) == _when(got),
                )
                likely.append((alike, -i, -j))
    used_expected: set[int] = set()
    used_draft: set[int] = set()
    pairs = []
    for _, i, j in sorted(likely, reverse=True):
        if i not in used_expected and j not in used_draft:
            used_expected.add(i)
            used_draft.add(j)
            pairs.append((expected[-i], draft[-j]))
    return pairs


def _schedule(row: Row) -> Mapping[str, Any]:
    return row.get("schedule") or {}


def _when(row: Row) -> tuple[Any, ...]:
    schedule = _schedule(row)
    if schedule.get("permanent"):
        return ("permanent",)
    return tuple(sorted(schedule.get("deadlines") or ())) or (schedule.get("start"), schedule.get("end"))


def _says_when(row: Row) -> bool:
    return not _schedule(row).get("months") and any(_when(row))


def _names(row: Row) -> str:
    said = row.get("responsible") or ""
    return said if isinstance(said, str) else " ".join(said)


def _says(field: str) -> Callable[[Row], bool]:
    return lambda row: bool(row.get(field))


def _same_text(field: str) -> Callable[[Row, Row], bool]:
    return lambda want, got: fuzz.ratio(fold(want[field]), fold(got.get(field) or "")) >= SAME_TEXT


_CHECKS: dict[str, tuple[Callable[[Row], bool], Callable[[Row, Row], bool]]] = {
    "dates": (_says_when, lambda want, got: _when(want) == _when(got)),
    "months": (
        lambda row: bool(_schedule(row).get("months")),
        lambda want, got: sorted(_schedule(want)["months"]) == sorted(_schedule(got).get("months") or ()),
    ),
    "responsible": (
        lambda row: bool(_names(row)),
        lambda want, got: fuzz.ratio(fold(_names(want)), fold(_names(got))) >= SAME_TEXT,
    ),
    "product": (_says("product"), _same_text("product")),
    "target": (_says("target"), _same_text("target")),
    "subcomponent": (_says("subcomponent"), _same_text("subcomponent")),
    "code": (_says("code"), lambda want, got: want["code"] == (got.get("code") or "").rstrip(".")),
}
