"""Replies as the desk writes them, each with the comments that it answers."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from rinde.capabilities.consultations.models import Comment, Consultation, Reply
from rinde.capabilities.plans.models import Activity, Plan


@dataclass(frozen=True, slots=True)
class ReplyOnDesk:
    """A reply with what it answers."""

    reply: Reply
    comments: tuple[Comment, ...]


def replies_of(consultation: Consultation) -> Sequence[ReplyOnDesk]:
    """Every reply of a consultation with its comments, in order. Two queries."""
    answered: dict[int, list[Comment]] = defaultdict(list)
    for comment in Comment.objects.filter(consultation=consultation, reply__isnull=False).order_by("number"):
        answered[comment.reply_id].append(comment)
    rows = Reply.objects.filter(consultation=consultation).select_related("activity", "edited_by").order_by("number")
    return tuple(ReplyOnDesk(row, tuple(answered[row.pk])) for row in rows)


def reply_of(consultation: Consultation, number: int) -> ReplyOnDesk | None:
    """One reply by its number with its comments; None where there is none. Two queries."""
    row = Reply.objects.filter(consultation=consultation, number=number).select_related("activity").first()
    if row is None:
        return None
    return ReplyOnDesk(row, tuple(Comment.objects.filter(reply=row).order_by("number")))


@dataclass(frozen=True, slots=True)
class ActivityChoice:
    """An activity of the draft to be chosen as the place of a promised change."""

    id: int
    key: str
    label: str


def activity_choices(plan: Plan) -> Sequence[ActivityChoice]:
    """The activities of the draft in their order. One query."""
    rows = Activity.objects.filter(plan=plan).order_by("node__position", "position", "pk")
    return tuple(ActivityChoice(row.pk, row.key, str(row)) for row in rows.only("pk", "key", "code", "name"))
