"""DOCX to blocks in body order, straight from its XML.

The object model of python-docx hides tracked changes, content controls and text boxes, and finds the cells of a table
in time that grows with the square of its size; the XML has everything, once.
"""

import posixpath
import re
import zipfile
from typing import Final

from lxml import etree

from rinde.foundations.documents.archives import check_xml_parts, open_archive
from rinde.foundations.documents.errors import Corrupted, EmptyDocument
from rinde.foundations.documents.grid import Document, Grid, Notice
from rinde.foundations.documents.limits import Limits
from rinde.foundations.documents.word.body import BodyReader
from rinde.foundations.documents.word.numbering import Numbering
from rinde.foundations.documents.word.styles import Styles

CONTENT_TYPES: Final = "[Content_Types].xml"
MAIN_TYPE: Final = re.compile(
    rb'PartName="/([^"]+)"[^>]*ContentType="[^"]*(?:wordprocessingml|ms-word)\.(?:document|template)(?:\.macroEnabled)?(?:Template)?\.main\+xml"'
)
PAGES: Final = re.compile(rb"<Pages>(\d{1,5})</Pages>")
DC_TITLE: Final = "{http://purl.org/dc/elements/1.1/}title"

__all__ = ["read_docx"]


def read_docx(name: str, content: bytes, limits: Limits) -> Document:
    """Read the headers and the body of a Word document: paragraphs and tables in the order of the page.

    Raises ``Corrupted``, ``HostileArchive``, ``PasswordProtected``, ``TooLarge`` or ``EmptyDocument``.
    """
    with open_archive(content, limits) as archive:
        names = set(archive.namelist())
        main = _main_part(check_xml_parts(archive, {CONTENT_TYPES} & names), names)
        folder = posixpath.dirname(main)
        parts = check_xml_parts(archive, _wanted(names, main, folder))
        notices = _notices(archive)
    try:
        styles = Styles.from_part(parts.get(f"{folder}/styles.xml"))
        numbering = Numbering.from_part(parts.get(f"{folder}/numbering.xml"))
        reader = BodyReader(styles, numbering, limits)
        reader.read_headers(
            [parts[part] for part in sorted(parts) if re.fullmatch(rf"{re.escape(folder)}/header\d*\.xml", part)]
        )
        reader.read_body(parts[main])
        title = _title(parts)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise Corrupted from error
    if not any(isinstance(block, Grid) or block.text for block in reader.blocks):
        raise EmptyDocument("El documento de Word no tiene texto")
    pages = PAGES.search(parts.get("docProps/app.xml", b""))
    return Document(
        name, "docx", max(1, int(pages.group(1))) if pages else 1, tuple(reader.blocks), title, tuple(notices)
    )


def _main_part(parts: dict[str, bytes], names: set[str]) -> str:
    found = MAIN_TYPE.search(parts.get(CONTENT_TYPES, b""))
    name = found.group(1).decode("utf-8", errors="replace") if found else "word/document.xml"
    if name not in names:
        raise Corrupted
    return name


def _wanted(names: set[str], main: str, folder: str) -> list[str]:
    """The parts that are read; the others, pictures and themes among them, are never unpacked."""
    own = re.compile(rf"{re.escape(folder)}/(?:styles|numbering|header\d*)\.xml|docProps/(?:core|app)\.xml")
    return sorted(name for name in names if name == main or own.fullmatch(name))


def _title(parts: dict[str, bytes]) -> str:
    core = parts.get("docProps/core.xml")
    title = etree.fromstring(core).findtext(f".//{DC_TITLE}") if core else ""
    # The title that python-docx and Word's templates leave behind says nothing.
    return "" if title in {None, "Word Document"} else str(title)


def _notices(archive: zipfile.ZipFile) -> list[Notice]:
    if any(name.endswith("vbaProject.bin") for name in archive.namelist()):
        return [Notice("macros", "El archivo trae macros. No se ejecutaron ni se guardaron; solo se leyó el texto.")]
    return []
