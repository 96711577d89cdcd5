"""Internal control makes its report on the desk: what is missing, its words, both stages, and the signed paper."""

import io
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pypdf import PdfReader

from act_files import a_pdf, an_image
from browsing import value_of
from capabilities.followup.web.reports.conftest import Opens, of_cut_off, text_of, unit_client
from cut_off_samples import activities_of, frozen_plan
from factories import client_of, make_actor, make_entity, make_member
from follow_up_reports import JULY_20, SIGNATURE, evaluated, published, write_draft
from rinde.capabilities.accounts.choices import RoleCode
from rinde.capabilities.entities.models import Entity
from rinde.capabilities.followup.models import CutOff, FollowUpReport, ReportDraft, Verdict
from rinde.services.tenancy import active_tenant

WRITTEN = {"conclusion": "El plan avanza.", "recommendations": "Uno\nDos", **SIGNATURE, "seen": ""}


def test_page_names_every_verdict_that_is_missing_with_its_link(control: Client, entity: Entity) -> None:
    cut_off = frozen_plan(entity, 3)
    page = text_of(control.get(of_cut_off(cut_off, "report_making")))
    assert "Faltan 3 conceptos" in page
    assert all(of_cut_off(cut_off, "frozen_activity", key=one.key) in page for one in activities_of(cut_off))
    assert "Revisar y enviar" not in page


def test_what_internal_control_writes_is_saved_and_shown_again(control: Client, entity: Entity) -> None:
    cut_off = evaluated(entity)
    url = of_cut_off(cut_off, "report_making")
    page = text_of(control.get(url))
    assert "Se cumplieron 1 de 3 actividades programadas." in page
    answer = control.post(url, WRITTEN | {"observations_0": "Falta todo."})
    assert answer.status_code == 302
    draft = ReportDraft.objects.get()
    assert (draft.conclusion, draft.recommendations) == ("El plan avanza.", ["Uno", "Dos"])
    assert list(draft.observations.values()) == ["Falta todo."]
    assert "Falta todo." in text_of(control.get(url))


def test_observation_left_as_proposed_follows_the_list(control: Client, entity: Entity) -> None:
    cut_off = evaluated(entity)
    proposal = "Se cumplieron 1 de 3 actividades programadas.  Sin cumplir:"
    page = text_of(control.get(of_cut_off(cut_off, "report_making")))
    start = page.index("Se cumplieron 1 de 3")
    proposed = page[start : page.index("</textarea>", start)]
    control.post(of_cut_off(cut_off, "report_making"), WRITTEN | {"observations_0": proposed.replace(" ", "  ")})
    assert ReportDraft.objects.get().observations == {}
    assert proposal.split("  ", maxsplit=1)[0] in proposed


def test_draft_of_another_window_is_shown_and_nothing_is_lost(control: Client, entity: Entity) -> None:
    cut_off = evaluated(entity)
    write_draft(cut_off, conclusion="La de la otra ventana.")
    answer = control.post(of_cut_off(cut_off, "report_making"), WRITTEN)
    assert answer.status_code == 409
    assert "La de la otra ventana." in text_of(answer)
    assert "El plan avanza." in text_of(answer)
    assert ReportDraft.objects.get().conclusion == "La de la otra ventana."


def test_preliminary_is_looked_at_and_sent(control: Client, entity: Entity) -> None:
    cut_off = evaluated(entity)
    url = of_cut_off(cut_off, "report_send")
    page = text_of(control.get(url))
    assert "Las dependencias reciben un correo" in page
    answer = control.post(url, {"reviewed": value_of(page, "reviewed"), "seen": ""})
    assert answer.status_code == 302
    assert FollowUpReport.objects.get().stage == "PRELIMINARY"


def test_what_changed_since_it_was_looked_at_is_shown_again(control: Client, entity: Entity) -> None:
    cut_off = evaluated(entity)
    url = of_cut_off(cut_off, "report_send")
    seen = value_of(text_of(control.get(url)), "reviewed")
    Verdict.objects.filter(observation="No hay soporte.").update(observation="Llegó el acta.")
    answer = control.post(url, {"reviewed": seen, "seen": ""})
    assert answer.status_code == 409
    assert "cambió después" in text_of(answer)
    assert not FollowUpReport.objects.exists()
    assert control.post(url, {"reviewed": value_of(text_of(answer), "reviewed"), "seen": ""}).status_code == 302


def test_final_says_what_is_missing_and_is_published_once_nothing_is(
    control: Client, as_role: Opens, cut_off: CutOff, on_july_16: Any
) -> None:
    url = of_cut_off(cut_off, "report_publish")
    page = text_of(control.get(url))
    assert "Falta el nombre de quien firma" in page
    assert "no han respondido" in page
    refused = control.post(url, {"reviewed": "", "seen": ""})
    assert refused.status_code == 422
    assert "Falta el cargo" in text_of(refused)
    write_draft(cut_off)
    on_july_16.move_to(JULY_20)
    control = as_role("INTERNAL_CONTROL")  # four days later the other session is over
    page = text_of(control.get(url))
    assert "Al publicarlo, queda para siempre" in page
    assert control.post(url, {"reviewed": value_of(page, "reviewed"), "seen": ""}).status_code == 302
    after = text_of(control.get(of_cut_off(cut_off, "report_making")))
    assert "Publicado" in after
    assert FollowUpReport.objects.get(stage="FINAL").sha256 in after


def test_making_page_counts_replies_and_silence(control: Client, cut_off: CutOff) -> None:
    page = text_of(control.get(of_cut_off(cut_off, "report_making")))
    assert "Ninguna dependencia ha replicado" in page
    assert "Sin decir nada: 3" in page


def test_recommendation_on_a_shared_activity_asks_whose_it_is(control: Client, entity: Entity) -> None:
    cut_off = evaluated(entity, recommendation="Guardar el soporte el mismo día.")
    last, other = activities_of(cut_off)[-1], make_actor(entity, name="Secretaría de Salud")
    last.actors = [*last.actors, [other.pk, other.name]]
    last.save(update_fields=["actors"])
    url = of_cut_off(cut_off, "report_making")
    assert "¿Quién responde la recomendación" in text_of(control.get(url))
    control.post(url, WRITTEN | {"observations_0": "x", "addressee_0": str(other.pk)})
    assert ReportDraft.objects.get().addressees == {last.key: other.pk}


PAGES = ("report_making", "report_send", "report_publish", "report_scan", "unit_reply_answers")


@pytest.mark.parametrize("role", [role for role in RoleCode if role != RoleCode.INTERNAL_CONTROL])
def test_internal_controls_pages_are_shut_to_every_other_role(as_role: Opens, cut_off: CutOff, role: str) -> None:
    client = as_role(role)
    assert {client.get(of_cut_off(cut_off, name)).status_code for name in PAGES} == {404}


def test_pages_of_another_entity_are_not_found(cut_off: CutOff) -> None:
    other = make_entity()
    client = client_of(make_member(other, "INTERNAL_CONTROL"))
    urls = [of_cut_off(cut_off, name).replace(f"/{cut_off.plan.entity.slug}/", f"/{other.slug}/") for name in PAGES]
    urls += [of_cut_off(cut_off, name) for name in PAGES]
    assert {client.get(url).status_code for url in urls} == {404}


@pytest.mark.parametrize(
    ("role", "status"),
    [("INTERNAL_CONTROL", 200), ("UNIT_LIAISON", 200), ("UNIT_HEAD", 200), ("PLAN_COORDINATOR", 200),
     ("READER", 403), ("COMMUNICATIONS", 403), ("ENTITY_ADMIN", 403), ("CITIZEN_SERVICE", 404)],
)  # fmt: skip
def test_preliminary_is_read_by_whoever_answers_it_and_by_internal_control(
    as_role: Opens, cut_off: CutOff, role: str, status: int
) -> None:
    client = as_role(role)
    assert client.get(of_cut_off(cut_off, "report_preliminary")).status_code == status
    assert client.get(of_cut_off(cut_off, "preliminary_file", extension="csv")).status_code == status


def test_preliminary_paper_says_that_it_is_one_and_has_no_line_to_sign(control: Client, cut_off: CutOff) -> None:
    body = control.get(of_cut_off(cut_off, "preliminary_file", extension="pdf")).content
    text = "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(body)).pages)
    assert "preliminar" in text
    assert "no se publica" in text
    assert SIGNATURE["signed_by_name"] not in text


def test_signed_paper_is_uploaded_and_refused_files_say_why(control: Client, entity: Entity) -> None:
    cut_off = published(entity).cut_off
    url = of_cut_off(cut_off, "report_scan")
    assert control.get(url).status_code == 200
    empty = control.post(url, {"seen": ""})
    assert empty.status_code == 422
    wrong = control.post(url, {"file": SimpleUploadedFile("x.png", an_image("PNG")), "seen": ""})
    assert "PDF o como foto JPEG" in text_of(wrong)
    broken = control.post(url, {"file": SimpleUploadedFile("x.pdf", b"%PDF-1.4 roto"), "seen": ""})
    assert broken.status_code == 422
    assert control.post(url, {"file": SimpleUploadedFile("x.pdf", a_pdf()), "seen": ""}).status_code == 302
    assert FollowUpReport.objects.get(stage="FINAL").scan_file_id
    again = control.post(url, {"file": SimpleUploadedFile("y.pdf", a_pdf(2)), "reason": "", "seen": ""})
    assert "Escriba por qué la cambia" in text_of(again)


def test_making_page_costs_the_same_for_one_activity_and_for_twelve(
    control: Client, entity: Entity, django_assert_max_num_queries: Any
) -> None:
    for page in ("report_making", "report_send"):
        costs = []
        for activities in (1, 12):
            url = of_cut_off(evaluated(entity, activities), page)
            control.get(url)
            with django_assert_max_num_queries(32) as asked:
                control.get(url)
            costs.append(len(asked))
        assert costs[0] == costs[1], page


def test_cut_off_that_is_not_frozen_has_no_report_page(control: Client, cut_off: CutOff) -> None:
    other = CutOff.objects.exclude(pk=cut_off.pk).select_related("plan__entity").get()
    assert control.get(of_cut_off(other, "report_making")).status_code == 409
    assert control.get(of_cut_off(other, "report_send")).status_code == 409


def test_links_lead_from_the_public_page_to_nothing_inside(entity: Entity, client: Client) -> None:
    report = published(entity)
    with active_tenant(entity):
        plan = report.cut_off.plan
    page = text_of(client.get(f"/{entity.slug}/planes/{plan.year}/{plan.slug}/seguimiento/2026-06-30/"))
    assert "/gestion/seguimiento/" not in page


def test_unit_reads_the_whole_preliminary(entity: Entity, cut_off: CutOff, on_july_16: Any) -> None:
    on_july_16.shift(timedelta(hours=1))
    client = unit_client(entity, activities_of(cut_off)[0])
    page = text_of(client.get(of_cut_off(cut_off, "report_preliminary")))
    assert "No es público" in page
    assert "Guardar el soporte el mismo día." in page
