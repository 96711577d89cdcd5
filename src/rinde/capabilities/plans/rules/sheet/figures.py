"""Figures as spreadsheets give them back: 1234.5, 1.234,5, 1,234.50, 3.0, 50%, 1,2E+11. Pure."""

import re
from datetime import date, timedelta
from decimal import ROUND_HALF_EVEN, Decimal

from rinde.capabilities.plans.rules.sheet.texts import CellProblem, one_line

_GROUPED = re.compile(r"[1-9]\d{0,2}(?:(?P<mark>[.,'])\d{3})(?:(?P=mark)\d{3})*(?:(?!(?P=mark))[.,]\d+)?")
_PLAIN = re.compile(r"\d+(?:[.,]\d+)?")
_SHORT = re.compile(r"\d+(?:[.,]\d+)?E\+?\d+", re.IGNORECASE)
_CENT = Decimal("0.01")
_NOISE = Decimal("0.000001")  # 0.30000000000000004 is 0.3
_HIGHEST = Decimal(10) ** 12  # twelve digits before the comma
_FIRST_SERIAL = date(1899, 12, 30)
_SERIAL = re.compile(r"(?P<days>[2-8]\d{4})(?:[.,]0+)?")  # a day between 1954 and 2146


def read_figure(text: str, *, signed: bool = False) -> Decimal | None:
    """Read a figure of at most two decimals; None for an empty text.

    Raises:
        CellProblem: for anything else, and below zero unless `signed`.
    """
    said = one_line(text).replace("\xa0", "").replace(" ", "").removesuffix("%").removeprefix("+")
    if not said:
        return None
    is_negative = said[0] in "-−"
    figure = _magnitude(said[1:] if is_negative else said, text)
    if is_negative and figure and not signed:
        raise CellProblem("la cantidad no puede ser negativa. Escriba cero o más.")
    return -figure if is_negative else figure


def _magnitude(said: str, text: str) -> Decimal:
    if _GROUPED.fullmatch(said):
        found = re.split(r"[.,'](?=\d+$)", said) if _has_decimals(said) else [said]
        whole = re.sub(r"\D", "", found[0])
        figure = Decimal(".".join([whole, *found[1:]]))
    elif _PLAIN.fullmatch(said) or _SHORT.fullmatch(said):
        figure = Decimal(said.replace(",", "."))
    else:
        raise CellProblem(f"«{_shown(text)}» no es una cifra. Escriba solo el número, por ejemplo 12 o 2,5.")
    return _rounded(figure, text)


def _has_decimals(grouped: str) -> bool:
    """Whether the last mark differs from the first: «1.234,5», not «1.234.567»."""
    marks = re.sub(r"\d", "", grouped)
    return marks[-1] != marks[0]


def _rounded(figure: Decimal, text: str) -> Decimal:
    if figure >= _HIGHEST:
        raise CellProblem(f"«{_shown(text)}» es demasiado grande: caben doce cifras. Revise el número.")
    rounded = figure.quantize(_CENT, ROUND_HALF_EVEN)
    if abs(rounded - figure) > _NOISE:
        raise CellProblem(f"«{_shown(text)}» tiene más de dos decimales. Redondéelo.")
    return rounded


def _shown(text: str) -> str:
    said = one_line(text)
    return said if len(said) <= 40 else f"{said[:39]}…"


def figure_text(figure: Decimal | None) -> str:
    """Write a figure without thousands separators: «1234,5»."""
    return "" if figure is None else format(figure.normalize(), "f").replace(".", ",")


def serial_day(text: str) -> date | None:
    """The day that a spreadsheet's bare number stands for, where a date lost its format; None for any other text."""
    found = _SERIAL.fullmatch(text.strip())
    return _FIRST_SERIAL + timedelta(days=int(found["days"])) if found else None


def _numbers(found: re.Match[str]) -> list[int]:
    return sorted(map(int, found.groups()))


def is_same_code(written: str, came: str) -> bool:
    """Whether a code only lost its look on the way: «1.10» comes back as 1.1, «3-1» as the 3rd of January."""
    try:
        if Decimal(written.replace(",", ".")) == Decimal(came.replace(",", ".")):
            return True
    except ArithmeticError:
        pass
    numbers = re.fullmatch(r"0?(\d{1,2})[.,/-]0?(\d{1,2})", written)
    day = re.fullmatch(r"(\d{1,2})/(\d{1,2})/\d{4}", came) or re.fullmatch(r"\d{4}-(\d{2})-(\d{2})(?:[T ].*)?", came)
    return numbers is not None and day is not None and _numbers(numbers) == _numbers(day)
