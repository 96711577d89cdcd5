from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from plan_contents import a_deliverable, a_plan, an_activity, an_assignment
from rinde.capabilities.plans.choices import ChangeKind
from rinde.capabilities.plans.rules.change_requests.merging import merged
from rinde.capabilities.plans.rules.change_requests.proposals import (
    Proposal,
    answering,
    asked_on,
    base_of,
    proposal_json,
    read_base,
    read_proposal,
    reason_gaps,
    reviewed_hash,
    unrequested,
)
from rinde.capabilities.plans.rules.content import ActorContent, LateMove, MilestoneContent
from rinde.capabilities.plans.rules.rows import ActivityValues, Assignee, DeliverableValues, NodeValues, PlanHeader
from rinde.capabilities.plans.rules.schedules import PlannedDate

DAY = date(2026, 5, 4)
HEADER = PlanHeader("PTEP", "Programa", date(2026, 1, 1), date(2026, 12, 31))
FIRST = DeliverableValues(id=1, product="Acta", target="Uno", milestones=(PlannedDate(date(2026, 6, 30)),))
SECOND = DeliverableValues(id=2, product="Informe")
VALUES = ActivityValues(7, "Rendir cuentas", "3.2", deliverables=(FIRST, SECOND))


@pytest.mark.parametrize(
    ("reason", "passes"),
    [
        ("", False),
        ("Por el contratista", False),  # 18 letters
        ("Por los contratistas", True),  # 20 letters
        ("contratistacontratista", False),  # one word
        ("sí sí sí sí sí sí sí sí sí", False),
        ("El contratista tardó. " * 100, False),
    ],
)
def test_reason_has_some_words_and_not_too_many(reason: str, passes: bool) -> None:
    assert (reason_gaps(reason) == ()) is passes


@pytest.mark.parametrize(
    ("proposal", "base"),
    [
        (Proposal(ChangeKind.EDIT_ACTIVITY, 3, VALUES), replace(VALUES, name="Antes")),
        (Proposal(ChangeKind.ADD_ACTIVITY, values=VALUES), None),
        (Proposal(ChangeKind.REMOVE_ACTIVITY, 3), None),
        (Proposal(ChangeKind.EDIT_HEADER, values=HEADER), HEADER),
        (Proposal(ChangeKind.EDIT_NODE, values=NodeValues("A"), node_id=4), NodeValues("B")),
        (Proposal(ChangeKind.SET_MEMBERS, 3, assignment_id=9, actor_ids=(1, 2)), None),
    ],
)
def test_proposal_is_read_back_as_it_was_kept(proposal: Proposal, base: Any) -> None:
    kept = proposal_json(proposal, base, DAY)

    read = read_proposal(proposal.kind, kept, activity_id=proposal.activity_id, node_id=proposal.node_id)

    assert (read, read_base(kept), asked_on(kept)) == (proposal, base, DAY)


@pytest.mark.parametrize(
    ("fields", "changes"),
    [
        ({}, False),
        ({"product": "Acta"}, True),
        ({"milestones": (MilestoneContent(date(2026, 7, 1)),)}, True),
        (
            {"milestones": (MilestoneContent(date(2026, 6, 30), late_moves=(LateMove(DAY, DAY),)),)},
            True,
        ),
        ({"assignments": (an_assignment("Otro nombre del mismo", text="Secretaría de Planeación"),)}, False),
        ({"assignments": (an_assignment("A", "B"),)}, True),
    ],
)
def test_base_changes_with_the_promise_and_not_with_a_name(fields: dict[str, Any], changes: bool) -> None:
    proposal = Proposal(ChangeKind.EDIT_ACTIVITY, 3)
    before = a_plan(an_activity(id=3))
    after = a_plan(an_activity(id=3, deliverables=(a_deliverable(**fields),)))

    assert (base_of(before, proposal) != base_of(after, proposal)) is changes


def test_base_of_one_activity_is_not_touched_by_another() -> None:
    proposal = Proposal(ChangeKind.EDIT_ACTIVITY, 3)
    alone, together = a_plan(an_activity(id=3)), a_plan(an_activity(id=3), an_activity("1.2", id=4))

    assert base_of(alone, proposal) == base_of(together, proposal)


def test_base_of_a_header_ignores_the_activities() -> None:
    proposal = Proposal(ChangeKind.EDIT_HEADER)

    assert base_of(a_plan(), proposal) == base_of(a_plan(an_activity()), proposal)
    assert base_of(a_plan(), proposal) != base_of(a_plan(objective="Otro"), proposal)


def test_what_nobody_asked_for_is_named() -> None:
    public = a_plan(an_activity("1.1", id=1), an_activity("1.2", id=2))
    renamed = an_assignment("Otro nombre del mismo", text="Secretaría de Planeación")
    working = a_plan(
        an_activity("1.1", id=1, deliverables=(a_deliverable(assignments=(renamed,)),)),
        an_activity("1.2", id=2, name="Otra cosa"),
    )

    assert unrequested(public, public) == ()
    assert unrequested(public, working) == ("actividad 1.2 (1-2)",)


def test_leads_answer_and_supports_do_not() -> None:
    lead = an_assignment(actors=(ActorContent("A", id=5),))
    helper = an_assignment(actors=(ActorContent("B", id=6),), role="SUPPORT")
    content = a_plan(an_activity(id=3, deliverables=(a_deliverable(assignments=(lead, helper)),)))
    new = replace(FIRST, assignees=(Assignee("", 8), Assignee("", 9, role="SUPPORT")))

    assert answering(content, Proposal(ChangeKind.EDIT_ACTIVITY, 3)) == {5}
    assert answering(content, Proposal(ChangeKind.EDIT_ACTIVITY, 99)) == frozenset()
    assert answering(content, Proposal(ChangeKind.ADD_ACTIVITY, values=replace(VALUES, deliverables=(new,)))) == {8}
    assert answering(content, Proposal(ChangeKind.EDIT_HEADER, values=HEADER)) == frozenset()


def test_each_keeps_what_they_changed() -> None:
    asked = replace(VALUES, deliverables=(replace(FIRST, target="Dos"), SECOND))
    present = replace(VALUES, name="Rendir cuentas claras", deliverables=(replace(FIRST, product="Foto"), SECOND))

    assert merged(VALUES, asked, present) == replace(
        present, deliverables=(replace(FIRST, target="Dos", product="Foto"), SECOND)
    )


def test_products_that_came_and_went_on_either_side_are_kept_so() -> None:
    mine, theirs = DeliverableValues(product="Mío"), DeliverableValues(id=3, product="De ellos")
    asked = replace(VALUES, deliverables=(FIRST, mine))  # takes the second out
    present = replace(VALUES, deliverables=(FIRST, SECOND, theirs))

    assert merged(VALUES, asked, present) == replace(VALUES, deliverables=(FIRST, theirs, mine))


def test_header_is_brought_onto_a_newer_one() -> None:
    asked, present = replace(HEADER, objective="Servir"), replace(HEADER, scope="Todo")

    assert merged(HEADER, asked, present) == replace(HEADER, objective="Servir", scope="Todo")


def test_asking_for_nothing_new_brings_nothing() -> None:
    present = replace(VALUES, name="Otro", deliverables=(replace(FIRST, quantity=Decimal(3)),))

    assert merged(VALUES, VALUES, present) == present


def test_review_is_of_the_version_and_of_every_request() -> None:
    one = [(1, {"a": 1})]

    assert reviewed_hash("x", one) == reviewed_hash("x", [(1, {"a": 1})])
    assert (
        len({reviewed_hash("x", one), reviewed_hash("y", one), reviewed_hash("x", []), reviewed_hash("x", [(1, {})])})
        == 4
    )
