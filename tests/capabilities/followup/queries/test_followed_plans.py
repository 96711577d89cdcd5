"""Which plans ask anything of anybody."""

from datetime import UTC, date, datetime

from factories import make_full_plan, make_published_plan, principal
from rinde.capabilities.entities.models import Entity
from rinde.capabilities.followup.queries import followed_plans
from rinde.capabilities.plans.models import Plan
from rinde.capabilities.plans.operations import publish_plan
from rinde.services.tenancy import active_tenant


def test_a_published_plan_is_followed_and_a_draft_or_a_closed_one_is_not(entity: Entity, other_entity: Entity) -> None:
    running, closed = make_published_plan(entity), make_published_plan(entity)
    make_full_plan(entity)
    Plan.objects.filter(pk=closed.pk).update(status="CLOSED")
    with active_tenant(other_entity):
        make_published_plan(other_entity)
    assert followed_plans(entity) == (running,)


def test_a_plan_that_came_in_as_history_asks_nothing_of_anybody(entity: Entity) -> None:
    past = make_full_plan(entity, period_start=date(2024, 1, 1), period_end=date(2024, 12, 31))
    by = principal(entity, "PLAN_COORDINATOR")
    publish_plan(plan_id=past.pk, by=by, now=datetime(2026, 3, 2, 15, 0, tzinfo=UTC))
    past.refresh_from_db()
    assert (past.status, followed_plans(entity)) == ("PUBLISHED", ())


def test_a_plan_whose_year_is_over_is_followed_until_somebody_closes_it(entity: Entity) -> None:
    plan = make_published_plan(entity, period_end=date(2026, 3, 2))  # published on its very last day
    assert followed_plans(entity) == (plan,)
