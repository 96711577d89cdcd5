"""Before a PDF is interpreted: how much its packed streams would unpack to.

The interpreter unpacks a stream whole, so a few kilobytes that unpack to gigabytes would take the machine down.
"""

import re
import zlib
from typing import Final

from rinde.foundations.documents.errors import HostileArchive
from rinde.foundations.documents.limits import Limits

STREAM: Final = re.compile(rb"(?<!end)stream\r?\n")
PACKED: Final = re.compile(rb"/(?:FlateDecode|Fl)\b")
STEP: Final = 1024 * 1024
DICTIONARY_REACH: Final = 1_500  # bytes before a stream in which its dictionary stands


def check_streams(content: bytes, limits: Limits) -> None:
    """Measure the packed streams without keeping them; pictures are left out, because nothing unpacks them.

    Raises ``HostileArchive``.
    """
    left = limits.painted_bytes
    for match in STREAM.finditer(content):
        before = content[max(0, match.start() - DICTIONARY_REACH) : match.start()]
        dictionary = before[before.rfind(b"obj") + 1 :]
        filters = len(PACKED.findall(dictionary))
        if filters > 1:
            raise HostileArchive  # packed twice: no program has a reason to
        if filters and b"/Image" not in dictionary:
            left -= _unpacked_size(content, match.end(), left)
            if left <= 0:
                raise HostileArchive


def _unpacked_size(content: bytes, start: int, most: int) -> int:
    """The size of a stream, as far as it can be unpacked and no further than ``most``."""
    end = content.find(b"endstream", start)
    unpacker = zlib.decompressobj()
    size = 0
    packed = content[start : end if end > 0 else len(content)]
    try:
        while packed and size < most:
            size += len(unpacker.decompress(packed, STEP))
            packed = unpacker.unconsumed_tail
    except zlib.error:
        pass  # encrypted or broken: the interpreter will say so
    return size
