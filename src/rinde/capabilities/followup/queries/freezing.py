"""What a plan was at a moment: its version, its cells with what was said and proved, and where its proofs stand too."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q

from rinde.capabilities.followup.models import EvidenceUse
from rinde.capabilities.followup.queries.cells import reports_at, states_of, uses_at
from rinde.capabilities.followup.rules.cells import Cell, CellKey, cells_of
from rinde.capabilities.followup.rules.standing import CellState, ReportFacts
from rinde.capabilities.followup.rules.states import COUNTED
from rinde.capabilities.followup.rules.working_list import ProofFacts, SeenCell
from rinde.capabilities.plans.models import Plan, PlanVersion
from rinde.capabilities.plans.queries.published import known_content
from rinde.capabilities.plans.rules.content import PlanContent
from rinde.capabilities.plans.rules.labels import shortened

_PROOF = (
    "id", "kind", "title", "visibility", "uploaded_at", "happened_on", "captured_at", "broken_since", "sha256", "url",
    "normalized_url",
)  # fmt: skip
_OF_EVIDENCE = {f"evidence__{name}": name for name in _PROOF}


@dataclass(frozen=True, slots=True)
class PlanAt:
    """A plan as it stood at a moment."""

    version_id: int
    version_number: int
    version_sha256: str
    content: PlanContent
    seen: tuple[SeenCell, ...]  # every cell of the version
    elsewhere: Mapping[str, Sequence[str]]  # see `Repetitions`


def plan_at(plan: Plan, *, at: datetime) -> PlanAt | None:
    """A plan as it stood at a moment, whatever was published, sent, returned or taken off since; None before its first
    version. Six queries, however many cells it has.
    """
    versions = PlanVersion.objects.filter(plan=plan, published_at__lte=at).order_by("-number")
    found = versions.values_list("pk", "number", "sha256").first()
    if found is None:
        return None
    version_id, number, sha256 = found
    content = known_content(version_id, sha256)
    seen = _seen_at(plan, cells_of(content), at)
    identities = {proof.identity for one in seen for proof in one.proofs}
    return PlanAt(version_id, number, sha256, content, seen, _elsewhere(plan, identities, at))


def _seen_at(plan: Plan, cells: Iterable[Cell], at: datetime) -> tuple[SeenCell, ...]:
    reports = reports_at(plan, at=at)
    counted = {facts.id: key for key, facts in reports if facts.status in COUNTED}
    first_said: dict[tuple[CellKey, str], datetime] = {}
    for key, facts in reports:
        if facts.id in counted and facts.first_sent_at is not None:
            first_said.setdefault((key, facts.outcome), facts.first_sent_at)
    proofs: dict[CellKey, dict[int, ProofFacts]] = defaultdict(dict)
    uses = uses_at(plan, at=at).order_by("added_at", "pk")
    for row in uses.values("report_id", "added_at", *_OF_EVIDENCE):
        if row["report_id"] in counted:
            proof = _proof(row, at)
            proofs[counted[row["report_id"]]].setdefault(proof.id, proof)
    numbers = _by_report(reports, counted, proofs)
    return tuple(
        SeenCell(state, tuple(proofs.get(state.cell.key, {}).values()), _reported(state, first_said))
        for state in states_of(cells, reports, numbers)
    )


def _by_report(
    reports: Iterable[tuple[CellKey, ReportFacts]],
    counted: Mapping[int, CellKey],
    proofs: Mapping[CellKey, Mapping[int, ProofFacts]],
) -> dict[int, int]:
    """The proofs of a cell, told once for its newest report that counts: one that serves two of its reports is one."""
    newest = {key: facts.id for key, facts in reports if facts.id in counted}
    return {report_id: len(proofs[key]) for key, report_id in newest.items() if key in proofs}


def _reported(state: CellState, first_said: Mapping[tuple[CellKey, str], datetime]) -> datetime | None:
    return first_said.get((state.cell.key, state.said.outcome)) if state.said else None


def _proof(row: Mapping[str, Any], at: datetime) -> ProofFacts:
    facts = {name: row[path] for path, name in _OF_EVIDENCE.items()}
    if facts["broken_since"] is not None and facts["broken_since"] > at:
        facts["broken_since"] = None
    return ProofFacts(added_at=row["added_at"], **facts)


def _elsewhere(plan: Plan, identities: set[str], at: datetime) -> dict[str, list[str]]:
    """Where what was offered as proof here was offered in other plans of the entity, in words."""
    stood = EvidenceUse.objects.filter(added_at__lte=at, report__first_sent_at__lte=at).exclude(removed_at__lte=at)
    others = stood.exclude(evidence__withdrawn_at__lte=at).exclude(report__plan=plan).order_by("added_at", "pk")
    same_kind = Q(evidence__sha256__gt="") | Q(evidence__normalized_url__gt="")
    found: dict[str, dict[str, None]] = defaultdict(dict)
    values = ("added_at", "report__plan__title", "report__about", *_OF_EVIDENCE)
    for row in others.filter(same_kind).values(*values).iterator(chunk_size=2000):
        identity = _proof(row, at).identity
        if identity in identities:
            activity = shortened(row["report__about"].get("activity", ""), 60)
            found[identity][f"«{activity}» de «{shortened(row['report__plan__title'], 60)}»"] = None
    return {identity: list(words) for identity, words in found.items()}
