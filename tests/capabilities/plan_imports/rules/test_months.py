"""Month grids: columns by name, number or place, marks by letters and by shading."""

import pytest

from rinde.capabilities.plan_imports.rules.lines import Line, Slot, lines_of
from rinde.capabilities.plan_imports.rules.months import is_mark, marked_by_shading, period_columns
from rinde.foundations.documents import Cell, Grid

MONTHS = {column: (column,) for column in range(1, 13)}
GREEN, GREY, BLUE = "00B050", "F2F2F2", "4472C4"


def _heads(*names: str, top: str = "") -> list[tuple[str, ...]]:
    return [("Actividad",)] + [(top, name) if top else (name,) for name in names]


@pytest.mark.parametrize(
    ("names", "top"),
    [
        ("Enero Febrero Marzo Abril Mayo Junio Julio Agosto Septiembre Octubre Noviembre Diciembre", ""),
        ("ENE FEB MAR ABR MAY JUN JUL AGO SEP OCT NOV DIC", "2024"),
        ("E F M A M J J A S O N D", "Cronograma"),
        ("1 2 3 4 5 6 7 8 9 10 11 12", "Meses"),
        ("?? ?? ?? ?? ?? ?? ?? ?? ?? ?? ?? ??", "Cronograma 2024"),
    ],
)
def test_twelve_columns_stand_for_the_months(names: str, top: str) -> None:
    assert period_columns(_heads(*names.split(), top=top)) == MONTHS


def test_parts_of_the_year_stand_for_their_months() -> None:
    assert period_columns([("Actividad",), ("Trimestre", "1"), ("Trimestre", "2")]) == {1: (1, 2, 3), 2: (4, 5, 6)}
    assert period_columns([("I semestre",), ("II semestre",)]) == {0: (1, 2, 3, 4, 5, 6), 1: (7, 8, 9, 10, 11, 12)}
    assert period_columns([("Ene-Mar",), ("Abr-Jun",), ("Jul-Sep",)])[2] == (7, 8, 9)


def test_one_month_or_other_numbers_are_no_grid() -> None:
    assert period_columns([("Actividad",), ("Mayo",), ("Responsable",)]) == {}
    assert period_columns([("1",), ("2",), ("3",)]) == {}


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("X", True),
        ("x", True),
        ("25%", True),
        ("2", True),
        ("●", True),
        ("", False),
        ("0", False),
        ("0%", False),
        ("-", False),
        ("N/A", False),
    ],
)
def test_is_mark_knows_marks(text: str, mark: bool) -> None:
    assert is_mark(text) is mark


def _grid(*rows: dict[int, str | None]) -> list[Line]:
    cells = [
        Cell(number, column, "" if column else "Actividad", fill=row.get(column))
        for number, row in enumerate(rows)
        for column in range(13)
    ]
    return lines_of(Grid(tuple(cells), len(rows), 13, "sheet", 1, 1))


def test_shading_marks_the_cells_that_stand_out() -> None:
    lines = _grid({2: GREEN, 3: GREEN}, {}, {12: GREEN})
    assert marked_by_shading(lines, MONTHS) == {0: {2, 3}, 2: {12}}


def test_an_unshaded_grid_marks_nothing() -> None:
    assert marked_by_shading(_grid({}, {}, {}), MONTHS) == {}


def test_a_whole_grid_in_one_colour_marks_nothing() -> None:
    everywhere = dict.fromkeys(range(1, 13), BLUE)
    assert marked_by_shading(_grid(everywhere, everywhere), MONTHS) == {}


def test_the_stripes_of_a_zebra_are_no_marks() -> None:
    stripe: dict[int, str | None] = dict.fromkeys(range(13), GREY)
    lines = _grid({}, stripe, {5: GREEN}, stripe | {6: GREEN}, {}, stripe)
    assert marked_by_shading(lines, MONTHS) == {2: {5}, 3: {6}}


def test_a_year_marked_whole_is_a_mark() -> None:
    lines = _grid(dict.fromkeys(range(1, 13), GREEN), {3: GREEN}, {})
    assert marked_by_shading(lines, MONTHS) == {0: set(range(1, 13)), 1: {3}}


def test_the_lightest_colour_is_the_background_where_every_cell_is_filled() -> None:
    plain = dict.fromkeys(range(1, 13), GREY)
    lines = _grid(plain | {4: GREEN}, plain, plain | {9: GREEN})
    assert marked_by_shading(lines, MONTHS) == {0: {4}, 2: {9}}


def test_a_line_finds_the_slot_that_covers_a_column() -> None:
    line = Line(0, (Slot("a", 0, 2, own=True), Slot("b", 2, 1, own=True)))
    assert (line.at(1).text, line.at(2).text, line.at(5).text) == ("a", "b", "")
