"""How a plan came to be approved: its steps from state to state and the acts behind them."""

from collections.abc import Sequence

from rinde.capabilities.plans.choices import ActPurpose
from rinde.capabilities.plans.models import Act, ChangeRequest, Plan, PlanStep
from rinde.capabilities.plans.rules.story import Step, same_hands, same_hands_changes, step_name
from rinde.services.tenancy import every_tenant


def standing_act(plan: Plan) -> Act | None:
    """The act that approved the plan, with the text that it approved; None before it or after it was annulled."""
    acts = Act.objects.filter(plan=plan, purpose=ActPurpose.APPROVAL, annulled_at__isnull=True)
    act: Act | None = acts.order_by("-registered_at", "-pk").first()
    return act


def plan_steps(plan: Plan) -> Sequence[PlanStep]:
    """Every move of a plan in order, with who did it and the act. One query."""
    steps = PlanStep.objects.filter(plan=plan).select_related("by", "act").defer("act__content")
    return tuple(steps.order_by("at", "pk"))


def told_steps(steps: Sequence[PlanStep]) -> tuple[tuple[PlanStep, str], ...]:
    """Every step with what it is called, newest first. No query where the steps came with their act."""
    return tuple((one, step_name(_step_of(one))) for one in reversed(steps))


def same_hands_told(plan_id: int, steps: Sequence[PlanStep]) -> tuple[str, ...]:
    """Say, naming nobody, where one person did what two might have: the text and its act, an opinion and its decision.

    Args:
        steps: every step of the plan in order. One query for its published changes.
    """
    changes = ChangeRequest.objects.filter(plan=plan_id, version__isnull=False, decided_by__isnull=False)
    judged = changes.order_by("number").values_list("number", "opinion_by_id", "decided_by_id")
    return tuple(filter(None, (same_hands(map(_step_of, steps)), same_hands_changes(judged))))


def _step_of(one: PlanStep) -> Step:
    return Step(one.from_status, one.to_status, one.act.number if one.act else "", one.by_id)


def act_of(plan: Plan, act_id: int) -> Act | None:
    """One act of a plan, without the text that it approved; None where the plan has none of that number."""
    act: Act | None = Act.objects.filter(plan=plan, pk=act_id).defer("content").first()
    return act


def is_of_another_entity(plan_id: int) -> bool:
    """Tell whether a number that the active entity does not know is some other entity's plan."""
    if Plan.objects.filter(pk=plan_id).exists():
        return False
    with every_tenant(reason="only whether a plan of this number is anywhere, for the trail of who tried to reach it"):
        return bool(Plan.objects.filter(pk=plan_id).exists())


def last_body() -> str:
    """The body that approved a plan of the active entity last: most likely it approves the next one too."""
    body: str | None = Act.objects.order_by("-registered_at", "-pk").values_list("body", flat=True).first()
    return body or ""
