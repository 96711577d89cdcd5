"""Files that are not what they say, broken, locked, or made to take a machine down: a clear message, nothing else."""

import io
import random
import zipfile
from collections.abc import Callable
from contextlib import suppress

import pytest
from docx import Document as WordDocument
from openpyxl import Workbook

from foundations.documents.making import archive, docx, html_table, members_of, ods_table, read, word, xlsx
from rinde.foundations.documents import (
    Corrupted,
    DocumentError,
    EmptyDocument,
    HostileArchive,
    Limits,
    PasswordProtected,
    TooLarge,
    WrongType,
    read_document,
)

OLE = bytes.fromhex("D0CF11E0A1B11AE1") + bytes(600)
TABLE = [["Actividad", "Fecha"], ["Feria", "30/04/2024"]]
BOMB = "<!DOCTYPE x [<!ENTITY a 'ja'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;'>]>"


def utf16(name: str) -> bytes:
    return name.encode("utf-16-le")


@pytest.mark.parametrize(
    ("name", "content", "what"),
    [
        ("plan.pdf", b"\x89PNG\r\n\x1a\n" + bytes(30), "imagen PNG"),
        ("plan.docx", b"\xff\xd8\xff\xe0" + bytes(30), "imagen JPEG"),
        ("plan.docx", b"{\\rtf1\\ansi Plan}", "RTF"),
        ("plan.docx", OLE + utf16("WordDocument"), "Word antiguo"),
        ("plan.xlsx", OLE + utf16("PowerPoint Document"), "presentación"),
        ("plan.xlsx", archive({"a.txt": "a"}), "comprimido"),
        ("plan.xlsx", archive({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": ""}), ".odt"),
        ("plan.xlsx", archive({"xl/workbook.bin": "", "[Content_Types].xml": ""}), ".xlsb"),
        ("plan.xlsx", b"\x7fELF" + bytes(30), "programa"),
        ("plan.txt", bytes(range(1, 32)) * 20, "tipo desconocido"),
        ("plan.xls", b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook/>', "Excel 2003"),
    ],
)
def test_wrong_type_is_told_by_content_with_a_way_out(name: str, content: bytes, what: str) -> None:
    with pytest.raises(WrongType) as refused:
        read(name, content)

    assert what in refused.value.message
    assert refused.value.message.endswith(".")


@pytest.mark.parametrize("content", [b"", b"  \n\t ", b"\x00\x00", b"\xef\xbb\xbf"])
def test_empty_file_says_so(content: bytes) -> None:
    with pytest.raises(EmptyDocument):
        read("plan.txt", content)


def test_word_that_begins_like_a_signature_is_text() -> None:
    assert read("plan.txt", b"BMP y otros formatos").format == "text"


def test_file_over_the_limit_is_refused() -> None:
    with pytest.raises(TooLarge, match="2,0 MB"):
        read_document("plan.txt", b"a" * 2 * 1024 * 1024, limits=Limits(file_bytes=1024 * 1024))


def test_office_file_with_password_asks_for_a_copy_without_it() -> None:
    with pytest.raises(PasswordProtected):
        read("plan.xlsx", OLE + utf16("EncryptedPackage"))


def test_zip_with_password_asks_for_a_copy_without_it() -> None:
    content = bytearray(xlsx(TABLE))
    place = content.find(b"PK\x01\x02")
    while place >= 0:
        content[place + 8] |= 1
        place = content.find(b"PK\x01\x02", place + 4)

    with pytest.raises((PasswordProtected, Corrupted)):
        read("plan.xlsx", bytes(content))


@pytest.mark.parametrize("write", [xlsx, ods_table, docx])
@pytest.mark.parametrize("keep", [0.2, 0.6, 0.98])
def test_truncated_archive_says_so(write: Callable[[list[list[str]]], bytes], keep: float) -> None:
    content = write(TABLE)

    with pytest.raises(Corrupted):
        read("plan", content[: int(len(content) * keep)])


@pytest.mark.parametrize("write", [xlsx, ods_table, docx])
def test_broken_bytes_never_raise_anything_else(write: Callable[[list[list[str]]], bytes]) -> None:
    content = write(TABLE)
    noise = random.Random(7)  # noqa: S311  a fixed sequence, no secret
    for _ in range(40):
        broken = bytearray(content)
        for _ in range(6):
            broken[noise.randrange(len(broken))] = noise.randrange(256)
        with suppress(DocumentError):
            assert read("plan", bytes(broken)).blocks


@pytest.mark.parametrize(
    ("write", "part"),
    [
        (xlsx, "xl/worksheets/sheet1.xml"),
        (xlsx, "xl/workbook.xml"),
        (docx, "word/document.xml"),
        (ods_table, "content.xml"),
    ],
)
def test_broken_part_says_so(write: Callable[[list[list[str]]], bytes], part: str) -> None:
    members = members_of(write(TABLE))
    members[part] = members[part][: len(members[part]) // 2]

    with pytest.raises(Corrupted):
        read("plan", archive(members))


@pytest.mark.parametrize(
    ("write", "part"),
    [(xlsx, "xl/worksheets/sheet1.xml"), (docx, "word/document.xml"), (ods_table, "content.xml")],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entity_bomb_is_refused(write: Callable[[list[list[str]]], bytes], part: str, encoding: str) -> None:
    members = members_of(write(TABLE))
    members[part] = f"{BOMB}{members[part].decode()}".encode(encoding)

    with pytest.raises(HostileArchive):
        read("plan", archive(members))


@pytest.mark.parametrize("write", [xlsx, ods_table, docx])
def test_zip_bomb_is_refused_before_it_is_inflated(write: Callable[[list[list[str]]], bytes]) -> None:
    members = members_of(write(TABLE))
    members["xl/media/ceros.xml"] = bytes(60 * 1024 * 1024)

    with pytest.raises(HostileArchive):
        read("plan", archive(members))


def test_archive_over_the_total_is_refused() -> None:
    with pytest.raises(HostileArchive):
        read_document("plan.xlsx", xlsx(TABLE), limits=Limits(unpacked_bytes=1_000))


def test_archive_of_countless_members_is_refused() -> None:
    members: dict[str, bytes | str] = {
        **members_of(docx(TABLE)),
        **{f"word/media/{number}.bin": b"" for number in range(300)},
    }

    with pytest.raises(HostileArchive):
        read_document("plan.docx", archive(members), limits=Limits(archive_members=200))


def test_sheet_over_the_cell_limit_is_refused() -> None:
    book = Workbook()
    for _ in range(40):
        book.active.append(["a"] * 10)
    out = io.BytesIO()
    book.save(out)

    with pytest.raises(TooLarge, match="400 celdas"):
        read_document("plan.xlsx", out.getvalue(), limits=Limits(cells=300))


def test_html_spans_without_measure_are_refused() -> None:
    rows = "<tr><td rowspan=9999 colspan=9999>a</td></tr>" * 500

    with pytest.raises(TooLarge):
        read("plan.html", f"<html><table>{rows}</table></html>".encode())


def test_html_nested_without_measure_does_not_take_the_reader_down() -> None:
    content = f"<html><body>{'<div>' * 50_000}<p>Plan</p></body></html>".encode()

    with suppress(DocumentError):
        assert read("plan.html", content).blocks


def test_word_nested_without_measure_does_not_take_the_reader_down() -> None:
    document = WordDocument()
    document.add_paragraph("Plan")
    members = members_of(word(document))
    deep = b"<w:smartTag>" * 20_000 + b"</w:smartTag>" * 20_000
    members["word/document.xml"] = members["word/document.xml"].replace(b"<w:r>", deep + b"<w:r>", 1)

    with pytest.raises(Corrupted):
        read("plan.docx", archive(members))


def test_text_over_the_cell_limit_is_refused() -> None:
    with pytest.raises(TooLarge):
        read_document("plan.txt", b"a\tb\n" * 200, limits=Limits(cells=100))


@pytest.mark.parametrize("beginning", [b"\n" * 50_000, b" " * 50_000, b"<!---->" * 5_000, b"|" + b" " * 50_000])
def test_endless_beginnings_come_to_an_end(beginning: bytes) -> None:
    assert read("plan.txt", beginning + b"\nPlan").format == "text"


def test_html_is_told_from_text_whatever_the_name() -> None:
    assert read("plan.xls", html_table(TABLE)).format == "html"


def test_archive_that_lies_about_its_sizes_says_so() -> None:
    content = bytearray(archive({"[Content_Types].xml": "x" * 5_000, "xl/workbook.xml": "y" * 5_000}))
    with zipfile.ZipFile(io.BytesIO(bytes(content))) as package:
        assert package.namelist()
    place = content.rfind(b"PK\x01\x02")
    content[place + 24 : place + 28] = (10).to_bytes(4, "little")

    with pytest.raises((Corrupted, WrongType)):
        read("plan.xlsx", bytes(content))
