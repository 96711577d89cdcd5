"""Improvement plans: the commitments of a space or a series, published together, and internal control's word."""

import hashlib
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from rinde.capabilities.dialogue.choices import CommitmentStatus, SpaceStatus, StepKind
from rinde.capabilities.dialogue.models import (
    Commitment,
    DialogueSpace,
    ImprovementEvaluation,
    ImprovementPlan,
    ImprovementVersion,
    SpaceSeries,
    SpaceStep,
)
from rinde.capabilities.dialogue.operations.commitments import publish_commitment
from rinde.capabilities.dialogue.operations.locking import locked
from rinde.capabilities.dialogue.operations.steps import step_done
from rinde.capabilities.dialogue.permissions import (
    check_evaluate_improvement,
    check_keep_series,
    check_manage,
)
from rinde.capabilities.dialogue.queries.commitments import (
    commitments_of_series,
    commitments_of_space,
    tally_of,
    with_words,
)
from rinde.capabilities.dialogue.queries.improvement import content_now
from rinde.capabilities.dialogue.rules.improvement import (
    canonical,
    evaluation_gaps,
    introduction_gaps,
    publication_gaps,
)
from rinde.capabilities.followup.models import CutOff
from rinde.foundations.refusals import TransitionNotAllowed, refuse_gaps
from rinde.foundations.text.typed import tidy_text
from rinde.services.access import Principal
from rinde.services.audit.operations import record

Origin = DialogueSpace | SpaceSeries
_TAKES_PLANS = {SpaceStatus.HELD, SpaceStatus.CLOSED}


@transaction.atomic
def write_introduction(
    *, space_id: int | None = None, series_id: int | None = None, introduction: str, by: Principal, now: datetime
) -> ImprovementPlan:
    """Write what stands above the commitments of an improvement plan, beginning the plan where there is none.

    Raises:
        NotAllowed: for whoever runs neither the space nor the series.
        NotReady: for a text that is too long or seems to identify somebody.
    """
    origin = _locked_origin(space_id, series_id, by=by)
    said = tidy_text(introduction)
    refuse_gaps("La introducción no se guardó todavía.", *tuple(introduction_gaps(said)))
    improvement = _plan_of(origin, by=by, now=now)
    improvement.introduction, improvement.edited_at, improvement.edited_by_id = said, now, by.user_id
    improvement.save()
    _note(improvement, "dialogue.improvement_introduction", by=by, now=now)
    return improvement


def _locked_origin(space_id: int | None, series_id: int | None, *, by: Principal) -> Origin:
    if (space_id is None) == (series_id is None):
        raise ValueError("an improvement plan is of either a space or a series")
    if space_id is not None:
        space = locked(space_id)
        check_manage(space, by=by)
        return space
    rows = SpaceSeries.objects.select_for_update(of=("self",)).select_related("entity")
    series: SpaceSeries = rows.get(pk=series_id)
    check_keep_series(series, by=by)
    return series


def _plan_of(origin: Origin, *, by: Principal, now: datetime) -> ImprovementPlan:
    of = {"space": origin} if isinstance(origin, DialogueSpace) else {"series": origin}
    improvement: ImprovementPlan
    improvement, _ = ImprovementPlan.objects.get_or_create(
        **of, defaults={"entity_id": origin.entity_id, "edited_at": now, "edited_by_id": by.user_id}
    )
    return improvement


def _note(improvement: ImprovementPlan, action: str, *, by: Principal, now: datetime, **facts: object) -> None:
    record(entity_id=improvement.entity_id, action=action, target=improvement, by=by, now=now, facts=facts)


@transaction.atomic
def publish_improvement(
    *, space_id: int | None = None, series_id: int | None = None, by: Principal, now: datetime
) -> ImprovementVersion:
    """Publish an improvement plan: its commitments in draft go out with it, and its text is frozen under a hash.

    The step of the space is done. Published again without a change, the version that stands is given.

    Raises:
        NotAllowed: for whoever runs neither the space nor the series.
        TransitionNotAllowed: before the space took place.
        NotReady: without commitments and without a word on why, or while a commitment lacks something.
    """
    origin = _locked_origin(space_id, series_id, by=by)
    if isinstance(origin, DialogueSpace) and origin.status not in _TAKES_PLANS:
        raise TransitionNotAllowed("El plan de mejoramiento se publica cuando el espacio ya se hizo.")
    improvement = _plan_of(origin, by=by, now=now)
    rows = _commitments_of(origin)
    gaps = publication_gaps(introduction=improvement.introduction, commitments=len(rows))
    gaps += tuple(_without_unit(rows))
    refuse_gaps("El plan de mejoramiento no se publicó todavía.", *gaps)
    for one in rows:
        if one.status == CommitmentStatus.DRAFT:
            publish_commitment(commitment_id=one.pk, by=by, now=now)
    version = _freeze(improvement, origin, by=by, now=now)
    _steps_done(origin, version, len(rows), by=by, now=now)
    return version


def _commitments_of(origin: Origin) -> Sequence[Commitment]:
    rows = commitments_of_space(origin) if isinstance(origin, DialogueSpace) else commitments_of_series(origin)
    return list(rows.order_by("number", "pk"))


def _without_unit(rows: Sequence[Commitment]) -> list[str]:
    return [
        f"Diga qué dependencia responde por «{' '.join(one.text.split())[:60]}»."
        for one in rows
        if one.status == CommitmentStatus.DRAFT and not one.actor_id
    ]


def _freeze(improvement: ImprovementPlan, origin: Origin, *, by: Principal, now: datetime) -> ImprovementVersion:
    text = canonical(content_now(improvement, origin))
    digest = hashlib.sha256(text.encode()).hexdigest()
    last: ImprovementVersion | None = improvement.versions.order_by("-number").first()
    if last is not None and last.sha256 == digest:
        return last
    version: ImprovementVersion = ImprovementVersion.objects.create(
        entity_id=improvement.entity_id,
        improvement=improvement,
        number=last.number + 1 if last else 1,
        content=text,
        sha256=digest,
        published_at=now,
        published_by_id=by.user_id,
    )
    _note(improvement, "dialogue.improvement_publish", by=by, now=now, version=version.number, sha256=digest)
    return version


def _steps_done(origin: Origin, version: ImprovementVersion, count: int, *, by: Principal, now: datetime) -> None:
    """Finish the step of the space, or of each space of the series that took place and is still open."""
    many = f"{count} compromiso{'s' if count != 1 else ''}"
    text = f"Plan de mejoramiento publicado con {many}, versión {version.number}."
    if isinstance(origin, DialogueSpace):
        spaces = [origin]
    else:
        pks = DialogueSpace.objects.filter(series=origin, status=SpaceStatus.HELD).order_by("pk")
        spaces = [locked(pk) for pk in pks.values_list("pk", flat=True)]
    for space in spaces:
        if SpaceStep.objects.filter(space=space, kind=StepKind.COMMITMENTS).exists():
            step_done(space, StepKind.COMMITMENTS, by=by, now=now, text=text)


@transaction.atomic
def evaluate_improvement(
    *,
    improvement_id: int,
    cut_off_id: int,
    verdict: str,
    text: str,
    publish: bool,
    by: Principal,
    now: datetime,
) -> ImprovementEvaluation:
    """Write internal control's word on an improvement plan at one of its cut-offs; once it is out it never changes.

    Raises:
        NotAllowed: for everybody but internal control.
        TransitionNotAllowed: for a plan that is not public, or an evaluation that is out.
        NotReady: to publish without a verdict and its reasons, or for a cut-off of another entity.
    """
    rows = ImprovementPlan.objects.select_for_update(of=("self",)).select_related("space__entity", "series__entity")
    improvement: ImprovementPlan = rows.get(pk=improvement_id)
    check_evaluate_improvement(improvement, by=by)
    if not improvement.versions.exists():
        raise TransitionNotAllowed("Este plan de mejoramiento todavía no se ha publicado.")
    cut_off = CutOff.objects.filter(entity_id=improvement.entity_id, pk=cut_off_id).first()
    refuse_gaps("La evaluación no se guardó.", *(() if cut_off else ("Escoja un corte de la lista.",)))
    found = ImprovementEvaluation.objects.filter(improvement=improvement, cut_off=cut_off).first()
    evaluation = found or ImprovementEvaluation(
        entity_id=improvement.entity_id, improvement=improvement, cut_off=cut_off
    )
    if evaluation.published_at is not None:
        raise TransitionNotAllowed("Esta evaluación ya es pública y no se reescribe. Evalúe en el corte siguiente.")
    said = tidy_text(text)
    if publish:
        refuse_gaps("La evaluación no se publicó.", *evaluation_gaps(verdict=verdict, text=said))
        evaluation.published_at, evaluation.published_by_id = now, by.user_id
        evaluation.figures = _figures(improvement, now)
    evaluation.verdict, evaluation.text = verdict, said
    evaluation.edited_at, evaluation.edited_by_id = now, by.user_id
    evaluation.save()
    action = "dialogue.improvement_evaluation_publish" if publish else "dialogue.improvement_evaluation_save"
    _note(improvement, action, by=by, now=now, cut_off=cut_off_id, verdict=verdict)
    return evaluation


def _figures(improvement: ImprovementPlan, now: datetime) -> dict[str, int]:
    """How the commitments stood when the evaluation went out: later changes are not what it was about."""
    origin = improvement.made_in
    rows = commitments_of_space(origin) if isinstance(origin, DialogueSpace) else commitments_of_series(origin)
    tally = tally_of(with_words(rows.in_public(), today=timezone.localdate(now)))
    return {
        "total": tally.total,
        "open": tally.is_open,
        "late": tally.late,
        "kept": tally.kept,
        "partly": tally.partly,
        "failed": tally.failed,
        "contested": tally.contested,
    }
