"""The pages of a review: who may open them, what they show, what they cost, and that they work without JavaScript."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from factories import NOW, make_actor, make_member
from rinde.capabilities.entities.models import Entity
from rinde.capabilities.plan_imports import operations
from rinde.capabilities.plan_imports.choices import ImportStatus
from rinde.capabilities.plan_imports.models import (
    ActorMatch,
    ImportAnnouncement,
    ImportFinding,
    ImportRow,
    PlanImport,
)
from rinde.capabilities.plans.models import Plan
from rinde.foundations.design.icons import icon_markup
from rinde.services.access import Principal

SAMPLES = Path(__file__).parents[3] / "samples"
ABOUT_THE_WHOLE = ("findings", "heading", "columns", "names", "announcements", "create_plan", "add_row")
LINE = "Rendición de cuentas\t1.{0}\tPublicar el informe número {0}\tUn (1) informe\tOficina TIC\t30/06/2026"


def page(entity: Entity, name: str, *more: object) -> str:
    return reverse(f"desk:import_{name}", args=[entity.slug, *more])


def row_address(entity: Entity, row: ImportRow, name: str = "row") -> str:
    return page(entity, name, row.plan_import_id, row.pk)


@pytest.fixture
def pdf_review(entity: Entity, coordinator: Principal) -> PlanImport:
    content = (SAMPLES / "town-pdf-risk-map-beside" / "input.pdf").read_bytes()
    plan_import = operations.upload_document(
        entity=entity, name="plan.pdf", content=content, by=coordinator, now=NOW, start_reading=lambda _: None
    )
    operations.read_import(import_id=plan_import.pk, clock=lambda: NOW)
    plan_import.refresh_from_db()
    return plan_import


# ---- who ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", ["ENTITY_ADMIN", "UNIT_LIAISON", "INTERNAL_CONTROL", "COMMUNICATIONS", "READER"])
def test_other_roles_find_nothing(entity: Entity, review: PlanImport, role: str) -> None:
    client = Client()
    client.force_login(make_member(entity, role))
    row = ImportRow.objects.first()
    for name in ABOUT_THE_WHOLE:
        assert client.get(page(entity, name, review.pk)).status_code == 404
    assert client.get(row_address(entity, row)).status_code == 404
    assert client.get(page(entity, "original", review.pk)).status_code == 404
    assert client.post(page(entity, "accept_all", review.pk)).status_code == 404
    assert ImportRow.objects.pending().count() == 3


def test_review_of_another_entity_is_not_found(
    entity: Entity, other_entity: Entity, review: PlanImport, pdf_review: PlanImport
) -> None:
    client = Client()
    client.force_login(make_member(other_entity, "PLAN_COORDINATOR"))
    row = ImportRow.objects.first()
    for name in (*ABOUT_THE_WHOLE, "detail", "progress", "original", "discard"):
        assert client.get(page(other_entity, name, review.pk)).status_code == 404
    assert client.get(row_address(other_entity, row)).status_code == 404
    assert client.get(page(other_entity, "page_image", pdf_review.pk, 1)).status_code == 404
    assert client.post(page(other_entity, "accept_all", review.pk)).status_code == 404
    assert "Texto pegado" not in client.get(page(other_entity, "list")).text


def test_whoever_is_not_signed_in_is_asked_to(entity: Entity, review: PlanImport) -> None:
    assert Client().get(page(entity, "findings", review.pk)).status_code == 302


# ---- what ---------------------------------------------------------------------------------------------------------


def test_empty_list_says_what_to_do(desk: Client, entity: Entity) -> None:
    assert "Todavía no ha subido documentos" in desk.get(page(entity, "list")).text


def test_list_shows_how_far_each_review_is(desk: Client, entity: Entity, review: PlanImport) -> None:
    assert "0 de 3 filas revisadas" in desk.get(page(entity, "list")).text


def test_lists_begin_with_the_newest_document(
    desk: Client, entity: Entity, reviewed: Callable[..., PlanImport]
) -> None:
    for number, days in enumerate((2, 9, 5)):
        one = reviewed(LINE.format(number))
        PlanImport.objects.filter(pk=one.pk).update(name=f"hace-{days}.txt", uploaded_at=NOW - timedelta(days=days))
    for name in ("list", "upload"):
        text = desk.get(page(entity, name)).text
        assert text.index("hace-2.txt") < text.index("hace-5.txt") < text.index("hace-9.txt")


def test_document_opens_at_the_row_asked_for(desk: Client, entity: Entity, review: PlanImport) -> None:
    second = ImportRow.objects.get(position=1)
    response = desk.get(page(entity, "detail", review.pk) + "?fila=2")
    assert response.url == row_address(entity, second)
    assert desk.get(page(entity, "detail", review.pk)).url == row_address(entity, ImportRow.objects.first())


def test_row_page_shows_the_row_its_findings_and_its_place(desk: Client, entity: Entity, review: PlanImport) -> None:
    text = desk.get(row_address(entity, ImportRow.objects.get(position=1))).text
    assert "Fecha que no existe" in text
    assert "Usar 28/02/2026" in text
    assert "cells__marked" in text
    assert "Convocar la audiencia pública" in text


def test_pdf_row_shows_its_page_with_the_row_marked(desk: Client, entity: Entity, pdf_review: PlanImport) -> None:
    row = ImportRow.objects.first()
    text = desk.get(row_address(entity, row)).text
    assert 'class="original__mark"' in text
    left, top, _, _ = row.place["box"]
    assert f'x="{left:.1f}" y="{top:.1f}"' in text
    picture = desk.get(page(entity, "page_image", pdf_review.pk, row.place["page"]))
    assert (picture.status_code, picture["Content-Type"]) == (200, "image/webp")
    assert len(picture.content) <= 150_000
    assert picture.content == desk.get(page(entity, "page_image", pdf_review.pk, row.place["page"])).content
    assert desk.get(page(entity, "page_image", pdf_review.pk, 99)).status_code == 404


def test_whole_page_of_the_pdf_can_be_seen(desk: Client, entity: Entity, pdf_review: PlanImport) -> None:
    text = desk.get(row_address(entity, ImportRow.objects.first()) + "?completa").text
    assert 'viewBox="0 0 792.0 612.0"' in text


@pytest.mark.parametrize("name", ABOUT_THE_WHOLE)
def test_pages_about_the_whole_open(desk: Client, entity: Entity, review: PlanImport, name: str) -> None:
    ImportAnnouncement.objects.create(entity=entity, plan_import=review, position=0, original="A", text="A", group="B")
    make_actor(entity)
    response = desk.get(page(entity, name, review.pk))
    assert response.status_code == 200
    assert "0 de 3 filas revisadas" in response.text


def test_original_is_given_back_as_it_was(desk: Client, entity: Entity, pdf_review: PlanImport) -> None:
    response = desk.get(page(entity, "original", pdf_review.pk))
    assert response.content == (SAMPLES / "town-pdf-risk-map-beside" / "input.pdf").read_bytes()
    assert response["Content-Disposition"].startswith("attachment")


def test_filters_keep_their_rows(desk: Client, entity: Entity, review: PlanImport) -> None:
    first = row_address(entity, ImportRow.objects.first())
    shown = {
        name: desk.get(f"{first}?ver={name}").text.count('class="row-card ') for name in ("todas", "con-hallazgos")
    }
    assert shown == {"todas": 3, "con-hallazgos": 2}
    assert "No hay filas en este filtro" in desk.get(f"{first}?ver=aceptadas").text


def test_htmx_gets_the_workbench_alone(desk: Client, entity: Entity, review: PlanImport) -> None:
    address = row_address(entity, ImportRow.objects.first())
    part = desk.get(address, headers={"HX-Request": "true", "HX-Target": "revision"}).text
    assert "<html" not in part
    assert 'id="revision"' in part
    assert 'hx-swap-oob="true"' in part


# ---- while it is read ---------------------------------------------------------------------------------------------


def test_progress_is_shown_until_the_document_is_read(
    desk: Client, entity: Entity, pasted: Callable[..., PlanImport]
) -> None:
    plan_import = pasted()
    PlanImport.objects.filter(pk=plan_import.pk).update(
        status=ImportStatus.READING, pages_done=3, pages_total=12, queued_at=NOW
    )
    text = desk.get(page(entity, "detail", plan_import.pk)).text
    assert "Página 3 de 12" in text
    assert '<progress class="progress" value="3" max="12"' in text
    assert "Actualizar</a>" in text  # without JavaScript
    # The heartbeat is long ago for the real clock, so the way out is offered.
    assert "Leer de nuevo" in text


def test_progress_sends_htmx_on_when_the_document_is_read(desk: Client, entity: Entity, review: PlanImport) -> None:
    response = desk.get(page(entity, "progress", review.pk), headers={"HX-Request": "true"})
    assert response["HX-Redirect"] == page(entity, "detail", review.pk)


def test_reading_that_stopped_is_started_again_by_its_button(
    desk: Client, entity: Entity, pasted: Callable[..., PlanImport]
) -> None:
    plan_import = pasted()
    response = desk.post(page(entity, "read_again", plan_import.pk), follow=True)
    assert response.status_code == 200
    assert ImportRow.objects.count() == 3
    response = desk.post(page(entity, "read_again", plan_import.pk), follow=True)
    assert "ya se leyó" in response.text
    assert ImportRow.objects.count() == 3


# ---- deciding -----------------------------------------------------------------------------------------------------


def test_accepting_goes_on_to_the_next_row(desk: Client, entity: Entity, review: PlanImport) -> None:
    first, second, _ = ImportRow.objects.all()
    response = desk.post(row_address(entity, first, "decide_row"), {"decision": "aceptar"}, follow=True)
    assert response.redirect_chain[-1][0] == row_address(entity, second)
    assert "Fila 1 aceptada." in response.text
    assert "1 de 3 filas revisadas" in response.text
    assert desk.post(row_address(entity, first, "decide_row"), {"decision": "otra"}).status_code == 404


def test_row_is_corrected_in_its_form(desk: Client, entity: Entity, review: PlanImport) -> None:
    row = ImportRow.objects.get(position=2)
    address = row_address(entity, row, "edit_row")
    form = desk.get(address).context["form"]
    values = {name: form[name].value() for name in form.fields if form[name].value()}
    response = desk.post(address, values | {"deadlines": "30/11/2026"})
    assert response.url == row_address(entity, row)
    row.refresh_from_db()
    assert row.fields["schedule"]["deadlines"] == ["2026-11-30"]
    assert not row.findings.open().exists()


def test_form_with_mistakes_comes_back_with_all_of_them(desk: Client, entity: Entity, review: PlanImport) -> None:
    row = ImportRow.objects.first()
    address = row_address(entity, row, "edit_row")
    response = desk.post(address, {"activity": "", "deadlines": "31/06/2026"})
    assert response.status_code == 422
    assert "Escriba la actividad" in response.text
    assert "No se entiende la fecha «31/06/2026»" in response.text
    seen = response.context["form"].initial["seen"]
    response = desk.post(address, {"activity": "Algo", "start": "2026-06-30", "end": "2026-01-31", "seen": seen})
    assert "La fecha de inicio es posterior a la de fin" in response.text
    row.refresh_from_db()
    assert not row.edited


def test_correction_of_a_row_that_changed_meanwhile_shows_both_versions(
    desk: Client, entity: Entity, review: PlanImport
) -> None:
    row = ImportRow.objects.first()
    address = row_address(entity, row, "edit_row")
    form = desk.get(address).context["form"]
    opened = {name: form[name].value() for name in form.fields if form[name].value()}
    desk.post(address, opened | {"product": "Versión de la colega"})
    refused = desk.post(address, opened | {"product": "Versión propia"})
    assert refused.status_code == 409
    assert "Lo que está guardado ahora" in refused.text
    assert "Versión de la colega" in refused.text
    assert "Versión propia" in refused.text
    row.refresh_from_db()
    assert row.fields["product"] == "Versión de la colega"
    again = opened | {"product": "Versión propia", "seen": refused.context["form"]["seen"].value()}
    assert desk.post(address, again).status_code == 302
    row.refresh_from_db()
    assert row.fields["product"] == "Versión propia"


def test_open_page_of_a_row_that_is_gone_goes_to_the_review(desk: Client, entity: Entity, review: PlanImport) -> None:
    response = desk.get(page(entity, "row", review.pk, 10**6), follow=True)
    assert response.status_code == 200
    assert "Esa fila ya no está" in response.text


def test_finding_is_answered_from_its_list(desk: Client, entity: Entity, review: PlanImport) -> None:
    impossible, missing = ImportFinding.objects.order_by("position")
    desk.post(page(entity, "settle_finding", review.pk, impossible.pk), {"accion": "usar"})
    response = desk.post(page(entity, "settle_finding", review.pk, missing.pk), {"accion": "dejar"}, follow=True)
    assert "No queda ningún hallazgo" in response.text
    assert ImportRow.objects.get(position=1).fields["schedule"]["deadlines"] == ["2026-02-28"]


def test_name_is_answered_from_its_list(desk: Client, entity: Entity, review: PlanImport) -> None:
    actor = make_actor(entity, name="Oficina de las Tecnologías")
    match = ActorMatch.objects.get(text="Oficina TIC")
    address = page(entity, "decide_name", review.pk, match.pk)
    assert "Escoja a quién" in desk.post(address, {"who": ""}, follow=True).text
    assert "Oficina de las Tecnologías" in desk.post(address, {"who": f"actor-{actor.pk}"}, follow=True).text
    assert "ya no existe" in desk.post(address, {"who": "actor-999999"}, follow=True).text
    match.refresh_from_db()
    assert match.actor == actor
    other = ActorMatch.objects.get(text="Secretaría de Gobierno")
    desk.post(page(entity, "decide_name", review.pk, other.pk), {"who": "new"})
    other.refresh_from_db()
    assert other.actor.name == "Secretaría de Gobierno"


def test_heading_is_corrected_in_its_form(desk: Client, entity: Entity, review: PlanImport) -> None:
    values = {"instrument": "RDC", "title": "Estrategia 2026", "first_year": "2026", "last_year": ""}
    assert desk.post(page(entity, "heading", review.pk), values).status_code == 302
    review.refresh_from_db()
    assert (review.heading["instrument"], review.heading["last_year"]) == ("RDC", 2026)
    refused = desk.post(page(entity, "heading", review.pk), values | {"first_year": "26", "title": ""})
    assert refused.status_code == 422
    assert "Escriba el título del plan." in refused.text


def test_columns_are_corrected_and_the_document_read_again(desk: Client, entity: Entity, review: PlanImport) -> None:
    number = next(i for i, column in enumerate(review.columns) if column["role"] == "responsible")
    response = desk.post(page(entity, "columns", review.pk), {f"role-{number}": "resources"}, follow=True)
    assert response.status_code == 200
    assert ImportRow.objects.first().fields["resources"] == "Oficina TIC"


def test_announcement_is_left_out_from_its_list(desk: Client, entity: Entity, review: PlanImport) -> None:
    one = ImportAnnouncement.objects.create(entity=entity, plan_import=review, position=0, original="A", text="A")
    desk.post(page(entity, "announcements", review.pk), {"anuncio": one.pk, "text": "A", "left_out": "on"})
    one.refresh_from_db()
    assert one.left_out


def test_row_is_added_by_hand(desk: Client, entity: Entity, review: PlanImport) -> None:
    assert desk.post(page(entity, "add_row", review.pk), {"activity": ""}).status_code == 422
    assert desk.post(page(entity, "add_row", review.pk), {"activity": "Rendir el informe final"}).status_code == 302
    assert ImportRow.objects.count() == 4


def test_plan_is_created_once_everything_is_accepted(desk: Client, entity: Entity, review: PlanImport) -> None:
    address = page(entity, "create_plan", review.pk)
    assert "Acepte al menos una fila" in desk.post(address, follow=True).text
    desk.post(page(entity, "accept_all", review.pk))
    response = desk.post(address)
    plan = Plan.objects.get()
    assert response.url == reverse("desk:plan_detail", args=[entity.slug, plan.pk])
    assert desk.post(address).url == response.url
    assert Plan.objects.count() == 1
    assert "Plan creado" in desk.get(page(entity, "list")).text
    # What was decided stays to be read, and no more can be decided.
    text = desk.get(row_address(entity, ImportRow.objects.first())).text
    assert "Aceptada" in text
    assert 'value="aceptar"' not in text


def test_plan_of_the_same_kind_and_year_is_told_before_creating(
    desk: Client, entity: Entity, coordinator: Principal, reviewed: Callable[..., PlanImport]
) -> None:
    first, second = reviewed(LINE.format(1)), reviewed(LINE.format(2))
    assert "Ya hay un plan" not in desk.get(page(entity, "create_plan", second.pk)).text
    operations.accept_all(entity=entity, import_id=first.pk, by=coordinator, now=NOW)
    plan = operations.create_draft_plan(entity=entity, import_id=first.pk, by=coordinator, now=NOW)
    Plan.objects.filter(pk=plan.pk).update(title="Otro programa")
    text = desk.get(page(entity, "create_plan", second.pk)).text
    assert "Ya hay un plan de esta clase y año (PTEP 2026)" in text
    assert "Otro programa" in text
    assert 'name="beside"' not in text
    assert "Ya hay un plan" not in desk.get(page(entity, "create_plan", first.pk)).text


def test_document_of_a_plan_that_is_there_asks_whether_it_is_another(
    desk: Client, entity: Entity, coordinator: Principal, reviewed: Callable[..., PlanImport]
) -> None:
    first, second = reviewed(LINE.format(1)), reviewed(LINE.format(2))
    for one in (first, second):
        operations.accept_all(entity=entity, import_id=one.pk, by=coordinator, now=NOW)
    plan = operations.create_draft_plan(entity=entity, import_id=first.pk, by=coordinator, now=NOW)
    to = page(entity, "create_plan", second.pk)

    before = desk.get(to).text
    refused = desk.post(to, follow=True)

    assert f'<input type="checkbox" name="beside" value="{plan.pk}"' in before
    assert "Ya hay un plan de esta clase y año" not in before
    assert f"«{plan.title}» (borrador). Ábralo y siga allí" in refused.text
    assert Plan.objects.count() == 1
    assert desk.post(to, {"beside": plan.pk}).url == reverse(
        "desk:plan_detail", args=[entity.slug, Plan.objects.order_by("pk").last().pk]
    )
    assert Plan.objects.count() == 2
    assert desk.post(to).status_code == 302  # asked again, it gives the plan that it made
    assert Plan.objects.count() == 2


def test_row_to_add_begins_in_the_component_of_the_last_one(desk: Client, entity: Entity, review: PlanImport) -> None:
    form = desk.get(page(entity, "add_row", review.pk)).context["form"]
    assert form["component"].value() == "Rendición de cuentas"


def test_one_row_is_told_in_the_singular(
    desk: Client, entity: Entity, coordinator: Principal, reviewed: Callable[..., PlanImport]
) -> None:
    review = reviewed(LINE.format(1))
    text = desk.get(row_address(entity, ImportRow.objects.get())).text
    assert "0 de 1 fila revisada<" in text
    assert "Aceptar la que falta" in text
    assert "0 de 1 fila revisada<" in desk.get(page(entity, "list")).text
    create = desk.get(page(entity, "create_plan", review.pk)).text
    assert "</strong> responsable sin identificar</a>: queda como lo escribe" in create
    checklist = create.split('class="checklist"')[1]
    assert icon_markup("check-circle") not in checklist.split("</li>")[0]
    operations.accept_all(entity=entity, import_id=review.pk, by=coordinator, now=NOW)
    ready = desk.get(page(entity, "create_plan", review.pk)).text.split('class="checklist"')[1].split("</li>")[0]
    assert "</strong> fila entra en el plan" in ready
    assert icon_markup("check-circle") in ready


def test_document_is_put_aside_after_a_question(desk: Client, entity: Entity, review: PlanImport) -> None:
    assert "¿Descartar" in desk.get(page(entity, "discard", review.pk)).text
    desk.post(page(entity, "discard", review.pk))
    assert "Todavía no ha subido documentos" in desk.get(page(entity, "list")).text
    assert "se descartó" in desk.get(page(entity, "detail", review.pk)).text


def test_pasted_text_goes_the_same_way(desk: Client, entity: Entity) -> None:
    text = "Actividad\tResponsable\tFecha\nPublicar el informe\tOficina TIC\t30/06/2026\n"
    response = desk.post(page(entity, "paste"), {"text": text}, follow=True)
    assert "Publicar el informe" in response.text
    assert desk.post(page(entity, "paste"), {"text": ""}).status_code == 422
    again = desk.post(page(entity, "paste"), {"text": text})
    assert "Seguir con la revisión que ya existe" in again.text


# ---- cost ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["row", *ABOUT_THE_WHOLE])
def test_pages_cost_the_same_for_one_row_and_for_three(
    desk: Client, entity: Entity, reviewed: Callable[..., PlanImport], name: str
) -> None:
    def cost(*lines: str) -> int:
        plan_import = reviewed(*lines)
        first = ImportRow.objects.filter(plan_import=plan_import).first()
        address = row_address(entity, first) if name == "row" else page(entity, name, plan_import.pk)
        desk.get(address)
        with CaptureQueriesContext(connection) as queries:
            assert desk.get(address).status_code == 200
        return len(queries)

    assert cost(LINE.format(1)) == cost(*(LINE.format(number) for number in (1, 2, 3)))


def test_list_costs_the_same_for_one_document_and_for_three(
    desk: Client, entity: Entity, reviewed: Callable[..., PlanImport]
) -> None:
    def cost() -> int:
        desk.get(page(entity, "list"))
        with CaptureQueriesContext(connection) as queries:
            assert desk.get(page(entity, "list")).status_code == 200
        return len(queries)

    reviewed(LINE.format(1))
    one = cost()
    reviewed(LINE.format(2))
    reviewed(LINE.format(3))
    assert cost() == one


def test_get_never_changes_a_review(desk: Client, entity: Entity, review: PlanImport) -> None:
    before = list(ImportRow.objects.values()), list(PlanImport.objects.values())
    for name in (*ABOUT_THE_WHOLE, "detail"):
        desk.get(page(entity, name, review.pk))
    for name in ("accept_all", "read_again", "confirm_names"):
        assert desk.get(page(entity, name, review.pk)).status_code == 405
    assert (list(ImportRow.objects.values()), list(PlanImport.objects.values())) == before


def test_upload_of_a_real_document_ends_in_its_review(desk: Client, entity: Entity) -> None:
    content = (SAMPLES / "hospital-pdf-quarters-turned" / "input.pdf").read_bytes()
    response = desk.post(page(entity, "upload"), {"file": SimpleUploadedFile("plan 2023.pdf", content)}, follow=True)
    assert "0 de 18 filas revisadas" in response.text
    assert PlanImport.objects.get().status == ImportStatus.READ
