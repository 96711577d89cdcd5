"""The cut-offs of a plan: until when facts count, until when units report, and by when internal control does.

Pure: template, period and calendar of the entity come as arguments. The days and the term of the report are the
template's, with its own source; how long units may report after a cut-off is practice and each plan's choice, never law
(domain.md §1.4, §2.2).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from rinde.capabilities.plans.rules.legal_dates import follow_up_reports, regime_of
from rinde.capabilities.plans.rules.templates import Basis, CountIn, CutOffRegime, Template
from rinde.foundations.law import BOGOTA, Certainty, WorkCalendar, last_moment, long_day, plain_day, source
from rinde.foundations.refusals import NotReady

# Leaders report within five business days of a cut-off (a published programme); nothing obliges anybody to.
CLOSES_BASIS = Basis(source("PTEP_FUNCION_PUBLICA_2025").key, Certainty.PRACTICE)
NOT_SAVED = "No se guardaron las fechas."
OWN_DATE = "Fecha fijada por control interno, sin contar días."


@dataclass(frozen=True, slots=True)
class CutOffDates:
    """A cut-off with its three dates, each with how it comes about in words.

    `regime_on`: the day of the plan's regime that it stands for; None for a date of the entity's own. `report_basis` is
    None where nobody counted the day.
    """

    facts_from: date
    facts_until: date
    reporting_closes_on: date  # until its midnight
    report_due_on: date
    facts_in_words: str
    closes_in_words: str
    report_in_words: str
    report_basis: Basis | None = None
    regime_on: date | None = None

    @property
    def name(self) -> str:
        return cut_off_name(self.facts_until)

    @property
    def counting(self) -> dict[str, str]:
        return {"facts": self.facts_in_words, "closes": self.closes_in_words, "report": self.report_in_words}


@dataclass(frozen=True, slots=True)
class Window:
    """What a cut-off looks at.

    A plan's first year takes in what fell due before it, and its last year what falls due after: then `counts_from` is
    None, or `year_until`.
    """

    facts_from: date
    facts_until: date
    closes_on: date
    counts_from: date | None
    year_until: date | None

    @property
    def closes_at(self) -> datetime:
        """The last moment at which a report still counts."""
        return last_moment(self.closes_on)

    def is_due(self, day: date) -> bool:
        """Whether what falls due on a day is looked at; the day of the cut-off itself is."""
        return day <= self.facts_until and (self.counts_from is None or day >= self.counts_from)

    def is_of_year(self, day: date) -> bool:
        """Whether a day belongs to the whole year that the cut-off is of, past and to come."""
        return (self.counts_from is None or day >= self.counts_from) and (
            self.year_until is None or day <= self.year_until
        )


def cut_off_name(facts_until: date) -> str:
    """«Corte al 30 de abril de 2026»."""
    return f"Corte al {plain_day(facts_until)}"


def first_day(facts_until: date, *, start: date, end: date) -> date:
    """The first day that a cut-off looks at: of the plan's year, or of its period where that begins later.

    Args:
        start: first day of the plan's period; `end`: its last. A cut-off after the period belongs to its last year.
    """
    year = min(max(facts_until.year, start.year), end.year)
    return max(start, date(year, 1, 1))


def window_of(facts_from: date, facts_until: date, closes_on: date, *, start: date, end: date) -> Window:
    """What a cut-off of a plan looks at.

    Args:
        start: first day of the plan's period; `end`: its last.
    """
    is_first, is_last = facts_from <= start, facts_from.year >= end.year
    return Window(
        facts_from=facts_from,
        facts_until=facts_until,
        closes_on=closes_on,
        counts_from=None if is_first else facts_from,
        year_until=None if is_last else date(facts_from.year, 12, 31),
    )


def cut_offs_of(
    chosen: Template, *, start: date, end: date, calendar: WorkCalendar, report_days: int, regime: str = ""
) -> tuple[CutOffDates, ...]:
    """Find the cut-offs of a plan's period by its regime, earliest first; a programme of four years has them each year.

    Args:
        report_days: business days after a cut-off in which units may still report.
        regime: key of the regime that the plan chose; empty: the template's default.
    """
    rule = regime_of(chosen, regime)
    found = []
    for report in follow_up_reports(chosen, start=start, end=end, calendar=calendar, regime=regime):
        if report.term is None:
            continue
        day = report.term.start
        facts = f"Corte {rule.name.lower()}: {plain_day(day)}. {_looked_at(first_day(day, start=start, end=end), day)}"
        closes_on, closes = _closes(day, report_days, calendar, at_most=report.due_on)
        found.append(
            CutOffDates(
                facts_from=first_day(day, start=start, end=end),
                facts_until=day,
                reporting_closes_on=closes_on,
                report_due_on=report.due_on,
                facts_in_words=facts,
                closes_in_words=closes,
                report_in_words=f"{_length(rule)} {report.in_words}",
                report_basis=report.basis,
                regime_on=day,
            )
        )
    return tuple(found)


def own_cut_off(
    facts_until: date,
    *,
    start: date,
    end: date,
    calendar: WorkCalendar,
    report_days: int,
    rule: CutOffRegime | None,
    closes_on: date | None = None,
    report_due_on: date | None = None,
) -> CutOffDates:
    """Count what was left open of a cut-off on a day of the entity's own.

    Args:
        rule: the regime whose term the report follows; None for a plan without a template.
        closes_on: the day that somebody chose for the end of reporting; None: counted.
        report_due_on: the day that somebody chose for the report; None: counted by the regime.

    Raises:
        NotReady: where nobody chose the day of the report and no regime counts it.
    """
    report_words, basis = OWN_DATE, None
    if report_due_on is None:
        if rule is None:
            raise NotReady(NOT_SAVED, ("Escriba cuándo se debe el informe: este plan no tiene plantilla que lo diga.",))
        count = calendar.add_business_days if rule.report_count is CountIn.BUSINESS_DAYS else calendar.calendar_days
        term = count(facts_until, rule.report_days)
        report_due_on, report_words, basis = term.due_on, f"{_length(rule)} {term.in_words}", rule.basis
    closes_words = OWN_DATE
    if closes_on is None:
        closes_on, closes_words = _closes(facts_until, report_days, calendar, at_most=report_due_on)
    facts_from = first_day(facts_until, start=start, end=end)
    return CutOffDates(
        facts_from=facts_from,
        facts_until=facts_until,
        reporting_closes_on=closes_on,
        report_due_on=report_due_on,
        facts_in_words=f"Fecha que fijó la entidad. {_looked_at(facts_from, facts_until)}",
        closes_in_words=closes_words,
        report_in_words=report_words,
        report_basis=basis,
    )


def _looked_at(first: date, last: date) -> str:
    return f"Se mira lo que debía estar hecho desde el {plain_day(first)} hasta ese día, {long_day(last)}."


def _length(rule: CutOffRegime) -> str:
    unit = "hábiles" if rule.report_count is CountIn.BUSINESS_DAYS else "calendario"
    return f"{rule.report_days} días {unit} después del corte."


def _closes(cut_off: date, report_days: int, calendar: WorkCalendar, *, at_most: date) -> tuple[date, str]:
    """Count until when units may report, and never past the day on which their reports are reported on."""
    term = calendar.add_business_days(cut_off, report_days)
    length = "1 día hábil" if report_days == 1 else f"{report_days} días hábiles"
    words = f"{length} después del corte. {term.in_words}"
    if term.due_on <= at_most:
        return term.due_on, words
    return (
        at_most,
        f"{words} Eso es después de la fecha del informe: el reporte cierra ese mismo día, {long_day(at_most)}.",
    )


def day_gaps(
    facts_until: date, *, start: date, end: date, after: date | None, others: frozenset[date]
) -> Iterator[str]:
    """Find everything that keeps a plan from having a cut-off on a day.

    Args:
        start: first day of the plan's period; `end`: its last. What falls due after it is looked at for a year more.
        after: the last day that was already frozen; None before the first.
        others: the days of the plan's other cut-offs.
    """
    if facts_until < start:
        yield f"El plan empieza el {plain_day(start)}: el corte no puede ser antes."
    if facts_until.year > end.year + 1:
        yield f"El plan termina el {plain_day(end)}: el corte puede ser a más tardar al año siguiente."
    if after is not None and facts_until <= after:
        yield f"Lo que debía estar hecho hasta el {plain_day(after)} ya se congeló. Escoja un día posterior."
    if facts_until in others:
        yield f"Ya hay un corte al {plain_day(facts_until)}. Cambie las fechas de ese."


def date_gaps(dates: CutOffDates, *, today: date) -> Iterator[str]:
    """Find what keeps the three dates of a cut-off from holding: their order, and that people can still act."""
    if dates.reporting_closes_on < dates.facts_until:
        yield "El reporte cierra el día del corte o después, no antes."
    elif dates.reporting_closes_on < today:
        yield f"El {plain_day(dates.reporting_closes_on)} ya pasó. Deje que las dependencias reporten hasta hoy o más."
    if dates.report_due_on < dates.reporting_closes_on:
        yield "El informe se debe después de que cierre el reporte. Corra su fecha, o cierre antes el reporte."


def is_past(reporting_closes_on: date, today: date) -> bool:
    """Whether reporting is over: the last day counts until its midnight."""
    return reporting_closes_on < today


def local_day(moment: datetime) -> date:
    """The day of a moment on Colombia's clock."""
    return moment.astimezone(BOGOTA).date()
