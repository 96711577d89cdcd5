"""What happened to a plan and to an activity that everybody may know, dated, newest first: for feeds, mails and pages.

Only what is public at that moment: the unit's word once it is sent and while it stands, planning's when its round is
closed, internal control's with its final report. Texts are made of what was planned, of what a published change says
and of fixed words; what people typed into a report, a note or a verdict is read on its page, where it can still be
corrected, and never here: a mail cannot be taken back.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from django.db.models import Q

from rinde.capabilities.followup.choices import CutOffStatus, Outcome, ReportStage, RoundStatus
from rinde.capabilities.followup.models import FollowUpReport, MonitoringNote, MonitoringRound, ProgressReport, Verdict
from rinde.capabilities.followup.rules.states import COUNTED
from rinde.capabilities.plans.choices import ChangeStatus
from rinde.capabilities.plans.models import ChangeRequest, PlanVersion
from rinde.capabilities.plans.rules.change_requests.differences import from_plain, said_in
from rinde.capabilities.plans.rules.change_requests.words import with_reason
from rinde.foundations.law import plain_day

# Also of what was accepted: planning's word is public with its round, and not report by report.
UNVERIFIED = "Lo dice la dependencia: sin verificar cuando lo envió."


class EventKind(StrEnum):
    REPORTED = "reported"
    NOTED = "noted"  # planning looked at an activity in a round that is closed
    EVALUATED = "evaluated"  # internal control's word on an activity, with the final report
    CHANGED = "changed"
    ROUND_CLOSED = "round_closed"
    FOLLOW_UP_PUBLISHED = "follow_up_published"
    VERSION_PUBLISHED = "version_published"


@dataclass(frozen=True, slots=True)
class PublicEvent:
    """One dated fact. `activity` and its key are empty for what happened to the plan as a whole.

    `uid` is the same for the same fact for ever. `number`: of the change or the version, for a link to it.
    """

    uid: str
    kind: EventKind
    at: datetime
    plan_id: int
    title: str
    text: str = ""
    activity_key: str = ""
    activity: str = ""
    number: int = 0


@dataclass(frozen=True, slots=True)
class Span:
    """After one moment, up to and with another; None: without an end on that side."""

    after: datetime | None = None
    until: datetime | None = None

    def on(self, field: str) -> Q:
        """The condition on a field of a table."""
        asked = {f"{field}__gt": self.after, f"{field}__lte": self.until}
        return Q(**{name: value for name, value in asked.items() if value is not None})


ALWAYS = Span()


def events_of_plans(plans: Collection[int], *, span: Span = ALWAYS, most: int | None = None) -> tuple[PublicEvent, ...]:
    """What happened to some plans, newest first: reports, closed rounds, follow-up reports, versions. Four queries.

    Args:
        plans: their numbers, all of one entity.
        most: how many at most.
    """
    among = list(plans)
    found = [
        *_reported(Q(plan__in=among), span, most),
        *_rounds(among, span, most),
        *_follow_ups(among, span, most),
        *_versions(among, span, most),
    ]
    return _newest(found, most)


def events_of_activities(
    activities: Collection[tuple[int, str]], *, span: Span = ALWAYS, most: int | None = None
) -> tuple[PublicEvent, ...]:
    """What happened to some activities, newest first: reports, notes, verdicts and changes. Four queries.

    Args:
        activities: number of the plan and key of the activity; one that left its plan has its past all the same.
    """
    if not activities:
        return ()
    found = [
        *_reported(_either(activities, "plan", "activity_key"), span, most),
        *_notes(_either(activities, "round__plan", "activity_key"), span, most),
        *_verdicts(_either(activities, "frozen__cut_off__plan", "frozen__key"), span, most),
        *_changes(_either(activities, "plan", "subject_key"), span, most),
    ]
    return _newest(found, most)


def _either(activities: Collection[tuple[int, str]], plan: str, key: str) -> Q:
    keys: dict[int, list[str]] = {}
    for plan_id, activity_key in activities:
        keys.setdefault(plan_id, []).append(activity_key)
    asked = Q(pk__in=[])
    for plan_id, wanted in keys.items():
        asked |= Q(**{plan: plan_id, f"{key}__in": wanted})
    return asked


def _newest(found: Iterable[PublicEvent], most: int | None) -> tuple[PublicEvent, ...]:
    return tuple(sorted(found, key=lambda one: (one.at, one.uid), reverse=True)[:most])


def _reported(asked: Q, span: Span, most: int | None) -> Iterator[PublicEvent]:
    rows = ProgressReport.objects.filter(asked, span.on("sent_at"), status__in=COUNTED).order_by("-sent_at", "-pk")
    fields = ("pk", "plan_id", "activity_key", "about", "outcome", "sent_at")
    for row in rows.values(*fields)[:most]:
        about = row["about"]
        yield PublicEvent(
            uid=f"report:{row['pk']}:{row['sent_at']:%Y%m%d%H%M%S%f}",
            kind=EventKind.REPORTED,
            at=row["sent_at"],
            plan_id=row["plan_id"],
            title=_said(about.get("actor", ""), row["outcome"]),
            text=_promise(about),
            activity_key=row["activity_key"],
            activity=about.get("activity", ""),
        )


def _said(actor: str, outcome: str) -> str:
    said = Outcome(outcome).label if outcome in Outcome.values else "hay avance"
    return f"{actor or 'La entidad'} reportó: {said[:1].lower()}{said[1:]}"


def _promise(about: Mapping[str, str]) -> str:
    """What it was about, and whose word it is."""
    what, due = about.get("what", ""), about.get("due_on", "")
    promised = f"{what}, para el {plain_day(date.fromisoformat(due))}" if what and due else what
    return f"{promised}. {UNVERIFIED}" if promised else UNVERIFIED


def _rounds(plans: Collection[int], span: Span, most: int | None) -> Iterator[PublicEvent]:
    rows = MonitoringRound.objects.filter(span.on("closed_at"), plan__in=plans, status=RoundStatus.CLOSED)
    for row in rows.order_by("-closed_at").values("pk", "plan_id", "name", "closed_at", "number")[:most]:
        yield PublicEvent(
            uid=f"round:{row['pk']}",
            kind=EventKind.ROUND_CLOSED,
            at=row["closed_at"],
            plan_id=row["plan_id"],
            title=f"La coordinación del plan cerró su monitoreo: {row['name']}",
            number=row["number"],
        )


def _notes(asked: Q, span: Span, most: int | None) -> Iterator[PublicEvent]:
    rows = MonitoringNote.objects.filter(asked, span.on("round__closed_at"), round__status=RoundStatus.CLOSED)
    rows = rows.exclude(text="").order_by("-round__closed_at", "-pk").select_related("round", "activity")
    for one in rows.defer("round__content")[:most]:
        yield PublicEvent(
            uid=f"note:{one.pk}",
            kind=EventKind.NOTED,
            at=one.round.closed_at,
            plan_id=one.round.plan_id,
            title=f"La coordinación del plan escribió su nota: {one.round.name}",
            activity_key=one.activity_key,
            activity=f"{one.activity.code} {one.activity.name}".strip() if one.activity else "",
            number=one.round.number,
        )


def _follow_ups(plans: Collection[int], span: Span, most: int | None) -> Iterator[PublicEvent]:
    rows = FollowUpReport.objects.filter(span.on("issued_at"), cut_off__plan__in=plans, stage=ReportStage.FINAL)
    rows = rows.select_related("cut_off").defer("content").order_by("-issued_at", "-pk")
    for one in rows[:most]:
        yield PublicEvent(
            uid=f"follow-up:{one.pk}",
            kind=EventKind.FOLLOW_UP_PUBLISHED,
            at=one.issued_at,
            plan_id=one.cut_off.plan_id,
            title=f"Control interno publicó su informe de seguimiento: {one.cut_off.name}",
            text=_legal_day(one),
            number=one.cut_off.number,
        )


def _legal_day(report: FollowUpReport) -> str:
    return f"Debía publicarse a más tardar el {plain_day(report.legal_due_on)}." if report.legal_due_on else ""


def _verdicts(asked: Q, span: Span, most: int | None) -> Iterator[PublicEvent]:
    final = {"frozen__cut_off__status": CutOffStatus.FINAL, "frozen__cut_off__reports__stage": ReportStage.FINAL}
    issued = "frozen__cut_off__reports__issued_at"
    rows = Verdict.objects.filter(asked & Q(**final) & span.on(issued)).order_by(f"-{issued}", "-pk")
    fields = ("pk", "is_done", "is_self_assessment", "frozen__key", "frozen__code", "frozen__name")
    cut_off = ("frozen__cut_off__name", "frozen__cut_off__plan_id", "frozen__cut_off__number")
    for row in rows.values(*fields, *cut_off, issued)[:most]:
        said = "se cumplió" if row["is_done"] else "no se cumplió"
        yield PublicEvent(
            uid=f"verdict:{row['pk']}",
            kind=EventKind.EVALUATED,
            at=row[issued],
            plan_id=row["frozen__cut_off__plan_id"],
            title=f"Control interno: {said}. {row['frozen__cut_off__name']}",
            text="Es una actividad de la propia oficina de control interno." if row["is_self_assessment"] else "",
            activity_key=row["frozen__key"],
            activity=f"{row['frozen__code']} {row['frozen__name']}".strip(),
            number=row["frozen__cut_off__number"],
        )


def _changes(asked: Q, span: Span, most: int | None) -> Iterator[PublicEvent]:
    rows = ChangeRequest.objects.filter(asked & span.on("version__published_at"), status=ChangeStatus.PUBLISHED)
    fields = ("pk", "number", "plan_id", "subject", "subject_key", "differences", "reason")
    rows = rows.order_by("-version__published_at", "-pk").values(*fields, "version__published_at", "version__number")
    for row in rows[:most]:
        yield PublicEvent(
            uid=f"change:{row['pk']}",
            kind=EventKind.CHANGED,
            at=row["version__published_at"],
            plan_id=row["plan_id"],
            title=f"Cambió en la versión {row['version__number']} del plan",
            text=with_reason(said_in(from_plain(row["differences"])), row["reason"]),
            activity_key=row["subject_key"],
            activity=row["subject"],
            number=row["number"],
        )


def _versions(plans: Collection[int], span: Span, most: int | None) -> Iterator[PublicEvent]:
    rows = PlanVersion.objects.filter(span.on("published_at"), plan__in=plans).order_by("-published_at", "-pk")
    for row in rows.values("sha256", "plan_id", "number", "published_at", "summary")[:most]:
        yield PublicEvent(
            uid=f"sha256:{row['sha256']}",
            kind=EventKind.VERSION_PUBLISHED,
            at=row["published_at"],
            plan_id=row["plan_id"],
            title=f"Se publicó la versión {row['number']} del plan",
            text=row["summary"] or "Primera publicación.",
            number=row["number"],
        )
