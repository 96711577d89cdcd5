from datetime import timedelta

import pytest

from factories import NOW, make_node, make_plan, principal
from rinde.capabilities.entities.models import Entity
from rinde.capabilities.plans.models import Activity, Announcement, Plan
from rinde.capabilities.plans.operations import (
    add_announcement,
    announcement_to_activity,
    delete_announcement,
    edit_announcement,
)
from rinde.capabilities.plans.rules.rows import AnnouncementRow
from rinde.foundations.refusals import NotAllowed, NotReady, StaleWrite
from rinde.services.access import Principal
from rinde.services.audit.models import AuditEntry

LATER = NOW + timedelta(minutes=5)


@pytest.fixture
def plan(entity: Entity) -> Plan:
    return make_plan(entity)


@pytest.fixture
def by(entity: Entity) -> Principal:
    return principal(entity, "PLAN_COORDINATOR")


def test_announcements_follow_one_another(entity: Entity) -> None:
    plan, by = make_plan(entity), principal(entity, "PLAN_COORDINATOR")
    for text in ("Publicar boletines", "Hacer ferias"):
        add_announcement(plan_id=plan.pk, values=AnnouncementRow(text, "Información"), by=by, now=NOW)

    assert [(one.text, one.position) for one in plan.announcements.all()] == [
        ("Publicar boletines", 0),
        ("Hacer ferias", 1),
    ]


def test_announcement_is_edited_and_deleted(entity: Entity) -> None:
    plan, by = make_plan(entity), principal(entity, "PLAN_COORDINATOR")
    one = add_announcement(plan_id=plan.pk, values=AnnouncementRow("A"), by=by, now=NOW)

    edited = edit_announcement(announcement_id=one.pk, values=AnnouncementRow("B"), seen=NOW, by=by, now=LATER)
    delete_announcement(announcement_id=one.pk, by=by, now=LATER)

    assert edited.text == "B"
    assert not Announcement.objects.exists()


def test_announcement_needs_text(entity: Entity) -> None:
    plan = make_plan(entity)

    with pytest.raises(NotReady):
        add_announcement(
            plan_id=plan.pk, values=AnnouncementRow(" "), by=principal(entity, "PLAN_COORDINATOR"), now=NOW
        )


def test_announcement_saved_in_between_is_not_written_over(entity: Entity) -> None:
    plan, by = make_plan(entity), principal(entity, "PLAN_COORDINATOR")
    one = add_announcement(plan_id=plan.pk, values=AnnouncementRow("A"), by=by, now=LATER)

    with pytest.raises(StaleWrite):
        edit_announcement(announcement_id=one.pk, values=AnnouncementRow("B"), seen=NOW, by=by, now=LATER)


def test_only_the_coordinator_edits(entity: Entity) -> None:
    plan = make_plan(entity)

    with pytest.raises(NotAllowed):
        add_announcement(plan_id=plan.pk, values=AnnouncementRow("A"), by=principal(entity, "READER"), now=NOW)


def test_announcement_becomes_an_activity_with_its_words_once(plan: Plan, by: Principal) -> None:
    node = make_node(plan)
    one = Announcement.objects.create(entity=plan.entity, plan=plan, text="Hacer ferias", carried_from="RDC 2025")

    activity = announcement_to_activity(announcement_id=one.pk, node_id=node.pk, by=by, now=LATER)
    again = announcement_to_activity(announcement_id=one.pk, node_id=node.pk, by=by, now=LATER)

    one.refresh_from_db()
    assert (again, one.became, Activity.objects.count()) == (activity, activity, 1)
    assert (activity.name, activity.node_id, activity.carried_from) == ("Hacer ferias", node.pk, "RDC 2025")
    assert AuditEntry.objects.filter(action="plans.announcement_to_activity").count() == 1


def test_announcement_goes_into_no_component_of_another_plan(plan: Plan, by: Principal) -> None:
    one = Announcement.objects.create(entity=plan.entity, plan=plan, text="Hacer ferias")
    elsewhere = make_node(make_plan(plan.entity))

    with pytest.raises(NotReady):
        announcement_to_activity(announcement_id=one.pk, node_id=elsewhere.pk, by=by, now=LATER)

    one.refresh_from_db()
    assert (one.became, Activity.objects.count()) == (None, 0)


@pytest.mark.parametrize("role", ["READER", "INTERNAL_CONTROL", "UNIT_LIAISON"])
def test_only_the_coordinator_schedules(plan: Plan, role: str) -> None:
    one = Announcement.objects.create(entity=plan.entity, plan=plan, text="Hacer ferias")

    with pytest.raises(NotAllowed):
        announcement_to_activity(
            announcement_id=one.pk, node_id=make_node(plan).pk, by=principal(plan.entity, role), now=LATER
        )
