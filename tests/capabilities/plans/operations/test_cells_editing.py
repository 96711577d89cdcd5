"""One cell written where it stands: what is kept, what is refused, and what it costs."""

from datetime import date, timedelta

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
    make_published_plan,
    principal,
)
from rinde.capabilities.entities.models import ActorAlias, ActorGroup, Entity
from rinde.capabilities.plans.models import Activity, Deliverable, Plan
from rinde.capabilities.plans.operations import WrittenCell, write_cell
from rinde.capabilities.plans.rules.cell_entries import CellEntry
from rinde.foundations.refusals import NotAllowed, NotReady, StaleWrite, TransitionNotAllowed
from rinde.services.access import Principal
from rinde.services.audit.models import AuditEntry
from rinde.services.tenancy import active_tenant

LATER = NOW + timedelta(minutes=5)


@pytest.fixture
def plan(entity: Entity) -> Plan:
    return make_plan(entity)


@pytest.fixture
def by(entity: Entity) -> Principal:
    return principal(entity, "PLAN_COORDINATOR")


def write(activity: Activity, cell: str, text: str, by: Principal, **more: object) -> WrittenCell:
    first = activity.deliverables.first()
    entry = CellEntry(cell, text, first.pk if first else None)
    return write_cell(
        **{"activity_id": activity.pk, "entry": entry, "seen": NOW, "today": NOW.date(), "by": by, "now": LATER} | more
    )


def test_cell_is_saved_with_who_and_when(plan: Plan, by: Principal) -> None:
    activity = make_activity(make_node(plan), key="1.1")
    make_deliverable(activity)

    write(activity, "product", "Acta publicada", by)

    activity.refresh_from_db()
    plan.refresh_from_db()
    assert Deliverable.objects.get().product == "Acta publicada"
    assert (activity.edited_at, activity.edited_by_id, plan.edited_at) == (LATER, by.user_id, LATER)
    assert AuditEntry.objects.get(action="plans.cell_edit").facts == {"plan": plan.pk, "key": "1.1", "cell": "product"}


def test_same_words_leave_no_mark(plan: Plan, by: Principal) -> None:
    activity = make_activity(make_node(plan))
    make_deliverable(activity, product="Acta")

    write(activity, "product", " Acta ", by)

    activity.refresh_from_db()
    assert (activity.edited_at, AuditEntry.objects.filter(action="plans.cell_edit").count()) == (NOW, 0)


def test_typed_names_are_found_in_the_org_chart(plan: Plan, by: Principal) -> None:
    activity = make_activity(make_node(plan))
    deliverable = make_deliverable(activity)
    kept = make_assignment(deliverable, frozen_at=NOW)
    office = make_actor(plan.entity, name="Oficina de Prensa", acronym="OP")
    ActorAlias.objects.create(entity=plan.entity, actor=office, text="Prensa", folded="prensa")
    group = ActorGroup.objects.create(entity=plan.entity, name="Todas", rule="ALL_UNITS")

    found = write(activity, "responsible", f"{kept.actor.name}; prensa (apoyo); Todas; Quien firme", by)

    rows = list(deliverable.assignments.order_by("position"))
    assert [(one.actor_id, one.group_id, one.role) for one in rows] == [
        (kept.actor_id, None, "LEAD"),
        (office.pk, None, "SUPPORT"),
        (None, group.pk, "LEAD"),
        (None, None, "LEAD"),
    ]
    assert (rows[0].pk, rows[0].frozen_at) == (kept.pk, NOW)
    assert found.understood == "No está en el organigrama: Quien firme."


def test_nobody_of_another_entity_is_found(plan: Plan, by: Principal, other_entity: Entity) -> None:
    with active_tenant(other_entity):
        make_actor(other_entity, name="Oficina Ajena")
    activity = make_activity(make_node(plan))
    deliverable = make_deliverable(activity)

    write(activity, "responsible", "Oficina Ajena", by)

    assert deliverable.assignments.get().actor_id is None


def test_date_that_moves_keeps_its_row(plan: Plan, by: Principal) -> None:
    activity = make_activity(make_node(plan))
    milestone = make_milestone(make_deliverable(activity))

    write(activity, "dates", "31/08/2026", by)

    milestone.refresh_from_db()
    assert milestone.due_on == date(2026, 8, 31)


def test_cell_saved_in_between_is_not_written_over(plan: Plan, by: Principal) -> None:
    activity = make_activity(make_node(plan), edited_at=LATER)
    make_deliverable(activity, product="Lo de otra persona")

    with pytest.raises(StaleWrite):
        write(activity, "product", "Lo mío", by)

    assert Deliverable.objects.get().product == "Lo de otra persona"


@pytest.mark.parametrize(("cell", "text"), [("name", ""), ("target", "-3"), ("dates", "30/02/2026"), ("nada", "x")])
def test_wrong_text_changes_nothing(plan: Plan, by: Principal, cell: str, text: str) -> None:
    activity = make_activity(make_node(plan))
    make_deliverable(activity)

    with pytest.raises(NotReady):
        write(activity, cell, text, by)

    activity.refresh_from_db()
    assert activity.edited_at == NOW


@pytest.mark.parametrize("role", ["READER", "INTERNAL_CONTROL", "UNIT_LIAISON", "ENTITY_ADMIN", "COMMUNICATIONS"])
def test_only_the_coordinator_writes(plan: Plan, role: str) -> None:
    activity = make_activity(make_node(plan))

    with pytest.raises(NotAllowed):
        write(activity, "name", "Otra", principal(plan.entity, role))


def test_published_row_stands_still(entity: Entity, by: Principal) -> None:
    activity = make_published_plan(entity).activities.get()

    with pytest.raises(TransitionNotAllowed):
        write(activity, "name", "Otra", by)


def test_row_of_another_entity_is_not_there(by: Principal, other_entity: Entity) -> None:
    with active_tenant(other_entity):
        activity = make_full_plan(other_entity).activities.get()
        entry = CellEntry("name", "Otra")

    with pytest.raises(Activity.DoesNotExist):
        write_cell(activity_id=activity.pk, entry=entry, seen=NOW, today=NOW.date(), by=by, now=LATER)


def test_writing_costs_the_same_queries_in_a_plan_of_1_and_of_300_rows(entity: Entity, by: Principal) -> None:
    counts = []
    for rows in (1, 300):
        activity = make_full_plan(entity, activities=rows).activities.first()
        with CaptureQueriesContext(connection) as captured:
            write(activity, "responsible", "Alguien", by)
        counts.append(len(captured))

    assert counts[0] == counts[1]


def edited_by(activity: Activity, user_id: int | None, **columns: str) -> None:
    """Somebody wrote in the row a minute after it was shown."""
    Deliverable.objects.filter(activity=activity).update(**columns)
    Activity.objects.filter(pk=activity.pk).update(edited_at=NOW + timedelta(minutes=1), edited_by=user_id)


@pytest.mark.parametrize(
    ("cell", "was", "text"),
    [("target", "2 informes", "3 informes"), ("dates", "30/06/2026", "30/09/2026"), ("code", "1.1", "1.2")],
)
def test_two_people_write_in_two_cells_of_one_row(plan: Plan, by: Principal, cell: str, was: str, text: str) -> None:
    activity = make_activity(make_node(plan), code="1.1")
    make_milestone(make_deliverable(activity), due_on=date(2026, 6, 30))
    seen = write(activity, "target", "2 informes", by).activity.edited_at
    edited_by(activity, None, product="Lo de otra persona")

    written = write(activity, cell, text, by, seen=seen, was=was)

    assert written.is_merged
    assert Deliverable.objects.get().product == "Lo de otra persona"


@pytest.mark.parametrize("was", ["Lo que se mostró", None])
def test_cell_that_says_something_else_by_now_is_stale(plan: Plan, by: Principal, was: str | None) -> None:
    activity = make_activity(make_node(plan))
    make_deliverable(activity)
    edited_by(activity, None, product="Lo de otra persona")

    with pytest.raises(StaleWrite, match="Otra persona guardó"):
        write(activity, "product", "Lo mío", by, was=was)

    assert Deliverable.objects.get().product == "Lo de otra persona"


def test_own_save_elsewhere_is_called_ones_own(plan: Plan, by: Principal) -> None:
    activity = make_activity(make_node(plan))
    make_deliverable(activity)
    edited_by(activity, by.user_id, product="Lo del celular")

    with pytest.raises(StaleWrite, match="en otra ventana suya"):
        write(activity, "product", "Lo mío", by, was="")


def test_name_that_was_empty_is_no_reason_to_fail(plan: Plan, by: Principal) -> None:
    activity = make_activity(make_node(plan))
    edited_by(activity, None)

    with pytest.raises(StaleWrite):
        write(activity, "name", "Un nombre", by, was="")
