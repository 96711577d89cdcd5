"""The end of a consultation: every reply and the summary, before everybody at once, and the mail to who left one."""

from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone

from rinde.capabilities.consultations.choices import CommentStatus, ConsultationStatus
from rinde.capabilities.consultations.models import Comment, Consultation, Reply
from rinde.capabilities.consultations.operations.erasing import erase_personal_data
from rinde.capabilities.consultations.operations.locking import locked
from rinde.capabilities.consultations.permissions import check_manage
from rinde.capabilities.consultations.queries import draft_changes
from rinde.capabilities.consultations.rules.states import check_may_become
from rinde.capabilities.consultations.rules.summaries import Waiting, summary_gaps
from rinde.capabilities.plans.rules.changes import PlanChanges
from rinde.foundations.refusals import refuse_gaps
from rinde.services.access import Principal
from rinde.services.audit.operations import record
from rinde.services.notifications.operations import send_once


@transaction.atomic
def publish_replies_and_summary(
    *, consultation_id: int, summary: str, page_link: str, by: Principal, now: datetime
) -> Consultation:
    """Show all replies and the summary, tell by mail who confirmed an address, and erase every address.

    Args:
        page_link: the whole address of the page with the replies, for the mails.

    Raises:
        NotAllowed: for whoever may not run the consultation.
        TransitionNotAllowed: before the period is over, or where it was done already.
        NotReady: with the comments that nobody looked at or answered yet, or without a summary.
    """
    consultation = locked(consultation_id)
    check_manage(consultation.plan, by=by)
    check_may_become(consultation.status, ConsultationStatus.ANSWERED)
    refuse_gaps("Todavía no se publica el resumen.", *summary_gaps(summary, waiting_of(consultation)))
    Reply.objects.filter(consultation=consultation).update(published_at=now, published_by_id=by.user_id)
    changes = draft_changes(consultation, on=timezone.localdate(now))
    consultation.status = ConsultationStatus.ANSWERED
    consultation.summary, consultation.summary_changes = summary.strip(), _kept(changes)
    consultation.summary_published_at, consultation.summary_published_by_id = now, by.user_id
    consultation.save(
        update_fields=["status", "summary", "summary_changes", "summary_published_at", "summary_published_by"]
    )
    told = _tell_authors(consultation, page_link, now=now)
    erase_personal_data(consultation, now=now)
    facts = {"told": told}
    entity_id = consultation.entity_id
    record(entity_id=entity_id, action="consultations.publish", target=consultation, by=by, now=now, facts=facts)
    return consultation


def waiting_of(consultation: Consultation) -> Waiting:
    """The comments that still need somebody before the summary can go out."""
    rows = Comment.objects.filter(consultation=consultation).order_by("number")
    pending = rows.filter(status=CommentStatus.PENDING).values_list("number", flat=True)
    unanswered = rows.filter(status=CommentStatus.VISIBLE, reply__isnull=True).values_list("number", flat=True)
    return Waiting(tuple(pending), tuple(unanswered))


def _kept(changes: PlanChanges) -> list[dict[str, Any]]:
    """What changed because of the consultation, as it stood when the summary went out."""
    kinds = (("Entra", changes.added), ("Sale", changes.removed), ("Cambia", changes.changed))
    return [
        {"what": what, "head": one.head, "name": one.name, "fields": [asdict(field) for field in one.fields]}
        for what, ones in kinds
        for one in ones
    ]


def _tell_authors(consultation: Consultation, page_link: str, *, now: datetime) -> int:
    """Queue a mail for everybody who confirmed an address and whose comment is in view; gives how many."""
    confirmed = Comment.objects.filter(
        consultation=consultation, status=CommentStatus.VISIBLE, email_confirmed_at__isnull=False
    ).exclude(email="")
    told = 0
    for comment in confirmed.select_related("reply"):
        context = {
            "comment": comment,
            "plan": consultation.plan,
            "link": f"{page_link}?ver={comment.number}#c{comment.number}",
        }
        told += send_once(
            entity_id=comment.entity_id,
            key=f"consultation-reply:{comment.pk}",
            recipient=f"comment:{comment.pk}",
            address=comment.email,
            subject=f"Su comentario {comment.number} tiene respuesta",
            body=render_to_string("consultations/mail/reply.txt", context),
            now=now,
        )
    return told
