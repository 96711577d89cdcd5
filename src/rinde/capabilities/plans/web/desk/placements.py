"""Showing an activity in other plans of the entity too."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from rinde.capabilities.plans.models import Activity
from rinde.capabilities.plans.operations import add_placement, delete_placement
from rinde.capabilities.plans.queries import hosts_for, shown_in
from rinde.capabilities.plans.web.forms import PlacementForm, save_or_explain, status_of
from rinde.capabilities.plans.web.requests import DeskRequest, found_or_404, plan_to_read
from rinde.services.access import desk_page


@desk_page("plans.edit")
def activity_places(request: DeskRequest, entity_slug: str, plan_id: int, activity_id: int) -> HttpResponse:  # noqa: ARG001
    """The plan where it lives may stand still: what changes is the plan that shows it."""
    plan = plan_to_read(request, plan_id)
    activity = found_or_404(Activity.objects.filter(plan=plan, pk=activity_id).first())
    form = PlacementForm(request.POST or None, hosts=hosts_for(activity))
    if form.is_valid():
        saved = save_or_explain(
            form,
            lambda: add_placement(
                activity_id=activity.pk,
                node_id=form.cleaned_data["node"],
                by=request.principal,
                now=timezone.now(),
            ),
        )
        if saved:
            messages.success(request, "La actividad se muestra también en ese plan. Se edita solo aquí.")
            return redirect(request.path)
    context = {"plan": plan, "activity": activity, "form": form, "places": shown_in(activity)}
    return render(request, "plans/activity_places.html", context, status=status_of(form))


@desk_page("plans.edit")
@require_POST
def placement_delete(
    request: DeskRequest, entity_slug: str, plan_id: int, activity_id: int, placement_id: int
) -> HttpResponse:
    plan = plan_to_read(request, plan_id)
    activity = found_or_404(Activity.objects.filter(plan=plan, pk=activity_id).first())
    placement = found_or_404(activity.placements.filter(pk=placement_id).first())
    delete_placement(placement_id=placement.pk, by=request.principal, now=timezone.now())
    messages.success(request, "La actividad ya no se muestra en ese plan.")
    return redirect("desk:activity_places", entity_slug=entity_slug, plan_id=plan.pk, activity_id=activity.pk)
