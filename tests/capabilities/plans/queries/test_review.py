"""The review of a saved plan: what it knows of the entity, what somebody decided to leave, and what it costs."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from factories import (
    NOW,
    make_activity,
    make_actor,
    make_assignment,
    make_deliverable,
    make_entity,
    make_full_plan,
    make_milestone,
    make_node,
    make_plan,
)
from rinde.capabilities.entities.models import Entity
from rinde.capabilities.plans.models import Deliverable, FindingDecision, Plan, PlanVersion
from rinde.capabilities.plans.queries import working_content
from rinde.capabilities.plans.queries.review import findings_of, review_context, review_plan
from rinde.capabilities.plans.rules.content import PlanContent, canonical_json, content_hash
from rinde.services.tenancy import active_tenant

TODAY = date(2026, 3, 2)

pytestmark = pytest.mark.django_db


def _with_target(entity: Entity, target: str) -> Plan:
    plan = make_full_plan(entity)
    Deliverable.objects.filter(activity__plan=plan).update(target=target, product="")
    return plan


def _publish(plan: Plan, content: PlanContent) -> None:
    text = canonical_json(content)
    plan.current_version = PlanVersion.objects.create(
        entity=plan.entity, plan=plan, number=1, content=text, sha256=content_hash(text), published_at=NOW
    )
    plan.save()


def test_plan_of_factories_is_left_in_peace(entity: Entity) -> None:
    assert findings_of(make_full_plan(entity), today=TODAY).open == ()


def test_finding_points_at_the_saved_row(entity: Entity) -> None:
    plan = _with_target(entity, "3")
    (found,) = findings_of(plan, today=TODAY).open
    row = Deliverable.objects.get(activity__plan=plan)
    assert found.rule == "target-without-unit"
    assert (found.places[0].activity_id, found.places[0].deliverable_id) == (row.activity_id, row.pk)


def test_finding_left_as_it_is_stands_apart_until_the_words_change(entity: Entity) -> None:
    plan = _with_target(entity, "3")
    (found,) = findings_of(plan, today=TODAY).open
    kept = FindingDecision.objects.create(
        entity=entity, plan=plan, fingerprint=found.fingerprint, reason="Son jornadas", decided_at=NOW
    )
    assert findings_of(plan, today=TODAY).open == ()
    assert findings_of(plan, today=TODAY).decided == ((kept, found),)
    assert review_plan(plan, working_content(plan, on=TODAY), TODAY) == ()
    Deliverable.objects.filter(activity__plan=plan).update(target="4")
    assert [one.rule for one in findings_of(plan, today=TODAY).open] == ["target-without-unit"]


def test_decision_about_one_plan_says_nothing_of_another(entity: Entity) -> None:
    plan, other = _with_target(entity, "3"), _with_target(entity, "3")
    (found,) = findings_of(plan, today=TODAY).open
    FindingDecision.objects.create(entity=entity, plan=other, fingerprint=found.fingerprint, decided_at=NOW)
    assert findings_of(plan, today=TODAY).open == (found,)


def test_office_that_no_longer_exists_is_pointed_at(entity: Entity) -> None:
    plan = make_plan(entity)
    deliverable = make_deliverable(make_activity(make_node(plan)))
    make_milestone(deliverable)
    make_assignment(deliverable, actor=make_actor(entity, name="Secretaría suprimida", valid_to=date(2026, 2, 28)))
    (found,) = findings_of(plan, today=TODAY).open
    assert found.rule == "responsible-gone"
    assert "hasta el 28/02/2026" in found.message


def test_context_knows_the_year_before_of_the_same_entity_and_instrument(entity: Entity) -> None:
    before = {"period_start": date(2025, 1, 1), "period_end": date(2025, 12, 31)}
    last_year = make_full_plan(entity, title="Programa de 2025", **before)
    _publish(last_year, working_content(last_year, on=TODAY))
    make_full_plan(entity, title="Borrador de 2024", period_start=date(2024, 1, 1), period_end=date(2024, 12, 31))
    strategy = make_full_plan(entity, title="Estrategia de 2025", instrument="RDC", **before)
    _publish(strategy, working_content(strategy, on=TODAY))
    other = make_entity()
    with active_tenant(other):
        theirs = make_full_plan(other, title="Programa ajeno de 2025", **before)
        _publish(theirs, working_content(theirs, on=TODAY))
    previous = review_context(make_full_plan(entity), TODAY).previous
    assert previous is not None
    assert previous.title == "Programa de 2025"


def test_context_knows_no_actor_of_another_entity(entity: Entity) -> None:
    ours = make_actor(entity)
    other = make_entity()
    with active_tenant(other):
        make_actor(other)
    assert set(review_context(make_plan(entity), TODAY).known_actors) == {ours.pk}


def test_context_follows_the_cut_offs_that_the_plan_chose(entity: Entity) -> None:
    plan = make_plan(entity, cut_off_regime="FOUR_MONTHLY")
    asked = review_context(plan, TODAY)
    assert asked.cut_offs is not None
    assert asked.cut_offs.key == "FOUR_MONTHLY"
    assert asked.calendar is not None


def test_review_costs_the_same_for_one_and_for_three_rows(entity: Entity) -> None:
    spent = []
    for activities in (1, 3):
        plan = make_full_plan(entity, activities=activities, cut_off_regime="FOUR_MONTHLY")
        with CaptureQueriesContext(connection) as queries:
            review_context(plan, TODAY)
        spent.append(len(queries))
        with CaptureQueriesContext(connection) as queries:
            findings_of(plan, today=TODAY)
        spent.append(len(queries))
    assert spent[:2] == spent[2:]
    assert spent[0] <= 4
