from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from factories import make_actor, make_full_plan, make_published_plan, principal
from plan_changes import AUGUST, JULY, MAY, REASON, World, liaison_of, published_world
from rinde.capabilities.entities.models import Entity
from rinde.capabilities.plans.choices import ChangeKind
from rinde.capabilities.plans.models import Activity, Assignment, ChangeRequest, Milestone, Objective, Plan, PlanNode
from rinde.capabilities.plans.operations.change_requests import request_change, request_changes
from rinde.capabilities.plans.queries import working_content
from rinde.capabilities.plans.queries.change_requests import header_values, node_values
from rinde.capabilities.plans.rules.change_requests.proposals import Proposal, TextChanged, base_of
from rinde.capabilities.plans.rules.rows import Assignee, DeliverableValues, NodeValues
from rinde.foundations.refusals import NotAllowed, NotReady, TransitionNotAllowed
from rinde.services.audit.models import AuditEntry
from rinde.services.tenancy import active_tenant


def test_request_keeps_everything_and_changes_no_row(world: World) -> None:
    activity = world.activities[0]
    before = working_content(world.plan, on=MAY.date())

    request = world.ask()

    assert working_content(world.plan, on=MAY.date()) == before
    assert (request.number, request.status, request.subject, request.subject_key) == (
        1,
        "REQUESTED",
        f"actividad {activity.code}",
        activity.key,
    )
    assert request.differences == [
        {
            "label": "Fechas",
            "before": "30/06/2026",
            "after": "31/08/2026",
            "said": [f"La fecha de la actividad {activity.code} pasó del 30 de junio al 31 de agosto de 2026"],
        }
    ]
    assert (request.late_dates, request.reason) == ([], REASON)
    assert AuditEntry.objects.get(action="plans.change_request").facts["number"] == 1


@pytest.mark.parametrize(
    ("now", "late"),
    [
        (datetime(2026, 6, 30, 15, 0, tzinfo=UTC), []),
        # In Bogotá it is still 30 June: ten at night.
        (datetime(2026, 7, 1, 3, 0, tzinfo=UTC), []),
        (datetime(2026, 7, 1, 5, 0, tzinfo=UTC), ["2026-06-30"]),
    ],
)
def test_lateness_is_judged_on_the_day_of_asking_in_colombia(world: World, now: datetime, late: list[str]) -> None:
    request = world.ask(now=now)

    assert request.late_dates == late
    assert ("cuando ya había vencido" in request.differences[0]["said"][0]) is bool(late)


def test_second_request_has_the_next_number(world: World) -> None:
    first, second = world.activities

    numbers = [world.ask(world.with_date(activity=one)).number for one in (first, second)]

    assert numbers == [1, 2]


def test_same_request_twice_is_one(world: World) -> None:
    assert world.ask().pk == world.ask().pk
    assert ChangeRequest.objects.count() == 1


@pytest.mark.parametrize("reason", ["", "   ", "Ya", "porque sí", "x" * 30, "no no no no no no no no", "a b c " * 400])
def test_reason_must_mean_something(world: World, reason: str) -> None:
    with pytest.raises(NotReady) as refused:
        world.ask(reason=reason)

    assert len(refused.value.gaps) == 1
    assert not ChangeRequest.objects.exists()


def test_nothing_changed_is_refused(world: World) -> None:
    activity = world.activities[0]

    with pytest.raises(NotReady, match="No se registró") as refused:
        world.ask(Proposal(ChangeKind.EDIT_ACTIVITY, activity.pk, world.values()))

    assert "igual a lo que el plan ya dice" in refused.value.gaps[0]


def test_values_are_checked_as_in_any_edit(world: World) -> None:
    values = world.values()
    wrong = replace(values, name=" ", deliverables=(replace(values.deliverables[0], quantity=Decimal(-3)),))

    with pytest.raises(NotReady) as refused:
        world.ask(Proposal(ChangeKind.EDIT_ACTIVITY, world.activities[0].pk, wrong))

    assert len(refused.value.gaps) == 2


def test_change_may_not_leave_an_activity_without_date(world: World) -> None:
    values = world.values()
    dateless = replace(values, deliverables=(replace(values.deliverables[0], milestones=()),))

    with pytest.raises(NotReady) as refused:
        world.ask(Proposal(ChangeKind.EDIT_ACTIVITY, world.activities[0].pk, dateless))

    assert "Falta la fecha límite" in refused.value.gaps[0]


def test_words_about_when_are_named_where_they_alone_change(world: World) -> None:
    values = world.values()
    worded = replace(values, deliverables=(replace(values.deliverables[0], schedule_text="30 de junio"),))

    request = world.ask(Proposal(ChangeKind.EDIT_ACTIVITY, world.activities[0].pk, worded))

    (only,) = request.differences
    assert (only["label"], only["after"]) == ("Fechas, como las escribe el plan", "30 de junio")


def test_new_activity_is_asked_with_all_that_it_says(world: World) -> None:
    node, actor = PlanNode.objects.get(), make_actor(world.plan.entity, name="Oficina de Comunicaciones")
    deliverable = DeliverableValues(
        product="Recorridos", milestones=world.with_date().values.deliverables[0].milestones,
        assignees=(Assignee("", actor.pk),),
    )  # fmt: skip
    values = replace(world.values(), node_id=node.pk, name="Llevar el informe", code="5.3", deliverables=(deliverable,))

    request = world.ask(Proposal(ChangeKind.ADD_ACTIVITY, values=values))

    assert request.subject == "actividad nueva «Llevar el informe»"
    assert request.differences[0]["said"] == []
    said = [text for one in request.differences for text in one["said"]]
    assert said == [
        (
            "Entra la actividad 5.3: «Llevar el informe», en «1. Gestión del riesgo»; responde la Oficina de "
            "Comunicaciones, para el 31 de agosto de 2026"
        )
    ]
    assert Activity.objects.count() == 2


def test_activity_is_asked_to_go(world: World) -> None:
    request = world.ask(Proposal(ChangeKind.REMOVE_ACTIVITY, world.activities[0].pk), now=JULY)

    assert request.late_dates == ["2026-06-30"]
    assert next(one["said"] for one in request.differences if one["said"])[0].startswith("Sale la actividad")
    assert Activity.objects.count() == 2


def test_header_and_components_are_asked_to_change(world: World) -> None:
    header, node = header_values(world.plan), PlanNode.objects.get()
    asked = [
        world.ask(Proposal(ChangeKind.EDIT_HEADER, values=replace(header, objective="Otro", objectives=("Servir",)))),
        world.ask(Proposal(ChangeKind.EDIT_NODE, values=replace(node_values(node), name="Riesgos"), node_id=node.pk)),
        world.ask(Proposal(ChangeKind.ADD_NODE, values=NodeValues("Iniciativas", "6"))),
    ]

    assert [one.subject for one in asked] == [
        "Datos del plan",
        "componente «1. Riesgos»",
        "componente «6. Iniciativas»",
    ]
    assert (Objective.objects.count(), PlanNode.objects.count(), node_values(PlanNode.objects.get()).name) == (
        0,
        1,
        "Gestión del riesgo",
    )


def test_conditional_members_are_asked_on_record(world: World) -> None:
    assignment = Assignment.objects.first()
    Assignment.objects.filter(pk=assignment.pk).update(
        is_conditional=True, actor=None, text="los que suscriban el pacto", frozen_at=None
    )
    assignment.members.all().delete()
    who = [make_actor(world.plan.entity, name=name) for name in ("Secretaría de Salud", "Oficina TIC")]
    activity = assignment.deliverable.activity
    proposal = Proposal(
        ChangeKind.SET_MEMBERS, activity.pk, assignment_id=assignment.pk, actor_ids=tuple(one.pk for one in who)
    )

    request = world.ask(proposal)

    assert "Ya se sabe quiénes son" in request.differences[0]["said"][0]
    assert assignment.members.count() == 0


def test_several_changes_are_asked_together_or_not_at_all(world: World) -> None:
    first, second = world.activities
    changes = [world.with_date(activity=first), Proposal(ChangeKind.EDIT_ACTIVITY, second.pk, world.values(second))]

    kept = request_changes(plan_id=world.plan.pk, changes=changes, reason=REASON, by=world.coordinator, now=MAY)

    assert [one.activity_id for one in kept] == [first.pk]  # the other one changes nothing


def test_two_changes_of_one_activity_in_one_file_are_refused(world: World) -> None:
    changes = [world.with_date(), world.with_date(date(2026, 9, 30))]

    with pytest.raises(NotReady) as refused:
        request_changes(plan_id=world.plan.pk, changes=changes, reason=REASON, by=world.coordinator, now=MAY)

    assert "Júntelos en uno" in refused.value.gaps[0]


def test_batch_with_one_wrong_row_keeps_nothing(world: World) -> None:
    first, second = world.activities
    wrong = Proposal(ChangeKind.EDIT_ACTIVITY, second.pk, replace(world.values(second), name=""))

    with pytest.raises(NotReady):
        request_changes(
            plan_id=world.plan.pk,
            changes=[world.with_date(activity=first), wrong],
            reason=REASON,
            by=world.coordinator,
            now=MAY,
        )

    assert not ChangeRequest.objects.exists()


def test_text_that_changed_while_one_wrote_is_said(world: World) -> None:
    seen = replace(world.with_date(), seen="otra huella")

    with pytest.raises(TextChanged):
        world.ask(seen)


def test_text_that_stands_as_it_was_seen_is_taken(world: World) -> None:
    proposal = world.with_date()
    seen = base_of(working_content(world.plan, on=MAY.date()), proposal)

    assert world.ask(replace(proposal, seen=seen)).base_sha256 == seen


def test_office_that_is_renamed_changes_no_base(world: World) -> None:
    request = world.ask()
    actor = Assignment.objects.first().actor
    actor.name = "Otro nombre"
    actor.save()

    assert base_of(working_content(world.plan, on=MAY.date()), world.with_date()) == request.base_sha256


@pytest.mark.parametrize(
    ("role", "may"),
    [
        ("PLAN_COORDINATOR", True),
        ("UNIT_LIAISON", True),
        ("ENTITY_ADMIN", False),
        ("INTERNAL_CONTROL", False),
        ("COMMUNICATIONS", False),
        ("CITIZEN_SERVICE", False),
        ("READER", False),
    ],
)
def test_who_may_ask(world: World, role: str, may: bool) -> None:
    by = principal(world.plan.entity, role, second_factor=True)

    if may:
        assert world.ask(by=by).requested_by_id == by.user_id
    else:
        with pytest.raises(NotAllowed):
            world.ask(by=by)
        assert not ChangeRequest.objects.exists()


def test_liaison_asks_for_what_their_unit_answers_for(world: World) -> None:
    mine, theirs = world.activities
    by = world.liaison(mine)

    request = world.ask(world.with_date(activity=mine), by=by)
    with pytest.raises(NotAllowed, match="actividades de su dependencia"):
        world.ask(world.with_date(activity=theirs), by=by)

    assert request.on_behalf_of_id == Assignment.objects.get(deliverable__activity=mine).actor_id


def test_liaison_who_only_supports_does_not_ask(world: World) -> None:
    activity = world.activities[0]
    by = world.liaison(activity)
    Assignment.objects.filter(deliverable__activity=activity).update(role="SUPPORT")

    with pytest.raises(NotAllowed):
        world.ask(by=by)


def test_liaison_adds_what_their_unit_will_answer_for(world: World) -> None:
    own, other = (make_actor(world.plan.entity) for _ in range(2))
    by = liaison_of(world.plan.entity, own.pk)

    def new(actor: int) -> Proposal:
        deliverable = replace(world.values().deliverables[0], id=None, assignees=(Assignee("", actor),))
        return Proposal(ChangeKind.ADD_ACTIVITY, values=replace(world.values(), deliverables=(deliverable,)))

    assert world.ask(new(own.pk), by=by).on_behalf_of_id == own.pk
    with pytest.raises(NotAllowed):
        world.ask(new(other.pk), by=by)


def test_liaison_does_not_ask_for_the_plan_as_a_whole(world: World) -> None:
    by = world.liaison(world.activities[0])
    header = replace(header_values(world.plan), objective="Otro")

    with pytest.raises(NotAllowed):
        world.ask(Proposal(ChangeKind.EDIT_HEADER, values=header), by=by)


def test_coordinator_says_in_whose_name(world: World) -> None:
    unit = make_actor(world.plan.entity)

    assert world.ask(on_behalf_of_id=unit.pk).on_behalf_of_id == unit.pk


def test_unknown_unit_is_refused(world: World, other_entity: Entity) -> None:
    with active_tenant(other_entity):
        stranger = make_actor(other_entity)

    with pytest.raises(NotReady):
        world.ask(on_behalf_of_id=stranger.pk)


def test_draft_is_edited_and_not_asked_to_change(world: World) -> None:
    draft = make_full_plan(world.plan.entity)

    with pytest.raises(TransitionNotAllowed, match="edítelo"):
        request_change(
            plan_id=draft.pk,
            proposal=Proposal(ChangeKind.REMOVE_ACTIVITY, draft.activities.first().pk),
            reason=REASON,
            by=world.coordinator,
            now=MAY,
        )


def test_closed_plan_stays_as_it_is(world: World) -> None:
    Plan.objects.filter(pk=world.plan.pk).update(status="CLOSED")

    with pytest.raises(TransitionNotAllowed, match="está cerrado"):
        world.ask()


def test_plan_of_another_entity_is_not_there(world: World, other_entity: Entity) -> None:
    with active_tenant(other_entity):
        theirs = make_published_plan(other_entity)
    stranger = principal(other_entity, "PLAN_COORDINATOR")

    with pytest.raises(Plan.DoesNotExist):
        request_change(plan_id=theirs.pk, proposal=world.with_date(), reason=REASON, by=world.coordinator, now=MAY)
    with pytest.raises(NotAllowed):
        world.ask(by=stranger)


def test_activity_of_another_plan_is_not_touched(world: World) -> None:
    other = make_published_plan(world.plan.entity)
    activity = other.activities.get()

    with pytest.raises(NotReady, match="No se pudo aplicar"):
        world.ask(Proposal(ChangeKind.EDIT_ACTIVITY, activity.pk, world.values()))

    assert Milestone.objects.get(deliverable__activity=activity).due_on == date(2026, 6, 30)


def test_asking_costs_the_same_queries_whatever_the_plan_holds(entity: Entity) -> None:
    counts = []
    for rows in (1, 3):
        own = published_world(entity, activities=rows)
        proposal = own.with_date(AUGUST)
        with CaptureQueriesContext(connection) as captured:
            own.ask(proposal)
        counts.append(len(captured))

    assert counts[0] == counts[1]
