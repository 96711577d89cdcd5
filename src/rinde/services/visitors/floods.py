"""Slowing whoever sends too many forms. The address of the network is kept as a keyed hash and forgotten in a day."""

from datetime import datetime, timedelta
from math import ceil

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

# A library or a school shares one address; a flood is still cut. (how many, in how long)
Limits = tuple[tuple[int, timedelta], ...]
LIMITS: Limits = ((12, timedelta(minutes=10)), (80, timedelta(days=1)))
_VISITOR = "rinde.visitors.visitor"


def seconds_to_wait(request: HttpRequest, *, what: str, now: datetime, limits: Limits = LIMITS) -> int:
    """Count one more form of whoever asks; 0 where it may come in, else how long they must wait.

    Args:
        what: the kind of form; each kind is counted apart.
        limits: of this kind, where many people send it at once through one connection, as in a hall.
    """
    moment = now.timestamp()
    key = f"visitors:{what}:{visitor_key(request)}"
    longest = max(span for _, span in limits).total_seconds()
    times: list[float] = [one for one in cache.get(key, ()) if moment - one < longest]
    for most, span in limits:
        recent = [one for one in times if moment - one < span.total_seconds()]
        if len(recent) >= most:
            return ceil(span.total_seconds() - (moment - recent[-most]))
    cache.set(key, [*times, moment], timeout=int(longest))
    return 0


def visitor_key(request: HttpRequest) -> str:
    """The network address of a request as a keyed hash."""
    address = get_adapter().get_client_ip(request)
    return salted_hmac(_VISITOR, address, algorithm="sha256").hexdigest()


def wait_in_words(seconds: int) -> str:
    """«8 minutos», «un minuto», «3 horas»."""
    minutes = -(-seconds // 60)
    if minutes > 90:
        return f"{-(-minutes // 60)} horas"
    return "un minuto" if minutes == 1 else f"{minutes} minutos"
