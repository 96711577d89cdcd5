"""The wall sheets of units as a document. Data only; the writers make a tagged PDF of it."""

from collections.abc import Iterable, Sequence
from datetime import date

from rinde.capabilities.followup.rules.walls import Month, Wall, WallRow
from rinde.foundations.law import plain_day
from rinde.foundations.text.dates import MONTHS
from rinde.services.reporting import Column, Report, Section, Table

COLUMNS = (
    Column("due_on", "Fecha", "date", 11, "Día hasta el que se puede cumplir"),
    Column("activity", "Actividad", width=44, description="Código y nombre de la actividad; su plan, si es otro"),
    Column("what", "Qué se entrega", width=34, description="Producto o meta"),
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
        subtitle=f"Lo que responde en «{walls[0].plan}»" if len(walls) == 1 else "Lo que responde en los planes",
        entity=entity,
        facts=(("Impreso el", plain_day(today)), *(_facts(walls[0]) if len(walls) == 1 else ())),
        sections=tuple(sections),
        source=sources[0] if len(sources) == 1 else "",
        made_on=today,
    )


def _facts(wall: Wall) -> Iterable[tuple[str, str]]:
    late = "1 vencida" if wall.late_count == 1 else f"{wall.late_count} vencidas"
    yield "En resumen", f"{late}, {wall.to_come} por venir; cumplidas, {wall.done_count} de {wall.total}"


def _sections(wall: Wall, *, before: str) -> Iterable[Section]:
    left = f"Y {wall.late_left} más, que no caben en la hoja." if wall.late_left else ""
    yield _section(wall, f"{before}Vencidas", wall.late, left or ("" if wall.late else "Nada está vencido."))
    coming = [row for month in wall.months for row in month.rows]
    counted = "; ".join(f"{month.left} más en {_month(month)}" for month in wall.months if month.left)
    yield _section(wall, f"{before}Lo que viene", coming, f"Y después: {counted}." if counted else _none(coming))
    said = DONE_BY_UNIT if wall.done else "Ninguna todavía."
    if wall.done_count > len(wall.done):
        said = f"{said} Estas son las {len(wall.done)} más recientes."
    yield _section(wall, f"{before}Cumplidas", wall.done, said)


def _none(rows: Sequence[WallRow]) -> str:
    return "" if rows else "Nada más está programado."


def _month(month: Month) -> str:
    return f"{MONTHS[month.first.month - 1]} de {month.first.year}"


def _section(wall: Wall, title: str, rows: Sequence[WallRow], words: str) -> Section:
    tables = (Table(title, COLUMNS, [_cells(wall, row) for row in rows]),) if rows else ()
    return Section(title, (words,) if words else (), tables=tables)


def _cells(wall: Wall, row: WallRow) -> tuple[date, str, str]:
    other = f" ({row.plan_title})" if row.plan_title != wall.plan else ""
    return row.cell.due_on, f"{row.cell.label}{other}", row.cell.what
