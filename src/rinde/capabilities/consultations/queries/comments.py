"""Comments as the public may see them, as the desk has to deal with them, and counted."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Q

from rinde.capabilities.consultations.choices import CommentStatus, ConsultationStatus
from rinde.capabilities.consultations.models import Comment, Consultation, Reply
from rinde.capabilities.consultations.rules.replies import Outcome, Tally, tally


@dataclass(frozen=True, slots=True)
class CommentCount:
    """How many comments a consultation has in each state, and how many of those in view have no reply yet."""

    pending: int
    visible: int
    hidden: int
    unanswered: int

    @property
    def received(self) -> int:
        return self.pending + self.visible + self.hidden


@dataclass(frozen=True, slots=True)
class PublicReply:
    """An official reply after its publication."""

    number: int
    outcome: str
    text: str
    promise: str
    published_at: datetime


@dataclass(frozen=True, slots=True)
class PublicComment:
    """A comment with nothing in it that may not be public: no address ever, no name that nobody asked to show.

    One that is hidden has no text and says why; one that still waits is not among these.
    """

    number: int
    activity_key: str
    subject: str
    text: str
    author: str
    author_kind: str
    channel: str
    place: str
    received_on: datetime
    given_on: date | None
    is_hidden: bool
    hidden_reason: str
    is_confirmed: bool
    reply: PublicReply | None


def counts_of(consultation: Consultation) -> CommentCount:
    """Count the comments of a consultation by state. One query."""
    visible = Q(status=CommentStatus.VISIBLE)
    counted = Comment.objects.filter(consultation=consultation).aggregate(
        pending=Count("pk", filter=Q(status=CommentStatus.PENDING)),
        visible=Count("pk", filter=visible),
        hidden=Count("pk", filter=Q(status=CommentStatus.HIDDEN)),
        unanswered=Count("pk", filter=visible & Q(reply__isnull=True)),
    )
    return CommentCount(**counted)


def comments_by_activity(consultation: Consultation) -> Mapping[str, int]:
    """How many comments are in view of each activity («» for the plan in general). One query."""
    shown = Comment.objects.filter(consultation=consultation, status=CommentStatus.VISIBLE).order_by()
    return dict(shown.values_list("activity_key").annotate(many=Count("pk")))


def public_comments(consultation: Consultation, *, activity_key: str | None = None) -> Sequence[PublicComment]:
    """The comments that people may read with their published replies, oldest first. One query.

    Args:
        activity_key: only those on one activity; empty: only those on the plan in general; None: all.
    """
    rows = Comment.objects.filter(consultation=consultation).exclude(status=CommentStatus.PENDING)
    if activity_key is not None:
        rows = rows.filter(activity_key=activity_key)
    return tuple(map(_public, rows.select_related("reply").order_by("number")))


def _public(row: Comment) -> PublicComment:
    is_hidden = row.status == CommentStatus.HIDDEN
    return PublicComment(
        number=row.number,
        activity_key=row.activity_key,
        subject=row.subject,
        text="" if is_hidden else row.text,
        author=row.author_name if row.shows_name and not is_hidden else "",
        author_kind=row.get_author_kind_display() if row.author_kind else "",
        channel=row.get_channel_display(),
        place="" if is_hidden else row.place,
        received_on=row.received_at,
        given_on=row.given_on,
        is_hidden=is_hidden,
        hidden_reason=row.hidden_reason,
        is_confirmed=row.email_confirmed_at is not None,
        reply=_public_reply(row.reply) if row.reply and row.reply.published_at and not is_hidden else None,
    )


def _public_reply(row: Reply) -> PublicReply:
    return PublicReply(
        number=row.number,
        outcome=row.outcome,
        text=row.text,
        promise=row.promise,
        published_at=row.published_at,  # type: ignore[arg-type]  # only published ones come here
    )


def comments_to_moderate(consultation: Consultation, *, status: str = "") -> Sequence[Comment]:
    """The comments of a consultation for whoever looks after them, oldest first; only those of a state. One query."""
    rows = Comment.objects.filter(consultation=consultation)
    if status:
        rows = rows.filter(status=status)
    return tuple(rows.select_related("moderated_by", "entered_by", "reply").order_by("number"))


def comments_to_answer(consultation: Consultation) -> Sequence[Comment]:
    """The comments in view that have no reply yet, oldest first. One query."""
    rows = Comment.objects.filter(consultation=consultation, status=CommentStatus.VISIBLE, reply__isnull=True)
    return tuple(rows.order_by("number"))


def comment_of(consultation: Consultation, number: int) -> Comment | None:
    """One comment by its number; None where there is none."""
    found: Comment | None = Comment.objects.filter(consultation=consultation, number=number).first()
    return found


def tally_of(consultation: Consultation) -> Tally:
    """A consultation in numbers: what came, how, about what, and how it was answered. One query.

    Outcomes count once they are published; before that the public would read a decision that nobody took yet.
    """
    published = consultation.status == ConsultationStatus.ANSWERED
    rows = Comment.objects.filter(consultation=consultation).exclude(status=CommentStatus.PENDING)
    return tally(
        Outcome(
            activity_key=row.activity_key,
            subject=row.subject,
            outcome=row.reply.outcome if published and row.reply else "",
            is_hidden=row.status == CommentStatus.HIDDEN,
            channel=row.channel,
        )
        for row in rows.select_related("reply").defer("text", "reply__text")
    )
