"""Reads of recommendations: of a plan with whose they are, one with its steps, what is carried to the next report."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.db.models import Count, OuterRef, Q, Subquery

from rinde.capabilities.entities.models import Entity
from rinde.capabilities.followup.models import (
    CutOff,
    Evidence,
    EvidenceUse,
    FrozenActivity,
    Recommendation,
    RecommendationStep,
)
from rinde.capabilities.followup.rules.follow_up_report.content import RecommendationLine
from rinde.capabilities.followup.rules.recommendation_states import STANDING
from rinde.capabilities.followup.rules.recommendations import in_few_words, is_overdue
from rinde.capabilities.plans.models import Plan


def _with_whose(rows: Any) -> Any:
    """Each recommendation with the activity's actors at its cut-off (`among`) and the number of its proofs."""
    activity = FrozenActivity.objects.filter(cut_off=OuterRef("cut_off"), key=OuterRef("activity_key"))
    return rows.annotate(
        among=Subquery(activity.values("actors")[:1]), proofs=Count("evidences", distinct=True)
    ).select_related("cut_off", "actor")


def recommendations_of(plan: Plan) -> Sequence[Recommendation]:
    """The published recommendations of a plan by number, each with `among` and `proofs`. One query."""
    rows = Recommendation.objects.filter(plan=plan, published_at__isnull=False)
    return tuple(_with_whose(rows).order_by("number"))


def recommendation_of_plan(plan: Plan, number: int) -> Recommendation | None:
    """One published recommendation by its number, its plan at hand. One query."""
    rows = Recommendation.objects.filter(plan=plan, number=number, published_at__isnull=False)
    found: Recommendation | None = _with_whose(rows).first()
    if found is not None:
        found.plan = plan
    return found


def answering_actors(one: Recommendation) -> tuple[int | None, ...]:
    """Who may act on a recommendation: its unit; where it is of several, any of them; else whoever coordinates (None).

    One query where the row was read without `among`.
    """
    if one.actor_id is not None:
        return (one.actor_id,)
    if hasattr(one, "among"):
        among = one.among
    else:
        activity = FrozenActivity.objects.filter(cut_off_id=one.cut_off_id, key=one.activity_key)
        among = activity.values_list("actors", flat=True).first()
    return tuple(number for number, _ in among or ()) or (None,)


def actor_words(one: Recommendation) -> str:
    """Whose a recommendation is, as people read it; empty for one of the plan in general. Needs `among`."""
    if one.actor is not None:
        return str(one.actor.name)
    among: list[tuple[int | None, str]] = one.among or []  # type: ignore[attr-defined]
    return in_few_words([name for _, name in among if name])


def steps_of_recommendation(one: Recommendation) -> Sequence[RecommendationStep]:
    """Every move of a recommendation, in order, with who made it. One query."""
    return tuple(RecommendationStep.objects.filter(recommendation=one).select_related("by"))


def recommendation_lines(plan: Plan, *, today: date, before: CutOff) -> tuple[RecommendationLine, ...]:
    """How what earlier reports recommended stands, by number, as a report freezes it. One query."""
    rows = Recommendation.objects.filter(plan=plan, published_at__isnull=False).exclude(cut_off=before)
    return tuple(_line(one, today) for one in _with_whose(rows).order_by("number"))


def _line(one: Recommendation, today: date) -> RecommendationLine:
    proofs: int = one.proofs  # type: ignore[attr-defined]
    return RecommendationLine(
        number=one.number,
        text=one.text,
        subject=one.subject,
        actor=actor_words(one),
        activity_key=one.activity_key,
        made_in=one.cut_off.name,
        status=one.status,
        action=one.action,
        action_due_on=one.action_due_on,
        is_overdue=is_overdue(one.status, one.action_due_on, today),
        action_report=one.action_report,
        proofs=proofs,
        verification=one.verification,
    )


def standing_by_activity(plan: Plan, *, before: CutOff) -> dict[str, list[Recommendation]]:
    """What earlier reports recommended on each activity and is not resolved yet, by its key. One query."""
    rows = Recommendation.objects.filter(plan=plan, published_at__isnull=False, status__in=STANDING)
    found: dict[str, list[Recommendation]] = defaultdict(list)
    for one in _with_whose(rows.exclude(cut_off=before)).order_by("number"):
        found[one.activity_key].append(one)
    return found


def waiting_recommendations(entity: Entity) -> Sequence[Recommendation]:
    """What is not resolved in an entity, with its plan and `among`, by plan and number. One query."""
    rows = Recommendation.objects.filter(entity=entity, published_at__isnull=False, status__in=STANDING)
    return tuple(
        _with_whose(rows).select_related("plan__follow_up_policy", "cut_off", "actor").order_by("plan", "number")
    )


def proofs_to_offer(plan: Plan, actor_ids: Iterable[int | None], *, activity_key: str = "") -> Sequence[Evidence]:
    """The proofs that units have offered in a plan, newest first: those of one activity before the others. Two queries.

    Args:
        activity_key: only those of this activity; empty: of any.
    """
    numbers = set(actor_ids)
    whose = Q(report__actor__in=[one for one in numbers if one is not None])
    if None in numbers:
        whose |= Q(report__actor__isnull=True)
    uses = EvidenceUse.objects.filter(whose, report__plan=plan, removed_at__isnull=True)
    if activity_key:
        uses = uses.filter(report__activity_key=activity_key)
    rows = Evidence.objects.filter(pk__in=uses.values("evidence_id"), withdrawn_at__isnull=True)
    return tuple(rows.order_by("-uploaded_at", "-pk"))
