import pytest

from foundations.documents.making import cell_at, only_grid, paragraph_texts, read, texts
from rinde.foundations.documents import Document, EmptyDocument


def page(body: str, head: str = "") -> Document:
    return read("plan.html", f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>".encode())


def test_spans_push_the_following_cells_aside() -> None:
    grid = only_grid(
        page(
            "<table><tr><th colspan=3>Componente</th></tr>"
            "<tr><td rowspan=2>Diálogo</td><td>1.1</td><td>Feria</td></tr>"
            "<tr><td>1.2</td><td>Encuesta</td></tr></table>"
        )
    )

    assert texts(grid) == [["Componente", "", ""], ["Diálogo", "1.1", "Feria"], ["", "1.2", "Encuesta"]]
    assert cell_at(grid, 2, 0).text == "Diálogo"
    assert cell_at(grid, 0, 0).bold


def test_rowspan_zero_reaches_the_end_of_the_table() -> None:
    grid = only_grid(page("<table><tr><td rowspan=0>a</td><td>b</td></tr><tr><td>c</td></tr></table>"))

    assert cell_at(grid, 1, 0).row_span == 2


@pytest.mark.parametrize(
    ("attributes", "fill"),
    [
        ('style="background-color: #00b050"', "00B050"),
        ('style="color:red;background:#0f0"', "00FF00"),
        ('style="background: rgb(0, 176, 80)"', "00B050"),
        ('style="background:yellow none"', "FFFF00"),
        ('bgcolor="#C6D9F1"', "C6D9F1"),
        ('class="xl65"', "DDEEFF"),
        ('style="background:white"', None),
        ('style="color:#00b050"', None),
    ],
)
def test_background_is_the_fill(attributes: str, fill: str | None) -> None:
    document = page(
        f"<table><tr><td {attributes}>x</td><td>y</td></tr></table>", "<style>.xl65 {background:#DEF;}</style>"
    )

    assert cell_at(only_grid(document), 0, 0).fill == fill


def test_headings_lists_and_paragraphs_are_told_apart() -> None:
    document = page("<h2>1. Información</h2><p>Texto <b>con</b> énfasis<br>y salto</p><ul><li>Feria</li></ul>suelto")

    assert [(block.text, block.heading_level, block.list_item) for block in document.paragraphs] == [
        ("1. Información", 2, False),
        ("Texto con énfasis\ny salto", 0, False),
        ("Feria", 0, True),
        ("suelto", 0, False),
    ]


def test_hidden_parts_scripts_and_menus_stay_out() -> None:
    document = page("<nav>Menú</nav><script>x</script><p hidden>no</p><p style='display:none'>no</p><p>sí</p>")

    assert paragraph_texts(document) == ["sí"]


def test_hidden_row_is_kept_and_told() -> None:
    grid = only_grid(page("<table><tr><td>a</td></tr><tr style='display:none'><td>b</td></tr></table>"))

    assert (texts(grid), grid.hidden_rows) == ([["a"], ["b"]], {1})


def test_table_around_the_page_only_lays_it_out() -> None:
    grid = only_grid(page("<table><tr><td><table><tr><td>a</td><td>b</td></tr></table></td></tr></table>"))

    assert texts(grid) == [["a", "b"]]


def test_line_breaks_and_paragraphs_in_a_cell_are_lines() -> None:
    grid = only_grid(page("<table><tr><td>uno<br>dos<p>tres</p></td><td>a&nbsp;b&shy;c</td></tr></table>"))

    assert texts(grid) == [["uno\ndos\ntres", "a bc"]]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_encoding_is_told_by_the_bytes(encoding: str) -> None:
    content = "<html><body><table><tr><td>Rendición</td><td>año</td></tr></table></body></html>".encode(encoding)

    assert texts(only_grid(read("plan.xls", content))) == [["Rendición", "año"]]


def test_title_is_that_of_the_page() -> None:
    assert page("<p>x</p>", "<title>Plan  2024</title>").title == "Plan 2024"


def test_page_without_text_says_so() -> None:
    with pytest.raises(EmptyDocument):
        page("<div></div>")
