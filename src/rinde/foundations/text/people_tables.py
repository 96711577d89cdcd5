"""Tables of people: which columns say who somebody is, and whether a table is a list of attendance.

Pure: rows are sequences of texts, as a sheet or a page shows them. The first rows may be titles; the heading is the row
that names people best.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from rinde.foundations.text.folding import fold
from rinde.foundations.text.personal_data import LONGEST, Hit, PersonalData, Sign, hits_in_text, signs_of

Rows = Sequence[Sequence[str]]
FEWEST_PEOPLE: Final = 5  # fewer are the signatures of an act
ROWS_OF_TITLES: Final = 15
AGE_OF_MAJORITY: Final = 18  # Ley 27/1977, art. 1
LONGEST_HEADING: Final = 60  # characters
_MOST_ROWS: Final = 20_000
_ENOUGH: Final = 0.6  # part of the values that must look like what the heading says


class PersonColumn(StrEnum):
    """What a column says of a person."""

    NAME = "NAME"
    ID = "ID"
    SIGNATURE = "SIGNATURE"
    PHONE = "PHONE"
    MAIL = "MAIL"
    ADDRESS = "ADDRESS"
    BIRTH = "BIRTH"
    ACCOUNT = "ACCOUNT"


_OF_A_PERSON = r"(?:residencia|domicilio|casa)"
_THINGS = (
    "actividad|entidad|proyecto|indicador|plan|producto|proceso|dependencia|tramite|organizacion|institucion|municipio|"
    "barrio|vereda|empresa|documento|evento|archivo|riesgo|meta|programa|cargo|secretaria|oficina|junta|tema|estrategia|"
    "espacio|canal"
)
_ARTICLES = "(?:de |del )?(?:la |el |los |las )?"
_PEOPLE = (
    "participantes?|asistentes?|ciudadan[oa]s?|beneficiari[oa]s?|peticionari[oa]s?|solicitantes?|acudientes?|"
    "estudiantes?|personas?"
)
# Of folded headings: lower case, no accents, single spaces. The first that fits.
_HEADINGS: Final = tuple(
    (kind, re.compile(pattern))
    for kind, pattern in (
        (PersonColumn.SIGNATURE, r"\b(?:firmas?|rubrica|huella)\b"),
        (PersonColumn.BIRTH, r"\b(?:nacimiento|cumpleanos)\b"),
        (PersonColumn.MAIL, r"\b(?:correos?|e ?mail|mail)\b"),
        (PersonColumn.PHONE, r"\b(?:telefonos?|tel|celular(?:es)?|cel|movil|whatsapp|contacto)\b"),
        (PersonColumn.ID, r"\bcedulas?\b(?! catastral)|\bc ?c\b|\bt ?i\b|\bnuip\b|\bpasaporte\b|\bidentificacion\b"),
        (
            PersonColumn.ID,
            r"^id$|^(?:n|no|nro|numero|num)?(?: de| del)? ?(?:documento|doc|identidad)(?: de)?(?: identidad| id)?$",
        ),
        (PersonColumn.ADDRESS, rf"^direccion$|\bdireccion (?:de )?{_OF_A_PERSON}\b|^{_OF_A_PERSON}$|\bresidencia\b"),
        (
            PersonColumn.ACCOUNT,
            r"\b(?:cuenta bancaria|no de cuenta|red(?:es)? social(?:es)?|instagram|facebook|placa)\b",
        ),
        (PersonColumn.NAME, rf"\b(?:nombres?|apellidos?)\b(?! {_ARTICLES}(?:{_THINGS}))|^(?:{_PEOPLE})$"),
    )
)
_KIND_OF_ID: Final = re.compile(r"\btipo\b|\bclase\b")
_ID_VALUE: Final = re.compile(r"(?:[a-z]{2} ?)?(?:\d{5,11}|\d{1,3}(?: \d{3}){1,3})$")
_SMALL_WORDS = "de del la las los y e da di van von"
_PARTICLES: Final = frozenset(_SMALL_WORDS.split())
_WORDS_OF_OFFICES = (
    "secretaria alcaldia oficina direccion gerencia comite junta concejo personeria contraloria gobernacion entidad "
    "plan programa proyecto actividad servicio gestion atencion control grupo area centro barrio vereda municipio "
    "comuna no publico publica ciudadano ciudadana nacional municipal departamental si na informe acta feria audiencia "
    "lider profesional tecnico auxiliar asesor director directora"
)
_OFFICE_WORDS: Final = frozenset(_WORDS_OF_OFFICES.split())
_LINE_OF_HEADINGS: Final = re.compile(r"\bnombres?\b.{0,120}\b(?:cedula|documento|identificacion|firma|c ?c)\b")
_LINE_OF_SOMEBODY: Final = re.compile(
    r"\b(?:[^\W\d_]{2,25}\s{1,4}){2,6}[^\n]{0,40}?(?<!\d)(?:\d{6,11}|\d{1,3}(?:[.,]\d{3}){2,3})(?!\d)"
)


@dataclass(frozen=True, slots=True)
class PeopleTable:
    """Where a table of people begins. `columns`: what each personal column says, by its place from 0."""

    heading_row: int
    columns: dict[int, PersonColumn]
    people: int  # rows below the heading that hold somebody

    @property
    def is_attendance(self) -> bool:
        """A name beside an identity or a signature, in as many rows as no act has signatures."""
        kinds = set(self.columns.values())
        identified = bool(kinds & {PersonColumn.ID, PersonColumn.SIGNATURE})
        return PersonColumn.NAME in kinds and identified and self.people >= FEWEST_PEOPLE


def person_column(heading: str) -> PersonColumn | None:
    """What a heading promises: «No. de cédula» an identity, «Nombre de la actividad» nothing of a person."""
    folded = fold(heading)
    if not folded or len(folded) > LONGEST_HEADING:
        return None
    found = next((kind for kind, pattern in _HEADINGS if pattern.search(folded)), None)
    return None if found is PersonColumn.ID and _KIND_OF_ID.search(folded) else found


def looks_like_a_name(text: str) -> bool:
    """Tell «Ana María Gómez» and «PEREZ RUIZ JUAN» from «Secretaría de Planeación» and «Feria»."""
    words = text.strip().split()
    if not 2 <= len(words) <= 6 or not all(re.fullmatch(r"[^\W\d_]+[.']?[^\W\d_]*", word) for word in words):
        return False
    if set(fold(text).split()) & _OFFICE_WORDS:
        return False
    real = [word for word in words if word.lower() not in _PARTICLES]
    return len(real) >= 2 and all(word[0].isupper() for word in real)


def find_people(rows: Rows) -> PeopleTable | None:
    """Find the heading of a table of people and its columns; None where no heading names people."""
    candidates = [(_named(row), -number) for number, row in enumerate(rows[:ROWS_OF_TITLES])]
    if not candidates:
        return None
    columns, negative = max(candidates, key=lambda one: (len(set(one[0].values())), one[1]))
    below = rows[1 - negative :][:_MOST_ROWS]
    columns = {place: kind for place, kind in columns.items() if _keeps_its_word(kind, below, place)}
    if not columns:
        return None
    who = [place for place, kind in columns.items() if kind in {PersonColumn.NAME, PersonColumn.ID}] or list(columns)
    return PeopleTable(-negative, columns, sum(any(_at(row, place) for place in who) for row in below))


def _named(row: Sequence[str]) -> dict[int, PersonColumn]:
    """The personal columns of a row if it were the heading; a title that spans it names none."""
    if len({text for text in row if text.strip()}) < 2:
        return {}
    return {place: kind for place, text in enumerate(row) if (kind := person_column(text))}


def _keeps_its_word(kind: PersonColumn, rows: Rows, place: int) -> bool:
    """A column of documents is one of identities only where its values are; a column of signatures is often empty."""
    values = [text for row in rows if (text := _at(row, place))]
    if kind is PersonColumn.ID:
        return bool(values) and _share(_ID_VALUE.match(fold(value)) is not None for value in values) >= _ENOUGH
    if kind is PersonColumn.NAME:
        return bool(values) and _share(any(c.isalpha() for c in value) for value in values) >= _ENOUGH
    return bool(values) or kind is PersonColumn.SIGNATURE


def _share(truths: Iterator[bool]) -> float:
    counted = list(truths)
    return sum(counted) / len(counted)


def _at(row: Sequence[str], place: int) -> str:
    return row[place].strip() if place < len(row) else ""


def signs_in_table(rows: Rows) -> tuple[Sign, ...]:
    """Find the signs of personal data in a table; a list of people counts its rows."""
    return signs_in_document("", [rows])


def signs_in_document(text: str, tables: Iterable[Rows]) -> tuple[Sign, ...]:
    """Find the signs in everything that a file says; a value that stands in several places counts once.

    Args:
        text: what stands outside the tables.
        tables: each with its heading; the parts of a table that pages cut, put together.
    """
    hits = list(hits_in_text(text))
    listed = 0
    for rows in tables:
        people = find_people(rows)
        listed += people.people if people and people.is_attendance else 0
        hits += hits_in_table(rows, people)
    listed = listed or _listed_in(text)
    return signs_of(hits) + ((Sign(PersonalData.PEOPLE_LIST, listed),) if listed else ())


def _listed_in(text: str) -> int:
    """People of a list whose lines came out as text: names and numbers under a heading of names and numbers."""
    lines = text[:LONGEST].splitlines()
    heading = next((place for place, line in enumerate(lines) if _LINE_OF_HEADINGS.search(fold(line))), None)
    if heading is None:
        return 0
    people = sum(_LINE_OF_SOMEBODY.search(line) is not None for line in lines[heading + 1 :][:_MOST_ROWS])
    return people if people >= FEWEST_PEOPLE else 0


def hits_in_table(rows: Rows, people: PeopleTable | None) -> Iterator[Hit]:
    """Yield each value; a cell is read with its heading before it, so that «Contrato» and «C.C.» say what it is."""
    start = people.heading_row if people else 0
    headings = rows[start] if rows else ()
    columns = people.columns if people else {}
    ages = (
        [place for place, text in enumerate(headings) if fold(text) == "edad"]
        if PersonColumn.NAME in columns.values()
        else []
    )
    lines = []
    for row in rows[start + 1 :][:_MOST_ROWS]:
        for place, text in enumerate(row):
            if found := tuple(_hits_in_cell(columns.get(place), text)):
                yield from found
            else:
                lines.append(f"{_at(headings, place)[:LONGEST_HEADING]}: {text}")
            if place in ages and text.strip().isdecimal() and int(text) < AGE_OF_MAJORITY:
                yield PersonalData.MINOR, "\t".join(row)
    yield from hits_in_text("\n".join(lines))


def _hits_in_cell(kind: PersonColumn | None, text: str) -> Iterator[Hit]:
    figures = re.sub(r"\D", "", text)
    if kind is PersonColumn.ID and 5 <= len(figures) <= 11:
        yield PersonalData.ID_NUMBER, figures
    elif kind is PersonColumn.BIRTH and len(figures) >= 6:
        yield PersonalData.BIRTH_DATE, text.strip()
    elif kind is PersonColumn.ADDRESS and figures:
        yield PersonalData.HOME_ADDRESS, re.sub(r"\W", "", text.lower())
