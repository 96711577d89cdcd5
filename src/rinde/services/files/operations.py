"""Keeping bytes and handing them out."""

import hashlib
from datetime import datetime
from pathlib import PurePath

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.http import HttpResponse

from rinde.services.files.models import StoredFile


@transaction.atomic
def keep_file(*, entity_id: int, name: str, content: bytes, content_type: str, now: datetime) -> StoredFile:
    """Store the bytes once per tenant. The same content again gives the row that already stands (idempotent)."""
    digest = hashlib.sha256(content).hexdigest()
    path = f"{entity_id}/{digest[:2]}/{digest}"
    if not default_storage.exists(path):
        default_storage.save(path, ContentFile(content))
    stored: StoredFile
    stored, _ = StoredFile.objects.get_or_create(
        entity_id=entity_id,
        sha256=digest,
        defaults={
            "size": len(content),
            "content_type": content_type,
            "name": PurePath(name.replace("\\", "/")).name[:255],
            "path": path,
            "created_at": now,
        },
    )
    return stored


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
    response.headers["Content-Disposition"] = _disposition(name)
    return response


def _disposition(name: str) -> str:
    plain = name.encode("ascii", "ignore").decode().replace('"', "").replace("\\", "") or "archivo"
    quoted = "".join(chr(byte) if chr(byte).isalnum() and byte < 128 else f"%{byte:02X}" for byte in name.encode())
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quoted}"
