"""What is received, by its content; what is not, with the way out; and files made to take a machine down."""

import io
import random
import zipfile
import zlib
from contextlib import suppress

import pytest
from PIL import Image
from pypdf.generic import DictionaryObject

from act_files import a_pdf
from foundations.attachments.making import (
    action,
    box,
    changed_pdf,
    mp3,
    mp4,
    ogg,
    open_document,
    picture,
    pptx,
    pptx_members,
    relations,
)
from foundations.documents.making import archive, docx, html_table, members_of, ods_table, pdf, xlsx
from rinde.foundations.attachments import KINDS, UploadRefused, check_content, pdf_files

TABLE = [["Actividad", "Fecha"], ["Feria", "30/04/2026"]]
OLE = bytes.fromhex("D0CF11E0A1B11AE1") + bytes(2000)
BOMB = b"<!DOCTYPE x [<!ENTITY a 'ja'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;'>]>"

WHOLE = {
    "jpeg": picture("JPEG"),
    "png": picture("PNG"),
    "webp": picture("WEBP"),
    "pdf": a_pdf(3),
    "docx": docx(TABLE),
    "xlsx": xlsx(TABLE),
    "pptx": pptx(),
    "odt": open_document("text"),
    "ods": ods_table(TABLE),
    "odp": open_document("presentation"),
    "csv": b"Barrio;Personas\r\nCentro;12\r\nNorte;8\r\n",
    "txt": "Acta de la reunión del 3 de mayo, con la veeduría.".encode(),
    "mp3": mp3(),
    "m4a": mp4(b"M4A ", (b"soun",)),
    "ogg": ogg(),
    "mp4": mp4(),
    "mov": mp4(b"qt  "),
}


def refused(name: str, content: bytes) -> UploadRefused:
    with pytest.raises(UploadRefused) as caught:
        check_content(name, content)
    return caught.value


def test_every_kind_has_its_case() -> None:
    assert set(WHOLE) == set(KINDS)


@pytest.mark.parametrize("kind", KINDS)
def test_kind_is_told_by_content_whatever_the_name(kind: str) -> None:
    assert check_content("factura.exe", WHOLE[kind]).kind is KINDS[kind]


def test_what_is_known_of_a_file_is_told() -> None:
    photo = check_content("foto", picture("JPEG", (90, 60)))
    assert (photo.width, photo.height, photo.pages) == (90, 60, None)
    assert check_content("acta", WHOLE["pdf"]).pages == 3


@pytest.mark.parametrize(
    ("content", "what", "way_out"),
    [
        (archive({"a.txt": "a"}), "archivo comprimido (.zip)", "cada archivo por separado"),
        (b"Rar!\x1a\x07\x01\x00" + bytes(90), "archivo comprimido", "cada archivo por separado"),
        (html_table(TABLE), "página HTML", "deje el enlace"),
        (b"\xef\xbb\xbf <!-- x --><svg onload='a()'/>", "dibujo SVG", "Imprímala como PDF"),
        (b"<?xml version='1.0'?><factura/>", "XML", "Imprímala como PDF"),
        (b"<script>robar()</script>", "página HTML", "Imprímala como PDF"),
        ("<html>".encode("utf-16"), "página HTML", "Imprímala como PDF"),
        (b"MZ\x90\x00" + bytes(90), "programa", "Suba una foto"),
        (b"\x7fELF\x02\x01" + bytes(90), "programa", "Suba una foto"),
        (b"#!/bin/sh\nrm -rf /\n", "programa", "Suba una foto"),
        (b"@echo off\r\ndel *.*", "programa", "Suba una foto"),
        (b"L\x00\x00\x00\x01\x14\x02\x00" + bytes(90), "acceso directo", "al que lleva"),
        (OLE + "WordDocument".encode("utf-16-le"), "Word antiguo", "Word (.docx)"),
        (OLE + "Workbook".encode("utf-16-le"), "Excel antiguo", "Excel (.xlsx)"),
        (OLE + "__substg1.0_".encode("utf-16-le"), "Outlook", "PDF"),
        (b"{\\rtf1\\ansi Acta}", "RTF", "Word (.docx)"),
        (picture("GIF"), "GIF", "JPEG"),
        (picture("TIFF"), "TIFF", "JPEG"),
        (picture("BMP"), "BMP", "JPEG"),
        (picture("AVIF"), "AVIF", "JPEG"),
        (box(b"ftyp", b"3gp4" + bytes(8)) + bytes(90), "3GP", "MP4"),
        (b"RIFF\x00\x00\x00\x00WAVEfmt " + bytes(90), "WAV", "MP3"),
        (b"\x1a\x45\xdf\xa3" + bytes(90), "WebM", "MP4"),
        (ogg(b"\x80theora"), "OGG que no es de audio", "MP4"),
        (bytes(range(1, 32)) * 20, "tipo desconocido", "Suba una foto"),
        (archive({**members_of(docx(TABLE)), "word/vbaProject.bin": "x"}), "macros", "sin macros"),
        (archive({**members_of(ods_table(TABLE)), "Basic/Standard/M.xml": "<a/>"}), "macros", "sin macros"),
    ],
)
def test_what_is_not_received_says_what_it_is_and_how_to_go_on(content: bytes, what: str, way_out: str) -> None:
    error = refused("foto.jpg", content)
    assert error.code == "wrong-type"
    assert what in error.message
    assert way_out in error.message
    assert error.message.endswith(".")


@pytest.mark.parametrize("brand", [b"heic", b"heix", b"mif1", b"hevc"])
def test_photo_of_an_iphone_says_how_to_send_it_as_jpeg(brand: bytes) -> None:
    error = refused("IMG_0012.HEIC", box(b"ftyp", brand + bytes(8)) + bytes(100))
    assert "HEIC" in error.message
    assert "toque Compartir, en Opciones escoja «Más compatible»" in error.message


def test_macro_enabled_type_is_refused_by_what_it_declares() -> None:
    members = members_of(xlsx(TABLE))
    declared = members["[Content_Types].xml"]
    plain = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
    members["[Content_Types].xml"] = declared.replace(plain, b"application/vnd.ms-excel.sheet.macroEnabled.main+xml")
    assert "macros" in refused("plan.xlsx", archive(members)).message


@pytest.mark.parametrize("content", [b"", b"  \r\n\t", b"\x00" * 50, b"\xef\xbb\xbf"])
def test_empty_file_says_so(content: bytes) -> None:
    assert refused("acta.pdf", content).code == "empty"


@pytest.mark.parametrize("kind", ["jpeg", "png", "webp", "docx", "xlsx", "pptx", "odt", "ods", "ogg", "mp4", "m4a"])
@pytest.mark.parametrize("keep", [0.5, 0.9])
def test_file_that_breaks_off_is_damaged(kind: str, keep: float) -> None:
    content = WHOLE[kind]
    assert refused("x", content[: int(len(content) * keep)]).code == "damaged"


def test_photo_cut_in_its_last_rows_is_damaged() -> None:
    noise = Image.effect_noise((400, 300), 80)
    out = io.BytesIO()
    noise.save(out, "JPEG", quality=90)
    content = out.getvalue()
    assert check_content("x", content).width == 400
    assert refused("x", content[:-3000]).code == "damaged"


@pytest.mark.parametrize("kind", KINDS)
def test_broken_bytes_never_raise_anything_but_a_refusal(kind: str) -> None:
    noise = random.Random(11)  # noqa: S311  a fixed sequence, no secret
    for _ in range(30):
        broken = bytearray(WHOLE[kind])
        for _ in range(5):
            broken[noise.randrange(len(broken))] = noise.randrange(256)
        with suppress(UploadRefused):
            assert check_content("x", bytes(broken)).kind.code in KINDS


def test_picture_of_countless_dots_is_refused_before_it_is_decoded() -> None:
    content = picture("PNG", (12_000, 8_000), compress_level=1)
    assert len(content) < 1_500_000
    assert refused("x.png", content).code == "too-large"


def test_picture_of_absurd_dots_is_refused() -> None:
    content = bytearray(picture("PNG"))
    content[16:24] = (60_000).to_bytes(4, "big") * 2
    assert refused("x.png", bytes(content)).code in {"damaged", "too-large"}


def test_locked_pdf_says_how_to_go_on() -> None:
    error = refused("acta.pdf", changed_pdf(a_pdf(), password="clave"))
    assert error.code == "locked"
    assert "guarde una copia sin protección" in error.message


@pytest.mark.parametrize("content", [a_pdf(0), b"%PDF-1.7 un acta", a_pdf()[:200], b"\x00\x00MZ%PDF-1.7" + a_pdf()])
def test_pdf_without_pages_or_behind_something_else_is_damaged(content: bytes) -> None:
    assert refused("acta.pdf", content).code == "damaged"


def test_pdf_that_takes_too_long_to_open_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_files, "SECONDS", 0.001)
    error = refused("acta.pdf", a_pdf())
    assert error.code == "hostile"
    assert "tarda demasiado" in error.message


def test_pdf_of_nothing_but_beginnings_is_refused_before_it_is_opened() -> None:
    assert refused("acta.pdf", b"%PDF-1.4\n" + b"1 0 obj<</Filter/FlateDecode>>stream\n" * 150_000).code == "hostile"


@pytest.mark.parametrize(
    "opens", [action("Launch", F="calc.exe"), action("JavaScript", JS="app.alert(1)"), action("SubmitForm", F="x")]
)
def test_pdf_that_starts_something_is_refused(opens: DictionaryObject) -> None:
    assert refused("acta.pdf", changed_pdf(a_pdf(), opens=opens)).code == "hostile"


@pytest.mark.parametrize("written", [b"/S /Launch", b"/S/L#61unch", b"/S /Java#53cript"])
def test_pdf_that_starts_something_in_disguise_is_refused(written: bytes) -> None:
    content = a_pdf().replace(b"/Type/Catalog", b"/Type/Catalog/OpenAction<<%s/F(a.exe)>>" % written)
    assert refused("acta.pdf", content).code == "hostile"


def test_pdf_that_starts_something_from_packed_objects_is_refused() -> None:
    packed = zlib.compress(b"12 0 13 20 <</Type/Anything>>  <</S/Launch/F(a.exe)>>")
    stream = b"9 0 obj<</Type/ObjStm/N 2/First 11/Filter/FlateDecode>>stream\n%s\nendstream endobj\n" % packed
    catalog = a_pdf().replace(b"/Type/Catalog", b"/Type/Catalog/OpenAction 13 0 R")
    assert refused("acta.pdf", catalog.replace(b"2 0 obj", stream + b"2 0 obj", 1)).code == "hostile"
    assert check_content("acta.pdf", a_pdf().replace(b"2 0 obj", stream + b"2 0 obj", 1)).pages == 1


def test_pdf_that_opens_at_a_page_is_received() -> None:
    assert check_content("acta.pdf", changed_pdf(a_pdf(), opens=action("GoTo"))).warnings == ()


def test_pdf_with_scripts_or_files_inside_is_received_with_a_word() -> None:
    (scripts,) = check_content("x", changed_pdf(a_pdf(), script="app.beep()")).warnings
    assert "instrucciones de formulario" in scripts
    (files,) = check_content("x", changed_pdf(a_pdf(), files={"nota.txt": b"a"})).warnings
    assert "otros archivos adentro" in files


def test_real_pdf_is_received() -> None:
    checked = check_content("informe.pdf", pdf("= Informe\n#pagebreak()\nFin"))
    assert (checked.kind.code, checked.pages, checked.warnings) == ("pdf", 2, ())


@pytest.mark.parametrize("kind", ["docx", "xlsx", "pptx", "odt"])
def test_package_that_explodes_is_refused(kind: str) -> None:
    members = members_of(WHOLE[kind])
    members["media/ceros.xml"] = bytes(60 * 1024 * 1024)
    assert refused("x", archive(members)).code == "hostile"


def test_package_with_entities_is_refused() -> None:
    members = members_of(WHOLE["pptx"])
    members["ppt/slides/slide1.xml"] = BOMB + members["ppt/slides/slide1.xml"]
    assert refused("x", archive(members)).code == "hostile"


def test_manifest_of_an_old_office_with_its_document_type_is_received() -> None:
    members = members_of(WHOLE["odt"])
    members["META-INF/manifest.xml"] = b'<!DOCTYPE manifest SYSTEM "Manifest.dtd"><manifest/>'
    assert check_content("x", archive(members)).kind.code == "odt"


def test_open_document_with_password_is_locked() -> None:
    members = members_of(WHOLE["odt"])
    members["META-INF/manifest.xml"] = b"<manifest:manifest><manifest:encryption-data/></manifest:manifest>"
    assert refused("x", archive(members)).code == "locked"


def test_office_package_with_password_is_locked() -> None:
    assert refused("x", OLE + "EncryptedPackage".encode("utf-16-le")).code == "locked"


@pytest.mark.parametrize("name", ["word/../../etc/cron", "/etc/cron"])
def test_package_with_a_path_that_leads_outside_is_refused(name: str) -> None:
    assert refused("x", archive({**members_of(WHOLE["docx"]), name: "x"})).code == "hostile"


def test_package_with_two_parts_of_one_name_is_refused() -> None:
    out = io.BytesIO(WHOLE["pptx"])
    with zipfile.ZipFile(out, "a") as package, pytest.warns(UserWarning, match="Duplicate"):
        package.writestr("ppt/presentation.xml", "<otro/>")
    assert refused("x", out.getvalue()).code == "hostile"


def test_package_with_a_program_inside_is_refused() -> None:
    error = refused("x", archive({**pptx_members(), "ppt/embeddings/pago.exe": "MZ"}))
    assert "programa adentro" in error.message


@pytest.mark.parametrize("target", ["https://example.com/a.dotm", "file://///10.0.0.1/a.dotm", "\\\\10.0.0.1\\a"])
def test_template_fetched_from_elsewhere_is_refused(target: str) -> None:
    members = {**members_of(WHOLE["docx"]), "word/_rels/settings.xml.rels": relations("attachedTemplate", target)}
    assert "otro sitio" in refused("x", archive(members)).message


@pytest.mark.parametrize(
    ("kind", "target"), [("hyperlink", "https://example.com/"), ("attachedTemplate", "file:///C:/Plantillas/acta.dotm")]
)
def test_link_and_own_template_are_received(kind: str, target: str) -> None:
    members = {**members_of(WHOLE["docx"]), "word/_rels/x.xml.rels": relations(kind, target)}
    assert check_content("x", archive(members)).kind.code == "docx"


def test_package_that_is_not_what_it_declares_is_damaged() -> None:
    members = {**pptx_members(), "ppt/presentation.xml": "<otra/>"}
    assert refused("x", archive(members)).code == "damaged"


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("lista.csv", b"solo una columna\nAna\n", "csv"),
        ("lista.txt", b"a;b\n1;2\n", "txt"),
        ("lista", b"a\tb\n1\t2\n", "csv"),
        ("lista", b"a;b\n1;2;3\n", "txt"),
        ("acta", "Año, día y señal".encode("cp1252"), "txt"),
        ("acta", "Año, día".encode("utf-16"), "txt"),
        ("acta", b"BMP y MZ y BZh", "txt"),
        ("acta", b"MZ es una abreviatura; BM tambien", "txt"),
        ("acta", b"Habla de <html> en el medio", "txt"),
        ("acta", b"un texto que cita %PDF-1.7", "txt"),
    ],
)
def test_text_and_table_are_told_apart(name: str, content: bytes, kind: str) -> None:
    assert check_content(name, content).kind.code == kind


@pytest.mark.parametrize("content", [b"x" * 300_000 + b"\x07", b"ab\x81cd" * 2_000 + b"x" * 9_000_00])
def test_text_with_what_is_no_letter_is_refused(content: bytes) -> None:
    assert refused("acta.txt", content).code == "wrong-type"


def test_sound_behind_a_tag_with_padding_is_received() -> None:
    assert check_content("x", mp3(tag=b"TIT2" + bytes(5_000))).kind.code == "mp3"
    assert check_content("x", mp3(tag=b"TIT2" + bytes(90))[:100] + bytes(700) + mp3()).kind.code == "mp3"


def test_tag_without_sound_is_damaged() -> None:
    assert refused("x", b"ID3\x04\x00\x00\x00\x00\x00\x10" + bytes(3_000)).code == "damaged"


@pytest.mark.parametrize("content", [mp4(tracks=()), box(b"ftyp", b"isom" + bytes(8)), mp4()[:24] + bytes(100)])
def test_video_without_index_or_tracks_is_damaged(content: bytes) -> None:
    assert refused("x", content).code == "damaged"


def test_sound_alone_in_a_video_box_is_a_sound() -> None:
    assert check_content("x", mp4(tracks=(b"soun",))).kind.code == "m4a"


def test_countless_boxes_are_refused() -> None:
    assert refused("x", box(b"ftyp", b"isom" + bytes(8)) + box(b"free") * 30_000).code == "damaged"
