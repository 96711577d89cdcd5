"""Writes to groups of actors."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from rinde.capabilities.entities.choices import GroupRule
from rinde.capabilities.entities.models import Actor, ActorGroup, Entity
from rinde.capabilities.entities.permissions import check_edit_entity
from rinde.capabilities.entities.rules.names import folded_name
from rinde.foundations.refusals import NotReady
from rinde.services.access import Principal
from rinde.services.audit.operations import record


@transaction.atomic
def create_group(
    *, entity: Entity, name: str, rule: str, members: Iterable[int] = (), by: Principal, now: datetime
) -> ActorGroup:
    """Add a set of actors that plans name as one.

    Args:
        members: ids of actors; kept for a named list only, since a rule finds its own.

    Raises:
        NotAllowed: for whoever may not edit this entity.
        NotReady: with every gap (name missing or taken, empty list, actor of another entity).
    """
    check_edit_entity(entity, by=by)
    group = ActorGroup(entity=entity)
    _write(group, name=name, rule=rule, members=tuple(members))
    record(entity_id=entity.pk, action="entities.group_create", target=group, by=by, now=now, facts={"rule": rule})
    return group


@transaction.atomic
def update_group(
    *, group_id: int, name: str, rule: str, members: Iterable[int] = (), by: Principal, now: datetime
) -> ActorGroup:
    """Save a group. Assignments that froze their list before keep it.

    Raises:
        NotAllowed, NotReady: as `create_group`.
        ActorGroup.DoesNotExist: for a group of another entity.
    """
    group: ActorGroup = ActorGroup.objects.select_related("entity").select_for_update(of=("self",)).get(pk=group_id)
    check_edit_entity(group.entity, by=by)
    _write(group, name=name, rule=rule, members=tuple(members))
    record(
        entity_id=group.entity_id, action="entities.group_update", target=group, by=by, now=now, facts={"rule": rule}
    )
    return group


def _write(group: ActorGroup, *, name: str, rule: str, members: tuple[int, ...]) -> None:
    named = rule == GroupRule.NAMED
    chosen = list(Actor.objects.filter(pk__in=members)) if named else []
    if gaps := _gaps(group, name, rule, members, chosen):
        raise NotReady("No se guardó el grupo.", gaps)
    group.name, group.rule = name.strip(), rule
    group.save()
    group.members.set(chosen)


def _gaps(group: ActorGroup, name: str, rule: str, members: tuple[int, ...], chosen: list[Actor]) -> tuple[str, ...]:
    gaps: list[str] = []
    others = ActorGroup.objects.exclude(pk=group.pk).values_list("name", flat=True)
    if not name.strip():
        gaps.append("Falta el nombre del grupo.")
    elif folded_name(name) in map(folded_name, others):
        gaps.append(f"Ya hay un grupo «{name.strip()}». Use otro nombre.")
    if rule not in GroupRule.values:
        gaps.append("Escoja cómo se forma el grupo.")
    if rule == GroupRule.NAMED and not members:
        gaps.append("Escoja al menos una dependencia, o una regla.")
    elif rule == GroupRule.NAMED and len(chosen) != len(set(members)):
        gaps.append("Una de las dependencias escogidas no existe en esta entidad.")
    return tuple(gaps)
