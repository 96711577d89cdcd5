"""What a follow-up report says in a few words: percentages, verdicts, dates, what there was to look at. Pure."""

from collections.abc import Sequence
from decimal import Decimal

from rinde.capabilities.followup.choices import Outcome
from rinde.capabilities.followup.rules.figures import shown_percent
from rinde.capabilities.followup.rules.follow_up_report.content import (
    BlockLine,
    ReportActivity,
    ReportDates,
    UnitSaying,
)
from rinde.capabilities.followup.rules.frozen_figures import BandOf
from rinde.capabilities.followup.rules.working_list import FLAG_KINDS, FlagCode
from rinde.capabilities.plans.choices import MeasureUnit
from rinde.foundations.law import plain_day

NOTHING = "Sin actividades programadas"
MOST_SAID = 3  # dates of an activity that paper tells one by one; of more, how many and whose are missing
NAMED = 6
SAID_LENGTH = 260  # of a unit's text on paper; the sheets hold all of it


def percent_words(ratio: Decimal | None) -> str:
    """«62,5 %»; in words where nothing was scheduled."""
    shown = shown_percent(ratio)
    return NOTHING if shown is None else f"{shown.normalize():f} %".replace(".", ",")


def legal_words(dates: ReportDates) -> str:
    """«A más tardar el 15 de mayo de 2026: 3 días después»."""
    if dates.legal_due_on is None:
        return "Sin fecha"
    late = dates.days_late
    told = "a tiempo" if not late else f"{late} día{'s' if late > 1 else ''} después"
    return f"A más tardar el {plain_day(dates.legal_due_on)}: {told}"


def official_words(line: BlockLine) -> str:
    """«3 de 8 (37,5 % · Zona baja)»."""
    if not line.scheduled:
        return NOTHING
    return f"{line.done} de {line.scheduled} ({with_band(line.official, line.official_band)})"


def with_band(ratio: Decimal | None, band: BandOf | None) -> str:
    """«62,5 % · Zona media»."""
    words = percent_words(ratio)
    return f"{words} · {band.name}" if band else words


def verdict_words(one: ReportActivity) -> str:
    """Internal control's word on an activity."""
    if one.verdict is None:
        return "Por decidir"
    word = "Cumplida" if one.verdict.is_done else "No cumplida"
    own = percent_note(one.verdict.ratio)
    return f"{word}{own}{'. Autoevaluación' if one.verdict.is_self_assessment else ''}"


def percent_note(ratio: Decimal | None) -> str:
    """« (62,5 %)»; nothing for None."""
    return f" ({percent_words(ratio)})" if ratio is not None else ""


def flags_words(one: ReportActivity) -> str:
    """«Sin prueba (2), Enlace caído»."""
    known = {code.value: kind.title for code, kind in FLAG_KINDS.items()}
    order = [code.value for code in FlagCode]
    found = sorted((code for code in one.flags if code in known), key=order.index)
    return ", ".join(f"{known[code]} ({one.flags[code]})" if one.flags[code] > 1 else known[code] for code in found)


def said_words(said: Sequence[UnitSaying]) -> str:
    """Few dates one by one; of many, how many were done and whose were not."""
    if len(said) <= MOST_SAID:
        return "\n".join(_one_said(one) for one in said)
    counted = [one for one in said if not one.has_no_case]
    missing = list(dict.fromkeys(one.actor for one in counted if not one.is_done))
    told = f"{sum(one.is_done for one in counted)} de {len(counted)} fechas cumplidas con prueba."
    if len(counted) < len(said):
        told += f" {len(said) - len(counted)} sin caso."
    return f"{told} Faltan: {_named(missing)}." if missing else told


def _named(names: Sequence[str]) -> str:
    more = len(names) - NAMED
    return f"{', '.join(names[:NAMED])} y {more} más" if more > 0 else ", ".join(names)


def _one_said(one: UnitSaying) -> str:
    whose = f"{one.actor}, {one.due_on:%d/%m/%Y}: "
    if not one.outcome:
        return f"{whose}no reportó."
    said = f"{outcome_words(one.outcome)}{_how_much(one)}. {one.text or one.reason}"
    return f"{whose}{said if len(said) <= SAID_LENGTH else f'{said[: SAID_LENGTH - 1].rstrip()}…'}"


def outcome_words(outcome: str) -> str:
    """«Se cumplió»; empty where nothing was said."""
    return str(Outcome(outcome).label) if outcome in Outcome.values else outcome


def _how_much(one: UnitSaying) -> str:
    if one.quantity is None:
        return ""
    mark = " %" if one.unit == MeasureUnit.PERCENT else ""
    told = f"{_figure(one.quantity)}{mark}"
    return f" ({told} de {_figure(one.expected)}{mark})" if one.expected is not None else f" ({told})"


def _figure(value: Decimal) -> str:
    return f"{value.quantize(Decimal('0.01')).normalize():f}".replace(".", ",")
