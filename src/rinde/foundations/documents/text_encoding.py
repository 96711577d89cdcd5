"""Bytes to text: the four encodings that plans come in, without a guess where the bytes speak for themselves."""

import codecs
import re
from typing import Final

BYTE_ORDER_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
DECLARED: Final = re.compile(rb"""charset\s*=\s*["']?\s*([A-Za-z0-9_-]+)""", re.IGNORECASE)


def decode_text(content: bytes) -> str:
    """Decode text: by its byte order mark, as UTF-16 where every other byte is zero, as UTF-8 where it is valid.

    What is none of these is in the encoding that it declares, or was saved by Windows in cp1252.
    """
    for mark, encoding in BYTE_ORDER_MARKS:
        if content.startswith(mark):
            return content[len(mark) :].decode(encoding, errors="replace")
    sample = content[:4096]
    if sample.count(0) > len(sample) // 4:
        big_endian = sample[::2].count(0) > sample[1::2].count(0)
        return content.decode("utf-16-be" if big_endian else "utf-16-le", errors="replace")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return content.decode(_declared_encoding(sample), errors="replace")


def _declared_encoding(sample: bytes) -> str:
    declared = DECLARED.search(sample)
    if declared:
        name = declared.group(1).decode("ascii").lower()
        # A page that calls itself UTF-8 and is not was saved by Windows.
        if name not in {"utf-8", "utf8", "iso-8859-1", "latin1", "us-ascii"}:
            try:
                return codecs.lookup(name).name
            except LookupError:
                pass
    return "cp1252"
