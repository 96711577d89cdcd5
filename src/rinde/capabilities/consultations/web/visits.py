"""What keeps programs and floods away from a form that needs no account. No address of the network is kept in clear."""

import uuid
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from math import ceil

from allauth.account.adapter import get_adapter
from django.core import signing
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

# A true «sí, más horario» is typed in three seconds: haste alone proves nothing, only together with another sign.
SHORTEST_VISIT = timedelta(seconds=2)
LONGEST_VISIT = timedelta(hours=24)
# A library or a school shares one address; a flood is still cut. (how many, in how long)
LIMITS: tuple[tuple[int, timedelta], ...] = ((12, timedelta(minutes=10)), (80, timedelta(days=1)))
_SALT = "rinde.consultations.form"
_VISITOR = "rinde.consultations.visitor"


@dataclass(frozen=True, slots=True)
class FormMark:
    """What a form carries, signed: its own id, by which a form sent twice is one comment, and when it was opened."""

    form_id: str
    opened_at: datetime

    def signed(self, place: str) -> str:
        """The text for the hidden field; it holds only at the place that it was made for."""
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
    """The mark that a form brought back; None for one that we did not sign."""
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


def seconds_to_wait(request: HttpRequest, *, now: datetime) -> int:
    """Count one more comment of whoever asks; 0 where it may come in, else how long they must wait.

    The address of the network is kept as a keyed hash and forgotten after a day.
    """
    moment = now.timestamp()
    key = f"consultations:{_visitor(request)}"
    longest = max(span for _, span in LIMITS).total_seconds()
    times: list[float] = [one for one in cache.get(key, ()) if moment - one < longest]
    for most, span in LIMITS:
        recent = [one for one in times if moment - one < span.total_seconds()]
        if len(recent) >= most:
            return ceil(span.total_seconds() - (moment - recent[-most]))
    cache.set(key, [*times, moment], timeout=int(longest))
    return 0


def _visitor(request: HttpRequest) -> str:
    address = get_adapter().get_client_ip(request)
    return salted_hmac(_VISITOR, address, algorithm="sha256").hexdigest()
