"""Looking after comments: showing them, or hiding them with a reason that everybody reads. Nothing is deleted."""

from datetime import datetime

from django.db import transaction

from rinde.capabilities.consultations.choices import CommentStatus, ConsultationStatus
from rinde.capabilities.consultations.models import Comment
from rinde.capabilities.consultations.operations.locking import locked
from rinde.capabilities.consultations.permissions import check_moderate
from rinde.capabilities.consultations.rules.moderation import check_may_become
from rinde.foundations.refusals import TransitionNotAllowed, refuse_gaps
from rinde.foundations.text.hiding import hiding_gaps
from rinde.foundations.text.typed import tidy_text
from rinde.services.access import Principal
from rinde.services.audit.operations import record


@transaction.atomic
def show_comment(*, consultation_id: int, number: int, by: Principal, now: datetime) -> Comment:
    """Put a comment in view.

    Raises:
        NotAllowed: for whoever may not look after comments.
        TransitionNotAllowed: where it is in view already, or where nobody would answer it any more.
    """
    comment = _locked_comment(consultation_id, number, by=by)
    check_may_become(comment.status, CommentStatus.VISIBLE)
    if comment.consultation.status == ConsultationStatus.ANSWERED and comment.reply_id is None:
        raise TransitionNotAllowed("La consulta ya se respondió: este comentario quedaría a la vista sin respuesta.")
    return _moderate(comment, CommentStatus.VISIBLE, "", by=by, now=now)


@transaction.atomic
def hide_comment(*, consultation_id: int, number: int, reason: str, by: Principal, now: datetime) -> Comment:
    """Take a comment out of view. Its number stays in its place with «No se muestra porque…».

    Raises:
        NotAllowed: for whoever may not look after comments.
        TransitionNotAllowed: where it is hidden already.
        NotReady: without a reason.
    """
    comment = _locked_comment(consultation_id, number, by=by)
    check_may_become(comment.status, CommentStatus.HIDDEN)
    said = " ".join(tidy_text(reason).split())
    refuse_gaps("No se ocultó el comentario.", *hiding_gaps(said))
    return _moderate(comment, CommentStatus.HIDDEN, said, by=by, now=now)


def _locked_comment(consultation_id: int, number: int, *, by: Principal) -> Comment:
    consultation = locked(consultation_id)
    check_moderate(consultation.plan, by=by)
    comment: Comment = Comment.objects.get(consultation=consultation, number=number)
    comment.consultation = consultation
    return comment


def _moderate(comment: Comment, to: str, reason: str, *, by: Principal, now: datetime) -> Comment:
    facts = {"consultation": comment.consultation_id, "number": comment.number, "from": comment.status}
    comment.status, comment.hidden_reason = to, reason
    comment.moderated_at, comment.moderated_by_id = now, by.user_id
    comment.save(update_fields=["status", "hidden_reason", "moderated_at", "moderated_by"])
    action = "consultations.show_comment" if to == CommentStatus.VISIBLE else "consultations.hide_comment"
    record(entity_id=comment.entity_id, action=action, target=comment, by=by, now=now, facts=facts)
    return comment
