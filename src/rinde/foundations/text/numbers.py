"""Integers in Spanish words, both ways, up to 999 999 999."""

import re

from rinde.foundations.text.folding import fold

_UNIT_WORDS = (
    "cero uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciseis diecisiete "
    "dieciocho diecinueve veinte veintiuno veintidos veintitres veinticuatro veinticinco veintiseis veintisiete "
    "veintiocho veintinueve"
)
_UNITS = _UNIT_WORDS.split()
_TENS = {30: "treinta", 40: "cuarenta", 50: "cincuenta", 60: "sesenta", 70: "setenta", 80: "ochenta", 90: "noventa"}
_HUNDREDS = {
    100: "ciento",
    200: "doscientos",
    300: "trescientos",
    400: "cuatrocientos",
    500: "quinientos",
    600: "seiscientos",
    700: "setecientos",
    800: "ochocientos",
    900: "novecientos",
}
_VALUES: dict[str, int] = (
    {word: value for value, word in enumerate(_UNITS)}
    | {word: value for value, word in _TENS.items()}
    | {word: value for value, word in _HUNDREDS.items()}
    | {word[:-2] + "as": value for value, word in _HUNDREDS.items() if value > 100}
    | {"un": 1, "una": 1, "cien": 100, "veintiun": 21, "veintiuna": 21}
)
_SCALES = {"mil": 1_000, "millon": 1_000_000, "millones": 1_000_000}
NUMBER_WORDS = frozenset(_VALUES) | frozenset(_SCALES)
_WORD = re.compile(r"[a-z]+")


def number_from_words(text: str) -> int | None:
    """Read a whole text such as «dos mil doscientos veintiuno» as an integer; None where it is not one."""
    words = _WORD.findall(fold(text))
    value, read = leading_number(words)
    return value if read and read == len(words) else None


def leading_number(words: list[str]) -> tuple[int, int]:
    """Read the number that the folded words begin with. Returns its value and how many words it took (0: none)."""
    total, group, read, above = 0, 0, 0, 1_000  # `above`: a part must be smaller than the part before it
    for position, word in enumerate(words):
        following = words[position + 1] if position + 1 < len(words) else ""
        if word == "y" and read and group % 10 == 0 and group % 100 >= 30 and 1 <= _VALUES.get(following, 0) <= 9:
            continue
        if word in _SCALES and (read or word == "mil"):
            scale = _SCALES[word]
            total, group = (total + (group or 1) * scale, 0) if scale == 1_000 else ((total + group) * scale, 0)
            above, read = 1_000, position + 1
        elif word in _VALUES and _fits(_VALUES[word], above):
            group += _VALUES[word]
            above, read = _room_after(_VALUES[word]), position + 1
        else:
            break
    return total + group, read


def _fits(value: int, above: int) -> bool:
    return value < above and (value > 0 or above == 1_000)


def _room_after(value: int) -> int:
    if value >= 100:
        return 100
    return 10 if value >= 30 else 0


def words_from_number(value: int) -> str:
    """Write an integer in unaccented Spanish words. Raises ValueError outside 0…999 999 999."""
    if not 0 <= value < 1_000_000_000:
        raise ValueError(f"No Spanish words for {value}: only 0 to 999 999 999")
    if value == 0:
        return "cero"
    millions, rest = divmod(value, 1_000_000)
    thousands, units = divmod(rest, 1_000)
    parts = []
    if millions:
        parts.append("un millon" if millions == 1 else f"{_before_scale(_below_million(millions))} millones")
    if thousands:
        parts.append("mil" if thousands == 1 else f"{_before_scale(_below_thousand(thousands))} mil")
    if units:
        parts.append(_below_thousand(units))
    return " ".join(parts)


def _below_million(value: int) -> str:
    thousands, units = divmod(value, 1_000)
    head = {0: "", 1: "mil"}.get(thousands) if thousands < 2 else f"{_before_scale(_below_thousand(thousands))} mil"
    return " ".join(filter(None, (head, _below_thousand(units) if units else "")))


def _below_thousand(value: int) -> str:
    hundreds, rest = value - value % 100, value % 100
    if value == 100:
        return "cien"
    return " ".join(filter(None, (_HUNDREDS.get(hundreds, ""), _below_hundred(rest) if rest else "")))


def _below_hundred(value: int) -> str:
    if value < 30:
        return _UNITS[value]
    tens, units = value - value % 10, value % 10
    return f"{_TENS[tens]} y {_UNITS[units]}" if units else _TENS[tens]


def _before_scale(words: str) -> str:
    """«veintiuno» is «veintiun» before «mil» and «millones»."""
    return words[:-1] if words.endswith("uno") else words
