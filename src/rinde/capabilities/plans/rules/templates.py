"""Instrument templates: components, cut-offs and bands of each regime, as dated data with the source of each statement.

Pure. The data is in `plans/data/templates/*.yaml`; nothing here knows what any one regime says. A plan stores the key
and the version of the template that it began from, so that a later template never changes it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from rinde.capabilities.plans.choices import Instrument
from rinde.foundations.law import Certainty, LegalSource, source

_FOLDER = files("rinde.capabilities.plans").joinpath("data", "templates")


class UnknownTemplate(LookupError):
    """A template was asked for that does not exist."""


@dataclass(frozen=True, slots=True)
class Basis:
    """Where a statement comes from and how sure it is. A statement is never surer than its source."""

    source_key: str
    certainty: Certainty

    @property
    def source(self) -> LegalSource:
        return source(self.source_key)

    @property
    def is_law(self) -> bool:
        """Whether it may be shown to people as law. Nothing else may."""
        return self.certainty is Certainty.LAW

    @property
    def in_words(self) -> str:
        """How a page names the source: the norm for law, and otherwise what it really is."""
        return {
            Certainty.LAW: self.source.citation,
            Certainty.GUIDE: f"Orientación oficial: {self.source.citation}",
            Certainty.PRACTICE: f"Práctica de las entidades: {self.source.citation}",
            Certainty.MEMORY: "Valor sugerido por Rinde: confírmelo; se puede cambiar",
        }[self.certainty]


@dataclass(frozen=True, slots=True)
class TemplateNode:
    """A component or subcomponent that a plan begins with. `code` is a label; the order is the order of the list."""

    code: str
    name: str
    guiding_question: str
    basis: Basis
    note: str = ""
    note_basis: Basis | None = None
    children: tuple["TemplateNode", ...] = ()


@dataclass(frozen=True, slots=True)
class YearDay:
    """A day of every year: «31 de enero»."""

    month: int
    day: int

    def in_year(self, year: int) -> date:
        return date(year, self.month, self.day)


@dataclass(frozen=True, slots=True)
class PublicationDeadline:
    """By when a plan is published. A fixed date is not a term in days: it does not move when it falls on a holiday."""

    when: YearDay
    statement: str
    basis: Basis
    exceptions: tuple[tuple[int, YearDay, Basis], ...] = ()

    def in_year(self, year: int) -> tuple[date, Basis]:
        """Give the deadline of the plan of a year, and what it rests on."""
        for exceptional_year, when, basis in self.exceptions:
            if exceptional_year == year:
                return when.in_year(year), basis
        return self.when.in_year(year), self.basis


class CountIn(StrEnum):
    """How the days of a term are counted."""

    BUSINESS_DAYS = "BUSINESS_DAYS"
    CALENDAR_DAYS = "CALENDAR_DAYS"


@dataclass(frozen=True, slots=True)
class CutOffRegime:
    """When follow-up closes in a year, and the term for its report, counted from the day after each cut-off."""

    key: str
    name: str
    days: tuple[YearDay, ...]
    report_days: int
    report_count: CountIn
    basis: Basis
    is_default: bool = False

    def in_year(self, year: int) -> tuple[date, ...]:
        return tuple(day.in_year(year) for day in self.days)


@dataclass(frozen=True, slots=True)
class Band:
    """A step of the traffic light: from its ratio (included) up to the next one's (left out). Ratios are 0–1."""

    from_ratio: Decimal
    name: str
    tone: str  # «late», «due», «ok»: the design's word for icon and colour


@dataclass(frozen=True, slots=True)
class Bands:
    steps: tuple[Band, ...]
    basis: Basis

    def of(self, ratio: Decimal) -> Band:
        """Give the band of an unrounded ratio: 0.5999 is low and 0.6 is middle. Above 1 counts as 1.

        Raises:
            ValueError: for a ratio below 0.
        """
        if ratio < 0:
            raise ValueError(f"a ratio is never negative: {ratio}")
        return next(band for band in reversed(self.steps) if band.from_ratio <= ratio)


@dataclass(frozen=True, slots=True)
class TemplateField:
    """A column of the formulation format."""

    key: str
    title: str
    required: bool = False


@dataclass(frozen=True, slots=True)
class Template:
    """A whole regime. `valid_to` is the last day on which it was the one to follow; None while it is."""

    key: str
    version: str
    instrument: str
    name: str
    valid_from: date
    valid_to: date | None
    replaced_by: str
    basis: Basis
    validity_basis: Basis
    legal_bases: tuple[Basis, ...]
    publication: PublicationDeadline
    cut_offs: tuple[CutOffRegime, ...]
    bands: Bands
    fields: tuple[TemplateField, ...]
    fields_basis: Basis
    nodes: tuple[TemplateNode, ...]

    def valid_on(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)

    @property
    def default_cut_offs(self) -> CutOffRegime:
        return next(regime for regime in self.cut_offs if regime.is_default)

    @property
    def all_bases(self) -> Iterator[Basis]:
        """Every basis that the template cites, for the test that looks each one up."""
        yield from (self.basis, self.validity_basis, *self.legal_bases, self.publication.basis)
        yield from (basis for _, _, basis in self.publication.exceptions)
        yield from (regime.basis for regime in self.cut_offs)
        yield from (self.bands.basis, self.fields_basis)
        for node in self.nodes:
            yield from (each.basis for each in (node, *node.children))
            yield from (each.note_basis for each in (node, *node.children) if each.note_basis)


def _basis(data: dict[str, str]) -> Basis:
    return Basis(data["source"], Certainty(data["certainty"]))


def _year_day(text: str) -> YearDay:
    month, day = text.split("-")
    return YearDay(int(month), int(day))


def _node(data: dict[str, Any], inherited: Basis | None = None) -> TemplateNode:
    below = data.get("children")
    basis = _basis(data["basis"]) if "basis" in data else inherited
    if basis is None:
        raise ValueError(f"«{data['name']}» cites no source")
    return TemplateNode(
        code=data["code"],
        name=data["name"],
        guiding_question=data.get("guiding_question", ""),
        basis=basis,
        note=data.get("note", ""),
        note_basis=_basis(data["note_basis"]) if "note_basis" in data else None,
        children=tuple(_node(child, _basis(below["basis"])) for child in below["nodes"]) if below else (),
    )


def _publication(data: dict[str, Any]) -> PublicationDeadline:
    exceptions = tuple(
        (year, YearDay(one["month"], one["day"]), _basis(one["basis"]))
        for year, one in data.get("exceptions", {}).items()
    )
    when = YearDay(data["month"], data["day"])
    return PublicationDeadline(when, data["statement"], _basis(data["basis"]), exceptions)


def _cut_offs(data: dict[str, Any]) -> CutOffRegime:
    return CutOffRegime(
        key=data["key"],
        name=data["name"],
        days=tuple(map(_year_day, data["days"])),
        report_days=data["report"]["days"],
        report_count=CountIn(data["report"]["count"]),
        basis=_basis(data["basis"]),
        is_default=data.get("default", False),
    )


def _bands(data: dict[str, Any]) -> Bands:
    steps = tuple(Band(Decimal(step["from"]), step["name"], step["tone"]) for step in data["steps"])
    ratios = [step.from_ratio for step in steps]
    if ratios != sorted(set(ratios)) or ratios[0] != 0:
        raise ValueError("bands begin at 0 and rise")
    return Bands(steps, _basis(data["basis"]))


def read_template(text: str) -> Template:
    """Read a template from its YAML.

    Raises:
        KeyError, ValueError: for a template that lacks a part or a source; a broken template never half-loads.
    """
    data = yaml.safe_load(text)
    return Template(
        key=data["key"],
        version=data["version"],
        instrument=Instrument(data["instrument"]).value,
        name=data["name"],
        valid_from=data["valid_from"],
        valid_to=data.get("valid_to"),
        replaced_by=data.get("replaced_by", ""),
        basis=_basis(data["basis"]),
        validity_basis=_basis(data["validity_basis"]),
        legal_bases=tuple(map(_basis, data["legal_bases"])),
        publication=_publication(data["publication"]),
        cut_offs=tuple(map(_cut_offs, data["cut_offs"])),
        bands=_bands(data["bands"]),
        fields=tuple(TemplateField(**column) for column in data["fields"]["columns"]),
        fields_basis=_basis(data["fields"]["basis"]),
        nodes=tuple(map(_node, data["nodes"])),
    )


@cache
def all_templates() -> dict[str, Template]:
    """Give every template by its key, newest regime first. Read once a process."""
    paths = (path for path in _FOLDER.iterdir() if path.name.endswith(".yaml"))
    found = [read_template(path.read_text(encoding="utf-8")) for path in paths]
    found.sort(key=lambda template: (template.valid_from, template.key), reverse=True)
    return {template.key: template for template in found}


def template(key: str) -> Template:
    """Give the template of a key.

    Raises:
        UnknownTemplate: for a key that no file has.
    """
    try:
        return all_templates()[key]
    except KeyError:
        raise UnknownTemplate(key) from None


def templates_valid_on(day: date) -> tuple[Template, ...]:
    """Give the templates to follow on a day, newest regime first."""
    return tuple(one for one in all_templates().values() if one.valid_on(day))
