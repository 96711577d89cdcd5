from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
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
    Assignment,
    Deliverable,
    Milestone,
    Objective,
    Plan,
    UniverseItem,
)
from rinde.capabilities.plans.operations import add_activity, delete_activity, edit_activity
from rinde.capabilities.plans.queries import WHOLE_ACTIVITY, activity_values
from rinde.capabilities.plans.rules.rows import ActivityValues, Assignee, DeliverableValues
from rinde.capabilities.plans.rules.schedules import PlannedDate
from rinde.foundations.refusals import NotAllowed, NotReady, StaleWrite
from rinde.services.access import Principal
from rinde.services.audit.models import AuditEntry
from rinde.services.tenancy import active_tenant

LATER = NOW + timedelta(minutes=5)
JUNE, DECEMBER = PlannedDate(date(2026, 6, 30)), PlannedDate(date(2026, 12, 31))


@pytest.fixture
def plan(entity: Entity) -> Plan:
    return make_plan(entity)


@pytest.fixture
def by(entity: Entity) -> Principal:
    return principal(entity, "PLAN_COORDINATOR")


def a_deliverable(**fields: object) -> DeliverableValues:
    defaults = {"product": "Informe", "milestones": (JUNE,), "assignees": (Assignee("Planeación"),)}
    return DeliverableValues(**defaults | fields)


def test_activity_is_added_whole(plan: Plan, by: Principal) -> None:
    node, actor = make_node(plan), make_actor(plan.entity)
    deliverable = a_deliverable(
        quantity=Decimal(2),
        unit="COUNT",
        per_actor=True,
        milestones=(JUNE, DECEMBER),
        assignees=(Assignee("Of. TIC", actor.pk), Assignee("Apoyo", role="SUPPORT")),
    )

    activity = add_activity(
        plan_id=plan.pk, values=ActivityValues(node.pk, "Rendir", "3.1", "Ante todos", (deliverable,)), by=by, now=NOW
    )

    saved = Deliverable.objects.get(activity=activity)
    assert (activity.key, activity.position) == ("3.1", 0)
    assert (saved.product, saved.target_quantity, saved.target_per_actor) == ("Informe", Decimal(2), True)
    assert [one.due_on for one in saved.milestones.all()] == [JUNE.due_on, DECEMBER.due_on]
    assert [(one.actor_id, one.role) for one in saved.assignments.all()] == [(actor.pk, "LEAD"), (None, "SUPPORT")]


def test_second_activity_with_the_same_code_gets_another_address(plan: Plan, by: Principal) -> None:
    first, second = make_node(plan, code="1"), make_node(plan, code="2", position=1)
    keys = [
        add_activity(plan_id=plan.pk, values=ActivityValues(node.pk, "X", "1"), by=by, now=NOW).key
        for node in (first, second, second)
    ]

    assert keys == ["1", "c2-1", "c2-1-b2"]


def test_activity_without_code_gets_its_place_as_address(plan: Plan, by: Principal) -> None:
    inner = make_node(plan, parent=make_node(plan, code="3"), kind="SUBCOMPONENT", code="")

    assert add_activity(plan_id=plan.pk, values=ActivityValues(inner.pk, "X"), by=by, now=NOW).key == "c3-s1-a1"


def test_every_gap_is_said_at_once(plan: Plan, by: Principal) -> None:
    elsewhere = make_node(make_plan(plan.entity))
    wrong = a_deliverable(quantity=Decimal(-1), assignees=(Assignee("X", actor_id=999_999), Assignee(" ")))

    with pytest.raises(NotReady) as refused:
        add_activity(plan_id=plan.pk, values=ActivityValues(elsewhere.pk, " ", deliverables=(wrong,)), by=by, now=NOW)

    assert len(refused.value.gaps) == 5
    assert not Activity.objects.exists()


def test_responsible_of_another_entity_is_refused(plan: Plan, by: Principal, other_entity: Entity) -> None:
    with active_tenant(other_entity):
        stranger = make_actor(other_entity)
    values = ActivityValues(
        make_node(plan).pk, "X", deliverables=(a_deliverable(assignees=(Assignee("", stranger.pk),)),)
    )

    with pytest.raises(NotReady) as refused:
        add_activity(plan_id=plan.pk, values=values, by=by, now=NOW)

    assert "organigrama" in refused.value.gaps[0]


def test_what_stays_keeps_its_rows(plan: Plan, by: Principal) -> None:
    activity = make_activity(make_node(plan))
    deliverable = make_deliverable(activity)
    june = make_milestone(deliverable, due_on=JUNE.due_on)
    make_milestone(deliverable, due_on=date(2026, 9, 30))
    assignment = make_assignment(deliverable, text="Así dice el plan")
    values = ActivityValues(
        activity.node_id,
        activity.name,
        activity.code,
        deliverables=(
            a_deliverable(
                id=deliverable.pk,
                milestones=(JUNE, DECEMBER),
                assignees=(Assignee("Planeación"), Assignee("Así dice el plan", assignment.actor_id)),
            ),
        ),
    )

    edit_activity(activity_id=activity.pk, values=values, seen=NOW, by=by, now=LATER)

    assert Deliverable.objects.get(activity=activity).pk == deliverable.pk
    assert [(one.due_on, one.pk == june.pk) for one in Milestone.objects.all()] == [
        (JUNE.due_on, True),
        (DECEMBER.due_on, False),
    ]
    assert set(Assignment.objects.values_list("pk", flat=True)) > {assignment.pk}


def test_deliverable_left_out_goes_with_its_dates(plan: Plan, by: Principal) -> None:
    activity = make_activity(make_node(plan))
    gone, kept = make_deliverable(activity), make_deliverable(activity, position=1)
    make_milestone(gone)
    values = ActivityValues(activity.node_id, "X", deliverables=(a_deliverable(id=kept.pk),))

    edit_activity(activity_id=activity.pk, values=values, seen=NOW, by=by, now=LATER)

    assert list(Deliverable.objects.values_list("pk", flat=True)) == [kept.pk]
    assert not Milestone.objects.filter(deliverable=gone.pk).exists()


def test_deliverable_of_another_activity_is_not_taken_over(plan: Plan, by: Principal) -> None:
    node = make_node(plan)
    mine, theirs = make_activity(node), make_deliverable(make_activity(node))
    values = ActivityValues(node.pk, "X", deliverables=(a_deliverable(id=theirs.pk, product="Robado"),))

    edit_activity(activity_id=mine.pk, values=values, seen=NOW, by=by, now=LATER)

    theirs.refresh_from_db()
    assert (theirs.product, mine.deliverables.get().product) == ("Informe publicado", "Robado")


def a_full_activity(plan: Plan) -> ActivityValues:
    """Values that say something in every field."""
    actor = make_actor(plan.entity)
    group = ActorGroup.objects.create(entity=plan.entity, name="Todas", rule="ALL_UNITS")
    objective = Objective.objects.create(entity=plan.entity, plan=plan, text="Prevenir")
    one = DeliverableValues(
        target="100 % de los mapas",
        product="Mapas revisados",
        quantity=Decimal(100),
        unit="PERCENT",
        per_actor=True,
        indicator="Mapas revisados sobre mapas",
        resources="Humanos",
        schedule_text="Cada semestre",
        milestones=(replace(JUNE, name="primera", quantity=Decimal("1.5")), replace(DECEMBER, starts_on=JUNE.due_on)),
        recurrence="SEMIANNUAL",
        permanent=True,
        assignees=(
            Assignee("Of. TIC", actor.pk, role="SUPPORT", own_target=Decimal(3)),
            Assignee("", group_id=group.pk),
            Assignee("Los que suscriban el pacto", conditional=True),
        ),
        description="Primera tarea",
        indicator_formula="a / b",
        indicator_unit="mapas",
        indicator_baseline=Decimal("12.25"),
        indicator_accumulation="LAST",
        expected_evidence=("Acta", "Fotografías"),
        universe=("Mapa de contratación", "Mapa de talento humano"),
    )
    node = make_node(plan)
    return ActivityValues(node.pk, "Revisar los mapas", "1.1", "Todos", (one,), (objective.pk,))


def whole(activity: Activity) -> Activity:
    return Activity.objects.prefetch_related(*WHOLE_ACTIVITY).get(pk=activity.pk)


def without_ids(values: ActivityValues) -> ActivityValues:
    return replace(values, deliverables=tuple(replace(one, id=None) for one in values.deliverables))


def test_every_field_is_written_and_read_back(plan: Plan, by: Principal) -> None:
    values = a_full_activity(plan)

    activity = add_activity(plan_id=plan.pk, values=values, by=by, now=NOW)

    assert without_ids(activity_values(whole(activity))) == values
    assert activity.edited_by_id == by.user_id


def test_values_written_back_keep_every_row(plan: Plan, by: Principal) -> None:
    activity = add_activity(plan_id=plan.pk, values=a_full_activity(plan), by=by, now=NOW)
    kinds = (Deliverable, Milestone, Assignment, UniverseItem)
    before = [list(kind.objects.order_by("pk").values()) for kind in kinds]

    edit_activity(activity_id=activity.pk, values=activity_values(whole(activity)), seen=NOW, by=by, now=LATER)

    assert [list(kind.objects.order_by("pk").values()) for kind in kinds] == before


def test_reading_values_asks_nothing_that_was_not_prefetched(
    plan: Plan, by: Principal, django_assert_num_queries: Any
) -> None:
    activity = whole(add_activity(plan_id=plan.pk, values=a_full_activity(plan), by=by, now=NOW))

    with django_assert_num_queries(0):
        activity_values(activity)


def test_moved_date_keeps_its_row_and_its_memory(plan: Plan, by: Principal) -> None:
    activity = make_activity(make_node(plan))
    moves = [{"from_on": "2026-03-31", "moved_on": "2026-04-15"}]
    old = make_milestone(make_deliverable(activity), late_moves=moves)
    values = activity_values(whole(activity))
    moved = replace(values.deliverables[0], milestones=(DECEMBER,))

    edit_activity(activity_id=activity.pk, values=replace(values, deliverables=(moved,)), seen=NOW, by=by, now=LATER)

    (saved,) = Milestone.objects.all()
    assert (saved.pk, saved.due_on, saved.late_moves) == (old.pk, DECEMBER.due_on, moves)


def test_other_role_keeps_the_frozen_list(plan: Plan, by: Principal) -> None:
    activity = make_activity(make_node(plan))
    assignment = make_assignment(make_deliverable(activity), frozen_at=NOW)
    values = activity_values(whole(activity))
    support = replace(values.deliverables[0].assignees[0], role="SUPPORT")
    one = replace(values.deliverables[0], assignees=(Assignee("Nueva"), support))

    edit_activity(activity_id=activity.pk, values=replace(values, deliverables=(one,)), seen=NOW, by=by, now=LATER)

    assert list(Assignment.objects.values_list("text", "role", "position", "frozen_at")) == [
        ("Nueva", "LEAD", 0, None),
        ("", "SUPPORT", 1, NOW),
    ]
    assert Assignment.objects.get(role="SUPPORT").pk == assignment.pk


def test_thing_of_the_universe_that_stays_keeps_its_row(plan: Plan, by: Principal) -> None:
    activity = add_activity(plan_id=plan.pk, values=a_full_activity(plan), by=by, now=NOW)
    stays = UniverseItem.objects.get(name="Mapa de talento humano")
    values = activity_values(whole(activity))
    names = ("  Mapa  de   talento humano ", "", "Mapa de hacienda", "Mapa de hacienda")
    one = replace(values.deliverables[0], universe=names)

    edit_activity(activity_id=activity.pk, values=replace(values, deliverables=(one,)), seen=NOW, by=by, now=LATER)

    assert list(UniverseItem.objects.values_list("name", "position")) == [
        ("Mapa de talento humano", 0),
        ("Mapa de hacienda", 1),
    ]
    assert UniverseItem.objects.get(position=0).pk == stays.pk


def test_objective_of_another_plan_is_refused(plan: Plan, by: Principal) -> None:
    other = make_plan(plan.entity)
    stranger = Objective.objects.create(entity=plan.entity, plan=other, text="De otro plan")
    values = ActivityValues(make_node(plan).pk, "X", objectives=(stranger.pk,))

    with pytest.raises(NotReady) as refused:
        add_activity(plan_id=plan.pk, values=values, by=by, now=NOW)

    assert refused.value.gaps == ("Uno de los objetivos ya no está en el plan. Escójalo de nuevo.",)


@pytest.mark.parametrize(
    "fields",
    [
        {"unit": "METROS"},
        {"recurrence": "A VECES"},
        {"indicator_accumulation": ""},
        {"assignees": (Assignee("X", role="BOSS"),)},
        {"assignees": (Assignee("X", own_target=Decimal(-1)),)},
        {"milestones": (replace(JUNE, quantity=Decimal(-3)),)},
        {"milestones": (replace(JUNE, starts_on=DECEMBER.due_on),)},
    ],
)
def test_what_no_draft_may_say_is_refused(plan: Plan, by: Principal, fields: dict[str, Any]) -> None:
    values = ActivityValues(make_node(plan).pk, "X", deliverables=(a_deliverable(**fields),))

    with pytest.raises(NotReady) as refused:
        add_activity(plan_id=plan.pk, values=values, by=by, now=NOW)

    assert len(refused.value.gaps) == 1
    assert not Activity.objects.exists()


def test_address_survives_a_new_code_and_a_move(plan: Plan, by: Principal) -> None:
    activity = make_activity(make_node(plan), key="1-1", code="1.1")
    target = make_node(plan, code="2", position=1)
    make_activity(target, position=3)

    edit_activity(activity_id=activity.pk, values=ActivityValues(target.pk, "X", "2.9"), seen=NOW, by=by, now=LATER)

    activity.refresh_from_db()
    assert (activity.key, activity.code, activity.node_id, activity.position) == ("1-1", "2.9", target.pk, 4)


def test_activity_saved_in_between_is_not_written_over(plan: Plan, by: Principal) -> None:
    activity = make_activity(make_node(plan), edited_at=LATER, name="Lo que guardó otra persona")

    with pytest.raises(StaleWrite):
        edit_activity(
            activity_id=activity.pk, values=ActivityValues(activity.node_id, "Lo mío"), seen=NOW, by=by, now=LATER
        )

    activity.refresh_from_db()
    assert activity.name == "Lo que guardó otra persona"


def test_deletion_asks_nothing_but_leaves_its_mark(plan: Plan, by: Principal) -> None:
    activity = make_activity(make_node(plan), key="3-1", code="3.1")

    delete_activity(activity_id=activity.pk, by=by, now=LATER)

    plan.refresh_from_db()
    entry = AuditEntry.objects.get(action="plans.activity_delete")
    assert not Activity.objects.exists()
    assert entry.facts == {"plan": plan.pk, "key": "3-1", "code": "3.1"}
    assert (plan.edited_at, plan.edited_by_id) == (LATER, by.user_id)


@pytest.mark.parametrize("role", ["READER", "INTERNAL_CONTROL", "UNIT_LIAISON", "ENTITY_ADMIN"])
def test_only_the_coordinator_edits(plan: Plan, role: str) -> None:
    activity = make_activity(make_node(plan))

    with pytest.raises(NotAllowed):
        delete_activity(activity_id=activity.pk, by=principal(plan.entity, role), now=NOW)


def test_activity_of_another_entity_is_not_there(by: Principal, other_entity: Entity) -> None:
    with active_tenant(other_entity):
        activity = make_activity(make_node(make_plan(other_entity)))
    values = replace(ActivityValues(activity.node_id, "X"))

    with pytest.raises(Activity.DoesNotExist):
        edit_activity(activity_id=activity.pk, values=values, seen=NOW, by=by, now=NOW)
