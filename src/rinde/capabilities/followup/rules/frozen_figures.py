"""The figures of a cut-off as plain data that is hashed and kept, and read back. Pure.

Two numbers, each under its own name: the official one counts activities, the quantitative one averages cells. Two
spans, each under its own name: what was due by the cut-off, and the whole year. Nothing scheduled is None, never 0 or
100 (domain.md §1.3).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from rinde.capabilities.followup.rules.figures import ActivityFigures, Totals, mean_of_components, totals_of
from rinde.capabilities.plans.rules.templates import Bands


@dataclass(frozen=True, slots=True)
class BandOf:
    """Where a ratio falls in the template's traffic light: «Zona media», and the design's word for it."""

    name: str
    tone: str


@dataclass(frozen=True, slots=True)
class FigureLine:
    """The figures of a component, or of the whole plan (`component` empty). Ratios 0–1, unrounded."""

    component: str
    activities: int  # all, scheduled or not
    scheduled: int
    done: int
    cells: int
    ratio_sum: Decimal
    official: Decimal | None
    official_band: BandOf | None
    quantitative: Decimal | None
    quantitative_band: BandOf | None

    @property
    def not_done(self) -> int:
        return self.scheduled - self.done

    @property
    def not_scheduled(self) -> int:
        return self.activities - self.scheduled


@dataclass(frozen=True, slots=True)
class FigureSet:
    """One span: the whole plan, its components, and the mean of these, which is lawful too and stored beside."""

    total: FigureLine
    components: tuple[FigureLine, ...]
    mean_of_components: Decimal | None


@dataclass(frozen=True, slots=True)
class FrozenFigures:
    """The figures of a frozen cut-off. `bands_source`: key of where its traffic light comes from."""

    at_cut_off: FigureSet
    in_year: FigureSet
    version_number: int
    bands_source: str
    bands_certainty: str


def bands_as_json(bands: Bands | None) -> dict[str, Any] | None:
    """The traffic light of the template as it was, for a template may change."""
    if bands is None:
        return None
    steps = [{"from": str(one.from_ratio), "name": one.name, "tone": one.tone} for one in bands.steps]
    return {"steps": steps, "source": bands.basis.source_key, "certainty": bands.basis.certainty.value}


def totals_as_json(rows: Sequence[tuple[str, ActivityFigures]], bands: Bands | None) -> dict[str, Any]:
    """Add activities up, by component in their order and in all.

    Args:
        rows: the component of each activity, and its figures.
    """
    by_component: dict[str, list[ActivityFigures]] = {}
    for component, figures in rows:
        by_component.setdefault(component, []).append(figures)
    parts = {component: totals_of(ones) for component, ones in by_component.items()}
    mean = mean_of_components(list(parts.values()))
    components = [
        {"component": component} | _line(totals, len(by_component[component]), bands)
        for component, totals in parts.items()
    ]
    total = _line(totals_of(figures for _, figures in rows), len(rows), bands)
    return {"total": total, "components": components, "mean_of_components": _plain(mean)}


def _line(totals: Totals, activities: int, bands: Bands | None) -> dict[str, Any]:
    official, quantitative = totals.official, totals.quantitative
    return {
        "activities": activities,
        "scheduled": totals.scheduled,
        "done": totals.done,
        "cells": totals.cells,
        "ratio_sum": _plain(totals.ratio_sum),
        "official": _plain(official),
        "official_band": _band(official, bands),
        "quantitative": _plain(quantitative),
        "quantitative_band": _band(quantitative, bands),
    }


def _band(ratio: Decimal | None, bands: Bands | None) -> dict[str, str] | None:
    """Half-open, on the unrounded ratio: 59.9 % is low and 60 % is middle."""
    if ratio is None or bands is None:
        return None
    found = bands.of(ratio)
    return {"name": found.name, "tone": found.tone}


def _plain(value: Decimal | None) -> str | None:
    return None if value is None else format(value.normalize(), "f")


def figures_from_json(data: Mapping[str, Any]) -> FrozenFigures:
    """Read what `freeze` kept."""
    bands = data["bands"] or {"source": "", "certainty": ""}
    return FrozenFigures(
        at_cut_off=_set_from_json(data["at_cut_off"]),
        in_year=_set_from_json(data["in_year"]),
        version_number=data["version"]["number"],
        bands_source=bands["source"],
        bands_certainty=bands["certainty"],
    )


def _set_from_json(data: Mapping[str, Any]) -> FigureSet:
    return FigureSet(
        total=_line_from_json(data["total"]),
        components=tuple(map(_line_from_json, data["components"])),
        mean_of_components=_number(data["mean_of_components"]),
    )


def _line_from_json(data: Mapping[str, Any]) -> FigureLine:
    bands = {name: BandOf(**data[name]) if data[name] else None for name in ("official_band", "quantitative_band")}
    numbers = {name: _number(data[name]) for name in ("official", "quantitative")}
    return FigureLine(
        component=data.get("component", ""),
        activities=data["activities"],
        scheduled=data["scheduled"],
        done=data["done"],
        cells=data["cells"],
        ratio_sum=Decimal(data["ratio_sum"]),
        official=numbers["official"],
        official_band=bands["official_band"],
        quantitative=numbers["quantitative"],
        quantitative_band=bands["quantitative_band"],
    )


def _number(value: str | None) -> Decimal | None:
    return None if value is None else Decimal(value)
