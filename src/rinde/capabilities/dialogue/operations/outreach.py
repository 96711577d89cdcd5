"""Groups of value and what is known of them; the communication component of a year; the stages of its strategy."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from rinde.capabilities.dialogue.choices import Stage
from rinde.capabilities.dialogue.models import CommunicationAction, StrategyStage, ValueGroup
from rinde.capabilities.dialogue.permissions import check_set_up
from rinde.capabilities.dialogue.rules.outreach import (
    ActionValues,
    GroupValues,
    action_gaps,
    group_gaps,
    stage_gaps,
)
from rinde.capabilities.entities.models import Entity
from rinde.capabilities.plans.models import Plan
from rinde.foundations.refusals import StaleWrite, refuse_gaps
from rinde.foundations.text.typed import tidy_text
from rinde.services.access import Principal
from rinde.services.audit.operations import record

NOT_KEPT = "No se guardó todavía."
STALE = "Otra persona lo cambió mientras usted escribía. Lo suyo sigue aquí: compare y guarde de nuevo."


def _entity(entity_id: int, by: Principal) -> Entity:
    """The entity, locked, for whoever sets up its dialogue."""
    entity = Entity.objects.select_for_update().get(pk=entity_id)
    check_set_up(entity, by=by)
    return entity


@transaction.atomic
def keep_group(
    *,
    entity_id: int,
    values: GroupValues,
    group_id: int | None = None,
    seen: datetime | None = None,
    by: Principal,
    now: datetime,
) -> ValueGroup:
    """Write down a group of value, or change what is known of one. A retired one keeps its spaces.

    Args:
        group_id: None for a new one.
        seen: when it was last edited as its form showed it; None to write whatever it says now.

    Raises:
        NotAllowed: for whoever does not run the dialogue of the whole entity.
        StaleWrite: where somebody else changed it in between.
        NotReady: with everything that is missing, or where another group has that name.
    """
    entity = _entity(entity_id, by)
    group = ValueGroup.objects.get(entity=entity, pk=group_id) if group_id else ValueGroup(entity=entity)
    if seen is not None and group.edited_at != seen:
        raise StaleWrite(STALE)
    name = " ".join(values.name.split())
    others = ValueGroup.objects.filter(entity=entity, name__iexact=name).exclude(pk=group.pk)
    taken = ("Ya hay un grupo con ese nombre. Cámbielo, o edite el que está.",) if name and others.exists() else ()
    refuse_gaps(NOT_KEPT, *(group_gaps(values) + taken))
    group.name, group.description = name, tidy_text(values.description)
    group.size, group.size_source = values.size, " ".join(values.size_source.split())
    group.territory = " ".join(values.territory.split())
    group.channels, group.approaches, group.is_active = (
        list(values.channels),
        list(values.approaches),
        values.is_active,
    )
    _save(group, "group_keep", by=by, now=now)
    return group


def _save(row: Any, verb: str, *, by: Principal, now: datetime, **facts: Any) -> None:
    row.edited_at, row.edited_by_id = now, by.user_id
    row.save()
    record(entity_id=row.entity_id, action=f"dialogue.{verb}", target=row, by=by, now=now, facts=facts)


@transaction.atomic
def keep_action(
    *, entity_id: int, year: int, values: ActionValues, action_id: int | None = None, by: Principal, now: datetime
) -> CommunicationAction:
    """Write down a line of a year's communication component, or change one.

    Raises:
        NotAllowed: for whoever does not run the dialogue of the whole entity.
        NotReady: with everything that is missing.
    """
    entity = _entity(entity_id, by)
    gaps = action_gaps(values, today=timezone.localdate(now))
    if values.group_id and not ValueGroup.objects.filter(entity=entity, pk=values.group_id).exists():
        gaps += ("El grupo que escogió no está en esta entidad. Escoja de la lista.",)
    refuse_gaps(NOT_KEPT, *gaps)
    action = (
        CommunicationAction.objects.get(entity=entity, pk=action_id)
        if action_id
        else CommunicationAction(entity=entity, year=year)
    )
    action.channel, action.message, action.group_id = values.channel, tidy_text(values.message), values.group_id
    action.planned_on, action.done_on = values.planned_on, values.done_on
    _save(action, "action_keep", by=by, now=now, year=action.year)
    return action


@transaction.atomic
def drop_action(*, entity_id: int, action_id: int, by: Principal, now: datetime) -> None:
    """Take a line out of the communication component. Gone already: does nothing.

    Raises:
        NotAllowed: for whoever does not run the dialogue of the whole entity.
    """
    entity = _entity(entity_id, by)
    action = CommunicationAction.objects.filter(entity=entity, pk=action_id).first()
    if action is None:
        return
    record(
        entity_id=entity.pk, action="dialogue.action_drop", target=action, by=by, now=now, facts={"year": action.year}
    )
    action.delete()


@transaction.atomic
def write_stage(
    *, entity_id: int, plan_id: int, stage: str, text: str, done_on: date | None, by: Principal, now: datetime
) -> StrategyStage:
    """Tell what was done in a stage of the accountability strategy of a plan. The same again changes nothing.

    Args:
        done_on: the day on which the stage was over; None while it goes on.

    Raises:
        NotAllowed: for whoever does not run the dialogue of the whole entity.
        NotReady: for an unknown stage or a plan of somebody else, or a day that is still to come.
    """
    entity = _entity(entity_id, by)
    text = tidy_text(text)
    gaps = stage_gaps(text, done_on, today=timezone.localdate(now))
    if stage not in Stage.values:
        gaps += ("Escoja una etapa de la lista.",)
    if not Plan.objects.filter(entity=entity, pk=plan_id).exists():
        gaps += ("El plan que escogió no está en esta entidad. Escoja de la lista.",)
    refuse_gaps(NOT_KEPT, *gaps)
    found = StrategyStage.objects.filter(plan_id=plan_id, stage=stage).first()
    row: StrategyStage = found or StrategyStage(entity=entity, plan_id=plan_id, stage=stage)
    if found is not None and (row.text, row.done_on) == (text, done_on):
        return row
    row.text, row.done_on = text, done_on
    _save(row, "stage_write", by=by, now=now, stage=stage)
    return row
