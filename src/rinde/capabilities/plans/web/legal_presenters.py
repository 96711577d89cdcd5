"""What the pages of the legal calendar show, put into words. No permission is decided here."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.contrib import messages
from django.http import HttpRequest

from rinde.capabilities.plans.models import Plan
from rinde.capabilities.plans.queries.legal_dates import LegalDateLine
from rinde.capabilities.plans.rules.legal_dates import regime_of, template_of
from rinde.capabilities.plans.rules.legal_moves import MovedDate
from rinde.capabilities.plans.rules.templates import Basis, CountIn, CutOffRegime
from rinde.foundations.design.spanish import MONTHS
from rinde.foundations.law import SOURCE_OF_DAYS, SOURCE_OF_MIDNIGHT, source

SOON = 10  # working days
MOST_SAID = 6  # dates that moved, and plans of each; the rest is on each plan's page


@dataclass(frozen=True, slots=True)
class Badge:
    """A state as the design shows it: kind of icon and colour, and the word."""

    kind: str
    word: str


@dataclass(frozen=True, slots=True)
class DateCard:
    """A legal date on its plan's page."""

    line: LegalDateLine
    badge: Badge
    arithmetic_source: str  # empty for a date that is not counted in business days

    @property
    def named_days_off(self) -> list[tuple[date, str]]:
        return [(day.on, day.reason) for day in self.line.skipped if not day.is_weekend]

    @property
    def weekend_days(self) -> int:
        return sum(day.is_weekend for day in self.line.skipped)


@dataclass(frozen=True, slots=True)
class RegimeChoice:
    """Cut-offs that a plan may follow, in words."""

    key: str
    name: str
    statement: str  # «Cierra el 30 de junio y el 31 de diciembre; el informe, en 30 días calendario.»
    basis: Basis
    is_current: bool


@dataclass(frozen=True, slots=True)
class LegalDatesPage:
    """Everything on the page: what is still to come, what is over, and the cut-offs to choose from."""

    coming: Sequence[DateCard]
    over: Sequence[DateCard]
    regimes: Sequence[RegimeChoice]
    regime_is_confirmed: bool

    @property
    def current_regime(self) -> RegimeChoice | None:
        return next((one for one in self.regimes if one.is_current), None)


def legal_dates_page(plan: Plan, lines: Sequence[LegalDateLine], today: date) -> LegalDatesPage:
    """Lay the page out: what is next comes first, what is over from the newest back."""
    coming = sorted((line for line in lines if line.is_open), key=lambda line: (line.act_on, line.key))
    over = sorted((line for line in lines if not line.is_open), key=lambda line: (line.due_on, line.key), reverse=True)
    return LegalDatesPage(
        coming=[_card(line, today) for line in coming],
        over=[_card(line, today) for line in over],
        regimes=regime_choices(plan),
        regime_is_confirmed=bool(plan.cut_off_regime),
    )


def regime_choices(plan: Plan) -> list[RegimeChoice]:
    """The cut-offs that the plan's template offers; none for a plan without a template."""
    chosen = template_of(plan.template_key, plan.instrument, plan.period_start)
    if chosen is None:
        return []
    current = regime_of(chosen, plan.cut_off_regime)
    return [
        RegimeChoice(one.key, one.name, _regime_in_words(one), one.basis, is_current=one is current)
        for one in chosen.cut_offs
    ]


def _regime_in_words(one: CutOffRegime) -> str:
    days = [f"el {day.day} de {MONTHS[day.month - 1]}" for day in one.days]
    closes = days[0] if len(days) == 1 else f"{', '.join(days[:-1])} y {days[-1]}"
    unit = "hábiles" if one.report_count is CountIn.BUSINESS_DAYS else "calendario"
    return f"Cierra {closes}; el informe se publica en los {one.report_days} días {unit} siguientes."


def _card(line: LegalDateLine, today: date) -> DateCard:
    counted = line.count_in == CountIn.BUSINESS_DAYS
    sources = f"{source(SOURCE_OF_DAYS).citation}; {source(SOURCE_OF_MIDNIGHT).citation}" if counted else ""
    return DateCard(line, _badge(line, today), sources)


def _badge(line: LegalDateLine, today: date) -> Badge:
    if line.done_on is not None:
        return Badge("late", "Se cumplió tarde") if line.done_late_by else Badge("ok", "Se cumplió")
    if line.is_past:
        return Badge("off", "Ya pasó")
    left = line.working_days_left
    if line.act_on <= today:
        return Badge("due", "Hasta la medianoche de hoy" if line.act_on == today else "Últimos días")
    word = "Queda 1 día hábil" if left == 1 else f"Quedan {left} días hábiles"
    return Badge("due" if left <= SOON else "info", word)


def _plans_in_words(titles: Sequence[str]) -> str:
    more = len(titles) - MOST_SAID
    rest = f", y {more} {'plan' if more == 1 else 'planes'} más" if more > 0 else ""
    return f"{'Plan' if len(titles) == 1 else 'Planes'}: {'; '.join(titles[:MOST_SAID])}{rest}"


def tell_moves(request: HttpRequest, moved: Sequence[MovedDate]) -> None:
    """Say at once which legal dates moved and why, each once for all its plans; of very many, how many more."""
    plans_of: dict[str, list[str]] = {}
    for one in moved:
        plans_of.setdefault(one.in_words, []).append(one.plan_title)
    told = list(plans_of.items())[:MOST_SAID]
    for in_words, titles in told:
        messages.warning(request, f"{in_words} {_plans_in_words(titles)}.")
    left = len(moved) - sum(len(titles) for _, titles in told)
    if left > 0:
        what = "se movió 1 fecha legal más" if left == 1 else f"se movieron {left} fechas legales más"
        messages.warning(request, f"Además {what}: véalas en «Fechas legales» de cada plan.")
