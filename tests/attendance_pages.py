"""Pages of registration and attendance for tests: where they are, and what their forms carry."""

import re
from datetime import timedelta
from typing import Any

from django.test import Client
from django.urls import reverse

from rinde.capabilities.accounts.models import User
from rinde.capabilities.dialogue.models import DialogueSpace

SECRET = "Ana Secreta"


def on_the_day(desk: Any, clock: Any, moment: Any) -> None:
    """Some weeks later, signed in again."""
    clock.move_to(moment)
    desk.force_login(User.objects.get(pk=desk.user_id))


def at(space: DialogueSpace, name: str, **more: Any) -> str:
    return reverse(f"desk:{name}", kwargs={"entity_slug": space.entity.slug, "space_id": space.pk} | more)


def public(space: DialogueSpace, name: str, **more: Any) -> str:
    return reverse(f"portal:{name}", kwargs={"entity_slug": space.entity.slug, "slug": space.slug} | more)


def hidden(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found, name
    return found.group(1)


def opened(client: Client, url: str, clock: Any, **data: str) -> dict[str, str]:
    """What a form carries that was opened some seconds ago."""
    page = client.get(url).content.decode()
    clock.shift(timedelta(seconds=20))
    return {"mark": hidden(page, "mark"), "words": hidden(page, "words")} | data


ANA = {"author_name": SECRET, "email": "ana@secreta.co", "consents": "on"}
