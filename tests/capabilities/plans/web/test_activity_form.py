"""The form of an activity in depth: what it shows is what it understood, and what it saves is what it showed."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

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
)
from rinde.capabilities.entities.models import ActorGroup, Entity
from rinde.capabilities.plans.models import (
    Activity,
    Assignment,
    Deliverable,
    Milestone,
    Objective,
    Plan,
    PlanNode,
    UniverseItem,
)
from rinde.capabilities.plans.queries import working_content
from rinde.services.tenancy import active_tenant


@pytest.fixture
def coordinator(entity: Entity) -> Client:
    client = Client()
    client.force_login(make_member(entity, "PLAN_COORDINATOR"))
    return client


@pytest.fixture
def node(entity: Entity) -> PlanNode:
    return make_node(make_plan(entity))


def new_url(node: PlanNode) -> str:
    return f"/{node.entity.slug}/gestion/planes/{node.plan_id}/actividades/nueva/"


def edit_url(activity: Activity) -> str:
    return f"/{activity.entity.slug}/gestion/planes/{activity.plan_id}/actividades/{activity.pk}/editar/"


def answers(node: PlanNode, deliverable: dict[str, Any], *, initial: int = 0, **fields: Any) -> dict[str, Any]:
    sent = {"node": node.pk, "name": "Revisar los mapas", "code": "1.9", "description": "", "seen": ""}
    sent |= {"producto-TOTAL_FORMS": 1, "producto-INITIAL_FORMS": initial}
    return sent | {f"producto-0-{name}": value for name, value in deliverable.items()} | fields


def sent_back(client: Client, activity: Activity) -> dict[str, Any]:
    """What a browser sends of a stored activity when nobody touches anything."""
    page = client.get(edit_url(activity))
    (row,) = page.context["editor"].deliverables
    form = page.context["form"]
    values = {name: row[name].value() for name in row.fields if row[name].value() not in (None, False)}
    # A browser ends lines with a carriage return too.
    values = {name: said.replace("\n", "\r\n") if isinstance(said, str) else said for name, said in values.items()}
    more = {name: form[name].value() for name in ("seen", "name", "code", "description", "objectives")}
    return answers(activity.node, values, initial=1, **more)


def a_full_activity(entity: Entity) -> Activity:
    plan = make_plan(entity)
    activity = make_activity(make_node(plan))
    activity.objectives.add(Objective.objects.create(entity=entity, plan=plan, text="Prevenir"))
    deliverable = make_deliverable(
        activity,
        target="100 % de los mapas",
        target_quantity=Decimal("1500.50"),
        target_unit="PERCENT",
        indicator_formula="a / b",
        indicator_unit="mapas",
        indicator_baseline=Decimal("2.5"),
        indicator_accumulation="LAST",
        expected_evidence=["Acta", "Fotografías"],
        schedule_text="Semestral (2)",
        recurrence="SEMIANNUAL",
    )
    for day in (date(2026, 6, 30), date(2026, 12, 31)):
        make_milestone(deliverable, due_on=day)
    for position, name in enumerate(("Mapa A", "Mapa B")):
        UniverseItem.objects.create(entity=entity, deliverable=deliverable, name=name, position=position)
    group = ActorGroup.objects.create(entity=entity, name="Todas", rule="ALL_UNITS")
    make_assignment(deliverable, text="Quienes suscriban (el pacto)", is_conditional=True, role="SUPPORT", position=0)
    make_assignment(deliverable, actor=make_actor(entity), text="Of. TIC", own_target=Decimal(3), position=1)
    make_assignment(deliverable, group=group, role="SUPPORT", own_target=Decimal(1), position=2)
    make_assignment(deliverable, text="Enlace", own_target=Decimal("2.5"), position=3)
    return activity


def test_full_activity_saved_again_changes_nothing(entity: Entity, coordinator: Client) -> None:
    activity = a_full_activity(entity)
    before = working_content(activity.plan, on=NOW.date())
    rows = [list(kind.objects.order_by("pk").values()) for kind in (Milestone, Assignment, UniverseItem)]

    page = coordinator.post(edit_url(activity), sent_back(coordinator, activity))

    assert page.status_code == 302
    assert working_content(activity.plan, on=NOW.date()) == before
    assert [list(kind.objects.order_by("pk").values()) for kind in (Milestone, Assignment, UniverseItem)] == rows


def test_everything_is_saved_from_the_form(node: PlanNode, coordinator: Client) -> None:
    actor = make_actor(node.entity)
    objective = Objective.objects.create(entity=node.entity, plan=node.plan, text="Prevenir")
    deliverable = {
        "quantity": "1.500",
        "unit": "COUNT",
        "indicator": "Personas formadas",
        "indicator_formula": "formadas / inscritas",
        "indicator_unit": "personas",
        "indicator_baseline": "12,5",
        "indicator_accumulation": "HIGHEST",
        "expected_evidence": "Acta\r\n\r\nFotografías",
        "universe": "Mapa A\r\nMapa B",
        "leads": [f"a:{actor.pk}"],
        f"own-a:{actor.pk}": "500",
        f"later-a:{actor.pk}": "on",
        "others": "Los del pacto (se sabrá después)\r\nPersonería (apoyo) (meta: 2,5)",
        "dates": "publicado: 31/12/2026 (3)",
    }

    page = coordinator.post(new_url(node), answers(node, deliverable, objectives=[objective.pk]))

    assert page.status_code == 302
    one = Deliverable.objects.get()
    assert (one.target_quantity, one.indicator_baseline) == (Decimal(1500), Decimal("12.5"))
    assert (one.indicator_formula, one.indicator_unit) == ("formadas / inscritas", "personas")
    assert (one.indicator_accumulation, one.expected_evidence) == ("HIGHEST", ["Acta", "Fotografías"])
    assert [item.name for item in one.universe.all()] == ["Mapa A", "Mapa B"]
    assert list(one.milestones.values_list("name", "expected_quantity")) == [("publicado", Decimal(3))]
    assert list(one.assignments.values_list("actor_id", "text", "role", "own_target", "is_conditional")) == [
        (actor.pk, "", "LEAD", Decimal(500), True),
        (None, "Los del pacto", "LEAD", None, True),
        (None, "Personería", "SUPPORT", Decimal("2.5"), False),
    ]
    assert [each.text for each in Activity.objects.get().objectives.all()] == ["Prevenir"]


def test_dates_and_totals_are_shown_and_nothing_is_saved(node: PlanNode, coordinator: Client) -> None:
    for _ in range(28):
        make_actor(node.entity)
    group = ActorGroup.objects.create(entity=node.entity, name="Todas las dependencias", rule="ALL_UNITS")
    deliverable = {
        "target": "Dos por dependencia",
        "dates": "cada trimestre",
        "leads": [f"g:{group.pk}"],
        "universe": "\n".join(f"Mapa {number}" for number in range(1, 40)),
        "indicator_unit": "mapas",
    }

    page = coordinator.post(new_url(node), answers(node, deliverable, name="", ver="1"))

    assert (page.status_code, Activity.objects.count()) == (200, 0)
    assert "2 × 28 = 56" in page.text
    assert "Se entienden 4 fechas" in page.text
    assert "30 de septiembre de 2026" in page.text
    assert "Todas las dependencias: 28 integrantes" in page.text
    assert "39 mapas" in page.text
    assert "Escriba qué se va a hacer." not in page.text


def test_total_waits_for_whoever_is_known_later(node: PlanNode, coordinator: Client) -> None:
    deliverable = {"target": "Dos por dependencia", "others": "Los del pacto (se sabrá después)"}

    page = coordinator.post(new_url(node), answers(node, deliverable, ver="1"))

    assert "El total se sabrá cuando se diga quiénes responden" in page.text


def test_list_from_a_file_is_saved_at_once_where_nothing_is_left_out(node: PlanNode, coordinator: Client) -> None:
    file = SimpleUploadedFile("mapas.csv", b"Mapa A\nMapa B\n")

    page = coordinator.post(new_url(node), answers(node, {"product": "X", "universe_file": file}))

    assert page.status_code == 302
    assert [one.name for one in UniverseItem.objects.all()] == ["Mapa A", "Mapa B"]


def test_list_with_rows_left_out_is_shown_clean_before_it_is_saved(node: PlanNode, coordinator: Client) -> None:
    file = SimpleUploadedFile("mapas.csv", b"Nombre\nMapa A\n\nMapa A\nMapa B\n")
    sent = answers(node, {"product": "X", "universe_file": file})

    page = coordinator.post(new_url(node), sent)

    assert (page.status_code, Activity.objects.count()) == (422, 0)
    assert "La fila 3 está vacía: no se cuenta." in page.text
    assert "La fila 4 repite la 2, «Mapa A»: se cuenta una vez." in page.text
    (row,) = page.context["editor"].deliverables
    again = answers(node, {"product": "X", "universe": row["universe"].value()})
    assert coordinator.post(new_url(node), again).status_code == 302
    assert [one.name for one in UniverseItem.objects.all()] == ["Mapa A", "Mapa B"]


@pytest.mark.parametrize(
    ("deliverable", "said"),
    [
        ({"quantity": "-3"}, "No puede ser menor que cero."),
        ({"quantity": "muchos"}, "Escriba solo un número: 12 o 2,5."),
        ({"product": "x" * 10_000}, "8000"),
        ({"dates": "31/02/2026 (3)"}, "La fecha «31/02/2026» no existe."),
        ({"others": "(apoyo)"}, "Hay un responsable sin nombre."),
        ({"others": "x" * 301}, "Un nombre tiene más de 300 letras."),
        ({"leads": ["a:999999"]}, "a:999999"),
        ({"universe": "x" * 251}, "La línea 1 tiene más de 250 letras."),
        ({"indicator_accumulation": "A_OJO"}, "A_OJO"),
        ({"universe_file": SimpleUploadedFile("a.csv", b"\x7fELF")}, "El archivo es un programa"),
    ],
)
def test_what_cannot_be_is_explained_and_nothing_is_lost(
    node: PlanNode, coordinator: Client, deliverable: dict[str, Any], said: str
) -> None:
    page = coordinator.post(new_url(node), answers(node, {"target": "Lo que escribí", **deliverable}))

    assert (page.status_code, Activity.objects.count()) == (422, 0)
    assert said in page.text
    assert "Lo que escribí" in page.text


def test_a_look_with_mistakes_says_them_first_and_links_to_each(node: PlanNode, coordinator: Client) -> None:
    page = coordinator.post(new_url(node), answers(node, {"product": "Acta", "quantity": "-3"}, ver="1")).text

    assert "Algo de lo que escribió no se entiende" in page
    assert '<a href="#id_producto-0-quantity">' in page
    assert page.index("Algo de lo que escribió no se entiende") < page.index("Qué se va a hacer")
    assert "Así se entiende lo que escribió" not in page
    assert not Activity.objects.exists()


def test_nobody_leads_and_supports_the_same(node: PlanNode, coordinator: Client) -> None:
    actor = make_actor(node.entity, name="Hacienda")
    both = {"product": "X", "leads": [f"a:{actor.pk}"], "supports": [f"a:{actor.pk}"]}

    page = coordinator.post(new_url(node), answers(node, both))

    assert "«Hacienda» está como responsable y como apoyo. Déjelo en uno de los dos." in page.text
    assert not Activity.objects.exists()


def test_actor_and_objective_of_another_entity_are_no_choice(
    node: PlanNode, coordinator: Client, other_entity: Entity
) -> None:
    with active_tenant(other_entity):
        stranger = make_actor(other_entity)
        theirs = Objective.objects.create(entity=other_entity, plan=make_plan(other_entity), text="Ajeno")
    Objective.objects.create(entity=node.entity, plan=node.plan, text="Propio")

    page = coordinator.post(new_url(node), answers(node, {"leads": [f"a:{stranger.pk}"]}, objectives=[theirs.pk]))

    assert (page.status_code, Activity.objects.count()) == (422, 0)
    assert "Ajeno" not in page.text


def test_open_set_is_written_down_from_the_activity(entity: Entity, coordinator: Client) -> None:
    plan = make_full_plan(entity)
    activity = Activity.objects.get(plan=plan)
    assignment = make_assignment(Deliverable.objects.get(), text="Los del pacto", is_conditional=True, position=1)
    actor = make_actor(entity)
    url = edit_url(activity).replace("editar/", f"responsables/{assignment.pk}/")

    assert "Todavía no se ha dicho quiénes son" in coordinator.get(edit_url(activity)).text
    assert "Quiénes son «Los del pacto»" in coordinator.get(url).text
    assert coordinator.post(url, {"members": [f"a:{actor.pk}"], "seen": ""}).status_code == 302
    assert [one.actor_id for one in assignment.members.all()] == [actor.pk]
    assert "Se escribieron 1" in coordinator.get(edit_url(activity)).text
    assert coordinator.post(url, {"members": ["a:999999"], "seen": ""}).status_code == 422


def test_assignment_that_is_no_open_set_has_no_page(entity: Entity, coordinator: Client) -> None:
    activity = Activity.objects.get(plan=make_full_plan(entity))
    assignment = Assignment.objects.get()

    url = edit_url(activity).replace("editar/", f"responsables/{assignment.pk}/")

    assert coordinator.get(url).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_form_costs_the_same_queries_whatever_it_holds(
    entity: Entity, coordinator: Client, count: int, django_assert_num_queries: Any
) -> None:
    plan: Plan = make_plan(entity)
    activity = make_activity(make_node(plan))
    for position in range(count):
        deliverable = make_deliverable(activity, position=position)
        make_milestone(deliverable)
        make_assignment(deliverable, position=position)
        ActorGroup.objects.create(entity=entity, name=f"Grupo {position}", rule="ALL_UNITS")
        Objective.objects.create(entity=entity, plan=plan, text=f"Objetivo {position}")
    coordinator.get(edit_url(activity))

    with django_assert_num_queries(15):
        coordinator.get(edit_url(activity))
