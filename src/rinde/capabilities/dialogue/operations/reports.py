"""Reports of the dialogue: their texts kept as somebody writes, and the whole frozen when it goes out.

Figures are counted anew until the report is published; then both are frozen under one hash. What has to be said
differently later is a new number, and the earlier one stays readable.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from rinde.capabilities.dialogue.choices import ReportKind, ReportState, StepKind
from rinde.capabilities.dialogue.models import DialogueReport, DialogueSpace, SpaceSeries, SpaceStep
from rinde.capabilities.dialogue.operations.locking import locked
from rinde.capabilities.dialogue.operations.steps import step_done
from rinde.capabilities.dialogue.permissions import check_write_report
from rinde.capabilities.dialogue.reports.documents import document_of, findings_of
from rinde.capabilities.dialogue.rules.report_texts import finding_gaps, publishing_gaps, sections_of, text_gaps
from rinde.capabilities.dialogue.rules.states import OVER
from rinde.capabilities.entities.models import Entity
from rinde.capabilities.plans.rules.content import content_hash
from rinde.foundations.refusals import StaleWrite, TransitionNotAllowed, refuse_gaps
from rinde.foundations.text.typed import tidy_text
from rinde.services.access import Principal
from rinde.services.audit.operations import record
from rinde.services.reporting.frozen import freeze

FIRST_YEAR, LAST_YEAR = 2011, 2100
NOT_KEPT, NOT_OUT = "No se guardó todavía.", "El informe sigue en borrador."


@dataclass(frozen=True, slots=True)
class ReportOf:
    """Which report: of a space, of a series, or of a year of the entity."""

    kind: str
    space_id: int | None = None
    series_id: int | None = None
    year: int | None = None


@transaction.atomic
def open_report(*, entity_id: int, of: ReportOf, by: Principal, now: datetime) -> DialogueReport:
    """Give the draft of a report, made where there is none: the next number where the last one is out.

    Raises:
        NotAllowed: for whoever may not write it.
        TransitionNotAllowed: for a space that did not take place yet, or a year out of reach.
    """
    entity = Entity.objects.select_for_update().get(pk=entity_id)
    where = _place(entity, of)
    check_write_report(DialogueReport(entity=entity, kind=of.kind, **where), by=by)
    last: DialogueReport | None = (
        DialogueReport.objects.filter(entity=entity, kind=of.kind, **where).order_by("-number").first()
    )
    if last and last.state == ReportState.DRAFT:
        return last
    report: DialogueReport = DialogueReport.objects.create(
        entity=entity,
        kind=of.kind,
        number=last.number + 1 if last else 1,
        texts=last.texts if last else _begun(where),
        findings=last.findings if last else {},
        edited_at=now,
        edited_by_id=by.user_id,
        **where,
    )
    _note(report, "report_open", by=by, now=now)
    return report


def _place(entity: Entity, of: ReportOf) -> dict[str, Any]:
    if of.kind in {ReportKind.EVENT, ReportKind.EVALUATION}:
        space = DialogueSpace.objects.select_related("entity").get(entity=entity, pk=of.space_id)
        if space.status not in OVER:
            raise TransitionNotAllowed("El informe se escribe cuando el espacio se haya realizado.")
        return {"space": space, "year": timezone.localdate(space.starts_at).year}
    if of.kind == ReportKind.SERIES:
        series = SpaceSeries.objects.get(entity=entity, pk=of.series_id)
        return {"series": series, "year": series.year}
    if of.kind not in ReportKind.values or of.year is None or not FIRST_YEAR <= of.year <= LAST_YEAR:
        raise TransitionNotAllowed("No hay un informe de ese año.")
    return {"space": None, "series": None, "year": of.year}


def _begun(where: dict[str, Any]) -> dict[str, str]:
    """What was already written at the space itself: nobody types it twice."""
    space: DialogueSpace | None = where.get("space")
    if space is None:
        return {}
    written = {"observations": space.observations, "conclusions": space.conclusions}
    return {key: text for key, text in written.items() if text}


@transaction.atomic
def write_report(
    *,
    report_id: int,
    texts: Mapping[str, str],
    findings: Mapping[str, tuple[str, str]],
    seen: datetime | None,
    by: Principal,
    now: datetime,
) -> DialogueReport:
    """Keep the texts of a draft; a text that is not named stays as it is.

    Args:
        findings: of an evaluation, by criterion: what was found (a `Finding`), and its note.
        seen: when the draft was last edited as its form showed it.

    Raises:
        NotAllowed: for whoever may not write it.
        TransitionNotAllowed: for a report that is out.
        StaleWrite: where somebody else wrote in between.
        NotReady: with what is too long, or found without saying what.
    """
    report = _locked(report_id, by)
    _check_draft(report)
    if seen is not None and seen != report.edited_at:
        raise StaleWrite("Otra persona escribió en este informe mientras usted escribía. Compare antes de guardar.")
    known = {one.key for one in sections_of(report.kind)}
    tidied = {key: tidy_text(text) for key, text in texts.items() if key in known}
    refuse_gaps(NOT_KEPT, *(text_gaps(report.kind, tidied) + finding_gaps(findings)))
    report.texts = {**report.texts, **tidied}
    if report.kind == ReportKind.EVALUATION:
        kept = {key: [found, tidy_text(note)] for key, (found, note) in findings.items()}
        report.findings = {**report.findings, **kept}
    report.edited_at, report.edited_by_id = now, by.user_id
    report.save(update_fields=["texts", "findings", "edited_at", "edited_by"])
    _note(report, "report_write", by=by, now=now)
    return report


@transaction.atomic
def publish_report(*, report_id: int, by: Principal, now: datetime) -> DialogueReport:
    """Freeze a report with its figures as of now and put it before everybody. Published again, nothing changes.

    The report of a space does its step, which proposes progress to the cells that it serves.

    Raises:
        NotAllowed: for whoever may not write it.
        NotReady: with everything that is missing.
    """
    report = _locked(report_id, by)
    if report.state == ReportState.PUBLISHED:
        return report
    refuse_gaps(NOT_OUT, *publishing_gaps(report.kind, report.texts, findings_of(report)))
    report.content = freeze(document_of(report, today=timezone.localdate(now)))
    report.sha256 = content_hash(report.content)
    report.state, report.published_at, report.published_by_id = ReportState.PUBLISHED, now, by.user_id
    report.save()
    _note(report, "report_publish", by=by, now=now)
    if report.kind == ReportKind.EVENT and report.space_id:
        _do_step(report.space_id, by=by, now=now)
    return report


def _do_step(space_id: int, *, by: Principal, now: datetime) -> None:
    space = locked(space_id)
    if SpaceStep.objects.filter(space=space, kind=StepKind.EVENT_REPORT).exists():
        step_done(space, StepKind.EVENT_REPORT, by=by, now=now, text="Informe del espacio publicado en su página.")


def _locked(report_id: int, by: Principal) -> DialogueReport:
    row = DialogueReport.objects.select_for_update(of=("self",)).select_related("entity", "space__entity", "series")
    report: DialogueReport = row.get(pk=report_id)
    check_write_report(report, by=by)
    return report


def _check_draft(report: DialogueReport) -> None:
    if report.state != ReportState.DRAFT:
        raise TransitionNotAllowed("Este informe ya está publicado y no cambia. Empiece un número nuevo.")


def _note(report: DialogueReport, verb: str, *, by: Principal, now: datetime) -> None:
    facts = {"kind": report.kind, "number": report.number}
    record(entity_id=report.entity_id, action=f"dialogue.{verb}", target=report, by=by, now=now, facts=facts)
