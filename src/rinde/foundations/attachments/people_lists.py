"""The public copy of a list of people: how many, and how many of each, but nobody.

Only counts come out. A column is kept where its heading says that it sorts people (barrio, género, edad) or where its
few values repeat; whatever else a list says is left out. A value of fewer than five people is put together with others,
so that it cannot be found by subtracting either. Source: Ley 1581/2012, arts. 4 f, 5 and 7.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from rinde.foundations.attachments.contents import Rows, contents_of
from rinde.foundations.attachments.errors import UploadRefused
from rinde.foundations.attachments.kinds import Kind
from rinde.foundations.text.folding import fold
from rinde.foundations.text.people_tables import PeopleTable, PersonColumn, find_people, looks_like_a_name
from rinde.foundations.text.personal_data import hits_in_text

FEWEST: Final = 5  # people a published count stands for at least
MOST_VALUES: Final = 60  # of a column that sorts people: barrios of a town
MOST_VALUES_OF_UNKNOWN: Final = 12
OTHERS: Final = "Otros valores"
NOT_SAID: Final = "Sin dato"
OLDEST_BAND: Final = 70
KINDS_OF_LISTS: Final = frozenset({"csv", "xlsx", "ods"})
WORDS: Final = {
    PersonColumn.NAME: "los nombres",
    PersonColumn.ID: "los números de identificación",
    PersonColumn.SIGNATURE: "las firmas",
    PersonColumn.PHONE: "los teléfonos",
    PersonColumn.MAIL: "los correos",
    PersonColumn.ADDRESS: "las direcciones",
    PersonColumn.BIRTH: "las fechas de nacimiento",
    PersonColumn.ACCOUNT: "las cuentas y redes sociales",
}
ROWS_GONE: Final = "las filas: quedan solo totales"
FEW_GONE: Final = f"los valores con menos de {FEWEST} personas"
OUTSIDE_GONE: Final = "los títulos y notas alrededor de la tabla"
NO_LIST: Final = (
    "No se encontró una lista de personas en el archivo. La fila de títulos debe decir «Nombre», «Cédula» o «Firma»; "
    "corríjala y suba la lista de nuevo."
)
NO_TABLE: Final = (
    "La copia sin nombres se hace de una lista en Excel (.xlsx), OpenDocument (.ods) o CSV. Guárdela así y súbala."
)
TOO_FEW: Final = (
    f"La lista tiene menos de {FEWEST} personas: con tan pocas, los totales dirían quién es quién. "
    "Publique el acta con el número de asistentes y deje la lista reservada."
)
_SORTS_PEOPLE: Final = re.compile(
    r"\b(?:barrio|vereda|comuna|corregimiento|municipio|departamento|zona|sector|localidad|genero|sexo|grupo|etnia|etnico"
    r"|poblacion|poblacional|discapacidad|enfoque|entidad|organizacion|institucion|empresa|dependencia|tipo|escolaridad"
    r"|nivel|ocupacion|estrato|jornada|modalidad|orientacion|victima|rango|ciclo|gremio|sede)\b"
)
_AGE: Final = re.compile(r"^edad(?: en anos| anos)?$")
_ANY_HEADING: Final = 40  # characters of a heading that are repeated in words


@dataclass(frozen=True, slots=True)
class CountedColumn:
    """`counts`: value and people, most first; the last may be `OTHERS`."""

    title: str
    counts: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class PublicList:
    """`people`: rows that hold somebody. `removed`: Spanish words for everything that was taken out."""

    people: int
    columns: tuple[CountedColumn, ...]
    removed: tuple[str, ...]


def count_people(kind: Kind, content: bytes) -> PublicList:
    """Make counts of a list of people in a file. Raises UploadRefused as `count_listed`, and for its kind."""
    if kind.code not in KINDS_OF_LISTS:
        raise UploadRefused("no-list", NO_TABLE)
    return count_listed(contents_of(kind, content).tables)


def count_listed(tables: Sequence[Rows]) -> PublicList:
    """Make counts of a list of people, of all its sheets together.

    Raises:
        UploadRefused: «no-list» for a file that is none, «too-few» for a list too short to hide anybody.
    """
    lists = [(rows, people) for rows in tables if (people := find_people(rows))]
    lists = [(rows, people) for rows, people in lists if _is_a_list(people)]
    if not lists:
        raise UploadRefused("no-list", NO_LIST)
    total = sum(people.people for _, people in lists)
    if total < FEWEST:
        raise UploadRefused("too-few", TOO_FEW)
    gathered = _gathered(lists)
    counted = [(title, _counts(title, values)) for title, values in gathered.items()]
    columns = tuple(CountedColumn(_told(title), counts) for title, counts in counted if counts)
    return PublicList(total, columns, tuple(_removed(lists, counted)))


def _is_a_list(people: PeopleTable) -> bool:
    kinds = set(people.columns.values())
    return bool(kinds & {PersonColumn.NAME, PersonColumn.ID, PersonColumn.SIGNATURE})


def _gathered(lists: Sequence[tuple[Rows, PeopleTable]]) -> dict[str, list[str]]:
    """The values of each column that says nothing of who somebody is, one a person, by its heading."""
    gathered: dict[str, list[str]] = {}
    titles: dict[str, str] = {}  # two sheets may write a heading with and without its accent
    for rows, people in lists:
        headings = rows[people.heading_row]
        for place, heading in enumerate(headings):
            if heading.strip() and place not in people.columns:
                title = titles.setdefault(fold(heading), heading.strip())
                gathered.setdefault(title, []).extend(_values(rows, people, place))
    return gathered


def _values(rows: Rows, people: PeopleTable, place: int) -> Iterator[str]:
    who = [at for at, kind in people.columns.items() if kind in {PersonColumn.NAME, PersonColumn.ID}]
    for row in rows[people.heading_row + 1 :]:
        if any(at < len(row) and row[at].strip() for at in who or people.columns):
            yield " ".join(row[place].split()) if place < len(row) else ""


def _counts(title: str, values: Sequence[str]) -> tuple[tuple[str, int], ...]:
    """What may be said of a column; nothing where it sorts nobody or would give somebody away."""
    heading = fold(title)
    if _AGE.search(heading):
        return _hidden(Counter(map(_band, values)))
    shown: dict[str, str] = {}  # «CENTRO» and «Centro» are one barrio
    counted = Counter(shown.setdefault(fold(value), value) if fold(value) else NOT_SAID for value in values)
    sorts = bool(_SORTS_PEOPLE.search(heading))
    if len(counted) > (MOST_VALUES if sorts else MOST_VALUES_OF_UNKNOWN):
        return ()
    if any(any(True for _ in hits_in_text(f"{title}: {value}")) or re.search(r"\d{5}", value) for value in counted):
        return ()
    if not sorts and any(looks_like_a_name(value) for value in counted):
        return ()
    return _hidden(counted)


def _band(value: str) -> str:
    """Ten years together: the exact age of one beside a barrio tells who it is."""
    found = re.match(r"\d{1,3}(?!\d)", value)
    if not found:
        return NOT_SAID
    first = int(found[0]) // 10 * 10
    return f"{OLDEST_BAND} años o más" if first >= OLDEST_BAND else f"De {first} a {first + 9} años"


def _hidden(counted: Counter[str]) -> tuple[tuple[str, int], ...]:
    """Put small counts together until nobody can be told from them; nothing where that leaves nothing to say."""
    kept = counted.most_common()
    pooled = 0
    while kept and (kept[-1][1] < FEWEST or 0 < pooled < FEWEST):
        pooled += kept.pop()[1]
    if not kept:
        return ()
    return (*kept, (OTHERS, pooled)) if pooled else tuple(kept)


def _told(title: str) -> str:
    """A heading as it may be repeated; a heading that itself says who is none."""
    gives_away = re.search(r"\d{5}|@", title) or looks_like_a_name(title) or len(title) > _ANY_HEADING
    return "(sin título claro)" if gives_away else title


def _removed(
    lists: Sequence[tuple[Rows, PeopleTable]], counted: Sequence[tuple[str, tuple[tuple[str, int], ...]]]
) -> Iterator[str]:
    kinds = {kind for _, people in lists for kind in people.columns.values()}
    yield from (words for kind, words in WORDS.items() if kind in kinds)
    yield from (f"la columna «{_told(title)}»" for title, counts in counted if not counts)
    yield ROWS_GONE
    if any(value == OTHERS for _, counts in counted for value, _ in counts):
        yield FEW_GONE
    if any(people.heading_row for _, people in lists):
        yield OUTSIDE_GONE
