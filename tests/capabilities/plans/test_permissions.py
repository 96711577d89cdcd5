"""Who reads a draft: over the entity, over that plan, over some units; and nobody of another entity."""

import pytest

from factories import make_plan
from rinde.capabilities.accounts.rules import permissions_of
from rinde.capabilities.plans.permissions import can_edit_plan, can_read_draft, can_read_draft_of
from rinde.services.access import Grant, Principal, Scope


def _asker(tenant_id: int, role: str, scope: Scope) -> Principal:
    return Principal(user_id=1, tenant_id=tenant_id, grants=(Grant(role, permissions_of(role), scope),))


@pytest.mark.parametrize(
    ("role", "kind", "reads"),
    [
        ("UNIT_LIAISON", "actors", True),
        ("UNIT_LIAISON", "tenant", True),
        ("CITIZEN_SERVICE", "actors", False),
        ("PLAN_COORDINATOR", "plan", False),
    ],
)
def test_draft_is_read_by_whom_it_concerns(entity, role, kind, reads):
    plan = make_plan(entity)
    asker = _asker(entity.pk, role, Scope(kind, frozenset({plan.pk + 1})))

    assert can_read_draft(plan, by=asker) is reads
    assert can_read_draft_of(plan.pk, by=asker) is reads  # a list shows what opens, and nothing else


def test_coordinator_of_this_plan_reads_and_edits_it(entity):
    plan = make_plan(entity)
    asker = _asker(entity.pk, "PLAN_COORDINATOR", Scope("plan", frozenset({plan.pk})))

    assert can_read_draft(plan, by=asker)
    assert can_edit_plan(plan, by=asker)


def test_liaison_of_another_entity_reads_nothing(entity, other_entity):
    asker = _asker(other_entity.pk, "UNIT_LIAISON", Scope("actors", frozenset({1})))

    assert not can_read_draft(make_plan(entity), by=asker)
