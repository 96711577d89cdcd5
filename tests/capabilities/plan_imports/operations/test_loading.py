"""The end of a review: one draft plan, with what was accepted and nothing else."""

from datetime import date

import pytest

from factories import NOW, make_actor, principal
from rinde.capabilities.entities.models import ActorAlias, Entity
from rinde.capabilities.plan_imports import operations
from rinde.capabilities.plan_imports.choices import ImportStatus
from rinde.capabilities.plan_imports.models import ActorMatch, ImportAnnouncement, ImportRow, PlanImport
from rinde.capabilities.plan_imports.rules.draft import DraftRow
from rinde.capabilities.plans.models import Activity, Announcement, Assignment, Milestone, Plan, PlanNode
from rinde.foundations.refusals import NotAllowed, NotReady, TransitionNotAllowed
from rinde.services.access import Grant, Principal
from rinde.services.audit.models import AuditEntry


def create(entity: Entity, by: Principal, plan_import: PlanImport) -> Plan:
    return operations.create_draft_plan(entity=entity, import_id=plan_import.pk, by=by, now=NOW)


def test_accepted_rows_become_a_draft_plan(entity: Entity, coordinator: Principal, review: PlanImport) -> None:
    office = make_actor(entity)
    match = ActorMatch.objects.get(text="Oficina TIC")
    operations.decide_match(
        entity=entity, import_id=review.pk, match_id=match.pk, actor_id=office.pk, by=coordinator, now=NOW
    )
    for position, text, left_out in ((0, "Hacer boletines", False), (1, "No va", True)):
        ImportAnnouncement.objects.create(
            entity=entity, plan_import=review, position=position, original=text, text=text, left_out=left_out
        )
    operations.accept_all(entity=entity, import_id=review.pk, by=coordinator, now=NOW)
    plan = create(entity, coordinator, review)
    assert (plan.instrument, plan.status, plan.year) == ("PTEP", "DRAFT", 2026)
    assert list(Activity.objects.values_list("code", "name")) == [("1.1", "Publicar el informe de gestión")]
    assert Milestone.objects.get().due_on == date(2026, 6, 30)
    assert Assignment.objects.get().actor == office
    assert list(Announcement.objects.values_list("text", flat=True)) == ["Hacer boletines"]
    review.refresh_from_db()
    assert (review.status, review.plan, review.loaded_by_id) == (ImportStatus.LOADED, plan, coordinator.user_id)
    assert AuditEntry.objects.get(action="plan_imports.create_plan").facts == {"plan": plan.pk, "rows": 1}
    # What the person said of the name serves the next document.
    assert list(ActorAlias.objects.values_list("actor", "text")) == [(office.pk, "Oficina TIC")]


def test_asked_twice_it_gives_the_same_plan(entity: Entity, coordinator: Principal, review: PlanImport) -> None:
    operations.accept_all(entity=entity, import_id=review.pk, by=coordinator, now=NOW)
    assert create(entity, coordinator, review) == create(entity, coordinator, review)
    assert Plan.objects.count() == 1


def test_plan_without_rows_or_heading_is_refused_with_every_reason(
    entity: Entity, coordinator: Principal, review: PlanImport
) -> None:
    PlanImport.objects.filter(pk=review.pk).update(heading={})
    with pytest.raises(NotReady) as refusal:
        create(entity, coordinator, review)
    assert len(refusal.value.gaps) == 4
    assert not Plan.objects.exists()


def test_two_names_of_one_office_are_one_assignment(entity: Entity, coordinator: Principal, review: PlanImport) -> None:
    office = make_actor(entity)
    row = ImportRow.objects.first()
    row.fields["responsible"] = ["Oficina TIC", "Secretaría de Gobierno", "Otra dependencia"]
    row.save()
    ActorMatch.objects.update(actor=office)
    operations.accept_row(entity=entity, import_id=review.pk, row_id=row.pk, by=coordinator, now=NOW)
    create(entity, coordinator, review)
    found = list(Assignment.objects.values_list("actor", "text"))
    assert found == [(office.pk, "Oficina TIC"), (None, "Otra dependencia")]


@pytest.mark.parametrize("role", ["ENTITY_ADMIN", "UNIT_LIAISON", "INTERNAL_CONTROL"])
def test_plan_is_refused_to_other_roles(entity: Entity, coordinator: Principal, review: PlanImport, role: str) -> None:
    operations.accept_all(entity=entity, import_id=review.pk, by=coordinator, now=NOW)
    with pytest.raises(NotAllowed):
        create(entity, principal(entity, role), review)


def test_reviewing_is_not_yet_creating(entity: Entity, coordinator: Principal, review: PlanImport) -> None:
    reviewer = Principal(
        user_id=coordinator.user_id,
        tenant_id=entity.pk,
        grants=(Grant("REVIEWER", frozenset({"plan_imports.upload"})),),
    )
    operations.accept_all(entity=entity, import_id=review.pk, by=reviewer, now=NOW)
    with pytest.raises(NotAllowed):
        create(entity, reviewer, review)


def test_plan_of_a_document_put_aside_is_refused(entity: Entity, coordinator: Principal, review: PlanImport) -> None:
    operations.discard_import(entity=entity, import_id=review.pk, by=coordinator, now=NOW)
    with pytest.raises(TransitionNotAllowed):
        create(entity, coordinator, review)


def test_document_with_a_plan_is_not_put_aside(entity: Entity, coordinator: Principal, review: PlanImport) -> None:
    operations.accept_all(entity=entity, import_id=review.pk, by=coordinator, now=NOW)
    create(entity, coordinator, review)
    with pytest.raises(TransitionNotAllowed):
        operations.discard_import(entity=entity, import_id=review.pk, by=coordinator, now=NOW)


def test_row_added_without_component_stands_in_that_of_its_neighbour(
    entity: Entity, coordinator: Principal, review: PlanImport
) -> None:
    operations.accept_all(entity=entity, import_id=review.pk, by=coordinator, now=NOW)
    typed = DraftRow(activity="Rendir el informe final")
    operations.add_row(entity=entity, import_id=review.pk, typed=typed, by=coordinator, now=NOW)
    create(entity, coordinator, review)
    assert list(PlanNode.objects.filter(parent=None).values_list("name", flat=True)) == ["Rendición de cuentas"]
    assert Activity.objects.count() == 2
    assert Activity.objects.values("node").distinct().count() == 1
