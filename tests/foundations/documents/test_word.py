import pytest
from docx import Document as WordDocument
from docx.enum.text import WD_BREAK
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn

from foundations.documents.making import archive, cell_at, members_of, only_grid, paragraph_texts, read, texts, word
from rinde.foundations.documents import EmptyDocument, Grid

NUMBERED = f"""
<w:numbering {nsdecls("w")}>
  <w:abstractNum w:abstractNumId="7">
    <w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1"/></w:lvl>
    <w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1.%2"/></w:lvl>
    <w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="%3)"/></w:lvl>
    <w:lvl w:ilvl="3"><w:start w:val="1"/><w:numFmt w:val="bullet"/><w:lvlText w:val="o"/></w:lvl>
  </w:abstractNum>
  <w:num w:numId="91"><w:abstractNumId w:val="7"/></w:num>
  <w:num w:numId="92"><w:abstractNumId w:val="7"/>
    <w:lvlOverride w:ilvl="0"><w:startOverride w:val="3"/></w:lvlOverride></w:num>
</w:numbering>"""


def numbered(paragraph: object, level: int, number_id: int = 91) -> None:
    properties = paragraph._p.get_or_add_pPr()  # type: ignore[attr-defined]
    properties.append(
        parse_xml(f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{level}"/><w:numId w:val="{number_id}"/></w:numPr>')
    )


def with_numbering(document: object) -> bytes:
    """Replace the lists of python-docx's template by ours."""
    members = members_of(word(document))
    members["word/numbering.xml"] = NUMBERED.encode()
    return archive(members)


def shaded(cell: object, colour: str) -> None:
    properties = cell._tc.get_or_add_tcPr()  # type: ignore[attr-defined]
    properties.append(parse_xml(f'<w:shd {nsdecls("w")} w:val="clear" w:color="auto" w:fill="{colour}"/>'))


def test_blocks_come_in_body_order_with_headings_and_lists() -> None:
    document = WordDocument()
    document.add_heading("Plan Anticorrupción 2024", 0)
    document.add_heading("1. Información", 2)
    document.add_paragraph("Texto llano")
    document.add_paragraph("Feria", style="List Bullet")
    document.add_table(1, 2).cell(0, 0).text = "Actividad"
    document.add_paragraph("Después")

    blocks = read("plan.docx", word(document)).blocks

    assert [
        "grid" if isinstance(block, Grid) else (block.text, block.heading_level, block.list_item) for block in blocks
    ] == [
        ("Plan Anticorrupción 2024", 1, False),
        ("1. Información", 2, False),
        ("Texto llano", 0, False),
        ("Feria", 0, True),
        "grid",
        ("Después", 0, False),
    ]


def test_merged_cells_are_one_cell_with_spans() -> None:
    document = WordDocument()
    table = document.add_table(4, 3)
    for row in range(4):
        for column in range(3):
            table.cell(row, column).text = f"{row}{column}"
    table.cell(0, 0).merge(table.cell(0, 2)).text = "Componente"
    table.cell(1, 0).merge(table.cell(2, 0)).text = "Diálogo"
    table.cell(2, 1).merge(table.cell(3, 2)).text = "bloque"

    grid = only_grid(read("plan.docx", word(document)))

    spans = {cell.text: (cell.row, cell.column, cell.row_span, cell.column_span) for cell in grid.cells}
    assert spans["Componente"] == (0, 0, 1, 3)
    assert spans["Diálogo"] == (1, 0, 2, 1)
    assert spans["bloque"] == (2, 1, 2, 2)
    assert spans["30"] == (3, 0, 1, 1)
    assert (grid.row_count, grid.column_count) == (4, 3)


def test_shading_is_the_fill() -> None:
    document = WordDocument()
    table = document.add_table(1, 3)
    for column, colour in enumerate(["00B050", "FFFFFF", "auto"]):
        table.cell(0, column).text = colour
        shaded(table.cell(0, column), colour)

    assert [cell.fill for cell in only_grid(read("plan.docx", word(document))).cells] == ["00B050", None, None]


def test_automatic_numbers_stand_before_the_text() -> None:
    document = WordDocument()
    table = document.add_table(4, 2)
    for row, (level, text) in enumerate([(0, "Información"), (1, "Publicar"), (1, ""), (3, "viñeta")]):
        numbered(table.cell(row, 0).paragraphs[0], level)
        table.cell(row, 0).paragraphs[0].add_run(text)
        table.cell(row, 1).text = "x"
    numbered(document.add_paragraph("Diálogo"), 0)
    numbered(document.add_paragraph("Feria"), 2)
    numbered(document.add_paragraph("Otra lista"), 0, 92)

    read_back = read("plan.docx", with_numbering(document))

    assert [row[0] for row in texts(only_grid(read_back))] == ["1 Información", "1.1 Publicar", "1.2", "viñeta"]
    assert paragraph_texts(read_back) == ["2 Diálogo", "a) Feria", "3 Otra lista"]


def test_tracked_insertions_stay_and_deletions_go() -> None:
    document = WordDocument()
    paragraph = document.add_paragraph("Hacer ")
    paragraph._p.append(parse_xml(f"<w:ins {nsdecls('w')}><w:r><w:t>dos</w:t></w:r></w:ins>"))
    paragraph._p.append(parse_xml(f"<w:del {nsdecls('w')}><w:r><w:delText>tres</w:delText></w:r></w:del>"))
    paragraph.add_run(" ferias")

    assert paragraph_texts(read("plan.docx", word(document))) == ["Hacer dos ferias"]


def test_hidden_text_and_soft_hyphens_go_and_breaks_stay() -> None:
    document = WordDocument()
    paragraph = document.add_paragraph("anti\u00adcorrupción")
    paragraph.add_run().add_break(WD_BREAK.LINE)
    paragraph.add_run("segunda línea")
    hidden = paragraph.add_run("oculto")
    hidden.font.hidden = True

    assert paragraph_texts(read("plan.docx", word(document))) == ["anticorrupción\nsegunda línea"]


def test_links_controls_and_text_boxes_are_read() -> None:
    document = WordDocument()
    paragraph = document.add_paragraph("Ver ")
    paragraph._p.append(parse_xml(f"<w:hyperlink {nsdecls('w')}><w:r><w:t>la página</w:t></w:r></w:hyperlink>"))
    document.element.body.insert(
        1,
        parse_xml(
            f"<w:sdt {nsdecls('w')}><w:sdtContent><w:p><w:r><w:t>Control</w:t></w:r></w:p></w:sdtContent></w:sdt>"
        ),
    )
    box = parse_xml(
        f'<w:r {nsdecls("w")} xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><mc:AlternateContent>'
        '<mc:Choice Requires="wps"><w:txbxContent><w:p><w:r><w:t>Cuadro</w:t></w:r></w:p></w:txbxContent></mc:Choice>'
        "<mc:Fallback><w:pict><w:txbxContent><w:p><w:r><w:t>Cuadro</w:t></w:r></w:p></w:txbxContent></w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r>"
    )
    paragraph._p.append(box)

    assert paragraph_texts(read("plan.docx", word(document))) == ["Ver la página", "Cuadro", "Control"]


def test_cells_and_rows_inside_content_controls_are_read() -> None:
    document = WordDocument()
    table = document.add_table(2, 2)
    for row in range(2):
        for column in range(2):
            table.cell(row, column).text = f"{row}{column}"
    for element in (table.rows[0].cells[1]._tc, table.rows[1]._tr):
        wrapper, content = OxmlElement("w:sdt"), OxmlElement("w:sdtContent")
        element.addprevious(wrapper)
        wrapper.append(content)
        content.append(element)

    assert texts(only_grid(read("plan.docx", word(document)))) == [["00", "01"], ["10", "11"]]


def test_deleted_row_is_left_out() -> None:
    document = WordDocument()
    table = document.add_table(2, 2)
    table.cell(0, 0).text, table.cell(1, 0).text = "queda", "borrada"
    table.rows[1]._tr.get_or_add_trPr().append(OxmlElement("w:del"))

    assert texts(only_grid(read("plan.docx", word(document)))) == [["queda", ""]]


def test_table_inside_a_cell_is_a_grid_of_its_own() -> None:
    document = WordDocument()
    outer = document.add_table(1, 2)
    outer.cell(0, 0).text, outer.cell(0, 1).text = "fuera", "junto a la tabla"
    inner = outer.cell(0, 1).add_table(2, 2)
    inner.cell(1, 1).text = "dentro"

    grids = read("plan.docx", word(document)).grids

    assert [grid.table for grid in grids] == [1, 2]
    assert texts(grids[0]) == [["fuera", "junto a la tabla"]]
    assert texts(grids[1]) == [["", ""], ["", "dentro"]]


def test_cell_keeps_its_paragraphs_as_lines() -> None:
    document = WordDocument()
    table = document.add_table(1, 2)
    table.cell(0, 0).text = "08/03/2023"
    table.cell(0, 0).add_paragraph("19/03/2023")

    assert cell_at(only_grid(read("plan.docx", word(document))), 0, 0).text == "08/03/2023\n19/03/2023"


def test_page_heading_comes_once_before_the_body() -> None:
    document = WordDocument()
    document.sections[0].header.paragraphs[0].text = "Alcaldía de Villa Aurora"
    document.add_paragraph("Cuerpo")

    assert paragraph_texts(read("plan.docx", word(document))) == ["Alcaldía de Villa Aurora", "Cuerpo"]


def test_bold_is_told_for_runs_and_styles() -> None:
    document = WordDocument()
    document.add_paragraph().add_run("negrilla").bold = True
    document.add_paragraph("llano")
    half = document.add_paragraph("medio ")
    half.add_run("negrilla").bold = True

    assert [block.bold for block in read("plan.docx", word(document)).paragraphs] == [True, False, False]


def test_strict_document_is_read() -> None:
    document = WordDocument()
    document.add_paragraph("Cuerpo")
    members = members_of(word(document))
    usual = qn("w:p")[1:].split("}")[0].encode()
    members["word/document.xml"] = members["word/document.xml"].replace(
        usual, b"http://purl.oclc.org/ooxml/wordprocessingml/main"
    )

    assert paragraph_texts(read("plan.docx", archive(members))) == ["Cuerpo"]


def test_document_without_text_says_so() -> None:
    with pytest.raises(EmptyDocument):
        read("plan.docx", word(WordDocument()))
