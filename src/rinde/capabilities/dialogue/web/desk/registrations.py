"""Who registered: numbers for whoever organises, names for whoever may read them and only once they are opened."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from rinde.capabilities.dialogue.choices import SpaceStatus, StepKind
from rinde.capabilities.dialogue.models import DialogueSpace, Registration
from rinde.capabilities.dialogue.operations.registering import cancel_registration, close_registration
from rinde.capabilities.dialogue.permissions import can_check_in, can_manage
from rinde.capabilities.dialogue.queries.attendance import places_of, registrations_of
from rinde.capabilities.dialogue.rules.kinds import steps_of_kind
from rinde.capabilities.dialogue.web import list_access
from rinde.capabilities.dialogue.web.opened import back_to_space_page, space_to_manage, space_to_read
from rinde.capabilities.dialogue.web.presenters.attendance import registered_row, site_of
from rinde.capabilities.dialogue.web.presenters.space_page import page_of
from rinde.capabilities.plans.web.requests import DeskRequest
from rinde.foundations.refusals import TransitionNotAllowed
from rinde.services.access import desk_page

ON_PAGE = 100


@desk_page("dialogue.read")
def registration_list(request: DeskRequest, entity_slug: str, space_id: int) -> HttpResponse:  # noqa: ARG001
    """How many registered and, once the names are opened, who they are and what they need."""
    space, now = space_to_read(request, space_id), timezone.now()
    may_open = can_check_in(space, by=request.principal)
    names_are_open = may_open and list_access.is_open(request.session, space, now=now)
    search = request.GET.get("q", "")[:100]
    rows = registrations_of(space, search=search) if names_are_open else Registration.objects.none()
    page = Paginator(rows, ON_PAGE).get_page(request.GET.get("pagina"))
    context = page_of(space, by=request.principal, now=now) | {
        "here": "registration_list",
        "places": places_of(space),
        "may_open": may_open,
        "names_are_open": names_are_open,
        "search": search,
        "page": page,
        "rows": [registered_row(one) for one in page.object_list],
        "may_close": can_manage(space, by=request.principal) and _receives(space),
        "closes_at": space.registration_closes_at or space.starts_at,
        "receives": _receives(space) and now < (space.registration_closes_at or space.starts_at),
    }
    return render(request, "dialogue/desk/registrations.html", context)


def _receives(space: DialogueSpace) -> bool:
    has_step = StepKind.REGISTRATION in steps_of_kind(space.kind).all
    return has_step and space.status in {SpaceStatus.CALLED, SpaceStatus.LIVE, SpaceStatus.HELD}


@desk_page("dialogue.manage")
@require_POST
def registration_close(request: DeskRequest, entity_slug: str, space_id: int) -> HttpResponse:  # noqa: ARG001
    space = space_to_manage(request, space_id)
    step = close_registration(space_id=space.pk, by=request.principal, now=timezone.now())
    said = f"Las inscripciones están cerradas: {step.note}."
    return back_to_space_page(request, space, "registration_list", said)


@desk_page("dialogue.read")
@require_POST
def registration_cancel(
    request: DeskRequest,
    entity_slug: str,  # noqa: ARG001
    space_id: int,
    number: int,
) -> HttpResponse:
    """Cancel for somebody who asked for it by phone or in person."""
    space = space_to_read(request, space_id)
    get_object_or_404(Registration, space=space, number=number)
    try:
        cancel_registration(
            space_id=space.pk, number=number, by=request.principal, site=site_of(request), now=timezone.now()
        )
    except TransitionNotAllowed as refusal:
        messages.error(request, refusal.message)
        return redirect("desk:registration_list", entity_slug=space.entity.slug, space_id=space.pk)
    said = f"La inscripción {number} se canceló y sus datos se borraron. Si alguien esperaba, el lugar ya es suyo."
    return back_to_space_page(request, space, "registration_list", said)
