"""Spaces of dialogue for tests: one valid, boring object each."""

from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

from factories import principal
from rinde.capabilities.dialogue.models import DialogueSpace, SpaceCell, TeamMember
from rinde.capabilities.dialogue.operations.spaces import call_space, hold_space, make_space, open_space
from rinde.capabilities.dialogue.rules.spaces import SpaceValues
from rinde.capabilities.entities.models import Entity
from rinde.capabilities.followup.rules.cells import Cell
from rinde.capabilities.plans.models import Plan
from rinde.services.access import Principal

BEFORE = datetime(2026, 3, 2, 15, 0, tzinfo=UTC)  # when spaces are prepared and called
STARTS = datetime(2026, 5, 12, 14, 0, tzinfo=UTC)  # nine in the morning in Bogotá
ENDS = STARTS + timedelta(hours=3)
DURING, AFTER = STARTS + timedelta(minutes=20), ENDS + timedelta(minutes=5)
_numbers = count(1)


def space_values(**fields: Any) -> SpaceValues:
    """A hearing at the town hall from which nothing is missing."""
    defaults: dict[str, Any] = {
        "kind": "PUBLIC_HEARING",
        "title": f"Audiencia pública {next(_numbers)}",
        "starts_at": STARTS,
        "ends_at": ENDS,
        "purpose": "Contar qué se hizo en el año y responder preguntas.",
        "place": "Salón comunal, calle 5 # 4-32",
    }
    return SpaceValues(**defaults | fields)


def organiser(entity: Entity) -> Principal:
    """Somebody who runs the dialogue of the whole entity."""
    return principal(entity, "PLAN_COORDINATOR")


def make_draft_space(entity: Entity, *, by: Principal | None = None, **fields: Any) -> DialogueSpace:
    return make_space(entity_id=entity.pk, values=space_values(**fields), by=by or organiser(entity), now=BEFORE)


def make_called_space(entity: Entity, *, by: Principal | None = None, **fields: Any) -> DialogueSpace:
    by = by or organiser(entity)
    return call_space(space_id=make_draft_space(entity, by=by, **fields).pk, by=by, now=BEFORE)


def make_live_space(entity: Entity, *, by: Principal | None = None, **fields: Any) -> DialogueSpace:
    by = by or organiser(entity)
    return open_space(space_id=make_called_space(entity, by=by, **fields).pk, by=by, now=STARTS)


def make_held_space(entity: Entity, *, by: Principal | None = None, **fields: Any) -> DialogueSpace:
    by = by or organiser(entity)
    return hold_space(space_id=make_live_space(entity, by=by, **fields).pk, by=by, now=AFTER)


def join_team(space: DialogueSpace, helper: Principal, task: str = "MODERATE") -> TeamMember:
    return TeamMember.objects.create(entity=space.entity, space=space, user_id=helper.user_id, task=task)


def serve(space: DialogueSpace, plan: Plan, cell: Cell, step: str) -> SpaceCell:
    """Say that a step of a space fulfils a cell of a plan."""
    return SpaceCell.objects.create(
        entity=space.entity,
        space=space,
        step=step,
        plan=plan,
        deliverable_id=cell.key.deliverable_id,
        milestone_id=cell.key.milestone_id,
        actor_id=cell.key.actor_id,
    )
