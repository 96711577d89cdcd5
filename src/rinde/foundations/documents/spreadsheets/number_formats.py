"""A typed value and its number format → what a person sees in the cell.

Numbers with thousands separators are written the Colombian way («5.000», «1.234,50»). A plain number keeps its point
(«1.1», «1.10»), because in a plan it is a code far more often than a quantity. A real date is always dd/mm/yyyy,
whatever the format: «03/04/22» can be read in two ways, «03/04/2022» cannot.
"""

import datetime as dt
import re
from functools import lru_cache
from typing import Final

MONTHS: Final = (
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
GENERAL_DIGITS: Final = 10  # Excel shows about eleven characters in General
# Quoted text, an escaped character, a space of some character's width, a fill character, a bracketed colour or locale.
NOT_CODE: Final = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')
DIGITS: Final = re.compile(r"[0#?][0#?,.]*")

CellValue = None | bool | int | float | str | dt.date | dt.datetime | dt.time | dt.timedelta


def shown(value: CellValue, number_format: str = "General") -> str:
    """Write a cell's value as a person sees it in the sheet."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "VERDADERO" if value else "FALSO"
    if isinstance(value, dt.timedelta):
        return _duration(value)
    if isinstance(value, dt.time):
        return f"{value:%H:%M}"
    if isinstance(value, dt.date):
        return _date(value, number_format)
    return _number(value, number_format)


def _duration(value: dt.timedelta) -> str:
    minutes = round(value.total_seconds() / 60)
    return f"{minutes // 60}:{minutes % 60:02}"


@lru_cache(maxsize=512)
def _date_parts(number_format: str) -> str:
    """The letters of a date format: «mmm-yy» → «mmmyy»."""
    return re.sub(r"[^dmyh]", "", NOT_CODE.sub("", number_format.split(";")[0]).lower().replace("e", "y"))


def _date(value: dt.date, number_format: str) -> str:
    letters = _date_parts(number_format)
    if "d" not in letters and "h" not in letters and "y" in letters:
        return _month_and_year(value, letters)
    text = f"{value.day:02}/{value.month:02}/{value.year:04}"
    if isinstance(value, dt.datetime) and "h" in letters and (value.hour or value.minute):
        text += f" {value.hour:02}:{value.minute:02}"
    return text


def _month_and_year(value: dt.date, letters: str) -> str:
    year = f"{value.year % 100:02}" if letters.count("y") <= 2 else str(value.year)
    match letters.count("m"):
        case 0:
            return year
        case 1 | 2:
            return f"{value.month:02}/{value.year}"
        case 3:
            return f"{MONTHS[value.month - 1][:3]}-{year}"
        case _:
            return f"{MONTHS[value.month - 1]} de {value.year}"


def _general(value: float) -> str:
    if isinstance(value, int) or value.is_integer():
        return str(int(value)) if abs(value) < 1e15 else f"{value:.5E}"
    return f"{value:.{GENERAL_DIGITS}g}"


@lru_cache(maxsize=512)
def _sections(number_format: str) -> tuple[str, ...]:
    """The sections for positive, negative and zero; semicolons inside quotes are text."""
    return tuple(re.findall(r'((?:"[^"]*"|\\.|[^;"\\])*)(?:;|$)', number_format)) or ("",)


def _section(value: float, number_format: str) -> str:
    sections = _sections(number_format)
    if value < 0 and len(sections) > 2:
        return sections[1]
    if value == 0 and len(sections) > 3:
        return sections[2]
    return sections[0]


def _number(value: float, number_format: str) -> str:
    if number_format in {"General", "@", ""}:
        return _general(value)
    section = _section(value, number_format)
    code = NOT_CODE.sub("", section)
    if "%" in code:
        return f"{_digits(value * 100, code, decimal_comma=True)}%"
    if "E" in code.upper() or "/" in code or not DIGITS.search(code):
        return _general(value)
    text = _digits(value, code, decimal_comma=False)
    return _with_currency(text, section)


def _digits(value: float, code: str, *, decimal_comma: bool) -> str:
    match = DIGITS.search(code)
    pattern = match.group() if match else "0"
    whole, _, fraction = pattern.partition(".")
    grouped = "," in whole.rstrip(",")
    decimals = len(fraction.replace(",", ""))
    value /= 1000 ** (len(whole) - len(whole.rstrip(",")))
    least = whole.count("0")
    text = f"{abs(value):{',' if grouped else ''}.{decimals}f}"
    if "#" in fraction or "?" in fraction:
        text = _without_optional_zeros(text, fraction.count("0"))
    text = _with_leading_zeros(text, least)
    if grouped or decimal_comma:
        text = text.translate({ord(","): ".", ord("."): ","})
    return f"-{text}" if value < 0 and re.search("[1-9]", text) else text


def _without_optional_zeros(text: str, required: int) -> str:
    whole, _, fraction = text.partition(".")
    fraction = fraction[:required] + fraction[required:].rstrip("0")
    return f"{whole}.{fraction}" if fraction else whole


def _with_leading_zeros(text: str, least: int) -> str:
    whole, point, fraction = text.partition(".")
    return whole.zfill(least) + point + fraction if "," not in whole else text


def _with_currency(text: str, section: str) -> str:
    """Put the sign of money before its figure: it tells a budget from a quantity."""
    return f"$ {text}" if "$" in re.sub(r"\[\$-[^\]]*\]", "", section) else text
