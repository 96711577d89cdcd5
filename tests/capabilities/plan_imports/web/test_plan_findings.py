"""What the review of plans says of a document while it is still being corrected."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from factories import NOW
from rinde.capabilities.entities.models import Entity
from rinde.capabilities.plan_imports import operations, queries
from rinde.capabilities.plan_imports.choices import RowDecision
from rinde.capabilities.plan_imports.models import ImportRow, PlanImport
from rinde.services.access import Principal
from rinde.services.tenancy import active_tenant

HEAD = "Componente\tN.º\tActividad\tMeta\tResponsable\tFecha programada"
LINE = "Rendición de cuentas\t1.{0}\tPublicar el informe {0}\tTres (3) informes\tOficina TIC\t{1}"


def read(entity: Entity, by: Principal, *dates: str) -> PlanImport:
    lines = (LINE.format(number, day) for number, day in enumerate(dates, start=1))
    text = "\n".join(("Programa de Transparencia y Ética Pública 2026", HEAD, *lines))
    plan_import = operations.upload_document(
        entity=entity, name="plan.txt", content=text.encode(), by=by, now=NOW, start_reading=lambda _: None
    )
    operations.read_import(import_id=plan_import.pk, clock=lambda: NOW)
    plan_import.refresh_from_db()
    return plan_import


def page_of(plan_import: PlanImport) -> str:
    return reverse("desk:import_plan_findings", args=[plan_import.entity.slug, plan_import.pk])


def test_a_finding_leads_to_the_row_where_it_is_mended(desk: Client, entity: Entity, coordinator: Principal) -> None:
    plan_import = read(entity, coordinator, "31/03/2026; 30/06/2026; 30/09/2026", "31/03/2026; 30/06/2026")
    second = ImportRow.objects.get(plan_import=plan_import, position=1)
    page = desk.get(page_of(plan_import)).content.decode()
    assert reverse("desk:import_row", args=[entity.slug, plan_import.pk, second.pk]) in page
    assert "1.2" in page


def test_what_is_left_out_is_not_judged(desk: Client, entity: Entity, coordinator: Principal) -> None:
    plan_import = read(entity, coordinator, "31/03/2026; 30/06/2026")
    before = queries.draft_findings(plan_import, today=NOW.date()).found
    assert before
    ImportRow.objects.update(decision=RowDecision.LEFT_OUT)
    assert not any(row for _, row in queries.draft_findings(plan_import, today=NOW.date()).found)


def test_a_document_without_its_year_asks_for_it(desk: Client, entity: Entity, coordinator: Principal) -> None:
    plan_import = read(entity, coordinator, "30/06/2026")
    plan_import.heading = plan_import.heading | {"first_year": 0, "last_year": 0}
    plan_import.save()
    assert "Falta decir de qué año" in desk.get(page_of(plan_import)).content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_page_costs_the_same_queries(desk: Client, entity: Entity, coordinator: Principal, count: int) -> None:
    plan_import = read(entity, coordinator, *["30/06/2026"] * count)
    desk.get(page_of(plan_import))
    with CaptureQueriesContext(connection) as captured:
        assert desk.get(page_of(plan_import)).status_code == 200
    assert len(captured) == 16


def test_another_entitys_document_is_not_there(
    desk: Client, entity: Entity, other_entity: Entity, coordinator: Principal
) -> None:
    plan_import = read(entity, coordinator, "30/06/2026")
    with active_tenant(other_entity):
        address = page_of(plan_import).replace(entity.slug, other_entity.slug)
        assert desk.get(address).status_code == 404
