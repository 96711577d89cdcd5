"""The findings of a draft: every problem of the document with its place and the way out. They never stop the reading.

``RULES`` (``catalogue``) holds what each rule is about; here stands when it applies.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence

from rinde.capabilities.plan_imports.rules.catalogue import RULES
from rinde.capabilities.plan_imports.rules.columns import LEVELS, Layout
from rinde.capabilities.plan_imports.rules.draft import DraftRow, Finding
from rinde.capabilities.plan_imports.rules.drafting import Drafted
from rinde.capabilities.plan_imports.rules.duplicates import Repeat
from rinde.capabilities.plan_imports.rules.headings import Role
from rinde.capabilities.plan_imports.rules.rows import Reading
from rinde.capabilities.plans.rules.schedules import negative_quantities
from rinde.foundations.documents import Document
from rinde.foundations.text.folding import fold_keeping_length

_YEAR = re.compile(r"(?<![\d.\-/])(20[0-4]\d)(?![\d\-]|\.\d)")
_LAW_BEFORE = re.compile(
    r"\b(?:ley|leyes|decretos?|resolucion(?:es)?|circular(?:es)?|acuerdos?|conpes|"
    r"articulos?|sentencia|ordenanza|iso|ntc|gtc|version|norma|directiva|no|"
    r"n)\b[^,;]{0,45}$"
)
_SPAN = re.compile(r"20\d\d\s*[-–/a]+\s*20\d\d|20\d\d\s*[-–/]\s*\d{4}")
_TAIL = 16  # letters at the end of a text that tell whether it was cut
_CUT_END = re.compile(
    (
        r"(?:\b(?:de|del|la|las|los|el|y|o|para|por|con|en|a|que|su|sus|al|un|una|se|sobre|"
        r"mediante|entre|como|sin)|[,(\-–/:])$"
    ),
    re.IGNORECASE,
)
Check = Callable[[Drafted], Iterator[Finding]]


def findings_of(
    document: Document, reading: Reading, rows: Sequence[Drafted], repeats: Iterable[Repeat], year: int | None
) -> tuple[Finding, ...]:
    """Collect every finding: the document's own first, then row by row."""
    found = list(_of_document(document, reading, rows, year))
    found.extend(_of_repeats(repeats, rows))
    for index, item in enumerate(rows):
        for check in _ROW_CHECKS:
            found.extend(_at(index, finding) for finding in check(item))
        found.extend(_at(index, finding) for finding in _other_years(item, year))
    return tuple(found)


def _finding(rule: str, message: str, *, row: int | None = None, suggestion: str | None = None) -> Finding:
    return Finding(rule, RULES[rule].severity, message, row, suggestion)


def _at(index: int, finding: Finding) -> Finding:
    return Finding(finding.rule, finding.severity, finding.message, index, finding.suggestion)


def name_of(row: DraftRow) -> str:
    """How messages call a row: its code, else the beginning of its activity."""
    return row.code or f"«{row.activity[:60]}{'…' if len(row.activity) > 60 else ''}»"


def _of_document(document: Document, reading: Reading, rows: Sequence[Drafted], year: int | None) -> Iterator[Finding]:
    if not rows:
        yield _finding(
            "no-table", "No se encontró una tabla con actividades. Suba el archivo original o digite las filas."
        )
    if year is None and rows:
        yield _finding(
            "no-year", "El documento no dice su vigencia. Indique el año del plan para completar las fechas."
        )
    if any(item.record.layout.kind == "risk" for item in rows):
        yield _finding(
            "risk-map",
            (
                "El documento es un mapa de riesgos: se leyeron las acciones que tratan los riesgos. "
                "Confirme que hacen parte del plan."
            ),
        )
    yield from _missing_columns(rows)
    yield from _of_tables(reading)
    for grid in document.grids:
        if grid.hidden_rows:
            yield _finding(
                "hidden-row",
                (
                    f"Hay {len(grid.hidden_rows)} filas ocultas en {grid.place_of(min(grid.hidden_rows))}. "
                    f"Muéstrelas en el original si hacen parte del plan."
                ),
            )


def _of_tables(reading: Reading) -> Iterator[Finding]:
    for place in reading.guessed:
        yield _finding("no-header", f"La tabla de {place} no tiene encabezado. Confirme qué contiene cada columna.")
    for place in reading.unruled:
        yield _finding(
            "unruled-table", f"La tabla de {place} no tiene líneas. Revise que cada columna quedó en su lugar."
        )
    for kind, place in dict.fromkeys(reading.other_tables):
        yield _finding(
            "other-table",
            (
                f"Se dejó fuera la tabla de {place} ({_KINDS.get(kind, _KINDS['other'])}). Si tiene "
                f"actividades del plan, agréguelas a mano."
            ),
        )
    for place, earlier in reading.repeated:
        yield _finding(
            "repeated-page",
            f"La tabla de {place} repite la de {earlier}. Se retiró la copia; confírmelo con el original.",
        )
    for text, place in reading.strays:
        yield _finding(
            "stray-text", f"Se dejó fuera un texto suelto en {place}: «{text[:80]}». Si es una actividad, agréguela."
        )


def _missing_columns(rows: Sequence[Drafted]) -> Iterator[Finding]:
    """One finding for a table that has no column for something, instead of one for each of its rows."""
    for layout in {id(item.record.layout): item.record.layout for item in rows}.values():
        name = f"La tabla con las columnas «{', '.join(head for head in layout.heads if head)[:80]}»"
        if not _has(layout, GOALS):
            yield _finding(
                "no-target", f"{name} no tiene columna de meta ni de producto. Agregue qué entrega cada actividad."
            )
        if not _has(layout, TIMES):
            yield _finding("no-date", f"{name} no tiene columna de fecha. Agregue cuándo se cumple cada actividad.")
        if not _has(layout, (Role.RESPONSIBLE,)):
            yield _finding(
                "no-responsible", f"{name} no tiene columna de responsable. Agregue quién responde por cada actividad."
            )


def _has(layout: Layout, roles: Iterable[Role]) -> bool:
    return not set(roles).isdisjoint(layout.roles.values())


GOALS = (Role.TARGET, Role.PRODUCT, Role.TARGET_OR_PRODUCT)
TIMES = (Role.SCHEDULE, Role.START, Role.END, Role.PERIOD, Role.FREQUENCY)
_KINDS = {
    "changes": "control de cambios",
    "signatures": "firmas",
    "norms": "normas",
    "budget": "presupuesto",
    "contents": "tabla de contenido",
    "glossary": "glosario",
    "risk": "mapa de riesgos",
    "schedule": "cronograma de otro asunto",
    "other": "no tiene columna de actividades",
}


def _of_repeats(repeats: Iterable[Repeat], rows: Sequence[Drafted]) -> Iterator[Finding]:
    """Each message speaks first of the row that its finding points to, by the place where the document has it."""
    for repeat in repeats:
        here, first = rows[repeat.row].row, rows[repeat.first].row
        copies = "; ".join(repeat.places[:3])
        several = len(repeat.places)
        if repeat.left_out and repeat.is_page:
            message = f"Desde {here.where}, {several} filas seguidas están otra vez en {copies}… Se retiró la copia"
        elif repeat.left_out:
            message = f"{_capital(name_of(here))} ({here.where}) está otra vez igual en {copies}. Se retiró la copia"
        elif repeat.is_page:
            message = f"Desde {here.where}, {several} filas seguidas repiten las de {first.where}. Retírelas si sobran"
        else:
            message = (
                f"{_capital(name_of(here))} ({here.where}) repite igual la fila de {first.where}. Retírela si sobra"
            )
        message = f"{message}; confírmelo con el original."
        if repeat.is_page:
            yield _finding("repeated-page", message, row=repeat.row)
        else:
            yield _finding("repeated-row", message, row=repeat.row)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _impossible_dates(item: Drafted) -> Iterator[Finding]:
    for impossible in item.schedule.impossible:
        day = impossible.suggestion
        message = f"La fecha «{impossible.text}» de {name_of(item.row)} no existe. Corríjala; puede ser {day:%d/%m/%Y}."
        yield _finding("impossible-date", message, suggestion=day.isoformat())


def _negative_quantity(item: Drafted) -> Iterator[Finding]:
    for message in negative_quantities(item.row.schedule.text):
        yield _finding("negative-quantity", f"{name_of(item.row)}: {message}")


def _no_date(item: Drafted) -> Iterator[Finding]:
    schedule = item.row.schedule
    said = (
        schedule.start
        or schedule.end
        or schedule.deadlines
        or schedule.months
        or schedule.recurrence
        or schedule.permanent
    )
    if said or item.schedule.impossible or not _has(item.record.layout, TIMES):
        return
    if item.record.layout.months and not schedule.text:
        yield _finding("no-date", f"{name_of(item.row)} no marca ningún mes. Mire el original y marque los meses.")
    elif schedule.text:
        yield _finding(
            "no-date", f"No se entiende cuándo es {name_of(item.row)}: «{schedule.text[:80]}». Escriba la fecha."
        )
    else:
        yield _finding("no-date", f"Falta la fecha de {name_of(item.row)}. Agréguela antes de publicar.")


def _no_responsible(item: Drafted) -> Iterator[Finding]:
    if not item.row.responsible and _has(item.record.layout, (Role.RESPONSIBLE,)):
        yield _finding("no-responsible", f"Falta el responsable de {name_of(item.row)}. Agréguelo antes de publicar.")


def _no_target(item: Drafted) -> Iterator[Finding]:
    if not item.row.target and not item.row.product and _has(item.record.layout, GOALS):
        yield _finding(
            "no-target", f"Falta la meta o el producto de {name_of(item.row)}. Diga qué se entrega y cuánto."
        )


def _no_subcomponent(item: Drafted) -> Iterator[Finding]:
    if not item.row.subcomponent and any(role in LEVELS for role in item.record.layout.roles.values()):
        yield _finding(
            "row-without-subcomponent", f"{name_of(item.row)} no tiene subcomponente. Escoja a cuál pertenece."
        )


def _other_years(item: Drafted, year: int | None) -> Iterator[Finding]:
    if year is None:
        return
    dated = sorted(other for other in item.schedule.years if other != year)
    for other in dated:
        yield _finding(
            "other-year",
            (f"{name_of(item.row)} tiene una fecha de {other} y el plan es de {year}. Confírmela o corríjala."),
            suggestion=str(year),
        )
    row = item.row
    for text in filter(
        None, (row.activity, row.description, row.target, row.product if row.product != row.target else None)
    ):
        for other in sorted(years_in_prose(text) - {year} - set(dated)):
            yield _finding(
                "other-year",
                (
                    f"El texto de {name_of(row)} nombra el año {other} y el plan es de {year}. Revise si "
                    f"quedó de un plan anterior."
                ),
                suggestion=str(year),
            )


def years_in_prose(text: str) -> set[int]:
    """The years that a text speaks of, without those of laws and without spans («2020-2023»)."""
    if "20" not in text:
        return set()
    folded = _SPAN.sub(" ", fold_keeping_length(text))
    return {int(match[1]) for match in _YEAR.finditer(folded) if not _LAW_BEFORE.search(folded[: match.start()])}


def _text_cut(item: Drafted) -> Iterator[Finding]:
    row = item.row
    named = (
        ("actividad", row.activity),
        ("descripción", row.description),
        ("meta", row.target),
        ("producto", row.product),
    )
    told: set[str] = set()
    for name, text in named:
        if text and text not in told and _CUT_END.search(text.rstrip()[-_TAIL:]):
            told.add(text)
            yield _finding(
                "text-cut",
                (
                    f"El texto de {name} de {name_of(row)} termina en «…{text.rstrip()[-30:]}». Complételo "
                    f"con el original."
                ),
            )


def _quantity_mismatch(item: Drafted) -> Iterator[Finding]:
    quantity = item.quantity
    if quantity and quantity.words_say is not None:
        message = (
            f"{name_of(item.row)} dice {quantity.words_say} en letras y {quantity.value:g} en "
            f"números. Confirme cuál es."
        )
        yield _finding("quantity-mismatch", message, suggestion=f"{quantity.value:g}")


def _inherited(item: Drafted) -> Iterator[Finding]:
    if item.record.inherited:
        yield _finding(
            "inherited-cell",
            (f"{name_of(item.row)} toma datos de la fila anterior porque sus celdas están vacías. Confírmelos."),
        )


_ROW_CHECKS: tuple[Check, ...] = (
    _impossible_dates,
    _negative_quantity,
    _no_date,
    _no_responsible,
    _no_target,
    _no_subcomponent,
    _text_cut,
    _quantity_mismatch,
    _inherited,
)
