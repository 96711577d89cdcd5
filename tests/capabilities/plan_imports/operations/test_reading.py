"""The reading job: one worker writes, a dead one is replaced, nothing is half done."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from factories import NOW, make_actor
from rinde.capabilities.entities.choices import GroupRule
from rinde.capabilities.entities.models import ActorGroup, Entity
from rinde.capabilities.plan_imports import operations, queries
from rinde.capabilities.plan_imports.choices import ImportStatus
from rinde.capabilities.plan_imports.models import ActorMatch, ImportFinding, ImportRow, PlanImport, SourceLine
from rinde.foundations.refusals import TransitionNotAllowed
from rinde.services.access import Principal
from rinde.services.audit.models import AuditEntry

SAMPLES = Path(__file__).parents[3] / "samples"


def read(plan_import: PlanImport, at: datetime = NOW) -> bool:
    return operations.read_import(import_id=plan_import.pk, clock=lambda: at)


def begun(plan_import: PlanImport, at: datetime = NOW) -> None:
    """What a worker that died right after taking the reading leaves behind."""
    PlanImport.objects.filter(pk=plan_import.pk).update(
        status=ImportStatus.READING, attempt=1, heartbeat_at=at, pages_done=3, pages_total=9
    )


def test_reading_puts_rows_findings_and_the_original_in_place(pasted: Callable[..., PlanImport]) -> None:
    plan_import = pasted()
    assert read(plan_import)
    plan_import.refresh_from_db()
    assert (plan_import.status, plan_import.attempt, plan_import.read_at) == (ImportStatus.READ, 1, NOW)
    assert plan_import.heading["instrument"] == "PTEP"
    assert plan_import.heading["first_year"] == 2026
    assert [row.fields["code"] for row in ImportRow.objects.all()] == ["1.1", "1.2", "1.3"]
    rules = set(ImportFinding.objects.values_list("row__position", "rule"))
    assert rules == {(1, "impossible-date"), (2, "no-date")}
    assert [row.place["line"] for row in ImportRow.objects.all()] == [1, 2, 3]
    assert SourceLine.objects.count() == 4
    assert plan_import.draft["schema"] == "plan-draft/1"
    assert AuditEntry.objects.get(action="plan_imports.read").user_id is None


def test_nul_character_of_a_document_is_not_kept(pasted: Callable[..., PlanImport]) -> None:
    plan_import = pasted("Rendición\x00 de cuentas\t1.1\tPublicar el\x00 informe\tUn informe\tOficina TIC\t30/06/2026")
    assert read(plan_import)
    plan_import.refresh_from_db()
    assert plan_import.status == ImportStatus.READ
    assert ImportRow.objects.get().fields["activity"] == "Publicar el informe"
    assert "\x00" not in str(list(SourceLine.objects.values_list("cells", flat=True)))


def test_reading_twice_does_it_once(pasted: Callable[..., PlanImport]) -> None:
    plan_import = pasted()
    assert read(plan_import)
    assert not read(plan_import, NOW + timedelta(hours=1))
    plan_import.refresh_from_db()
    assert (plan_import.attempt, ImportRow.objects.count()) == (1, 3)


def test_reading_is_left_to_a_worker_that_is_alive(pasted: Callable[..., PlanImport]) -> None:
    plan_import = pasted()
    begun(plan_import)
    assert not read(plan_import, NOW + operations.STALE_AFTER / 2)
    assert not ImportRow.objects.exists()


def test_reading_of_a_dead_worker_is_taken_over(pasted: Callable[..., PlanImport]) -> None:
    plan_import = pasted()
    begun(plan_import)
    assert read(plan_import, NOW + operations.STALE_AFTER * 2)
    plan_import.refresh_from_db()
    assert (plan_import.status, plan_import.attempt, ImportRow.objects.count()) == (ImportStatus.READ, 2, 3)


def test_worker_that_was_replaced_writes_nothing(pasted: Callable[..., PlanImport]) -> None:
    """The first worker hangs; a second one takes over, ends, and the first one wakes up."""
    plan_import = pasted()
    ticks = iter(range(100))

    def slow_clock() -> datetime:
        if next(ticks) == 2:  # in the middle of the first worker's reading
            assert read(plan_import, NOW + operations.STALE_AFTER * 2)
            first = ImportRow.objects.first()
            ImportRow.objects.filter(pk=first.pk).update(edited=True)
        return NOW

    assert not operations.read_import(import_id=plan_import.pk, clock=slow_clock)
    plan_import.refresh_from_db()
    assert (plan_import.status, plan_import.attempt) == (ImportStatus.READ, 2)
    assert ImportRow.objects.filter(edited=True).count() == 1
    assert ImportRow.objects.count() == 3


def test_document_that_cannot_be_read_keeps_code_and_message(entity: Entity, coordinator: Principal) -> None:
    content = (SAMPLES / "town-xlsx-date-cells" / "input.xlsx").read_bytes()
    plan_import = operations.upload_document(
        entity=entity,
        name="plan.pdf",
        content=b"%PDF-1.7\n" + content[:500],
        by=coordinator,
        now=NOW,
        start_reading=lambda _: None,
    )
    assert read(plan_import)
    plan_import.refresh_from_db()
    assert (plan_import.status, plan_import.failure_code) == (ImportStatus.FAILED, "corrupted")
    assert plan_import.failure_message.startswith("El archivo está dañado")
    assert not ImportRow.objects.exists()
    assert AuditEntry.objects.get(action="plan_imports.fail").facts == {"attempt": 1, "code": "corrupted"}


def test_read_again_is_for_what_failed_or_fell_silent(
    entity: Entity, coordinator: Principal, pasted: Callable[..., PlanImport]
) -> None:
    plan_import = pasted()
    queued: list[int] = []

    def again(at: datetime) -> None:
        operations.read_again(
            entity=entity, import_id=plan_import.pk, by=coordinator, now=at, start_reading=queued.append
        )

    with pytest.raises(TransitionNotAllowed):
        again(NOW)  # only just queued
    begun(plan_import)
    with pytest.raises(TransitionNotAllowed):
        again(NOW)
    again(NOW + operations.STALE_AFTER * 2)
    assert queued == [plan_import.pk]
    with pytest.raises(TransitionNotAllowed):
        again(NOW + operations.STALE_AFTER * 2)  # a second click
    assert read(plan_import, NOW + operations.STALE_AFTER * 2)
    with pytest.raises(TransitionNotAllowed):
        again(NOW + timedelta(days=1))
    assert ImportRow.objects.count() == 3


def test_progress_is_written_page_by_page(entity: Entity, coordinator: Principal) -> None:
    content = (SAMPLES / "town-pdf-risk-map-beside" / "input.pdf").read_bytes()
    plan_import = operations.upload_document(
        entity=entity, name="plan.pdf", content=content, by=coordinator, now=NOW, start_reading=lambda _: None
    )
    seen: list[tuple[int, int]] = []
    now = NOW

    def clock() -> datetime:
        nonlocal now
        row = PlanImport.objects.get(pk=plan_import.pk)
        seen.append((row.pages_done, row.pages_total))
        now += timedelta(seconds=1)
        return now

    assert operations.read_import(import_id=plan_import.pk, clock=clock)
    pages = PlanImport.objects.get().pages_total
    assert pages == 4
    assert [done for done, total in dict.fromkeys(seen) if total] == [1, 2, 3, 4]
    assert len(PlanImport.objects.get().page_sizes) == 4


def test_names_are_proposed_by_acronym_likeness_and_group(entity: Entity, reviewed: Callable[..., PlanImport]) -> None:
    office = make_actor(entity, name="Oficina de las Tecnologías", acronym="TIC")
    everybody = ActorGroup.objects.create(entity=entity, name="Todas", rule=GroupRule.ALL_UNITS)
    line = "Rendición de cuentas\t1.1\tPublicar el informe de gestión\tUn informe\t{}\t30/06/2026"
    reviewed(*(line.format(name) for name in ("Oficina TIC", "OFICINA TIC", "Todas las dependencias", "Gerencia")))
    found = {match.text: (match.actor, match.group) for match in ActorMatch.objects.all()}
    assert found == {
        "Oficina TIC": (office, None),
        "Todas las dependencias": (None, everybody),
        "Gerencia": (None, None),
    }


@pytest.mark.parametrize("case", sorted(path.name for path in SAMPLES.iterdir()))
def test_every_row_of_every_sample_has_its_place(entity: Entity, coordinator: Principal, case: str) -> None:
    file = next((SAMPLES / case).glob("input.*"))
    plan_import = operations.upload_document(
        entity=entity,
        name=file.name,
        content=file.read_bytes(),
        by=coordinator,
        now=NOW,
        start_reading=lambda _: None,
    )
    assert read(plan_import)
    plan_import.refresh_from_db()
    rows = list(ImportRow.objects.all())
    assert len(rows) == len(plan_import.draft["rows"]) > 0
    for row in rows:
        (marked,) = [line for line in queries.excerpt(plan_import, row.place) if line.marked]
        assert any(cell.text.strip() for cell in marked.cells)
        if file.suffix == ".pdf":
            width, height = plan_import.page_sizes[row.place["page"] - 1]
            left, top, right, bottom = row.place["box"]
            assert 0 <= left < right <= width
            assert 0 <= top < bottom <= height
