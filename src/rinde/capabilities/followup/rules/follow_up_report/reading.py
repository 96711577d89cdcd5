"""Reading a frozen report back from its canonical text. Pure.

Driven by the types of the content: a text is read as the field that it stands in, a field that a newer Rinde wrote is
left out, and one that an older did not know keeps its default.
"""

import json
import types
from collections.abc import Callable, Mapping
from dataclasses import is_dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any, Union, get_args, get_origin, get_type_hints

from rinde.capabilities.followup.rules.follow_up_report.content import ReportContent


def report_from_json(text: str) -> ReportContent:
    """Read a report back. `canonical_json(report_from_json(text)) == text` for every report of this schema.

    Raises:
        ValueError: for text that is no report.
    """
    data = json.loads(text)
    if not isinstance(data, dict) or not str(data.get("schema", "")).startswith("follow-up-report/"):
        raise ValueError("not a follow-up report")
    read: ReportContent = _reader(ReportContent)(data)
    return read


@cache
def _reader(kind: Any) -> Callable[[Any], Any]:
    """How a value of a type is read; what JSON has itself stays as it is."""
    if is_dataclass(kind):
        return _dataclass_reader(kind)
    if kind is date:
        return date.fromisoformat
    if kind is Decimal:
        return Decimal
    origin, parts = get_origin(kind), get_args(kind)
    if origin is tuple:
        each = _reader(parts[0])
        return lambda value: tuple(map(each, value))
    if origin in {Union, types.UnionType}:
        some = _reader(next(part for part in parts if part is not type(None)))
        return lambda value: None if value is None else some(value)
    return lambda value: value


def _dataclass_reader(kind: Any) -> Callable[[Mapping[str, Any]], Any]:
    readers = {name: _reader(hint) for name, hint in get_type_hints(kind).items()}

    def read(data: Mapping[str, Any]) -> Any:
        return kind(**{name: readers[name](value) for name, value in data.items() if name in readers})

    return read
