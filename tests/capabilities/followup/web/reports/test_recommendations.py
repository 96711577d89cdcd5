"""Recommendations on the desk: the list with what presses first, and the next step of one for whoever has it."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from browsing import value_of
from capabilities.followup.web.reports.conftest import Opens, at, text_of, unit_client
from factories import client_of, make_entity, make_member
from follow_up_reports import JULY_24, recommended
from followup_samples import cells_in, make_evidence, make_report
from rinde.capabilities.accounts.choices import RoleCode
from rinde.capabilities.entities.models import Entity
from rinde.capabilities.followup.models import CutOff, FrozenActivity, ProgressReport, Recommendation
from rinde.capabilities.followup.operations.freezing import freeze_due_cut_offs
from rinde.services.tenancy import active_tenant

ACTION = "Firmar las actas el mismo día."


@pytest.fixture
def one(entity: Entity) -> Recommendation:
    return recommended(entity)


@pytest.fixture
def of_unit(entity: Entity, one: Recommendation) -> Client:
    return unit_client(entity, FrozenActivity(actors=[[one.actor_id, ""]]))


def url_of(one: Recommendation, name: str = "recommendation_detail") -> str:
    return at(one.plan, name, number=one.number)


def post(client: Client, one: Recommendation, name: str, **fields: Any) -> Any:
    seen = value_of(text_of(client.get(url_of(one))), "seen")
    return client.post(url_of(one, name), {"seen": seen} | fields)


def add(one: Recommendation, number: int, **fields: Any) -> Recommendation:
    defaults = {
        "entity": one.entity, "plan": one.plan, "number": number, "cut_off": one.cut_off, "subject": "El plan",
        "text": f"Recomendación de prueba {number}", "made_at": JULY_24, "published_at": JULY_24, "edited_at": JULY_24,
    }  # fmt: skip
    return Recommendation.objects.create(**defaults | fields)


def test_recommendation_walks_from_the_unit_to_internal_control(
    control: Client, of_unit: Client, one: Recommendation
) -> None:
    assert post(of_unit, one, "action_plan", text=ACTION, due_on="30/08/2026").status_code == 302
    said = ProgressReport.objects.filter(activity_key=one.activity_key).first()
    cell = next(cell for cell in cells_in(one.plan) if cell.activity_key == one.activity_key)
    proof = make_evidence(one.plan, said or make_report(one.plan, cell))
    page = text_of(of_unit.get(url_of(one)))
    assert "Decir que ya se hizo" in page
    assert proof.title in page
    answer = post(of_unit, one, "action_report", text="Se firmaron todas.", evidences=[str(proof.pk)])
    assert answer.status_code == 302
    assert "Verificar si resolvió" not in text_of(of_unit.get(url_of(one)))
    answer = post(control, one, "action_verify", decision="si", reason="Se revisaron todas las actas.")
    assert answer.status_code == 302
    page = text_of(control.get(url_of(one)))
    for told in ("Verificada: resolvió", ACTION, "Se firmaron todas.", "Se revisaron todas las actas.", "Historia"):
        assert told in page


def test_form_that_lacks_something_is_shown_again_with_what_was_typed(of_unit: Client, one: Recommendation) -> None:
    answer = post(of_unit, one, "action_plan", text=ACTION, due_on="30/02/2026")
    assert answer.status_code == 422
    assert ACTION in text_of(answer)
    assert "Esa fecha no existe" in text_of(answer)
    past = post(of_unit, one, "action_plan", text=ACTION, due_on="01/07/2026")
    assert "ya pasó" in text_of(past)
    assert Recommendation.objects.get().status == "OPEN"


def test_step_of_another_window_is_refused_and_says_so(of_unit: Client, one: Recommendation, on_july_16: Any) -> None:
    seen = value_of(text_of(of_unit.get(url_of(one))), "seen")
    on_july_16.shift(timedelta(minutes=5))
    post(of_unit, one, "action_plan", text=ACTION, due_on="30/08/2026")
    answer = of_unit.post(url_of(one, "action_plan"), {"text": "Otra acción.", "due_on": "2026-09-01", "seen": seen})
    assert answer.status_code == 409
    assert Recommendation.objects.get().action == ACTION


def test_address_of_a_step_without_a_form_leads_back(of_unit: Client, control: Client, one: Recommendation) -> None:
    assert of_unit.get(url_of(one, "action_plan")).url == f"{url_of(one)}#siguiente"
    assert control.get(url_of(one, "action_verify")).url == f"{url_of(one)}#siguiente"


def test_list_puts_overdue_actions_first_and_filters(control: Client, one: Recommendation) -> None:
    add(one, 2, status="PLANNED", action=ACTION, action_due_on=date(2026, 7, 15))
    add(one, 3, status="EFFECTIVE")
    url = at(one.plan, "recommendation_list")
    page = text_of(control.get(url))
    assert page.index("Recomendación de prueba 2") < page.index(one.text) < page.index("Recomendación de prueba 3")
    assert "Acción vencida" in page
    standing = text_of(control.get(f"{url}?estado=abiertas"))
    assert "Recomendación de prueba 3" not in standing
    overdue = text_of(control.get(f"{url}?estado=vencidas"))
    assert "Recomendación de prueba 2" in overdue
    assert one.text not in overdue
    nothing = text_of(control.get(f"{url}?estado=REPORTED"))
    assert "Ninguna recomendación está en ese caso" in nothing
    assert control.get(f"{url}?estado=x&dependencia=y").status_code == 200


def test_empty_list_says_where_they_come_from(control: Client, cut_off: Any) -> None:
    assert "Todavía no hay recomendaciones" in text_of(control.get(at(cut_off.plan, "recommendation_list")))


@pytest.mark.parametrize("role", RoleCode)
def test_forms_are_only_shown_to_whoever_has_the_next_step(as_role: Opens, one: Recommendation, role: str) -> None:
    client = as_role(role)
    answer = client.get(url_of(one))
    if role == RoleCode.CITIZEN_SERVICE:
        assert answer.status_code == 404
        return
    acts = role in {RoleCode.UNIT_LIAISON, RoleCode.UNIT_HEAD, RoleCode.PLAN_COORDINATOR}
    assert ("Escribir la acción de mejora" in text_of(answer)) is acts
    posted = client.post(url_of(one, "action_plan"), {"text": ACTION, "due_on": "2026-08-30", "seen": ""})
    assert posted.status_code in ({409} if acts else {403, 404})
    assert "Verificar si resolvió" not in text_of(answer)


def test_other_units_and_other_entities_find_no_way_in(one: Recommendation) -> None:
    other = make_entity()
    with active_tenant(other):
        foreign = client_of(make_member(other, "INTERNAL_CONTROL"))
    for url in (url_of(one), at(one.plan, "recommendation_list")):
        assert foreign.get(url).status_code == 404
        assert foreign.get(url.replace(f"/{one.entity.slug}/", f"/{other.slug}/")).status_code == 404


def test_unpublished_recommendation_is_not_found(control: Client, one: Recommendation) -> None:
    hidden = add(one, 2, published_at=None, text="SIN PUBLICAR")
    assert control.get(url_of(hidden)).status_code == 404
    assert "SIN PUBLICAR" not in text_of(control.get(at(one.plan, "recommendation_list")))


def test_list_costs_the_same_for_one_and_for_three(
    control: Client, one: Recommendation, django_assert_max_num_queries: Any
) -> None:
    url, costs = at(one.plan, "recommendation_list"), []
    for number in (None, 2, 3):
        if number:
            add(one, number)
        control.get(url)
        with django_assert_max_num_queries(15) as asked:
            control.get(url)
        costs.append(len(asked))
    assert len(set(costs)) == 1


def test_what_is_not_resolved_is_carried_to_the_working_list_of_the_next_cut_off(
    control: Client, one: Recommendation
) -> None:
    later = CutOff.objects.filter(plan=one.plan).exclude(pk=one.cut_off_id).select_related("plan__entity").get()
    freeze_due_cut_offs(entity_id=one.entity_id, now=datetime(2027, 1, 9, 7, 15, tzinfo=UTC))
    url = at(one.plan, "cut_off_detail", number=later.number)
    assert "Recomendación sin resolver" in text_of(control.get(f"{url}?ver=todas"))
    activity = at(one.plan, "frozen_activity", number=later.number, key=one.activity_key)
    assert url_of(one) in text_of(control.get(activity))
    Recommendation.objects.update(status="EFFECTIVE")
    assert "Recomendación sin resolver" not in text_of(control.get(f"{url}?ver=todas"))
    assert url_of(one) not in text_of(control.get(activity))
