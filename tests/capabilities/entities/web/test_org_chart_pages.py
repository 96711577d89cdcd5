"""The pages of the org chart, as a browser sees them."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from factories import make_actor, make_member
from rinde.capabilities.entities.models import Actor, ActorGroup, NonWorkingDay, OrgChartImport
from rinde.services.tenancy import active_tenant

FILE = "código;nombre;depende de\n100;Despacho;\n200;Secretaría de Planeación;100\n"


@pytest.fixture
def admin(entity, client):
    client.force_login(make_member(entity, "ENTITY_ADMIN"))


@pytest.fixture
def reader(entity, client):
    client.force_login(make_member(entity, "READER"))


def url(entity, name, **kwargs):
    return reverse(f"desk:{name}", kwargs={"entity_slug": entity.slug, **kwargs})


def text(response):
    return response.content.decode()


def upload(client, entity, content=FILE, name="organigrama.csv"):
    file = SimpleUploadedFile(name, content if isinstance(content, bytes) else content.encode())
    return client.post(url(entity, "org_chart_upload"), {"file": file})


def test_tree_shows_today_and_on_demand_the_history(client, entity, reader):
    make_actor(entity, name="Despacho")
    make_actor(entity, name="Oficina suprimida", valid_to=date(2020, 12, 31))
    page = text(client.get(url(entity, "org_chart")))
    assert "Despacho" in page
    assert "Oficina suprimida" not in page
    page = text(client.get(url(entity, "org_chart") + "?ver=historia"))
    assert "Oficina suprimida" in page
    assert "hasta el 31/12/2020" in page


def test_reader_sees_no_button_that_would_refuse_them(client, entity, reader):
    actor = make_actor(entity)
    page = text(client.get(url(entity, "org_chart")))
    assert url(entity, "actor_edit", actor_id=actor.pk) not in page
    assert url(entity, "org_chart_upload") not in page
    assert client.get(url(entity, "actor_edit", actor_id=actor.pk)).status_code == 404


def test_search_without_result_says_what_to_try(client, entity, reader):
    make_actor(entity, name="Despacho")
    page = text(client.get(url(entity, "org_chart") + "?q=zzz%3Cb%3E"))
    assert "Nada con esas palabras" in page
    assert "<b>" not in page


def test_actor_is_added_and_shown_again_with_its_gaps(client, entity, admin):
    data = {"name": "Secretaría de Planeación", "kind": "UNIT", "aliases": "Planeación\nOficina de Planeación"}
    assert client.post(url(entity, "actor_new"), data).url == url(entity, "org_chart")
    assert list(Actor.objects.get().aliases.values_list("text", flat=True)) == ["Oficina de Planeación", "Planeación"]
    page = client.post(url(entity, "actor_new"), data)
    assert "Ya existe «Secretaría de Planeación»" in text(page)
    assert "Oficina de Planeación" in text(page)  # what was typed is not lost


def test_actor_form_opens_with_what_stands(client, entity, admin):
    actor = make_actor(entity, name="Despacho", valid_from=date(2024, 1, 31))
    page = text(client.get(url(entity, "actor_edit", actor_id=actor.pk)))
    assert 'value="2024-01-31"' in page
    client.post(url(entity, "actor_edit", actor_id=actor.pk), {"name": "Despacho", "kind": "BODY", "acronym": "DA"})
    actor.refresh_from_db()
    assert (actor.kind, actor.acronym, actor.position) == ("BODY", "DA", 0)


def test_actor_is_closed_from_its_page(client, entity, admin):
    actor = make_actor(entity)
    make_actor(entity, parent=actor)
    page = client.post(url(entity, "actor_close", actor_id=actor.pk), {"last_day": "2026-06-30"})
    assert "De ella dependen" in text(page)
    Actor.objects.exclude(pk=actor.pk).delete()
    client.post(url(entity, "actor_close", actor_id=actor.pk), {"last_day": "2026-06-30"})
    actor.refresh_from_db()
    assert actor.valid_to == date(2026, 6, 30)


def test_group_page_shows_its_members(client, entity, admin):
    make_actor(entity, name="Secretaría de Salud", is_missional=True)
    client.post(url(entity, "group_new"), {"name": "Misionales", "rule": "MISSIONAL_UNITS"})
    group = ActorGroup.objects.get()
    assert "Secretaría de Salud" in text(client.get(url(entity, "groups")))
    assert "Hoy la forman 1" in text(client.get(url(entity, "group_edit", group_id=group.pk)))
    page = client.post(url(entity, "group_edit", group_id=group.pk), {"name": "Misionales", "rule": "NAMED"})
    assert "Escoja al menos una" in text(page)


def test_file_is_shown_before_it_changes_anything_and_then_applied(client, entity, admin):
    shown = upload(client, entity)
    received = OrgChartImport.objects.get()
    assert shown.url == url(entity, "org_chart_import", import_id=received.pk)
    page = text(client.get(shown.url))
    assert "Aplicar al organigrama" in page
    assert Actor.objects.count() == 0
    done = client.post(url(entity, "org_chart_apply", import_id=received.pk))
    assert done.url == url(entity, "org_chart")
    assert Actor.objects.count() == 2
    assert "El organigrama ya está como dice el archivo" in text(client.get(shown.url))


def test_file_with_mistakes_has_no_button_and_cannot_be_applied(client, entity, admin):
    upload(client, entity, FILE + "300;;999\n")
    number = OrgChartImport.objects.get().pk
    page = text(client.get(url(entity, "org_chart_import", import_id=number)))
    assert "Falta el nombre" in page
    assert "Depende de «999»" in page
    assert "Aplicar al organigrama" not in page
    client.post(url(entity, "org_chart_apply", import_id=number))
    assert Actor.objects.count() == 0


@pytest.mark.parametrize("content", [b"%PDF-1.7 cortado", b"\x89PNG\r\n\x1a\n"])
def test_unreadable_file_says_why(client, entity, admin, content):
    page = upload(client, entity, content, "organigrama.xlsx")
    assert page.status_code == 200
    assert page.context["form"].non_field_errors()
    assert OrgChartImport.objects.count() == 0


def test_file_over_the_limit_is_refused(client, entity, admin, settings):
    settings.MAX_UPLOAD_BYTES = 10
    assert "pasa de" in text(upload(client, entity))


def test_model_file_reads_back_without_mistakes(client, entity, admin):
    model = client.get(url(entity, "org_chart_model"))
    assert model.headers["Content-Disposition"].startswith('attachment; filename="organigrama-modelo.csv"')
    upload(client, entity, model.content)
    page = client.get(url(entity, "org_chart_import", import_id=OrgChartImport.objects.get().pk))
    assert page.context["counts"] == {"created": 3, "updated": 0, "unchanged": 0, "error": 0}


def test_entity_form_checks_nit_and_divipola(client, entity, admin):
    data = {"name": "Alcaldía de Prueba", "kind": "MAYORALTY", "nit": "899999061-8", "divipola": "1"}
    page = client.post(url(entity, "entity_data"), data)
    assert set(page.context["form"].errors) == {"nit", "divipola"}
    client.post(url(entity, "entity_data"), data | {"nit": "899999061-9", "divipola": "15001", "email": "a@b.gov.co"})
    entity.refresh_from_db()
    assert (entity.nit, entity.divipola, entity.department) == ("899999061-9", "15001", "Boyacá")


def test_reader_reads_the_entitys_data_and_cannot_post_them(client, entity, reader):
    assert "Sin registrar" in text(client.get(url(entity, "entity_data")))
    client.post(url(entity, "entity_data"), {"name": "Tomada", "kind": "OTHER"})
    entity.refresh_from_db()
    assert entity.name != "Tomada"


def test_calendar_is_kept(client, entity, admin):
    client.post(url(entity, "non_working_days"), {"on": "2026-07-06", "act": "Decreto 045 de 2026"})
    day = NonWorkingDay.objects.get()
    assert "6 de julio de 2026" in text(client.get(url(entity, "non_working_days")))
    client.post(url(entity, "non_working_day_remove", day_id=day.pk))
    assert NonWorkingDay.objects.count() == 0


def test_reader_adds_no_day(client, entity, reader):
    client.post(url(entity, "non_working_days"), {"on": "2026-07-06", "act": "Decreto"})
    assert NonWorkingDay.objects.count() == 0


@pytest.mark.parametrize("name", ["org_chart", "groups", "entity_data", "non_working_days"])
def test_empty_pages_say_what_to_do(client, entity, admin, name):
    assert client.get(url(entity, name)).status_code == 200


def test_nothing_of_another_entity_is_shown(client, entity, other_entity, admin):
    with active_tenant(other_entity):
        theirs = make_actor(other_entity, name="Secretaría ajena")
    assert "ajena" not in text(client.get(url(entity, "org_chart") + "?ver=historia"))
    assert client.get(url(entity, "actor_edit", actor_id=theirs.pk)).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(("name", "queries"), [("org_chart", 7), ("groups", 7)])
def test_lists_cost_the_same_for_one_and_for_three(
    client, entity, admin, count, name, queries, django_assert_num_queries
):
    for number in range(count):
        actor = make_actor(entity)
        ActorGroup.objects.create(entity=entity, name=f"Grupo {number}").members.add(actor)
    with django_assert_num_queries(queries):
        client.get(url(entity, name))
