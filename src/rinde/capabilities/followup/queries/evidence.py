"""Reads of proofs: of a report, of an activity, and where the same thing was offered without saying so."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Exists, OuterRef, Q

from rinde.capabilities.followup.choices import DerivativeKind, EvidenceKind, Visibility
from rinde.capabilities.followup.models import Derivative, Evidence, EvidenceUse, ProgressReport
from rinde.services.files.models import StoredFile
from rinde.services.tenancy import every_tenant

PUBLIC_COPIES = (DerivativeKind.PUBLIC_COPY, DerivativeKind.REDACTED)


def proofs_of(report: ProgressReport) -> Sequence[Evidence]:
    """The proofs that stand on a report, oldest first, with their copies. Two queries."""
    rows = Evidence.objects.filter(uses__report=report, uses__removed_at__isnull=True, withdrawn_at__isnull=True)
    return tuple(rows.prefetch_related("derivatives").order_by("uploaded_at", "pk"))


def standing_uses(evidence: Evidence) -> Sequence[EvidenceUse]:
    """What a proof was offered for, with the reports. One query."""
    rows = EvidenceUse.objects.filter(evidence=evidence, removed_at__isnull=True)
    return tuple(rows.select_related("report", "report__actor", "added_by"))


def evidence_with_plan(evidence_id: int) -> Evidence | None:
    """A proof with its plan and its copies. Two queries."""
    rows = Evidence.objects.select_related("plan", "plan__entity", "uploaded_by", "withdrawn_by")
    found: Evidence | None = rows.prefetch_related("derivatives").filter(pk=evidence_id).first()
    return found


def shown_copy(evidence: Evidence) -> Derivative | None:
    """The copy of a file that whoever may see the proof is given: the redacted one where there is one, else the public.

    Costs nothing where the copies came with the evidence.
    """
    copies = {one.kind: one for one in reversed(evidence.derivatives.all())}  # newest first: the first of a kind stays
    return copies.get(DerivativeKind.REDACTED) or copies.get(DerivativeKind.PUBLIC_COPY)


def awaits_copy(evidence: Evidence) -> bool:
    """Whether a file is public and has no copy yet that anybody could be given."""
    is_shown = evidence.visibility == Visibility.PUBLIC and evidence.withdrawn_at is None
    return evidence.kind == EvidenceKind.FILE and is_shown and shown_copy(evidence) is None


def copies_awaited(*, before: datetime) -> tuple[tuple[int, int], ...]:
    """The files that have waited for their public copy since before a moment, each with its entity. One query."""
    with every_tenant(reason="the hourly look at copies that no worker drew, across the entities of the installation"):
        made = Derivative.objects.filter(evidence=OuterRef("pk"), kind__in=PUBLIC_COPIES)
        rows = Evidence.objects.filter(
            ~Exists(made),
            kind=EvidenceKind.FILE,
            visibility=Visibility.PUBLIC,
            withdrawn_at__isnull=True,
            uploaded_at__lt=before,
        )
        return tuple(rows.order_by("pk").values_list("pk", "entity_id"))


def original_of(evidence: Evidence) -> StoredFile:
    """The row of the file as it came in. One query."""
    stored: StoredFile = StoredFile.objects.get(pk=evidence.file_id)
    return stored


def same_elsewhere(evidence: Evidence) -> tuple[int, ...]:
    """Reports that offer the same file or link as another proof: nobody declared that it is one for both. One query.

    One proof with several uses was declared, and is not here.
    """
    same = (
        Q(sha256=evidence.sha256) if evidence.kind == EvidenceKind.FILE else Q(normalized_url=evidence.normalized_url)
    )
    uses = EvidenceUse.objects.filter(removed_at__isnull=True, evidence__withdrawn_at__isnull=True)
    others = uses.filter(evidence__in=Evidence.objects.filter(same, kind=evidence.kind).exclude(pk=evidence.pk))
    return tuple(others.order_by("pk").values_list("report_id", flat=True).distinct())


def links_to_look_at() -> tuple[int, ...]:
    """The linked proofs of the active entity that still count for something. One query."""
    used = EvidenceUse.objects.filter(removed_at__isnull=True).values("evidence_id")
    rows = Evidence.objects.filter(kind=EvidenceKind.LINK, withdrawn_at__isnull=True, pk__in=used)
    return tuple(rows.order_by("pk").values_list("pk", flat=True))
