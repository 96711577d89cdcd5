"""The plan's table: what it shows, a cell written by the script, rows arranged by plain forms, the printed sheet."""

import re
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from factories import (
    NOW,
    make_activity,
    make_actor,
    make_assignment,
    make_deliverable,
    make_full_plan,
    make_member,
    make_milestone,
    make_node,
    make_plan,
    make_published_plan,
    make_user,
)
from rinde.capabilities.entities.models import ActorGroup, Entity
from rinde.capabilities.plans.models import Activity, Deliverable, Placement, Plan, PlanNode, Signatory
from rinde.services.tenancy import active_tenant

SCRIPT = {"X-Rinde-Row": "1"}


def signed_in(entity: Entity, role: str = "PLAN_COORDINATOR") -> Client:
    client = Client()
    client.force_login(make_member(entity, role))
    return client


def page_of(plan: Plan, path: str = "") -> str:
    return f"/{plan.entity.slug}/gestion/planes/{plan.pk}/{path}"


def of_row(activity: Activity, path: str) -> str:
    return page_of(activity.plan, f"actividades/{activity.pk}/{path}/")


@pytest.fixture
def plan(entity: Entity) -> Plan:
    return make_full_plan(entity, activities=2)


@pytest.fixture
def row(plan: Plan) -> Activity:
    return plan.activities.first()


def cell(row: Activity, name: str, text: str, **more: str) -> dict[str, str]:
    first = row.deliverables.first()
    sent = {"cell": name, "deliverable": str(first.pk), "text": text, "seen": row.edited_at.isoformat()}
    return sent | more


def test_row_shows_what_it_is_and_where_it_comes_from(entity: Entity) -> None:
    plan, other = make_plan(entity), make_plan(entity, title="Estrategia de diálogo")
    ana = make_user(full_name="Ana Ruiz")
    activity = make_activity(
        make_node(plan), description="Ante todos", carried_from="PTEP 2025", edited_by=ana, edited_at=NOW
    )
    deliverable = make_deliverable(
        activity, target="Dos por organismo", target_quantity=Decimal(2), target_unit="COUNT"
    )
    Deliverable.objects.update(target_per_actor=True, indicator="Informes hechos", resources="Propios")
    make_milestone(deliverable, late_moves=[{"from_on": "2026-01-01", "moved_on": "2026-02-01"}])
    for _ in range(28):
        make_actor(entity)
    make_assignment(deliverable, group=ActorGroup.objects.create(entity=entity, name="Todas", rule="ALL_UNITS"))
    make_assignment(deliverable, text="Enlace TIC", role="SUPPORT", position=1)
    Placement.objects.create(entity=entity, activity=activity, node=make_node(other))

    page = signed_in(entity).get(page_of(plan)).text

    for words in (
        "2 × 28 = 56",
        "Informes hechos",
        "Propios",
        "Ante todos",
        "Viene de PTEP 2025",
        "La fecha se movió ya vencida",
        "También está en Estrategia de diálogo 2026",
        "(28)",
        "(apoyo, no está en el organigrama)",
        'title="Ana Ruiz, 2\xa0mar\xa02026"',
        '<span aria-hidden="true">2\xa0mar\xa02026</span>',
        "Guardó Ana Ruiz, 2\xa0mar\xa02026",
        'data-text="Todas; Enlace TIC (apoyo)"',
    ):
        assert words in page, words


def test_row_of_another_instrument_is_read_here_and_edited_there(entity: Entity, plan: Plan, row: Activity) -> None:
    other = make_plan(entity)
    Placement.objects.create(entity=entity, activity=row, node=make_node(other))

    page = signed_in(entity).get(page_of(other)).text

    assert f"Vive en {plan.title} 2026" in page
    assert f'href="{page_of(plan)}#fila-{row.pk}"' in page
    assert f'data-activity="{row.pk}"' not in page


def test_cell_comes_back_as_its_row_with_the_new_mark(entity: Entity, row: Activity) -> None:
    answer = signed_in(entity).post(of_row(row, "fila"), cell(row, "target", "3 informes"), headers=SCRIPT)

    row.refresh_from_db()
    assert (answer.status_code, answer.headers["X-Rinde-Row"]) == (200, "saved")
    assert f'data-seen="{row.edited_at.isoformat()}"' in answer.text
    assert 'data-understood="3."' in answer.text
    assert row.deliverables.get().target_quantity == Decimal(3)


def test_stale_cell_shows_both_versions_and_changes_nothing(entity: Entity, row: Activity) -> None:
    typed = cell(row, "product", "Lo mío")
    Deliverable.objects.filter(activity=row).update(product="Lo de otra persona")
    Activity.objects.filter(pk=row.pk).update(edited_at=NOW + timedelta(minutes=1))

    answer = signed_in(entity).post(of_row(row, "fila"), typed, headers=SCRIPT)

    assert (answer.status_code, answer.headers["X-Rinde-Row"]) == (409, "refused")
    assert "Lo de otra persona" in answer.text
    assert "Lo mío" in answer.text
    assert f'data-seen="{(NOW + timedelta(minutes=1)).isoformat()}"' in answer.text
    assert row.deliverables.get().product == "Lo de otra persona"


def test_cell_beside_what_somebody_saved_is_saved_and_says_so(entity: Entity, row: Activity) -> None:
    shown = row.deliverables.get().product
    Deliverable.objects.filter(activity=row).update(indicator="Lo de otra persona")
    Activity.objects.filter(pk=row.pk).update(edited_at=NOW + timedelta(minutes=1))

    answer = signed_in(entity).post(of_row(row, "fila"), cell(row, "product", "Lo mío", was=shown), headers=SCRIPT)

    assert (answer.status_code, answer.headers["X-Rinde-Row"]) == (200, "merged")
    assert "Lo de otra persona" in answer.text
    assert row.deliverables.get().product == "Lo mío"


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("dates", "31/02/2026", "no existe"),
        ("target", "-3", "no puede ser negativa"),
        ("name", "", "Escriba qué se va a hacer"),
        ("product", "x" * 10_000, "admite 5000 caracteres"),
        ("nada", "x", "Esa columna no existe"),
        ("product", "\x00<script>alert(1)</script>" * 300, "admite 5000 caracteres"),
    ],
)
def test_wrong_cell_says_why(entity: Entity, row: Activity, name: str, text: str, said: str) -> None:
    answer = signed_in(entity).post(of_row(row, "fila"), cell(row, name, text), headers=SCRIPT)

    assert (answer.status_code, said in answer.text, "<script>" in answer.text) == (422, True, False)


@pytest.mark.parametrize("wrong", [{"seen": "ayer"}, {"deliverable": "999999"}, {"deliverable": "-1"}])
def test_cell_of_something_else_is_refused(entity: Entity, row: Activity, wrong: dict[str, str]) -> None:
    answer = signed_in(entity).post(of_row(row, "fila"), cell(row, "product", "X", **wrong), headers=SCRIPT)

    assert answer.status_code in {409, 422}
    assert row.deliverables.get().product == "Informe publicado"


def test_row_is_read_again_on_its_own(entity: Entity, row: Activity) -> None:
    answer = signed_in(entity).get(of_row(row, "fila"))

    assert answer.text.count("<tbody") == 1
    assert row.name in answer.text


PAGES = ("fila", "mover", "dividir", "unir")
POSTS = ("fila", "correr", "copiar")


@pytest.mark.parametrize("path", sorted({*PAGES, *POSTS}))
@pytest.mark.parametrize("role", ["READER", "INTERNAL_CONTROL", "ENTITY_ADMIN", "UNIT_LIAISON", "CITIZEN_SERVICE"])
def test_rows_are_not_arranged_by_others(entity: Entity, row: Activity, path: str, role: str) -> None:
    answer = signed_in(entity, role).post(of_row(row, path), cell(row, "name", "Otra"))

    row.refresh_from_db()
    assert answer.status_code in {403, 404}
    assert (row.edited_at, Activity.objects.count()) == (NOW, 2)


@pytest.mark.parametrize("path", sorted({*PAGES, *POSTS}))
def test_rows_of_another_entity_or_plan_are_not_there(
    entity: Entity, row: Activity, other_entity: Entity, path: str
) -> None:
    elsewhere = make_full_plan(entity)
    stranger, address = signed_in(other_entity), of_row(row, path)

    assert stranger.post(address).status_code == 404
    assert stranger.post(address.replace(entity.slug, other_entity.slug)).status_code == 404
    other_plan = address.replace(f"/planes/{row.plan_id}/", f"/planes/{elsewhere.pk}/")
    assert signed_in(entity).post(other_plan).status_code == 404


@pytest.mark.parametrize("path", sorted({*PAGES, *POSTS}))
def test_rows_of_a_published_plan_stand_still(entity: Entity, path: str) -> None:
    row = make_published_plan(entity, activities=2).activities.first()

    answer = signed_in(entity).post(of_row(row, path), cell(row, "name", "Otra"))

    row.refresh_from_db()
    assert (answer.status_code, row.name == "Otra") == (409, False)


def test_published_plan_is_read_and_its_rows_ask_for_changes(entity: Entity) -> None:
    page = signed_in(entity).get(page_of(make_published_plan(entity))).text

    assert "data-cell" not in page
    assert "grid.js" not in page
    assert ("Pedir un cambio" in page) == ("cambios/" in page)


def test_row_goes_down_by_a_plain_button(entity: Entity, plan: Plan, row: Activity) -> None:
    part = plan.nodes.get()
    answer = signed_in(entity).post(
        of_row(row, "correr"), {"bajar": row.edited_at.isoformat(), "componente": str(part.pk)}
    )

    assert answer.url == f"{page_of(plan)}?componente={part.pk}#fila-{row.pk}"
    assert plan.activities.order_by("position").last().pk == row.pk


def test_border_is_told_on_the_page_and_to_the_script(entity: Entity, row: Activity) -> None:
    client, sent = signed_in(entity), {"subir": row.edited_at.isoformat()}

    page = client.post(of_row(row, "correr"), sent, follow=True)
    answer = client.post(of_row(row, "correr"), sent, headers=SCRIPT)

    assert "Ya está en el borde" in page.text
    assert (answer.status_code, answer.headers["X-Rinde-Row"]) == (409, "refused")


def test_copy_comes_right_below(entity: Entity, plan: Plan, row: Activity) -> None:
    answer = signed_in(entity).post(of_row(row, "copiar"), {"copiar": row.edited_at.isoformat()}, follow=True)

    copy = plan.activities.order_by("position")[1]
    assert (copy.name, copy.code) == (row.name, "")
    assert "Se copió la actividad" in answer.text
    assert answer.redirect_chain[0][0].endswith(f"#fila-{copy.pk}")


def test_move_page_offers_every_place_and_moves(entity: Entity, plan: Plan, row: Activity) -> None:
    there = make_node(plan, code="2", name="Trámites", position=1)
    client = signed_in(entity)
    page = client.get(of_row(row, "mover")).text

    client.post(of_row(row, "mover"), {"place": f"fin:{there.pk}:", "seen": row.edited_at.isoformat()})

    row.refresh_from_db()
    assert page.count("Al final") == 2
    assert row.node_id == there.pk


@pytest.mark.parametrize("place", ["", "fin:999:", "antes:x:y", "otra cosa"])
def test_unknown_place_is_refused(entity: Entity, row: Activity, place: str) -> None:
    answer = signed_in(entity).post(of_row(row, "mover"), {"place": place, "seen": row.edited_at.isoformat()})

    assert answer.status_code == 422


@pytest.mark.parametrize("path", ["mover", "dividir"])
def test_page_overtaken_keeps_what_was_written(entity: Entity, plan: Plan, row: Activity, path: str) -> None:
    make_deliverable(row, position=1)
    going = row.deliverables.last()
    sent = {
        "seen": (NOW - timedelta(minutes=1)).isoformat(),
        "place": f"fin:{plan.nodes.get().pk}:",
        "products": [going.pk],
        "name": "Grabar el video",
    }

    answer = signed_in(entity).post(of_row(row, path), sent)

    assert answer.status_code == 409
    assert "Compare las dos versiones" in answer.text
    assert ("Grabar el video" in answer.text) is (path == "dividir")
    assert Activity.objects.count() == 2


def test_split_by_products_and_by_words(entity: Entity, row: Activity) -> None:
    make_deliverable(row, position=1, product="Video")
    going, client = row.deliverables.last(), signed_in(entity)
    sent = {"seen": row.edited_at.isoformat(), "products": [going.pk], "name": "Grabar", "hacer": "actividad"}

    client.post(of_row(row, "dividir"), sent)
    row.refresh_from_db()
    words = {"first_target": "", "first_product": "Informe", "second_target": "", "second_product": "Acta"}
    client.post(of_row(row, "dividir"), {"seen": row.edited_at.isoformat(), "hacer": "producto", **words})

    assert Deliverable.objects.get(pk=going.pk).activity.name == "Grabar"
    assert [one.product for one in row.deliverables.all()] == ["Informe", "Acta"]


def test_split_without_a_product_says_what_is_missing(entity: Entity, row: Activity) -> None:
    make_deliverable(row, position=1)

    answer = signed_in(entity).post(of_row(row, "dividir"), {"seen": row.edited_at.isoformat(), "name": " "})

    assert answer.status_code == 422
    assert "Escoja al menos un producto" in answer.text


def test_join_shows_how_it_will_be_and_then_joins(entity: Entity, plan: Plan, row: Activity) -> None:
    other = plan.activities.last()
    client = signed_in(entity)
    page = client.get(of_row(row, "unir"), {"con": other.pk}).text
    marks = {name: re.search(rf'name="{name}" value="([^"]+)"', page)[1] for name in ("seen", "other_seen")}

    client.post(of_row(row, "unir"), {"con": other.pk, **marks})

    assert other.name in page
    assert list(plan.activities.values_list("pk", flat=True)) == [row.pk]
    assert row.deliverables.count() == 2


@pytest.mark.parametrize("con", ["", "x", "999999", "itself"])
def test_join_with_nobody_asks_again(entity: Entity, row: Activity, con: str) -> None:
    wanted = str(row.pk) if con == "itself" else con
    client = signed_in(entity)

    assert client.get(of_row(row, "unir"), {"con": wanted}).status_code == 200
    client.post(of_row(row, "unir"), {"con": wanted})
    assert Activity.objects.count() == 2


def test_component_moves_and_the_last_says_that_it_is(entity: Entity, plan: Plan) -> None:
    second = make_node(plan, code="2", position=1)
    client, address = signed_in(entity), page_of(plan, f"componentes/{second.pk}/correr/")

    client.post(address, {"subir": "1"})
    page = client.post(address, {"subir": "1"}, follow=True)

    assert PlanNode.objects.filter(plan=plan).order_by("position").first().pk == second.pk
    assert "Ya está en el borde" in page.text


def test_sheet_for_the_committee_says_what_it_is(entity: Entity, plan: Plan) -> None:
    Signatory.objects.create(entity=entity, plan=plan, role="PREPARED", post="Planeación", name="Ana Ruiz")
    make_node(plan, code="9", name="Componente vacío", position=9)

    page = signed_in(entity, "READER").get(page_of(plan, "imprimir/")).text

    for words in (
        entity.name,
        plan.title,
        "Borrador",
        "Huella SHA-256",
        "Ana Ruiz",
        "Revisó",
        "Aprobó",
        "sin actividades",
    ):
        assert words in page, words
    assert all(one.name in page for one in plan.activities.all())


def test_sheet_comes_as_a_document_too(entity: Entity, plan: Plan) -> None:
    answer = signed_in(entity).get(page_of(plan, "imprimir/"), {"pdf": "1"})

    assert answer.content.startswith(b"%PDF")
    assert "comite.pdf" in answer.headers["Content-Disposition"]


def test_sheet_of_another_entity_is_not_there(entity: Entity, plan: Plan, other_entity: Entity) -> None:
    assert signed_in(other_entity).get(page_of(plan, "imprimir/")).status_code == 404


def _crowded(entity: Entity, rows: int) -> Plan:
    """A plan whose rows have everything that could cost a query each."""
    plan = make_full_plan(entity, activities=rows)
    node, other = plan.nodes.get(), make_plan(entity)
    group = ActorGroup.objects.create(entity=entity, name=f"Todas {plan.pk}", rule="ALL_UNITS")
    user = make_user()
    plan.activities.update(edited_by=user)
    there = make_node(other)
    for activity in plan.activities.all()[:3]:
        make_assignment(activity.deliverables.get(), group=group, position=1)
        Placement.objects.create(entity=entity, activity=activity, node=there)
    stranger = make_activity(there)
    Placement.objects.create(entity=entity, activity=stranger, node=node)
    return plan


@pytest.mark.parametrize(
    "path",
    [
        "",
        "imprimir/",
        "actividades/{row}/fila/",
        "actividades/{row}/mover/",
        "actividades/{row}/dividir/",
        "actividades/{row}/unir/",
    ],
)
def test_editing_pages_stay_within_fifteen_queries_for_1_and_1000_rows(entity: Entity, path: str) -> None:
    client, counts = signed_in(entity), []
    for rows in (1, 3, 1000):
        plan = _crowded(entity, rows)
        address = page_of(plan, path.format(row=plan.activities.first().pk))
        client.get(address)
        with CaptureQueriesContext(connection) as captured:
            answer = client.get(address)
        counts.append(len(captured))
        assert answer.status_code == 200

    assert counts[0] == counts[1] == counts[2]
    assert counts[0] <= 15


def test_plan_of_another_entity_shows_none_of_its_rows(entity: Entity, plan: Plan, other_entity: Entity) -> None:
    with active_tenant(other_entity):
        theirs = make_full_plan(other_entity)

    assert signed_in(entity).get(page_of(plan)).status_code == 200
    assert signed_in(entity).get(page_of(plan).replace(f"/{plan.pk}/", f"/{theirs.pk}/")).status_code == 404


def test_dates_of_every_kind_read_back_as_they_are_shown(entity: Entity, row: Activity) -> None:
    client = signed_in(entity)
    for text in ("Cada trimestre", "publicado: 31/12/2026", "Permanente"):
        row.refresh_from_db()
        client.post(of_row(row, "fila"), cell(row, "dates", text), headers=SCRIPT)
        assert f'data-text="{text}"' in client.get(of_row(row, "fila")).text

    assert row.deliverables.get().milestones.get().due_on == date(2026, 12, 31)
