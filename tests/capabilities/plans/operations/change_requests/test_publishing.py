from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from factories import make_actor, make_member
from plan_changes import AUGUST, JULY, MAY, World, published_world
from rinde.capabilities.entities.models import ActorGroup, Entity
from rinde.capabilities.plans.choices import ChangeKind
from rinde.capabilities.plans.models import (
    Activity,
    AssignmentMember,
    ChangeRequest,
    Deliverable,
    Milestone,
    PlanNode,
    PlanVersion,
)
from rinde.capabilities.plans.operations.change_requests import publish_changes
from rinde.capabilities.plans.operations.change_requests.informing import PublicPages
from rinde.capabilities.plans.queries import published_content, working_content
from rinde.capabilities.plans.queries.change_requests import header_values, next_version, node_values
from rinde.capabilities.plans.rules.change_requests.proposals import Proposal, TextChanged
from rinde.capabilities.plans.rules.changes import changes_between
from rinde.capabilities.plans.rules.content import canonical_json, from_json
from rinde.capabilities.plans.rules.rows import Assignee, DeliverableValues, NodeValues
from rinde.capabilities.plans.rules.schedules import PlannedDate
from rinde.foundations.refusals import NotReady, StaleWrite, TransitionNotAllowed
from rinde.services.audit.models import AuditEntry
from rinde.services.notifications.models import OutgoingMail, Subscription
from rinde.services.notifications.queries import one_click_url

PAGES = PublicPages("https://rinde.example/plan/cambios/", "https://rinde.example/avisos/")


def test_version_takes_up_the_change_and_says_which(world: World) -> None:
    request = world.carry_through(world.with_date())

    world.plan.refresh_from_db()
    version = world.plan.current_version
    assert (version.number, request.status, request.version_id) == (2, "PUBLISHED", version.pk)
    assert (version.act.number, version.act.purpose) == ("Acta 05 de 2026", "CHANGE")
    assert version.summary == (
        f"La fecha de la actividad {world.activities[0].code} pasó del 30 de junio al 31 de agosto de 2026."
    )
    assert world.plan.edited_at <= version.published_at


def test_rows_say_what_the_version_says(world: World) -> None:
    world.carry_through(world.with_date())

    world.plan.refresh_from_db()
    assert canonical_json(working_content(world.plan, on=JULY.date())) == world.plan.current_version.content


def test_deadline_asked_in_time_leaves_no_mark_however_late_it_is_published(world: World) -> None:
    world.carry_through(world.with_date(), asked=MAY, now=JULY)

    assert Milestone.objects.get(due_on=AUGUST).late_moves == []


def test_deadline_moved_when_it_had_passed_says_so_for_ever(world: World) -> None:
    row = Milestone.objects.get(deliverable__activity=world.activities[0]).pk
    request = world.carry_through(world.with_date(AUGUST), asked=JULY)
    first = [{"from_on": "2026-06-30", "moved_on": "2026-07-01"}]

    assert (Milestone.objects.get(due_on=AUGUST).late_moves, request.late_dates) == (first, ["2026-06-30"])
    assert Milestone.objects.get(due_on=AUGUST).pk == row

    september = datetime(2026, 9, 2, 15, 0, tzinfo=UTC)
    world.carry_through(world.with_date(date(2026, 10, 30)), asked=september, now=september)

    assert Milestone.objects.get(due_on=date(2026, 10, 30)).late_moves == [
        *first,
        {"from_on": "2026-08-31", "moved_on": "2026-09-02"},
    ]
    (change,) = changes_between(*_contents(world, 1, 3)).changed
    assert "movida ya vencida (era 30/06/2026)" in change.fields[0].after


def _contents(world: World, *numbers: int) -> tuple[Any, ...]:
    versions = {one.number: one for one in PlanVersion.objects.filter(plan=world.plan)}
    return tuple(from_json(versions[number].content) for number in numbers)


def test_every_kind_of_change_is_published_together(world: World) -> None:
    first, second = world.activities
    node, actor = PlanNode.objects.get(), make_actor(world.plan.entity)
    new = DeliverableValues(product="Acta", milestones=(PlannedDate(AUGUST),), assignees=(Assignee("", actor.pk),))
    requests = [
        world.ask(world.with_date(activity=first)),
        world.ask(Proposal(ChangeKind.REMOVE_ACTIVITY, second.pk)),
        world.ask(
            Proposal(
                ChangeKind.ADD_ACTIVITY,
                values=replace(world.values(), name="Nueva", code="9.9", deliverables=(new,)),
            )
        ),
        world.ask(Proposal(ChangeKind.EDIT_HEADER, values=replace(header_values(world.plan), objective="Otro"))),
        world.ask(Proposal(ChangeKind.EDIT_NODE, values=replace(node_values(node), name="Riesgos"), node_id=node.pk)),
        world.ask(Proposal(ChangeKind.ADD_NODE, values=NodeValues("Iniciativas", "6"))),
    ]
    world.approve(*requests)

    world.publish(*requests)

    world.plan.refresh_from_db()
    before, after = _contents(world, 1, 2)
    changes = changes_between(before, after)
    added = Activity.objects.get(name="Nueva")
    assert [one.name for one in changes.added] == ["Nueva"]
    assert [one.key for one in changes.removed] == [second.key]
    assert [one.key for one in changes.changed] == [first.key]
    assert ([one.label for one in changes.header], len(changes.nodes)) == (["Objetivo"], 2)
    kept = {one.kind: one for one in ChangeRequest.objects.all()}
    assert (kept["ADD_ACTIVITY"].activity_id, kept["ADD_ACTIVITY"].subject_key) == (added.pk, added.key)
    assert (kept["REMOVE_ACTIVITY"].activity_id, kept["REMOVE_ACTIVITY"].subject_key) == (None, second.key)
    assert AssignmentMember.objects.filter(assignment__deliverable__activity=added).count() == 1


def test_new_group_is_frozen_with_its_version(world: World) -> None:
    group = ActorGroup.objects.create(entity=world.plan.entity, name="Todas", rule="ALL_UNITS")
    values = world.values()
    shared = replace(values.deliverables[0], assignees=(Assignee("", group_id=group.pk),))
    world.carry_through(
        Proposal(ChangeKind.EDIT_ACTIVITY, world.activities[0].pk, replace(values, deliverables=(shared,)))
    )
    members = AssignmentMember.objects.filter(assignment__group=group).count()

    make_actor(world.plan.entity)

    assert members == 2
    assert AssignmentMember.objects.filter(assignment__group=group).count() == members


def test_text_changed_by_another_version_is_refused_with_its_number(world: World) -> None:
    stale, quick = world.ask(world.with_target("Dos")), world.ask(world.with_date(date(2026, 9, 30)))
    world.approve(stale, quick)
    world.publish(quick)

    with pytest.raises(TextChanged) as refused:
        world.publish(stale)

    stale.refresh_from_db()
    assert (refused.value.numbers, stale.status) == ((stale.number,), "APPROVED")
    assert Milestone.objects.filter(due_on=date(2026, 9, 30)).exists()


def test_two_days_for_one_date_are_not_published_together(world: World) -> None:
    one, other = world.ask(world.with_date(AUGUST)), world.ask(world.with_date(date(2026, 9, 30)))
    with pytest.raises(NotReady) as undecided:
        world.approve(one, other)
    assert "mueven la misma fecha a días distintos" in undecided.value.gaps[0]
    ChangeRequest.objects.update(status="APPROVED")

    with pytest.raises(TextChanged, match="mueven la misma fecha a días distintos") as refused:
        world.publish(one, other)

    assert refused.value.numbers == (other.number,)
    assert PlanVersion.objects.count() == 1


def test_different_fields_of_one_activity_are_published_together(world: World) -> None:
    date_moved, target = world.ask(world.with_date(AUGUST)), world.ask(world.with_target("Dos por organismo"))
    world.approve(target, date_moved)

    publication = world.publish(target, date_moved)

    deliverable = Deliverable.objects.get(activity=world.activities[0])
    assert (deliverable.target, deliverable.milestones.get().due_on) == ("Dos por organismo", AUGUST)
    assert publication.version.number == 2
    assert publication.version.summary.startswith("La fecha")


def test_different_dates_of_one_activity_are_published_together(world: World) -> None:
    values, activity = world.values(), world.activities[0]
    stood = (PlannedDate(date(2026, 6, 30)), PlannedDate(date(2026, 11, 30)))

    def wish(*dates: PlannedDate) -> Proposal:
        changed = replace(values.deliverables[0], milestones=dates)
        return Proposal(ChangeKind.EDIT_ACTIVITY, activity.pk, replace(values, deliverables=(changed,)))

    world.carry_through(wish(*stood))
    values = world.values()
    first = world.ask(wish(PlannedDate(date(2026, 7, 15)), stood[1]))
    second = world.ask(wish(stood[0], PlannedDate(date(2026, 12, 15))))
    world.approve(first, second)
    world.publish(first, second)

    found = Milestone.objects.filter(deliverable__activity=activity).order_by("due_on")
    assert [one.due_on for one in found] == [date(2026, 7, 15), date(2026, 12, 15)]


def test_change_and_removal_of_one_activity_are_not_approved_together(world: World) -> None:
    moved, gone = world.ask(), world.ask(Proposal(ChangeKind.REMOVE_ACTIVITY, world.activities[0].pk))

    with pytest.raises(NotReady) as refused:
        world.approve(moved, gone)

    assert "una quita lo que la otra cambia" in refused.value.gaps[0]


def test_what_clashes_with_an_approved_request_is_not_approved_after_it(world: World) -> None:
    one, other = world.ask(world.with_date(AUGUST)), world.ask(world.with_date(date(2026, 9, 30)))
    world.approve(one)

    with pytest.raises(NotReady) as refused:
        world.approve(other)

    assert f"Las solicitudes {one.number} y {other.number}" in refused.value.gaps[0]


def test_only_what_was_reviewed_is_published(world: World) -> None:
    first, second = (world.ask(world.with_date(activity=one)) for one in world.activities)
    world.approve(first, second)
    reviewed = next_version(world.plan).reviewed

    with pytest.raises(StaleWrite):
        publish_changes(
            plan_id=world.plan.pk, request_ids=[first.pk], reviewed=reviewed, by=world.coordinator, now=JULY
        )
    publication = publish_changes(
        plan_id=world.plan.pk, request_ids=[first.pk, second.pk], reviewed=reviewed, by=world.coordinator, now=JULY
    )

    assert publication.is_new


def test_rows_that_nobody_asked_to_change_stop_the_publication(world: World) -> None:
    request = world.ask(world.with_date())
    world.approve(request)
    Deliverable.objects.filter(activity=world.activities[1]).update(product="Otra cosa")

    with pytest.raises(NotReady) as refused:
        world.publish(request)

    assert world.activities[1].key in refused.value.gaps[0]


def test_second_click_publishes_nothing(world: World) -> None:
    request = world.carry_through(world.with_date())

    again = world.publish(request)

    assert (again.is_new, again.version.number, PlanVersion.objects.count()) == (False, 2, 2)
    assert AuditEntry.objects.filter(action="plans.changes_publish").count() == 1


def test_published_with_something_new_is_refused(world: World) -> None:
    done = world.carry_through(world.with_date())
    waiting = world.ask(world.with_date(activity=world.activities[1]))
    world.approve(waiting)

    with pytest.raises(TransitionNotAllowed):
        world.publish(done, waiting)


def test_failure_halfway_leaves_everything_as_it_was(world: World) -> None:
    """The second request cannot be applied any more: the first one's change goes back with it."""
    first, second = world.activities
    group = make_actor(world.plan.entity)
    values = world.values(second)
    to_group = replace(values.deliverables[0], assignees=(Assignee("", group.pk),))
    good = world.ask(world.with_date(activity=first))
    bad = world.ask(Proposal(ChangeKind.EDIT_ACTIVITY, second.pk, replace(values, deliverables=(to_group,))))
    world.approve(good, bad)
    group.delete()

    with pytest.raises(NotReady), transaction.atomic():
        world.publish(good, bad)

    good.refresh_from_db()
    assert (good.status, Milestone.objects.filter(due_on=AUGUST).exists()) == ("APPROVED", False)


@pytest.fixture
def readers(world: World) -> None:
    """Two officers of internal control, of whom one has left; three subscriptions, of which one counts."""
    entity = world.plan.entity
    make_member(entity, "INTERNAL_CONTROL", email="control@example.org")
    gone = make_member(entity, "INTERNAL_CONTROL", email="antes@example.org")
    gone.memberships.update(ended_at=MAY)
    topic = f"plan:{world.plan.pk}"
    common = {"entity_id": entity.pk, "created_at": MAY}
    Subscription.objects.create(topic=topic, address="ana@example.org", confirmed_at=MAY, **common)
    Subscription.objects.create(topic=topic, address="sin-confirmar@example.org", **common)
    Subscription.objects.create(topic="plan:0", address="otro@example.org", confirmed_at=MAY, **common)


@pytest.mark.usefixtures("readers")
def test_internal_control_and_followers_are_told_once(world: World) -> None:
    request = world.ask(now=JULY)
    world.approve(request)
    for _ in range(2):
        publish_changes(plan_id=world.plan.pk, request_ids=[request.pk], by=world.coordinator, now=JULY, pages=PAGES)

    mails = {one.to[0]: one for one in mail.outbox}
    assert OutgoingMail.objects.count() == len(mail.outbox) == 2
    assert set(mails) == {"control@example.org", "ana@example.org"}
    assert "cuando ya había vencido, porque el contratista entregó tarde los insumos." in mails["ana@example.org"].body
    assert (PAGES.changes in mails["ana@example.org"].body, PAGES.following in mails["ana@example.org"].body) == (
        True,
        True,
    )
    reader = Subscription.objects.get(address="ana@example.org")
    assert mails["ana@example.org"].extra_headers["List-Unsubscribe"] == (
        f"<{one_click_url(PAGES.following, reader.pk)}>"
    )
    assert "List-Unsubscribe" not in mails["control@example.org"].extra_headers
    request.refresh_from_db()
    assert request.informed == {"internal_control": 1, "subscribers": 1}


@pytest.mark.usefixtures("readers")
def test_trail_keeps_counts_and_no_address(world: World) -> None:
    world.carry_through(world.with_date())

    facts = [str(entry.facts) for entry in AuditEntry.objects.all()]
    assert not any("@" in one for one in facts)
    assert AuditEntry.objects.get(action="plans.changes_publish").facts["subscribers"] == 1


def test_publishing_costs_the_same_queries_whatever_the_plan_holds(entity: Entity) -> None:
    counts = []
    for rows in (1, 3):
        world = published_world(entity, activities=rows)
        request = world.ask()
        world.approve(request)
        with CaptureQueriesContext(connection) as captured:
            world.publish(request)
        counts.append(len(captured))

    assert counts[0] == counts[1]


_days = st.dates(date(2026, 1, 1), date(2026, 12, 31))
_texts = st.sampled_from(["Acta", "Informe", "Informe publicado y socializado"])
_deliverable = st.builds(
    lambda product, target, days, dates_named: (product, target, days, dates_named),
    _texts,
    st.sampled_from(["", "Uno", "Dos"]),
    st.lists(_days, min_size=1, max_size=3, unique=True),
    st.booleans(),
)


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(st.tuples(_deliverable, st.integers(0, 1)), min_size=1, max_size=3))
def test_versions_differ_by_exactly_what_the_requests_said(entity: Entity, wishes: list[Any]) -> None:
    """Any sequence of requests: each version brings what its request said, and no late move is ever forgotten."""
    undo = transaction.savepoint()
    world = published_world(entity)
    owed: Counter[tuple[str, str]] = Counter()
    for step, ((product, target, days, named), which) in enumerate(wishes):
        now = JULY + timedelta(days=40 * step)
        activity = world.activities[which]
        values = world.values(activity)
        dates = tuple(PlannedDate(day, name=f"hito {place}" if named else "") for place, day in enumerate(sorted(days)))
        changed = replace(values.deliverables[0], product=product, target=target, milestones=dates)
        wish = Proposal(ChangeKind.EDIT_ACTIVITY, activity.pk, replace(values, deliverables=(changed,)))
        before = published_content(world.plan)
        try:
            request = world.carry_through(wish, asked=now, now=now)
        except NotReady:
            continue  # what it says stands already
        world.plan.refresh_from_db()
        (change,) = changes_between(before, published_content(world.plan)).changed
        said = [
            (one["label"], one["before"], one["after"]) for one in request.differences if one["before"] or one["after"]
        ]
        assert said == [(one.label, one.before, one.after) for one in change.fields]
        owed.update((day, now.date().isoformat()) for day in request.late_dates)
        kept = Counter(
            (move["from_on"], move["moved_on"])
            for row in Milestone.objects.filter(deliverable__activity__plan=world.plan)
            for move in row.late_moves
        )
        assert owed <= kept
    transaction.savepoint_rollback(undo)


def test_memory_stays_where_the_product_is_written_anew(world: World) -> None:
    """A product replaced by a new one does not make the plan forget that the old one's date was late."""
    world.carry_through(world.with_date(AUGUST), asked=JULY)
    values = world.values()
    anew = replace(values.deliverables[0], id=None, product="Otro", milestones=(PlannedDate(date(2026, 9, 30)),))
    world.carry_through(
        Proposal(ChangeKind.EDIT_ACTIVITY, world.activities[0].pk, replace(values, deliverables=(anew,))),
        asked=JULY + timedelta(days=1),
        now=JULY + timedelta(days=1),
    )

    assert Milestone.objects.get(due_on=date(2026, 9, 30)).late_moves == [
        {"from_on": "2026-06-30", "moved_on": "2026-07-01"}
    ]
