"""The form of a report: nothing that was typed or uploaded is lost, whatever is wrong with it."""

from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from capabilities.followup.web.report_forms import DONE, counted_plan, fields_of, fill, form_of, liaison, page, unit_of
from factories import (
    approve_and_publish,
    make_activity,
    make_actor,
    make_assignment,
    make_deliverable,
    make_milestone,
    make_node,
    make_plan,
    make_published_plan,
    principal,
)
from followup_samples import cells_in, first_cell, make_evidence, make_report
from foundations.attachments.making import picture
from rinde.capabilities.entities.models import Entity
from rinde.capabilities.followup.models import Evidence, FollowUpPolicy, ProgressReport
from rinde.capabilities.followup.operations.deciding import return_report
from rinde.capabilities.followup.web.forms.reporting import MOST_BOXES
from rinde.capabilities.plans.models import Plan

REASON = "Falta el enlace al informe."


@pytest.fixture
def plan(entity: Entity) -> Plan:
    return make_published_plan(entity)


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


def test_proof_is_added_to_what_was_sent_without_one(plan: Plan) -> None:
    report, client = make_report(plan), unit_of(plan)
    url = page("report_prove", plan.entity, report_id=report.pk)
    assert "No tiene prueba" in client.get(page("report_detail", plan.entity, report_id=report.pk)).text
    assert "Agregar la prueba" in client.get(page("my_cells", plan.entity)).text
    empty = client.post(url, {"visibility": "PUBLIC", "link": ""})
    assert (empty.status_code, "Escoja un archivo" in empty.text) == (422, True)
    wrong = client.post(url, {"visibility": "RESERVED", "link": "https://example.org/x"})
    assert (wrong.status_code, "Diga por qué es reservada" in wrong.text, Evidence.objects.count()) == (422, True, 0)
    assert client.post(url, {"visibility": "PUBLIC", "link": "https://example.org/x"}).status_code == 302
    assert report.evidence_uses.count() == 1
    assert "No tiene prueba" not in client.get(page("report_detail", plan.entity, report_id=report.pk)).text


def test_only_its_unit_adds_a_proof_to_a_report(entity: Entity, as_role: Any) -> None:
    plan = make_published_plan(entity, activities=2)
    report = make_report(plan)
    url = page("report_prove", entity, report_id=report.pk)
    other = cells_in(plan)[1].key.actor_id
    assert liaison(entity, other).post(url, {"link": "https://example.org/x"}).status_code == 403
    assert as_role("READER").post(url, {"link": "https://example.org/x"}).status_code == 404
    assert Evidence.objects.count() == 0


def test_one_proof_of_the_unit_is_offered_for_another_promise_and_no_others(entity: Entity) -> None:
    plan = make_plan(entity)
    node, mine, other = make_node(plan), make_actor(entity), make_actor(entity)
    for actor in (mine, mine, other):
        deliverable = make_deliverable(make_activity(node))
        make_milestone(deliverable)
        make_assignment(deliverable, actor=actor)
    approve_and_publish(plan)
    first, second, theirs = cells_in(plan)
    own = make_evidence(plan, make_report(plan, first), title="Acta de la feria")
    make_evidence(plan, make_report(plan, theirs), title="De otra dependencia")
    client = liaison(entity, mine.pk)
    body = client.get(form_of(plan, second.key)).text
    assert "Acta de la feria" in body
    assert "De otra dependencia" not in body
    assert fill(client, plan, key=second.key, **DONE, shared=str(own.pk)).status_code == 302
    assert own.uses.count() == 2


def test_proof_of_another_unit_cannot_be_chosen(entity: Entity) -> None:
    plan = make_published_plan(entity, activities=2)
    mine, theirs = cells_in(plan)
    stolen = make_evidence(plan, make_report(plan, theirs))
    answer = fill(liaison(entity, mine.key.actor_id), plan, key=mine.key, **DONE, shared=str(stolen.pk))
    assert (answer.status_code, stolen.uses.count()) == (302, 1)


def test_form_that_no_browser_would_send_breaks_nothing(entity: Entity) -> None:
    plan = counted_plan(entity)
    client = unit_of(plan)
    odd = {"form_token": "t" * 500, "seen": "ayer", "quantity": "\0cinco\0", "outcome": "OTRA", "visibility": "TODAS"}
    odd |= {"quitar": ["x", "9" * 30], "shared": "1; DROP", "text": "a\0b" * 20_000, "universe": "7"}
    answer = client.post(form_of(plan), odd | {"guardar": "1", "link": "https://example.org/x"})
    assert answer.status_code == 422
    report = ProgressReport.objects.get()
    assert (report.outcome, report.unread, len(report.text)) == ("", {"quantity": "cinco"}, 40_000)
    assert (len(report.form_token), Evidence.objects.count()) == (40, 0)
    assert client.post(form_of(plan), {}).status_code in {302, 409, 422}
