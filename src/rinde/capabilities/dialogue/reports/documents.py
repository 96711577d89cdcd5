"""A report of the dialogue as a document: its figures read anew and its texts around them; and the internal format."""

from datetime import date

from django.conf import settings
from django.urls import reverse

from rinde.capabilities.dialogue.choices import ReportKind
from rinde.capabilities.dialogue.models import DialogueReport, DialogueSpace
from rinde.capabilities.dialogue.queries.report_facts import (
    reported_space,
    reported_spaces,
    reported_year,
    spaces_with_lists,
)
from rinde.capabilities.dialogue.reports.spaces import evaluation_report, event_report, series_report
from rinde.capabilities.dialogue.reports.years import annual_report, internal_format, strategy_evaluation
from rinde.capabilities.dialogue.rules.report_facts import ReportedYear
from rinde.capabilities.dialogue.rules.report_texts import CRITERIA
from rinde.capabilities.entities.models import Entity
from rinde.capabilities.plans.models import Plan
from rinde.services.reporting import Report


def findings_of(report: DialogueReport) -> dict[str, tuple[str, str]]:
    """What internal control found, by criterion; of those that this version of Rinde knows."""
    known = {one.key for one in CRITERIA}
    return {key: (found, note) for key, (found, note) in report.findings.items() if key in known}


def space_page(space: DialogueSpace) -> str:
    """The permanent address of the public page of a space; needs its entity."""
    path = reverse("portal:dialogue_space", kwargs={"entity_slug": space.entity.slug, "slug": space.slug})
    return f"{settings.BASE_URL}{path}"


def plan_page(plan: Plan) -> str:
    """The permanent address of a published plan; needs its entity."""
    names = {"entity_slug": plan.entity.slug, "year": plan.period_start.year, "plan_slug": plan.slug}
    return f"{settings.BASE_URL}{reverse('portal:plan', kwargs=names)}"


def document_of(report: DialogueReport, *, today: date) -> Report:
    """Lay out a report with its figures as of today. Needs its entity, space and series."""
    name, texts = report.entity.name, report.texts
    if report.kind == ReportKind.ANNUAL:
        return annual_report(year_of(report.entity, report.year, today=today), texts, entity=name, made_on=today)
    if report.kind == ReportKind.STRATEGY:
        return strategy_evaluation(year_of(report.entity, report.year, today=today), texts, entity=name, made_on=today)
    if report.series is not None:
        rows = spaces_with_lists(report.entity).filter(series=report.series)
        spaces = reported_spaces(rows, page_of=space_page, today=today)
        return series_report(report.series.title, spaces, texts, entity=name, made_on=today)
    assert report.space is not None  # noqa: S101 - the database holds it
    space = reported_space(report.space, page_of=space_page, today=today)
    page = space.figures.url
    if report.kind == ReportKind.EVALUATION:
        return evaluation_report(space, texts, findings_of(report), entity=name, made_on=today, source_url=page)
    return event_report(space, texts, entity=name, made_on=today, source_url=page)


def year_of(entity: Entity, year: int, *, today: date) -> ReportedYear:
    """A year of dialogue with the addresses of this installation."""
    return reported_year(entity, year, page_of=space_page, plan_page=plan_page, today=today)


def format_of(entity: Entity, year: int, *, today: date) -> Report:
    """The internal format of the accountability activities of a year, as they stand today."""
    return internal_format(year_of(entity, year, today=today), entity=entity.name, made_on=today)
