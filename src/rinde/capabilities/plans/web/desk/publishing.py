"""Publishing, and each version as it was."""

from datetime import date

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from rinde.capabilities.plans.choices import PlanStatus
from rinde.capabilities.plans.models import Plan
from rinde.capabilities.plans.operations import Publication, publish_plan
from rinde.capabilities.plans.permissions import can_edit_plan, check_publish_plan
from rinde.capabilities.plans.queries import plan_version, published_content, standing_act, working_content
from rinde.capabilities.plans.rules.changes import changes_between
from rinde.capabilities.plans.rules.content import canonical_json, content_hash, from_json
from rinde.capabilities.plans.rules.publication import publication_gaps
from rinde.capabilities.plans.web.presenters import PlanPage
from rinde.capabilities.plans.web.requests import DeskRequest, back_to_plan, found_or_404, plan_to_read
from rinde.foundations.refusals import NotReady, StaleWrite
from rinde.services.access import desk_page
from rinde.services.files.operations import as_attachment


def _said_of(publication: Publication) -> str:
    number = publication.version.number
    if publication.is_new:
        return f"Se publicó la versión {number}."
    return f"Nada cambió: la versión {number} sigue siendo la pública."


def _review(plan: Plan, today: date) -> dict[str, object]:
    """What a person looks at before publishing: the act, the gaps, and the hash of exactly that content."""
    act = standing_act(plan) if plan.status == PlanStatus.APPROVED else None
    content = from_json(act.content) if act else working_content(plan, on=today)
    gaps = () if act else publication_gaps(content, today=today)
    return {
        "act": act,
        "page": PlanPage(plan, content, gaps),
        "changes": changes_between(published_content(plan), content),
        "reviewed": act.sha256 if act else content_hash(canonical_json(content)),
    }


def _may_be_published(plan: Plan, today: date) -> bool:
    is_history = plan.status == PlanStatus.DRAFT and plan.period_end < today
    return is_history or plan.status == PlanStatus.APPROVED


@desk_page("plans.publish")
def plan_publish(request: DeskRequest, entity_slug: str, plan_id: int) -> HttpResponse:
    plan = plan_to_read(request, plan_id)
    check_publish_plan(plan, by=request.principal)
    now, refusal = timezone.now(), ""
    if request.method == "POST":
        reviewed = request.POST.get("revisado", "")
        try:
            publication = publish_plan(plan_id=plan.pk, reviewed=reviewed, by=request.principal, now=now)
            return back_to_plan(request, plan, _said_of(publication))
        except (NotReady, StaleWrite) as refused:
            refusal = refused.message
    today = timezone.localdate(now)
    if not _may_be_published(plan, today):  # there is something to do before: that page says what
        return redirect("desk:plan_approval", entity_slug=entity_slug, plan_id=plan.pk)
    context = {"plan": plan, "refusal": refusal, "can_edit": can_edit_plan(plan, by=request.principal)}
    context |= _review(plan, today)
    return render(request, "plans/plan_publish.html", context, status=409 if refusal else 200)


@desk_page("plans.read_draft")
def plan_version_download(request: DeskRequest, entity_slug: str, plan_id: int, number: int) -> HttpResponse:
    """The very bytes that were hashed: `sha256sum` of the file gives the hash that the page shows."""
    plan = plan_to_read(request, plan_id)
    version = found_or_404(plan_version(plan, number))
    name = f"{entity_slug}-{plan.year}-{plan.slug}-v{version.number}.json"
    return as_attachment(version.content.encode(), name=name, content_type="application/json")
