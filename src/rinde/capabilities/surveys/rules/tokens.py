"""The keys of one use: how they look, how they are read back from paper, and how many are made at once. Pure."""

import re
from collections.abc import Callable, Sequence

# No letters or figures that are taken for each other on paper. 31 to the 12th: guessing one takes longer than a survey.
ALPHABET = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
LENGTH = 12
_GROUP = 4
MOST_AT_ONCE = 200
_NOTHING = re.compile(r"[\s\-–—_.]+")


def new_token(choose: Callable[[Sequence[str]], str]) -> str:
    """«K7QF-2MXA-9RTD», of letters that `choose` picks without anybody foreseeing them."""
    return shown("".join(choose(ALPHABET) for _ in range(LENGTH)))


def shown(letters: str) -> str:
    """The letters of a key in groups that a person can read out."""
    return "-".join(letters[place : place + _GROUP] for place in range(0, len(letters), _GROUP))


def tidied(typed: str) -> str:
    """What somebody typed or scanned as it is hashed, capitals without strokes; empty for what cannot be a key."""
    letters = _NOTHING.sub("", typed).upper()
    return letters if len(letters) == LENGTH and set(letters) <= set(ALPHABET) else ""


def count_gaps(count: int) -> tuple[str, ...]:
    """Say in Spanish what is wrong with how many are asked for."""
    if 1 <= count <= MOST_AT_ONCE:
        return ()
    return (f"Se crean de 1 a {MOST_AT_ONCE} claves cada vez. Usted escribió {count}.",)
