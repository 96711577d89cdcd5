"""Titles over and between the rows: which component and subcomponent they open, and what never goes on over them."""

from collections.abc import Callable

import pytest

from rinde.capabilities.plan_imports.rules.draft import PlanDraft
from rinde.capabilities.plan_imports.rules.reading import read_plan
from rinde.capabilities.plan_imports.rules.titles import component_heading, is_chapter_title, is_part_heading
from rinde.foundations.documents import Document, read_document
from rinde.foundations.documents.grid import Block, Cell, Grid

TITLES = [
    ("Acción estratégica 1. Gestión de riesgos", "Acción estratégica 2. Racionalización de trámites"),
    ("ESTRATEGIA 1: INTEGRIDAD", "ESTRATEGIA 2: DIÁLOGO"),
    ("Componente transversal", "Componente programático"),
    ("Eje 2 – Integridad", "Eje 3 – Diálogo"),
    ("Línea estratégica 3", "Línea estratégica 4"),
    ("Componente 3: Rendición de cuentas", "Componente 4: Servicio al ciudadano"),
    ("Componente: Integridad", "Componente: Diálogo"),
]


def _row(*texts: str) -> str:
    return "<tr>" + "".join(f"<td>{text}</td>" for text in texts) + "</tr>"


HEAD = _row("Subcomponente", "Actividades", "Meta o producto", "Responsable", "Fecha programada")
FIRST = _row("1 Política", "Divulgar la política de riesgos", "Una campaña", "Prensa", "30/04/2024")
SECOND = _row("1 Diálogo", "Convocar a la audiencia pública", "Una audiencia", "Gobierno", "31/10/2024")


def _bands(one: str, two: str) -> str:
    band = "<tr><td colspan=5>{}</td></tr>"
    return f"<table>{HEAD}{band.format(one)}{FIRST}{band.format(two)}{SECOND}</table>"


def _over_the_heading(one: str, two: str) -> str:
    band = "<tr><td colspan=5>{}</td></tr>"
    return f"<table>{band.format(one)}{HEAD}{FIRST}</table><table>{band.format(two)}{HEAD}{SECOND}</table>"


def _headings(one: str, two: str) -> str:
    return f"<h2>{one}</h2><table>{HEAD}{FIRST}</table><h2>{two}</h2><table>{HEAD}{SECOND}</table>"


def _paragraphs(one: str, two: str) -> str:
    return f"<p>{one}</p><table>{HEAD}{FIRST}</table><p>{two}</p><table>{HEAD}{SECOND}</table>"


def _read(body: str) -> PlanDraft:
    return read_plan(read_document("plan.html", f"<h1>Plan Anticorrupción 2024</h1>{body}".encode()))


@pytest.mark.parametrize("laid", [_bands, _over_the_heading, _headings, _paragraphs])
@pytest.mark.parametrize(("one", "two"), TITLES)
def test_a_title_is_the_component_of_the_rows_below_it(laid: Callable[[str, str], str], one: str, two: str) -> None:
    rows = _read(laid(one, two)).rows
    assert [(row.component, row.subcomponent) for row in rows] == [(one, "1 Política"), (two, "1 Diálogo")]


def test_headings_without_a_number_name_the_component_of_their_tables() -> None:
    rows = _read(_headings("Gestión del riesgo de corrupción", "Rendición de cuentas")).rows
    assert [row.component for row in rows] == ["Gestión del riesgo de corrupción", "Rendición de cuentas"]


def test_the_heading_of_a_chapter_is_no_component() -> None:
    assert [row.component for row in _read(_headings("Matriz de actividades", "3. Cronograma")).rows] == [None, None]


def test_a_part_inside_another_is_the_subcomponent() -> None:
    head = _row("Actividades", "Meta o producto", "Responsable", "Fecha programada")
    band = "<tr><td colspan=4>{}</td></tr>"
    rows = [row.replace("<td>1 Política</td>", "").replace("<td>1 Diálogo</td>", "") for row in (FIRST, SECOND)]
    titles = [band.format(text) for text in ("Eje 1. Ética", "Programa 1. Integridad", "Programa 2. Diálogo")]
    draft = _read(f"<table>{head}{titles[0]}{titles[1]}{rows[0]}{titles[2]}{rows[1]}</table>")
    assert [(row.component, row.subcomponent) for row in draft.rows] == [
        ("Eje 1. Ética", "Programa 1. Integridad"),
        ("Eje 1. Ética", "Programa 2. Diálogo"),
    ]


def _page(number: int, rows: list[tuple[str, ...]], *, cut: bool = False, continues: bool = False) -> Grid:
    cells = []
    for index, texts in enumerate(rows):
        if len(texts) == 1:
            cells.append(Cell(index, 0, texts[0], column_span=5))
            continue
        ends = cut and index == len(rows) - 1
        cells += [Cell(index, column, text, cut=ends) for column, text in enumerate(texts)]
    return Grid(tuple(cells), len(rows), 5, "page", number, 1, continues=continues)


def test_a_label_is_not_glued_to_the_first_one_of_the_next_component() -> None:
    head = ("Subcomponente", "Actividades", "Meta o producto", "Responsable", "Fecha programada")
    first = ("2. Racionalización de", "Simplificar dos trámites", "2 trámites", "Planeación", "30/06/2024")
    second = ("Estructura administrativa", "Crear la oficina de atención", "1 oficina", "Gerencia", "31/10/2024")
    blocks: tuple[Block, ...] = (
        _page(1, [("Componente 2: Trámites",), head, first], cut=True),
        _page(2, [("Componente 4: Servicio",), head, second], continues=True),
    )
    rows = read_plan(Document("plan.pdf", "pdf", 2, blocks)).rows
    assert [row.subcomponent for row in rows] == ["2. Racionalización de", "Estructura administrativa"]


@pytest.mark.parametrize(
    "text",
    ["Eje 2 del plan contempla lo siguiente", "Estrategia 1. Integridad ........ 7", "Programa 2024", "Eje 1. Fin."],
)
def test_prose_and_contents_open_no_part(text: str) -> None:
    assert not is_part_heading(text)


def test_a_sentence_about_a_component_opens_none() -> None:
    assert component_heading("Para cada componente: responsables y fechas") is None


@pytest.mark.parametrize(
    "text", ["PLAN ANTICORRUPCIÓN", "2. Objetivos", "Anexo 1", "Vigencia 2024", "ALCALDÍA DE X", "BANCO DEL RÍO"]
)
def test_headings_of_the_document_name_no_component(text: str) -> None:
    assert not is_chapter_title(text)
