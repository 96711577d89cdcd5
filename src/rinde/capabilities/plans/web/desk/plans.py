"""The list of plans, a new plan, a plan's page, and what the plan says of itself."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from rinde.capabilities.plans.operations import create_plan, update_plan
from rinde.capabilities.plans.permissions import (
    can_create_plan,
    can_edit_plan,
    can_publish_plan,
    can_read_draft_of,
)
from rinde.capabilities.plans.queries import plan_summaries, plan_versions, working_content
from rinde.capabilities.plans.rules.publication import publication_gaps
from rinde.capabilities.plans.rules.templates import all_templates
from rinde.capabilities.plans.web.forms import HeaderEditor, NewPlanForm, save_or_explain, status_of
from rinde.capabilities.plans.web.forms.headers import year_of
from rinde.capabilities.plans.web.presenters import PlanPage, state_of, state_of_summary
from rinde.capabilities.plans.web.requests import DeskRequest, back_to_plan, plan_to_edit, plan_to_read
from rinde.services.access import desk_page


@desk_page("plans.read_draft")
def plan_list(request: DeskRequest, entity_slug: str) -> HttpResponse:  # noqa: ARG001
    plans = [
        {"plan": one, "state": state_of_summary(one)}
        for one in plan_summaries()
        if can_read_draft_of(one.id, by=request.principal)
    ]
    context = {"plans": plans, "can_create": can_create_plan(by=request.principal)}
    return render(request, "plans/plan_list.html", context)


@desk_page("plans.edit")
def plan_new(request: DeskRequest, entity_slug: str) -> HttpResponse:  # noqa: ARG001
    now = timezone.now()
    today = timezone.localdate(now)
    templates = list(all_templates().values())
    form = NewPlanForm(
        request.POST or None, templates=templates, initial=year_of(today) | {"template": templates[0].key}
    )
    if form.is_valid():
        plan = save_or_explain(
            form,
            lambda: create_plan(
                entity=request.entity,
                header=form.header(),
                template_key=form.cleaned_data["template"],
                by=request.principal,
                now=now,
            ),
        )
        if plan:
            return back_to_plan(request, plan, "Se creó el borrador. Agregue sus actividades.")
    return render(request, "plans/plan_new.html", {"form": form}, status=status_of(form))


@desk_page("plans.read_draft")
def plan_detail(request: DeskRequest, entity_slug: str, plan_id: int) -> HttpResponse:  # noqa: ARG001
    plan = plan_to_read(request, plan_id)
    today = timezone.localdate()
    content = working_content(plan, on=today)
    versions = plan_versions(plan)
    current = versions[0] if versions else None
    context = {
        "plan": plan,
        "page": PlanPage(plan, content, publication_gaps(content, today=today), request.GET.get("componente")),
        "state": state_of(
            version=current.number if current else None,
            has_unpublished_edits=bool(current and plan.edited_at > current.published_at),
        ),
        "versions": versions,
        "announcements": plan.announcements.order_by("position", "pk"),
        "can_edit": can_edit_plan(plan, by=request.principal),
        "can_publish": can_publish_plan(plan, by=request.principal),
    }
    return render(request, "plans/plan_detail.html", context)


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
