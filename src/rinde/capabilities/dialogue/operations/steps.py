"""The steps of a space: written down with their dates, done, left with a reason; what is done proposes progress.

A step that is done fills drafts of the cells of the plan that it serves. A person sends them.
"""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from rinde.capabilities.dialogue.choices import StepKind, StepStatus
from rinde.capabilities.dialogue.models import DialogueSpace, SpaceCell, SpaceStep
from rinde.capabilities.dialogue.operations.locking import check_editable, locked, note
from rinde.capabilities.dialogue.permissions import check_manage
from rinde.capabilities.dialogue.queries.spaces import calendar_around, days_of, terms_of
from rinde.capabilities.dialogue.rules.kinds import steps_of_kind
from rinde.capabilities.dialogue.rules.spaces import LONGEST_REASON, may_be_skipped
from rinde.capabilities.dialogue.rules.terms import due_of
from rinde.capabilities.followup.operations.proposing import ProgressFact, Proposal, propose_progress
from rinde.capabilities.followup.rules.cells import CellKey
from rinde.foundations.law.terms import plain_day
from rinde.foundations.refusals import TransitionNotAllowed, refuse_gaps
from rinde.foundations.text.typed import tidy_text
from rinde.services.access import Principal

LONGEST_SOURCE = 160  # what a proposal holds


def lay_out_steps(space: DialogueSpace) -> None:
    """Write the steps of a space's kind with their dates, and count anew those that are not done.

    A step that was done or left keeps its date: it was late or it was not. Called with the space locked.
    """
    kind, terms = steps_of_kind(space.kind), terms_of(space.entity, space.kind)
    first_day, last_day = days_of(space)
    calendar = calendar_around(space.entity, first_day)
    standing = {step.kind: step for step in SpaceStep.objects.filter(space=space)}
    for step_kind in kind.all:
        step = standing.pop(step_kind, None)
        if step is not None and step.status != StepStatus.PENDING:
            continue
        due = due_of(terms[step_kind], first_day=first_day, last_day=last_day, calendar=calendar)
        SpaceStep.objects.update_or_create(
            space=space,
            kind=step_kind,
            defaults={
                "entity_id": space.entity_id,
                "is_asked": step_kind in kind.asked,
                "due_on": due.due_on,
                "counting": due.in_words,
                "source_key": terms[step_kind].source_key,
            },
        )
    gone = [step.pk for step in standing.values() if step.status == StepStatus.PENDING]
    SpaceStep.objects.filter(pk__in=gone).delete()  # of the kind that the space was before


@transaction.atomic
def finish_step(
    *, space_id: int, kind: str, by: Principal, now: datetime, done_on: date | None = None, text: str = ""
) -> SpaceStep:
    """Say that a step is done. Said again, nothing changes.

    Args:
        done_on: the day of the fact; None for today.
        text: what was done, in a sentence: it goes into the step and the drafts that it fills.

    Raises:
        NotAllowed: for whoever does not run the space.
        TransitionNotAllowed: for a step that the space does not have, or a space that is over and closed.
        NotReady: for a day that is still to come.
    """
    space = locked(space_id)
    check_manage(space, by=by)
    check_editable(space)
    return step_done(space, kind, by=by, now=now, done_on=done_on, text=text)


def step_done(
    space: DialogueSpace, kind: str, *, by: Principal, now: datetime, done_on: date | None = None, text: str = ""
) -> SpaceStep:
    """The same for an operation that did the step itself, and has locked the space and asked for permission."""
    step = _step(space, kind)
    if step.status == StepStatus.DONE:
        return step
    today = timezone.localdate(now)
    done_on = done_on or today
    text = tidy_text(text)
    refuse_gaps("El paso no se marcó todavía.", *_done_gaps(done_on, text, today))
    step.status, step.done_on, step.done_at, step.done_by_id, step.note = (
        StepStatus.DONE,
        done_on,
        now,
        by.user_id,
        text,
    )
    step.save()
    note(space, "step_done", by=by, now=now, step=kind)
    propose_of(space, step, by=by, now=now)
    return step


def _step(space: DialogueSpace, kind: str) -> SpaceStep:
    step: SpaceStep | None = SpaceStep.objects.filter(space=space, kind=kind).first()
    if step is None:
        label = StepKind(kind).label if kind in StepKind.values else kind
        raise TransitionNotAllowed(f"Este espacio no tiene el paso «{label}».")
    return step


def _done_gaps(done_on: date, text: str, today: date) -> tuple[str, ...]:
    gaps = []
    if done_on > today:
        gaps.append(f"El {plain_day(done_on)} todavía no llega. Escriba el día en que se hizo.")
    if len(text) > LONGEST_REASON:
        gaps.append(f"El texto tiene {len(text)} caracteres; caben {LONGEST_REASON}.")
    return tuple(gaps)


@transaction.atomic
def skip_step(*, space_id: int, kind: str, reason: str, by: Principal, now: datetime) -> SpaceStep:
    """Leave a step that does not apply, with a reason that everybody reads.

    Raises:
        NotAllowed: for whoever does not run the space.
        TransitionNotAllowed: for a step that is done, that the space does not have, or that the law asks for.
        NotReady: without a reason.
    """
    space = locked(space_id)
    check_manage(space, by=by)
    check_editable(space)
    step = _step(space, kind)
    if step.status == StepStatus.DONE:
        raise TransitionNotAllowed("Este paso ya se hizo: queda como hecho.")
    if not may_be_skipped(space.kind, kind):
        raise TransitionNotAllowed(
            "La ley pide responder por escrito lo que se preguntó en una audiencia (artículo 56 de la Ley 1757 de "
            "2015). Si nadie preguntó, márquelo como hecho y dígalo."
        )
    reason = tidy_text(reason)
    gaps = [] if reason else ["Diga por qué este paso no aplica."]
    if len(reason) > LONGEST_REASON:
        gaps.append(f"El motivo tiene {len(reason)} caracteres; caben {LONGEST_REASON}.")
    refuse_gaps("El paso sigue pendiente.", *gaps)
    step.status, step.note = StepStatus.SKIPPED, reason
    step.save(update_fields=["status", "note"])
    note(space, "step_skip", by=by, now=now, step=kind)
    return step


@transaction.atomic
def take_up_step(*, space_id: int, kind: str, by: Principal, now: datetime) -> SpaceStep:
    """Take up again a step that was left. Raises as `skip_step` does, and for a step that was not left."""
    space = locked(space_id)
    check_manage(space, by=by)
    check_editable(space)
    step = _step(space, kind)
    if step.status != StepStatus.SKIPPED:
        raise TransitionNotAllowed("Este paso no se había dejado.")
    step.status, step.note = StepStatus.PENDING, ""
    step.save(update_fields=["status", "note"])
    note(space, "step_take_up", by=by, now=now, step=kind)
    return step


def propose_of(space: DialogueSpace, step: SpaceStep, *, by: Principal, now: datetime) -> list[Proposal]:
    """Fill the drafts of the cells that a step serves. The same step proposes the same fact once."""
    day = plain_day(timezone.localdate(space.starts_at))
    source = f"{space.title} ({day})"
    source = source if len(source) <= LONGEST_SOURCE else f"{space.title[: LONGEST_SOURCE - len(day) - 4]}… ({day})"
    assert step.done_on is not None  # noqa: S101 - the database holds it of a step that is done
    fact = ProgressFact(happened_on=step.done_on, text=step.note or f"{StepKind(step.kind).label}: hecho.")
    return [
        propose_progress(
            plan_id=cell.plan_id,
            cell=CellKey(cell.deliverable_id, cell.milestone_id, cell.actor_id),
            fact=fact,
            source=source,
            key=f"dialogue.space:{space.pk}:{step.kind}",
            now=now,
            by=by,
        )
        for cell in SpaceCell.objects.filter(space=space, step=step.kind)
    ]
