"""A published plan as the public may see its follow-up: how every cell and activity stands, and who verified it.

What was returned is not said any more, and nothing here tells that it was: neither its reason nor who wrote what is
ever read. Five queries, for one plan or ten, for 1 and for 14,000 cells.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.db.models import Count, Max, Q
from django.utils import timezone

from rinde.capabilities.followup.choices import ReportStage, RoundStatus
from rinde.capabilities.followup.models import EvidenceUse, MonitoringNote, ProgressReport, Verdict
from rinde.capabilities.followup.queries.cells import PlanCells, cells_of_version
from rinde.capabilities.followup.queries.monitoring import DUE_SOON_DAYS
from rinde.capabilities.followup.rules.cells import CellKey
from rinde.capabilities.followup.rules.figures import ActivityFigures, Totals, totals_of
from rinde.capabilities.followup.rules.monitoring.board import BoardCell, activity_figures, board_cells
from rinde.capabilities.followup.rules.public import (
    NEVER,
    ActivityStanding,
    LookedAt,
    Verification,
    activity_standings,
    verification_of,
)
from rinde.capabilities.followup.rules.standing import CellState, ReportFacts, Standing
from rinde.capabilities.followup.rules.states import COUNTED
from rinde.capabilities.plans.choices import PlanStatus
from rinde.capabilities.plans.models import Plan
from rinde.capabilities.plans.queries import PublishedPlan

_KEY = ("deliverable_id", "milestone_id", "actor_id")
FIGURES = (
    "id", "number", "status", "outcome", "quantity", "numerator", "denominator", "first_sent_at", "sent_at",
    "self_monitored",
)  # fmt: skip
WORDS = ("text", "reason", "result", "happened_on")


class PublicLook:
    """A plan looked at on a day. Every count has its list: `cells` and `standings` are what the numbers count."""

    def __init__(
        self,
        plan: PublishedPlan,
        cells: tuple[BoardCell, ...],
        looked: Mapping[str, LookedAt],
        *,
        today: date,
        is_running: bool,
        reports: "Said",
    ) -> None:
        self.plan, self.cells, self.looked, self.today, self.is_running = plan, cells, looked, today, is_running
        self.reports = reports  # every one that was sent, by cell, of all the plans looked at together

    @cached_property
    def reported(self) -> int:
        """How many cells somebody has said something of."""
        return sum(one.state.said is not None for one in self.cells)

    @property
    def has_begun(self) -> bool:
        """Whether there is any word of follow-up here at all."""
        return bool(self.reported or self.looked)

    @property
    def is_told(self) -> bool:
        """Whether its standing is shown: of a plan of the past that nobody followed here, its dates say nothing."""
        return self.has_begun or (self.is_running and any(one.is_due for one in self.cells))

    @cached_property
    def standings(self) -> dict[str, ActivityStanding]:
        """How each activity stands, by its key, in the plan's order."""
        return activity_standings((one.activity.key for one in self.plan.content.placed()), self.cells)

    @cached_property
    def figures(self) -> tuple[ActivityFigures, ...]:
        return activity_figures(self.cells, until=self.today)

    @cached_property
    def totals(self) -> Totals:
        """Both numbers of what was due."""
        return totals_of(self.figures)

    @cached_property
    def scheduled(self) -> frozenset[str]:
        """The activities in the official number's denominator."""
        return frozenset(one.activity_key for one in self.figures if one.is_scheduled)

    @cached_property
    def done(self) -> frozenset[str]:
        """The activities in its numerator."""
        return frozenset(one.activity_key for one in self.figures if one.is_done)

    @cached_property
    def counts(self) -> Counter[Standing]:
        """How many cells stand in each way."""
        return Counter(one.standing for one in self.cells)

    @property
    def counted(self) -> tuple[BoardCell, ...]:
        """The cells in the quantitative number's denominator."""
        return tuple(one for one in self.cells if one.is_due and one.standing != Standing.NO_CASE)

    def verification(self, one: BoardCell) -> Verification | None:
        """Who verified what is said of a cell; None where nothing is said."""
        said = one.state.said
        return None if said is None else verified(said, self.looked.get(one.cell.activity_key, NEVER))

    @cached_property
    def unverified(self) -> tuple[BoardCell, ...]:
        """What units say is done and nobody else has looked at."""
        claimed = (one for one in self.cells if one.state.is_claimed)
        return tuple(one for one in claimed if self.verification(one) == Verification.NONE)


def verified(said: ReportFacts, looked: LookedAt) -> Verification:
    """Who verified a report that was sent."""
    sent_on = timezone.localdate(said.sent_at) if said.sent_at else None
    return verification_of(said.status, sent_on=sent_on, self_monitored=said.self_monitored, looked=looked)


Looked = Mapping[int, Mapping[str, LookedAt]]  # by plan and activity


def public_look(plan: PublishedPlan, *, today: date, words: bool = False, looked: Looked | None = None) -> PublicLook:
    """One plan looked at on a day. See `public_looks`."""
    return public_looks([plan], today=today, words=words, looked=looked)[0]


def public_looks(
    plans: Sequence[PublishedPlan], *, today: date, words: bool = False, looked: Looked | None = None
) -> tuple[PublicLook, ...]:
    """Some plans of one entity looked at on a day, in their order. Five queries; three where it is known who looked.

    Args:
        words: whether what was said is wanted too, and not its figures alone.
        looked: what `looked_at` found of these plans, where it is known already.
    """
    ids = [one.plan_id for one in plans]
    looked = looked_at(ids) if looked is None else looked
    said = said_of(ProgressReport.objects.filter(plan__in=ids), words=words)
    proofs = proofs_by_report(EvidenceUse.objects.filter(report__plan__in=ids))
    about = _about_plans(ids)
    return tuple(
        PublicLook(
            one,
            board_cells(
                public_states(cells_of_version(one.version_id, one.sha256), said, proofs),
                today=today,
                until=today,
                soon_days=about[one.plan_id].soon_days,
                monitored_by=None,
            ),
            looked.get(one.plan_id, {}),
            today=today,
            is_running=about[one.plan_id].is_running,
            reports=said,
        )
        for one in plans
    )


@dataclass(frozen=True, slots=True)
class _About:
    """Whether a plan is carried out, and from when its dates press."""

    is_running: bool
    soon_days: int


def _about_plans(plan_ids: Sequence[int]) -> dict[int, _About]:
    rows = Plan.objects.filter(pk__in=plan_ids).order_by()
    found = rows.values_list("pk", "status", "entity__alert_policy__due_soon_days")
    return {
        number: _About(status == PlanStatus.PUBLISHED, DUE_SOON_DAYS if soon is None else soon)
        for number, status, soon in found
    }


Said = Mapping[CellKey, Sequence[ReportFacts]]


def said_of(reports: Any, *, words: bool) -> Said:
    """What is said of each cell in reports that were sent or accepted, the oldest first. One query.

    Neither the author nor the reason of a return is read.
    """
    names = FIGURES + WORDS if words else FIGURES
    found: dict[CellKey, list[ReportFacts]] = defaultdict(list)
    rows = reports.filter(status__in=COUNTED, milestone__isnull=False).order_by("number", "pk")
    for deliverable, milestone, actor, *values in rows.values_list(*_KEY, *names):
        facts = ReportFacts(**dict(zip(names, values, strict=True)))
        found[CellKey(deliverable, milestone, actor)].append(facts)
    return found


def proofs_by_report(uses: Any) -> dict[int, int]:
    """How many proofs stand for each report, whoever may see them. One query."""
    standing = uses.filter(removed_at__isnull=True, evidence__withdrawn_at__isnull=True)
    return dict(standing.values_list("report_id").annotate(number=Count("pk")).order_by())


def public_states(found: PlanCells, said: Said, proofs: Mapping[int, int]) -> Iterable[CellState]:
    """Each cell with what is said of it and nothing of what its unit has in hand."""
    for cell in found.cells:
        reports = said.get(cell.key)
        if reports is None:
            yield CellState(cell)
        else:
            yield CellState(cell, reports[-1], None, sum(proofs.get(one.id, 0) for one in reports))


def last_looks(plan_id: int) -> tuple[int | None, int | None]:
    """The numbers of the last round that closed and of the last final report that came out. One query.

    While they are the same, so is what `looked_at` and the trend say: neither ever changes once it is out.
    """
    closed = Q(monitoring_rounds__status=RoundStatus.CLOSED)
    final = Q(cut_offs__reports__stage=ReportStage.FINAL)
    found = Plan.objects.filter(pk=plan_id).aggregate(
        round=Max("monitoring_rounds__pk", filter=closed), report=Max("cut_offs__reports__pk", filter=final)
    )
    return found["round"], found["report"]


def looked_at(plan_ids: Sequence[int]) -> dict[int, dict[str, LookedAt]]:
    """Until when each activity was looked at in public, by plan and key. Two queries."""
    rounds = (
        MonitoringNote.objects.filter(round__plan__in=plan_ids, round__status=RoundStatus.CLOSED)
        .exclude(Q(text="") & Q(ratio__isnull=True))
        .values_list("round__plan_id", "activity_key")
        .annotate(last=Max("round__closed_at"))
        .order_by()
    )
    cut_offs = (
        Verdict.objects.filter(frozen__cut_off__plan__in=plan_ids, frozen__cut_off__reports__stage=ReportStage.FINAL)
        .filter(is_self_assessment=False)
        .values_list("frozen__cut_off__plan_id", "frozen__key")
        .annotate(last=Max("frozen__cut_off__reporting_closes_on"))
        .order_by()
    )
    in_round = {(plan, key): timezone.localdate(at) for plan, key, at in rounds}
    in_cut_off = {(plan, key): on for plan, key, on in cut_offs}
    found: dict[int, dict[str, LookedAt]] = defaultdict(dict)
    for plan, key in in_round.keys() | in_cut_off.keys():
        found[plan][key] = LookedAt(in_round.get((plan, key)), in_cut_off.get((plan, key)))
    return found
