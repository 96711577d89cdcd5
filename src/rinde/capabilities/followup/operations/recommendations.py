"""Writes of what comes of a recommendation: the unit's improvement action, that it is done, and whether it worked."""

from collections.abc import Collection, Mapping
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from rinde.capabilities.followup.choices import RecommendationStatus
from rinde.capabilities.followup.models import Recommendation, RecommendationStep
from rinde.capabilities.followup.permissions import check_evaluate, check_report_some
from rinde.capabilities.followup.queries.recommendations import answering_actors, proofs_to_offer
from rinde.capabilities.followup.rules.recommendation_states import check_may_become
from rinde.capabilities.followup.rules.recommendations import action_gaps, done_gaps, verification_gaps
from rinde.capabilities.plans.operations.editing import check_fresh
from rinde.foundations.law import plain_day
from rinde.foundations.refusals import refuse_gaps
from rinde.foundations.text.typed import tidy_text
from rinde.services.access import Principal
from rinde.services.audit.operations import record

NOT_SAVED = "No se guardó."
UNKNOWN_PROOF = "Una de las pruebas que escogió ya no está. Recargue la página y escoja de nuevo."


@transaction.atomic
def plan_action(
    *, recommendation_id: int, text: str, due_on: date | None, seen: datetime, by: Principal, now: datetime
) -> Recommendation:
    """Write for a unit what it will do about a recommendation and by when; also another action where the first did not
    work, or another date, which stays on record.

    Args:
        seen: the mark of the recommendation that the person had before their eyes.

    Raises:
        NotAllowed: for whoever may not report for the unit.
        TransitionNotAllowed: once the action was done, or verified.
        StaleWrite: where somebody else wrote in the meantime.
        NotReady: with everything that the action lacks.
    """
    one = _locked_for_unit(recommendation_id, seen, by)
    check_may_become(one.status, RecommendationStatus.PLANNED)
    text = tidy_text(text)
    refuse_gaps(NOT_SAVED, *action_gaps(text, due_on, today=timezone.localdate(now)))
    said = f"{text}\nPara el {plain_day(due_on)}." if due_on else text
    one.action, one.action_due_on = text, due_on
    facts = {"due_on": due_on.isoformat() if due_on else None}
    return _moved(one, RecommendationStatus.PLANNED, said, "followup.plan_action", facts, by=by, now=now)


@transaction.atomic
def report_action(
    *,
    recommendation_id: int,
    text: str,
    evidence_ids: Collection[int] = (),
    seen: datetime,
    by: Principal,
    now: datetime,
) -> Recommendation:
    """Say for a unit that its improvement action is done, with its proof; internal control verifies it then.

    Args:
        evidence_ids: proofs that the unit has offered in the plan; of the activity, where it is about one.
        seen: as in `plan_action`.

    Raises:
        NotAllowed, StaleWrite: as `plan_action`.
        TransitionNotAllowed: without an action, or once it was reported.
        NotReady: with everything that is missing.
    """
    one = _locked_for_unit(recommendation_id, seen, by)
    check_may_become(one.status, RecommendationStatus.REPORTED)
    text, chosen = tidy_text(text), set(evidence_ids)
    offered = {proof.pk for proof in proofs_to_offer(one.plan, answering_actors(one), activity_key=one.activity_key)}
    gaps = [*done_gaps(text, proofs=len(chosen), is_general=not one.activity_key)]
    refuse_gaps(NOT_SAVED, *gaps, *([UNKNOWN_PROOF] if chosen - offered else []))
    one.action_report = text
    one.evidences.set(chosen)
    facts = {"proofs": len(chosen)}
    return _moved(one, RecommendationStatus.REPORTED, text, "followup.report_action", facts, by=by, now=now)


@transaction.atomic
def verify_action(
    *, recommendation_id: int, is_effective: bool, reason: str, seen: datetime, by: Principal, now: datetime
) -> Recommendation:
    """Say whether an improvement action solved what was recommended, and how that was seen.

    Args:
        seen: as in `plan_action`.

    Raises:
        NotAllowed: for everybody but internal control.
        TransitionNotAllowed: before the unit says that it is done, or once it was verified.
        StaleWrite: as `plan_action`.
        NotReady: without a reason.
    """
    one = _locked(recommendation_id)
    check_evaluate(one.plan, by=by)
    check_fresh(one.edited_at, seen)
    wanted = RecommendationStatus.EFFECTIVE if is_effective else RecommendationStatus.NOT_EFFECTIVE
    check_may_become(one.status, wanted)
    reason = tidy_text(reason)
    refuse_gaps(NOT_SAVED, *verification_gaps(reason))
    one.verification = reason
    facts = {"is_effective": is_effective}
    return _moved(one, wanted, reason, "followup.verify_action", facts, by=by, now=now)


def _locked(recommendation_id: int) -> Recommendation:
    rows = Recommendation.objects.select_for_update(of=("self",)).select_related("plan", "plan__entity")
    one: Recommendation = rows.get(pk=recommendation_id, published_at__isnull=False)
    return one


def _locked_for_unit(recommendation_id: int, seen: datetime, by: Principal) -> Recommendation:
    one = _locked(recommendation_id)
    check_report_some(one.plan, by=by, actor_ids=answering_actors(one))
    check_fresh(one.edited_at, seen)
    return one


def _moved(
    one: Recommendation,
    to: str,
    text: str,
    action: str,
    facts: Mapping[str, object],
    *,
    by: Principal,
    now: datetime,
) -> Recommendation:
    RecommendationStep.objects.create(
        entity_id=one.entity_id,
        recommendation=one,
        from_status=one.status,
        to_status=to,
        text=text,
        at=now,
        by_id=by.user_id,
    )
    one.status, one.edited_at = to, now
    one.save()
    told = {"plan": one.plan_id, "number": one.number, **facts}
    record(entity_id=one.entity_id, action=action, target=one, by=by, now=now, facts=told)
    return one
