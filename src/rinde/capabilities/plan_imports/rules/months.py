"""Month grids: which column stands for which months, and which of them a row marks, by letters or by shading.

Shading is read by contrast inside the grid. A fill is a mark only where it tells a cell from its row's other cells and
from the grid's background: the colour of a heading, of a zebra or of a component is no mark, and a grid in which every
cell looks alike marks nothing.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from rinde.capabilities.plan_imports.rules.lexicon import fold_heading
from rinde.capabilities.plan_imports.rules.lines import Line
from rinde.foundations.text.dates import month_number

Months = tuple[int, ...]

_INITIALS = "efmamjjasond"
_PERIOD_LENGTH = {
    "bimestre": 2,
    "bim": 2,
    "trimestre": 3,
    "trim": 3,
    "cuatrimestre": 4,
    "cuatrim": 4,
    "semestre": 6,
    "sem": 6,
}
_ORDINALS = {
    "1": 1,
    "i": 1,
    "primer": 1,
    "2": 2,
    "ii": 2,
    "segundo": 2,
    "3": 3,
    "iii": 3,
    "tercer": 3,
    "4": 4,
    "iv": 4,
    "cuarto": 4,
    "5": 5,
    "v": 5,
    "6": 6,
    "vi": 6,
    "1er": 1,
    "2do": 2,
    "3er": 3,
    "4to": 4,
}
_NAMED_PERIOD = re.compile(
    r"(?P<a>\w+)? ?\b(?P<p>bimestre|bim|trimestre|trim|cuatrimestre|cuatrim|semestre|sem)s?(?:\b|(?=\d)) ?(?P<b>\w+)?"
)
_LETTER_PERIOD = re.compile(r"(?P<p>[tqbsc]) ?(?P<n>[1-6])|(?P<m>[1-6]) ?(?P<q>[tq])")
_MONTH_SPAN = re.compile(r"([a-z]{3,10})(?: a| al)? ([a-z]{3,10})")
_LONGEST_MARK = 14
_NO_MARK = re.compile(r"^[\s0.,%\-–—_/]*$|^(?:n\.?/?a\.?|no aplica|no)$", re.IGNORECASE)


def period_columns(heads: Sequence[tuple[str, ...]]) -> dict[int, Months]:
    """Find the columns that stand for months or for parts of the year. ``heads``: each column's headings, top down."""
    last = [fold_heading(path[-1]) if path else "" for path in heads]
    found = _by_name(last) | _by_period(heads)
    if len(found) < 6:
        found |= _by_run(last, heads)
    return found if len(found) >= 2 else {}


def _by_name(last: Sequence[str]) -> dict[int, Months]:
    found: dict[int, Months] = {}
    for column, head in enumerate(last):
        if not head or len(head) > 24:
            continue
        word = re.sub(r" ?(?:20)?\d\d$", "", head)
        number = month_number(word.replace(" ", "")) or month_number(word[::-1].replace(" ", ""))
        span = _MONTH_SPAN.fullmatch(word)
        if number:
            found[column] = (number,)
        elif span and (first := month_number(span[1])) and (end := month_number(span[2])) and first < end:
            found[column] = tuple(range(first, end + 1))
    # One month name alone is a date column's heading, not a grid.
    return found if len(found) >= 3 else {}


def _by_period(heads: Sequence[tuple[str, ...]]) -> dict[int, Months]:
    found: dict[int, Months] = {}
    for column, path in enumerate(heads):
        folded = [fold_heading(text) for text in path]
        months = _named_period(folded[-1]) if folded else None
        if months is None and len(folded) > 1 and folded[-1] in _ORDINALS:
            parent = next(
                (
                    _PERIOD_LENGTH[p]
                    for p in _PERIOD_LENGTH
                    for text in folded[:-1]
                    if re.search(rf"\b{p}(?:s|es)?\b", text)
                ),
                0,
            )
            months = _months_of(parent, _ORDINALS[folded[-1]])
        if months:
            found[column] = months
    return found


def _named_period(head: str) -> Months | None:
    if letter := _LETTER_PERIOD.fullmatch(head):
        length = {"t": 3, "q": 3, "b": 2, "s": 6, "c": 4}[letter["p"] or letter["q"]]
        return _months_of(length, int(letter["n"] or letter["m"]))
    match = _NAMED_PERIOD.search(head)
    if match and len(head) <= 30:
        number = _ORDINALS.get(match["a"] or "") or _ORDINALS.get(match["b"] or "")
        return _months_of(_PERIOD_LENGTH[match["p"]], number) if number else None
    return None


def _months_of(length: int, number: int | None) -> Months | None:
    if not length or not number or number * length > 12:
        return None
    return tuple(range((number - 1) * length + 1, number * length + 1))


def _by_run(last: Sequence[str], heads: Sequence[tuple[str, ...]]) -> dict[int, Months]:
    """Twelve neighbours headed 1…12, E F M A…, or anything short under one heading that spans exactly the twelve."""
    for first in range(len(last) - 11):
        run = [text.replace("mes ", "").replace(" ", "") for text in last[first : first + 12]]
        numbered = all(text.lstrip("0") == str(number) for number, text in enumerate(run, 1))
        initials = "".join(text[:1] for text in run) == _INITIALS and all(len(text) <= 4 for text in run)
        if numbered or initials or _under_one_heading(heads, first):
            return {first + number: (number + 1,) for number in range(12)}
    return {}


def _under_one_heading(heads: Sequence[tuple[str, ...]], first: int) -> bool:
    run = heads[first : first + 12]
    if not all(len(path) > 1 and len(path[-1]) <= 10 for path in run):
        return False
    top = run[0][0]
    outside = [path for column, path in enumerate(heads) if not first <= column < first + 12]
    return all(path[0] == top for path in run) and all(not path or path[0] != top for path in outside)


def is_mark(text: str) -> bool:
    """Tell whether what stands in a month's cell marks it: an X, a quantity, a percentage, but no zero and no dash."""
    return 0 < len(text) <= _LONGEST_MARK and not _NO_MARK.match(text)


def marked_by_shading(lines: Sequence[Line], columns: Mapping[int, Months]) -> dict[int, frozenset[int]]:
    """The months that each line marks by shading alone, by line number."""
    fills = {line.number: [_fill(line, column) for column in columns] for line in lines}
    everywhere = Counter(fill for row in fills.values() for fill in row)
    if len(everywhere) < 2:
        return {}
    background = _background(everywhere)
    partial = {fill for row in fills.values() if len(set(row)) > 1 for fill in row}
    found: dict[int, frozenset[int]] = {}
    for line in lines:
        own = Counter(slot.cell.fill for slot in line.slots if slot.cell and slot.column not in columns)
        plain = {background, own.most_common(1)[0][0] if own else None, None}
        marked = {
            month
            for (column, months), fill in zip(columns.items(), fills[line.number], strict=True)
            if fill not in plain
            for month in months
        }
        if marked and not _is_stripe(fills[line.number], partial):
            found[line.number] = frozenset(marked)
    return found


def _fill(line: Line, column: int) -> str | None:
    cell = line.at(column).cell
    return cell.fill if cell else None


def _background(everywhere: Counter[str | None]) -> str | None:
    """No fill where some cells have none; else the lightest of the frequent fills."""
    total = sum(everywhere.values())
    if everywhere.get(None, 0) >= 0.02 * total:
        return None
    frequent = [fill for fill, count in everywhere.items() if fill and count >= 0.1 * total]
    return max(frequent, key=_lightness, default=None)


def _is_stripe(row: Sequence[str | None], partial: set[str | None]) -> bool:
    """A whole row in one light fill that no other row uses in part: a zebra's stripe, not twelve marks."""
    fill = row[0]
    return fill is not None and all(other == fill for other in row) and fill not in partial and _lightness(fill) > 0.85


def _lightness(fill: str) -> float:
    red, green, blue = (int(fill[i : i + 2], 16) for i in (0, 2, 4))
    return (0.299 * red + 0.587 * green + 0.114 * blue) / 255
