"""The public copy of an office document without who made it: authors, company, names in comments, data of its photos.

What people read on its pages stays letter by letter. PDF and signed documents are left alone: nothing at hand changes
the first whole, and the second would no longer be valid.
"""

import io
import re
import zipfile
from dataclasses import dataclass, field
from typing import Final

from lxml import etree
from PIL import Image

from rinde.foundations.attachments.capture import capture_of
from rinde.foundations.attachments.errors import UploadRefused, said_for_uploads
from rinde.foundations.attachments.kinds import Kind
from rinde.foundations.attachments.packages import LIMITS, parsed
from rinde.foundations.attachments.stripping import without_camera_data
from rinde.foundations.documents.archives import open_archive, read_member

AUTHOR: Final = "el nombre de quien lo hizo y de quien lo guardó"
COMPANY: Final = "la empresa y el jefe que anotó el programa"
CUSTOM: Final = "las propiedades propias del documento"
CHANGES: Final = "los nombres en comentarios y cambios"
FOLDER: Final = "la carpeta del computador en que se guardó"
PHOTOS: Final = "la ubicación y los datos de la cámara en sus fotos"
MINIATURE: Final = "la miniatura"
PRINTER: Final = "el nombre de la impresora"
IN_ORDER: Final = (AUTHOR, COMPANY, CUSTOM, CHANGES, FOLDER, PHOTOS, MINIATURE, PRINTER)

COMMENTS_STAY: Final = (
    "Los comentarios y los cambios sin aceptar siguen a la vista. Acéptelos o bórrelos si no deben verse."
)
EMBEDDED_STAY: Final = "Los documentos incrustados adentro conservan sus propiedades."
PRINTER_STAYS: Final = "El nombre de la impresora sigue en el archivo."
PHOTO_STAYS: Final = "Una foto del documento no se pudo limpiar y puede llevar su ubicación."
NOT_PDF: Final = (
    "Rinde no quita el autor de un PDF. "
    "Si no debe verse, guárdelo de nuevo desde el documento original, sin propiedades."
)
NOT_SIGNED: Final = (
    "El documento tiene firma digital y cambiarlo la dañaría. Publique el original o imprímalo como PDF."
)
NOT_THIS: Final = "De este tipo de archivo no se hace una copia sin autor. Suba un documento de Office u OpenDocument."

_NOBODY: Final = "Autor"
_INITIALS: Final = "A"
# What stands in an element, by its local name.
_TEXTS: Final = {
    "creator": AUTHOR,
    "lastModifiedBy": AUTHOR,
    "initial-creator": AUTHOR,
    "printed-by": AUTHOR,
    "DisplayName": AUTHOR,
    "AccountId": AUTHOR,
    "Manager": COMPANY,
    "Company": COMPANY,
    "user-defined": CUSTOM,
}
_ATTRIBUTES: Final = {
    "author": _NOBODY,
    "displayName": _NOBODY,
    "initials": _INITIALS,
    "userId": "",
    "providerId": "",
}
_PROPERTIES: Final = re.compile(r"docProps/(?:core|app)\.xml|meta\.xml|customXml/item\d+\.xml")
_NAMING: Final = re.compile(
    r"word/(?!theme/|media/).+\.xml|xl/(?:comments|persons|threadedComments).*\.xml|ppt/.*(?:[Cc]omment|uthor).*\.xml"
    r"|content\.xml|styles\.xml"
)
# Where a name stands in the attribute or element that elsewhere means something else.
_AUTHORS: Final = re.compile(r"xl/comments.*\.xml|ppt/(?:commentAuthors|authors)\.xml")
_COMMENTED: Final = re.compile(
    rb"<(?:\w+:)?(?:comment|cm|threadedComment|annotation|ins|del|moveFrom|moveTo|changed-region)[\s>]"
)
_MINIATURE: Final = re.compile(r"(?:docProps|Thumbnails)/thumbnail\.(jpe?g|png)", re.IGNORECASE)
_PHOTO: Final = re.compile(r"(?:(?:word|xl|ppt)/media|Pictures)/[^/]+\.(?:jpe?g|png|webp)", re.IGNORECASE)
_SIGNATURE: Final = re.compile(r"_xmlsignatures/|META-INF/documentsignatures\.xml")
# Where a path of a computer stands: the part, the element, the attribute.
_PATHS: Final = (
    (re.compile(r"word/_rels/settings\.xml\.rels"), "Relationship", "Target"),
    (re.compile(r"xl/workbook\.xml"), "absPath", "url"),
)


@dataclass(frozen=True, slots=True)
class WithoutAuthors:
    """`removed` and `left`: Spanish, what was taken out and what still stands there."""

    content: bytes
    removed: tuple[str, ...]
    left: tuple[str, ...] = ()


@dataclass
class _Said:
    """What is noted on the way through a package."""

    removed: set[str] = field(default_factory=set)
    left: list[str] = field(default_factory=list)

    def stays(self, words: str) -> None:
        if words not in self.left:
            self.left.append(words)


def without_authors(kind: Kind, content: bytes) -> WithoutAuthors:
    """Write an office document again without who made it.

    Raises:
        UploadRefused: «not-done», with the reason and the way out, for PDF, signed documents and other kinds.
    """
    if kind.family != "office":
        raise UploadRefused("not-done", NOT_PDF if kind.family == "pdf" else NOT_THIS)
    said, out = _Said(), io.BytesIO()
    with said_for_uploads(), open_archive(content, LIMITS) as archive, zipfile.ZipFile(out, "w") as copy:
        names = archive.namelist()
        if any(map(_SIGNATURE.match, names)):
            raise UploadRefused("not-done", NOT_SIGNED)
        for name in names:
            packing = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            # Without the moment at which the program packed each part.
            copy.writestr(zipfile.ZipInfo(name), _cleaned(name, read_member(archive, name), said), packing)
    return WithoutAuthors(out.getvalue(), tuple(words for words in IN_ORDER if words in said.removed), tuple(said.left))


def _cleaned(name: str, part: bytes, said: _Said) -> bytes:
    if _MINIATURE.fullmatch(name):
        said.removed.add(MINIATURE)
        return _white(name)
    if _PHOTO.fullmatch(name):
        return _photo(part, said)
    if name == "docProps/custom.xml":
        return _without_children(part, said)
    if _PROPERTIES.fullmatch(name):
        return _without_texts(part, said)
    if name == "settings.xml":
        return _without_printer(part, said)
    if _NAMING.fullmatch(name):
        return _without_names(name, part, said)
    if "/embeddings/" in name or re.match(r"Object \d+/", name):
        said.stays(EMBEDDED_STAY)
    if "/printerSettings/" in name:
        said.stays(PRINTER_STAYS)
    return _without_folders(name, part, said)


def _white(name: str) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (8, 8), "white").save(out, "PNG" if name.lower().endswith("png") else "JPEG")
    return out.getvalue()


def _photo(part: bytes, said: _Said) -> bytes:
    try:
        carries = capture_of(part).carries
        bare = without_camera_data(part) if carries else part
    except UploadRefused:
        said.stays(PHOTO_STAYS)
        return part
    if carries:
        said.removed.add(PHOTOS)
    return bare


def _written(root: etree._Element) -> bytes:
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _without_children(part: bytes, said: _Said) -> bytes:
    root = parsed(part)
    if not len(root):
        return part
    for child in list(root):
        root.remove(child)
    said.removed.add(CUSTOM)
    return _written(root)


def _without_texts(part: bytes, said: _Said) -> bytes:
    root, changed = parsed(part), False
    for element in root.iter("{*}*"):
        words = _TEXTS.get(etree.QName(element).localname)
        if words and (element.text or "").strip():
            element.text, changed = "", True
            said.removed.add(words)
    return _written(root) if changed else part


def _without_printer(part: bytes, said: _Said) -> bytes:
    root, changed = parsed(part), False
    for element in root.iter("{*}config-item"):
        names = [value for key, value in element.attrib.items() if etree.QName(key).localname == "name"]
        if set(names) & {"PrinterName", "PrinterSetup"} and element.text:
            element.text, changed = "", True
            said.removed.add(PRINTER)
    return _written(root) if changed else part


def _without_names(name: str, part: bytes, said: _Said) -> bytes:
    """Comments and changes lose their author and keep their words."""
    if _COMMENTED.search(part):
        said.stays(COMMENTS_STAY)
    root, changed = parsed(part), False
    for element in root.iter("{*}*"):
        local = etree.QName(element).localname
        is_author = local in {"creator", "creator-initials"} or (local == "author" and _AUTHORS.fullmatch(name))
        if is_author and (element.text or "").strip():
            element.text, changed = _NOBODY, True
        for key in element.attrib:
            attribute = etree.QName(key).localname
            blank = _NOBODY if attribute == "name" and _AUTHORS.fullmatch(name) else _ATTRIBUTES.get(attribute)
            if blank is not None and element.get(key):
                element.set(key, blank)
                changed = True
    if changed:
        said.removed.add(CHANGES)
    return _written(root) if changed else part


def _without_folders(name: str, part: bytes, said: _Said) -> bytes:
    """A path of a computer holds the name of who uses it; the name of the file at its end may stay."""
    for where, element, attribute in _PATHS:
        if where.fullmatch(name):
            return _shortened(part, element, attribute, said)
    return part


def _shortened(part: bytes, element: str, attribute: str, said: _Said) -> bytes:
    root, changed = parsed(part), False
    for found in root.iter(f"{{*}}{element}"):
        path = found.get(attribute, "")
        if path.lower().startswith("file:") or re.match(r"[a-z]:[\\/]|\\\\", path, re.IGNORECASE):
            found.set(attribute, re.split(r"[\\/]", path)[-1])
            changed = True
    if changed:
        said.removed.add(FOLDER)
    return _written(root) if changed else part
