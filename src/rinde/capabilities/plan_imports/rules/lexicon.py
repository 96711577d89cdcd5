"""Reading the text of a heading: which roles it may mean, however it is cut, misspelt, turned or spaced."""

import re
from collections.abc import Sequence
from functools import lru_cache

from rapidfuzz import fuzz, process

from rinde.capabilities.plan_imports.rules.headings import (
    CUT_WORD,
    FOLLOW_UP,
    HEADINGS,
    NOT_FOLLOW_UP,
    OTHER_TABLES,
    RISK_WORDS,
    WHOLE_WORDS,
    Role,
)

_LONGEST_HEADING = 90
_SIMILAR = 85.0
_PATTERNS = tuple((heading.pattern, heading.role, heading.sure) for heading in HEADINGS)
_PLAIN = str.maketrans("áéíóúüñàèìòùº°ª", "aeiouunaeiou   ")
_ANY = re.compile("|".join(heading.pattern.pattern for heading in HEADINGS))  # most texts are none
_SQUEEZED = tuple((heading.squeezed, heading.role, heading.sure) for heading in HEADINGS)
_MOST_CUT_WORDS = 6
_LONGEST_JOINED = 60
_JOINT = re.compile(r"\s*/\s*(?:o\s+|y\s+)?|\s+(?:y\s*/\s*o|[oyeu])\s+|\s+[-–—]\s+", re.IGNORECASE)
_LEVELS = frozenset((Role.COMPONENT, Role.SUBCOMPONENT, Role.GROUP))
_MARKS = re.compile(r"[^a-z0-9%]+")


@lru_cache(maxsize=4096)
def fold_heading(text: str) -> str:
    """Fold a text to letters and figures with single spaces. The key of a remembered mapping."""
    return " ".join(_MARKS.sub(" ", text.lower().translate(_PLAIN)).split())


@lru_cache(maxsize=2048)
def roles_of(heading: str) -> tuple[tuple[Role, float], ...]:
    """Every role that a heading may mean, surest first. Long texts mean none: they are content."""
    folded = fold_heading(heading)
    if not folded or len(folded) > _LONGEST_HEADING:
        return ()
    if FOLLOW_UP.search(folded) and not NOT_FOLLOW_UP.search(folded) and len(folded) <= 60:
        return ((Role.FOLLOW_UP, 1.0),)
    found = _joined_labels(heading) or _said_by(folded)
    return tuple(sorted(found.items(), key=lambda item: -item[1]))


def _said_by(folded: str) -> dict[Role, float]:
    """What a folded heading means, read in every way that cells and typists leave: whole, cut, misspelt, turned."""
    turned = folded[::-1]  # «dadivitcA»: a turned heading that a PDF stores backwards
    found: dict[Role, float] = {}
    for reading in (folded, folded.replace(" ", ""), _repaired(folded), _repaired(turned)):
        found = found or _matches(reading)
    if set(found) <= {Role.SCHEDULE} and 1 < folded.count(" ") + 1 <= _MOST_CUT_WORDS:
        found |= _squeezed(folded)
    return found


def _squeezed(folded: str) -> dict[Role, float]:
    """What a heading of several words means whose words a narrow cell cut: «Fecha de termina ción»."""
    text = folded.replace(" ", "")
    return {role: sure for pattern, role, sure in _SQUEEZED if pattern.fullmatch(text)}


def _joined_labels(heading: str) -> dict[Role, float]:
    """What two labels joined by a slash, «o» or «y» mean: «Estrategia / Subcomponente» heads the subcomponents.

    Nothing unless every part is a label by itself and one of them names a level of the plan.
    """
    parts = [fold_heading(part) for part in _JOINT.split(heading)] if len(heading) <= _LONGEST_JOINED else []
    if len(parts) < 2 or not all(parts):
        return {}
    meanings = [_said_by(part) for part in parts]
    if not all(meanings):
        return {}
    named = {max(roles, key=lambda role: roles[role]) for roles in meanings}
    if not named <= _LEVELS:
        return {}
    for level in (Role.SUBCOMPONENT, Role.COMPONENT, Role.GROUP):
        if level in named:
            return {level: 0.8 if level is Role.GROUP else 1.0}
    return {}


def _matches(folded: str) -> dict[Role, float]:
    found: dict[Role, float] = {}
    if not _ANY.fullmatch(folded):
        return found
    many_words = folded.count(" ") > 4
    for pattern, role, sure in _PATTERNS:
        if pattern.fullmatch(folded):
            found[role] = max(found.get(role, 0.0), sure * (0.7 if many_words else 1.0))
    return found


def _repaired(folded: str) -> str:
    """Heal words that are cut or misspelt, each by itself; a heading of many words is left as it is."""
    words = folded.split()
    return " ".join(map(_healed, words)) if len(words) <= 4 else folded


@lru_cache(maxsize=1024)
def _healed(word: str) -> str:
    if len(word) < 5 or word in WHOLE_WORDS:
        return word
    if CUT_WORD.match(word):
        whole = next((known for known in WHOLE_WORDS if known.startswith(word)), None)
        if whole:
            return whole
    near = process.extractOne(word, WHOLE_WORDS, scorer=fuzz.ratio, score_cutoff=_SIMILAR)
    return str(near[0]) if near else word


def other_table(headings: Sequence[str]) -> str | None:
    """Name the kind of a table that is no plan by its headings: changes, signatures, norms, budget, contents, risk."""
    folded = [fold_heading(heading) for heading in headings]
    if sum(1 for heading in folded if RISK_WORDS.intersection(heading.split())) >= 3:
        return "risk"
    whole = " ".join(folded)
    return next((kind for kind, pattern in OTHER_TABLES if pattern.search(whole)), None)
