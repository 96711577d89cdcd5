"""A closed round as a report: figures by component, by responsible and by activity, each date, and planning's notes.

Made of what the round froze and of nothing else, so that it says the same for ever.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from rinde.capabilities.followup.choices import Outcome, ReportStatus
from rinde.capabilities.followup.rules.figures import Totals, shown_percent
from rinde.capabilities.followup.rules.monitoring.board import Mark
from rinde.capabilities.followup.rules.monitoring.content import (
    REMOVED,
    RoundActivity,
    RoundCell,
    RoundContent,
    RoundFigures,
    RoundHeader,
    RoundPart,
)
from rinde.capabilities.followup.rules.standing import STANDING_WORDS, Standing
from rinde.capabilities.plans.choices import MeasureUnit
from rinde.foundations.law.terms import plain_day
from rinde.services.reporting import Column, Report, Section, Table
from rinde.services.reporting.tree import Value

_COUNTS = (
    Column("due", "Debían estar", "number", 10, "Fechas vencidas hasta el último día de la ronda"),
    Column("done", "Cumplidas", "number", 10, "Reportadas como hechas, con lo esperado y con prueba"),
    Column("late", "Vencidas", "number", 10, "Sin cumplir después de su fecha"),
    Column("returned", "Devueltas", "number", 10, "Devueltas por planeación y sin corregir"),
    Column("unproved", "Sin prueba", "number", 10, "Reportadas como hechas, sin prueba"),
    Column("no_case", "Sin caso", "number", 10, "No se presentó la ocasión; no cuentan"),
    Column("to_review", "Por revisar", "number", 10, "Enviadas que planeación no había aceptado"),
    Column("in_hand", "En borrador", "number", 10, "Con un borrador de la dependencia sin enviar"),
)
_SELF = Column("self_monitored", "Reporta y monitorea la misma", "number", 14, "Fechas de la dependencia que monitorea")
_OFFICIAL = (
    Column("scheduled", "Actividades programadas", "number", 14, "Con alguna fecha vencida que cuenta"),
    Column("activities_done", "Actividades cumplidas", "number", 13, "Con todas sus fechas cumplidas y probadas"),
    Column("official", "Cumplidas (%)", "percent", 12, "Actividades cumplidas sobre programadas"),
)
_QUANTITATIVE = Column("quantitative", "Avance (%)", "percent", 11, "Promedio de lo que avanzó cada fecha, hasta 100")

COMPONENT_COLUMNS = (
    Column("component", "Componente", width=40, description="Componente del plan; la última fila es todo el plan"),
    *_COUNTS,
    _SELF,
    *_OFFICIAL,
    _QUANTITATIVE,
)
ACTOR_COLUMNS = (
    Column("actor", "Responsable", width=40, description="Quien responde, como lo nombra el plan"),
    *_COUNTS,
    _SELF,
    _QUANTITATIVE,
)
ACTIVITY_COLUMNS = (
    Column("component", "Componente", width=24, description="Componente, como lo escribe el plan"),
    Column("subcomponent", "Subcomponente", width=20, description="Subcomponente, como lo escribe el plan"),
    Column("key", "Clave", width=8, description="Dirección de la actividad dentro del plan"),
    Column("code", "Código", width=8, description="Código impreso de la actividad"),
    Column("activity", "Actividad", width=40, description="Qué se va a hacer"),
    Column("due", "Debían estar", "number", 9, "Fechas vencidas hasta el último día de la ronda"),
    Column("done", "Cumplidas", "number", 9, "Reportadas como hechas, con lo esperado y con prueba"),
    Column("quantitative", "Avance (%)", "percent", 10, "Como lo calcula Rinde; vacío si nada estaba programado"),
    Column("own", "Planeación (%)", "percent", 10, "Porcentaje propio de planeación; vacío si no dio uno"),
    Column("note", "Nota de planeación", width=50, description="Lo que planeación dice de la actividad"),
)
CELL_COLUMNS = (
    Column("code", "Código", width=8, description="Código impreso de la actividad"),
    Column("activity", "Actividad", width=32, description="Qué se va a hacer"),
    Column("actor", "Responsable", width=24, description="Quien responde por esta fecha"),
    Column("what", "Producto o meta", width=28, description="Qué debía estar hecho"),
    Column("due_on", "Fecha", "date", 13, "Cuándo vencía"),
    Column("standing", "Estado", width=13, description="Cómo estaba al cerrar la ronda"),
    Column("outcome", "Dice la dependencia", width=16, description="Lo que la dependencia dijo de su compromiso"),
    Column("quantity", "Cuánto", "number", 9, "Total reportado, en la unidad de la meta; puntos si es porcentaje"),
    Column("expected", "Esperado", "number", 9, "Cuánto se esperaba; vacío si el plan no lo dice"),
    Column("unit", "Unidad", width=10, description="Cantidad o porcentaje"),
    Column("text", "Avance reportado", width=44, description="Lo que escribió la dependencia"),
    Column("reason", "Motivo", width=30, description="Por qué tarde, por qué no, o por qué no hubo caso"),
    Column("difficulties", "Dificultades", width=26, description="Dificultades que contó la dependencia"),
    Column("result", "Para qué sirvió", width=26, description="Resultado que contó la dependencia"),
    Column("happened_on", "Se hizo el", "date", 11, "Fecha del hecho, según la dependencia"),
    Column("sent_on", "Enviado", "date", 13, "Fecha del último envío"),
    Column("accepted", "Aceptado", width=9, description="Si planeación lo había aceptado"),
    Column("proofs", "Pruebas", "number", 8, "Pruebas en firme"),
    Column("self_monitored", "Misma dependencia", width=11, description="Sí: quien reporta es quien monitorea"),
)
# A printed page is not as wide as a sheet: it leaves out these, and what no row says; the sheets hold every column.
_NOT_ON_PAPER = frozenset(
    {"to_review", "in_hand", "subcomponent", "key", "outcome", "unit", "expected"}
    | {"quantity", "reason", "difficulties", "result", "happened_on", "accepted"}
)
_ALWAYS_ON_PAPER = frozenset({"due", "done", "late"})
_NARROWEST_ON_PAPER = 12


def round_report(content: RoundContent, *, sha256: str, source: str = "", on_paper: bool = False) -> Report:
    """Lay out a closed round for every writer.

    Args:
        sha256: over its canonical text.
        source: the permanent address of the round.
        on_paper: keep each table to the width of a page; the spreadsheets hold every column.
    """
    header = content.header
    return Report(
        title=f"Monitoreo: {header.name}",
        subtitle=header.plan_title,
        entity=header.entity_name,
        facts=tuple(_facts(header, content.total.totals, sha256)),
        sections=tuple(_sections(content, on_paper=on_paper)),
        source=source,
        made_on=header.closed_on,
    )


def _facts(header: RoundHeader, totals: Totals, sha256: str) -> Iterator[tuple[str, str]]:
    yield "Entidad", header.entity_name
    yield "Plan", f"{header.plan_title}, versión {header.plan_version}"
    yield "Ronda", f"{header.number}, del {plain_day(header.starts_on)} al {plain_day(header.ends_on)}"
    yield "Cerrada el", plain_day(header.closed_on)
    yield "Monitorea", header.monitored_by or "Nadie lo había dicho"
    yield "Actividades cumplidas", _official(totals)
    yield "Avance", _percent_words(totals.quantitative)
    yield "Huella de la ronda (SHA-256)", sha256
    yield "Huella de la versión del plan (SHA-256)", header.plan_sha256


def _official(totals: Totals) -> str:
    if not totals.scheduled:
        return "Nada estaba programado"
    return f"{totals.done} de {totals.scheduled} ({_percent_words(totals.official)})"


def _percent_words(ratio: Decimal | None) -> str:
    shown = shown_percent(ratio)
    return "Nada estaba programado" if shown is None else f"{shown.normalize():f} %".replace(".", ",")


HOW_COMPUTED = (
    "Cuenta todo lo que vencía hasta el último día de la ronda, desde el comienzo del plan, como estaba al cerrarla.",
    "Una fecha está cumplida cuando la dependencia la reportó como hecha, llega a lo esperado y tiene prueba.",
    "Una actividad está cumplida cuando lo están todas sus fechas vencidas.",
    "Cumplidas (%) divide actividades cumplidas entre actividades programadas: es el número oficial.",
    "Avance (%) promedia lo que avanzó cada fecha, sin pasar de 100. Ninguno reemplaza al otro.",
    "Lo que no tuvo ocasión de hacerse no cuenta en ninguno de los dos. Donde nada vencía no hay porcentaje.",
)


def _sections(content: RoundContent, *, on_paper: bool) -> Iterator[Section]:
    if content.header.summary:
        yield Section("Resumen de la coordinación", paragraphs=tuple(filter(None, content.header.summary.split("\n"))))
    if content.is_self_monitored:
        yield Section("La misma dependencia reporta y monitorea", paragraphs=(self_monitored_words(content),))
    yield Section("Por componente", tables=(_components(content, on_paper=on_paper),))
    yield Section("Por responsable", tables=(_actors(content, on_paper=on_paper),))
    yield Section("Por actividad", tables=tuple(_activities(content, on_paper=on_paper)))
    yield Section("Fecha por fecha", tables=(_cells(content.activities, on_paper=on_paper),))
    yield Section("Cómo se calcula", bullets=HOW_COMPUTED)


def self_monitored_words(content: RoundContent) -> str:
    """Say that some were reported by who monitors them; a control that does not exist must not be believed in."""
    many = content.total[Mark.SELF_MONITORED]
    which = "1 fecha es" if many == 1 else f"{many} fechas son"
    who = content.header.monitored_by or "la dependencia que monitorea"
    return f"{which} de {who}, que también monitorea el plan: nadie distinto revisó lo que reportó. Están marcadas."


def _components(content: RoundContent, *, on_paper: bool) -> Table:
    rows = [(one.name, *_counted(one.figures), *_activities_of(one.figures)) for one in content.components]
    rows.append(("Todo el plan", *_counted(content.total), *_activities_of(content.total)))
    return _fitted(Table("Por componente", COMPONENT_COLUMNS, rows), on_paper=on_paper)


def _actors(content: RoundContent, *, on_paper: bool) -> Table:
    rows = [_actor_row(one) for one in content.actors]
    return _fitted(Table("Por responsable", ACTOR_COLUMNS, rows), on_paper=on_paper)


def _actor_row(one: RoundPart) -> tuple[Value, ...]:
    return (one.name, *_counted(one.figures), shown_percent(one.figures.totals.quantitative))


def _counted(figures: RoundFigures) -> tuple[Value, ...]:
    looks = (
        Mark.DUE,
        Standing.DONE,
        Standing.LATE,
        Standing.RETURNED,
        Standing.UNPROVED,
        Standing.NO_CASE,
        Mark.TO_REVIEW,
        Mark.IN_HAND,
        Mark.SELF_MONITORED,
    )
    return tuple(figures[look] for look in looks)


def _activities_of(figures: RoundFigures) -> tuple[Value, ...]:
    totals = figures.totals
    percents = (shown_percent(totals.official), shown_percent(totals.quantitative))
    return (totals.scheduled, totals.done, *percents)


def _activities(content: RoundContent, *, on_paper: bool) -> Iterator[Table]:
    """One table; on paper one a component, whose name is then said once."""
    if not on_paper:
        yield Table("Por actividad", ACTIVITY_COLUMNS, [_activity_row(one) for one in content.activities])
        return
    for name in (*(part.name for part in content.components), REMOVED):
        own = [one for one in content.activities if one.component == name]
        if own:
            columns, rows = ACTIVITY_COLUMNS[1:], [_activity_row(one)[1:] for one in own]
            yield _fitted(Table(name, columns, rows), on_paper=True)


def _activity_row(one: RoundActivity) -> tuple[Value, ...]:
    return (
        one.component,
        one.subcomponent,
        one.key,
        one.code,
        one.name,
        one.figures[Mark.DUE],
        one.figures[Standing.DONE],
        shown_percent(one.figures.totals.quantitative),
        shown_percent(one.note_ratio),
        one.note,
    )


def _cells(activities: Sequence[RoundActivity], *, on_paper: bool) -> Table:
    rows = [_cell_row(one, cell) for one in activities for cell in one.cells]
    table = Table("Fecha por fecha", CELL_COLUMNS, rows)
    if not on_paper:
        return table
    # The table before this one names each activity; here its code is enough, where every one has a code.
    without = {"self_monitored"} | ({"activity"} if all(one.code for one in activities) else set())
    return _fitted(Table(table.name, CELL_COLUMNS, [_on_paper(row) for row in rows]), on_paper=True, without=without)


_PLACE = {column.key: place for place, column in enumerate(CELL_COLUMNS)}


def _on_paper(row: Sequence[Value]) -> list[Value]:
    """A date whose text says the reason too, and whose actor says where it monitors: a page has no room for columns."""
    shown = list(row)
    reason = row[_PLACE["reason"]]
    told = (row[_PLACE["text"]], f"Motivo: {reason}" if reason else "")
    shown[_PLACE["text"]] = "\n".join(str(one) for one in told if one)
    if row[_PLACE["self_monitored"]]:
        shown[_PLACE["actor"]] = f"{row[_PLACE['actor']]} (reporta y monitorea)"
    return shown


def _fitted(table: Table, *, on_paper: bool, without: Collection[str] = ()) -> Table:
    """A table as wide as a page: without the columns that only a sheet has room for, nor those that no row says."""
    if not on_paper:
        return table
    kept = [
        place
        for place, column in enumerate(table.columns)
        if column.key not in _NOT_ON_PAPER
        and column.key not in without
        and (column.key in _ALWAYS_ON_PAPER or any(row[place] not in (None, "", 0) for row in table.rows))
    ]
    columns = (table.columns[place] for place in kept)
    return Table(
        table.name,
        tuple(replace(one, width=max(one.width, _NARROWEST_ON_PAPER)) for one in columns),
        [[row[place] for place in kept] for row in table.rows],
    )


def _cell_row(one: RoundActivity, cell: RoundCell) -> tuple[Value, ...]:
    return (
        one.code,
        one.name,
        cell.actor,
        cell.what,
        cell.due_on,
        STANDING_WORDS[Standing(cell.standing)][1],
        str(Outcome(cell.outcome).label) if cell.outcome else "",
        cell.quantity,
        cell.expected,
        str(MeasureUnit(cell.unit).label) if cell.unit else "",
        cell.text,
        cell.reason,
        cell.difficulties,
        cell.result,
        cell.happened_on,
        cell.sent_on,
        ("Sí" if cell.status == ReportStatus.ACCEPTED else "No") if cell.status else "",
        cell.proofs,
        "Sí" if cell.self_monitored else "",
    )
