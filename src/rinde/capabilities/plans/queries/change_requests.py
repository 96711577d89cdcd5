"""Reads about changes: what a request asks, the desk's board, the public list in words, and two versions compared."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from rinde.capabilities.accounts.choices import RoleCode
from rinde.capabilities.accounts.models import Membership
from rinde.capabilities.plans.choices import ChangeKind, ChangeStatus
from rinde.capabilities.plans.models import Act, ChangeRequest, Plan, PlanNode, PlanVersion
from rinde.capabilities.plans.queries.editing import activity_to_edit, activity_values
from rinde.capabilities.plans.queries.published import content_of_version
from rinde.capabilities.plans.queries.working import working_plan
from rinde.capabilities.plans.rules.acts import ActFacts
from rinde.capabilities.plans.rules.change_requests.differences import Difference, from_plain, said_in
from rinde.capabilities.plans.rules.change_requests.merging import Asked, Clash, clashes, merged
from rinde.capabilities.plans.rules.change_requests.proposals import (
    Proposal,
    base_of,
    read_base,
    read_proposal,
    reviewed_hash,
)
from rinde.capabilities.plans.rules.change_requests.states import WAITS_FOR
from rinde.capabilities.plans.rules.change_requests.words import in_mood, sentences_of, with_reason
from rinde.capabilities.plans.rules.changes import PlanChanges, changes_between
from rinde.capabilities.plans.rules.content import PlanContent, SignatoryContent
from rinde.capabilities.plans.rules.rows import NodeValues, PlanHeader
from rinde.capabilities.plans.rules.rows_json import RowValues

COORDINATION = "Coordinación del plan"


def proposal_of(request: ChangeRequest) -> Proposal:
    """What a request asks for, as values."""
    return read_proposal(request.kind, request.proposal, activity_id=request.activity_id, node_id=request.node_id)


def asked_of(request: ChangeRequest) -> Asked:
    """A request as it is held against others."""
    return Asked(request.number, proposal_of(request), read_base(request.proposal))


def onto_present(plan: Plan, wish: Proposal, base: RowValues | None) -> Proposal:
    """Bring what was asked onto what stands now."""
    present = present_values(plan, wish)
    if wish.values is None or base is None or present is None:
        return wish
    return replace(wish, values=merged(base, wish.values, present))


def present_values(plan: Plan, proposal: Proposal) -> RowValues | None:
    """What stands now where a proposal would write; None for what is new or goes."""
    if proposal.kind == ChangeKind.EDIT_ACTIVITY:
        activity = activity_to_edit(plan, proposal.activity_id or 0)
        return activity_values(activity) if activity else None
    if proposal.kind == ChangeKind.EDIT_NODE:
        node: PlanNode | None = PlanNode.objects.filter(plan=plan, pk=proposal.node_id or 0).first()
        return node_values(node) if node else None
    return header_values(plan) if proposal.kind == ChangeKind.EDIT_HEADER else None


def node_values(node: PlanNode) -> NodeValues:
    """A stored component as somebody would enter it."""
    return NodeValues(node.name, node.code, None, node.narrative, node.guiding_question)


def header_values(plan: Plan) -> PlanHeader:
    """What a plan says of itself, as somebody would enter it. Two queries."""
    return PlanHeader(
        instrument=plan.instrument,
        title=plan.title,
        period_start=plan.period_start,
        period_end=plan.period_end,
        objective=plan.objective,
        scope=plan.scope,
        objectives=tuple(one.text for one in plan.objectives.all()),
        legal_bases=tuple(plan.legal_bases),
        format_code=plan.format_code,
        format_version=plan.format_version,
        signatories=tuple(
            SignatoryContent(one.role, one.post, one.name, one.signed_on) for one in plan.signatories.all()
        ),
    )


@dataclass(frozen=True, slots=True)
class RequestRow:
    """A request on the desk's board."""

    id: int
    number: int
    kind: str
    status: str
    subject: str
    sentences: tuple[str, ...]
    reason: str
    is_late: bool  # it moves a deadline that had passed
    asked_at: datetime
    asked_by: str  # a colleague's name: for the desk alone
    unit: str
    favourable: bool | None  # None before the opinion
    version: int | None

    @property
    def waits_for(self) -> str:
        return WAITS_FOR.get(self.status, "")


def _with_people(plan: Plan) -> Sequence[ChangeRequest]:
    rows = ChangeRequest.objects.filter(plan=plan).select_related("requested_by", "on_behalf_of", "act", "version")
    return rows.defer("version__content", "act__content").order_by("-number")  # type: ignore[no-any-return]


def change_requests(plan: Plan) -> Sequence[RequestRow]:
    """Every request about a plan, newest first. One query."""
    return tuple(_row(one) for one in _with_people(plan))


def _row(one: ChangeRequest) -> RequestRow:
    return RequestRow(
        id=one.pk,
        number=one.number,
        kind=one.kind,
        status=one.status,
        subject=one.subject,
        sentences=tuple(f"{in_mood(text, one.status)}." for text in said_in(from_plain(one.differences))),
        reason=one.reason,
        is_late=bool(one.late_dates),
        asked_at=one.requested_at,
        asked_by=one.requested_by.full_name if one.requested_by else "",
        unit=_unit(one),
        favourable=one.opinion_is_favourable,
        version=one.version.number if one.version else None,
    )


def _unit(one: ChangeRequest) -> str:
    return one.on_behalf_of.name if one.on_behalf_of else COORDINATION


def change_request(plan: Plan, request_id: int) -> ChangeRequest | None:
    """One request of a plan with everybody who had to do with it; None where the plan has none of that number."""
    people = ("requested_by", "opinion_by", "decided_by", "on_behalf_of", "act", "version")
    found: ChangeRequest | None = (
        ChangeRequest.objects.filter(plan=plan, pk=request_id)
        .select_related(*people)
        .defer("version__content", "act__content")
        .first()
    )
    return found


def differences(request: ChangeRequest) -> tuple[Difference, ...]:
    """What a request changes, column by column."""
    return from_plain(request.differences)


def others_about_the_same(request: ChangeRequest) -> Sequence[ChangeRequest]:
    """The open requests about what this one is about. One query."""
    if request.activity_id is None and request.node_id is None and request.kind != ChangeKind.EDIT_HEADER:
        return ()
    open_ones = ChangeRequest.objects.filter(plan_id=request.plan_id, status__in=list(WAITS_FOR)).exclude(pk=request.pk)
    open_ones = open_ones.order_by("number")
    if request.kind == ChangeKind.EDIT_HEADER:
        return tuple(open_ones.filter(kind=request.kind))
    return tuple(open_ones.filter(activity_id=request.activity_id, node_id=request.node_id))


def text_has_changed(plan: Plan, request: ChangeRequest, *, on: date) -> bool:
    """Whether what a request stands on is no longer what the plan says."""
    proposal = proposal_of(request)
    return base_of(_content_about(plan, [proposal], on), proposal) != request.base_sha256


def _content_about(plan: Plan, proposals: Sequence[Proposal], on: date) -> PlanContent:
    """What stands of a plan where some proposals would change it: of its activities, only theirs."""
    only = {one.activity_id for one in proposals if one.activity_id is not None}
    return working_plan(plan, on=on, only=only).content


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many requests about a plan wait, for each thing that they wait for."""

    opinion: int = 0
    decision: int = 0
    publication: int = 0


def waiting_requests() -> Mapping[int, Waiting]:
    """What waits, by the plan's id, in the active entity. One query."""
    rows = ChangeRequest.objects.filter(status__in=list(WAITS_FOR)).values_list("plan_id", "status")
    counted = Counter(rows.order_by())
    return {
        plan_id: Waiting(
            counted[plan_id, ChangeStatus.REQUESTED],
            counted[plan_id, ChangeStatus.WITH_OPINION],
            counted[plan_id, ChangeStatus.APPROVED],
        )
        for plan_id, _ in counted
    }


def stale_requests(plan: Plan, *, on: date) -> frozenset[int]:
    """The ids of the open requests that stand on a text which another version changed since. One pass over the plan."""
    rows = list(ChangeRequest.objects.filter(plan=plan, status__in=list(WAITS_FOR)))
    if not rows:
        return frozenset()
    proposals = {one.pk: proposal_of(one) for one in rows}
    content = _content_about(plan, tuple(proposals.values()), on)
    return frozenset(one.pk for one in rows if base_of(content, proposals[one.pk]) != one.base_sha256)


def clashes_of(plan: Plan) -> tuple[Clash, ...]:
    """Which two of the requests that wait for a decision or for a version cannot both be had. One query."""
    waiting = (ChangeStatus.WITH_OPINION, ChangeStatus.APPROVED)
    return clashes([asked_of(one) for one in ChangeRequest.objects.filter(plan=plan, status__in=waiting)])


@dataclass(frozen=True, slots=True)
class NextVersion:
    """What publishing some approved requests would do, before it is done."""

    number: int
    requests: tuple[RequestRow, ...]
    others: tuple[RequestRow, ...]  # approved as well, and left for another version
    base_sha256: str  # of the version that it starts from
    reviewed: str  # proves at the click that this is what was looked at


def next_version(
    plan: Plan, request_ids: Collection[int] | None = None, *, outdated: Collection[int] = ()
) -> NextVersion:
    """The approved requests of a plan as the version that they would make. Two queries.

    Args:
        request_ids: those that are wanted; None: all but the outdated ones.
    """
    approved = [one for one in reversed(_with_people(plan)) if one.status == ChangeStatus.APPROVED]
    wanted = {one.pk for one in approved}.difference(outdated) if request_ids is None else set(request_ids)
    chosen = [one for one in approved if one.pk in wanted]
    last = PlanVersion.objects.filter(plan=plan).order_by("-number").values_list("number", "sha256").first()
    number, sha256 = last or (0, "")
    reviewed = reviewed_hash(sha256, [(one.number, one.proposal) for one in chosen])
    others = tuple(_row(one) for one in approved if one.pk not in wanted)
    return NextVersion(number + 1, tuple(map(_row, chosen)), others, sha256, reviewed)


def internal_control() -> Sequence[tuple[int, str]]:
    """The number and mailbox of everybody who exercises internal control in the active entity. One query."""
    rows = Membership.objects.filter(role=RoleCode.INTERNAL_CONTROL, ended_at__isnull=True, user__is_active=True)
    return tuple(rows.order_by("user_id").values_list("user_id", "user__email").distinct())


@dataclass(frozen=True, slots=True)
class PublishedChange:
    """A change that the public sees: what, why, who asked, which act approved it, in which version."""

    number: int
    kind: str
    subject: str
    key: str  # the activity's address; empty for anything else
    sentences: tuple[str, ...]
    reason: str
    in_words: str  # all of it as one text: «La fecha … pasó del … al … porque …»
    late_dates: tuple[date, ...]
    asked_by: str  # a unit, never a person
    asked_on: datetime
    opinion: str
    opinion_is_favourable: bool | None
    act: ActFacts | None
    version: int
    version_before: int
    published_at: datetime
    origin: str = ""


def change_log(plan: Plan) -> Sequence[PublishedChange]:
    """Every published change of a plan, newest version first, in the order in which they were asked. One query."""
    rows = (
        ChangeRequest.objects.filter(plan=plan, status=ChangeStatus.PUBLISHED, version__isnull=False)
        .select_related("act", "version", "on_behalf_of")
        .defer("version__content", "act__content", "proposal")
        .order_by("-version__number", "number")
    )
    return tuple(_published(one, one.version) for one in rows)


def _published(one: ChangeRequest, version: PlanVersion) -> PublishedChange:
    said = said_in(from_plain(one.differences))
    return PublishedChange(
        number=one.number,
        kind=one.kind,
        subject=one.subject,
        key=one.subject_key,
        sentences=tuple(f"{text}." for text in said),
        reason=one.reason,
        in_words=with_reason(said, one.reason),
        late_dates=tuple(map(date.fromisoformat, one.late_dates)),
        asked_by=_unit(one),
        asked_on=one.requested_at,
        opinion=one.opinion,
        opinion_is_favourable=one.opinion_is_favourable,
        act=_act(one.act) if one.act else None,
        version=version.number,
        version_before=version.number - 1,
        published_at=version.published_at,
        origin=one.origin,
    )


def _act(act: Act) -> ActFacts:
    return ActFacts(act.pk, act.body, act.number, act.dated_on, act.file_id if act.file_is_public else None)


@dataclass(frozen=True, slots=True)
class VersionComparison:
    """Two versions of a plan, told from the older to the newer whichever was asked for first."""

    older: int
    newer: int
    older_at: datetime
    newer_at: datetime
    is_backwards: bool  # the newer one was asked for first
    changes: PlanChanges
    sentences: tuple[str, ...]
    requests: tuple[PublishedChange, ...]  # those of the versions after the older one, up to the newer

    @property
    def is_told_by_requests(self) -> bool:
        """Whether each difference is, word for word, one that was asked for: then its reason tells all of it."""
        return set(self.sentences) <= {sentence for one in self.requests for sentence in one.sentences}


def version_comparison(plan: Plan, first: int, second: int) -> VersionComparison | None:
    """Compare any two versions of a plan; None where there is none of such a number. Four queries at most."""
    rows = PlanVersion.objects.filter(plan=plan, number__in={first, second}).defer("content")
    versions = {one.number: one for one in rows}
    if first not in versions or second not in versions:
        return None
    older, newer = versions[min(first, second)], versions[max(first, second)]
    changes = changes_between(content_of_version(older), content_of_version(newer))
    log = [one for one in change_log(plan) if older.number < one.version <= newer.number]
    return VersionComparison(
        older=older.number,
        newer=newer.number,
        older_at=older.published_at,
        newer_at=newer.published_at,
        is_backwards=first > second,
        changes=changes,
        sentences=sentences_of(changes),
        requests=tuple(log),
    )
