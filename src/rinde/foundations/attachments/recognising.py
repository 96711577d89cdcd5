"""What a file is, by its bytes; a name can lie. Everything that is not received is told apart, with its own way out.

Only the beginning of a file is looked at here; whether it opens is the business of the modules of each family.
"""

import re
from typing import Final

from rinde.foundations.attachments import media, packages, plain_text
from rinde.foundations.attachments.errors import UploadRefused, damaged, empty, locked, wrong_type
from rinde.foundations.attachments.kinds import KINDS, Kind
from rinde.foundations.documents.detect import OLE_HEADER

SAVE_AS: Final = "Ábralo, guárdelo como {} y suba esa copia."
AS_JPEG: Final = "Ábrala, guárdela como JPEG o PNG y suba esa copia."
AS_MP3: Final = "Guárdelo como MP3 o M4A y súbalo de nuevo; si ya está en Internet, deje el enlace."
AS_MP4: Final = "Guárdelo como MP4 y súbalo de nuevo; si ya está en Internet, deje el enlace."
UNPACK: Final = "Descomprímalo y suba cada archivo por separado."
AS_PDF: Final = "Imprímalo como PDF y suba ese PDF; si es una página de Internet, deje el enlace."
# Pillow reads no HEIC, and its readers are large libraries with a long list of holes.
HEIC: Final = (
    "una foto en HEIC, el formato propio del iPhone",
    (
        "Envíela en JPEG: en el iPhone abra la foto, toque Compartir, en Opciones escoja «Más compatible», guárdela y "
        "suba esa copia. Para que las próximas salgan en JPEG: Ajustes, Cámara, Formatos, «Más compatible»."
    ),
)

# (bytes at the start, what it is, the way out)
_REFUSED: Final = (
    (b"GIF8", "una imagen GIF", AS_JPEG),
    (b"II*\x00", "una imagen TIFF", AS_JPEG),
    (b"MM\x00*", "una imagen TIFF", AS_JPEG),
    (b"\x00\x00\x00\x0cJXL ", "una imagen JPEG XL", AS_JPEG),
    (b"\x00\x00\x00\x0cjP  ", "una imagen JPEG 2000", AS_JPEG),
    (b"8BPS", "una imagen de Photoshop", AS_JPEG),
    (b"{\\rtf", "un texto enriquecido (RTF)", SAVE_AS.format("Word (.docx)")),
    (b"\x1f\x8b", "un archivo comprimido", UNPACK),
    (b"7z\xbc\xaf\x27\x1c", "un archivo comprimido", UNPACK),
    (b"Rar!", "un archivo comprimido", UNPACK),
    (b"BZh", "un archivo comprimido", UNPACK),
    (b"\xfd7zXZ\x00", "un archivo comprimido", UNPACK),
    (b"\x28\xb5\x2f\xfd", "un archivo comprimido", UNPACK),
    (b"\x7fELF", "un programa", ""),
    (b"\xca\xfe\xba\xbe", "un programa", ""),
    (b"\xcf\xfa\xed\xfe", "un programa", ""),
    (b"L\x00\x00\x00\x01\x14\x02\x00", "un acceso directo de Windows", "Suba el archivo al que lleva."),
    (b"MZ", "un programa", ""),
    (b"BM", "una imagen BMP", AS_JPEG),
    (b"SQLite format 3", "una base de datos", ""),
    (b"\x1a\x45\xdf\xa3", "un video MKV o WebM", AS_MP4),
    (b"FLV\x01", "un video FLV", AS_MP4),
    (b"\x30\x26\xb2\x75\x8e\x66\xcf\x11", "un audio o video de Windows Media", AS_MP4),
    (b"\x00\x00\x01\xba", "un video MPEG", AS_MP4),
    (b"fLaC", "un audio FLAC", AS_MP3),
    (b"#!AMR", "un audio AMR", AS_MP3),
    (b"FORM", "un audio AIFF", AS_MP3),
)
_ZIP_STARTS: Final = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_RIFF: Final = {b"WAVE": ("un audio WAV", AS_MP3), b"AVI ": ("un video AVI", AS_MP4)}
_HEIC_BRANDS: Final = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"}
_AVIF_BRANDS: Final = {b"avif", b"avis"}
_BEFORE_PDF: Final = re.compile(rb"(?:\xef\xbb\xbf)?\s*%PDF-\d")
_OLD_OFFICE: Final = (
    ("Workbook", "un Excel antiguo (.xls)", SAVE_AS.format("Excel (.xlsx)")),
    ("Book", "un Excel antiguo (.xls)", SAVE_AS.format("Excel (.xlsx)")),
    ("WordDocument", "un Word antiguo (.doc)", SAVE_AS.format("Word (.docx)")),
    ("PowerPoint Document", "una presentación antigua (.ppt)", SAVE_AS.format("PowerPoint (.pptx)")),
    ("__substg1.0_", "un correo de Outlook (.msg)", "Imprímalo como PDF y suba ese PDF."),
)


def recognise(name: str, content: bytes) -> Kind:
    """Tell what a file is from its content.

    Args:
        name: decides only between a table and a plain text, which are both text.

    Raises:
        UploadRefused: for an empty file and for everything that is not received.
    """
    if not content.strip(b"\x00 \t\r\n\f\v\xef\xbb\xbf\xff\xfe"):
        raise empty()
    kind = _by_signature(content)
    if kind:
        return KINDS[kind]
    for start, what, way_out in _REFUSED:
        if content.startswith(start) and _is_binary(content, start):
            raise wrong_type(what, way_out)
    if media.starts_as_mp3(content):
        return KINDS["mp3"]
    return KINDS[plain_text.recognise(name, content)]


def _by_signature(content: bytes) -> str | None:
    if content.startswith(b"\xff\xd8\xff"):
        return "jpeg"
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if content.startswith(b"RIFF"):
        return _in_riff(content)
    if content[4:8] == b"ftyp":
        return _in_boxes(content)
    if content.startswith(b"OggS"):
        return "ogg"
    if _BEFORE_PDF.match(content[:1024]):
        return "pdf"
    if b"%PDF-" in content[:1024] and b"\x00" in content:
        raise damaged()  # something else stands before it: a download that a program wrapped, or a file of two faces
    if content.startswith(_ZIP_STARTS):
        return packages.recognise(content)
    if content.startswith(OLE_HEADER):
        raise _old_office(content)
    return None


def _in_riff(content: bytes) -> str:
    form = content[8:12]
    if form == b"WEBP":
        return "webp"
    raise wrong_type(*_RIFF.get(form, ("de un tipo desconocido", "")))


def _in_boxes(content: bytes) -> str:
    brand = content[8:12].lower()
    if brand in _HEIC_BRANDS:
        raise wrong_type(*HEIC)
    if brand in _AVIF_BRANDS:
        raise wrong_type("una imagen AVIF", AS_JPEG)
    if brand[:3] in {b"3gp", b"3g2"}:
        raise wrong_type("un video o audio 3GP", AS_MP4)
    return media.recognise_boxes(content)


def _old_office(content: bytes) -> UploadRefused:
    def has_stream(name: str) -> bool:
        return name.encode("utf-16-le") in content

    if has_stream("EncryptedPackage"):
        return locked()
    for stream, what, way_out in _OLD_OFFICE:
        if has_stream(stream):
            return wrong_type(what, way_out)
    return damaged() if len(content) < 1536 else wrong_type("un documento antiguo de Office", AS_PDF)


def _is_binary(content: bytes, signature: bytes) -> bool:
    # «MZ», «BZh» and «FORM» may also begin a text.
    return len(signature) > 4 or b"\x00" in content[:512] or bool(signature.strip(bytes(range(32, 127))))
