"""Surveys of an entity, their versions and keys, and whether what is worked on differs from what people answer."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Q

from rinde.capabilities.entities.models import Entity
from rinde.capabilities.surveys.choices import AnswerChannel, SurveyStatus
from rinde.capabilities.surveys.models import Survey, SurveyAnswer, SurveyToken, SurveyVersion
from rinde.capabilities.surveys.rules.privacy import consent_text
from rinde.capabilities.surveys.rules.questions import Question, asks_personal_data
from rinde.capabilities.surveys.rules.versions import what_changes


def entity_surveys() -> Sequence[Survey]:
    """Every survey of the active entity, newest first, each with how many answers it has (`received`). One query."""
    return tuple(Survey.objects.annotate(received=Count("answers")).select_related("actor").order_by("-number"))


def public_surveys(entity: Entity) -> Sequence[Survey]:
    """Every survey that was opened, newest first. One query."""
    return tuple(Survey.objects.filter(entity=entity).exclude(status=SurveyStatus.DRAFT).order_by("-number"))


def survey_at(entity: Entity, number: int) -> Survey | None:
    """The survey at a public address; None for a draft and for none. One query."""
    rows = Survey.objects.filter(entity=entity, number=number).exclude(status=SurveyStatus.DRAFT)
    found: Survey | None = rows.select_related("entity", "current_version", "actor").first()
    return found


def survey_of(survey_id: int) -> Survey | None:
    """A survey of the active entity for the desk. One query."""
    rows = Survey.objects.select_related("entity", "current_version", "actor", "edited_by", "published_by")
    found: Survey | None = rows.filter(pk=survey_id).first()
    return found


def version_of(survey: Survey, number: int | None) -> SurveyVersion | None:
    """The version that somebody has open, or the current one; no query for that."""
    if number is None or (survey.current_version and number == survey.current_version.number):
        return survey.current_version
    found: SurveyVersion | None = SurveyVersion.objects.filter(survey=survey, number=number).first()
    return found or survey.current_version


def versions_of(survey: Survey) -> tuple[tuple[int, tuple[Question, ...]], ...]:
    """The number and the questions of each version, first one first. One query."""
    rows = SurveyVersion.objects.filter(survey=survey).order_by("number")
    return tuple((one.number, one.question_list) for one in rows)


def question_of(survey: Survey, key: str) -> Question | None:
    """A question as it is worked on."""
    return next((one for one in survey.question_list if one.key == key), None)


def consent_of(survey: Survey) -> str:
    """What people would agree to with the questions as they are worked on; empty where nothing personal is asked."""
    if not asks_personal_data(survey.question_list):
        return ""
    return consent_text(survey.personal_purpose, kept_days=survey.kept_days)


def has_pending_changes(survey: Survey) -> bool:
    """Whether the questions, or what data of people are for, differ from what people answer."""
    current = survey.current_version
    if current is None:
        return True
    return current.questions != survey.questions or current.consent_text != consent_of(survey)


def pending_changes(survey: Survey) -> tuple[str, ...]:
    """What a new version would do, in Spanish; nothing where it would only change help, order or words around."""
    if survey.current_version is None:
        return ()
    return what_changes(survey.current_version.question_list, survey.question_list)


@dataclass(frozen=True, slots=True)
class AnswerCount:
    """How many answers came, by the way they came, and how many of them answer the current version."""

    received: int
    on_paper: int
    of_current: int
    with_contact: int


def counts_of(survey: Survey) -> AnswerCount:
    """Count the answers of a survey. One query."""
    counted = SurveyAnswer.objects.filter(survey=survey).aggregate(
        received=Count("pk"),
        on_paper=Count("pk", filter=Q(channel=AnswerChannel.PAPER)),
        of_current=Count("pk", filter=Q(version=survey.current_version_id)),
        with_contact=Count("pk", filter=Q(consented_at__isnull=False)),
    )
    return AnswerCount(**counted)


@dataclass(frozen=True, slots=True)
class Batch:
    """Keys that were printed together."""

    number: int
    issued: int
    used: int
    voided: int

    @property
    def waiting(self) -> int:
        return self.issued - self.used - self.voided


def batches_of(survey: Survey) -> tuple[Batch, ...]:
    """The keys of a survey by batch, newest first. One query."""
    rows = (
        SurveyToken.objects.filter(survey=survey)
        .order_by("-batch")
        .values("batch")
        .annotate(
            issued=Count("pk"),
            used=Count("pk", filter=Q(is_used=True)),
            voided=Count("pk", filter=Q(voided_at__isnull=False)),
        )
    )
    return tuple(Batch(one["batch"], one["issued"], one["used"], one["voided"]) for one in rows)


@dataclass(frozen=True, slots=True)
class UnfinishedSurvey:
    """A survey in which whoever runs it still has something to do."""

    survey_id: int
    title: str
    is_closed: bool  # with answers, whose results nobody published
    received: int
    has_changes: bool  # that people do not see yet


def unfinished_surveys() -> tuple[UnfinishedSurvey, ...]:
    """Closed surveys of the active entity with answers and no results out, and open ones with changes. One query."""
    rows = (
        Survey.objects.exclude(status=SurveyStatus.DRAFT)
        .filter(published_at__isnull=True)
        .select_related("current_version")
        .annotate(received=Count("answers"))
        .order_by("-number")
    )
    found = (
        UnfinishedSurvey(one.pk, one.title, one.status == SurveyStatus.CLOSED, one.received, has_pending_changes(one))
        for one in rows
    )
    return tuple(one for one in found if (one.received if one.is_closed else one.has_changes))
