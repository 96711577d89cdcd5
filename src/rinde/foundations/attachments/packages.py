"""Office packages (Word, Excel, PowerPoint, OpenDocument): zips opened with suspicion, part by part, to the last byte.

Refused: any other zip, macros, programs inside, templates fetched from elsewhere, sizes that explode.
"""

import io
import re
import zipfile
from typing import Final

from lxml import etree

from rinde.foundations.attachments.errors import damaged, hostile, locked, said_for_uploads, wrong_type
from rinde.foundations.documents.archives import BROKEN, DOCUMENT_TYPES, open_archive, read_member
from rinde.foundations.documents.limits import Limits

LIMITS: Final = Limits(unpacked_bytes=200 * 1024 * 1024, archive_members=5_000)
TYPES: Final = "[Content_Types].xml"
MANIFEST: Final = "META-INF/manifest.xml"
_TYPE_REACH: Final = 1024 * 1024  # bytes of a part that only says what the package is
_MAIN_TYPE: Final = re.compile(
    rb"application/vnd\.openxmlformats-officedocument\.(wordprocessingml\.document|spreadsheetml\.sheet|"
    rb"presentationml\.presentation)\.main\+xml"
)
_OOXML: Final = {
    b"wordprocessingml.document": ("docx", "document"),
    b"spreadsheetml.sheet": ("xlsx", "workbook"),
    b"presentationml.presentation": ("pptx", "presentation"),
}
_ODF_PREFIX: Final = b"application/vnd.oasis.opendocument."
_ODF: Final = {b"text": "odt", b"spreadsheet": "ods", b"presentation": "odp"}
_MACRO_TYPE: Final = re.compile(rb"macroEnabled|vnd\.ms-office\.vbaProject")
_UNPACK: Final = "Descomprímalo y suba cada archivo por separado."
_WITHOUT_MACROS: Final = "Ábralo, guárdelo sin macros (.docx, .xlsx o .pptx) o imprímalo como PDF, y suba esa copia."
_SAVE_AS: Final = "Ábralo, guárdelo como Word (.docx), Excel (.xlsx), PowerPoint (.pptx) o PDF, y suba esa copia."
_MACROS: Final = re.compile(
    r"(?:^|/)(?:vbaProject\w*\.bin|vbaData\.xml|macrosheets/.*)$|^(?:Basic|Scripts)/.+", re.IGNORECASE
)
_PROGRAMS: Final = re.compile(
    r"\.(?:exe|dll|com|scr|bat|cmd|ps1|vbs|js|jse|wsf|hta|jar|lnk|msi|apk|sh|php)$|(?:^|/)activeX/", re.IGNORECASE
)
# What the program that opens the file would fetch without a click of anybody.
_FETCHED: Final = ("/attachedTemplate", "/oleObject", "/frame", "/subDocument")
_ELSEWHERE: Final = re.compile(r"https?:|ftp:|mhtml:|file:///?[\\/]{2}|\\\\", re.IGNORECASE)


def recognise(content: bytes) -> str:
    """Tell the package's kind by what it declares. Raises UploadRefused for any other zip, and for macros."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = set(archive.namelist())
            types = _beginning(archive, TYPES) if TYPES in names else b""
            declared = _beginning(archive, "mimetype") if "mimetype" in names else b""
    except BROKEN as error:
        raise damaged() from error
    if _MACRO_TYPE.search(types):
        raise wrong_type("un documento de Office con macros", _WITHOUT_MACROS)
    if main := _MAIN_TYPE.search(types):
        return _OOXML[main.group(1)][0]
    if declared.startswith(_ODF_PREFIX):
        kind = _ODF.get(declared.removeprefix(_ODF_PREFIX).strip())
        if kind:
            return kind
    if types or declared.startswith(_ODF_PREFIX):
        raise wrong_type("un documento de Office de un tipo poco común", _SAVE_AS)
    raise wrong_type("un archivo comprimido (.zip)", _UNPACK)


def _beginning(archive: zipfile.ZipFile, name: str) -> bytes:
    with archive.open(name) as member:
        return member.read(_TYPE_REACH)


def check_package(kind: str, content: bytes) -> None:
    """Unpack every part within the limits and read the main one. Raises UploadRefused."""
    with said_for_uploads(), open_archive(content, LIMITS) as archive:
        names = archive.namelist()
        if len(set(names)) != len(names) or any(".." in name.split("/") or name.startswith("/") for name in names):
            raise hostile()
        if any(_MACROS.search(name) for name in names):
            raise wrong_type("un documento con macros", _WITHOUT_MACROS)
        if any(_PROGRAMS.search(name) for name in names):
            raise hostile("trae un programa adentro")
        for name in names:
            _check_part(name, read_member(archive, name))
        main, root = _main_part(kind, archive)
        if main not in names:
            raise damaged()
        _check_main(read_member(archive, main), root)


def _check_part(name: str, part: bytes) -> None:
    if name == MANIFEST and b"encryption-data" in part:
        raise locked()
    # Old OpenOffice declares a document type in the manifest, which nobody reads here.
    is_xml = name.lower().endswith((".xml", ".rels")) and name != MANIFEST
    if is_xml and any(mark in part for mark in DOCUMENT_TYPES):
        raise hostile()
    if name.endswith(".rels") and any(map(_is_fetched, parsed(part).iter("{*}Relationship"))):
        raise hostile("trae contenido de otro sitio que se abre solo")


def _is_fetched(relation: etree._Element) -> bool:
    kind, target = relation.get("Type", ""), relation.get("Target", "")
    return kind.endswith(_FETCHED) and _ELSEWHERE.match(target) is not None


def parsed(part: bytes) -> etree._Element:
    """The XML of a part, without entities and without a look outside. Raises UploadRefused where it is broken."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        return etree.fromstring(part, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise damaged() from error


def _main_part(kind: str, archive: zipfile.ZipFile) -> tuple[str, str]:
    """The name of the part that is the document, and of its first element."""
    if kind in _ODF.values():
        return "content.xml", "document-content"
    root = next(root for code, root in _OOXML.values() if code == kind)
    overrides = parsed(read_member(archive, TYPES)).iter("{*}Override")
    mains = (
        each.get("PartName", "") for each in overrides if _MAIN_TYPE.fullmatch(each.get("ContentType", "").encode())
    )
    return next(mains, "").removeprefix("/"), root


def _check_main(part: bytes, root: str) -> None:
    if etree.QName(parsed(part)).localname != root:
        raise damaged()
