"""Reports of internal control for the tests: evaluated, preliminary, answered, final; and rows of their content."""

from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import count
from typing import Any

from cut_off_samples import JULY_9, activities_of, frozen, internal_control
from factories import make_published_plan
from followup_samples import cells_in, make_evidence, make_report
from rinde.capabilities.entities.models import Entity
from rinde.capabilities.followup.models import CutOff, FollowUpReport, Recommendation, ReportDraft, UnitReply
from rinde.capabilities.followup.operations.follow_up_reports import (
    issue_final,
    issue_preliminary,
    save_report_draft,
)
from rinde.capabilities.followup.operations.verdicts import decide_rest, write_verdict
from rinde.capabilities.followup.queries.evaluation import evaluation_of
from rinde.capabilities.followup.rules.follow_up_report.content import ReportActivity, VerdictSaying
from rinde.capabilities.followup.rules.follow_up_report.gaps import DraftValues
from rinde.capabilities.followup.rules.verdicts import VerdictValues
from rinde.capabilities.plans.models import Plan

# Five business days from 9 July 2026: 13 July is a holiday (Ley 2578/2026), so they end on Friday the 17th.
REPLIES_UNTIL = date(2026, 7, 17)
JULY_16 = datetime(2026, 7, 16, 15, 0, tzinfo=UTC)
JULY_20 = datetime(2026, 7, 20, 15, 0, tzinfo=UTC)  # after the units' term
JULY_24 = datetime(2026, 7, 24, 15, 0, tzinfo=UTC)
SIGNATURE = {"signed_by_name": "Marta Lucía Rincón", "signed_by_post": "Jefa de la Oficina de Control Interno"}
_numbers = count(1)


def evaluated(entity: Entity, activities: int = 3, *, recommendation: str = "", **fields: Any) -> CutOff:
    """A frozen cut-off with every verdict: the first activity is done, of the others nobody said anything."""
    plan = make_published_plan(entity, activities, **fields)
    make_evidence(plan, make_report(plan, cells_in(plan)[0]))
    return evaluate(frozen(plan), recommendation=recommendation)


def evaluate(cut_off: CutOff, *, recommendation: str = "", now: datetime = JULY_9) -> CutOff:
    """Decide everything as the cells say; the last activity gets an observation and, if any, a recommendation."""
    by, last = internal_control(cut_off.entity), activities_of(cut_off)[-1]
    says = last.due > last.no_case and last.done == last.due - last.no_case
    values = VerdictValues(says, observation="No hay soporte.", recommendation=recommendation)
    write_verdict(cut_off_id=cut_off.pk, key=last.key, values=values, seen=None, by=by, now=now)
    rest = len(evaluation_of(cut_off).rest(with_all=True))
    decide_rest(cut_off_id=cut_off.pk, expected=rest, with_all=True, by=by, now=now)
    return cut_off


def send_preliminary(cut_off: CutOff, *, now: datetime = JULY_9, **choices: Any) -> FollowUpReport:
    defaults: dict[str, Any] = {"by": internal_control(cut_off.entity)}
    report = issue_preliminary(cut_off_id=cut_off.pk, now=now, **defaults | choices)
    cut_off.refresh_from_db()
    return report


def write_draft(cut_off: CutOff, *, now: datetime = JULY_9, seen: datetime | None = None, **values: Any) -> ReportDraft:
    """What internal control writes, signature included."""
    defaults: dict[str, Any] = {"conclusion": "El plan avanza a la mitad de lo programado.", **SIGNATURE}
    return save_report_draft(
        cut_off_id=cut_off.pk,
        values=DraftValues(**defaults | values),
        seen=seen,
        by=internal_control(cut_off.entity),
        now=now,
    )


def publish(cut_off: CutOff, *, now: datetime = JULY_20, **choices: Any) -> FollowUpReport:
    """The final report, signed, after the units' term."""
    if not ReportDraft.objects.filter(cut_off=cut_off).exists():
        write_draft(cut_off)
    defaults: dict[str, Any] = {"by": internal_control(cut_off.entity)}
    report = issue_final(cut_off_id=cut_off.pk, now=now, **defaults | choices)
    cut_off.refresh_from_db()
    return report


def published(entity: Entity, activities: int = 3, *, recommendation: str = "", **fields: Any) -> FollowUpReport:
    """A final report from beginning to end."""
    cut_off = evaluated(entity, activities, recommendation=recommendation, **fields)
    send_preliminary(cut_off)
    return publish(cut_off)


def recommended(entity: Entity, text: str = "Guardar el soporte el mismo día.") -> Recommendation:
    """An open recommendation on the last activity of a plan, as a final report makes it."""
    report = published(entity, 2, recommendation=text)
    one: Recommendation = Recommendation.objects.select_related("plan__entity").get(cut_off=report.cut_off)
    return one


def make_secret_report(cut_off: CutOff, secret: str) -> UnitReply:
    """A preliminary report on a frozen cut-off with a reply to it, and a recommendation that is not public yet."""
    entity, plan = cut_off.entity, cut_off.plan
    FollowUpReport.objects.create(
        entity=entity, cut_off=cut_off, stage="PRELIMINARY", content=f'"{secret}"', sha256="0" * 64,
        conclusion=secret, issued_at=JULY_9, replies_until=REPLIES_UNTIL,
    )  # fmt: skip
    Recommendation.objects.create(
        entity=entity, plan=plan, number=1, cut_off=cut_off, subject=secret, text=secret, made_at=JULY_9,
        edited_at=JULY_9,
    )  # fmt: skip
    frozen = activities_of(cut_off)[0]
    reply: UnitReply = UnitReply.objects.create(entity=entity, frozen=frozen, text=secret, written_at=JULY_9)
    return reply


def plan_of(report: FollowUpReport) -> Plan:
    plan: Plan = report.cut_off.plan
    return plan


def an_activity(**fields: Any) -> ReportActivity:
    """An activity of a report: one date due, done and proved, and so said internal control."""
    number = next(_numbers)
    defaults: dict[str, Any] = {
        "key": f"1-{number}",
        "code": f"1.{number}",
        "name": f"Publicar el informe {number}",
        "component": "1. Gestión del riesgo",
        "subcomponent": "",
        "due": 1,
        "done": 1,
        "no_case": 0,
        "ratio_sum": Decimal(1),
        "year_due": 2,
        "year_done": 1,
        "year_no_case": 0,
        "year_ratio_sum": Decimal(1),
        "verdict": VerdictSaying(is_done=True),
    }
    return ReportActivity(**defaults | fields)
