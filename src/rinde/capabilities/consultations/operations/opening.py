"""Opening a draft to its public, giving it more days, and taking back what should not have been opened."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from rinde.capabilities.consultations.choices import ConsultationStatus
from rinde.capabilities.consultations.models import Consultation
from rinde.capabilities.consultations.operations.erasing import erase_personal_data
from rinde.capabilities.consultations.operations.locking import locked, next_number
from rinde.capabilities.consultations.permissions import check_manage
from rinde.capabilities.consultations.queries import plan_calendar
from rinde.capabilities.consultations.rules.states import check_may_become
from rinde.capabilities.consultations.rules.terms import (
    NoticeValues,
    days_gaps,
    extension_gaps,
    notice_gaps,
    term_of,
)
from rinde.capabilities.plans.choices import PlanStatus
from rinde.capabilities.plans.models import Plan
from rinde.capabilities.plans.operations.moving import keep_comments_until, move_plan
from rinde.capabilities.plans.queries import working_content
from rinde.capabilities.plans.rules.acts import reason_gaps
from rinde.capabilities.plans.rules.content import PlanContent, canonical_json, content_hash
from rinde.foundations.law.terms import Term, long_day
from rinde.foundations.refusals import StaleWrite, TransitionNotAllowed, refuse_gaps
from rinde.services.access import Principal
from rinde.services.audit.operations import record

NOT_OPENED = "No se abrió la consulta."


@transaction.atomic
def open_consultation(
    *, plan_id: int, values: NoticeValues, by: Principal, now: datetime, reviewed: str = ""
) -> Consultation:
    """Put the draft before its public as it is at this moment, for the days that were chosen.

    The rows may go on being edited; what people comment on is the frozen text.

    Args:
        reviewed: the hash of the text that the person had before their eyes; empty: whatever it is now.

    Raises:
        NotAllowed: for whoever may not run consultations of this plan.
        TransitionNotAllowed: from a state of the plan without this step, or while another one is open.
        NotReady: with everything that is missing.
        StaleWrite: where somebody edited the draft after it was reviewed.
    """
    plan: Plan = Plan.objects.select_for_update(of=("self",)).select_related("entity").get(pk=plan_id)
    check_manage(plan, by=by)
    _refuse_second(plan)
    today = timezone.localdate(now)
    content = working_content(plan, on=today)
    refuse_gaps(NOT_OPENED, *notice_gaps(values), *_content_gaps(content))
    canonical = canonical_json(content)
    if reviewed and reviewed != content_hash(canonical):
        raise StaleWrite("Otra persona cambió el borrador después de que usted lo revisó. Revíselo de nuevo.")
    term = _count(plan, today, values.days, values.count_in)
    consultation = _create(plan, values, term, canonical, by=by, now=now)
    keep_comments_until(plan.pk, term.due_on)
    if plan.status != PlanStatus.IN_CONSULTATION:
        note = f"Se puede comentar hasta el {long_day(term.due_on)}."
        move_plan(plan, PlanStatus.IN_CONSULTATION, by=by, now=now, note=note)
    facts = {"plan": plan.pk, "number": consultation.number, "until": term.due_on.isoformat()}
    facts |= {"sha256": consultation.sha256}
    record(entity_id=plan.entity_id, action="consultations.open", target=consultation, by=by, now=now, facts=facts)
    return consultation


def _refuse_second(plan: Plan) -> None:
    if Consultation.objects.filter(plan=plan, status=ConsultationStatus.OPEN).exists():
        raise TransitionNotAllowed("Este plan ya tiene una consulta abierta. Amplíe su plazo, o espere a que termine.")
    if plan.status not in {PlanStatus.DRAFT, PlanStatus.IN_CONSULTATION}:
        raise TransitionNotAllowed("Solo un borrador se abre a comentarios. Devuelva primero el plan a borrador.")


def _content_gaps(content: PlanContent) -> tuple[str, ...]:
    if next(content.placed(), None) is None:
        return ("El borrador no tiene actividades. Agregue al menos una antes de mostrarlo.",)
    return ()


def _count(plan: Plan, opens_on: date, days: int, count_in: str) -> Term:
    return term_of(opens_on, days=days, count_in=count_in, calendar=plan_calendar(plan, from_on=opens_on))


def _create(
    plan: Plan, values: NoticeValues, term: Term, canonical: str, *, by: Principal, now: datetime
) -> Consultation:
    created: Consultation = Consultation.objects.create(
        entity_id=plan.entity_id,
        plan=plan,
        number=next_number(Consultation.objects.filter(plan=plan)),
        notice=values.notice.strip(),
        how_on_paper=values.how_on_paper.strip(),
        shows_at_once=values.shows_at_once,
        opens_on=term.start,
        closes_on=term.due_on,
        days=values.days,
        count_in=values.count_in,
        counting=term.in_words,
        content=canonical,
        sha256=content_hash(canonical),
        opened_at=now,
        opened_by_id=by.user_id,
    )
    return created


@transaction.atomic
def extend_consultation(*, consultation_id: int, days: int, reason: str, by: Principal, now: datetime) -> Consultation:
    """Give a consultation more days, counted anew from its opening, with a reason that everybody reads.

    Args:
        days: of the whole period, not only the added ones.

    Raises:
        NotAllowed: for whoever may not run it.
        TransitionNotAllowed: where it is no longer open.
        NotReady: after its last day, for fewer days than it has, or without a reason.
    """
    consultation = locked(consultation_id)
    check_manage(consultation.plan, by=by)
    if consultation.status != ConsultationStatus.OPEN:
        raise TransitionNotAllowed("Solo se amplía una consulta abierta. Puede abrir otra.")
    refuse_gaps("No se amplió el plazo.", *days_gaps(days, consultation.count_in))
    term = _count(consultation.plan, consultation.opens_on, days, consultation.count_in)
    before = consultation.closes_on
    refuse_gaps(
        "No se amplió el plazo.",
        *extension_gaps(closes_on=before, extended_to=term.due_on, reason=reason, today=timezone.localdate(now)),
    )
    told = {"from_on": before.isoformat(), "to_on": term.due_on.isoformat(), "why": reason.strip()}
    consultation.extensions = [*consultation.extensions, told | {"at": now.isoformat()}]
    consultation.closes_on, consultation.days, consultation.counting = term.due_on, days, term.in_words
    consultation.save(update_fields=["extensions", "closes_on", "days", "counting"])
    keep_comments_until(consultation.plan_id, term.due_on)
    facts = {"from": before.isoformat(), "until": term.due_on.isoformat()}
    entity_id = consultation.entity_id
    record(entity_id=entity_id, action="consultations.extend", target=consultation, by=by, now=now, facts=facts)
    return consultation


@transaction.atomic
def withdraw_consultation(*, consultation_id: int, reason: str, by: Principal, now: datetime) -> Consultation:
    """Take back a consultation that should not have been opened; its comments stay in view beside the reason.

    The plan goes back to draft. Nobody will answer any more, so the addresses are erased.

    Raises:
        NotAllowed: for whoever may not run it.
        TransitionNotAllowed: where it is no longer open.
        NotReady: without a reason that explains it.
    """
    consultation = locked(consultation_id)
    plan = Plan.objects.select_for_update(of=("self",)).select_related("entity").get(pk=consultation.plan_id)
    check_manage(plan, by=by)
    check_may_become(consultation.status, ConsultationStatus.WITHDRAWN)
    missing = "Diga por qué se retira la consulta. La ciudadanía leerá el motivo."
    refuse_gaps("No se retiró la consulta.", *reason_gaps(reason, missing=missing))
    consultation.status = ConsultationStatus.WITHDRAWN
    consultation.withdrawn_at, consultation.withdrawn_by_id = now, by.user_id
    consultation.withdrawn_reason = reason.strip()
    consultation.save(update_fields=["status", "withdrawn_at", "withdrawn_by", "withdrawn_reason"])
    erase_personal_data(consultation, now=now)
    keep_comments_until(plan.pk, None)
    if plan.status == PlanStatus.IN_CONSULTATION:
        move_plan(plan, PlanStatus.DRAFT, by=by, now=now, note=f"Se retiró la consulta: {reason.strip()}")
    record(entity_id=plan.entity_id, action="consultations.withdraw", target=consultation, by=by, now=now)
    return consultation
