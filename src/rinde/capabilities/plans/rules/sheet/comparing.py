"""A sheet against the plan as it stands: what each row would do, and the whole values that would do it. Pure.

Nothing is taken out because the sheet does not mention it, and a column that is not there leaves its values alone. What
a row without a code adds is looked for in the plan first, so that the same sheet read twice adds it once.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from rinde.capabilities.plans.choices import ChangeKind
from rinde.capabilities.plans.rules.changes import FieldChange
from rinde.capabilities.plans.rules.labels import shortened
from rinde.capabilities.plans.rules.rows import ActivityValues, DeliverableValues
from rinde.capabilities.plans.rules.sheet.columns import MARK
from rinde.capabilities.plans.rules.sheet.fields import ACTIVITY_FIELDS, DELIVERABLE_FIELDS, Field
from rinde.capabilities.plans.rules.sheet.matching import Line, matched_lines
from rinde.capabilities.plans.rules.sheet.reading import Sheet
from rinde.capabilities.plans.rules.sheet.report import CHANGING, Outcome, RowReport, SheetReport
from rinde.capabilities.plans.rules.sheet.responsibles import unmatched_names
from rinde.capabilities.plans.rules.sheet.standing import Standing, StandingActivity
from rinde.capabilities.plans.rules.sheet.texts import CellProblem, comparable, one_line
from rinde.capabilities.plans.rules.sheet.writing import read_mark
from rinde.foundations.text.folding import fold

Owner = TypeVar("Owner", ActivityValues, DeliverableValues)

_LONGEST_SHOWN = 2_000  # of a text in the report: the rest is in the sheet
_LOOKS_CHANGED = (
    "El código llegó como «{came}», que es como algunos programas escriben «{stays}»: se deja «{stays}». "
    "Si quería cambiarlo, hágalo en el formulario de la actividad."
)
_NEW_ACTIVITY = ActivityValues(node_id=0, name="")


@dataclass(frozen=True, slots=True)
class SheetChange:
    """What a sheet asks of one activity: `values` are whole; None to take it out. No `activity`: a new one."""

    kind: ChangeKind
    activity: StandingActivity | None
    values: ActivityValues | None
    undoes_later: bool = False  # somebody saved the activity after the sheet was downloaded


@dataclass(frozen=True, slots=True)
class Comparison:
    """The report for people, and the changes that it speaks of."""

    report: SheetReport
    changes: tuple[SheetChange, ...]


def compare(sheet: Sheet, standing: Standing) -> Comparison:
    """Work out what a sheet would change today."""
    lines = matched_lines(sheet, standing)
    comparer = _Comparer(sheet, standing, lines)
    changes = tuple(
        replace(one, undoes_later=one.activity is not None and comparer.is_later(one.activity))
        for one in comparer.changes()
    )
    report = SheetReport(
        rows=tuple(comparer.reported(line) for line in lines),
        not_in_sheet=comparer.not_in_sheet(),
        ignored=sheet.ignored,
        absent=sheet.absent,
        older_than_plan=comparer.older_than_plan(),
    )
    return Comparison(report, changes)


class _Comparer:
    """Goes through the activities of a sheet once, and notes on each line what becomes of it."""

    def __init__(self, sheet: Sheet, standing: Standing, lines: Sequence[Line]) -> None:
        self._standing = standing
        self._lines = lines
        self._columns = sheet.columns
        self._outcomes: dict[int, Outcome] = {}
        self._labels: dict[int, str] = {}
        self._mentioned = {line.activity.id for line in lines if line.activity}
        self._marks = list(filter(None, (read_mark(line.cell(MARK)) for line in lines)))
        self._later = set(self._changed_later())

    def _changed_later(self) -> Iterator[int]:
        """The activities that somebody saved after the sheet was downloaded. A row without a mark is as old as any."""
        oldest = min(self._marks, default=None)
        for line in self._lines:
            mark = read_mark(line.cell(MARK)) or oldest
            if mark and line.activity and line.activity.edited_at and line.activity.edited_at > mark:
                yield line.activity.id

    def is_later(self, activity: StandingActivity) -> bool:
        return activity.id in self._later

    def older_than_plan(self) -> str:
        """Of when the sheet is, where the plan changed since; empty where it did not, or where nobody knows."""
        oldest, edited_at = min(self._marks, default=None), self._standing.edited_at
        return oldest.isoformat() if oldest and edited_at and edited_at > oldest else ""

    def changes(self) -> Iterator[SheetChange]:
        """What the sheet asks of each activity: those that stand in the plan's order, then the new ones."""
        standing_lines: dict[int, list[Line]] = {}
        for line in self._lines:
            if line.activity:
                standing_lines.setdefault(line.activity.id, []).append(line)
        for activity in self._standing.activities:
            if lines := standing_lines.get(activity.id):
                yield from self._asked_of(activity, lines)
        for group in self._new_groups():
            yield from self._added(group)

    def _asked_of(self, activity: StandingActivity, lines: Sequence[Line]) -> Iterator[SheetChange]:
        standing = activity.values.deliverables
        by_id = {line.deliverable.id: line for line in lines if line.deliverable and not line.problems}
        gone = {number for number, line in by_id.items() if line.deletes}
        new = [line for line in lines if line.deliverable is None and line.brings_deliverable and not line.deletes]
        asks_whole = any(line.deletes and not line.is_gone for line in lines)
        if asks_whole and not new and len(gone) == len(standing):
            for line in lines:
                self._note(line, Outcome.DELETED, _called(activity))
            yield SheetChange(ChangeKind.REMOVE_ACTIVITY, activity, None)
            return
        for number in gone:
            self._note(by_id[number], Outcome.DELETED, f"producto de la {_called(activity)}")
        values = self._with_activity_cells(activity.values, [line for line in lines if not line.deletes])
        stay = [self._with_cells(one, by_id.get(one.id)) for one in standing if one.id not in gone]
        added = [one for line in new if (one := self._added_deliverable(activity, line, lines))]
        values = replace(values, deliverables=(*stay, *added))
        if values != activity.values:
            yield SheetChange(ChangeKind.EDIT_ACTIVITY, activity, values)

    def _with_activity_cells(self, base: ActivityValues, lines: Sequence[Line]) -> ActivityValues:
        """Take what the rows of one activity say of it. One row that says something new speaks for all."""
        values = base
        for field in self._present(ACTIVITY_FIELDS):
            spoken: list[tuple[Line, ActivityValues]] = []
            for line in lines:
                if not line.cell(field.column.key).strip() and not _speaks_of_activity(line, lines):
                    continue
                after = self._read(field, base, line)
                if after is not base:
                    spoken.append((line, after))
            for line, after in spoken:
                if after != spoken[0][1]:
                    other = spoken[0][0].row.number
                    line.refuse(field.column.key, f"la fila {other} es de la misma actividad y dice otra cosa.")
                else:
                    line.fields.append(self._difference(field, base, after))
            if spoken:
                first = spoken[0][0]
                values = field.changed(values, first.cell(field.column.key), self._standing)
        return values

    def _with_cells(self, base: DeliverableValues, line: Line | None) -> DeliverableValues:
        if line is None:
            return base
        values = base
        for field in self._present(DELIVERABLE_FIELDS):
            after = self._read(field, values, line)
            if after is not values:
                line.fields.append(self._difference(field, values, after))
                values = after
        line.notes.extend(unmatched_names(base, values, self._standing))
        return values

    def _read(self, field: Field[Owner], base: Owner, line: Line) -> Owner:
        text = line.cell(field.column.key)
        try:
            after = field.changed(base, text, self._standing)
        except CellProblem as problem:
            line.refuse(field.column.key, problem.reason)
            return base
        written = field.written(base, self._standing)
        if after is base and field.column.key == "code" and comparable(text) != comparable(written):
            line.notes.append(_LOOKS_CHANGED.format(came=one_line(text), stays=written))
        return after

    def _present(self, fields: Sequence[Field[Any]]) -> list[Field[Any]]:
        return [field for field in fields if field.column.key in self._columns]

    def _difference(self, field: Field[Owner], before: Owner, after: Owner) -> FieldChange:
        texts = (shortened(field.written(one, self._standing), _LONGEST_SHOWN) for one in (before, after))
        return FieldChange(field.column.title, *texts)

    def _added_deliverable(
        self, activity: StandingActivity, line: Line, lines: Sequence[Line]
    ) -> DeliverableValues | None:
        """A new deliverable of an activity that stands; None where it is there already, from this very sheet."""
        values = self._with_cells(DeliverableValues(), line)
        mentioned = {one.deliverable.id for one in lines if one.deliverable}
        twins = (one for one in activity.values.deliverables if one.id not in mentioned)
        if any(replace(one, id=None) == values for one in twins):
            line.fields.clear()
            line.notes = ["Ya está en el plan."]
            return None
        self._note(line, Outcome.NEW, f"producto nuevo de la {_called(activity)}")
        return values

    def _new_groups(self) -> Iterator[list[Line]]:
        """Rows without a code that name the same activity in the same place are deliverables of one."""
        groups: dict[tuple[str, ...], list[Line]] = {}
        for line in self._lines:
            if line.activity or line.is_gone or line.problems:
                continue
            identity = tuple(fold(line.cell(key)) for key in ("place", "code", "name"))
            groups.setdefault(identity, []).append(line)
        yield from groups.values()

    def _added(self, lines: Sequence[Line]) -> Iterator[SheetChange]:
        first = lines[0]
        for key in ("place", "name"):
            if key not in self._columns:
                first.refuse(key, "falta la columna, y una actividad nueva la necesita. Descargue la hoja de nuevo.")
        values = self._with_activity_cells(_NEW_ACTIVITY, [*lines]) if not first.problems else _NEW_ACTIVITY
        bringing = [line for line in lines if line.brings_deliverable]
        for key in ("place", "name"):
            if not first.cell(key).strip() and key in self._columns:
                self._required(first, key)
        values = replace(values, deliverables=tuple(self._with_cells(DeliverableValues(), line) for line in bringing))
        if any(line.problems for line in lines):
            return
        is_there = any(self._is_twin(one, values) for one in self._standing.activities)
        for line in lines:
            if is_there:
                line.fields.clear()
                line.notes = ["Ya está en el plan."]
            else:
                self._note(line, Outcome.NEW, "actividad nueva")
        if not is_there:
            yield SheetChange(ChangeKind.ADD_ACTIVITY, None, values)

    def _required(self, line: Line, key: str) -> None:
        """A blank cell says nothing new of an activity that does not exist yet: say that it is missing."""
        field = next(one for one in ACTIVITY_FIELDS if one.column.key == key)
        try:
            field.put(_NEW_ACTIVITY, "", self._standing)
        except CellProblem as problem:
            line.refuse(key, problem.reason)

    def _is_twin(self, activity: StandingActivity, values: ActivityValues) -> bool:
        """Whether an activity that the sheet does not mention by its code is what a row would add."""
        if activity.id in self._mentioned or activity.values.name != values.name:
            return False
        bare = tuple(replace(one, id=None) for one in activity.values.deliverables)
        return replace(activity.values, deliverables=bare) == values

    def _note(self, line: Line, outcome: Outcome, label: str) -> None:
        self._outcomes[id(line)], self._labels[id(line)] = outcome, label

    def reported(self, line: Line) -> RowReport:
        """What becomes of a row, once every activity was gone through."""
        outcome = self._outcomes.get(id(line), Outcome.CHANGED if line.fields else Outcome.UNCHANGED)
        if line.problems:
            outcome = Outcome.PROBLEM
        if line.is_gone and not line.problems:
            line.notes.append("Ya no estaba en el plan.")
        name = line.cell("name") or (line.activity.values.name if line.activity else "")
        fallback = _called(line.activity) if line.activity else "fila sin actividad" if not name else "actividad nueva"
        later = line.activity if line.activity and self.is_later(line.activity) and outcome in CHANGING else None
        return RowReport(
            number=line.row.number,
            outcome=outcome,
            label=self._labels.get(id(line), fallback),
            name=shortened(comparable(name).replace("\n", " "), 200),
            fields=() if outcome == Outcome.DELETED else tuple(line.fields),
            problems=tuple(line.problems),
            notes=tuple(line.notes),
            later_at=later.edited_at.isoformat() if later and later.edited_at else "",
            later_by=later.edited_by if later else "",
        )

    def not_in_sheet(self) -> int:
        """How many rows of the plan the sheet does not mention."""
        deliverables = {line.deliverable.id for line in self._lines if line.deliverable}
        return sum(
            sum(one.id not in deliverables for one in activity.values.deliverables)
            if activity.values.deliverables
            else activity.id not in self._mentioned
            for activity in self._standing.activities
        )


def _speaks_of_activity(line: Line, lines: Sequence[Line]) -> bool:
    """Whether a blank cell empties what it stands for: not in a row that only brings one more deliverable."""
    return line.deliverable is not None or (line is lines[0] and not any(one.deliverable for one in lines))


def _called(activity: StandingActivity) -> str:
    code = activity.values.code
    return f"actividad {code}" if code else f"actividad «{shortened(activity.values.name)}»"
