"""Reports of the dialogue as lists and pages read them; the text of a published one is read only where it is shown."""

from collections.abc import Sequence

from django.db.models import QuerySet

from rinde.capabilities.dialogue.choices import ReportKind, ReportState
from rinde.capabilities.dialogue.models import DialogueReport, DialogueSpace
from rinde.capabilities.dialogue.rules.report_addresses import KINDS, OF_YEAR
from rinde.capabilities.entities.models import Entity


def reports_of(entity: Entity) -> "QuerySet[DialogueReport]":
    """The reports of an entity, newest first, without their frozen text."""
    rows: QuerySet[DialogueReport] = DialogueReport.objects.filter(entity=entity).defer("content")
    return rows.select_related("entity", "space__entity", "series", "published_by")


def published_reports(entity: Entity, *, year: int | None = None) -> Sequence[DialogueReport]:
    """What is before everybody, newest number of each first. One query."""
    rows = reports_of(entity).filter(state=ReportState.PUBLISHED)
    return tuple(rows.filter(year=year) if year else rows)


def reports_about(space: DialogueSpace, kind: str) -> Sequence[DialogueReport]:
    """The reports of one kind about a space, newest number first. One query."""
    return tuple(reports_of(space.entity).filter(space=space, kind=kind).order_by("-number"))


def published_report(entity: Entity, *, year: int, word: str, about: str, number: int) -> DialogueReport | None:
    """The published report of a permanent address, with its text; None where there is none. One query."""
    kind = KINDS.get(word, "")
    rows = DialogueReport.objects.filter(
        entity=entity, year=year, kind=kind, number=number, state=ReportState.PUBLISHED
    ).select_related("entity", "space", "series")
    if kind == ReportKind.SERIES:
        rows = rows.filter(series__slug=about)
    elif kind not in OF_YEAR:
        rows = rows.filter(space__slug=about)
    elif about != "vigencia":
        return None
    found: DialogueReport | None = rows.first()
    return found
