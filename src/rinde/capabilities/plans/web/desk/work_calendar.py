"""«Calendario laboral»: the year as the entity works it, and its own days, which move the legal dates of its plans."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from rinde.capabilities.entities.models import NonWorkingDay
from rinde.capabilities.entities.permissions import EDIT, can_edit_entity
from rinde.capabilities.entities.queries import non_working_days, work_calendar
from rinde.capabilities.entities.rules.calendar import LAST_WRITABLE_YEAR, months_of, readable_year
from rinde.capabilities.entities.web.desk import show_gaps
from rinde.capabilities.entities.web.forms import NonWorkingDayForm
from rinde.capabilities.plans.operations.work_calendar import decide_saturdays, declare_day_off, withdraw_day_off
from rinde.capabilities.plans.web.legal_presenters import tell_moves
from rinde.capabilities.plans.web.requests import DeskRequest
from rinde.foundations.design.spanish import spanish_date
from rinde.foundations.law import FIRST_YEAR
from rinde.foundations.refusals import NotReady
from rinde.services.access import desk_page


@desk_page("desk.open")
def calendar(request: DeskRequest, entity_slug: str) -> HttpResponse:
    """The year month by month; whoever edits the entity adds its days here."""
    now = timezone.now()
    can_edit = can_edit_entity(request.entity, by=request.principal)
    form = NonWorkingDayForm(request.POST if can_edit and request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            moved = declare_day_off(entity=request.entity, by=request.principal, now=now, **form.cleaned_data)
        except NotReady as refusal:
            show_gaps(form, refusal)
        else:
            on = form.cleaned_data["on"]
            messages.success(request, f"El {spanish_date(on, 'long')} quedó como día no hábil de la entidad.")
            tell_moves(request, moved)
            return _back(entity_slug, on.year)
    year = readable_year(request.GET.get("vigencia", ""), today=timezone.localdate(now))
    context = {"form": form, "can_edit": can_edit} | _year(request, year)
    return render(request, "plans/work_calendar.html", context, status=422 if form.errors else 200)


def _year(request: DeskRequest, year: int) -> dict[str, Any]:
    own = {day.on: day.pk for day in non_working_days(year)}
    months = months_of(year, work_calendar(request.entity, year, year), own)
    return {
        "year": year,
        "earlier": year - 1 if year - 1 > FIRST_YEAR else None,
        "later": year + 1 if year + 1 <= LAST_WRITABLE_YEAR else None,
        "months": months,
        "working_days": sum(month.working_days for month in months),
        "own_days": len(own),
    }


@desk_page(EDIT)
@require_POST
def day_remove(request: DeskRequest, entity_slug: str, day_id: int) -> HttpResponse:
    """Take a day of the entity's own out of the calendar."""
    on: date = get_object_or_404(NonWorkingDay, pk=day_id).on
    moved = withdraw_day_off(entity=request.entity, day_id=day_id, by=request.principal, now=timezone.now())
    messages.success(request, f"El {spanish_date(on, 'long')} vuelve a contar como los demás días.")
    tell_moves(request, moved)
    return _back(entity_slug, on.year)


@desk_page(EDIT)
@require_POST
def saturdays(request: DeskRequest, entity_slug: str) -> HttpResponse:
    """Say whether Saturday counts."""
    is_working = request.POST.get("sabado") == "habil"
    moved = decide_saturdays(entity=request.entity, is_working=is_working, by=request.principal, now=timezone.now())
    messages.success(request, f"El sábado {'es' if is_working else 'no es'} día hábil en la entidad.")
    tell_moves(request, moved)
    return _back(entity_slug, timezone.localdate().year)


def _back(entity_slug: str, year: int) -> HttpResponse:
    response = redirect("desk:non_working_days", entity_slug=entity_slug)
    response["Location"] += f"?vigencia={year}#contenido"  # not to the form that it came from
    return response
