"""Before a PDF is interpreted: how much its packed streams would unpack to.

The interpreter unpacks a stream whole, so a few kilobytes that unpack to gigabytes would take the machine down.
"""

import re
import zlib
from bisect import bisect_left
from collections.abc import Iterator
from typing import Final

from rinde.foundations.documents.errors import HostileArchive
from rinde.foundations.documents.limits import Limits

STREAM: Final = re.compile(rb"(?<!end)stream\r?\n")
END: Final = re.compile(rb"endstream")
PACKED: Final = re.compile(rb"/(?:FlateDecode|Fl)\b")
STEP: Final = 1024 * 1024
MOST_STREAMS: Final = 100_000  # two thousand pages with fifty each
ZLIB_METHOD: Final = 8  # the low half of the first byte (RFC 1950)
DICTIONARY_REACH: Final = 1_500  # bytes before a stream in which its dictionary stands


def check_streams(content: bytes, limits: Limits) -> None:
    """Measure the packed streams without keeping them; pictures are left out, because nothing unpacks them.

    Raises ``HostileArchive``.
    """
    left = limits.painted_bytes
    for number, (dictionary, packed) in enumerate(streams(content)):
        if number > MOST_STREAMS:
            raise HostileArchive
        filters = len(PACKED.findall(dictionary))
        if filters > 1:
            raise HostileArchive  # packed twice: no program has a reason to
        if filters and b"/Image" not in dictionary:
            left -= _unpacked_size(packed, left)
            if left <= 0:
                raise HostileArchive


def streams(content: bytes) -> Iterator[tuple[bytes, memoryview]]:
    """Yield the dictionary and the packed bytes of everything that calls itself a stream, in time linear in the file.

    Ends are found once and no bytes are copied: a file of nothing but beginnings would else be searched and copied
    whole for each of them.
    """
    view = memoryview(content)
    ends = [match.start() for match in END.finditer(content)]
    for match in STREAM.finditer(content):
        before = content[max(0, match.start() - DICTIONARY_REACH) : match.start()]
        place = bisect_left(ends, match.end())
        end = ends[place] if place < len(ends) else len(content)
        yield before[before.rfind(b"obj") + 1 :], view[match.end() : end]


def unpacked(packed: memoryview, most: int) -> bytes:
    """A stream as far as it can be unpacked and no further than ``most``; empty where it is encrypted or broken."""
    try:
        return zlib.decompressobj().decompress(packed, most)
    except zlib.error:
        return b""


def _unpacked_size(packed: memoryview, most: int) -> int:
    """The size of a stream, as far as it can be unpacked and no further than ``most``."""
    if not packed or packed[0] & 0x0F != ZLIB_METHOD:
        return 0
    unpacker = zlib.decompressobj()
    size = at = 0
    try:
        while at < len(packed) and not unpacker.eof and size < most:
            size += len(unpacker.decompress(packed[at : at + STEP], most - size))
            while unpacker.unconsumed_tail and size < most:
                size += len(unpacker.decompress(unpacker.unconsumed_tail, STEP))
            at += STEP
    except zlib.error:
        pass  # encrypted or broken: the interpreter will say so
    return size
