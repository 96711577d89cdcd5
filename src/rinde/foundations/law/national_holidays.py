"""The country's holidays of a year, from the library that computes them. Pure: a table may say otherwise, not this."""

from collections.abc import Mapping
from datetime import date
from functools import cache
from types import MappingProxyType

import holidays

FIRST_YEAR = 1984  # since the law of 1983 that moves most of them to Monday
LAST_YEAR = 2100
_MOVED = " (observado)"
# Names are cosmetic; these are the library's where Colombian calendars write them otherwise.
_NAMES = {
    "Ascensión del señor": "Ascensión del Señor",
    "La Asunción": "Asunción de la Virgen",
    "La Inmaculada Concepción": "Inmaculada Concepción",
    "Día de Nuestra Señora del Rosario de Chiquinquirá": "Virgen de Chiquinquirá",
}


@cache
def national_holidays(year: int) -> Mapping[date, str]:
    """Give the holidays of a year by their day, in order. Two that fall on one day share it: «Sagrado Corazón y …».

    Sources: Ley 51/1983 art. 1; from 2026, Ley 2578/2026 as the library knows it.

    Raises:
        ValueError: for a year before the law that sets them, or too far ahead to be of use.
    """
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ValueError(f"holidays are known from {FIRST_YEAR} to {LAST_YEAR}, not of {year}")
    found = holidays.country_holidays("CO", years=year, language="es")
    return MappingProxyType({day: _name(found[day]) for day in sorted(found) if day.year == year})


def _name(text: str) -> str:
    names = (one.strip().removesuffix(_MOVED) for one in text.split(";"))
    return " y ".join(_NAMES.get(one, one) for one in names)
