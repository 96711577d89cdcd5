"""The topics of a year: proposed, consulted by survey, counted, prioritised, with a reason where votes said else."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from rinde.capabilities.dialogue.choices import TopicStatus
from rinde.capabilities.dialogue.models import Topic
from rinde.capabilities.dialogue.permissions import check_set_up
from rinde.capabilities.dialogue.rules.topics import TopicDecision, decision_gaps, names_gaps
from rinde.capabilities.entities.models import Entity
from rinde.capabilities.surveys.choices import ReadyForm, SurveyStatus
from rinde.capabilities.surveys.models import Survey
from rinde.capabilities.surveys.operations.opening import close_survey
from rinde.capabilities.surveys.operations.preparing import make_survey
from rinde.capabilities.surveys.queries.results import ranked_topics
from rinde.foundations.refusals import TransitionNotAllowed, refuse_gaps
from rinde.services.access import Principal
from rinde.services.audit.operations import record

NOT_KEPT = "Los temas no cambiaron."


@dataclass(frozen=True, slots=True)
class Priority:
    """What somebody decides of a topic. `rank` None leaves it out."""

    rank: int | None
    why: str = ""


def _entity(entity_id: int, by: Principal) -> Entity:
    entity = Entity.objects.select_for_update().get(pk=entity_id)
    check_set_up(entity, by=by)
    return entity


@transaction.atomic
def propose_topics(
    *, entity_id: int, year: int, names: Sequence[str], by: Principal, now: datetime
) -> tuple[Topic, ...]:
    """Add topics to a year; one that is there already stays as it is. Gives those that are new.

    Raises:
        NotAllowed: for whoever does not run the dialogue of the whole entity.
        NotReady: with everything that is wrong.
    """
    entity = _entity(entity_id, by)
    tidied = list(dict.fromkeys(" ".join(name.split()) for name in names if name.strip()))
    refuse_gaps(NOT_KEPT, *names_gaps(tidied))
    known = {one.casefold() for one in Topic.objects.filter(entity=entity, year=year).values_list("name", flat=True)}
    made: list[Topic] = []
    for name in tidied:
        if name.casefold() in known:
            continue
        known.add(name.casefold())
        made.append(Topic.objects.create(entity=entity, year=year, name=name, edited_at=now, edited_by_id=by.user_id))
    if made:
        _note(entity, "topics_propose", by=by, now=now, year=year, topics=len(made))
    return tuple(made)


def _note(entity: Entity, verb: str, *, by: Principal, now: datetime, **facts: int) -> None:
    record(entity_id=entity.pk, action=f"dialogue.{verb}", target=entity, by=by, now=now, facts=facts)


@transaction.atomic
def drop_topic(*, entity_id: int, topic_id: int, by: Principal, now: datetime) -> None:
    """Take out a topic that nobody was asked about and no space answers to. Gone already: does nothing.

    Raises:
        NotAllowed: for whoever does not run the dialogue of the whole entity.
        TransitionNotAllowed: for one that people voted on, or that a space answers to.
    """
    entity = _entity(entity_id, by)
    topic = Topic.objects.filter(entity=entity, pk=topic_id).first()
    if topic is None:
        return
    if topic.survey_id is not None or topic.spaces.exists():
        raise TransitionNotAllowed("A este tema ya lo consultó la gente o lo responde un espacio: no se quita.")
    _note(entity, "topic_drop", by=by, now=now, year=topic.year)
    topic.delete()


@transaction.atomic
def consult_topics(*, entity_id: int, year: int, by: Principal, now: datetime) -> Survey:
    """Begin a survey that asks people for the proposed topics of a year. Begun already, the same one is given.

    Raises:
        NotAllowed: for whoever does not run the dialogue of the whole entity, or may not prepare surveys.
        NotReady: with fewer than two topics to choose from.
    """
    entity = _entity(entity_id, by)
    topics = list(Topic.objects.filter(entity=entity, year=year))
    begun = next((one.survey_id for one in topics if one.survey_id is not None), None)
    if begun is not None:
        survey: Survey = Survey.objects.get(pk=begun)
        return survey
    asked = [one for one in topics if one.status == TopicStatus.PROPOSED]
    if len(asked) < 2:
        refuse_gaps("La consulta no empezó.", "Proponga al menos dos temas: entre uno solo no se escoge.")
    made = make_survey(
        entity_id=entity.pk,
        title=f"¿De qué quiere que le rindamos cuentas en {year}?",
        ready_form=ReadyForm.TOPICS,
        by=by,
        now=now,
        topics=[one.name for one in asked],
    )
    Topic.objects.filter(pk__in=[one.pk for one in asked]).update(survey=made)
    _note(entity, "topics_consult", by=by, now=now, year=year, survey=made.pk)
    return made


@transaction.atomic
def count_votes(*, entity_id: int, year: int, by: Principal, now: datetime) -> tuple[Topic, ...]:
    """Close the consultation of a year where it still runs, and write down how many asked for each topic.

    Raises:
        NotAllowed: for whoever does not run the dialogue of the whole entity, or may not close surveys.
        TransitionNotAllowed: where nobody was asked, or the survey was never opened.
    """
    entity = _entity(entity_id, by)
    topics = list(Topic.objects.filter(entity=entity, year=year, survey__isnull=False).select_related("survey"))
    if not topics:
        raise TransitionNotAllowed("Los temas de ese año todavía no se han consultado.")
    survey = topics[0].survey
    if survey.status == SurveyStatus.DRAFT:
        raise TransitionNotAllowed("La consulta todavía no se ha abierto. Ábrala, y cuente cuando la gente responda.")
    if survey.status == SurveyStatus.OPEN:
        survey = close_survey(survey_id=survey.pk, by=by, now=now)
    counted = {one.label: one for one in ranked_topics(survey)}
    for topic in topics:
        found = counted.get(topic.name)
        topic.votes, topic.voters = (found.count, found.of) if found else (None, None)
        topic.edited_at, topic.edited_by_id = now, by.user_id
        topic.save(update_fields=["votes", "voters", "edited_at", "edited_by"])
    _note(entity, "topics_count", by=by, now=now, year=year, survey=survey.pk)
    return tuple(topics)


@transaction.atomic
def prioritise(
    *, entity_id: int, year: int, priorities: Mapping[int, Priority], by: Principal, now: datetime
) -> tuple[Topic, ...]:
    """Decide which topics of a year spaces and reports answer to, in what order; what is not named is left out.

    Args:
        priorities: by the number of the topic.

    Raises:
        NotAllowed: for whoever does not run the dialogue of the whole entity.
        NotReady: for ranks that skip or repeat, or without a reason where the votes said otherwise.
    """
    entity = _entity(entity_id, by)
    topics = list(Topic.objects.filter(entity=entity, year=year))
    decided = [
        TopicDecision(one.name, one.votes, found.rank, " ".join(found.why.split()))
        for one in topics
        for found in (priorities.get(one.pk, Priority(None)),)
    ]
    refuse_gaps(NOT_KEPT, *decision_gaps(decided))
    for topic, decision in zip(topics, decided, strict=True):
        topic.status = TopicStatus.LEFT_OUT if decision.rank is None else TopicStatus.PRIORITISED
        topic.rank, topic.why = decision.rank, decision.why
        topic.edited_at, topic.edited_by_id = now, by.user_id
        topic.save(update_fields=["status", "rank", "why", "edited_at", "edited_by"])
    _note(entity, "topics_prioritise", by=by, now=now, year=year, topics=len([one for one in decided if one.rank]))
    return tuple(topics)
