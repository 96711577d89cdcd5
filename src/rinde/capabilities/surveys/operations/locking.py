"""What every write to a survey begins with: the row, locked, so that two of them wait for each other."""

from typing import Any

from django.db import models
from django.db.models import Max

from rinde.capabilities.surveys.models import Survey


def locked(survey_id: int) -> Survey:
    """Lock a survey, with its entity and the version that people answer."""
    rows = Survey.objects.select_for_update(of=("self",)).select_related("entity", "current_version")
    found: Survey = rows.get(pk=survey_id)
    return found


def next_number(rows: "models.QuerySet[Any]") -> int:
    """The number after the last of some rows; the lock on what they belong to keeps it free."""
    return (rows.aggregate(last=Max("number"))["last"] or 0) + 1
