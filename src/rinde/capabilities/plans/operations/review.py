"""What people do with what the review finds: apply its repair, or leave the text as it is and say why."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from rinde.capabilities.plans.models import Activity, FindingDecision, Plan
from rinde.capabilities.plans.operations.activities import rewrite_activity
from rinde.capabilities.plans.operations.editing import leave_marks, plan_to_edit
from rinde.capabilities.plans.queries.editing import WHOLE_ACTIVITY, activity_values
from rinde.capabilities.plans.queries.review import findings_of
from rinde.capabilities.plans.rules.cell_entries import Surroundings
from rinde.capabilities.plans.rules.repairs import can_repair, repaired
from rinde.capabilities.plans.rules.review import Finding
from rinde.capabilities.plans.rules.schedules import Period
from rinde.foundations.refusals import StaleWrite, refuse_gaps
from rinde.services.access import Principal
from rinde.services.audit.operations import record

SHORTEST_REASON, LONGEST_REASON = 10, 500
GONE = "El texto cambió y ese hallazgo ya no está. Mire la revisión de nuevo: dice lo que hay ahora."


@transaction.atomic
def leave_finding(*, plan_id: int, fingerprint: str, reason: str, by: Principal, now: datetime) -> FindingDecision:
    """Note that somebody looked at a finding and leaves the text as it is. New words are judged anew.

    Leaving it twice is leaving it once; the first reason stands.

    Raises:
        NotAllowed: for whoever may not edit this plan.
        StaleWrite: where the text has changed and the review no longer finds it.
        NotReady: without a reason, or with one that does not fit.
    """
    plan = plan_to_edit(plan_id, by=by)
    standing: FindingDecision | None = FindingDecision.objects.filter(plan=plan, fingerprint=fingerprint).first()
    if standing:
        return standing
    finding = _found(plan, fingerprint, now)
    said = reason.strip()
    refuse_gaps("No se guardó.", *_reason_gaps(said))
    decision: FindingDecision = FindingDecision.objects.create(
        entity_id=plan.entity_id,
        plan=plan,
        fingerprint=fingerprint,
        reason=said,
        decided_at=now,
        decided_by_id=by.user_id,
    )
    facts = {"rule": finding.rule}
    record(entity_id=plan.entity_id, action="plans.finding_leave", target=plan, by=by, now=now, facts=facts)
    return decision


def _reason_gaps(said: str) -> list[str]:
    if not said:
        return ["Escriba por qué se queda así: lo leerá quien revise el plan después."]
    if len(" ".join(said.split())) < SHORTEST_REASON:
        return [f"El motivo es muy corto. Explique con al menos {SHORTEST_REASON} letras por qué se queda así."]
    if len(said) > LONGEST_REASON:
        return [f"El motivo tiene {len(said)} letras; caben {LONGEST_REASON}. Acórtelo."]
    return []


@transaction.atomic
def look_again(*, plan_id: int, decision_id: int, by: Principal, now: datetime) -> None:
    """Take a decision back: the finding comes up again. Does nothing where it was taken back before.

    Raises:
        NotAllowed: for whoever may not edit this plan.
    """
    plan = plan_to_edit(plan_id, by=by)
    gone, _ = FindingDecision.objects.filter(plan=plan, pk=decision_id).delete()
    if gone:
        record(entity_id=plan.entity_id, action="plans.finding_again", target=plan, by=by, now=now)


@dataclass(frozen=True, slots=True)
class Repaired:
    """What a repair did: the activities that changed, and how many proposals had to wait for another look."""

    activities: int
    left: int


@transaction.atomic
def apply_repairs(*, plan_id: int, fingerprints: Collection[str], by: Principal, now: datetime) -> Repaired:
    """Write what the review proposes for these findings, all of them or nothing.

    Two proposals for the same cell: only the first is written, for the second was made for other words.

    Raises:
        NotAllowed, TransitionNotAllowed: for whoever may not edit this plan, or while it stands still.
        StaleWrite: where none of the findings is there any more: the text has changed.
        NotReady: where a cell does not take what is proposed.
    """
    plan = plan_to_edit(plan_id, by=by)
    wanted = [one for one in findings_of(plan, today=timezone.localdate(now)).open if one.fingerprint in fingerprints]
    if not wanted:
        raise StaleWrite(GONE)
    period = Period(plan.period_start, plan.period_end)
    touched: set[tuple[int | None, int | None, str]] = set()
    activities: set[int] = set()
    for finding in wanted:
        place = finding.places[0]
        cell = (place.activity_id, place.deliverable_id, place.field)
        if finding.repair and place.activity_id and can_repair(place) and cell not in touched:
            touched.add(cell)
            activities.add(place.activity_id)
            _repair(plan, place.activity_id, finding, period, by=by, now=now)
    return Repaired(len(activities), len(wanted) - len(touched))


def _repair(plan: Plan, activity_id: int, finding: Finding, period: Period, *, by: Principal, now: datetime) -> None:
    activity: Activity = Activity.objects.prefetch_related(*WHOLE_ACTIVITY).get(plan=plan, pk=activity_id)
    if finding.repair is None:
        return
    values = repaired(activity_values(activity), finding.places[0], finding.repair, Surroundings(period))
    rewrite_activity(plan, activity, values, by=by, now=now)
    facts = {"key": activity.key, "rule": finding.rule, "cell": str(finding.places[0].field)}
    leave_marks(plan, "plans.repair", activity, by=by, now=now, facts=facts)


def _found(plan: Plan, fingerprint: str, now: datetime) -> Finding:
    """The finding as the text stands now.

    Raises:
        StaleWrite: where there is none any more.
    """
    for finding in findings_of(plan, today=timezone.localdate(now)).open:
        if finding.fingerprint == fingerprint:
            return finding
    raise StaleWrite(GONE)
