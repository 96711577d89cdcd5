"""The table at the door: a list to tap on a tablet, the code of a registration, who came without one, and counting."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from rinde.capabilities.dialogue.choices import RegistrationStatus
from rinde.capabilities.dialogue.models import Attendee, DialogueSpace, PeopleCount, Registration
from rinde.capabilities.dialogue.operations.checking_in import (
    arrive,
    check_takes_attendance,
    close_attendance,
    count_people,
    take_back,
    take_back_count,
    walk_in,
)
from rinde.capabilities.dialogue.permissions import can_check_in
from rinde.capabilities.dialogue.queries.attendance import (
    arrivals_of,
    closing_of,
    counts_of,
    group_choices,
    places_of,
    registrations_of,
    tally_of,
    unit_choices,
)
from rinde.capabilities.dialogue.queries.attendance_links import registration_of
from rinde.capabilities.dialogue.queries.consent import words_in_force
from rinde.capabilities.dialogue.web import list_access
from rinde.capabilities.dialogue.web.forms.attendance import CountForm, WalkInForm
from rinde.capabilities.dialogue.web.forms.trying import tried
from rinde.capabilities.dialogue.web.opened import back_to_space_page, space_to_check_in, space_to_read
from rinde.capabilities.dialogue.web.presenters.attendance import desk_ways, door_row, walk_in_row, who_of
from rinde.capabilities.dialogue.web.presenters.space_page import page_of
from rinde.capabilities.plans.web.requests import DeskRequest
from rinde.foundations.refusals import NotReady, TransitionNotAllowed
from rinde.services.access import desk_page
from rinde.services.visitors import new_mark, read_mark

ON_PAGE = 200  # one page for most spaces: at the door the line is bad


def table_of(request: DeskRequest, space: DialogueSpace, *, now: datetime, here: str) -> dict[str, Any]:
    """What every page of the table prints. Four queries and those of the permission."""
    why_not = ""
    try:
        check_takes_attendance(space, now=now)
    except TransitionNotAllowed as refusal:
        why_not = refusal.message
    may_open, counts = can_check_in(space, by=request.principal), list(counts_of(space))
    return page_of(space, by=request.principal, now=now) | {
        "here": here,
        "counts": counts,
        "tally": tally_of(space, counts=counts),
        "closing": closing_of(space),
        "may_check_in": may_open,
        "why_not": why_not,
        "names_are_open": may_open and list_access.is_open(request.session, space, now=now),
    }


@desk_page("dialogue.read")
def check_in(request: DeskRequest, entity_slug: str, space_id: int) -> HttpResponse:  # noqa: ARG001
    """How many came; and, once the names are opened, the list to tap."""
    space, now = space_to_read(request, space_id), timezone.now()
    context = table_of(request, space, now=now, here="check_in")
    search = request.GET.get("q", "")[:100]
    page, others = _names(request, space, search) if context["names_are_open"] else (None, [])
    counted = {one.form_token: one for one in context["counts"]}
    context |= {
        "search": search,
        "page": page,
        "rows": [door_row(one, counted) for one in page.object_list] if page else [],
        "other_rows": [walk_in_row(one) for one in others[:ON_PAGE]],
        "more_from": _start(request) + ON_PAGE if len(others) > ON_PAGE else 0,
        "places": places_of(space),
        "ways": desk_ways(context["tally"]),
        "form": CountForm(groups=group_choices(space.entity)),
        "mark": new_mark(now).signed(_place("count", space)),
    }
    return render(request, "dialogue/desk/check_in.html", context)


def _names(request: DeskRequest, space: DialogueSpace, search: str) -> tuple["Page[Registration]", list[Attendee]]:
    """A page of those who registered; and some of those who came without, with one more where there are more."""
    expected = registrations_of(space, search=search).exclude(status=RegistrationStatus.CANCELLED)
    page = Paginator(expected.select_related("group", "need", "attendee"), ON_PAGE).get_page(request.GET.get("pagina"))
    others, start = arrivals_of(space).filter(registration__isnull=True).order_by("-number"), _start(request)
    return page, list(others[start : start + ON_PAGE + 1])


def _start(request: DeskRequest) -> int:
    asked = request.GET.get("otras", "")
    return int(asked) if asked.isdecimal() and len(asked) < 7 else 0


def _place(what: str, space: DialogueSpace) -> str:
    return f"{what}:{space.pk}"


@desk_page("dialogue.read")
@require_POST
def check_in_tap(request: DeskRequest, entity_slug: str, space_id: int, number: int) -> HttpResponse:  # noqa: ARG001
    """One tap: somebody who registered came. A tap that comes again, after a line that dropped, changes nothing."""
    space = space_to_check_in(request, space_id)
    registration = get_object_or_404(Registration, space=space, number=number)
    arrive(space_id=space.pk, number=number, by=request.principal, now=timezone.now())
    if request.headers.get("Accept") == "application/json":
        return HttpResponse(status=204)
    messages.success(request, f"Llegó la inscripción {registration.number}.")
    return _back_to_list(space)


@desk_page("dialogue.read")
@require_POST
def check_in_undo(request: DeskRequest, entity_slug: str, space_id: int, number: int) -> HttpResponse:  # noqa: ARG001
    """A slip of the finger: they did not come."""
    space = space_to_check_in(request, space_id)
    get_object_or_404(Attendee, space=space, number=number)
    take_back(space_id=space.pk, number=number, by=request.principal, now=timezone.now())
    messages.success(request, f"Se quitó de la lista a la persona {number}.")
    return _back_to_list(space)


def _back_to_list(space: DialogueSpace) -> HttpResponse:
    return redirect("desk:check_in", entity_slug=space.entity.slug, space_id=space.pk)


@desk_page("dialogue.read")
def check_in_scan(request: DeskRequest, entity_slug: str, space_id: int, token: str) -> HttpResponse:  # noqa: ARG001
    """What the code of a registration opens on the phone of the team: who it is, and one button."""
    space, now = space_to_check_in(request, space_id), timezone.now()
    found = registration_of(token, space=space)
    if found is None:
        raise Http404("Ese código no es de una inscripción a este espacio.")
    if request.method == "POST":
        arrive(space_id=space.pk, number=found.number, by=request.principal, now=now)
        messages.success(request, f"Llegó la inscripción {found.number}.")
        return redirect(request.path)
    came = Attendee.objects.filter(registration=found, removed_at__isnull=True).first()
    context = table_of(request, space, now=now, here="check_in") | {
        "registration": found,
        "who": who_of(found),
        "came_at": came.came_at if came else None,
    }
    return render(request, "dialogue/desk/check_in_scan.html", context)


@desk_page("dialogue.read")
def check_in_walk_in(request: DeskRequest, entity_slug: str, space_id: int) -> HttpResponse:  # noqa: ARG001
    """Somebody who came without a registration; the next form is ready at once."""
    space, now = space_to_check_in(request, space_id), timezone.now()
    place = _place("walk-in", space)
    form = WalkInForm(request.POST or None, groups=group_choices(space.entity), units=unit_choices(now))
    mark = (read_mark(request.POST.get("mark", ""), place) if request.method == "POST" else None) or new_mark(now)
    if form.is_valid():
        done = tried(
            form,
            lambda: walk_in(
                space_id=space.pk,
                values=form.values(),
                form_token=mark.form_id,
                consent_digest=form.cleaned_data["words"],
                by=request.principal,
                now=now,
            ),
        )
        if done:
            said = "Quedó en la lista." if done.is_new else "Esa persona ya estaba en la lista: cuenta una sola vez."
            return back_to_space_page(
                request, space, "check_in_walk_in", f"{said} Es la persona {done.attendee.number}."
            )
    context = table_of(request, space, now=now, here="check_in") | {
        "form": form,
        "mark": mark.signed(place),
        "consent": words_in_force(space.entity),
    }
    return render(request, "dialogue/desk/walk_in.html", context, status=422 if form.errors else 200)


@desk_page("dialogue.read")
@require_POST
def people_count(request: DeskRequest, entity_slug: str, space_id: int) -> HttpResponse:  # noqa: ARG001
    """Add people who were counted and not named."""
    space, now = space_to_check_in(request, space_id), timezone.now()
    form = CountForm(request.POST, groups=group_choices(space.entity))
    mark = read_mark(request.POST.get("mark", ""), _place("count", space)) or new_mark(now)
    if form.is_valid():
        counted = tried(
            form,
            lambda: count_people(
                space_id=space.pk, values=form.values(), form_token=mark.form_id, by=request.principal, now=now
            ),
        )
        if counted:
            many = "1 persona" if counted.people == 1 else f"{counted.people} personas"
            return back_to_space_page(request, space, "check_in", f"Se sumó: {many} sin nombre.")
    context = table_of(request, space, now=now, here="check_in")
    context |= {"form": form, "mark": mark.signed(_place("count", space))}
    return render(request, "dialogue/desk/people_count.html", context, status=422)


@desk_page("dialogue.read")
@require_POST
def people_count_undo(request: DeskRequest, entity_slug: str, space_id: int, number: int) -> HttpResponse:  # noqa: ARG001
    space = space_to_check_in(request, space_id)
    get_object_or_404(PeopleCount, space=space, number=number)
    take_back_count(space_id=space.pk, number=number, by=request.principal, now=timezone.now())
    return back_to_space_page(request, space, "check_in", "Ese conteo se quitó.")


@desk_page("dialogue.read")
@require_POST
def attendance_close(request: DeskRequest, entity_slug: str, space_id: int) -> HttpResponse:  # noqa: ARG001
    """Say how many came; said again after a correction, the number is the new one."""
    space = space_to_check_in(request, space_id)
    try:
        closing = close_attendance(space_id=space.pk, by=request.principal, now=timezone.now())
    except NotReady as refusal:
        messages.error(request, " ".join((refusal.message, *refusal.gaps)))
        return _back_to_list(space)
    said = f"La asistencia quedó en {closing.people} personas. La página pública ya lo dice."
    return back_to_space_page(request, space, "check_in", said)
