"""Three voices on one activity, each as the public may hear it: its unit's, planning's, internal control's.

The unit's word counts from the moment it was sent, planning's from the close of its round, internal control's from its
final report. At most eight queries, whatever was said.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Exists, OuterRef, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone

from rinde.capabilities.followup.choices import (
    Channel,
    EvidenceKind,
    ReportStage,
    RoundStatus,
    Visibility,
)
from rinde.capabilities.followup.models import (
    Counter,
    Derivative,
    EvidenceUse,
    MonitoringNote,
    ProgressReport,
    Recommendation,
    UniverseMark,
    Verdict,
)
from rinde.capabilities.followup.queries.cells import cells_of_version
from rinde.capabilities.followup.queries.evidence import PUBLIC_COPIES
from rinde.capabilities.followup.queries.monitoring import DUE_SOON_DAYS
from rinde.capabilities.followup.queries.public_look import FIGURES, WORDS, verified
from rinde.capabilities.followup.rules.cells import Cell, CellKey
from rinde.capabilities.followup.rules.monitoring.board import BoardCell, board_cells
from rinde.capabilities.followup.rules.public import ActivityStanding, LookedAt, Verification, activity_standing
from rinde.capabilities.followup.rules.standing import CellState, ReportFacts
from rinde.capabilities.followup.rules.states import COUNTED
from rinde.capabilities.plans.choices import PlanStatus
from rinde.capabilities.plans.models import Plan
from rinde.capabilities.plans.queries import PublishedPlan

# What of a file the public may open: never the original.
_KEY = ("deliverable_id", "milestone_id", "actor_id")


@dataclass(frozen=True, slots=True)
class PublicProof:
    """A proof that everybody may see. A file is opened by its public copy; without one, only its title is told.

    `removed` says in words what the public copy leaves out.
    """

    id: int
    title: str
    is_link: bool
    url: str
    happened_on: date | None
    broken_since: datetime | None
    has_copy: bool
    removed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class UnitSaying:
    """A report as it was sent, without who wrote it, and with what shows it.

    `others`: how many proofs stand for it that not everybody may see.
    """

    facts: ReportFacts
    verification: Verification
    proofs: tuple[PublicProof, ...]
    others: int
    things_done: tuple[str, ...] = ()  # of a universe list
    things_out: tuple[str, ...] = ()  # that did not apply, each with its reason


@dataclass(frozen=True, slots=True)
class CellVoice:
    """A cell with the last that its unit said of it, and what it had said before."""

    look: BoardCell
    last: UnitSaying | None
    earlier: tuple[UnitSaying, ...]

    @property
    def cell(self) -> Cell:
        return self.look.cell


@dataclass(frozen=True, slots=True)
class FormerVoice:
    """What was said of a date that a later change of the plan took away, as it was called then."""

    what: str
    due_on: date
    actor: str
    saying: UnitSaying


@dataclass(frozen=True, slots=True)
class PlanningWord:
    """What planning said in a round that it closed. `ratio`: its own percentage, 0–1."""

    round: str
    closed_at: datetime
    text: str
    ratio: Decimal | None
    is_self_monitored: bool


@dataclass(frozen=True, slots=True)
class ControlWord:
    """What internal control said in a final report. `due`, `done`: cells as they had been frozen."""

    number: int
    cut_off: str
    facts_until: date
    issued_at: datetime
    is_done: bool
    reason: str
    ratio: Decimal | None
    observation: str
    is_self_assessment: bool
    due: int
    done: int
    reporting_closes_on: date


@dataclass(frozen=True, slots=True)
class PublicRecommendation:
    """What internal control recommended in public, what the unit does about it, and whether that worked."""

    number: int
    activity_key: str  # empty: of the plan in general
    text: str
    actor: str
    status: str
    cut_off: str
    published_at: datetime
    action: str
    action_due_on: date | None
    action_report: str
    verification: str


@dataclass(frozen=True, slots=True)
class CounterLine:
    """How many of something small were made on a channel in a month."""

    month: date
    channel: str
    total: int


@dataclass(frozen=True, slots=True)
class Voices:
    """Everything said of one activity that is public."""

    standing: ActivityStanding
    cells: tuple[CellVoice, ...]
    former: tuple[FormerVoice, ...]
    counters: tuple[CounterLine, ...]
    planning: tuple[PlanningWord, ...]
    control: tuple[ControlWord, ...]
    recommendations: tuple[PublicRecommendation, ...]
    monitored_by: str  # who monitors, by name; empty: the coordination of the plan
    evaluated_by: str
    is_running: bool  # the plan is carried out, and not of the past


def voices_on(plan: PublishedPlan, key: str, *, today: date) -> Voices:
    """What the public may hear about one activity."""
    cells = [one for one in cells_of_version(plan.version_id, plan.sha256).cells if one.activity_key == key]
    planning, control = planning_words(plan.plan_id, key), control_words(plan.plan_id, key)
    who = _who(plan.plan_id)
    with_universe = any(one.universe for one in cells)
    sayings, former = _sayings(plan.plan_id, key, _looked(planning, control), with_universe=with_universe)
    looks = board_cells(
        (_state(one, sayings.get(one.key, ())) for one in cells),
        today=today,
        until=today,
        soon_days=who.soon_days,
        monitored_by=None,
    )
    return Voices(
        standing=activity_standing(one.standing for one in looks),
        cells=tuple(_voice(one, sayings.get(one.cell.key, ())) for one in looks),
        former=former,
        counters=counters_of(plan.plan_id, key),
        planning=planning,
        control=control,
        recommendations=public_recommendations(plan.plan_id, key=key),
        monitored_by=who.monitored_by,
        evaluated_by=who.evaluated_by,
        is_running=who.is_running,
    )


def _looked(planning: Sequence[PlanningWord], control: Sequence[ControlWord]) -> LookedAt:
    """Until when others had looked at the activity."""
    judged = [one.reporting_closes_on for one in control if not one.is_self_assessment]
    return LookedAt(
        max((timezone.localdate(one.closed_at) for one in planning), default=None), max(judged, default=None)
    )


def _state(cell: Cell, sayings: Sequence[UnitSaying]) -> CellState:
    if not sayings:
        return CellState(cell)
    return CellState(cell, sayings[-1].facts, None, sum(len(one.proofs) + one.others for one in sayings))


def _voice(look: BoardCell, sayings: Sequence[UnitSaying]) -> CellVoice:
    return CellVoice(look, sayings[-1] if sayings else None, tuple(reversed(sayings[:-1])))


def _sayings(
    plan_id: int, key: str, looked: LookedAt, *, with_universe: bool
) -> tuple[Mapping[CellKey, Sequence[UnitSaying]], tuple[FormerVoice, ...]]:
    """What units said of an activity, by cell, the oldest first; and what was said of dates that are gone."""
    rows = ProgressReport.objects.filter(plan_id=plan_id, activity_key=key, status__in=COUNTED).order_by("number", "pk")
    reports = list(rows.values(*_KEY, "about", *FIGURES, *WORDS))
    proofs, others = public_proofs(EvidenceUse.objects.filter(report__in=[one["id"] for one in reports]))
    things = _things([one["id"] for one in reports]) if with_universe and reports else {}
    found: dict[CellKey, list[UnitSaying]] = defaultdict(list)
    former = []
    for row in reports:
        facts = ReportFacts(**{name: row[name] for name in FIGURES + WORDS})
        done, out = things.get(facts.id, ((), ()))
        own = tuple(proofs.get(facts.id, ()))
        saying = UnitSaying(facts, verified(facts, looked), own, others.get(facts.id, 0), done, out)
        if row["milestone_id"] is None or row["deliverable_id"] is None:
            former.append(_former(row["about"], saying))
        else:
            found[CellKey(*(row[name] for name in _KEY))].append(saying)
    return found, tuple(former)


def _former(about: Mapping[str, str], saying: UnitSaying) -> FormerVoice:
    return FormerVoice(about["what"], date.fromisoformat(about["due_on"]), about["actor"], saying)


def public_proofs(uses: Any) -> tuple[dict[int, list[PublicProof]], dict[int, int]]:
    """The proofs of some reports that everybody may see, and how many others stand for each. One query."""
    copies = Derivative.objects.filter(evidence=OuterRef("evidence_id"), kind__in=PUBLIC_COPIES)
    newest = copies.order_by("-kind", "-made_at", "-pk")  # REDACTED goes before PUBLIC_COPY, as in the file itself
    standing = uses.filter(removed_at__isnull=True, evidence__withdrawn_at__isnull=True)
    rows = standing.annotate(copy=Subquery(newest.values("pk")[:1]), left_out=Subquery(newest.values("removed")[:1]))
    found: dict[int, list[PublicProof]] = defaultdict(list)
    others: dict[int, int] = defaultdict(int)
    for use in rows.select_related("evidence").order_by("added_at", "pk"):
        one = use.evidence
        if one.visibility != Visibility.PUBLIC:
            others[use.report_id] += 1
            continue
        is_link = one.kind == EvidenceKind.LINK
        found[use.report_id].append(
            PublicProof(
                id=one.pk,
                title=one.title,
                is_link=is_link,
                url=one.url,
                happened_on=one.happened_on,
                broken_since=one.broken_since if is_link else None,
                has_copy=use.copy is not None,
                removed=tuple(use.left_out or ()),
            )
        )
    return found, others


def _things(report_ids: Iterable[int]) -> dict[int, tuple[tuple[str, ...], tuple[str, ...]]]:
    """Of each report, the things of its universe list that were done, and those that did not apply."""
    done: dict[int, list[str]] = defaultdict(list)
    out: dict[int, list[str]] = defaultdict(list)
    for mark in UniverseMark.objects.filter(report__in=report_ids).order_by("pk"):
        if mark.is_done:
            done[mark.report_id].append(mark.name)
        elif mark.is_not_applicable:
            out[mark.report_id].append(f"{mark.name} ({mark.reason})" if mark.reason else mark.name)
    return {one: (tuple(done[one]), tuple(out[one])) for one in done.keys() | out.keys()}


@dataclass(frozen=True, slots=True)
class _Who:
    """Who looks after a plan, by name (empty where nobody has said), and from when its dates press."""

    monitored_by: str
    evaluated_by: str
    soon_days: int
    is_running: bool


def _who(plan_id: int) -> _Who:
    policy, alerts = "follow_up_policy__", "entity__alert_policy__"
    names = (f"{policy}monitored_by__name", f"{policy}evaluated_by__name", f"{alerts}due_soon_days", "status")
    monitored_by, evaluated_by, soon, status = Plan.objects.filter(pk=plan_id).values_list(*names).get()
    is_running = status == PlanStatus.PUBLISHED
    return _Who(monitored_by or "", evaluated_by or "", DUE_SOON_DAYS if soon is None else soon, is_running)


def planning_words(plan_id: int, key: str) -> tuple[PlanningWord, ...]:
    """What planning said of an activity in the rounds that it closed, newest first. One query."""
    notes = MonitoringNote.objects.filter(round__plan_id=plan_id, round__status=RoundStatus.CLOSED, activity_key=key)
    notes = notes.select_related("round").defer("round__content").order_by("-round__number")
    return tuple(
        PlanningWord(one.round.name, one.round.closed_at, one.text, one.ratio, one.round.is_self_monitored)
        for one in notes
        if one.text or one.ratio is not None
    )


def control_words(plan_id: int, key: str) -> tuple[ControlWord, ...]:
    """What internal control said of an activity in the final reports that are out, newest first. One query."""
    rows = Verdict.objects.filter(
        frozen__key=key, frozen__cut_off__plan_id=plan_id, frozen__cut_off__reports__stage=ReportStage.FINAL
    )
    names = ("frozen__cut_off__number", "frozen__cut_off__name", "frozen__cut_off__facts_until",
             "frozen__cut_off__reports__issued_at", "is_done", "reason", "ratio", "observation", "is_self_assessment",
             "frozen__due", "frozen__done", "frozen__cut_off__reporting_closes_on")  # fmt: skip
    return tuple(ControlWord(*row) for row in rows.values_list(*names).order_by("-frozen__cut_off__facts_until"))


def public_recommendations(plan_id: int, *, key: str | None = None) -> tuple[PublicRecommendation, ...]:
    """What internal control recommended in reports that are out, of a plan or of one activity. One query."""
    rows = Recommendation.objects.filter(plan_id=plan_id, published_at__isnull=False)
    if key is not None:
        rows = rows.filter(activity_key=key)
    names = ("number", "activity_key", "text", "actor__name", "status", "cut_off__name", "published_at", "action",
             "action_due_on", "action_report", "verification")  # fmt: skip
    found = []
    for number, about, text, actor, *rest in rows.values_list(*names).order_by("number"):
        found.append(PublicRecommendation(number, about, text, actor or "", *rest))
    return tuple(found)


def public_counters(plan_id: int) -> Any:
    """The totals that their unit had counted when it last sent a report of the same promise: what is counted since is
    not said yet."""
    who = Coalesce("actor_id", 0)  # for a database, nobody is not the same as nobody
    sent = ProgressReport.objects.annotate(who=who).filter(
        who=OuterRef("who"),
        deliverable=OuterRef("deliverable"),
        status__in=COUNTED,
        sent_at__gte=OuterRef("edited_at"),
    )
    return Counter.objects.annotate(who=who).filter(Exists(sent), plan_id=plan_id)


def counters_of(plan_id: int, key: str) -> tuple[CounterLine, ...]:
    """How many small things were made for an activity, by month and channel. One query."""
    rows = public_counters(plan_id).filter(activity_key=key).values_list("month", "channel")
    summed = rows.annotate(many=Sum("total")).order_by("month", "channel")
    return tuple(CounterLine(month, str(Channel(channel).label), many) for month, channel, many in summed)
