from datetime import timedelta
from typing import Any

import pytest

from attendance_samples import SITE, make_attendee, make_registration
from dialogue_samples import AFTER, BEFORE, DURING, make_called_space, make_held_space, make_live_space, organiser
from factories import make_entity, principal
from rinde.capabilities.dialogue.choices import StepStatus
from rinde.capabilities.dialogue.models import Attendee, DialogueSpace, Registration, ResultsDelivery, ResultsMailing
from rinde.capabilities.dialogue.operations.checking_in import arrive, close_attendance
from rinde.capabilities.dialogue.operations.results_mailing import leave_results, send_results, write_results
from rinde.capabilities.dialogue.operations.spaces import hold_space, open_space
from rinde.capabilities.dialogue.queries.attendance_links import attendee_of, results_token
from rinde.capabilities.dialogue.queries.results_mailing import log_of, proposed_text, recipients_of
from rinde.capabilities.entities.models import Entity
from rinde.foundations.refusals import NotAllowed, NotReady, TransitionNotAllowed
from rinde.services.access import Principal
from rinde.services.notifications.models import OutgoingMail


def told_space(entity: Entity, by: Principal) -> DialogueSpace:
    """Two who came and agreed, one who came and did not, one who agreed and did not come, one with the same mailbox."""
    space = make_called_space(entity, by=by)
    for fields in (
        {"email": "ana@example.org", "wants_results": True},
        {"email": "luis@example.org", "wants_results": False},
        {"email": "eva@example.org", "wants_results": True},
    ):
        make_registration(space, now=BEFORE, **fields)
    open_space(space_id=space.pk, by=by, now=DURING)
    for number in (1, 2):
        arrive(space_id=space.pk, number=number, by=by, now=DURING)
    make_attendee(space, by=by, name="Rosa Lima", email="rosa@example.org", wants_results=True)
    make_attendee(space, by=by, name="Hermano Menor", document="9", email="ANA@example.org ", wants_results=True)
    hold_space(space_id=space.pk, by=by, now=AFTER)
    return space


def sent(space: DialogueSpace, by: Principal) -> ResultsMailing:
    return send_results(
        space_id=space.pk, subject="Resultados", body="Esto pasó.", site=SITE, by=by, now=AFTER + timedelta(days=1)
    )


def test_results_go_once_to_who_came_and_agreed(entity: Entity, mailoutbox: list[Any]) -> None:
    by = organiser(entity)
    space = told_space(entity, by)
    mailoutbox.clear()
    for _ in range(3):
        sent(space, by)
    assert sorted(mail.to[0] for mail in mailoutbox) == ["ana@example.org", "rosa@example.org"]
    assert "/no-recibir/" in mailoutbox[0].body
    assert mailoutbox[0].extra_headers["List-Unsubscribe"].startswith(f"<{SITE}/")
    step = space.steps.get(kind="RESULTS")
    assert (step.status, step.note) == (StepStatus.DONE, "Resultados enviados por correo a 2 personas.")


def test_log_says_who_agreed_and_what_became_of_each_mail(entity: Entity) -> None:
    by = organiser(entity)
    space = told_space(entity, by)
    assert len(recipients_of(space)) == 2
    sent(space, by)
    OutgoingMail.objects.filter(key=ResultsDelivery.objects.last().key).update(sent_at=None, address="")
    log = log_of(space)
    assert (log.came, log.agreed, log.sent, log.failed, log.waiting) == (4, 2, 1, 1, 0)
    assert [one.has_left for one in log.deliveries] == [False, False]


def test_who_leaves_is_erased_and_told_no_more(entity: Entity) -> None:
    by = organiser(entity)
    space = told_space(entity, by)
    rosa, ana = Attendee.objects.get(name="Rosa Lima"), Attendee.objects.get(registration__number=1)
    for attendee in (rosa, ana):
        for _ in range(2):
            leave_results(space_id=space.pk, attendee_id=attendee.pk, now=AFTER)
    rosa.refresh_from_db()
    assert (rosa.email, rosa.wants_results) == ("", False)
    assert Registration.objects.get(number=1).email == ""
    assert {one.address for one in recipients_of(space)} == {"ana@example.org"}  # the brother's, who asked for it too


def test_link_to_leave_is_of_this_space(entity: Entity) -> None:
    space, other = make_called_space(entity), make_called_space(entity)
    attendee = make_attendee(space)
    assert attendee_of(results_token(attendee.pk), space=space) == attendee
    assert attendee_of(results_token(attendee.pk), space=other) is None
    assert attendee_of(f"{attendee.pk}:x", space=space) is None


def test_results_before_the_space_took_place_are_refused(entity: Entity) -> None:
    by = organiser(entity)
    with pytest.raises(TransitionNotAllowed, match="ya se hizo"):
        sent(make_live_space(entity, by=by), by)


def test_nobody_asked_for_mail_and_none_goes(entity: Entity) -> None:
    by = organiser(entity)
    space = make_held_space(entity, by=by)
    make_attendee(space, now=AFTER)
    with pytest.raises(NotReady) as refused:
        sent(space, by)
    assert "Nadie de los que asistieron" in refused.value.gaps[0]
    assert not ResultsMailing.objects.exists()
    assert space.steps.get(kind="RESULTS").status == StepStatus.PENDING


@pytest.mark.parametrize(("subject", "body"), [("", "x"), ("x", " "), ("x" * 151, "x"), ("x", "x" * 8_001)])
def test_text_that_lacks_something_is_not_kept(entity: Entity, subject: str, body: str) -> None:
    by = organiser(entity)
    space = make_held_space(entity, by=by)
    with pytest.raises(NotReady):
        write_results(space_id=space.pk, subject=subject, body=body, by=by, now=AFTER)
    assert not ResultsMailing.objects.exists()


def test_text_stays_as_it_was_read(entity: Entity) -> None:
    by = organiser(entity)
    space = told_space(entity, by)
    write_results(space_id=space.pk, subject="Uno", body="Dos", by=by, now=AFTER)
    sent(space, by)
    with pytest.raises(TransitionNotAllowed, match="ya se enviaron"):
        write_results(space_id=space.pk, subject="Otro", body="Texto", by=by, now=AFTER)


def test_who_comes_onto_the_list_later_gets_it_too(entity: Entity, mailoutbox: list[Any]) -> None:
    by = organiser(entity)
    space = told_space(entity, by)
    sent(space, by)
    make_attendee(space, by=by, now=AFTER, email="tarde@example.org", wants_results=True)
    mailoutbox.clear()
    sent(space, by)
    assert [mail.to for mail in mailoutbox] == [["tarde@example.org"]]


def test_only_who_runs_the_space_sends(entity: Entity) -> None:
    space = told_space(entity, organiser(entity))
    strangers = [principal(entity, role) for role in ("READER", "COMMUNICATIONS", "INTERNAL_CONTROL", "ENTITY_ADMIN")]
    for by in (*strangers, organiser(make_entity())):
        with pytest.raises(NotAllowed):
            sent(space, by)
        with pytest.raises(NotAllowed):
            write_results(space_id=space.pk, subject="A", body="B", by=by, now=AFTER)


def test_proposed_text_is_made_of_what_is_published(entity: Entity) -> None:
    by = organiser(entity)
    space = told_space(entity, by)
    close_attendance(space_id=space.pk, by=by, now=AFTER)
    space.conclusions = "Se arregla la vía."
    subject, body = proposed_text(space, page=f"{SITE}/pagina")
    assert space.title in subject
    assert "Asistencia: 4 personas." in body
    assert "Se arregla la vía." in body
    assert f"{SITE}/pagina" in body
    assert "ana@example.org" not in body
