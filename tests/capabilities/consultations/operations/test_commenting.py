"""Receiving comments by the page and from paper, confirming a mail, hiding and showing, forgetting addresses."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core import mail

from factories import NOW, make_comment, make_consultation, make_full_plan, principal
from rinde.capabilities.accounts.choices import RoleCode
from rinde.capabilities.consultations.models import Comment, Consultation
from rinde.capabilities.consultations.operations import (
    close_past,
    confirm_mail,
    enter_comment,
    forget_addresses,
    hide_comment,
    receive_comment,
    show_comment,
)
from rinde.capabilities.consultations.queries import public_comments
from rinde.capabilities.consultations.rules.comments import CONFIRM_WITHIN, KEEP_ADDRESSES_FOR, CommentValues
from rinde.foundations.refusals import NotAllowed, NotReady, TransitionNotAllowed
from rinde.services.audit.models import AuditEntry
from rinde.services.tenancy import active_tenant

SAID = CommentValues("Publiquen el informe también en la emisora.")
WITH_MAIL = replace(SAID, author_name="Ana Ruiz", email="Ana@Example.org", consents=True)
PAPER = replace(SAID, channel="PAPER", place="Parque principal", given_on=date(2026, 3, 3))
# 17 March is the last day; its midnight in Bogotá is 05:00 UTC of the 18th.
LAST_MOMENT = datetime(2026, 3, 18, 4, 59, 59, tzinfo=UTC)
TOO_LATE = datetime(2026, 3, 18, 5, 0, tzinfo=UTC)


def receive(consultation, values=SAID, *, form="f1", now=NOW):
    return receive_comment(
        consultation_id=consultation.pk,
        values=values,
        form_token=form,
        confirm_link=lambda token: f"https://rinde.example/confirmar/{token}/",
        now=now,
    )


def token_sent():
    return re.search(r"/confirmar/([\w-]+)/", mail.outbox[-1].body).group(1)


def test_comment_gets_a_number_and_waits_for_somebody_to_look(consultation):
    received = receive(consultation)
    comment = received.comment
    assert (received.is_new, comment.number, comment.status) == (True, 1, "PENDING")
    assert comment.subject == "el plan en general"
    assert public_comments(consultation) == ()


def test_comment_is_in_view_at_once_where_the_notice_said_so(plan):
    consultation = make_consultation(plan, shows_at_once=True)
    receive(consultation)
    farm = receive(consultation, replace(SAID, text="http://a http://b http://c http://d"), form="f2")
    assert [one.number for one in public_comments(consultation)] == [1]
    assert farm.comment.status == "PENDING"


def test_comment_on_an_activity_keeps_what_it_was_called(consultation, plan):
    activity = plan.activities.first()
    comment = receive(consultation, replace(SAID, activity_key=activity.key)).comment
    assert comment.subject == f"actividad {activity.code}: {activity.name}"


def test_form_sent_twice_is_one_comment(consultation):
    first, again = receive(consultation), receive(consultation)
    assert (again.is_new, again.comment.pk, Comment.objects.count()) == (False, first.comment.pk, 1)


def test_comment_counts_until_midnight_in_bogota_and_not_after(consultation):
    assert receive(consultation, now=LAST_MOMENT).is_new
    with pytest.raises(TransitionNotAllowed):
        receive(consultation, form="f2", now=TOO_LATE)
    assert Comment.objects.count() == 1


def test_form_sent_again_after_the_end_still_gives_its_comment(consultation):
    first = receive(consultation, now=LAST_MOMENT)
    assert receive(consultation, now=TOO_LATE).comment.pk == first.comment.pk


@pytest.mark.parametrize(
    "values",
    [
        replace(SAID, text="\n \n"),
        replace(SAID, text="x" * 10_000),
        replace(SAID, activity_key="no-existe"),
        replace(WITH_MAIL, consents=False),
    ],
)
def test_comment_with_a_gap_is_not_kept(consultation, values):
    with pytest.raises(NotReady):
        receive(consultation, values)
    assert not Comment.objects.exists()


def test_visitor_cannot_pretend_that_it_came_on_paper(consultation):
    comment = receive(consultation, PAPER).comment
    assert (comment.channel, comment.place, comment.given_on, comment.status) == ("WEB", "", None, "PENDING")


def test_activity_of_another_plan_is_refused(consultation, entity):
    other = make_full_plan(entity).activities.first()
    with pytest.raises(NotReady):
        receive(consultation, replace(SAID, activity_key=other.key))


def test_no_personal_data_goes_into_the_trail(consultation):
    receive(consultation, WITH_MAIL)
    told = str(list(AuditEntry.objects.values_list("facts", flat=True)))
    assert "Ana" not in told
    assert "example" not in told.lower()
    assert "emisora" not in told


def test_mail_asks_once_and_its_link_confirms(consultation, django_capture_on_commit_callbacks):
    comment = receive(consultation, WITH_MAIL).comment
    receive(consultation, WITH_MAIL)
    assert [message.to for message in mail.outbox] == [["ana@example.org"]]
    confirmed = confirm_mail(token=token_sent(), now=NOW + CONFIRM_WITHIN)
    assert (confirmed.pk, confirmed.email_confirmed_at) == (comment.pk, NOW + CONFIRM_WITHIN)
    again = confirm_mail(token=token_sent(), now=NOW + timedelta(days=30))
    assert again.email_confirmed_at == NOW + CONFIRM_WITHIN


def test_link_that_came_late_or_never_was_confirms_nothing(consultation):
    receive(consultation, WITH_MAIL)
    for token, now in ((token_sent(), NOW + CONFIRM_WITHIN + timedelta(seconds=1)), ("inventado", NOW)):
        with pytest.raises(TransitionNotAllowed):
            confirm_mail(token=token, now=now)
    assert Comment.objects.get().email_confirmed_at is None


def test_link_of_another_entity_confirms_nothing(consultation, other_entity):
    receive(consultation, WITH_MAIL)
    with active_tenant(other_entity), pytest.raises(TransitionNotAllowed):
        confirm_mail(token=token_sent(), now=NOW)


def test_nobody_is_flooded_in_another_persons_name(consultation):
    for number in range(6):
        receive(consultation, WITH_MAIL, form=f"f{number}")
    assert (len(mail.outbox), Comment.objects.count()) == (3, 6)


def test_name_is_public_only_when_asked_for_and_the_address_never(plan):
    consultation = make_consultation(plan, shows_at_once=True)
    receive(consultation, WITH_MAIL)
    receive(consultation, replace(WITH_MAIL, shows_name=True), form="f2")
    shown = public_comments(consultation)
    assert [one.author for one in shown] == ["", "Ana Ruiz"]
    assert "example" not in str(shown).lower()


@pytest.mark.parametrize("role", RoleCode)
def test_who_may_type_in_comments_from_paper(entity, consultation, role):
    may = role in {RoleCode.PLAN_COORDINATOR, RoleCode.COMMUNICATIONS, RoleCode.CITIZEN_SERVICE}
    by = principal(entity, role)
    if may:
        received = enter_comment(
            consultation_id=consultation.pk, values=PAPER, form_token="p", by=by, now=NOW + timedelta(days=2)
        )
        assert (received.comment.status, received.comment.entered_by_id) == ("VISIBLE", by.user_id)
    else:
        with pytest.raises(NotAllowed):
            enter_comment(consultation_id=consultation.pk, values=PAPER, form_token="p", by=by, now=NOW)


def test_paper_given_in_time_is_typed_in_after_the_end(consultation, coordinator):
    close_past(now=TOO_LATE)
    received = enter_comment(
        consultation_id=consultation.pk, values=PAPER, form_token="p", by=coordinator, now=TOO_LATE
    )
    again = enter_comment(consultation_id=consultation.pk, values=PAPER, form_token="p", by=coordinator, now=TOO_LATE)
    assert (received.is_new, again.is_new, Comment.objects.count()) == (True, False, 1)


@pytest.mark.parametrize("given_on", [date(2026, 3, 1), date(2026, 3, 18)])
def test_paper_given_outside_the_period_is_refused(consultation, coordinator, given_on):
    with pytest.raises(NotReady):
        enter_comment(
            consultation_id=consultation.pk,
            values=replace(PAPER, given_on=given_on),
            form_token="p",
            by=coordinator,
            now=TOO_LATE,
        )


def test_hidden_comment_keeps_its_place_and_says_why(consultation, coordinator):
    comment = make_comment(consultation, author_name="Ana", shows_name=True, place="Parque")
    hide_comment(
        consultation_id=consultation.pk, number=comment.number, reason="insulta a alguien", by=coordinator, now=NOW
    )
    (shown,) = public_comments(consultation)
    assert (shown.is_hidden, shown.hidden_reason) == (True, "insulta a alguien")
    assert (shown.text, shown.author, shown.place) == ("", "", "")
    show_comment(consultation_id=consultation.pk, number=comment.number, by=coordinator, now=NOW)
    assert public_comments(consultation)[0].text == comment.text


def test_hiding_without_a_reason_or_twice_is_refused(consultation, coordinator):
    number = make_comment(consultation).number
    with pytest.raises(NotReady):
        hide_comment(consultation_id=consultation.pk, number=number, reason=" ", by=coordinator, now=NOW)
    hide_comment(consultation_id=consultation.pk, number=number, reason="es publicidad", by=coordinator, now=NOW)
    with pytest.raises(TransitionNotAllowed):
        hide_comment(consultation_id=consultation.pk, number=number, reason="otra vez", by=coordinator, now=NOW)


@pytest.mark.parametrize("role", ["READER", "INTERNAL_CONTROL", "UNIT_LIAISON", "ENTITY_ADMIN"])
def test_who_does_not_look_after_comments_hides_none(entity, consultation, role):
    number = make_comment(consultation).number
    with pytest.raises(NotAllowed):
        hide_comment(consultation_id=consultation.pk, number=number, reason="no", by=principal(entity, role), now=NOW)


def test_night_forgets_addresses_that_nobody_confirmed_and_keeps_the_others(consultation):
    make_comment(consultation, email="a@example.org", confirm_token_hash="x", received_at=NOW)
    make_comment(consultation, email="b@example.org", email_confirmed_at=NOW, received_at=NOW)
    assert forget_addresses(now=NOW + CONFIRM_WITHIN) == 0
    assert forget_addresses(now=NOW + CONFIRM_WITHIN + timedelta(minutes=1)) == 1
    assert forget_addresses(now=NOW + CONFIRM_WITHIN + timedelta(minutes=1)) == 0
    assert list(Comment.objects.values_list("email", flat=True)) == ["", "b@example.org"]


def test_night_forgets_everything_of_a_consultation_that_was_never_answered(consultation):
    make_comment(consultation, email="b@example.org", email_confirmed_at=NOW, author_name="Ana")
    make_comment(consultation, author_name="Luz", shows_name=True)
    late = datetime(2026, 3, 18, 12, tzinfo=UTC) + KEEP_ADDRESSES_FOR
    assert forget_addresses(now=late) == 1
    assert list(Comment.objects.values_list("email", "author_name")) == [("", ""), ("", "Luz")]
    assert Consultation.objects.get().addresses_erased_at == late
