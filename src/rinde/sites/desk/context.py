"""What every page's frame needs: the entity, and the menu of who is signed in."""

from typing import Any

from django.http import HttpRequest


def frame(request: HttpRequest) -> dict[str, Any]:
    """The entity of the URL. Never the person: public pages must not vary by who asks."""
    return {"entity": getattr(request, "entity", None)}
