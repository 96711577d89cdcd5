"""Saying which cells of a plan a step of a space fulfils, and taking that back."""

from datetime import datetime

from django.db import transaction

from rinde.capabilities.dialogue.choices import StepStatus
from rinde.capabilities.dialogue.models import DialogueSpace, SpaceCell, SpaceStep
from rinde.capabilities.dialogue.operations.locking import check_editable, locked, note
from rinde.capabilities.dialogue.operations.steps import propose_of
from rinde.capabilities.dialogue.permissions import check_manage
from rinde.capabilities.followup.queries.cells import plan_cells
from rinde.capabilities.followup.rules.cells import CellKey
from rinde.capabilities.plans.models import Plan
from rinde.foundations.refusals import refuse_gaps
from rinde.services.access import Principal

NOT_SERVED = "No se agregó la actividad."


@transaction.atomic
def serve_cell(*, space_id: int, step: str, plan_id: int, cell: CellKey, by: Principal, now: datetime) -> SpaceCell:
    """Say that a step of a space fulfils a cell of a plan. Said again, nothing changes.

    Where the step is done already, the draft of the cell is filled at once.

    Raises:
        NotAllowed: for whoever does not run the space.
        TransitionNotAllowed: for a space that was closed or cancelled.
        NotReady: for a step that the space does not have, or a cell that no published plan of the entity has.
    """
    space = locked(space_id)
    check_manage(space, by=by)
    check_editable(space)
    found = SpaceStep.objects.filter(space=space, kind=step).first()
    refuse_gaps(NOT_SERVED, *_gaps(space, found, plan_id, cell))
    served: SpaceCell
    served, is_new = SpaceCell.objects.get_or_create(
        space=space,
        step=step,
        deliverable_id=cell.deliverable_id,
        milestone_id=cell.milestone_id,
        actor_id=cell.actor_id,
        defaults={"entity_id": space.entity_id, "plan_id": plan_id},
    )
    if is_new:
        note(space, "cell_serve", by=by, now=now, step=step, plan=plan_id, cell=served.pk)
        if found is not None and found.status == StepStatus.DONE:
            propose_of(space, found, by=by, now=now)
    return served


def _gaps(space: DialogueSpace, step: SpaceStep | None, plan_id: int, cell: CellKey) -> tuple[str, ...]:
    gaps = []
    if step is None:
        gaps.append("Escoja uno de los pasos de este espacio.")
    plan = Plan.objects.filter(entity_id=space.entity_id, pk=plan_id).first()
    known = plan_cells(plan) if plan else None
    if known is None or all(one.key != cell for one in known.cells):
        gaps.append("Esa actividad no está en un plan publicado de la entidad. Búsquela de nuevo y escójala.")
    return tuple(gaps)


@transaction.atomic
def stop_serving(*, space_id: int, cell_id: int, by: Principal, now: datetime) -> None:
    """Take back that a step fulfils a cell; a draft that was filled stays with its unit. Gone already: does nothing.

    Raises:
        NotAllowed: for whoever does not run the space.
        TransitionNotAllowed: for a space that was closed or cancelled.
    """
    space = locked(space_id)
    check_manage(space, by=by)
    check_editable(space)
    served = SpaceCell.objects.filter(space=space, pk=cell_id).first()
    if served is None:
        return
    note(space, "cell_leave", by=by, now=now, step=served.step, plan=served.plan_id, cell=served.pk)
    served.delete()
