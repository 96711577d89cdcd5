import io
import struct
import zlib
from pathlib import Path

import pypdf
import pytest
import typst

from foundations.documents.making import cell_at, paragraph_texts, pdf, read, texts
from rinde.foundations.documents import (
    DEFAULT_LIMITS,
    Corrupted,
    Document,
    HostileArchive,
    Limits,
    NoText,
    PasswordProtected,
    TooLarge,
    read_document,
)

LONG = "Publicar en la página web y en las redes sociales de la entidad los avances de cada compromiso. " * 4


def plan(source: str, page: str = "width: 24cm, height: 14cm, margin: 1.5cm") -> Document:
    return read("plan.pdf", pdf(f"#set page({page})\n#set text(size: 9pt, hyphenate: false)\n{source}"))


def png(width: int, height: int) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = zlib.compress(b"".join(b"\x00" + b"\x80" * width for _ in range(height)))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def test_ruled_table_with_merges_and_lines_in_cells() -> None:
    document = plan(
        """#table(columns: (3cm, 1.5cm, 6cm, 4cm),
        table.cell(colspan: 4)[*COMPONENTE 3*],
        table.cell(rowspan: 2)[Diálogo], [1.1], [Feria de la \\ transparencia], [Planeación],
        [1.2], [Encuesta], [Comunicaciones])"""
    )
    (grid,) = document.grids

    assert texts(grid) == [
        ["COMPONENTE 3", "", "", ""],
        ["Diálogo", "1.1", "Feria de la\ntransparencia", "Planeación"],
        ["", "1.2", "Encuesta", "Comunicaciones"],
    ]
    title, group = cell_at(grid, 0, 3), cell_at(grid, 2, 0)
    assert (title.column_span, title.bold, title.cut) == (4, True, False)
    assert (group.text, group.row_span) == ("Diálogo", 2)
    assert group.box is not None
    assert group.box.right - group.box.left == pytest.approx(85, abs=1)


@pytest.mark.parametrize("angle", [90, -90])
def test_turned_words_are_read_in_their_direction(angle: int) -> None:
    document = plan(
        f"""#table(columns: 3, rotate({angle}deg, reflow: true)[RESPONSABILIDAD SOCIAL],
        rotate({angle}deg, reflow: true)[uno \\ dos], [Actividad])"""
    )

    assert texts(document.grids[0]) == [["RESPONSABILIDAD SOCIAL", "uno\ndos", "Actividad"]]


def test_shading_is_the_fill_and_white_is_none() -> None:
    document = plan(
        """#table(columns: 4, [Actividad], [Ene], [Feb], [Mar], [Feria],
        table.cell(fill: rgb("00B050"))[], table.cell(fill: white)[], table.cell(fill: cmyk(0%, 0%, 100%, 0%))[X])"""
    )
    (grid,) = document.grids

    assert [cell_at(grid, 1, column).fill for column in range(4)] == [None, "00B050", None, "FFFF00"]


def test_coloured_header_without_rules_belongs_to_its_table() -> None:
    document = plan(
        """#table(columns: (4cm, 6cm, 3cm),
        stroke: (x, y) => if y > 0 { 0.5pt }, fill: (x, y) => if y == 0 { rgb("0070C0") },
        [Subcomponente], [Actividad], [Fecha], [Diálogo], [Feria], [30/04/2024], [Diálogo], [Encuesta], [31/05/2024])"""
    )
    (grid,) = document.grids

    assert texts(grid)[0] == ["Subcomponente", "Actividad", "Fecha"]
    assert grid.row_count == 3


def test_highlighted_word_does_not_cut_its_cell() -> None:
    document = plan(
        """#table(columns: (5cm, 5cm), inset: 8pt,
        [Feria #box(fill: rgb("FFFF00"), outset: 2pt)[de la] transparencia], [b], [c], [d])"""
    )

    assert texts(document.grids[0]) == [["Feria de la transparencia", "b"], ["c", "d"]]


def test_open_sides_are_closed() -> None:
    document = plan(
        """#table(columns: (4cm, 4cm, 4cm), stroke: (x, y) => (top: 0.5pt, left: if x > 0 { 0.5pt }),
        [Actividad], [Meta], [Fecha], [Feria], [Una], [Abril])"""
    )

    assert texts(document.grids[0]) == [["Actividad", "Meta", "Fecha"], ["Feria", "Una", "Abril"]]


def test_row_cut_by_the_page_is_marked_and_the_table_goes_on() -> None:
    document = plan(
        f"""#table(columns: (3cm, 4cm, 3cm), table.header([Subcomponente], [Actividad], [Fecha]),
        [Diálogo], [{LONG * 2}], [30/04/2024], [Información], [Encuesta], [31/05/2024])""",
        page="width: 16cm, height: 9cm, margin: 1.5cm, "
        "header: [Alcaldía de Villa Aurora], footer: context counter(page).display()",
    )
    first, second, *_ = document.grids

    assert (first.continues, second.continues) == (False, True)
    assert [cell.cut for cell in first.cells if cell.row == 0] == [False] * 3
    assert [cell.cut for cell in first.cells if cell.row == first.row_count - 1] == [True] * 3
    assert texts(second)[0] == ["Subcomponente", "Actividad", "Fecha"]
    assert (cell_at(second, 1, 0).text, cell_at(second, 1, 2).text) == ("", "")
    assert [cell.cut for cell in document.grids[-1].cells].count(True) == 0
    cut_text = [text.replace("\n", " ") for grid in document.grids for row in texts(grid) for text in row[1:2]]
    assert " ".join(text for text in cut_text if text not in {"Actividad", "Encuesta"}) == (LONG * 2).strip()


def test_full_width_page_takes_the_columns_of_its_table() -> None:
    document = plan(
        """#table(columns: (3cm, 4cm, 3cm), table.cell(colspan: 3)[COMPONENTE 1],
        [Diálogo], [Feria], [30/04/2024],
        table.cell(colspan: 3)[#block(height: 5cm, breakable: false)[COMPONENTE 2]])""",
        page="width: 16cm, height: 9cm, margin: 1.5cm",
    )

    assert [(grid.column_count, grid.continues) for grid in document.grids] == [(3, False), (3, True)]
    assert cell_at(document.grids[1], 0, 0).column_span == 3


def test_new_heading_over_the_same_columns_begins_another_table() -> None:
    table = "#table(columns: (3cm, 4cm, 3cm), [a], [b], [c], [d], [e], [f])"

    document = plan(f"= Componente 1\n{table}\n#pagebreak()\n= Componente 2\n{table}")

    assert [grid.continues for grid in document.grids] == [False, False]


def test_heading_table_of_every_page_is_paragraphs() -> None:
    heading = "table(columns: (4cm, 8cm), [Código: PL-01], [Página #context counter(page).display()])"

    document = plan(
        "#table(columns: 2, [a], [b])\n#pagebreak()\n#table(columns: 2, [c], [d])",
        page=f"width: 24cm, height: 20cm, margin: 2.5cm, header: {heading}",
    )

    assert [texts(grid) for grid in document.grids] == [[["a", "b"]], [["c", "d"]]]
    assert paragraph_texts(document) == ["Código: PL-01", "Página 1", "Código: PL-01", "Página 2"]


def test_word_wider_than_its_column_stays_whole() -> None:
    document = plan(
        """#table(columns: (1.2cm, 3cm), inset: 3pt,
        [#box(width: 0.9cm)[#h(0pt)Reputacional]], [#h(1.2cm)Falta], [a], [b])"""
    )

    assert texts(document.grids[0]) == [["Reputacional", "Falta"], ["a", "b"]]


def test_columns_without_rules_are_guessed_and_told() -> None:
    document = plan(
        """Un párrafo de introducción que ocupa el ancho de la página y no hace parte de la tabla, como en los planes.
        #table(stroke: none, columns: (3cm, 6cm, 4cm, 3cm), row-gutter: 6pt,
        [Subcomponente], [Actividad], [Responsable], [Fecha],
        [Información], [Publicar los informes de gestión en la página web de la entidad], [Planeación], [30/04/2024],
        [Diálogo], [Feria], [Comunicaciones], [31/05/2024])"""
    )
    (grid,) = document.grids

    assert not grid.ruled
    assert texts(grid) == [
        ["Subcomponente", "Actividad", "Responsable", "Fecha"],
        ["Información", "Publicar los informes de gestión en la\npágina web de la entidad", "Planeación", "30/04/2024"],
        ["Diálogo", "Feria", "Comunicaciones", "31/05/2024"],
    ]
    assert [notice.code for notice in document.notices] == ["table-without-rules"]
    assert len(document.paragraphs) == 1


def test_prose_is_joined_into_paragraphs_and_list_items() -> None:
    document = plan(
        """= 1. Acciones de información
        La entidad publica sus avances en lenguaje claro y responde las preguntas que recibe de la ciudadanía
        durante todo el año, por todos los canales que tiene y sin trámites.

        - Informe de gestión
        - Feria de la transparencia"""
    )
    title, prose, *items = document.paragraphs

    assert (title.text, title.bold, title.size) == ("1. Acciones de información", True, 12.6)
    assert prose.text.endswith("durante todo el año, por todos los canales que tiene y sin trámites.")
    assert [(item.text, item.list_item) for item in items] == [
        ("Informe de gestión", True),
        ("Feria de la transparencia", True),
    ]


def test_justified_text_keeps_its_words_apart() -> None:
    document = plan(
        "#set par(justify: true)\n"
        "#box(width: 4cm)[Montar contenido gráfico en los televisores del hospital cada bimestre]"
    )

    assert " ".join(paragraph_texts(document)) == (
        "Montar contenido gráfico en los televisores del hospital cada bimestre"
    )


def test_double_letters_are_kept() -> None:
    assert paragraph_texts(plan("Desarrollo, alcantarillado, acción 11, innovación")) == [
        "Desarrollo, alcantarillado, acción 11, innovación"
    ]


def test_box_around_text_is_no_table() -> None:
    document = plan("#rect[Nota para el lector]")

    assert document.grids == ()
    assert paragraph_texts(document) == ["Nota para el lector"]


def test_scanned_pdf_says_so(tmp_path: Path) -> None:
    (tmp_path / "scan.png").write_bytes(png(200, 260))
    (tmp_path / "scan.typ").write_text('#image("scan.png", width: 10cm)')

    with pytest.raises(NoText, match="imágenes"):
        read("plan.pdf", bytes(typst.compile(str(tmp_path / "scan.typ"))))


def test_scanned_page_among_others_is_told(tmp_path: Path) -> None:
    (tmp_path / "scan.png").write_bytes(png(200, 260))
    (tmp_path / "scan.typ").write_text('Portada del plan\n#pagebreak()\n#image("scan.png", width: 10cm)')

    document = read("plan.pdf", bytes(typst.compile(str(tmp_path / "scan.typ"))))

    assert [(notice.code, notice.place) for notice in document.notices] == [("page-without-text", "page 2")]


def test_password_asks_for_a_copy_without_it() -> None:
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(pdf("Plan")))
    writer.encrypt("secreto", algorithm="AES-128")
    out = io.BytesIO()
    writer.write(out)

    with pytest.raises(PasswordProtected, match="contraseña"):
        read("plan.pdf", out.getvalue())


@pytest.mark.parametrize("keep", [0.1, 0.5])
def test_truncated_pdf_says_so(keep: float) -> None:
    content = pdf("Plan anticorrupción y de atención al ciudadano")

    with pytest.raises((Corrupted, NoText)):
        read("plan.pdf", content[: int(len(content) * keep)])


def test_pages_over_the_limit_are_refused() -> None:
    content = pdf("a\n#pagebreak()\nb\n#pagebreak()\nc")

    with pytest.raises(TooLarge, match="3 páginas"):
        read_document("plan.pdf", content, limits=Limits(pages=2))


def test_three_hundred_pages_are_read_with_progress() -> None:
    content = pdf("#for page in range(300) [Página con texto suficiente #pagebreak(weak: true)]")
    seen: list[tuple[int, int]] = []

    document = read_document("plan.pdf", content, progress=lambda done, total: seen.append((done, total)))

    assert document.pages == 300
    assert seen == [(page, 300) for page in range(1, 301)]


def test_streams_that_unpack_without_measure_are_refused() -> None:
    bomb = zlib.compress(b"0 0 m " * (DEFAULT_LIMITS.painted_bytes // 6 + 1), 9)
    content = (
        b"%%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
        b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R>>endobj\n"
        b"4 0 obj<</Filter/FlateDecode/Length %d>>\nstream\n%s\nendstream endobj\ntrailer<</Root 1 0 R>>\n%%%%EOF"
        % (len(bomb), bomb)
    )

    with pytest.raises(HostileArchive):
        read("plan.pdf", content)
