"""How a value is written where the form has no types of its own. Pure."""

from datetime import date
from decimal import Decimal

from rinde.services.reporting.tree import Signature, Value

# What makes a spreadsheet take a text for a formula (OWASP, CSV injection).
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def as_text(value: Value) -> str:
    """The value as a person in Colombia reads it: 30/04/2026, 4,5."""
    if value is None:
        return ""
    if isinstance(value, date):
        return value.strftime("%d/%m/%Y")
    if isinstance(value, Decimal | float):
        return format(Decimal(str(value)).normalize(), "f").replace(".", ",")
    return str(value)


def as_data(value: Value) -> str | int | float | None:
    """The value as a program reads it: ISO dates, plain numbers."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value


def without_formula(text: str) -> str:
    """A text that no spreadsheet runs: an apostrophe goes before what would start a formula."""
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def printable(text: str) -> str:
    """Without the control characters that XML and PDF refuse; line breaks and tabs stay."""
    return "".join(letter for letter in text if letter >= " " or letter in "\n\t")


def signature_lines(one: Signature) -> tuple[str, ...]:
    """What stands where somebody signs, a line each: the role over the line, name, post and day under it."""
    day = f"Fecha: {as_text(one.on)}" if one.on else "Fecha:"
    return (f"{one.role}:", "_" * 40, one.name, one.post, day)
