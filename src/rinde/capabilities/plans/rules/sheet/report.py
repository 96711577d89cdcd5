"""What a sheet would do to a plan, row by row, in words. Pure; kept as JSON and shown as it was."""

import hashlib
import json
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from typing import Any

from rinde.capabilities.plans.rules.changes import FieldChange


class Outcome(StrEnum):
    """What becomes of a row."""

    PROBLEM = "PROBLEM"
    CHANGED = "CHANGED"
    NEW = "NEW"
    DELETED = "DELETED"
    UNCHANGED = "UNCHANGED"


_LEFT_OUT = "No se aplicó: se cambió en el plan después de descargar la hoja."
CHANGING = frozenset({Outcome.CHANGED, Outcome.NEW, Outcome.DELETED})


@dataclass(frozen=True, slots=True)
class RowReport:
    """One row of the sheet. `notes` are worth a look and stop nothing."""

    number: int  # as people count the rows of their sheet
    outcome: Outcome
    label: str  # «actividad 3.1», «producto nuevo de la actividad 3.1»
    name: str = ""
    fields: tuple[FieldChange, ...] = ()
    problems: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    later_at: str = ""  # ISO: when somebody saved its activity after the sheet was downloaded
    later_by: str = ""  # their name


@dataclass(frozen=True, slots=True)
class SheetReport:
    """The whole sheet. `not_in_sheet` counts the rows of the plan that the sheet does not mention: they stay."""

    rows: tuple[RowReport, ...] = ()
    not_in_sheet: int = 0
    ignored: tuple[str, ...] = ()  # titles of columns that are not ours
    absent: tuple[str, ...] = ()  # titles of columns that the sheet lacks: what they hold stays
    older_than_plan: str = ""  # ISO: of when the sheet is, where the plan changed since

    def count(self, outcome: str) -> int:
        return sum(row.outcome == outcome for row in self.rows)

    @property
    def changes(self) -> int:
        """How many rows would change something."""
        return sum(row.outcome in CHANGING for row in self.rows)

    @property
    def later(self) -> int:
        """How many of them would undo what somebody saved after the sheet was downloaded."""
        return sum(row.outcome in CHANGING and bool(row.later_at) for row in self.rows)

    def without_later(self) -> "SheetReport":
        """What is done where nobody asked to undo what was saved later: those rows stay, and say why."""
        return replace(self, rows=tuple(map(_left_out, self.rows)))

    @property
    def problems(self) -> tuple[str, ...]:
        return tuple(problem for row in self.rows for problem in row.problems)

    @property
    def can_apply(self) -> bool:
        """One row with a problem keeps the others back: a sheet is applied whole."""
        return bool(self.changes) and not self.problems

    def to_json(self) -> dict[str, Any]:
        """Give plain values only."""
        rows = [self._row(row) for row in self.rows]
        return {
            "rows": rows,
            "not_in_sheet": self.not_in_sheet,
            "ignored": list(self.ignored),
            "absent": list(self.absent),
            "older_than_plan": self.older_than_plan,
        }

    def _row(self, row: RowReport) -> dict[str, Any]:
        return {name: said for name, said in asdict(row).items() if said}

    def fingerprint(self) -> str:
        """The same for two reports that say the same."""
        return hashlib.sha256(json.dumps(self.to_json(), sort_keys=True).encode()).hexdigest()


def _left_out(row: RowReport) -> RowReport:
    if not row.later_at or row.outcome not in CHANGING:
        return row
    return replace(row, outcome=Outcome.UNCHANGED, fields=(), notes=(*row.notes, _LEFT_OUT))


def from_json(data: dict[str, Any]) -> SheetReport:
    """Read a report back: `from_json(report.to_json()) == report`."""
    return SheetReport(
        rows=tuple(map(_row_from, data.get("rows", ()))),
        not_in_sheet=data.get("not_in_sheet", 0),
        ignored=tuple(data.get("ignored", ())),
        absent=tuple(data.get("absent", ())),
        older_than_plan=data.get("older_than_plan", ""),
    )


def _row_from(data: dict[str, Any]) -> RowReport:
    return RowReport(
        number=data["number"],
        outcome=Outcome(data["outcome"]),
        label=data.get("label", ""),
        name=data.get("name", ""),
        fields=tuple(FieldChange(one["label"], one["before"], one["after"]) for one in data.get("fields", ())),
        problems=tuple(data.get("problems", ())),
        notes=tuple(data.get("notes", ())),
        later_at=data.get("later_at", ""),
        later_by=data.get("later_by", ""),
    )
