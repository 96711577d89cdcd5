"""The sheets one by one: for the export of the desk, and the people who asked to be told."""

from collections.abc import Sequence
from dataclasses import dataclass

from rinde.capabilities.surveys.models import Survey, SurveyAnswer
from rinde.capabilities.surveys.queries.surveys import versions_of


def sheets_of(survey: Survey) -> Sequence[SurveyAnswer]:
    """Every answer in the order of its arrival, with its version and without what says who somebody is. One query."""
    rows = SurveyAnswer.objects.filter(survey=survey).select_related("version").defer("personal", "version__questions")
    return tuple(rows.order_by("number"))


@dataclass(frozen=True, slots=True)
class Contact:
    """What somebody left of themselves: never beside what they answered. `id` names the row to erase it by."""

    id: int
    told: tuple[tuple[str, str], ...]  # label and text


def contacts_of(survey: Survey) -> Sequence[Contact]:
    """The people who left something, in the order of what they wrote, which tells nothing of when. Two queries."""
    labels = {one.key: one.label for _, questions in versions_of(survey) for one in questions if one.is_personal}
    rows = SurveyAnswer.objects.filter(survey=survey, consented_at__isnull=False).values_list("pk", "personal")
    found = [
        Contact(pk, tuple((label, personal.get(key, "")) for key, label in labels.items())) for pk, personal in rows
    ]
    return sorted(found, key=lambda one: [text.casefold() for _, text in one.told])
