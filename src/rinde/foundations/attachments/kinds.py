"""The kinds of file that are received, one line each. What stands in no line is refused."""

from dataclasses import dataclass
from typing import Final, Literal

Family = Literal["photo", "pdf", "office", "text", "sound", "video"]
_OOXML: Final = "application/vnd.openxmlformats-officedocument"
_ODF: Final = "application/vnd.oasis.opendocument"


@dataclass(frozen=True, slots=True)
class Kind:
    """`extensions`: the names that fit, with their dot; the first is given to a file whose name says something else."""

    code: str
    family: Family
    content_type: str
    extensions: tuple[str, ...]
    label: str  # Spanish, as in «foto JPEG»


_ALL: Final = (
    Kind("jpeg", "photo", "image/jpeg", (".jpg", ".jpeg", ".jpe", ".jfif"), "foto JPEG"),
    Kind("png", "photo", "image/png", (".png",), "imagen PNG"),
    Kind("webp", "photo", "image/webp", (".webp",), "imagen WebP"),
    Kind("pdf", "pdf", "application/pdf", (".pdf",), "PDF"),
    Kind("docx", "office", f"{_OOXML}.wordprocessingml.document", (".docx",), "documento de Word"),
    Kind("xlsx", "office", f"{_OOXML}.spreadsheetml.sheet", (".xlsx",), "hoja de Excel"),
    Kind("pptx", "office", f"{_OOXML}.presentationml.presentation", (".pptx",), "presentación de PowerPoint"),
    Kind("odt", "office", f"{_ODF}.text", (".odt",), "texto de OpenDocument"),
    Kind("ods", "office", f"{_ODF}.spreadsheet", (".ods",), "hoja de OpenDocument"),
    Kind("odp", "office", f"{_ODF}.presentation", (".odp",), "presentación de OpenDocument"),
    Kind("csv", "text", "text/csv", (".csv", ".tsv"), "tabla CSV"),
    Kind("txt", "text", "text/plain", (".txt", ".md", ".log"), "texto"),
    Kind("mp3", "sound", "audio/mpeg", (".mp3",), "audio MP3"),
    Kind("m4a", "sound", "audio/mp4", (".m4a",), "audio M4A"),
    Kind("ogg", "sound", "audio/ogg", (".ogg", ".oga", ".opus"), "audio OGG"),
    Kind("mp4", "video", "video/mp4", (".mp4", ".m4v"), "video MP4"),
    # What an iPhone records; the same boxes as MP4 under another name, and a phone has no way to convert it.
    Kind("mov", "video", "video/quicktime", (".mov",), "video MOV"),
)
KINDS: Final = {kind.code: kind for kind in _ALL}
# For the `accept` of a form: a phone that reads it offers JPEG where it would have sent HEIC.
ACCEPT: Final = ",".join(
    [*(kind.content_type for kind in _ALL), *(ending for kind in _ALL for ending in kind.extensions)]
)
