"""Putting a report together: every total is of the rows that stand below it, and of nothing else. Pure.

Source of the figures: domain.md §1.3.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from rinde.capabilities.followup.rules.cut_offs import local_day
from rinde.capabilities.followup.rules.follow_up_report.content import (
    BandStep,
    BlockLine,
    CutOffBlock,
    ReportActivity,
    ReportBands,
    UnitSaying,
    YearFigures,
)
from rinde.capabilities.followup.rules.freezing import FrozenCell
from rinde.capabilities.followup.rules.working_list import FlagCode
from rinde.capabilities.plans.choices import MeasureUnit
from rinde.capabilities.plans.rules.templates import Basis
from rinde.foundations.law import Certainty

UNVERIFIED = "Valor de uso común en las entidades, no verificado en una norma"
ZERO, HUNDRED = Decimal(0), Decimal(100)


@dataclass(frozen=True, slots=True)
class OtherCutOff:
    """Another cut-off of the same year, with the block that its own final report froze, where one is out."""

    number: int
    name: str
    facts_until: date
    issued_on: date | None = None
    block: CutOffBlock | None = None


def unit_sayings(cells: Iterable[FrozenCell]) -> tuple[UnitSaying, ...]:
    """What units had said of the cells that were due. What had been returned is not said: it never stood in `said`."""
    return tuple(_saying(one) for one in cells if one.is_due)


def _saying(cell: FrozenCell) -> UnitSaying:
    said = cell.said
    told = UnitSaying(
        actor=cell.actor,
        what=cell.what,
        due_on=cell.due_on,
        is_done=cell.is_done,
        has_no_case=cell.has_no_case,
        ratio=cell.ratio,
        proofs=len(cell.proofs),
        milestone=cell.milestone,
        unit=cell.unit,
        expected=cell.expected,
    )
    if said is None:
        return told
    quantity = said.quantity
    if cell.unit == MeasureUnit.PERCENT and said.denominator:
        quantity = (said.numerator or ZERO) / said.denominator * HUNDRED
    return replace(
        told,
        outcome=said.outcome,
        quantity=quantity,
        text=said.text,
        reason=said.reason,
        result=said.result,
        happened_on=said.happened_on,
        sent_on=local_day(said.sent_at) if said.sent_at else None,
        self_monitored=said.self_monitored,
    )


def public_flags(flags: Mapping[str, int]) -> dict[str, int]:
    """What there was to look at, as everybody may read it: that something was returned stays inside, and then nothing
    stands reported."""
    told: dict[str, int] = {}
    for code, count in flags.items():
        shown = FlagCode.NOT_REPORTED if code == FlagCode.RETURNED_UNANSWERED else code
        told[str(shown)] = told.get(str(shown), 0) + count
    return told


def bands_of(data: Mapping[str, Any] | None) -> ReportBands:
    """The traffic light that a cut-off froze; none where the plan had no template."""
    if not data:
        return ReportBands(())
    steps = tuple(BandStep(Decimal(one["from"]), one["name"], one["tone"]) for one in data["steps"])
    return ReportBands(steps, basis_words(data["source"], data["certainty"]))


def basis_words(source_key: str, certainty: str) -> str:
    """Where a value comes from, as a signed paper says it: never surer than it is; empty where nobody counted it."""
    if not source_key:
        return ""
    basis = Basis(source_key, Certainty(certainty))
    return UNVERIFIED if basis.certainty is Certainty.MEMORY else basis.in_words


def component_lines(
    activities: Sequence[ReportActivity], bands: ReportBands, observations: Mapping[str, str]
) -> tuple[BlockLine, ...]:
    """Add activities up by component, in their order.

    Args:
        observations: internal control's text on a component, by its heading.
    """
    by_component: dict[str, list[ReportActivity]] = {}
    for one in activities:
        by_component.setdefault(one.component, []).append(one)
    return tuple(_line(name, ones, bands, observations.get(name, "")) for name, ones in by_component.items())


def _line(component: str, ones: Sequence[ReportActivity], bands: ReportBands, observations: str = "") -> BlockLine:
    counted = [one for one in ones if one.is_counted]
    decided, done = sum(one.verdict is not None for one in counted), sum(one.is_done for one in counted)
    # Half an evaluation is no percentage.
    official = Decimal(done) / len(counted) if counted and decided == len(counted) else None
    cells, ratio_sum = sum(one.due - one.no_case for one in ones), sum((one.ratio_sum for one in ones), ZERO)
    quantitative = ratio_sum / cells if cells else None
    own = [one.verdict.ratio for one in counted if one.verdict and one.verdict.ratio is not None]
    return BlockLine(
        component=component,
        activities=len(ones),
        scheduled=len(counted),
        decided=decided,
        done=done,
        official=official,
        official_band=bands.of(official),
        scheduled_by_cells=sum(one.says is not None for one in ones),
        done_by_cells=sum(one.says is True for one in ones),
        cells=cells,
        ratio_sum=ratio_sum,
        quantitative=quantitative,
        quantitative_band=bands.of(quantitative),
        own_ratios=len(own),
        own_ratio=sum(own, ZERO) / len(own) if own else None,
        observations=observations,
    )


def year_figures(activities: Iterable[ReportActivity]) -> YearFigures:
    """Add up what the whole year had, by what was reported and proved."""
    ones = tuple(activities)
    scheduled = sum(one.says_of_year is not None for one in ones)
    done = sum(one.says_of_year is True for one in ones)
    cells = sum(one.year_due - one.year_no_case for one in ones)
    ratio_sum = sum((one.year_ratio_sum for one in ones), ZERO)
    return YearFigures(
        scheduled=scheduled,
        done=done,
        cells=cells,
        ratio_sum=ratio_sum,
        activities_done=Decimal(done) / scheduled if scheduled else None,
        quantitative=ratio_sum / cells if cells else None,
    )


def own_block(
    number: int,
    name: str,
    facts_until: date,
    activities: Sequence[ReportActivity],
    bands: ReportBands,
    *,
    observations: Mapping[str, str],
    issued_on: date,
) -> CutOffBlock:
    """The block of the report's own cut-off."""
    lines = component_lines(activities, bands, observations)
    ratios = [one.official for one in lines if one.official is not None]
    return CutOffBlock(
        number=number,
        name=name,
        facts_until=facts_until,
        is_this=True,
        issued_on=issued_on,
        total=_line("", activities, bands),
        mean_of_components=sum(ratios, ZERO) / len(ratios) if ratios else None,
        lines=lines,
    )


def blocks_of_year(own: CutOffBlock, others: Iterable[OtherCutOff]) -> tuple[CutOffBlock, ...]:
    """The cut-offs of the year by date: what came before as its report said it, and what comes after left empty."""
    blocks = [own, *(_other(one, own.facts_until) for one in others)]
    return tuple(sorted(blocks, key=lambda one: (one.facts_until, one.number)))


def _other(one: OtherCutOff, until: date) -> CutOffBlock:
    if one.facts_until > until or one.block is None:
        return CutOffBlock(one.number, one.name, one.facts_until, is_to_come=one.facts_until > until)
    return replace(
        one.block, number=one.number, name=one.name, is_this=False, is_to_come=False, issued_on=one.issued_on
    )


def proposed_observations(activities: Sequence[ReportActivity]) -> dict[str, str]:
    """A first text on each component, made of what the list says, for internal control to go on from."""
    by_component: dict[str, list[ReportActivity]] = {}
    for one in activities:
        by_component.setdefault(one.component, []).append(one)
    return {name: " ".join(_proposed(ones)) for name, ones in by_component.items()}


def _proposed(ones: Sequence[ReportActivity]) -> Iterator[str]:
    counted = [one for one in ones if one.is_counted]
    if not counted:
        yield "Sin actividades programadas a este corte."
        return
    done = [one for one in counted if one.is_done]
    yield f"{_of(len(done), len(counted))}."
    if undone := [one for one in counted if one.verdict and not one.verdict.is_done]:
        yield f"Sin cumplir: {_codes(undone)}."
    if unproved := [one for one in counted if FlagCode.NO_EVIDENCE in one.flags]:
        yield f"Sin prueba: {_codes(unproved)}."
    if differing := [one for one in counted if one.differs]:
        yield f"Control interno decidió distinto de lo reportado en {_codes(differing)}."


def _of(done: int, scheduled: int) -> str:
    if done == scheduled:
        return (
            "Se cumplió la actividad programada" if done == 1 else f"Se cumplieron las {done} actividades programadas"
        )
    return f"Se cumplieron {done} de {scheduled} actividades programadas"


def _codes(ones: Iterable[ReportActivity]) -> str:
    codes = [one.code or one.key for one in ones]
    return codes[0] if len(codes) == 1 else f"{', '.join(codes[:-1])} y {codes[-1]}"
