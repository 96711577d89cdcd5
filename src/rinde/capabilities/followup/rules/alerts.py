"""The weekly digest: when it falls due, who is told of what, and in which order. Pure: no database, no clock.

One mail a person and a week, grouped by activity; whoever has nothing to do gets none. What cannot wait for it is in
`terms`. None of its days is law: each entity sets them.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from rinde.capabilities.followup.choices import Outcome, ReportStatus
from rinde.capabilities.followup.rules.cells import Cell
from rinde.capabilities.followup.rules.standing import CellState, Standing, standing_of
from rinde.foundations.law import BOGOTA, WorkCalendar, plain_day

WEEK = timedelta(days=7)


def digest_moment(now: datetime, *, weekday: int, hour: int) -> datetime:
    """The last moment, `now` itself included, at which the digest of a week fell due on Colombia's clock.

    Args:
        weekday: 0 Monday … 6 Sunday.
    """
    today = now.astimezone(BOGOTA).date()
    day = today - timedelta(days=(today.weekday() - weekday) % 7)
    moment = datetime.combine(day, time(hour), tzinfo=BOGOTA)
    return moment if moment <= now else moment - WEEK


def iso_week(moment: datetime) -> str:
    """«2026-W10»: the week of a moment on Colombia's clock. 1 January may belong to the last week of the year before.

    Source: ISO 8601.
    """
    year, week, _ = moment.astimezone(BOGOTA).isocalendar()
    return f"{year}-W{week:02}"


def is_escalated(due_on: date, *, today: date, after_days: int, calendar: WorkCalendar) -> bool:
    """Whether a missed date is told to the head of the unit too: from the n-th business day after it."""
    return due_on < today and calendar.working_days_between(due_on, today) >= after_days


@dataclass(frozen=True, slots=True)
class Desk:
    """Who has to do with a cell, by number: the unit's liaisons and heads, and who coordinates its plan."""

    liaisons: frozenset[int] = frozenset()
    heads: frozenset[int] = frozenset()
    coordinators: frozenset[int] = frozenset()

    @property
    def reporting(self) -> frozenset[int]:
        """Whose task it is: the liaisons; without any the heads; without those the coordination. Nobody is left out."""
        return self.liaisons or self.heads or self.coordinators

    @property
    def over_them(self) -> frozenset[int]:
        """To whom a missed date is escalated."""
        return self.heads - self.reporting

    @property
    def has_nobody(self) -> bool:
        """Whether the unit has no account in Rinde."""
        return not (self.liaisons or self.heads)

    def knows(self, user_id: int | None) -> bool:
        return user_id in self.liaisons | self.heads | self.coordinators


class Matter(StrEnum):
    """What a line of a digest is about, in order of what presses."""

    RETURNED = "returned"
    LATE = "late"
    ESCALATED = "escalated"
    UNPROVED = "unproved"
    DUE_SOON = "due_soon"
    REVIEW = "review"
    ACCEPTED = "accepted"


_RANK = {matter: place for place, matter in enumerate(Matter)}
# One and many of each, for counts: «1 reporte devuelto, 3 vencidas».
COUNTED: dict[Matter, tuple[str, str]] = {
    Matter.RETURNED: ("reporte devuelto", "reportes devueltos"),
    Matter.LATE: ("vencida", "vencidas"),
    Matter.ESCALATED: ("vencida de su dependencia", "vencidas de su dependencia"),
    Matter.UNPROVED: ("sin prueba", "sin prueba"),
    Matter.DUE_SOON: ("que vence pronto", "que vencen pronto"),
    Matter.REVIEW: ("reporte por revisar", "reportes por revisar"),
    Matter.ACCEPTED: ("reporte aceptado", "reportes aceptados"),
}


@dataclass(frozen=True, slots=True)
class Thresholds:
    """An entity's own days. `due_soon`: of the calendar, before a date; `escalate_after`: business days after it."""

    due_soon: int = 14
    escalate_after: int = 5


@dataclass(frozen=True, slots=True)
class CellFacts:
    """A cell with who has to do with it and what the coordination decided about its reports.

    `accepted_on`: only where that is news, since the digest before.
    """

    plan_id: int
    plan_title: str
    state: CellState
    desk: Desk
    monitors: frozenset[int] = frozenset()
    returned_on: date | None = None
    accepted_on: date | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that somebody is told. `on`: when it happened, or when it falls due."""

    matter: Matter
    plan_id: int
    plan_title: str
    cell: Cell
    on: date
    report_id: int | None = None
    reason: str = ""  # of a return, in planning's words
    has_nobody: bool = False

    def sort_key(self, today: date) -> tuple[int, int, str]:
        """What presses first; then what is nearest to today: the newest of what passed, the next of what comes."""
        return _RANK[self.matter], abs((self.on - today).days), self.cell.actor_name


@dataclass(frozen=True, slots=True)
class Group:
    """What one person is told of one activity."""

    plan_id: int
    plan_title: str
    activity: str  # «1.2 Publicar el informe»
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Digest:
    """What one person is told in a week, activity by activity."""

    user_id: int
    groups: tuple[Group, ...]

    @property
    def lines(self) -> tuple[Line, ...]:
        return tuple(line for group in self.groups for line in group.lines)

    @property
    def to_do(self) -> int:
        """How much waits for this person; news alone is no reason for a mail."""
        return sum(line.matter is not Matter.ACCEPTED for line in self.lines)

    @property
    def counts(self) -> dict[Matter, int]:
        """How many of each matter, in order of what presses, without those of which there is none."""
        of_each = [(matter, sum(line.matter is matter for line in self.lines)) for matter in Matter]
        return {matter: count for matter, count in of_each if count}


def lines_about(
    facts: CellFacts, *, today: date, days: Thresholds, calendar: WorkCalendar
) -> Iterator[tuple[frozenset[int], Line]]:
    """Everything that is told about a cell on a day, each with the people whom it is told."""
    state, desk = facts.state, facts.desk
    standing = standing_of(state, today=today, soon_days=days.due_soon)
    if state.said is not None and state.said.outcome == Outcome.NOT_DONE and not state.is_returned:
        standing = Standing.IN_PROGRESS  # they gave account of it: that it is missing is for the board, not for a mail
    task = _TASKS.get(standing)
    if task is not None:
        yield desk.reporting | _author(facts), _line(facts, task)
        if task is not Matter.DUE_SOON and is_escalated(
            state.cell.due_on, today=today, after_days=days.escalate_after, calendar=calendar
        ):
            yield desk.over_them - _author(facts), _line(facts, Matter.ESCALATED)
    if state.said is not None and state.said.status == ReportStatus.SENT:
        yield facts.monitors, _line(facts, Matter.REVIEW)
    if facts.accepted_on is not None and state.said is not None and desk.knows(state.said.author_id):
        yield frozenset({state.said.author_id or 0}), _line(facts, Matter.ACCEPTED)


_TASKS = {
    Standing.RETURNED: Matter.RETURNED,
    Standing.LATE: Matter.LATE,
    Standing.UNPROVED: Matter.UNPROVED,
    Standing.DUE_SOON: Matter.DUE_SOON,
}


def _author(facts: CellFacts) -> frozenset[int]:
    """Who wrote the report that came back, while they have to do with the cell."""
    written = facts.state.open.author_id if facts.state.is_returned and facts.state.open else None
    return frozenset({written}) if written is not None and facts.desk.knows(written) else frozenset()


def _line(facts: CellFacts, matter: Matter) -> Line:
    state = facts.state
    report = state.open if matter is Matter.RETURNED else state.said
    on = {
        Matter.RETURNED: facts.returned_on,
        Matter.ACCEPTED: facts.accepted_on,
        Matter.REVIEW: report.sent_at.astimezone(BOGOTA).date() if report and report.sent_at else None,
    }.get(matter)
    return Line(
        matter=matter,
        plan_id=facts.plan_id,
        plan_title=facts.plan_title,
        cell=state.cell,
        on=on or state.cell.due_on,
        report_id=report.id if report else None,
        reason=report.returned_reason if matter is Matter.RETURNED and report else "",
        has_nobody=facts.desk.has_nobody,
    )


def digests_of(told: Iterable[tuple[frozenset[int], Line]], *, today: date) -> tuple[Digest, ...]:
    """Put what is told to each person together, by the person's number. Only who has something to do has a digest."""
    lines: dict[int, list[Line]] = defaultdict(list)
    for people, line in told:
        for user_id in people:
            lines[user_id].append(line)
    digests = (Digest(user_id, _grouped(lines[user_id], today)) for user_id in sorted(lines))
    return tuple(one for one in digests if one.to_do)


def _grouped(lines: Iterable[Line], today: date) -> tuple[Group, ...]:
    groups: dict[tuple[int, str], list[Line]] = {}
    for line in sorted(lines, key=lambda one: one.sort_key(today)):
        groups.setdefault((line.plan_id, line.cell.activity_key), []).append(line)
    return tuple(
        Group(ones[0].plan_id, ones[0].plan_title, ones[0].cell.label, tuple(ones)) for ones in groups.values()
    )


def subject_of(digest: Digest) -> str:
    """How much waits and what presses most: «3 pendientes. Lo más urgente: 1.2 Publicar el informe (vencida)»."""
    first = digest.groups[0].lines[0]
    what, word = _shortened(first.cell.label), COUNTED[first.matter][0]
    if digest.to_do == 1:
        return f"1 pendiente: {what} ({word})"
    return f"{digest.to_do} pendientes. Lo más urgente: {what} ({word})"


def counts_in_words(digest: Digest) -> str:
    """«1 reporte devuelto, 2 vencidas y 1 que vence pronto»."""
    parts = [f"{count} {COUNTED[matter][count != 1]}" for matter, count in digest.counts.items()]
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} y {parts[-1]}"


def line_in_words(line: Line, *, today: date, calendar: WorkCalendar) -> str:
    """What happened and what to do about it, in one sentence or two."""
    what, due = " ".join(line.cell.what.split()), plain_day(line.cell.due_on)
    whose = line.cell.actor_name or "nadie conocido"
    match line.matter:
        case Matter.RETURNED:
            return f"DEVUELTO el {plain_day(line.on)}: {what}. Motivo: «{line.reason}». Corríjalo y envíelo de nuevo."
        case Matter.LATE:
            return f"VENCIDA desde el {due} ({_ago(line.cell.due_on, today, calendar)}): {what}. Repórtela."
        case Matter.ESCALATED:
            return (
                f"VENCIDA EN SU DEPENDENCIA desde el {due} ({_ago(line.cell.due_on, today, calendar)}): {what}. "
                f"Responde {whose}."
            )
        case Matter.UNPROVED:
            return f"SIN PRUEBA: {what}, del {due}. Dice que se cumplió; agregue con qué se demuestra."
        case Matter.DUE_SOON:
            return f"VENCE el {due} ({_in(line.cell.due_on, today)}): {what}."
        case Matter.REVIEW:
            return f"POR REVISAR, enviado el {plain_day(line.on)} por {whose}: {what}. Acéptelo o devuélvalo."
        case Matter.ACCEPTED:
            return f"ACEPTADO el {plain_day(line.on)}: {what}."


def _ago(day: date, today: date, calendar: WorkCalendar) -> str:
    count, days = calendar.working_days_between(day, today), (today - day).days
    if not count:  # over a weekend
        return "desde ayer" if days == 1 else f"hace {days} días"
    return "hace 1 día hábil" if count == 1 else f"hace {count} días hábiles"


def _in(day: date, today: date) -> str:
    left = (day - today).days
    return "hoy" if left == 0 else "mañana" if left == 1 else f"en {left} días"


def _shortened(text: str, most: int = 90) -> str:
    one_line = " ".join(text.split())
    return one_line if len(one_line) <= most else f"{one_line[: most - 1].rstrip()}…"
