"""The one report tree: what a capability hands over, and every writer (XLSX, ODS, CSV, JSON, PDF) prints. Pure data."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal

Value = str | int | float | Decimal | date | None
Kind = Literal["text", "date", "number", "percent"]


@dataclass(frozen=True, slots=True)
class Column:
    """`key` is the stable name in CSV and JSON; `title` is what people read. `width` in characters."""

    key: str
    title: str
    kind: Kind = "text"
    width: int = 20
    description: str = ""  # for the data dictionary


@dataclass(frozen=True, slots=True)
class Table:
    """Rows are sequences in the order of the columns."""

    name: str
    columns: tuple[Column, ...]
    rows: Sequence[Sequence[Value]]


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with paragraphs, bullet lists and tables below it."""

    title: str
    paragraphs: tuple[str, ...] = ()
    bullets: tuple[str, ...] = ()
    tables: tuple[Table, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """A document: title, facts such as «Vigencia: 2026», sections, and where it comes from."""

    title: str
    subtitle: str = ""
    entity: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    sections: tuple[Section, ...] = field(default=())
    source: str = ""  # the permanent address of what is printed
    made_on: date | None = None

    @property
    def heading_lines(self) -> tuple[str, ...]:
        """What stands above a sheet's table, a line each: a name on a line of its own can be read back."""
        return tuple(filter(None, (self.title, self.entity, self.subtitle)))

    @property
    def tables(self) -> tuple[Table, ...]:
        return tuple(table for section in self.sections for table in section.tables)
