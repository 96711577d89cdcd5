"""Whether the names of a space are open in this browser: by a button that leaves a trace, for some hours, no longer."""

from datetime import datetime, timedelta

from django.contrib.sessions.backends.base import SessionBase

from rinde.capabilities.dialogue.models import DialogueSpace

OPEN_FOR = timedelta(hours=4)  # a morning at the table; the next look is a fact of its own
_KEY = "dialogue.open_lists"


def keep_open(session: SessionBase, space: DialogueSpace, *, now: datetime) -> None:
    """Remember that the list was opened now; others that ran out are forgotten."""
    standing = {pk: at for pk, at in session.get(_KEY, {}).items() if _holds(at, now)}
    session[_KEY] = standing | {str(space.pk): now.timestamp()}


def is_open(session: SessionBase, space: DialogueSpace, *, now: datetime) -> bool:
    """Tell whether the names may be shown on this visit."""
    at = session.get(_KEY, {}).get(str(space.pk))
    return at is not None and _holds(at, now)


def _holds(at: float, now: datetime) -> bool:
    return 0 <= now.timestamp() - at < OPEN_FOR.total_seconds()
