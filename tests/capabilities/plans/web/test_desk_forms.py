"""What the desk's forms do: save, explain, never lose what was written."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from factories import (
    NOW,
    make_actor,
    make_deliverable,
    make_full_plan,
    make_member,
    make_node,
    make_plan,
    make_published_plan,
)
from rinde.capabilities.entities.models import ActorGroup, Entity
from rinde.capabilities.plans.models import Activity, Announcement, Deliverable, Plan, PlanNode
from rinde.capabilities.plans.queries import working_content


@pytest.fixture
def coordinator(entity: Entity) -> Client:
    client = Client()
    client.force_login(make_member(entity, "PLAN_COORDINATOR"))
    return client


def address(entity: Entity, path: str) -> str:
    return f"/{entity.slug}/gestion/planes/{path}"


def activity_answers(node: PlanNode, *deliverables: dict[str, Any], initial: int = 0, **fields: Any) -> dict[str, Any]:
    """What a browser sends of an activity's form."""
    answers: dict[str, Any] = {
        "node": node.pk,
        "name": "Publicar el informe",
        "code": "1.9",
        "description": "",
        "seen": "",
        "producto-TOTAL_FORMS": len(deliverables),
        "producto-INITIAL_FORMS": initial,
    }
    for number, deliverable in enumerate(deliverables):
        answers |= {f"producto-{number}-{name}": value for name, value in deliverable.items()}
    return answers | fields


def test_new_plan_begins_with_a_template(entity: Entity, coordinator: Client) -> None:
    answers = {"template": "PAAC_2015", "title": "PAAC 2024", "period_start": "2024-01-01", "period_end": "2024-12-31"}

    page = coordinator.post(address(entity, "nuevo/"), answers)

    plan = Plan.objects.get()
    assert (page.status_code, page.url) == (302, address(entity, f"{plan.pk}/"))
    assert (plan.instrument, plan.slug, plan.nodes.filter(parent=None).count()) == ("PAAC", "paac", 6)


def test_empty_plan_must_say_what_it_is(entity: Entity, coordinator: Client) -> None:
    answers = {"template": "", "title": "Mi plan", "period_start": "2026-01-01", "period_end": "2026-12-31"}

    page = coordinator.post(address(entity, "nuevo/"), answers)

    assert (page.status_code, Plan.objects.count()) == (422, 0)
    assert "Escoja qué plan es" in page.text
    assert coordinator.post(address(entity, "nuevo/"), answers | {"instrument": "OTHER"}).status_code == 302


def test_wrong_period_comes_back_with_everything_written(entity: Entity, coordinator: Client) -> None:
    answers = {
        "template": "PTEP_2024",
        "title": "Así lo llamé",
        "period_start": "2026-12-31",
        "period_end": "2026-01-01",
    }

    page = coordinator.post(address(entity, "nuevo/"), answers)

    assert page.status_code == 422
    assert "La vigencia termina antes de empezar" in page.text
    assert "Así lo llamé" in page.text


def test_header_is_saved_with_its_signatories(entity: Entity, coordinator: Client) -> None:
    plan = make_plan(entity)
    answers = {
        "title": "Otro título",
        "instrument": "PTEP",
        "period_start": "2026-01-01",
        "period_end": "2026-12-31",
        "objectives": "Prevenir\n\nInformar",
        "legal_bases": "Ley 1474 de 2011",
        "firma-TOTAL_FORMS": 2,
        "firma-INITIAL_FORMS": 0,
        "firma-0-role": "APPROVED",
        "firma-0-post": "Comité de Gestión",
        "firma-0-signed_on": "2026-01-28",
        "firma-1-role": "PREPARED",
    }

    assert coordinator.post(address(entity, f"{plan.pk}/datos/"), answers).status_code == 302

    plan.refresh_from_db()
    assert (plan.title, [one.text for one in plan.objectives.all()]) == ("Otro título", ["Prevenir", "Informar"])
    assert [(one.role, one.post, one.signed_on) for one in plan.signatories.all()] == [
        ("APPROVED", "Comité de Gestión", date(2026, 1, 28))
    ]


def test_signatory_without_post_is_explained(entity: Entity, coordinator: Client) -> None:
    plan = make_plan(entity)
    answers = {
        "title": "T",
        "instrument": "PTEP",
        "period_start": "2026-01-01",
        "period_end": "2026-12-31",
        "firma-TOTAL_FORMS": 1,
        "firma-INITIAL_FORMS": 0,
        "firma-0-role": "APPROVED",
        "firma-0-name": "Ana",
    }

    page = coordinator.post(address(entity, f"{plan.pk}/datos/"), answers)

    assert "Escriba el cargo o la instancia." in page.text


def test_activity_is_added_from_its_form(entity: Entity, coordinator: Client) -> None:
    plan = make_plan(entity)
    node, actor = make_node(plan), make_actor(entity)
    group = ActorGroup.objects.create(entity=entity, name="Todas", rule="ALL_UNITS")
    answers = activity_answers(
        node,
        {
            "target": "Dos (2) informes por dependencia",
            "product": "Informe publicado",
            "dates": "30/06/2026\npublicado: 31/12/2026",
            "leads": [f"a:{actor.pk}", f"g:{group.pk}"],
            "others": "Enlace TIC\nPersonería (apoyo)",
        },
    )

    page = coordinator.post(address(entity, f"{plan.pk}/actividades/nueva/"), answers)

    assert page.status_code == 302
    one = Deliverable.objects.get()
    assert (one.target_quantity, one.target_unit, one.target_per_actor) == (2, "COUNT", True)
    assert [(m.due_on, m.name) for m in one.milestones.all()] == [
        (date(2026, 6, 30), ""),
        (date(2026, 12, 31), "publicado"),
    ]
    assert [(a.actor_id, a.group_id, a.text, a.role) for a in one.assignments.all()] == [
        (actor.pk, None, "", "LEAD"),
        (None, group.pk, "", "LEAD"),
        (None, None, "Enlace TIC", "LEAD"),
        (None, None, "Personería", "SUPPORT"),
    ]


def test_every_line_that_is_no_date_is_explained_and_nothing_is_lost(entity: Entity, coordinator: Client) -> None:
    plan = make_plan(entity)
    answers = activity_answers(
        make_node(plan), {"dates": "30/02/2026\npronto\n30/04/2026 (-3)", "product": "Lo que escribí"}
    )

    page = coordinator.post(address(entity, f"{plan.pk}/actividades/nueva/"), answers)

    assert (page.status_code, Activity.objects.count()) == (422, 0)
    assert "La fecha «30/02/2026» no existe. ¿Quiso decir 28/02/2026?" in page.text
    assert "No se entiende la fecha «pronto»" in page.text
    assert "La cantidad de «30/04/2026 (-3)» no puede ser negativa" in page.text
    assert "Lo que escribí" in page.text


def test_another_deliverable_is_one_more_place_and_no_save(entity: Entity, coordinator: Client) -> None:
    plan = make_plan(entity)
    answers = activity_answers(make_node(plan), {"product": "Primero"}, agregar="1")

    page = coordinator.post(address(entity, f"{plan.pk}/actividades/nueva/"), answers)

    assert (page.status_code, Activity.objects.count()) == (200, 0)
    assert 'name="producto-1-product"' in page.text
    assert "Primero" in page.text


def test_form_of_a_saved_activity_saved_again_changes_nothing(entity: Entity, coordinator: Client) -> None:
    plan = make_full_plan(entity)
    before = working_content(plan, on=NOW.date())
    activity = Activity.objects.get()
    url = address(entity, f"{plan.pk}/actividades/{activity.pk}/editar/")
    form = coordinator.get(url).context["form"]
    (row,) = coordinator.get(url).context["editor"].deliverables
    sent = {name: row[name].value() for name in row.fields if row[name].value() not in (None, False)}
    answers = activity_answers(
        activity.node, sent, initial=1, seen=form["seen"].value(), name=activity.name, code=activity.code
    )

    assert coordinator.post(url, answers).status_code == 302

    assert working_content(plan, on=NOW.date()) == before


def test_stale_activity_shows_both_versions_and_the_next_save_wins(entity: Entity, coordinator: Client) -> None:
    plan = make_full_plan(entity)
    activity = Activity.objects.get()
    url = address(entity, f"{plan.pk}/actividades/{activity.pk}/editar/")
    seen = coordinator.get(url).context["form"]["seen"].value()
    Activity.objects.update(name="Lo que guardó otra persona", edited_at=NOW + timedelta(minutes=1))
    answers = activity_answers(activity.node, {"product": "X"}, seen=seen, name="Lo que escribí yo")

    page = coordinator.post(url, answers)

    assert page.status_code == 409
    assert "Lo que guardó otra persona" in page.text
    assert "Lo que escribí yo" in page.text
    again = coordinator.post(url, answers | {"seen": page.context["form"]["seen"].value()})
    assert (again.status_code, Activity.objects.get().name) == (302, "Lo que escribí yo")


def test_responsible_who_left_the_org_chart_stays_until_taken_out(entity: Entity, coordinator: Client) -> None:
    plan = make_full_plan(entity)
    actor = Deliverable.objects.get().assignments.get().actor
    actor.valid_to = date(2020, 1, 1)
    actor.save()

    page = coordinator.get(address(entity, f"{plan.pk}/actividades/{Activity.objects.get().pk}/editar/"))

    assert f"{actor.name} (ya no está en el organigrama)" in page.text


def test_activity_is_deleted_only_after_its_page_said_what_goes(entity: Entity, coordinator: Client) -> None:
    plan = make_full_plan(entity)
    activity = Activity.objects.get()
    make_deliverable(activity, position=1, product="Video de la audiencia")
    url = address(entity, f"{plan.pk}/actividades/{activity.pk}/eliminar/")

    asked = coordinator.get(url)
    assert asked.status_code == 200
    assert "Video de la audiencia" in asked.text
    assert "sus 2 productos" in asked.text
    assert "Lo publicado" not in asked.text
    assert Activity.objects.exists()
    done = coordinator.post(url, follow=True)
    assert not Activity.objects.exists()
    assert "Se eliminó" in done.text
    assert "Lo publicado" not in done.text


def test_activity_of_a_published_plan_is_not_deleted(entity: Entity, coordinator: Client) -> None:
    plan = make_published_plan(entity)
    url = address(entity, f"{plan.pk}/actividades/{Activity.objects.get().pk}/eliminar/")

    refused = coordinator.post(url)

    assert (refused.status_code, Activity.objects.count()) == (409, 1)
    assert "Pida el cambio con su motivo" in refused.text


def test_activity_of_another_plan_is_not_there(entity: Entity, coordinator: Client) -> None:
    plan, other = make_full_plan(entity), make_full_plan(entity)
    stranger = Activity.objects.get(plan=other)

    assert coordinator.get(address(entity, f"{plan.pk}/actividades/{stranger.pk}/editar/")).status_code == 404
    assert coordinator.post(address(entity, f"{plan.pk}/actividades/{stranger.pk}/eliminar/")).status_code == 404


def test_component_and_subcomponent_are_added_edited_and_deleted(entity: Entity, coordinator: Client) -> None:
    plan = make_plan(entity)
    new = address(entity, f"{plan.pk}/componentes/nuevo/")
    coordinator.post(new, {"code": "3", "name": "Rendición", "seen": ""})
    top = PlanNode.objects.get()
    coordinator.post(f"{new}?en={top.pk}", {"code": "3.1", "name": "Diálogo", "seen": ""})
    inner = PlanNode.objects.get(parent=top)
    url = address(entity, f"{plan.pk}/componentes/{inner.pk}/")
    seen = coordinator.get(f"{url}editar/").context["form"]["seen"].value()

    coordinator.post(f"{url}editar/", {"name": "Diálogo de doble vía", "seen": seen})

    inner.refresh_from_db()
    assert (inner.name, inner.kind) == ("Diálogo de doble vía", "SUBCOMPONENT")
    sure = {"seguro": "1"}
    refused = coordinator.post(address(entity, f"{plan.pk}/componentes/{top.pk}/eliminar/"), sure, follow=True)
    assert "Tiene subcomponentes" in refused.text
    assert "¿Eliminar este subcomponente?" in coordinator.get(f"{url}eliminar/").text
    assert "¿Eliminar este subcomponente?" in coordinator.post(f"{url}eliminar/").text
    assert PlanNode.objects.count() == 2
    coordinator.post(f"{url}eliminar/", sure)
    assert list(PlanNode.objects.all()) == [top]


def test_announcement_is_added_edited_and_deleted(entity: Entity, coordinator: Client) -> None:
    plan = make_plan(entity)
    coordinator.post(address(entity, f"{plan.pk}/acciones/nueva/"), {"text": "Hacer boletines", "seen": ""})
    one = Announcement.objects.get()
    url = address(entity, f"{plan.pk}/acciones/{one.pk}/")
    seen = coordinator.get(f"{url}editar/").context["form"]["seen"].value()

    coordinator.post(f"{url}editar/", {"text": "Hacer ferias", "group": "Diálogo", "seen": seen})

    one.refresh_from_db()
    assert (one.text, one.group) == ("Hacer ferias", "Diálogo")
    assert "Hacer ferias" in coordinator.post(f"{url}eliminar/").text
    assert Announcement.objects.exists()
    coordinator.post(f"{url}eliminar/", {"seguro": "1"})
    assert not Announcement.objects.exists()
