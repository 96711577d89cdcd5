"""A commitment from its first note to its end: written, published, moved, closed, opened again, carried into a plan."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from rinde.capabilities.dialogue.choices import CommitmentMoment, CommitmentStatus, Outcome, SpaceStatus
from rinde.capabilities.dialogue.models import (
    Commitment,
    CommitmentActivity,
    CommitmentVoice,
    DialogueSpace,
    Question,
    SpaceSeries,
)
from rinde.capabilities.dialogue.operations.commitment_events import happened, locked_commitment, note_commitment
from rinde.capabilities.dialogue.permissions import check_decide, check_keep, check_keep_series, check_manage
from rinde.capabilities.dialogue.rules.commitment_states import check_may_become
from rinde.capabilities.dialogue.rules.commitments import (
    CommitmentValues,
    closing_gaps,
    due_of,
    late_since_after_move,
    move_gaps,
    reason_gaps,
    value_gaps,
)
from rinde.capabilities.entities.models import Actor, Entity
from rinde.capabilities.entities.queries import work_calendar
from rinde.capabilities.plans.models import Activity
from rinde.capabilities.plans.operations.activities import add_activity
from rinde.capabilities.plans.rules.rows import ActivityValues, Assignee, DeliverableValues
from rinde.capabilities.plans.rules.schedules import PlannedDate
from rinde.foundations.law.business_days import UnknownYear
from rinde.foundations.law.terms import plain_day
from rinde.foundations.refusals import StaleWrite, TransitionNotAllowed, refuse_gaps
from rinde.foundations.text.typed import tidy_text
from rinde.services.access import Principal

NOT_KEPT = "El compromiso no se guardó todavía."
_SOURCE_LENGTH = 160  # what an activity of a plan holds
_YEARS_AHEAD = 6  # as far as a date may lie


@transaction.atomic
def make_commitment(
    *,
    space_id: int | None = None,
    series_id: int | None = None,
    values: CommitmentValues,
    by: Principal,
    now: datetime,
) -> Commitment:
    """Write down what the entity promised in a space or a series. It is inside until it is published.

    Raises:
        NotAllowed: for whoever runs neither.
        TransitionNotAllowed: for a space that has not begun, or was closed or cancelled.
        NotReady: with everything that is missing.
    """
    space, series = _origin(space_id, series_id)
    entity = space.entity if space else series.entity  # type: ignore[union-attr]
    if space is not None:
        check_manage(space, by=by)
        _check_promising(space)
    else:
        check_keep_series(series, by=by)  # type: ignore[arg-type]
    columns = _columns(entity, values, space, series)
    commitment: Commitment = Commitment.objects.create(
        entity=entity, space=space, series=series, edited_at=now, edited_by_id=by.user_id, **columns
    )
    note_commitment(commitment, "dialogue.commitment_make", by=by, now=now)
    return commitment


def _origin(space_id: int | None, series_id: int | None) -> tuple[DialogueSpace | None, SpaceSeries | None]:
    if (space_id is None) == (series_id is None):
        raise ValueError("a commitment is made either in a space or in a series")
    if space_id is not None:
        return DialogueSpace.objects.select_related("entity").get(pk=space_id), None
    return None, SpaceSeries.objects.select_related("entity").get(pk=series_id)


def _check_promising(space: DialogueSpace) -> None:
    if space.status not in {SpaceStatus.LIVE, SpaceStatus.HELD}:
        raise TransitionNotAllowed(
            "Los compromisos se escriben cuando el espacio está en curso o ya se hizo, y antes de cerrarlo. "
            "Para cambiar uno publicado, ábralo en la lista de compromisos."
        )


def _columns(
    entity: Entity, values: CommitmentValues, space: DialogueSpace | None, series: SpaceSeries | None
) -> dict[str, Any]:
    """What is written into the row, its last day counted. Raises NotReady with everything that is missing."""
    values = replace(
        values,
        text=tidy_text(values.text),
        obtained_by=" ".join(values.obtained_by.split()),
        evidence_expected=" ".join(tidy_text(values.evidence_expected).split()),
    )
    refuse_gaps(NOT_KEPT, *(value_gaps(values) + _stranger_gaps(entity, values, space, series)))
    assert values.made_on is not None  # noqa: S101 - `value_gaps` asks for it
    try:
        due = due_of(values, work_calendar(entity, values.made_on.year, values.made_on.year + _YEARS_AHEAD))
    except UnknownYear:
        refuse_gaps(NOT_KEPT, "El plazo llega a un año sin festivos registrados. Escriba la fecha límite.")
    return {
        "text": values.text,
        "obtained_by": values.obtained_by,
        "evidence_expected": values.evidence_expected,
        "actor_id": values.actor_id,
        "question_id": values.question_id,
        "made_on": values.made_on,
        "due_on": due.due_on,
        "counting": due.in_words,
        "first_due_on": due.due_on,
    }


def _stranger_gaps(
    entity: Entity, values: CommitmentValues, space: DialogueSpace | None, series: SpaceSeries | None
) -> tuple[str, ...]:
    gaps = []
    if values.actor_id and not Actor.objects.filter(entity=entity, pk=values.actor_id).exists():
        gaps.append("La dependencia que escogió no está en esta entidad. Escoja de la lista.")
    if values.question_id:
        of = {"space": space} if space else {"space__series": series}
        if not Question.objects.filter(entity=entity, pk=values.question_id, **of).exists():
            gaps.append("Esa pregunta no se hizo en este espacio. Escoja de la lista.")
    return tuple(gaps)


@transaction.atomic
def edit_commitment(
    *, commitment_id: int, values: CommitmentValues, seen: datetime | None, by: Principal, now: datetime
) -> Commitment:
    """Change a commitment that is not public yet. Once it is, only its date moves, with a reason.

    Args:
        seen: when the row was last edited as its form showed it; None to write whatever it says now.

    Raises:
        NotAllowed: for whoever does not run where it was made.
        TransitionNotAllowed: once it is public.
        StaleWrite: where somebody else changed it in between.
        NotReady: with everything that is missing.
    """
    commitment = locked_commitment(commitment_id)
    check_keep(commitment, by=by)
    if commitment.status != CommitmentStatus.DRAFT:
        raise TransitionNotAllowed(
            "Este compromiso es público: su texto no cambia. Puede mover la fecha con un motivo, o cerrarlo."
        )
    if seen is not None and seen != commitment.edited_at:
        raise StaleWrite(
            "Otra persona cambió este compromiso mientras usted escribía. Lo suyo sigue aquí: compare y guarde."
        )
    for name, value in _columns(commitment.entity, values, commitment.space, commitment.series).items():
        setattr(commitment, name, value)
    commitment.edited_at, commitment.edited_by_id = now, by.user_id
    commitment.save()
    note_commitment(commitment, "dialogue.commitment_edit", by=by, now=now)
    return commitment


@transaction.atomic
def discard_commitment(*, commitment_id: int, by: Principal, now: datetime) -> None:
    """Discard a commitment that nobody outside has read.

    Raises:
        NotAllowed: for whoever does not run where it was made.
        TransitionNotAllowed: once it is public.
    """
    commitment = locked_commitment(commitment_id)
    check_keep(commitment, by=by)
    if commitment.status != CommitmentStatus.DRAFT:
        raise TransitionNotAllowed("Este compromiso es público y no se borra. Ciérrelo y diga qué pasó.")
    note_commitment(commitment, "dialogue.commitment_discard", by=by, now=now)
    CommitmentVoice.objects.filter(commitment=commitment).delete()
    commitment.delete()


@transaction.atomic
def publish_commitment(*, commitment_id: int, by: Principal, now: datetime) -> Commitment:
    """Publish a commitment under its number. Published again, nothing changes.

    Raises:
        NotAllowed: for whoever does not run where it was made.
        NotReady: while no unit answers for it.
    """
    commitment = locked_commitment(commitment_id)
    check_keep(commitment, by=by)
    if commitment.status != CommitmentStatus.DRAFT:
        return commitment
    check_may_become(commitment.status, CommitmentStatus.OPEN)
    missing = () if commitment.actor_id else ("Diga qué dependencia responde por el compromiso.",)
    refuse_gaps("El compromiso no se publicó.", *missing)
    Entity.objects.select_for_update().get(pk=commitment.entity_id)  # one number at a time
    last = Commitment.objects.filter(entity_id=commitment.entity_id).aggregate(last=Max("number"))["last"] or 0
    commitment.number, commitment.status = last + 1, CommitmentStatus.OPEN
    commitment.first_due_on = commitment.due_on
    commitment.published_at, commitment.published_by_id = now, by.user_id
    commitment.save()
    happened(commitment, CommitmentMoment.PUBLISHED, by=by, now=now)
    note_commitment(commitment, "dialogue.commitment_publish", by=by, now=now)
    return commitment


@transaction.atomic
def move_commitment(*, commitment_id: int, due_on: date, reason: str, by: Principal, now: datetime) -> Commitment:
    """Move the date of a public commitment. Both dates and the reason stay in public; what was late stays late.

    Raises:
        NotAllowed: for whoever does not coordinate: a unit does not give itself more time.
        TransitionNotAllowed: for one that is not public yet or was closed.
        NotReady: for a date that has passed, or without a reason.
    """
    commitment = locked_commitment(commitment_id)
    check_decide(commitment, by=by)
    _check_open(commitment, "La fecha se mueve mientras el compromiso está abierto.")
    today, said = timezone.localdate(now), " ".join(tidy_text(reason).split())
    gaps = move_gaps(due_on=commitment.due_on, new_due_on=due_on, made_on=commitment.made_on, reason=said, today=today)
    refuse_gaps("La fecha no cambió.", *gaps)
    before = commitment.due_on
    commitment.late_since = late_since_after_move(due_on=before, late_since=commitment.late_since, today=today)
    commitment.due_on, commitment.counting = due_on, ""
    _touch(commitment, by, now)
    happened(commitment, CommitmentMoment.MOVED, by=by, now=now, text=said, from_on=before, to_on=due_on)
    note_commitment(commitment, "dialogue.commitment_move", by=by, now=now)
    return commitment


def _check_open(commitment: Commitment, message: str) -> None:
    if commitment.status != CommitmentStatus.OPEN:
        raise TransitionNotAllowed(message)


def _touch(commitment: Commitment, by: Principal, now: datetime) -> None:
    commitment.edited_at, commitment.edited_by_id = now, by.user_id
    commitment.save()


@transaction.atomic
def close_commitment(
    *, commitment_id: int, outcome: str, text: str, done_on: date | None, by: Principal, now: datetime
) -> Commitment:
    """Close a commitment with the entity's word on it. That of whoever obtained it stays, and may still come.

    Raises:
        NotAllowed: for whoever does not coordinate.
        TransitionNotAllowed: for one that is not open.
        NotReady: without an outcome, its day or its reason.
    """
    commitment = locked_commitment(commitment_id)
    check_decide(commitment, by=by)
    check_may_become(commitment.status, CommitmentStatus.CLOSED)
    said, done_on = tidy_text(text), done_on if outcome != Outcome.NOT else None
    gaps = closing_gaps(
        outcome=outcome, text=said, done_on=done_on, made_on=commitment.made_on, today=timezone.localdate(now)
    )
    refuse_gaps("El compromiso sigue abierto.", *gaps)
    commitment.status, commitment.outcome, commitment.outcome_text = CommitmentStatus.CLOSED, outcome, said
    commitment.done_on, commitment.closed_at, commitment.closed_by_id = done_on, now, by.user_id
    _touch(commitment, by, now)
    happened(commitment, CommitmentMoment.CLOSED, by=by, now=now, text=said, outcome=outcome)
    note_commitment(commitment, "dialogue.commitment_close", by=by, now=now, outcome=outcome)
    return commitment


@transaction.atomic
def reopen_commitment(*, commitment_id: int, reason: str, by: Principal, now: datetime) -> Commitment:
    """Open a closed commitment again, as when its community says that it was not kept. The reason is public.

    Raises:
        NotAllowed: for whoever does not coordinate.
        TransitionNotAllowed: for one that is not closed.
        NotReady: without a reason.
    """
    commitment = locked_commitment(commitment_id)
    check_decide(commitment, by=by)
    if commitment.status != CommitmentStatus.CLOSED:
        raise TransitionNotAllowed("Solo se vuelve a abrir un compromiso cerrado.")
    said = " ".join(tidy_text(reason).split())
    refuse_gaps("Sigue cerrado.", *reason_gaps(said, "Diga por qué lo vuelve a abrir. La ciudadanía leerá el motivo."))
    commitment.status, commitment.outcome, commitment.outcome_text = CommitmentStatus.OPEN, "", ""
    commitment.done_on = commitment.closed_at = commitment.closed_by = None
    _touch(commitment, by, now)
    happened(commitment, CommitmentMoment.REOPENED, by=by, now=now, text=said)
    note_commitment(commitment, "dialogue.commitment_reopen", by=by, now=now)
    return commitment


@transaction.atomic
def carry_commitment(*, commitment_id: int, plan_id: int, node_id: int, by: Principal, now: datetime) -> Activity:
    """Make an activity of an open commitment in a plan that is being written. Asked again, it gives the same activity.

    The activity says where it comes from, also once the plan is published; the commitment says where it went.

    Raises:
        NotAllowed: for whoever may not read this commitment here, or edit that plan.
        TransitionNotAllowed: for one that is not open.
        NotReady: with a component of another plan.
    """
    commitment = locked_commitment(commitment_id)
    check_decide(commitment, by=by)
    _check_open(commitment, "Solo un compromiso abierto entra a un plan.")
    before = CommitmentActivity.objects.filter(commitment=commitment, plan_id=plan_id).select_related("activity")
    made = before.first()
    if made is not None and made.activity is not None:
        kept: Activity = made.activity
        return kept
    values = _as_activity(commitment, node_id)
    activity = add_activity(plan_id=plan_id, values=values, carried_from=source_of(commitment), by=by, now=now)
    before.delete()  # of an activity that has left the draft since
    CommitmentActivity.objects.create(
        entity_id=commitment.entity_id,
        commitment=commitment,
        plan_id=plan_id,
        activity=activity,
        key=activity.key,
        made_at=now,
        made_by_id=by.user_id,
    )
    note_commitment(commitment, "dialogue.commitment_carry", by=by, now=now, plan=plan_id, key=activity.key)
    return activity


def source_of(commitment: Commitment) -> str:
    """«Compromiso 12 (Audiencia pública, 12 de mayo de 2026)», as the activity of a plan says where it comes from."""
    made_in = commitment.made_in
    day = plain_day(commitment.made_on)
    left = _SOURCE_LENGTH - len(f"Compromiso {commitment.number} (, {day})")
    title = str(made_in)
    title = title if len(title) <= left else f"{title[: left - 1].rstrip()}…"
    return f"Compromiso {commitment.number} ({title}, {day})"


def _as_activity(commitment: Commitment, node_id: int) -> ActivityValues:
    actor = commitment.actor
    deliverable = DeliverableValues(
        product=commitment.evidence_expected,
        milestones=(PlannedDate(commitment.due_on),),
        assignees=(Assignee(actor.name, actor.pk),) if actor else (),
    )
    description = f"Lo obtuvo: {commitment.obtained_by}."
    return ActivityValues(node_id, commitment.text, description=description, deliverables=(deliverable,))
