"""What every write to a consultation begins with: the row, locked, so that two of them wait for each other."""

from typing import Any

from django.db import models
from django.db.models import Max

from rinde.capabilities.consultations.models import Consultation


def locked(consultation_id: int) -> Consultation:
    """Lock a consultation, with its plan and entity, without its text."""
    found: Consultation = (
        Consultation.objects.without_content()
        .select_for_update(of=("self",))
        .select_related("plan", "plan__entity")
        .get(pk=consultation_id)
    )
    return found


def next_number(rows: "models.QuerySet[Any]") -> int:
    """The number after the last of some rows; the lock on what they belong to keeps it free."""
    return (rows.aggregate(last=Max("number"))["last"] or 0) + 1
