"""The pages of the working sheet: who opens them, what they show, and what they cost."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from factories import NOW, approve_and_publish, make_full_plan, make_member, principal
from rinde.capabilities.entities.models import Entity
from rinde.capabilities.plans.models import Activity, ChangeRequest, Deliverable, Plan, SheetImport
from rinde.capabilities.plans.queries.sheets import plan_standing
from sheet_samples import Cells, add_row, as_csv, cells_of, set_cell

READERS = ("ENTITY_ADMIN", "UNIT_LIAISON", "INTERNAL_CONTROL", "COMMUNICATIONS", "READER")


def signed_in(entity: Entity, role: str) -> Client:
    client = Client()
    client.force_login(make_member(entity, role))
    return client


def address(plan: Plan, path: str = "") -> str:
    return f"/{plan.entity.slug}/gestion/planes/{plan.pk}/hoja/{path}"


@pytest.fixture
def plan(entity: Entity) -> Plan:
    return make_full_plan(entity, activities=2, title="Programa de Transparencia")


@pytest.fixture
def client(entity: Entity) -> Client:
    return signed_in(entity, "PLAN_COORDINATOR")


def file_of(plan: Plan, *edits: Callable[[Cells], object]) -> SimpleUploadedFile:
    cells = cells_of(plan_standing(plan, on=NOW.date()))
    for edit in edits:
        edit(cells)
    return SimpleUploadedFile("mi hoja.csv", as_csv(cells))


def sent(client: Client, plan: Plan, *edits: Callable[[Cells], object]) -> HttpResponse:
    answer: HttpResponse = client.post(address(plan), {"file": file_of(plan, *edits)}, follow=True)
    return answer


def text_of(answer: HttpResponse) -> str:
    return " ".join(answer.content.decode().split())


def test_page_offers_three_steps_and_the_forms_of_download(client: Client, plan: Plan) -> None:
    page = text_of(client.get(address(plan)))
    for said in (
        "Descargue la hoja",
        "Cámbiela en su programa",
        "Súbala y mire qué cambiaría",
        "Todavía no se ha subido",
    ):
        assert said in page
    for extension in ("xlsx", "ods", "csv"):
        answer = client.get(address(plan, f"descargar/{extension}/"))
        assert f".{extension}" in answer.headers["Content-Disposition"]
    assert client.get(address(plan, "descargar/pdf/")).status_code == 404


def test_report_shows_before_and_after_and_applies(client: Client, plan: Plan) -> None:
    page = text_of(sent(client, plan, set_cell(1, "product", "Cartilla <b>")))
    assert "<del>Informe publicado</del>" in page
    assert "<ins>Cartilla &lt;b&gt;</ins>" in page
    assert "Aplicar 1 cambio</button>" in page
    assert "1 fila sigue igual" in page
    sheet = SheetImport.objects.get()
    done = text_of(client.post(address(plan, f"{sheet.pk}/aplicar/"), follow=True))
    assert "Se aplicó 1 cambio." in done
    assert Deliverable.objects.filter(product="Cartilla <b>").count() == 1
    twice = text_of(client.post(address(plan, f"{sheet.pk}/aplicar/"), follow=True))
    assert "Esta hoja ya se había aplicado." in twice
    assert "Aplicada" in text_of(client.get(address(plan)))


def test_problems_come_first_and_keep_the_button_away(client: Client, plan: Plan) -> None:
    page = text_of(sent(client, plan, set_cell(1, "product", "Cartilla"), set_cell(2, "dates", "30/02/2026")))
    assert "Fila 3, columna Fecha programada: la fecha «30/02/2026» no existe. ¿Quiso decir 28/02/2026?" in page
    assert page.index("<strong>Fila 3</strong>") < page.index("<strong>Fila 2</strong>")
    assert "1 celda pide corrección" in page
    assert "Aplicar 1" not in page


def test_filter_shows_one_kind(client: Client, plan: Plan) -> None:
    sent(client, plan, set_cell(1, "product", "Cartilla"), set_cell(2, "action", "eliminar"))
    page = text_of(client.get(address(plan, f"{SheetImport.objects.get().pk}/?ver=salen")))
    assert "<strong>Fila 3</strong>" in page
    assert "<strong>Fila 2</strong>" not in page


def test_file_that_is_no_sheet_is_said_on_the_form(client: Client, plan: Plan) -> None:
    wrong = SimpleUploadedFile("plan.xlsx", b"%PDF-1.7 no es una hoja")
    answer = client.post(address(plan), {"file": wrong})
    assert answer.status_code == 422
    assert "El archivo es un PDF y no se puede leer." in text_of(answer)
    assert "Escoja el archivo antes de revisarlo." in text_of(client.post(address(plan), {}))


def test_stale_report_offers_to_check_again(client: Client, plan: Plan) -> None:
    sent(client, plan, set_cell(1, "product", "Cartilla"))
    sheet = SheetImport.objects.get()
    Plan.objects.filter(pk=plan.pk).update(edited_at=NOW.replace(year=2027))
    answer = client.post(address(plan, f"{sheet.pk}/aplicar/"))
    assert answer.status_code == 409
    assert "Revisar de nuevo</button>" in text_of(answer)
    page = text_of(client.post(address(plan, f"{sheet.pk}/revisar/"), follow=True))
    assert "Aplicar 1 cambio</button>" in page


@pytest.mark.parametrize("role", READERS)
def test_readers_download_and_never_send(entity: Entity, client: Client, plan: Plan, role: str) -> None:
    sent(client, plan, set_cell(1, "product", "Cartilla"))
    sheet, reader = SheetImport.objects.get(), signed_in(entity, role)
    assert "Revisar la hoja" not in text_of(reader.get(address(plan)))
    assert "Aplicar 1" not in text_of(reader.get(address(plan, f"{sheet.pk}/")))
    assert sent(reader, plan, set_cell(1, "product", "Video")).status_code == 403
    assert reader.post(address(plan, f"{sheet.pk}/aplicar/")).status_code in {403, 404}
    assert not Deliverable.objects.filter(product="Cartilla").exists()


def test_published_plan_asks_with_a_reason(entity: Entity, client: Client, plan: Plan) -> None:
    approve_and_publish(plan, by=principal(entity, "PLAN_COORDINATOR"))
    assert "no se aplica, se pide con su motivo" in text_of(client.get(address(plan)))
    page = text_of(sent(client, plan, set_cell(1, "product", "Cartilla")))
    assert "Pedir estos cambios</button>" in page
    sheet = SheetImport.objects.get()
    refused = client.post(address(plan, f"{sheet.pk}/pedir/"), {"reason": "corto"})
    assert refused.status_code == 422
    assert ">corto</textarea>" in text_of(refused)
    reason = "La comunidad pidió otro producto en la audiencia."
    asked = text_of(client.post(address(plan, f"{sheet.pk}/pedir/"), {"reason": reason}, follow=True))
    assert "Se registró la petición: 1 solicitud." in asked
    assert ChangeRequest.objects.get().reason == reason


@pytest.mark.parametrize("activities", [1, 3])
def test_pages_cost_the_same_for_one_row_and_for_three(entity: Entity, client: Client, activities: int) -> None:
    plan = make_full_plan(entity, activities=activities)
    for number in range(activities):
        sent(client, plan, *(set_cell(row + 1, "product", f"Cartilla {number}") for row in range(activities)))
    for path, most in (("", 14), (f"{SheetImport.objects.first().pk}/", 13), ("descargar/csv/", 20)):
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address(plan, path)).status_code == 200
        assert len(queries) <= most


def test_new_rows_say_that_they_come_in(client: Client, plan: Plan) -> None:
    page = text_of(sent(client, plan, add_row(place="1", name="Publicar datos", product="Datos", leads="Secretaria X")))
    assert "<strong>Actividad nueva</strong> Publicar datos" in page
    assert "«Secretaria X» no está en el organigrama" in page


def test_old_sheet_names_who_changed_the_row_and_asks_before_it_undoes_it(
    client: Client, plan: Plan, entity: Entity
) -> None:
    file = file_of(plan)
    ana = make_member(entity, "PLAN_COORDINATOR", full_name="Ana Ruiz")
    Deliverable.objects.filter(activity__plan=plan).update(product="Lo nuevo")
    later = NOW + timedelta(hours=1)
    Activity.objects.filter(plan=plan).update(edited_at=later, edited_by=ana)
    Plan.objects.filter(pk=plan.pk).update(edited_at=later)
    page = text_of(client.post(address(plan), {"file": file}, follow=True))
    assert "El plan cambió después de descargar esta hoja." in page
    assert page.count("Ana Ruiz lo cambió el") == 2
    assert "Aplicar también las 2 filas que se cambiaron" in page
    sheet = SheetImport.objects.get()
    refused = client.post(address(plan, f"{sheet.pk}/aplicar/"))
    assert refused.status_code == 422
    assert set(Deliverable.objects.values_list("product", flat=True)) == {"Lo nuevo"}
    done = text_of(client.post(address(plan, f"{sheet.pk}/aplicar/"), {"devolver": "si"}, follow=True))
    assert "Se aplicaron 2 cambios." in done
