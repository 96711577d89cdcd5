"""The commands of set-up and proof, as typed."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from factories import NOW, make_entity, make_member, make_user
from rinde.capabilities.accounts.models import Invitation
from rinde.capabilities.accounts.operations import accept_invitation
from rinde.capabilities.entities.models import Entity
from rinde.services.access import ANONYMOUS
from rinde.services.audit.models import AuditEntry
from rinde.services.audit.operations import record
from rinde.services.tenancy import active_tenant

FIRST = ("--email", "ana@example.org", "--slug", "villa", "--name", "Alcaldía de Villa")


def run(*arguments):
    out = StringIO()
    call_command(*arguments, stdout=out, stderr=StringIO())
    return out.getvalue()


def test_first_admin_enters_by_a_link_used_once(db, django_user_model):
    said = json.loads(run("first_admin", *FIRST, "--base-url", "https://rinde.example.org/", "--json"))
    token = said["link"].removeprefix("https://rinde.example.org/cuenta/invitacion/").rstrip("/")
    entity = Entity.objects.get(slug="villa")
    with active_tenant(entity):
        now = Invitation.objects.get().invited_at
    user = accept_invitation(token=token, full_name="Ana", password="una frase bien larga", now=now)
    assert user.email == "ana@example.org"
    with pytest.raises(CommandError, match="ya tiene quien la administre"):
        run("first_admin", *FIRST)


def test_first_admin_prints_no_password(db):
    assert "contraseña" not in run("first_admin", *FIRST).lower()


def test_first_admin_says_every_gap(db):
    with pytest.raises(CommandError, match=r"minúsculas.*Falta el nombre"):
        run("first_admin", "--email", "a@example.org", "--slug", "Mal Escrito")
    assert Entity.objects.count() == 0


def test_entity_is_created_and_listed(db):
    said = json.loads(run("create_entity", "--slug", "villa", "--name", "Villa", "--divipola", "68001", "--json"))
    assert said["slug"] == "villa"
    assert json.loads(run("list_entities", "--json")) == [{"id": said["id"], "slug": "villa", "name": "Villa"}]
    assert run("list_entities") == "/villa/  Villa\n"
    with pytest.raises(CommandError, match="Ya hay una entidad"):
        run("create_entity", "--slug", "villa", "--name", "Villa")


def test_platform_operator_is_named_and_withdrawn(db):
    user = make_user(email="op@example.org")
    run("platform_operator", "op@example.org")
    user.refresh_from_db()
    assert user.is_platform_operator
    run("platform_operator", "op@example.org", "--withdraw")
    user.refresh_from_db()
    assert not user.is_platform_operator
    with pytest.raises(CommandError, match="Nadie tiene una cuenta"):
        run("platform_operator", "nadie@example.org")


def test_whole_trail_is_told_with_its_seal(db):
    entity = make_entity(slug="villa")
    record(entity_id=entity.pk, action="a", target="x:1", by=ANONYMOUS, now=NOW)
    said = json.loads(run("verify_audit", "--json"))["villa"]
    with active_tenant(entity):
        assert said["seal"] == AuditEntry.objects.get().hash
    assert (said["whole"], said["entries"], said["first_broken"]) == (True, 1, None)
    assert "íntegro" in run("verify_audit", "--entity", "villa")


def test_altered_trail_ends_with_an_error(db):
    entity = make_entity(slug="villa")
    make_entity(slug="otra")
    for _ in range(2):
        record(entity_id=entity.pk, action="a", target="x:1", by=ANONYMOUS, now=NOW)
    with active_tenant(entity):
        AuditEntry.objects.filter(number=2).update(user_id=9)
    out = StringIO()
    with pytest.raises(SystemExit) as stop:
        call_command("verify_audit", stdout=out, stderr=StringIO())
    assert stop.value.code == 1
    assert "villa: 2 anotaciones, ALTERADO desde la anotación 2" in out.getvalue()
    assert "otra: 0 anotaciones, íntegro" in out.getvalue()


def test_unknown_entity_is_an_error(db):
    with pytest.raises(CommandError, match="No existe la entidad"):
        run("verify_audit", "--entity", "nada")


def test_permission_matrix_is_printed(db):
    make_member(make_entity(), "READER")
    assert run("permission_matrix").startswith("# Quién puede hacer qué\n")
    assert "accounts.manage" in json.loads(run("permission_matrix", "--json"))["ENTITY_ADMIN"]
