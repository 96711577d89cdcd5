"""A report tree as a page: its tables with words for what spreadsheets hold as values, and its address."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.urls import reverse

from rinde.capabilities.dialogue.choices import ReportState
from rinde.capabilities.dialogue.models import DialogueReport
from rinde.capabilities.dialogue.rules.report_addresses import WORDS, about_of
from rinde.foundations.law.terms import plain_day
from rinde.services.reporting import Report, Table
from rinde.services.reporting.tree import Column, Value
from rinde.services.reporting.writers import FORMATS


@dataclass(frozen=True, slots=True)
class Cell:
    """A value in words under its heading. `lines` keep the breaks of a text."""

    title: str
    text: str
    is_number: bool


@dataclass(frozen=True, slots=True)
class PageTable:
    """A table of a page. With too many columns to be read side by side it has `cards` instead of rows."""

    name: str
    titles: tuple[tuple[str, bool], ...]
    rows: tuple[tuple[Cell, ...], ...]
    cards: tuple["Card", ...] = ()


@dataclass(frozen=True, slots=True)
class Card:
    """A row on its own: what it is about, and what there is to say of it; what is empty is left out."""

    title: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class PageSection:
    """A section of a page with the key of its heading."""

    key: str
    title: str
    paragraphs: tuple[str, ...]
    bullets: tuple[str, ...]
    tables: tuple[PageTable, ...]


MOST_COLUMNS = 6  # that stand side by side on a desk without being squeezed
LONG_TEXT = 40  # characters that a column is made for: what it holds names its row


def sections_of_page(report: Report) -> tuple[PageSection, ...]:
    """The sections of a report for a page; a column that no row fills is left out of it."""
    return tuple(
        PageSection(f"s{place}", one.title, one.paragraphs, one.bullets, tuple(map(_table, one.tables)))
        for place, one in enumerate(report.sections, start=1)
    )


def _table(table: Table) -> PageTable:
    used = [place for place in range(len(table.columns)) if any(row[place] not in {None, ""} for row in table.rows)]
    columns = [table.columns[place] for place in used]
    rows = tuple(
        tuple(_cell(row[place], column) for place, column in zip(used, columns, strict=True)) for row in table.rows
    )
    if len(columns) > MOST_COLUMNS:
        named_by = next((place for place, one in enumerate(columns) if one.width >= LONG_TEXT), 0)
        return PageTable(table.name, (), (), tuple(_card(row, named_by) for row in rows))
    return PageTable(table.name, tuple((one.title, _is_number(one)) for one in columns), rows)


def _card(row: tuple[Cell, ...], named_by: int) -> Card:
    return Card(row[named_by].text, tuple(one for place, one in enumerate(row) if place != named_by and one.text))


def _cell(value: Value, column: Column) -> Cell:
    return Cell(column.title, _in_words(value), _is_number(column))


def _is_number(column: Column) -> bool:
    return column.kind in {"number", "percent"}


def _in_words(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, date):
        return plain_day(value)
    return str(value).replace(".", ",") if isinstance(value, Decimal) else str(value)


def title_of(report: DialogueReport) -> str:
    """What a report is called in lists: its kind, and its space or year."""
    about = report.space or report.series
    return f"{report.get_kind_display()}: {about.title}" if about else f"{report.get_kind_display()} {report.year}"


def public_url(report: DialogueReport) -> str:
    """The permanent address of a published report; needs its entity, space and series."""
    return reverse("portal:dialogue_report", kwargs=address_of(report))


def address_of(report: DialogueReport) -> dict[str, object]:
    """The parts of a report's permanent address."""
    about = report.space or report.series
    return {
        "entity_slug": report.entity.slug,
        "year": report.year,
        "word": WORDS[report.kind],
        "about": about_of(report.kind, about.slug if about else ""),
        "number": report.number,
    }


def downloads_of(report: DialogueReport) -> list[dict[str, str]]:
    """The files of a published report with the words of their links."""
    at = address_of(report)
    return [
        {"url": reverse("portal:dialogue_report_file", kwargs=at | {"extension": ending}), "label": form.label}
        for ending, form in FORMATS.items()
    ]


def word_of(report: DialogueReport) -> tuple[str, str]:
    """The design's kind of a state and its word."""
    if report.state == ReportState.PUBLISHED:
        return "ok", f"Publicado, n.º {report.number}"
    return "draft", "En borrador"
