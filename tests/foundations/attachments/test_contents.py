"""What a file says, what could not be read, and the word of caution that comes of it."""

import itertools
import time

import pytest
from docx import Document as WordDocument

from act_files import a_pdf
from foundations.attachments.making import mp3, mp4, open_document, picture, pptx
from foundations.documents.making import archive, docx, members_of, ods_table, pdf, word, xlsx
from rinde.foundations.attachments import KINDS, contents
from rinde.foundations.attachments.content_reading import read_contents
from rinde.foundations.attachments.contents import (
    NOT_TO_THE_END,
    PICTURE,
    PICTURES_INSIDE,
    RECORDING,
    SCAN,
    TOO_MUCH,
    contents_of,
)
from rinde.foundations.attachments.personal_data import look_for_personal_data
from rinde.foundations.text.people_tables import signs_in_document
from rinde.foundations.text.personal_data import PersonalData, Sign

PEOPLE = [
    ["Nombre", "Cédula", "Firma"],
    *[[f"Ana Gómez {letter}ía", f"5234567{n}", ""] for n, letter in enumerate("ABCDEF")],
]
CSV = "\r\n".join(";".join(row) for row in PEOPLE).encode("cp1252")
LISTED = (Sign(PersonalData.ID_NUMBER, 6), Sign(PersonalData.PEOPLE_LIST, 6))
PDF_LIST = "#table(columns: 3, {})".format(", ".join(f"[{text}]" for row in PEOPLE for text in row))


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        ("csv", CSV),
        ("csv", "\n".join(",".join(row) for row in PEOPLE).encode()),
        ("txt", "\n".join("\t".join(row) for row in PEOPLE).encode()),
        ("xlsx", xlsx(PEOPLE)),
        ("ods", ods_table(PEOPLE)),
        ("docx", docx(PEOPLE)),
        ("pdf", pdf(PDF_LIST)),
    ],
)
def test_list_of_people_is_found_in_every_kind_of_table(kind: str, content: bytes) -> None:
    found = look_for_personal_data(KINDS[kind], content)
    assert (found.signs, found.unread) == (LISTED, ())
    assert found.warning == (
        "Este archivo parece tener 6 números de identificación y una lista de 6 personas con su documento o su firma. "
        "Si va a ser público, suba una copia sin esos datos; si no, márquelo como interno o reservado."
    )


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        ("txt", b"Asistio Ana, C.C. 52.345.678"),
        ("pptx", pptx("Asistieron", "Ana, C.C. 52.345.678")),
        ("odt", open_document("text", "Ana,<text:tab/>C.C.<text:s/><text:span>52.345</text:span>.678")),
        ("odp", open_document("presentation", "Ana, C.C. 52.345.678")),
        ("pdf", pdf("Ana, C.C. 52.345.678")),
    ],
)
def test_text_is_found_in_every_kind_of_document(kind: str, content: bytes) -> None:
    assert look_for_personal_data(KINDS[kind], content).signs == (Sign(PersonalData.ID_NUMBER, 1),)


def test_file_without_signs_has_no_warning() -> None:
    found = look_for_personal_data(KINDS["docx"], docx([["Actividad", "Presupuesto"], ["Feria", "$52.345.678"]]))
    assert (found.signs, found.warning, found.unread) == ((), "", ())


@pytest.mark.parametrize(
    ("kind", "content", "word"),
    [
        ("jpeg", picture(), PICTURE),
        ("mp3", mp3(), RECORDING),
        ("mp4", mp4(), RECORDING),
        ("pdf", a_pdf(), SCAN),
        ("pptx", archive({**members_of(pptx("Feria")), "ppt/media/foto1.jpeg": "x"}), PICTURES_INSIDE),
        ("xlsx", archive({"[Content_Types].xml": "<Types/>"}), TOO_MUCH),
        ("pdf", b"%PDF-1.7 nada", TOO_MUCH),
        ("odt", open_document("text")[:-40], TOO_MUCH),
    ],
)
def test_what_was_not_read_is_said(kind: str, content: bytes, word: str) -> None:
    found = look_for_personal_data(KINDS[kind], content)
    assert (found.signs, found.unread) == ((), (word,))


def test_word_of_photos_alone_says_that_nobody_read_them() -> None:
    members = members_of(word(WordDocument()))
    assert contents_of(KINDS["docx"], archive({**members, "word/media/image1.png": "x"})).unread == (PICTURES_INSIDE,)
    assert contents_of(KINDS["docx"], archive(members)).unread == ()


def test_rest_of_a_long_pdf_is_read_as_plain_text(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = itertools.count()
    monkeypatch.setattr(time, "monotonic", lambda: next(clock))
    source = "\n#pagebreak()\n".join(f"Folio {n}" for n in range(8)) + "\n" + PDF_LIST
    found = read_contents(KINDS["pdf"], pdf(source), 3)
    assert found.text.startswith("\n".join(f"Folio {n}" for n in range(8)))
    assert (found.tables, found.unread) == ((), ())
    assert signs_in_document(found.text, found.tables)[-1] == LISTED[-1]


@pytest.mark.parametrize(("kind", "content"), [("pdf", pdf("Acta")), ("txt", b"Acta"), ("xlsx", xlsx([["Acta"]]))])
def test_file_that_does_not_come_to_an_end_is_told(monkeypatch: pytest.MonkeyPatch, kind: str, content: bytes) -> None:
    monkeypatch.setattr(contents, "GRACE", 0.01)
    assert contents_of(KINDS[kind], content, seconds=0).unread == (TOO_MUCH,)


def test_pages_without_text_at_the_end_of_a_long_pdf_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = itertools.count()
    monkeypatch.setattr(time, "monotonic", lambda: next(clock))
    source = "Informe de gestión" + "\n#pagebreak()\n#rect()" * 4
    found = read_contents(KINDS["pdf"], pdf(source), 2)
    assert found.unread == (NOT_TO_THE_END,)


def test_table_that_a_page_cuts_is_one() -> None:
    rows = [["Nombre", "Firma"], *[[f"Ana Gómez {'abcdefghij'[n % 10]}", ""] for n in range(90)]]
    cells = ", ".join(f"[{text}]" for row in rows for text in row)
    found = look_for_personal_data(KINDS["pdf"], pdf(f"#table(columns: 2, {cells})"))
    assert found.signs == (Sign(PersonalData.PEOPLE_LIST, 90),)


def test_slides_are_read_in_their_order_with_their_tables() -> None:
    slide = (
        '<p:sld xmlns:p="p" xmlns:a="a"><a:p><a:t>Diapositiva {0}</a:t></a:p><a:tbl><a:tr><a:tc>'
        "<a:p><a:t>uno</a:t></a:p></a:tc><a:tc><a:p><a:t>dos</a:t><a:br/><a:t>tres</a:t></a:p></a:tc></a:tr></a:tbl></p:sld>"
    )
    names = {f"ppt/slides/slide{number}.xml": slide.format(number) for number in (10, 2, 1)}
    found = contents_of(KINDS["pptx"], archive(names))
    assert found.text == "Diapositiva 1\nDiapositiva 2\nDiapositiva 10"
    assert found.tables == ((("uno", "dos tres"),),) * 3
