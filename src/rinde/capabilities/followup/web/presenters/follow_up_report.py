"""A follow-up report as its pages print it, on the desk and in public: the same of the same frozen text. No queries."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.utils.safestring import SafeString, mark_safe

from rinde.capabilities.followup.choices import RecommendationStatus
from rinde.capabilities.followup.reports.follow_up import HOW_COMPUTED
from rinde.capabilities.followup.reports.follow_up_words import (
    NOTHING,
    legal_words,
    outcome_words,
    percent_words,
)
from rinde.capabilities.followup.rules.follow_up_report.content import (
    BlockLine,
    CutOffBlock,
    PlanningSaying,
    RecommendationLine,
    ReplySaying,
    ReportActivity,
    ReportContent,
    UnitSaying,
)
from rinde.capabilities.followup.rules.frozen_figures import BandOf
from rinde.capabilities.followup.rules.working_list import FLAG_KINDS, FlagCode
from rinde.foundations.design.icons import status_markup

NO_BAND = mark_safe("")
MOST_DATES = 12  # of an activity that are shown; the files hold all of them
# How a recommendation stands: the design's word, and its own.
RECOMMENDATION_KINDS = {
    RecommendationStatus.OPEN: "due",
    RecommendationStatus.PLANNED: "info",
    RecommendationStatus.REPORTED: "draft",
    RecommendationStatus.EFFECTIVE: "ok",
    RecommendationStatus.NOT_EFFECTIVE: "late",
}


@dataclass(frozen=True, slots=True)
class FigureCard:
    """A number under its own name, with how it comes about."""

    name: str
    value: str
    band: SafeString
    how: str


@dataclass(frozen=True, slots=True)
class BlockCell:
    """A component at a cut-off. `is_there` False: the cut-off is to come, or no report of it is out."""

    label: str
    is_there: bool
    scheduled: int = 0
    done: int = 0
    percent: str = ""
    band: SafeString = NO_BAND
    observations: str = ""


@dataclass(frozen=True, slots=True)
class BlockRow:
    name: str
    cells: tuple[BlockCell, ...]
    is_total: bool = False


@dataclass(frozen=True, slots=True)
class DateLine:
    """A date that was due, as its unit had told of it."""

    actor: str
    what: str
    due_on: object
    state: SafeString
    said: str
    text: str
    reason: str
    proofs: int


@dataclass(frozen=True, slots=True)
class ActivityCard:
    """An activity with what each voice says of it."""

    key: str
    label: str
    url: str
    place: str
    verdict: SafeString
    own_percent: str
    computed: str  # what the cells say, where internal control decides otherwise
    reason: str
    observation: str
    recommendation: str
    is_self_assessment: bool
    is_sampled: bool
    flags: tuple[str, ...]
    proofs: int
    dates: tuple[DateLine, ...]
    more_dates: int
    planning: PlanningSaying | None
    planning_percent: str
    replies: tuple[ReplySaying, ...]
    agreeing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ComponentPart:
    """A component with its activities: those that count first in its number."""

    name: str
    line: BlockLine
    percent: str
    band: SafeString
    cards: tuple[ActivityCard, ...]
    not_counted: int  # activities with nothing due


@dataclass(frozen=True, slots=True)
class RecommendationCard:
    line: RecommendationLine
    state: SafeString
    is_overdue: bool


@dataclass(frozen=True, slots=True)
class ReportPage:
    """Everything that a report's page prints."""

    content: ReportContent
    figures: tuple[FigureCard, ...]
    blocks: tuple[CutOffBlock, ...]
    rows: tuple[BlockRow, ...]
    components: tuple[ComponentPart, ...]
    recommendations: tuple[RecommendationCard, ...]
    previous: tuple[RecommendationCard, ...]
    legal: str
    how_computed: tuple[str, ...]


def report_page(content: ReportContent, *, links: Mapping[str, str]) -> ReportPage:
    """Lay a report out for a page.

    Args:
        links: where each activity that the plan still has is told of, by its key.
    """
    return ReportPage(
        content=content,
        figures=tuple(_figures(content)),
        blocks=content.blocks,
        rows=tuple(_rows(content)),
        components=tuple(_component(content, line, links) for line in content.block.lines),
        recommendations=tuple(map(_recommendation, content.recommendations)),
        previous=tuple(map(_recommendation, content.previous)),
        legal=legal_words(content.dates),
        how_computed=HOW_COMPUTED,
    )


def _figures(content: ReportContent) -> Iterable[FigureCard]:
    total, year = content.block.total, content.year
    if total is None:
        return
    official = f"{total.done} de {total.scheduled}" if total.scheduled else NOTHING
    yield FigureCard(
        "Actividades cumplidas",
        percent_words(total.official) if total.scheduled else NOTHING,
        _band(total.official_band),
        f"{official} programadas hasta el corte, según control interno. Es el número oficial.",
    )
    yield FigureCard(
        "Avance cuantitativo",
        percent_words(total.quantitative),
        _band(total.quantitative_band),
        f"Promedio de {_dates(total.cells)} hasta el corte, cada una hasta 100 %. No reemplaza al oficial.",
    )
    by_cells = Decimal(total.done_by_cells) / total.scheduled_by_cells if total.scheduled_by_cells else None
    yield FigureCard(
        "Según reportes y pruebas",
        percent_words(by_cells),
        NO_BAND,
        f"{total.done_by_cells} de {total.scheduled_by_cells}, sin lo que control interno decidió distinto.",
    )
    yield FigureCard(
        "Avance anual",
        percent_words(year.activities_done),
        NO_BAND,
        f"{year.done} de {year.scheduled} actividades de todo el año, según reportes y pruebas.",
    )


def _dates(count: int) -> str:
    return "1 fecha" if count == 1 else f"{count} fechas"


def _band(band: BandOf | None) -> SafeString:
    return status_markup(band.tone, band.name) if band else NO_BAND


def _rows(content: ReportContent) -> Iterable[BlockRow]:
    for name in content.components:
        yield BlockRow(name, tuple(_cell(block, block.line_of(name)) for block in content.blocks))
    yield BlockRow("Todo el plan", tuple(_cell(block, block.total) for block in content.blocks), is_total=True)


def _cell(block: CutOffBlock, line: BlockLine | None) -> BlockCell:
    if line is None:
        return BlockCell(block.name, is_there=False)
    return BlockCell(
        block.name,
        is_there=True,
        scheduled=line.scheduled,
        done=line.done,
        percent=percent_words(line.official) if line.scheduled else NOTHING,
        band=_band(line.official_band),
        observations=line.observations,
    )


def _component(content: ReportContent, line: BlockLine, links: Mapping[str, str]) -> ComponentPart:
    own = [one for one in content.activities if one.component == line.component]
    counted = [one for one in own if one.is_counted]
    return ComponentPart(
        name=line.component,
        line=line,
        percent=percent_words(line.official) if line.scheduled else NOTHING,
        band=_band(line.official_band),
        cards=tuple(_card(one, links.get(one.key, "")) for one in counted),
        not_counted=len(own) - len(counted),
    )


def _card(one: ReportActivity, url: str) -> ActivityCard:
    verdict, planning = one.verdict, one.planning
    return ActivityCard(
        key=one.key,
        label=one.label,
        url=url,
        place=one.subcomponent,
        verdict=verdict_status(one),
        own_percent=percent_words(verdict.ratio) if verdict and verdict.ratio is not None else "",
        computed=_computed(one) if one.differs else "",
        reason=verdict.reason if verdict else "",
        observation=verdict.observation if verdict else "",
        recommendation=verdict.recommendation if verdict else "",
        is_self_assessment=bool(verdict and verdict.is_self_assessment),
        is_sampled=one.is_sampled,
        flags=tuple(_flags(one.flags)),
        proofs=one.proofs,
        dates=tuple(map(_date, one.said[:MOST_DATES])),
        more_dates=max(0, len(one.said) - MOST_DATES),
        planning=planning,
        planning_percent=percent_words(planning.ratio) if planning and planning.ratio is not None else "",
        replies=one.replies,
        agreeing=one.agreeing,
    )


def verdict_status(one: ReportActivity) -> SafeString:
    """Internal control's word on an activity, as icon and word."""
    if one.verdict is None:
        return status_markup("draft", "Por decidir")
    return status_markup("ok", "Cumplida") if one.verdict.is_done else status_markup("late", "No cumplida")


def _computed(one: ReportActivity) -> str:
    return {True: "cumplida", False: "no cumplida", None: "sin nada que contar"}[one.says]


def _flags(flags: Mapping[str, int]) -> Iterable[str]:
    for code in FlagCode:
        if count := flags.get(code):
            title = FLAG_KINDS[code].title
            yield f"{title} ({count})" if count > 1 else title


def _date(one: UnitSaying) -> DateLine:
    return DateLine(
        actor=one.actor or "Sin responsable",
        what=one.milestone or one.what,
        due_on=one.due_on,
        state=_date_state(one),
        said=outcome_words(one.outcome),
        text=one.text,
        reason=one.reason,
        proofs=one.proofs,
    )


def _date_state(one: UnitSaying) -> SafeString:
    if one.has_no_case:
        return status_markup("off", "No se presentó el caso")
    if one.is_done:
        return status_markup("ok", "Cumplida con prueba")
    return status_markup("late", "Sin cumplir" if one.outcome else "Sin reporte")


def _recommendation(line: RecommendationLine) -> RecommendationCard:
    return RecommendationCard(line, recommendation_state(line.status, is_overdue=line.is_overdue), line.is_overdue)


def recommendation_state(status: str, *, is_overdue: bool) -> SafeString:
    """How a recommendation stands, as icon and word."""
    if is_overdue:
        return status_markup("late", "Acción vencida")
    return status_markup(RECOMMENDATION_KINDS[RecommendationStatus(status)], str(RecommendationStatus(status).label))
