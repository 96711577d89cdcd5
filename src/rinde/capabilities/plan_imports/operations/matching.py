"""The names of a document against the entity's org chart: proposed at reading, decided by a person."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Any

from django.utils.timezone import localdate

from rinde.capabilities.entities.choices import GroupRule
from rinde.capabilities.entities.models import ActorGroup
from rinde.capabilities.entities.queries import actor_directory
from rinde.capabilities.plan_imports.models import ActorMatch, PlanImport
from rinde.capabilities.plan_imports.rules.matching import AUTOMATIC, KnownActor, names_everybody, propose_actors
from rinde.capabilities.plan_imports.rules.review import LONGEST_NAME, name_key
from rinde.foundations.text.folding import fold


def store_matches(plan_import: PlanImport, names: Iterable[str], now: datetime) -> None:
    """Propose an actor or a group for every name that has no decision yet; names no longer read go away."""
    standing = ActorMatch.objects.filter(plan_import=plan_import)
    standing.filter(decided_at__isnull=True).delete()
    add_names(plan_import, names, now)


def add_names(plan_import: PlanImport, names: Iterable[str], now: datetime) -> None:
    """Propose for the names that are new to this document."""
    known = {
        name_key(text) for text in ActorMatch.objects.filter(plan_import=plan_import).values_list("text", flat=True)
    }
    new: dict[str, str] = {}
    for name in names:
        if name_key(name) not in known:
            new.setdefault(name_key(name), name)
    if new:
        ActorMatch.objects.bulk_create(_proposed(plan_import, new.values(), localdate(now)))


def _proposed(plan_import: PlanImport, names: Iterable[str], day: date) -> Iterator[ActorMatch]:
    actors = [KnownActor(one.id, one.name, one.acronym, one.aliases) for one in actor_directory(day)]
    groups = list(ActorGroup.objects.all())
    for name in names:
        proposals = [*_groups_meant(name, groups), *_actors_meant(name, actors)]
        best = proposals[0] if proposals else {}
        # Only a sure proposal holds by itself; of the others, the person is asked.
        sure = best if best.get("confidence", 0) >= AUTOMATIC else {}
        yield ActorMatch(
            entity_id=plan_import.entity_id,
            plan_import=plan_import,
            text=name[:LONGEST_NAME],
            proposals=proposals,
            confidence=int(best.get("confidence", 0)),
            actor_id=sure.get("actor_id"),
            group_id=sure.get("group_id"),
        )


def _actors_meant(name: str, actors: list[KnownActor]) -> Iterator[dict[str, Any]]:
    for one in propose_actors(name, actors):
        yield {"actor_id": one.actor_id, "group_id": None, "confidence": int(one.confidence), "reason": one.why}


def _groups_meant(name: str, groups: Iterable[ActorGroup]) -> Iterator[dict[str, Any]]:
    wanted = fold(name)
    for group in groups:
        if fold(group.name) == wanted:
            yield _group(group, 100, "Mismo nombre del grupo")
        elif names_everybody(name) and group.rule == GroupRule.ALL_UNITS:
            yield _group(group, 95, "Nombra a todas las dependencias")


def _group(group: ActorGroup, confidence: int, reason: str) -> dict[str, Any]:
    return {"actor_id": None, "group_id": group.pk, "confidence": confidence, "reason": reason}
