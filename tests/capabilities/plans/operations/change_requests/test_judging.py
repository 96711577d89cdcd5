from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from factories import an_act, make_activity, make_deliverable, make_milestone, make_node, principal
from plan_changes import AUGUST, JULY, MAY, REASON, World
from rinde.capabilities.entities.models import Entity
from rinde.capabilities.plans.choices import ChangeKind, ChangeStatus
from rinde.capabilities.plans.models import Act, ChangeRequest
from rinde.capabilities.plans.operations.change_requests import (
    approve_changes,
    ask_again,
    give_opinion,
    publish_changes,
    reject_change,
    withdraw_change,
)
from rinde.capabilities.plans.rules.change_requests.proposals import Proposal
from rinde.foundations.refusals import NotAllowed, NotReady, SecondFactorMissing, TransitionNotAllowed
from rinde.services.access import Principal
from rinde.services.audit.models import AuditEntry

ROLES = (
    "ENTITY_ADMIN",
    "PLAN_COORDINATOR",
    "UNIT_LIAISON",
    "INTERNAL_CONTROL",
    "COMMUNICATIONS",
    "CITIZEN_SERVICE",
    "READER",
)
ACT = an_act(number="Acta 05 de 2026", dated_on=date(2026, 6, 30), is_older=True)


def in_status(world: World, status: str) -> ChangeRequest:
    request = world.ask()
    ChangeRequest.objects.filter(pk=request.pk).update(status=status)
    request.refresh_from_db()
    return request


def take(step: str, world: World, request: ChangeRequest, by: Principal) -> None:
    """One step of a request by somebody."""
    common = {"by": by, "now": JULY}
    if step == "opinion":
        give_opinion(request_id=request.pk, favourable=True, text="", **common)
    elif step == "approve":
        approve_changes(plan_id=world.plan.pk, request_ids=[request.pk], values=ACT, **common)
    elif step == "reject":
        reject_change(request_id=request.pk, reason="El comité no lo encontró justificado.", **common)
    elif step == "publish":
        publish_changes(plan_id=world.plan.pk, request_ids=[request.pk], **common)
    else:
        withdraw_change(request_id=request.pk, **common)


FROM = {"opinion": "REQUESTED", "approve": "WITH_OPINION", "reject": "WITH_OPINION", "publish": "APPROVED"}
MAY_TAKE = {
    "opinion": {"PLAN_COORDINATOR"},
    "approve": {"PLAN_COORDINATOR", "ENTITY_ADMIN"},
    "reject": {"PLAN_COORDINATOR", "ENTITY_ADMIN"},
    "publish": {"PLAN_COORDINATOR"},
}


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("step", FROM)
def test_each_step_belongs_to_its_people(world: World, step: str, role: str) -> None:
    request = in_status(world, FROM[step])
    by = principal(world.plan.entity, role, second_factor=True)

    if role in MAY_TAKE[step]:
        take(step, world, request, by)
        request.refresh_from_db()
        assert request.status != FROM[step]
    else:
        with pytest.raises(NotAllowed):
            take(step, world, request, by)
        request.refresh_from_db()
        assert request.status == FROM[step]


ENDS = {"opinion": "WITH_OPINION", "approve": "APPROVED", "reject": "REJECTED", "publish": "PUBLISHED"}


@pytest.mark.parametrize("status", ChangeStatus.values)
@pytest.mark.parametrize("step", FROM)
def test_no_step_is_taken_from_another_state(world: World, step: str, status: str) -> None:
    request = in_status(world, status)
    by = replace(world.coordinator, second_factor=True)
    if status == FROM[step]:
        take(step, world, request, by)
        request.refresh_from_db()
        assert request.status == ENDS[step]
        return
    if (step, status) == ("reject", "REJECTED"):
        take(step, world, request, by)  # a second click
    else:
        with pytest.raises(TransitionNotAllowed):
            take(step, world, request, by)
    request.refresh_from_db()
    assert (request.status, Act.objects.filter(purpose="CHANGE").count()) == (status, 0)


@pytest.mark.parametrize("step", ["approve", "reject"])
def test_decision_needs_the_second_factor(world: World, step: str) -> None:
    request = in_status(world, "WITH_OPINION")

    with pytest.raises(SecondFactorMissing):
        take(step, world, request, replace(world.secretary, second_factor=False))


@pytest.mark.parametrize("step", [*FROM, "withdraw"])
def test_person_of_another_entity_takes_no_step(world: World, step: str, other_entity: Entity) -> None:
    request = in_status(world, FROM.get(step, "REQUESTED"))
    stranger = principal(other_entity, "PLAN_COORDINATOR", second_factor=True)

    with pytest.raises(NotAllowed):
        take(step, world, request, stranger)


def test_opinion_against_must_say_why(world: World) -> None:
    request = world.ask()

    with pytest.raises(NotReady) as refused:
        give_opinion(request_id=request.pk, favourable=False, text=" ", by=world.coordinator, now=JULY)

    assert "no es favorable" in refused.value.gaps[0]


def test_opinion_of_many_pages_is_refused(world: World) -> None:
    with pytest.raises(NotReady):
        give_opinion(request_id=world.ask().pk, favourable=True, text="x" * 10_000, by=world.coordinator, now=JULY)


def test_opinion_against_may_still_be_approved(world: World) -> None:
    request = world.ask()
    give_opinion(
        request_id=request.pk, favourable=False, text="No procede: el plazo alcanza.", by=world.coordinator, now=JULY
    )

    take("approve", world, request, world.secretary)

    request.refresh_from_db()
    assert (request.status, request.opinion_is_favourable, request.opinion) == (
        "APPROVED",
        False,
        "No procede: el plazo alcanza.",
    )


def test_second_click_on_an_opinion_changes_nothing(world: World) -> None:
    request = world.ask()
    for _ in range(2):
        give_opinion(request_id=request.pk, favourable=True, text="Procede.", by=world.coordinator, now=JULY)

    assert AuditEntry.objects.filter(action="plans.change_opinion").count() == 1


def test_one_act_decides_several_requests(world: World) -> None:
    requests = [world.ask(world.with_date(activity=one)) for one in world.activities]

    world.approve(*requests)

    act = Act.objects.get(purpose="CHANGE")
    assert {one.act_id for one in ChangeRequest.objects.all()} == {act.pk}
    assert (act.number, act.content.count('"number"'), len(act.sha256)) == ("Acta 05 de 2026", 2, 64)


def test_act_sent_twice_is_registered_once(world: World) -> None:
    request = in_status(world, "WITH_OPINION")
    for _ in range(2):
        take("approve", world, request, world.secretary)

    assert Act.objects.filter(purpose="CHANGE").count() == 1


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"body": " "}, "qué instancia aprobó"),
        ({"number": ""}, "Escriba el acto"),
        ({"dated_on": None}, "fecha del acto"),
        ({"dated_on": date(2026, 8, 1)}, "todavía no llega"),
        ({"dated_on": date(2026, 4, 1), "is_older": False}, "la solicitud 1 se hizo el 04/05/2026"),
    ],
)
def test_act_says_what_it_lacks(world: World, fields: dict[str, object], said: str) -> None:
    request = in_status(world, "WITH_OPINION")

    with pytest.raises(NotReady) as refused:
        approve_changes(
            plan_id=world.plan.pk,
            request_ids=[request.pk],
            values=replace(ACT, **fields),
            by=world.secretary,
            now=JULY,
        )

    assert said in refused.value.gaps[0]
    assert not Act.objects.filter(purpose="CHANGE").exists()


@pytest.mark.parametrize("ids", [[], [999_999]])
def test_act_needs_requests_of_the_plan(world: World, ids: list[int]) -> None:
    with pytest.raises(NotReady):
        approve_changes(plan_id=world.plan.pk, request_ids=ids, values=ACT, by=world.secretary, now=JULY)


def test_rejection_keeps_its_reason(world: World) -> None:
    request = in_status(world, "WITH_OPINION")
    take("reject", world, request, world.secretary)

    request.refresh_from_db()
    assert (request.status, request.decision) == ("REJECTED", "El comité no lo encontró justificado.")


def test_rejection_without_reason_is_refused(world: World) -> None:
    request = in_status(world, "WITH_OPINION")

    with pytest.raises(NotReady):
        reject_change(request_id=request.pk, reason="No", by=world.secretary, now=JULY)


@pytest.mark.parametrize("status", ["REQUESTED", "WITH_OPINION", "APPROVED"])
def test_who_asked_takes_it_back_while_it_is_open(world: World, status: str) -> None:
    request = in_status(world, status)

    withdraw_change(request_id=request.pk, by=world.coordinator, now=JULY, reason="Ya no hace falta.")

    request.refresh_from_db()
    assert (request.status, request.decision) == ("WITHDRAWN", "Ya no hace falta.")


@pytest.mark.parametrize("status", ["REJECTED", "PUBLISHED"])
def test_what_ended_is_not_taken_back(world: World, status: str) -> None:
    with pytest.raises(TransitionNotAllowed):
        withdraw_change(request_id=in_status(world, status).pk, by=world.coordinator, now=JULY)


def test_nobody_else_takes_it_back(world: World) -> None:
    request = world.ask(by=world.liaison(world.activities[0]))

    with pytest.raises(NotAllowed, match="quien pidió"):
        withdraw_change(request_id=request.pk, by=world.coordinator, now=JULY)


def test_asking_again_keeps_ones_wish_on_the_newer_text(world: World) -> None:
    """Somebody else's product was published meanwhile; the date that this one asked for comes on top of it."""
    activity = world.activities[0]
    mine = world.ask(world.with_date())
    values = world.values()
    product = replace(values, deliverables=(replace(values.deliverables[0], product="Acta"),))
    world.carry_through(Proposal(ChangeKind.EDIT_ACTIVITY, activity.pk, product))

    fresh = ask_again(request_id=mine.pk, by=world.coordinator, now=JULY)

    mine.refresh_from_db()
    assert (mine.status, mine.decision) == (
        "WITHDRAWN",
        "Se pidió de nuevo sobre el texto vigente: solicitud 3.",
    )
    assert [(one["label"], one["after"]) for one in fresh.differences] == [("Fechas", "31/08/2026")]
    assert (fresh.reason, fresh.origin) == (REASON, "Solicitud 1, pedida de nuevo")


def test_asking_again_does_not_make_late_what_was_asked_in_time(world: World) -> None:
    mine = world.ask(now=MAY)

    fresh = ask_again(request_id=mine.pk, by=world.coordinator, now=JULY)

    assert fresh.late_dates == []


def test_asking_again_for_what_already_stands_is_refused(world: World) -> None:
    mine, same = world.ask(), world.ask(reason="Llovió y no hubo paso hasta el corregimiento.")
    world.approve(same)
    world.publish(same)

    with pytest.raises(NotReady) as refused:
        ask_again(request_id=mine.pk, by=world.coordinator, now=JULY)

    mine.refresh_from_db()
    assert ("igual a lo que el plan ya dice" in refused.value.gaps[0], mine.status) == (True, "REQUESTED")


def test_asking_again_belongs_to_who_asked_and_to_the_coordinator(world: World) -> None:
    mine = world.ask()

    with pytest.raises(NotAllowed):
        ask_again(request_id=mine.pk, by=principal(world.plan.entity, "UNIT_LIAISON"), now=JULY)


def test_asking_again_survives_products_that_came_and_went(world: World) -> None:
    activity = world.activities[0]
    mine = world.ask(world.with_date(AUGUST))
    values = world.values()
    more = replace(
        values, deliverables=(*values.deliverables, replace(values.deliverables[0], id=None, product="Foto"))
    )
    world.carry_through(Proposal(ChangeKind.EDIT_ACTIVITY, activity.pk, more), asked=MAY + timedelta(days=1))

    fresh = ask_again(request_id=mine.pk, by=world.coordinator, now=datetime(2026, 7, 2, 15, 0, tzinfo=UTC))

    assert [one["label"] for one in fresh.differences] == ["Fechas"]


def test_request_about_what_has_gone_says_so(world: World) -> None:
    node = make_node(world.plan, name="Otro", code="9", position=9)
    gone = make_activity(node)
    make_milestone(make_deliverable(gone))
    request = world.ask(Proposal(ChangeKind.REMOVE_ACTIVITY, gone.pk))
    gone.delete()

    with pytest.raises(NotReady, match="No se pudo aplicar"):
        ask_again(request_id=request.pk, by=world.coordinator, now=JULY)
