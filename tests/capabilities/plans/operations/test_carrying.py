from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from factories import (
    NOW,
    make_activity,
    make_actor,
    make_assignment,
    make_deliverable,
    make_milestone,
    make_node,
    make_plan,
    principal,
)
from rinde.capabilities.entities.models import ActorGroup, Entity
from rinde.capabilities.plans.models import (
    Activity,
    Announcement,
    Assignment,
    AssignmentMember,
    Milestone,
    Objective,
    Plan,
    UniverseItem,
)
from rinde.capabilities.plans.operations import carry_plan
from rinde.capabilities.plans.queries import carry_choices, plan_header, working_content
from rinde.capabilities.plans.rules.rows import PlanHeader
from rinde.foundations.refusals import NotAllowed, NotReady
from rinde.services.access import Principal
from rinde.services.audit.models import AuditEntry
from rinde.services.tenancy import active_tenant

HEADER = PlanHeader("PTEP", "Programa 2026", date(2026, 1, 1), date(2026, 12, 31), objectives=("Prevenir",))


@pytest.fixture
def by(entity: Entity) -> Principal:
    return principal(entity, "PLAN_COORDINATOR")


def plan_of_2025(entity: Entity, **fields: Any) -> Plan:
    period = {"period_start": date(2025, 1, 1), "period_end": date(2025, 12, 31)}
    return make_plan(entity, **period, template_key="PTEP_2024", template_version="1", **fields)


def carry(source: Plan, by: Principal, *keys: str, announcements: tuple[int, ...] = (), **fields: Any) -> Any:
    values = {"entity": source.entity, "header": HEADER, "by": by, "now": NOW} | fields
    return carry_plan(from_plan_id=source.pk, activity_keys=keys, announcement_ids=announcements, **values)


def test_chosen_activities_go_on_with_their_dates_a_year_later(entity: Entity, by: Principal) -> None:
    source = plan_of_2025(entity)
    top = make_node(source, code="3", name="Diálogo", guiding_question="¿Con quién?")
    inner = make_node(source, parent=top, kind="SUBCOMPONENT", code="3.1", name="Encuentros")
    chosen = make_activity(inner, key="3-1-2", code="3.1.2", name="Audiencia")
    make_activity(top, key="3-9", code="3.9")
    deliverable = make_deliverable(chosen, expected_evidence=["Acta", "Fotos"], target_quantity=2)
    make_milestone(deliverable, due_on=date(2025, 6, 30), name="publicado", expected_quantity=2)
    UniverseItem.objects.create(entity=entity, deliverable=deliverable, name="Mapa A")
    chosen.objectives.add(Objective.objects.create(entity=entity, plan=source, text="Prevenir"))
    before = working_content(source, on=NOW.date())

    carried = carry(source, by, "3-1-2")

    plan = carried.plan
    content = working_content(plan, on=NOW.date())
    (placed,) = content.placed()
    (one,) = placed.activity.deliverables
    assert (placed.component.heading, placed.component.guiding_question) == ("3. Diálogo", "¿Con quién?")
    assert (placed.activity.key, placed.activity.carried_from) == ("3-1-2", "PTEP 2025, actividad 3.1.2")
    assert placed.activity.objectives == ("Prevenir",)
    assert (one.expected_evidence, one.universe) == (("Acta", "Fotos"), ("Mapa A",))
    assert [(each.due_on, each.name, each.expected_quantity) for each in one.milestones] == [
        (date(2026, 6, 30), "publicado", 2)
    ]
    assert (plan.carried_from_id, plan.template_key, plan.status) == (source.pk, "PTEP_2024", "DRAFT")
    assert working_content(source, on=NOW.date()) == before
    facts = AuditEntry.objects.get(action="plans.carry").facts
    assert (facts["from"], facts["activities"]) == (source.pk, 1)


def test_nothing_is_frozen_in_the_copy_and_who_left_stays_by_name(entity: Entity, by: Principal) -> None:
    source = plan_of_2025(entity)
    deliverable = make_deliverable(make_activity(make_node(source), key="1"))
    group = ActorGroup.objects.create(entity=entity, name="Todas", rule="ALL_UNITS")
    gone = make_actor(entity, name="Oficina de Paz", valid_to=date(2025, 12, 31))
    frozen = make_assignment(deliverable, group=group, frozen_at=NOW)
    AssignmentMember.objects.create(entity=entity, assignment=frozen, actor=gone, added_at=NOW)
    make_assignment(deliverable, actor=gone, role="SUPPORT", position=1)
    make_milestone(deliverable, late_moves=[{"from_on": "2025-01-01", "moved_on": "2025-02-01"}])

    carried = carry(source, by, "1")

    rows = Assignment.objects.filter(deliverable__activity__plan=carried.plan)
    assert list(rows.values_list("group_id", "actor_id", "text", "role", "frozen_at")) == [
        (group.pk, None, "", "LEAD", None),
        (None, None, "Oficina de Paz", "SUPPORT", None),
    ]
    assert carried.gone == ("Oficina de Paz",)
    assert AssignmentMember.objects.filter(assignment__in=rows).count() == 0
    assert Milestone.objects.get(deliverable__activity__plan=carried.plan).late_moves == []


def test_announcements_that_nobody_scheduled_go_on_marked(entity: Entity, by: Principal) -> None:
    source = plan_of_2025(entity)
    activity = make_activity(make_node(source))
    still_open = Announcement.objects.create(entity=entity, plan=source, text="Cartilla", group="Información")
    became = Announcement.objects.create(entity=entity, plan=source, text="Feria", became=activity)

    carried = carry(source, by, announcements=(still_open.pk,))

    assert list(Announcement.objects.filter(plan=carried.plan).values_list("text", "group", "carried_from")) == [
        ("Cartilla", "Información", "PTEP 2025")
    ]
    assert carry_choices(source).announcements == ((still_open.pk, "Cartilla"),)
    with pytest.raises(NotReady):
        carry(source, by, announcements=(became.pk,))


@pytest.mark.parametrize(
    ("keys", "header"),
    [
        (("no-existe",), HEADER),
        ((), PlanHeader("PTEP", "Otro de 2025", date(2025, 1, 1), date(2025, 12, 31))),
        ((), PlanHeader("PTEP", "", date(2026, 1, 1), date(2026, 12, 31))),
    ],
)
def test_refused_plan_leaves_nothing(entity: Entity, by: Principal, keys: tuple[str, ...], header: PlanHeader) -> None:
    source = plan_of_2025(entity)

    with pytest.raises(NotReady):
        carry(source, by, *keys, header=header)

    assert Plan.objects.count() == 1


def test_activity_of_another_plan_is_not_carried(entity: Entity, by: Principal) -> None:
    source = plan_of_2025(entity)
    make_activity(make_node(make_plan(entity)), key="9-9")

    with pytest.raises(NotReady):
        carry(source, by, "9-9")


def test_plan_of_another_entity_is_not_there(entity: Entity, by: Principal, other_entity: Entity) -> None:
    with active_tenant(other_entity):
        theirs = plan_of_2025(other_entity)

    with pytest.raises(Plan.DoesNotExist):
        carry(theirs, by, entity=entity)


@pytest.mark.parametrize("role", ["READER", "INTERNAL_CONTROL", "UNIT_LIAISON", "ENTITY_ADMIN"])
def test_only_the_coordinator_begins_plans(entity: Entity, role: str) -> None:
    with pytest.raises(NotAllowed):
        carry(plan_of_2025(entity), principal(entity, role))


def test_carrying_costs_the_same_queries_for_one_and_for_three(
    entity: Entity, by: Principal, django_assert_max_num_queries: Any
) -> None:
    counts = []
    for count in (1, 3):
        source = plan_of_2025(entity)
        node = make_node(source)
        for number in range(count):
            deliverable = make_deliverable(make_activity(node, key=f"1-{number}"))
            make_milestone(deliverable)
            make_assignment(deliverable)
        with django_assert_max_num_queries(60) as queries:
            header = replace(HEADER, title=f"Programa {count}")
            carry(source, by, *(f"1-{number}" for number in range(count)), header=header)
        counts.append(len(queries))

    assert counts[0] == counts[1]


def test_header_of_a_plan_comes_back_whole(entity: Entity) -> None:
    source = plan_of_2025(entity, objective="Que se sepa", legal_bases=["Ley 2195"], format_code="F-01")
    Objective.objects.create(entity=entity, plan=source, text="Prevenir")

    header = plan_header(source)

    assert (header.title, header.objective, header.objectives) == (source.title, "Que se sepa", ("Prevenir",))
    assert (header.legal_bases, header.format_code, header.slug) == (("Ley 2195",), "F-01", source.slug)


def test_parts_to_choose_from_are_those_with_activities(entity: Entity) -> None:
    source = plan_of_2025(entity)
    make_node(source, name="Vacío", position=0)
    full = make_node(source, name="Diálogo", code="2", position=1)
    make_activity(full, key="2-1", code="2.1", name="Feria")

    (part,) = carry_choices(source).parts
    assert (part.heading, [(one.key, one.label) for one in part.activities]) == ("2. Diálogo", [("2-1", "2.1 Feria")])
    assert Activity.objects.count() == 1
