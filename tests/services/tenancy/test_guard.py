"""The guard: no query on a tenant's table without an active tenant, whatever the method."""

import pytest

from factories import make_entity, make_plan
from rinde.capabilities.entities.models import Entity
from rinde.capabilities.plans.models import Plan
from rinde.services.tenancy import active_tenant, every_tenant
from rinde.services.tenancy.guard import NoActiveTenant


@pytest.mark.parametrize(
    "ask",
    [
        lambda: list(Plan.objects.all()),
        lambda: Plan.objects.exists(),
        lambda: Plan.objects.count(),
        lambda: Plan.objects.in_bulk([1]),
        lambda: Plan.objects.exclude(pk=1),
        lambda: Plan.objects.select_related("entity"),
        lambda: Plan.objects.published(),
        lambda: Plan.objects.update(title=""),
        lambda: Plan.objects.create(title=""),
    ],
)
@pytest.mark.django_db
def test_query_without_active_tenant_is_refused(ask):
    with pytest.raises(NoActiveTenant):
        ask()


@pytest.mark.django_db
def test_active_tenant_shows_only_its_own_rows():
    mine, theirs = make_entity(), make_entity()
    with active_tenant(theirs):
        make_plan(theirs)
    with active_tenant(mine):
        plan = make_plan(mine)
        assert list(Plan.objects.all()) == [plan]


def test_unsaved_entity_cannot_be_the_active_tenant():
    with pytest.raises(NoActiveTenant):
        active_tenant(Entity(name="Sin guardar"))


@pytest.mark.django_db
def test_guard_is_shut_again_after_the_block(entity):
    with every_tenant(reason="count of all plans"):
        assert Plan.objects.count() == 0


def test_every_tenant_without_reason_is_refused():
    with pytest.raises(ValueError, match="reason"):
        every_tenant(reason=" ")
