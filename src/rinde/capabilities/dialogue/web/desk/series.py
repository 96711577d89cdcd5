"""Series of spaces: made, changed, and one page with all their spaces and sums."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from rinde.capabilities.dialogue.models import SpaceSeries
from rinde.capabilities.dialogue.operations.series import keep_series
from rinde.capabilities.dialogue.permissions import MANAGE, can_organise, check_organise
from rinde.capabilities.dialogue.queries.outreach import series_of
from rinde.capabilities.dialogue.queries.series import series_sums, series_totals, spaces_in_series
from rinde.capabilities.dialogue.web.forms.outreach import SeriesForm
from rinde.capabilities.dialogue.web.forms.trying import tried
from rinde.capabilities.dialogue.web.presenters.choosing import space_choices
from rinde.capabilities.dialogue.web.presenters.words import state_of, when_of, where_of
from rinde.capabilities.plans.web.requests import DeskRequest
from rinde.services.access import desk_page


@desk_page("dialogue.read")
def series_list(request: DeskRequest, entity_slug: str) -> HttpResponse:  # noqa: ARG001
    """Every series with how many spaces it has."""
    context = {"series": series_sums(series_of(request.entity)), "may_make": request.principal.may_somewhere(MANAGE)}
    return render(request, "dialogue/desk/series_list.html", context)


@desk_page("dialogue.read")
def series_detail(request: DeskRequest, entity_slug: str, series_id: int) -> HttpResponse:  # noqa: ARG001
    """A series on one page: its spaces and what they sum to."""
    found = SpaceSeries.objects.select_related("entity", "actor", "plan")
    series = get_object_or_404(found, entity=request.entity, pk=series_id)
    listed = spaces_in_series(series, today=timezone.localdate())
    rows = [
        {
            "one": one,
            "state": state_of(one.space),
            "when": when_of(one.space.starts_at, one.space.ends_at),
            "where": where_of(one.space),
        }
        for one in listed
    ]
    context = {
        "series": series,
        "sums": series_sums([series])[0],
        "totals": series_totals(series, today=timezone.localdate()),
        "rows": rows,
        "may_edit": can_organise(request.entity, by=request.principal, actor_id=series.actor_id),
    }
    return render(request, "dialogue/desk/series.html", context)


@desk_page("dialogue.manage")
def series_new(request: DeskRequest, entity_slug: str) -> HttpResponse:  # noqa: ARG001
    """Write down a series."""
    return _edit(request, None)


@desk_page("dialogue.manage")
def series_edit(request: DeskRequest, entity_slug: str, series_id: int) -> HttpResponse:  # noqa: ARG001
    """Change a series."""
    series = get_object_or_404(SpaceSeries, entity=request.entity, pk=series_id)
    check_organise(request.entity, by=request.principal, actor_id=series.actor_id)
    return _edit(request, series)


def _edit(request: DeskRequest, series: SpaceSeries | None) -> HttpResponse:
    today = timezone.localdate()
    choices = space_choices(request.entity, by=request.principal, year=today.year, today=today)
    form = SeriesForm(
        request.POST or None,
        actors=choices.actors,
        plans=choices.plans,
        whole_entity=choices.whole_entity,
        initial=SeriesForm.initial_of(series) if series else {"year": today.year},
    )
    if form.is_valid():
        entity_id, values, number = request.entity.pk, form.values(), series.pk if series else None
        kept = tried(
            form,
            lambda: keep_series(
                entity_id=entity_id, values=values, series_id=number, by=request.principal, now=timezone.now()
            ),
        )
        if kept:
            messages.success(request, "La serie quedó guardada. Los espacios se suman a ella desde sus datos.")
            return redirect("desk:series_detail", entity_slug=request.entity.slug, series_id=kept.pk)
    return render(
        request, "dialogue/desk/series_edit.html", {"form": form, "series": series}, status=422 if form.errors else 200
    )
