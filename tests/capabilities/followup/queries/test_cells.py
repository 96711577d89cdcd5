"""States of cells: now, and as they stood at a moment."""

from datetime import timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from factories import make_plan, make_published_plan
from followup_samples import SENT_AT, first_cell, make_evidence, make_report
from rinde.capabilities.entities.models import Entity
from rinde.capabilities.followup.models import EvidenceUse, ProgressReport
from rinde.capabilities.followup.queries import (
    cell_states,
    cell_states_at,
    cell_states_of_plans,
    cells_of_plans,
    plan_cells,
)
from rinde.services.tenancy import active_tenant

A_DAY = timedelta(days=1)


def test_sent_report_with_proof_makes_its_cell_done(entity: Entity) -> None:
    plan = make_published_plan(entity)
    make_evidence(plan, make_report(plan))
    state = cell_states(plan, [first_cell(plan)])[0]
    assert (state.is_done, state.proofs) == (True, 1)


@pytest.mark.parametrize("status", ["DRAFT", "RETURNED"])
def test_report_in_the_units_hands_says_nothing_yet(entity: Entity, status: str) -> None:
    plan = make_published_plan(entity)
    make_evidence(plan, make_report(plan, status=status))
    state = cell_states(plan, [first_cell(plan)])[0]
    assert (state.said, state.open is not None, state.proofs) == (None, True, 0)


def test_a_second_report_in_hand_leaves_what_the_first_said(entity: Entity) -> None:
    plan = make_published_plan(entity)
    make_report(plan, status="ACCEPTED", outcome="PARTIAL")
    make_report(plan, status="DRAFT", number=2)
    state = cell_states(plan, [first_cell(plan)])[0]
    assert state.said is not None
    assert (state.said.outcome, state.open is not None) == ("PARTIAL", True)


def test_proof_that_was_withdrawn_or_taken_off_does_not_count(entity: Entity) -> None:
    plan = make_published_plan(entity)
    report = make_report(plan)
    make_evidence(plan, report, withdrawn_at=SENT_AT, withdrawn_reason="Es de otra actividad.")
    EvidenceUse.objects.filter(evidence=make_evidence(plan, report)).update(removed_at=SENT_AT)
    assert cell_states(plan, [first_cell(plan)])[0].proofs == 0


def test_at_a_moment_later_sendings_returns_and_proofs_do_not_exist(entity: Entity) -> None:
    plan = make_published_plan(entity)
    report = make_report(plan)
    make_evidence(plan, report)
    make_evidence(plan, report, added_at=SENT_AT + 3 * A_DAY)
    ProgressReport.objects.filter(pk=report.pk).update(outcome="NOT_DONE", text="Otra cosa")
    report.steps.create(
        entity=entity, from_status="SENT", to_status="RETURNED", at=SENT_AT + 2 * A_DAY, reason="Falta el acta."
    )
    cell = first_cell(plan)
    then = cell_states_at(plan, [cell], at=SENT_AT + A_DAY)[0]
    assert then.said is not None
    assert (then.is_done, then.said.text, then.proofs) == (True, "Se publicó en la página.", 1)
    later = cell_states_at(plan, [cell], at=SENT_AT + 2 * A_DAY)[0]
    assert (later.said, later.is_returned) == (None, True)
    before = cell_states_at(plan, [cell], at=SENT_AT - A_DAY)[0]
    assert (before.said, before.open) == (None, None)


@pytest.mark.parametrize("activities", [1, 3])
def test_states_cost_the_same_for_one_and_for_three(
    entity: Entity, activities: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    plan = make_published_plan(entity, activities)
    found = plan_cells(plan)
    assert found is not None
    for cell in found.cells:
        make_evidence(plan, make_report(plan, cell))
    with django_assert_num_queries(2):
        assert len(cell_states(plan, found.cells)) == activities
    with django_assert_num_queries(3):
        assert len(cell_states_at(plan, found.cells, at=SENT_AT)) == activities


def test_reports_of_another_entity_are_not_there(entity: Entity, other_entity: Entity) -> None:
    plan = make_published_plan(entity)
    with active_tenant(other_entity):
        make_report(make_published_plan(other_entity))
    assert cell_states(plan, [first_cell(plan)])[0].said is None


@pytest.mark.parametrize("plans", [1, 3])
def test_states_of_many_plans_cost_what_those_of_one_cost(
    entity: Entity, plans: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    followed = [make_published_plan(entity) for _ in range(plans)]
    for plan in followed:
        make_evidence(plan, make_report(plan))
    with django_assert_num_queries(3):
        found = cells_of_plans(followed)
        cells = [cell for one in found.values() for cell in one.cells]
        states = cell_states_of_plans(followed, cells)
    assert set(found) == {plan.pk for plan in followed}
    assert [one.is_done for one in states] == [True] * plans


def test_a_plan_without_version_has_no_cells(entity: Entity) -> None:
    draft, published = make_plan(entity), make_published_plan(entity)
    assert set(cells_of_plans([draft, published])) == {published.pk}
    assert cells_of_plans([draft]) == {}
