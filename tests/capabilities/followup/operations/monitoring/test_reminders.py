"""Reminders: one mail a person, round and day; offices where nobody stands; nobody of another entity."""

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail

from factories import make_actor, make_published_plan, make_user, principal
from followup_rounds import IN_JULY, make_closed_round, make_round
from followup_samples import make_evidence, make_report
from rinde.capabilities.accounts.choices import RoleCode
from rinde.capabilities.accounts.models import Membership, User
from rinde.capabilities.accounts.rules import permissions_of
from rinde.capabilities.entities.models import Actor, Entity
from rinde.capabilities.followup.models import MonitoringRound
from rinde.capabilities.followup.operations.monitoring import Reminded, remind
from rinde.capabilities.followup.queries import plan_cells
from rinde.capabilities.followup.rules.cells import Cell
from rinde.capabilities.plans.models import Plan
from rinde.foundations.refusals import NotAllowed, NotReady, TransitionNotAllowed
from rinde.services.access import Principal
from rinde.services.audit.models import AuditEntry
from rinde.services.notifications.models import OutgoingMail
from rinde.services.notifications.operations import deliver
from rinde.services.tenancy import active_tenant

LINK = "https://rinde.example.org/x/gestion/seguimiento/"


def cells(plan: Plan) -> tuple[Cell, ...]:
    found = plan_cells(plan)
    assert found is not None
    return found.cells


def keys(plan: Plan) -> list[str]:
    return [str(one.key.actor_id) for one in cells(plan)]


def stands_for(*actors: int | None, role: str = "UNIT_LIAISON", user: User | None = None) -> User:
    first = Actor.objects.get(pk=actors[0])
    user = user or make_user()
    membership = Membership.objects.create(entity=first.entity, user=user, role=role, scope_kind="actors")
    membership.actors.set(actors)
    return user


def send(found: MonitoringRound, by: Principal, units: list[str] | None = None, now: Any = IN_JULY) -> Reminded:
    chosen = keys(found.plan) if units is None else units
    return remind(round_id=found.pk, units=chosen, page_link=LINK, by=by, now=now)


def test_everybody_of_a_unit_gets_one_mail_with_their_list(plan: Plan, coordinator: Principal) -> None:
    first, second = cells(plan)
    liaison = stands_for(first.key.actor_id, second.key.actor_id)
    head = stands_for(first.key.actor_id, role="UNIT_HEAD")
    result = send(make_round(plan), coordinator)
    assert result == Reminded(sent=2, already=0, unreachable=())
    mails = {one.recipient: one for one in OutgoingMail.objects.all()}
    assert set(mails) == {f"user:{liaison.pk}", f"user:{head.pk}"}
    told = mails[f"user:{liaison.pk}"]
    assert {one.to[0] for one in mail.outbox} == {liaison.email, head.email}
    assert told.subject.startswith("2 reportes esperan por su dependencia")
    assert all(text in told.body for text in (first.label, second.label, LINK, "ronda de junio de 2026"))
    assert second.label not in mails[f"user:{head.pk}"].body


def test_the_mail_goes_out_once_even_where_the_worker_runs_twice(plan: Plan, coordinator: Principal) -> None:
    stands_for(cells(plan)[0].key.actor_id)
    send(make_round(plan), coordinator)
    sent = OutgoingMail.objects.get()
    assert sent.address == ""  # kept only until it is delivered
    assert deliver(mail_id=sent.pk, now=IN_JULY) is False
    assert [one.to[0] for one in mail.outbox] == [User.objects.get(pk=sent.recipient.removeprefix("user:")).email]
    assert "Vencida: Informe publicado, para el 30 de junio de 2026" in mail.outbox[0].body


def test_asking_again_on_the_same_day_sends_nothing(plan: Plan, coordinator: Principal) -> None:
    stands_for(cells(plan)[0].key.actor_id)
    found = make_round(plan)
    assert send(found, coordinator).sent == 1
    later = IN_JULY + timedelta(hours=6)
    assert send(found, coordinator, now=later) == Reminded(sent=0, already=1, unreachable=(cells(plan)[1].actor_name,))
    assert OutgoingMail.objects.count() == 1
    assert send(found, coordinator, now=IN_JULY + timedelta(days=1)).sent == 1


def test_only_what_waits_is_told(plan: Plan, coordinator: Principal) -> None:
    done, late = cells(plan)
    make_evidence(plan, make_report(plan, done))
    user = stands_for(done.key.actor_id, late.key.actor_id)
    send(make_round(plan), coordinator)
    body = OutgoingMail.objects.get(recipient=f"user:{user.pk}").body
    assert (late.label in body, done.label in body) == (True, False)


def test_reason_of_a_return_and_words_of_a_draft_do_not_travel(plan: Plan, coordinator: Principal) -> None:
    one, other = cells(plan)
    make_report(plan, one, status="RETURNED", returned_reason="Razón interna")
    make_report(plan, other, status="DRAFT", text="Borrador sin enviar")
    user = stands_for(one.key.actor_id, other.key.actor_id)
    send(make_round(plan), coordinator)
    body = OutgoingMail.objects.get(recipient=f"user:{user.pk}").body
    assert "Devuelta" in body
    assert "Razón interna" not in body
    assert "Borrador sin enviar" not in body


def test_unit_without_people_is_told_at_its_office_or_named(plan: Plan, coordinator: Principal) -> None:
    with_office, silent = cells(plan)
    Actor.objects.filter(pk=with_office.key.actor_id).update(email="oficina@example.org")
    result = send(make_round(plan), coordinator)
    assert result == Reminded(sent=1, already=0, unreachable=(silent.actor_name,))
    told = OutgoingMail.objects.get()
    assert told.recipient == f"actor:{with_office.key.actor_id}"
    assert [one.to for one in mail.outbox] == [["oficina@example.org"]]
    assert "nadie de ella tiene cuenta en Rinde" in told.body


def test_only_the_chosen_units_are_reminded(plan: Plan, coordinator: Principal) -> None:
    first, second = cells(plan)
    one, other = stands_for(first.key.actor_id), stands_for(second.key.actor_id)
    assert send(make_round(plan), coordinator, units=[keys(plan)[0]]).sent == 1
    assert OutgoingMail.objects.get().recipient == f"user:{one.pk}"
    assert other.pk != one.pk


@pytest.mark.parametrize("units", [[], ["999999"], ["no-existe"]])
def test_nothing_to_remind_is_said(plan: Plan, coordinator: Principal, units: list[str]) -> None:
    with pytest.raises(NotReady) as refusal:
        send(make_round(plan), coordinator, units=units)
    assert refusal.value.gaps == ("Escoja al menos una dependencia que deba algo.",)
    assert not OutgoingMail.objects.exists()


def test_closed_round_reminds_nobody(plan: Plan, coordinator: Principal) -> None:
    stands_for(cells(plan)[0].key.actor_id)
    with pytest.raises(TransitionNotAllowed):
        send(make_closed_round(plan), coordinator)
    assert not OutgoingMail.objects.exists()


@pytest.mark.parametrize("role", [role for role in RoleCode if "followup.monitor" not in permissions_of(role)])
def test_whoever_does_not_monitor_reminds_nobody(entity: Entity, plan: Plan, role: str) -> None:
    stands_for(cells(plan)[0].key.actor_id)
    found = make_round(plan)
    with pytest.raises(NotAllowed):
        send(found, principal(entity, role))
    assert not OutgoingMail.objects.exists()


def test_people_and_offices_of_another_entity_are_not_told(
    entity: Entity, other_entity: Entity, plan: Plan, coordinator: Principal
) -> None:
    with active_tenant(other_entity):
        Membership.objects.create(entity=other_entity, user=make_user(), role="UNIT_LIAISON")
        make_actor(other_entity, email="secreta@example.org")
        theirs = make_round(make_published_plan(other_entity))
    result = send(make_round(plan), coordinator)
    assert (result.sent, len(result.unreachable)) == (0, 2)
    with pytest.raises(MonitoringRound.DoesNotExist):
        send(theirs, coordinator, units=["1"])


def test_the_trail_counts_and_names_nobody(plan: Plan, coordinator: Principal) -> None:
    stands_for(cells(plan)[0].key.actor_id)
    send(make_round(plan), coordinator)
    entry = AuditEntry.objects.latest("number")
    assert (entry.action, entry.facts) == (
        "followup.remind",
        {"plan": plan.pk, "units": 2, "sent": 1, "unreachable": 1},
    )
