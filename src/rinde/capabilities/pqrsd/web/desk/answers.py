"""The answer: written, looked at, sent, and proved to have arrived."""

from datetime import datetime

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST

from rinde.capabilities.plans.web.forms.saving import status_of
from rinde.capabilities.plans.web.requests import DeskRequest, found_or_404
from rinde.capabilities.pqrsd.choices import PetitionStatus
from rinde.capabilities.pqrsd.models import Answer, Petition
from rinde.capabilities.pqrsd.operations import answering
from rinde.capabilities.pqrsd.permissions import check_answer, check_approve
from rinde.capabilities.pqrsd.queries.answers import newest_answer
from rinde.capabilities.pqrsd.web.desk.opened import accepted_or_explain, back_to, page_of, petition_to_read
from rinde.capabilities.pqrsd.web.forms.answers import AnswerForm, ReviewForm
from rinde.capabilities.pqrsd.web.forms.desk import DeliveryForm
from rinde.capabilities.pqrsd.web.presenters.states import answer_markup
from rinde.foundations.refusals import NotReady, Refusal, StaleWrite
from rinde.services.access import desk_page


@desk_page("pqrsd.answer")
def petition_answer(request: DeskRequest, entity_slug: str, petition_id: int) -> HttpResponse:  # noqa: ARG001
    """Write the answer, or its next version; what was written before stays."""
    petition = petition_to_read(request, petition_id)
    check_answer(petition, by=request.principal)
    newest = newest_answer(petition)
    form = AnswerForm(request.POST or None, initial=AnswerForm.initial_of(newest, is_public=bool(petition.public_text)))
    if form.is_valid() and (kept := _kept(request, petition, form, newest)):
        said = "Se pidió la revisión." if kept.status == "IN_REVIEW" else "Quedó en borrador."
        return back_to(request, petition, f"Versión {kept.version} de la respuesta. {said}")
    context = page_of(petition) | {"form": form, "newest": newest}
    return render(request, "pqrsd/desk/answer.html", context, status=status_of(form))


def _kept(request: DeskRequest, petition: Petition, form: AnswerForm, newest: Answer | None) -> Answer | None:
    try:
        return answering.draft_answer(
            petition_id=petition.pk,
            values=form.values(),
            submit="revisar" in request.POST,
            seen_version=form.cleaned_data["seen_version"] or 0,
            by=request.principal,
            now=timezone.now(),
        )
    except NotReady as refusal:
        for gap in refusal.gaps:
            form.add_error(None, gap)
    except StaleWrite as refusal:
        form.add_error(None, refusal.message)
        form.accept_version(newest.version if newest else 0)
    return None


@desk_page("pqrsd.answer")
@require_POST
def answer_submit(request: DeskRequest, entity_slug: str, petition_id: int) -> HttpResponse:  # noqa: ARG001
    """Ask for the review of the version that the page shows."""
    petition = petition_to_read(request, petition_id)
    version = _version_in(request)
    answering.submit_answer(petition_id=petition.pk, version=version, by=request.principal, now=timezone.now())
    return back_to(request, petition, "Se pidió la revisión de la respuesta.")


def _version_in(request: DeskRequest) -> int:
    """The version that the form names; one that is none is no version of ours."""
    typed = request.POST.get("version", "")
    return int(typed) if typed.isdecimal() and len(typed) < 6 else 0


@desk_page("pqrsd.approve")
def answer_review(request: DeskRequest, entity_slug: str, petition_id: int) -> HttpResponse:  # noqa: ARG001
    """Look at the newest version: approve it, or give it back with what has to change."""
    petition = petition_to_read(request, petition_id)
    check_approve(petition, by=request.principal)
    newest = found_or_404(newest_answer(petition))
    form, now = ReviewForm(request.POST or None), timezone.now()
    if form.is_valid() and _reviewed(request, petition, form, now):
        said = "Se devolvió con sus observaciones." if "devolver" in request.POST else "Aprobada. Ya se puede enviar."
        return back_to(request, petition, said)
    context = page_of(petition) | {
        "form": form,
        "newest": newest,
        "newest_status": answer_markup(newest.status),
        "is_own": newest.drafted_by_id == request.principal.user_id,
    }
    return render(request, "pqrsd/desk/review.html", context, status=422 if form.errors else 200)


def _reviewed(request: DeskRequest, petition: Petition, form: ReviewForm, now: datetime) -> bool:
    told = {"petition_id": petition.pk, "version": _version_in(request), "note": form.cleaned_data["note"]}
    decide = answering.return_answer if "devolver" in request.POST else answering.approve_answer
    try:
        decide(**told, by=request.principal, now=now)
    except NotReady as refusal:
        for gap in refusal.gaps:
            form.add_error("note", gap)
        return False
    except StaleWrite as refusal:
        form.add_error(None, refusal.message)
        return False
    return True


@desk_page("pqrsd.approve")
def answer_send(request: DeskRequest, entity_slug: str, petition_id: int) -> HttpResponse:  # noqa: ARG001
    """Read once more what goes out, to whom and how, and send it."""
    petition, refusal = petition_to_read(request, petition_id), ""
    check_approve(petition, by=request.principal)
    newest = found_or_404(newest_answer(petition))
    if request.method == "POST":
        try:
            version = _version_in(request)
            answering.send_answer(petition_id=petition.pk, version=version, by=request.principal, now=timezone.now())
            return back_to(request, petition, "Se envió la respuesta y la petición terminó.")
        except NotReady as refused:
            refusal = " ".join(refused.gaps)
    context = page_of(petition) | {"newest": newest, "refusal": refusal, "has_mail": _has_mail(petition)}
    return render(request, "pqrsd/desk/send.html", context, status=422 if refusal else 200)


def _has_mail(petition: Petition) -> bool:
    person = getattr(petition, "petitioner", None)
    return bool(person and person.email and person.erased_at is None)


@desk_page("pqrsd.answer")
def answer_delivery(request: DeskRequest, entity_slug: str, petition_id: int) -> HttpResponse:  # noqa: ARG001
    """How the answer arrived, with its proof."""
    petition, now = petition_to_read(request, petition_id), timezone.now()
    if petition.status != PetitionStatus.ANSWERED:
        raise Http404("La respuesta todavía no se ha enviado.")
    initial = {"delivered_on": timezone.localdate(now)}
    form = DeliveryForm(request.POST or None, request.FILES or None, initial=initial)
    if form.is_valid() and _noted(request, petition, form, now):
        return back_to(request, petition, "Quedó registrada la entrega.")
    words = {
        "title": "Registrar la entrega",
        "intro": "Para lo que se entregó en mano, por correo postal o por aviso. Los correos se registran solos.",
        "button": "Registrar",
    }
    context = page_of(petition) | {"form": form, **words}
    return render(request, "pqrsd/desk/move.html", context, status=422 if form.errors else 200)


def _noted(request: DeskRequest, petition: Petition, form: DeliveryForm, now: datetime) -> bool:
    receipt = accepted_or_explain(form, "receipt")
    if form.errors:
        return False
    entered = {name: form.cleaned_data[name] for name in ("way", "delivered_on", "note")}
    try:
        answering.note_delivery(petition_id=petition.pk, receipt=receipt, by=request.principal, now=now, **entered)
    except Refusal as refusal:
        for gap in getattr(refusal, "gaps", ()) or (refusal.message,):
            form.add_error(None, gap)
        return False
    return True
