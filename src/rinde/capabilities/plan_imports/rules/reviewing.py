"""A draft as read from a document, looked at with the rules of the plan that it would become. Pure."""

from datetime import date
from typing import Any

from rinde.capabilities.plan_imports.rules.draft import PlanDraft
from rinde.capabilities.plan_imports.rules.review import plan_row
from rinde.capabilities.plans.choices import Instrument
from rinde.capabilities.plans.rules.content import PlanContent
from rinde.capabilities.plans.rules.legal_dates import template_of
from rinde.capabilities.plans.rules.review import Finding, Place, ReviewContext, review
from rinde.capabilities.plans.rules.review.drafts import content_of_rows
from rinde.capabilities.plans.rules.rows import AnnouncementRow, Assignee, PlanHeader
from rinde.capabilities.plans.rules.schedules import Period
from rinde.foundations.law import WorkCalendar

SCHEMA = "plan-review/1"


def content_of_draft(draft: PlanDraft, year: int) -> PlanContent:
    """Give the plan of one year that a draft would become if every row were accepted as read."""
    header = PlanHeader(
        instrument=draft.instrument if draft.instrument in Instrument.values else Instrument.OTHER,
        title=draft.title or draft.source.name,
        period_start=date(year, 1, 1),
        period_end=date(year, 12, 31),
    )
    period = Period(header.period_start, header.period_end)
    rows = [plan_row(row, tuple(map(Assignee, row.responsible)), period) for row in draft.rows]
    announcements = (AnnouncementRow(one.text, one.group) for one in draft.actions)
    return content_of_rows(header, rows, announcements, entity_name=draft.entity or "")


def review_of_draft(
    draft: PlanDraft, year: int, *, today: date, calendar: WorkCalendar | None = None
) -> tuple[Finding, ...]:
    """Review a draft by itself, without an org chart and without the year before."""
    return review_content(content_of_draft(draft, year), today=today, calendar=calendar)


def review_content(content: PlanContent, *, today: date, calendar: WorkCalendar | None = None) -> tuple[Finding, ...]:
    """Review what a document says, with the template of its regime and nothing else beside it."""
    template = template_of("", content.instrument, content.period_start)
    context = ReviewContext(
        today=today,
        period=Period(content.period_start, content.period_end),
        calendar=calendar,
        template=template,
        cut_offs=template.default_cut_offs if template else None,
    )
    return review(content, context)


def review_to_json(draft: PlanDraft, year: int, findings: tuple[Finding, ...]) -> dict[str, Any]:
    """The public form; `json.dumps` takes it as it is. Fields are added, never renamed."""
    counts = {
        severity: sum(1 for one in findings if one.severity == severity) for severity in ("error", "warning", "hint")
    }
    return {
        "schema": SCHEMA,
        "source": {"name": draft.source.name, "format": draft.source.format, "pages": draft.source.pages},
        "year": year,
        "summary": {"rows": len(draft.rows), "findings": len(findings), **counts},
        "findings": [_finding(one) for one in findings],
    }


def _finding(one: Finding) -> dict[str, Any]:
    return {
        "rule": one.rule,
        "severity": str(one.severity),
        "message": one.message,
        "cells": [_cell(place) for place in one.places],
        "proposal": {"field": str(one.repair.field), "before": one.repair.before, "after": one.repair.after}
        if one.repair
        else None,
        "fingerprint": one.fingerprint,
    }


def _cell(place: Place) -> dict[str, Any]:
    return {
        "field": str(place.field),
        "activity": place.activity_key,
        "label": place.label,
        "product": place.deliverable,
    }
