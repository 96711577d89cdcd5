"""The operator's page of the country's holidays. A change is counted for every entity by the workers, not here."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from rinde.capabilities.entities import operations
from rinde.capabilities.entities.models import Holiday
from rinde.capabilities.entities.queries import holidays_of
from rinde.capabilities.entities.rules.calendar import LAST_WRITABLE_YEAR, readable_year
from rinde.capabilities.entities.web.desk import show_gaps
from rinde.capabilities.entities.web.forms import date_input
from rinde.capabilities.plans.tasks import start_keeping_legal_calendar
from rinde.foundations.design.spanish import spanish_date
from rinde.foundations.law import FIRST_YEAR
from rinde.foundations.refusals import NotReady
from rinde.services.access import desk_page

COUNTED_ANEW = "Las fechas legales abiertas de todas las entidades se cuentan de nuevo en unos minutos."


class HolidayForm(forms.Form):
    on = forms.DateField(label="Día", widget=date_input())
    name = forms.CharField(label="Nombre", max_length=120, help_text="Como lo nombra la norma que lo crea.")


@desk_page("platform.manage")
def holidays(request: Any) -> HttpResponse:
    """The holidays of a year, with where each comes from; those taken away stay in sight."""
    form = HolidayForm(request.POST or None)
    now = timezone.now()
    if request.method == "POST" and form.is_valid():
        try:
            added = operations.add_holiday(by=request.principal, now=now, **form.cleaned_data)
        except NotReady as refusal:
            show_gaps(form, refusal)
        else:
            start_keeping_legal_calendar()
            messages.success(request, f"El {spanish_date(added.on, 'long')} quedó como festivo. {COUNTED_ANEW}")
            return _back(added)
    year = readable_year(request.GET.get("vigencia", ""), today=timezone.localdate(now))
    context = {
        "form": form,
        "year": year,
        "earlier": year - 1 if year - 1 > FIRST_YEAR else None,
        "later": year + 1 if year + 1 <= LAST_WRITABLE_YEAR else None,
        "days": holidays_of(year, with_removed=True),
    }
    return render(request, "desk/holidays.html", context, status=422 if form.errors else 200)


@desk_page("platform.manage")
@require_POST
def holiday_rename(request: Any, holiday_id: int) -> HttpResponse:
    """Another name for a holiday; no date moves, but the arithmetic of every plan says the new one."""
    name = request.POST.get("name", "")
    return _changed(
        request,
        holiday_id,
        lambda: operations.rename_holiday(holiday_id=holiday_id, name=name, by=request.principal, now=timezone.now()),
        said="El {day} quedó con el nombre «{name}».",
    )


@desk_page("platform.manage")
@require_POST
def holiday_remove(request: Any, holiday_id: int) -> HttpResponse:
    """The day counts again for everybody."""
    return _changed(
        request,
        holiday_id,
        lambda: operations.remove_holiday(holiday_id=holiday_id, by=request.principal, now=timezone.now()),
        said=f"El {{day}} ya no es festivo. {COUNTED_ANEW}",
    )


@desk_page("platform.manage")
@require_POST
def holiday_restore(request: Any, holiday_id: int) -> HttpResponse:
    """A holiday that was taken away by mistake."""
    return _changed(
        request,
        holiday_id,
        lambda: operations.restore_holiday(holiday_id=holiday_id, by=request.principal, now=timezone.now()),
        said=f"El {{day}} vuelve a ser festivo. {COUNTED_ANEW}",
    )


def _changed(request: Any, holiday_id: int, change: Callable[[], Holiday], *, said: str) -> HttpResponse:
    row = get_object_or_404(Holiday, pk=holiday_id)
    try:
        row = change()
    except NotReady as refusal:
        messages.error(request, f"{refusal.message} {' '.join(refusal.gaps)}")
    else:
        start_keeping_legal_calendar()
        messages.success(request, said.format(day=spanish_date(row.on, "long"), name=row.name))
    return _back(row)


def _back(row: Holiday) -> HttpResponse:
    response = redirect("holidays")
    response["Location"] += f"?vigencia={row.on.year}#contenido"  # not to the form that it came from
    return response
