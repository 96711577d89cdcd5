"""A series as one: its spaces in order, and what they sum to."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q

from rinde.capabilities.dialogue.choices import SpaceStatus
from rinde.capabilities.dialogue.models import DialogueSpace, SpaceSeries
from rinde.capabilities.dialogue.queries.listing import ListedSpace, with_agendas
from rinde.capabilities.dialogue.queries.report_facts import reported_spaces, spaces_with_lists
from rinde.capabilities.dialogue.rules.figures import AnswerFigures, CommitmentFigures
from rinde.capabilities.dialogue.rules.states import OVER


@dataclass(frozen=True, slots=True)
class SeriesSums:
    """A series with how many spaces it has; a cancelled one counts apart."""

    series: SpaceSeries
    spaces: int
    held: int
    cancelled: int
    territories: int


def series_sums(series: Iterable[SpaceSeries]) -> list[SeriesSums]:
    """What each series sums to. One query."""
    asked = list(series)
    is_cancelled = Q(status=SpaceStatus.CANCELLED)
    rows = (
        DialogueSpace.objects.filter(series__in=[one.pk for one in asked])
        .order_by()
        .values("series_id")
        .annotate(
            spaces=Count("pk", filter=~is_cancelled),
            held=Count("pk", filter=Q(status__in=OVER)),
            cancelled=Count("pk", filter=is_cancelled),
            territories=Count("territory", filter=~is_cancelled & ~Q(territory=""), distinct=True),
        )
    )
    by_series = {row.pop("series_id"): row for row in rows}
    nothing = {"spaces": 0, "held": 0, "cancelled": 0, "territories": 0}
    return [SeriesSums(one, **by_series.get(one.pk, nothing)) for one in asked]


def spaces_in_series(series: SpaceSeries, *, today: date) -> list[ListedSpace]:
    """The spaces of a series by date, each with what it waits for. Two queries."""
    found = DialogueSpace.objects.filter(series=series).select_related("entity", "actor", "series")
    return with_agendas(found, today=today)


def public_series_spaces(series: SpaceSeries) -> list[DialogueSpace]:
    """The spaces of a series to which people were called, by date. One query."""
    return list(DialogueSpace.objects.filter(series=series, called_at__isnull=False).select_related("entity"))


@dataclass(frozen=True, slots=True)
class SeriesTotals:
    """What the spaces of a series came to, together. `counted`: of how many spaces people were counted."""

    people: int
    counted: int
    answers: AnswerFigures
    commitments: CommitmentFigures
    survey_answers: int


def series_totals(series: SpaceSeries, *, today: date, public: bool = False) -> SeriesTotals:
    """The sums of a series over its spaces. A fixed number of queries.

    Args:
        public: only of the spaces to which people were called.
    """
    spaces = spaces_with_lists(series.entity).filter(series=series).exclude(status=SpaceStatus.CANCELLED)
    if public:
        spaces = spaces.filter(called_at__isnull=False)
    found = [one.figures for one in reported_spaces(spaces, page_of=lambda _: "", today=today)]
    counted = [one.people for one in found if one.people is not None]
    return SeriesTotals(
        people=sum(counted),
        counted=len(counted),
        answers=sum((one.answers for one in found), AnswerFigures()),
        commitments=sum((one.commitments for one in found), CommitmentFigures()),
        survey_answers=sum(one.survey_answers for one in found),
    )
