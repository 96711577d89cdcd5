"""One plan laid out again in many ways: formats, headings, orders of columns, merges, titles and page cuts.

The rows are those of a sample; how they are laid out is drawn with a fixed seed, so that a failure can be repeated.
"""

import io
import json
import random
from collections.abc import Callable, Sequence
from functools import partial
from html import escape
from itertools import groupby
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
import typst

from capabilities.plan_imports.rules.scoring import figures
from rinde.capabilities.plan_imports.rules.reading import read_plan
from rinde.foundations.documents import read_document

SAMPLES = Path(__file__).parents[4] / "tests" / "samples"
BAR = 0.95
TITLE = "Plan Anticorrupción y de Atención al Ciudadano 2024"
HEADINGS: dict[str, tuple[str, ...]] = {
    "subcomponent": (
        "Subcomponente",
        "Subcomponen te / procesos",
        "Estrategia / Subcomponente",
        "PROCESO / SUBCOMPONENTE",
    ),
    "code": ("No.", "Código", "Ítem"),
    "activity": ("Actividades", "Actividad", "Acciones", "ACTIVIDADES PROGRAMADAS", "Activida des"),
    "product": ("Meta o producto", "Producto", "Entregable", "Productos esperados"),
    "responsible": ("Responsable", "Responsables", "Dependencia responsable", "Respon sable"),
    "start": ("Fecha de inicio", "Desde", "Inicia", "F. inicio", "Fecha inicial"),
    "end": ("Fecha de terminación", "Hasta", "Termina", "F. fin", "Fecha de culminación"),
}
TITLES = ("Componente 3: Rendición de cuentas", "Eje 2. Transparencia", "Estrategia 1: Diálogo", "")
Table = list[list[str]]


def _plan() -> list[dict[str, Any]]:
    """The rows of a sample with the simplest schedules, which every layout can print."""
    drafts = [json.loads(path.read_text(encoding="utf8")) for path in sorted(SAMPLES.glob("*/draft.json"))]
    rows = [row for draft in drafts for row in draft["rows"] if row.get("subcomponent") and row.get("product")]
    chosen = list(
        {row["activity"]: row for row in rows if len(row["activity"]) > 40 and row.get("responsible")}.values()
    )
    chosen = sorted(chosen[:24], key=lambda row: row["subcomponent"])
    return [_simple(row, number) for number, row in enumerate(chosen, 1)]


def _simple(row: dict[str, Any], number: int) -> dict[str, Any]:
    names = row["responsible"] if isinstance(row["responsible"], str) else row["responsible"][0]
    end = f"2024-{number % 12 + 1:02d}-28"
    return {
        "subcomponent": row["subcomponent"],
        "code": f"3.{number}",
        "activity": row["activity"],
        "product": row["product"],
        "responsible": [names],
        "schedule": {"start": "2024-01-15", "end": end},
    }


def _cells(row: dict[str, Any]) -> dict[str, str]:
    year, month, day = row["schedule"]["end"].split("-")
    dates = {"start": "15/01/2024", "end": f"{day}/{month}/{year}"}
    return (
        {key: row[key] for key in ("subcomponent", "code", "activity", "product")}
        | dates
        | {"responsible": row["responsible"][0]}
    )


def _laid(rows: Sequence[dict[str, Any]], draw: random.Random) -> Table:
    """The table: headings by any of their names, the columns after the activity in any order."""
    after = ["product", "responsible", "start", "end"]
    draw.shuffle(after)
    if after.index("start") > after.index("end"):
        first, last = after.index("end"), after.index("start")
        after[first], after[last] = "start", "end"
    columns = ["subcomponent", "code", "activity", *after]
    heads = [draw.choice(HEADINGS[column]) for column in columns]
    return [heads, *([_cells(row)[column] for column in columns] for row in rows)]


def _groups(table: Table) -> list[int]:
    """For each row below the heading, how many rows its subcomponent spans; 0 where it goes on."""
    sizes = [len(list(group)) for _, group in groupby(row[0] for row in table[1:])]
    return [n for size in sizes for n in (size, *[0] * (size - 1))]


def _html(table: Table, title: str, draw: random.Random) -> bytes:
    head = "".join(f"<th>{escape(text)}</th>" for text in table[0])
    band = f"<tr><td colspan='{len(table[0])}'>{title}</td></tr>" if title else ""
    body = ""
    for row, span in zip(table[1:], _groups(table), strict=True):
        label = f"<td rowspan='{span}'>{escape(row[0])}</td>" if span else ""
        body += f"<tr>{label}{''.join(f'<td>{escape(text)}</td>' for text in row[1:])}</tr>"
    over = draw.random() < 0.5
    rows = f"{band}<tr>{head}</tr>{body}" if over else f"<tr>{head}</tr>{band}{body}"
    return f"<h1>{TITLE}</h1><table>{rows}</table>".encode()


def _xlsx(table: Table, title: str, draw: random.Random) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append([TITLE])
    if title:
        sheet.append([title])
        sheet.merge_cells(start_row=2, end_row=2, start_column=1, end_column=len(table[0]))
    sheet.append(table[0])
    merged = draw.random() < 0.5
    for row, span in zip(table[1:], _groups(table), strict=True):
        sheet.append(row)
        if merged and span > 1:
            sheet.merge_cells(start_row=sheet.max_row, end_row=sheet.max_row + span - 1, start_column=1, end_column=1)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def _docx(table: Table, title: str, draw: random.Random) -> bytes:
    document = docx.Document()
    document.add_heading(TITLE, 0)
    if title:
        document.add_heading(title, 2) if draw.random() < 0.5 else document.add_paragraph(title)
    grid = document.add_table(rows=0, cols=len(table[0]))
    for row in table:
        for cell, text in zip(grid.add_row().cells, row, strict=True):
            cell.text = text
    content = io.BytesIO()
    document.save(content)
    return content.getvalue()


def _pdf(table: Table, title: str, draw: random.Random) -> bytes:
    """Small pages: rows are cut by them, under a heading that is repeated or not."""
    text = partial(json.dumps, ensure_ascii=False)
    heads = ",".join(f"text({text(head)})" for head in table[0])
    header = f"table.header(repeat: {str(draw.random() < 0.5).lower()}, {heads}),"
    band = f"table.cell(colspan: {len(table[0])}, text({text(title)}))," if title else ""
    body = "".join(f"table.cell(text({text(cell)}))," for row in table[1:] for cell in row)
    source = (
        f"#set page(width: 842pt, height: {draw.choice((330, 410, 595))}pt, margin: 30pt)\n#set text(size: 8pt)\n"
        f"#text({text(TITLE)})\n\n#table(columns: (90pt, 40pt, 1fr, 90pt, 90pt, 90pt, 90pt),{header}{band}{body})"
    )
    return bytes(typst.compile(source.encode()))


WRITERS: dict[str, Callable[[Table, str, random.Random], bytes]] = {
    "html": _html,
    "xlsx": _xlsx,
    "docx": _docx,
    "pdf": _pdf,
}


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("kind", WRITERS)
def test_a_plan_reads_the_same_however_it_is_laid_out(kind: str, seed: int) -> None:
    draw = random.Random(f"{kind} {seed}")  # noqa: S311  a layout is no secret
    plan = _plan()
    title = draw.choice(TITLES)
    content = WRITERS[kind](_laid(plan, draw), title, draw)
    draft = read_plan(read_document(f"plan.{kind}", content))
    agreement = figures(plan, draft.to_json()["rows"])
    assert min(agreement.values()) >= BAR, agreement
    assert {row.component for row in draft.rows} == {title or None}
