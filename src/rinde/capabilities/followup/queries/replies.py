"""What a preliminary report says of somebody's units, and what they replied: the same queries for one and for all."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from rinde.capabilities.entities.models import Entity
from rinde.capabilities.followup.choices import CutOffStatus, ReportStage
from rinde.capabilities.followup.models import CutOff, FollowUpReport, FrozenActivity, UnitReply, Verdict
from rinde.capabilities.followup.queries.follow_up_parts import replies_of
from rinde.capabilities.followup.rules.freezing import FrozenCell, activity_from_json
from rinde.capabilities.plans.models import Plan

Whose = Callable[[int | None], bool]


@dataclass(frozen=True, slots=True)
class ReplyItem:
    """An activity of which a unit had something due, with what internal control says and what the unit replied."""

    frozen: FrozenActivity
    actor_id: int | None
    actor: str
    verdict: Verdict | None
    reply: UnitReply | None
    cells: tuple[FrozenCell, ...]  # the unit's own that were due

    @property
    def is_silent(self) -> bool:
        return self.reply is None


def preliminary_of(cut_off: CutOff) -> FollowUpReport | None:
    """The preliminary report of a cut-off, without its text. One query."""
    rows = FollowUpReport.objects.filter(cut_off=cut_off, stage=ReportStage.PRELIMINARY)
    found: FollowUpReport | None = rows.defer("content").first()
    return found


def open_preliminaries(plan: Plan) -> Sequence[FollowUpReport]:
    """The preliminary reports of a plan that units may still reply to, newest first, without their texts. One query."""
    rows = FollowUpReport.objects.filter(
        cut_off__plan=plan, cut_off__status=CutOffStatus.PRELIMINARY, stage=ReportStage.PRELIMINARY
    )
    return tuple(rows.select_related("cut_off").defer("content", "cut_off__figures").order_by("-issued_at"))


def reply_items(cut_off: CutOff, *, whose: Whose, key: str = "") -> tuple[ReplyItem, ...]:
    """What the preliminary report says of some units' activities, in the plan's order. Three queries.

    Args:
        whose: whether a unit, by its number, is one of them.
        key: of one activity only.
    """
    rows = FrozenActivity.objects.filter(cut_off=cut_off, due__gt=0).select_related("verdict").defer("content")
    rows = rows.filter(key=key) if key else rows
    found = [one for one in rows.order_by("position") if any(whose(number) for number, _ in one.actors)]
    texts = dict(FrozenActivity.objects.filter(pk__in=[one.pk for one in found]).values_list("pk", "content"))
    replies = {(one.frozen_id, one.actor_id): one for one in replies_of(cut_off)} if found else {}
    return tuple(
        _item(one, number, name, texts[one.pk], replies.get((one.pk, number)))
        for one in found
        for number, name in dict(one.actors).items()
        if whose(number)
    )


def _item(frozen: FrozenActivity, actor_id: int | None, name: str, content: str, reply: UnitReply | None) -> ReplyItem:
    cells = activity_from_json(content).cells
    own = tuple(one for one in cells if one.is_due and one.actor_id == actor_id)
    return ReplyItem(frozen, actor_id, name, getattr(frozen, "verdict", None), reply, own)


def reply_with_all(cut_off: CutOff, reply_id: int) -> UnitReply | None:
    """A reply to the preliminary report of a cut-off with its activity, unit and proofs; None where there is none, or
    only an agreement. Two queries.
    """
    rows = UnitReply.objects.filter(frozen__cut_off=cut_off, agrees=False, pk=reply_id)
    rows = rows.select_related("frozen__verdict", "actor", "written_by").defer("frozen__content")
    found: UnitReply | None = rows.prefetch_related("evidences").first()
    return found


@dataclass(frozen=True, slots=True)
class WaitingPreliminary:
    """A preliminary report that waits: for units that have not spoken, for answers, or for the final report."""

    report: FollowUpReport
    concerned: frozenset[int | None]
    replied: frozenset[int | None]
    unanswered: int

    @property
    def silent(self) -> frozenset[int | None]:
        return self.concerned - self.replied


def waiting_preliminaries(entity: Entity) -> tuple[WaitingPreliminary, ...]:
    """The preliminary reports of an entity that are out and not yet final, with who spoke. Three queries at most."""
    reports = FollowUpReport.objects.filter(
        entity=entity, cut_off__status=CutOffStatus.PRELIMINARY, stage=ReportStage.PRELIMINARY
    )
    whole = reports.select_related("cut_off__plan__follow_up_policy").defer("content", "cut_off__figures")
    found = list(whole.order_by("issued_at"))
    if not found:
        return ()
    numbers = [one.cut_off_id for one in found]
    concerned: dict[int, set[int | None]] = {number: set() for number in numbers}
    rows = FrozenActivity.objects.filter(cut_off__in=numbers, due__gt=0).values_list("cut_off_id", "actors")
    for cut_off_id, actors in rows:
        concerned[cut_off_id].update(number for number, _ in actors)
    replied: dict[int, set[int | None]] = {number: set() for number in numbers}
    unanswered = dict.fromkeys(numbers, 0)
    replies = UnitReply.objects.filter(frozen__cut_off__in=numbers)
    names = ("frozen__cut_off_id", "actor_id", "agrees", "is_accepted")
    for cut_off_id, actor_id, agrees, is_accepted in replies.values_list(*names):
        replied[cut_off_id].add(actor_id)
        unanswered[cut_off_id] += not agrees and is_accepted is None
    return tuple(
        WaitingPreliminary(
            one,
            frozenset(concerned[one.cut_off_id]),
            frozenset(replied[one.cut_off_id]),
            unanswered[one.cut_off_id],
        )
        for one in found
    )
