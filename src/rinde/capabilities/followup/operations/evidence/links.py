"""Looking at linked proofs, once when they are offered and then every night, and keeping a copy of what they showed.

The network is asked outside of every transaction: a slow site never holds a row.
"""

from collections.abc import Callable
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from rinde.capabilities.entities.models import Entity
from rinde.capabilities.followup.choices import DerivativeKind, EvidenceKind
from rinde.capabilities.followup.models import Derivative, Evidence
from rinde.capabilities.followup.operations.evidence.copies import keep_copy
from rinde.capabilities.followup.rules.links import broken_since
from rinde.services.access import ANONYMOUS
from rinde.services.audit.operations import record
from rinde.services.files.derivatives import Derivative as Copy
from rinde.services.links.checking import LinkCheck, check_link
from rinde.services.links.outcomes import LinkState
from rinde.services.links.pages import is_page
from rinde.services.links.pictures import PagePicture, picture_of_page
from rinde.services.tenancy import active_tenant

LONGEST_TEXT = 50_000  # characters kept of a page
Look = Callable[..., LinkCheck]
Photograph = Callable[[str], PagePicture | None]


def look_at_link(evidence_id: int, entity_id: int) -> None:
    """Look at one linked proof: what the queue runs."""
    with active_tenant(Entity.objects.get(pk=entity_id)):
        note_link(evidence_id=evidence_id, now=timezone.now())


def note_link(
    *, evidence_id: int, now: datetime, look: Look = check_link, photograph: Photograph = picture_of_page
) -> Evidence | None:
    """Write down whether a link opens, and keep a copy of it the first time that it does.

    «No se pudo comprobar» changes nothing but the word: a site that turns programs away proves nothing.

    Args:
        look: how the link is asked for.
        photograph: how a page is photographed; it gives nothing where the server has no browser for it.
    """
    evidence: Evidence | None = Evidence.objects.filter(
        pk=evidence_id, kind=EvidenceKind.LINK, withdrawn_at__isnull=True
    ).first()
    if evidence is None:
        return None
    is_first = not Derivative.objects.filter(evidence=evidence, kind=DerivativeKind.CAPTURE).exists()
    found = look(evidence.url, want_copy=is_first)
    picture = photograph(evidence.url) if is_first and found.ok and is_page(found.content_type) else None
    with transaction.atomic():
        noted = _note(Evidence.objects.select_for_update().get(pk=evidence_id), found, is_first=is_first, now=now)
        if picture is not None:
            copy = Copy(f"prueba-{evidence.pk}-imagen.webp", picture.content, picture.content_type, ())
            keep_copy(noted, DerivativeKind.PICTURE, copy, by=None, now=now)
        return noted


def _note(evidence: Evidence, found: LinkCheck, *, is_first: bool, now: datetime) -> Evidence:
    was_broken = evidence.broken_since is not None
    evidence.checked_at, evidence.check_state, evidence.check_result = now, found.state, found.reason[:200]
    if found.state is LinkState.BROKEN:
        evidence.failing_since = evidence.failing_since or now
        evidence.broken_since = broken_since(found.outcome, failing_since=evidence.failing_since, now=now)
    elif found.state is LinkState.WORKS:
        evidence.failing_since = evidence.broken_since = None
        if is_first:
            _keep(evidence, found, now)
    evidence.save()
    if was_broken != (evidence.broken_since is not None):
        action = "followup.link_mended" if was_broken else "followup.link_broken"
        facts = {"plan": evidence.plan_id, "outcome": str(found.outcome)}
        record(entity_id=evidence.entity_id, action=action, target=evidence, by=ANONYMOUS, now=now, facts=facts)
    return evidence


def _keep(evidence: Evidence, found: LinkCheck, now: datetime) -> None:
    """Keep what the link showed: the document itself where it is small enough, the words of a page in any case."""
    evidence.text = found.text[:LONGEST_TEXT]
    evidence.captured_at = evidence.captured_at or now
    if found.copy:
        copy = Copy(f"prueba-{evidence.pk}-copia", found.copy, found.content_type or "application/octet-stream", ())
        keep_copy(evidence, DerivativeKind.CAPTURE, copy, by=None, now=now)
