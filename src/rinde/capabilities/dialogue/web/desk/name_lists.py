"""Opening the names of a space and downloading them: both leave a trace that whoever answers for the data can read."""

from datetime import datetime

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from rinde.capabilities.accounts.web.adapter import absolute, qr_image
from rinde.capabilities.dialogue.models import DialogueSpace
from rinde.capabilities.dialogue.operations.attendance_lists import open_list, take_list_out
from rinde.capabilities.dialogue.queries.attendance import arrivals_of, openings_of
from rinde.capabilities.dialogue.queries.attendance_links import address_of
from rinde.capabilities.dialogue.queries.consent import keep_days_of
from rinde.capabilities.dialogue.reports.attendance import names_report
from rinde.capabilities.dialogue.rules.consent import keep_until
from rinde.capabilities.dialogue.web import list_access
from rinde.capabilities.dialogue.web.desk.check_in import table_of
from rinde.capabilities.dialogue.web.forms.attendance import TakeOutForm
from rinde.capabilities.dialogue.web.forms.trying import tried
from rinde.capabilities.dialogue.web.opened import space_to_check_in, space_to_manage
from rinde.capabilities.dialogue.web.presenters.sharing import short_address
from rinde.capabilities.plans.web.requests import DeskRequest
from rinde.services.access import desk_page
from rinde.services.files.operations import as_attachment
from rinde.services.reporting.writers import render as write

_PAGES = {"registration_list", "check_in"}


@desk_page("dialogue.read")
@require_POST
def names_open(request: DeskRequest, entity_slug: str, space_id: int) -> HttpResponse:  # noqa: ARG001
    """Open the names in this browser for some hours."""
    space, now = space_to_check_in(request, space_id), timezone.now()
    open_list(space_id=space.pk, by=request.principal, now=now)
    list_access.keep_open(request.session, space, now=now)
    page = request.POST.get("pagina", "")
    page = page if page in _PAGES else "check_in"
    return redirect(f"desk:{page}", entity_slug=space.entity.slug, space_id=space.pk)


@desk_page("dialogue.manage")
def names_download(request: DeskRequest, entity_slug: str, space_id: int) -> HttpResponse:
    """Why, and then the list; and who took it or looked at it before."""
    space, now = space_to_manage(request, space_id), timezone.now()
    form = TakeOutForm(request.POST or None)
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        opening = tried(form, lambda: take_list_out(space_id=space.pk, reason=reason, by=request.principal, now=now))
        if opening:
            return _file(space, entity_slug, form.cleaned_data["extension"], now)
    context = table_of(request, space, now=now, here="names_download") | {
        "form": form,
        "openings": Paginator(openings_of(space), 50).get_page(request.GET.get("pagina")),
        "kept_until": keep_until(space.ends_at, keep_days_of(space.entity)),
    }
    return render(request, "dialogue/desk/names_download.html", context, status=422 if form.errors else 200)


def _file(space: DialogueSpace, entity_slug: str, extension: str, now: datetime) -> HttpResponse:
    written = write(names_report(space, arrivals_of(space), made_on=timezone.localdate(now)), extension)
    name = f"{entity_slug}-{space.slug}-asistencia-reservada.{extension}"
    return as_attachment(written.content, name=name, content_type=written.content_type)


@desk_page("dialogue.read")
def check_in_poster(request: DeskRequest, entity_slug: str, space_id: int) -> HttpResponse:  # noqa: ARG001
    """One page to print and put up at the door: its code opens the form of arrival."""
    space = space_to_check_in(request, space_id)
    shown = short_address(request, space)  # short enough to be typed; it leads to the page with the same button
    context = table_of(request, space, now=timezone.now(), here="check_in") | {
        "qr": qr_image(absolute(request, address_of(space, "arriving"))),
        "shown_address": shown.removeprefix("https://").removeprefix("http://"),
    }
    return render(request, "dialogue/desk/check_in_poster.html", context)
