"""What whoever attends people does with a petition besides answering it: one page a move."""

from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_POST

from rinde.capabilities.entities.queries import actors_on
from rinde.capabilities.plans.web.forms.saving import EditForm
from rinde.capabilities.plans.web.requests import DeskRequest
from rinde.capabilities.pqrsd.choices import CompletionKind, DocumentKind
from rinde.capabilities.pqrsd.models import Petition
from rinde.capabilities.pqrsd.operations import triage as operations
from rinde.capabilities.pqrsd.operations.documents import attach
from rinde.capabilities.pqrsd.queries.petitions import facts_of, petition_calendar
from rinde.capabilities.pqrsd.rules.clock import ask_until, latest_extension, transfer_term
from rinde.capabilities.pqrsd.web.desk.opened import accepted_or_explain, back_to, make_move, petition_to_read
from rinde.capabilities.pqrsd.web.forms import desk as forms
from rinde.foundations.design.spanish import spanish_date
from rinde.services.access import desk_page


def _seen(petition: Petition, **initial: object) -> dict[str, object]:
    return {"seen": petition.edited_at, **initial}


@desk_page("pqrsd.triage")
def petition_triage(request: DeskRequest, entity_slug: str, petition_id: int) -> HttpResponse:  # noqa: ARG001
    """What it is, who answers it, and what of it everybody may read."""
    petition, now = petition_to_read(request, petition_id), timezone.now()
    actors = [(str(one.pk), one.name) for one in actors_on(timezone.localdate(now))]
    initial = forms.TriageForm.initial_of(petition)
    form = forms.TriageForm(request.POST or None, actors=actors, initial=initial)
    words = {
        "title": "Clasificar y asignar",
        "intro": "El tipo decide el plazo; la dependencia recibe la petición en su lista.",
        "button": "Guardar la clasificación",
    }

    def move() -> object:
        return operations.triage(petition_id=petition.pk, by=request.principal, now=now, **form.values())

    return make_move(request, petition, form, move, said="Quedó clasificada. Su plazo se contó de nuevo.", words=words)


@desk_page("pqrsd.triage")
def petition_extend(request: DeskRequest, entity_slug: str, petition_id: int) -> HttpResponse:  # noqa: ARG001
    """A later day, told to the person before the term is over."""
    petition, now = petition_to_read(request, petition_id), timezone.now()
    latest = latest_extension(facts_of(petition), petition_calendar(petition, today=timezone.localdate(now)))
    until = f" A más tardar, el {spanish_date(latest, 'long')}." if latest else ""
    form = forms.ExtensionForm(request.POST or None, initial=_seen(petition))
    words = {
        "title": "Prorrogar el plazo",
        "intro": f"Es excepcional y se avisa antes de vencer, con los motivos y la nueva fecha.{until}",
        "button": "Prorrogar y avisar",
    }

    def move() -> object:
        return operations.extend(petition_id=petition.pk, by=request.principal, now=now, **form.cleaned_data)

    return make_move(request, petition, form, move, said="Se prorrogó y se le avisó a la persona.", words=words)


@desk_page("pqrsd.triage")
def petition_ask(request: DeskRequest, entity_slug: str, petition_id: int) -> HttpResponse:  # noqa: ARG001
    """What the person has to bring or to make clear."""
    petition, now = petition_to_read(request, petition_id), timezone.now()
    until = ask_until(facts_of(petition), petition_calendar(petition, today=timezone.localdate(now))).due_on
    form = forms.CompletionForm(request.POST or None, initial=_seen(petition, kind=CompletionKind.INCOMPLETE))
    words = {
        "title": "Pedir que la complete o la aclare",
        "intro": f"Se pide una sola vez, hasta el {spanish_date(until, 'long')}. Si le falta algo, la persona tiene un "
        "mes; si no se entiende qué pide, diez días hábiles. Mientras tanto el plazo de la entidad no corre.",
        "button": "Pedirlo a la persona",
    }

    def move() -> object:
        return operations.ask_completion(petition_id=petition.pk, by=request.principal, now=now, **form.cleaned_data)

    return make_move(request, petition, form, move, said="Se le pidió a la persona. El plazo espera.", words=words)


@desk_page("pqrsd.triage")
@require_POST
def petition_more_time(request: DeskRequest, entity_slug: str, petition_id: int) -> HttpResponse:  # noqa: ARG001
    """The one extension that the person may ask for."""
    petition = petition_to_read(request, petition_id)
    moved = operations.give_more_time(petition_id=petition.pk, by=request.principal, now=timezone.now())
    until = spanish_date(moved.completion_until, "long") if moved.completion_until else ""
    return back_to(request, petition, f"La persona tiene hasta el {until}.")


@desk_page("pqrsd.triage")
def petition_complete(request: DeskRequest, entity_slug: str, petition_id: int) -> HttpResponse:  # noqa: ARG001
    """What the person brought: the term goes on the day after."""
    petition, now = petition_to_read(request, petition_id), timezone.now()
    initial = _seen(petition, completed_on=timezone.localdate(now))
    form = forms.CompletedForm(request.POST or None, request.FILES or None, initial=initial)
    words = {
        "title": "La persona la completó",
        "intro": "El plazo sigue al día siguiente, como lo dicen las opciones de la entidad.",
        "button": "Registrar y seguir",
    }

    def move() -> object:
        return _with_document(
            request, petition, form, DocumentKind.COMPLETION, lambda told: operations.complete(**told)
        )

    return make_move(request, petition, form, move, said="Quedó completa. Su plazo se contó de nuevo.", words=words)


@desk_page("pqrsd.triage")
def petition_close(request: DeskRequest, entity_slug: str, petition_id: int) -> HttpResponse:  # noqa: ARG001
    """The reasoned act that ends what was not completed or made clear."""
    petition = petition_to_read(request, petition_id)
    form = forms.ClosingForm(request.POST or None, request.FILES or None, initial=_seen(petition))
    is_unclear = petition.completion_kind == CompletionKind.UNCLEAR
    until = spanish_date(petition.completion_until, "long") if petition.completion_until else ""
    words = {
        "title": "Archivar lo que no se aclaró" if is_unclear else "Declarar el desistimiento tácito",
        "intro": f"Con un acto motivado, después del {until}. Se notifica en persona y admite recurso de reposición; "
        "quien pidió puede presentarla de nuevo.",
        "button": "Cerrar la petición",
    }

    def move() -> object:
        return _with_document(
            request, petition, form, DocumentKind.ACT, lambda told: operations.close_unfinished(**told)
        )

    return make_move(request, petition, form, move, said="Se cerró y se le avisó a la persona.", words=words)


@desk_page("pqrsd.triage")
def petition_transfer(request: DeskRequest, entity_slug: str, petition_id: int) -> HttpResponse:  # noqa: ARG001
    """Pass it on to the entity that is competent, with notice to the person."""
    petition, today = petition_to_read(request, petition_id), timezone.localdate()
    until = transfer_term(facts_of(petition), petition_calendar(petition, today=today)).due_on
    late = " Ese plazo ya pasó: trasládela hoy; quedará escrito que fue tarde." if today > until else ""
    form = forms.TransferForm(request.POST or None, request.FILES or None, initial=_seen(petition))
    words = {
        "title": "Trasladar a la entidad competente",
        "intro": f"Se traslada y se le avisa a la persona a más tardar el {spanish_date(until, 'long')}, cinco días "
        f"hábiles después de recibirla.{late}",
        "button": "Trasladar y avisar",
    }

    def move() -> object:
        return _with_document(request, petition, form, DocumentKind.TRANSFER, lambda told: operations.transfer(**told))

    return make_move(request, petition, form, move, said="Se trasladó y se le avisó a la persona.", words=words)


def _with_document(
    request: DeskRequest, petition: Petition, form: EditForm, kind: str, move: Callable[[dict[str, Any]], object]
) -> object:
    """Make a move whose form may bring a file; a file that is refused moves nothing."""
    document = accepted_or_explain(form, "document")
    if form.errors:
        return None
    by, now = request.principal, timezone.now()
    entered = {name: value for name, value in form.cleaned_data.items() if name != "document"}
    with transaction.atomic():
        moved = move({"petition_id": petition.pk, "by": by, "now": now, **entered})
        if document is not None:
            attach(petition_id=petition.pk, accepted=document, kind=kind, by=by, now=now)
    return moved
