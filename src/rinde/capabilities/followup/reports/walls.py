"""The wall sheets of units as a document. Data only; the writers make a tagged PDF of it."""

from collections.abc import Iterable, Sequence
from datetime import date

from rinde.capabilities.followup.rules.walls import Wall, WallRow
from rinde.foundations.law import plain_day
from rinde.foundations.text.dates import MONTHS
from rinde.services.reporting import Column, Report, Section, Table

COLUMNS = (
    Column("due_on", "Fecha", "date", 11, "Día hasta el que se puede cumplir"),
    Column("activity", "Actividad", width=38, description="Código y nombre de la actividad"),
    Column("what", "Qué se entrega", width=30, description="Producto o meta"),
    Column("plan", "Plan", width=22, description="Plan que lo promete"),
)
DONE_BY_UNIT = "Según la dependencia: todavía sin el informe de control interno."


def walls_report(
    entity: str, walls: Sequence[Wall], *, today: date, sources: Sequence[str] = (), title: str = ""
) -> Report:
    """Lay out the sheet of one unit, or of several one after the other.

    Args:
        sources: for each sheet the address of the public page that says the same.
        title: of a document of several sheets.
    """
    sections = [
        section for wall in walls for section in _sections(wall, before=f"{wall.name}: " if len(walls) > 1 else "")
    ]
    return Report(
        title=walls[0].name if len(walls) == 1 else title,
        subtitle="Lo que responde en los planes de la entidad",
        entity=entity,
        facts=(("Impreso el", plain_day(today)), *(_facts(walls[0]) if len(walls) == 1 else ())),
        sections=tuple(sections),
        source=sources[0] if len(sources) == 1 else "",
        made_on=today,
    )


def _facts(wall: Wall) -> Iterable[tuple[str, str]]:
    yield "Vencidas", str(wall.late_count)
    yield "Por venir", str(wall.to_come)
    yield "Cumplidas", f"{wall.done_count} de {wall.total}"


def _sections(wall: Wall, *, before: str) -> Iterable[Section]:
    yield _section(f"{before}Vencidas ({wall.late_count})", wall.late, wall.late_left, "Nada está vencido.")
    for month in wall.months:
        name = f"{MONTHS[month.first.month - 1]} de {month.first.year}"
        yield _section(f"{before}{name[0].upper()}{name[1:]} ({month.count})", month.rows, month.left, "")
    done = _section(f"{before}Cumplidas ({wall.done_count})", wall.done, wall.done_count - len(wall.done), "")
    yield Section(
        done.title, (DONE_BY_UNIT, *done.paragraphs) if wall.done_count else ("Ninguna todavía.",), (), done.tables
    )


def _section(title: str, rows: Sequence[WallRow], left: int, none: str) -> Section:
    words = [f"Y {left} más, que no caben en la hoja."] if left else []
    if not rows and not left and none:
        words = [none]
    return Section(title, tuple(words), tables=(Table(title, COLUMNS, [_cells(row) for row in rows]),) if rows else ())


def _cells(row: WallRow) -> tuple[date, str, str, str]:
    return row.cell.due_on, row.cell.label, row.cell.what, row.plan_title
