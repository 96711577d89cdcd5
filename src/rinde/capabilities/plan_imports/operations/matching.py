"""The names of a document against the entity's org chart: proposed at reading, decided by a person."""

from collections.abc import Iterable

from rinde.capabilities.plan_imports.models import ActorMatch, PlanImport


def store_matches(plan_import: PlanImport, names: Iterable[str]) -> None:
    """Propose an actor or a group for every name that has no decision yet; names no longer read go away."""
    standing = ActorMatch.objects.filter(plan_import=plan_import)
    standing.filter(decided_at__isnull=True).delete()
    add_names(plan_import, names)


def add_names(plan_import: PlanImport, names: Iterable[str]) -> None:
    """Propose for the names that are new to this document."""
    known = set(ActorMatch.objects.filter(plan_import=plan_import).values_list("text", flat=True))
    new = [name for name in dict.fromkeys(name[:300] for name in names) if name not in known]
    if new:
        ActorMatch.objects.bulk_create(_proposed(plan_import, new))


def _proposed(plan_import: PlanImport, names: list[str]) -> Iterable[ActorMatch]:
    return [ActorMatch(entity_id=plan_import.entity_id, plan_import=plan_import, text=name) for name in names]
