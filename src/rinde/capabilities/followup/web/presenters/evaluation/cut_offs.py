"""A cut-off in words: in what state it is, its three dates, and how each came about."""

from dataclasses import dataclass
from datetime import date

from django.utils.safestring import SafeString

from rinde.capabilities.followup.choices import CutOffStatus
from rinde.capabilities.followup.models import CutOff
from rinde.capabilities.followup.queries.evaluation import Progress
from rinde.capabilities.followup.rules.cut_off_states import EVALUABLE
from rinde.capabilities.followup.rules.cut_offs import CLOSES_BASIS, is_past
from rinde.capabilities.plans.rules.templates import Basis
from rinde.foundations.design.icons import status_markup
from rinde.foundations.law import Certainty

SOON_DAYS = 14
NO_SOURCE = "Fecha que fijó control interno."


@dataclass(frozen=True, slots=True)
class DateLine:
    """One of the three dates: its name, its day, how it is counted, and where it comes from."""

    name: str
    on: date
    explains: str
    counting: str
    source: str
    is_past: bool


@dataclass(frozen=True, slots=True)
class CutOffCard:
    """A cut-off as lists show it. `open_`: its dates may still be moved."""

    cut_off: CutOff
    state: SafeString
    dates: tuple[DateLine, ...]
    is_open: bool
    is_evaluated: bool  # now
    is_final: bool
    scheduled: int
    decided: int


def card_of(progress: Progress, today: date) -> CutOffCard:
    """Put a cut-off into words."""
    cut_off = progress.cut_off
    is_open = cut_off.status == CutOffStatus.PLANNED and not is_past(cut_off.reporting_closes_on, today)
    return CutOffCard(
        cut_off=cut_off,
        state=state_of(cut_off, today),
        dates=date_lines(cut_off, today),
        is_open=is_open,
        is_evaluated=cut_off.status in EVALUABLE,
        is_final=cut_off.status == CutOffStatus.FINAL,
        scheduled=progress.scheduled,
        decided=progress.decided,
    )


def state_of(cut_off: CutOff, today: date) -> SafeString:
    """The state of a cut-off as icon and word, the nearness of its close among it."""
    if cut_off.status == CutOffStatus.PLANNED:
        return status_markup(*_planned(cut_off, today))
    kind: dict[str, str] = {CutOffStatus.FROZEN: "due", CutOffStatus.PRELIMINARY: "info", CutOffStatus.FINAL: "ok"}
    word = "Congelado, por evaluar" if cut_off.status == CutOffStatus.FROZEN else cut_off.get_status_display()
    return status_markup(kind[cut_off.status], word)


def _planned(cut_off: CutOff, today: date) -> tuple[str, str]:
    left = (cut_off.reporting_closes_on - today).days
    if left < 0:
        return "info", "Cerró: se congela esta noche"
    if cut_off.facts_until >= today:
        near = left <= SOON_DAYS
        return ("due", f"El reporte cierra en {_days(left)}") if near else ("draft", "Programado")
    return "due", "Último día para reportar" if left == 0 else f"Quedan {_days(left)} para reportar"


def _days(count: int) -> str:
    return "1 día" if count == 1 else f"{count} días"


def date_lines(cut_off: CutOff, today: date) -> tuple[DateLine, ...]:
    """The three dates, each with its arithmetic and its source."""
    counted = cut_off.counting
    report = Basis(cut_off.source_key, Certainty(cut_off.certainty)).in_words if cut_off.source_key else NO_SOURCE
    own = "sin contar días" in counted["closes"]
    facts = report if cut_off.regime_on == cut_off.facts_until else NO_SOURCE
    closes = NO_SOURCE if own else f"{CLOSES_BASIS.in_words}. Los días los escoge el plan; ninguna norma los fija"
    lines = (
        ("Hechos hasta", cut_off.facts_until, "Se evalúa lo que vence hasta ese día.", "facts", facts),
        (
            "El reporte cierra",
            cut_off.reporting_closes_on,
            "Cuenta lo que las dependencias envíen hasta esa medianoche.",
            "closes",
            closes,
        ),
        (
            "El informe se debe",
            cut_off.report_due_on,
            "Control interno publica su informe a más tardar ese día.",
            "report",
            report,
        ),
    )
    return tuple(
        DateLine(name, on, explains, counted[key], source.rstrip("."), on < today)
        for name, on, explains, key, source in lines
    )


def grouped(cards: list[CutOffCard]) -> list[tuple[str, str, list[CutOffCard]]]:
    """Cards in the order of what presses: (anchor, heading, cards), groups without any left out."""
    groups = [
        ("por-evaluar", "Por evaluar", [one for one in cards if one.is_evaluated]),
        ("por-venir", "Por venir", [one for one in cards if not one.is_evaluated and not one.is_final]),
        ("publicados", "Con informe publicado", [one for one in reversed(cards) if one.is_final]),
    ]
    return [group for group in groups if group[2]]
