"""The list of plans, a plan's page, and what the plan says of itself."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from rinde.capabilities.plans.choices import PlanStatus
from rinde.capabilities.plans.operations import update_plan
from rinde.capabilities.plans.permissions import (
    REQUEST_CHANGE,
    can_create_plan,
    can_edit_plan,
    can_read_draft_of,
    can_request_change,
)
from rinde.capabilities.plans.queries import plan_summaries, plan_versions
from rinde.capabilities.plans.queries.working import working_plan
from rinde.capabilities.plans.rules.change_requests.proposals import leads_of
from rinde.capabilities.plans.rules.content import ActivityContent
from rinde.capabilities.plans.rules.publication import publication_gaps
from rinde.capabilities.plans.web.forms import HeaderEditor, save_or_explain, status_of
from rinde.capabilities.plans.web.making import next_step
from rinde.capabilities.plans.web.presenters import GridPage, state_of, state_of_summary
from rinde.capabilities.plans.web.presenters.printing import PrintPage
from rinde.capabilities.plans.web.requests import DeskRequest, back_to_plan, plan_to_edit, plan_to_read
from rinde.services.access import desk_page
from rinde.services.files.operations import as_attachment
from rinde.services.reporting.writers.pdf import write_pdf


@desk_page("plans.read_draft")
def plan_list(request: DeskRequest, entity_slug: str) -> HttpResponse:  # noqa: ARG001
    plans = [
        {"plan": one, "state": state_of_summary(one)}
        for one in plan_summaries()
        if can_read_draft_of(one.id, by=request.principal)
    ]
    context = {"plans": plans, "can_create": can_create_plan(by=request.principal)}
    return render(request, "plans/plan_list.html", context)


@desk_page("plans.read_draft")
def plan_detail(request: DeskRequest, entity_slug: str, plan_id: int) -> HttpResponse:  # noqa: ARG001
    plan = plan_to_read(request, plan_id)
    now = timezone.now()
    today = timezone.localdate(now)
    working = working_plan(plan, on=today)
    gaps = publication_gaps(working.content, today=today)
    is_published = plan.status == PlanStatus.PUBLISHED

    def may_ask(one: ActivityContent) -> bool:
        return is_published and can_request_change(plan, by=request.principal, answering=leads_of(one))

    context = {
        "plan": plan,
        "page": GridPage(plan, working, gaps, now=now, chosen=request.GET.get("componente"), may_ask=may_ask),
        "state": state_of(plan.status),
        "versions": plan_versions(plan),
        "can_edit": can_edit_plan(plan, by=request.principal),
        "next": next_step(plan, by=request.principal, today=today),
        "can_ask": is_published and request.principal.may_somewhere(REQUEST_CHANGE),
    }
    return render(request, "plans/plan_detail.html", context)


@desk_page("plans.read_draft")
def plan_print(request: DeskRequest, entity_slug: str, plan_id: int) -> HttpResponse:  # noqa: ARG001
    """The whole plan for the committee's table, in landscape; `?pdf` gives it as a tagged PDF."""
    plan = plan_to_read(request, plan_id)
    now = timezone.now()
    working = working_plan(plan, on=timezone.localdate(now))
    page = PrintPage(plan, working, now=now)
    if "pdf" in request.GET:
        return as_attachment(write_pdf(page.report()), name=page.file_name, content_type="application/pdf")
    return render(request, "plans/plan_print.html", {"plan": plan, "page": page, "state": state_of(plan.status)})


@desk_page("plans.edit")
def plan_edit(request: DeskRequest, entity_slug: str, plan_id: int) -> HttpResponse:  # noqa: ARG001
    plan = plan_to_edit(request, plan_id)
    editor = HeaderEditor(plan, request.POST or None)
    if editor.is_valid():
        saved = save_or_explain(
            editor.form,
            lambda: update_plan(
                plan_id=plan.pk,
                header=editor.header(),
                seen=editor.form.cleaned_data["seen"],
                by=request.principal,
                now=timezone.now(),
            ),
            current=plan.header_edited_at,
        )
        if saved:
            return back_to_plan(request, plan, "Se guardaron los datos del plan.")
    context = {"plan": plan, "editor": editor, "form": editor.form, "saved": plan}
    return render(request, "plans/plan_edit.html", context, status=status_of(editor.form))
