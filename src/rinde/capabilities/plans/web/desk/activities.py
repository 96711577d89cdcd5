"""Adding, editing and deleting an activity with its deliverables."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from rinde.capabilities.plans.models import Activity, Plan
from rinde.capabilities.plans.operations import add_activity, delete_activity, edit_activity
from rinde.capabilities.plans.queries import activity_to_edit, assignee_choices, node_choices, working_content
from rinde.capabilities.plans.rules.schedules import Period
from rinde.capabilities.plans.web.forms import ActivityEditor, save_or_explain, status_of
from rinde.capabilities.plans.web.presenters import saved_facts
from rinde.capabilities.plans.web.requests import DeskRequest, back_to_plan, found_or_404, plan_to_edit
from rinde.services.access import desk_page


def _editor(request: DeskRequest, plan: Plan, activity: Activity | None = None) -> ActivityEditor:
    place = request.GET.get("en", "")
    return ActivityEditor(
        period=Period(plan.period_start, plan.period_end),
        nodes=node_choices(plan),
        assignees=assignee_choices(timezone.localdate()),
        data=request.POST or None,
        activity=activity,
        node_id=int(place) if place.isdecimal() else None,
    )


@desk_page("plans.edit")
def activity_new(request: DeskRequest, entity_slug: str, plan_id: int) -> HttpResponse:  # noqa: ARG001
    plan = plan_to_edit(request, plan_id)
    editor = _editor(request, plan)
    if editor.is_valid():
        saved = save_or_explain(
            editor.form,
            lambda: add_activity(plan_id=plan.pk, values=editor.values(), by=request.principal, now=timezone.now()),
        )
        if saved:
            return back_to_plan(request, plan, f"Se agregó «{saved}».")
    context: dict[str, object] = {"plan": plan, "activity": None, "editor": editor, "form": editor.form, "saved": []}
    return render(request, "plans/activity_edit.html", context, status=status_of(editor.form))


@desk_page("plans.edit")
def activity_edit(request: DeskRequest, entity_slug: str, plan_id: int, activity_id: int) -> HttpResponse:  # noqa: ARG001
    plan = plan_to_edit(request, plan_id)
    activity = found_or_404(activity_to_edit(plan, activity_id))
    editor = _editor(request, plan, activity)
    if editor.is_valid():
        saved = save_or_explain(
            editor.form,
            lambda: edit_activity(
                activity_id=activity.pk,
                values=editor.values(),
                seen=editor.form.cleaned_data["seen"],
                by=request.principal,
                now=timezone.now(),
            ),
            current=activity.edited_at,
        )
        if saved:
            return back_to_plan(request, plan, f"Se guardó «{saved}».")
    saved_now = saved_facts(working_content(plan, on=timezone.localdate()), activity.pk) if editor.form.is_stale else []
    context = {"plan": plan, "activity": activity, "editor": editor, "form": editor.form, "saved": saved_now}
    return render(request, "plans/activity_edit.html", context, status=status_of(editor.form))


@desk_page("plans.edit")
def activity_delete(request: DeskRequest, entity_slug: str, plan_id: int, activity_id: int) -> HttpResponse:  # noqa: ARG001
    """Asks first: everything below an activity goes with it, and a draft has no way back."""
    plan = plan_to_edit(request, plan_id)
    activity = found_or_404(activity_to_edit(plan, activity_id))
    if request.method == "POST":
        delete_activity(activity_id=activity.pk, by=request.principal, now=timezone.now())
        still_public = " Lo publicado no cambia hasta la próxima versión." if plan.current_version else ""
        return back_to_plan(request, plan, f"Se eliminó «{activity}».{still_public}")
    facts = saved_facts(working_content(plan, on=timezone.localdate()), activity.pk)
    return render(request, "plans/activity_delete.html", {"plan": plan, "activity": activity, "facts": facts})
