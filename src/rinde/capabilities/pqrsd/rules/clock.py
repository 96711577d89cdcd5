"""The clock of a petition: when it starts, what moves it, when it ends, and the arithmetic in words. Pure.

The day of reception never counts, only business days do, and a term ends at midnight of its last day. `legal` and
`event` are counted apart and the shorter one is due; a date that was told to the person in time stands for both.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta

from rinde.capabilities.pqrsd.choices import CompletionKind, DueBy, PetitionKind, ResumePolicy
from rinde.capabilities.pqrsd.rules.terms import days_of, rule_of
from rinde.foundations.law import (
    BOGOTA,
    SOURCE_OF_DAYS,
    SOURCE_OF_MIDNIGHT,
    LegalSource,
    Term,
    TermUnit,
    WorkCalendar,
    last_moment,
    long_day,
    plain_day,
    source,
)

_DAY = timedelta(days=1)
OUTSIDE_HOURS = "RECIBIDO_FUERA_DE_HORARIO"
ON_COMPLETION, ON_UNCLEAR, ON_TRANSFER = "LEY_1437_2011_ART_17", "LEY_1437_2011_ART_19", "LEY_1437_2011_ART_21"
ON_EXTENSION = ON_SILENCE = "LEY_1437_2011_ART_14"
ASK_WITHIN, TRANSFER_WITHIN, CLARIFY_WITHIN, COPIES_WITHIN = 10, 5, 10, 3  # business days
COMPLETE_WITHIN = 1  # months


@dataclass(frozen=True, slots=True)
class OfficeHours:
    """Until when what comes in counts as of the same day. `waits`: what comes later counts as of the next one."""

    closes_at: time = time(17, 0)
    waits: bool = True


@dataclass(frozen=True, slots=True)
class EventTerm:
    """A term of the space in which something was asked: the entity's own promise, counted from a day of that space."""

    days: int
    unit: str
    starts_on: date
    source_key: str = ""
    label: str = ""


@dataclass(frozen=True, slots=True)
class Pause:
    """The petition was given back to be completed. `until`: the last day that the person has."""

    kind: str
    asked_on: date
    until: date
    completed_on: date | None = None
    policy: str = ResumePolicy.RESUME


@dataclass(frozen=True, slots=True)
class ClockFacts:
    """What decides when a petition is due. `extended_days`: of the whole term; `extended_to`: the day that was told."""

    kind: str
    received_on: date
    counted_from: date
    set_days: int | None = None
    extended_days: int | None = None
    extended_to: date | None = None
    pause: Pause | None = None
    event: EventTerm | None = None


@dataclass(frozen=True, slots=True)
class ClockStep:
    """One line of the arithmetic."""

    label: str
    words: str
    ends_on: date | None = None
    source_keys: tuple[str, ...] = ()

    @property
    def sources(self) -> tuple[LegalSource, ...]:
        return tuple(source(key) for key in self.source_keys)


@dataclass(frozen=True, slots=True)
class Clock:
    """When a petition is due, and why. `due_on` is None for what has no term at all."""

    due_on: date | None
    due_by: str
    legal: Term | None
    event: Term | None
    steps: tuple[ClockStep, ...] = field(default=())

    @property
    def in_words(self) -> str:
        return " ".join(f"{step.label}: {step.words}" for step in self.steps)

    @property
    def sources(self) -> tuple[LegalSource, ...]:
        keys = dict.fromkeys(key for step in self.steps for key in step.source_keys)
        return tuple(source(key) for key in keys)


def counted_from(received_at: datetime, hours: OfficeHours, calendar: WorkCalendar) -> date:
    """Give the day of reception, which is the one that does not count.

    What comes in after hours or on a day off counts as of the next business day where the entity does so: a practice.
    """
    moment = received_at.astimezone(BOGOTA)
    day = moment.date()
    if not hours.waits or (calendar.is_working(day) and moment.time() < hours.closes_at):
        return day
    day += _DAY
    while not calendar.is_working(day):
        day += _DAY
    return day


def clock(facts: ClockFacts, calendar: WorkCalendar) -> Clock:
    """Count every term of a petition and say which one is due.

    Raises:
        UnknownTerm: for a reception before the first rule.
        UnknownYear: where a term leaves the years of the calendar.
    """
    legal, event = legal_term(facts, calendar), event_term(facts, calendar)
    due_on, due_by = _due(facts, legal, event)
    first = legal_term(replace(facts, extended_days=None), calendar)
    return Clock(due_on, due_by, legal, event, tuple(_steps(facts, first, event, due_on, due_by)))


def legal_term(facts: ClockFacts, calendar: WorkCalendar) -> Term | None:
    """Count the legal term as it stands, extension and completion with it; None for what has none."""
    days = term_days(facts)
    if days is None:
        return None
    whole = calendar.add_business_days(facts.counted_from, days)
    return resumed(whole, facts.pause, calendar)


def term_days(facts: ClockFacts) -> int | None:
    """Business days of the whole term, the extension with them; None for what has no term."""
    return facts.extended_days or days_of(rule_of(facts.kind, facts.received_on), facts.set_days)


def event_term(facts: ClockFacts, calendar: WorkCalendar) -> Term | None:
    """Count the term of the space; None where nothing was promised. It waits for the person too."""
    if facts.event is None:
        return None
    one = facts.event
    if one.unit == TermUnit.MONTHS:
        whole = calendar.add_months(one.starts_on, one.days)
    elif one.unit == TermUnit.CALENDAR_DAYS:
        whole = calendar.calendar_days(one.starts_on, one.days)
    else:
        whole = calendar.add_business_days(one.starts_on, one.days)
    return resumed(whole, facts.pause, calendar)


def resumed(whole: Term, pause: Pause | None, calendar: WorkCalendar) -> Term:
    """Count on from the day after the person completed the petition; the term itself where nothing was asked.

    With RESUME the days up to and with the one of the asking are spent; one day is left at least, for the law says
    that the term is reactivated, and an ended one could not be.
    """
    if pause is None or pause.completed_on is None or pause.asked_on > whole.due_on:
        return whole
    if whole.unit is TermUnit.MONTHS or whole.unit is TermUnit.CALENDAR_DAYS:
        length = (whole.due_on - whole.start).days
        spent = max(0, (pause.asked_on - whole.start).days)
        left = length if pause.policy == ResumePolicy.RESTART else max(1, length - spent)
        return calendar.calendar_days(pause.completed_on, left)
    return calendar.add_business_days(pause.completed_on, _days_left(whole, pause, calendar))


def _days_left(whole: Term, pause: Pause, calendar: WorkCalendar) -> int:
    if pause.policy == ResumePolicy.RESTART:
        return whole.days
    return max(1, whole.days - calendar.working_days_between(whole.start, pause.asked_on))


def _due(facts: ClockFacts, legal: Term | None, event: Term | None) -> tuple[date | None, str]:
    if facts.pause is not None and facts.pause.completed_on is None:
        return facts.pause.until, DueBy.PERSON
    if facts.extended_to is not None:
        return facts.extended_to, DueBy.EXTENDED
    if legal is not None and (event is None or legal.due_on <= event.due_on):
        return legal.due_on, DueBy.LEGAL
    return (event.due_on, DueBy.EVENT) if event is not None else (None, "")


def _steps(
    facts: ClockFacts, legal: Term | None, event: Term | None, due_on: date | None, due_by: str
) -> Iterator[ClockStep]:
    yield _reception(facts)
    yield _of_the_law(facts, legal)
    if facts.pause is not None:
        yield _of_the_pause(facts.pause)
    if facts.extended_to is not None:
        yield _of_the_extension(facts, facts.extended_to)
    if event is not None and facts.event is not None:
        keys = (facts.event.source_key,) if facts.event.source_key else ()
        yield ClockStep(facts.event.label or "Plazo del espacio", _counted(event), event.due_on, keys)
    yield _result(due_on, due_by, has_two=legal is not None and event is not None)


def _reception(facts: ClockFacts) -> ClockStep:
    received = f"se recibió el {long_day(facts.received_on)}"
    if facts.counted_from == facts.received_on:
        return ClockStep("Recepción", f"{received}. Ese día no cuenta.", None, (SOURCE_OF_DAYS,))
    moved = f"{received}, fuera del horario o en día no hábil: cuenta como recibida el {long_day(facts.counted_from)}"
    return ClockStep("Recepción", f"{moved}. Ese día no cuenta.", None, (SOURCE_OF_DAYS, OUTSIDE_HOURS))


def _of_the_law(facts: ClockFacts, legal: Term | None) -> ClockStep:
    rule = rule_of(facts.kind, facts.received_on)
    name = PetitionKind(facts.kind).label if facts.kind else "Sin clasificar"
    keys = (rule.source_key,)
    if legal is None:
        words = "no tiene plazo de ley." if facts.kind == PetitionKind.COMPLIMENT else "falta decir cuántos días fijó."
        return ClockStep(str(name), words, None, keys)
    provisional = "" if facts.kind else " Se cuenta con el más corto de los plazos usuales mientras se clasifica."
    own = "" if rule.is_law else " Son días que fija la entidad o quien pide; no se muestran como plazo de ley."
    return ClockStep(str(name), f"{_counted(legal)}{provisional}{own}", legal.due_on, keys)


def _counted(term: Term) -> str:
    """«10 días hábiles. Día 1 = …»"""
    if term.unit is TermUnit.MONTHS:
        return term.in_words
    kind = "hábil" if term.unit is TermUnit.BUSINESS_DAYS else "calendario"
    many = kind if term.days == 1 or kind == "calendario" else "hábiles"
    return f"{term.days} {'día' if term.days == 1 else 'días'} {many}. {term.in_words}"


def _of_the_pause(pause: Pause) -> ClockStep:
    keys = (ON_UNCLEAR if pause.kind == CompletionKind.UNCLEAR else ON_COMPLETION,)
    asked = f"se pidió el {long_day(pause.asked_on)}; la persona tenía hasta el {plain_day(pause.until)}."
    if pause.completed_on is None:
        return ClockStep("Completar", f"{asked} Mientras tanto el plazo de la entidad no corre.", pause.until, keys)
    how = "entero" if pause.policy == ResumePolicy.RESTART else "con los días que quedaban"
    back = f"La completó el {plain_day(pause.completed_on)} y el plazo siguió al día siguiente, {how}."
    return ClockStep("Completar", f"{asked} {back}", None, keys)


def _of_the_extension(facts: ClockFacts, to: date) -> ClockStep:
    days = f": {facts.extended_days} días hábiles en total" if facts.extended_days else ""
    words = f"se avisó antes de vencer. La fecha que se le dijo a la persona es el {long_day(to)}{days}."
    return ClockStep("Prórroga", words, to, (ON_EXTENSION,))


def _result(due_on: date | None, due_by: str, *, has_two: bool) -> ClockStep:
    if due_on is None:
        return ClockStep("Vence", "no tiene fecha límite.", None, ())
    why = " Es el primero de los dos plazos." if has_two and due_by in {DueBy.LEGAL, DueBy.EVENT} else ""
    return ClockStep("Vence", f"el {long_day(due_on)}, a medianoche.{why}", due_on, (SOURCE_OF_MIDNIGHT,))


def is_in_time(at: datetime, due_on: date | None) -> bool:
    """Tell whether something happens before the end of a term: at 23:59 of its last day in Colombia it does."""
    return due_on is None or at <= last_moment(due_on)


# Extension ------------------------------------------------------------------------------------------------------------


def most_days(facts: ClockFacts) -> int | None:
    """Business days that the term may last in all once it is extended; None where no extension is known."""
    return rule_of(facts.kind, facts.received_on).most_days


def latest_extension(facts: ClockFacts, calendar: WorkCalendar) -> date | None:
    """The last day to which a petition may be extended: double the term, counted from its reception."""
    most = most_days(facts)
    if most is None:
        return None
    return resumed(calendar.add_business_days(facts.counted_from, most), facts.pause, calendar).due_on


def extended_days(facts: ClockFacts, to: date, calendar: WorkCalendar) -> int:
    """Business days of the whole term that ends on a day, those spent before a completion with them."""
    pause = facts.pause
    if pause is None or pause.completed_on is None:
        return calendar.working_days_between(facts.counted_from, to)
    spent = 0
    if pause.policy == ResumePolicy.RESUME:
        spent = calendar.working_days_between(facts.counted_from, pause.asked_on)
    return spent + calendar.working_days_between(pause.completed_on, to)


def extension_gaps(
    facts: ClockFacts, *, to: date | None, reason: str, now: datetime, calendar: WorkCalendar
) -> tuple[str, ...]:
    """List in Spanish what keeps a term from being extended."""
    return tuple(_extension_gaps(facts, to, reason, now, calendar))


def _extension_gaps(
    facts: ClockFacts, to: date | None, reason: str, now: datetime, calendar: WorkCalendar
) -> Iterator[str]:
    standing = clock(facts, calendar)
    latest = latest_extension(facts, calendar)
    if facts.extended_to is not None:
        yield f"Ya se prorrogó una vez, hasta el {long_day(facts.extended_to)}. No hay segunda prórroga: responda."
        return
    if standing.due_on is not None and not is_in_time(now, standing.due_on):
        yield (
            f"El plazo venció el {long_day(standing.due_on)}. La prórroga se avisa antes de vencer: ya no se puede. "
            "Responda cuanto antes; la respuesta dirá que salió tarde."
        )
        return
    if latest is None or standing.legal is None:
        yield "De este tipo de petición no se conoce prórroga. Si quien pidió le dio más días, clasifíquela de nuevo."
        return
    if not reason.strip():
        yield "Diga por qué no alcanza a responder. La persona leerá el motivo."
    if to is None:
        yield "Escriba la nueva fecha de respuesta."
        return
    yield from _date_gaps(to, standing, latest, calendar)


def _date_gaps(to: date, standing: Clock, latest: date, calendar: WorkCalendar) -> Iterator[str]:
    if standing.due_on is not None and to <= standing.due_on:
        yield f"La petición vence el {long_day(standing.due_on)}. La nueva fecha va después de ese día."
    if to > latest:
        yield f"La nueva fecha no pasa del {long_day(latest)}: hasta ahí llega la prórroga, contada desde la recepción."
    elif not calendar.is_working(to):
        yield f"El {long_day(to)} no es día hábil ({calendar.why_not(to)}). Escoja otro."


# Completion, transfer, silence ----------------------------------------------------------------------------------------


def ask_until(facts: ClockFacts, calendar: WorkCalendar) -> Term:
    """Until when the entity may ask that a petition be completed."""
    return calendar.add_business_days(facts.counted_from, ASK_WITHIN)


def completion_term(kind: str, asked_on: date, calendar: WorkCalendar) -> Term:
    """How long the person has: a month of the calendar, or ten business days to say what they ask for."""
    if kind == CompletionKind.UNCLEAR:
        return calendar.add_business_days(asked_on, CLARIFY_WITHIN)
    return calendar.add_months(asked_on, COMPLETE_WITHIN)


def extended_completion(until: date, calendar: WorkCalendar) -> Term:
    """The one extension that the person may ask for before their term is over: as long again."""
    return calendar.add_months(until, COMPLETE_WITHIN)


def transfer_term(facts: ClockFacts, calendar: WorkCalendar) -> Term:
    """Until when what is another entity's is passed on, with notice to the person."""
    return calendar.add_business_days(facts.counted_from, TRANSFER_WITHIN)


@dataclass(frozen=True, slots=True)
class Silence:
    """An information request was not answered in time: it is taken as granted, and the copies are due."""

    since: date
    copies: Term


def silence_of(facts: ClockFacts, *, today: date, calendar: WorkCalendar) -> Silence | None:
    """Tell whether the law takes an unanswered request for documents as granted; None where it does not."""
    if facts.kind != PetitionKind.INFORMATION:
        return None
    legal = legal_term(facts, calendar)
    waits = facts.pause is not None and facts.pause.completed_on is None
    if legal is None or waits:
        return None
    ended_on = facts.extended_to or legal.due_on
    if today <= ended_on:
        return None
    return Silence(ended_on + _DAY, calendar.add_business_days(ended_on, COPIES_WITHIN))
