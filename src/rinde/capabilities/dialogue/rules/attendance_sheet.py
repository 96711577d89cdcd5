"""A list of attendance in a spreadsheet: its columns by their headings, and what would become of each row. Pure.

A list is written by many hands. What can be told from a row counts: somebody without a name is counted without one, a
minor too (Ley 1581/2012 art. 7); whoever stands twice is one person. Only what a person must decide stops the list.
"""

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from rinde.capabilities.dialogue.choices import AgeBand
from rinde.capabilities.dialogue.rules.attendance import LONGEST_NAME, LONGEST_PLACE, ArrivalValues
from rinde.foundations.documents import DEFAULT_LIMITS, Limits, TooLarge, WrongType, read_document
from rinde.foundations.documents.detect import detect_format
from rinde.foundations.documents.grid import Grid
from rinde.foundations.documents.text_encoding import decode_text
from rinde.foundations.text.folding import fold, tidy
from rinde.foundations.text.people_tables import AGE_OF_MAJORITY, PersonColumn, person_column

Line = tuple[int, Sequence[str]]
Keys = Callable[[ArrivalValues, str], tuple[str, ...]]  # values and unit in words → keyed hashes

MOST_ROWS: Final = 5_000
_TITLES_ABOVE: Final = 15
_WORKBOOKS: Final = frozenset({"xlsx", "xls", "ods"})
_TEXTS: Final = frozenset({"text", "markdown", "html"})
_SEPARATORS: Final = (";", ",", "\t", "|")
_WAY_OUT: Final = "Guarde la lista como Excel (.xlsx), OpenDocument (.ods) o CSV y súbala de nuevo."
_MEGABYTE: Final = 1024 * 1024
_MAIL: Final = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_YES: Final = frozenset({"si", "s", "x", "acepta", "acepto", "true", "verdadero", "1"})
_OLDEST: Final = 120  # years

MODEL_HEADINGS: Final = (
    "Nombre", "Documento", "Correo", "Dependencia", "Municipio o vereda", "Grupo de valor", "Edad", "Quiere resultados",
)  # fmt: skip


class ListColumn(StrEnum):
    """What a column of the list says."""

    NAME = "NAME"
    SURNAME = "SURNAME"
    DOCUMENT = "DOCUMENT"
    MAIL = "MAIL"
    PHONE = "PHONE"
    UNIT = "UNIT"
    TERRITORY = "TERRITORY"
    GROUP = "GROUP"
    AGE = "AGE"
    RESULTS = "RESULTS"


_OF_PEOPLE: Final = {
    PersonColumn.ID: ListColumn.DOCUMENT,
    PersonColumn.MAIL: ListColumn.MAIL,
    PersonColumn.PHONE: ListColumn.PHONE,
    PersonColumn.NAME: ListColumn.NAME,
}
# Of folded headings, the first that fits; asked before those that name people: «Acepta resultados por correo».
_HEADINGS: Final = (
    (ListColumn.RESULTS, re.compile(r"\bresultados\b|\bacepta\b")),
    (ListColumn.SURNAME, re.compile(r"^apellidos?$")),
    (ListColumn.UNIT, re.compile(r"\b(?:dependencia|oficina|secretaria|area|unidad)\b")),
    (ListColumn.TERRITORY, re.compile(r"\b(?:municipio|vereda|barrio|comuna|corregimiento|territorio|sector|zona)\b")),
    (ListColumn.GROUP, re.compile(r"\b(?:grupo|organizacion|poblacion)\b")),
    (ListColumn.AGE, re.compile(r"^edad\b|^rango de edad|^ciclo de vida")),
    (ListColumn.DOCUMENT, re.compile(r"^(?:numero de |no de |n )?documento\b|^identificacion\b|^cedula\b")),
)


class Outcome(StrEnum):
    """What would become of a row."""

    NEW = "NEW"
    COUNTED = "COUNTED"
    KNOWN = "KNOWN"
    DOUBLE = "DOUBLE"
    PROBLEM = "PROBLEM"


@dataclass(frozen=True, slots=True)
class ListRow:
    """A row with its number as people count it, and its cells by what their column says."""

    line: int
    cells: Mapping[str, str]
    is_wide: bool = False  # it has more cells than the heading


@dataclass(frozen=True, slots=True)
class PeopleList:
    """A list as it was read. `problem` says why nothing could be; then there are no rows."""

    rows: tuple[ListRow, ...] = ()
    ignored: tuple[str, ...] = ()  # headings of columns that say nothing to us
    problem: str = ""


@dataclass(frozen=True, slots=True)
class JudgedRow:
    """A row and what would become of it. `said` names nobody: it is kept and shown after the names are gone."""

    line: int
    outcome: Outcome
    said: str
    values: ArrivalValues | None = None
    keys: tuple[str, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Known:
    """What the entity has: units and groups by their folded names, and the keys of who is on the list already."""

    units: Mapping[str, int]
    groups: Mapping[str, int]
    keys: Set[str] = frozenset()


def read_list(name: str, content: bytes, limits: Limits = DEFAULT_LIMITS) -> PeopleList:
    """Read a list of people out of a file.

    Raises:
        DocumentError: for a file that is no spreadsheet, is broken or hostile, or too large.
    """
    if len(content) > limits.file_bytes:
        size = f"{len(content) / _MEGABYTE:.1f} MB".replace(".", ",")
        raise TooLarge(size, f"{limits.file_bytes // _MEGABYTE} MB")
    kind = detect_format(content)
    if kind in _WORKBOOKS:
        tables: Iterable[Sequence[Line]] = [_lines(grid) for grid in read_document(name, content, limits=limits).grids]
    elif kind in _TEXTS:
        tables = [_separated(decode_text(content))]
    else:
        raise WrongType("un PDF" if kind == "pdf" else "de otra clase", _WAY_OUT)
    return _list_in(list(tables))


def _lines(grid: Grid) -> list[Line]:
    return [
        (number, [tidy(cell.text) if cell else "" for cell in row])
        for number, row in enumerate(grid.rows(), start=grid.first_row + 1)
    ]


def _separated(text: str) -> list[Line]:
    """Split at the separator under which the most headings are known."""

    def rows(separator: str) -> list[list[str]]:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))

    try:
        best = max((rows(one) for one in _SEPARATORS), key=lambda found: max(map(_known, found), default=0))
    except csv.Error:
        return []
    return [(number, [tidy(cell) for cell in row]) for number, row in enumerate(best, start=1)]


def _known(row: Sequence[str]) -> int:
    return len({column for text in row if (column := _column_of(text))})


def _column_of(heading: str) -> ListColumn | None:
    folded = fold(heading)
    if not folded or len(folded) > 60:
        return None
    found = next((column for column, pattern in _HEADINGS if pattern.search(folded)), None)
    if found:
        return found
    person = person_column(heading)
    return _OF_PEOPLE.get(person) if person else None


def _list_in(tables: Sequence[Sequence[Line]]) -> PeopleList:
    for table in tables:
        with_text = [place for place, (_, row) in enumerate(table) if any(row)][:_TITLES_ABOVE]
        best = max(with_text, key=lambda place: _known(table[place][1]), default=None)
        if best is None:
            continue
        where = _where(table[best][1])
        if ListColumn.NAME in where or ListColumn.DOCUMENT in where:
            return _with_rows(table[best + 1 :], table[best][1], where)
    return PeopleList(
        problem="No encontramos una columna de nombres. La fila de títulos debe decir «Nombre» o «Nombres y "
        "apellidos»; corríjala, o copie su lista en el modelo."
    )


def _where(headings: Sequence[str]) -> dict[ListColumn, int]:
    """The place of each column; the first of two that say the same."""
    where: dict[ListColumn, int] = {}
    for place, text in enumerate(headings):
        column = _column_of(text)
        if column and column not in where:
            where[column] = place
    if ListColumn.SURNAME in where and ListColumn.NAME not in where:
        where[ListColumn.NAME] = where.pop(ListColumn.SURNAME)
    return where


def _with_rows(lines: Sequence[Line], headings: Sequence[str], where: Mapping[ListColumn, int]) -> PeopleList:
    filled = [(number, row) for number, row in lines if any(row)]
    if not filled:
        return PeopleList(problem="La hoja tiene títulos pero ninguna persona. Agregue las filas y súbala de nuevo.")
    if len(filled) > MOST_ROWS:
        return PeopleList(problem=f"La hoja tiene {len(filled)} filas y caben {MOST_ROWS}. Pártala en varias.")
    width = max((place for place, text in enumerate(headings) if text), default=-1) + 1
    rows = tuple(
        ListRow(
            number,
            {column.value: row[place] for column, place in where.items() if place < len(row)},
            is_wide=any(row[width:]),
        )
        for number, row in filled
    )
    ignored = tuple(text for place, text in enumerate(headings) if text and place not in where.values())
    return PeopleList(rows, ignored)


def judge_rows(rows: Iterable[ListRow], *, known: Known, keys_of: Keys, keeps_mail: bool) -> Iterator[JudgedRow]:
    """Say of each row what would become of it, in the order of the sheet.

    Args:
        keys_of: turns who somebody is into keyed hashes.
        keeps_mail: whether the list carried the authorisation: else a mail only finds the same person again.
    """
    seen: set[str] = set()
    for row in rows:
        judged = _judged(row, known, keys_of, keeps_mail=keeps_mail)
        keys = set(judged.keys)
        if judged.outcome is Outcome.NEW and keys & seen:
            judged = JudgedRow(row.line, Outcome.DOUBLE, "Ya está más arriba en la hoja: cuenta una sola vez.")
        elif judged.outcome is Outcome.NEW and keys & known.keys:
            judged = JudgedRow(row.line, Outcome.KNOWN, "Su llegada ya estaba registrada: cuenta una sola vez.")
        seen |= keys
        yield judged


def _judged(row: ListRow, known: Known, keys_of: Keys, *, keeps_mail: bool) -> JudgedRow:
    cell = row.cells.get
    name = " ".join(part for part in (cell(ListColumn.NAME, ""), cell(ListColumn.SURNAME, "")) if part)
    band, age_gap = _age(cell(ListColumn.AGE, ""))
    problems = list(_problems(row, name, age_gap))
    if problems:
        return JudgedRow(row.line, Outcome.PROBLEM, " ".join(problems))
    unit_text, notes = cell(ListColumn.UNIT, ""), []
    unit_id = known.units.get(fold(unit_text)) if unit_text else None
    territory = cell(ListColumn.TERRITORY, "") or ("" if unit_id else unit_text)
    if unit_text and unit_id is None:
        notes.append("La dependencia no está en el organigrama: queda como se escribió.")
    group_text = cell(ListColumn.GROUP, "")
    group_id = known.groups.get(fold(group_text)) if group_text else None
    if group_text and group_id is None:
        notes.append("El grupo no está entre los grupos de valor: queda sin grupo.")
    mail = cell(ListColumn.MAIL, "").lower()
    values = ArrivalValues(
        name=name,
        document=cell(ListColumn.DOCUMENT, ""),
        email=mail,
        phone=cell(ListColumn.PHONE, ""),
        group_id=group_id,
        unit_id=unit_id,
        territory=territory,
        age_band=band,
        wants_results=keeps_mail and bool(mail) and fold(cell(ListColumn.RESULTS, "")) in _YES,
        consents=keeps_mail,
    )
    if not name or band in {AgeBand.UNDER_6, AgeBand.FROM_6, AgeBand.FROM_12}:
        why = "Es menor de edad" if name else "No trae nombre"
        return JudgedRow(row.line, Outcome.COUNTED, " ".join((f"{why}: se cuenta sin nombre.", *notes)), values)
    return JudgedRow(row.line, Outcome.NEW, " ".join(("Entra a la lista.", *notes)), values, keys_of(values, unit_text))


def _problems(row: ListRow, name: str, age_gap: str) -> Iterator[str]:
    if row.is_wide:
        yield "La fila tiene más columnas que los títulos. Revise si sobra un separador."
    if len(name) > LONGEST_NAME:
        yield f"El nombre tiene {len(name)} letras y caben {LONGEST_NAME}."
    if name and not any(one.isalpha() for one in name):
        yield "En la columna del nombre hay números. Revise si las columnas están corridas."
    mail = row.cells.get(ListColumn.MAIL, "")
    if mail and (not _MAIL.fullmatch(mail) or len(mail) > 254):
        yield "El correo no está completo. Corríjalo o bórrelo."
    if any(len(row.cells.get(one, "")) > LONGEST_PLACE for one in (ListColumn.TERRITORY, ListColumn.UNIT)):
        yield f"El lugar o la dependencia pasa de {LONGEST_PLACE} letras."
    if age_gap:
        yield age_gap


def _age(text: str) -> tuple[str, str]:
    """The band of an age or of its own words, and what is wrong with it."""
    folded = fold(text)
    if not folded:
        return "", ""
    named = next((band.value for band in AgeBand if fold(band.label) == folded), "")
    figure = re.fullmatch(r"(\d{1,3})(?: anos)?", folded)
    if named or not figure or int(figure[1]) > _OLDEST:
        return named, "" if named else "La edad no se entiende. Escriba los años, como 34, o déjela vacía."
    return band_of_age(int(figure[1])), ""


def band_of_age(years: int) -> str:
    """The band in which an age falls."""
    tops = ((6, AgeBand.UNDER_6), (12, AgeBand.FROM_6), (AGE_OF_MAJORITY, AgeBand.FROM_12), (29, AgeBand.FROM_18))
    found = next((band for top, band in tops if years < top), None)
    return (found or (AgeBand.FROM_29 if years < 60 else AgeBand.FROM_60)).value
