"""Reads about the entity and its actors. Bulk answers: the tree costs the same two queries for 3 and for 300 actors."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import F

from rinde.capabilities.entities.models import (
    Actor,
    ActorAlias,
    ActorGroup,
    ActorQuerySet,
    Entity,
    Holiday,
    NonWorkingDay,
)
from rinde.capabilities.entities.rules.groups import ActorFacts, GroupFacts, members_of
from rinde.capabilities.entities.rules.names import folded_name
from rinde.capabilities.entities.rules.org_chart.standing import ActorValues
from rinde.capabilities.entities.rules.tree import in_tree_order, with_ancestors
from rinde.capabilities.entities.rules.validity import is_valid_on
from rinde.foundations.law import FIRST_YEAR, LAST_YEAR, WorkCalendar, national_holidays
from rinde.services.files.operations import read_file
from rinde.services.tenancy import active_tenant


@dataclass(frozen=True, slots=True)
class TreeRow:
    """An actor at its place of the org chart."""

    actor: Actor
    depth: int
    aliases: tuple[str, ...]
    is_valid: bool  # on the day asked about
    is_found: bool  # False: shown only because something found hangs from it


@dataclass(frozen=True, slots=True)
class DirectoryEntry:
    """How an actor may be called in a document."""

    id: int
    name: str
    acronym: str
    aliases: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GroupEntry:
    """A group and who belongs to it on the day asked about."""

    group: ActorGroup
    members: tuple[Actor, ...]


def actors_on(day: date) -> ActorQuerySet:
    """The actors of the active entity that exist on a day, in the order of its org chart."""
    rows: ActorQuerySet = Actor.objects.valid_on(day)
    return rows


def actor_directory(day: date) -> list[DirectoryEntry]:
    """Everybody whom a plan of that day may name, with acronym and aliases. Two queries."""
    actors = list(actors_on(day))
    aliases = _aliases_of(actors)
    return [DirectoryEntry(actor.pk, actor.name, actor.acronym, aliases.get(actor.pk, ())) for actor in actors]


def _aliases_of(actors: Iterable[Actor]) -> dict[int, tuple[str, ...]]:
    found: dict[int, list[str]] = {}
    for actor_id, text in ActorAlias.objects.filter(actor__in=list(actors)).values_list("actor_id", "text"):
        found.setdefault(actor_id, []).append(text)
    return {actor_id: tuple(texts) for actor_id, texts in found.items()}


def org_chart(day: date, *, search: str = "", with_history: bool = False) -> list[TreeRow]:
    """The org chart in reading order. Two queries, whatever its size.

    Args:
        search: words looked for in name, acronym, code and aliases, whatever their accents; what the found ones hang
            from is kept, so that their place can be seen.
        with_history: also actors that no longer or do not yet exist on the day.
    """
    actors = list(Actor.objects.all() if with_history else actors_on(day))
    aliases = _aliases_of(actors)
    wanted = folded_name(search)
    # At the beginning of a word: «SP» must not find «Despacho».
    found = {actor.pk for actor in actors if f" {wanted}" in _searched(actor, aliases.get(actor.pk, ()))}
    parents = {actor.pk: actor.parent_id for actor in actors}
    shown = with_ancestors(found, parents) if wanted else frozenset(found)
    by_id = {actor.pk: actor for actor in actors}
    return [
        TreeRow(
            actor=by_id[branch.id],
            depth=branch.depth,
            aliases=aliases.get(branch.id, ()),
            is_valid=is_valid_on(by_id[branch.id].valid_from, by_id[branch.id].valid_to, day),
            is_found=branch.id in found,
        )
        for branch in in_tree_order(parents)
        if branch.id in shown
    ]


def _searched(actor: Actor, aliases: tuple[str, ...]) -> str:
    return " ".join(f" {folded_name(text)} |" for text in (actor.name, actor.acronym, actor.code, *aliases))


def standing_actors() -> dict[int, ActorValues]:
    """Every actor of the active entity, past ones too, as the rules of an org chart file know them. Two queries."""
    actors = list(Actor.objects.all())
    aliases = _aliases_of(actors)
    return {
        actor.pk: ActorValues(
            name=actor.name,
            code=actor.code,
            acronym=actor.acronym,
            kind=actor.kind,
            parent=actor.parent_id,
            is_missional=actor.is_missional,
            aliases=aliases.get(actor.pk, ()),
            valid_from=actor.valid_from,
            valid_to=actor.valid_to,
        )
        for actor in actors
    }


def groups_on(day: date) -> list[GroupEntry]:
    """Every group of the active entity with its members on a day. Two queries."""
    return _groups_of(list(Actor.objects.all()), day)


def actors_and_groups(day: date) -> tuple[list[Actor], list[GroupEntry]]:
    """Every actor, past ones too, and every group with its members on a day. Two queries for both."""
    actors = list(Actor.objects.all())
    return actors, _groups_of(actors, day)


def _groups_of(actors: list[Actor], day: date) -> list[GroupEntry]:
    groups: dict[int, ActorGroup] = {}
    listed: dict[int, set[int]] = defaultdict(set)
    for group in ActorGroup.objects.annotate(listed_id=F("members__pk")):  # once for each listed member, or once
        groups[group.pk] = group
        if group.listed_id:
            listed[group.pk].add(group.listed_id)
    by_id = {actor.pk: actor for actor in actors}
    facts = [facts_of(actor) for actor in actors]
    return [
        GroupEntry(
            group, tuple(by_id[one] for one in members_of(GroupFacts(group.rule, frozenset(listed[key])), facts, day))
        )
        for key, group in groups.items()
    ]


def group_members(group: ActorGroup, day: date) -> list[Actor]:
    """Who belongs to one group on a day, in the order of the org chart. Two queries."""
    actors = list(Actor.objects.all())
    by_id = {actor.pk: actor for actor in actors}
    return [by_id[key] for key in members_of(group_facts(group), [facts_of(actor) for actor in actors], day)]


def group_facts(group: ActorGroup) -> GroupFacts:
    """A group as the rules know it."""
    return GroupFacts(group.rule, frozenset(actor.pk for actor in group.members.all()))


def facts_of(actor: Actor) -> ActorFacts:
    """An actor as the rules of groups know it."""
    return ActorFacts(actor.pk, actor.kind, actor.parent_id, actor.is_missional, actor.valid_from, actor.valid_to)


def non_working_days(year: int | None = None) -> list[NonWorkingDay]:
    """The days on which the active entity does not work by an act of its own; of one year, or all."""
    days = NonWorkingDay.objects.all()
    return list(days.filter(on__year=year) if year else days)


def holidays_of(year: int, *, with_removed: bool = False) -> list[Holiday]:
    """The rows of the country's table in a year, in order. One query."""
    rows = Holiday.objects.filter(on__year=year)
    return list(rows if with_removed else rows.filter(removed_at__isnull=True))


def work_calendar(entity: Entity, first_year: int, last_year: int) -> WorkCalendar:
    """The days on which an entity works, of these years and of the one before and after them. Two queries.

    A year that the table does not hold yet comes straight from the library, so that no term is ever counted over
    holidays that nobody knows.
    """
    first, last = max(first_year - 1, FIRST_YEAR), min(last_year + 1, LAST_YEAR)
    own = NonWorkingDay.objects.filter(entity=entity, on__year__gte=first, on__year__lte=last)
    return WorkCalendar(
        holidays=_holidays_between(first, last),
        non_working=dict(own.values_list("on", "act")),
        saturday_is_working=entity.saturday_is_working,
        years=(first, last),
    )


def _holidays_between(first: int, last: int) -> dict[date, str]:
    rows = Holiday.objects.filter(on__year__gte=first, on__year__lte=last).values_list("on", "name", "removed_at")
    held = list(rows)
    filled = {on.year for on, _, _ in held}
    computed = (national_holidays(year) for year in range(first, last + 1) if year not in filled)
    found = {on: name for year in computed for on, name in year.items()}
    return found | {on: name for on, name, removed_at in held if removed_at is None}


def shield_of(entity: Entity) -> bytes | None:
    """The entity's own shield as a PNG; None where it has none. One query."""
    return read_file(entity.shield_file) if entity.shield_file is not None else None


def each_entity() -> Iterator[Entity]:
    """Every entity in turn, with its guard open while it is looked after: for jobs of the whole installation."""
    for entity in Entity.objects.order_by("pk"):
        with active_tenant(entity):
            yield entity
