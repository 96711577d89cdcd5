"""Texts and tables of text: they must decode and hold letters only. Markup and scripts in disguise are refused."""

import csv
import io
import re
from pathlib import PurePosixPath
from typing import Final

from rinde.foundations.attachments.errors import wrong_type
from rinde.foundations.attachments.kinds import KINDS
from rinde.foundations.documents.detect import CONTROLS
from rinde.foundations.documents.text_encoding import decode_text

PRINT: Final = "Imprímala como PDF y suba ese PDF; si está publicada en Internet, deje el enlace."
SAVE_TEXT: Final = "Guárdelo como texto UTF-8 (.txt o .csv) o imprímalo como PDF, y suba esa copia."
_MARKUP: Final = re.compile(
    r"\s*(?:<!--.*?-->\s*)*+<(?:!doctype|\?xml|\?php|%|/?(?:html|head|body|svg|script|style|iframe|table|div|meta|img)\b)",
    re.IGNORECASE | re.DOTALL,
)
_SCRIPT: Final = re.compile(r"\s*(?:#!\s*/|@echo\s+off\b|WScript\.|Set-ExecutionPolicy\b)", re.IGNORECASE)
_TABLE_ENDINGS: Final = KINDS["csv"].extensions
_LINES_LOOKED_AT: Final = 30
_MARKUP_REACH: Final = 20_000
LOST: Final = "\ufffd"  # what stands where a byte is no letter of its encoding


def recognise(name: str, content: bytes) -> str:
    """Tell «csv» from «txt». Raises UploadRefused for what is not text, and for pages, drawings and scripts."""
    text = decode_text(content)
    if CONTROLS.search(text[:200_000]) or text.count(LOST) > len(text) // 1000:
        raise wrong_type("de un tipo desconocido")
    beginning = text[:_MARKUP_REACH].lstrip("\ufeff")
    if _MARKUP.match(beginning):
        raise wrong_type("una página HTML, un dibujo SVG o un XML", PRINT)
    if _SCRIPT.match(beginning):
        raise wrong_type("un programa")
    ending = PurePosixPath(name.lower()).suffix
    return "csv" if ending in _TABLE_ENDINGS or (ending not in KINDS["txt"].extensions and _is_table(text)) else "txt"


def check_text(content: bytes) -> None:
    """Look at every letter. Raises UploadRefused where the file holds control characters or does not decode."""
    text = decode_text(content)
    if CONTROLS.search(text) or LOST in text:
        raise wrong_type("un texto con caracteres que no se pueden leer", SAVE_TEXT)


def _is_table(text: str) -> bool:
    lines = [line for line in text[:_MARKUP_REACH].splitlines() if line.strip()][:_LINES_LOOKED_AT]
    return len(lines) > 1 and any(_same_width(lines, separator) for separator in ";\t,|")


def _same_width(lines: list[str], separator: str) -> bool:
    try:
        widths = {len(row) for row in csv.reader(io.StringIO("\n".join(lines)), delimiter=separator)}
    except csv.Error:
        return False
    return len(widths) == 1 and widths.pop() > 1
