"""From a document read by `foundations.documents` to the rows of an org chart, each with its problems."""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from rinde.capabilities.entities.choices import ActorKind
from rinde.capabilities.entities.rules.names import split_aliases
from rinde.capabilities.entities.rules.org_chart import columns
from rinde.foundations.documents import Document, Grid
from rinde.foundations.text.dates import find_dates
from rinde.foundations.text.folding import tidy

SEPARATORS = (";", ",", "|")
HEADER_WITHIN_ROWS = 15  # titles and logos stand above the header in real files
NAME_LENGTH, CODE_LENGTH = 200, 30


@dataclass(frozen=True, slots=True)
class ChartRow:
    """One row of the file. None and empty: the file does not say, so what stands is kept."""

    line: int  # as a person counts it in the file
    name: str
    code: str = ""
    acronym: str = ""
    kind: str | None = None
    parent: str = ""  # a code or a name, as written
    is_missional: bool | None = None
    aliases: tuple[str, ...] = ()
    valid_from: date | None = None
    valid_to: date | None = None
    problems: tuple[str, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Chart:
    """An org chart as read. `problem` says why nothing could be read; then there are no rows."""

    rows: tuple[ChartRow, ...] = ()
    problem: str = ""
    notices: tuple[str, ...] = ()


def read_chart(document: Document) -> Chart:
    """Find the first table with a column of names and read its rows; never raises for bad content."""
    for table, hidden in _tables(document):
        header_at, where = _header(table)
        if columns.NAME in where:
            lines = list(enumerate(table, start=1))[header_at + 1 :]
            shown = [(line, row) for line, row in lines if line - 1 not in hidden and any(row)]
            width = max(index for index, text in enumerate(table[header_at]) if text) + 1
            rows = tuple(_row(line, row, where, width) for line, row in shown)
            return _chart(rows, sum(1 for line, row in lines if line - 1 in hidden and any(row)))
    return Chart(
        problem="No se encontró una columna de nombres. La primera fila debe decir qué hay en cada columna: "
        f"{', '.join(columns.MODEL_HEADERS)}. Descargue el modelo y copie en él su organigrama."
    )


def _chart(rows: tuple[ChartRow, ...], hidden: int) -> Chart:
    if not rows:
        return Chart(problem="La hoja tiene títulos de columnas pero ninguna fila. Agregue las dependencias y súbala.")
    notice = f"No se leyeron las filas ocultas de la hoja: {hidden}. Muéstrelas y suba el archivo si deben entrar."
    return Chart(rows=rows, notices=(notice,) if hidden else ())


def _tables(document: Document) -> Iterator[tuple[list[list[str]], frozenset[int]]]:
    for grid in document.grids:
        # Lines are counted as in the sheet, so that the report points at the row that the person sees.
        above: list[list[str]] = [[] for _ in range(grid.first_row)]
        yield above + _texts(grid), frozenset(row + grid.first_row for row in grid.hidden_rows)
    if not document.grids:  # a short or uneven file of separated values is read as lines of text
        yield _separated([paragraph.text for paragraph in document.paragraphs]), frozenset()


def _separated(lines: list[str]) -> list[list[str]]:
    """Split lines at the separator under which the most headers are known."""

    def known(separator: str) -> int:
        return max((len(columns.columns_of(row)) for row in csv.reader(lines, delimiter=separator)), default=0)

    best = max(SEPARATORS, key=known)
    return [[tidy(text) for text in row] for row in csv.reader(lines, delimiter=best)]


def _texts(grid: Grid) -> list[list[str]]:
    return [[cell.text.strip() if cell else "" for cell in row] for row in grid.rows()]


def _header(table: Sequence[Sequence[str]]) -> tuple[int, dict[str, int]]:
    """The row with most known headers near the top, with what its columns are."""
    best: tuple[int, dict[str, int]] = (0, {})
    with_text = [index for index, row in enumerate(table) if any(row)]
    for index in with_text[:HEADER_WITHIN_ROWS]:
        where = columns.columns_of(table[index])
        if len(where) > len(best[1]):
            best = (index, where)
    return best


def _row(line: int, row: Sequence[str], where: dict[str, int], width: int) -> ChartRow:
    def text(name: str) -> str:
        index = where.get(name)
        return row[index] if index is not None and index < len(row) else ""

    problems: list[str] = []
    if any(row[width:]):
        problems.append(
            "La fila tiene más columnas que el encabezado. Ponga entre comillas los textos con separadores."
        )
    valid_from = _date(text(columns.VALID_FROM), "desde", problems)
    valid_to = _date(text(columns.VALID_TO), "hasta", problems)
    if valid_from and valid_to and valid_to < valid_from:
        problems.append("La fecha «hasta» es anterior a la fecha «desde». Corrija una de las dos.")
    return ChartRow(
        line=line,
        name=_short(tidy(text(columns.NAME)), "El nombre", NAME_LENGTH, problems, required=True),
        code=_short(tidy(text(columns.CODE)), "El código", CODE_LENGTH, problems),
        acronym=_short(tidy(text(columns.ACRONYM)), "La sigla", CODE_LENGTH, problems),
        kind=_kind(text(columns.KIND), problems),
        parent=tidy(text(columns.PARENT)),
        is_missional=_yes_or_no(text(columns.MISSIONAL), problems),
        aliases=_aliases(text(columns.ALIASES), problems),
        valid_from=valid_from,
        valid_to=valid_to,
        problems=tuple(problems),
    )


def _short(text: str, what: str, length: int, problems: list[str], *, required: bool = False) -> str:
    if required and not text:
        problems.append("Falta el nombre. Escríbalo o borre la fila.")
    if len(text) > length:
        problems.append(f"{what} tiene {len(text)} letras y caben {length}. Acórtelo.")
    return text


def _kind(text: str, problems: list[str]) -> str | None:
    if not text:
        return None
    kind = columns.kind_of(text)
    if kind is None:
        known = "«dependencia», «instancia colectiva», «proceso» o «función»"
        problems.append(f"No se reconoce el tipo «{text[:40]}». Escriba {known}.")
    return ActorKind(kind) if kind else None


def _yes_or_no(text: str, problems: list[str]) -> bool | None:
    if not text:
        return None
    answer = columns.yes_or_no(text)
    if answer is None:
        problems.append(f"En la columna misional dice «{text[:40]}». Escriba «sí» o «no».")
    return answer


def _aliases(text: str, problems: list[str]) -> tuple[str, ...]:
    aliases = split_aliases(text)
    if any(len(alias) > NAME_LENGTH for alias in aliases):
        problems.append(f"Un alias tiene más de {NAME_LENGTH} letras. Sepárelos con punto y coma.")
    return aliases


def _date(text: str, column: str, problems: list[str]) -> date | None:
    if not text:
        return None
    mentions = find_dates(text)
    if len(mentions) == 1 and mentions[0].kind == "day" and mentions[0].year:
        try:
            return date(mentions[0].year, mentions[0].month, mentions[0].day)
        except ValueError:
            pass
    problems.append(f"La fecha «{text[:40]}» de la columna «{column}» no existe. Escríbala como 31/12/2026.")
    return None
