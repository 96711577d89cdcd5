"""Decisions about the document as a whole."""

from datetime import timedelta

import pytest

from factories import NOW, make_actor, principal
from rinde.capabilities.entities.models import Actor, ActorGroup, Entity
from rinde.capabilities.plan_imports import operations
from rinde.capabilities.plan_imports.choices import ImportStatus, RowDecision
from rinde.capabilities.plan_imports.models import (
    ActorMatch,
    ColumnMemory,
    ImportAnnouncement,
    ImportFinding,
    ImportRow,
    PlanImport,
)
from rinde.capabilities.plan_imports.rules.draft import DraftRow
from rinde.capabilities.plan_imports.rules.review import Heading, row_from_json
from rinde.foundations.refusals import NotAllowed, NotReady, TransitionNotAllowed
from rinde.services.access import Principal
from rinde.services.tenancy import active_tenant

HEADING = Heading("PTEP", "Programa de Transparencia 2026", 2026, 2026)


def read_again_now(plan_import: PlanImport) -> None:
    assert operations.read_import(import_id=plan_import.pk, clock=lambda: NOW + timedelta(minutes=5))
    plan_import.refresh_from_db()


def edit_heading(entity: Entity, by: Principal, plan_import: PlanImport, heading: Heading) -> list[int]:
    queued: list[int] = []
    operations.edit_heading(
        entity=entity,
        import_id=plan_import.pk,
        heading=heading,
        by=by,
        now=NOW,
        start_reading=queued.append,
    )
    plan_import.refresh_from_db()
    return queued


def test_heading_is_kept_as_the_person_says_it(entity: Entity, coordinator: Principal, review: PlanImport) -> None:
    assert edit_heading(entity, coordinator, review, HEADING) == []
    assert review.heading["title"] == "Programa de Transparencia 2026"
    assert review.status == ImportStatus.READ


@pytest.mark.parametrize(
    ("heading", "told"),
    [
        (Heading("", "Plan", 2026, 2026), "clase de plan"),
        (Heading("NONE", "Plan", 2026, 2026), "clase de plan"),
        (Heading("PTEP", " ", 2026, 2026), "título"),
        (Heading("PTEP", "Plan", 26, 26), "cuatro cifras"),
        (Heading("PTEP", "Plan", 2026, 2025), "último año"),
        (Heading("PTEP", "Plan", 2026, 2060), "último año"),
    ],
)
def test_heading_that_cannot_be_is_refused(
    entity: Entity, coordinator: Principal, review: PlanImport, heading: Heading, told: str
) -> None:
    before = review.heading
    with pytest.raises(NotReady) as refusal:
        edit_heading(entity, coordinator, review, heading)
    assert told in refusal.value.gaps[0]
    review.refresh_from_db()
    assert review.heading == before


def test_another_year_reads_the_document_again_and_keeps_decisions(
    entity: Entity, coordinator: Principal, review: PlanImport
) -> None:
    first, second, third = ImportRow.objects.all()
    operations.accept_row(entity=entity, import_id=review.pk, row_id=first.pk, by=coordinator, now=NOW)
    operations.leave_out_row(entity=entity, import_id=review.pk, row_id=second.pk, by=coordinator, now=NOW)
    typed = row_from_json(third.fields | {"activity": "Responder todas las preguntas"})
    operations.edit_row(entity=entity, import_id=review.pk, row_id=third.pk, typed=typed, by=coordinator, now=NOW)
    assert edit_heading(entity, coordinator, review, Heading("PTEP", "Programa", 2027, 2027)) == [review.pk]
    with pytest.raises(TransitionNotAllowed):
        operations.accept_all(entity=entity, import_id=review.pk, by=coordinator, now=NOW)
    read_again_now(review)
    assert (review.draft["year"], review.heading["title"]) == (2027, "Programa")
    rows = list(ImportRow.objects.all())
    assert [row.decision for row in rows] == [RowDecision.ACCEPTED, RowDecision.LEFT_OUT, RowDecision.PENDING]
    assert (rows[2].fields["activity"], rows[2].edited) == ("Responder todas las preguntas", True)
    assert rows[0].decided_by_id == coordinator.user_id
    # The same year again is no reason to read.
    assert edit_heading(entity, coordinator, review, Heading("PTEP", "Programa", 2027, 2027)) == []


def test_columns_said_by_a_person_are_read_so_and_remembered(
    entity: Entity, other_entity: Entity, coordinator: Principal, review: PlanImport
) -> None:
    heading = next(column["heading"] for column in review.columns if column["role"] == "responsible")
    queued: list[int] = []
    changed = operations.set_column_roles(
        entity=entity,
        import_id=review.pk,
        roles={heading: "resources"},
        by=coordinator,
        now=NOW,
        start_reading=queued.append,
    )
    assert (changed, queued) == (True, [review.pk])
    read_again_now(review)
    assert ImportRow.objects.first().fields["resources"] == "Oficina TIC"
    assert list(ColumnMemory.objects.values_list("header", "role")) == [(heading, "resources")]
    with active_tenant(other_entity):
        assert not ColumnMemory.objects.exists()


def test_correction_kept_over_a_new_reading_is_pointed_out(
    entity: Entity, coordinator: Principal, review: PlanImport
) -> None:
    row = ImportRow.objects.first()
    typed = row_from_json(row.fields | {"product": "Informe en lenguaje claro"})
    operations.edit_row(entity=entity, import_id=review.pk, row_id=row.pk, typed=typed, by=coordinator, now=NOW)
    heading = next(column["heading"] for column in review.columns if column["role"] == "responsible")
    operations.set_column_roles(
        entity=entity,
        import_id=review.pk,
        roles={heading: "resources"},
        by=coordinator,
        now=NOW,
        start_reading=lambda _: None,
    )
    read_again_now(review)
    kept = ImportRow.objects.first()
    assert (kept.fields["product"], kept.original["resources"]) == ("Informe en lenguaje claro", "Oficina TIC")
    assert ImportFinding.objects.get(rule="correction-kept").row == kept


def test_columns_unchanged_or_unknown_do_nothing(entity: Entity, coordinator: Principal, review: PlanImport) -> None:
    def say(roles: dict[str, str]) -> bool:
        return operations.set_column_roles(
            entity=entity, import_id=review.pk, roles=roles, by=coordinator, now=NOW, start_reading=lambda _: None
        )

    as_read = {column["heading"]: column["role"] for column in review.columns}
    assert not say(as_read | {"una columna que no existe": "activity"})
    with pytest.raises(NotReady):
        say({next(iter(as_read)): "no-role"})
    assert not ColumnMemory.objects.exists()


def test_name_is_decided_for_all_its_rows(entity: Entity, coordinator: Principal, review: PlanImport) -> None:
    actor = make_actor(entity)
    group = ActorGroup.objects.create(entity=entity, name="Las que atienden")
    match = ActorMatch.objects.get(text="Oficina TIC")

    def decide(**who: int) -> ActorMatch:
        return operations.decide_match(
            entity=entity, import_id=review.pk, match_id=match.pk, by=coordinator, now=NOW, **who
        )

    assert decide(actor_id=actor.pk).actor == actor
    assert (decide(group_id=group.pk).actor, decide(group_id=group.pk).group) == (None, group)
    left = decide()
    assert (left.actor, left.group, left.decided_by_id) == (None, None, coordinator.user_id)
    with pytest.raises(NotReady):
        decide(actor_id=actor.pk, group_id=group.pk)


def test_name_cannot_be_an_actor_of_another_entity(
    entity: Entity, other_entity: Entity, coordinator: Principal, review: PlanImport
) -> None:
    with active_tenant(other_entity):
        theirs = make_actor(other_entity)
    match = ActorMatch.objects.get(text="Oficina TIC")
    with pytest.raises(Actor.DoesNotExist):
        operations.decide_match(
            entity=entity, import_id=review.pk, match_id=match.pk, actor_id=theirs.pk, by=coordinator, now=NOW
        )


def test_name_becomes_a_new_office(entity: Entity, coordinator: Principal, review: PlanImport) -> None:
    match = ActorMatch.objects.get(text="Secretaría de Gobierno")
    decided = operations.match_to_new_unit(
        entity=entity, import_id=review.pk, match_id=match.pk, by=coordinator, now=NOW
    )
    assert decided.actor.name == "Secretaría de Gobierno"
    with pytest.raises(NotReady):  # the name is taken now
        operations.match_to_new_unit(entity=entity, import_id=review.pk, match_id=match.pk, by=coordinator, now=NOW)


def test_proposals_are_confirmed_at_once(entity: Entity, coordinator: Principal, review: PlanImport) -> None:
    match = ActorMatch.objects.get(text="Oficina TIC")
    ActorMatch.objects.filter(pk=match.pk).update(actor=make_actor(entity))
    assert operations.confirm_matches(entity=entity, import_id=review.pk, by=coordinator, now=NOW) == 1
    assert operations.confirm_matches(entity=entity, import_id=review.pk, by=coordinator, now=NOW) == 0
    match.refresh_from_db()
    assert match.decided_by_id == coordinator.user_id


def test_announcement_is_corrected_or_left_out(entity: Entity, coordinator: Principal, review: PlanImport) -> None:
    one = ImportAnnouncement.objects.create(
        entity=entity, plan_import=review, position=0, original="Hacer boletines", text="Hacer boletines"
    )

    def decide(text: str, *, left_out: bool) -> ImportAnnouncement:
        return operations.decide_announcement(
            entity=entity,
            import_id=review.pk,
            announcement_id=one.pk,
            group="Información",
            text=text,
            left_out=left_out,
            by=coordinator,
            now=NOW,
        )

    assert decide("Hacer boletines mensuales", left_out=False).text == "Hacer boletines mensuales"
    with pytest.raises(NotReady):
        decide(" ", left_out=False)
    out = decide("", left_out=True)
    assert (out.left_out, out.text, out.original) == (True, "Hacer boletines mensuales", "Hacer boletines")


def test_heading_is_refused_to_other_roles(entity: Entity, review: PlanImport) -> None:
    with pytest.raises(NotAllowed):
        edit_heading(entity, principal(entity, "INTERNAL_CONTROL"), review, HEADING)


def say_columns(entity: Entity, by: Principal, review: PlanImport, role: str) -> None:
    """Say that the responsibles' column holds something else, and read again."""
    column = next(one["heading"] for one in review.columns if "responsable" in one["heading"])
    operations.set_column_roles(
        entity=entity, import_id=review.pk, roles={column: role}, by=by, now=NOW, start_reading=lambda _: None
    )
    read_again_now(review)


def test_reading_again_keeps_numbers_and_settled_findings(
    entity: Entity, coordinator: Principal, review: PlanImport
) -> None:
    numbers = [row.pk for row in ImportRow.objects.all()]
    finding = ImportFinding.objects.get(rule="no-date")
    operations.keep_finding(entity=entity, import_id=review.pk, finding_id=finding.pk, by=coordinator, now=NOW)
    say_columns(entity, coordinator, review, "resources")
    assert [row.pk for row in ImportRow.objects.all()] == numbers
    kept = ImportFinding.objects.get(rule="no-date")
    assert (kept.settlement, kept.settled_at, kept.settled_by_id) == ("KEPT", NOW, coordinator.user_id)


def test_acceptance_of_a_row_that_changed_is_reopened_and_told(
    entity: Entity, coordinator: Principal, review: PlanImport
) -> None:
    first, second, _ = ImportRow.objects.all()
    operations.accept_row(entity=entity, import_id=review.pk, row_id=first.pk, by=coordinator, now=NOW)
    typed = row_from_json(second.fields | {"product": "Acta"})
    operations.edit_row(entity=entity, import_id=review.pk, row_id=second.pk, typed=typed, by=coordinator, now=NOW)
    operations.accept_row(entity=entity, import_id=review.pk, row_id=second.pk, by=coordinator, now=NOW)
    say_columns(entity, coordinator, review, "resources")
    decisions = [row.decision for row in ImportRow.objects.all()]
    # The corrected row enters as the person accepted it; the other one would enter otherwise.
    assert decisions == [RowDecision.PENDING, RowDecision.ACCEPTED, RowDecision.PENDING]
    told = ImportFinding.objects.get(rule="acceptance-reopened", row=None).message
    assert "1 fila aceptada vuelve" in told
    assert "los recursos, los responsables" in told


def test_findings_of_a_kept_correction_are_those_of_the_correction(
    entity: Entity, coordinator: Principal, review: PlanImport
) -> None:
    first = ImportRow.objects.first()
    typed = row_from_json(first.fields | {"product": "Informe en lenguaje claro"})
    operations.edit_row(entity=entity, import_id=review.pk, row_id=first.pk, typed=typed, by=coordinator, now=NOW)
    say_columns(entity, coordinator, review, "resources")
    # The column no longer gives responsibles, but the correction that was kept has one.
    assert not ImportFinding.objects.open().filter(row=first, rule="no-responsible").exists()


def test_row_added_by_hand_keeps_its_number_and_findings(
    entity: Entity, coordinator: Principal, review: PlanImport
) -> None:
    added = operations.add_row(
        entity=entity, import_id=review.pk, typed=DraftRow(activity="Rendir el informe"), by=coordinator, now=NOW
    )
    finding = ImportFinding.objects.get(row=added, rule="no-target")
    operations.keep_finding(entity=entity, import_id=review.pk, finding_id=finding.pk, by=coordinator, now=NOW)
    say_columns(entity, coordinator, review, "resources")
    assert ImportFinding.objects.get(row_id=added.pk, rule="no-target").settlement == "KEPT"
    assert ImportFinding.objects.get(row_id=added.pk, rule="no-responsible").settlement == ""
