"""Recommendations of a plan: the list, one with its steps, and what the unit and internal control write in it."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from rinde.capabilities.followup.choices import RecommendationStatus
from rinde.capabilities.followup.models import Recommendation
from rinde.capabilities.followup.operations.recommendations import plan_action, report_action, verify_action
from rinde.capabilities.followup.permissions import (
    can_evaluate,
    can_report_some,
    check_evaluate,
    check_report_some,
)
from rinde.capabilities.followup.queries.recommendations import (
    answering_actors,
    proofs_to_offer,
    recommendation_of_plan,
    recommendations_of,
    steps_of_recommendation,
)
from rinde.capabilities.followup.rules.recommendation_states import WITHOUT_ACTION
from rinde.capabilities.followup.web.desk.monitoring.opened import followed_plan, page_of
from rinde.capabilities.followup.web.forms.reports import ActionForm, DoneForm, VerifyForm
from rinde.capabilities.followup.web.presenters.recommendations import (
    RecommendationList,
    may_act_words,
    recommendation_row,
    step_lines,
)
from rinde.capabilities.plans.web.forms.saving import EditForm, save_or_explain, status_of
from rinde.capabilities.plans.web.requests import DeskRequest, found_or_404
from rinde.services.access import desk_page

ROWS_ON_PAGE = 50


@desk_page("followup.read")
def recommendation_list(request: DeskRequest, entity_slug: str, plan_id: int) -> HttpResponse:  # noqa: ARG001
    """What internal control recommended in its published reports and what came of it, overdue actions first."""
    plan = followed_plan(request, plan_id)
    listed = RecommendationList(recommendations_of(plan), request.GET, timezone.localdate())
    page = Paginator(listed.rows, ROWS_ON_PAGE).get_page(request.GET.get("pagina"))
    context = page_of(request, plan) | {"listed": listed, "page": page, "rows": page.object_list}
    return render(request, "followup/desk/recommendations.html", context)


def _opened(request: DeskRequest, plan_id: int, number: int) -> Recommendation:
    return found_or_404(recommendation_of_plan(followed_plan(request, plan_id), number))


@desk_page("followup.read")
def recommendation_detail(request: DeskRequest, entity_slug: str, plan_id: int, number: int) -> HttpResponse:  # noqa: ARG001
    """One recommendation with every step, and the form of whoever has the next one."""
    return _page(request, _opened(request, plan_id, number))


@desk_page("followup.report")
def action_plan(request: DeskRequest, entity_slug: str, plan_id: int, number: int) -> HttpResponse:  # noqa: ARG001
    """The unit writes what it will do, or changes it."""
    one = _opened(request, plan_id, number)
    check_report_some(one.plan, by=request.principal, actor_ids=answering_actors(one))
    form = ActionForm(request.POST or None, initial=_action_initial(one))
    return _step(
        request,
        one,
        form,
        "action",
        lambda **who: plan_action(text=form.cleaned_data["text"], due_on=form.day, **who),
        "La acción de mejora quedó escrita.",
    )


@desk_page("followup.report")
def action_report(request: DeskRequest, entity_slug: str, plan_id: int, number: int) -> HttpResponse:  # noqa: ARG001
    """The unit says that its action is done, with its proof."""
    one = _opened(request, plan_id, number)
    check_report_some(one.plan, by=request.principal, actor_ids=answering_actors(one))
    form = DoneForm(request.POST or None, offered=_offered(one), initial={"seen": one.edited_at})
    return _step(
        request,
        one,
        form,
        "done",
        lambda **who: report_action(text=form.cleaned_data["text"], evidence_ids=form.evidence_ids, **who),
        "Quedó reportada. Control interno la verificará.",
    )


@desk_page("followup.evaluate")
def action_verify(request: DeskRequest, entity_slug: str, plan_id: int, number: int) -> HttpResponse:  # noqa: ARG001
    """Internal control says whether the action worked."""
    one = _opened(request, plan_id, number)
    check_evaluate(one.plan, by=request.principal)
    form = VerifyForm(request.POST or None, initial={"seen": one.edited_at})
    return _step(
        request,
        one,
        form,
        "verify",
        lambda **who: verify_action(is_effective=form.is_effective, reason=form.cleaned_data["reason"], **who),
        "La verificación quedó escrita.",
    )


def _step(
    request: DeskRequest,
    one: Recommendation,
    form: EditForm,
    name: str,
    save: Callable[..., Recommendation],
    said: str,
) -> HttpResponse:
    """Save a step and go back to the recommendation; or show it with the form that was refused."""
    there = {"entity_slug": one.plan.entity.slug, "plan_id": one.plan_id, "number": one.number}
    if request.method != "POST":
        return redirect(f"{reverse('desk:recommendation_detail', kwargs=there)}#siguiente")
    if form.is_valid():
        who = {"seen": form.cleaned_data["seen"], "by": request.principal, "now": timezone.now()}
        if save_or_explain(form, lambda: save(recommendation_id=one.pk, **who), one.edited_at):
            messages.success(request, said)
            return redirect(reverse("desk:recommendation_detail", kwargs=there))
    return _page(request, one, **{name: form})


def _page(request: DeskRequest, one: Recommendation, **bound: EditForm) -> HttpResponse:
    acts = can_report_some(one.plan, by=request.principal, actor_ids=answering_actors(one))
    verifies = can_evaluate(one.plan, by=request.principal)
    forms = _forms(one, acts=acts, verifies=verifies) | bound
    context: dict[str, Any] = page_of(request, one.plan) | {
        "one": one,
        "row": recommendation_row(one, timezone.localdate()),
        "steps": step_lines(steps_of_recommendation(one)),
        "proofs": one.evidences.all(),
        "forms": forms,
        "is_first_action": one.status in WITHOUT_ACTION,
        "any_may_act": may_act_words(one),
        "offers_proofs": bool(one.activity_key),
    }
    status = max((status_of(form) for form in bound.values()), default=200)
    return render(request, "followup/desk/recommendation.html", context, status=status)


def _forms(one: Recommendation, *, acts: bool, verifies: bool) -> dict[str, EditForm]:
    """The forms of the steps that this person may take now."""
    forms: dict[str, EditForm] = {}
    if acts and (one.status in WITHOUT_ACTION or one.status == RecommendationStatus.PLANNED):
        forms["action"] = ActionForm(initial=_action_initial(one))
    if acts and one.status == RecommendationStatus.PLANNED:
        forms["done"] = DoneForm(offered=_offered(one), initial={"seen": one.edited_at})
    if verifies and one.status == RecommendationStatus.REPORTED:
        forms["verify"] = VerifyForm(initial={"seen": one.edited_at})
    return forms


def _action_initial(one: Recommendation) -> dict[str, Any]:
    if one.status in WITHOUT_ACTION:
        return {"seen": one.edited_at}
    return {"text": one.action, "due_on": one.action_due_on, "seen": one.edited_at}


def _offered(one: Recommendation) -> Any:
    return proofs_to_offer(one.plan, answering_actors(one), activity_key=one.activity_key)
