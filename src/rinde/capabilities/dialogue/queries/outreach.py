"""Groups, topics, coverage and strategy of a year, as the desk and everybody read them."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import timezone

from rinde.capabilities.dialogue.choices import SpaceStatus, Stage, TopicStatus
from rinde.capabilities.dialogue.models import (
    CommunicationAction,
    DialogueSpace,
    SpaceSeries,
    StrategyStage,
    Topic,
    ValueGroup,
)
from rinde.capabilities.dialogue.rules.coverage import CoveredGroup, CoveringSpace, coverage_of
from rinde.capabilities.dialogue.rules.states import IN_PUBLIC
from rinde.capabilities.entities.models import Entity
from rinde.capabilities.plans.choices import Instrument
from rinde.capabilities.plans.models import Plan

# Where a year has several plans, the strategy stands in the first of these (Ley 1757/2015 art. 52: it is part of the
# anticorruption plan; some entities write it as a plan of its own).
_STRATEGY_IN = (Instrument.RDC, Instrument.PTEP, Instrument.PAAC, Instrument.PARTICIPATION)


def groups_of(entity: Entity, *, with_retired: bool = False) -> Sequence[ValueGroup]:
    """The groups of value, by name. One query."""
    found = ValueGroup.objects.filter(entity=entity)
    return list(found if with_retired else found.filter(is_active=True))


def coverage(entity: Entity, year: int, *, public: bool = False) -> tuple[CoveredGroup, ...]:
    """Each group with its spaces of a year, by quarter. Three queries.

    Args:
        public: only the spaces to which people were called.
    """
    groups = [(one.pk, one.name) for one in groups_of(entity)]
    found = DialogueSpace.objects.filter(entity=entity, starts_at__year=year).exclude(status=SpaceStatus.CANCELLED)
    if public:
        found = found.filter(status__in=IN_PUBLIC, called_at__isnull=False)
    spaces = list(found)
    called: dict[int, set[int]] = defaultdict(set)
    links = DialogueSpace.groups.through.objects.filter(dialoguespace__in=[one.pk for one in spaces])
    for space_id, group_id in links.values_list("dialoguespace_id", "valuegroup_id"):
        called[space_id].add(group_id)
    return coverage_of(groups, [_covering(one, called[one.pk]) for one in spaces])


def _covering(space: DialogueSpace, groups: set[int]) -> CoveringSpace:
    day = timezone.localdate(space.starts_at)
    return CoveringSpace(space.pk, space.title, space.slug, space.status, day, frozenset(groups))


@dataclass(frozen=True, slots=True)
class AnsweredTopic:
    """A topic with the spaces that answer to it."""

    topic: Topic
    spaces: tuple[DialogueSpace, ...]


def topics_of(entity: Entity, year: int, *, public: bool = False) -> list[AnsweredTopic]:
    """The topics of a year, the prioritised ones first, then by votes. Two queries.

    Args:
        public: only the spaces to which people were called, and the topics that people were asked about or that were
            decided: a list that somebody still writes is nobody's yet.
    """
    found = Topic.objects.filter(entity=entity, year=year).select_related("survey")
    if public:
        found = found.exclude(status=TopicStatus.PROPOSED, votes__isnull=True, survey__opened_at__isnull=True)
    topics = list(found)
    links = Topic.spaces.through.objects.filter(topic__in=[one.pk for one in topics]).exclude(
        dialoguespace__status=SpaceStatus.CANCELLED
    )
    if public:
        links = links.filter(dialoguespace__called_at__isnull=False)
    spaces: dict[int, list[DialogueSpace]] = defaultdict(list)
    for link in links.select_related("dialoguespace").order_by("dialoguespace__starts_at"):
        spaces[link.topic_id].append(link.dialoguespace)
    order = {TopicStatus.PRIORITISED: 0, TopicStatus.PROPOSED: 1, TopicStatus.LEFT_OUT: 2}
    topics.sort(key=lambda one: (order[TopicStatus(one.status)], one.rank or 0, -(one.votes or 0), one.name))
    return [AnsweredTopic(one, tuple(spaces[one.pk])) for one in topics]


def topic_years(entity: Entity) -> tuple[int, ...]:
    """The years that have topics, newest first. One query."""
    years = Topic.objects.filter(entity=entity).values_list("year", flat=True).distinct()
    return tuple(sorted(set(years), reverse=True))


def actions_of(entity: Entity, year: int) -> Sequence[CommunicationAction]:
    """The communication component of a year, by date. One query."""
    return list(CommunicationAction.objects.filter(entity=entity, year=year).select_related("group"))


def plans_of_year(entity: Entity, year: int, *, public: bool = False) -> Sequence[Plan]:
    """The plans of a year, the one with the strategy first. One query."""
    found = Plan.objects.filter(entity=entity).of_year(year)
    plans = list(found.published() if public else found)
    known = list(_STRATEGY_IN)
    return sorted(plans, key=lambda one: known.index(Instrument(one.instrument)) if one.instrument in known else 9)


@dataclass(frozen=True, slots=True)
class ToldStage:
    """A stage of the strategy with what is told of it; `row` is None where nobody told anything yet."""

    stage: Stage
    row: StrategyStage | None


def stages_of(plan: Plan | None) -> list[ToldStage]:
    """The five stages in their order. One query; none without a plan."""
    rows = {one.stage: one for one in StrategyStage.objects.filter(plan=plan)} if plan else {}
    return [ToldStage(stage, rows.get(stage)) for stage in Stage]


def series_of(entity: Entity) -> Sequence[SpaceSeries]:
    """The series, newest year first, each with its unit. One query."""
    return list(SpaceSeries.objects.filter(entity=entity).select_related("actor", "plan"))
