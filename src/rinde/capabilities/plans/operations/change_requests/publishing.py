"""Publishing approved changes: applied to the rows and frozen as the next version, together or not at all."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from rinde.capabilities.plans.choices import ChangeKind, ChangeStatus
from rinde.capabilities.plans.models import Act, Activity, ChangeRequest, Plan
from rinde.capabilities.plans.operations.change_requests.applying import apply_proposal
from rinde.capabilities.plans.operations.change_requests.informing import PublicPages, inform
from rinde.capabilities.plans.operations.change_requests.judging import requests_of
from rinde.capabilities.plans.operations.editing import leave_marks
from rinde.capabilities.plans.operations.publishing import (
    STALE,
    Publication,
    check_gaps,
    freeze_assignments,
    locked_plan,
    show_version,
)
from rinde.capabilities.plans.permissions import check_publish_plan
from rinde.capabilities.plans.queries import published_content, working_content
from rinde.capabilities.plans.queries.change_requests import asked_of, onto_present, proposal_of
from rinde.capabilities.plans.rules.change_requests.differences import Touched, from_plain, said_in
from rinde.capabilities.plans.rules.change_requests.merging import clashes, subject
from rinde.capabilities.plans.rules.change_requests.phrases import listed
from rinde.capabilities.plans.rules.change_requests.proposals import (
    TextChanged,
    asked_on,
    base_of,
    read_base,
    reviewed_hash,
    unrequested,
)
from rinde.capabilities.plans.rules.change_requests.states import check_may_become
from rinde.capabilities.plans.rules.content import PlanContent, canonical_json
from rinde.capabilities.plans.rules.labels import shortened
from rinde.foundations.refusals import StaleWrite, refuse_gaps
from rinde.services.access import Principal
from rinde.services.audit.operations import record

NOT_PUBLISHED = "No se publicaron los cambios."
_SUMMARY_LENGTH = 500  # of `PlanVersion.summary`


@transaction.atomic
def publish_changes(
    *,
    plan_id: int,
    request_ids: Sequence[int],
    by: Principal,
    now: datetime,
    reviewed: str = "",
    pages: PublicPages | None = None,
) -> Publication:
    """Apply approved requests and show the public the next version, which each of them then names.

    Internal control and whoever follows the plan are told by mail, once. Publishing the same again does nothing.

    Args:
        reviewed: `reviewed_hash` of what the person looked at; empty: whatever it is now.
        pages: the public addresses that the mails point at; None: mails without links.

    Raises:
        NotAllowed: for whoever may not publish this plan.
        TransitionNotAllowed: for a request that is not approved, or a plan that is not published.
        TextChanged: where another version changed since what a request stands on, or two change the same.
        StaleWrite: where the requests are no longer what was reviewed.
        NotReady: where the rows say something that nobody asked for, or the result lacks something.
    """
    plan = locked_plan(plan_id)
    check_publish_plan(plan, by=by)
    requests = requests_of(plan, request_ids, NOT_PUBLISHED)
    if (before := _published_already(requests)) is not None:
        return before
    for one in requests:
        check_may_become(one.status, ChangeStatus.PUBLISHED, number=one.number)
    today = timezone.localdate(now)
    working = working_content(plan, on=today)
    _check_reviewed(plan, requests, reviewed)
    _check_nothing_unrequested(plan, working)
    _check_bases(working, requests)
    touched = _apply_all(plan, requests, by=by, now=now)
    publication = _freeze(plan, requests, today, by=by, now=now)
    for one, what in zip(requests, touched, strict=True):
        _finish(one, what, publication, by=by, now=now)
    told = inform(plan, publication.version, requests, pages=pages, now=now)
    ChangeRequest.objects.filter(pk__in=[one.pk for one in requests]).update(informed=told)
    numbers = [one.number for one in requests]
    facts = {"version": publication.version.number, "requests": numbers} | told
    leave_marks(plan, "plans.changes_publish", publication.version, by=by, now=now, facts=facts)
    return publication


def _published_already(requests: Sequence[ChangeRequest]) -> Publication | None:
    """The version that already took up exactly these, where a click comes twice."""
    if all(one.status == ChangeStatus.PUBLISHED for one in requests):
        versions = {one.version for one in requests}
        if len(versions) == 1 and (version := versions.pop()) is not None:
            return Publication(version, is_new=False)
    return None


def _check_reviewed(plan: Plan, requests: Sequence[ChangeRequest], reviewed: str) -> None:
    version = plan.current_version
    sha256 = version.sha256 if version else ""
    if reviewed and reviewed != reviewed_hash(sha256, [(one.number, one.proposal) for one in requests]):
        raise StaleWrite(STALE)


def _check_nothing_unrequested(plan: Plan, working: PlanContent) -> None:
    """A version may bring only what was asked for, whatever else somebody left in the rows."""
    public = published_content(plan)
    strange = unrequested(public, working) if public else ()
    refuse_gaps(
        NOT_PUBLISHED,
        *(
            f"El borrador de esta parte no es el texto publicado y nadie pidió ese cambio: {one}. "
            "Avise a quien administra el servidor."
            for one in strange
        ),
    )


def _check_bases(working: PlanContent, requests: Sequence[ChangeRequest]) -> None:
    stale = [one.number for one in requests if base_of(working, proposal_of(one)) != one.base_sha256]
    if stale:
        raise TextChanged(
            f"El texto cambió después de que se hicieron estas solicitudes: {listed(list(map(str, stale)))}. "
            "Ábralas, compare y pídalas de nuevo sobre el texto vigente.",
            stale,
        )
    if found := clashes(list(map(asked_of, requests))):
        numbers = sorted({number for one in found for number in one.numbers[1:]})
        raise TextChanged(" ".join(one.sentence for one in found), numbers)


def _apply_all(plan: Plan, requests: Sequence[ChangeRequest], *, by: Principal, now: datetime) -> list[Touched]:
    """Apply requests in their order; the second about the same text goes onto what the first one left."""
    done: set[tuple[str, int | None]] = set()
    touched = []
    for one in requests:
        wish = proposal_of(one)
        about = subject(wish)
        if about in done:
            wish = onto_present(plan, wish, read_base(one.proposal))
        if about is not None:
            done.add(about)
        touched.append(apply_proposal(plan, wish, asked_on=asked_on(one.proposal), by=by, now=now))
    return touched


def _freeze(plan: Plan, requests: Sequence[ChangeRequest], today: date, *, by: Principal, now: datetime) -> Publication:
    freeze_assignments(plan, on=today, now=now)
    content = working_content(plan, on=today)
    check_gaps(content, today, "Con estos cambios al plan le falta algo. Corrija la solicitud y pídala de nuevo.")
    said = " ".join(f"{text}." for one in requests for text in said_in(from_plain(one.differences)))
    version = show_version(
        plan,
        content,
        canonical_json(content),
        act=_act_of(requests),
        summary=shortened(said, _SUMMARY_LENGTH),
        by=by,
        now=now,
    )
    return Publication(version, is_new=True)


def _act_of(requests: Sequence[ChangeRequest]) -> Act | None:
    """The newest act of all that approved these changes; each request keeps its own."""
    acts = [one.act for one in requests if one.act is not None]
    return max(acts, key=lambda act: (act.dated_on, act.pk), default=None)


def _finish(
    request: ChangeRequest, touched: Touched, publication: Publication, *, by: Principal, now: datetime
) -> None:
    request.status, request.version = ChangeStatus.PUBLISHED, publication.version
    request.late_dates = [one.isoformat() for one in touched.late_dates]
    if request.kind == ChangeKind.ADD_ACTIVITY:
        activity = Activity.objects.get(pk=touched.activity_id)
        request.activity, request.subject_key = activity, activity.key
    elif request.kind == ChangeKind.REMOVE_ACTIVITY:
        request.activity = None
    elif request.kind == ChangeKind.ADD_NODE:
        request.node_id = touched.node_id
    request.save()
    facts = {"plan": request.plan_id, "number": request.number, "version": publication.version.number}
    facts |= {"late": len(request.late_dates)}
    record(entity_id=request.entity_id, action="plans.change_publish", target=request, by=by, now=now, facts=facts)
