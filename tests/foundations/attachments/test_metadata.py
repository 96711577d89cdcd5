"""Office documents without their authors, and the pictures in them without their places: opened again to prove it."""

import io
import zipfile

import pytest
from docx import Document as WordDocument
from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment
from PIL import Image, ImageChops

from act_files import a_pdf
from foundations.attachments.making import (
    SECRETS,
    exif_of,
    full_of_secrets,
    mp4,
    open_document,
    picture,
    pptx,
    pptx_members,
    relations,
    reopened,
)
from foundations.documents.making import archive, members_of, saved, word, xlsx
from rinde.foundations.attachments import KINDS, UploadRefused, check_content
from rinde.foundations.attachments.capture import capture_of
from rinde.foundations.attachments.contents import contents_of
from rinde.foundations.attachments.metadata import (
    AUTHOR,
    CHANGES,
    COMMENTS_STAY,
    COMPANY,
    CUSTOM,
    EMBEDDED_STAY,
    FOLDER,
    MINIATURE,
    PHOTO_STAYS,
    PHOTOS,
    PRINTER,
    PRINTER_STAYS,
    without_authors,
)
from rinde.foundations.attachments.stripping import without_camera_data

META = (
    '<office:document-meta xmlns:office="o" xmlns:meta="m" xmlns:dc="d"><office:meta>'
    "<meta:initial-creator>Ana Gomez</meta:initial-creator><dc:creator>Luis Ruiz</dc:creator><dc:title>Acta</dc:title>"
    '<meta:user-defined meta:name="Revisor">Ana Gomez</meta:user-defined></office:meta></office:document-meta>'
)
APP = '<Properties xmlns="p"><Company>Firma de Ana Gomez</Company><Manager>Ana Gomez</Manager></Properties>'
TEMPLATE = relations("attachedTemplate", "file:///C:\\Users\\Ana Gomez\\acta.dotm")
SIGNED = {**members_of(open_document("text")), "META-INF/documentsignatures.xml": b"<x/>"}


def everything(content: bytes) -> bytes:
    """All parts of a package one after the other, unpacked."""
    return b"\n".join(members_of(content).values())


def written_by_ana() -> bytes:
    document = WordDocument()
    document.core_properties.author = "Ana Gomez"
    document.core_properties.last_modified_by = "Ana Gomez"
    document.core_properties.title = "Acta 3"
    paragraph = document.add_paragraph("Acta de la reunión. Firma: la secretaria.")
    document.add_comment(paragraph.runs, text="Falta la hora", author="Ana Gomez", initials="AG")
    document.add_picture(io.BytesIO(picture("JPEG")))
    members = members_of(word(document))
    members["word/media/image1.jpg"] = full_of_secrets()
    members["docProps/app.xml"] = APP.encode()
    members["docProps/custom.xml"] = b'<Properties xmlns="c"><property name="Revisor">Ana Gomez</property></Properties>'
    members["docProps/thumbnail.jpeg"] = picture("JPEG", (200, 200))
    members["word/_rels/settings.xml.rels"] = TEMPLATE.encode()
    return archive(members)


def test_word_document_no_longer_says_who_wrote_it() -> None:
    original = written_by_ana()
    copy = without_authors(KINDS["docx"], original)

    assert everything(original).count(b"Ana Gomez") >= 8
    for secret in ("Ana Gomez", '"AG"', *SECRETS):
        assert secret.encode() not in everything(copy.content)
    assert copy.removed == (AUTHOR, COMPANY, CUSTOM, CHANGES, FOLDER, PHOTOS, MINIATURE)
    assert copy.left == (COMMENTS_STAY,)


def test_word_document_still_opens_and_says_the_same() -> None:
    original = written_by_ana()
    copy = without_authors(KINDS["docx"], original).content

    assert check_content("acta.docx", copy).kind is KINDS["docx"]
    assert contents_of(KINDS["docx"], copy) == contents_of(KINDS["docx"], original)
    reopened = WordDocument(io.BytesIO(copy))
    assert (reopened.core_properties.author, reopened.core_properties.title) == ("", "Acta 3")
    assert [(comment.author, comment.text) for comment in reopened.comments] == [("Autor", "Falta la hora")]


def test_tracked_change_loses_its_author_and_keeps_its_words() -> None:
    members = members_of(written_by_ana())
    change = (
        b'<w:ins w:id="9" w:author="Ana Gomez" w:date="2026-05-03T00:00:00Z"><w:r><w:t>nuevo</w:t></w:r></w:ins></w:p>'
    )
    members["word/document.xml"] = members["word/document.xml"].replace(b"</w:p>", change, 1)
    copy = without_authors(KINDS["docx"], archive(members))
    assert b"Ana Gomez" not in everything(copy.content)
    assert b"nuevo" in members_of(copy.content)["word/document.xml"]


def test_workbook_no_longer_says_who_wrote_it() -> None:
    book = Workbook()
    book.properties.creator = book.properties.lastModifiedBy = "Ana Gomez"
    book.active.append(["Actividad", "Feria"])
    book.active["A1"].comment = Comment("ojo", "Ana Gomez")
    members = members_of(saved(book))
    members["xl/workbook.xml"] = members["xl/workbook.xml"].replace(
        b"<sheets>", b'<x15ac:absPath xmlns:x15ac="x" url="C:\\Users\\Ana Gomez\\"/><sheets>'
    )
    members["xl/printerSettings/printerSettings1.bin"] = b"x"
    copy = without_authors(KINDS["xlsx"], archive(members))

    assert b"Ana Gomez" not in everything(copy.content)
    assert copy.removed == (AUTHOR, CHANGES, FOLDER)
    assert copy.left == (COMMENTS_STAY, PRINTER_STAYS)
    again = load_workbook(io.BytesIO(copy.content))
    assert [cell.value for cell in again.active[1]] == ["Actividad", "Feria"]


def test_slides_no_longer_say_who_commented() -> None:
    members = pptx_members("Feria")
    members["ppt/commentAuthors.xml"] = (
        '<p:cmAuthorLst xmlns:p="p"><p:cmAuthor id="0" name="Ana Gomez" initials="AG"/></p:cmAuthorLst>'
    )
    members["ppt/authors.xml"] = (
        '<a:authorLst xmlns:a="a"><a:author name="Ana Gomez" userId="S::ana@x.co" providerId="AD"/></a:authorLst>'
    )
    members["ppt/embeddings/hoja.xlsx"] = xlsx([["a"]])
    copy = without_authors(KINDS["pptx"], archive(members))
    assert b"Ana Gomez" not in everything(copy.content)
    assert b"ana@x.co" not in everything(copy.content)
    assert (copy.removed, copy.left) == ((CHANGES,), (EMBEDDED_STAY,))


@pytest.mark.parametrize(("kind", "body"), [("odt", "text"), ("ods", "spreadsheet"), ("odp", "presentation")])
def test_open_document_no_longer_says_who_wrote_it(kind: str, body: str) -> None:
    note = '<office:annotation><dc:creator xmlns:dc="d">Ana Gomez</dc:creator><text:p>ojo</text:p></office:annotation>'
    members = members_of(open_document(body, f"Acta{note}"))
    members["meta.xml"] = META.encode()
    members["settings.xml"] = (
        b'<s xmlns:c="c"><c:config-item c:name="PrinterName">HP de Ana Gomez</c:config-item>'
        b'<c:config-item c:name="Zoom">100</c:config-item></s>'
    )
    members["Pictures/1.jpg"] = full_of_secrets()
    members["Thumbnails/thumbnail.png"] = picture("PNG", (90, 90))
    copy = without_authors(KINDS[kind], archive(members))

    for secret in ("Ana Gomez", "Luis Ruiz", *SECRETS):
        assert secret.encode() not in everything(copy.content)
    assert copy.removed == (AUTHOR, CUSTOM, CHANGES, PHOTOS, MINIATURE, PRINTER)
    assert b"Acta" in everything(copy.content)
    assert check_content("x", copy.content).kind is KINDS[kind]
    with zipfile.ZipFile(io.BytesIO(copy.content)) as package:
        assert package.infolist()[0].filename == "mimetype"
        assert package.infolist()[0].compress_type == zipfile.ZIP_STORED


def test_document_that_says_nothing_stays_as_it_is() -> None:
    copy = without_authors(KINDS["pptx"], pptx("Feria"))
    assert (copy.removed, copy.left) == ((), ())
    assert members_of(copy.content) == members_of(pptx("Feria"))


@pytest.mark.parametrize(
    ("kind", "content", "why"),
    [
        ("pdf", a_pdf(), "no quita el autor de un PDF"),
        ("jpeg", picture(), "documento de Office"),
        ("csv", b"a;b", "documento de Office"),
        ("docx", archive({**pptx_members(), "_xmlsignatures/sig1.xml": "<x/>"}), "firma digital"),
        ("odt", archive(SIGNED), "firma digital"),
    ],
)
def test_what_cannot_be_done_honestly_is_not_done(kind: str, content: bytes, why: str) -> None:
    with pytest.raises(UploadRefused, match=why) as refused:
        without_authors(KINDS[kind], content)
    assert refused.value.code == "not-done"


def test_photo_that_cannot_be_cleaned_is_told() -> None:
    broken = archive({**pptx_members(), "ppt/media/image1.jpeg": full_of_secrets()[:400]})
    assert without_authors(KINDS["pptx"], broken).left == (PHOTO_STAYS,)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_picture_keeps_every_dot_and_loses_what_the_camera_wrote(kind: str) -> None:
    out = io.BytesIO()
    noise = Image.effect_noise((120, 80), 90).convert("RGB")
    noise.save(out, kind, exif=exif_of(Orientation=6), xmp=b"<x>marca-xmp</x>", quality=80)
    content = out.getvalue()
    bare = without_camera_data(content)

    assert ImageChops.difference(reopened(content), reopened(bare)).getbbox() is None
    assert capture_of(content).carries
    assert capture_of(bare).carries == ()
    for secret in SECRETS:
        assert secret.encode() not in bare


@pytest.mark.parametrize("options", [{"progressive": True}, {"optimize": True}, {"icc_profile": b"colores"}])
def test_jpeg_of_every_making_is_cut_where_it_ends(options: dict[str, object]) -> None:
    content = picture("JPEG", (300, 200), comment=b"Ana Gomez", **options) + mp4()
    bare = without_camera_data(content)
    assert bare.endswith(b"\xff\xd9")
    assert b"ftyp" not in bare
    assert b"Ana" not in bare
    assert reopened(bare).info.get("icc_profile") == options.get("icc_profile")


def test_which_way_is_up_is_the_only_thing_kept() -> None:
    bare = without_camera_data(picture("JPEG", exif=exif_of(Orientation=6)))
    assert dict(reopened(bare).getexif()) == {0x0112: 6}
    assert b"Exif" not in without_camera_data(picture("JPEG", exif=exif_of(Orientation=1)))


@pytest.mark.parametrize("content", [b"", b"GIF89a", picture("JPEG")[:-2], picture("PNG")[:-3], picture("WEBP")[:-4]])
def test_what_is_no_whole_picture_is_refused(content: bytes) -> None:
    with pytest.raises(UploadRefused):
        without_camera_data(content)
