"""Who monitors and who evaluates a plan: only actors of the entity, never the same for both."""

from datetime import date, timedelta
from typing import Any

import pytest

from factories import make_actor, make_plan, make_user, principal
from followup_rounds import IN_JULY
from rinde.capabilities.accounts.choices import RoleCode
from rinde.capabilities.accounts.rules import permissions_of
from rinde.capabilities.entities.models import Entity
from rinde.capabilities.followup.models import FollowUpPolicy
from rinde.capabilities.followup.operations.monitoring import set_policy
from rinde.capabilities.followup.permissions import can_report
from rinde.capabilities.followup.rules.monitoring.notes import PolicyValues
from rinde.capabilities.plans.models import Assignment, Plan
from rinde.foundations.refusals import NotAllowed, NotReady, StaleWrite
from rinde.services.access import Grant, Principal, Scope
from rinde.services.audit.models import AuditEntry
from rinde.services.tenancy import active_tenant


def save(plan: Plan, by: Principal, seen: Any = None, now: Any = IN_JULY, **values: Any) -> FollowUpPolicy:
    return set_policy(plan_id=plan.pk, values=PolicyValues(**values), seen=seen, by=by, now=now)


def test_policy_says_who_does_what(entity: Entity, plan: Plan, coordinator: Principal) -> None:
    planning, control = make_actor(entity), make_actor(entity)
    saved = save(plan, coordinator, monitored_by=planning.pk, evaluated_by=control.pk, rhythm="QUARTERLY", reply_days=8)
    assert (saved.monitored_by, saved.evaluated_by, saved.rhythm, saved.report_days, saved.reply_days) == (
        planning,
        control,
        "QUARTERLY",
        5,
        8,
    )
    entry = AuditEntry.objects.latest("number")
    assert (entry.action, entry.facts["evaluated_by"]) == ("followup.set_policy", control.pk)


def test_unit_that_monitors_may_report_as_well(entity: Entity, plan: Plan, coordinator: Principal) -> None:
    unit = Assignment.objects.filter(deliverable__activity__plan=plan).earliest("pk").actor
    save(plan, coordinator, monitored_by=unit.pk)
    scope = Scope("actors", frozenset({unit.pk}))
    liaison = Principal(
        make_user().pk, entity.pk, grants=(Grant("UNIT_LIAISON", permissions_of("UNIT_LIAISON"), scope),)
    )
    assert can_report(plan, by=liaison, actor_id=unit.pk)


def test_the_same_office_for_both_is_refused(entity: Entity, plan: Plan, coordinator: Principal) -> None:
    office = make_actor(entity)
    with pytest.raises(NotReady) as refusal:
        save(plan, coordinator, monitored_by=office.pk, evaluated_by=office.pk)
    assert refusal.value.gaps == (
        "Quien monitorea no evalúa: juzgaría su propio trabajo. Escoja otra dependencia para evaluar.",
    )
    assert not FollowUpPolicy.objects.exists()


def test_actor_of_another_entity_is_refused(
    entity: Entity, other_entity: Entity, plan: Plan, coordinator: Principal
) -> None:
    with active_tenant(other_entity):
        theirs = make_actor(other_entity)
    with pytest.raises(NotReady) as refusal:
        save(plan, coordinator, monitored_by=theirs.pk)
    assert refusal.value.gaps == ("Escoja una dependencia o instancia del organigrama de la entidad.",)
    assert not FollowUpPolicy.objects.exists()


def test_office_of_the_past_is_not_chosen_but_not_lost_either(
    entity: Entity, plan: Plan, coordinator: Principal
) -> None:
    gone = make_actor(entity, valid_to=date(2026, 6, 30))
    with pytest.raises(NotReady):
        save(plan, coordinator, monitored_by=gone.pk)
    FollowUpPolicy.objects.create(entity=entity, plan=plan, monitored_by=gone, edited_at=IN_JULY)
    assert save(plan, coordinator, seen=IN_JULY, monitored_by=gone.pk, report_days=9).report_days == 9


def test_same_values_twice_are_one_save(plan: Plan, coordinator: Principal) -> None:
    first = save(plan, coordinator)
    again = save(plan, coordinator, seen=None, now=IN_JULY + timedelta(hours=1))
    assert again.edited_at == first.edited_at
    assert AuditEntry.objects.filter(action="followup.set_policy").count() == 1


def test_what_somebody_else_saved_is_not_overwritten(plan: Plan, coordinator: Principal) -> None:
    save(plan, coordinator, report_days=8)
    with pytest.raises(StaleWrite):
        save(plan, coordinator, seen=None, report_days=9)
    assert FollowUpPolicy.objects.get().report_days == 8


@pytest.mark.parametrize("role", [role for role in RoleCode if "followup.set_policy" not in permissions_of(role)])
def test_whoever_may_not_say_so_changes_nothing(entity: Entity, plan: Plan, role: str) -> None:
    with pytest.raises(NotAllowed):
        save(plan, principal(entity, role))
    assert not FollowUpPolicy.objects.exists()


@pytest.mark.parametrize("role", [RoleCode.ENTITY_ADMIN, RoleCode.PLAN_COORDINATOR])
def test_administration_and_coordination_say_so(entity: Entity, plan: Plan, role: str) -> None:
    assert save(plan, principal(entity, role)).pk


def test_whoever_coordinates_another_plan_or_entity_is_refused(
    entity: Entity, other_entity: Entity, plan: Plan
) -> None:
    scope = Scope("plan", frozenset({make_plan(entity).pk}))
    of_another = Principal(
        make_user().pk, entity.pk, grants=(Grant("PLAN_COORDINATOR", permissions_of("PLAN_COORDINATOR"), scope),)
    )
    for by in (of_another, principal(other_entity, "PLAN_COORDINATOR")):
        with pytest.raises(NotAllowed):
            save(plan, by)
