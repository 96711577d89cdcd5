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
    principal,
)
from rinde.capabilities.entities.models import ActorGroup, Entity
from rinde.capabilities.plans.models import Activity, Assignment, AssignmentMember, Deliverable, Plan, PlanVersion
from rinde.capabilities.plans.operations import delete_activity, edit_activity, publish_plan
from rinde.capabilities.plans.queries import (
    plan_summaries,
    plan_version,
    plan_versions,
    published_plan,
    published_plans,
    working_content,
)
from rinde.capabilities.plans.rules.content import content_hash
from rinde.capabilities.plans.rules.rows import ActivityValues
from rinde.foundations.refusals import NotAllowed, NotReady
from rinde.services.access import Principal
from rinde.services.audit.models import AuditEntry
from rinde.services.tenancy import active_tenant

LATER = NOW + timedelta(days=1)


@pytest.fixture
def by(entity: Entity) -> Principal:
    return principal(entity, "PLAN_COORDINATOR")


def test_first_version_is_number_one_and_says_what_it_is(entity: Entity, by: Principal) -> None:
    plan = make_full_plan(entity, activities=2)

    publication = publish_plan(plan_id=plan.pk, by=by, now=NOW)

    version = publication.version
    assert (version.number, version.summary, publication.is_new) == (
        1,
        "Primera versión publicada, con 2 actividades.",
        True,
    )
    plan.refresh_from_db()
    assert (plan.status, plan.current_version_id) == ("PUBLISHED", version.pk)


def test_hash_is_over_the_bytes_kept(entity: Entity, by: Principal) -> None:
    plan = make_full_plan(entity)
    publish_plan(plan_id=plan.pk, by=by, now=NOW)

    version = plan_version(plan, 1)

    assert version is not None
    assert content_hash(version.content) == version.sha256


def test_what_was_reviewed_is_what_is_published(entity: Entity, by: Principal) -> None:
    plan = make_full_plan(entity)
    reviewed = working_content(plan, on=NOW.date())

    publish_plan(plan_id=plan.pk, by=by, now=NOW)

    shown = published_plan(entity, 2026, plan.slug)
    assert shown is not None
    assert shown.content == reviewed


def test_publishing_the_same_again_makes_no_version(entity: Entity, by: Principal) -> None:
    plan = make_full_plan(entity)
    first = publish_plan(plan_id=plan.pk, by=by, now=NOW)

    again = publish_plan(plan_id=plan.pk, by=by, now=LATER)

    assert (again.is_new, again.version.pk, plan.versions.count()) == (False, first.version.pk, 1)
    assert AuditEntry.objects.filter(action="plans.publish").count() == 1


def test_editing_after_publication_leaves_the_public_content_alone(entity: Entity, by: Principal) -> None:
    plan = make_full_plan(entity, activities=2)
    publish_plan(plan_id=plan.pk, by=by, now=NOW)
    before = published_plan(entity, 2026, plan.slug)
    first, second = Activity.objects.filter(plan=plan)

    edit_activity(
        activity_id=first.pk, values=ActivityValues(first.node_id, "Otra cosa", first.code), seen=NOW, by=by, now=LATER
    )
    delete_activity(activity_id=second.pk, by=by, now=LATER)

    assert published_plan(entity, 2026, plan.slug) == before


def test_next_version_says_what_changed(entity: Entity, by: Principal) -> None:
    plan = make_full_plan(entity, activities=2)
    publish_plan(plan_id=plan.pk, by=by, now=NOW)
    first, second = Activity.objects.filter(plan=plan)
    Deliverable.objects.filter(activity=first).update(product="Acta")
    delete_activity(activity_id=second.pk, by=by, now=LATER)

    version = publish_plan(plan_id=plan.pk, by=by, now=LATER).version

    assert (version.number, version.summary) == (
        2,
        f"Sale 1 actividad: {second.code}. Cambia 1 actividad: {first.code}.",
    )
    assert [one.number for one in plan_versions(plan)] == [2, 1]


def test_old_version_stays_as_it_was(entity: Entity, by: Principal) -> None:
    plan = make_full_plan(entity)
    publish_plan(plan_id=plan.pk, by=by, now=NOW)
    before = plan_version(plan, 1)
    Deliverable.objects.update(product="Acta")
    publish_plan(plan_id=plan.pk, by=by, now=LATER)

    after = plan_version(plan, 1)

    assert before is not None
    assert after is not None
    assert (after.content, after.sha256) == (before.content, before.sha256)


def test_every_gap_stops_the_publication_and_nothing_is_saved(entity: Entity, by: Principal) -> None:
    plan = make_plan(entity)
    make_deliverable(make_activity(make_node(plan), code="2.3"), product="")

    with pytest.raises(NotReady) as refused:
        publish_plan(plan_id=plan.pk, by=by, now=NOW)

    assert refused.value.gaps == (
        "Falta el responsable de la actividad 2.3. Agréguelo antes de publicar.",
        "Falta la fecha límite de la actividad 2.3. Agréguela antes de publicar.",
        "Falta la meta o el producto de la actividad 2.3. Agréguelo antes de publicar.",
    )
    plan.refresh_from_db()
    assert (plan.status, PlanVersion.objects.count(), AssignmentMember.objects.count()) == ("DRAFT", 0, 0)


def test_plan_of_a_past_year_is_published_as_it_was(entity: Entity, by: Principal) -> None:
    plan = make_plan(entity, period_start=date(2022, 1, 1), period_end=date(2022, 12, 31))
    make_deliverable(make_activity(make_node(plan)), product="")

    assert publish_plan(plan_id=plan.pk, by=by, now=NOW).is_new


def test_group_is_frozen_as_it_was_on_the_day(entity: Entity, by: Principal) -> None:
    plan = make_plan(entity)
    deliverable = make_deliverable(make_activity(make_node(plan)))
    make_milestone(deliverable)
    group = ActorGroup.objects.create(entity=entity, name="Todas", rule="ALL_UNITS")
    make_assignment(deliverable, group=group)
    actors = [make_actor(entity) for _ in range(3)]
    publish_plan(plan_id=plan.pk, by=by, now=NOW)

    make_actor(entity)

    members = AssignmentMember.objects.values_list("actor_id", flat=True)
    assert set(members) == {actor.pk for actor in actors}
    assert not publish_plan(plan_id=plan.pk, by=by, now=LATER).is_new


def test_assignment_added_later_is_frozen_with_its_own_version(entity: Entity, by: Principal) -> None:
    plan = make_full_plan(entity)
    publish_plan(plan_id=plan.pk, by=by, now=NOW)
    make_assignment(Deliverable.objects.get(), position=1)

    publish_plan(plan_id=plan.pk, by=by, now=LATER)

    assert sorted(Assignment.objects.values_list("frozen_at", flat=True)) == [NOW, LATER]


def test_name_that_nobody_matched_stays_open(entity: Entity, by: Principal) -> None:
    plan = make_plan(entity)
    deliverable = make_deliverable(make_activity(make_node(plan)))
    make_milestone(deliverable)
    make_assignment(deliverable, text="Enlace TIC")

    publish_plan(plan_id=plan.pk, by=by, now=NOW)

    assert Assignment.objects.get().frozen_at is None


@pytest.mark.parametrize("role", ["ENTITY_ADMIN", "UNIT_LIAISON", "INTERNAL_CONTROL", "COMMUNICATIONS", "READER"])
def test_only_the_coordinator_publishes(entity: Entity, role: str) -> None:
    plan = make_full_plan(entity)

    with pytest.raises(NotAllowed):
        publish_plan(plan_id=plan.pk, by=principal(entity, role), now=NOW)


def test_plan_of_another_entity_is_not_there(entity: Entity, by: Principal, other_entity: Entity) -> None:
    with active_tenant(other_entity):
        plan = make_full_plan(other_entity)

    with pytest.raises(Plan.DoesNotExist):
        publish_plan(plan_id=plan.pk, by=by, now=NOW)


def test_lists_show_only_the_plans_of_the_entity(entity: Entity, by: Principal, other_entity: Entity) -> None:
    with active_tenant(other_entity):
        theirs = make_full_plan(other_entity)
        publish_plan(plan_id=theirs.pk, by=principal(other_entity, "PLAN_COORDINATOR"), now=NOW)
    ours = make_full_plan(entity)
    publish_plan(plan_id=ours.pk, by=by, now=NOW)

    assert [one.plan_id for one in published_plans(entity)] == [ours.pk]
    assert [one.id for one in plan_summaries()] == [ours.pk]
    assert published_plan(entity, 2026, theirs.slug) is None


def test_list_of_the_desk_has_the_newest_period_first(entity: Entity) -> None:
    years = [2025, 2027, 2026]
    for year in years:
        make_full_plan(entity, period_start=date(year, 1, 1), period_end=date(year, 12, 31))

    assert [one.year for one in plan_summaries()] == sorted(years, reverse=True)


def test_summary_tells_edits_that_nobody_published(entity: Entity, by: Principal) -> None:
    plan = make_full_plan(entity)
    publish_plan(plan_id=plan.pk, by=by, now=NOW)
    (fresh,) = plan_summaries()
    delete_activity(activity_id=Activity.objects.get().pk, by=by, now=LATER)
    (edited,) = plan_summaries()

    assert (fresh.version, fresh.has_unpublished_edits, edited.has_unpublished_edits) == (1, False, True)


@pytest.mark.parametrize("count", [1, 3])
def test_building_the_content_costs_the_same_queries(entity: Entity, count: int) -> None:
    plan = make_full_plan(entity, activities=count)
    group = ActorGroup.objects.create(entity=entity, name="Todas", rule="ALL_UNITS")
    for deliverable in Deliverable.objects.all():
        make_assignment(deliverable, group=group, position=1)
    plan = Plan.objects.select_related("entity").get(pk=plan.pk)

    with CaptureQueriesContext(connection) as captured:
        working_content(plan, on=NOW.date())

    assert len(captured) == 17


def test_publishing_costs_the_same_queries_with_1_and_3_rows(entity: Entity, by: Principal) -> None:
    counts = []
    for rows in (1, 3):
        plan = make_full_plan(entity, activities=rows)
        with CaptureQueriesContext(connection) as captured:
            publish_plan(plan_id=plan.pk, by=by, now=NOW)
        counts.append(len(captured))

    assert counts[0] == counts[1]


@pytest.mark.parametrize("count", [1, 3])
def test_listing_plans_costs_one_query(entity: Entity, count: int, django_assert_num_queries: object) -> None:
    for _ in range(count):
        make_full_plan(entity)

    with django_assert_num_queries(1):
        summaries = plan_summaries()

    assert len(summaries) == count
