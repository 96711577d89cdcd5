"""An activity as its form begins: the same whether it was read for its form or with the rows of its plan."""

from datetime import date, timedelta
from decimal import Decimal

from factories import (
    NOW,
    make_activity,
    make_actor,
    make_assignment,
    make_deliverable,
    make_full_plan,
    make_milestone,
    make_node,
)
from rinde.capabilities.entities.models import ActorGroup, Entity
from rinde.capabilities.plans.models import Objective, UniverseItem
from rinde.capabilities.plans.queries import (
    activity_to_edit,
    assignee_choices,
    edited_activity,
    edited_in,
    members_among,
    members_of_groups,
)
from rinde.capabilities.plans.queries.working import working_content, working_plan

TODAY = NOW.date()


def test_activity_among_the_rows_of_its_plan_is_the_one_of_its_form(entity: Entity) -> None:
    plan = make_full_plan(entity, activities=2)
    of = {"entity": entity, "plan": plan}
    # Made the other way round than they stand: the order is theirs, not that of their numbers.
    later, sooner = Objective.objects.create(**of, text="B", position=2), Objective.objects.create(**of, text="A")
    activity = make_activity(make_node(plan, code="2"), code="2.1", description="Con dos productos")
    activity.objectives.add(later, sooner)
    group = ActorGroup.objects.create(entity=entity, name="Las secretarías", rule="ALL_UNITS")
    ended = make_actor(entity, valid_from=date(2020, 1, 1), valid_to=TODAY - timedelta(days=1))
    for position in (1, 0):
        deliverable = make_deliverable(
            activity, position=position, target_quantity=Decimal(39), expected_evidence=["Acta", "Fotografía"]
        )
        make_milestone(deliverable, due_on=date(2026, 9, 30), expected_quantity=Decimal("2.5"), name="publicado")
        make_milestone(deliverable, starts_on=date(2026, 2, 1))
        UniverseItem.objects.create(entity=entity, deliverable=deliverable, name="Mapa B", position=1)
        UniverseItem.objects.create(entity=entity, deliverable=deliverable, name="Mapa A")
        make_assignment(deliverable, group=group, own_target=Decimal(2), position=2)
        make_assignment(deliverable, text="La personería", role="SUPPORT", position=1)
        make_assignment(deliverable, actor=ended, text="La oficina de antes", is_conditional=True)

    for_its_form = activity_to_edit(plan, activity.pk)
    assert for_its_form is not None
    found = edited_in(working_plan(plan, on=TODAY, only=(activity.pk,)), activity.pk)

    assert found == edited_activity(for_its_form)
    assert found is not None
    assert found.values.objectives == (sooner.pk, later.pk)
    assert [one.name for one in found.answerers] == [ended.name, group.name] * 2
    assert edited_in(working_plan(plan, on=TODAY, only=()), activity.pk) is None


def test_members_of_the_choices_are_those_of_the_content(entity: Entity) -> None:
    plan = make_full_plan(entity)
    make_actor(entity, kind="UNIT")
    group = ActorGroup.objects.create(entity=entity, name="Las secretarías", rule="ALL_UNITS")
    make_assignment(plan.activities.first().deliverables.first(), group=group)
    groups = members_among(assignee_choices(TODAY))

    assert groups == members_of_groups(TODAY)
    assert len(groups[group.pk]) == 2
    assert working_plan(plan, on=TODAY, groups=groups).content == working_content(plan, on=TODAY)
