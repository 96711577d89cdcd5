"""The address of an activity within its plan: short, stable, made from the code that people already use.

Pure. Plans number as they like: codes restart in every component, carry commas, or are not there. A key is made once,
when the activity is created, and never changes, so a link that somebody shared stays good.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from rinde.foundations.text.folding import fold

_LONGEST = 40
_NOT_SLUG = re.compile(r"[^a-z0-9]+")
_CODES = re.compile(r"[a-z0-9]+(?:[.,][a-z0-9]+)*")
# What an address of an activity may look like: «3.1.2», «c3-1», «c3-s1-a2».
KEY = re.compile(r"[a-z0-9]+(?:[.-][a-z0-9]+)*")


@dataclass(frozen=True, slots=True)
class Place:
    """Where an activity stands. `component` and `subcomponent` are labels that differ among their siblings."""

    code: str
    component: str
    subcomponent: str = ""
    position: int = 1  # within its component or subcomponent, from 1


def slug_of(text: str) -> str:
    """Turn a name into what an address may carry: «Plan de acción» gives «plan-de-accion»."""
    return _NOT_SLUG.sub("-", fold(text)).strip("-")[:_LONGEST].strip("-")


def key_of(code: str) -> str:
    """Turn a printed code into an address that people recognise: «3.1.2» and «3,1,2» give «3.1.2», «3.1 a)» «3.1-a»."""
    plain = unicodedata.normalize("NFKD", code).encode("ascii", "ignore").decode().lower()
    return "-".join(_CODES.findall(plain)).replace(",", ".")[:_LONGEST].strip("-.")


def activity_keys(places: Sequence[Place], taken: Collection[str] = ()) -> tuple[str, ...]:
    """Give each place a key that no other has, in their order; `taken` are the keys that the plan already uses.

    The code alone where it is the only one of its kind in the plan; with its component, then its subcomponent too,
    where codes restart; the position where there is no code.
    """
    candidates = [_candidates(place) for place in places]
    counts = Counter(key for keys in candidates for key in set(keys))
    used = set(taken)
    given = []
    for keys in candidates:
        free = next((key for key in keys if counts[key] == 1 and key not in used), None)
        key = free or _numbered(keys[-1], used)
        used.add(key)
        given.append(key)
    return tuple(given)


def _candidates(place: Place) -> tuple[str, ...]:
    """Every key that would do, shortest first; the last one says the most."""
    component = f"c{key_of(place.component)}"
    whole = f"{component}-s{key_of(place.subcomponent)}" if place.subcomponent else component
    code = key_of(place.code)
    if not code:
        return (f"{whole}-a{place.position}",)
    return tuple(dict.fromkeys((code, f"{component}-{code}", f"{whole}-{code}")))


def _numbered(key: str, used: Collection[str]) -> str:
    """«3.1», «3.1-b2», «3.1-b3»…: the letter keeps it apart from the code «3-1-2»."""
    if key not in used:
        return key
    number = 2
    while f"{key}-b{number}" in used:
        number += 1
    return f"{key}-b{number}"
