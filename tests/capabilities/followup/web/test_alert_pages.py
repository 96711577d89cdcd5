"""«Avisos» and the wall: one's own notices, the log without addresses or texts, the settings, the sheets."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from capabilities.followup.operations.alerts.people import SITE, cells_of, of_unit
from factories import NOW, client_of, make_actor, make_member, make_published_plan
from followup_samples import make_evidence, make_report
from page_costs import assert_cheap, costs_of
from rinde.capabilities.entities.models import Entity
from rinde.capabilities.followup.models import AlertPolicy, DigestChoice
from rinde.services.notifications.models import OutgoingMail
from rinde.services.tenancy import active_tenant

SECRET = "solo para sus ojos"


def at(entity: Entity, name: str, **more: Any) -> str:
    return reverse(f"desk:{name}", kwargs={"entity_slug": entity.slug} | more)


def page(client: Client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200, url
    return answer.content.decode()


def make_mail(entity: Entity, recipient: str, **fields: Any) -> OutgoingMail:
    number = OutgoingMail.objects.count() + 1
    defaults: dict[str, Any] = {
        "entity_id": entity.pk,
        "key": f"k{number}",
        "recipient": recipient,
        "subject": f"{number} pendientes",
        "body": SECRET,
        "created_at": NOW,
        "sent_at": NOW,
        "attempts": 1,
    }
    return OutgoingMail.objects.create(**defaults | fields)


@pytest.mark.parametrize(
    ("role", "log"),
    [
        ("ENTITY_ADMIN", 200),
        ("PLAN_COORDINATOR", 200),
        ("UNIT_LIAISON", 404),
        ("UNIT_HEAD", 404),
        ("INTERNAL_CONTROL", 404),
        ("COMMUNICATIONS", 404),
        ("CITIZEN_SERVICE", 404),
        ("READER", 404),
    ],
)
def test_who_opens_which_page(entity: Entity, as_role: Callable[[str], Client], role: str, log: int) -> None:
    client = as_role(role)
    assert client.get(at(entity, "alert_list")).status_code == 200
    assert {client.get(at(entity, name)).status_code for name in ("alert_log", "alert_settings")} == {log}
    assert ("Cuándo se avisa" in page(client, at(entity, "alert_list"))) is (log == 200)


def test_who_coordinates_one_plan_reads_no_log_of_the_entity(entity: Entity) -> None:
    user = make_member(entity, "READER")
    user.memberships.update(role="PLAN_COORDINATOR", scope_kind="plan", scope_ids=[1])
    for name in ("alert_log", "alert_settings"):
        assert client_of(user).get(at(entity, name)).status_code == 403


def test_each_reads_their_own_notices_and_no_other(entity: Entity, other_entity: Entity) -> None:
    me, colleague = make_member(entity, "UNIT_LIAISON"), make_member(entity, "UNIT_HEAD")
    make_mail(entity, f"user:{me.pk}", subject="Para mí", body=f"Ana:\n\n- VENCIDA\n  {SITE}/x/gestion/\n")
    make_mail(entity, f"user:{colleague.pk}", subject="Para mi jefa")
    make_mail(entity, f"subscription:{me.pk}", subject="Para quien sigue")
    with active_tenant(other_entity):
        make_mail(other_entity, f"user:{me.pk}", subject="De la otra entidad", key="otra")
    found = page(client_of(me), at(entity, "alert_list"))
    assert "Para mí" in found
    assert "VENCIDA" in found
    assert [text in found for text in ("Para mi jefa", "Para quien sigue", "De la otra entidad", SECRET)] == [False] * 4


def test_addresses_in_a_notice_lead_into_this_site_and_nowhere_else(entity: Entity, settings: Any) -> None:
    settings.BASE_URL = SITE
    me = make_member(entity, "UNIT_LIAISON")
    body = f"Repórtela.\n  {SITE}/x/gestion/\n\n/y/gestion/\n//evil.example/\nhttps://evil.example/\njavascript:alert(1)\n<b>hola</b>"
    make_mail(entity, f"user:{me.pk}", body=body)
    found = page(client_of(me), at(entity, "alert_list"))
    assert '<a href="/x/gestion/">Repórtela.</a>' in found
    assert '<a href="/y/gestion/">Abrir</a>' in found
    assert 'href="//evil' not in found
    assert 'href="https://evil' not in found
    assert 'href="javascript' not in found
    assert "&lt;b&gt;hola" in found


def test_log_names_people_and_shows_no_address_and_no_text(entity: Entity, as_role: Callable[[str], Client]) -> None:
    me, actor = make_member(entity, "READER", full_name="Berta Peña"), make_actor(entity, name="Hacienda")
    address = "berta.secreta@example.org"
    make_mail(entity, f"user:{me.pk}")
    make_mail(entity, f"actor:{actor.pk}", sent_at=None, attempts=0, address=address)
    make_mail(entity, "subscription:9", sent_at=None, attempts=3, address=address)
    make_mail(entity, "comment:9", sent_at=None, attempts=2)
    make_mail(entity, "user:999999")
    found = page(as_role("ENTITY_ADMIN"), at(entity, "alert_log"))
    for text in ("Berta Peña", "Correo de Hacienda", "Alguien que sigue un plan", "Quien escribió un comentario"):
        assert text in found
    for text in ("Alguien que ya no tiene cuenta", "En cola", "Se vuelve a intentar", "No salió", "Sin salir (3)"):
        assert text in found
    assert [text in found for text in (address, me.email, SECRET)] == [False, False, False]
    waiting = page(as_role("ENTITY_ADMIN"), f"{at(entity, 'alert_log')}?ver=sin-salir")
    assert "Berta Peña" not in waiting
    assert "Quien escribió un comentario" in waiting


def test_log_of_one_entity_tells_nothing_of_another(
    entity: Entity, other_entity: Entity, as_role: Callable[[str], Client]
) -> None:
    with active_tenant(other_entity):
        make_mail(other_entity, "comment:1", subject="De la otra entidad", sent_at=None)
    found = page(as_role("ENTITY_ADMIN"), at(entity, "alert_log"))
    assert "De la otra entidad" not in found
    assert "Sin salir (0)" in found


def test_the_digest_is_turned_off_and_on_by_its_button(entity: Entity) -> None:
    me = make_member(entity, "UNIT_LIAISON")
    client, url = client_of(me), at(entity, "alert_list")
    assert "No recibirlo" in page(client, url)
    off = client.post(at(entity, "digest_choice"), {"quiero": "no"}, follow=True).content.decode()
    assert "Ya no recibirá el resumen. Los plazos le llegan igual." in off
    assert "Volver a recibirlo" in off
    client.post(at(entity, "digest_choice"), {"quiero": "si"})
    assert list(DigestChoice.objects.values_list("user_id", "wants")) == [(me.pk, True)]
    assert client.get(at(entity, "digest_choice")).status_code == 405


def test_settings_are_saved_by_their_form(entity: Entity, as_role: Callable[[str], Client]) -> None:
    client, url = as_role("PLAN_COORDINATOR"), at(entity, "alert_settings")
    first = page(client, url)
    assert "lunes 9 de marzo de 2026" in first
    assert "los lunes a las 7:00" in first
    sent = {"digest_weekday": "5", "digest_hour": "13", "due_soon_days": "7", "escalate_after_days": "0"}
    assert client.post(url, sent | {"term_days": "3"}).status_code == 302
    policy = AlertPolicy.objects.get()
    assert (policy.digest_weekday, policy.digest_hour, policy.due_soon_days) == (5, 13, 7)
    assert (policy.escalate_after_days, policy.term_days, policy.returned_at_once) == (0, 3, False)
    client.post(url, sent | {"term_days": "3", "returned_at_once": "on"})
    assert AlertPolicy.objects.get().returned_at_once is True
    assert "los sábados a la 1:00" in page(client, url)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"due_soon_days": "0", "term_days": ""}, "Escriba un número de 1 a 60."),
        ({"due_soon_days": "muchos"}, "Escriba un número de días, sin letras."),
        ({"term_days": ""}, "Escriba cuántos días."),
        ({"escalate_after_days": "99999999999999999999"}, "de 0 a 60"),
        ({"digest_weekday": "9"}, "Día del resumen"),
        ({"digest_hour": "24"}, "Hora del resumen"),
    ],
)
def test_settings_that_make_no_sense_are_refused_and_kept(
    entity: Entity, as_role: Callable[[str], Client], change: dict[str, str], said: str
) -> None:
    sent = {"digest_weekday": "0", "digest_hour": "7", "due_soon_days": "11", "escalate_after_days": "5"}
    answer = as_role("ENTITY_ADMIN").post(at(entity, "alert_settings"), sent | {"term_days": "5"} | change)
    found = answer.content.decode()
    assert (answer.status_code, AlertPolicy.objects.exists()) == (422, False)
    assert said in found
    if "due_soon_days" not in change:
        assert 'value="11"' in found


def test_wall_says_what_is_late_to_come_and_done_and_not_why_something_came_back(
    entity: Entity, as_role: Callable[[str], Client], on_a_day: Any
) -> None:
    plan = make_published_plan(entity, activities=3)
    first, second, third = cells_of(plan)
    of_unit(entity, "UNIT_LIAISON", first.key.actor_id)
    make_evidence(plan, make_report(plan, first))
    make_report(plan, second, status="RETURNED", returned_reason="Falta el enlace secreto.")
    on_a_day.move_to(NOW + timedelta(days=130))
    client = as_role("READER")
    done = page(client, at(entity, "wall", actor_id=first.key.actor_id))
    late = page(client, at(entity, "wall", actor_id=second.key.actor_id))
    assert "Nada está vencido." in done
    assert f"{first.label}" in done
    assert "Nada más está programado." in late
    assert "secreto" not in late
    assert third.label not in late
    assert f"/planes/2026/{plan.slug}/?dependencia=" in late
    everything = page(client, at(entity, "wall_all"))
    assert all(cell.label in everything for cell in (first, second, third))
    assert page(client, at(entity, "wall_list")).count("?pdf") == 3


def test_wall_is_a_tagged_pdf_too(entity: Entity, as_role: Callable[[str], Client]) -> None:
    plan = make_published_plan(entity)
    actor_id = cells_of(plan)[0].key.actor_id
    for url in (at(entity, "wall", actor_id=actor_id), at(entity, "wall_all")):
        answer = as_role("READER").get(f"{url}?pdf=1")
        assert answer["Content-Type"] == "application/pdf"
        assert answer.content.startswith(b"%PDF")
        assert b"/StructTreeRoot" in answer.content


def test_wall_of_a_unit_without_anything_or_of_another_entity_is_not_found(
    entity: Entity, other_entity: Entity, as_role: Callable[[str], Client]
) -> None:
    with active_tenant(other_entity):
        theirs = cells_of(make_published_plan(other_entity))[0].key.actor_id
    client = as_role("READER")
    assert client.get(at(entity, "wall_all")).status_code == 404
    make_published_plan(entity)
    assert client.get(at(entity, "wall", actor_id=theirs)).status_code == 404
    assert client.get(at(entity, "wall", actor_id=make_actor(entity).pk)).status_code == 404


def test_who_reads_one_plan_gets_the_sheet_of_that_plan_alone(entity: Entity) -> None:
    mine, other = make_published_plan(entity), make_published_plan(entity, title="Plan que no es suyo")
    user = make_member(entity, "READER")
    user.memberships.update(scope_kind="plan", scope_ids=[mine.pk])
    found = page(client_of(user), at(entity, "wall_all"))
    assert cells_of(mine)[0].label in found
    assert cells_of(other)[0].label not in found


PAGES = (
    "/{slug}/gestion/seguimiento/avisos/",
    "/{slug}/gestion/seguimiento/avisos/enviados/",
    "/{slug}/gestion/seguimiento/avisos/cuando/",
    "/{slug}/gestion/seguimiento/avisos/muro/",
    "/{slug}/gestion/seguimiento/avisos/muro/todas/",
)


def test_pages_cost_the_same_for_one_row_and_for_three(entity: Entity) -> None:
    user = make_member(entity, "PLAN_COORDINATOR")
    client = client_of(user)

    def filled(rows: int) -> dict[str, int]:
        for _ in range(rows):
            plan = make_published_plan(entity, activities=rows)
            make_evidence(plan, make_report(plan))
            make_mail(entity, f"user:{user.pk}")
            make_mail(entity, f"user:{make_member(entity, 'READER').pk}", sent_at=None)
            make_mail(entity, f"actor:{make_actor(entity).pk}", sent_at=None)
        return costs_of(client, PAGES, slug=entity.slug)

    assert_cheap(filled(1), filled(2))
