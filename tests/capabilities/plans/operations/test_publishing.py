from datetime import date, timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from factories import (
    NOW,
    approve,
    approve_and_publish,
    make_activity,
    make_actor,
    make_assignment,
    make_deliverable,
    make_full_plan,
    make_node,
    make_plan,
    make_published_plan,
    principal,
)
from rinde.capabilities.entities.models import ActorGroup, Entity
from rinde.capabilities.plans.models import (
    Act,
    Activity,
    Assignment,
    AssignmentMember,
    Deliverable,
    Plan,
    PlanStep,
    PlanVersion,
)
from rinde.capabilities.plans.operations import delete_activity, edit_activity, publish_plan, show_version
from rinde.capabilities.plans.queries import (
    plan_summaries,
    plan_version,
    plan_versions,
    published_plan,
    published_plans,
    working_content,
)
from rinde.capabilities.plans.rules.content import canonical_json, content_hash
from rinde.capabilities.plans.rules.rows import ActivityValues
from rinde.foundations.refusals import NotAllowed, NotReady, StaleWrite, TransitionNotAllowed
from rinde.services.access import Principal
from rinde.services.audit.models import AuditEntry
from rinde.services.tenancy import active_tenant

LATER = NOW + timedelta(days=1)


@pytest.fixture
def by(entity: Entity) -> Principal:
    return principal(entity, "PLAN_COORDINATOR")


def show_next(plan: Plan, by: Principal) -> PlanVersion:
    """What follows once changes were approved and the rows hold them."""
    content = working_content(plan, on=LATER.date())
    with transaction.atomic():
        return show_version(plan, content, canonical_json(content), by=by, now=LATER)


def test_first_version_is_number_one_and_says_what_it_is(entity: Entity, by: Principal) -> None:
    plan = make_full_plan(entity, activities=2)

    publication = approve_and_publish(plan, by=by)

    version = publication.version
    assert (version.number, version.summary, publication.is_new) == (
        1,
        "Primera versión publicada, con 2 actividades.",
        True,
    )
    assert (plan.status, plan.current_version_id) == ("PUBLISHED", version.pk)


def test_version_carries_its_act_and_exactly_what_it_approved(entity: Entity, by: Principal) -> None:
    plan = make_full_plan(entity)

    version = approve_and_publish(plan, by=by).version

    act = Act.objects.get()
    assert (version.act_id, version.content, version.sha256) == (act.pk, act.content, act.sha256)
    assert content_hash(version.content) == version.sha256


def test_what_the_org_chart_became_meanwhile_does_not_change_what_is_published(entity: Entity, by: Principal) -> None:
    plan = make_full_plan(entity)
    group = ActorGroup.objects.create(entity=entity, name="Todas", rule="ALL_UNITS")
    make_assignment(Deliverable.objects.get(), group=group, position=1)
    approve(plan, by=by)
    actor = Assignment.objects.get(position=0).actor
    assert actor is not None
    actor.name = "Secretaría con otro nombre"
    actor.save()
    make_actor(entity)
    entity.name = "Alcaldía con otro nombre"
    entity.save()

    version = publish_plan(plan_id=plan.pk, by=by, now=LATER).version

    assert version.content == Act.objects.get().content
    assert "otro nombre" not in version.content


def test_approved_text_that_lost_its_hash_is_not_published(entity: Entity, by: Principal) -> None:
    plan = approve(make_full_plan(entity), by=by)
    act = Act.objects.get()
    act.content = act.content.replace("Informe", "Otro informe")
    act.save()

    with pytest.raises(NotReady, match="ya no tiene la huella"):
        publish_plan(plan_id=plan.pk, by=by, now=LATER)

    assert not PlanVersion.objects.exists()


def test_text_that_was_not_reviewed_is_not_published(entity: Entity, by: Principal) -> None:
    plan = approve(make_full_plan(entity), by=by)

    with pytest.raises(StaleWrite):
        publish_plan(plan_id=plan.pk, by=by, now=LATER, reviewed="0" * 64)

    assert not PlanVersion.objects.exists()


def test_publishing_again_makes_no_version(entity: Entity, by: Principal) -> None:
    plan = make_full_plan(entity)
    first = approve_and_publish(plan, by=by)

    again = publish_plan(plan_id=plan.pk, by=by, now=LATER)

    assert (again.is_new, again.version.pk, plan.versions.count()) == (False, first.version.pk, 1)
    assert AuditEntry.objects.filter(action="plans.publish").count() == 1


@pytest.mark.parametrize("status", ["DRAFT", "IN_CONSULTATION", "CONSOLIDATED"])
def test_plan_of_today_is_not_published_without_an_act(entity: Entity, by: Principal, status: str) -> None:
    plan = make_full_plan(entity, status=status)

    with pytest.raises(TransitionNotAllowed):
        publish_plan(plan_id=plan.pk, by=by, now=NOW)

    plan.refresh_from_db()
    assert (plan.status, PlanVersion.objects.count(), AssignmentMember.objects.count()) == (status, 0, 0)


@pytest.mark.parametrize(
    ("status", "way_out"),
    [
        ("CONSOLIDATED", "devuélvalo a borrador"),
        ("APPROVED", "anule el registro del acto"),
        ("PUBLISHED", "Pida el cambio con su motivo"),
        ("CLOSED", "queda como historia"),
    ],
)
def test_rows_of_a_plan_that_stands_still_are_not_edited(
    entity: Entity, by: Principal, status: str, way_out: str
) -> None:
    plan = make_published_plan(entity)
    Plan.objects.update(status=status)
    activity = Activity.objects.get()
    values = ActivityValues(activity.node_id, "Otra cosa", activity.code)

    with pytest.raises(TransitionNotAllowed, match=way_out):
        edit_activity(activity_id=activity.pk, values=values, seen=activity.edited_at, by=by, now=LATER)
    with pytest.raises(TransitionNotAllowed, match=way_out):
        delete_activity(activity_id=activity.pk, by=by, now=LATER)

    assert Activity.objects.get().name == activity.name
    assert canonical_json(working_content(plan, on=NOW.date())) == plan.versions.get().content


def test_next_version_says_what_changed(entity: Entity, by: Principal) -> None:
    plan = make_published_plan(entity, activities=2)
    first, second = Activity.objects.filter(plan=plan)
    Deliverable.objects.filter(activity=first).update(product="Acta")
    second.delete()

    version = show_next(plan, by)

    assert (version.number, version.summary) == (
        2,
        f"Sale 1 actividad: {second.code}. Cambia 1 actividad: {first.code}.",
    )
    assert [one.number for one in plan_versions(plan)] == [2, 1]
    assert [(one.from_status, one.to_status) for one in PlanStep.objects.filter(at=LATER)] == [
        ("PUBLISHED", "PUBLISHED")
    ]


def test_old_version_stays_as_it_was(entity: Entity, by: Principal) -> None:
    plan = make_published_plan(entity)
    before = plan_version(plan, 1)
    Deliverable.objects.update(product="Acta")
    show_next(plan, by)

    after = plan_version(plan, 1)

    assert before is not None
    assert after is not None
    assert (after.content, after.sha256) == (before.content, before.sha256)


def test_plan_of_a_past_year_is_published_as_it_was(entity: Entity, by: Principal) -> None:
    plan = make_plan(entity, period_start=date(2022, 1, 1), period_end=date(2022, 12, 31))
    make_deliverable(make_activity(make_node(plan)), product="")

    publication = publish_plan(plan_id=plan.pk, by=by, now=NOW)

    assert (publication.is_new, publication.version.act) == (True, None)


def test_nameless_row_stops_a_plan_of_the_past_and_nothing_is_saved(entity: Entity, by: Principal) -> None:
    plan = make_plan(entity, period_start=date(2022, 1, 1), period_end=date(2022, 12, 31))
    deliverable = make_deliverable(make_activity(make_node(plan), name="", code="2.3"))
    make_assignment(deliverable)

    with pytest.raises(NotReady) as refused:
        publish_plan(plan_id=plan.pk, by=by, now=NOW)

    assert refused.value.gaps == ("Falta el texto de la actividad 2.3. Escríbalo o elimine la fila.",)
    plan.refresh_from_db()
    assert (plan.status, PlanVersion.objects.count(), AssignmentMember.objects.count()) == ("DRAFT", 0, 0)


@pytest.mark.parametrize("role", ["ENTITY_ADMIN", "UNIT_LIAISON", "INTERNAL_CONTROL", "COMMUNICATIONS", "READER"])
def test_only_the_coordinator_publishes(entity: Entity, role: str) -> None:
    plan = approve(make_full_plan(entity))

    with pytest.raises(NotAllowed):
        publish_plan(plan_id=plan.pk, by=principal(entity, role), now=NOW)


def test_plan_of_another_entity_is_not_there(entity: Entity, by: Principal, other_entity: Entity) -> None:
    with active_tenant(other_entity):
        plan = make_full_plan(other_entity)

    with pytest.raises(Plan.DoesNotExist):
        publish_plan(plan_id=plan.pk, by=by, now=NOW)


def test_lists_show_only_the_plans_of_the_entity(entity: Entity, other_entity: Entity) -> None:
    with active_tenant(other_entity):
        theirs = make_published_plan(other_entity)
    ours = make_published_plan(entity)

    assert [one.plan_id for one in published_plans(entity)] == [ours.pk]
    assert [one.id for one in plan_summaries()] == [ours.pk]
    assert published_plan(entity, 2026, theirs.slug) is None


def test_list_of_the_desk_has_the_newest_period_first(entity: Entity) -> None:
    years = [2025, 2027, 2026]
    for year in years:
        make_full_plan(entity, period_start=date(year, 1, 1), period_end=date(year, 12, 31))

    assert [one.year for one in plan_summaries()] == sorted(years, reverse=True)


@pytest.mark.parametrize("count", [1, 3])
def test_building_the_content_costs_the_same_queries(entity: Entity, count: int) -> None:
    plan = make_full_plan(entity, activities=count)
    group = ActorGroup.objects.create(entity=entity, name="Todas", rule="ALL_UNITS")
    for deliverable in Deliverable.objects.all():
        make_assignment(deliverable, group=group, position=1)
    plan = Plan.objects.select_related("entity").get(pk=plan.pk)

    with CaptureQueriesContext(connection) as captured:
        working_content(plan, on=NOW.date())

    assert len(captured) == 6


def test_publishing_costs_the_same_queries_with_1_and_3_rows(entity: Entity, by: Principal) -> None:
    counts = []
    for rows in (1, 3):
        plan = approve(make_full_plan(entity, activities=rows), by=by)
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
