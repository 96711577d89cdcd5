"""Drawing the public copy of a file after it was offered: a worker does it, for a large photo takes a second.

Until then nobody outside is given anything. The copy is drawn outside of every transaction, and once: whatever runs a
job again finds it.
"""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from rinde.capabilities.entities.models import Entity
from rinde.capabilities.followup.choices import DerivativeKind, Visibility
from rinde.capabilities.followup.models import Derivative, Evidence
from rinde.capabilities.followup.operations.evidence.copies import copy_of, keep_copy, opened_original
from rinde.capabilities.followup.queries.evidence import awaits_copy
from rinde.foundations.attachments import UploadRefused
from rinde.services.access import ANONYMOUS
from rinde.services.audit.operations import record
from rinde.services.files.derivatives import Derivative as Copy
from rinde.services.tenancy import active_tenant


def draw_copy(evidence_id: int, entity_id: int) -> None:
    """Draw the public copy of one file: what the queue runs."""
    with active_tenant(Entity.objects.get(pk=entity_id)):
        show_copy(evidence_id=evidence_id, now=timezone.now())


def show_copy(*, evidence_id: int, now: datetime) -> Derivative | None:
    """Keep the public copy of a file that waits for it; nothing where it has one, or is not public any more.

    A file of which no copy can be made becomes internal: its page would say for ever that the copy is on its way.
    """
    evidence: Evidence | None = Evidence.objects.filter(pk=evidence_id).first()
    if evidence is None or not awaits_copy(evidence):
        return None
    drawn = _drawn(evidence)
    with transaction.atomic():
        evidence = Evidence.objects.select_for_update().get(pk=evidence_id)
        if not awaits_copy(evidence):
            return None
        if drawn is None:
            _hold_back(evidence, now)
            return None
        copy = keep_copy(evidence, DerivativeKind.PUBLIC_COPY, drawn, by=None, now=now)
        _mark("followup.draw_public_copy", evidence, now, copy=copy.pk)
        return copy


def _drawn(evidence: Evidence) -> Copy | None:
    try:
        return copy_of(evidence, opened_original(evidence))
    except UploadRefused:
        return None


def _hold_back(evidence: Evidence, now: datetime) -> None:
    evidence.visibility = Visibility.INTERNAL
    evidence.save(update_fields=["visibility"])
    _mark("followup.hold_back_evidence", evidence, now)


def _mark(action: str, evidence: Evidence, now: datetime, **facts: int) -> None:
    keys = {"plan": evidence.plan_id, **facts}
    record(entity_id=evidence.entity_id, action=action, target=evidence, by=ANONYMOUS, now=now, facts=keys)
