from datetime import timedelta

import pytest

from factories import NOW, make_plan, principal
from rinde.capabilities.entities.models import Entity
from rinde.capabilities.plans.models import Announcement
from rinde.capabilities.plans.operations import add_announcement, delete_announcement, edit_announcement
from rinde.capabilities.plans.rules.rows import AnnouncementRow
from rinde.foundations.refusals import NotAllowed, NotReady, StaleWrite

LATER = NOW + timedelta(minutes=5)


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
