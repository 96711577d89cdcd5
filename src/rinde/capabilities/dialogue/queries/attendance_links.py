"""The links by which somebody without an account finds their own registration, or asks for no more mail.

A link carries a number, signed: nothing of it is stored, and nobody can make one for somebody else.
"""

from django.core import signing
from django.db.models import QuerySet
from django.urls import reverse

from rinde.capabilities.dialogue.models import Attendee, DialogueSpace, Registration

_OWN, _LEAVING = "rinde.dialogue.registration", "rinde.dialogue.results"


def registration_token(registration_id: int) -> str:
    """Give what the link of a registration carries; the same each time."""
    return signing.Signer(salt=_OWN).sign(str(registration_id))


def registration_of(token: str, *, space: DialogueSpace) -> Registration | None:
    """The registration of a link; None for a link that we did not make, or of another space. One query."""
    rows: QuerySet[Registration] = Registration.objects.select_related("group")
    return rows.filter(space=space, pk=_number(token, _OWN)).first()


def results_token(attendee_id: int) -> str:
    """Give what the link carries by which somebody asks for no results."""
    return signing.Signer(salt=_LEAVING).sign(str(attendee_id))


def attendee_of(token: str, *, space: DialogueSpace) -> Attendee | None:
    """Whoever a mail of the results went to; None as for `registration_of`. One query."""
    found: Attendee | None = Attendee.objects.filter(space=space, pk=_number(token, _LEAVING)).first()
    return found


def _number(token: str, salt: str) -> int:
    try:
        return int(signing.Signer(salt=salt).unsign(token))
    except (signing.BadSignature, ValueError):
        return 0


def address_of(space: DialogueSpace, name: str, *, site: str = "", **more: str) -> str:
    """The address of a public page of a space, absolute where `site` is given. The space comes with its entity."""
    path = reverse(f"portal:{name}", kwargs={"entity_slug": space.entity.slug, "slug": space.slug} | more)
    return f"{site}{path}"
