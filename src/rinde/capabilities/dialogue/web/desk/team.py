"""Who helps at a space, and with what."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from rinde.capabilities.accounts.queries import colleagues
from rinde.capabilities.dialogue.models import DialogueSpace
from rinde.capabilities.dialogue.operations.team import join_team, leave_team
from rinde.capabilities.dialogue.permissions import MODERATE
from rinde.capabilities.dialogue.web.forms.team import TeamForm
from rinde.capabilities.dialogue.web.forms.trying import tried
from rinde.capabilities.dialogue.web.opened import back_to_space_page, space_to_manage
from rinde.capabilities.dialogue.web.presenters.space_page import page_of
from rinde.capabilities.plans.web.requests import DeskRequest
from rinde.services.access import desk_page


@desk_page("dialogue.manage")
def space_team(request: DeskRequest, entity_slug: str, space_id: int) -> HttpResponse:  # noqa: ARG001
    """Let somebody help at this space, or take them out of its team."""
    space, now = space_to_manage(request, space_id), timezone.now()
    if request.method == "POST" and "quitar" in request.POST:
        return _take_out(request, space)
    people = [one for one in colleagues(request.entity) if one.principal.may_somewhere(MODERATE)]
    form = TeamForm(request.POST or None, people=[(str(one.user_id), one.name) for one in people])
    if form.is_valid():
        data = form.cleaned_data
        joined = tried(
            form,
            lambda: join_team(
                space_id=space.pk, user_id=int(data["user"]), task=data["task"], by=request.principal, now=now
            ),
        )
        if joined:
            return back_to_space_page(request, space, "space_team", "Esa persona ya está en el equipo.")
    context = page_of(space, by=request.principal, now=now) | {
        "here": "space_team",
        "members": list(space.team.select_related("user").order_by("task", "user__full_name")),
        "form": form,
        "has_people": bool(people),
    }
    return render(request, "dialogue/desk/team.html", context, status=422 if form.errors else 200)


def _take_out(request: DeskRequest, space: DialogueSpace) -> HttpResponse:
    number = request.POST.get("quitar", "")
    if number.isdecimal() and len(number) < 19:
        leave_team(space_id=space.pk, member_id=int(number), by=request.principal, now=timezone.now())
    return back_to_space_page(request, space, "space_team", "Esa persona ya no está en el equipo.")
