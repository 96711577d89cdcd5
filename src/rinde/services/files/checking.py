"""The door for files that people attach: size, content, virus scan; nothing is kept here.

Whoever keeps the file calls `operations.keep_file` with what comes out.
"""

import hashlib
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Protocol

from django.conf import settings

from rinde.foundations.attachments import Checked, Kind, UploadRefused, check_content
from rinde.foundations.attachments.errors import too_large
from rinde.services.files.names import LENGTH, safe_name
from rinde.services.files.scanning import scan

MEGABYTE = 1024 * 1024


class Upload(Protocol):
    """What a form hands over: Django's `UploadedFile`, or any open file."""

    def read(self, size: int = -1, /) -> bytes: ...


@dataclass(frozen=True, slots=True)
class AcceptedFile:
    """A file that was opened and may be kept. `name` has an ending that fits its content; `warnings` stop nothing."""

    name: str
    content: bytes
    checked: Checked
    sha256: str
    scanned: bool  # by the antivirus; False: none is set

    @property
    def kind(self) -> Kind:
        return self.checked.kind

    @property
    def content_type(self) -> str:
        return self.checked.kind.content_type

    @property
    def size(self) -> int:
        return len(self.content)

    @property
    def warnings(self) -> tuple[str, ...]:
        return self.checked.warnings


def accept_upload(*, name: str, content: bytes | Upload, most_bytes: int | None = None) -> AcceptedFile:
    """Read a file that somebody attaches, and say what it is.

    Args:
        name: as the person called it.
        content: its bytes, or the upload to read them from; never more than the limit is read.
        most_bytes: the limit; the site's own where it is left out.

    Raises:
        UploadRefused: with `code` and a Spanish sentence that says how to go on.
    """
    most = most_bytes or settings.MAX_UPLOAD_BYTES
    whole = _within(most, content)
    checked = check_content(name, whole)
    scanned = scan(whole)
    return AcceptedFile(
        name=fitting_name(name, checked.kind),
        content=whole,
        checked=checked,
        sha256=hashlib.sha256(whole).hexdigest(),
        scanned=scanned,
    )


def _within(most: int, content: bytes | Upload) -> bytes:
    if isinstance(content, bytes):
        whole, size = content, len(content)
    else:
        whole = content.read(most + 1)
        size = max(len(whole), int(getattr(content, "size", 0) or 0))
    if size > most:
        raise _over(size, most)
    return whole


def _over(size: int, most: int) -> UploadRefused:
    # Rounded up: «tiene 25,0 MB y el límite es 25 MB» would help nobody.
    told = -(-size * 10 // MEGABYTE) / 10
    return too_large(f"{told:.1f} MB".replace(".", ","), f"{most // MEGABYTE} MB")


def fitting_name(name: str, kind: Kind) -> str:
    """The name to show and to offer: safe, and with an ending that fits what the file is («acta.exe» → «acta.pdf»)."""
    safe = safe_name(name)
    ending = PurePosixPath(safe).suffix
    if ending.lower() in kind.extensions:
        return safe
    stem = safe.removesuffix(ending) if 1 < len(ending) <= 6 and " " not in ending else safe
    return stem[: LENGTH - len(kind.extensions[0])] + kind.extensions[0]
