"""A space as it is told to others: the text for a chat, and what the poster says."""

from django.http import HttpRequest
from django.urls import reverse

from rinde.capabilities.accounts.web.adapter import absolute
from rinde.capabilities.dialogue.choices import Accessibility, SpaceKind, StepKind, StepStatus
from rinde.capabilities.dialogue.models import DialogueSpace, SpaceStep
from rinde.capabilities.dialogue.rules.kinds import steps_of_kind
from rinde.capabilities.dialogue.rules.sharing import SharedSpace
from rinde.capabilities.dialogue.web.presenters.words import when_of, where_of


def short_address(request: HttpRequest, space: DialogueSpace) -> str:
    """The address of a poster and a QR: short, and the same whatever the space is called."""
    path = reverse("portal:space_code", kwargs={"entity_slug": space.entity.slug, "code": space.code})
    return absolute(request, path)


def shared(request: HttpRequest, space: DialogueSpace) -> SharedSpace:
    """What is told of a space. One query."""
    known = dict(Accessibility.choices)
    answers = SpaceStep.objects.filter(space=space, kind=StepKind.ANSWERS, status=StepStatus.DONE)
    return SharedSpace(
        entity=space.entity.display_name,
        kind=str(SpaceKind(space.kind).label),
        title=space.title,
        status=space.status,
        when=when_of(space.starts_at, space.ends_at),
        where=where_of(space),
        link=space.link,
        purpose=space.purpose,
        how=space.how_to_take_part,
        accessibility=", ".join(str(known.get(code, code)).lower() for code in space.accessibility),
        address=short_address(request, space),
        takes_registrations=StepKind.REGISTRATION in steps_of_kind(space.kind).all,
        cancelled_reason=space.cancelled_reason,
        has_answers=answers.exists(),
    )
