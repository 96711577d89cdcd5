"""The signed mark of a form: its own id, by which a form sent twice counts once, and when it was opened."""

import uuid
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.core import signing

# A true «sí, más horario» is typed in three seconds: haste alone proves nothing, only together with another sign.
SHORTEST_VISIT = timedelta(seconds=2)
LONGEST_VISIT = timedelta(hours=24)
_SALT = "rinde.visitors.form"


@dataclass(frozen=True, slots=True)
class FormMark:
    """What a form carries."""

    form_id: str
    opened_at: datetime

    def signed(self, place: str) -> str:
        """The text for the hidden field; it holds only at the place that it was made for: «consultation:12»."""
        told = {"id": self.form_id, "at": self.opened_at.timestamp()}
        return signing.dumps(told, salt=f"{_SALT}:{place}", compress=False)


def new_mark(now: datetime) -> FormMark:
    """A mark for a form that is opened now."""
    return FormMark(uuid.uuid4().hex, now)


def mark_to_give(came_in: FormMark | None, now: datetime) -> FormMark:
    """The mark for a form that is shown again: the same one, its clock begun anew where it had run out."""
    if came_in is None:
        return new_mark(now)
    return FormMark(came_in.form_id, now) if now - came_in.opened_at > LONGEST_VISIT else came_in


def read_mark(text: str, place: str) -> FormMark | None:
    """The mark that a form brought back; None for one that we did not sign for this place."""
    try:
        told = signing.loads(text, salt=f"{_SALT}:{place}")
        return FormMark(str(told["id"]), datetime.fromtimestamp(told["at"], tz=UTC))
    except (signing.BadSignature, KeyError, TypeError, ValueError):
        return None


def visit_gap(mark: FormMark | None, now: datetime, *, looks_sent_by_a_program: bool = False) -> str:
    """Say in Spanish why a form cannot be taken as it came; empty where it can.

    Args:
        looks_sent_by_a_program: whether something besides its haste says so, such as links in the text.
    """
    if mark is None or now - mark.opened_at > LONGEST_VISIT:
        return "El formulario llevaba mucho tiempo abierto. Su texto está aquí: revíselo y envíelo de nuevo."
    if looks_sent_by_a_program and now - mark.opened_at < SHORTEST_VISIT:
        return "El formulario llegó demasiado rápido, como los que envían los robots. Su texto está aquí: envíelo ya."
    return ""
