"""A document comes in: kept once, listed, and handed to a job."""

from collections.abc import Callable

import pytest
from django.test import override_settings

from factories import NOW, principal
from rinde.capabilities.entities.models import Entity
from rinde.capabilities.plan_imports import operations
from rinde.capabilities.plan_imports.choices import ImportStatus
from rinde.capabilities.plan_imports.models import PlanImport
from rinde.foundations.documents import EmptyDocument, TooLarge, WrongType
from rinde.foundations.refusals import NotAllowed, TransitionNotAllowed
from rinde.services.access import Principal
from rinde.services.audit.models import AuditEntry
from rinde.services.files.models import StoredFile
from rinde.services.files.operations import read_file
from rinde.services.tenancy import active_tenant

CONTENT = b"Actividad\tFecha\nPublicar el informe\t30/06/2026\n"


def upload(entity: Entity, by: Principal, **changes: object) -> PlanImport:
    values: dict[str, object] = {"name": "plan.txt", "content": CONTENT, "start_reading": lambda _: None, "now": NOW}
    return operations.upload_document(entity=entity, by=by, **values | changes)


def test_upload_keeps_the_original_and_queues_its_reading(entity: Entity, coordinator: Principal) -> None:
    queued: list[int] = []
    plan_import = upload(entity, coordinator, start_reading=queued.append)
    assert queued == [plan_import.pk]
    assert read_file(plan_import.file) == CONTENT
    assert (plan_import.status, plan_import.format, plan_import.name) == (ImportStatus.UPLOADED, "text", "plan.txt")
    entry = AuditEntry.objects.get(action="plan_imports.upload")
    assert (entry.user_id, entry.facts["size"]) == (coordinator.user_id, len(CONTENT))


def test_upload_leaves_the_folders_of_a_name_behind(entity: Entity, coordinator: Principal) -> None:
    assert upload(entity, coordinator, name="C:\\Planes\\..\\plan final.txt").name == "plan final.txt"


def test_same_bytes_again_point_at_the_earlier_import(entity: Entity, coordinator: Principal) -> None:
    first = upload(entity, coordinator)
    with pytest.raises(operations.AlreadyUploaded) as refusal:
        upload(entity, coordinator, name="otro nombre.txt")
    assert refusal.value.import_id == first.pk
    again = upload(entity, coordinator, even_if_repeated=True)
    assert (again.pk != first.pk, again.file_id) == (True, first.file_id)
    assert StoredFile.objects.count() == 1


def test_same_bytes_after_discarding_are_a_new_start(entity: Entity, coordinator: Principal) -> None:
    first = upload(entity, coordinator)
    operations.discard_import(entity=entity, import_id=first.pk, by=coordinator, now=NOW)
    assert upload(entity, coordinator).pk != first.pk


def test_same_bytes_of_another_entity_are_not_told(
    entity: Entity, other_entity: Entity, coordinator: Principal
) -> None:
    upload(entity, coordinator)
    with active_tenant(other_entity):
        theirs = upload(other_entity, principal(other_entity, "PLAN_COORDINATOR"))
        assert PlanImport.objects.get() == theirs


@pytest.mark.parametrize(
    ("content", "refusal"),
    [(b"", EmptyDocument), (b" \n\t", EmptyDocument), (b"\x89PNG\r\n\x1a\n" + bytes(40), WrongType)],
)
def test_upload_refuses_what_cannot_be_read_and_keeps_nothing(
    entity: Entity, coordinator: Principal, content: bytes, refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        upload(entity, coordinator, content=content)
    assert not PlanImport.objects.exists()
    assert not StoredFile.objects.exists()


def test_upload_refuses_a_file_over_the_limit(entity: Entity, coordinator: Principal) -> None:
    with override_settings(MAX_UPLOAD_BYTES=len(CONTENT) - 1), pytest.raises(TooLarge):
        upload(entity, coordinator)
    assert not PlanImport.objects.exists()


@pytest.mark.parametrize("role", ["ENTITY_ADMIN", "UNIT_LIAISON", "INTERNAL_CONTROL", "COMMUNICATIONS", "READER"])
def test_upload_is_refused_to_other_roles(entity: Entity, role: str) -> None:
    with pytest.raises(NotAllowed):
        upload(entity, principal(entity, role))


def test_upload_is_refused_to_the_coordinator_of_another_entity(entity: Entity, other_entity: Entity) -> None:
    with pytest.raises(NotAllowed):
        upload(entity, principal(other_entity, "PLAN_COORDINATOR"))


def test_pasting_nothing_is_refused(entity: Entity, coordinator: Principal) -> None:
    with pytest.raises(EmptyDocument):
        operations.paste_text(entity=entity, text=" \n", by=coordinator, now=NOW, start_reading=lambda _: None)


def test_pasted_text_keeps_the_line_ends_of_its_cells(pasted: Callable[..., PlanImport]) -> None:
    plan_import = pasted()
    assert plan_import.name == "Texto pegado"
    assert b"\r" not in read_file(plan_import.file)


def test_discarding_twice_is_refused(entity: Entity, coordinator: Principal) -> None:
    plan_import = upload(entity, coordinator)
    operations.discard_import(entity=entity, import_id=plan_import.pk, by=coordinator, now=NOW)
    with pytest.raises(TransitionNotAllowed):
        operations.discard_import(entity=entity, import_id=plan_import.pk, by=coordinator, now=NOW)
    plan_import.refresh_from_db()
    assert (plan_import.status, plan_import.discarded_by_id) == (ImportStatus.DISCARDED, coordinator.user_id)
