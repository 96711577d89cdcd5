"""Commitments as pages and downloads read them: across spaces and years, what is open and late first."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.utils import timezone

from rinde.capabilities.dialogue.choices import CommitmentStatus
from rinde.capabilities.dialogue.models import (
    Commitment,
    CommitmentActivity,
    CommitmentEvent,
    CommitmentProof,
    CommitmentQuerySet,
    CommitmentReport,
    DialogueSpace,
    SpaceSeries,
)
from rinde.capabilities.dialogue.queries.words import EntityWord, Voices, entity_words, voices_of
from rinde.capabilities.dialogue.rules.commitments import SOON, Standing, standing_of
from rinde.capabilities.entities.models import Entity
from rinde.capabilities.followup.choices import ReportStatus
from rinde.capabilities.plans.choices import PlanStatus
from rinde.capabilities.plans.models import Plan, PlanNode
from rinde.capabilities.plans.queries.published import published_content

STATES = ("abiertos", "vencidos", "cerrados", "todos")


@dataclass(frozen=True, slots=True)
class CommitmentFilter:
    """What a list shows. `with_drafts`: those that are not public yet as well, for the desk."""

    state: str = "todos"
    year: int | None = None
    actor_id: int | None = None
    words: str = ""
    with_drafts: bool = False


@dataclass(frozen=True, slots=True)
class ListedCommitment:
    """A commitment with how it stands and both words on it."""

    commitment: Commitment
    standing: Standing
    entity_word: EntityWord
    voices: Voices


def commitments_of(entity: Entity) -> CommitmentQuerySet:
    """The commitments of an entity with their unit and where they were made."""
    rows: CommitmentQuerySet = Commitment.objects.filter(entity=entity)
    return rows.select_related("entity", "actor", "space", "series")


def commitment_numbered(entity: Entity, number: int) -> Commitment | None:
    """A public commitment by its number; None for one that is not public. One query."""
    found: Commitment | None = commitments_of(entity).in_public().filter(number=number).first()
    return found


def listed_commitments(entity: Entity, wanted: CommitmentFilter, *, today: date) -> list[ListedCommitment]:
    """The commitments that a filter lets through: drafts, then open ones by date, then closed ones. Three queries."""
    rows = commitments_of(entity)
    if not wanted.with_drafts:
        rows = rows.in_public()
    if wanted.year is not None:
        rows = rows.filter(made_on__year=wanted.year)
    if wanted.actor_id is not None:
        rows = rows.filter(actor_id=wanted.actor_id)
    for word in wanted.words.split()[:5]:
        rows = rows.filter(Q(text__icontains=word) | Q(obtained_by__icontains=word))
    if wanted.state == "cerrados":
        rows = rows.filter(status=CommitmentStatus.CLOSED)
    elif wanted.state in {"abiertos", "vencidos"}:
        rows = rows.filter(status=CommitmentStatus.OPEN)
    listed = with_words(rows, today=today)
    return [one for one in listed if one.standing.is_late] if wanted.state == "vencidos" else listed


def with_words(rows: Iterable[Commitment], *, today: date) -> list[ListedCommitment]:
    """Some commitments with both words on them, in the order of the list. Two queries more."""
    found = list(rows)
    entity_says, citizens_say = entity_words(found), voices_of(found)
    listed = [
        ListedCommitment(one, standing(one, entity_says[one.pk], today), entity_says[one.pk], citizens_say[one.pk])
        for one in found
    ]
    return sorted(listed, key=lambda one: _order(one.commitment))


def _order(one: Commitment) -> tuple[int, int, int]:
    if one.status == CommitmentStatus.CLOSED:
        return (2, -(one.closed_at.toordinal() if one.closed_at else 0), -(one.number or 0))
    return (0 if one.status == CommitmentStatus.DRAFT else 1, one.due_on.toordinal(), one.number or one.pk)


def standing(commitment: Commitment, word: EntityWord, today: date) -> Standing:
    """How a commitment stands: kept by its last accepted report, it is late no longer than until that day."""
    return standing_of(
        status=commitment.status,
        outcome=word.outcome,
        due_on=commitment.due_on,
        late_since=commitment.late_since,
        done_on=word.happened_on,
        closed_on=timezone.localdate(commitment.closed_at) if commitment.closed_at else None,
        today=today,
    )


def commitments_of_space(space: DialogueSpace) -> CommitmentQuerySet:
    """The commitments made in one space."""
    return commitments_of(space.entity).filter(space=space)


def commitments_of_series(series: SpaceSeries) -> CommitmentQuerySet:
    """The commitments of a series: its own, and those of each of its spaces."""
    return commitments_of(series.entity).filter(Q(series=series) | Q(space__series=series))


def commitment_years(entity: Entity, *, with_drafts: bool) -> tuple[int, ...]:
    """The years in which commitments were made, newest first. One query."""
    rows = commitments_of(entity) if with_drafts else commitments_of(entity).in_public()
    return tuple(one.year for one in rows.select_related(None).order_by().dates("made_on", "year", "DESC"))


@dataclass(frozen=True, slots=True)
class CommitmentTally:
    """How many public commitments there are and how they stand by the entity's word; `contested`: both words differ."""

    total: int
    is_open: int
    late: int
    kept: int
    partly: int
    failed: int
    contested: int


def tally_of(listed: Sequence[ListedCommitment]) -> CommitmentTally:
    """Count what a list holds. No query."""
    open_ones = [one for one in listed if one.commitment.status == CommitmentStatus.OPEN]
    outcomes = [one.commitment.outcome for one in listed]
    return CommitmentTally(
        total=len(listed),
        is_open=len(open_ones),
        late=sum(1 for one in open_ones if one.standing.is_late),
        kept=outcomes.count("KEPT"),
        partly=outcomes.count("PARTLY"),
        failed=outcomes.count("NOT"),
        contested=sum(
            1
            for one in listed
            if one.entity_word.outcome and any(said.outcome != one.entity_word.outcome for said in one.voices.now)
        ),
    )


def events_of(commitment: Commitment) -> Sequence[CommitmentEvent]:
    """What happened to a commitment in public, newest first. One query."""
    return tuple(CommitmentEvent.objects.filter(commitment=commitment).order_by("-at", "-pk"))


def reports_of(commitment: Commitment, *, public_only: bool) -> Sequence[CommitmentReport]:
    """The reports of a commitment with their proofs, newest first; in public only what was accepted. Two queries."""
    rows = CommitmentReport.objects.filter(commitment=commitment).order_by("-number").prefetch_related("proofs")
    if public_only:
        return tuple(rows.filter(status=ReportStatus.ACCEPTED))
    return tuple(rows.select_related("sent_by", "decided_by"))


def public_proof(entity: Entity, proof_id: int) -> CommitmentProof | None:
    """A proof that visitors may open: with a public copy, of an accepted report. One query."""
    rows = CommitmentProof.objects.filter(entity=entity, public_copy_id__isnull=False)
    found: CommitmentProof | None = rows.filter(pk=proof_id, report__status=ReportStatus.ACCEPTED).first()
    return found


# Plans ----------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class PlanPlace:
    """Where a commitment stands in a plan. `is_public`: the published version holds the activity."""

    title: str
    year: int
    slug: str
    plan_id: int
    key: str
    activity_id: int | None
    is_public: bool


def places_of(commitment: Commitment) -> Sequence[PlanPlace]:
    """The plans that a commitment entered. One query, and what the published plans say for each."""
    rows = CommitmentActivity.objects.filter(commitment=commitment)
    return [_place(one) for one in rows.select_related("plan", "plan__entity", "plan__current_version")]


def _place(one: CommitmentActivity) -> PlanPlace:
    content = published_content(one.plan)
    is_public = content is not None and any(placed.activity.key == one.key for placed in content.placed())
    plan = one.plan
    return PlanPlace(plan.title, plan.year, plan.slug, plan.pk, one.key, one.activity_id, is_public)


def plans_to_enter(entity: Entity) -> Sequence[tuple[Plan, Sequence[PlanNode]]]:
    """The plans that are being written, newest first, each with its components. Two queries."""
    plans = list(Plan.objects.filter(entity=entity, status=PlanStatus.DRAFT).order_by("-period_start", "pk"))
    nodes = PlanNode.objects.filter(plan__in=plans).order_by("position", "pk")
    return [(plan, [one for one in nodes if one.plan_id == plan.pk]) for plan in plans]


# The start page -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class PressingCommitments:
    """What waits of somebody's units, or of the entity: how many are late, due soon, and sent back."""

    late: int
    soon: int
    returned: int
    to_decide: int


def pressing_commitments(actors: frozenset[int] | None, *, today: date) -> PressingCommitments:
    """Count what waits in the active entity, or in some units. Two queries.

    Args:
        actors: None for the whole entity.
    """
    rows = Commitment.objects.still_open()
    if actors is not None:
        rows = rows.of_actors(actors)
    due = list(rows.filter(due_on__lte=today + SOON).values_list("pk", "due_on"))
    waiting = CommitmentReport.objects.filter(commitment__in=rows.values("pk"))
    states = list(waiting.exclude(status=ReportStatus.ACCEPTED).values_list("commitment_id", "status"))
    sent = {pk for pk, status in states if status == ReportStatus.SENT}
    return PressingCommitments(
        late=sum(1 for pk, due_on in due if due_on < today and pk not in sent),
        soon=sum(1 for pk, due_on in due if due_on >= today and pk not in sent),
        returned=sum(1 for _, status in states if status == ReportStatus.RETURNED),
        to_decide=len(sent),
    )
