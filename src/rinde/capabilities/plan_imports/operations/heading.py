"""What a person decides about the document as a whole: what plan it is, its columns, names and announcements."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F

from rinde.capabilities.entities.models import Actor, ActorGroup, Entity
from rinde.capabilities.entities.operations import create_actor
from rinde.capabilities.entities.rules.org_chart.standing import ActorValues
from rinde.capabilities.plan_imports.choices import ImportStatus
from rinde.capabilities.plan_imports.models import ActorMatch, ColumnMemory, ImportAnnouncement, PlanImport
from rinde.capabilities.plan_imports.operations.receiving import StartReading
from rinde.capabilities.plan_imports.operations.rows import reviewable
from rinde.capabilities.plan_imports.rules.headings import Role
from rinde.capabilities.plan_imports.rules.lexicon import fold_heading
from rinde.capabilities.plan_imports.rules.review import Heading
from rinde.foundations.refusals import NotReady
from rinde.services.access import Principal
from rinde.services.audit import operations as audit


def _record(plan_import: PlanImport, action: str, by: Principal, now: datetime, **facts: Any) -> None:
    audit.record(entity_id=plan_import.entity_id, action=action, target=plan_import, by=by, now=now, facts=facts)


@transaction.atomic
def edit_heading(
    *, entity: Entity, import_id: int, heading: Heading, by: Principal, now: datetime, start_reading: StartReading
) -> bool:
    """Say what the plan is. True where the year is another than the one read: then the document is read again with it,
    because dates without a year take the plan's; corrections and decisions stay.

    Raises:
        NotReady: with everything that is wrong with the heading.
    """
    plan_import = reviewable(entity, import_id, by)
    if problems := heading.problems():
        raise NotReady("Los datos del plan no se guardaron.", problems)
    before = plan_import.heading
    other_year: bool = heading.first_year != (before.get("year_given") or before.get("first_year"))
    plan_import.heading = before | {
        "instrument": heading.instrument,
        "title": heading.title.strip()[:250],
        "first_year": heading.first_year,
        "last_year": heading.last_year,
        "edited": True,
    }
    if other_year:
        plan_import.heading["year_given"] = heading.first_year
    plan_import.save(update_fields=["heading"])
    facts = {"instrument": heading.instrument, "years": [heading.first_year, heading.last_year]}
    _record(plan_import, "plan_imports.edit_heading", by, now, **facts)
    if other_year:
        _read_anew(plan_import, now, start_reading)
    return other_year


def _read_anew(plan_import: PlanImport, now: datetime, start_reading: StartReading) -> None:
    """Hand a read document back to the reading job; the draft stays until the new one replaces it."""
    PlanImport.objects.filter(pk=plan_import.pk, status=ImportStatus.READ).update(
        status=ImportStatus.UPLOADED, attempt=F("attempt") + 1, heartbeat_at=None, queued_at=now, pages_done=0
    )
    start_reading(plan_import.pk)


@transaction.atomic
def set_column_roles(
    *,
    entity: Entity,
    import_id: int,
    roles: Mapping[str, str],
    by: Principal,
    now: datetime,
    start_reading: StartReading,
) -> bool:
    """Say what columns hold, by heading; remembered for the entity's next documents. True where something changed:
    then the document is read again with it. Corrections and decisions stay.

    Raises:
        NotReady: for a role that does not exist.
    """
    plan_import = reviewable(entity, import_id, by)
    used = {fold_heading(column["heading"]): column["role"] for column in plan_import.columns}
    said = {fold_heading(heading): role for heading, role in roles.items()}
    if unknown := sorted(set(said.values()) - set(Role)):
        raise NotReady("Las columnas no se cambiaron.", [f"No existe la clase de columna «{one}»." for one in unknown])
    changed = {heading: role for heading, role in said.items() if heading in used and used[heading] != role}
    for heading, role in changed.items():
        ColumnMemory.objects.update_or_create(
            entity=entity, header=heading[:200], defaults={"role": role, "remembered_at": now}
        )
    if changed:
        _record(plan_import, "plan_imports.set_columns", by, now, roles=sorted(changed.values()))
        _read_anew(plan_import, now, start_reading)
    return bool(changed)


@transaction.atomic
def decide_match(
    *,
    entity: Entity,
    import_id: int,
    match_id: int,
    actor_id: int | None = None,
    group_id: int | None = None,
    by: Principal,
    now: datetime,
) -> ActorMatch:
    """Say who a name of the document is, for all its rows: an actor, a group, or neither (it stays as written).

    Raises:
        NotReady: for both at once.
        Actor.DoesNotExist, ActorGroup.DoesNotExist: for one that is not of this entity.
    """
    plan_import = reviewable(entity, import_id, by)
    if actor_id and group_id:
        raise NotReady("Escoja una dependencia o un grupo, no los dos.")
    match: ActorMatch = ActorMatch.objects.select_for_update().get(plan_import=plan_import, pk=match_id)
    match.actor = Actor.objects.get(entity=entity, pk=actor_id) if actor_id else None
    match.group = ActorGroup.objects.get(entity=entity, pk=group_id) if group_id else None
    match.decided_at, match.decided_by_id = now, by.user_id
    match.save()
    facts = {"match": match.pk, "actor": actor_id, "group": group_id}
    _record(plan_import, "plan_imports.decide_match", by, now, **facts)
    return match


@transaction.atomic
def match_to_new_unit(*, entity: Entity, import_id: int, match_id: int, by: Principal, now: datetime) -> ActorMatch:
    """Add an office to the org chart with the name that the document gives it, and take that for the name's meaning.

    Raises:
        NotAllowed: the person may not edit the org chart.
        NotReady: an office of that name stands already.
    """
    plan_import = reviewable(entity, import_id, by)
    match: ActorMatch = ActorMatch.objects.select_for_update().get(plan_import=plan_import, pk=match_id)
    actor = create_actor(entity=entity, values=ActorValues(name=match.text[:200]), by=by, now=now)
    return decide_match(entity=entity, import_id=import_id, match_id=match_id, actor_id=actor.pk, by=by, now=now)


@transaction.atomic
def confirm_matches(*, entity: Entity, import_id: int, by: Principal, now: datetime) -> int:
    """Confirm every proposal that already holds as it is; gives how many."""
    plan_import = reviewable(entity, import_id, by)
    sure = ActorMatch.objects.filter(plan_import=plan_import, decided_at__isnull=True).exclude(actor=None, group=None)
    confirmed = sure.update(decided_at=now, decided_by_id=by.user_id)
    _record(plan_import, "plan_imports.confirm_matches", by, now, confirmed=confirmed)
    return int(confirmed)


@transaction.atomic
def decide_announcement(
    *,
    entity: Entity,
    import_id: int,
    announcement_id: int,
    group: str,
    text: str,
    left_out: bool,
    by: Principal,
    now: datetime,
) -> ImportAnnouncement:
    """Keep an action that the document lists outside its table, in the person's words, or leave it out.

    Raises:
        NotReady: kept without a text.
    """
    plan_import = reviewable(entity, import_id, by)
    if not text.strip() and not left_out:
        raise NotReady("La acción no se guardó.", ["Escriba la acción, o márquela para que no entre."])
    announcement: ImportAnnouncement = ImportAnnouncement.objects.get(plan_import=plan_import, pk=announcement_id)
    announcement.group, announcement.text = group.strip()[:250], text.strip() or announcement.text
    announcement.left_out = left_out
    announcement.decided_at, announcement.decided_by_id = now, by.user_id
    announcement.save()
    facts = {"announcement": announcement.pk, "left_out": left_out}
    _record(plan_import, "plan_imports.decide_announcement", by, now, **facts)
    return announcement
