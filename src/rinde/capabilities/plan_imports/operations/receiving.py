"""A document comes in: kept as it is, listed, and handed to a reading job."""

from collections.abc import Callable
from datetime import datetime
from pathlib import PurePath
from typing import Final

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q

from rinde.capabilities.entities.models import Entity
from rinde.capabilities.plan_imports.choices import ImportStatus
from rinde.capabilities.plan_imports.models import PlanImport
from rinde.capabilities.plan_imports.operations.reading import STALE_AFTER
from rinde.capabilities.plan_imports.permissions import check_can_review
from rinde.foundations.documents import EmptyDocument, TooLarge
from rinde.foundations.documents.detect import detect_format
from rinde.foundations.documents.grid import Format
from rinde.foundations.refusals import Refusal, TransitionNotAllowed
from rinde.services.access import Principal
from rinde.services.audit import operations as audit
from rinde.services.files.operations import keep_file

StartReading = Callable[[int], object]  # queues the job that reads the import of this number
PASTED_NAME: Final = "Texto pegado"
MEGABYTE: Final = 1024 * 1024
CONTENT_TYPES: Final[dict[Format, str]] = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "xls": "application/vnd.ms-excel",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "html": "text/html",
    "markdown": "text/markdown",
    "text": "text/plain",
}


class AlreadyUploaded(Refusal):
    """The same bytes came in before; `import_id` is where they are."""

    def __init__(self, import_id: int) -> None:
        super().__init__("Este mismo archivo ya se subió. Siga con la revisión que ya existe, o léalo de nuevo aparte.")
        self.import_id = import_id


@transaction.atomic
def upload_document(
    *,
    entity: Entity,
    name: str,
    content: bytes,
    by: Principal,
    now: datetime,
    start_reading: StartReading,
    even_if_repeated: bool = False,
) -> PlanImport:
    """Keep a document and queue its reading. The job joins this transaction: a rollback takes it along.

    Args:
        start_reading: queues the job; jobs stand above operations, so the caller brings it.
        even_if_repeated: read the same bytes once more, apart from the earlier import.

    Raises:
        DocumentError: too large, empty, or of a type that cannot be read; nothing is kept.
        AlreadyUploaded: the same bytes came in before and are in use.
        NotAllowed: the person may not upload.
    """
    check_can_review(entity, by=by)
    check_size(len(content))
    kind = detect_format(content)
    stored = keep_file(entity_id=entity.pk, name=name, content=content, content_type=CONTENT_TYPES[kind], now=now)
    earlier = PlanImport.objects.in_use().filter(file=stored).order_by("-pk").values_list("pk", flat=True).first()
    if earlier and not even_if_repeated:
        raise AlreadyUploaded(earlier)
    plan_import: PlanImport = PlanImport.objects.create(
        entity=entity,
        file=stored,
        name=PurePath(name.replace("\\", "/")).name[:255] or "documento",
        format=kind,
        queued_at=now,
        uploaded_at=now,
        uploaded_by_id=by.user_id,
    )
    facts = {"format": kind, "size": stored.size, "sha256": stored.sha256}
    audit.record(entity_id=entity.pk, action="plan_imports.upload", target=plan_import, by=by, now=now, facts=facts)
    start_reading(plan_import.pk)
    return plan_import


def check_size(size: int) -> None:
    """Refuse a file over the limit, before a byte of it is looked at. Raises TooLarge."""
    if size > settings.MAX_UPLOAD_BYTES:
        told = f"{size / MEGABYTE:.1f} MB".replace(".", ",")
        raise TooLarge(told, f"{settings.MAX_UPLOAD_BYTES // MEGABYTE} MB")


def paste_text(
    *,
    entity: Entity,
    text: str,
    by: Principal,
    now: datetime,
    start_reading: StartReading,
    even_if_repeated: bool = False,
) -> PlanImport:
    """Keep a pasted text as a document and queue its reading.

    Raises:
        DocumentError, AlreadyUploaded, NotAllowed: as `upload_document`.
    """
    if not text.strip():
        raise EmptyDocument("El texto está vacío")
    return upload_document(
        entity=entity,
        name=PASTED_NAME,
        content=text.replace("\r\n", "\n").encode(),
        by=by,
        now=now,
        start_reading=start_reading,
        even_if_repeated=even_if_repeated,
    )


@transaction.atomic
def read_again(
    *, entity: Entity, import_id: int, by: Principal, now: datetime, start_reading: StartReading
) -> PlanImport:
    """Queue the reading once more, where it failed or where its worker gave no sign of life for a while.

    Raises:
        TransitionNotAllowed: a worker is reading it, or it was read already.
        NotAllowed: the person may not review.
    """
    check_can_review(entity, by=by)
    silent = Q(heartbeat_at__isnull=True) | Q(heartbeat_at__lt=now - STALE_AFTER)
    waiting = Q(status=ImportStatus.UPLOADED, queued_at__lt=now - STALE_AFTER)
    again = Q(status=ImportStatus.FAILED) | Q(status=ImportStatus.READING) & silent | waiting
    # Compare-and-set: two clicks, or a click and a redelivered job, queue one reading.
    freed = PlanImport.objects.filter(again, entity=entity, pk=import_id).update(
        status=ImportStatus.UPLOADED,
        attempt=F("attempt") + 1,
        heartbeat_at=None,
        queued_at=now,
        pages_done=0,
        failure_code="",
        failure_message="",
    )
    if not freed:
        raise TransitionNotAllowed("El documento ya se leyó o se está leyendo en este momento. Espere a que termine.")
    plan_import: PlanImport = PlanImport.objects.without_draft().get(pk=import_id)
    audit.record(entity_id=entity.pk, action="plan_imports.read_again", target=plan_import, by=by, now=now)
    start_reading(import_id)
    return plan_import
