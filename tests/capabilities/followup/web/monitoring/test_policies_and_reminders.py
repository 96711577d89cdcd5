"""«Quién hace qué» and the reminders, on the desk."""

from collections.abc import Callable

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from board_pages import Page, page_of, text_of
from factories import make_actor, make_user
from followup_rounds import IN_AUGUST, make_closed_round, make_round
from rinde.capabilities.accounts.models import Membership
from rinde.capabilities.entities.models import Actor, Entity
from rinde.capabilities.followup.models import FollowUpPolicy
from rinde.capabilities.followup.queries import plan_cells
from rinde.capabilities.followup.rules.cells import Cell
from rinde.capabilities.plans.models import Plan
from rinde.services.notifications.models import OutgoingMail
from rinde.services.tenancy import active_tenant

Opened = Callable[[str], Page]
At = Callable[..., str]
WHO = "quien-hace-que/"


def cells_of(plan: Plan) -> tuple[Cell, ...]:
    found = plan_cells(plan)
    assert found is not None
    return found.cells


def asked(monitored: Actor | None = None, evaluated: Actor | None = None, **fields: str) -> dict[str, str]:
    values = {
        "monitored_by": str(monitored.pk) if monitored else "",
        "evaluated_by": str(evaluated.pk) if evaluated else "",
        "rhythm": "MONTHLY",
        "report_days": "5",
        "reply_days": "5",
        "seen": "",
    }
    return values | fields


def test_who_does_what_is_saved_and_shown_to_everybody(
    entity: Entity, plan: Plan, client: Client, at: At, as_role: Callable[[str], Client]
) -> None:
    planning, control = make_actor(entity, name="Planeación"), make_actor(entity, name="Control interno")
    response = client.post(at(WHO), asked(planning, control, rhythm="QUARTERLY"), follow=True)
    assert "Se guardó quién hace qué." in text_of(page_of(response.content))
    assert FollowUpPolicy.objects.get(plan=plan).rhythm == "QUARTERLY"
    read = text_of(page_of(as_role("READER").get(at(WHO)).content))
    assert all(text in read for text in ("Planeación", "Control interno", "Cada tres meses"))


def test_same_office_for_both_comes_back_with_what_was_chosen(entity: Entity, client: Client, at: At) -> None:
    office = make_actor(entity)
    response = client.post(at(WHO), asked(office, office, report_days="9"))
    page = page_of(response.content)
    assert response.status_code == 422
    assert "Quien monitorea no evalúa" in text_of(page)
    assert page.xpath("//select[@name='monitored_by']/option[@selected]/@value") == [str(office.pk)]
    assert page.xpath("//input[@name='report_days']/@value") == ["9"]
    assert not FollowUpPolicy.objects.exists()


@pytest.mark.parametrize("days", ["", "cinco", "0", "61"])
def test_terms_out_of_reason_are_said(client: Client, at: At, days: str) -> None:
    response = client.post(at(WHO), asked(report_days=days))
    assert response.status_code == 422
    assert "días" in text_of(page_of(response.content))
    assert not FollowUpPolicy.objects.exists()


def test_actor_of_another_entity_cannot_be_chosen(other_entity: Entity, client: Client, at: At) -> None:
    with active_tenant(other_entity):
        theirs = make_actor(other_entity, name="Oficina ajena")
    assert "Oficina ajena" not in client.get(at(WHO)).content.decode()
    response = client.post(at(WHO), asked(theirs))
    assert response.status_code == 422
    assert "Escoja una dependencia o instancia de la lista." in text_of(page_of(response.content))


def test_what_somebody_else_saved_is_shown_and_the_next_save_wins(
    entity: Entity, plan: Plan, client: Client, at: At
) -> None:
    planning = make_actor(entity, name="Planeación")
    FollowUpPolicy.objects.create(entity=entity, plan=plan, monitored_by=planning, edited_at=IN_AUGUST)
    response = client.post(at(WHO), asked(report_days="9"))
    page = page_of(response.content)
    assert response.status_code == 409
    assert "Ahora dice: monitorea Planeación" in text_of(page)
    seen = page.xpath("//input[@name='seen']/@value")[0]
    assert client.post(at(WHO), asked(report_days="9", seen=seen)).status_code == 302
    assert FollowUpPolicy.objects.get().report_days == 9


def test_administration_may_and_reader_may_not_change_it(plan: Plan, at: At, as_role: Callable[[str], Client]) -> None:
    assert as_role("READER").post(at(WHO), asked()).status_code == 403
    assert not FollowUpPolicy.objects.exists()
    assert as_role("ENTITY_ADMIN").post(at(WHO), asked()).status_code == 302


# Reminders


def stand_for(plan: Plan, actor_id: int | None, name: str) -> None:
    user = make_user(full_name=name)
    membership = Membership.objects.create(entity=plan.entity, user=user, role="UNIT_LIAISON", scope_kind="actors")
    membership.actors.add(Actor.objects.get(pk=actor_id))


def test_reminder_says_before_sending_whom_and_of_what(plan: Plan, at: At, opened: Opened) -> None:
    first, second, third = cells_of(plan)
    stand_for(plan, first.key.actor_id, "Luz Dary Quiroz")
    Actor.objects.filter(pk=second.key.actor_id).update(email="oficina@example.org")
    make_round(plan)
    page = opened(at("rondas/1/recordar/"))
    said = text_of(page)
    assert "A Luz Dary Quiroz" in said
    assert "va al correo de la dependencia, oficina@example.org" in said
    assert page.xpath("//input[@name='units'][@checked]/@value") == [
        str(one.key.actor_id) for one in sorted((first, second), key=lambda one: one.actor_name)
    ]
    unreachable = page.xpath("string(//section[@aria-labelledby='sin-nadie'])")
    assert third.actor_name in unreachable
    assert first.actor_name not in unreachable


def test_reminders_are_sent_once_and_the_page_says_what_happened(plan: Plan, client: Client, at: At) -> None:
    first, *others = cells_of(plan)
    stand_for(plan, first.key.actor_id, "Luz Dary Quiroz")
    make_round(plan)
    sent = {"units": [str(one.key.actor_id) for one in cells_of(plan)]}
    response = client.post(at("rondas/1/recordar/"), sent, follow=True)
    said = text_of(page_of(response.content))
    assert "Salió 1 correo. Nadie pudo recibir lo de:" in said
    assert all(one.actor_name in said for one in others)
    again = client.post(at("rondas/1/recordar/"), sent, follow=True)
    assert "No salió ningún correo nuevo. Un buzón ya había recibido el de hoy." in text_of(page_of(again.content))
    assert len(mail.outbox) == 1
    link = reverse("desk:my_cells", kwargs={"entity_slug": plan.entity.slug})
    assert f"http://testserver{link}\n" in mail.outbox[0].body


def test_nobody_chosen_is_said(plan: Plan, client: Client, at: At) -> None:
    stand_for(plan, cells_of(plan)[0].key.actor_id, "Luz Dary Quiroz")
    make_round(plan)
    response = client.post(at("rondas/1/recordar/"), {})
    assert response.status_code == 422
    assert "Escoja al menos una dependencia." in text_of(page_of(response.content))
    assert not OutgoingMail.objects.exists()


def test_closed_round_sends_nothing_and_says_so(plan: Plan, client: Client, at: At) -> None:
    make_closed_round(plan)
    response = client.post(at("rondas/1/recordar/"), {"units": ["1"]}, follow=True)
    assert "está cerrada. Los recordatorios salen de una ronda abierta." in text_of(page_of(response.content))
    assert not OutgoingMail.objects.exists()


def test_people_of_another_entity_are_not_named(plan: Plan, other_entity: Entity, at: At, opened: Opened) -> None:
    with active_tenant(other_entity):
        Membership.objects.create(entity=other_entity, user=make_user(full_name="Persona Ajena"), role="UNIT_LIAISON")
    make_round(plan)
    assert "Persona Ajena" not in text_of(opened(at("rondas/1/recordar/")))
