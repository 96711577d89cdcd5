"""The desk's own pages: what waits, the menu, the trail, the operator's page."""

from datetime import timedelta
from gzip import decompress

import pytest
from django.core import mail
from django.urls import reverse

from factories import NOW, make_actor, make_full_plan, make_member, make_plan, make_user, principal
from rinde.capabilities.accounts.choices import RoleCode
from rinde.capabilities.accounts.models import Membership
from rinde.capabilities.accounts.operations import invite
from rinde.capabilities.accounts.rules import permissions_of
from rinde.capabilities.entities.models import Entity
from rinde.capabilities.plan_imports.models import PlanImport
from rinde.services.access import ANONYMOUS
from rinde.services.audit.models import AuditEntry
from rinde.services.audit.operations import record
from rinde.services.files.operations import keep_file
from rinde.services.tenancy import active_tenant
from rinde.sites.desk.menu import DESK
from rinde.sites.desk.next_steps import DOCUMENTS_SHOWN

CONTACT = {
    "address": "Calle 1",
    "phone": "1",
    "email": "a@b.gov.co",
    "judicial_email": "j@b.gov.co",
    "opening_hours": "8-5",
    "nit": "899999061-9",
}


def url(entity, name, **kwargs):
    return reverse(f"desk:{name}", kwargs={"entity_slug": entity.slug, **kwargs})


def enter(client, entity, role="PLAN_COORDINATOR", **fields):
    user = make_member(entity, role, **fields)
    client.force_login(user)
    return user


def steps(client, entity):
    return [step.title for step in client.get(url(entity, "start")).context["steps"]]


def make_import(entity, name, status, **fields):
    stored = keep_file(entity_id=entity.pk, name=name, content=name.encode(), content_type="text/plain", now=NOW)
    values = {"entity": entity, "file": stored, "name": name, "status": status, "uploaded_at": NOW, "queued_at": NOW}
    return PlanImport.objects.create(**values | fields)


def test_new_entity_is_told_where_to_begin(client, entity):
    enter(client, entity)
    assert steps(client, entity) == [
        "Suba su primer plan",
        "Cargue el organigrama",
        "Complete los datos de la entidad",
        "Active su segundo factor",
    ]


def test_nothing_waits_for_whoever_only_reads(client, entity):
    enter(client, entity, "READER")
    make_plan(entity)
    page = client.get(url(entity, "start"))
    assert page.context["steps"] == []
    assert "Está al día" in page.content.decode()


def test_documents_and_plans_wait_in_order_of_urgency(client, entity):
    Entity.objects.filter(pk=entity.pk).update(**CONTACT)
    make_actor(entity)
    enter(client, entity)
    make_full_plan(entity, title="Plan en borrador")
    make_import(entity, "leyendo.pdf", "READING", pages_done=3, pages_total=9)
    make_import(entity, "roto.pdf", "FAILED", failure_message="El archivo está dañado.")
    make_import(entity, "revisar.pdf", "READ", draft={})
    assert steps(client, entity) == [
        "revisar.pdf",
        "Plan en borrador",
        "leyendo.pdf",
        "Active su segundo factor",
        "roto.pdf",
    ]
    assert "3 de 9 páginas" in client.get(url(entity, "start")).content.decode()


def test_only_the_newest_documents_are_told_and_the_rest_is_one_link_away(client, entity):
    enter(client, entity)
    make_import(entity, "roto.pdf", "FAILED", failure_message="El archivo está dañado.")
    for number in range(DOCUMENTS_SHOWN + 1):
        later = NOW + timedelta(minutes=number)
        make_import(entity, f"{number}.pdf", "READING", uploaded_at=later, pages_done=1234, pages_total=5678)
    page = client.get(url(entity, "start"))
    titles = [step.title for step in page.context["steps"]]
    assert [title for title in titles if title.endswith(".pdf")] == ["5.pdf", "4.pdf", "3.pdf", "2.pdf", "1.pdf"]
    assert titles[-1] == "Hay más documentos"
    assert url(entity, "import_list") in page.text
    assert "1.234 de 5.678 páginas" in page.text


def test_invitations_wait_for_the_administrator_only(client, entity):
    by = principal(entity, "ENTITY_ADMIN")
    invite(entity=entity, email="x@example.org", role="READER", by=by, now=NOW)
    enter(client, entity, "ENTITY_ADMIN")
    assert any(title.startswith("Invitaciones") for title in steps(client, entity))
    enter(client, entity, "PLAN_COORDINATOR")
    assert not any(title.startswith("Invitaciones") for title in steps(client, entity))


def test_start_shows_nothing_of_another_entity(client, entity, other_entity):
    with active_tenant(other_entity):
        make_full_plan(other_entity, title="Plan ajeno")
        make_import(other_entity, "ajeno.pdf", "FAILED", failure_message="x")
    enter(client, entity)
    assert "jeno" not in client.get(url(entity, "start")).content.decode()


def test_coordinator_of_one_plan_sees_only_that_one(client, entity):
    mine, other = make_full_plan(entity, title="Mi plan"), make_full_plan(entity, title="Otro plan")
    user = enter(client, entity)
    Membership.objects.filter(user=user).update(scope_kind="plan", scope_ids=[mine.pk])
    page = client.get(url(entity, "start"))
    assert [plan.title for plan, _ in page.context["plans"]] == ["Mi plan"]
    assert other.title not in page.content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_start_costs_the_same_for_one_and_for_three(client, entity, count, django_assert_num_queries):
    enter(client, entity)
    for number in range(count):
        make_full_plan(entity)
        make_actor(entity)
        make_import(entity, f"{number}.pdf", "READ", draft={})
    with django_assert_num_queries(22):
        client.get(url(entity, "start"))


@pytest.mark.parametrize("role", RoleCode)
def test_menu_shows_exactly_what_the_role_may_open(client, entity, role):
    enter(client, entity, role)
    menu = client.get(url(entity, "start")).context["menu"]
    held = permissions_of(role)
    expected = [entry.label for entry in DESK if {entry.permission, entry.or_permission} & held]
    assert [item.label for item in menu] == expected
    assert [item.label for item in menu if item.current] == ["¿Qué sigue?"]
    assert {client.get(item.url).status_code for item in menu} == {200}


@pytest.mark.parametrize("role", RoleCode)
def test_every_shortcut_of_a_role_opens(client, entity, role):
    enter(client, entity, role)
    shortcuts = client.get(url(entity, "start")).context["shortcuts"]
    assert {client.get(shortcut.url).status_code for shortcut in shortcuts} == {200}


def test_menu_marks_the_page_one_is_in(client, entity):
    enter(client, entity, "ENTITY_ADMIN")
    menu = client.get(url(entity, "invite")).context["menu"]
    assert [item.label for item in menu if item.current] == ["Personas"]


def test_public_and_visitor_pages_have_neither_menu_nor_person(client, entity):
    enter(client, entity, "ENTITY_ADMIN")
    for address in (reverse("account_reset_password_done"), reverse("portal:home", args=[entity.slug])):
        context = client.get(address).context
        assert context["menu"] is None
        assert "person" not in context


def test_only_entity_is_entered_directly(client, entity):
    enter(client, entity)
    assert client.get(reverse("my_entities")).url == url(entity, "start")


def test_two_entities_are_offered_and_no_third(client, entity, other_entity):
    user = enter(client, entity)
    make_third = Entity.objects.create(slug="tercera", name="Tercera")
    with active_tenant(other_entity):
        Membership.objects.create(entity=other_entity, user=user, role="READER")
    page = client.get(reverse("my_entities"))
    assert {found.pk for found in page.context["mine"]} == {entity.pk, other_entity.pk}
    assert make_third.name not in page.content.decode()


def test_person_without_entity_is_told_what_to_do(client, db):
    client.force_login(make_user())
    assert "Todavía no trabaja en ninguna entidad" in client.get(reverse("my_entities")).content.decode()


def test_trail_is_shown_newest_first_with_names(client, entity):
    user = enter(client, entity, "INTERNAL_CONTROL", full_name="Óscar Cano")
    record(
        entity_id=entity.pk, action="accounts.invite", target="x:1", by=principal(entity, "READER", user=user), now=NOW
    )
    record(entity_id=entity.pk, action="made.up", target="x:2", by=ANONYMOUS, now=NOW)
    page = client.get(url(entity, "audit"))
    assert [words for _, words, _ in page.context["rows"]] == ["made.up", "Invitó a una persona"]
    assert "Óscar Cano" in page.content.decode()


def test_trail_comes_in_pages_at_the_same_cost(client, entity, django_assert_num_queries):
    enter(client, entity, "INTERNAL_CONTROL")
    for number in range(60):
        record(entity_id=entity.pk, action="a", target=f"x:{number}", by=ANONYMOUS, now=NOW)
    with django_assert_num_queries(7):
        page = client.get(url(entity, "audit") + "?pagina=2")
    assert len(page.context["rows"]) == 10


def test_broken_trail_is_told(client, entity):
    enter(client, entity, "INTERNAL_CONTROL")
    record(entity_id=entity.pk, action="a", target="x:1", by=ANONYMOUS, now=NOW)
    assert "El rastro está íntegro" in client.get(url(entity, "audit") + "?comprobar=1").content.decode()
    AuditEntry.objects.update(action="b")
    assert "fue alterado desde la anotación 1" in client.get(url(entity, "audit") + "?comprobar=1").content.decode()


def test_operator_opens_an_entity_and_stays_outside(client, entity):
    user = make_user(is_platform_operator=True)
    client.force_login(user)
    data = {"name": "Personería", "slug": "personeria", "kind": "OVERSIGHT", "admin_email": "p@example.org"}
    assert client.post(reverse("platform"), data).url == reverse("platform")
    assert mail.outbox[0].to == ["p@example.org"]
    assert "Personería" in client.get(reverse("platform")).content.decode()
    assert client.get("/personeria/gestion/").status_code == 404
    assert client.get(url(entity, "start")).status_code == 404
    page = client.post(reverse("platform"), data)
    assert "Ya hay una entidad" in page.content.decode()


def test_operators_page_is_not_found_by_others(client, entity):
    enter(client, entity, "ENTITY_ADMIN")
    assert client.get(reverse("platform")).status_code == 404
    assert client.post(reverse("platform"), {"name": "X", "slug": "x"}).status_code == 404
    assert Entity.objects.count() == 1


def test_pages_of_the_desk_travel_compressed(client, entity):
    client.force_login(make_member(entity, "PLAN_COORDINATOR"))
    page = client.get(f"/{entity.slug}/gestion/", headers={"Accept-Encoding": "gzip"})
    assert page["Content-Encoding"] == "gzip"
    assert "¿Qué sigue?" in decompress(page.content).decode()
