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
    """`key` is the stable name in CSV and JSON; `title` is what people read. `width` in characters.

    Neighbours of one `group` stand under one heading above theirs: «Seguimiento 1, 30/04/2026».
    """

    key: str
    title: str
    kind: Kind = "text"
    width: int = 20
    description: str = ""  # for the data dictionary
    group: str = ""

    @property
    def full_title(self) -> str:
        """The title where there is only one row of headings."""
        return f"{self.group}: {self.title}" if self.group else self.title


@dataclass(frozen=True, slots=True)
class Table:
    """Rows are sequences in the order of the columns. `totals`: how many of the last ones add the others up."""

    name: str
    columns: tuple[Column, ...]
    rows: Sequence[Sequence[Value]]
    totals: int = 0

    @property
    def groups(self) -> tuple[tuple[str, int], ...]:
        """The upper row of headings: each with how many columns it stands over; empty where no column has one."""
        if not any(one.group for one in self.columns):
            return ()
        found: list[tuple[str, int]] = []
        for one in self.columns:
            same = bool(found) and one.group != "" and found[-1][0] == one.group
            if same:
                found[-1] = (one.group, found[-1][1] + 1)
            else:
                found.append((one.group, 1))
        return tuple(found)


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with paragraphs, bullet lists and tables below it."""

    title: str
    paragraphs: tuple[str, ...] = ()
    bullets: tuple[str, ...] = ()
    tables: tuple[Table, ...] = ()


@dataclass(frozen=True, slots=True)
class Mark:
    """The entity's own picture, as SVG, with what it shows in words for whoever does not see it."""

    svg: str
    words: str


@dataclass(frozen=True, slots=True)
class Signature:
    """A line to sign on: the role («Elaboró»), the name and post typed below it, and the day."""

    role: str
    name: str
    post: str
    on: date | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """A document: title, facts such as «Vigencia: 2026», sections, and where it comes from.

    `is_form`: an official format that somebody signs. Its facts stand in a ruled heading beside the mark, on a page
    that lies, and on the first sheet above its table. Another document lies where a table of it needs that.
    """

    title: str
    subtitle: str = ""
    entity: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    sections: tuple[Section, ...] = field(default=())
    source: str = ""  # the permanent address of what is printed
    made_on: date | None = None
    is_form: bool = False
    mark: Mark | None = None
    signatures: tuple[Signature, ...] = ()

    @property
    def heading_lines(self) -> tuple[str, ...]:
        """What stands above a sheet's table, a line each: a name on a line of its own can be read back."""
        return tuple(filter(None, (self.title, self.entity, self.subtitle)))

    @property
    def tables(self) -> tuple[Table, ...]:
        return tuple(table for section in self.sections for table in section.tables)
