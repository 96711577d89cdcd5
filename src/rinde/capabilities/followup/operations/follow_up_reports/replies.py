"""Writes around the preliminary report: what the units reply, and what internal control makes of it."""

from collections.abc import Collection
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from rinde.capabilities.followup.choices import ReportStage
from rinde.capabilities.followup.models import CutOff, FollowUpReport, FrozenActivity, UnitReply
from rinde.capabilities.followup.operations.follow_up_reports.rows import locked_cut_off
from rinde.capabilities.followup.permissions import check_evaluate, check_report
from rinde.capabilities.followup.queries.evaluation import is_of_actor
from rinde.capabilities.followup.queries.recommendations import proofs_to_offer
from rinde.capabilities.followup.rules.follow_up_report.gaps import (
    answer_gaps,
    check_replies_open,
    reply_gaps,
    term_is_running,
)
from rinde.capabilities.plans.operations.editing import check_fresh
from rinde.foundations.refusals import NotReady, TransitionNotAllowed, refuse_gaps
from rinde.foundations.text.typed import tidy_text
from rinde.services.access import Principal
from rinde.services.audit.operations import record

NOT_REPLIED, NOT_ANSWERED = "No se guardó la réplica.", "No se guardó la respuesta."
NOT_THEIRS = "Esa dependencia no tenía nada programado en esta actividad. Escoja una actividad suya."
UNKNOWN_PROOF = "Una de las pruebas que escogió ya no está. Recargue la página y escoja de nuevo."


@transaction.atomic
def write_reply(
    *,
    cut_off_id: int,
    key: str,
    actor_id: int | None,
    text: str,
    evidence_ids: Collection[int] = (),
    seen: datetime | None,
    by: Principal,
    now: datetime,
) -> UnitReply:
    """Say for a unit why it does not agree with what the preliminary report says of an activity.

    One reply a unit and activity, which may be written again until the term ends. What comes later is kept and marked
    as late; it may be written again until internal control answers it.

    Args:
        evidence_ids: proofs that the unit has offered for this activity.
        seen: the mark of the reply that the person had before their eyes; None: there was none.

    Raises:
        NotAllowed: for whoever may not report for the unit.
        TransitionNotAllowed: before the preliminary report is out, once the final one is, once the reply was answered,
            or for one that came in time and whose term is over.
        NotReady: for an activity of which the unit had nothing due, or with everything that the reply lacks.
        StaleWrite: where somebody else of the unit wrote it in the meantime.
    """
    cut_off = locked_cut_off(cut_off_id)
    check_report(cut_off.plan, by=by, actor_id=actor_id)
    check_replies_open(cut_off.status)
    frozen = _activity_of(cut_off, key, actor_id)
    reply = UnitReply.objects.filter(frozen=frozen, actor_id=actor_id).first() or UnitReply(
        entity_id=cut_off.entity_id, frozen=frozen, actor_id=actor_id
    )
    check_fresh(reply.written_at, seen, is_own=reply.written_by_id == by.user_id)
    is_late = not term_is_running(_replies_until(cut_off), timezone.localdate(now))
    _check_writable(reply, is_late=is_late)
    text = tidy_text(text)
    proofs = {one.pk: one for one in proofs_to_offer(cut_off.plan, [actor_id], activity_key=key)}
    unknown = [UNKNOWN_PROOF] if set(evidence_ids) - proofs.keys() else []
    refuse_gaps(NOT_REPLIED, *reply_gaps(text), *unknown)
    reply.text, reply.agrees, reply.is_late = text, False, is_late
    reply.written_at, reply.written_by_id = now, by.user_id
    reply.save()
    reply.evidences.set(evidence_ids)
    facts = {"plan": cut_off.plan_id, "cut_off": cut_off.number, "activity": key, "actor": actor_id}
    facts |= {"is_late": is_late, "proofs": len(set(evidence_ids))}
    record(entity_id=cut_off.entity_id, action="followup.reply", target=reply, by=by, now=now, facts=facts)
    return reply


@transaction.atomic
def agree(*, cut_off_id: int, actor_id: int | None, by: Principal, now: datetime) -> int:
    """Say for a unit that it has nothing against what the preliminary report says of its activities, those aside on
    which it has replied; gives how many. Saying it again says nothing more.

    Raises:
        NotAllowed: for whoever may not report for the unit.
        TransitionNotAllowed: before the preliminary report is out, or once the final one is.
        NotReady: for a unit that had nothing due.
    """
    cut_off = locked_cut_off(cut_off_id)
    check_report(cut_off.plan, by=by, actor_id=actor_id)
    check_replies_open(cut_off.status)
    rows = FrozenActivity.objects.filter(cut_off=cut_off, due__gt=0).defer("content")
    mine = [one for one in rows if _is_of(one, actor_id)]
    if not mine:
        raise NotReady(NOT_REPLIED, (NOT_THEIRS,))
    said = set(UnitReply.objects.filter(frozen__in=mine, actor_id=actor_id).values_list("frozen_id", flat=True))
    is_late = not term_is_running(_replies_until(cut_off), timezone.localdate(now))
    replies = [
        UnitReply(
            entity_id=cut_off.entity_id,
            frozen=one,
            actor_id=actor_id,
            agrees=True,
            is_late=is_late,
            written_at=now,
            written_by_id=by.user_id,
        )
        for one in mine
        if one.pk not in said
    ]
    UnitReply.objects.bulk_create(replies)
    if replies:
        facts = {"plan": cut_off.plan_id, "cut_off": cut_off.number, "actor": actor_id, "activities": len(replies)}
        record(entity_id=cut_off.entity_id, action="followup.agree", target=cut_off, by=by, now=now, facts=facts)
    return len(replies)


@transaction.atomic
def answer_reply(
    *, reply_id: int, is_accepted: bool, text: str, seen: datetime | None, by: Principal, now: datetime
) -> UnitReply:
    """Say what internal control makes of a reply. Accepting it changes no verdict: that is written apart, on record.

    Args:
        seen: the mark of the reply as the person had it before their eyes (`mark_of`).

    Raises:
        NotAllowed: for everybody but internal control.
        TransitionNotAllowed: for a unit that agrees, or once the final report is out.
        StaleWrite: where the unit wrote it again, or somebody else answered, in the meantime.
        NotReady: without words that say why.
    """
    cut_off = locked_cut_off(UnitReply.objects.values_list("frozen__cut_off_id", flat=True).get(pk=reply_id))
    check_evaluate(cut_off.plan, by=by)
    check_replies_open(cut_off.status)
    reply: UnitReply = UnitReply.objects.select_for_update().get(pk=reply_id)
    if reply.agrees:
        raise TransitionNotAllowed("Esta dependencia está de acuerdo: no hay réplica que responder.")
    check_fresh(mark_of(reply), seen, is_own=reply.answered_by_id == by.user_id)
    text = tidy_text(text)
    refuse_gaps(NOT_ANSWERED, *answer_gaps(text))
    reply.is_accepted, reply.answer, reply.answered_at, reply.answered_by_id = is_accepted, text, now, by.user_id
    reply.save(update_fields=["is_accepted", "answer", "answered_at", "answered_by"])
    facts = {"plan": cut_off.plan_id, "cut_off": cut_off.number, "is_accepted": is_accepted}
    record(entity_id=cut_off.entity_id, action="followup.answer_reply", target=reply, by=by, now=now, facts=facts)
    return reply


def mark_of(reply: UnitReply) -> datetime:
    """When a reply was last written or answered."""
    return reply.answered_at or reply.written_at


def _activity_of(cut_off: CutOff, key: str, actor_id: int | None) -> FrozenActivity:
    found: FrozenActivity = FrozenActivity.objects.defer("content").get(cut_off=cut_off, key=key)
    if not found.due or not _is_of(found, actor_id):
        raise NotReady(NOT_REPLIED, (NOT_THEIRS,))
    return found


def _is_of(frozen: FrozenActivity, actor_id: int | None) -> bool:
    return is_of_actor(frozen, actor_id) or (actor_id is None and any(one is None for one, _ in frozen.actors))


def _replies_until(cut_off: CutOff) -> date | None:
    reports = FollowUpReport.objects.filter(cut_off=cut_off, stage=ReportStage.PRELIMINARY)
    found: date | None = reports.values_list("replies_until", flat=True).first()
    return found


def _check_writable(reply: UnitReply, *, is_late: bool) -> None:
    if reply.answered_at is not None:
        raise TransitionNotAllowed("Control interno ya respondió esta réplica: queda como está.")
    if reply.pk and is_late and not reply.is_late and not reply.agrees:
        raise TransitionNotAllowed("El plazo terminó y su réplica llegó a tiempo: queda como la envió.")
