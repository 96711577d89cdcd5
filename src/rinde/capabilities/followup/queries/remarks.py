"""What citizens say of activities: as the public may read it, and as the desk has to deal with it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q

from rinde.capabilities.followup.choices import RemarkStatus
from rinde.capabilities.followup.models import Remark
from rinde.capabilities.plans.models import Plan

_UNANSWERED = Q(status=RemarkStatus.VISIBLE, answer="")


@dataclass(frozen=True, slots=True)
class PublicRemark:
    """A remark with nothing in it that may not be public: no mail ever, no name that nobody asked to show.

    One that is hidden has no text, no name and no answer, and says why; one that still waits is not among these.
    """

    number: int
    activity_key: str
    subject: str
    text: str
    author: str
    received_at: datetime
    hidden_reason: str
    answer: str
    answered_at: datetime | None

    @property
    def is_hidden(self) -> bool:
        return bool(self.hidden_reason)


@dataclass(frozen=True, slots=True)
class RemarkCount:
    """How many remarks there are in each state, and how many of those in view nobody has answered."""

    pending: int = 0
    visible: int = 0
    hidden: int = 0
    unanswered: int = 0

    @property
    def received(self) -> int:
        return self.pending + self.visible + self.hidden


@dataclass(frozen=True, slots=True)
class WaitingRemarks:
    """What waits for a moderator in one plan."""

    plan_id: int
    title: str
    pending: int
    unanswered: int


def public_remarks(
    plan_id: int, *, activity_key: str | None = None, most: int | None = None
) -> tuple[PublicRemark, ...]:
    """What was said of a plan or of one activity, newest first, at most so many. One query."""
    rows = Remark.objects.filter(plan_id=plan_id).exclude(status=RemarkStatus.PENDING)
    if activity_key is not None:
        rows = rows.filter(activity_key=activity_key)
    return tuple(_public(one) for one in rows.order_by("-number")[:most])


def _public(one: Remark) -> PublicRemark:
    in_view = one.status == RemarkStatus.VISIBLE
    return PublicRemark(
        number=one.number,
        activity_key=one.activity_key,
        subject=one.subject,
        text=one.text if in_view else "",
        author=one.author_name if in_view and one.shows_name else "",
        received_at=one.received_at,
        hidden_reason=one.hidden_reason,
        answer=one.answer if in_view else "",
        answered_at=one.answered_at if in_view else None,
    )


def remark_count(plan_id: int, *, activity_key: str | None = None) -> RemarkCount:
    """Count the remarks of a plan or of one activity by state. One query."""
    rows = Remark.objects.filter(plan_id=plan_id)
    if activity_key is not None:
        rows = rows.filter(activity_key=activity_key)
    return RemarkCount(
        **rows.aggregate(
            pending=Count("pk", filter=Q(status=RemarkStatus.PENDING)),
            visible=Count("pk", filter=Q(status=RemarkStatus.VISIBLE)),
            hidden=Count("pk", filter=Q(status=RemarkStatus.HIDDEN)),
            unanswered=Count("pk", filter=_UNANSWERED),
        )
    )


def has_remark(plan_id: int, activity_key: str, number: int) -> bool:
    """Whether a remark of that number was left on an activity, whatever became of it. One query."""
    return bool(Remark.objects.filter(plan_id=plan_id, activity_key=activity_key, number=number).exists())


def remarks_to_moderate(plan: Plan, *, status: str = "", unanswered: bool = False) -> Sequence[Remark]:
    """The remarks of a plan for the desk, oldest first: who waits longest comes first. One query."""
    rows = Remark.objects.filter(plan=plan).select_related("moderated_by", "answered_by").order_by("number")
    if status:
        rows = rows.filter(status=status)
    if unanswered:
        rows = rows.filter(_UNANSWERED)
    return rows  # type: ignore[no-any-return]


def remark_of(plan: Plan, number: int) -> Remark | None:
    """One remark of a plan."""
    found: Remark | None = Remark.objects.filter(plan=plan, number=number).first()
    return found


def waiting_remarks() -> tuple[WaitingRemarks, ...]:
    """The plans of the active entity in which a remark waits to be looked at or answered. One query."""
    rows = (
        Remark.objects.filter(Q(status=RemarkStatus.PENDING) | _UNANSWERED)
        .values("plan_id", "plan__title")
        .annotate(
            pending=Count("pk", filter=Q(status=RemarkStatus.PENDING)), unanswered=Count("pk", filter=_UNANSWERED)
        )
        .order_by("plan__title", "plan_id")
    )
    return tuple(WaitingRemarks(one["plan_id"], one["plan__title"], one["pending"], one["unanswered"]) for one in rows)
