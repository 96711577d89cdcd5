"""Codes of activities: «1.1», «1,1», «3.1.2.», «26 Realizar…», in a column of their own or inside the text."""

import itertools
import re
from collections.abc import Sequence

_CODE = re.compile(
    r"(?:[A-Z]{1,4}[.\-]?)?\d{1,3}(?:\s?[.,\-]\s?\d{1,3}){0,5}\s?[.):\-]?[a-z]?\)?|[a-zA-Z][.)]|[IVX]{1,4}[.)]?"
)
_INSIDE = re.compile(
    r"^\(?(\d{1,2}(?:\s?[.,]\s?\d{1,3}){1,5})\s?[.):\-–]*\s+(?=\S)|"
    r"^(\d{1,2}(?:[.,]\d{1,3}){1,5})[.)\-–]*\s*(?=[^\W\d_])"
)
_LETTERED_INSIDE = re.compile(
    r"^([A-Z]{1,3}[.\-]?\d{1,2}(?:[.\-]\d{1,3}){1,4})[.):\-–]*\s+(?=\S)|"
    r"^([A-Z]{1,3}[.\-]\d{1,3})[.):\-–]*\s+(?=[^\W\d_])"
)
_THOUSANDS = re.compile(r"^\d{1,3}(?:[.,]\d{3})+\s")
_NUMBER_INSIDE = re.compile(r"^(\d{1,3})\s?[.):\-–]*\s+(?=[^\W\d_])")
_DATE = re.compile(r"\d{1,2}[.,\-]\d{1,2}[.,\-](?:20)?\d\d")


def is_code(text: str) -> bool:
    """Tell whether a whole text is a code."""
    stripped = text.strip()
    return 0 < len(stripped) <= 14 and bool(_CODE.fullmatch(stripped)) and not _DATE.fullmatch(stripped)


def clean_code(text: str) -> str:
    """Write a code the one way: points instead of commas, no blanks, no mark at the end."""
    code = re.sub(r"\s+", "", text.strip().replace(",", ".")).strip("()")
    return code.rstrip(".):-–")


def split_code(text: str) -> tuple[str | None, str]:
    """Take the code of several parts from the beginning of a text: «1,1 Actualizar» → «1.1», «Actualizar»."""
    match = None if _THOUSANDS.match(text) else _INSIDE.match(text) or _LETTERED_INSIDE.match(text)
    if not match:
        return None, text
    return clean_code(match[1] or match[2]), text[match.end() :].lstrip(" .-–)")


def numbered_inside(texts: Sequence[str]) -> bool:
    """Tell whether texts are numbered «26 Realizar…»: most begin with a number, and the numbers go up."""
    numbers = [int(match[1]) for text in texts if (match := _NUMBER_INSIDE.match(text))]
    if len(numbers) < 2 or len(numbers) < 0.6 * len(texts):
        return False
    steps = [later - earlier for earlier, later in itertools.pairwise(numbers)]
    return sum(0 <= step <= 3 or later == 1 for step, later in zip(steps, numbers[1:], strict=False)) >= 0.8 * len(
        steps
    )


def split_number(text: str) -> tuple[str | None, str]:
    """Take a plain number from the beginning of a text; only where ``numbered_inside`` holds for its column."""
    match = _NUMBER_INSIDE.match(text)
    return (match[1], text[match.end() :].lstrip(" .-–)")) if match else (None, text)


def with_lost_zeros(codes: Sequence[str | None]) -> list[str | None]:
    """Give back the zero that a spreadsheet takes from 1.10 when it is typed as a number: 1.9 is followed by «1.1»."""
    healed: list[str | None] = []
    previous: list[int] = []
    for code in codes:
        parts = _parts(code)
        if (
            code
            and parts
            and len(parts) == len(previous) == 2
            and parts[0] == previous[0]
            and parts[1] * 10 == previous[1] + 1
        ):
            code = f"{code}0"
            parts = _parts(code)
        healed.append(code)
        previous = parts or previous
    return healed


def _parts(code: str | None) -> list[int]:
    return [int(part) for part in code.split(".")] if code and re.fullmatch(r"\d+(?:\.\d+)+", code) else []
