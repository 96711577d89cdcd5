"""Writes to actors. An actor is closed, never deleted: last year's plans still name it."""

from dataclasses import replace
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max

from rinde.capabilities.entities.models import Actor, ActorAlias, Entity
from rinde.capabilities.entities.permissions import check_edit_entity
from rinde.capabilities.entities.queries import standing_actors
from rinde.capabilities.entities.rules.actors import actor_gaps, closing_gaps
from rinde.capabilities.entities.rules.names import folded_name, unique_aliases
from rinde.capabilities.entities.rules.org_chart.standing import ActorValues
from rinde.foundations.refusals import NotReady
from rinde.services.access import Principal
from rinde.services.audit.operations import record

NOT_SAVED = "No se guardó la dependencia."


@transaction.atomic
def create_actor(
    *, entity: Entity, values: ActorValues, by: Principal, now: datetime, email: str = "", position: int | None = None
) -> Actor:
    """Add whoever can be responsible to the entity's org chart, at the end unless a position is given.

    Raises:
        NotAllowed: for whoever may not edit this entity.
        NotReady: with every gap (name taken, end before beginning, unknown parent).
    """
    check_edit_entity(entity, by=by)
    _refuse_gaps(values, actor_id=None)
    actor = Actor(entity=entity, email=email, position=next_position() if position is None else position)
    write_values(actor, values, parent_id=values.parent)
    record(entity_id=entity.pk, action="entities.actor_create", target=actor, by=by, now=now)
    return actor


@transaction.atomic
def update_actor(
    *, actor_id: int, values: ActorValues, by: Principal, now: datetime, email: str = "", position: int | None = None
) -> Actor:
    """Save an actor's data and aliases. A renamed actor keeps its old name as an alias.

    Raises:
        NotAllowed: for whoever may not edit this entity.
        NotReady: with every gap, a circle of dependence among them.
        Actor.DoesNotExist: for an actor of another entity.
    """
    actor: Actor = Actor.objects.select_related("entity").select_for_update(of=("self",)).get(pk=actor_id)
    check_edit_entity(actor.entity, by=by)
    _refuse_gaps(values, actor_id=actor.pk)
    if folded_name(actor.name) != folded_name(values.name):
        values = replace(values, aliases=(*values.aliases, actor.name))
    actor.email = email
    actor.position = actor.position if position is None else position
    write_values(actor, values, parent_id=values.parent)
    record(entity_id=actor.entity_id, action="entities.actor_update", target=actor, by=by, now=now)
    return actor


@transaction.atomic
def close_actor(*, actor_id: int, last_day: date, by: Principal, now: datetime) -> Actor:
    """End an actor on a day: it stays in the history and in the plans that name it.

    Raises:
        NotAllowed: for whoever may not edit this entity.
        NotReady: where others still hang from it, or the day is before its first.
    """
    actor: Actor = Actor.objects.select_related("entity").select_for_update(of=("self",)).get(pk=actor_id)
    check_edit_entity(actor.entity, by=by)
    if gaps := closing_gaps(actor.pk, last_day, standing=standing_actors()):
        raise NotReady("No se cerró la dependencia.", gaps)
    actor.valid_to = last_day
    actor.save(update_fields=["valid_to"])
    facts = {"valid_to": last_day.isoformat()}
    record(entity_id=actor.entity_id, action="entities.actor_close", target=actor, by=by, now=now, facts=facts)
    return actor


def _refuse_gaps(values: ActorValues, *, actor_id: int | None) -> None:
    if gaps := actor_gaps(values, standing=standing_actors(), actor_id=actor_id):
        raise NotReady(NOT_SAVED, gaps)


def next_position() -> int:
    """The position after the last actor of the active entity."""
    last: int | None = Actor.objects.aggregate(last=Max("position"))["last"]
    return 0 if last is None else last + 1


def write_values(actor: Actor, values: ActorValues, *, parent_id: int | None) -> None:
    """Save an actor and make its aliases exactly those given, the name and the acronym left out."""
    actor.name, actor.code, actor.acronym = values.name, values.code, values.acronym
    actor.kind, actor.parent_id, actor.is_missional = values.kind, parent_id, values.is_missional
    actor.valid_from, actor.valid_to = values.valid_from, values.valid_to
    actor.save()
    wanted = {folded_name(text): text for text in unique_aliases(values.aliases, besides=(values.name, values.acronym))}
    standing = {alias.folded: alias for alias in actor.aliases.all()}
    gone = [alias.pk for folded, alias in standing.items() if folded not in wanted]
    if gone:
        ActorAlias.objects.filter(pk__in=gone).delete()
    ActorAlias.objects.bulk_create(
        ActorAlias(entity_id=actor.entity_id, actor=actor, text=text, folded=folded)
        for folded, text in wanted.items()
        if folded not in standing
    )
