"""Rows that a page cuts: the rest is joined to its row, whatever else stands beside it, and nothing else is."""

import pytest

from rinde.capabilities.plan_imports.rules.draft import PlanDraft
from rinde.capabilities.plan_imports.rules.reading import read_plan
from rinde.foundations.documents import Document
from rinde.foundations.documents.grid import Cell, Grid

Row = tuple[str | None, ...]
HEAD: Row = ("Subcomponente", "No", "Actividades", "Producto", "Responsable", "Fecha programada")
FIRST: Row = ("1 Política", "1.1", "Divulgar la política de riesgos", "Una campaña", "Prensa", "30/04/2024")
LAST: Row = ("1 Política", "1.3", "Convocar a la audiencia", "Acta", "Gobierno", "30/06/2024")
OPEN = "Publicar los informes de seguimiento a los compromisos de"


def _page(number: int, rows: list[Row], *, cut: bool = False, tall: tuple[int, ...] = ()) -> Grid:
    """A page of a table. ``tall``: the columns whose cell of the last row but one reaches over the last row."""
    cells = []
    for row, texts in enumerate(rows):
        for column, text in enumerate(texts):
            if text is not None:
                span = 2 if row == len(rows) - 2 and column in tall else 1
                cells.append(Cell(row, column, text, row_span=span, cut=cut and row + span == len(rows)))
    return Grid(tuple(cells), len(rows), len(rows[0]), "page", number, 1, continues=number > 1)


def _read(first: list[Row], second: list[Row], *, tall: tuple[int, ...] = ()) -> PlanDraft:
    pages = (_page(1, first, cut=True, tall=tall), _page(2, second))
    return read_plan(Document("plan-2024.pdf", "pdf", 2, pages))


def _without_code(row: Row) -> Row:
    return (row[0], *row[2:])


@pytest.mark.parametrize("repeated", [True, False], ids=["repeated heading", "no heading"])
@pytest.mark.parametrize("coded", [True, False], ids=["coded", "uncoded"])
@pytest.mark.parametrize("rest", ["Hacienda y Planeación de cada sede.", "y los acuerdos firmados."])
@pytest.mark.parametrize("dates", [("30/04/2024", "31/08/2024"), ("Del 1 de marzo al", "30 de junio"), ("Mayo", "")])
@pytest.mark.parametrize("names", [("Oficina de", "Prensa"), ("Planeación", "Hacienda"), ("Planeación", "")])
def test_a_cut_row_is_joined_with_its_rest_of_dates_and_names(
    repeated: bool, coded: bool, rest: str, dates: tuple[str, str], names: tuple[str, str]
) -> None:
    first: Row = ("1 Política", "1.2", OPEN, "Informe de", names[0], dates[0])
    second: Row = ("", "", rest, "seguimiento", names[1], dates[1])
    head = [HEAD] if repeated else []
    pages: tuple[list[Row], list[Row]] = ([HEAD, FIRST, first], [*head, second, LAST])
    if not coded:
        pages = (list(map(_without_code, pages[0])), list(map(_without_code, pages[1])))
    rows = _read(*pages).rows
    assert [row.activity for row in rows] == [FIRST[2], f"{OPEN} {rest}", LAST[2]]
    assert rows[1].product == "Informe de seguimiento"


def test_a_whole_row_after_a_page_is_a_row() -> None:
    assert [row.code for row in _read([HEAD, FIRST], [HEAD, LAST]).rows] == ["1.1", "1.3"]


TWO: list[Row] = [
    ("1 Política", "1.2", OPEN, "Informe uno", "Planeación", "30/04/2024"),
    (None, None, None, "Informe dos de", "Planeación", "31/08/2024"),
]


def test_an_activity_of_two_deliverables_that_a_page_cuts_is_whole_in_both() -> None:
    rows = _read([HEAD, *TWO], [HEAD, ("", "", "la audiencia", "resultados", "", ""), LAST], tall=(0, 1, 2)).rows
    assert [(row.code, row.activity, row.product) for row in rows] == [
        ("1.2", f"{OPEN} la audiencia", "Informe uno"),
        ("1.2", f"{OPEN} la audiencia", "Informe dos de resultados"),
        ("1.3", "Convocar a la audiencia", "Acta"),
    ]


def test_a_deliverable_that_begins_after_the_page_has_the_whole_activity() -> None:
    second: Row = ("", "", "la audiencia", "Informe dos", "Planeación", "31/08/2024")
    rows = _read([HEAD, TWO[0]], [HEAD, second, LAST]).rows
    assert [(row.activity, row.product, row.schedule.deadlines) for row in rows[:2]] == [
        (f"{OPEN} la audiencia", "Informe uno", ("2024-04-30",)),
        (f"{OPEN} la audiencia", "Informe dos", ("2024-08-31",)),
    ]


@pytest.mark.parametrize("rest", ["SECOP II y en la página web", "observaciones de la ciudadanía", "2. Tomar medidas"])
def test_the_rest_of_an_activity_alone_in_its_line_is_no_title_of_a_month_grid(rest: str) -> None:
    head: Row = ("Actividad", *"EFMAMJJASOND", "Responsable")
    first: Row = ("Publicar los contratos de la entidad en el", "X", *[""] * 11, "Contratos")
    last: Row = ("Revisar los consumos de agua", "", "X", *[""] * 10, "Almacén")
    draft = _read([head, first], [head, (rest, *[""] * 13), last, last, last])
    assert [row.activity for row in draft.rows[:2]] == [f"{first[0]} {rest}", last[0]]
    assert "text-cut" not in {finding.rule for finding in draft.findings}
