"""Official replies: written for one comment or for many that say the same, and the change that a reply promises."""

from collections.abc import Iterator
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from rinde.capabilities.consultations.choices import CommentStatus, ConsultationStatus, PromiseStatus
from rinde.capabilities.consultations.models import Comment, Consultation, Reply
from rinde.capabilities.consultations.operations.locking import locked, next_number
from rinde.capabilities.consultations.permissions import check_manage
from rinde.capabilities.consultations.queries import draft_changes
from rinde.capabilities.consultations.rules.replies import ReplyValues, changes_activity, promise_of, reply_gaps
from rinde.capabilities.plans.models import Activity
from rinde.capabilities.plans.operations.editing import check_fresh
from rinde.capabilities.plans.rules.states import EDITABLE
from rinde.foundations.refusals import TransitionNotAllowed, refuse_gaps
from rinde.services.access import Principal
from rinde.services.audit.operations import record

NOT_SAVED = "No se guardó la respuesta."


@transaction.atomic
def write_reply(*, consultation_id: int, values: ReplyValues, by: Principal, now: datetime) -> Reply:
    """Answer one comment, or several at once. The public reads it when the summary is published.

    Raises:
        NotAllowed: for whoever may not run the consultation.
        TransitionNotAllowed: once the replies are out, or in a withdrawn consultation.
        NotReady: with everything that is missing; a comment that somebody answered meanwhile is one of them.
    """
    consultation = _to_answer(consultation_id, by=by)
    comments = _checked(consultation, values, mine=None)
    reply = Reply(
        entity_id=consultation.entity_id,
        consultation=consultation,
        number=next_number(Reply.objects.filter(consultation=consultation)),
        promise=promise_of(values),
    )
    return _save(reply, values, comments, by=by, now=now)


@transaction.atomic
def edit_reply(
    *, consultation_id: int, number: int, values: ReplyValues, seen: datetime | None, by: Principal, now: datetime
) -> Reply:
    """Change a reply that is not out yet, or the comments that it answers.

    Raises:
        NotAllowed, TransitionNotAllowed, NotReady: as `write_reply`.
        StaleWrite: where somebody saved it after the form was opened.
    """
    consultation = _to_answer(consultation_id, by=by)
    reply = Reply.objects.get(consultation=consultation, number=number)
    check_fresh(reply.edited_at, seen)
    comments = _checked(consultation, values, mine=reply)
    if promise_of(values) == PromiseStatus.NONE or reply.promise == PromiseStatus.NONE or _moves(reply, values):
        reply.promise, reply.done_at, reply.done_by = promise_of(values), None, None
    return _save(reply, values, comments, by=by, now=now)


def _moves(reply: Reply, values: ReplyValues) -> bool:
    """Whether the promise is now about another activity: what was done elsewhere does not keep it."""
    return bool(reply.activity_id != values.activity_id)


@transaction.atomic
def discard_reply(*, consultation_id: int, number: int, by: Principal, now: datetime) -> None:
    """Take back a reply that is not out yet; its comments wait for another one.

    Raises:
        NotAllowed, TransitionNotAllowed: as `write_reply`.
    """
    consultation = _to_answer(consultation_id, by=by)
    reply = Reply.objects.get(consultation=consultation, number=number)
    facts = {"consultation": consultation.pk, "number": number}
    entity_id = consultation.entity_id
    record(entity_id=entity_id, action="consultations.discard_reply", target=reply, by=by, now=now, facts=facts)
    reply.delete()


@transaction.atomic
def mark_change(*, consultation_id: int, number: int, done: bool, by: Principal, now: datetime) -> Reply:
    """Say that the change which a reply promises is made in the draft, or that it was not after all.

    Raises:
        NotAllowed: for whoever may not run the consultation.
        TransitionNotAllowed: for a reply without a promise, or once the draft stands still.
        NotReady: where the draft reads exactly as the text in consultation did.
    """
    consultation = locked(consultation_id)
    check_manage(consultation.plan, by=by)
    reply: Reply = Reply.objects.select_related("activity").get(consultation=consultation, number=number)
    if reply.promise == PromiseStatus.NONE:
        raise TransitionNotAllowed("Esta respuesta no promete un cambio. Edítela si debe prometerlo.")
    if consultation.plan.status not in EDITABLE:
        raise TransitionNotAllowed("El plan ya no se edita libremente: el cambio se pide como solicitud de cambio.")
    if done:
        refuse_gaps("El cambio no está en el borrador todavía.", *_change_gaps(consultation, reply, now))
    reply.promise = PromiseStatus.DONE if done else PromiseStatus.PENDING
    reply.done_at, reply.done_by_id = (now, by.user_id) if done else (None, None)
    reply.save(update_fields=["promise", "done_at", "done_by"])
    facts = {"consultation": consultation.pk, "number": number, "done": done}
    record(entity_id=reply.entity_id, action="consultations.mark_change", target=reply, by=by, now=now, facts=facts)
    return reply


def _change_gaps(consultation: Consultation, reply: Reply, now: datetime) -> Iterator[str]:
    changes = draft_changes(consultation, on=timezone.localdate(now))
    if reply.activity is None and changes.is_empty:
        yield "El borrador dice lo mismo que el texto consultado. Haga primero el cambio."
    if reply.activity is not None and not changes_activity(changes, reply.activity.key):
        yield "La actividad dice lo mismo que en el texto consultado. Cámbiela primero, o escoja otra en la respuesta."


def _to_answer(consultation_id: int, *, by: Principal) -> Consultation:
    consultation = locked(consultation_id)
    check_manage(consultation.plan, by=by)
    if consultation.status == ConsultationStatus.ANSWERED:
        raise TransitionNotAllowed("Las respuestas ya se publicaron y no cambian. Abra otra consulta si hace falta.")
    if consultation.status == ConsultationStatus.WITHDRAWN:
        raise TransitionNotAllowed("La consulta se retiró: sus comentarios no se responden.")
    return consultation


def _checked(consultation: Consultation, values: ReplyValues, *, mine: Reply | None) -> list[Comment]:
    """The comments that the values name, once everything about the values holds."""
    numbers = set(values.comment_numbers)
    comments = list(Comment.objects.filter(consultation=consultation, number__in=numbers).order_by("number"))
    refuse_gaps(
        NOT_SAVED, *reply_gaps(values), *_comment_gaps(numbers, comments, mine), *_activity_gaps(consultation, values)
    )
    return comments


def _comment_gaps(numbers: set[int], comments: list[Comment], mine: Reply | None) -> Iterator[str]:
    if unknown := sorted(numbers - {one.number for one in comments}):
        yield f"Esta consulta no tiene el comentario {unknown[0]}. Escoja de la lista."
    for one in comments:
        if one.status != CommentStatus.VISIBLE:
            yield f"El comentario {one.number} no está a la vista. Revíselo antes de responderlo."
        if one.reply_id is not None and (mine is None or one.reply_id != mine.pk):
            yield f"El comentario {one.number} ya tiene respuesta. Quítelo de esta."


def _activity_gaps(consultation: Consultation, values: ReplyValues) -> Iterator[str]:
    chosen = values.activity_id
    if chosen is not None and not Activity.objects.filter(plan_id=consultation.plan_id, pk=chosen).exists():
        yield "La actividad que escogió no está en el borrador de este plan."


def _save(reply: Reply, values: ReplyValues, comments: list[Comment], *, by: Principal, now: datetime) -> Reply:
    is_new = reply.pk is None
    reply.outcome, reply.text = values.outcome, values.text.strip()
    reply.activity_id = values.activity_id if values.promises_change else None
    reply.edited_at, reply.edited_by_id = now, by.user_id
    reply.save()
    Comment.objects.filter(reply=reply).exclude(pk__in=[one.pk for one in comments]).update(reply=None)
    Comment.objects.filter(pk__in=[one.pk for one in comments]).update(reply=reply)
    facts = {"consultation": reply.consultation_id, "number": reply.number, "comments": len(comments)}
    action = "consultations.reply" if is_new else "consultations.edit_reply"
    record(entity_id=reply.entity_id, action=action, target=reply, by=by, now=now, facts=facts)
    return reply
