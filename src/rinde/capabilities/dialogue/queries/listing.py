"""The spaces of an entity as its desk lists them: what is late first, then what comes, then what is over."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from rinde.capabilities.dialogue.choices import SpaceKind, SpaceStatus, StepKind
from rinde.capabilities.dialogue.models import DialogueSpace, SpaceStep
from rinde.capabilities.dialogue.queries.spaces import spaces_of
from rinde.capabilities.dialogue.rules.agenda import AT_WORK, Agenda, StepFacts, agenda_of
from rinde.capabilities.entities.models import Entity

LATE = "LATE"  # a state of the list's filter besides those of a space


@dataclass(frozen=True, slots=True)
class ListedSpace:
    """A space with what it waits for."""

    space: DialogueSpace
    agenda: Agenda

    @property
    def next_label(self) -> str:
        """«Publicar el acta»; empty where nothing is asked any more."""
        return str(StepKind(self.agenda.next.kind).label) if self.agenda.next else ""


@dataclass(frozen=True, slots=True)
class SpaceQuestion:
    """What somebody looks for in the list; empty parts ask for everything."""

    year: int | None = None
    status: str = ""
    kind: str = ""


def years_of(entity: Entity) -> tuple[int, ...]:
    """The years in which the entity has spaces, newest first. One query."""
    return tuple(one.year for one in DialogueSpace.objects.filter(entity=entity).dates("starts_at", "year", "DESC"))


def listed_spaces(entity: Entity, question: SpaceQuestion, *, today: date) -> list[ListedSpace]:
    """The spaces that were asked for, those with late steps first. Two queries."""
    found = spaces_of(entity)
    if question.year is not None:
        found = found.filter(starts_at__year=question.year)
    if question.kind in SpaceKind.values:
        found = found.filter(kind=question.kind)
    if question.status in SpaceStatus.values:
        found = found.filter(status=question.status)
    listed = with_agendas(found, today=today)
    if question.status == LATE:
        listed = [one for one in listed if one.agenda.late]
    return sorted(listed, key=_order)


def with_agendas(spaces: Iterable[DialogueSpace], *, today: date) -> list[ListedSpace]:
    """Each space with what it waits for. One query besides that of the spaces."""
    rows: Sequence[DialogueSpace] = list(spaces)
    steps: dict[int, list[StepFacts]] = defaultdict(list)
    asked = SpaceStep.objects.filter(space__in=[one.pk for one in rows])
    for space_id, *facts in asked.values_list("space_id", "kind", "status", "is_asked", "due_on"):
        steps[space_id].append(StepFacts(*facts))
    return [ListedSpace(one, agenda_of(one.status, steps[one.pk], today=today)) for one in rows]


def _order(one: ListedSpace) -> tuple[int, int]:
    if one.agenda.late:
        return 0, one.agenda.late[0].due_on.toordinal()
    day = timezone.localdate(one.space.starts_at)
    is_at_work = one.space.status in AT_WORK
    return (1 if is_at_work else 2), day.toordinal() if is_at_work else -day.toordinal()


def waiting_spaces(entity: Entity, *, today: date) -> list[ListedSpace]:
    """The spaces that are worked on and wait for a step that is late or due within a week. Two queries."""
    at_work = spaces_of(entity).filter(status__in=AT_WORK)
    return [one for one in with_agendas(at_work, today=today) if one.agenda.late or one.agenda.is_soon(today)]
