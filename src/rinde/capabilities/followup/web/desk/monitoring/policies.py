"""«Quién hace qué»: who monitors and who evaluates a plan, and the terms of its cycle."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from rinde.capabilities.entities.models import Actor
from rinde.capabilities.entities.queries import actors_on
from rinde.capabilities.followup.models import FollowUpPolicy
from rinde.capabilities.followup.operations.monitoring import set_policy
from rinde.capabilities.followup.permissions import check_set_policy
from rinde.capabilities.followup.queries import policy_of
from rinde.capabilities.followup.web.desk.monitoring.opened import back_to, followed_plan, page_of, sent
from rinde.capabilities.followup.web.forms.monitoring import PolicyForm
from rinde.capabilities.plans.web.forms.saving import save_or_explain, status_of
from rinde.capabilities.plans.web.requests import DeskRequest
from rinde.services.access import desk_page


@desk_page("followup.read")
def follow_up_policy(request: DeskRequest, entity_slug: str, plan_id: int) -> HttpResponse:  # noqa: ARG001
    """Read by everybody who follows the plan; written by whoever may say so."""
    plan = followed_plan(request, plan_id)
    policy, context = policy_of(plan), page_of(request, plan)
    if request.method == "POST":
        check_set_policy(plan, by=request.principal)
    form = PolicyForm(sent(request), actors=_choices(policy), initial=PolicyForm.initial_of(policy))
    if form.is_valid():
        saved = save_or_explain(
            form,
            lambda: set_policy(
                plan_id=plan.pk,
                values=form.values(),
                seen=form.cleaned_data["seen"],
                by=request.principal,
                now=timezone.now(),
            ),
            current=policy.edited_at if policy.pk else None,
        )
        if saved:
            return back_to(request, plan, "Se guardó quién hace qué.", name="follow_up_policy")
    context |= {"form": form, "policy": policy}
    return render(request, "followup/desk/policy.html", context, status=status_of(form))


def _choices(policy: FollowUpPolicy) -> list[Actor]:
    """The actors of today, and those that the policy names already."""
    actors = list(actors_on(timezone.localdate()))
    known = {one.pk for one in actors}
    named = (one for one in (policy.monitored_by, policy.evaluated_by) if one is not None and one.pk not in known)
    return [*actors, *dict.fromkeys(named)]
