"""What a file is, by its bytes: a name can lie, and the spreadsheet of an old system is often HTML called .xls."""

import io
import re
import zipfile
from typing import Final

from rinde.foundations.documents.archives import BROKEN
from rinde.foundations.documents.errors import Corrupted, EmptyDocument, PasswordProtected, WrongType
from rinde.foundations.documents.grid import Format
from rinde.foundations.documents.text_encoding import decode_text

OLE_HEADER: Final = bytes.fromhex("D0CF11E0A1B11AE1")
SAVE_AS_DOCX: Final = "Ábralo y guárdelo como Word (.docx); luego suba esa copia."
SAVE_AS_XLSX: Final = "Ábralo y guárdelo como Excel (.xlsx); luego suba esa copia."
UNPACK: Final = "Descomprímalo y suba el documento del plan que está adentro."
SCAN: Final = (
    "Suba el documento original o un PDF con texto; "
    "una foto o un escáner deben pasar antes por un programa de reconocimiento de texto (OCR)."
)

# (bytes at the start, what it is, the way out)
SIGNATURES: Final = (
    (b"\x89PNG\r\n\x1a\n", "una imagen PNG", SCAN),
    (b"\xff\xd8\xff", "una imagen JPEG", SCAN),
    (b"GIF8", "una imagen GIF", SCAN),
    (b"II*\x00", "una imagen TIFF", SCAN),
    (b"MM\x00*", "una imagen TIFF", SCAN),
    (b"BM", "una imagen BMP", SCAN),
    (b"RIFF", "una imagen, un audio o un video", SCAN),
    (b"{\\rtf", "un texto enriquecido (RTF)", SAVE_AS_DOCX),
    (b"\x1f\x8b", "un archivo comprimido", UNPACK),
    (b"7z\xbc\xaf\x27\x1c", "un archivo comprimido", UNPACK),
    (b"Rar!", "un archivo comprimido", UNPACK),
    (b"BZh", "un archivo comprimido", UNPACK),
    (b"\x7fELF", "un programa", ""),
    (b"MZ", "un programa", ""),
    (b"SQLite format 3", "una base de datos", ""),
)
OPEN_DOCUMENTS: Final = {
    b"application/vnd.oasis.opendocument.text": ("un texto de OpenDocument (.odt)", SAVE_AS_DOCX),
    b"application/vnd.oasis.opendocument.presentation": ("una presentación (.odp)", ""),
}
_GAP = r"[^\S\n]*"
# No gap beside another and none across lines: a page of blank lines would else be tried in every way it can be cut.
PIPE_TABLE: Final = re.compile(
    rf"^{_GAP}(?:\|{_GAP})?:?-{{2,}}:?{_GAP}(?:\|{_GAP}:?-{{2,}}:?{_GAP})+(?:\|{_GAP})?$", re.MULTILINE
)
MARKDOWN_HEADING: Final = re.compile(r"^#{1,6} \S", re.MULTILINE)
HTML_START: Final = re.compile(
    r"\s*(<\?xml[^>]*\?>\s*)?(<!--.*?-->\s*)*+<(!doctype\s+html|html|head|body|table|meta)\b", re.IGNORECASE | re.DOTALL
)
# Controls that no text holds; form feeds and tabs are text.
CONTROLS: Final = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


def detect_format(content: bytes) -> Format:
    """Tell the format of a file from its content.

    Raises ``EmptyDocument``, ``WrongType``, ``PasswordProtected`` or ``Corrupted``.
    """
    if not content.strip(b"\x00 \t\r\n\f\v\xef\xbb\xbf\xff\xfe"):
        raise EmptyDocument
    if content.startswith(OLE_HEADER):
        return _detect_ole(content)
    if b"%PDF-" in content[:1024]:
        return "pdf"
    if content.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        return _detect_zip(content)
    for signature, what, way_out in SIGNATURES:
        if content.startswith(signature) and _is_binary(content, signature):
            raise WrongType(what, way_out)
    return _detect_text(content)


def _is_binary(content: bytes, signature: bytes) -> bool:
    # «BM» and «MZ» are also the beginning of words.
    return len(signature) > 2 or b"\x00" in content[:512]


def _detect_ole(content: bytes) -> Format:
    def has_stream(name: str) -> bool:
        return name.encode("utf-16-le") in content

    if has_stream("EncryptedPackage"):
        raise PasswordProtected
    if has_stream("Workbook") or has_stream("Book"):
        return "xls"
    if has_stream("WordDocument"):
        raise WrongType("un Word antiguo (.doc)", SAVE_AS_DOCX)
    if has_stream("PowerPoint Document"):
        raise WrongType("una presentación antigua (.ppt)")
    raise WrongType("un documento antiguo de Office")


def _detect_zip(content: bytes) -> Format:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = set(archive.namelist())
            types = _small_member(archive, "[Content_Types].xml") if "[Content_Types].xml" in names else b""
            kind = _small_member(archive, "mimetype") if "mimetype" in names else b""
    except BROKEN as error:
        raise Corrupted from error
    if (
        b"spreadsheetml.sheet.main" in types
        or b"ms-excel.sheet.macroEnabled.main" in types
        or b"spreadsheetml.template.main" in types
    ):
        return "xlsx"
    if (
        b"wordprocessingml.document.main" in types
        or b"ms-word.document.macroEnabled.main" in types
        or b"wordprocessingml.template.main" in types
    ):
        return "docx"
    if kind.startswith(b"application/vnd.oasis.opendocument.spreadsheet"):
        return "ods"
    for prefix, (what, way_out) in OPEN_DOCUMENTS.items():
        if kind.startswith(prefix):
            raise WrongType(what, way_out)
    if b"presentationml" in types:
        raise WrongType("una presentación (.pptx)")
    if "xl/workbook.bin" in names:
        raise WrongType("un libro binario de Excel (.xlsb)", SAVE_AS_XLSX)
    raise WrongType("un archivo comprimido (.zip)", UNPACK)


def _small_member(archive: zipfile.ZipFile, name: str) -> bytes:
    with archive.open(name) as member:
        return member.read(256 * 1024)


def _detect_text(content: bytes) -> Format:
    text = decode_text(content)
    if len(CONTROLS.findall(text[:20_000])) > 2:
        raise WrongType("de un tipo desconocido")
    if 'progid="Excel.Sheet"' in text[:2_000]:
        raise WrongType("una hoja XML de Excel 2003", SAVE_AS_XLSX)
    if HTML_START.match(text):
        return "html"
    if "\t" not in text and (PIPE_TABLE.search(text) or MARKDOWN_HEADING.search(text)):
        return "markdown"
    return "text"
