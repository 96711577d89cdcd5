"""Who tries what they may not leaves an entry in the trail, of codes only, and nothing else."""

import pytest
from django.test import Client

from factories import make_full_plan, make_member, make_plan
from rinde.capabilities.entities.models import Entity
from rinde.capabilities.plans.models import Plan
from rinde.services.audit.models import AuditEntry
from rinde.services.audit.operations import first_broken_entry
from rinde.services.tenancy import active_tenant

SECRET = "Un nombre que nadie debe guardar"


def signed_in(entity: Entity, role: str) -> Client:
    client = Client()
    client.force_login(make_member(entity, role))
    return client


def attempts() -> list[tuple[str, str, dict[str, object]]]:
    found = AuditEntry.objects.filter(action__endswith=".refused")
    return [(one.action, one.target, one.facts) for one in found.order_by("number")]


def test_wrong_role_is_written_down(entity: Entity) -> None:
    plan = make_full_plan(entity)
    client = signed_in(entity, "READER")

    client.post(f"/{entity.slug}/gestion/planes/{plan.pk}/publicar/", {"revisado": SECRET})

    assert attempts() == [("plans.refused", f"plans.Plan:{plan.pk}", {"page": "plan_publish", "refused": "NotForThem"})]
    assert AuditEntry.objects.get(action="plans.refused").user_id == int(client.session["_auth_user_id"])
    assert SECRET not in str(attempts())
    assert first_broken_entry(entity_id=entity.pk) is None


def test_plan_of_another_entity_is_written_down_where_it_was_tried(entity: Entity, other_entity: Entity) -> None:
    with active_tenant(other_entity):
        theirs = make_full_plan(other_entity)

    page = signed_in(entity, "PLAN_COORDINATOR").post(f"/{entity.slug}/gestion/planes/{theirs.pk}/publicar/")

    assert page.status_code == 404
    assert attempts() == [("plans.refused", f"plans.Plan:{theirs.pk}", {"page": "plan_publish", "refused": "Http404"})]


def test_person_of_another_entity_is_written_down(entity: Entity, other_entity: Entity) -> None:
    plan = make_full_plan(entity)

    signed_in(other_entity, "PLAN_COORDINATOR").post(f"/{entity.slug}/gestion/planes/{plan.pk}/publicar/")

    assert [action for action, _, _ in attempts()] == ["plans.refused"]


def test_page_that_is_of_no_plan_is_written_down_too(entity: Entity) -> None:
    signed_in(entity, "READER").post(f"/{entity.slug}/gestion/planes/nuevo/", {"title": SECRET})

    assert attempts() == [("desk.refused", "plan_new", {"page": "plan_new", "refused": "NotForThem"})]


@pytest.mark.parametrize("path", ["{plan}/publicar/", "{plan}/datos/"])
def test_looking_leaves_no_entry(entity: Entity, path: str) -> None:
    plan = make_plan(entity)

    signed_in(entity, "READER").get(f"/{entity.slug}/gestion/planes/{path.format(plan=plan.pk)}")

    assert attempts() == []


def test_plan_that_nobody_has_and_a_visitor_leave_no_entry(entity: Entity) -> None:
    plan = make_plan(entity)

    signed_in(entity, "PLAN_COORDINATOR").post(f"/{entity.slug}/gestion/planes/{plan.pk + 999}/publicar/")
    Client().post(f"/{entity.slug}/gestion/planes/{plan.pk}/publicar/")

    assert attempts() == []
    assert Plan.objects.get().status == "DRAFT"
