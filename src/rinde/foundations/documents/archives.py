"""Zip packages (XLSX, DOCX, ODS) opened with suspicion: sizes are checked before a byte is inflated.

Knows the package, not what is inside it.
"""

import io
import zipfile
import zlib
from collections.abc import Iterable

from rinde.foundations.documents.errors import Corrupted, HostileArchive, PasswordProtected, TooLarge
from rinde.foundations.documents.limits import Limits

ENCRYPTED = 0x1
# No office program writes a document type into its parts; only entity bombs and external entities need one.
DOCUMENT_TYPES = tuple("<!DOCTYPE".encode(encoding) for encoding in ("utf-8", "utf-16-le", "utf-16-be"))
BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, KeyError, OSError, NotImplementedError, RuntimeError, ValueError)


def open_archive(content: bytes, limits: Limits) -> zipfile.ZipFile:
    """Open a zip archive after checking what its directory promises.

    Raises ``Corrupted``, ``HostileArchive``, ``PasswordProtected`` or ``TooLarge``.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    except BROKEN as error:
        raise Corrupted from error
    members = archive.infolist()
    if len(members) > limits.archive_members:
        raise HostileArchive
    if any(member.flag_bits & ENCRYPTED for member in members):
        raise PasswordProtected
    unpacked = sum(member.file_size for member in members)
    packed = max(1, min(len(content), sum(member.compress_size for member in members)))
    if unpacked > limits.unpacked_bytes:
        raise HostileArchive
    if unpacked > limits.packing_ratio_from_bytes and unpacked / packed > limits.packing_ratio:
        raise HostileArchive
    return archive


def read_member(archive: zipfile.ZipFile, name: str) -> bytes:
    """Inflate one part; ``zipfile`` stops at the size that the directory declares. Raises ``Corrupted``."""
    try:
        return archive.read(name)
    except BROKEN as error:
        raise Corrupted from error


def check_xml_parts(archive: zipfile.ZipFile, names: Iterable[str]) -> dict[str, bytes]:
    """Inflate the XML parts and refuse document types, where entity bombs live; the parts by name."""
    parts = {}
    for name in names:
        part = read_member(archive, name)
        if any(mark in part for mark in DOCUMENT_TYPES):
            raise HostileArchive
        parts[name] = part
    return parts


def xml_names(archive: zipfile.ZipFile) -> list[str]:
    return [name for name in archive.namelist() if name.lower().endswith((".xml", ".rels"))]


def check_cell_count(count: int, limits: Limits, *, most: int | None = None) -> None:
    """Refuse a table with more cells than will be read. Raises ``TooLarge``."""
    most = limits.cells if most is None else most
    if count > most:
        raise TooLarge(f"{thousands(count)} celdas", f"{thousands(most)} celdas")


def thousands(number: int) -> str:
    return f"{number:,}".replace(",", ".")
