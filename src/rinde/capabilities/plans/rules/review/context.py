"""What the review must know beside the plan itself. Pure: whoever asks collects it (`queries.review`)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from rinde.capabilities.plans.rules.content import PlanContent
from rinde.capabilities.plans.rules.schedules import Period
from rinde.capabilities.plans.rules.templates import CutOffRegime, Template
from rinde.foundations.law.business_days import WorkCalendar


@dataclass(frozen=True, slots=True)
class KnownActor:
    """Somebody who can answer, on the day of the review. `ended_on`: the last day, of one that no longer exists."""

    name: str
    ended_on: date | None = None


@dataclass(frozen=True, slots=True)
class ReviewContext:
    """Everything else that a rule may ask. What is None or empty is not known, and the rules that need it keep quiet.

    Args:
        today: the day of the review.
        period: the plan's.
        previous: the published content of the same instrument for the period before.
        previous_unfinished: keys of its activities that were not finished; None where nobody knows.
        known_actors: by id, everybody of the org chart, past ones too.
        known_groups: size of each group today, by its name.
        calendar: the days on which the entity works, to count terms in business days.
        template: the regime of the plan.
        cut_offs: when its follow-up closes, as the plan chose among those of its template.
        slogans: phrases of the government that the entity itself has listed.
        value_groups: groups of value that the entity has characterised.
        approved_on: the day of the act that approved the plan.
    """

    today: date
    period: Period
    previous: PlanContent | None = None
    previous_unfinished: frozenset[str] | None = None
    known_actors: Mapping[int, KnownActor] = field(default_factory=dict)
    known_groups: Mapping[str, int] = field(default_factory=dict)
    calendar: WorkCalendar | None = None
    template: Template | None = None
    cut_offs: CutOffRegime | None = None
    slogans: tuple[str, ...] = ()
    value_groups: tuple[str, ...] = ()
    approved_on: date | None = None
