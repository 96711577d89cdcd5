"""JSON: the report with its tables as lists of objects under their stable keys, and the dictionary of the columns."""

import json
from typing import Any

from rinde.services.reporting.tree import Report, Table
from rinde.services.reporting.writers.values import as_data


def _table(table: Table) -> dict[str, Any]:
    keys = [column.key for column in table.columns]
    return {
        "name": table.name,
        "columns": [
            {"key": column.key, "title": column.full_title, "kind": column.kind, "description": column.description}
            for column in table.columns
        ],
        "rows": [dict(zip(keys, map(as_data, row), strict=True)) for row in table.rows],
    }


def write_json(report: Report) -> bytes:
    """UTF-8, two spaces deep."""
    content: dict[str, Any] = {
        "title": report.title,
        "subtitle": report.subtitle,
        "entity": report.entity,
        "facts": dict(report.facts),
        "source": report.source,
        "made_on": report.made_on.isoformat() if report.made_on else None,
        "sections": [
            {
                "title": section.title,
                "paragraphs": list(section.paragraphs),
                "bullets": list(section.bullets),
                "tables": [_table(table) for table in section.tables],
            }
            for section in report.sections
        ],
    }
    if report.signatures:
        content["signatures"] = [
            {"role": one.role, "name": one.name, "post": one.post, "on": as_data(one.on)} for one in report.signatures
        ]
    return json.dumps(content, ensure_ascii=False, indent=2).encode()
