"""Replies for one comment or many, the change that a reply promises, and the summary that ends a consultation."""

from datetime import timedelta

import pytest
from django.core import mail

from factories import NOW, make_activity, make_comment, make_consultation, make_full_plan, principal
from rinde.capabilities.accounts.choices import RoleCode
from rinde.capabilities.consultations.models import Comment, Reply
from rinde.capabilities.consultations.operations import (
    close_past,
    discard_reply,
    edit_reply,
    mark_change,
    publish_replies_and_summary,
    show_comment,
    write_reply,
)
from rinde.capabilities.consultations.queries import public_comments, tally_of
from rinde.capabilities.consultations.rules.replies import ReplyValues
from rinde.capabilities.plans.models import Activity
from rinde.foundations.refusals import NotAllowed, NotReady, StaleWrite, TransitionNotAllowed

AFTER = NOW + timedelta(days=16)
LINK = "https://rinde.example/consulta/1/comentarios/"


def reply_to(consultation, *comments, by, outcome="ACCEPTED", **values):
    numbers = tuple(one.number for one in comments)
    return write_reply(
        consultation_id=consultation.pk, values=ReplyValues(numbers, outcome, "Sí.", **values), by=by, now=NOW
    )


def publish(consultation, by, *, summary="Se acogió lo que se podía.", now=AFTER):
    return publish_replies_and_summary(consultation_id=consultation.pk, summary=summary, page_link=LINK, by=by, now=now)


def test_one_reply_answers_many_and_stays_hidden_until_the_summary(consultation, coordinator):
    comments = [make_comment(consultation) for _ in range(3)]
    reply = reply_to(consultation, *comments, by=coordinator)
    assert (reply.number, reply.comments.count()) == (1, 3)
    assert [one.reply for one in public_comments(consultation)] == [None, None, None]
    close_past(now=AFTER)
    publish(consultation, coordinator)
    assert {one.reply.text for one in public_comments(consultation)} == {"Sí."}


@pytest.mark.parametrize("role", [role for role in RoleCode if role != RoleCode.PLAN_COORDINATOR])
def test_only_the_coordination_answers(entity, consultation, role):
    with pytest.raises(NotAllowed):
        reply_to(consultation, make_comment(consultation), by=principal(entity, role))


def test_comment_that_waits_is_hidden_or_was_answered_is_told_as_a_gap(consultation, coordinator):
    answered = make_comment(consultation)
    reply_to(consultation, answered, by=coordinator)
    waiting = make_comment(consultation, status="PENDING")
    with pytest.raises(NotReady) as refused:
        reply_to(consultation, answered, waiting, by=coordinator)
    assert len(refused.value.gaps) == 2


def test_comment_of_another_consultation_is_not_answered_here(entity, consultation, coordinator):
    other = make_comment(make_consultation(make_full_plan(entity)))
    with pytest.raises(NotReady):
        reply_to(consultation, other, by=coordinator)
    assert not Reply.objects.exists()


def test_activity_of_another_plan_is_not_promised(entity, consultation, coordinator):
    stranger = make_full_plan(entity).activities.first()
    with pytest.raises(NotReady):
        reply_to(
            consultation, make_comment(consultation), by=coordinator, promises_change=True, activity_id=stranger.pk
        )


def test_editing_lets_go_of_comments_and_refuses_a_stale_form(consultation, coordinator):
    one, two = make_comment(consultation), make_comment(consultation)
    reply = reply_to(consultation, one, two, by=coordinator)
    values = ReplyValues((one.number,), "NOT", "No, porque ya existe.")
    edit_reply(
        consultation_id=consultation.pk, number=1, values=values, seen=reply.edited_at, by=coordinator, now=AFTER
    )
    two.refresh_from_db()
    assert two.reply is None
    with pytest.raises(StaleWrite):
        edit_reply(
            consultation_id=consultation.pk, number=1, values=values, seen=reply.edited_at, by=coordinator, now=AFTER
        )


def test_discarded_reply_frees_its_comments(consultation, coordinator):
    comment = make_comment(consultation)
    reply_to(consultation, comment, by=coordinator)
    discard_reply(consultation_id=consultation.pk, number=1, by=coordinator, now=NOW)
    comment.refresh_from_db()
    assert (comment.reply, Reply.objects.count()) == (None, 0)


def test_promised_change_is_done_only_once_the_draft_differs(consultation, plan, coordinator):
    activity = plan.activities.first()
    reply_to(consultation, make_comment(consultation), by=coordinator, promises_change=True, activity_id=activity.pk)
    with pytest.raises(NotReady):
        mark_change(consultation_id=consultation.pk, number=1, done=True, by=coordinator, now=NOW)
    Activity.objects.filter(pk=activity.pk).update(name="Publicar el informe en la emisora")
    done = mark_change(consultation_id=consultation.pk, number=1, done=True, by=coordinator, now=NOW)
    assert (done.promise, done.done_by_id) == ("DONE", coordinator.user_id)
    undone = mark_change(consultation_id=consultation.pk, number=1, done=False, by=coordinator, now=NOW)
    assert (undone.promise, undone.done_at) == ("PENDING", None)


def test_activity_that_came_in_keeps_a_promise(consultation, plan, coordinator):
    added = make_activity(plan.nodes.first(), name="Leer el informe en la emisora")
    reply_to(consultation, make_comment(consultation), by=coordinator, promises_change=True, activity_id=added.pk)
    done = mark_change(consultation_id=consultation.pk, number=1, done=True, by=coordinator, now=NOW)
    assert done.promise == "DONE"


def test_reply_without_promise_or_draft_that_stands_still_marks_nothing(consultation, plan, coordinator):
    reply_to(consultation, make_comment(consultation), by=coordinator)
    with pytest.raises(TransitionNotAllowed):
        mark_change(consultation_id=consultation.pk, number=1, done=True, by=coordinator, now=NOW)
    reply_to(consultation, make_comment(consultation), by=coordinator, promises_change=True)
    type(plan).objects.filter(pk=plan.pk).update(status="CONSOLIDATED")
    with pytest.raises(TransitionNotAllowed):
        mark_change(consultation_id=consultation.pk, number=2, done=True, by=coordinator, now=NOW)


def test_promise_moved_to_another_activity_is_to_be_kept_again(consultation, plan, coordinator):
    one, two = plan.activities.all()
    comment = make_comment(consultation)
    reply_to(consultation, comment, by=coordinator, promises_change=True, activity_id=one.pk)
    Activity.objects.filter(pk=one.pk).update(name="Otra")
    done = mark_change(consultation_id=consultation.pk, number=1, done=True, by=coordinator, now=NOW)
    values = ReplyValues((comment.number,), "ACCEPTED", "Sí.", promises_change=True, activity_id=two.pk)
    moved = edit_reply(
        consultation_id=consultation.pk, number=1, values=values, seen=done.edited_at, by=coordinator, now=NOW
    )
    assert (moved.promise, moved.activity_id) == ("PENDING", two.pk)


def test_summary_waits_for_the_end_and_for_every_answer(consultation, coordinator):
    pending, unanswered = make_comment(consultation, status="PENDING"), make_comment(consultation)
    with pytest.raises(TransitionNotAllowed):
        publish(consultation, coordinator, now=NOW)
    close_past(now=AFTER)
    with pytest.raises(NotReady) as refused:
        publish(consultation, coordinator, summary=" ")
    assert len(refused.value.gaps) == 3
    assert str(pending.number) in refused.value.gaps[0]
    assert str(unanswered.number) in refused.value.gaps[1]


def test_summary_tells_who_confirmed_erases_addresses_and_keeps_what_changed(consultation, plan, coordinator):
    told = make_comment(consultation, email="ana@example.org", email_confirmed_at=NOW, author_name="Ana")
    silent = make_comment(consultation, email="luis@example.org")
    hidden = make_comment(
        consultation, status="HIDDEN", hidden_reason="es publicidad", email="x@example.org", email_confirmed_at=NOW
    )
    reply_to(consultation, told, silent, by=coordinator)
    Activity.objects.filter(pk=plan.activities.first().pk).update(name="Publicar en la emisora")
    close_past(now=AFTER)
    published = publish(consultation, coordinator)
    assert [(message.to, message.subject) for message in mail.outbox] == [
        (["ana@example.org"], f"Su comentario {told.number} tiene respuesta")
    ]
    assert f"{LINK}?ver={told.number}#c{told.number}" in mail.outbox[0].body
    assert set(Comment.objects.values_list("email", "author_name")) == {("", "")}
    assert published.summary_changes[0]["fields"][0]["after"] == "Publicar en la emisora"
    tally = tally_of(published)
    assert (tally.received, tally.shown, dict(tally.by_outcome)) == (3, 2, {"ACCEPTED": 2})
    assert hidden.number not in {one.number for one in public_comments(published) if one.reply}


def test_published_replies_and_summary_do_not_change(consultation, coordinator):
    comment = make_comment(consultation)
    hidden = make_comment(consultation, status="HIDDEN", hidden_reason="es publicidad")
    reply = reply_to(consultation, comment, by=coordinator)
    close_past(now=AFTER)
    publish(consultation, coordinator)
    values = ReplyValues((comment.number,), "NOT", "No.")
    attempts = (
        lambda: publish(consultation, coordinator),
        lambda: edit_reply(
            consultation_id=consultation.pk, number=1, values=values, seen=reply.edited_at, by=coordinator, now=AFTER
        ),
        lambda: discard_reply(consultation_id=consultation.pk, number=1, by=coordinator, now=AFTER),
        lambda: show_comment(consultation_id=consultation.pk, number=hidden.number, by=coordinator, now=AFTER),
    )
    for attempt in attempts:
        with pytest.raises(TransitionNotAllowed):
            attempt()
    assert Reply.objects.get().outcome == "ACCEPTED"


def test_consultation_without_comments_is_still_summed_up(consultation, coordinator):
    close_past(now=AFTER)
    assert publish(consultation, coordinator, summary="No llegaron comentarios.").status == "ANSWERED"
