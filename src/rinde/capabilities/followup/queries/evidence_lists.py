"""The proofs of a plan or an activity as lists: for the desk with what to look at, for a ZIP with its index."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Q

from rinde.capabilities.followup.choices import EvidenceKind, Visibility
from rinde.capabilities.followup.models import Derivative, Evidence, EvidenceUse
from rinde.capabilities.followup.queries.evidence import shown_copy
from rinde.capabilities.followup.rules.states import COUNTED
from rinde.capabilities.plans.models import Plan
from rinde.services.files.models import StoredFile


@dataclass(frozen=True, slots=True)
class ListedProof:
    """A proof with the reports that it is offered for. `repeats`: other proofs of the plan that are the same thing."""

    evidence: Evidence
    uses: tuple[EvidenceUse, ...]
    repeats: tuple[int, ...] = ()

    @property
    def copy(self) -> Derivative | None:
        return shown_copy(self.evidence)

    @property
    def is_repeated(self) -> bool:
        """The same file or link stands elsewhere, and nobody declared that it is one for both."""
        return bool(self.repeats)


def proofs_of_plan(plan: Plan, *, activity_key: str = "", public_only: bool = False) -> Sequence[ListedProof]:
    """The proofs of a plan that stand, oldest first, those that nobody uses any more left out. Three queries.

    Args:
        activity_key: of one activity only.
        public_only: those that the public may see of what was sent.
    """
    uses = EvidenceUse.objects.filter(report__plan=plan, removed_at__isnull=True, evidence__withdrawn_at__isnull=True)
    if activity_key:
        uses = uses.filter(report__activity_key=activity_key)
    if public_only:
        uses = uses.filter(report__status__in=COUNTED, evidence__visibility=Visibility.PUBLIC)
    by_evidence: dict[int, list[EvidenceUse]] = defaultdict(list)
    for use in uses.select_related("report", "report__actor").order_by("pk"):
        by_evidence[use.evidence_id].append(use)
    rows = (
        Evidence.objects.filter(pk__in=list(by_evidence)).prefetch_related("derivatives").select_related("uploaded_by")
    )
    found = list(rows)
    repeats = _repeats(found)
    return tuple(ListedProof(one, tuple(by_evidence[one.pk]), repeats.get(one.pk, ())) for one in found)


def _repeats(rows: Iterable[Evidence]) -> Mapping[int, tuple[int, ...]]:
    same: dict[tuple[str, str], list[int]] = defaultdict(list)
    for one in rows:
        same[one.kind, one.sha256 if one.kind == EvidenceKind.FILE else one.normalized_url].append(one.pk)
    groups = (numbers for numbers in same.values() if len(numbers) > 1)
    return {number: tuple(other for other in group if other != number) for group in groups for number in group}


def public_proof(evidence_id: int) -> Evidence | None:
    """A file that the public may open: public, standing, and of something that was sent. Two queries."""
    counted = EvidenceUse.objects.filter(removed_at__isnull=True, report__status__in=COUNTED).values("evidence_id")
    rows = Evidence.objects.filter(Q(visibility=Visibility.PUBLIC), pk=evidence_id, withdrawn_at__isnull=True)
    found: Evidence | None = rows.filter(pk__in=counted).prefetch_related("derivatives").first()
    return found


def stored_files(numbers: Iterable[int]) -> Mapping[int, StoredFile]:
    """The rows of some stored files. One query."""
    found: Mapping[int, StoredFile] = StoredFile.objects.in_bulk(list(numbers))
    return found
