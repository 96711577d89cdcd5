"""Dates and numbers as Colombia writes them. Needs Django only for the time zone."""

from datetime import date, datetime
from decimal import Decimal

from django.utils import timezone

MONTHS = (
    "enero",
    "febrero",
    "marzo",
    "abril",
    "mayo",
    "junio",
    "julio",
    "agosto",
    "septiembre",
    "octubre",
    "noviembre",
    "diciembre",
)
SHORT_MONTHS = tuple(month[:3] for month in MONTHS)
# Swaps the marks of Python's own grouping: 1,234.5 becomes 1.234,5.
_SWAP = str.maketrans(",.", ".,")


def _clock(moment: datetime) -> str:
    """«3:05 p. m.», with spaces that do not break."""
    return f"{moment.hour % 12 or 12}:{moment.minute:02} {'a' if moment.hour < 12 else 'p'}.\u00a0m."


def spanish_date(day: date | datetime, form: str = "short") -> str:
    """Write a day in words; a moment is first put on Colombia's clock.

    Args:
        form: «short» 30 abr 2026, «long» 30 de abril de 2026, «month» abril de 2026, «day» 30 abr,
            «time» with the hour, «clock» the hour alone.
    """
    if isinstance(day, datetime) and timezone.is_aware(day):
        day = timezone.localtime(day)
    if form == "clock" and isinstance(day, datetime):
        return _clock(day)
    month = MONTHS[day.month - 1]
    if form == "long":
        return f"{day.day} de {month} de {day.year}"
    if form == "month":
        return f"{month} de {day.year}"
    short = f"{day.day}\u00a0{SHORT_MONTHS[day.month - 1]}"
    if form == "day":
        return short
    if form == "time" and isinstance(day, datetime):
        return f"{short}\u00a0{day.year}, {_clock(day)}"
    return f"{short}\u00a0{day.year}"


def spanish_number(value: float | Decimal) -> str:
    """Write a number with dots for thousands and a comma for decimals, without zeros that say nothing."""
    if isinstance(value, float):
        value = Decimal(str(value))
    text = f"{value:,f}" if isinstance(value, Decimal) else f"{value:,}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return text.translate(_SWAP)
