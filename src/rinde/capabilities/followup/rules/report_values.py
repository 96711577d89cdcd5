"""What a unit types of a cell, read: figures, a day, and the marks of a universe list. Pure.

What cannot be read is not lost: it stays in `unread` as it was typed, so that a draft gives it back.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal

from rinde.capabilities.followup.rules.cells import Cell
from rinde.capabilities.plans.choices import MeasureUnit
from rinde.capabilities.plans.rules.sheet.figures import read_figure
from rinde.capabilities.plans.rules.sheet.texts import CellProblem
from rinde.foundations.text.folding import fold
from rinde.foundations.text.typed import tidy_text

FIGURES = ("quantity", "numerator", "denominator")
_DAY_FORMATS = ("%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y")


@dataclass(frozen=True, slots=True)
class Mark:
    """Of one thing of a universe list: done, or not applicable with its reason."""

    name: str
    is_done: bool = False
    is_not_applicable: bool = False
    reason: str = ""


@dataclass(frozen=True, slots=True)
class ReportValues:
    """A report as somebody filled it in. `quantity` is the total of the cell so far, never an increment."""

    outcome: str = ""
    quantity: Decimal | None = None  # percent points where the cell counts in percent
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    text: str = ""
    reason: str = ""
    difficulties: str = ""
    result: str = ""
    happened_on: date | None = None
    marks: tuple[Mark, ...] = ()
    unread: Mapping[str, str] = field(default_factory=dict)  # by field: what was typed and is no figure, day or name

    @property
    def percent(self) -> Decimal | None:
        """The share, in percent points: of its two figures where it has both."""
        if self.denominator:
            return (self.numerator or Decimal(0)) / self.denominator * 100
        return self.quantity


def read_values(typed: Mapping[str, str], *, marks: Iterable[Mark] = (), unknown_names: str = "") -> ReportValues:
    """Read what was typed into the fields of a report, by their names.

    Args:
        unknown_names: lines of a pasted list that name nothing of the universe.
    """
    unread = {"universe": unknown_names} if unknown_names else {}
    figures: dict[str, Decimal | None] = {}
    for name in FIGURES:
        text = typed.get(name, "").strip()
        figures[name] = _figure(text)
        if name == "denominator" and figures[name] == 0:
            figures[name] = None  # a share of nothing is no figure
        if text and figures[name] is None:
            unread[name] = text
    day = typed.get("happened_on", "").strip()
    happened_on = _day(day)
    if day and happened_on is None:
        unread["happened_on"] = day
    return ReportValues(
        outcome=typed.get("outcome", ""),
        quantity=figures["quantity"],
        numerator=figures["numerator"],
        denominator=figures["denominator"],
        text=tidy_text(typed.get("text", "")),
        reason=tidy_text(typed.get("reason", "")),
        difficulties=tidy_text(typed.get("difficulties", "")),
        result=tidy_text(typed.get("result", "")),
        happened_on=happened_on,
        marks=tuple(marks),
        unread=unread,
    )


def storable(values: ReportValues) -> ReportValues:
    """Put aside, as if it had been typed, a figure that no report can hold: below zero, or of too many digits."""
    unread, kept = dict(values.unread), {name: getattr(values, name) for name in FIGURES}
    for name, value in kept.items():
        if value is not None and (figure_problem(str(value)) or (name == "denominator" and value == 0)):
            unread[name], kept[name] = str(value), None
    return replace(
        values,
        unread=unread,
        quantity=kept["quantity"],
        numerator=kept["numerator"],
        denominator=kept["denominator"],
    )


def figure_problem(text: str) -> str:
    """Say in Spanish why a text is not a figure of a report; empty for one that is."""
    try:
        read_figure(text)
    except CellProblem as problem:
        return f"{problem.reason[:1].upper()}{problem.reason[1:]}"
    return ""


def _figure(text: str) -> Decimal | None:
    return None if figure_problem(text) else read_figure(text)


def _day(text: str) -> date | None:
    for form in _DAY_FORMATS:
        try:
            return datetime.strptime(text, form).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    return None


def with_list(values: ReportValues, cell: Cell) -> ReportValues:
    """Take the figures from the marks of the universe list, where there are any: they are what the list shows."""
    if not values.marks or not cell.universe:
        return values
    done = sum(one.is_done for one in values.marks)
    left_out = sum(one.is_not_applicable for one in values.marks)
    counted = max(0, len(cell.universe) - left_out)
    is_count = cell.unit == MeasureUnit.COUNT
    return replace(
        values,
        numerator=Decimal(done),
        denominator=Decimal(counted) if counted else None,
        quantity=Decimal(done) if is_count else None,
    )


def marks_of(
    universe: Sequence[str],
    *,
    done: Iterable[str] = (),
    left_out: Mapping[str, str] | None = None,
    all_done: bool = False,
) -> tuple[Mark, ...]:
    """The marks of a list, in its order; a thing of which nothing was said has none.

    Args:
        left_out: by name, why it does not apply; a reason that is missing is told when the report is sent.
        all_done: everything that applies is done.
    """
    said, reasons = set(done), {name: text.strip() for name, text in (left_out or {}).items()}
    return tuple(
        Mark(name, name in said or (all_done and name not in reasons), name in reasons, reasons.get(name, ""))
        for name in universe
        if name in said or name in reasons or all_done
    )


def names_among(text: str, universe: Sequence[str]) -> tuple[tuple[str, ...], str]:
    """Find pasted lines in a universe list, whatever their accents and capitals.

    Returns the names as the list writes them, and the lines that name nothing of it.
    """
    known = {fold(name): name for name in universe}
    lines = [" ".join(line.split()) for line in text.splitlines() if line.strip()]
    found = tuple(dict.fromkeys(known[fold(line)] for line in lines if fold(line) in known))
    return found, "\n".join(line for line in lines if fold(line) not in known)


def reasons_among(text: str, universe: Sequence[str]) -> tuple[dict[str, str], str]:
    """Read «name: reason», one a line. A name may have a colon itself: the longest that the list knows is meant.

    Returns the reasons by name, and the lines that name nothing of the list.
    """
    reasons: dict[str, str] = {}
    unknown = []
    for line in filter(None, map(str.strip, text.splitlines())):
        parts = line.split(":")
        for cut in range(len(parts), 0, -1):
            found, _ = names_among(":".join(parts[:cut]), universe)
            if found:
                reasons[found[0]] = ":".join(parts[cut:]).strip()
                break
        else:
            unknown.append(line)
    return reasons, "\n".join(unknown)
