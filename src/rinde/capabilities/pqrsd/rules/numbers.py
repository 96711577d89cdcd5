"""The filing number and the lookup code of a petition: how they look, and how typed ones are understood. Pure."""

import re
from collections.abc import Callable

# No 0/O, 1/I/L, 5/S, 2/Z or U/V: a code is read aloud over the telephone and copied from paper.
ALPHABET = "346789ABCDEFGHJKMNPQRTWXY"
CODE_LENGTH = 10  # 25^10: some 46 bits, asked about behind a limit of tries
_NUMBER = re.compile(r"(\d{4})[\s\-–./]*0*(\d{1,9})")


def filing_number(year: int, sequence: int) -> str:
    """«2026-000123»"""
    return f"{year}-{sequence:06d}"


def read_number(typed: str) -> str:
    """Understand a number as people type it («2026 123»); empty for what is none."""
    found = _NUMBER.fullmatch(typed.strip())
    return filing_number(int(found[1]), int(found[2])) if found else ""


def new_code(choose: Callable[[str], str]) -> str:
    """Make a code: «K7QMP-3XTHR».

    Args:
        choose: gives one of the letters at random, from a source that nobody can guess.
    """
    letters = "".join(choose(ALPHABET) for _ in range(CODE_LENGTH))
    return f"{letters[:5]}-{letters[5:]}"


def read_code(typed: str) -> str:
    """A code as it was typed, without blanks and hyphens, in capitals."""
    return re.sub(r"[\s\-–]", "", typed).upper()[: CODE_LENGTH * 2]
