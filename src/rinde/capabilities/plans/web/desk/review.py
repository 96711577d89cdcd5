"""What the review finds in a draft, and what people do with it."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from rinde.capabilities.plans.models import Plan
from rinde.capabilities.plans.operations import apply_repairs, leave_finding, look_again
from rinde.capabilities.plans.permissions import can_edit_plan
from rinde.capabilities.plans.queries.review import findings_of
from rinde.capabilities.plans.rules.publication import publication_gaps
from rinde.capabilities.plans.rules.states import EDITABLE
from rinde.capabilities.plans.web.requests import DeskRequest, plan_to_edit, plan_to_read
from rinde.capabilities.plans.web.reviewing import ReviewPage
from rinde.foundations.refusals import NotReady, StaleWrite, TransitionNotAllowed
from rinde.services.access import desk_page


def _context(request: DeskRequest, plan: Plan, **more: Any) -> dict[str, Any]:
    can_edit = can_edit_plan(plan, by=request.principal) and plan.status in EDITABLE
    today = timezone.localdate()
    found = findings_of(plan, today=today)
    page = ReviewPage(plan, found, publication_gaps(found.content, today=today), request.GET, can_edit=can_edit)
    return {"plan": plan, "page": page, "can_edit": can_edit, "typed": None} | more


@desk_page("plans.read_draft")
def plan_review(request: DeskRequest, entity_slug: str, plan_id: int) -> HttpResponse:  # noqa: ARG001
    plan = plan_to_read(request, plan_id)
    return render(request, "plans/plan_review.html", _context(request, plan))


@desk_page("plans.read_draft")
def review_summary(request: DeskRequest, entity_slug: str, plan_id: int) -> HttpResponse:  # noqa: ARG001
    """The findings in a few lines, for the page of the plan."""
    plan = plan_to_read(request, plan_id)
    return render(request, "plans/part/review_summary.html", _context(request, plan))


@desk_page("plans.edit")
@require_POST
def finding_apply(request: DeskRequest, entity_slug: str, plan_id: int) -> HttpResponse:
    """Write what the review proposes for one finding, or for all that have a safe proposal."""
    plan = plan_to_edit(request, plan_id)
    try:
        done = apply_repairs(
            plan_id=plan.pk,
            fingerprints=frozenset(request.POST.getlist("hallazgo")),
            by=request.principal,
            now=timezone.now(),
        )
        waiting = " Quedaron propuestas para esas mismas celdas: mírelas otra vez." if done.left else ""
        changed = "una actividad" if done.activities == 1 else f"{done.activities} actividades"
        messages.success(request, f"Se aplicó lo propuesto en {changed}.{waiting}")
    except (NotReady, StaleWrite, TransitionNotAllowed) as refused:
        said = " ".join(refused.gaps) if isinstance(refused, NotReady) and refused.gaps else refused.message
        messages.error(request, f"No se aplicó. {said}")
    return redirect("desk:plan_review", entity_slug=entity_slug, plan_id=plan.pk)


@desk_page("plans.edit")
@require_POST
def finding_leave(request: DeskRequest, entity_slug: str, plan_id: int) -> HttpResponse:
    """Leave the text as it is, with the reason; a refusal shows the page again with what was typed."""
    plan = plan_to_edit(request, plan_id)
    fingerprint, reason = request.POST.get("hallazgo", ""), request.POST.get("motivo", "")
    try:
        leave_finding(plan_id=plan.pk, fingerprint=fingerprint, reason=reason, by=request.principal, now=timezone.now())
        messages.success(request, "Se deja como está. El motivo queda abajo, en «Lo que se dejó como está».")
    except NotReady as refused:
        typed = {"fingerprint": fingerprint, "reason": reason, "problem": " ".join(refused.gaps)}
        return render(request, "plans/plan_review.html", _context(request, plan, typed=typed), status=422)
    except (StaleWrite, TransitionNotAllowed) as refused:
        messages.error(request, refused.message)
    return redirect("desk:plan_review", entity_slug=entity_slug, plan_id=plan.pk)


@desk_page("plans.edit")
@require_POST
def finding_again(request: DeskRequest, entity_slug: str, plan_id: int, decision_id: int) -> HttpResponse:
    plan = plan_to_edit(request, plan_id)
    try:
        look_again(plan_id=plan.pk, decision_id=decision_id, by=request.principal, now=timezone.now())
        messages.success(request, "El hallazgo vuelve a la lista.")
    except TransitionNotAllowed as refused:
        messages.error(request, refused.message)
    return redirect("desk:plan_review", entity_slug=entity_slug, plan_id=plan.pk)
