"""The mark of a visitor at one space: a random word in a cookie of that space, kept by us as a keyed hash only.

It tells one browser from another where people support questions. It says nothing of who they are, holds at one space,
and is never set where nobody can ask.
"""

from datetime import timedelta
from secrets import token_urlsafe

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.crypto import salted_hmac

from rinde.capabilities.dialogue.models import DialogueSpace

COOKIE = "rinde_pregunta"
KEPT_FOR = timedelta(days=60)  # from the call to some days after the event
_SALT = "rinde.dialogue.visitor"


def visitor_hash(request: HttpRequest, space: DialogueSpace) -> str:
    """The keyed hash of whoever asks, at this space; empty for a browser without our mark, or with a forged one."""
    mark = request.get_signed_cookie(COOKIE, default="", salt=_salt(space))
    return salted_hmac(_salt(space), mark, algorithm="sha256").hexdigest() if mark else ""


def _salt(space: DialogueSpace) -> str:
    return f"{_SALT}:{space.pk}"


def with_mark(request: HttpRequest, space: DialogueSpace, response: HttpResponse) -> HttpResponse:
    """Give a browser that has none its mark, with a page from which it may ask or support."""
    if not visitor_hash(request, space):
        response.set_signed_cookie(
            COOKIE,
            token_urlsafe(16),
            salt=_salt(space),
            max_age=KEPT_FOR,
            path=reverse("portal:dialogue_space", kwargs={"entity_slug": space.entity.slug, "slug": space.slug}),
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )
    return response
