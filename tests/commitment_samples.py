"""Commitments for tests: one valid, boring object each."""

from datetime import date, datetime, timedelta
from itertools import count
from typing import Any

from dialogue_samples import AFTER, make_held_space, organiser
from factories import make_actor, make_member
from rinde.capabilities.accounts.rules import permissions_of
from rinde.capabilities.dialogue.models import (
    CitizenWord,
    Commitment,
    CommitmentProof,
    CommitmentReport,
    CommitmentVoice,
    DialogueSpace,
)
from rinde.capabilities.dialogue.operations.citizen_words import Invitation, invite_voice, say_word
from rinde.capabilities.dialogue.operations.commitment_reports import accept_report, save_report, send_report
from rinde.capabilities.dialogue.operations.commitments import make_commitment, publish_commitment
from rinde.capabilities.dialogue.rules.commitments import CommitmentValues, ReportFacts
from rinde.capabilities.entities.models import Actor, Entity
from rinde.services.access import Grant, Principal, Scope

MADE_ON, DUE_ON = date(2026, 5, 12), date(2026, 6, 30)
LATER = AFTER + timedelta(days=20)  # the first of June
PAST_DUE = AFTER + timedelta(days=60)
COMMUNITY = "Junta de Acción Comunal de La Palma"
_numbers = count(1)


def commitment_values(entity: Entity, **fields: Any) -> CommitmentValues:
    """A commitment from which nothing is missing."""
    defaults: dict[str, Any] = {
        "text": f"Arreglar el puente peatonal {next(_numbers)}",
        "obtained_by": COMMUNITY,
        "evidence_expected": "Acta de entrega de la obra",
        "actor_id": None,
        "made_on": MADE_ON,
        "due_on": DUE_ON,
    }
    values = defaults | fields
    if values["actor_id"] is None:
        values["actor_id"] = make_actor(entity).pk
    return CommitmentValues(**values)


def make_draft_commitment(
    entity: Entity, *, space: DialogueSpace | None = None, by: Principal | None = None, **fields: Any
) -> Commitment:
    by = by or organiser(entity)
    space = space or make_held_space(entity, by=by)
    return make_commitment(space_id=space.pk, values=commitment_values(entity, **fields), by=by, now=AFTER)


def make_public_commitment(
    entity: Entity, *, space: DialogueSpace | None = None, by: Principal | None = None, **fields: Any
) -> Commitment:
    by = by or organiser(entity)
    made = make_draft_commitment(entity, space=space, by=by, **fields)
    return publish_commitment(commitment_id=made.pk, by=by, now=AFTER)


def make_voice(commitment: Commitment, *, by: Principal | None = None, **fields: Any) -> Invitation:
    values: dict[str, Any] = {"name": COMMUNITY, "now": AFTER} | fields
    return invite_voice(commitment_id=commitment.pk, by=by or organiser(commitment.entity), **values)


def say(invitation: Invitation, outcome: str, *, comment: str = "", now: datetime = LATER) -> CitizenWord:
    """The word of a community by its personal link."""
    said = say_word(
        commitment_id=invitation.voice.commitment_id,
        outcome=outcome,
        comment=comment,
        form_token=f"formulario-{next(_numbers)}",
        token=invitation.token,
        now=now,
    )
    return said.word


def report_facts(**fields: Any) -> ReportFacts:
    defaults: dict[str, Any] = {
        "text": "Se entregó la obra.",
        "outcome": "KEPT",
        "happened_on": date(2026, 5, 28),
        "without_proof": "El acta está en imprenta.",
    }
    return ReportFacts(**defaults | fields)


def make_sent_report(commitment: Commitment, *, by: Principal | None = None, **fields: Any) -> CommitmentReport:
    by = by or organiser(commitment.entity)
    save_report(commitment_id=commitment.pk, facts=report_facts(**fields), seen=None, by=by, now=LATER)
    return send_report(commitment_id=commitment.pk, by=by, now=LATER)


def make_accepted_report(commitment: Commitment, *, by: Principal | None = None, **fields: Any) -> CommitmentReport:
    by = by or organiser(commitment.entity)
    sent = make_sent_report(commitment, by=by, **fields)
    return accept_report(report_id=sent.pk, seen=None, by=by, now=LATER)


def liaison_of(actor: Actor, role: str = "UNIT_LIAISON") -> Principal:
    """Somebody who answers for one unit only."""
    entity = actor.entity
    scope = Scope("actors", frozenset({actor.pk}))
    return Principal(
        user_id=make_member(entity, role).pk,
        tenant_id=entity.pk,
        grants=(Grant(role, permissions_of(role), scope),),
    )


def make_secret_commitment(entity: Entity, secret: str) -> dict[str, int]:
    """A commitment that nobody outside may read yet, with all that hangs from one, by the name of its number."""
    by = organiser(entity)
    commitment = make_draft_commitment(entity, by=by, text=f"Compromiso {secret}", obtained_by=secret)
    report = CommitmentReport.objects.create(
        entity=entity, commitment=commitment, number=1, text=secret, edited_at=AFTER
    )
    proof = CommitmentProof.objects.create(
        entity=entity, report=report, kind="LINK", title=secret, url="https://example.org/", added_at=AFTER
    )
    voice = CommitmentVoice.objects.create(
        entity=entity, commitment=commitment, name=secret, email="secreta@example.org", made_at=AFTER,
        token_hash="0" * 64, code_hash="0" * 64,
    )  # fmt: skip
    word = CitizenWord.objects.create(
        entity=entity, commitment=commitment, voice=voice, number=1, outcome="NOT", comment=secret, said_at=AFTER,
        form_token="f",
    )  # fmt: skip
    return {
        "commitment_id": commitment.pk,
        "proof_id": proof.pk,
        "voice_id": voice.pk,
        "word_id": word.pk,
    }
