"""Small pieces of Spanish that sentences about changes are made of: articles, lists, dates, short quotations. Pure."""

from collections.abc import Sequence
from datetime import date

from rinde.capabilities.plans.rules.labels import shortened
from rinde.foundations.text.dates import MONTHS
from rinde.foundations.text.folding import fold

QUOTED = 90  # letters of a text that a sentence quotes
_AROUND = 30  # letters of what did not change, shown on each side of what did

_FEMININE_WORDS = (
    "alcaldia administracion agencia asamblea asesoria biblioteca casa comisaria comision contraloria coordinacion "
    "corporacion defensoria direccion division empresa escuela facultad fiscalia gerencia gobernacion inspeccion "
    "institucion jefatura junta mesa oficina personeria procuraduria rectoria red registraduria secretaria seccion "
    "subdireccion subgerencia subsecretaria superintendencia tesoreria unidad universidad ventanilla veeduria"
)
_MASCULINE_WORDS = (
    "almacen archivo area centro comite concejo consejo departamento despacho enlace equipo fondo grupo hospital "
    "instituto ministerio museo nucleo observatorio proceso programa sistema"
)
_FEMININE, _MASCULINE = frozenset(_FEMININE_WORDS.split()), frozenset(_MASCULINE_WORDS.split())


def with_article(name: str) -> str:
    """«la Secretaría de Salud», «el Comité»; a name whose gender nobody can tell stays bare."""
    first = fold(name.split(" ", 1)[0]) if name.strip() else ""
    if first in _FEMININE:
        return f"la {name}"
    return f"el {name}" if first in _MASCULINE else name


def of(phrase: str) -> str:
    """«de la actividad 3.2», «del producto»."""
    return f"del {phrase.removeprefix('el ')}" if phrase.startswith("el ") else f"de {phrase}"


def to(phrase: str) -> str:
    """«a la Secretaría», «al Comité»."""
    return f"al {phrase.removeprefix('el ')}" if phrase.startswith("el ") else f"a {phrase}"


def capital(phrase: str) -> str:
    """The phrase as a sentence begins."""
    return f"{phrase[:1].upper()}{phrase[1:]}"


def listed(items: Sequence[str], most: int = 8) -> str:
    """«A», «A y B», «A, B e Infraestructura»; a long list ends with how many more there are."""
    shown = list(items if len(items) <= most else items[:most])
    if len(items) > most:
        shown.append(f"{len(items) - most} más")
    if len(shown) < 2:
        return "".join(shown)
    sound = fold(shown[-1].lstrip("«"))
    word = "e" if sound.startswith("i") or (sound.startswith("hi") and not sound.startswith("hie")) else "y"
    return f"{', '.join(shown[:-1])} {word} {shown[-1]}"


def day(one: date, *, with_year: bool = True) -> str:
    """«30 de abril de 2026», «1 de mayo»."""
    return f"{one.day} de {MONTHS[one.month - 1]}" + (f" de {one.year}" if with_year else "")


def from_to(start: date, end: date) -> str:
    """«del 30 de abril al 30 de junio de 2026», «del 18 al 11 de diciembre de 2026»: what both share is said once."""
    if (start.year, start.month) == (end.year, end.month):
        return f"del {start.day} al {day(end)}"
    return f"del {day(start, with_year=start.year != end.year)} al {day(end)}"


def quoted(text: str, length: int = QUOTED) -> str:
    """A text between quotation marks, on one line and cut at a word."""
    return f"«{shortened(' '.join(text.split()), length)}»"


def quoted_pair(before: str, after: str) -> tuple[str, str]:
    """Two texts between quotation marks; of long ones, what differs with a few words around it."""
    old, new = (" ".join(text.split()) for text in (before, after))
    if max(len(old), len(new)) <= QUOTED:
        return f"«{old}»", f"«{new}»"
    head = _same_start(old, new)
    tail = min(_same_start(old[::-1], new[::-1]), len(old) - head, len(new) - head)
    return _window(old, head, tail), _window(new, head, tail)


def _same_start(one: str, other: str) -> int:
    shorter = min(len(one), len(other))
    return next((place for place in range(shorter) if one[place] != other[place]), shorter)


def _window(text: str, head: int, tail: int) -> str:
    """The part of a text that differs, from the word before to the word after it."""
    start = text.rfind(" ", 0, max(0, head - _AROUND)) + 1 if head > _AROUND else 0
    end = text.find(" ", min(len(text), len(text) - tail + _AROUND))
    middle = text[start:] if end < 0 else text[start:end]
    cut = shortened(middle, 2 * QUOTED)
    ends_early = end >= 0 and not cut.endswith("…")
    return f"«{'… ' if start else ''}{cut}{' …' if ends_early else ''}»"
