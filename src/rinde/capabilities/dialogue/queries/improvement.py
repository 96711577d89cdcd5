"""Improvement plans as pages read them: the published text, how its commitments stand, and internal control apart."""

from collections.abc import Sequence

from rinde.capabilities.dialogue.choices import CommitmentStatus
from rinde.capabilities.dialogue.models import (
    Commitment,
    DialogueSpace,
    ImprovementEvaluation,
    ImprovementPlan,
    ImprovementVersion,
    SpaceSeries,
)
from rinde.capabilities.dialogue.queries.commitments import commitments_of_series, commitments_of_space
from rinde.capabilities.dialogue.rules.improvement import ImprovementContent, PromisedRow, canonical
from rinde.capabilities.entities.models import Entity
from rinde.capabilities.followup.models import CutOff


def improvement_of(origin: DialogueSpace | SpaceSeries) -> ImprovementPlan | None:
    """The improvement plan of a space or a series; None where nobody began one. One query."""
    of = {"space": origin} if isinstance(origin, DialogueSpace) else {"series": origin}
    rows = ImprovementPlan.objects.select_related("space__entity", "series__entity")
    found: ImprovementPlan | None = rows.filter(**of).first()
    return found


def newest_version(improvement: ImprovementPlan | None) -> ImprovementVersion | None:
    """What everybody reads; None where it was not published. One query."""
    if improvement is None:
        return None
    found: ImprovementVersion | None = improvement.versions.order_by("-number").first()
    return found


def content_now(improvement: ImprovementPlan, origin: DialogueSpace | SpaceSeries) -> ImprovementContent:
    """What would be published now: the commitments that are public. One query."""
    rows = commitments_of_space(origin) if isinstance(origin, DialogueSpace) else commitments_of_series(origin)
    return ImprovementContent(
        entity=origin.entity.name,
        title=origin.title,
        introduction=improvement.introduction,
        rows=tuple(_row(one) for one in rows.exclude(status=CommitmentStatus.DRAFT).order_by("number")),
    )


def _row(one: Commitment) -> PromisedRow:
    assert one.number is not None  # noqa: S101 - the database holds it of what is public
    return PromisedRow(
        number=one.number,
        text=one.text,
        obtained_by=one.obtained_by,
        actor=one.actor.name if one.actor else "",
        evidence_expected=one.evidence_expected,
        made_on=one.made_on,
        due_on=one.due_on,
        counting=one.counting,
        made_in=one.space.title if one.space else "",
    )


def has_changed(improvement: ImprovementPlan, version: ImprovementVersion) -> bool:
    """Whether the plan says something else now than in its last version. One query."""
    return canonical(content_now(improvement, improvement.made_in)) != version.content


def evaluations_of(improvement: ImprovementPlan, *, public_only: bool) -> Sequence[ImprovementEvaluation]:
    """What internal control said, by cut-off. One query."""
    rows = ImprovementEvaluation.objects.filter(improvement=improvement).select_related("cut_off", "cut_off__plan")
    if public_only:
        rows = rows.filter(published_at__isnull=False)
    return tuple(rows.order_by("cut_off__facts_until", "pk"))


def cut_offs_to_evaluate(entity: Entity) -> Sequence[CutOff]:
    """The cut-offs of an entity at which an improvement plan may be evaluated, newest first. One query."""
    return tuple(CutOff.objects.filter(entity=entity).select_related("plan").order_by("-facts_until", "pk"))


def published_series(entity: Entity, slug: str) -> SpaceSeries | None:
    """A series of the entity whose improvement plan is public. One query."""
    rows = SpaceSeries.objects.filter(entity=entity, slug=slug, improvement_plan__versions__isnull=False)
    found: SpaceSeries | None = rows.select_related("entity").distinct().first()
    return found
