"""Which plan this is: entity, year, instrument and title, from the headings and the name of the file."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rinde.capabilities.plan_imports.rules.entity_names import entity_of, without_entity
from rinde.capabilities.plan_imports.rules.lexicon import fold_heading, roles_of
from rinde.foundations.documents import Cell, Document, Grid, Paragraph
from rinde.foundations.text.folding import tidy

_TITLE_ROWS = 6  # rows of a table in which titles may stand over its heading
_MANY = 60  # blocks read for the identity: the cover and the first headings
_YEAR = re.compile(r"(?<!\d)(20[0-4]\d)(?!\d)")
_SHORT_YEAR = re.compile(r"(?:\d[/\-.]\d{1,2}|[a-z]{3}\.?)\s?[/\-.]\s?([12]\d)(?![/\-.]?\d)")
_LAW = re.compile(
    r"\b(?:ley|decreto|resolucion|circular|acuerdo|conpes|articulo|documento|sentencia|ordenanza)\b[^.;]{0,40}$"
)
_INSTRUMENTS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("PTEP", re.compile(r"\bprogramas? de transparencia y etica\b|\bptep\b")),
    (
        "RDC",
        re.compile(
            r"^(?:\w+ ){0,3}?estrategia (?:institucional )?de rendicion (?:publica )?de cuentas\b|"
            r"\bplan de rendicion de cuentas\b"
        ),
    ),
    ("PAAC", re.compile(r"\bplan anti ?corrupcion\b|\bpaac\b|\banticorrupcion y (?:de )?atencion\b")),
    ("ACTION_PLAN", re.compile(r"\bplan (?:anual )?de accion\b|\bplan operativo anual\b")),
    ("RISK_MAP", re.compile(r"\bmapa (?:institucional )?de riesgos\b|\bmatriz de riesgos\b")),
)
_BEGINS = re.compile(r"(?:plan|programa|estrategia|componente|seguimiento)\b")
_PAAC_COMPONENT = re.compile(
    r"^componente (?:no )?(?:[1-6]|i{1,3}|iv|vi?)\b.*(?:riesgo|tramites|rendicion|"
    r"ren\w+ de cuentas|atencion|servicio|transparencia|iniciativas|adicionales)"
)


@dataclass(frozen=True, slots=True)
class Identity:
    """What the document calls itself."""

    entity: str | None
    year: int | None
    instrument: str | None
    title: str | None


def identity_of(document: Document, schedule_texts: Sequence[str]) -> Identity:
    """Read the identity. ``schedule_texts``: what the schedule cells say, for plans that name no year elsewhere."""
    headings = list(_headings(document))
    title = _title(headings, document)
    return Identity(
        entity=entity_of(headings),
        year=_year(headings, document.name, schedule_texts),
        instrument=_instrument(title, headings, document.name),
        title=title,
    )


def _headings(document: Document) -> Iterable[tuple[str, float]]:
    """Texts that may name the plan, each with its weight: titles more than prose, early more than late."""
    if document.title:
        yield tidy(document.title), 1.0
    for block in document.blocks[:_MANY]:
        if isinstance(block, Paragraph):
            for line in block.text.split("\n"):
                text = tidy(line)
                if 3 < len(text) <= 200 and not block.list_item:
                    yield text, 2.0 if block.heading_level or _is_capitals(text) else 1.0
        else:
            yield from ((text, 2.0) for text in _grid_titles(block))
    for grid in document.grids:
        if grid.name:
            yield tidy(grid.name), 0.5


def _grid_titles(grid: Grid) -> Iterable[str]:
    """The texts over the heading of a table, and the ones of boxes that are no table at all: never its rows."""
    rows = list(_first_rows(grid))
    headed = len(rows) < min(grid.row_count, _TITLE_ROWS)
    is_table = not headed and grid.column_count > 2 and grid.row_count > _TITLE_ROWS // 2
    for cells in rows:
        if (
            not cells
            or len(cells) > 3
            or (is_table and (len(cells) > 1 or cells[0].column_span < 0.6 * grid.column_count))
        ):
            continue
        for cell in cells:
            for line in cell.text.split("\n") if len(cells) == 1 and grid.column_count > 1 else [cell.text]:
                if 3 < len(text := tidy(line)) <= 200:
                    yield text


def _first_rows(grid: Grid) -> Iterable[list[Cell]]:
    """The first rows of a grid, each with its cells that hold text, up to the one that heads its columns."""
    for row in range(min(grid.row_count, _TITLE_ROWS)):
        places = (grid.at(row, column) for column in range(grid.column_count))
        cells = list({id(cell): cell for cell in places if cell and cell.text}.values())
        meant = [cell for cell in cells if roles_of(cell.text)]
        if len(meant) >= 2 or (len(meant) == len(cells) == 1 and grid.column_count == 1):
            return
        yield cells


def _is_capitals(text: str) -> bool:
    letters = [character for character in text if character.isalpha()]
    return bool(letters) and sum(character.isupper() for character in letters) >= 0.8 * len(letters)


def _title(headings: Sequence[tuple[str, float]], document: Document) -> str | None:
    """The heading that most looks like the plan's title: it names an instrument, has a year, stands early."""
    times = Counter(text for text, _ in headings)
    best, chosen = 0.7, document.title or None
    for position, (text, weight) in enumerate(headings):
        folded = fold_heading(text)
        named = any(pattern.search(folded) for _, pattern in _INSTRUMENTS)
        if not named and not (_BEGINS.match(folded) and (weight >= 2 or _YEAR.search(text))):
            continue
        if len(text) > 160 or (text.endswith(".") and weight < 2):
            continue
        # A letterhead names the plan too; the title of the cover says its year.
        begins = bool(_BEGINS.match(fold_heading(without_entity(text))))
        score = 2.0 * named + weight + 1.6 * bool(_YEAR.search(text)) + 0.3 * begins - 0.05 * position
        score -= 0.5 * (times[text] > 2) + 1.0 * folded.startswith(("formato", "codigo", "version"))
        if score > best:
            best, chosen = score, text
    return without_entity(chosen) if chosen else None


def _instrument(title: str | None, headings: Sequence[tuple[str, float]], name: str) -> str | None:
    for text in filter(None, (title, fold_heading(name))):
        folded = fold_heading(text)
        for instrument, pattern in _INSTRUMENTS:
            if pattern.search(folded):
                return instrument
    if any(_PAAC_COMPONENT.match(fold_heading(text)) for text, _ in headings):
        return "PAAC"
    for text, weight in headings:
        for instrument, pattern in _INSTRUMENTS:
            if (weight >= 2 or not title) and pattern.search(fold_heading(text)):
                return instrument
    return None


def _year(headings: Sequence[tuple[str, float]], name: str, schedule_texts: Sequence[str]) -> int | None:
    votes: Counter[int] = Counter()
    for position, (text, weight) in enumerate(headings):
        folded = fold_heading(text)
        plan = bool(
            re.search(
                r"\bplan\b|\bprograma\b|\bestrategia\b|\bvigencia\b|\bpaac\b|\bptep\b|\bcronograma\b|\bano\b", folded
            )
        )
        alone = bool(re.fullmatch(r"(?:vigencia |ano )?20\d\d", folded))
        for match in _YEAR.finditer(folded):
            if not _LAW.search(folded[: match.start()]) and (plan or alone or weight >= 2):
                votes[int(match[1])] += (4 if alone or "vigencia" in folded else 3 if plan else 1) * (
                    2 if position < 12 else 1
                )
    for match in _YEAR.finditer(name):
        votes[int(match[1])] += 6
    said = Counter(int(match[1]) for text in schedule_texts for match in _YEAR.finditer(text))
    said.update(2000 + int(match[1]) for text in schedule_texts for match in _SHORT_YEAR.finditer(text))
    if said:
        year, count = said.most_common(1)[0]
        share = count / sum(said.values())
        if share >= 0.5:
            votes[year] += 10 if share >= 0.7 else 5
    return max(votes, key=lambda year: (votes[year], year)) if votes else None
