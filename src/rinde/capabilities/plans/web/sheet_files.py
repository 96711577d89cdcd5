"""The working sheet as a file to download: which columns choose from which list, and the line that explains it."""

from collections.abc import Callable
from dataclasses import dataclass

from rinde.capabilities.plans.choices import Accumulation, MeasureUnit
from rinde.capabilities.plans.rules.sheet import COLUMNS, DELETE, Column, Standing, sheet_rows
from rinde.services.reporting import Column as ReportColumn
from rinde.services.reporting.tree import Kind
from rinde.services.reporting.worksheets import (
    EditableColumn,
    EditableTable,
    write_editable_csv,
    write_editable_ods,
    write_editable_xlsx,
)

_PLACES, _NAMES, _UNITS = "Componentes", "Responsables y grupos", "Unidades"
_ACCUMULATION, _ACTIONS, _YES = "Acumulación", "Acciones", "Sí o nada"
_CHOICES = {
    "place": _PLACES,
    "unit": _UNITS,
    "accumulation": _ACCUMULATION,
    "action": _ACTIONS,
    "per_actor": _YES,
    "leads": _NAMES,
    "supports": _NAMES,
}
_SEVERAL = frozenset({"leads", "supports"})  # a cell may name more than one
_CODES = frozenset({"activity_code", "deliverable_code", "mark"})
_NUMBERS = frozenset({"quantity", "baseline"})
INSTRUCTIONS = (
    "Cambie las celdas que quiera y suba este archivo. No cambie los códigos grises. Para agregar, escriba una fila "
    "sin códigos; para quitar, escriba «eliminar» en Acción. Lo que borre de la hoja no se quita del plan."
)


@dataclass(frozen=True, slots=True)
class SheetFormat:
    """A form of download."""

    label: str
    content_type: str
    write: Callable[[EditableTable], bytes]


FORMATS = {
    "xlsx": SheetFormat(
        "Excel (XLSX)",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        write_editable_xlsx,
    ),
    "ods": SheetFormat("OpenDocument (ODS)", "application/vnd.oasis.opendocument.spreadsheet", write_editable_ods),
    "csv": SheetFormat("Texto (CSV)", "text/csv; charset=utf-8", write_editable_csv),
}


def working_sheet(title: str, standing: Standing) -> EditableTable:
    """Lay out the rows of a plan for people to edit."""
    return EditableTable(
        title=f"{title}, {standing.period.in_words}: hoja de trabajo",
        instructions=INSTRUCTIONS,
        columns=tuple(map(_editable, COLUMNS)),
        rows=list(sheet_rows(standing)),
        lists={
            _PLACES: [one.path for one in standing.places],
            _NAMES: list(standing.names()),
            _UNITS: [str(label) for label in MeasureUnit.labels],
            _ACCUMULATION: [str(label) for label in Accumulation.labels],
            _ACTIONS: [DELETE],
            _YES: ["Sí"],
        },
    )


def _editable(column: Column) -> EditableColumn:
    kind: Kind = "number" if column.key in _NUMBERS else "text"
    return EditableColumn(
        ReportColumn(column.key, column.title, kind, column.width, column.help),
        choices=_CHOICES.get(column.key, ""),
        is_suggestion=column.key in _SEVERAL,
        is_code=column.key in _CODES,
    )
