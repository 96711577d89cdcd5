"""Moving, copying, splitting and joining rows: what changes, what stays, and who may not."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from factories import (
    NOW,
    make_activity,
    make_assignment,
    make_deliverable,
    make_entity,
    make_full_plan,
    make_milestone,
    make_node,
    make_plan,
    make_published_plan,
    principal,
)
from rinde.capabilities.entities.models import Entity
from rinde.capabilities.plans.models import (
    Activity,
    Announcement,
    Assignment,
    Deliverable,
    Milestone,
    Objective,
    Placement,
    Plan,
    PlanNode,
)
from rinde.capabilities.plans.operations import (
    copy_activity,
    join_activities,
    place_activity,
    shift_activity,
    shift_node,
    split_activity,
    split_deliverable,
)
from rinde.capabilities.plans.rules.splitting import SplitTexts
from rinde.foundations.refusals import NotAllowed, NotReady, StaleWrite, TransitionNotAllowed
from rinde.services.access import Principal
from rinde.services.audit.models import AuditEntry
from rinde.services.tenancy import active_tenant

LATER = NOW + timedelta(minutes=5)
TEXTS = SplitTexts("1 informe", "Informe", "1 video", "Video")


@pytest.fixture
def plan(entity: Entity) -> Plan:
    return make_plan(entity)


@pytest.fixture
def by(entity: Entity) -> Principal:
    return principal(entity, "PLAN_COORDINATOR")


def row(node: PlanNode, **fields: object) -> Activity:
    """An activity with one whole deliverable."""
    activity = make_activity(node, **fields)
    deliverable = make_deliverable(activity)
    make_milestone(deliverable)
    make_assignment(deliverable, text="Planeación")
    return activity


def order_in(node: PlanNode) -> list[int]:
    return list(Activity.objects.filter(node=node).order_by("position", "pk").values_list("pk", flat=True))


def positions_in(node: PlanNode) -> list[int]:
    return sorted(Activity.objects.filter(node=node).values_list("position", flat=True))


def test_row_goes_up_and_down_among_its_siblings(plan: Plan, by: Principal) -> None:
    node = make_node(plan)
    first, second, third = (row(node) for _ in range(3))

    shift_activity(activity_id=third.pk, step=-1, seen=NOW, by=by, now=LATER)

    assert order_in(node) == [first.pk, third.pk, second.pk]
    assert positions_in(node) == [0, 1, 2]
    third.refresh_from_db()
    assert (third.edited_at, third.edited_by_id) == (LATER, by.user_id)
    assert AuditEntry.objects.get(action="plans.activity_move").facts == {"plan": plan.pk, "key": third.key}


@pytest.mark.parametrize(("step", "place"), [(-1, 0), (1, 1)])
def test_row_does_not_leave_its_group_by_a_step(plan: Plan, by: Principal, step: int, place: int) -> None:
    node = make_node(plan)
    rows = [row(node), row(node)]

    with pytest.raises(TransitionNotAllowed):
        shift_activity(activity_id=rows[place].pk, step=step, seen=NOW, by=by, now=LATER)

    assert order_in(node) == [one.pk for one in rows]


def test_row_goes_to_another_component_before_a_row(plan: Plan, by: Principal) -> None:
    here, there = make_node(plan), make_node(plan, code="2", position=1)
    mover, stays = row(here, key="1.1", code="1.1"), row(here)
    first, second = row(there), row(there)

    place_activity(activity_id=mover.pk, node_id=there.pk, before_id=second.pk, seen=NOW, by=by, now=LATER)

    mover.refresh_from_db()
    assert (order_in(there), order_in(here)) == ([first.pk, mover.pk, second.pk], [stays.pk])
    assert (positions_in(there), positions_in(here)) == ([0, 1, 2], [0])
    assert (mover.key, mover.code) == ("1.1", "1.1")


def test_row_goes_to_the_end_of_a_subcomponent(plan: Plan, by: Principal) -> None:
    here = make_node(plan)
    inner = make_node(plan, parent=here, kind="SUBCOMPONENT")
    last, mover = row(inner), row(here)

    place_activity(activity_id=mover.pk, node_id=inner.pk, before_id=None, seen=NOW, by=by, now=LATER)

    assert order_in(inner) == [last.pk, mover.pk]


def test_row_is_not_put_into_another_plan_nor_before_a_row_that_went(plan: Plan, by: Principal) -> None:
    node, elsewhere = make_node(plan), make_node(make_plan(plan.entity))
    mover, stranger = row(node), row(elsewhere)

    for node_id, before_id in ((elsewhere.pk, None), (node.pk, stranger.pk)):
        with pytest.raises(NotReady):
            place_activity(activity_id=mover.pk, node_id=node_id, before_id=before_id, seen=NOW, by=by, now=LATER)

    assert order_in(node) == [mover.pk]


def test_component_goes_down_with_all_its_rows(plan: Plan, by: Principal) -> None:
    first, second = make_node(plan, position=4), make_node(plan, position=9)
    row(first)

    shift_node(node_id=first.pk, step=1, by=by, now=LATER)

    found = list(PlanNode.objects.filter(plan=plan).order_by("position"))
    assert [(one.pk, one.position) for one in found] == [(second.pk, 0), (first.pk, 1)]


@pytest.mark.parametrize(("steps", "expected"), [((1, 1), "bca"), ((1, -1), "abc"), ((1, 1, -1), "bac")])
def test_quick_clicks_move_a_component_one_place_each(
    plan: Plan, by: Principal, steps: tuple[int, ...], expected: str
) -> None:
    first, *_ = (make_node(plan, name=name, position=place) for place, name in enumerate("abc"))

    for step in steps:
        shift_node(node_id=first.pk, step=step, by=by, now=LATER)

    found = PlanNode.objects.filter(plan=plan).order_by("position").values_list("name", "position")
    assert list(found) == [(name, place) for place, name in enumerate(expected)]


def test_component_is_read_only_once_its_plan_is_locked(plan: Plan, by: Principal) -> None:
    node = make_node(plan)
    make_node(plan, position=1)

    with CaptureQueriesContext(connection) as captured:
        shift_node(node_id=node.pk, step=1, by=by, now=LATER)

    asked = [one["sql"] for one in captured if one["sql"].startswith("SELECT")]
    locked = next(place for place, sql in enumerate(asked) if 'FROM "plans_plan"' in sql)
    read = [place for place, sql in enumerate(asked) if '"plans_plannode"."position"' in sql]
    assert min(read) > locked


def test_subcomponent_moves_only_within_its_component(plan: Plan, by: Principal) -> None:
    first, second = make_node(plan), make_node(plan, position=1)
    inner = make_node(plan, parent=first, kind="SUBCOMPONENT")
    make_node(plan, parent=second, kind="SUBCOMPONENT")

    with pytest.raises(TransitionNotAllowed):
        shift_node(node_id=inner.pk, step=1, by=by, now=LATER)


def test_copy_has_everything_but_history(plan: Plan, by: Principal) -> None:
    node = make_node(plan)
    first = row(node, carried_from="PTEP 2025", description="Ante todos")
    after = row(node)
    Deliverable.objects.filter(activity=first).update(target="2 informes", target_quantity=2, indicator_formula="a/b")
    Milestone.objects.filter(deliverable__activity=first).update(
        late_moves=[{"from_on": "2026-01-01", "moved_on": "2026-02-01"}]
    )
    Assignment.objects.filter(deliverable__activity=first).update(frozen_at=NOW)

    copy = copy_activity(activity_id=first.pk, seen=NOW, by=by, now=LATER)

    assert order_in(node) == [first.pk, copy.pk, after.pk]
    assert (copy.name, copy.description, copy.code, copy.carried_from) == (first.name, "Ante todos", "", "")
    assert copy.key != first.key
    one = copy.deliverables.get()
    assert (one.target, one.target_quantity, one.indicator_formula) == ("2 informes", Decimal(2), "a/b")
    assert (one.milestones.get().due_on, one.milestones.get().late_moves) == (date(2026, 6, 30), [])
    assert (one.assignments.get().text, one.assignments.get().frozen_at) == ("Planeación", None)


def test_split_takes_the_chosen_products_with_all_that_hangs_from_them(plan: Plan, by: Principal) -> None:
    node, other = make_node(plan), make_node(make_plan(plan.entity))
    activity, below = row(node, carried_from="PTEP 2025"), row(node)
    goes = make_deliverable(activity, position=1, product="Video")
    make_milestone(goes)
    frozen = make_assignment(goes, frozen_at=NOW)
    activity.objectives.set([Objective.objects.create(entity=plan.entity, plan=plan, text="Servir")])
    Placement.objects.create(entity=plan.entity, activity=activity, node=other)

    new = split_activity(
        activity_id=activity.pk, deliverable_ids=[goes.pk], name="Grabar el video", seen=NOW, by=by, now=LATER
    )

    assert order_in(node) == [activity.pk, new.pk, below.pk]
    assert (new.name, new.code, new.carried_from) == ("Grabar el video", "", "PTEP 2025")
    assert list(new.deliverables.values_list("pk", "position")) == [(goes.pk, 0)]
    assert Assignment.objects.get(pk=frozen.pk).frozen_at == NOW
    assert [one.text for one in new.objectives.all()] == ["Servir"]
    assert Placement.objects.filter(node=other).count() == 2
    assert activity.deliverables.count() == 1


@pytest.mark.parametrize(("chosen", "name", "gaps"), [([], "", 2), ([0, 1], "Otra", 1), ([0], " ", 1)])
def test_split_asks_for_something_on_each_side(
    plan: Plan, by: Principal, chosen: list[int], name: str, gaps: int
) -> None:
    activity = row(make_node(plan))
    make_deliverable(activity, position=1)
    ids = [one.pk for one in activity.deliverables.all()]

    with pytest.raises(NotReady) as refused:
        split_activity(
            activity_id=activity.pk, deliverable_ids=[ids[at] for at in chosen], name=name, seen=NOW, by=by, now=LATER
        )

    assert len(refused.value.gaps) == gaps
    assert Activity.objects.count() == 1


def test_one_product_is_parted_in_two_with_dates_and_responsibles(plan: Plan, by: Principal) -> None:
    activity = row(make_node(plan))
    first = activity.deliverables.get()
    last = make_deliverable(activity, position=1)

    split_deliverable(activity_id=activity.pk, deliverable_id=first.pk, texts=TEXTS, seen=NOW, by=by, now=LATER)

    one, two, three = activity.deliverables.all()
    assert (one.pk, one.product, one.target_quantity) == (first.pk, "Informe", Decimal(1))
    assert (two.product, two.milestones.get().due_on, two.assignments.get().text) == (
        "Video",
        date(2026, 6, 30),
        "Planeación",
    )
    assert three.pk == last.pk


def test_product_is_not_parted_into_nothing_nor_from_another_activity(plan: Plan, by: Principal) -> None:
    node = make_node(plan)
    activity, other = row(node), row(node)
    cases = ((activity, SplitTexts("", "Informe", "", " ")), (other, TEXTS))

    for owner, texts in cases:
        with pytest.raises(NotReady):
            split_deliverable(
                activity_id=activity.pk,
                deliverable_id=owner.deliverables.get().pk,
                texts=texts,
                seen=NOW,
                by=by,
                now=LATER,
            )

    assert Deliverable.objects.count() == 2


def test_joining_loses_nothing(plan: Plan, by: Principal) -> None:
    node, other = make_node(plan), make_node(make_plan(plan.entity))
    kept = row(node, name="Rendir cuentas")
    going = row(node, name="Hacer la audiencia", code="1.2", description="En la plaza", carried_from="PTEP 2025")
    moved = going.deliverables.get()
    objective = Objective.objects.create(entity=plan.entity, plan=plan, text="Servir")
    going.objectives.set([objective])
    Placement.objects.create(entity=plan.entity, activity=going, node=other)
    Announcement.objects.create(entity=plan.entity, plan=plan, text="Audiencia", became=going)

    join_activities(activity_id=kept.pk, other_id=going.pk, seen=NOW, other_seen=NOW, by=by, now=LATER)

    kept.refresh_from_db()
    moved.refresh_from_db()
    assert order_in(node) == [kept.pk]
    assert (moved.activity_id, moved.position) == (kept.pk, 1)
    assert moved.description == "1.2. Hacer la audiencia\nEn la plaza"
    assert (kept.carried_from, list(kept.objectives.all())) == ("PTEP 2025", [objective])
    assert Placement.objects.get().activity_id == kept.pk
    assert Announcement.objects.get().became_id == kept.pk


def test_joining_equal_words_adds_none(plan: Plan, by: Principal) -> None:
    node = make_node(plan)
    kept, going = row(node, name="Rendir cuentas"), row(node, name="RENDIR CUENTAS.")

    join_activities(activity_id=kept.pk, other_id=going.pk, seen=NOW, other_seen=NOW, by=by, now=LATER)

    assert [one.description for one in kept.deliverables.all()] == ["", ""]


def test_words_of_an_activity_without_products_become_one(plan: Plan, by: Principal) -> None:
    node = make_node(plan)
    kept, going = row(node), make_activity(node, name="Hacer la audiencia", code="")

    join_activities(activity_id=kept.pk, other_id=going.pk, seen=NOW, other_seen=NOW, by=by, now=LATER)

    assert kept.deliverables.last().description == "Hacer la audiencia"


def test_joining_with_itself_or_another_plan_is_refused(plan: Plan, by: Principal) -> None:
    kept, stranger = row(make_node(plan)), row(make_node(make_plan(plan.entity)))

    for other in (kept, stranger):
        with pytest.raises(NotReady):
            join_activities(activity_id=kept.pk, other_id=other.pk, seen=NOW, other_seen=NOW, by=by, now=LATER)

    assert Activity.objects.count() == 2


def _every_operation(node: PlanNode, by: Principal, seen: object = NOW) -> list[Callable[[], object]]:
    one, other = Activity.objects.filter(node=node)[:2]
    deliverable = one.deliverables.first()
    common = {"seen": seen, "by": by, "now": LATER}
    return [
        lambda: shift_activity(activity_id=one.pk, step=1, **common),
        lambda: place_activity(activity_id=one.pk, node_id=node.pk, before_id=None, **common),
        lambda: copy_activity(activity_id=one.pk, **common),
        lambda: split_activity(activity_id=one.pk, deliverable_ids=[deliverable.pk], name="X", **common),
        lambda: split_deliverable(activity_id=one.pk, deliverable_id=deliverable.pk, texts=TEXTS, **common),
        lambda: join_activities(activity_id=one.pk, other_id=other.pk, other_seen=NOW, **common),
    ]


def _state() -> list[object]:
    rows = Activity.objects.order_by("pk").values_list("pk", "node_id", "position", "edited_at")
    return [*rows, *Deliverable.objects.order_by("pk").values_list("pk", "activity_id", "position", "product")]


@pytest.mark.parametrize("role", ["READER", "INTERNAL_CONTROL", "UNIT_LIAISON", "ENTITY_ADMIN", "COMMUNICATIONS"])
def test_only_the_coordinator_arranges(plan: Plan, role: str) -> None:
    node = make_node(plan)
    for _ in range(2):
        make_deliverable(row(node), position=1)
    before, stranger = _state(), principal(plan.entity, role)

    for operation in _every_operation(node, stranger):
        with pytest.raises(NotAllowed):
            operation()
    with pytest.raises(NotAllowed):
        shift_node(node_id=node.pk, step=1, by=stranger, now=LATER)

    assert _state() == before


def test_rows_saved_in_between_are_not_arranged(plan: Plan, by: Principal) -> None:
    node = make_node(plan)
    for _ in range(2):
        make_deliverable(row(node), position=1)
    before = _state()

    for operation in _every_operation(node, by, seen=NOW - timedelta(minutes=1)):
        with pytest.raises(StaleWrite):
            operation()
    one, other = Activity.objects.all()
    with pytest.raises(StaleWrite):
        join_activities(activity_id=one.pk, other_id=other.pk, seen=NOW, other_seen=LATER, by=by, now=LATER)

    assert _state() == before


def test_published_rows_stand_still(entity: Entity, by: Principal) -> None:
    plan = make_published_plan(entity, activities=2)
    node, before = plan.nodes.get(), _state()
    make_node(plan, position=1)

    for operation in _every_operation(node, by):
        with pytest.raises(TransitionNotAllowed):
            operation()
    with pytest.raises(TransitionNotAllowed):
        shift_node(node_id=node.pk, step=1, by=by, now=LATER)

    assert _state() == before


def test_rows_of_another_entity_are_not_there(by: Principal, other_entity: Entity) -> None:
    with active_tenant(other_entity):
        plan = make_full_plan(other_entity, activities=2)
        node = plan.nodes.get()
        operations = _every_operation(node, by)

    for operation in operations:
        with pytest.raises(Activity.DoesNotExist):
            operation()
    with pytest.raises(PlanNode.DoesNotExist):
        shift_node(node_id=node.pk, step=1, by=by, now=LATER)


class TestAnySequence(TestCase):
    """Whatever people do, in whatever order: no product is lost, no address is used twice, no place is skipped."""

    @settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])
    @given(
        st.lists(
            st.tuples(st.sampled_from(["shift", "place", "copy", "split", "join"]), st.integers(0, 99)), max_size=8
        )
    )
    def test_keeps_order_addresses_and_products(self, steps: list[tuple[str, int]]) -> None:
        entity = make_entity()
        with active_tenant(entity):
            by, plan = principal(entity, "PLAN_COORDINATOR"), make_plan(entity)
            nodes = [make_node(plan, position=place) for place in range(2)]
            for place in range(4):
                activity = row(nodes[place % 2], position=place // 2)
                make_deliverable(activity, position=1, product=f"Producto {place}")
            for name, number in steps:
                self._do(name, number, nodes, by)
            for node in nodes:
                assert positions_in(node) == list(range(len(positions_in(node))))

    def _do(self, name: str, number: int, nodes: list[PlanNode], by: Principal) -> None:
        rows = list(Activity.objects.order_by("pk"))
        one, other = rows[number % len(rows)], rows[(number // 3) % len(rows)]
        products = set(Deliverable.objects.values_list("pk", flat=True))
        common = {"seen": one.edited_at, "by": by, "now": LATER}
        try:
            if name == "shift":
                shift_activity(activity_id=one.pk, step=1 if number % 2 else -1, **common)
            elif name == "place":
                place_activity(activity_id=one.pk, node_id=nodes[number % 2].pk, before_id=None, **common)
            elif name == "copy":
                copy_activity(activity_id=one.pk, **common)
            elif name == "split":
                first = one.deliverables.first()
                split_activity(activity_id=one.pk, deliverable_ids=[first.pk], name="Nueva", **common)
            else:
                join_activities(activity_id=one.pk, other_id=other.pk, other_seen=other.edited_at, **common)
        except (NotReady, TransitionNotAllowed):
            pass  # at the border, the last product, or with itself: nothing may have changed
        assert products <= set(Deliverable.objects.values_list("pk", flat=True))
        keys = list(Activity.objects.values_list("key", flat=True))
        assert len(keys) == len(set(keys))
        for activity in Activity.objects.all():
            places = sorted(activity.deliverables.values_list("position", flat=True))
            assert places == list(range(len(places)))
