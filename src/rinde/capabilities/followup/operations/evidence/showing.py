"""Who sees a proof, and taking one back with its reason. Nothing is ever deleted."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from rinde.capabilities.followup.choices import EvidenceKind, Visibility
from rinde.capabilities.followup.models import Evidence
from rinde.capabilities.followup.permissions import check_care_for
from rinde.capabilities.followup.rules.evidence import LONGEST_REASON, EvidenceValues, evidence_gaps
from rinde.foundations.refusals import NotReady, TransitionNotAllowed
from rinde.services.access import Principal
from rinde.services.audit.operations import record

BY_A_COPY = "Para que sea pública, haga primero su copia pública: el original siempre queda reservado."


@transaction.atomic
def set_visibility(*, evidence_id: int, visibility: str, reason: str = "", by: Principal, now: datetime) -> Evidence:
    """Make a proof internal or reserved, or a link public. A file becomes public by its copy (`make_public_copy`).

    Raises:
        NotAllowed: for whoever neither reports what it proves nor monitors the plan.
        NotReady: for a reserve without its reason, an unknown word, or a file without a copy.
        TransitionNotAllowed: for a proof that was withdrawn.
    """
    evidence = _locked(evidence_id, by=by)
    wanted = EvidenceValues(visibility=visibility, reserved_reason=reason)
    gaps = list(evidence_gaps(wanted, today=timezone.localdate(now)))
    if visibility == Visibility.PUBLIC and evidence.kind == EvidenceKind.FILE:
        gaps.append(BY_A_COPY)
    if gaps:
        raise NotReady("No se cambió quién ve la prueba.", gaps)
    before = evidence.visibility
    evidence.visibility = visibility
    evidence.reserved_reason = reason.strip() if visibility == Visibility.RESERVED else ""
    evidence.save(update_fields=["visibility", "reserved_reason"])
    facts = {"plan": evidence.plan_id, "from": before, "to": visibility}
    record(entity_id=evidence.entity_id, action="followup.show_evidence", target=evidence, by=by, now=now, facts=facts)
    return evidence


@transaction.atomic
def withdraw_evidence(*, evidence_id: int, reason: str, by: Principal, now: datetime) -> Evidence:
    """Say that a proof was not one. From now on it counts for nothing; what was frozen with it stays as it was.

    Withdrawing it again does nothing.

    Raises:
        NotAllowed: for whoever neither reports what it proves nor monitors the plan.
        NotReady: without a reason.
    """
    evidence = _locked(evidence_id, by=by, may_be_withdrawn=True)
    if evidence.withdrawn_at is not None:
        return evidence
    if not reason.strip() or len(reason) > LONGEST_REASON:
        raise NotReady("No se retiró la prueba.", [f"Diga por qué se retira, en {LONGEST_REASON} caracteres o menos."])
    evidence.withdrawn_at, evidence.withdrawn_by_id = now, by.user_id
    evidence.withdrawn_reason = reason.strip()
    evidence.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_reason"])
    facts = {"plan": evidence.plan_id}
    action = "followup.withdraw_evidence"
    record(entity_id=evidence.entity_id, action=action, target=evidence, by=by, now=now, facts=facts)
    return evidence


def _locked(evidence_id: int, *, by: Principal, may_be_withdrawn: bool = False) -> Evidence:
    rows = Evidence.objects.select_for_update(of=("self",)).select_related("plan", "plan__entity")
    evidence: Evidence = rows.get(pk=evidence_id)
    check_care_for(evidence, by=by)
    if evidence.withdrawn_at is not None and not may_be_withdrawn:
        raise TransitionNotAllowed("Esta prueba se retiró: ya no cambia.")
    return evidence
