"""The board: every number opens to exactly what it counts, filters say what they did, and who may see what."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from board_pages import Page, figures_of_table, linked_numbers, list_count, listed_rows, page_of, text_of
from factories import make_full_plan, make_published_plan, make_user
from followup_rounds import make_closed_round, make_policy, make_round
from followup_samples import make_evidence, make_report
from rinde.capabilities.accounts.choices import RoleCode
from rinde.capabilities.accounts.models import Membership
from rinde.capabilities.accounts.rules import permissions_of
from rinde.capabilities.entities.models import Entity
from rinde.capabilities.followup.models import ProgressReport
from rinde.capabilities.followup.queries import plan_cells
from rinde.capabilities.followup.rules.cells import Cell
from rinde.capabilities.plans.models import Plan, PlanNode
from rinde.services.tenancy import active_tenant

Opened = Callable[[str], Page]
At = Callable[..., str]
READERS = [role for role in RoleCode if "followup.read" in permissions_of(role)]


def cells_of(plan: Plan) -> tuple[Cell, ...]:
    found = plan_cells(plan)
    assert found is not None
    return found.cells


def one_of_each(plan: Plan) -> None:
    """Done, returned and late; the late one has a draft."""
    done, returned, late = cells_of(plan)
    make_evidence(plan, make_report(plan, done))
    make_report(plan, returned, status="RETURNED", returned_reason="Razón interna")
    make_report(plan, late, status="DRAFT", text="Borrador sin enviar")


def test_every_number_opens_to_exactly_what_it_counts(plan: Plan, at: At, opened: Opened) -> None:
    one_of_each(plan)
    make_policy(plan, monitored_by_id=cells_of(plan)[0].key.actor_id)
    numbers = linked_numbers(opened(at()))
    assert len(numbers) > 12
    for number, address in numbers:
        page = opened(at() + address.split("#")[0])
        assert (number, address) == (list_count(page), address)
        assert listed_rows(page) == number


def test_each_report_is_opened_to_be_read_or_reviewed(plan: Plan, at: At, opened: Opened) -> None:
    sent, returned, _ = cells_of(plan)
    to_review = make_report(plan, sent)
    to_correct = make_report(plan, returned, status="RETURNED", returned_reason="Razón interna")
    where = {"entity_slug": plan.entity.slug}
    assert set(opened(at()).xpath("//table[contains(@class, 'board-rows')]//td//a/@href")) >= {
        reverse("desk:report_review", kwargs=where | {"report_id": to_review.pk}),
        reverse("desk:report_detail", kwargs=where | {"report_id": to_correct.pk}),
    }


def test_one_is_not_counted_as_many(plan: Plan, at: At, opened: Opened) -> None:
    def said(page: Page, where: str) -> set[str]:
        return {" ".join(one.text_content().split()) for one in page.xpath(where)}

    index, counted = f"/{plan.entity.slug}/gestion/seguimiento/planes/", "//li[contains(@class, 'card')]/ul/li"
    one_of_each(plan)
    assert said(opened(index), counted) == {"1 vencida", "1 devuelta"}
    figures = said(opened(at()), "//ul[contains(@class, 'board-figures')]/li")
    assert figures >= {"1Vencida", "1Devuelta", "1Cumplida"}
    ProgressReport.objects.filter(status="DRAFT").delete()
    make_report(plan, cells_of(plan)[2], status="RETURNED", returned_reason="Razón interna")
    assert said(opened(index), counted) == {"2 devueltas"}


def test_every_number_of_a_round_opens_to_what_it_counts(plan: Plan, at: At, opened: Opened) -> None:
    one_of_each(plan)
    make_round(plan)
    numbers = linked_numbers(opened(at("?ronda=1")))
    assert numbers
    for number, address in numbers:
        assert "ronda=1" in address
        assert listed_rows(opened(at() + address.split("#")[0])) == number


def test_numbers_open_over_many_pages(entity: Entity, opened: Opened) -> None:
    plan = make_published_plan(entity, activities=53)
    address = f"/{entity.slug}/gestion/seguimiento/planes/{plan.pk}/?estado=vencidas"
    first, second = opened(address), opened(f"{address}&pagina=2")
    assert (list_count(first), listed_rows(first), listed_rows(second)) == (53, 50, 3)


def test_board_counts_by_component_and_by_actor(plan: Plan, at: At, opened: Opened) -> None:
    one_of_each(plan)
    page = opened(at())
    head = [" ".join(one.xpath("string()").split()) for one in page.xpath("(//table)[1]/thead//th")]
    assert head == ["Componente", "Vencidas", "Devueltas", "Cumplidas", "En total", "Actividades cumplidas", "Avance"]
    by_component = figures_of_table(page, "Qué pasa en cada componente")
    assert [cell.split()[0] for cell in by_component["Todo el plan"][:4]] == ["1", "1", "1", "3"]
    assert by_component["Todo el plan"][4:] == ["1 de 3 (33,3 %)", "33,3 %"]
    by_actor = figures_of_table(page, "Qué pasa con cada responsable")
    assert next(iter(by_actor)) == cells_of(plan)[2].actor_name  # who has most late stands on top


def test_internal_words_are_not_on_the_board(plan: Plan, at: At, opened: Opened) -> None:
    one_of_each(plan)
    said = text_of(opened(at()))
    assert "Razón interna" not in said
    assert "Borrador sin enviar" not in said


def test_what_presses_is_on_top_unless_the_plans_order_is_asked_for(plan: Plan, at: At, opened: Opened) -> None:
    one_of_each(plan)

    def labels(query: str) -> list[str]:
        return [
            str(one) for one in opened(at(query)).xpath("//table[contains(@class, 'board-rows')]//th/strong/text()")
        ]

    done, returned, late = (one.label for one in cells_of(plan))
    assert labels("") == [late, returned, done]
    assert labels("?orden=plan") == [done, returned, late]


def test_filters_by_component_actor_and_state_together(plan: Plan, at: At, opened: Opened) -> None:
    one_of_each(plan)
    late = cells_of(plan)[2]
    page = opened(at(f"?componente=1&responsable={late.key.actor_id}&estado=vencidas"))
    assert listed_rows(page) == 1
    assert f"1 de 3: Vencidas · {late.component} · {late.actor_name}" in text_of(page)


def test_a_component_and_an_actor_of_the_same_key_are_not_mixed_up(plan: Plan, at: At, opened: Opened) -> None:
    component = PlanNode.objects.get(plan=plan)
    said = opened(at("?componente=1")).xpath("string(//p[contains(@class, 'board-filter__said')])")
    assert " ".join(said.split()) == f"3 de 3: {component}"


@pytest.mark.parametrize(
    ("query", "problem"),
    [
        ("?componente=99", "El plan no tiene ese componente."),
        ("?responsable=999999", "Nadie con ese nombre responde por algo en este plan."),
        ("?estado=inventado", "No conocemos ese estado."),
        ("?ronda=7", "Este plan no tiene esa ronda."),
        ("?estado=%00", "No conocemos ese estado."),
    ],
)
def test_what_could_not_be_understood_is_said_and_filters_nothing(
    at: At, opened: Opened, query: str, problem: str
) -> None:
    page = opened(at(query))
    assert problem in text_of(page)
    assert listed_rows(page) == 3


def test_nothing_found_leads_back(plan: Plan, at: At, opened: Opened) -> None:
    one_of_each(plan)
    page = opened(at("?estado=sin-caso"))
    assert listed_rows(page) == 0
    assert "Nada cumple con todo lo que pidió" in text_of(page)


def test_board_says_where_the_same_unit_reports_and_monitors(plan: Plan, at: At, opened: Opened) -> None:
    first = cells_of(plan)[0]
    assert "también reporta" not in text_of(opened(at()))
    make_policy(plan, monitored_by_id=first.key.actor_id)
    said = text_of(opened(at()))
    assert f"{first.actor_name} monitorea este plan y también reporta en él." in said
    assert said.count("Reporta y monitorea ") >= 1


def test_board_asks_who_monitors_where_nobody_has_said(plan: Plan, at: At, opened: Opened) -> None:
    assert "Nadie ha dicho quién monitorea este plan" in text_of(opened(at()))
    make_policy(plan, monitored_by_id=cells_of(plan)[0].key.actor_id)
    assert "Nadie ha dicho quién monitorea este plan" not in text_of(opened(at()))


def test_board_of_a_draft_says_when_it_begins(entity: Entity, opened: Opened) -> None:
    draft = make_full_plan(entity)
    page = opened(f"/{entity.slug}/gestion/seguimiento/planes/{draft.pk}/")
    assert "Este plan todavía no se publica" in text_of(page)


def test_plan_leads_to_its_board_once_it_is_published(entity: Entity, plan: Plan, at: At, opened: Opened) -> None:
    draft = make_full_plan(entity)
    assert at() in opened(f"/{entity.slug}/gestion/planes/{plan.pk}/").xpath("//a/@href")
    addresses = opened(f"/{entity.slug}/gestion/planes/{draft.pk}/").xpath("//a/@href")
    assert not any(f"/seguimiento/planes/{draft.pk}/" in one for one in addresses)


# The index


def test_index_shows_each_followed_plan_with_what_presses(entity: Entity, plan: Plan, opened: Opened) -> None:
    one_of_each(plan)
    make_closed_round(plan)
    make_full_plan(entity, title="Un borrador")
    page = opened(f"/{entity.slug}/gestion/seguimiento/planes/")
    said = text_of(page)
    assert plan.title in said
    assert "Un borrador" not in said
    assert "1 vencida" in said
    assert "Ninguna abierta. La última: Junio de 2026" in said
    assert "1 de 3 (33,3 %)" in said


def test_index_without_plans_says_when_follow_up_begins(entity: Entity, as_role: Callable[[str], Client]) -> None:
    response = as_role("READER").get(f"/{entity.slug}/gestion/seguimiento/planes/")
    assert "Todavía no hay planes en seguimiento" in text_of(page_of(response.content))


def test_index_tells_closed_plans_apart(entity: Entity, plan: Plan, opened: Opened) -> None:
    make_closed_round(plan)
    Plan.objects.filter(pk=plan.pk).update(status="CLOSED")
    said = text_of(opened(f"/{entity.slug}/gestion/seguimiento/planes/"))
    assert "Planes cerrados" in said
    assert plan.title in said


# Who may


@pytest.mark.parametrize("role", READERS)
def test_whoever_follows_reads_the_board(plan: Plan, at: At, as_role: Callable[[str], Client], role: str) -> None:
    client = as_role(role)
    for address in (at(), at("rondas/"), at("quien-hace-que/"), f"/{plan.entity.slug}/gestion/seguimiento/planes/"):
        assert client.get(address).status_code == 200


def test_whoever_serves_citizens_does_not(at: At, as_role: Callable[[str], Client]) -> None:
    assert as_role("CITIZEN_SERVICE").get(at()).status_code == 404


@pytest.mark.parametrize("role", [role for role in READERS if role != RoleCode.PLAN_COORDINATOR])
def test_buttons_of_monitoring_are_only_for_who_monitors(
    plan: Plan, at: At, as_role: Callable[[str], Client], opened: Opened, role: str
) -> None:
    make_round(plan)
    mine = opened(at())
    assert at("rondas/1/recordar/") in mine.xpath("//a/@href")
    theirs = page_of(as_role(role).get(at()).content)
    assert at("rondas/1/recordar/") not in theirs.xpath("//a/@href")


def test_whoever_coordinates_another_plan_only_is_told_so(entity: Entity, plan: Plan, at: At) -> None:
    user = make_user()
    other = make_full_plan(entity)
    Membership.objects.create(
        entity=entity, user=user, role="PLAN_COORDINATOR", scope_kind="plan", scope_ids=[other.pk]
    )
    client = Client()
    client.force_login(user)
    response = client.get(at())
    assert response.status_code == 403
    assert plan.title not in response.content.decode()
    index = client.get(f"/{entity.slug}/gestion/seguimiento/planes/")
    assert plan.title not in index.content.decode()


def test_board_of_another_entity_is_not_there(entity: Entity, other_entity: Entity, client: Client) -> None:
    with active_tenant(other_entity):
        theirs = make_published_plan(other_entity, title="Plan secreto")
        make_report(theirs)
    response: Any = client.get(f"/{entity.slug}/gestion/seguimiento/planes/{theirs.pk}/")
    assert response.status_code == 404
    index = client.get(f"/{entity.slug}/gestion/seguimiento/planes/")
    assert "Plan secreto" not in index.content.decode()
