"""An org chart from a file: received, shown as a dry run, applied whole or not at all."""

from datetime import datetime

from django.db import IntegrityError, transaction

from rinde.capabilities.entities.models import Actor, Entity, OrgChartImport
from rinde.capabilities.entities.operations.actors import next_position, write_values
from rinde.capabilities.entities.permissions import check_edit_entity
from rinde.capabilities.entities.queries import standing_actors
from rinde.capabilities.entities.rules.org_chart.changes import ChartReport, Outcome, RowReport, compare
from rinde.capabilities.entities.rules.org_chart.reading import read_chart
from rinde.foundations.documents import DocumentError, read_document
from rinde.foundations.refusals import NotReady
from rinde.services.access import Principal
from rinde.services.audit.operations import record
from rinde.services.files.operations import keep_file, read_file

NOT_APPLIED = "No se cambió nada en el organigrama."


@transaction.atomic
def receive_org_chart(*, entity: Entity, name: str, content: bytes, by: Principal, now: datetime) -> OrgChartImport:
    """Keep the file as it came in, so that what is applied is what was shown.

    Raises:
        NotAllowed: for whoever may not edit this entity.
        NotReady: with the reader's words, for a file that cannot be read at all; then nothing is kept.
    """
    check_edit_entity(entity, by=by)
    try:
        read_document(name, content)
    except DocumentError as problem:
        raise NotReady("No se pudo leer el archivo.", (problem.message,)) from problem
    stored = keep_file(
        entity_id=entity.pk, name=name, content=content, content_type="application/octet-stream", now=now
    )
    received: OrgChartImport = OrgChartImport.objects.create(
        entity=entity, file=stored, name=name[:255], uploaded_at=now
    )
    record(entity_id=entity.pk, action="entities.org_chart_receive", target=received, by=by, now=now)
    return received


def dry_run(received: OrgChartImport) -> ChartReport:
    """Work out what the file would change today. Writes nothing."""
    try:
        document = read_document(received.name, read_file(received.file))
    except DocumentError as problem:
        return ChartReport(problem=problem.message)
    return compare(read_chart(document), standing_actors())


@transaction.atomic
def apply_org_chart(*, import_id: int, by: Principal, now: datetime) -> ChartReport:
    """Do what the dry run showed: everything, or nothing where any row has a problem. Twice is as good as once.

    Raises:
        NotAllowed: for whoever may not edit this entity.
        NotReady: with every problem of every row.
        OrgChartImport.DoesNotExist: for an import of another entity.
    """
    received = OrgChartImport.objects.select_related("entity", "file").select_for_update(of=("self",)).get(pk=import_id)
    entity = received.entity
    check_edit_entity(entity, by=by)
    report = dry_run(received)
    if report.errors:
        raise NotReady(NOT_APPLIED, report.errors)
    try:
        with transaction.atomic():
            _write_rows(entity, report.rows)
    except IntegrityError as clash:
        gap = "Dos filas intercambian sus nombres. Cámbielos en dos archivos, uno después del otro."
        raise NotReady(NOT_APPLIED, (gap,)) from clash
    _remember(received, report, by=by, now=now)
    return report


def _write_rows(entity: Entity, rows: tuple[RowReport, ...]) -> None:
    """New actors come first and without parent, because a row may hang from one further down."""
    position = next_position()
    ids: dict[int, int] = {}
    for offset, row in enumerate(row for row in rows if row.outcome == Outcome.CREATED):
        actor = Actor(entity=entity, position=position + offset)
        write_values(actor, row.values, parent_id=None)
        ids[row.key] = actor.pk
    changed = [row for row in rows if row.outcome == Outcome.UPDATED or row.values.parent is not None]
    actors = Actor.objects.in_bulk([ids.get(row.key, row.key) for row in changed])
    for row in changed:
        actor = actors[ids.get(row.key, row.key)]
        parent = row.values.parent
        if row.outcome == Outcome.CREATED:
            actor.parent_id = ids.get(parent, parent) if parent is not None else None
            actor.save(update_fields=["parent"])
        elif row.outcome == Outcome.UPDATED:
            write_values(actor, row.values, parent_id=ids.get(parent, parent) if parent is not None else None)


def _remember(received: OrgChartImport, report: ChartReport, *, by: Principal, now: datetime) -> None:
    if received.applied_at is None:
        received.applied_at = now
        received.created_count = report.count(Outcome.CREATED)
        received.updated_count = report.count(Outcome.UPDATED)
        received.save(update_fields=["applied_at", "created_count", "updated_count"])
    if report.changes_something:
        facts = {"created": report.count(Outcome.CREATED), "updated": report.count(Outcome.UPDATED)}
        record(
            entity_id=received.entity_id,
            action="entities.org_chart_apply",
            target=received,
            by=by,
            now=now,
            facts=facts,
        )
