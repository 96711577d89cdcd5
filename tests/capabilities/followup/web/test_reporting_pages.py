"""The unit's pages: who opens which, the form that loses nothing, and planning's answer."""

import re
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from capabilities.followup.web.conftest import value_of
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
    make_user,
    principal,
)
from followup_samples import cells_in, first_cell, make_report
from foundations.attachments.making import picture
from page_costs import assert_cheap, costs_of, names_in, pages_among
from rinde.capabilities.accounts.choices import RoleCode
from rinde.capabilities.accounts.models import Membership
from rinde.capabilities.entities.models import Actor, Entity
from rinde.capabilities.followup.models import Counter, Evidence, FollowUpPolicy, ProgressReport
from rinde.capabilities.followup.operations.deciding import return_report
from rinde.capabilities.followup.rules.cells import CellKey
from rinde.capabilities.followup.web.forms.reporting import MOST_BOXES
from rinde.capabilities.followup.web.urls.reporting import urlpatterns
from rinde.capabilities.plans.models import Plan, UniverseItem
from rinde.services.tenancy import active_tenant

REASON = "Falta el enlace al informe."


@pytest.fixture
def plan(entity: Entity) -> Plan:
    return make_published_plan(entity)


def liaison(entity: Entity, *actor_ids: int | None) -> Client:
    """A browser of somebody who reports for some units."""
    user = make_user()
    with active_tenant(entity):
        membership = Membership.objects.create(entity=entity, user=user, role="UNIT_LIAISON", scope_kind="actors")
        membership.actors.set(Actor.objects.filter(pk__in=[one for one in actor_ids if one]))
    return client_of(user)


def unit_of(plan: Plan) -> Client:
    return liaison(plan.entity, *(cell.key.actor_id for cell in cells_in(plan)))


def form_of(plan: Plan, key: CellKey | None = None) -> str:
    key = key or first_cell(plan).key
    return reverse(
        "desk:report_cell",
        kwargs={
            "entity_slug": plan.entity.slug,
            "deliverable_id": key.deliverable_id,
            "milestone_id": key.milestone_id,
            "actor_id": key.actor_id or 0,
        },
    )


def page(name: str, entity: Entity, **more: Any) -> str:
    return reverse(f"desk:{name}", kwargs={"entity_slug": entity.slug, **more})


def fields_of(body: str) -> dict[str, str]:
    """What a fresh form carries by itself."""
    day = re.search(r'name="happened_on" value="([^"]*)"', body)
    return {
        "form_token": value_of(body, "form_token"),
        "seen": (re.search(r'name="seen" value="([^"]*)"', body) or [""] * 2)[1],
        "happened_on": day.group(1) if day else "",
        "visibility": "PUBLIC",
    }


def fill(client: Client, plan: Plan, *, then: str = "enviar", key: CellKey | None = None, **typed: Any) -> Any:
    """Open the form, fill it in and press a button; gives the answer."""
    url = form_of(plan, key)
    opened = client.get(url)
    assert opened.status_code == 200
    return client.post(url, fields_of(opened.text) | {then: "1"} | typed)


DONE = {"outcome": "DONE", "text": "Se publicó el informe en la página."}


def counted_plan(entity: Entity, universe: tuple[str, ...] = (), **fields: Any) -> Plan:
    plan = make_plan(entity)
    deliverable = make_deliverable(
        make_activity(make_node(plan)), **{"target_quantity": Decimal(40), "target_unit": "COUNT"} | fields
    )
    for place, name in enumerate(universe):
        UniverseItem.objects.create(entity=entity, deliverable=deliverable, name=name, position=place)
    make_milestone(deliverable)
    make_assignment(deliverable)
    approve_and_publish(plan)
    return plan


# --- Who opens which page --------------------------------------------------------------------------------------------

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


# --- The form --------------------------------------------------------------------------------------------------------


def test_report_is_sent_from_its_form(plan: Plan) -> None:
    client = unit_of(plan)
    answer = fill(client, plan, **DONE, link="https://example.org/informe")
    report = ProgressReport.objects.get()
    assert (report.status, answer.url) == ("SENT", page("report_detail", plan.entity, report_id=report.pk))
    detail = client.get(answer.url).text
    assert "Enviado y a la vista" in detail
    assert "example.org/informe" in detail
    assert Evidence.objects.get().uses.get().report_id == report.pk


def test_form_that_lacks_something_keeps_everything_also_the_file(entity: Entity) -> None:
    plan = counted_plan(entity)
    client = unit_of(plan)
    photo = SimpleUploadedFile("obra.jpg", picture(), "image/jpeg")
    answer = fill(
        client, plan, outcome="DONE", quantity="cuarenta", text="Van todas", file=photo, difficulties="Lluvias"
    )
    assert answer.status_code == 422
    for kept in ("cuarenta", "Van todas", "Lluvias", "obra.jpg", "Lo que escribió quedó guardado"):
        assert kept in answer.text
    report = ProgressReport.objects.get()
    assert (report.status, report.unread, report.evidence_uses.count()) == ("DRAFT", {"quantity": "cuarenta"}, 1)
    again = client.post(
        form_of(plan),
        fields_of(answer.text) | {"enviar": "1", "outcome": "DONE", "quantity": "40", "text": "Van todas, al día."},
    )
    assert again.status_code == 302
    report.refresh_from_db()
    assert (report.status, report.quantity, report.evidence_uses.count()) == ("SENT", 40, 1)


def test_file_that_is_refused_asks_for_itself_alone(plan: Plan) -> None:
    client = unit_of(plan)
    broken = SimpleUploadedFile("acta.pdf", b"MZ\x90\x00 a program", "application/pdf")
    answer = fill(client, plan, **DONE, file=broken)
    assert answer.status_code == 422
    assert "El texto quedó guardado. Falta solo la prueba." in answer.text
    assert ProgressReport.objects.get().text == DONE["text"]
    assert client.post(form_of(plan), fields_of(answer.text) | DONE | {"enviar": "1"}).status_code == 302


def test_file_that_is_refused_is_told_together_with_all_the_rest(plan: Plan) -> None:
    answer = fill(unit_of(plan), plan, outcome="DONE", file=SimpleUploadedFile("a.pdf", b"", "application/pdf"))
    assert answer.status_code == 422
    assert "Cuente en una frase" in answer.text
    assert "vacío" in answer.text


def test_link_that_cannot_be_followed_stays_in_its_box(plan: Plan) -> None:
    answer = fill(unit_of(plan), plan, **DONE, link="javascript:alert(1)")
    assert answer.status_code == 422
    assert "javascript:alert(1)" in answer.text
    assert Evidence.objects.count() == 0


def test_draft_comes_back_as_it_was_left(entity: Entity) -> None:
    plan = counted_plan(entity)
    client = unit_of(plan)
    answer = fill(client, plan, then="guardar", quantity="cinco", happened_on="31/02/2026", reason="Por la obra")
    assert answer.url == page("my_cells", entity)
    body = client.get(form_of(plan)).text
    for kept in ("cinco", "31/02/2026", "Por la obra"):
        assert kept in body
    assert "Seguir el borrador" in client.get(page("my_cells", entity)).text


def test_text_alone_is_kept_for_the_script_and_the_whole_form_goes_on_from_it(plan: Plan) -> None:
    client, url = unit_of(plan), form_of(plan)
    typed = fields_of(client.get(url).text) | DONE
    assert client.post(url, typed | {"solo-texto": "1"}).status_code == 204
    assert ProgressReport.objects.get().status == "DRAFT"
    photo = SimpleUploadedFile("obra.jpg", picture(), "image/jpeg")
    assert client.post(url, typed | {"enviar": "1", "file": photo}).status_code == 302
    assert ProgressReport.objects.get().status == "SENT"


def test_same_form_sent_twice_ends_at_the_same_report(plan: Plan) -> None:
    client, url = unit_of(plan), form_of(plan)
    typed = fields_of(client.get(url).text) | DONE | {"enviar": "1"}
    assert client.post(url, typed).url == client.post(url, typed).url
    assert ProgressReport.objects.count() == 1


def test_two_windows_show_both_versions_and_the_second_save_wins(plan: Plan) -> None:
    client, url = unit_of(plan), form_of(plan)
    first, second = fields_of(client.get(url).text), fields_of(client.get(url).text)
    client.post(url, first | {"guardar": "1", "text": "Lo de la primera ventana"})
    stale = client.post(url, second | {"guardar": "1", "text": "Lo de la segunda"})
    assert stale.status_code == 409
    for shown in ("Lo de la primera ventana", "Lo de la segunda", "Lo que está guardado ahora"):
        assert shown in stale.text
    kept = fields_of(stale.text) | {"guardar": "1", "text": "Lo de la segunda"}
    assert client.post(url, kept).status_code == 302
    assert ProgressReport.objects.get().text == "Lo de la segunda"


def test_form_of_what_a_colleague_sent_meanwhile_keeps_what_was_typed(plan: Plan) -> None:
    client, url = unit_of(plan), form_of(plan)
    mine = fields_of(client.get(url).text)
    fill(unit_of(plan), plan, **DONE)
    answer = client.post(url, mine | DONE | {"enviar": "1", "text": "Lo que yo decía de esto"})
    assert answer.status_code == 422
    assert "Lo que yo decía de esto" in answer.text
    assert "ya se reportó" in answer.text


def test_late_cell_asks_for_its_day_and_its_reason(plan: Plan, on_a_day: Any) -> None:
    on_a_day.move_to("2026-07-09T15:00:00Z")
    client = unit_of(plan)
    answer = fill(client, plan, **DONE)
    assert answer.status_code == 422
    assert "Diga por qué se demoró" in answer.text
    assert fill(client, plan, **DONE, reason="El contratista entregó tarde.").status_code == 302


def test_short_list_is_ticked_and_a_long_one_pasted(entity: Entity) -> None:
    short = counted_plan(
        entity, ("Contratación", "Trámites: SUIT"), target_unit="PERCENT", target_quantity=Decimal(100)
    )
    client = unit_of(short)
    sent = fill(client, short, **DONE, universe=["0"], left_out="trámites: SUIT: no tenemos trámites")
    report = ProgressReport.objects.get()
    assert (sent.status_code, report.numerator, report.denominator) == (302, 1, 1)
    assert report.universe_marks.get(is_not_applicable=True).reason == "no tenemos trámites"

    names = tuple(f"Mapa {number}" for number in range(MOST_BOXES + 1))
    long = counted_plan(entity, names, target_unit="PERCENT", target_quantity=Decimal(100))
    client = unit_of(long)
    answer = fill(client, long, outcome="PARTIAL", text="Ya van tres mapas.", universe="mapa 1\nMapa 2\nMapa de otro")
    assert "«Mapa de otro»" in answer.text
    assert "Mapa de otro" in client.get(form_of(long)).text
    done = client.post(form_of(long), fields_of(answer.text) | DONE | {"enviar": "1", "all_done": "on", "universe": ""})
    assert done.status_code == 302
    assert ProgressReport.objects.get(plan=long).numerator == MOST_BOXES + 1


def test_proof_is_taken_off_a_draft(plan: Plan) -> None:
    client = unit_of(plan)
    fill(client, plan, then="guardar", link="https://example.org/uno")
    proof = Evidence.objects.get()
    answer = fill(client, plan, then="nada", quitar=str(proof.pk))
    assert answer.url == form_of(plan)
    assert proof.uses.get().removed_at is not None


def test_proof_that_seems_to_name_people_is_held_back_and_said(plan: Plan) -> None:
    rows = "\n".join(f"Persona Inventada {number};{52_345_670 + number}" for number in range(12))
    listed = SimpleUploadedFile("asistentes.csv", f"Nombre;Cédula\n{rows}".encode(), "text/csv")
    client = unit_of(plan)
    answer = fill(client, plan, **DONE, file=listed)
    assert Evidence.objects.get().visibility == "INTERNAL"
    assert "parece tener datos personales" in client.get(answer.url).text


def test_returned_report_is_corrected_from_its_reason(plan: Plan) -> None:
    client = unit_of(plan)
    fill(client, plan, **DONE)
    report = ProgressReport.objects.get()
    by = principal(plan.entity, "PLAN_COORDINATOR")
    assert report.sent_at is not None
    return_report(report_id=report.pk, reason=REASON, seen=None, by=by, now=report.sent_at)
    for url in (page("my_cells", plan.entity), page("report_detail", plan.entity, report_id=report.pk), form_of(plan)):
        assert REASON in client.get(url).text
    assert fill(client, plan, **DONE | {"text": "Está en la sección de transparencia."}).status_code == 302
    report.refresh_from_db()
    assert (report.status, report.steps.count()) == ("SENT", 3)


def test_more_progress_is_reported_after_acceptance(plan: Plan) -> None:
    make_report(plan, status="ACCEPTED", outcome="PARTIAL", text="Va la mitad del informe.")
    client = unit_of(plan)
    assert "Va la mitad del informe." in client.get(form_of(plan)).text
    assert fill(client, plan, **DONE).status_code == 302
    assert list(ProgressReport.objects.order_by("number").values_list("status", flat=True)) == ["ACCEPTED", "SENT"]


def test_self_monitored_report_says_so(plan: Plan) -> None:
    FollowUpPolicy.objects.create(
        entity=plan.entity, plan=plan, monitored_by_id=first_cell(plan).key.actor_id, edited_at=plan.edited_at
    )
    client = unit_of(plan)
    answer = fill(client, plan, **DONE)
    detail = client.get(answer.url).text
    assert "nadie más lo revisó" in detail
    assert "Enviado por quien monitorea" in detail


def test_draft_is_discarded_and_a_sent_one_is_not(plan: Plan) -> None:
    client = unit_of(plan)
    fill(client, plan, then="guardar", text="No era esto")
    report = ProgressReport.objects.get()
    url = page("report_discard", plan.entity, report_id=report.pk)
    assert client.get(url).status_code == 405
    assert client.post(url).status_code == 302
    assert ProgressReport.objects.count() == 0
    fill(client, plan, **DONE)
    sent = ProgressReport.objects.get()
    assert client.post(page("report_discard", plan.entity, report_id=sent.pk)).status_code == 409


# --- The lists -------------------------------------------------------------------------------------------------------


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


def test_several_are_accepted_from_the_list(entity: Entity, as_role: Any) -> None:
    plan = make_published_plan(entity, activities=3)
    reports = [make_report(plan, cell) for cell in cells_in(plan)]
    client, url = as_role("PLAN_COORDINATOR"), page("review_list", entity)
    marks = re.findall(r'name="reporte" value="([^"]+)"', client.get(url).text)
    assert len(marks) == 3
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


# --- What they cost --------------------------------------------------------------------------------------------------

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
