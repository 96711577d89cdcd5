"""Decisions about rows: each says who and when, and none touches what was read."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from factories import NOW, principal
from rinde.capabilities.entities.models import Entity
from rinde.capabilities.plan_imports import operations, queries
from rinde.capabilities.plan_imports.choices import RowDecision, Settlement
from rinde.capabilities.plan_imports.models import ActorMatch, ImportFinding, ImportRow, PlanImport
from rinde.capabilities.plan_imports.rules.draft import DraftRow, Schedule
from rinde.capabilities.plan_imports.rules.review import row_from_json
from rinde.foundations.refusals import NotAllowed, NotReady, TransitionNotAllowed
from rinde.services.access import Principal
from rinde.services.audit.models import AuditEntry
from rinde.services.tenancy import active_tenant


def row_at(position: int) -> ImportRow:
    return ImportRow.objects.get(position=position)


def open_rules(position: int) -> list[str]:
    return list(ImportFinding.objects.open().filter(row__position=position).values_list("rule", flat=True))


def edit(entity: Entity, by: Principal, position: int, **changes: Any) -> ImportRow:
    row = row_at(position)
    typed = replace(row_from_json(row.fields), **changes)
    return operations.edit_row(entity=entity, import_id=row.plan_import_id, row_id=row.pk, typed=typed, by=by, now=NOW)


def decide(operation: Callable[..., ImportRow], entity: Entity, by: Principal, position: int) -> ImportRow:
    row = row_at(position)
    return operation(entity=entity, import_id=row.plan_import_id, row_id=row.pk, by=by, now=NOW)


def test_accepting_a_row_says_who_and_keeps_its_findings_as_seen(
    entity: Entity, coordinator: Principal, review: PlanImport
) -> None:
    row = decide(operations.accept_row, entity, coordinator, 2)
    assert (row.decision, row.decided_by_id, row.decided_at) == (RowDecision.ACCEPTED, coordinator.user_id, NOW)
    assert open_rules(2) == []
    assert set(row.findings.values_list("settlement", "settled_by")) == {(Settlement.KEPT, coordinator.user_id)}
    entry = AuditEntry.objects.get(action="plan_imports.row_accepted")
    assert entry.facts == {"row": row.pk, "findings_kept": 1}


def test_leaving_out_and_restoring_a_row(entity: Entity, coordinator: Principal, review: PlanImport) -> None:
    assert decide(operations.leave_out_row, entity, coordinator, 0).decision == RowDecision.LEFT_OUT
    assert decide(operations.restore_row, entity, coordinator, 0).decision == RowDecision.PENDING


def test_restoring_a_row_opens_the_findings_that_were_kept(
    entity: Entity, coordinator: Principal, review: PlanImport
) -> None:
    decide(operations.accept_row, entity, coordinator, 1)
    decide(operations.restore_row, entity, coordinator, 1)
    assert open_rules(1) == ["impossible-date"]


def test_accepting_all_leaves_rows_with_errors_and_says_so(
    entity: Entity, coordinator: Principal, review: PlanImport
) -> None:
    done = operations.accept_all(entity=entity, import_id=review.pk, by=coordinator, now=NOW)
    assert done == operations.AcceptedAll(accepted=1, stayed_out=2)
    assert [row.decision for row in ImportRow.objects.all()] == ["ACCEPTED", "PENDING", "PENDING"]
    counts = queries.review_counts(review)
    assert (counts.reviewed, counts.pending, counts.ready, counts.blocked) == (1, 2, 0, 2)


def test_proposal_of_a_finding_is_taken_with_one_click(
    entity: Entity, coordinator: Principal, review: PlanImport
) -> None:
    finding = ImportFinding.objects.get(rule="impossible-date")
    row = operations.take_suggestion(entity=entity, import_id=review.pk, finding_id=finding.pk, by=coordinator, now=NOW)
    assert row.fields["schedule"]["text"] == "28/02/2026"
    assert row.fields["schedule"]["deadlines"] == ["2026-02-28"] or row.fields["schedule"]["deadlines"] == (
        "2026-02-28",
    )
    assert row.original["schedule"]["text"] == "30/02/2026"
    finding.refresh_from_db()
    assert (finding.settlement, finding.settled_by_id) == (Settlement.FIXED, coordinator.user_id)
    with pytest.raises(TransitionNotAllowed):
        operations.take_suggestion(entity=entity, import_id=review.pk, finding_id=finding.pk, by=coordinator, now=NOW)


def test_finding_can_be_kept_as_it_is(entity: Entity, coordinator: Principal, review: PlanImport) -> None:
    finding = ImportFinding.objects.get(rule="no-date")
    operations.keep_finding(entity=entity, import_id=review.pk, finding_id=finding.pk, by=coordinator, now=NOW)
    assert open_rules(2) == []
    with pytest.raises(TransitionNotAllowed):
        operations.keep_finding(entity=entity, import_id=review.pk, finding_id=finding.pk, by=coordinator, now=NOW)


def test_typing_a_date_settles_its_finding(entity: Entity, coordinator: Principal, review: PlanImport) -> None:
    row = edit(entity, coordinator, 2, schedule=Schedule(text="Febrero a junio de 2026"))
    assert (row.fields["schedule"]["start"], row.fields["schedule"]["end"]) == ("2026-02-01", "2026-06-30")
    assert row.edited
    assert open_rules(2) == []
    assert AuditEntry.objects.get(action="plan_imports.edit_row").facts == {"row": row.pk, "fields": ["schedule"]}


def test_taking_the_responsible_away_opens_a_finding(
    entity: Entity, coordinator: Principal, review: PlanImport
) -> None:
    edit(entity, coordinator, 0, responsible=())
    assert open_rules(0) == ["no-responsible"]
    edit(entity, coordinator, 0, responsible=("Oficina TIC",))
    assert open_rules(0) == []


def test_name_typed_by_hand_is_matched_like_the_others(
    entity: Entity, coordinator: Principal, review: PlanImport
) -> None:
    edit(entity, coordinator, 0, responsible=("Comité de Gestión",))
    assert ActorMatch.objects.filter(text="Comité de Gestión").count() == 1


def test_target_typed_anew_brings_its_quantity(entity: Entity, coordinator: Principal, review: PlanImport) -> None:
    row = edit(entity, coordinator, 0, target="Cuatro (4) informes por dependencia")
    assert (row.fields["quantity"], row.fields["unit"], row.fields["per_unit"]) == (4.0, "count", True)


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"activity": " "}, "Escriba la actividad"),
        ({"schedule": Schedule(text="31/06/2026", deadlines=("2026-06-30",))}, "La fecha «31/06/2026» no existe"),
        ({"schedule": Schedule(start="2026-06-30", end="2026-01-01")}, "posterior a la de fin"),
        ({"quantity": -1.0}, "menor que cero"),
    ],
)
def test_correction_that_cannot_stand_changes_nothing(
    entity: Entity, coordinator: Principal, review: PlanImport, changes: dict[str, Any], told: str
) -> None:
    before = row_at(0).fields
    with pytest.raises(NotReady) as refusal:
        edit(entity, coordinator, 0, **changes)
    assert any(told in gap for gap in refusal.value.gaps)
    assert row_at(0).fields == before


def test_wrong_date_of_the_document_does_not_stop_other_corrections(
    entity: Entity, coordinator: Principal, review: PlanImport
) -> None:
    row = edit(entity, coordinator, 1, activity="Convocar la audiencia pública de 2026")
    assert row.fields["activity"] == "Convocar la audiencia pública de 2026"
    assert open_rules(1) == ["impossible-date"]


def test_added_row_stands_at_the_end_and_is_accepted(
    entity: Entity, coordinator: Principal, review: PlanImport
) -> None:
    typed = DraftRow(activity="Rendir el informe final", schedule=Schedule(text="30/11/2026"))
    row = operations.add_row(entity=entity, import_id=review.pk, typed=typed, by=coordinator, now=NOW)
    assert (row.position, row.original, row.decision) == (3, None, RowDecision.ACCEPTED)
    assert set(open_rules(3)) == {"no-responsible", "no-target"}
    with pytest.raises(NotReady):
        operations.add_row(entity=entity, import_id=review.pk, typed=DraftRow(activity=""), by=coordinator, now=NOW)


@pytest.mark.parametrize("role", ["ENTITY_ADMIN", "UNIT_LIAISON", "INTERNAL_CONTROL", "READER"])
def test_deciding_is_refused_to_other_roles(entity: Entity, review: PlanImport, role: str) -> None:
    with pytest.raises(NotAllowed):
        decide(operations.accept_row, entity, principal(entity, role), 0)
    assert row_at(0).decision == RowDecision.PENDING


def test_coordinator_of_another_entity_reaches_nothing(
    entity: Entity, other_entity: Entity, review: PlanImport
) -> None:
    stranger, row = principal(other_entity, "PLAN_COORDINATOR"), row_at(0)
    with pytest.raises(NotAllowed):
        decide(operations.accept_row, entity, stranger, 0)
    with active_tenant(other_entity), pytest.raises(PlanImport.DoesNotExist):
        operations.accept_row(entity=other_entity, import_id=review.pk, row_id=row.pk, by=stranger, now=NOW)
    assert row_at(0).decision == RowDecision.PENDING


def test_row_of_another_import_is_not_found(
    entity: Entity, coordinator: Principal, review: PlanImport, reviewed: Callable[..., PlanImport]
) -> None:
    other = reviewed("Rendición de cuentas\t9.9\tOtra actividad del otro documento\tUn acta\tOficina TIC\t30/06/2026")
    row = ImportRow.objects.get(plan_import=other)
    with pytest.raises(ImportRow.DoesNotExist):
        operations.accept_row(entity=entity, import_id=review.pk, row_id=row.pk, by=coordinator, now=NOW)


def test_nothing_is_decided_once_the_document_was_put_aside(
    entity: Entity, coordinator: Principal, review: PlanImport
) -> None:
    operations.discard_import(entity=entity, import_id=review.pk, by=coordinator, now=NOW)
    with pytest.raises(TransitionNotAllowed):
        decide(operations.accept_row, entity, coordinator, 0)
