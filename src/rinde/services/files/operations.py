"""Keeping bytes and handing them out."""

import hashlib
from datetime import datetime

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.http import HttpResponse

from rinde.services.files.models import StoredFile
from rinde.services.files.names import disposition, safe_name


@transaction.atomic
def keep_file(*, entity_id: int, name: str, content: bytes, content_type: str, now: datetime) -> StoredFile:
    """Store the bytes once per tenant. The same content again gives the row that already stands (idempotent).

    The bytes come first: where the transaction fails, a file may stand without a row, never a row without its file.
    """
    digest = hashlib.sha256(content).hexdigest()
    path = f"{entity_id}/{digest[:2]}/{digest}"
    _write_once(path, content, digest)
    stored: StoredFile
    stored, _ = StoredFile.objects.get_or_create(
        entity_id=entity_id,
        sha256=digest,
        defaults={
            "size": len(content),
            "content_type": content_type,
            "name": safe_name(name),
            "path": path,
            "created_at": now,
        },
    )
    return stored


def _write_once(path: str, content: bytes, digest: str) -> None:
    """Leave the whole content at the path, also where an earlier attempt was killed halfway or runs at this moment."""
    if _digest_at(path) == digest:
        return
    default_storage.delete(path)
    saved = default_storage.save(path, ContentFile(content))
    if saved != path:  # somebody else wrote the same content in between
        default_storage.delete(saved)
    if _digest_at(path) != digest:
        raise OSError(f"the store did not keep {path}")


def _digest_at(path: str) -> str | None:
    try:
        with default_storage.open(path) as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except FileNotFoundError:
        return None


def read_file(stored: StoredFile) -> bytes:
    """The bytes as they came in.

    Raises:
        OSError: where the store has lost them or they no longer have their hash.
    """
    with default_storage.open(stored.path) as file:
        content: bytes = file.read()
    if hashlib.sha256(content).hexdigest() != stored.sha256:
        raise OSError(f"stored file {stored.pk} no longer has its hash")
    return content


def as_attachment(content: bytes, *, name: str, content_type: str) -> HttpResponse:
    """A download that a browser saves and never runs (`nosniff` is set for every response)."""
    response = HttpResponse(content, content_type=content_type)
    response.headers["Content-Disposition"] = disposition(name)
    return response
