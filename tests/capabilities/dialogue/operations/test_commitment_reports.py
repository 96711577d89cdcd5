from datetime import date, timedelta

import pytest

from commitment_samples import (
    LATER,
    liaison_of,
    make_accepted_report,
    make_public_commitment,
    make_sent_report,
    report_facts,
)
from dialogue_samples import make_held_space, organiser
from factories import make_actor, principal
from rinde.capabilities.dialogue.models import CommitmentEvent, CommitmentProof, CommitmentReport
from rinde.capabilities.dialogue.operations.commitment_reports import (
    accept_report,
    attach_file,
    attach_link,
    return_report,
    save_report,
    send_report,
    take_off_proof,
)
from rinde.capabilities.dialogue.operations.commitments import close_commitment
from rinde.capabilities.dialogue.queries.commitments import pressing_commitments, public_proof, reports_of
from rinde.capabilities.dialogue.queries.words import entity_word_of
from rinde.capabilities.entities.models import Entity
from rinde.foundations.attachments import UploadRefused
from rinde.foundations.refusals import NotAllowed, NotReady, StaleWrite, TransitionNotAllowed


def test_report_counts_in_public_once_it_is_accepted(entity: Entity) -> None:
    by = organiser(entity)
    public = make_public_commitment(entity, by=by)
    sent = make_sent_report(public, by=by)
    assert entity_word_of(public).outcome == ""
    assert reports_of(public, public_only=True) == ()
    accept_report(report_id=sent.pk, seen=sent.sent_at, by=by, now=LATER)
    word = entity_word_of(public)
    assert (word.outcome, word.text, word.happened_on) == ("KEPT", "Se entregó la obra.", date(2026, 5, 28))
    assert [one.pk for one in reports_of(public, public_only=True)] == [sent.pk]
    assert list(CommitmentEvent.objects.values_list("kind", flat=True)) == ["PUBLISHED", "REPORTED"]


def test_returned_report_is_corrected_and_keeps_when_it_was_first_sent(entity: Entity) -> None:
    by = organiser(entity)
    public = make_public_commitment(entity, by=by)
    sent = make_sent_report(public, by=by)
    with pytest.raises(NotReady):
        return_report(report_id=sent.pk, reason=" ", seen=None, by=by, now=LATER)
    return_report(report_id=sent.pk, reason="Falta el acta.", seen=None, by=by, now=LATER)
    later = LATER + timedelta(days=3)
    save_report(commitment_id=public.pk, facts=report_facts(text="Con acta."), seen=None, by=by, now=later)
    again = send_report(commitment_id=public.pk, by=by, now=later)
    assert (again.pk, again.number, again.status) == (sent.pk, 1, "SENT")
    assert (again.first_sent_at, again.sent_at) == (LATER, later)
    with pytest.raises(StaleWrite):
        accept_report(report_id=sent.pk, seen=LATER, by=by, now=later)


def test_more_progress_is_another_report(entity: Entity) -> None:
    public = make_public_commitment(entity)
    make_accepted_report(public, outcome="", happened_on=None, text="Se contrató.")
    second = make_accepted_report(public)
    assert (second.number, CommitmentReport.objects.count()) == (2, 2)


def test_report_that_waits_is_neither_written_nor_sent_again(entity: Entity) -> None:
    by = organiser(entity)
    public = make_public_commitment(entity, by=by)
    make_sent_report(public, by=by)
    with pytest.raises(TransitionNotAllowed, match="espera revisión"):
        save_report(commitment_id=public.pk, facts=report_facts(text="Otra cosa"), seen=None, by=by, now=LATER)
    assert CommitmentReport.objects.get().text == "Se entregó la obra."


def test_unfinished_report_is_kept_and_not_sent(entity: Entity) -> None:
    by = organiser(entity)
    public = make_public_commitment(entity, by=by)
    facts = report_facts(text="", happened_on=None, without_proof="")
    save_report(commitment_id=public.pk, facts=facts, seen=None, by=by, now=LATER)
    with pytest.raises(NotReady) as refused:
        send_report(commitment_id=public.pk, by=by, now=LATER)
    assert len(refused.value.gaps) == 3
    assert CommitmentReport.objects.get().status == "DRAFT"


def test_stale_form_of_a_report_is_told(entity: Entity) -> None:
    by = organiser(entity)
    public = make_public_commitment(entity, by=by)
    save_report(commitment_id=public.pk, facts=report_facts(), seen=None, by=by, now=LATER)
    with pytest.raises(StaleWrite):
        save_report(commitment_id=public.pk, facts=report_facts(), seen=LATER - timedelta(hours=1), by=by, now=LATER)


def test_unit_reports_and_does_not_accept_its_own_report(entity: Entity) -> None:
    actor = make_actor(entity)
    public = make_public_commitment(entity, space=make_held_space(entity, actor_id=actor.pk), actor_id=actor.pk)
    by = liaison_of(actor)
    sent = make_sent_report(public, by=by)
    with pytest.raises(NotAllowed):
        accept_report(report_id=sent.pk, seen=None, by=by, now=LATER)
    with pytest.raises(NotAllowed):
        save_report(
            commitment_id=public.pk, facts=report_facts(), seen=None, by=liaison_of(make_actor(entity)), now=LATER
        )


@pytest.mark.parametrize("role", ["INTERNAL_CONTROL", "READER", "COMMUNICATIONS", "CITIZEN_SERVICE"])
def test_role_that_does_not_answer_reports_nothing(entity: Entity, role: str) -> None:
    public = make_public_commitment(entity)
    with pytest.raises(NotAllowed):
        save_report(commitment_id=public.pk, facts=report_facts(), seen=None, by=principal(entity, role), now=LATER)
    assert not CommitmentReport.objects.exists()


def test_closed_commitment_takes_no_report(entity: Entity) -> None:
    by = organiser(entity)
    public = make_public_commitment(entity, by=by)
    close_commitment(commitment_id=public.pk, outcome="NOT", text="No hubo.", done_on=None, by=by, now=LATER)
    with pytest.raises(TransitionNotAllowed):
        save_report(commitment_id=public.pk, facts=report_facts(), seen=None, by=by, now=LATER)


def test_file_is_shown_as_a_copy_once_its_report_is_accepted(entity: Entity) -> None:
    by = organiser(entity)
    public = make_public_commitment(entity, by=by)
    first = attach_file(
        commitment_id=public.pk, name="obra.txt", content=b"La obra se entrego.", title="Acta", by=by, now=LATER
    )
    again = attach_file(commitment_id=public.pk, name="otra.txt", content=b"La obra se entrego.", by=by, now=LATER)
    assert (first.is_new, again.is_new, again.proof) == (True, False, first.proof)
    assert public_proof(entity, first.proof.pk) is None
    make_accepted_report(public, by=by)
    found = public_proof(entity, first.proof.pk)
    assert found is not None
    assert (found.title, found.public_copy_id is not None) == ("Acta", True)


def test_file_that_seems_to_hold_personal_data_stays_inside(entity: Entity) -> None:
    by = organiser(entity)
    public = make_public_commitment(entity, by=by)
    attached = attach_file(
        commitment_id=public.pk, name="lista.txt", content=b"Luz Marina, C.C. 52.418.903", by=by, now=LATER
    )
    assert (attached.held_back, attached.proof.public_copy_id) == (True, None)
    make_accepted_report(public, by=by)
    assert public_proof(entity, attached.proof.pk) is None


def test_link_is_one_proof_and_a_wrong_one_is_told(entity: Entity) -> None:
    by = organiser(entity)
    public = make_public_commitment(entity, by=by)
    attach_link(commitment_id=public.pk, url="https://www.ejemplo.gov.co/acta", by=by, now=LATER)
    attach_link(commitment_id=public.pk, url="https://www.ejemplo.gov.co/acta", by=by, now=LATER)
    assert CommitmentProof.objects.count() == 1
    with pytest.raises(NotReady):
        attach_link(commitment_id=public.pk, url="C:\\acta.pdf", by=by, now=LATER)
    with pytest.raises(UploadRefused):
        attach_file(commitment_id=public.pk, name="x.exe", content=b"MZ\x90\x00", by=by, now=LATER)


def test_proof_is_taken_off_until_the_report_is_sent(entity: Entity) -> None:
    by = organiser(entity)
    public = make_public_commitment(entity, by=by)
    wrong = attach_link(commitment_id=public.pk, url="https://www.ejemplo.gov.co/otra", by=by, now=LATER).proof
    take_off_proof(proof_id=wrong.pk, by=by, now=LATER)
    right = attach_link(commitment_id=public.pk, url="https://www.ejemplo.gov.co/acta", by=by, now=LATER).proof
    make_sent_report(public, by=by)
    with pytest.raises(TransitionNotAllowed):
        take_off_proof(proof_id=right.pk, by=by, now=LATER)
    assert CommitmentProof.objects.get() == right


def test_what_waits_is_counted_for_some_units_or_for_all(entity: Entity) -> None:
    by, actor = organiser(entity), make_actor(entity)
    make_public_commitment(entity, by=by, actor_id=actor.pk, due_on=date(2026, 5, 20))
    make_public_commitment(entity, by=by, due_on=date(2026, 6, 5))
    make_sent_report(make_public_commitment(entity, by=by), by=by)
    every = pressing_commitments(None, today=LATER.date())
    assert (every.late, every.soon, every.returned, every.to_decide) == (1, 1, 0, 1)
    own = pressing_commitments(frozenset({actor.pk}), today=LATER.date())
    assert (own.late, own.soon, own.returned, own.to_decide) == (1, 0, 0, 0)
