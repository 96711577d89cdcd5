"""What the working content holds, whatever table it comes from, and what it costs."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from factories import (
    NOW,
    make_activity,
    make_actor,
    make_assignment,
    make_deliverable,
    make_full_plan,
    make_milestone,
    make_node,
    make_plan,
    make_user,
)
from rinde.capabilities.entities.models import ActorGroup, Entity
from rinde.capabilities.plans.models import (
    Annex,
    Announcement,
    AssignmentMember,
    Objective,
    Placement,
    Plan,
    Signatory,
    UniverseItem,
)
from rinde.capabilities.plans.queries import working_content
from rinde.capabilities.plans.queries.working import EditMark, OtherPlan, working_plan
from rinde.capabilities.plans.rules.content import (
    AnnexContent,
    AnnouncementContent,
    LateMove,
    PlacementContent,
    SignatoryContent,
)
from rinde.services.tenancy import active_tenant

TODAY = NOW.date()


@pytest.fixture
def plan(entity: Entity) -> Plan:
    return make_plan(entity)


def test_header_lists_come_in_their_order(plan: Plan) -> None:
    of = {"entity": plan.entity, "plan": plan}
    Objective.objects.create(**of, text="Segundo", position=1)
    Objective.objects.create(**of, text="Primero", position=0)
    Signatory.objects.create(**of, role="APPROVED", post="Comité", signed_on=date(2026, 1, 30), position=1)
    Signatory.objects.create(**of, role="PREPARED", post="Planeación", name="Ana Ruiz")
    Annex.objects.create(**of, title="Mapa", address="https://example.org/mapa")
    activity = make_activity(make_node(plan), key="1.1")
    Announcement.objects.create(**of, text="Boletines", group="Información", became=activity, carried_from="PTEP 2025")
    Announcement.objects.create(**of, text="Ferias", position=1)
    plan.participating_units.set([make_actor(plan.entity, name="B"), make_actor(plan.entity, name="A")])

    content = working_content(plan, on=TODAY)

    assert content.objectives == ("Primero", "Segundo")
    assert content.signatories == (
        SignatoryContent("PREPARED", "Planeación", "Ana Ruiz"),
        SignatoryContent("APPROVED", "Comité", "", date(2026, 1, 30)),
    )
    assert content.annexes == (AnnexContent("Mapa", "https://example.org/mapa"),)
    assert content.participating_units == ("A", "B")
    assert content.announcements == (
        AnnouncementContent("Boletines", "Información", "1.1", "PTEP 2025"),
        AnnouncementContent("Ferias"),
    )


def test_tree_and_rows_come_in_their_order(plan: Plan) -> None:
    second, first = make_node(plan, name="Segundo", position=1), make_node(plan, name="Primero", position=0)
    below = make_node(plan, name="Dentro", parent=second, kind="SUBCOMPONENT", narrative="Por qué")
    late = make_activity(below, position=5, name="Después")
    early = make_activity(below, position=2, name="Antes")
    make_deliverable(early, product="Dos", position=1)
    make_deliverable(early, product="Uno", position=0, expected_evidence=["Acta", "Foto"])

    content = working_content(plan, on=TODAY)

    assert [node.id for node in content.nodes] == [first.pk, second.pk]
    (child,) = content.nodes[1].children
    assert (child.narrative, [one.id for one in child.activities]) == ("Por qué", [early.pk, late.pk])
    assert [one.product for one in child.activities[0].deliverables] == ["Uno", "Dos"]
    assert child.activities[0].deliverables[0].expected_evidence == ("Acta", "Foto")
    assert child.activities[1].deliverables == ()


def test_row_keeps_everything_that_hangs_from_it(plan: Plan) -> None:
    activity = make_activity(make_node(plan), carried_from="PTEP 2025, actividad 3")
    activity.objectives.set([Objective.objects.create(entity=plan.entity, plan=plan, text="Servir")])
    deliverable = make_deliverable(activity, target_quantity=Decimal(2), indicator_accumulation="LAST")
    for position, name in enumerate(("Mapa A", "Mapa B")):
        UniverseItem.objects.create(entity=plan.entity, deliverable=deliverable, name=name, position=position)
    make_milestone(deliverable, late_moves=[{"from_on": "2026-02-01", "moved_on": "2026-03-01"}])
    make_assignment(deliverable, text="Quien firme", is_conditional=True, own_target=Decimal(3))

    (placed,) = (one.activity for one in working_content(plan, on=TODAY).placed())
    (only,) = placed.deliverables

    assert (placed.carried_from, placed.objectives) == ("PTEP 2025, actividad 3", ("Servir",))
    assert (only.universe, only.indicator_accumulation) == (("Mapa A", "Mapa B"), "LAST")
    assert only.milestones[0].late_moves == (LateMove(date(2026, 2, 1), date(2026, 3, 1)),)
    assert (only.assignments[0].conditional, only.assignments[0].own_target) == (True, Decimal(3))


def test_frozen_list_stays_and_an_open_group_is_todays(plan: Plan) -> None:
    first, second = make_actor(plan.entity, name="B"), make_actor(plan.entity, name="A")
    group = ActorGroup.objects.create(entity=plan.entity, name="Listado", rule="NAMED")
    group.members.set([first])
    deliverable = make_deliverable(make_activity(make_node(plan)))
    frozen = make_assignment(deliverable, group=group, frozen_at=NOW)
    make_assignment(deliverable, group=group, position=1)
    for actor in (first, second):
        AssignmentMember.objects.create(entity=plan.entity, assignment=frozen, actor=actor, added_at=NOW)

    (placed,) = working_content(plan, on=TODAY).placed()

    assert [[actor.name for actor in one.actors] for one in placed.activity.deliverables[0].assignments] == [
        ["B", "A"],
        ["B"],
    ]


def test_placements_are_told_on_both_sides(plan: Plan) -> None:
    other = make_plan(plan.entity, title="Estrategia", slug="rdc", period_start=date(2025, 1, 1))
    activity = make_activity(make_node(plan), key="1.1", code="1.1", name="Rendir")
    there = make_node(other)
    Placement.objects.create(entity=plan.entity, activity=activity, node=there)

    here, elsewhere = working_plan(plan, on=TODAY), working_plan(other, on=TODAY)

    assert here.placed_in == {activity.pk: (OtherPlan("Estrategia", 2025, other.pk, activity.pk),)}
    assert elsewhere.placed_here == {there.pk: (OtherPlan(plan.title, 2026, plan.pk, activity.pk),)}
    assert elsewhere.content.nodes[0].placements == (
        PlacementContent(plan.title, 2026, plan.slug, "1.1", "Rendir", "1.1"),
    )


def test_mark_says_who_saved_last_and_when(plan: Plan) -> None:
    user, node = make_user(full_name="Ana Ruiz"), make_node(plan)
    ana, nobody = make_activity(node, edited_by=user, edited_at=NOW), make_activity(node)

    marks = working_plan(plan, on=TODAY).marks

    assert marks == {ana.pk: EditMark(NOW, "Ana Ruiz"), nobody.pk: EditMark(NOW, "")}


def test_nothing_of_another_plan_or_entity_comes_in(plan: Plan, other_entity: Entity) -> None:
    make_full_plan(plan.entity)
    with active_tenant(other_entity):
        make_full_plan(other_entity)

    content = working_content(plan, on=TODAY + timedelta(days=1))

    assert (content.nodes, content.announcements, content.signatories) == ((), (), ())


@pytest.mark.parametrize(("rows", "with_group", "queries"), [(1, False, 4), (1, True, 6), (200, True, 6)])
def test_content_costs_the_same_queries_whatever_it_holds(
    entity: Entity, rows: int, with_group: bool, queries: int
) -> None:
    plan = Plan.objects.select_related("entity").get(pk=make_full_plan(entity, activities=rows).pk)
    if with_group:
        group = ActorGroup.objects.create(entity=entity, name="Todas", rule="ALL_UNITS")
        make_assignment(plan.activities.first().deliverables.get(), group=group, position=1)

    with CaptureQueriesContext(connection) as captured:
        content = working_content(plan, on=TODAY)

    assert (len(captured), sum(1 for _ in content.placed())) == (queries, rows)
