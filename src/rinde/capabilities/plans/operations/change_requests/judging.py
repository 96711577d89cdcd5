"""What becomes of a request: the coordinator's opinion, the decision with an act, or its end."""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from rinde.capabilities.plans.choices import ActPurpose, ChangeStatus
from rinde.capabilities.plans.models import Act, ChangeRequest, Plan
from rinde.capabilities.plans.operations.approving import keep_act
from rinde.capabilities.plans.operations.change_requests.asking import ask
from rinde.capabilities.plans.operations.publishing import locked_plan
from rinde.capabilities.plans.permissions import check_give_opinion, check_register_act
from rinde.capabilities.plans.queries.change_requests import asked_of, onto_present, proposal_of
from rinde.capabilities.plans.rules.acts import REASON_LENGTH, ActValues, act_gaps
from rinde.capabilities.plans.rules.acts import reason_gaps as text_gaps
from rinde.capabilities.plans.rules.change_requests.merging import clashes
from rinde.capabilities.plans.rules.change_requests.proposals import (
    LONGEST_OPINION,
    asked_on,
    read_base,
    reason_gaps,
)
from rinde.capabilities.plans.rules.change_requests.states import check_may_become
from rinde.foundations.refusals import NotAllowed, refuse_gaps
from rinde.services.access import Principal
from rinde.services.audit.operations import record

NOT_JUDGED = "No se guardó el concepto."
NOT_DECIDED = "No se registró la decisión."


@transaction.atomic
def give_opinion(*, request_id: int, favourable: bool, text: str, by: Principal, now: datetime) -> ChangeRequest:
    """Write down what the plan's coordinator thinks of a request; it decides nothing. The same twice is once.

    Raises:
        NotAllowed: for whoever does not coordinate the plan.
        TransitionNotAllowed: for a request that has its opinion or has ended.
        NotReady: for an unfavourable opinion that does not say why.
    """
    plan, request = _locked(request_id)
    check_give_opinion(plan, by=by)
    if request.status == ChangeStatus.WITH_OPINION and (request.opinion_is_favourable, request.opinion) == (
        favourable,
        text.strip(),
    ):
        return request
    check_may_become(request.status, ChangeStatus.WITH_OPINION, number=request.number)
    missing = "" if favourable else "Diga por qué el concepto no es favorable. Lo leerá quien decide."
    asks = {"longest": LONGEST_OPINION} | ({"shortest": 1} if favourable else {})  # «Procede.» is enough to agree
    gaps = text_gaps(text, missing=missing, **asks) if missing or text.strip() else ()
    refuse_gaps(NOT_JUDGED, *gaps)
    request.opinion_is_favourable, request.opinion = favourable, text.strip()
    request.opinion_at, request.opinion_by_id = now, by.user_id
    _move(request, ChangeStatus.WITH_OPINION, "plans.change_opinion", by=by, now=now, facts={"favourable": favourable})
    return request


@transaction.atomic
def withdraw_change(*, request_id: int, by: Principal, now: datetime, reason: str = "") -> ChangeRequest:
    """Take back what one asked for oneself, while it is not published. A second click does nothing.

    Raises:
        NotAllowed: for anybody but who asked.
        TransitionNotAllowed: for a request that has ended.
    """
    plan, request = _locked(request_id)
    if by.tenant_id != plan.entity_id or by.user_id is None or by.user_id != request.requested_by_id:
        raise NotAllowed("Solo quien pidió el cambio lo retira. Si no procede, se niega con su razón.")
    if request.status == ChangeStatus.WITHDRAWN:
        return request
    check_may_become(request.status, ChangeStatus.WITHDRAWN, number=request.number)
    refuse_gaps("La solicitud no se retiró.", *(text_gaps(reason, missing="", shortest=1) if reason.strip() else ()))
    request.decision = reason.strip()
    request.decided_at, request.decided_by_id = now, by.user_id
    _move(request, ChangeStatus.WITHDRAWN, "plans.change_withdraw", by=by, now=now)
    return request


@transaction.atomic
def approve_changes(
    *, plan_id: int, request_ids: Sequence[int], values: ActValues, by: Principal, now: datetime
) -> Act:
    """Write down the act by which a body approved some requests, with exactly what it approved. Twice is once.

    Raises:
        NotAllowed: for whoever may not; `SecondFactorMissing` for whoever may, without their code.
        TransitionNotAllowed: for a request that has no opinion yet, or has ended.
        NotReady: with everything that the act lacks, or without any request of this plan.
    """
    plan = locked_plan(plan_id)
    check_register_act(plan, by=by)
    requests = requests_of(plan, request_ids, NOT_DECIDED)
    if (sent_before := _same_act(requests, values)) is not None:
        return sent_before
    for one in requests:
        check_may_become(one.status, ChangeStatus.APPROVED, number=one.number)
    refuse_gaps(NOT_DECIDED, *_act_gaps(values, requests, timezone.localdate(now)), *_clash_gaps(plan, requests))
    act = _keep_act(plan, requests, values, by=by, now=now)
    for one in requests:
        one.act, one.decided_at, one.decided_by_id = act, now, by.user_id
        _move(one, ChangeStatus.APPROVED, "plans.change_approve", by=by, now=now, facts={"act": act.pk})
    return act


def _same_act(requests: Sequence[ChangeRequest], values: ActValues) -> Act | None:
    acts = {one.act for one in requests if one.status == ChangeStatus.APPROVED}
    act = acts.pop() if len(acts) == 1 and all(one.status == ChangeStatus.APPROVED for one in requests) else None
    asked = (values.body.strip(), values.number.strip(), values.dated_on)
    return act if act and (act.body, act.number, act.dated_on) == asked else None


def _clash_gaps(plan: Plan, requests: Sequence[ChangeRequest]) -> Iterator[str]:
    """Two approved requests that no version can take up together would only be found out at publishing."""
    approved = ChangeRequest.objects.filter(plan=plan, status=ChangeStatus.APPROVED)
    bases = {one.base_sha256 for one in requests}  # one on another text waits to be asked for again anyway
    standing = [one for one in approved if one.base_sha256 in bases]
    deciding = {one.number for one in requests}
    found = clashes(list(map(asked_of, (*requests, *standing))))
    return (one.sentence for one in found if deciding & set(one.numbers))


def _act_gaps(values: ActValues, requests: Sequence[ChangeRequest], today: date) -> tuple[str, ...]:
    """An act may not decide what nobody had asked for yet, unless the request was written down afterwards."""
    gaps = act_gaps(values, today=today, made_on=date.min)
    newest = max(requests, key=lambda one: one.requested_at)
    asked = timezone.localdate(newest.requested_at)
    if values.dated_on and values.dated_on < asked and not values.is_older:
        gaps += (
            (
                f"El acto es del {values.dated_on:%d/%m/%Y} y la solicitud {newest.number} se hizo el "
                f"{asked:%d/%m/%Y}. Si así fue, confírmelo; si no, corrija la fecha."
            ),
        )
    return gaps


def _keep_act(plan: Plan, requests: Sequence[ChangeRequest], values: ActValues, *, by: Principal, now: datetime) -> Act:
    decided = [
        {"number": one.number, "kind": one.kind, "subject": one.subject, "proposal": one.proposal} for one in requests
    ]
    canonical = json.dumps(decided, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    act = keep_act(plan, ActPurpose.CHANGE, values, canonical, by=by, now=now)
    facts = {"act": act.pk, "sha256": act.sha256, "file": act.file_id, "requests": [one.number for one in requests]}
    record(entity_id=plan.entity_id, action="plans.change_act", target=plan, by=by, now=now, facts=facts)
    return act


@transaction.atomic
def reject_change(*, request_id: int, reason: str, by: Principal, now: datetime) -> ChangeRequest:
    """Refuse a request, with the reason that everybody in the entity reads. A second click does nothing.

    Raises:
        NotAllowed: for whoever may not decide; `SecondFactorMissing` for whoever may, without their code.
        TransitionNotAllowed: for a request that has no opinion yet, or has ended.
        NotReady: without a reason worth the name.
    """
    plan, request = _locked(request_id)
    check_register_act(plan, by=by)
    if request.status == ChangeStatus.REJECTED:
        return request
    check_may_become(request.status, ChangeStatus.REJECTED, number=request.number)
    refuse_gaps(NOT_DECIDED, *reason_gaps(reason))
    request.decision = reason.strip()
    request.decided_at, request.decided_by_id = now, by.user_id
    _move(request, ChangeStatus.REJECTED, "plans.change_reject", by=by, now=now)
    return request


@transaction.atomic
def ask_again(*, request_id: int, by: Principal, now: datetime) -> ChangeRequest:
    """Bring a request onto the text that stands now, as a new one; the old one ends, and says which follows it.

    What the asker wanted to change stays as they wanted it; everything else is as it is now. The day that decides what
    was late stays the first one: a unit that asked in time must not pay for the wait.

    Raises:
        NotAllowed: for anybody but who asked and who coordinates the plan.
        TransitionNotAllowed: for a request that has ended.
        NotReady: where the plan already says what was asked, or what it was about has gone.
    """
    plan, request = _locked(request_id)
    if by.user_id is None or by.user_id != request.requested_by_id:
        check_give_opinion(plan, by=by)
    check_may_become(request.status, ChangeStatus.WITHDRAWN, number=request.number)
    wish = onto_present(plan, proposal_of(request), read_base(request.proposal))
    (fresh,) = ask(
        plan,
        [(wish, asked_on(request.proposal))],
        reason=request.reason,
        by=by,
        now=now,
        origin=request.origin or f"Solicitud {request.number}, pedida de nuevo",
        on_behalf_of_id=request.on_behalf_of_id,
    )
    request.decision = f"Se pidió de nuevo sobre el texto vigente: solicitud {fresh.number}."[:REASON_LENGTH]
    request.decided_at, request.decided_by_id = now, by.user_id
    facts = {"again": fresh.number}
    _move(request, ChangeStatus.WITHDRAWN, "plans.change_withdraw", by=by, now=now, facts=facts)
    return fresh


def requests_of(plan: Plan, request_ids: Sequence[int], message: str) -> tuple[ChangeRequest, ...]:
    """The requests of a locked plan, in their order, locked.

    Raises:
        NotReady: without any, or where one is not of this plan.
    """
    wanted = set(request_ids)
    found = ChangeRequest.objects.select_for_update(of=("self",)).filter(plan=plan, pk__in=wanted).select_related("act")
    requests = tuple(found.order_by("number"))
    refuse_gaps(message, *([] if wanted else ["Escoja al menos una solicitud."]))
    refuse_gaps(message, *([] if len(requests) == len(wanted) else ["Una de las solicitudes no es de este plan."]))
    return requests


def _locked(request_id: int) -> tuple[Plan, ChangeRequest]:
    """A request with its plan, both locked: the plan first, as everywhere."""
    plan = locked_plan(ChangeRequest.objects.values_list("plan_id", flat=True).get(pk=request_id))
    request: ChangeRequest = ChangeRequest.objects.select_for_update(of=("self",)).get(pk=request_id)
    return plan, request


def _move(
    request: ChangeRequest,
    status: str,
    action: str,
    *,
    by: Principal,
    now: datetime,
    facts: Mapping[str, object] | None = None,
) -> None:
    """Save a request in its next state, with its mark in the trail."""
    request.status = status
    request.save()
    said = {"plan": request.plan_id, "number": request.number} | dict(facts or {})
    record(entity_id=request.entity_id, action=action, target=request, by=by, now=now, facts=said)
