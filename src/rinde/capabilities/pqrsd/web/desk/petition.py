"""One petition: what was asked, its clock opened to the arithmetic, its answer, its documents and its story."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST

from rinde.capabilities.plans.web.requests import DeskRequest, found_or_404
from rinde.capabilities.pqrsd.choices import DocumentKind
from rinde.capabilities.pqrsd.models import Petition, Petitioner
from rinde.capabilities.pqrsd.operations.documents import attach
from rinde.capabilities.pqrsd.operations.filing import renew_code
from rinde.capabilities.pqrsd.operations.identity import open_identity
from rinde.capabilities.pqrsd.permissions import (
    can_answer,
    can_read_people,
    can_read_protected,
    can_triage,
    check_read_protected,
)
from rinde.capabilities.pqrsd.queries.answers import answers_of, deliveries_of
from rinde.capabilities.pqrsd.queries.petitions import clock_of, documents_of, events_of, facts_of, petition_calendar
from rinde.capabilities.pqrsd.rules.clock import silence_of, transfer_term
from rinde.capabilities.pqrsd.web.desk.opened import (
    accepted_or_explain,
    back_to,
    page_of,
    petition_page,
    petition_to_read,
)
from rinde.capabilities.pqrsd.web.forms.desk import DocumentForm
from rinde.capabilities.pqrsd.web.presenters.desk import (
    acts_of,
    can_submit,
    is_protected,
    person_of,
    shown_answers,
    told_events,
)
from rinde.services.files.operations import as_attachment, read_file

GIVE_AWAY = {DocumentKind.PETITION, DocumentKind.COMPLETION, DocumentKind.RECEIPT}


@petition_page
def petition_detail(request: DeskRequest, entity_slug: str, petition_id: int) -> HttpResponse:  # noqa: ARG001
    return _page(request, petition_to_read(request, petition_id))


def _page(
    request: DeskRequest,
    petition: Petition,
    *,
    form: DocumentForm | None = None,
    identity: Petitioner | None = None,
    code: str = "",
) -> HttpResponse:
    by, today = request.principal, timezone.localdate()
    calendar, answers = petition_calendar(petition, today=today), answers_of(petition)
    context = page_of(petition) | {
        "clock": clock_of(petition, calendar),
        "transfer": transfer_term(facts_of(petition), calendar),
        "silence": silence_of(facts_of(petition), today=today, calendar=calendar) if petition.is_open else None,
        "asker": person_of(petition, shows=can_read_people(petition, by=by), opened=identity),
        "can_open_identity": can_read_protected(petition, by=by),
        "answers": shown_answers(answers),
        "can_submit": can_submit(petition, answers[0] if answers else None, by=by),
        "deliveries": deliveries_of(petition) if petition.status == "ANSWERED" else (),
        "documents": documents_of(petition),
        "form": form or DocumentForm(),
        "can_attach": can_triage(petition, by=by) or can_answer(petition, by=by),
        "can_renew": can_triage(petition, by=by),
        "acts": acts_of(petition, answers[0] if answers else None, by=by),
        "events": told_events(events_of(petition)),
        "code": code,
    }
    return render(request, "pqrsd/desk/petition.html", context, status=422 if form and form.errors else 200)


@petition_page
@require_POST
def petition_identity(request: DeskRequest, entity_slug: str, petition_id: int) -> HttpResponse:  # noqa: ARG001
    """Who asks under a protected identity. It is shown once, and that it was stays in the story and in the trail."""
    petition = petition_to_read(request, petition_id)
    person = open_identity(petition_id=petition.pk, by=request.principal, now=timezone.now())
    return _page(request, petition, identity=person)


@petition_page
@require_POST
def petition_code(request: DeskRequest, entity_slug: str, petition_id: int) -> HttpResponse:  # noqa: ARG001
    """A new code for somebody who lost theirs."""
    petition = petition_to_read(request, petition_id)
    code = renew_code(petition_id=petition.pk, by=request.principal, now=timezone.now())
    return _page(request, petition, code=code)


@petition_page
@require_POST
def petition_attach(request: DeskRequest, entity_slug: str, petition_id: int) -> HttpResponse:  # noqa: ARG001
    """Keep a file with the petition."""
    petition, form = petition_to_read(request, petition_id), DocumentForm(request.POST, request.FILES)
    if form.is_valid() and (document := accepted_or_explain(form, "document")):
        kind = form.cleaned_data["kind"]
        attach(petition_id=petition.pk, accepted=document, kind=kind, by=request.principal, now=timezone.now())
        for warning in document.warnings:
            messages.warning(request, warning)
        return back_to(request, petition, "Quedó el documento. No se publica.")
    return _page(request, petition, form=form)


@petition_page
def petition_document(request: DeskRequest, entity_slug: str, petition_id: int, document_id: int) -> HttpResponse:  # noqa: ARG001
    """A file of the petition. What somebody handed in under a protected identity would give it away."""
    petition = petition_to_read(request, petition_id)
    document = found_or_404(next((one for one in documents_of(petition) if one.pk == document_id), None))
    if is_protected(petition) and document.kind in GIVE_AWAY:
        check_read_protected(petition, by=request.principal)
    content_type = document.file.content_type
    return as_attachment(read_file(document.file), name=document.name, content_type=content_type)
