"""Which activity and which deliverable each row of a sheet means, by the stable codes. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from rinde.capabilities.plans.rules.changes import FieldChange
from rinde.capabilities.plans.rules.rows import DeliverableValues
from rinde.capabilities.plans.rules.sheet.columns import ACTION, ACTIVITY_CODE, BY_KEY, DELETE, DELIVERABLE_CODE
from rinde.capabilities.plans.rules.sheet.fields import DELIVERABLE_FIELDS
from rinde.capabilities.plans.rules.sheet.reading import Sheet, SheetRow
from rinde.capabilities.plans.rules.sheet.standing import Standing, StandingActivity
from rinde.capabilities.plans.rules.sheet.texts import one_line
from rinde.foundations.text.folding import fold

_ACTIVITY = re.compile(r"a(?P<plan>\d{1,12})-(?P<key>.+)")
_DELIVERABLE = re.compile(r"p(?P<number>\d{1,12})")
_DELETES = frozenset({DELETE, "elimine", "borrar", "quitar"})


@dataclass(slots=True)
class Line:
    """A row on its way: what it means, and what is found out about it."""

    row: SheetRow
    activity: StandingActivity | None = None
    deliverable: DeliverableValues | None = None  # the one that stands; None for a new one, or for no one
    deletes: bool = False
    is_gone: bool = False  # asks to take out what is no longer there
    fields: list[FieldChange] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def cell(self, key: str) -> str:
        return self.row.cells.get(key, "")

    @property
    def brings_deliverable(self) -> bool:
        """Whether any cell of a deliverable says something."""
        return any(self.cell(one.column.key).strip() for one in DELIVERABLE_FIELDS)

    def refuse(self, key: str, reason: str) -> None:
        """Say what is wrong with a cell, and where it is."""
        self.problems.append(f"Fila {self.row.number}, columna {BY_KEY[key].title}: {reason}")


def matched_lines(sheet: Sheet, standing: Standing) -> tuple[Line, ...]:
    """Find for every row what it is about; what cannot be found is a problem of the row."""
    lines = tuple(_matched(row, standing, sheet) for row in sheet.rows)
    _refuse_repeats(lines)
    return lines


def _matched(row: SheetRow, standing: Standing, sheet: Sheet) -> Line:
    line = Line(row)
    line.deletes = _read_action(line)
    code, product = (one_line(line.cell(key)).lower() for key in (ACTIVITY_CODE, DELIVERABLE_CODE))
    if code:
        _find_activity(line, code, standing)
        if line.activity and not line.problems:
            _find_deliverable(line, line.activity.values.deliverables, product, DELIVERABLE_CODE in sheet.columns)
    elif product:
        line.refuse(ACTIVITY_CODE, "falta. Cópielo de otra fila de la misma actividad o descargue la hoja de nuevo.")
    elif line.deletes:
        line.refuse(ACTION, "la fila no tiene código y no se sabe qué eliminar. Borre la fila o póngale su código.")
    return line


def _read_action(line: Line) -> bool:
    said = fold(line.cell(ACTION))
    if said and said not in _DELETES:
        line.refuse(ACTION, f"«{said[:40]}» no se entiende. Escriba «{DELETE}» o deje la celda en blanco.")
    return said in _DELETES


def _find_activity(line: Line, code: str, standing: Standing) -> None:
    found = _ACTIVITY.fullmatch(code)
    if not found:
        reason = f"«{code[:40]}» no es un código de Rinde. Déjelo como venía, o en blanco si la actividad es nueva."
        line.refuse(ACTIVITY_CODE, reason)
    elif int(found["plan"]) != standing.plan_id:
        line.refuse(ACTIVITY_CODE, "es de otro plan. Descargue la hoja de este plan y haga en ella los cambios.")
    elif found["key"] in standing.by_key:
        line.activity = standing.by_key[found["key"]]
    elif line.deletes:
        line.is_gone = True
    else:
        reason = "esa actividad ya no está en el plan. Para agregarla de nuevo, borre los dos códigos; si no, la fila."
        line.refuse(ACTIVITY_CODE, reason)


def _find_deliverable(line: Line, standing: Sequence[DeliverableValues], code: str, has_column: bool) -> None:
    if not code:
        _find_by_place(line, standing, has_column)
        return
    found = _DELIVERABLE.fullmatch(code)
    number = int(found["number"]) if found else 0
    line.deliverable = next((one for one in standing if one.id == number), None)
    if line.deliverable is None and line.deletes and found:
        line.is_gone = True
    elif line.deliverable is None:
        reason = "no es de un producto de esta actividad. Déjelo como venía, o en blanco si el producto es nuevo."
        line.refuse(DELIVERABLE_CODE, reason)


def _find_by_place(line: Line, standing: Sequence[DeliverableValues], has_column: bool) -> None:
    """A row without the code of its deliverable brings a new one, unless there is nothing to confuse it with."""
    if not has_column and len(standing) == 1:
        line.deliverable = standing[0]
    elif (not has_column or line.deletes) and standing:
        reason = "falta, y la actividad tiene productos. Cópielo de la hoja que descargó."
        line.refuse(DELIVERABLE_CODE, reason)


def _refuse_repeats(lines: Sequence[Line]) -> None:
    first: dict[int, Line] = {}
    for line in lines:
        earlier = first.setdefault(line.deliverable.id or 0, line) if line.deliverable else line
        if earlier is not line:
            reason = f"es el mismo de la fila {earlier.row.number}. Si el producto es nuevo, deje en blanco esta celda."
            line.refuse(DELIVERABLE_CODE, reason)
