"""The unit's pages: who opens which, the lists, planning's answer, the months, and what all of it costs."""

import re
from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse

from browsing import value_of
from capabilities.followup.web.report_forms import DONE, counted_plan, fill, form_of, liaison, page, unit_of
from factories import (
    approve_and_publish,
    client_of,
    make_activity,
    make_actor,
    make_assignment,
    make_deliverable,
    make_member,
    make_milestone,
    make_node,
    make_plan,
    make_published_plan,
)
from followup_samples import cells_in, first_cell, make_report
from page_costs import assert_cheap, costs_of, names_in, pages_among
from rinde.capabilities.accounts.choices import RoleCode
from rinde.capabilities.entities.models import Entity
from rinde.capabilities.followup.models import Counter, Evidence, FollowUpPolicy, ProgressReport
from rinde.capabilities.followup.web.urls.reporting import urlpatterns
from rinde.capabilities.plans.models import Plan
from rinde.services.tenancy import active_tenant

REASON = "Falta el enlace al informe."


@pytest.fixture
def plan(entity: Entity) -> Plan:
    return make_published_plan(entity)


REPORTS = {RoleCode.UNIT_LIAISON, RoleCode.UNIT_HEAD, RoleCode.PLAN_COORDINATOR}


@pytest.mark.parametrize("role", RoleCode)
def test_who_opens_which_page(plan: Plan, as_role: Any, role: RoleCode) -> None:
    client, report = as_role(role), make_report(plan)
    key, entity = first_cell(plan).key, plan.entity
    reads = 200 if role != RoleCode.CITIZEN_SERVICE else 404
    fills, reviews = (200 if role in REPORTS else 404), (200 if role == RoleCode.PLAN_COORDINATOR else 404)
    group = {"deliverable_id": key.deliverable_id, "milestone_id": key.milestone_id}
    counts = {"deliverable_id": key.deliverable_id, "actor_id": key.actor_id}
    assert client.get(page("my_cells", entity)).status_code == fills
    assert client.get(page("counters", entity, **counts)).status_code == fills
    assert client.get(page("report_detail", entity, report_id=report.pk)).status_code == reads
    assert client.get(page("cell_group", entity, **group)).status_code == reads
    assert client.get(page("review_list", entity)).status_code == reviews
    assert client.get(page("report_review", entity, report_id=report.pk)).status_code == reviews
    assert client.get(form_of(plan)).status_code == (302 if role in REPORTS else 404)


def test_unit_opens_its_own_form_and_no_other(entity: Entity) -> None:
    plan = make_published_plan(entity, activities=2)
    mine, other = cells_in(plan)
    client = liaison(entity, mine.key.actor_id)
    assert client.get(form_of(plan, mine.key)).status_code == 200
    assert client.get(form_of(plan, other.key)).status_code == 403
    assert fill(client, plan, key=mine.key, **DONE).status_code == 302
    assert client.post(form_of(plan, other.key), DONE | {"enviar": "1"}).status_code == 403
    assert ProgressReport.objects.count() == 1


def test_nothing_of_another_entity_is_there(plan: Plan, other_entity: Entity) -> None:
    report, key = make_report(plan), first_cell(plan).key
    stranger = client_of(make_member(other_entity, "PLAN_COORDINATOR"))
    own = {"entity_slug": other_entity.slug}
    cell = {"deliverable_id": key.deliverable_id, "milestone_id": key.milestone_id}
    for name, more in (
        ("report_cell", cell | {"actor_id": key.actor_id}),
        ("cell_group", cell),
        ("report_detail", {"report_id": report.pk}),
        ("report_review", {"report_id": report.pk}),
        ("counters", {"deliverable_id": key.deliverable_id, "actor_id": key.actor_id}),
    ):
        assert stranger.get(reverse(f"desk:{name}", kwargs=own | more)).status_code == 404
    assert report.about["activity"] not in stranger.get(reverse("desk:my_cells", kwargs=own)).text
    assert report.about["activity"] not in stranger.get(reverse("desk:review_list", kwargs=own)).text


def test_draft_is_its_units_alone(plan: Plan, as_role: Any) -> None:
    report = make_report(plan, status="DRAFT", text="Todavía no lo digo")
    url = page("report_detail", plan.entity, report_id=report.pk)
    assert "Todavía no lo digo" in unit_of(plan).get(url).text
    assert as_role("READER").get(url).status_code == 404
    assert as_role("INTERNAL_CONTROL").get(url).status_code == 404


def test_what_is_being_corrected_is_read_by_others_as_it_was_sent(plan: Plan, as_role: Any) -> None:
    report = make_report(plan, status="RETURNED")
    ProgressReport.objects.filter(pk=report.pk).update(text="A medio corregir")
    url = page("report_detail", plan.entity, report_id=report.pk)
    assert "A medio corregir" in unit_of(plan).get(url).text
    seen = as_role("READER").get(url).text
    assert "A medio corregir" not in seen
    assert "Se publicó en la página." in seen


@pytest.mark.parametrize("status", ["CLOSED", "APPROVED"])
def test_plan_that_is_not_carried_out_says_so(plan: Plan, status: str) -> None:
    url, client = form_of(plan), unit_of(plan)
    Plan.objects.filter(pk=plan.pk).update(status=status)
    answer = client.get(url)
    assert (answer.status_code, "plan" in answer.text) == (409, True)


def test_list_tells_what_presses_and_whose_it_is(entity: Entity, on_a_day: Any) -> None:
    plan = make_published_plan(entity, activities=2)
    mine, other = cells_in(plan)
    on_a_day.move_to("2026-07-03T15:00:00Z")
    body = liaison(entity, mine.key.actor_id).get(page("my_cells", entity)).text
    assert mine.activity_name in body
    assert "Venció hace 3 días" in body
    assert other.activity_name not in body


def test_coordinator_sees_all_in_groups_with_the_filter(entity: Entity, as_role: Any) -> None:
    plan = make_plan(entity)
    deliverable = make_deliverable(make_activity(make_node(plan)))
    make_milestone(deliverable)
    for _ in range(3):
        make_assignment(deliverable, actor=make_actor(entity))
    approve_and_publish(plan)
    make_report(plan)
    client, url = as_role("PLAN_COORDINATOR"), page("my_cells", entity)
    assert "Nada le toca solo a usted" in client.get(url).text
    body = client.get(f"{url}?ver=todas").text
    assert "3 responsables: 1 reportó, 2 no" in body
    key = first_cell(plan).key
    group = page("cell_group", entity, deliverable_id=key.deliverable_id, milestone_id=key.milestone_id)
    assert group in body
    listed = client.get(group).text
    assert listed.count("No ha reportado") == 2


def test_review_accepts_and_returns_with_a_reason(plan: Plan, as_role: Any) -> None:
    report, client = make_report(plan), as_role("PLAN_COORDINATOR")
    url = page("report_review", plan.entity, report_id=report.pk)
    seen = value_of(client.get(url).text, "seen")
    empty = client.post(url, {"seen": seen, "reason": ""})
    assert (empty.status_code, "Escriba por qué lo devuelve" in empty.text) == (422, True)
    assert client.post(url, {"seen": seen, "reason": REASON}).status_code == 302
    assert ProgressReport.objects.get().status == "RETURNED"
    other = make_report(make_published_plan(plan.entity))
    url = page("report_review", plan.entity, report_id=other.pk)
    assert client.post(url, {"seen": value_of(client.get(url).text, "seen"), "aceptar": "1"}).status_code == 302
    other.refresh_from_db()
    assert other.status == "ACCEPTED"


def test_list_of_reviews_says_how_much_of_how_much(entity: Entity, as_role: Any) -> None:
    make_report(counted_plan(entity), quantity=Decimal(38))
    assert "38 de 40" in as_role("PLAN_COORDINATOR").get(page("review_list", entity)).text


def test_several_are_accepted_from_the_list(entity: Entity, as_role: Any) -> None:
    plan = make_published_plan(entity, activities=3)
    reports = [make_report(plan, cell) for cell in cells_in(plan)]
    client, url = as_role("PLAN_COORDINATOR"), page("review_list", entity)
    listed = client.get(url).text
    marks = re.findall(r'name="reporte" value="([^"]+)"', listed)
    assert (len(marks), listed.count("Sin prueba"), " checked" in listed) == (3, 3, False)
    assert client.get(f"{url}?marcar=todos").text.count(" checked") == 3
    told = client.post(url, {"reporte": [marks[0], marks[1], "nada@x"]}, follow=True).text
    assert "Se aceptaron 2 reportes." in told
    assert ProgressReport.objects.filter(status="SENT").count() == 1
    assert "No marcó ningún reporte" in client.post(url, {}, follow=True).text
    late = client.post(url, {"reporte": marks[0]}, follow=True).text
    assert "mientras usted leía" in late
    assert {one.pk for one in reports} == set(ProgressReport.objects.values_list("pk", flat=True))


def test_months_are_counted_and_proposed_to_the_report(entity: Entity, on_a_day: Any) -> None:
    on_a_day.move_to("2026-06-10T15:00:00Z")
    plan = counted_plan(entity, target_quantity=Decimal(5000))
    client, key = unit_of(plan), first_cell(plan).key
    url = page("counters", entity, deliverable_id=key.deliverable_id, actor_id=key.actor_id)
    assert client.get(url).status_code == 200
    wrong = client.post(f"{url}?mes=2026-05", {"seen": "", "FACEBOOK": "muchas", "X": "3"})
    assert (wrong.status_code, "muchas" in wrong.text, Counter.objects.count()) == (422, True, 0)
    assert client.post(f"{url}?mes=2026-05", {"seen": "", "FACEBOOK": "2.400", "X": "80"}).status_code == 302
    body = client.get(url).text
    assert "2.480" in body
    assert "de 5.000 en el año (49 %)" in body
    form = client.get(form_of(plan)).text
    assert 'name="quantity" value="2.480"' in form
    stale = client.post(f"{url}?mes=2026-05", {"seen": "", "FACEBOOK": "1"})
    assert stale.status_code == 409
    assert Counter.objects.get(channel="FACEBOOK").total == 2400


def test_sample_shows_a_few_of_what_was_counted(entity: Entity, on_a_day: Any) -> None:
    on_a_day.move_to("2026-06-10T15:00:00Z")
    plan = counted_plan(entity, target_quantity=Decimal(5000))
    client, key = unit_of(plan), first_cell(plan).key
    of = {"deliverable_id": key.deliverable_id, "actor_id": key.actor_id}
    url, samples = page("counters", entity, **of), page("counter_sample", entity, **of)
    assert "Agregar una muestra" not in client.get(f"{url}?mes=2026-05").text
    client.post(f"{url}?mes=2026-05", {"seen": "", "FACEBOOK": "2.400"})
    assert "Agregar una muestra" in client.get(f"{url}?mes=2026-05").text
    empty = client.post(f"{samples}?mes=2026-05", {"channel": "FACEBOOK", "link": ""})
    assert (empty.status_code, "Escoja una foto" in empty.text) == (422, True)
    sent = {"channel": "FACEBOOK", "link": "https://example.org/post/1", "visibility": "PUBLIC"}
    assert client.post(f"{samples}?mes=2026-05", sent).status_code == 302
    assert client.post(f"{samples}?mes=2026-05", sent).status_code == 302
    proof = Evidence.objects.get()
    assert Counter.objects.get().samples.get() == proof
    assert proof.uses.get().report.milestone_id == key.milestone_id
    assert "example.org/post/1" in client.get(f"{url}?mes=2026-05").text
    assert client.post(f"{samples}?mes=2026-05", sent | {"channel": "RADIO"}).status_code == 409


CHEAP = [
    "/{slug}/gestion/seguimiento/",
    "/{slug}/gestion/seguimiento/?ver=todas",
    "/{slug}/gestion/seguimiento/revisar/",
    "/{slug}/gestion/seguimiento/grupos/{deliverable}/{milestone}/",
    "/{slug}/gestion/seguimiento/reportes/{report}/",
    "/{slug}/gestion/seguimiento/reportes/{report}/revisar/",
    "/{slug}/gestion/seguimiento/reportar/{deliverable}/{other_milestone}/{actor}/",
    "/{slug}/gestion/seguimiento/contadores/{deliverable}/{actor}/",
]


def _filled_plan(entity: Entity, rows: int) -> dict[str, object]:
    """Plans, units, dates, reports, proofs and months: as many of each as asked."""
    for _ in range(rows):
        plan = make_plan(entity)
        node = make_node(plan)
        for _ in range(rows):
            deliverable = make_deliverable(make_activity(node), target_quantity=Decimal(40), target_unit="COUNT")
            milestones = [make_milestone(deliverable), make_milestone(deliverable, due_on="2026-09-30")]
            for _ in range(rows):
                make_assignment(deliverable, actor=make_actor(entity))
        approve_and_publish(plan)
        FollowUpPolicy.objects.create(entity=entity, plan=plan, edited_at=plan.edited_at)
        cells = [cell for cell in cells_in(plan) if cell.key.milestone_id != milestones[1].pk]
        reports = [make_report(plan, cell) for cell in cells if cell.due_on.month == 6]
        for month in range(1, rows + 1):
            Counter.objects.create(
                entity=entity, plan=plan, deliverable=deliverable, actor_id=reports[-1].actor_id,
                month=f"2026-0{month}-01", channel="X", total=4, activity_key="k", edited_at=plan.edited_at,
            )  # fmt: skip
    last = reports[-1]
    for number in range(rows):
        Evidence.objects.create(
            entity=entity, plan=plan, kind="LINK", title=f"{number}", url=f"https://example.org/{number}",
            normalized_url=f"example.org/{number}", uploaded_at=plan.edited_at,
        ).uses.create(entity=entity, report=last, added_at=plan.edited_at)  # fmt: skip
    return {
        "slug": entity.slug,
        "deliverable": last.deliverable_id,
        "milestone": last.milestone_id,
        "other_milestone": milestones[1].pk,
        "actor": last.actor_id,
        "report": last.pk,
    }


def test_pages_cost_the_same_for_one_and_for_three(entity: Entity, other_entity: Entity) -> None:
    one = _cost(entity, 1)
    with active_tenant(other_entity):
        many = _cost(other_entity, 3)
    assert_cheap(one, many)


def _cost(entity: Entity, rows: int) -> dict[str, int]:
    found = _filled_plan(entity, rows)
    client = client_of(make_member(entity, "PLAN_COORDINATOR"))
    return {address.replace(entity.slug, ""): cost for address, cost in costs_of(client, CHEAP, **found).items()}


def test_every_page_has_its_cost_measured(plan: Plan) -> None:
    client = client_of(make_member(plan.entity, "PLAN_COORDINATOR"))
    measured = names_in(CHEAP)
    assert pages_among(urlpatterns, client, plan.entity) - measured == set()
