"""Sound and video by their structure: MP3 frames, Ogg pages, the boxes of MP4. Never decoded, never changed.

A file that breaks off is told apart from a whole one where its own lengths say so; of an MP3 only the beginning can be.
"""

from collections.abc import Iterator
from typing import Final

from rinde.foundations.attachments.errors import damaged, wrong_type

# MPEG audio, layer III: kbit/s by the four bits of the header (ISO/IEC 11172-3 and 13818-3).
_BITRATES_1: Final = (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)
_BITRATES_2: Final = (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160)
_RATES: Final = {3: (44100, 48000, 32000), 2: (22050, 24000, 16000), 0: (11025, 12000, 8000)}
_FRAMES_IN_A_ROW: Final = 4
_PADDING_AFTER_TAG: Final = 64 * 1024
_OGG_SOUNDS: Final = (b"OpusHead", b"\x01vorbis", b"Speex   ", b"\x7fFLAC")
_MOST_BOXES: Final = 20_000
_MOST_PAGES: Final = 500_000


def starts_as_mp3(content: bytes) -> bool:
    """Tell whether a file begins with an ID3 tag or with layer III frames, several of them in a row."""
    return content.startswith(b"ID3") or _frames_at(content, 0)


def check_mp3(content: bytes) -> None:
    """Find frames behind the tag. Raises UploadRefused where there are none."""
    start = _after_tag(content)
    for at in range(start, min(start + _PADDING_AFTER_TAG, len(content) - 4)):
        if content[at] == 0xFF and _frames_at(content, at):
            return
    raise damaged()


def _after_tag(content: bytes) -> int:
    """Where the sound begins: an ID3v2 tag gives its length in four bytes of seven bits each."""
    if not content.startswith(b"ID3") or len(content) < 10:
        return 0
    size = 0
    for byte in content[6:10]:
        size = size << 7 | (byte & 0x7F)
    return 10 + size + (10 if content[5] & 0x10 else 0)


def _frames_at(content: bytes, at: int) -> bool:
    for number in range(_FRAMES_IN_A_ROW):
        length = _frame_length(content[at : at + 4])
        if not length:
            return number > 1 and at >= len(content)  # a very short sound ends before the fourth
        at += length
    return True


def _frame_length(header: bytes) -> int:
    """Bytes of the frame that begins with these four; 0 where none does."""
    if len(header) < 4 or header[0] != 0xFF or header[1] & 0xE0 != 0xE0:
        return 0
    version, layer = header[1] >> 3 & 3, header[1] >> 1 & 3
    bitrate, rate = header[2] >> 4, header[2] >> 2 & 3
    if version not in _RATES or layer != 1 or bitrate in {0, 15} or rate == 3:
        return 0
    kilobits = (_BITRATES_1 if version == 3 else _BITRATES_2)[bitrate]
    return (144 if version == 3 else 72) * kilobits * 1000 // _RATES[version][rate] + (header[2] >> 1 & 1)


def check_ogg(content: bytes) -> None:
    """Walk page after page to the end; what is inside must be a sound. Raises UploadRefused."""
    at = pages = 0
    while at < len(content):
        header = content[at : at + 27]
        if len(header) < 27 or header[:5] != b"OggS\x00" or pages >= _MOST_PAGES:
            raise damaged()
        lengths = content[at + 27 : at + 27 + header[26]]
        at += 27 + header[26] + sum(lengths)
        pages += 1
        if len(lengths) < header[26] or at > len(content):
            raise damaged()
    first = content[27 + content[26] :][:8]
    if not first.startswith(_OGG_SOUNDS):
        raise wrong_type("un OGG que no es de audio", "Guárdelo como MP4 y súbalo de nuevo.")


def recognise_boxes(content: bytes) -> str:
    """Tell «mov», «mp4» and «m4a» apart: by the maker's mark, and by whether a picture moves inside."""
    if content[8:12] == b"qt  ":
        return "mov"
    return "m4a" if content[8:11] in {b"M4A", b"M4B"} or b"vide" not in _handlers(content) else "mp4"


def check_boxes(content: bytes) -> None:
    """Walk the outer boxes to the end; there must be an index and something that plays. Raises UploadRefused."""
    kinds = {kind for kind, _, _ in _boxes(content)}
    if b"moov" not in kinds or not kinds & {b"mdat", b"moof"} or not _handlers(content) & {b"vide", b"soun"}:
        raise damaged()


def _handlers(content: bytes) -> set[bytes]:
    """What the tracks are: «vide», «soun» and others."""
    found = set()
    for kind, start, end in _boxes(content):
        at = content.find(b"hdlr", start, end) if kind == b"moov" else -1
        while at >= 0:
            found.add(content[at + 12 : at + 16])
            at = content.find(b"hdlr", at + 4, end)
    return found


def _boxes(content: bytes) -> Iterator[tuple[bytes, int, int]]:
    """Type, begin and end of each outer box (ISO/IEC 14496-12). Raises UploadRefused where one leads outside."""
    at = 0
    for _ in range(_MOST_BOXES):
        if len(content) - at < 8:
            return
        size = int.from_bytes(content[at : at + 4], "big")
        kind = content[at + 4 : at + 8]
        if size == 1:
            size = int.from_bytes(content[at + 8 : at + 16], "big")
        elif size == 0:  # to the end of the file
            size = len(content) - at
        if size < 8 or at + size > len(content):
            raise damaged()
        yield kind, at + 8, at + size
        at += size
    raise damaged()
