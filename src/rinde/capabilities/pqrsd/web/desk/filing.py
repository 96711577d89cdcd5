"""Filing for somebody who stands before the desk, calls or writes."""

from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from rinde.capabilities.plans.web.requests import DeskRequest
from rinde.capabilities.pqrsd.choices import DocumentKind
from rinde.capabilities.pqrsd.operations.documents import attach
from rinde.capabilities.pqrsd.operations.filing import Filed, file_petition
from rinde.capabilities.pqrsd.permissions import can_read
from rinde.capabilities.pqrsd.queries.petitions import clock_of, petition_calendar
from rinde.capabilities.pqrsd.web.desk.opened import accepted_or_explain
from rinde.capabilities.pqrsd.web.forms.desk import FilingForm
from rinde.foundations.refusals import NotReady
from rinde.services.access import desk_page
from rinde.services.visitors import mark_to_give, read_mark


@desk_page("pqrsd.file")
def petition_file(request: DeskRequest, entity_slug: str) -> HttpResponse:  # noqa: ARG001
    """The form, and after it the slip with the number and the code, which are shown this once."""
    now, place = timezone.now(), f"pqrsd-file:{request.entity.pk}"
    sent = request.method == "POST"
    form = FilingForm(
        request.POST if sent else None, request.FILES or None, initial={"received_on": timezone.localdate(now)}
    )
    mark = mark_to_give(read_mark(request.POST.get("mark", ""), place) if sent else None, now)
    if form.is_valid() and (filed := _filed(request, form, mark.form_id, now)):
        return _slip(request, filed)
    context = {"form": form, "mark": mark.signed(place)}
    return render(request, "pqrsd/desk/file.html", context, status=422 if form.errors else 200)


def _filed(request: DeskRequest, form: FilingForm, form_id: str, now: datetime) -> Filed | None:
    data, by = form.cleaned_data, request.principal
    document = accepted_or_explain(form, "document")
    if form.errors:
        return None
    try:
        filed = file_petition(
            entity_id=request.entity.pk,
            text=data["text"],
            channel=data["channel"],
            received_at=form.received_at(now),
            subject=data["subject"],
            petitioner=form.petitioner(),
            filed_by_form=form_id,
            by=by,
            now=now,
        )
    except NotReady as refusal:
        for gap in refusal.gaps:
            form.add_error(None, gap)
        return None
    if document is not None:
        attach(petition_id=filed.petition.pk, accepted=document, kind=DocumentKind.PETITION, by=by, now=now)
    return filed


def _slip(request: DeskRequest, filed: Filed) -> HttpResponse:
    petition = filed.petition
    calendar = petition_calendar(petition, today=timezone.localdate())
    context = {
        "petition": petition,
        "code": filed.code,
        "clock": clock_of(petition, calendar),
        "can_open": can_read(petition, by=request.principal),
    }
    return render(request, "pqrsd/desk/filed.html", context)
