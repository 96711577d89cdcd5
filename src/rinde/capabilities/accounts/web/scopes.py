"""Over what a role may be given. Plans stand above this capability, so the desk tells what can be chosen there."""

from collections.abc import Callable

from rinde.capabilities.accounts.choices import ScopeKind
from rinde.capabilities.entities.models import Actor

Choices = list[tuple[int, str]]


def _actors() -> Choices:
    return [(actor.pk, actor.name) for actor in Actor.objects.all()]


_SOURCES: dict[str, Callable[[], Choices]] = {ScopeKind.ACTORS: _actors}


def offer_scope(kind: str, source: Callable[[], Choices]) -> None:
    """Let roles be given over things of a kind; `source` lists those of the active entity. Called once, at start."""
    _SOURCES[kind] = source


def scope_choices() -> dict[str, Choices]:
    """What can be chosen in the active entity, by kind. One query each."""
    return {kind: source() for kind, source in _SOURCES.items()}
