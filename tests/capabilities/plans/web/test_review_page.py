"""The page of the review: what it shows, what its buttons do, who may press them."""

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from factories import (
    make_activity,
    make_assignment,
    make_deliverable,
    make_full_plan,
    make_member,
    make_node,
    make_plan,
)
from rinde.capabilities.entities.models import Entity
from rinde.capabilities.plans.models import FindingDecision, Milestone, Plan, Signatory
from rinde.capabilities.plans.queries.review import findings_of
from rinde.services.tenancy import active_tenant

READERS = ("ENTITY_ADMIN", "PLAN_COORDINATOR", "UNIT_LIAISON", "INTERNAL_CONTROL", "COMMUNICATIONS", "READER")


def signed_in(entity: Entity, role: str = "PLAN_COORDINATOR") -> Client:
    client = Client()
    client.force_login(make_member(entity, role))
    return client


def page_of(plan: Plan, path: str = "") -> str:
    return f"/{plan.entity.slug}/gestion/planes/{plan.pk}/revision/{path}"


@pytest.fixture
def plan(entity: Entity) -> Plan:
    """One activity that falls due on a day that no calendar has, with markup in its name."""
    plan = make_plan(entity)
    activity = make_activity(make_node(plan), name="Publicar el <b>informe</b>")
    make_assignment(make_deliverable(activity, schedule_text="30/02/2026"))
    return plan


def fingerprint(plan: Plan) -> str:
    found = findings_of(plan, today=date(2026, 3, 2)).open
    return next(one.fingerprint for one in found if "30/02/2026" in one.message)


@pytest.mark.parametrize("role", READERS)
def test_whoever_reads_drafts_reads_the_review_and_only_the_coordinator_acts(entity: Entity, plan: Plan, role: str):
    answer = signed_in(entity, role).get(page_of(plan))
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "30/02/2026" in page
    assert "<b>informe" not in page
    acts = "Usar 28/02/2026" in page
    assert acts is (role == "PLAN_COORDINATOR")
    assert ("Dejar como está" in page) is acts


def a_clean_plan(entity: Entity) -> Plan:
    plan = make_full_plan(entity, objective="Que la gente sepa qué se prometió.")
    Signatory.objects.create(entity=entity, plan=plan, role="APPROVED", post="Comité")
    return plan


def test_a_plan_without_findings_says_that_it_is_no_approval(entity: Entity):
    page = signed_in(entity).get(page_of(a_clean_plan(entity))).content.decode()
    assert "no encontró nada" in page
    assert "no un visto bueno" in page


@pytest.mark.parametrize(("many", "more"), [(5, ""), (6, "y 1 más"), (16, "y 11 más")])
def test_places_are_counted_as_in_the_message(entity: Entity, many: int, more: str) -> None:
    plan = make_plan(entity)
    node = make_node(plan)
    for number in range(many):
        make_assignment(make_deliverable(make_activity(node, code=f"1.{number}")), text="Todas las dependencias")
    page = signed_in(entity).get(page_of(plan)).content.decode()
    card = next(one for one in page.split('class="card finding') if "responde por las actividades" in one)
    assert card.count(more or "y 1.4") == (2 if more else 1)
    assert card.count(" más") == (2 if more else 0)


def test_button_writes_the_proposal(entity: Entity, plan: Plan):
    answer = signed_in(entity).post(page_of(plan, "aplicar/"), {"hallazgo": fingerprint(plan)}, follow=True)
    assert "Se aplicó lo propuesto en una actividad" in answer.content.decode()
    assert [one.due_on for one in Milestone.objects.all()] == [date(2026, 2, 28)]


@pytest.mark.parametrize("sent", [{}, {"hallazgo": "x"}, {"hallazgo": ["0" * 64, "1" * 64]}])
def test_button_for_what_is_no_longer_there_says_so(entity: Entity, plan: Plan, sent: dict[str, object]):
    answer = signed_in(entity).post(page_of(plan, "aplicar/"), sent, follow=True)
    assert "El texto cambió" in answer.content.decode()
    assert not Milestone.objects.exists()


def test_a_reason_is_kept_and_shown_and_can_be_taken_back(entity: Entity, plan: Plan):
    client, sent = signed_in(entity), {"hallazgo": fingerprint(plan), "motivo": "Así está en el <acta>."}
    page = client.post(page_of(plan, "dejar/"), sent, follow=True).content.decode()
    assert "«Así está en el &lt;acta&gt;.»" in page
    assert "Usar 28/02/2026" not in page
    again = page_of(plan, f"mirar-de-nuevo/{FindingDecision.objects.get().pk}/")
    assert "Usar 28/02/2026" in client.post(again, follow=True).content.decode()


def test_a_refused_reason_comes_back_as_it_was_typed(entity: Entity, plan: Plan):
    sent = {"hallazgo": fingerprint(plan), "motivo": "y" * 501}
    answer = signed_in(entity).post(page_of(plan, "dejar/"), sent)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Acórtelo" in page
    assert "y" * 501 in page
    assert not FindingDecision.objects.exists()


@pytest.mark.parametrize("path", ["aplicar/", "dejar/", "mirar-de-nuevo/1/"])
@pytest.mark.parametrize("role", ["READER", "INTERNAL_CONTROL", "UNIT_LIAISON"])
def test_who_only_reads_is_not_let_in_to_the_buttons(entity: Entity, plan: Plan, role: str, path: str):
    sent = {"hallazgo": fingerprint(plan), "motivo": "Sí."}
    assert signed_in(entity, role).post(page_of(plan, path), sent).status_code == 404
    assert not Milestone.objects.exists()
    assert not FindingDecision.objects.exists()


def test_another_entitys_plan_is_not_there(entity: Entity, other_entity: Entity):
    with active_tenant(other_entity):
        theirs = make_full_plan(other_entity)
    address = f"/{entity.slug}/gestion/planes/{theirs.pk}/revision/"
    assert signed_in(entity).get(address).status_code == 404


@pytest.mark.parametrize("question", ["gravedad=hint", "gravedad=nada", "gravedad=error&x=1"])
def test_filter_takes_any_question(entity: Entity, plan: Plan, question: str):
    answer = signed_in(entity).get(f"{page_of(plan)}?{question}")
    assert answer.status_code == 200
    assert ("Usar 28/02/2026" in answer.content.decode()) is (question != "gravedad=hint")


@pytest.mark.parametrize("count", [1, 3])
def test_page_costs_the_same_queries(entity: Entity, count: int):
    plan = make_full_plan(entity, activities=count)
    client = signed_in(entity)
    client.get(page_of(plan))
    with CaptureQueriesContext(connection) as captured:
        assert client.get(page_of(plan)).status_code == 200
    assert len(captured) == 13


def test_summary_beside_the_table_leads_to_each_finding(entity: Entity, plan: Plan):
    client = signed_in(entity)
    page = client.get(page_of(plan, "resumen/")).content.decode()
    assert "La revisión encontró" in page
    assert f'{page_of(plan)}#h-{fingerprint(plan)[:12]}"' in page
    assert page_of(plan, "resumen/") in client.get(page_of(plan).replace("revision/", "")).content.decode()


def test_summary_of_a_plan_without_findings_says_so(entity: Entity):
    page = signed_in(entity).get(page_of(a_clean_plan(entity), "resumen/")).content.decode()
    assert "no encuentra nada" in page


def test_what_is_missing_is_told_in_the_same_list(entity: Entity):
    plan = make_plan(entity)
    page = signed_in(entity).get(page_of(plan)).content.decode()
    assert "El plan no tiene actividades" in page
    assert "no encontró nada" not in page
    assert "3 datos por completar" in signed_in(entity).get(page_of(plan, "resumen/")).content.decode()
