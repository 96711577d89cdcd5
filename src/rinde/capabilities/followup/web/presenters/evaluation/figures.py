"""The figures of a frozen cut-off as people read them, each under its own name, with how it comes about."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from urllib.parse import urlencode

from django.utils.safestring import SafeString, mark_safe

from rinde.capabilities.followup.queries.evaluation import Evaluation
from rinde.capabilities.followup.rules.figures import shown_percent
from rinde.capabilities.followup.rules.frozen_figures import BandOf, FigureLine, FigureSet
from rinde.capabilities.followup.rules.verdicts import VerdictLine
from rinde.capabilities.followup.web.presenters.evaluation.looks import Look
from rinde.capabilities.followup.web.presenters.monitoring.words import PERCENT
from rinde.capabilities.plans.rules.templates import Basis
from rinde.foundations.design.icons import status_markup
from rinde.foundations.design.spanish import spanish_number
from rinde.foundations.law import Certainty

NOTHING = "Nada programado"
DECEMBER = 12


@dataclass(frozen=True, slots=True)
class Counted:
    """A number that opens to exactly what it counts."""

    value: int
    url: str


@dataclass(frozen=True, slots=True)
class Figure:
    """A percentage with its band and, in words, how it comes about; `of` are the numbers it is made of.

    `in_words`: there is no percentage, and `percent` says why.
    """

    name: str
    percent: str
    band: SafeString
    how: str
    of: tuple[tuple[str, Counted], ...] = ()

    @property
    def in_words(self) -> bool:
        return not self.percent.endswith("%")


@dataclass(frozen=True, slots=True)
class ComponentRow:
    """A component: what it had scheduled and did at the cut-off, its three percentages, and internal control's."""

    name: str
    scheduled: Counted
    done: Counted
    not_done: Counted
    official: str
    band: SafeString
    quantitative: str
    in_year: str
    by_verdict: str


@dataclass(frozen=True, slots=True)
class FiguresPage:
    figures: tuple[Figure, ...]
    verdicts: Figure
    components: tuple[ComponentRow, ...]
    whole: ComponentRow
    mean_in_words: str
    bands_in_words: str


def figures_page(evaluation: Evaluation) -> FiguresPage:
    """Everything that the page of a frozen cut-off says in figures."""
    figures = evaluation.figures
    total, by_component = evaluation.by_verdict
    at, year = figures.at_cut_off, figures.in_year
    verdicts = {line.component: line for line in by_component}
    rows = tuple(
        _row(line.component, line, _same(year, line.component), verdicts.get(line.component)) for line in at.components
    )
    return FiguresPage(
        figures=tuple(_figures(at, year, ends_year=evaluation.cut_off.facts_until.month == DECEMBER)),
        verdicts=_by_verdict(total),
        components=rows,
        whole=_row("Todo el plan", at.total, year.total, total, component=""),
        mean_in_words=_mean(at),
        bands_in_words=_bands(figures.bands_source, figures.bands_certainty),
    )


def _figures(at: FigureSet, year: FigureSet, *, ends_year: bool) -> Iterator[Figure]:
    """Both numbers over both spans. A year that is not over has no traffic light: half way, it would be red."""
    line = at.total
    yield Figure(
        "Número oficial al corte",
        percent(line.official),
        band_of(line.official_band),
        "Actividades cumplidas ÷ actividades que tenían algo programado hasta el corte. Una actividad está cumplida "
        "cuando todas sus fechas vencidas están reportadas como hechas, llegan a lo esperado y tienen prueba.",
        (("cumplidas", _list(line.done, Look.DONE)), ("programadas", _list(line.scheduled, Look.SCHEDULED))),
    )
    yield Figure(
        "Avance cuantitativo al corte",
        percent(line.quantitative),
        band_of(line.quantitative_band),
        f"Promedio de cuánto avanzó cada una de las {spanish_number(line.cells)} fechas vencidas, cada una hasta "
        "100 %. Cuenta lo hecho aunque le falte la prueba. No reemplaza al número oficial.",
        (("con algo programado", _list(line.scheduled, Look.SCHEDULED)),),
    )
    line = year.total
    missing = "" if ends_year else " Falta lo que vence después del corte; por eso va sin semáforo."
    yield Figure(
        "Número oficial del año",
        percent(line.official),
        band_of(line.official_band if ends_year else None),
        f"Actividades con todas sus fechas del año cumplidas ÷ actividades programadas en el año.{missing}",
        (("cumplidas", _list(line.done, Look.YEAR_DONE)), ("programadas", _list(line.scheduled, Look.YEAR_SCHEDULED))),
    )
    yield Figure(
        "Avance cuantitativo del año",
        percent(line.quantitative),
        band_of(line.quantitative_band if ends_year else None),
        f"Promedio de cuánto avanzó cada una de las {spanish_number(line.cells)} fechas del año.{missing}",
        (("con algo programado", _list(line.scheduled, Look.YEAR_SCHEDULED)),),
    )


def _by_verdict(line: VerdictLine) -> Figure:
    how = "Actividades que control interno da por cumplidas ÷ actividades programadas hasta el corte."
    if line.undecided:
        how += f" Se muestra cuando estén los {spanish_number(line.scheduled)} conceptos."
    shown = percent(line.official) if line.official is not None or not line.scheduled else "Por decidir"
    return Figure(
        "Según control interno",
        shown,
        mark_safe(""),
        how,
        (
            ("cumplidas", _list(line.done, Look.JUDGED_DONE)),
            ("en desacuerdo con los reportes", _list(line.differing, Look.DIFFERING)),
            ("por decidir", _list(line.undecided, Look.UNDECIDED)),
        ),
    )


def _row(
    name: str, line: FigureLine, year: FigureLine | None, verdict: VerdictLine | None, *, component: str | None = None
) -> ComponentRow:
    inside = name if component is None else component
    return ComponentRow(
        name=name,
        scheduled=_list(line.scheduled, Look.SCHEDULED, inside),
        done=_list(line.done, Look.DONE, inside),
        not_done=_list(line.not_done, Look.NOT_DONE, inside),
        official=percent(line.official),
        band=band_of(line.official_band),
        quantitative=percent(line.quantitative),
        in_year=percent(year.official if year else None),
        by_verdict=_verdict_words(verdict),
    )


def _verdict_words(line: VerdictLine | None) -> str:
    if line is None or not line.scheduled:
        return NOTHING
    if line.official is None:
        return f"{spanish_number(line.decided)} de {spanish_number(line.scheduled)} decididas"
    return percent(line.official)


def _same(figures: FigureSet, component: str) -> FigureLine | None:
    return next((line for line in figures.components if line.component == component), None)


def _list(value: int, look: Look, component: str = "") -> Counted:
    asked = {"ver": look.value} | ({"componente": component} if component else {})
    return Counted(value, f"?{urlencode(asked)}#actividades" if value else "")


def percent(ratio: Decimal | None) -> str:
    """«62,5 %»; in words where nothing was scheduled, which is neither 0 nor 100."""
    shown = shown_percent(ratio)
    return NOTHING if shown is None else f"{spanish_number(shown)}{PERCENT}"


def band_of(band: BandOf | None) -> SafeString:
    """The traffic light of the template as icon and word; nothing where there is none."""
    return status_markup(band.tone, band.name) if band else mark_safe("")


def _mean(figures: FigureSet) -> str:
    if figures.mean_of_components is None:
        return ""
    return (
        f"El promedio simple de los componentes es {percent(figures.mean_of_components)}. Se guarda al lado del total."
    )


def _bands(source_key: str, certainty: str) -> str:
    if not source_key:
        return "Este plan no tiene plantilla: sus cifras van sin semáforo."
    basis = Basis(source_key, Certainty(certainty))
    return f"El semáforo se mira sin redondear: 59,9 % es baja y 60 % es media. {basis.in_words}."
