"""Takes what a camera or a program wrote out of a picture and leaves every dot as it is: only its wrapping changes.

For pictures inside documents, which must look the same afterwards. A public photo is drawn anew by `photos` instead.
"""

from collections.abc import Iterator
from io import BytesIO
from typing import Final

from PIL import ExifTags, Image

from rinde.foundations.attachments.errors import damaged

_PNG_START: Final = b"\x89PNG\r\n\x1a\n"
_PNG_GONE: Final = {b"eXIf", b"tEXt", b"zTXt", b"iTXt", b"tIME"}
_WEBP_GONE: Final = {b"EXIF", b"XMP "}
_EXIF_AND_XMP_FLAGS: Final = 0x0C
_START_OF_SCAN, _END, _ICC, _JFIF, _ADOBE, _COMMENT = 0xDA, 0xD9, 0xE2, 0xE0, 0xEE, 0xFE


def without_camera_data(content: bytes) -> bytes:
    """Give the same picture without Exif, XMP, labels, comments and whatever hangs behind it.

    Raises:
        UploadRefused: for what is no whole JPEG, PNG or WebP.
    """
    try:
        if content.startswith(b"\xff\xd8"):
            return _jpeg(content)
        if content.startswith(_PNG_START):
            return _PNG_START + b"".join(_png_chunks(content))
        if content.startswith(b"RIFF") and content[8:12] == b"WEBP":
            chunks = b"".join(_webp_chunks(content))
            return b"RIFF" + (len(chunks) + 4).to_bytes(4, "little") + b"WEBP" + chunks
    except IndexError as error:
        raise damaged() from error
    raise damaged()


def _jpeg(content: bytes) -> bytes:
    """Segment after segment; of the Exif only which way is up comes back."""
    kept = [b"\xff\xd8", _upright(content)]
    at = 2
    while at < len(content):
        marker = content[at + 1]
        if content[at] != 0xFF:
            raise damaged()
        if marker == _END:
            return b"".join([*kept, b"\xff\xd9"])
        end = at + 2 + int.from_bytes(content[at + 2 : at + 4], "big")
        if marker == _START_OF_SCAN:
            end = _after_scan(content, end)
        if end > len(content) or end < at + 4:
            raise damaged()
        if _stays(marker, content[at + 4 : at + 16]):
            kept.append(content[at:end])
        at = end
    raise damaged()


def _stays(marker: int, body: bytes) -> bool:
    """Whether a segment is needed to draw the picture: of the application's own ones, colours and density are."""
    if marker == _COMMENT:
        return False
    if marker == _ICC:
        return body.startswith(b"ICC_PROFILE")
    return not 0xE0 <= marker <= 0xEF or marker in {_JFIF, _ADOBE}


def _after_scan(content: bytes, at: int) -> int:
    """Where the dots of a scan end: at a marker that is neither a stuffed zero nor a restart."""
    while at < len(content) - 1:
        at = content.find(b"\xff", at)
        if at < 0 or at + 1 >= len(content):
            break
        if content[at + 1] != 0 and not 0xD0 <= content[at + 1] <= 0xD7 and content[at + 1] != 0xFF:
            return at
        at += 1 if content[at + 1] == 0xFF else 2
    raise damaged()


def _upright(content: bytes) -> bytes:
    """The segment that says how the camera was held; empty where it was held upright."""
    try:
        with Image.open(BytesIO(content), formats=("JPEG",)) as image:
            held = image.getexif().get(ExifTags.Base.Orientation, 1)
    except Exception:  # of broken metadata: the picture stays as it lies
        return b""
    if not isinstance(held, int) or not 2 <= held <= 8:
        return b""
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = held
    body = exif.tobytes()
    return b"\xff\xe1" + (len(body) + 2).to_bytes(2, "big") + body


def _png_chunks(content: bytes) -> Iterator[bytes]:
    at = len(_PNG_START)
    while at < len(content):
        end = at + 12 + int.from_bytes(content[at : at + 4], "big")
        kind = content[at + 4 : at + 8]
        if end > len(content):
            raise damaged()
        if kind not in _PNG_GONE:
            yield content[at:end]
        if kind == b"IEND":
            return
        at = end
    raise damaged()


def _webp_chunks(content: bytes) -> Iterator[bytes]:
    at, whole = 12, 8 + int.from_bytes(content[4:8], "little")
    if whole > len(content):
        raise damaged()
    while at + 8 <= whole:
        size = int.from_bytes(content[at + 4 : at + 8], "little")
        end = at + 8 + size + size % 2
        kind, chunk = content[at : at + 4], content[at:end]
        if kind == b"VP8X":
            chunk = chunk[:8] + bytes([chunk[8] & ~_EXIF_AND_XMP_FLAGS]) + chunk[9:]
        if kind not in _WEBP_GONE:
            yield chunk
        at = end
