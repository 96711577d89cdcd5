"""The reading job: one worker at a time, seen page by page, killed without harm.

A worker takes an attempt by compare-and-set and from then on writes only under that number. Whoever takes the next
one, because the first gave no sign of life, shuts the first one out: its writes touch no row, and it stops. The draft
rows are replaced in one transaction at the very end, so a worker killed in the middle leaves nothing half done.
"""

import logging
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Final

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from rinde.capabilities.plan_imports.choices import ImportStatus
from rinde.capabilities.plan_imports.models import ColumnMemory, PlanImport
from rinde.capabilities.plan_imports.operations.page_images import page_sizes
from rinde.capabilities.plan_imports.operations.storing import store_reading
from rinde.capabilities.plan_imports.rules.draft import PlanDraft
from rinde.capabilities.plan_imports.rules.reading import read_plan
from rinde.foundations.documents import Block, Document, DocumentError, Limits, Paragraph, read_document
from rinde.services.access import ANONYMOUS
from rinde.services.audit import operations as audit
from rinde.services.files.operations import read_file
from rinde.services.tenancy import active_tenant, every_tenant

Clock = Callable[[], datetime]
STALE_AFTER: Final = timedelta(seconds=60)  # a page of a plan takes well under a second
BEAT_EVERY: Final = timedelta(seconds=0.5)  # twice a second is all that an eye can use
NUL: Final = "\x00"
OWN_FAULT: Final = (
    "Rinde no pudo leer este documento por un error propio, no por el archivo. Avise a quien administra la plataforma "
    "y, mientras tanto, suba el plan en otro formato."
)
logger = logging.getLogger(__name__)


class AttemptLost(Exception):
    """Another worker took the reading over; this one must not write any more."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """The right to write a reading: holds while the row still has this number."""

    plan_import: PlanImport
    number: int

    def write(self, **values: Any) -> None:
        """Update the import under this attempt. Raises AttemptLost where it is no longer ours."""
        mine = PlanImport.objects.filter(pk=self.plan_import.pk, attempt=self.number, status=ImportStatus.READING)
        if not mine.update(**values):
            raise AttemptLost


@dataclass(frozen=True, slots=True)
class Reading:
    """A document read: what stands in it, what it means, and how large its pages are."""

    document: Document
    draft: PlanDraft
    page_sizes: list[list[float]]


def read_import(*, import_id: int, clock: Clock) -> bool:
    """Read a document that came in, and put its draft rows in place. True where this call did it.

    Safe to call twice: a document that is read, or that a living worker is reading, is left alone. What is wrong with
    the document is kept on the import for the person; nothing is raised for it.

    Args:
        clock: told at every page, because the reading outlives one instant.
    """
    attempt = _take(import_id, clock())
    if attempt is None:
        return False
    with active_tenant(attempt.plan_import.entity):
        try:
            reading = _read(attempt, clock)
            _finish(attempt, reading, clock())
        except AttemptLost:
            return False
        except DocumentError as error:
            _fail(attempt, error.code, error.message, clock())
        except Exception:
            logger.exception("reading of import %s failed", import_id)
            _fail(attempt, "own-fault", OWN_FAULT, clock())
    return True


@transaction.atomic
def _take(import_id: int, now: datetime) -> Attempt | None:
    with every_tenant(reason="a job knows only the number of the import; its entity is read from it"):
        found = PlanImport.objects.without_draft().select_related("entity", "file").filter(pk=import_id).first()
        if found is None:
            return None
        silent = Q(heartbeat_at__isnull=True) | Q(heartbeat_at__lt=now - STALE_AFTER)
        free = Q(status=ImportStatus.UPLOADED) | Q(status=ImportStatus.READING) & silent
        number = found.attempt + 1
        taken = PlanImport.objects.filter(free, pk=import_id, attempt=found.attempt).update(
            status=ImportStatus.READING, attempt=number, heartbeat_at=now, pages_done=0
        )
    return Attempt(found, number) if taken else None


def _read(attempt: Attempt, clock: Clock) -> Reading:
    plan_import = attempt.plan_import
    last_beat = clock()

    def progress(done: int, total: int) -> None:
        nonlocal last_beat
        now = clock()
        if now - last_beat >= BEAT_EVERY:
            last_beat = now
            attempt.write(pages_done=done, pages_total=total, heartbeat_at=now)

    content = read_file(plan_import.file)
    limits = Limits(file_bytes=settings.MAX_UPLOAD_BYTES)
    document = _storable(read_document(plan_import.name, content, progress=progress, limits=limits))
    attempt.write(pages_done=document.pages, pages_total=document.pages, heartbeat_at=clock())
    mapping = dict(ColumnMemory.objects.values_list("header", "role"))
    draft = read_plan(document, mapping=mapping, year=plan_import.heading.get("year_given"))
    sizes = page_sizes(content) if document.format == "pdf" else []
    return Reading(document, draft, sizes)


def _storable(document: Document) -> Document:
    """Without the NUL characters that broken fonts give: PostgreSQL keeps none, neither as text nor as JSON."""
    return replace(document, title=_plain(document.title), blocks=tuple(map(_without_nul, document.blocks)))


def _without_nul(block: Block) -> Block:
    if isinstance(block, Paragraph):
        return replace(block, text=_plain(block.text))
    if not any(NUL in cell.text for cell in block.cells):
        return block
    return replace(block, cells=tuple(replace(cell, text=_plain(cell.text)) for cell in block.cells))


def _plain(text: str) -> str:
    return text.replace(NUL, "")


@transaction.atomic
def _finish(attempt: Attempt, reading: Reading, now: datetime) -> None:
    plan_import, draft = attempt.plan_import, reading.draft
    # First of all the compare-and-set: it also locks the row until everything else stands.
    attempt.write(
        status=ImportStatus.READ,
        draft=draft.to_json(),
        format=reading.document.format,
        page_sizes=reading.page_sizes,
        read_at=now,
        heartbeat_at=now,
    )
    store_reading(plan_import, reading.document, draft, now)
    facts = {"attempt": attempt.number, "rows": len(draft.rows), "findings": Counter(f.rule for f in draft.findings)}
    _record(plan_import, "plan_imports.read", facts, now)


@transaction.atomic
def _fail(attempt: Attempt, code: str, message: str, now: datetime) -> None:
    try:
        attempt.write(status=ImportStatus.FAILED, failure_code=code, failure_message=message, heartbeat_at=now)
    except AttemptLost:
        return
    _record(attempt.plan_import, "plan_imports.fail", {"attempt": attempt.number, "code": code}, now)


def _record(plan_import: PlanImport, action: str, facts: dict[str, Any], now: datetime) -> None:
    audit.record(entity_id=plan_import.entity_id, action=action, target=plan_import, by=ANONYMOUS, now=now, facts=facts)
