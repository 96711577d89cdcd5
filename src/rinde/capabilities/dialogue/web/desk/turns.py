"""A space from one state to the next, each asked about before it is done; another date, and cancelling."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from rinde.capabilities.dialogue.models import DialogueSpace
from rinde.capabilities.dialogue.operations.spaces import (
    call_space,
    cancel_space,
    close_space,
    hold_space,
    move_space,
    open_space,
    values_of,
)
from rinde.capabilities.dialogue.rules.spaces import call_gaps, closing_gaps
from rinde.capabilities.dialogue.web.forms.fields import parts_of
from rinde.capabilities.dialogue.web.forms.spaces import CancelForm, MoveForm
from rinde.capabilities.dialogue.web.forms.trying import tried
from rinde.capabilities.dialogue.web.opened import back_to_space, space_to_manage
from rinde.capabilities.dialogue.web.presenters.space_page import page_of
from rinde.capabilities.plans.web.requests import DeskRequest
from rinde.foundations.refusals import NotReady
from rinde.services.access import desk_page


@dataclass(frozen=True, slots=True)
class Turn:
    """One step of a space's state, as it is asked about. `means`: what follows from it, one sentence each."""

    title: str
    button: str
    icon: str
    means: tuple[str, ...]
    act: Callable[..., DialogueSpace]
    said: str


TURNS: dict[str, Turn] = {
    "convocar": Turn(
        "Convocar a la ciudadanía", "Convocar", "megaphone",
        (
            "La página pública del espacio queda abierta y su fecha entra al calendario.",
            "Desde ahora no se borra: si cambia la fecha o se cancela, se dice por qué.",
            "El paso «Convocar» queda hecho con la fecha de hoy.",
        ),
        call_space, "El espacio quedó convocado y su página es pública.",
    ),
    "abrir": Turn(
        "Abrir el espacio", "Abrir el espacio", "play",
        (
            "Se reciben preguntas y se registra a quienes llegan.",
            "Si preparó la encuesta de evaluación, se abre con el espacio.",
        ),
        open_space, "El espacio está en curso.",
    ),
    "realizado": Turn(
        "El espacio ya se hizo", "Marcar como realizado", "check",
        ("Sigue lo de después: el acta, las respuestas y los compromisos, cada uno con su fecha.",),
        hold_space, "El espacio quedó como realizado. Revise los pasos que siguen.",
    ),
    "cerrar": Turn(
        "Cerrar el espacio", "Cerrar el espacio", "lock-closed",
        ("Lo que se publicó queda como está y ya no se cambia.",),
        close_space, "El espacio quedó cerrado.",
    ),
}  # fmt: skip


@desk_page("dialogue.manage")
def space_turn(request: DeskRequest, entity_slug: str, space_id: int, turn: str) -> HttpResponse:  # noqa: ARG001
    """Say what would follow and what is missing, and do it once it is confirmed."""
    asked = TURNS.get(turn)
    if asked is None:
        raise Http404
    space, now = space_to_manage(request, space_id), timezone.now()
    gaps = _gaps(space, turn, now)
    if request.method == "POST":
        try:
            done = asked.act(space_id=space.pk, by=request.principal, now=now)
            return back_to_space(request, done, asked.said)
        except NotReady as refusal:
            gaps = refusal.gaps or (refusal.message,)
    context = page_of(space, by=request.principal, now=now) | {"turn": asked, "gaps": gaps, "here": "turn"}
    return render(request, "dialogue/desk/turn.html", context, status=422 if request.method == "POST" else 200)


def _gaps(space: DialogueSpace, turn: str, now: datetime) -> tuple[str, ...]:
    if turn == "convocar":
        return call_gaps(values_of(space), now=now)
    if turn == "cerrar":
        return closing_gaps(space.steps.values_list("kind", "status", "is_asked"))
    return ()


@desk_page("dialogue.manage")
def space_move(request: DeskRequest, entity_slug: str, space_id: int) -> HttpResponse:  # noqa: ARG001
    """Another date, with the reason that everybody reads."""
    space, now = space_to_manage(request, space_id), timezone.now()
    starts_on, starts_time = parts_of(space.starts_at)
    ends_on, ends_time = parts_of(space.ends_at)
    initial = {"starts_on": starts_on, "starts_time": starts_time, "ends_time": ends_time}
    form = MoveForm(request.POST or None, initial=initial | {"ends_on": ends_on if ends_on != starts_on else None})
    if form.is_valid():
        values = form.values()
        if tried(form, lambda: move_space(space_id=space.pk, by=request.principal, now=now, **values)):
            return back_to_space(request, space, "La fecha cambió. El motivo está a la vista en la página del espacio.")
    context = page_of(space, by=request.principal, now=now) | {"form": form, "here": "move"}
    return render(request, "dialogue/desk/move.html", context, status=422 if form.errors else 200)


@desk_page("dialogue.manage")
def space_cancel(request: DeskRequest, entity_slug: str, space_id: int) -> HttpResponse:  # noqa: ARG001
    """Cancel a space, with the reason that everybody reads."""
    space, now = space_to_manage(request, space_id), timezone.now()
    form = CancelForm(request.POST or None)
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        if tried(form, lambda: cancel_space(space_id=space.pk, reason=reason, by=request.principal, now=now)):
            return back_to_space(request, space, "El espacio quedó cancelado, con su motivo.")
    context = page_of(space, by=request.principal, now=now) | {"form": form, "here": "cancel"}
    return render(request, "dialogue/desk/cancel.html", context, status=422 if form.errors else 200)
