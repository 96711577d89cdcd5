"""What citizens say of an activity: received without an account, shown or hidden with a reason, answered, forgotten."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction
from django.db.models import Max, Q
from django.template.loader import render_to_string

from rinde.capabilities.entities.models import Entity
from rinde.capabilities.followup.choices import RemarkStatus
from rinde.capabilities.followup.models import Remark
from rinde.capabilities.followup.permissions import check_moderate
from rinde.capabilities.followup.rules.remarks import (
    CONSENT_VERSION,
    KEEP_ADDRESSES_FOR,
    KEEP_OF_HIDDEN_FOR,
    RemarkValues,
    answer_gaps,
    check_answerable,
    check_may_become,
    remark_gaps,
    subject_of,
)
from rinde.capabilities.plans.models import Plan
from rinde.capabilities.plans.queries.published import published_content
from rinde.foundations.refusals import TransitionNotAllowed, refuse_gaps
from rinde.foundations.text.hiding import hiding_gaps
from rinde.foundations.text.typed import tidy_text
from rinde.services.access import ANONYMOUS, Principal
from rinde.services.audit.operations import record
from rinde.services.notifications.operations import send_once
from rinde.services.tenancy import active_tenant

LinkOf = Callable[[Remark], str]


@dataclass(frozen=True, slots=True)
class Received:
    """A remark that stands; `is_new` is False where this very form had come in before."""

    remark: Remark
    is_new: bool


@transaction.atomic
def leave_remark(*, plan_id: int, activity_key: str, values: RemarkValues, form_token: str, now: datetime) -> Received:
    """Take in what a visitor says of an activity of a published plan. The same form again gives the same remark.

    Raises:
        TransitionNotAllowed: where the plan in force has no such activity.
        NotReady: with everything that is missing.
    """
    plan = _locked_plan(plan_id)
    if before := Remark.objects.filter(plan=plan, form_token=form_token).first():
        return Received(before, is_new=False)
    content = published_content(plan)
    subject = subject_of(content, activity_key) if content else None
    if subject is None:
        raise TransitionNotAllowed("Esa actividad ya no está en el plan publicado. Búsquela en la página del plan.")
    values = _tidied(values)
    refuse_gaps("No recibimos la nota todavía.", *remark_gaps(values))
    gave_data = values.has_personal_data
    remark: Remark = Remark.objects.create(
        entity_id=plan.entity_id,
        plan=plan,
        number=(Remark.objects.filter(plan=plan).aggregate(last=Max("number"))["last"] or 0) + 1,
        activity_key=activity_key,
        subject=subject,
        text=values.text,
        author_name=values.author_name,
        shows_name=values.shows_name,
        email=values.email,
        consent_version=CONSENT_VERSION if gave_data else 0,
        consented_at=now if gave_data else None,
        received_at=now,
        form_token=form_token,
    )
    _record(remark, "followup.remark_leave", by=ANONYMOUS, now=now)
    return Received(remark, is_new=True)


def _locked_plan(plan_id: int) -> Plan:
    plan: Plan = Plan.objects.select_for_update(of=("self",)).select_related("entity").get(pk=plan_id)
    return plan


def _tidied(values: RemarkValues) -> RemarkValues:
    return replace(
        values,
        text=tidy_text(values.text),
        author_name=" ".join(values.author_name.split()),
        email=values.email.strip().lower(),
    )


@transaction.atomic
def show_remark(*, plan_id: int, number: int, by: Principal, now: datetime) -> Remark:
    """Put a remark in view.

    Raises:
        NotAllowed: for whoever may not moderate.
        TransitionNotAllowed: where it is in view already.
    """
    remark = _locked_remark(plan_id, number, by=by)
    check_may_become(remark.status, RemarkStatus.VISIBLE)
    return _moderate(remark, RemarkStatus.VISIBLE, "", by=by, now=now)


@transaction.atomic
def hide_remark(*, plan_id: int, number: int, reason: str, by: Principal, now: datetime) -> Remark:
    """Take a remark out of view. Its number stays in its place with «No se muestra porque…».

    Raises:
        NotAllowed: for whoever may not moderate.
        TransitionNotAllowed: where it is hidden already.
        NotReady: without a reason.
    """
    remark = _locked_remark(plan_id, number, by=by)
    check_may_become(remark.status, RemarkStatus.HIDDEN)
    said = " ".join(tidy_text(reason).split())
    refuse_gaps("No se ocultó la nota.", *hiding_gaps(said))
    return _moderate(remark, RemarkStatus.HIDDEN, said, by=by, now=now)


@transaction.atomic
def answer_remark(*, plan_id: int, number: int, text: str, link_of: LinkOf, by: Principal, now: datetime) -> Remark:
    """Answer a remark in public. Whoever left a mail for it gets the answer, once, and the mail is erased.

    Args:
        link_of: the public address of the answer, for the mail.

    Raises:
        NotAllowed: for whoever may not moderate.
        TransitionNotAllowed: for a remark that is not in view.
        NotReady: without words.
    """
    remark = _locked_remark(plan_id, number, by=by)
    check_answerable(remark.status)
    said = tidy_text(text)
    refuse_gaps("No se guardó la respuesta.", *answer_gaps(said))
    remark.answer, remark.answered_at, remark.answered_by_id = said, now, by.user_id
    _tell_author(remark, link_of, now=now)
    _forget_person(remark)
    remark.save(update_fields=["answer", "answered_at", "answered_by", "email", "author_name"])
    _record(remark, "followup.remark_answer", by=by, now=now)
    return remark


def _tell_author(remark: Remark, link_of: LinkOf, *, now: datetime) -> None:
    if not remark.email:
        return
    send_once(
        entity_id=remark.entity_id,
        key=f"remark-answer:{remark.pk}",
        recipient=f"remark:{remark.pk}",
        address=remark.email,
        subject=f"Respuesta a su nota {remark.number}",
        body=render_to_string("followup/mail/remark_answer.txt", {"remark": remark, "link": link_of(remark)}),
        now=now,
    )


def _forget_person(remark: Remark) -> None:
    """What was kept for an answer has no purpose any more; a name that was asked to be shown stays."""
    remark.email = ""
    if not remark.shows_name:
        remark.author_name = ""


def _locked_remark(plan_id: int, number: int, *, by: Principal) -> Remark:
    plan = _locked_plan(plan_id)
    check_moderate(plan, by=by)
    remark: Remark = Remark.objects.get(plan=plan, number=number)
    remark.plan = plan
    return remark


def _moderate(remark: Remark, to: str, reason: str, *, by: Principal, now: datetime) -> Remark:
    remark.status, remark.hidden_reason = to, reason
    remark.moderated_at, remark.moderated_by_id = now, by.user_id
    remark.save(update_fields=["status", "hidden_reason", "moderated_at", "moderated_by"])
    _record(
        remark,
        "followup.remark_show" if to == RemarkStatus.VISIBLE else "followup.remark_hide",
        by=by,
        now=now,
    )
    return remark


def _record(remark: Remark, action: str, *, by: Principal, now: datetime) -> None:
    facts = {"plan": remark.plan_id, "number": remark.number, "activity": remark.activity_key}
    record(entity_id=remark.entity_id, action=action, target=remark, by=by, now=now, facts=facts)


def forget_people(*, now: datetime) -> int:
    """Erase each night the mails and unshown names of remarks that were never answered, or were hidden long ago.

    Gives how many remarks lost theirs. Asking again erases none.
    """
    return sum(_forget_in(entity, now=now) for entity in Entity.objects.order_by("pk"))


@transaction.atomic
def _forget_in(entity: Entity, *, now: datetime) -> int:
    with active_tenant(entity):
        old = Q(received_at__lt=now - KEEP_ADDRESSES_FOR)
        hidden = Q(status=RemarkStatus.HIDDEN, moderated_at__lt=now - KEEP_OF_HIDDEN_FOR)
        holds = ~Q(email="") | Q(shows_name=False) & ~Q(author_name="")
        numbers = list(Remark.objects.filter(holds, old | hidden).values_list("pk", flat=True))
        found = Remark.objects.filter(pk__in=numbers)
        found.exclude(email="").update(email="")
        found.filter(shows_name=False).update(author_name="")
        for remark in found:
            _record(remark, "followup.remark_forget", by=ANONYMOUS, now=now)
    return len(numbers)
