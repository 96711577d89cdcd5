"""Asking for changes of a published plan. The rows stay as they are until a version takes the change up."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from rinde.capabilities.entities.models import Actor
from rinde.capabilities.plans.choices import ChangeStatus
from rinde.capabilities.plans.models import ChangeRequest, Plan
from rinde.capabilities.plans.operations.change_requests.applying import rehearse
from rinde.capabilities.plans.operations.publishing import locked_plan
from rinde.capabilities.plans.permissions import OVER_ACTORS, REQUEST_CHANGE, check_request_change
from rinde.capabilities.plans.queries import working_content
from rinde.capabilities.plans.queries.change_requests import present_values
from rinde.capabilities.plans.rules.change_requests.differences import (
    Difference,
    Touched,
    differences_of,
    key_of,
    part_of,
    subject_of,
    to_plain,
)
from rinde.capabilities.plans.rules.change_requests.proposals import (
    OF_AN_ACTIVITY,
    Proposal,
    TextChanged,
    answering,
    base_of,
    proposal_json,
    reason_gaps,
)
from rinde.capabilities.plans.rules.change_requests.states import check_takes_changes
from rinde.capabilities.plans.rules.changes import PlanChanges, changes_between
from rinde.capabilities.plans.rules.content import PlanContent
from rinde.capabilities.plans.rules.publication import blocking, publication_gaps
from rinde.foundations.refusals import refuse_gaps
from rinde.services.access import Principal
from rinde.services.audit.operations import record

NOT_ASKED = "No se registró la solicitud."
NOTHING_CHANGES = "Lo que escribió es igual a lo que el plan ya dice. Cambie algo, o vuelva sin pedir nada."
CHANGED_MEANWHILE = (
    "El plan cambió mientras usted escribía: se publicó una versión nueva. Compare lo que dice ahora con lo que usted "
    "pide, y envíelo de nuevo."
)


def request_change(
    *,
    plan_id: int,
    proposal: Proposal,
    reason: str,
    by: Principal,
    now: datetime,
    origin: str = "",
    on_behalf_of_id: int | None = None,
) -> ChangeRequest:
    """Ask for one change of a published plan. The same asked twice is asked once.

    Args:
        reason: why, for everybody to read beside the change.
        origin: where the wish comes from, in words: «Comentario 12 de la consulta».
        on_behalf_of_id: the unit that asks; a liaison asks for their own.

    Raises:
        NotAllowed: for whoever may not ask for this; a liaison asks for what their units answer for.
        TransitionNotAllowed: for a plan that is not published: a draft is edited, a closed plan stays.
        TextChanged: where the text is no longer the one that the asker had before their eyes.
        NotReady: with every gap: no reason worth the name, values that no edit would take, nothing that changes.
    """
    (request,) = request_changes(
        plan_id=plan_id,
        changes=(proposal,),
        reason=reason,
        by=by,
        now=now,
        origin=origin,
        on_behalf_of_id=on_behalf_of_id,
    )
    return request


@transaction.atomic
def request_changes(
    *,
    plan_id: int,
    changes: Sequence[Proposal],
    reason: str,
    by: Principal,
    now: datetime,
    origin: str = "",
    on_behalf_of_id: int | None = None,
) -> tuple[ChangeRequest, ...]:
    """Ask for several changes with one reason, as a spreadsheet brings them: all of them, or none.

    Those that change nothing are left out; where none changes anything, that is said.

    Raises:
        As `request_change`; NotReady too where two of them are about the same thing.
    """
    plan = locked_plan(plan_id)
    day = timezone.localdate(now)
    asked = [(one, day) for one in changes]
    return ask(plan, asked, reason=reason, by=by, now=now, origin=origin, on_behalf_of_id=on_behalf_of_id)


def ask(
    plan: Plan,
    asked: Sequence[tuple[Proposal, date]],
    *,
    reason: str,
    by: Principal,
    now: datetime,
    origin: str = "",
    on_behalf_of_id: int | None = None,
) -> tuple[ChangeRequest, ...]:
    """Check and keep requests about a locked plan, each with the day that decides what was late.

    Raises:
        As `request_changes`.
    """
    proposals = [one for one, _ in asked]
    today = timezone.localdate(now)
    before = working_content(plan, on=today)
    answerers = [answering(before, one) for one in proposals]
    for actors in answerers:
        check_request_change(plan, by=by, answering=actors)
    check_takes_changes(plan.status)
    refuse_gaps(NOT_ASKED, *reason_gaps(reason), *_batch_gaps(proposals), *_unit_gaps(on_behalf_of_id))
    _check_seen(before, proposals)
    bases = [present_values(plan, one) for one in proposals]
    rehearsal = rehearse(plan, asked, by=by, now=now, today=today)
    _check_still_publishable(before, rehearsal.content, today)
    changes = changes_between(before, rehearsal.content)
    kept = []
    for (one, day), touched, actors, base in zip(asked, rehearsal.touched, answerers, bases, strict=True):
        part = part_of(changes, one.kind, touched)
        if differences := differences_of(part, touched):
            request = _request(plan, one, part, touched, differences, before)
            request.proposal = proposal_json(one, base, day)
            request.reason, request.origin = reason.strip(), origin.strip()[:300]
            request.on_behalf_of_id = _unit(by, plan, actors, on_behalf_of_id)
            kept.append(request)
    refuse_gaps(NOT_ASKED, *([] if kept else [NOTHING_CHANGES]))
    return tuple(_keep(request, by=by, now=now) for request in kept)


def _batch_gaps(proposals: Sequence[Proposal]) -> Iterable[str]:
    subjects = [one.activity_id for one in proposals if one.kind in OF_AN_ACTIVITY]
    if not proposals:
        yield NOTHING_CHANGES
    if len(set(subjects)) < len(subjects):
        yield "Hay dos cambios para la misma actividad. Júntelos en uno."


def _unit_gaps(actor_id: int | None) -> Iterable[str]:
    if actor_id is not None and not Actor.objects.filter(pk=actor_id).exists():
        yield "La dependencia que pide el cambio no existe en el organigrama. Escójala de nuevo."


def _unit(by: Principal, plan: Plan, answerers: frozenset[int], wanted: int | None) -> int | None:
    """The unit in whose name it is asked: whoever acts for some units asks for one of them."""
    if by.may(REQUEST_CHANGE, plan=[plan.pk]):
        return wanted
    scopes = (grant.scope for grant in by.grants if REQUEST_CHANGE in grant.permissions)
    own = {one for scope in scopes if scope.kind == OVER_ACTORS for one in scope.ids}
    return wanted if wanted in own else min(own & answerers, default=None)


def _check_seen(before: PlanContent, proposals: Sequence[Proposal]) -> None:
    if any(one.seen and one.seen != base_of(before, one) for one in proposals):
        raise TextChanged(CHANGED_MEANWHILE)


def _check_still_publishable(before: PlanContent, after: PlanContent, today: date) -> None:
    """A change may not leave the plan with less than it needs to be published."""
    lacked = blocking(publication_gaps(before, today=today))
    lacks = blocking(publication_gaps(after, today=today))
    refuse_gaps(NOT_ASKED, *(one for one in lacks if one not in lacked))


def _request(
    plan: Plan,
    proposal: Proposal,
    part: PlanChanges,
    touched: Touched,
    differences: tuple[Difference, ...],
    before: PlanContent,
) -> ChangeRequest:
    return ChangeRequest(
        entity_id=plan.entity_id,
        plan=plan,
        kind=proposal.kind,
        activity_id=proposal.activity_id,
        node_id=proposal.node_id,
        subject=subject_of(part, proposal.kind, touched),
        subject_key=key_of(part, touched),
        base_sha256=base_of(before, proposal),
        differences=to_plain(differences),
        late_dates=[one.isoformat() for one in touched.late_dates],
    )


def _keep(request: ChangeRequest, *, by: Principal, now: datetime) -> ChangeRequest:
    """Save a request under the next number, unless the very same waits already: a second click."""
    mine = ChangeRequest.objects.filter(
        plan=request.plan,
        requested_by_id=by.user_id,
        status=ChangeStatus.REQUESTED,
        kind=request.kind,
        base_sha256=request.base_sha256,
        reason=request.reason,
    )
    standing: ChangeRequest | None = next((one for one in mine if one.proposal == request.proposal), None)
    if standing is not None:
        return standing
    last = ChangeRequest.objects.filter(plan=request.plan).aggregate(last=Max("number"))["last"] or 0
    request.number = last + 1
    request.requested_at, request.requested_by_id = now, by.user_id
    request.save()
    facts = {
        "plan": request.plan_id,
        "number": request.number,
        "kind": request.kind,
        "key": request.subject_key,
        "late": len(request.late_dates),
    }
    record(entity_id=request.entity_id, action="plans.change_request", target=request, by=by, now=now, facts=facts)
    return request
