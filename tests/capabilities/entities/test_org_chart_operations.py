"""The org chart in the database: saved, closed, imported; refused cases; never another entity's."""

from datetime import date

import pytest

from factories import NOW, make_actor, principal
from rinde.capabilities.entities.choices import ActorKind
from rinde.capabilities.entities.models import Actor, ActorAlias, OrgChartImport
from rinde.capabilities.entities.operations import (
    apply_org_chart,
    close_actor,
    create_actor,
    dry_run,
    receive_org_chart,
    update_actor,
)
from rinde.capabilities.entities.queries import standing_actors
from rinde.capabilities.entities.rules.org_chart.changes import Outcome
from rinde.capabilities.entities.rules.org_chart.standing import ActorValues
from rinde.foundations.refusals import NotAllowed, NotReady
from rinde.services.audit.models import AuditEntry
from rinde.services.tenancy import active_tenant

FILE = """código;nombre;sigla;tipo;depende de;misional;alias;desde;hasta
210;Banco de Programas;BP;;Planeación;no;;;
100;Despacho;DA;dependencia;;no;"Alcaldía;Despacho del Alcalde";01/01/2024;
200;Secretaría de Planeación;SP;;100;sí;Planeación;;
C1;Comité de Gestión;CIGD;comité;100;;;;
"""


@pytest.fixture
def admin(entity):
    return principal(entity, "ENTITY_ADMIN")


def receive(entity, by, text=FILE, name="organigrama.csv"):
    return receive_org_chart(entity=entity, name=name, content=text.encode(), by=by, now=NOW)


def state():
    return {actor.name: actor for actor in Actor.objects.all()}


def test_actor_is_created_with_its_other_names(entity, admin):
    values = ActorValues(
        "Secretaría de Planeación", code="200", acronym="SP", aliases=("Planeación", "sp", "PLANEACION")
    )
    actor = create_actor(entity=entity, values=values, by=admin, now=NOW)
    assert list(actor.aliases.values_list("text", "folded")) == [("Planeación", "planeacion")]
    assert AuditEntry.objects.get().action == "entities.actor_create"


def test_actor_with_gaps_is_refused_and_changes_nothing(entity, admin):
    make_actor(entity, name="Despacho")
    with pytest.raises(NotReady) as refusal:
        create_actor(entity=entity, values=ActorValues("DESPACHO"), by=admin, now=NOW)
    assert len(refusal.value.gaps) == 1
    assert Actor.objects.count() == 1


def test_renamed_actor_keeps_its_old_name(entity, admin):
    actor = make_actor(entity, name="Secretaría de Obras")
    update_actor(actor_id=actor.pk, values=ActorValues("Secretaría de Infraestructura"), by=admin, now=NOW)
    assert list(actor.aliases.values_list("text", flat=True)) == ["Secretaría de Obras"]


def test_aliases_become_exactly_those_given(entity, admin):
    actor = make_actor(entity, name="Hacienda")
    update_actor(actor_id=actor.pk, values=ActorValues("Hacienda", aliases=("A", "B")), by=admin, now=NOW)
    update_actor(actor_id=actor.pk, values=ActorValues("Hacienda", aliases=("B", "C")), by=admin, now=NOW)
    assert set(actor.aliases.values_list("text", flat=True)) == {"B", "C"}


def test_circle_of_dependence_is_refused(entity, admin):
    top = make_actor(entity)
    below = make_actor(entity, parent=top)
    with pytest.raises(NotReady):
        update_actor(actor_id=top.pk, values=ActorValues(top.name, parent=below.pk), by=admin, now=NOW)


def test_actor_is_closed_and_stays(entity, admin):
    actor = make_actor(entity)
    close_actor(actor_id=actor.pk, last_day=date(2026, 6, 30), by=admin, now=NOW)
    actor.refresh_from_db()
    assert actor.valid_to == date(2026, 6, 30)
    assert list(Actor.objects.valid_on(date(2026, 7, 1))) == []


def test_actor_with_others_below_is_not_closed(entity, admin):
    top = make_actor(entity)
    make_actor(entity, parent=top)
    with pytest.raises(NotReady):
        close_actor(actor_id=top.pk, last_day=date(2026, 6, 30), by=admin, now=NOW)


@pytest.mark.parametrize("role", ["UNIT_LIAISON", "INTERNAL_CONTROL", "COMMUNICATIONS", "CITIZEN_SERVICE", "READER"])
def test_org_chart_is_not_changed_by(entity, role):
    by, actor = principal(entity, role), make_actor(entity)
    values = ActorValues("Otra")
    for change in (
        lambda: create_actor(entity=entity, values=values, by=by, now=NOW),
        lambda: update_actor(actor_id=actor.pk, values=values, by=by, now=NOW),
        lambda: close_actor(actor_id=actor.pk, last_day=date(2026, 6, 30), by=by, now=NOW),
        lambda: receive(entity, by),
    ):
        with pytest.raises(NotAllowed):
            change()
    assert Actor.objects.count() == 1
    assert OrgChartImport.objects.count() == 0


def test_administrator_of_another_entity_changes_nothing(entity, other_entity, admin):
    with active_tenant(other_entity):
        theirs = make_actor(other_entity)
    with pytest.raises(Actor.DoesNotExist):
        update_actor(actor_id=theirs.pk, values=ActorValues("Tomada"), by=admin, now=NOW)
    with active_tenant(other_entity), pytest.raises(NotAllowed):
        update_actor(actor_id=theirs.pk, values=ActorValues("Tomada"), by=admin, now=NOW)
    with active_tenant(other_entity):
        assert Actor.objects.get().name == theirs.name


def test_parent_of_another_entity_is_refused(entity, other_entity, admin):
    with active_tenant(other_entity):
        theirs = make_actor(other_entity)
    with pytest.raises(NotReady):
        create_actor(entity=entity, values=ActorValues("Nueva", parent=theirs.pk), by=admin, now=NOW)


def test_dry_run_changes_nothing(entity, admin):
    report = dry_run(receive(entity, admin))
    assert report.count(Outcome.CREATED) == 4
    assert Actor.objects.count() == 0


def test_file_is_applied_whole(entity, admin):
    received = receive(entity, admin)
    apply_org_chart(import_id=received.pk, by=admin, now=NOW)
    actors = state()
    assert actors["Banco de Programas"].parent == actors["Secretaría de Planeación"]
    assert actors["Secretaría de Planeación"].parent == actors["Despacho"]
    assert actors["Comité de Gestión"].kind == ActorKind.BODY
    assert set(actors["Despacho"].aliases.values_list("text", flat=True)) == {"Alcaldía", "Despacho del Alcalde"}
    received.refresh_from_db()
    assert (received.applied_at, received.created_count, received.updated_count) == (NOW, 4, 0)


def test_same_file_again_changes_nothing(entity, admin):
    apply_org_chart(import_id=receive(entity, admin).pk, by=admin, now=NOW)
    before = standing_actors(), list(Actor.objects.values()), list(ActorAlias.objects.values())
    again = receive(entity, admin)
    assert not dry_run(again).changes_something
    report = apply_org_chart(import_id=again.pk, by=admin, now=NOW)
    assert report.count(Outcome.UNCHANGED) == 4
    assert (standing_actors(), list(Actor.objects.values()), list(ActorAlias.objects.values())) == before
    assert AuditEntry.objects.filter(action="entities.org_chart_apply").count() == 1


def test_applying_twice_is_as_good_as_once(entity, admin):
    received = receive(entity, admin)
    for _ in range(2):
        apply_org_chart(import_id=received.pk, by=admin, now=NOW)
    received.refresh_from_db()
    assert (Actor.objects.count(), received.created_count) == (4, 4)


def test_later_file_updates_and_leaves_the_others(entity, admin):
    apply_org_chart(import_id=receive(entity, admin).pk, by=admin, now=NOW)
    later = receive(
        entity, admin, "código;nombre;depende de;hasta\n200;Departamento de Planeación;;\nC1;Comité;200;31/12/2026\n"
    )
    apply_org_chart(import_id=later.pk, by=admin, now=NOW)
    actors = state()
    assert actors["Comité"].parent == actors["Departamento de Planeación"]
    assert actors["Comité"].valid_to == date(2026, 12, 31)
    assert actors["Despacho"].acronym == "DA"
    assert "Secretaría de Planeación" in actors["Departamento de Planeación"].aliases.values_list("text", flat=True)


def test_one_bad_row_keeps_all_rows_out(entity, admin):
    received = receive(entity, admin, FILE + "300;Hacienda;;;999;;;;\n")
    with pytest.raises(NotReady) as refusal:
        apply_org_chart(import_id=received.pk, by=admin, now=NOW)
    assert refusal.value.gaps == ("Fila 6: Depende de «999», que no existe. Corrija el nombre o agregue esa fila.",)
    assert Actor.objects.count() == 0


def test_names_that_change_places_are_refused_whole(entity, admin):
    first = make_actor(entity, name="Norte", code="1")
    make_actor(entity, name="Sur", code="2")
    received = receive(entity, admin, "código;nombre\n1;Sur\n2;Norte\n")
    with pytest.raises(NotReady, match="No se cambió nada"):
        apply_org_chart(import_id=received.pk, by=admin, now=NOW)
    first.refresh_from_db()
    assert first.name == "Norte"


@pytest.mark.parametrize("content", [b"", b"\x00\x01\x02\x03", b"%PDF-1.4 roto", b"PK\x03\x04roto"])
def test_unreadable_file_keeps_nothing(entity, admin, content):
    with pytest.raises(NotReady) as refusal:
        receive_org_chart(entity=entity, name="x.xlsx", content=content, by=admin, now=NOW)
    assert refusal.value.gaps
    assert OrgChartImport.objects.count() == 0


def test_import_of_another_entity_is_not_found(entity, other_entity, admin):
    with active_tenant(other_entity):
        theirs = receive(other_entity, principal(other_entity, "ENTITY_ADMIN"))
    with pytest.raises(OrgChartImport.DoesNotExist):
        apply_org_chart(import_id=theirs.pk, by=admin, now=NOW)
