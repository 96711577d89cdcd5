import pytest

from foundations.documents.making import archive, cell_at, members_of, ods, ods_cell, ods_sheets, only_grid, read, texts
from rinde.foundations.documents import EmptyDocument, PasswordProtected

ROW = "<table:table-row{attributes}>{cells}</table:table-row>"


def row(*cells: str, attributes: str = "") -> str:
    return ROW.format(cells="".join(cells), attributes=f" {attributes}" if attributes else "")


def value(kind: str, attributes: str, text: str, style: str = "") -> str:
    styled = f'table:style-name="{style}"' if style else ""
    return (
        f'<table:table-cell office:value-type="{kind}" {attributes} {styled}><text:p>{text}</text:p></table:table-cell>'
    )


def test_merges_are_read() -> None:
    content = ods(
        row(ods_cell("Componente 3", 'table:number-columns-spanned="2"'), "<table:covered-table-cell/>")
        + row(ods_cell("Diálogo", 'table:number-rows-spanned="2"'), ods_cell("Feria"))
        + row("<table:covered-table-cell/>", ods_cell("Encuesta"))
    )

    grid = only_grid(read("plan.ods", content))

    assert cell_at(grid, 0, 1).column_span == 2
    assert (cell_at(grid, 2, 0).text, cell_at(grid, 2, 0).row_span) == ("Diálogo", 2)


def test_fills_and_bold_come_from_styles_and_their_parents() -> None:
    styles = (
        '<style:style style:name="base" style:family="table-cell">'
        '<style:table-cell-properties fo:background-color="#00b050"/>'
        '<style:text-properties fo:font-weight="bold"/></style:style>'
        '<style:style style:name="child" style:family="table-cell" style:parent-style-name="base"/>'
        '<style:style style:name="white" style:family="table-cell">'
        '<style:table-cell-properties fo:background-color="#ffffff"/></style:style>'
    )
    content = ods(
        row(
            ods_cell("a", 'table:style-name="child"'),
            ods_cell("b", 'table:style-name="white"'),
            '<table:table-cell table:style-name="base" table:number-columns-repeated="2"/>',
            ods_cell("e"),
        ),
        styles=styles,
    )

    cells = only_grid(read("plan.ods", content)).cells

    assert [(cell.column, cell.fill, cell.bold) for cell in cells] == [
        (0, "00B050", True),
        (1, None, False),
        (2, "00B050", True),
        (3, "00B050", True),
        (4, None, False),
    ]


def test_repeated_rows_are_unfolded_and_the_empty_tail_is_not() -> None:
    content = ods(
        row(
            ods_cell("Feria"),
            ods_cell("X", 'table:number-columns-repeated="3"'),
            attributes='table:number-rows-repeated="2"',
        )
        + row(
            '<table:table-cell table:number-columns-repeated="16384"/>',
            attributes='table:number-rows-repeated="1048574"',
        )
    )

    assert texts(only_grid(read("plan.ods", content))) == [["Feria", "X", "X", "X"]] * 2


def test_values_are_shown_in_the_one_style_of_every_format() -> None:
    styles = (
        '<number:date-style style:name="D1"><number:month number:textual="true"/><number:year/></number:date-style>'
        '<style:style style:name="month" style:family="table-cell" style:data-style-name="D1"/>'
    )
    content = ods(
        row(
            value("percentage", 'office:value="0.5"', "50,00%"),
            value("float", 'office:value="5000"', "5,000"),
            value("float", 'office:value="1.1"', "1,1"),
            value("float", 'office:value="1.1"', "1,10"),
            value("float", 'office:value="1234.5"', "1.234,50"),
            value("date", 'office:date-value="2022-04-30"', "04/30/22"),
            value("date", 'office:date-value="2017-01-01"', "ene-17", "month"),
        ),
        styles=styles,
    )

    assert texts(only_grid(read("plan.ods", content))) == [
        ["50,00%", "5.000", "1.1", "1.10", "1.234,50", "30/04/2022", "ene-17"]
    ]


def test_hidden_rows_columns_and_sheets_are_told() -> None:
    columns = '<table:table-column/><table:table-column table:visibility="collapse"/>'
    rows = row(ods_cell("a"), ods_cell("b")) + row(ods_cell("c"), ods_cell("d"), attributes='table:visibility="filter"')
    styles = (
        '<style:style style:name="gone" style:family="table">'
        '<style:table-properties table:display="false"/></style:style>'
    )
    tables = (
        f'<table:table table:name="Plan">{columns}{rows}</table:table>'
        f'<table:table table:name="Listas" table:style-name="gone">{rows}</table:table>'
    )

    document = read("plan.ods", ods_sheets(tables, styles=styles))
    grid = only_grid(document)

    assert (grid.hidden_rows, grid.hidden_columns) == ({1}, {1})
    assert [notice.code for notice in document.notices] == ["hidden-rows", "hidden-columns", "hidden-sheet"]


def test_spaces_breaks_and_notes_are_read_as_they_print() -> None:
    cell = (
        '<table:table-cell office:value-type="string"><office:annotation><text:p>nota</text:p></office:annotation>'
        '<text:p>uno<text:s text:c="2"/>dos<text:line-break/>tres</text:p>'
        "<text:p><text:span>cuatro</text:span></text:p>"
        "</table:table-cell>"
    )

    assert texts(only_grid(read("plan.ods", ods(row(cell))))) == [["uno  dos\ntres\ncuatro"]]


def test_encrypted_workbook_asks_for_a_copy_without_password() -> None:
    members = members_of(ods(row(ods_cell("a"))))
    members["META-INF/manifest.xml"] = b"<manifest><encryption-data/></manifest>"

    with pytest.raises(PasswordProtected):
        read("plan.ods", archive(members))


def test_empty_sheet_says_so() -> None:
    with pytest.raises(EmptyDocument):
        read("plan.ods", ods(row("<table:table-cell/>")))
