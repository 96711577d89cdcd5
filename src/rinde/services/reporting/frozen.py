"""A report tree as a text that can be hashed, kept for ever and read back: what was published is what is printed."""

import json
from datetime import date
from decimal import Decimal
from typing import Any

from rinde.services.reporting.tree import Column, Report, Section, Table, Value


def freeze(report: Report) -> str:
    """Canonical JSON of a report: the same report gives the same bytes. Its mark is left out: it is of the entity.

    Dates are written as «2026-05-12» and decimals as texts, so that nothing is rounded on the way.
    """
    return json.dumps(_plain(report), sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def _plain(report: Report) -> dict[str, Any]:
    return {
        "title": report.title,
        "subtitle": report.subtitle,
        "entity": report.entity,
        "facts": [list(one) for one in report.facts],
        "source": report.source,
        "made_on": report.made_on.isoformat() if report.made_on else None,
        "sections": [
            {
                "title": one.title,
                "paragraphs": list(one.paragraphs),
                "bullets": list(one.bullets),
                "tables": [_plain_table(table) for table in one.tables],
            }
            for one in report.sections
        ],
    }


def _plain_table(table: Table) -> dict[str, Any]:
    columns = [
        {"key": one.key, "title": one.title, "kind": one.kind, "width": one.width, "description": one.description}
        for one in table.columns
    ]
    rows = [[_plain_value(value) for value in row] for row in table.rows]
    return {"name": table.name, "columns": columns, "rows": rows, "totals": table.totals}


def _plain_value(value: Value) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value


def thaw(text: str) -> Report:
    """Read a frozen report back.

    Raises:
        ValueError, KeyError: for a text that `freeze` did not write.
    """
    data = json.loads(text)
    return Report(
        title=data["title"],
        subtitle=data["subtitle"],
        entity=data["entity"],
        facts=tuple((name, value) for name, value in data["facts"]),
        source=data["source"],
        made_on=date.fromisoformat(data["made_on"]) if data["made_on"] else None,
        sections=tuple(
            Section(
                one["title"],
                tuple(one["paragraphs"]),
                tuple(one["bullets"]),
                tuple(_table(table) for table in one["tables"]),
            )
            for one in data["sections"]
        ),
    )


def _table(data: dict[str, Any]) -> Table:
    columns = tuple(Column(**one) for one in data["columns"])
    rows = tuple(
        tuple(_value(value, column) for value, column in zip(row, columns, strict=True)) for row in data["rows"]
    )
    return Table(data["name"], columns, rows, data["totals"])


def _value(value: Any, column: Column) -> Value:
    if not isinstance(value, str):
        plain: Value = value
        return plain
    if column.kind == "date":
        return date.fromisoformat(value)
    return Decimal(value) if column.kind in {"number", "percent"} else value
