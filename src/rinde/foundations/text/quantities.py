"""Quantities as the targets of plans write them: «Dos (2)», «(01)», «al menos (1) por dependencia», «100%».

Knows numbers and the words around them, never what is counted. A quantity in words and in figures that disagree is
read by its figure and reported, because only a person knows which of the two was meant.
"""

import re
from dataclasses import dataclass
from typing import Literal

from rinde.foundations.text.folding import fold_keeping_length
from rinde.foundations.text.numbers import NUMBER_WORDS, leading_number

Unit = Literal["count", "percent"]


@dataclass(frozen=True, slots=True)
class Quantity:
    """How much. ``per_unit``: for each organisational unit; ``words_say``: the words' value, if they disagree."""

    value: float
    unit: Unit
    per_unit: bool = False
    at_least: bool = False
    words_say: int | None = None


_FIGURE = r"\d{1,3}(?:[.,'’]\d{3})+(?!\d)|\d+(?:[.,]\d+)?"
_PERCENT = re.compile(rf"({_FIGURE})\s*(?:%|por\s*ciento|porciento)")
_IN_BRACKETS = re.compile(rf"\(\s*({_FIGURE})\s*(%?)\s*\)")
_BARE = re.compile(rf"(?<![\w.,/-])({_FIGURE})(?![\w/]|[.,-]\d)")
_WORD = re.compile(r"[a-z]+")
_WORD_PERCENT = re.compile(r"\bpor\s*ciento\b|\bporciento\b")
_AT_LEAST = re.compile(r"\b(?:al menos|por lo menos|minimo|minima|no menos de|como minimo|mas de|superior a)\b")
_ACTORS = (
    r"dependencias?|organismos?|secretarias?|entidad(?:es)?|unidad(?:es)?|areas?|oficinas?|"
    r"procesos?|sedes?|direccion(?:es)?|"
    r"municipios?|comunas?|corregimientos?|subsecretarias?|grupos?|subdireccion(?:es)?|"
    r"lider(?:es)?|servidor(?:es)?|funcionarios?"
)
_PER_UNIT = re.compile(
    rf"\b(?:por\s+(?:cada\s+(?:una?\s+(?:de\s+l[ao]s\s+)?)?)?|cada\s+(?:una?\s+de\s+l[ao]s\s+)?)(?:{_ACTORS})\b"
)
# A figure that names something instead of counting it: «Ley 1474», «Decreto 1081 de 2015», «vigencia 2022», «fase 2».
_NAMES = re.compile(
    r"\b(?:ley|decreto|resolucion|circular|acuerdo|articulo|art|numeral|vigencia|ano|iso|ntc|gtc|version|fase|nivel|"
    r"componente|subcomponente|no|n|nro|numero|conpes|de|del|dimension|politica|tipo|anexo|"
    r"formato|covid|meci|item)\.?\s*[°º#]?\s*$"
)
_ARTICLES = frozenset(("un", "una", "uno", "cien"))


def read_quantity(text: str) -> Quantity | None:
    """Read the first quantity of a text; None where it states none.

    Percentages are given as written (100 for «100%», not 1.0). A year alone is not a quantity.
    """
    folded = fold_keeping_length(text)
    found = _percentage(folded) or _bracketed(folded) or _figure(folded) or _words(folded)
    if found is None:
        return None
    value, unit, words_say = found
    return Quantity(value, unit, bool(_PER_UNIT.search(folded)), bool(_AT_LEAST.search(folded)), words_say)


_Found = tuple[float, Unit, int | None]


def _number(figure: str) -> float:
    if re.fullmatch(r"\d{1,3}(?:[.,'’]\d{3})+", figure):
        return float(re.sub(r"\D", "", figure))
    return float(figure.replace(",", "."))


def _percentage(folded: str) -> _Found | None:
    if match := _PERCENT.search(folded):
        return _number(match[1]), "percent", None
    if match := _WORD_PERCENT.search(folded):
        value = _number_before(folded, match.start())
        if value is not None:
            return float(value), "percent", None
    return None


def _bracketed(folded: str) -> _Found | None:
    match = _IN_BRACKETS.search(folded)
    if not match:
        return None
    value = _number(match[1])
    in_words = _number_before(folded, match.start())
    disagree = in_words is not None and in_words != value
    return value, "percent" if match[2] else "count", in_words if disagree else None


def _figure(folded: str) -> _Found | None:
    for match in _BARE.finditer(folded):
        value = _number(match[1])
        is_year = 1990 <= value <= 2099 and len(match[1]) == 4
        if is_year or _NAMES.search(folded[: match.start()]):
            continue
        if _WORD.search(folded[: match.start()]) and _is_list_number(folded, match):
            continue
        return value, "count", None
    return None


def _is_list_number(folded: str, match: re.Match[str]) -> bool:
    """«… que identifique: 1) Canales»: the figure numbers an item."""
    return folded[match.end() : match.end() + 1] in {")", "."} and folded[match.end() + 1 : match.end() + 2] in {
        " ",
        "",
    }


def _words(folded: str) -> _Found | None:
    words = _WORD.findall(folded)
    for position, word in enumerate(words):
        if word not in NUMBER_WORDS or (word in {"mil", "millon", "millones"} and position):
            continue
        # «un», «una» count only where a target begins or after «al menos»; elsewhere they are articles.
        if word in _ARTICLES and position and not _AT_LEAST.search(" ".join(words[:position])[-14:]):
            continue
        value, read = leading_number(words[position:])
        if read:
            return float(value), "count", None
    return None


def _number_before(folded: str, position: int) -> int | None:
    """The number in words that ends right before a position, the longest one."""
    words = _WORD.findall(folded[:position])[-8:]
    for start in range(len(words)):
        value, read = leading_number(words[start:])
        if read and start + read == len(words):
            return value
    return None
