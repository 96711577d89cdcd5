"""Adding, editing and deleting an activity with its deliverables, and saying who an open set of responsibles is."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from rinde.capabilities.plans.models import Activity, Assignment, Plan
from rinde.capabilities.plans.operations import add_activity, delete_activity, edit_activity, set_members
from rinde.capabilities.plans.queries import (
    activity_choices,
    activity_to_edit,
    actor_choices,
    edited_activity,
    working_content,
)
from rinde.capabilities.plans.rules.schedules import Period
from rinde.capabilities.plans.web.forms import ActivityEditor, MembersForm, save_or_explain, status_of
from rinde.capabilities.plans.web.presenters import saved_facts
from rinde.capabilities.plans.web.requests import DeskRequest, back_to_plan, found_or_404, plan_to_edit
from rinde.services.access import desk_page


def _editor(request: DeskRequest, plan: Plan, activity: Activity | None = None) -> ActivityEditor:
    place = request.GET.get("en", "")
    return ActivityEditor(
        period=Period(plan.period_start, plan.period_end),
        choices=activity_choices(plan, timezone.localdate()),
        data=request.POST or None,
        files=request.FILES or None,
        activity=edited_activity(activity) if activity else None,
        node_id=int(place) if place.isdecimal() else None,
    )


def _page(request: DeskRequest, plan: Plan, editor: ActivityEditor, activity: Activity | None) -> HttpResponse:
    stale = editor.form.is_stale and activity is not None
    today = timezone.localdate()
    context = {
        "plan": plan,
        "activity": activity,
        "editor": editor,
        "form": editor.form,
        "saved": saved_facts(working_content(plan, on=today), activity.pk) if stale and activity else [],
        "open_sets": _open_sets(activity) if activity else [],
    }
    return render(request, "plans/activity_edit.html", context, status=status_of(editor.form))


def _open_sets(activity: Activity) -> list[Assignment]:
    """The responsibles of whom it is known only later who they are."""
    everybody = (one for deliverable in activity.deliverables.all() for one in deliverable.assignments.all())
    return [one for one in everybody if one.is_conditional]


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
    return _page(request, plan, editor, None)


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
    return _page(request, plan, editor, activity)


@desk_page("plans.edit")
def activity_delete(request: DeskRequest, entity_slug: str, plan_id: int, activity_id: int) -> HttpResponse:  # noqa: ARG001
    """Asks first: everything below an activity goes with it, and a draft has no way back."""
    plan = plan_to_edit(request, plan_id)
    activity = found_or_404(Activity.objects.filter(plan=plan, pk=activity_id).first())
    if request.method == "POST":
        delete_activity(activity_id=activity.pk, by=request.principal, now=timezone.now())
        return back_to_plan(request, plan, f"Se eliminó «{activity}».")
    facts = saved_facts(working_content(plan, on=timezone.localdate()), activity.pk)
    return render(request, "plans/activity_delete.html", {"plan": plan, "activity": activity, "facts": facts})


@desk_page("plans.edit")
def assignment_members(
    request: DeskRequest,
    entity_slug: str,  # noqa: ARG001
    plan_id: int,
    activity_id: int,
    assignment_id: int,
) -> HttpResponse:
    """Who they are, once it is known."""
    plan = plan_to_edit(request, plan_id)
    activity = found_or_404(activity_to_edit(plan, activity_id))
    assignment = found_or_404(next((one for one in _open_sets(activity) if one.pk == assignment_id), None))
    form = MembersForm.of(assignment, actor_choices(timezone.localdate()), request.POST or None)
    if form.is_valid():
        saved = save_or_explain(
            form,
            lambda: set_members(
                assignment_id=assignment.pk, actor_ids=form.actor_ids(), by=request.principal, now=timezone.now()
            ),
        )
        if saved:
            return back_to_plan(request, plan, f"Se guardó quiénes responden por «{activity}».")
    context = {"plan": plan, "activity": activity, "assignment": assignment, "form": form}
    return render(request, "plans/assignment_members.html", context, status=status_of(form))
