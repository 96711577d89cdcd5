"""What a person makes of a draft row: corrections, suggestions taken, and which findings they settle.

Pure. The reader proposes and a person decides; here stands the arithmetic between the two. A text that is corrected is
read again by the same readers as the document, so that «Dos (2) informes» typed by hand means what it means in a plan.
"""

import json
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, fields, replace
from datetime import date
from decimal import Decimal
from hashlib import sha256
from typing import Any, Final

from rinde.capabilities.plan_imports.rules.catalogue import RULES
from rinde.capabilities.plan_imports.rules.checks import name_of, years_in_prose
from rinde.capabilities.plan_imports.rules.draft import DraftRow, Finding, Schedule, Severity
from rinde.capabilities.plans.choices import Instrument, MeasureUnit
from rinde.capabilities.plans.rules.rows import Assignee, PlanRow
from rinde.capabilities.plans.rules.schedules import Period, expand, negative_quantities
from rinde.foundations.text.folding import fold
from rinde.foundations.text.quantities import read_quantity
from rinde.foundations.text.schedules import ReadSchedule, read_schedule

ACTIVITY_MISSING: Final = "no-activity"
ACCEPTANCE_REOPENED: Final = "acceptance-reopened"
QUOTED: Final = re.compile(r"«([^»]*)»")
NAMED_YEAR: Final = re.compile(r"\b(20\d\d) y el plan es de")
PROSE: Final = ("activity", "description", "target", "product")
PLACE: Final = re.compile(r'\b(?:(de|en) )?(page|sheet|body) (\d+)(?: "([^"]*)")?(?:, table (\d+))?(?:, row (\d+))?')


# ---- rows as JSON -------------------------------------------------------------------------------------------------


def row_to_json(row: DraftRow) -> dict[str, Any]:
    """Give the row as plain data, lists and not tuples, without its place, which never changes."""
    data: dict[str, Any] = json.loads(json.dumps(asdict(row)))
    del data["where"]
    return data


def row_from_json(data: Mapping[str, Any]) -> DraftRow:
    """Rebuild the row from its plain data; keys that this version does not know are passed over."""
    known = {field.name for field in fields(DraftRow)}
    schedule = data.get("schedule") or {}
    times = {field.name: schedule[field.name] for field in fields(Schedule) if field.name in schedule}
    for name in ("deadlines", "months"):
        times[name] = tuple(times.get(name) or ())
    values = {name: value for name, value in data.items() if name in known}
    return DraftRow(
        **values | {"responsible": tuple(data.get("responsible") or ()), "schedule": Schedule(**times)},
    )


def mark_of(row: DraftRow) -> str:
    """Give a short mark of what a row says, for a form to carry: another mark means that somebody changed the row."""
    return sha256(json.dumps(row_to_json(row), sort_keys=True).encode()).hexdigest()[:16]


LONGEST_NAME: Final = 300  # letters of a name that are kept and matched


def name_key(name: str) -> str:
    """What makes two spellings of a responsible one name: case, accents and punctuation do not count."""
    return fold(name)


# ---- corrections --------------------------------------------------------------------------------------------------


def corrected(before: DraftRow, typed: DraftRow, year: int | None) -> DraftRow:
    """Give the row as the person means it.

    Where only the text of the schedule or of the target was changed, its dates or quantity are read from it again;
    where the person typed dates or a quantity, those hold, whatever the text says.
    """
    after = replace(typed, where=before.where)
    if typed.schedule.text != before.schedule.text and _dates(typed.schedule) == _dates(before.schedule):
        after = replace(after, schedule=_schedule(read_schedule(typed.schedule.text, year)))
    if typed.target != before.target and _amount(typed) == _amount(before):
        after = _with_quantity_of(after, typed.target or typed.product or "")
    return after


def _dates(schedule: Schedule) -> tuple[object, ...]:
    told = (schedule.start, schedule.end, schedule.deadlines, schedule.months, schedule.recurrence, schedule.permanent)
    return tuple(value or None for value in told)


def _amount(row: DraftRow) -> tuple[object, ...]:
    return row.quantity, row.unit, row.per_unit


def _with_quantity_of(row: DraftRow, text: str) -> DraftRow:
    quantity = read_quantity(text)
    if quantity is None:
        return replace(row, quantity=None, unit=None, per_unit=False)
    return replace(row, quantity=quantity.value, unit=quantity.unit, per_unit=quantity.per_unit)


def _schedule(read: ReadSchedule) -> Schedule:
    return Schedule(
        text=read.text,
        start=_iso(read.start),
        end=_iso(read.end),
        deadlines=tuple(day.isoformat() for day in read.deadlines),
        recurrence=read.recurrence,
        permanent=read.permanent,
    )


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def problems_of(before: DraftRow, typed: DraftRow, year: int | None) -> Iterator[str]:
    """Say, in Spanish, why a correction cannot stand; nothing for one that can.

    What the document itself got wrong and the person left alone is a finding, not a reason to refuse the rest.
    """
    if not typed.activity.strip():
        yield "Escriba la actividad: es lo único que una fila no puede dejar vacío."
    times = typed.schedule
    if times.start and times.end and times.start > times.end:
        yield "La fecha de inicio es posterior a la de fin. Revise las dos."
    if times.text != before.schedule.text and _dates(times) == _dates(before.schedule):
        for impossible in read_schedule(times.text, year).impossible:
            yield f"La fecha «{impossible.text}» no existe. ¿Quiso decir {impossible.suggestion:%d/%m/%Y}?"
    if times.text != before.schedule.text:
        yield from negative_quantities(times.text)
    if typed.quantity is not None and typed.quantity < 0:
        yield "La cantidad no puede ser menor que cero."


FIELD_WORDS: Final = {
    "component": "el componente",
    "subcomponent": "el subcomponente",
    "code": "el código",
    "activity": "la actividad",
    "description": "la descripción",
    "target": "la meta",
    "quantity": "la cantidad",
    "unit": "la cantidad",
    "per_unit": "la cantidad",
    "product": "el producto",
    "indicator": "el indicador",
    "resources": "los recursos",
    "responsible": "los responsables",
    "schedule": "las fechas",
}


def changed_in_words(before: DraftRow, after: DraftRow) -> str:
    """Name the fields that differ: «la meta, los responsables»."""
    changed = [words for name, words in FIELD_WORDS.items() if getattr(before, name) != getattr(after, name)]
    return ", ".join(dict.fromkeys(changed))


# ---- suggestions --------------------------------------------------------------------------------------------------


def with_suggestion(rule: str, message: str, suggestion: str, row: DraftRow, year: int | None) -> DraftRow:
    """Take a finding's proposal.

    Raises:
        ValueError: for a rule whose proposal is not something that a program can carry out.
    """
    if rule == "impossible-date":
        return _with_date(row, message, date.fromisoformat(suggestion), year)
    if rule == "other-year":
        return _with_year(row, message, suggestion)
    if rule == "quantity-mismatch":
        return replace(row, quantity=float(suggestion), unit=row.unit or "count")
    raise ValueError(f"no proposal is known for {rule}")


def suggestion_label(rule: str, suggestion: str) -> str:
    """Word the button that takes a proposal; empty where the proposal is not for a button."""
    if rule == "impossible-date":
        return f"Usar {date.fromisoformat(suggestion):%d/%m/%Y}"
    if rule == "other-year":
        return f"Cambiar a {suggestion}"
    if rule == "quantity-mismatch":
        return f"Dejar {suggestion.replace('.', ',')}"
    return ""


def _with_date(row: DraftRow, message: str, day: date, year: int | None) -> DraftRow:
    found = QUOTED.search(message)
    written = found[1] if found else ""
    times = row.schedule
    # What the reader quotes may differ from the document in case: «30 DE FEBRERO».
    text = (
        re.sub(re.escape(written), f"{day:%d/%m/%Y}", times.text, count=1, flags=re.IGNORECASE)
        if written
        else times.text
    )
    if times.start and not times.end:
        return replace(row, schedule=replace(times, text=text, end=day.isoformat()))
    if times.end and not times.start:
        return replace(row, schedule=replace(times, text=text, start=day.isoformat()))
    read = read_schedule(text, year)
    days = (read.start, read.end, *read.deadlines)
    if text == times.text or day not in days:
        deadlines = tuple(sorted({*times.deadlines, day.isoformat()}))
        return replace(row, schedule=replace(times, text=text, deadlines=deadlines))
    return replace(row, schedule=replace(_schedule(read), months=times.months))


def _with_year(row: DraftRow, message: str, suggestion: str) -> DraftRow:
    found = NAMED_YEAR.search(message) or re.search(r"\baño (20\d\d)\b", message)
    other = found[1] if found else ""
    if not other:
        return row
    if message.startswith("El texto de"):
        return replace(
            row,
            activity=_in_year(row.activity, other, suggestion) or "",
            description=_in_year(row.description, other, suggestion),
            target=_in_year(row.target, other, suggestion),
            product=_in_year(row.product, other, suggestion),
        )
    text = _in_year(row.schedule.text, other, suggestion) or ""
    if text == row.schedule.text:  # «31/01/23»: the year has two figures
        text = re.sub(rf"(?<=[/\-. ]){other[2:]}\b", suggestion[2:], text)
    times = replace(
        row.schedule,
        text=text,
        start=_in_year(row.schedule.start, other, suggestion),
        end=_in_year(row.schedule.end, other, suggestion),
        deadlines=tuple(_in_year(day, other, suggestion) or day for day in row.schedule.deadlines),
    )
    return replace(row, schedule=times)


def _in_year(text: str | None, other: str, year: str) -> str | None:
    return re.sub(rf"(?<!\d){other}(?!\d)", year, text) if text else text


# ---- which findings stand -----------------------------------------------------------------------------------------


def standing_findings(row: DraftRow) -> tuple[Finding, ...]:
    """Collect what any row lacks, read or typed by hand: activity, date, responsible, target."""
    return tuple(_standing(row))


def _standing(row: DraftRow) -> Iterator[Finding]:
    name = name_of(row)
    if not row.activity.strip():
        yield Finding(ACTIVITY_MISSING, "error", "La fila no tiene actividad. Escríbala o deje la fila fuera.")
    if not says_when(row.schedule):
        yield _of_rule("no-date", f"Falta la fecha de {name}. Agréguela antes de publicar.")
    if not row.responsible:
        yield _of_rule("no-responsible", f"Falta el responsable de {name}. Agréguelo antes de publicar.")
    if not row.target and not row.product:
        yield _of_rule("no-target", f"Falta la meta o el producto de {name}. Diga qué se entrega y cuánto.")


def _of_rule(rule: str, message: str) -> Finding:
    return Finding(rule, RULES[rule].severity, message)


def says_when(schedule: Schedule) -> bool:
    """Tell whether anything is known about when."""
    return any(_dates(schedule))


def is_settled(rule: str, message: str, before: DraftRow, after: DraftRow) -> bool:
    """Tell whether a correction took away the reason of a finding."""
    if rule in STANDING:
        return rule not in {finding.rule for finding in standing_findings(after)}
    if rule == "impossible-date":
        return after.schedule != before.schedule and says_when(after.schedule)
    if rule == "negative-quantity":
        return not any(True for _ in negative_quantities(after.schedule.text))
    if rule == "empty-months":
        return says_when(after.schedule)
    if rule == "row-without-subcomponent":
        return bool(after.subcomponent)
    if rule == "other-year":
        return _names_no(message, after)
    if rule == "text-cut":
        return any(getattr(before, name) != getattr(after, name) for name in PROSE)
    if rule == "quantity-mismatch":
        return _amount(before) != _amount(after) or before.target != after.target
    return False


STANDING: Final[Collection[str]] = frozenset((ACTIVITY_MISSING, "no-date", "no-responsible", "no-target"))


def _names_no(message: str, row: DraftRow) -> bool:
    found = NAMED_YEAR.search(message) or re.search(r"\baño (20\d\d)\b", message)
    if not found:
        return False
    year = int(found[1])
    if message.startswith("El texto de"):
        return not any(year in years_in_prose(getattr(row, name) or "") for name in PROSE)
    days = (row.schedule.start, row.schedule.end, *row.schedule.deadlines)
    return not any(day and day.startswith(str(year)) for day in days)


# ---- into a plan --------------------------------------------------------------------------------------------------

_UNITS: Final = {"count": MeasureUnit.COUNT, "percent": MeasureUnit.PERCENT}


def rows_in_place(rows: Sequence[tuple[DraftRow, bool]]) -> Iterator[DraftRow]:
    """Give the rows, each with whether a person added it, with a place for those added without saying one.

    Such a row stands in the component of the row before it, or of the first one that has any: alone, it would make a
    component of its own. A document that prints no components keeps none.
    """
    place = next((row for row, _ in rows if row.component), DraftRow(activity=""))
    for row, added in rows:
        if added and not row.component:
            subcomponent = row.subcomponent or place.subcomponent
            yield replace(row, component=place.component, subcomponent=subcomponent)
            continue
        place = row if row.component else place
        yield row


def plan_row(row: DraftRow, assignees: tuple[Assignee, ...], period: Period) -> PlanRow:
    """Hand a reviewed row to the plan: its dates worked out within the plan's period, its names already decided."""
    times = row.schedule
    return PlanRow(
        activity=row.activity,
        component=row.component or "",
        subcomponent=row.subcomponent or "",
        code=row.code or "",
        description=row.description or "",
        target=row.target or "",
        product=row.product or "",
        quantity=Decimal(str(row.quantity)) if row.quantity is not None else None,
        unit=_UNITS.get(row.unit or "", ""),
        per_actor=row.per_unit,
        indicator=row.indicator or "",
        resources=row.resources or "",
        schedule_text=times.text,
        milestones=expand(
            period=period,
            deadlines=tuple(map(date.fromisoformat, times.deadlines)),
            start=_day(times.start),
            end=_day(times.end),
            months=times.months,
            recurrence=times.recurrence or "",
            permanent=times.permanent,
        ),
        recurrence=times.recurrence or "",
        permanent=times.permanent,
        assignees=assignees,
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


# ---- the heading ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Heading:
    """What the plan is: instrument, title and the years that it runs. The entity is always the person's own."""

    instrument: str
    title: str
    first_year: int
    last_year: int

    @property
    def instrument_label(self) -> str:
        """The kind of plan in words; empty while nobody said it."""
        return str(Instrument(self.instrument).label) if self.instrument in Instrument.values else ""

    @property
    def period(self) -> str:
        """«2026» or «2025 a 2028»."""
        return str(self.first_year) if self.first_year == self.last_year else f"{self.first_year} a {self.last_year}"

    def problems(self) -> list[str]:
        """Every reason why this cannot be a plan's heading, in Spanish."""
        problems = []
        if self.instrument not in Instrument.values:
            problems.append("Escoja qué clase de plan es.")
        if not self.title.strip():
            problems.append("Escriba el título del plan.")
        if not 1990 <= self.first_year <= 2100:
            problems.append("Escriba el año del plan con cuatro cifras, por ejemplo 2026.")
        elif not self.first_year <= self.last_year <= self.first_year + 12:
            problems.append("El último año no puede ser anterior al primero, ni pasar de doce años después.")
        return problems


# ---- words --------------------------------------------------------------------------------------------------------

_CONTAINERS: Final = {"page": "página", "sheet": "hoja"}


def place_in_words(text: str) -> str:
    """Put the places of a text into Spanish: «page 2, table 1, row 4» reads «página 2, tabla 1, fila 4»."""
    return PLACE.sub(_place, text)


def _place(match: re.Match[str]) -> str:
    preposition, container, number, name, table, row = match.groups()
    words = []
    if container in _CONTAINERS:
        words.append(f"hoja «{name}»" if name else f"{_CONTAINERS[container]} {number}")
    if table and (container != "sheet" or table != "1"):
        words.append(f"tabla {table}")
    if row:
        words.append(f"fila {row}")
    place = ", ".join(words)
    return f"{preposition} la {place}" if preposition else place


@dataclass(frozen=True, slots=True)
class SeverityWords:
    """How a severity is told: a word and an icon, never a colour alone."""

    word: str
    icon: str


SEVERITIES: Final[dict[Severity, SeverityWords]] = {
    "error": SeverityWords("Por corregir", "exclamation-circle"),
    "warning": SeverityWords("Por confirmar", "exclamation-triangle"),
    "notice": SeverityWords("Para saber", "information-circle"),
}
