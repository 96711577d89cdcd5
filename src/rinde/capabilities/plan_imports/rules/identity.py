"""Which plan this is: entity, year, instrument and title, from the headings and the name of the file."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rinde.capabilities.plan_imports.rules.lexicon import fold_heading
from rinde.foundations.documents import Document, Grid, Paragraph
from rinde.foundations.text.folding import tidy

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
_PAAC_COMPONENT = re.compile(
    r"^componente (?:no )?(?:[1-6]|i{1,3}|iv|vi?)\b.*(?:riesgo|tramites|rendicion|"
    r"ren\w+ de cuentas|atencion|servicio|transparencia|iniciativas|adicionales)"
)
_ENTITY = re.compile(
    (
        r"\b(?P<name>(?:alcald[ií]a(?:\s+(?:municipal|distrital|mayor))?|gobernaci[oó]n|"
        r"municipio|(?:empresa social del estado|e\.?\s?s\.?\s?e\b\.?)(?:\s+hospital)?|"
        r"hospital|instituto|corporaci[oó]n|contralor[ií]a|personer[ií]a|concejo|universidad|"
        r"ministerio|[aá]rea metropolitana|"
        r"empresas? (?:de|p[uú]blicas?|municipal(?:es)?)|departamento administrativo|agencia|"
        r"unidad administrativa|superintendencia|"
        r"asamblea|distrito|instituci[oó]n|c[aá]mara de comercio|terminal|lotería|fondo|"
        r"auditor[ií]a|procuradur[ií]a|centro de salud)(?:\b|(?<=\.))[^\n|;:()]{3,90})"
    ),
    re.IGNORECASE,
)
_ENTITY_ENDS = re.compile(
    (
        r"\s*(?:[-–—|]|\b(?:plan|programa|estrategia|componente|vigencia|paac|ptep|nit|"
        r"versi[oó]n|c[oó]digo|formato|para|es|está|ha|tiene|se|con|fue|en el marco|informe|"
        r"a trav[eé]s|frente)\b|,|(?<![eE])\.\s|\b20\d\d\b|_{2,}).*$"
    ),
    re.IGNORECASE,
)
_SMALL = frozenset(("de", "del", "la", "las", "los", "el", "y", "e", "en"))


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
        entity=_entity(headings),
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
    """The texts over the heading of a table, and the ones of boxes that are no table at all."""
    for row in range(min(grid.row_count, 6)):
        cells = {
            id(cell): cell
            for cell in (grid.at(row, column) for column in range(grid.column_count))
            if cell and cell.text
        }
        if 1 <= len(cells) <= 3 or grid.column_count <= 2:
            for cell in cells.values():
                for line in cell.text.split("\n") if len(cells) == 1 and grid.column_count > 1 else [cell.text]:
                    if 3 < len(text := tidy(line)) <= 200:
                        yield text


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
        if not named and not re.match(r"(?:plan|programa|estrategia|componente|seguimiento)\b", folded):
            continue
        if len(text) > 160 or (text.endswith(".") and weight < 2):
            continue
        score = 2.0 * named + weight + 1.0 * bool(_YEAR.search(text)) - 0.05 * position - 0.5 * (times[text] > 2)
        if score - 1.0 * folded.startswith(("formato", "codigo", "version")) > best:
            best, chosen = score, text
    return chosen


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


def _entity(headings: Sequence[tuple[str, float]]) -> str | None:
    votes: Counter[str] = Counter()
    shown: dict[str, str] = {}
    for position, (text, weight) in enumerate(headings):
        for match in _ENTITY.finditer(text):
            prose = (weight < 2 and not text[:1].isupper()) or len(text) > 140
            name = _ENTITY_ENDS.sub("", match["name"]).strip(" -–—.,_")
            name = f"{name}." if re.search(r"\be\.\s?s\.\s?e$", name, re.IGNORECASE) else name
            if prose or len(name.split()) < 2 or len(name) > 90:
                continue
            key = fold_heading(name).replace("e s e", "ese")
            votes[key] += (3 if weight >= 2 else 1) + (2 if position < 10 else 0)
            shown.setdefault(key, name)
    if not votes:
        return None
    # «Hospital San Rafael» and «Hospital San Rafael de Puerto Claro» vote together, for the longer name.
    together = {key: sum(count for other, count in votes.items() if other in key) for key in votes}
    best = max(votes, key=lambda key: (together[key], len(key)))
    return _in_title_case(shown[best])


def _in_title_case(name: str) -> str:
    if not _is_capitals(name):
        return name
    words = name.lower().split()
    return " ".join(
        word if position and word in _SMALL else word.upper() if "." in word or word == "ese" else word.capitalize()
        for position, word in enumerate(words)
    )
