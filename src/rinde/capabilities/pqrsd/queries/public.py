"""What everybody may read of petitions: the questions that were written for all, and their answers. Nobody's data."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Prefetch, Q
from django.utils import timezone

from rinde.capabilities.entities.models import Entity
from rinde.capabilities.pqrsd.choices import AnswerStatus, PetitionStatus
from rinde.capabilities.pqrsd.models import Answer, Petition, PetitionQuerySet


@dataclass(frozen=True, slots=True)
class PublicPetition:
    """A petition with nothing in it that may not be public: the text is the one that was written for everybody.

    `asked` is empty for an anonymous petition that is only answered by notice. `answer` is empty until it is sent, and
    where the entity answered the person alone.
    """

    number: str
    asked: str
    kind: str
    origin: str
    origin_key: str
    channel: str
    received_on: date
    status: str
    is_open: bool
    due_on: date | None
    answer: str
    answered_on: date | None
    transferred_to: str
    is_late: bool  # answered after its term, or not answered and past it


def public_petitions(entity: Entity, origin_prefix: str = "", *, today: date | None = None) -> Sequence[PublicPetition]:
    """The petitions of an entity that everybody may read, newest first. Two queries.

    Args:
        origin_prefix: only those whose origin begins so: «dialogue.question:».
        today: by which what is not answered is late; without it, only what was answered late is.
    """
    return tuple(public_petition(one, today=today) for one in public_rows(entity, origin_prefix))


def public_rows(entity: Entity, origin_prefix: str = "") -> PetitionQuerySet:
    """The rows behind `public_petitions`, for a page of them, with their sent answer prefetched. Two queries."""
    # Who asked without a name is answered by a notice: the answer is there although the question is not.
    by_notice = Q(is_anonymous=True, status=PetitionStatus.ANSWERED)
    rows: PetitionQuerySet = Petition.objects.filter(~Q(public_text="") | by_notice, entity=entity)
    if origin_prefix:
        rows = rows.filter(origin_key__startswith=origin_prefix)
    sent = Prefetch("answers", queryset=Answer.objects.filter(status=AnswerStatus.SENT), to_attr="sent")
    return rows.prefetch_related(sent).order_by("-year", "-sequence")


def public_petition(row: Petition, *, today: date | None = None) -> PublicPetition:
    """A prefetched row as everybody may read it. No query."""
    sent: Answer | None = next(iter(row.sent), None)  # type: ignore[attr-defined]  # of the prefetch above
    answered_on = _day(sent.sent_at) if sent else None
    closed = answered_on or (None if row.is_open else _day(row.closed_at)) or today
    return PublicPetition(
        number=row.number,
        asked=row.public_text,
        kind=row.get_kind_display() if row.kind else "",
        origin=row.origin,
        origin_key=row.origin_key,
        channel=row.get_channel_display(),
        received_on=timezone.localdate(row.received_at),
        status=row.status,
        is_open=row.is_open,
        due_on=row.due_on,
        answer=sent.public_text if sent else "",
        answered_on=answered_on,
        transferred_to=row.transferred_to if row.status == PetitionStatus.TRANSFERRED else "",
        is_late=bool(row.due_on and closed and closed > row.due_on),
    )


def _day(moment: datetime | None) -> date | None:
    return timezone.localdate(moment) if moment else None
