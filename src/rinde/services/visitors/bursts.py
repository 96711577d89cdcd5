"""Slowing floods of small forms that a whole hall sends at once. Counted in this process's memory and written nowhere.

Where `floods` asks the database, this costs a dictionary: a hall of hundreds presses buttons in the same minute through
one connection. Several processes count each for itself, so that many times what is allowed may come in: the limits only
cut what no hall makes. An address is held as a keyed hash until its window is over.
"""

from dataclasses import dataclass
from datetime import datetime
from math import ceil
from threading import Lock

from django.http import HttpRequest

from rinde.services.visitors.floods import Limits, visitor_key

MOST_KEYS = 20_000  # some megabytes; when they are full, what has ended is thrown out, then all of it


@dataclass(slots=True)
class _Window:
    ends_at: float  # seconds since 1970
    count: int


_windows: dict[tuple[str, float], _Window] = {}
_lock = Lock()


def address_wait(request: HttpRequest, *, what: str, limits: Limits, now: datetime) -> int:
    """Count one more form from the network address of a request; 0 where it may come in, else seconds to wait."""
    return burst_wait(f"{what}:{visitor_key(request)}", limits=limits, now=now)


def burst_wait(who: str, *, limits: Limits, now: datetime) -> int:
    """Count one more of whoever it is; 0 where it may come in, else how many seconds until it may.

    Args:
        who: names the visitor and the kind of form, without anything in clear.
        limits: (how many, in how long); counted in windows that begin with the first one.
    """
    moment = now.timestamp()
    with _lock:
        _make_room(moment)
        windows = [(most, _window(who, span.total_seconds(), moment)) for most, span in limits]
        full = [window.ends_at - moment for most, window in windows if window.count >= most]
        if full:
            return max(1, ceil(max(full)))
        for _, window in windows:
            window.count += 1
    return 0


def _window(who: str, span: float, moment: float) -> _Window:
    found = _windows.get((who, span))
    if found is None or found.ends_at <= moment:
        found = _windows[(who, span)] = _Window(moment + span, 0)
    return found


def _make_room(moment: float) -> None:
    if len(_windows) < MOST_KEYS:
        return
    for key in [key for key, window in _windows.items() if window.ends_at <= moment]:
        del _windows[key]
    if len(_windows) >= MOST_KEYS:
        _windows.clear()


def forget_bursts() -> None:
    """Count everybody from nothing again."""
    with _lock:
        _windows.clear()
