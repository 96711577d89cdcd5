"""The terms of the cycle that are told at once, whatever the day of the digest: who is told of which, and once each.

Pure: no database, no clock. A term is told again only when its date moves: the date is part of what makes a notice one.
Days before an end are the entity's choice, not law; the ends themselves carry their own source where they are counted.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from rinde.capabilities.followup.choices import CutOffStatus
from rinde.foundations.law import long_day, plain_day

REPLY_REMINDER_DAYS = 1  # before the end of the units' term, to those that have not answered
NEWS_FOR = timedelta(days=7)  # a publication older than this is no news any more


class Audience(StrEnum):
    INTERNAL_CONTROL = "internal_control"
    UNITS = "units"  # whoever answers for what the cut-off looks at, and their heads
    SILENT_UNITS = "silent_units"  # those of them that have not replied
    EVERYBODY = "everybody"  # the units and the coordination
    COORDINATION = "coordination"


class TermKind(StrEnum):
    FROZEN = "frozen"  # internal control may begin
    REPORT_SOON = "report_soon"
    REPORT_OVERDUE = "report_overdue"
    REPLY = "reply"  # the preliminary report is out
    REPLY_SOON = "reply_soon"
    REPLIES_CLOSED = "replies_closed"
    PUBLISHED = "published"
    PLAN_SOON = "plan_soon"  # the plan itself has to be published
    PLAN_OVERDUE = "plan_overdue"


@dataclass(frozen=True, slots=True)
class CutOffFacts:
    """A cut-off as its terms see it. Days are Colombia's."""

    id: int
    plan_id: int
    plan_title: str
    name: str  # «Corte al 30 de abril de 2026»
    status: str
    facts_from: date
    facts_until: date
    reporting_closes_on: date
    report_due_on: date
    preliminary_on: date | None = None
    replies_until: date | None = None
    final_on: date | None = None


@dataclass(frozen=True, slots=True)
class PublicationFacts:
    """By when a plan that is not published yet has to be."""

    plan_id: int
    plan_title: str
    key: str  # of the legal date
    title: str
    due_on: date
    act_on: date  # the working day before, where it is none
    is_law: bool


@dataclass(frozen=True, slots=True)
class Notice:
    """Something told at once. `key` with the person's number goes out once for ever."""

    key: str
    kind: TermKind
    audience: Audience
    plan_id: int
    subject: str
    text: str
    cut_off_id: int | None = None


def cut_off_notices(facts: CutOffFacts, *, today: date, days_before: int) -> tuple[Notice, ...]:
    """What is told of a cut-off on a day: of internal control's report, and of the units' reply to it.

    Args:
        days_before: from how many days of the calendar before its end a term is told.
    """
    if facts.final_on is not None:
        return (_published(facts),) if today - facts.final_on <= NEWS_FOR else ()
    found = [_about_report(facts, today, days_before), _about_replies(facts, today)]
    return tuple(one for one in found if one is not None)


def _about_report(facts: CutOffFacts, today: date, days_before: int) -> Notice | None:
    """The one that presses most: an overdue report is not told to be due soon as well."""
    if today <= facts.reporting_closes_on:
        return None
    due, what = plain_day(facts.report_due_on), f"{_of(facts.name)}, «{facts.plan_title}»,"
    if today > facts.report_due_on:
        return _notice(
            facts,
            TermKind.REPORT_OVERDUE,
            Audience.INTERNAL_CONTROL,
            facts.report_due_on,
            f"Se venció el informe de seguimiento: {_told(facts)}",
            f"El informe de seguimiento {what} debía publicarse el {due} y no está publicado. La fecha en que salga "
            "quedará junto a la que debía ser.",
        )
    left = (facts.report_due_on - today).days
    if left <= days_before:
        return _notice(
            facts,
            TermKind.REPORT_SOON,
            Audience.INTERNAL_CONTROL,
            facts.report_due_on,
            f"El informe de seguimiento vence {_in(left)}: {_told(facts)}",
            f"El informe de seguimiento {what} debe publicarse a más tardar el {long_day(facts.report_due_on)}.",
        )
    if facts.status != CutOffStatus.FROZEN:
        return None
    return _notice(
        facts,
        TermKind.FROZEN,
        Audience.INTERNAL_CONTROL,
        facts.reporting_closes_on,
        f"Ya puede evaluar: {_told(facts)}",
        f"Se cerró el reporte {_of(facts.name)}, «{facts.plan_title}», y quedó congelado. El informe debe publicarse a "
        f"más tardar el {long_day(facts.report_due_on)}.",
    )


def _about_replies(facts: CutOffFacts, today: date) -> Notice | None:
    """To the units from the day of the preliminary report to the last of their term; then to internal control."""
    until, since = facts.replies_until, facts.preliminary_on
    if until is None or since is None:
        return None
    about = f"{_of(facts.name)}, «{facts.plan_title}»"
    if today > until:
        return _notice(
            facts,
            TermKind.REPLIES_CLOSED,
            Audience.INTERNAL_CONTROL,
            until,
            f"Terminó el plazo de las dependencias para responder: {_told(facts)}",
            f"Las dependencias tenían hasta el {plain_day(until)} para responder el informe preliminar {about}. "
            "Lo que llegue desde ahora aparece como tardío.",
        )
    if today > since and (until - today).days <= REPLY_REMINDER_DAYS:
        return _notice(
            facts,
            TermKind.REPLY_SOON,
            Audience.SILENT_UNITS,
            until,
            f"Su plazo para responder a control interno termina {_in((until - today).days)}: {_told(facts)}",
            f"Su dependencia todavía no ha respondido el informe preliminar {about}. El plazo termina el "
            f"{long_day(until)}. Si está de acuerdo, no tiene que hacer nada.",
        )
    return _notice(
        facts,
        TermKind.REPLY,
        Audience.UNITS,
        until,
        f"Control interno envió su informe preliminar: responda hasta el {plain_day(until)}",
        f"Control interno envió a las dependencias el informe preliminar {about}. Lea lo que dice de sus "
        f"actividades. Si no está de acuerdo, responda con su prueba a más tardar el {long_day(until)}.",
    )


def _published(facts: CutOffFacts) -> Notice:
    return _notice(
        facts,
        TermKind.PUBLISHED,
        Audience.EVERYBODY,
        facts.final_on or facts.report_due_on,
        f"Se publicó el informe de seguimiento: {_told(facts)}",
        f"Control interno publicó el informe de seguimiento {_of(facts.name)}, «{facts.plan_title}». Mire sus "
        "conceptos y, si hay recomendaciones para su dependencia, escriba la acción de mejora.",
    )


def publication_notices(facts: PublicationFacts, *, today: date, days_before: int) -> tuple[Notice, ...]:
    """What is told to the coordination of a plan that is not published yet.

    Args:
        days_before: as in `cut_off_notices`, counted to the working day on which it can still be done.
    """
    left = (facts.act_on - today).days
    if left > days_before:
        return ()
    due, basis = plain_day(facts.due_on), "por ley" if facts.is_law else "según su plantilla"
    if today > facts.due_on:
        kind, subject = TermKind.PLAN_OVERDUE, f"El plan debía publicarse el {due}: {facts.plan_title}"
        text = f"«{facts.plan_title}» debía publicarse {basis} el {due} y no está publicado."
    else:
        kind = TermKind.PLAN_SOON
        subject = f"El plan debe publicarse {_in(max(left, 0))}: {facts.plan_title}"
        text = f"«{facts.plan_title}» debe publicarse {basis} a más tardar el {long_day(facts.due_on)}."
        if facts.act_on != facts.due_on:
            text += f" Ese día no es hábil: publíquelo el {long_day(facts.act_on)}."
    key = f"term:plan:{facts.plan_id}:{facts.key}:{kind}:{facts.due_on}"
    return (Notice(key, kind, Audience.COORDINATION, facts.plan_id, subject, text),)


def _notice(facts: CutOffFacts, kind: TermKind, audience: Audience, on: date, subject: str, text: str) -> Notice:
    return Notice(f"term:cut-off:{facts.id}:{kind}:{on}", kind, audience, facts.plan_id, subject, text, facts.id)


def _told(facts: CutOffFacts) -> str:
    """For subjects, where two plans may have a cut-off of the same day."""
    return f"{facts.name}, {facts.plan_title}"


def _of(name: str) -> str:
    """«del corte al 30 de abril de 2026»."""
    return f"del {name[:1].lower()}{name[1:]}"


def _in(days: int) -> str:
    return "hoy" if days == 0 else "mañana" if days == 1 else f"en {days} días"
