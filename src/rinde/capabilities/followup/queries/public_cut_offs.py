"""The cut-offs of which internal control's final report is out: their trend, and one of them activity by activity."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Count, F, Q
from django.utils import timezone

from rinde.capabilities.followup.choices import ReportStage
from rinde.capabilities.followup.models import CutOff, FollowUpReport, FrozenActivity
from rinde.capabilities.followup.rules.public import TrendPoint
from rinde.capabilities.followup.rules.verdicts import cells_say

_SCHEDULED = Q(cut_off__activities__due__gt=F("cut_off__activities__no_case"))
_DECIDED = Q(cut_off__activities__verdict__isnull=False)
_DONE = Q(cut_off__activities__verdict__is_done=True)
_FROZEN = (
    "position", "key", "code", "name", "component", "subcomponent", "due", "done", "no_case", "ratio_sum",
)  # fmt: skip
_VERDICT = {
    "is_done": F("verdict__is_done"),
    "reason": F("verdict__reason"),
    "own_ratio": F("verdict__ratio"),
    "observation": F("verdict__observation"),
    "is_self_assessment": F("verdict__is_self_assessment"),
}


def trend_of(plan_id: int) -> tuple[TrendPoint, ...]:
    """Each cut-off with a final report in both numbers, the oldest first. One query.

    What internal control decided of an activity with nothing scheduled counts too: it put it back.
    """
    rows = FollowUpReport.objects.filter(cut_off__plan_id=plan_id, stage=ReportStage.FINAL).annotate(
        scheduled=Count("cut_off__activities", filter=_SCHEDULED | _DECIDED),
        decided=Count("cut_off__activities", filter=_DECIDED),
        done=Count("cut_off__activities", filter=_DONE),
    )
    names = ("cut_off__number", "cut_off__name", "cut_off__facts_until", "issued_at", "cut_off__figures",
             "scheduled", "decided", "done")  # fmt: skip
    found = rows.values_list(*names).order_by("cut_off__facts_until", "cut_off__pk")
    return tuple(
        TrendPoint(
            number=number,
            name=name,
            facts_until=until,
            issued_on=timezone.localdate(issued_at),
            scheduled=scheduled,
            done=done,
            undecided=scheduled - decided,
            quantitative=_quantitative(figures),
        )
        for number, name, until, issued_at, figures, scheduled, decided, done in found
    )


@dataclass(frozen=True, slots=True)
class IssuedReport:
    """A final report by its address."""

    number: int  # of its cut-off
    facts_until: date
    issued_at: datetime


def issued_reports(plan_ids: Sequence[int]) -> dict[int, list[IssuedReport]]:
    """The final reports of some plans, by plan, the oldest first. One query."""
    rows = FollowUpReport.objects.filter(cut_off__plan__in=plan_ids, stage=ReportStage.FINAL)
    names = ("cut_off__plan_id", "cut_off__number", "cut_off__facts_until", "issued_at")
    found: dict[int, list[IssuedReport]] = {}
    for plan_id, *about in rows.order_by("cut_off__facts_until", "cut_off_id").values_list(*names):
        found.setdefault(plan_id, []).append(IssuedReport(*about))
    return found


def _quantitative(figures: dict[str, Any]) -> Decimal | None:
    """The mean progress of the cells as it was frozen."""
    said = figures.get("at_cut_off", {}).get("total", {}).get("quantitative")
    return None if said is None else Decimal(said)


@dataclass(frozen=True, slots=True)
class EvaluatedActivity:
    """A frozen activity with what internal control said of it. `is_done` None: it said nothing."""

    position: int
    key: str
    code: str
    name: str
    component: str
    subcomponent: str
    due: int
    done: int
    no_case: int
    ratio_sum: Decimal
    is_done: bool | None
    reason: str
    own_ratio: Decimal | None
    observation: str
    is_self_assessment: bool

    @property
    def counted(self) -> int:
        """The cells that count."""
        return self.due - self.no_case

    @property
    def says(self) -> bool | None:
        """What its cells say: done, not done, or None where nothing counts."""
        return cells_say(self.due, self.no_case, self.done)

    @property
    def is_scheduled(self) -> bool:
        """Whether it enters the official number."""
        return self.says is not None or self.is_done is not None

    @property
    def differs(self) -> bool:
        """Whether internal control decided otherwise than the cells say."""
        return self.is_done is not None and self.is_done != self.says

    @property
    def ratio(self) -> Decimal | None:
        """Mean progress of its cells, 0–1; None where nothing was scheduled."""
        return self.ratio_sum / self.counted if self.counted else None


@dataclass(frozen=True, slots=True)
class PublicCutOff:
    """A cut-off whose final report is out."""

    id: int
    number: int
    name: str
    facts_until: date
    reporting_closes_on: date
    issued_at: datetime
    legal_due_on: date | None
    conclusion: str
    sha256: str  # of what was frozen
    activities: tuple[EvaluatedActivity, ...]


def final_cut_offs(plan_id: int) -> tuple[PublicCutOff, ...]:
    """Every cut-off with a final report and its activities, the oldest first. Two queries."""
    reports = FollowUpReport.objects.filter(cut_off__plan_id=plan_id, stage=ReportStage.FINAL)
    return _with_activities(list(reports.select_related("cut_off").defer("content")))


def final_cut_off(plan_id: int, number: int) -> PublicCutOff | None:
    """One cut-off with a final report and its activities; None where there is none of that number. Two queries."""
    reports = FollowUpReport.objects.filter(cut_off__plan_id=plan_id, cut_off__number=number, stage=ReportStage.FINAL)
    found = list(reports.select_related("cut_off").defer("content"))
    return _with_activities(found)[0] if found else None


def _with_activities(reports: Sequence[FollowUpReport]) -> tuple[PublicCutOff, ...]:
    rows = FrozenActivity.objects.filter(cut_off__in=[one.cut_off_id for one in reports])
    found: dict[int, list[EvaluatedActivity]] = {one.cut_off_id: [] for one in reports}
    for row in rows.order_by("position").values("cut_off_id", *_FROZEN, **_VERDICT):
        said = {"reason": row["reason"] or "", "observation": row["observation"] or ""}
        said |= {"is_self_assessment": bool(row["is_self_assessment"])}
        found[row.pop("cut_off_id")].append(EvaluatedActivity(**row | said))
    by_date = sorted(reports, key=lambda one: (one.cut_off.facts_until, one.cut_off_id))
    return tuple(_public(one, one.cut_off, found[one.cut_off_id]) for one in by_date)


def _public(report: FollowUpReport, cut_off: CutOff, activities: Sequence[EvaluatedActivity]) -> PublicCutOff:
    return PublicCutOff(
        id=cut_off.pk,
        number=cut_off.number,
        name=cut_off.name,
        facts_until=cut_off.facts_until,
        reporting_closes_on=cut_off.reporting_closes_on,
        issued_at=report.issued_at,
        legal_due_on=report.legal_due_on,
        conclusion=report.conclusion,
        sha256=cut_off.sha256,
        activities=tuple(activities),
    )
