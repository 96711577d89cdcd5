"""What is done to one commitment on the desk: its date, its end, its place in a plan, who may speak of it."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from rinde.capabilities.dialogue.models import CitizenWord, Commitment, CommitmentVoice
from rinde.capabilities.dialogue.operations.citizen_words import (
    Invitation,
    end_voice,
    hide_comment,
    invite_voice,
    show_comment,
)
from rinde.capabilities.dialogue.operations.commitments import (
    carry_commitment,
    close_commitment,
    move_commitment,
    reopen_commitment,
)
from rinde.capabilities.dialogue.permissions import check_decide, check_keep, check_moderate_words
from rinde.capabilities.dialogue.queries.commitments import plans_to_enter
from rinde.capabilities.dialogue.web.forms.commitments import CarryForm, CloseForm, MoveForm, ReasonForm, VoiceForm
from rinde.capabilities.dialogue.web.forms.trying import tried
from rinde.capabilities.dialogue.web.opened_commitments import back_to_commitment, commitment_to_read
from rinde.capabilities.dialogue.web.presenters.commitments import public_url
from rinde.capabilities.plans.web.requests import DeskRequest
from rinde.foundations.refusals import NotReady
from rinde.services.access import desk_page


def _acted(
    request: DeskRequest,
    commitment: Commitment,
    form: forms.Form,
    act: Callable[[], object],
    *,
    said: str,
    **words: str,
) -> HttpResponse:
    """A page with one form: act on it, or say on it what is missing."""
    if form.is_valid() and tried(form, act) is not None:
        return back_to_commitment(request, commitment, said)
    context = {"form": form, "commitment": commitment, "words": words}
    return render(request, "dialogue/desk/commitment_act.html", context, status=422 if form.errors else 200)


@desk_page("dialogue.manage")
def commitment_move(request: DeskRequest, entity_slug: str, commitment_id: int) -> HttpResponse:  # noqa: ARG001
    """Another date, with a reason that stays in public."""
    commitment, now = commitment_to_read(request, commitment_id), timezone.now()
    check_decide(commitment, by=request.principal)
    form = MoveForm(request.POST or None)

    def act() -> object:
        data = form.cleaned_data
        return move_commitment(
            commitment_id=commitment.pk, due_on=data["due_on"], reason=data["reason"], by=request.principal, now=now
        )

    return _acted(
        request, commitment, form, act, said="La fecha cambió, con su motivo a la vista.",
        title="Cambiar la fecha", button="Cambiar la fecha",
    )  # fmt: skip


@desk_page("dialogue.manage")
def commitment_close(request: DeskRequest, entity_slug: str, commitment_id: int) -> HttpResponse:  # noqa: ARG001
    """The entity's word at the end."""
    commitment, now = commitment_to_read(request, commitment_id), timezone.now()
    check_decide(commitment, by=request.principal)
    form = CloseForm(request.POST or None)

    def act() -> object:
        data = form.cleaned_data
        return close_commitment(
            commitment_id=commitment.pk, outcome=data["outcome"], text=data["text"], done_on=data["done_on"],
            by=request.principal, now=now,
        )  # fmt: skip

    return _acted(
        request, commitment, form, act, said="El compromiso quedó cerrado. La palabra de quien lo obtuvo sigue ahí.",
        title="Cerrar el compromiso", button="Cerrarlo así",
    )  # fmt: skip


@desk_page("dialogue.manage")
def commitment_reopen(request: DeskRequest, entity_slug: str, commitment_id: int) -> HttpResponse:  # noqa: ARG001
    """Open it again, with a reason that stays in public."""
    commitment, now = commitment_to_read(request, commitment_id), timezone.now()
    check_decide(commitment, by=request.principal)
    form = ReasonForm(request.POST or None)

    def act() -> object:
        reason = form.cleaned_data["reason"]
        return reopen_commitment(commitment_id=commitment.pk, reason=reason, by=request.principal, now=now)

    return _acted(
        request, commitment, form, act, said="El compromiso está abierto otra vez.",
        title="Volver a abrir el compromiso", button="Volver a abrirlo",
    )  # fmt: skip


@desk_page("dialogue.manage")
def commitment_carry(request: DeskRequest, entity_slug: str, commitment_id: int) -> HttpResponse:
    """Into a plan that is being written, as an activity with its product, date and unit."""
    commitment, now = commitment_to_read(request, commitment_id), timezone.now()
    check_decide(commitment, by=request.principal)
    form = CarryForm(request.POST or None, places=_places(request))
    if form.is_valid():
        plan_id, node_id = form.chosen()
        by, pk = request.principal, commitment.pk
        activity = tried(
            form, lambda: carry_commitment(commitment_id=pk, plan_id=plan_id, node_id=node_id, by=by, now=now)
        )
        if activity:
            messages.success(request, f"El compromiso {commitment.number} es ahora una actividad del plan.")
            return redirect("desk:activity_edit", entity_slug=entity_slug, plan_id=plan_id, activity_id=activity.pk)
    words = {"title": "Llevarlo a un plan", "button": "Hacer la actividad"}
    context = {"form": form, "commitment": commitment, "words": words, "has_places": bool(_places(request))}
    return render(request, "dialogue/desk/commitment_carry.html", context, status=422 if form.errors else 200)


def _places(request: DeskRequest) -> list[tuple[str, str]]:
    return [
        (f"{plan.pk}-{node.pk}", f"{plan.title} ({plan.year}): {node.name}")
        for plan, nodes in plans_to_enter(request.entity)
        for node in nodes
    ]


@desk_page("dialogue.manage")
def commitment_voice(request: DeskRequest, entity_slug: str, commitment_id: int) -> HttpResponse:  # noqa: ARG001
    """The link and the code of a community. They are shown this once, to be handed over; only their hashes are kept."""
    commitment, now = commitment_to_read(request, commitment_id), timezone.now()
    check_keep(commitment, by=request.principal)
    form = VoiceForm(request.POST or None, initial={"name": commitment.obtained_by})
    if form.is_valid():
        data, by = form.cleaned_data, request.principal
        page = _absolute(request, public_url(commitment, "commitment_word"))
        made = tried(
            form,
            lambda: invite_voice(
                commitment_id=commitment.pk, name=data["name"], email=data["email"], page=page, by=by, now=now
            ),
        )
        if made:
            context = {"commitment": commitment, **_handed_over(request, commitment, made)}
            return render(request, "dialogue/desk/commitment_voice.html", context)
    words = {"title": "Dar el enlace y el código", "button": "Hacer el enlace y el código"}
    context = {"form": form, "commitment": commitment, "words": words}
    return render(request, "dialogue/desk/commitment_act.html", context, status=422 if form.errors else 200)


def _handed_over(request: DeskRequest, commitment: Commitment, made: Invitation) -> dict[str, Any]:
    link = _absolute(request, public_url(commitment, "commitment_word_link", token=made.token))
    return {"voice": made.voice, "code": made.code, "link": link}


def _absolute(request: DeskRequest, address: str) -> str:
    return f"{settings.BASE_URL}{address}" if settings.BASE_URL else request.build_absolute_uri(address)


@desk_page("dialogue.manage")
@require_POST
def commitment_voice_end(request: DeskRequest, entity_slug: str, commitment_id: int, voice_id: int) -> HttpResponse:  # noqa: ARG001
    commitment = commitment_to_read(request, commitment_id)
    voice = get_object_or_404(CommitmentVoice, commitment=commitment, pk=voice_id)
    end_voice(voice_id=voice.pk, by=request.principal, now=timezone.now())
    return back_to_commitment(request, commitment, "Ese enlace y ese código ya no sirven. Lo que dijeron se conserva.")


@desk_page("dialogue.moderate")
@require_POST
def commitment_comment(request: DeskRequest, entity_slug: str, commitment_id: int, word_id: int) -> HttpResponse:  # noqa: ARG001
    """Show the comment of a word, or hide it with a reason; the word itself always stays."""
    commitment, now = commitment_to_read(request, commitment_id), timezone.now()
    check_moderate_words(commitment.entity, by=request.principal)
    word = get_object_or_404(CitizenWord, commitment=commitment, pk=word_id)
    if request.POST.get("hacer") == "mostrar":
        show_comment(word_id=word.pk, by=request.principal, now=now)
        return back_to_commitment(request, commitment, "El comentario está a la vista.")
    reason = request.POST.get("words", "").strip() or request.POST.get("reason", "")
    try:
        hide_comment(word_id=word.pk, reason=reason, by=request.principal, now=now)
    except NotReady as refusal:
        return back_to_commitment(request, commitment, " ".join(refusal.gaps), is_error=True)
    return back_to_commitment(request, commitment, "El comentario no se muestra, y la página dice por qué.")
