"""Reads of cut-offs and their evaluation: what was frozen, what internal control said of it, and what came too late."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, F, Q
from django.utils.functional import cached_property

from rinde.capabilities.entities.models import Entity
from rinde.capabilities.followup.choices import CutOffStatus, ReportStatus, RoundStatus
from rinde.capabilities.followup.models import (
    CutOff,
    FrozenActivity,
    MonitoringNote,
    ProgressReport,
    ReportStep,
    Verdict,
)
from rinde.capabilities.followup.queries.cells import policy_of
from rinde.capabilities.followup.rules.cut_off_states import EVALUABLE
from rinde.capabilities.followup.rules.cut_offs import CutOffDates, Window, cut_offs_of, window_of
from rinde.capabilities.followup.rules.freezing import FrozenContent, activity_from_json
from rinde.capabilities.followup.rules.frozen_figures import FrozenFigures, figures_from_json
from rinde.capabilities.followup.rules.verdicts import Judged, VerdictLine, cells_say, verdict_lines
from rinde.capabilities.followup.rules.working_list import is_pressing
from rinde.capabilities.plans.models import Plan, PlanVersion
from rinde.capabilities.plans.queries.legal_dates import calendar_of
from rinde.capabilities.plans.queries.published import known_content
from rinde.capabilities.plans.rules.content import ActivityContent
from rinde.capabilities.plans.rules.legal_dates import template_of

SCHEDULED = Q(activities__due__gt=F("activities__no_case"))


def counted_cut_offs(plan: Plan, *, report_days: int) -> tuple[CutOffDates, ...]:
    """What the plan's regime says of its cut-offs under today's calendar; none without a template. Two queries."""
    chosen = template_of(plan.template_key, plan.instrument, plan.period_start)
    if chosen is None:
        return ()
    return cut_offs_of(
        chosen,
        start=plan.period_start,
        end=plan.period_end,
        calendar=calendar_of([plan]),
        report_days=report_days,
        regime=plan.cut_off_regime,
    )


def first_published_at(plan: Plan) -> datetime | None:
    """When the public first saw the plan here; None for one that it has not seen."""
    found: datetime | None = (
        PlanVersion.objects.filter(plan=plan).order_by("number").values_list("published_at", flat=True).first()
    )
    return found


@dataclass(frozen=True, slots=True)
class Progress:
    """A cut-off with how far its evaluation is: of the activities that count, how many have their verdict."""

    cut_off: CutOff
    scheduled: int
    decided: int


def cut_offs_of_plan(plan: Plan) -> tuple[Progress, ...]:
    """Every cut-off of a plan, by date. One query."""
    return _progress(CutOff.objects.filter(plan=plan))


def cut_offs_of_entity(entity: Entity) -> tuple[Progress, ...]:
    """Every cut-off of the entity with its plan, by date. One query."""
    return _progress(CutOff.objects.filter(entity=entity).select_related("plan"))


def waiting_cut_offs(*, closes_by: date) -> tuple[Progress, ...]:
    """The cut-offs that wait for internal control: being evaluated, or closing by a day. One query, plan included."""
    waiting = CutOff.objects.filter(
        Q(status__in=EVALUABLE) | Q(status=CutOffStatus.PLANNED, reporting_closes_on__lte=closes_by)
    )
    return _progress(waiting.select_related("plan"))


def _progress(cut_offs: Any) -> tuple[Progress, ...]:
    counted = cut_offs.annotate(
        scheduled=Count("activities", filter=SCHEDULED), decided=Count("activities__verdict", filter=SCHEDULED)
    )
    return tuple(Progress(one, one.scheduled, one.decided) for one in counted.order_by("facts_until", "pk"))


def due_cut_offs(entity: Entity, *, today: date) -> list[int]:
    """The cut-offs whose reporting is over and that nobody has frozen yet, earliest first."""
    due = CutOff.objects.filter(entity=entity, status=CutOffStatus.PLANNED, reporting_closes_on__lt=today)
    return list(due.order_by("reporting_closes_on", "pk").values_list("pk", flat=True))


def cut_off_of_plan(plan: Plan, number: int) -> CutOff | None:
    """One cut-off by its number, its plan at hand."""
    found: CutOff | None = CutOff.objects.filter(plan=plan, number=number).first()
    if found is not None:
        found.plan = plan
    return found


def window_of_cut_off(cut_off: CutOff) -> Window:
    """What a cut-off looks at. No query, with its plan at hand."""
    plan = cut_off.plan
    return window_of(
        cut_off.facts_from,
        cut_off.facts_until,
        cut_off.reporting_closes_on,
        start=plan.period_start,
        end=plan.period_end,
    )


@dataclass(frozen=True, slots=True)
class EvaluatedRow:
    """A frozen activity without its text, and what internal control said of it."""

    frozen: FrozenActivity
    verdict: Verdict | None
    is_sampled: bool
    is_own: bool  # of internal control's own office: what it says of it is a self-assessment

    @property
    def says(self) -> bool | None:
        """What the cells say: done, not done, or None where nothing counts."""
        return cells_say(self.frozen.due, self.frozen.no_case, self.frozen.done)

    @property
    def says_of_year(self) -> bool | None:
        return cells_say(self.frozen.year_due, self.frozen.year_no_case, self.frozen.year_done)

    @property
    def judged(self) -> Judged:
        decided, ratio = (self.verdict.is_done, self.verdict.ratio) if self.verdict else (None, None)
        return Judged(self.frozen.component, self.says, decided, ratio)

    @property
    def is_undecided(self) -> bool:
        return self.says is not None and self.verdict is None

    @property
    def is_pressing(self) -> bool:
        """Whether something of it is to be looked at first."""
        return is_pressing(self.frozen.flags)

    @property
    def needs_a_look(self) -> bool:
        """In the sample, or with something to be looked at first."""
        return self.is_sampled or self.is_pressing


class Evaluation:
    """A frozen cut-off with its activities and what was said of each."""

    def __init__(self, cut_off: CutOff, rows: Iterable[EvaluatedRow]) -> None:
        self.cut_off = cut_off
        self.rows = tuple(rows)

    @cached_property
    def figures(self) -> FrozenFigures:
        """As they were frozen."""
        return figures_from_json(self.cut_off.figures)

    @cached_property
    def by_verdict(self) -> tuple[VerdictLine, tuple[VerdictLine, ...]]:
        """The official number by internal control's verdicts: in all, and by component."""
        return verdict_lines(row.judged for row in self.rows)

    @property
    def undecided(self) -> tuple[EvaluatedRow, ...]:
        return tuple(row for row in self.rows if row.is_undecided)

    def rest(self, *, with_all: bool) -> tuple[EvaluatedRow, ...]:
        """What deciding the rest would decide: by default not what somebody should look at one by one."""
        return tuple(row for row in self.undecided if with_all or not row.needs_a_look)


def evaluation_of(cut_off: CutOff) -> Evaluation:
    """A frozen cut-off with all its activities and verdicts, without their texts. Two queries, for 1 and for 1,000."""
    own = policy_of(cut_off.plan).evaluated_by_id
    sampled = set(cut_off.sample_keys)
    rows = FrozenActivity.objects.filter(cut_off=cut_off).select_related("verdict").defer("content")
    return Evaluation(cut_off, [_row(frozen, sampled, own) for frozen in rows.order_by("position")])


def _row(frozen: FrozenActivity, sampled: set[str], own: int | None) -> EvaluatedRow:
    verdict = getattr(frozen, "verdict", None)
    return EvaluatedRow(frozen, verdict, frozen.key in sampled, is_of_actor(frozen, own))


def is_of_actor(frozen: FrozenActivity, actor_id: int | None) -> bool:
    """Whether somebody answered for a part of an activity."""
    return actor_id is not None and any(one == actor_id for one, _ in frozen.actors)


def frozen_content(frozen: FrozenActivity) -> FrozenContent:
    """What was frozen of an activity, read. One query where it was left out."""
    return activity_from_json(frozen.content)


def promised(cut_off: CutOff, key: str) -> ActivityContent | None:
    """An activity as the version of the cut-off promises it. One query the first time, none once that is known."""
    content = known_content(cut_off.version_id, cut_off.figures["version"]["sha256"])
    return next((placed.activity for placed in content.placed() if placed.activity.key == key), None)


def frozen_lines(cut_off: CutOff) -> list[str]:
    """The frozen text of each activity, in order: with the figures before them, what the hash is over. One query."""
    found = FrozenActivity.objects.filter(cut_off=cut_off).order_by("position")
    return list(found.values_list("content", flat=True))


def closed_notes(cut_off: CutOff, key: str) -> Sequence[MonitoringNote]:
    """What planning said of an activity in the rounds that it closed, newest first, up to the freezing. One query."""
    notes = MonitoringNote.objects.filter(
        round__plan_id=cut_off.plan_id,
        round__status=RoundStatus.CLOSED,
        round__closed_at__lte=cut_off.frozen_at,
        activity_key=key,
    )
    return tuple(notes.select_related("round").defer("round__content").order_by("-round__number"))


@dataclass(frozen=True, slots=True)
class Latecomer:
    """A report of something due that came once reporting was over. `is_answer`: it corrects what had been returned."""

    report_id: int
    activity_key: str
    activity: str
    actor: str
    due_on: date
    came_at: datetime
    is_answer: bool


def latecomers(cut_off: CutOff) -> tuple[Latecomer, ...]:
    """What came after reporting closed, of what was due: it does not count here, and is told apart. Two queries."""
    window = window_of_cut_off(cut_off)
    after = ProgressReport.objects.filter(plan_id=cut_off.plan_id, sent_at__gt=window.closes_at, number=1)
    reports = list(after.values("id", "activity_key", "about", "first_sent_at", "sent_at").order_by("sent_at", "pk"))
    answered = _returned_at([row["id"] for row in reports if row["first_sent_at"] <= window.closes_at], window)
    return tuple(
        Latecomer(
            report_id=row["id"],
            activity_key=row["activity_key"],
            activity=row["about"]["activity"],
            actor=row["about"]["actor"],
            due_on=date.fromisoformat(row["about"]["due_on"]),
            came_at=row["sent_at"] if row["id"] in answered else row["first_sent_at"],
            is_answer=row["id"] in answered,
        )
        for row in reports
        if window.is_due(date.fromisoformat(row["about"]["due_on"]))
        and (row["id"] in answered or row["first_sent_at"] > window.closes_at)
    )


def _returned_at(report_ids: Sequence[int], window: Window) -> set[int]:
    """Which of some reports were in their unit's hands, returned, at the close."""
    steps = ReportStep.objects.filter(report_id__in=report_ids, at__lte=window.closes_at).order_by("at", "pk")
    last = dict(steps.values_list("report_id", "to_status"))
    return {report_id for report_id, status in last.items() if status == ReportStatus.RETURNED}
