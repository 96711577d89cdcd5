"""Rounds on the desk: opened, noted in place, closed after seeing what is frozen; nothing typed is lost."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from board_pages import Page, figures_of_table, page_of, text_of
from factories import approve_and_publish, make_full_plan, make_milestone, make_published_plan, principal
from followup_rounds import IN_AUGUST, JULY, make_closed_round, make_policy, make_round
from followup_samples import make_evidence, make_report
from rinde.capabilities.accounts.choices import RoleCode
from rinde.capabilities.accounts.rules import permissions_of
from rinde.capabilities.entities.models import Entity
from rinde.capabilities.followup.models import MonitoringNote, MonitoringRound
from rinde.capabilities.followup.operations.monitoring import write_note
from rinde.capabilities.followup.queries import plan_cells
from rinde.capabilities.followup.rules.cells import Cell
from rinde.capabilities.followup.rules.monitoring.notes import NoteValues
from rinde.capabilities.plans.models import Deliverable, Plan
from rinde.services.tenancy import active_tenant

Opened = Callable[[str], Page]
At = Callable[..., str]


def cells_of(plan: Plan) -> tuple[Cell, ...]:
    found = plan_cells(plan)
    assert found is not None
    return found.cells


def hidden(page: Page, name: str) -> str:
    return str(page.xpath(f"//input[@name='{name}']/@value")[0])


# Opening


def test_month_that_is_over_is_proposed_and_opened(plan: Plan, client: Client, at: At, opened: Opened) -> None:
    page = opened(at("rondas/abrir/"))
    chosen = page.xpath("//input[@name='stretch'][@checked]/@value")
    assert chosen == ["2026-07-31"]
    response = client.post(at("rondas/abrir/"), {"stretch": chosen[0]}, follow=True)
    assert MonitoringRound.objects.get(plan=plan).name == "Julio de 2026"
    assert "Quedó abierta la ronda de julio de 2026." in text_of(page_of(response.content))


def test_other_days_are_taken_as_written(plan: Plan, client: Client, at: At) -> None:
    client.post(at("rondas/abrir/"), {"stretch": "otras", "starts_on": "2026-07-01", "ends_on": "20/07/2026"})
    assert MonitoringRound.objects.get(plan=plan).name == "Del 1 al 20 de julio de 2026"


@pytest.mark.parametrize(
    ("sent", "problem"),
    [
        ({}, "Escoja qué mira la ronda."),
        ({"stretch": "otras"}, "Escriba el primer día de la ronda."),
        ({"stretch": "otras", "starts_on": "31/02/2026", "ends_on": "2026-07-31"}, "Esa fecha no existe."),
        ({"stretch": "otras", "starts_on": "2025-01-01", "ends_on": "2025-01-31"}, "El plan empieza el 1 de enero"),
        ({"stretch": "2030-01-31"}, "Escoja una de la lista."),
    ],
)
def test_days_that_make_no_sense_are_said(client: Client, at: At, sent: dict[str, str], problem: str) -> None:
    response = client.post(at("rondas/abrir/"), sent)
    assert response.status_code == 422
    assert problem in text_of(page_of(response.content))
    assert not MonitoringRound.objects.exists()


def test_second_open_round_is_refused_with_the_way_out(plan: Plan, client: Client, at: At) -> None:
    make_round(plan)
    response = client.post(at("rondas/abrir/"), {"stretch": "2026-07-31"})
    assert response.status_code == 409
    assert "Ciérrela antes de abrir otra" in text_of(page_of(response.content))


def test_list_of_rounds_shows_the_figures_of_the_closed_ones(plan: Plan, at: At, opened: Opened) -> None:
    assert "Todavía no hay rondas" in text_of(opened(at("rondas/")))
    make_evidence(plan, make_report(plan))
    make_closed_round(plan)
    said = text_of(opened(at("rondas/")))
    assert "1 de 3 (33,3 %)" in said
    make_round(plan, stretch=JULY, now=IN_AUGUST)
    assert "Sus cifras quedan fijas al cerrarla." in text_of(opened(at("rondas/")))


# Notes


def test_note_is_written_where_it_stands_and_the_place_is_kept(plan: Plan, client: Client, at: At) -> None:
    make_round(plan)
    key = cells_of(plan)[0].activity_key
    sent = {"text": "Va bien.", "percent": "62,5", "volver": "mostrar=sin-nota&componente=1&otra=x"}
    response = client.post(at(f"rondas/1/notas/{key}/"), sent)
    assert response.status_code == 302
    assert response.url == at(f"rondas/1/?componente=1&mostrar=sin-nota#a-{key}")
    note = MonitoringNote.objects.get()
    assert (note.text, note.ratio) == ("Va bien.", Decimal("0.625"))


def test_note_that_is_refused_comes_back_as_it_was_typed(plan: Plan, client: Client, at: At) -> None:
    make_round(plan)
    key = cells_of(plan)[0].activity_key
    response = client.post(at(f"rondas/1/notas/{key}/"), {"text": "Lo que escribí", "percent": "120"})
    page = page_of(response.content)
    assert response.status_code == 422
    assert "El porcentaje va de 0 a 100" in text_of(page)
    assert page.xpath("//textarea")[0].text.strip() == "Lo que escribí"
    assert page.xpath("//input[@name='percent']/@value") == ["120"]
    assert not MonitoringNote.objects.exists()


def test_note_of_two_people_shows_both_and_the_second_save_wins(
    entity: Entity, plan: Plan, client: Client, at: At
) -> None:
    found = make_round(plan)
    key = cells_of(plan)[0].activity_key
    other = principal(entity, "PLAN_COORDINATOR")
    values = NoteValues("Lo de otra persona")
    write_note(round_id=found.pk, activity_key=key, values=values, seen=None, by=other, now=IN_AUGUST)
    response = client.post(at(f"rondas/1/notas/{key}/"), {"text": "Lo mío", "seen": ""})
    page = page_of(response.content)
    assert response.status_code == 409
    assert "Lo de otra persona" in text_of(page)
    assert MonitoringNote.objects.get().text == "Lo de otra persona"
    client.post(at(f"rondas/1/notas/{key}/"), {"text": "Lo mío", "seen": hidden(page, "seen")})
    assert MonitoringNote.objects.get().text == "Lo mío"


def test_note_by_htmx_answers_with_its_card_alone(plan: Plan, client: Client, at: At) -> None:
    make_round(plan)
    key = cells_of(plan)[0].activity_key
    htmx = {"HTTP_HX_REQUEST": "true"}
    refused = client.post(at(f"rondas/1/notas/{key}/"), {"text": "x", "percent": "-1"}, **htmx)
    saved = client.post(at(f"rondas/1/notas/{key}/"), {"text": "Va bien.", "percent": ""}, **htmx)
    for response in (refused, saved):
        assert response.status_code == 200
        assert b"<html" not in response.content
    assert "No se guardó" in refused.content.decode()
    assert "Guardada" in saved.content.decode()
    assert MonitoringNote.objects.get().text == "Va bien."


@pytest.mark.parametrize(("where", "title"), [("rondas/1/", "h3"), ("rondas/1/notas/{key}/?volver=x", "h2")])
def test_card_by_htmx_keeps_the_rank_of_its_title(plan: Plan, client: Client, at: At, where: str, title: str) -> None:
    make_round(plan)
    key = cells_of(plan)[0].activity_key
    htmx = {"HTTP_HX_REQUEST": "true", "HTTP_HX_CURRENT_URL": f"http://testserver{at(where.format(key=key))}"}
    saved = client.post(at(f"rondas/1/notas/{key}/"), {"text": "Va bien.", "percent": ""}, **htmx)
    assert [one.tag for one in page_of(saved.content).xpath("//h2 | //h3")] == [title]


def test_round_page_filters_what_is_pending_and_what_has_no_note(plan: Plan, client: Client, at: At) -> None:
    make_evidence(plan, make_report(plan))
    found = make_round(plan)
    done, late, other = (one.activity_key for one in cells_of(plan))
    by = principal(plan.entity, "PLAN_COORDINATOR")
    write_note(round_id=found.pk, activity_key=late, values=NoteValues("Tarde"), seen=None, by=by, now=IN_AUGUST)

    def keys(query: str) -> list[str]:
        page = page_of(client.get(at(f"rondas/1/{query}")).content)
        return [one.removeprefix("a-") for one in page.xpath("//li[contains(@class, 'round-card')]/@id")]

    assert keys("") == [done, late, other]
    assert keys("?mostrar=pendientes") == [late, other]
    assert keys("?mostrar=sin-nota") == [done, other]
    assert keys("?componente=1&mostrar=inventado") == [done, late, other]


def test_notes_of_an_open_round_are_planning_s_own_until_it_closes(
    plan: Plan, client: Client, at: At, as_role: Callable[[str], Client]
) -> None:
    found = make_round(plan)
    by = principal(plan.entity, "PLAN_COORDINATOR")
    key = cells_of(plan)[0].activity_key
    write_note(
        round_id=found.pk, activity_key=key, values=NoteValues("Nota reservada"), seen=None, by=by, now=IN_AUGUST
    )
    control = as_role("INTERNAL_CONTROL")
    assert "Nota reservada" in client.get(at("rondas/1/")).content.decode()
    assert "Nota reservada" not in control.get(at("rondas/1/")).content.decode()
    client.post(at("rondas/1/cerrar/"), {"summary": ""})
    assert "Nota reservada" in control.get(at("rondas/1/")).content.decode()


def test_earlier_round_s_note_is_at_hand(plan: Plan, client: Client, at: At, opened: Opened) -> None:
    key = cells_of(plan)[0].activity_key
    make_round(plan)
    client.post(at(f"rondas/1/notas/{key}/"), {"text": "Lo que se acordó en junio"})
    client.post(at("rondas/1/cerrar/"), {"summary": ""})
    client.post(at("rondas/abrir/"), {"stretch": "2026-07-31"})
    said = text_of(opened(at("rondas/2/")))
    assert "Lo que decía la ronda anterior" in said
    assert "Lo que se acordó en junio" in said


def test_activity_of_many_units_shows_its_first_dates_and_leads_to_the_rest(
    entity: Entity, client: Client, opened: Opened
) -> None:
    plan = make_published_plan_of_many_dates(entity)
    make_round(plan)
    base = f"/{entity.slug}/gestion/seguimiento/planes/{plan.pk}/rondas/1/"
    card = opened(base).xpath("//li[contains(@class, 'round-card')]")[0]
    assert len(card.xpath(".//ul[contains(@class, 'cell-lines')]/li")) == 6
    more = card.xpath(".//a[contains(., 'fechas más')]")[0]
    assert "Ver 2 fechas más" in more.text_content()
    alone = opened(more.get("href"))
    assert len(alone.xpath("//ul[contains(@class, 'cell-lines')]/li")) == 8
    client.post(f"{base}cerrar/", {"summary": ""})
    closed = opened(base)
    link = closed.xpath("//a[contains(., 'fechas más')]/@href")[0]
    assert len(opened(base + link.split("#")[0]).xpath("//ul[contains(@class, 'cell-lines')]/li")) == 8


def make_published_plan_of_many_dates(entity: Entity) -> Plan:
    plan = make_full_plan(entity)
    deliverable = Deliverable.objects.get(activity__plan=plan)
    for month in range(4, 11):
        make_milestone(deliverable, due_on=date(2026, 1, 1) + timedelta(days=15 * month))
    approve_and_publish(plan)
    return plan


# Closing


def test_close_shows_what_will_be_frozen_and_freezes_that(plan: Plan, client: Client, at: At, opened: Opened) -> None:
    make_evidence(plan, make_report(plan))
    make_round(plan)
    client.post(at(f"rondas/1/notas/{cells_of(plan)[1].activity_key}/"), {"text": "Se acordó entregar en julio"})
    page = opened(at("rondas/1/cerrar/"))
    assert "Se acordó entregar en julio" in text_of(page)
    assert "1 actividad con algo pendiente y sin nota" in text_of(page)
    seen = figures_of_table(page, "Por componente")
    response = client.post(
        at("rondas/1/cerrar/"), {"summary": "Un mes difícil.", "reviewed": hidden(page, "reviewed")}, follow=True
    )
    closed = page_of(response.content)
    assert figures_of_table(closed, "Por componente") == seen
    assert "Un mes difícil." in text_of(closed)
    assert "Se acordó entregar en julio" in text_of(closed)
    assert MonitoringRound.objects.get().sha256 in text_of(closed)


def test_close_of_what_changed_meanwhile_shows_it_again_with_nothing_lost(plan: Plan, client: Client, at: At) -> None:
    make_round(plan)
    reviewed = hidden(page_of(client.get(at("rondas/1/cerrar/")).content), "reviewed")
    make_report(plan)
    response = client.post(at("rondas/1/cerrar/"), {"summary": "Mi resumen", "reviewed": reviewed})
    page = page_of(response.content)
    assert response.status_code == 409
    assert "Llegó un reporte" in text_of(page)
    assert page.xpath("//textarea[@name='summary']")[0].text.strip() == "Mi resumen"
    again = client.post(at("rondas/1/cerrar/"), {"summary": "Mi resumen", "reviewed": hidden(page, "reviewed")})
    assert again.status_code == 302
    assert MonitoringRound.objects.get().summary == "Mi resumen"


def test_second_click_on_close_says_that_it_is_closed(plan: Plan, client: Client, at: At) -> None:
    make_closed_round(plan, summary="Primera")
    before = MonitoringRound.objects.values().get()
    response = client.post(at("rondas/1/cerrar/"), {"summary": "Segunda"}, follow=True)
    assert "La ronda de junio de 2026 ya estaba cerrada. Así quedó." in text_of(page_of(response.content))
    assert MonitoringRound.objects.values().get() == before


def test_round_whose_last_day_is_not_over_says_from_when_it_closes(
    plan: Plan, client: Client, at: At, on_a_day: Any
) -> None:
    on_a_day.move_to(datetime(2026, 6, 30, 15, tzinfo=UTC), tick=False)
    make_round(plan, now=datetime(2026, 6, 30, 15, tzinfo=UTC))
    page = page_of(client.get(at("rondas/1/cerrar/")).content)
    assert "Esta ronda mira hasta el 30 de junio de 2026 inclusive." in text_of(page)
    assert not page.xpath("//textarea")
    assert client.post(at("rondas/1/cerrar/"), {"summary": ""}).status_code == 409
    assert MonitoringRound.objects.get().status == "OPEN"


def test_closed_round_says_what_it_froze_whatever_happened_since(
    plan: Plan, at: At, opened: Opened, client: Client
) -> None:
    report = make_report(plan)
    make_closed_round(plan)
    before = client.get(at("rondas/1/")).content
    make_evidence(plan, report)
    make_policy(plan, monitored_by_id=cells_of(plan)[0].key.actor_id)
    Plan.objects.filter(pk=plan.pk).update(title=plan.title)
    frozen = figures_of_table(page_of(before), "Por componente")
    assert figures_of_table(opened(at("rondas/1/")), "Por componente") == frozen
    live = figures_of_table(opened(at()), "Qué pasa en cada componente")
    assert live["Todo el plan"] != frozen["Todo el plan"]


def test_round_of_self_monitored_cells_says_so_on_every_page(
    plan: Plan, at: At, opened: Opened, client: Client
) -> None:
    make_policy(plan, monitored_by_id=cells_of(plan)[0].key.actor_id)
    make_round(plan)
    for path in ("rondas/1/", "rondas/1/cerrar/"):
        assert "monitorea" in text_of(opened(at(path)))
        assert cells_of(plan)[0].actor_name in text_of(opened(at(path)))
    client.post(at("rondas/1/cerrar/"), {"summary": ""})
    said = text_of(opened(at("rondas/1/")))
    assert "La misma dependencia reporta y monitorea." in said
    assert "nadie distinto revisó lo que reportó" in said
    assert "La misma dependencia reporta y monitorea una parte" in text_of(opened(at("rondas/")))


# Who may


@pytest.mark.parametrize("role", [role for role in RoleCode if "followup.monitor" not in permissions_of(role)])
@pytest.mark.parametrize("path", ["rondas/abrir/", "rondas/1/cerrar/", "rondas/1/recordar/", "rondas/1/notas/{key}/"])
def test_pages_of_monitoring_are_not_there_for_others(
    plan: Plan, at: At, as_role: Callable[[str], Client], role: str, path: str
) -> None:
    make_round(plan)
    address = at(path.format(key=cells_of(plan)[0].activity_key))
    client = as_role(role)
    assert client.get(address).status_code == 404
    assert client.post(address, {"text": "x", "summary": "x", "stretch": "2026-07-31"}).status_code == 404
    assert not MonitoringNote.objects.exists()
    assert MonitoringRound.objects.get().status == "OPEN"


def test_rounds_of_another_entity_are_not_there(entity: Entity, other_entity: Entity, client: Client) -> None:
    with active_tenant(other_entity):
        theirs = make_published_plan(other_entity)
        make_closed_round(theirs, summary="Resumen secreto")
    for path in ("rondas/", "rondas/1/", "rondas/1/ronda.json", "rondas/1/cerrar/", "rondas/1/recordar/"):
        response = client.get(f"/{entity.slug}/gestion/seguimiento/planes/{theirs.pk}/{path}")
        assert response.status_code == 404
        assert b"Resumen secreto" not in response.content


@pytest.mark.parametrize("path", ["rondas/9/", "rondas/0/", "rondas/9999999/", "rondas/1/notas/no-existe/"])
def test_what_is_not_there_is_not_found(plan: Plan, client: Client, at: At, path: str) -> None:
    make_round(plan)
    assert client.get(at(path)).status_code == 404
