"""Receiving what people say: by the page without an account, or typed in by staff from paper, letters and meetings."""

import hashlib
import secrets
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone

from rinde.capabilities.consultations.choices import CommentChannel, ConsultationStatus
from rinde.capabilities.consultations.models import Comment, Consultation
from rinde.capabilities.consultations.operations.locking import locked, next_number
from rinde.capabilities.consultations.permissions import check_moderate
from rinde.capabilities.consultations.queries import consulted_content
from rinde.capabilities.consultations.rules.comments import (
    CONFIRM_WITHIN,
    CONSENT_VERSION,
    GENERAL,
    MOST_CONFIRMATION_MAILS,
    CommentValues,
    comment_gaps,
    paper_gaps,
    subjects_of,
)
from rinde.capabilities.consultations.rules.moderation import first_status
from rinde.capabilities.consultations.rules.terms import is_commentable
from rinde.foundations.law.terms import long_day
from rinde.foundations.refusals import TransitionNotAllowed, refuse_gaps
from rinde.foundations.text.typed import tidy_text
from rinde.services.access import ANONYMOUS, Principal
from rinde.services.audit.operations import record
from rinde.services.notifications.operations import send_once

NOT_RECEIVED = "No recibimos el comentario todavía."
LinkOf = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Received:
    """A comment that stands; `is_new` is False where this very form had come in before."""

    comment: Comment
    is_new: bool


@transaction.atomic
def receive_comment(
    *, consultation_id: int, values: CommentValues, form_token: str, confirm_link: LinkOf, now: datetime
) -> Received:
    """Take in a comment of a visitor. The same form again gives the comment that it already made.

    Args:
        form_token: of the form that it came in.
        confirm_link: turns the token of a mail into its address.

    Raises:
        TransitionNotAllowed: where comments are not received any more.
        NotReady: with everything that is missing.
    """
    consultation = locked(consultation_id)
    if before := Comment.objects.filter(consultation=consultation, form_token=form_token).first():
        return Received(before, is_new=False)
    _refuse_late(consultation, timezone.localdate(now))
    values = replace(_tidied(values), channel=CommentChannel.WEB, place="", given_on=None)
    comment = _write(consultation, values, form_token=form_token, by=ANONYMOUS, now=now)
    if values.email:
        _ask_to_confirm(comment, confirm_link, now=now)
    return Received(comment, is_new=True)


def _refuse_late(consultation: Consultation, today: date) -> None:
    if is_commentable(
        consultation.status, opens_on=consultation.opens_on, closes_on=consultation.closes_on, today=today
    ):
        return
    if consultation.status == ConsultationStatus.WITHDRAWN:
        raise TransitionNotAllowed(
            "La entidad retiró esta consulta y ya no recibe comentarios. El motivo está en su página."
        )
    raise TransitionNotAllowed(
        f"El plazo para comentar terminó el {long_day(consultation.closes_on)}. "
        "Todavía puede escribirle a la entidad por sus canales de atención."
    )


@transaction.atomic
def enter_comment(
    *, consultation_id: int, values: CommentValues, form_token: str, by: Principal, now: datetime
) -> Received:
    """Type in a comment that came on paper, by letter or in a meeting. It is in view at once: somebody read it already.

    What was given in time may be typed in after the last day, until the summary is out.

    Raises:
        NotAllowed: for whoever may not look after comments.
        TransitionNotAllowed: after the summary, or where the consultation was withdrawn.
        NotReady: with everything that is missing, or for a comment given outside the period.
    """
    consultation = locked(consultation_id)
    check_moderate(consultation.plan, by=by)
    if before := Comment.objects.filter(consultation=consultation, form_token=form_token).first():
        return Received(before, is_new=False)
    if consultation.status not in {ConsultationStatus.OPEN, ConsultationStatus.CLOSED}:
        raise TransitionNotAllowed("Esta consulta ya terminó y no recibe más comentarios.")
    values = _tidied(values)
    gaps = paper_gaps(values, opens_on=consultation.opens_on, closes_on=consultation.closes_on)
    refuse_gaps(NOT_RECEIVED, *gaps)
    return Received(_write(consultation, values, form_token=form_token, by=by, now=now), is_new=True)


def _tidied(values: CommentValues) -> CommentValues:
    return replace(
        values,
        text=tidy_text(values.text),
        author_name=" ".join(values.author_name.split()),
        place=" ".join(values.place.split()),
        email=values.email.strip().lower(),
    )


def _write(
    consultation: Consultation, values: CommentValues, *, form_token: str, by: Principal, now: datetime
) -> Comment:
    subjects = subjects_of(consulted_content(consultation))
    refuse_gaps(NOT_RECEIVED, *comment_gaps(values, subjects=subjects, today=timezone.localdate(now)))
    gave_data = values.has_personal_data
    comment: Comment = Comment.objects.create(
        entity_id=consultation.entity_id,
        consultation=consultation,
        number=next_number(Comment.objects.filter(consultation=consultation)),
        activity_key=values.activity_key,
        subject=subjects[values.activity_key].label if values.activity_key else GENERAL,
        text=values.text,
        author_name=values.author_name,
        author_kind=values.author_kind,
        shows_name=values.shows_name,
        email=values.email,
        consent_version=CONSENT_VERSION if gave_data else 0,
        consented_at=now if gave_data else None,
        channel=values.channel,
        place=values.place,
        given_on=values.given_on,
        status=first_status(values.text, channel=values.channel, shows_at_once=consultation.shows_at_once),
        received_at=now,
        entered_by_id=by.user_id,
        form_token=form_token,
    )
    facts = {"consultation": consultation.pk, "number": comment.number, "channel": values.channel}
    action = "consultations.comment" if values.channel == CommentChannel.WEB else "consultations.enter_comment"
    record(entity_id=comment.entity_id, action=action, target=comment, by=by, now=now, facts=facts)
    return comment


def _ask_to_confirm(comment: Comment, confirm_link: LinkOf, *, now: datetime) -> None:
    """Send the link that proves the address, unless this mailbox got enough of them: a stranger may have typed it."""
    unproved = Comment.objects.filter(
        consultation=comment.consultation, email=comment.email, email_confirmed_at__isnull=True
    )
    if unproved.count() > MOST_CONFIRMATION_MAILS:
        return
    token = secrets.token_urlsafe(32)
    comment.confirm_token_hash = _hash_of(token)
    comment.save(update_fields=["confirm_token_hash"])
    plan = comment.consultation.plan
    context = {"comment": comment, "plan": plan, "link": confirm_link(token), "days": CONFIRM_WITHIN.days}
    send_once(
        entity_id=comment.entity_id,
        key=f"consultation-confirm:{comment.pk}",
        recipient=f"comment:{comment.pk}",
        address=comment.email,
        subject=f"Confirme su comentario {comment.number}",
        body=render_to_string("consultations/mail/confirm.txt", context),
        now=now,
    )


def _hash_of(token: str) -> str:
    """SHA-256 of a link's token; it has 256 random bits, so no slow hash is needed."""
    return hashlib.sha256(token.encode()).hexdigest()


@transaction.atomic
def confirm_mail(*, token: str, now: datetime) -> Comment:
    """Note that whoever reads the mailbox wrote the comment. Following the link again changes nothing.

    Raises:
        TransitionNotAllowed: for a link that never was, or that came too late.
    """
    row = Comment.objects.select_for_update(of=("self",)).select_related("consultation", "consultation__plan")
    found: Comment | None = row.filter(confirm_token_hash=_hash_of(token)).first()
    if found is None or (found.email_confirmed_at is None and now > found.received_at + CONFIRM_WITHIN):
        raise TransitionNotAllowed(
            f"El enlace no sirve o venció: dura {CONFIRM_WITHIN.days} días. Su comentario se recibió de todos modos."
        )
    if found.email_confirmed_at is None:
        found.email_confirmed_at = now
        found.save(update_fields=["email_confirmed_at"])
        entity_id = found.entity_id
        record(entity_id=entity_id, action="consultations.confirm_mail", target=found, by=ANONYMOUS, now=now)
    return found
