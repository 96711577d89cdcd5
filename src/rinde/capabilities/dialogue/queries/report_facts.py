"""What the reports of the dialogue are made of, read once for one space or for all of a year.

Reading takes the same number of queries for one space and for forty, but for the survey of a single space.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from django.db.models import Count, Prefetch, QuerySet
from django.utils import timezone

from rinde.capabilities.dialogue.choices import (
    Accessibility,
    AnswerState,
    Approach,
    CommitmentStatus,
    Outcome,
    QuestionStatus,
    SpaceStatus,
    Stage,
)
from rinde.capabilities.dialogue.models import (
    AttendanceClosing,
    CitizenWord,
    Commitment,
    DialogueSpace,
    Question,
    SpaceDocument,
    SpaceStep,
    StrategyStage,
    Topic,
    ValueGroup,
)
from rinde.capabilities.dialogue.queries.spaces import spaces_of
from rinde.capabilities.dialogue.rules.attendance_counts import public_counts
from rinde.capabilities.dialogue.rules.figures import (
    AnswerFigures,
    CommitmentFigures,
    SpaceFigures,
    StepFigures,
)
from rinde.capabilities.dialogue.rules.report_facts import (
    CommitmentRow,
    CoverageRow,
    QuestionRow,
    ReportedSpace,
    ReportedYear,
    StageRow,
    SurveyRow,
    TopicRow,
)
from rinde.capabilities.dialogue.rules.states import OVER
from rinde.capabilities.dialogue.rules.terms import is_late
from rinde.capabilities.entities.models import Entity
from rinde.capabilities.plans.choices import Instrument
from rinde.capabilities.plans.models import Plan
from rinde.capabilities.pqrsd.models import Answer, Petition
from rinde.capabilities.pqrsd.queries.public import PublicPetition, public_petition
from rinde.capabilities.surveys.models import SurveyAnswer
from rinde.capabilities.surveys.queries.results import results_of
from rinde.foundations.law.terms import plain_day

NOT_TOLD = "no se publica"  # too few, or what would give away too few
Row = TypeVar("Row", SpaceStep, Question, Commitment, SpaceDocument)
PageOf = Callable[[DialogueSpace], str]  # the permanent address of a space's public page


@dataclass(frozen=True, slots=True)
class _Read:
    """Rows of many spaces, by the number of the space."""

    steps: Mapping[int, list[SpaceStep]]
    questions: Mapping[int, list[Question]]
    commitments: Mapping[int, list[Commitment]]
    documents: Mapping[int, list[SpaceDocument]]
    closings: Mapping[int, AttendanceClosing]
    survey_answers: Mapping[int, int]


def reported_spaces(spaces: Iterable[DialogueSpace], *, page_of: PageOf, today: date) -> tuple[ReportedSpace, ...]:
    """Everything that reports tell of some spaces. A fixed number of queries."""
    found = list(spaces)
    read = _read(found)
    return tuple(_reported(one, read, page_of, today) for one in found)


def reported_space(space: DialogueSpace, *, page_of: PageOf, today: date) -> ReportedSpace:
    """One space with the published results of its survey."""
    rows = spaces_with_lists(space.entity).filter(pk=space.pk)
    [reported] = reported_spaces(rows, page_of=page_of, today=today)
    return ReportedSpace(**{name: getattr(reported, name) for name in reported.__slots__} | {"survey": _survey(space)})


def spaces_with_lists(entity: Entity) -> "QuerySet[DialogueSpace]":
    """The spaces of an entity with their topics, groups and moves prefetched."""
    return spaces_of(entity).prefetch_related("topics", "groups", "moves")


def _read(spaces: Sequence[DialogueSpace]) -> _Read:
    ids = [one.pk for one in spaces]
    words = Prefetch("words", queryset=CitizenWord.objects.order_by("-number"), to_attr="newest_words")
    commitments = Commitment.objects.in_public().filter(space_id__in=ids).select_related("actor")
    surveys = {one.survey_id: one.pk for one in spaces if one.survey_id}
    answers = SurveyAnswer.objects.filter(survey_id__in=surveys).values_list("survey_id").annotate(count=Count("pk"))
    documents = SpaceDocument.objects.filter(space_id__in=ids, is_public=True, removed_at__isnull=True)
    return _Read(
        steps=_by_space(SpaceStep.objects.filter(space_id__in=ids)),
        questions=_by_space(_questions(ids)),
        commitments=_by_space(commitments.prefetch_related(words)),
        documents=_by_space(documents),
        closings={one.space_id: one for one in AttendanceClosing.objects.filter(space_id__in=ids)},
        survey_answers={surveys[survey_id]: count for survey_id, count in answers},
    )


def _questions(space_ids: Sequence[int]) -> Iterable[Question]:
    sent = Prefetch("petition__answers", queryset=Answer.objects.filter(status="SENT"), to_attr="sent")
    rows = Question.objects.filter(space_id__in=space_ids).exclude(status=QuestionStatus.PENDING)
    return rows.select_related("petition").prefetch_related(sent)  # type: ignore[no-any-return]


def _by_space(rows: Iterable[Row]) -> dict[int, list[Row]]:
    found: dict[int, list[Row]] = defaultdict(list)
    for one in rows:
        if one.space_id is not None:
            found[one.space_id].append(one)
    return found


def _reported(space: DialogueSpace, read: _Read, page_of: PageOf, today: date) -> ReportedSpace:
    questions = [(one, _petition(one, today)) for one in read.questions.get(space.pk, [])]
    commitments = read.commitments.get(space.pk, [])
    page = page_of(space)
    return ReportedSpace(
        figures=_figures(space, read, page, questions, today),
        unit=space.actor.name if space.actor else "",
        mode=space.get_mode_display(),
        purpose=space.purpose,
        territory=space.territory,
        conclusions=space.conclusions,
        observations=space.observations,
        result=space.result,
        approaches=_labels(Approach, space.approaches),
        accessibility=_labels(Accessibility, space.accessibility),
        moves=tuple(
            f"Era el {plain_day(timezone.localdate(one.from_at))} y pasó al "
            f"{plain_day(timezone.localdate(one.to_at))}: {one.reason}"
            for one in space.moves.all()
        ),
        documents=tuple((one.title, page) for one in read.documents.get(space.pk, [])),
        questions=tuple(_question_row(one, petition) for one, petition in questions if _is_in_view(one)),
        commitments=tuple(commitment_row(one) for one in commitments),
    )


def _labels(choices: type[Accessibility] | type[Approach], codes: Sequence[str]) -> tuple[str, ...]:
    known = dict(choices.choices)
    return tuple(str(known[code]) for code in codes if code in known)


def _is_in_view(question: Question) -> bool:
    return question.status == QuestionStatus.SHOWN


def _petition(question: Question, today: date) -> PublicPetition | None:
    found: Petition | None = question.petition
    return public_petition(found, today=today) if found else None


def _question_row(question: Question, petition: PublicPetition | None) -> QuestionRow:
    if question.answer == AnswerState.LIVE:
        answered_on = timezone.localdate(question.answered_at) if question.answered_at else None
        return QuestionRow(
            question.number, question.text, question.supports, "Respondida en el espacio", question.live_answer,
            question.answered_by, answered_on,
        )  # fmt: skip
    if petition is None:
        return QuestionRow(question.number, question.text, question.supports, "Sin responder")
    return QuestionRow(
        number=question.number,
        text=petition.asked or question.text,
        supports=question.supports,
        state=_written_state(petition),
        answer=petition.answer,
        answered_on=petition.answered_on,
        due_on=petition.due_on,
        is_late=petition.is_late,
        filing=petition.number,
    )


def _written_state(petition: PublicPetition) -> str:
    if petition.transferred_to:
        return f"Trasladada a {petition.transferred_to}"
    if petition.answered_on:
        return "Respondida por escrito, tarde" if petition.is_late else "Respondida por escrito"
    if not petition.is_open:
        return "Terminada sin respuesta de fondo"
    return "Vencida sin respuesta" if petition.is_late else "En término, sin respuesta todavía"


def _figures(
    space: DialogueSpace,
    read: _Read,
    page: str,
    questions: Sequence[tuple[Question, PublicPetition | None]],
    today: date,
) -> SpaceFigures:
    closing = read.closings.get(space.pk)
    return SpaceFigures(
        title=space.title,
        kind=space.get_kind_display(),
        on=timezone.localdate(space.starts_at),
        place=space.place or space.get_mode_display(),
        status=space.get_status_display(),
        url=page,
        people=closing.people if closing else None,
        groups=_groups(closing),
        topics=tuple(one.name for one in space.topics.all()),
        value_groups=tuple(one.name for one in space.groups.all()),
        steps=tuple(_step(one, today) for one in read.steps.get(space.pk, [])),
        answers=_answer_figures(questions),
        commitments=_commitment_figures(read.commitments.get(space.pk, []), today),
        survey_answers=read.survey_answers.get(space.pk, 0),
        is_held=space.status in OVER,
        is_cancelled=space.status == SpaceStatus.CANCELLED,
    )


def _groups(closing: AttendanceClosing | None) -> tuple[tuple[str, str], ...]:
    if closing is None:
        return ()
    counted = public_counts([(label, people) for label, people in closing.counts.get("group", [])])
    if counted.is_withheld:
        return ()
    return tuple((one.label, _told(one.people)) for one in counted.cells)


def _step(step: SpaceStep, today: date) -> StepFigures:
    late = is_late(due_on=step.due_on, status=step.status, done_on=step.done_on, today=today)
    return StepFigures(step.get_kind_display(), step.get_status_display(), step.due_on, step.done_on, late, step.note)


def _answer_figures(questions: Sequence[tuple[Question, PublicPetition | None]]) -> AnswerFigures:
    """Questions that were joined to another count as asked and are answered with it."""
    live = written = waiting = late = hidden = 0
    for question, petition in questions:
        if question.status == QuestionStatus.HIDDEN:
            hidden += 1
        elif question.status == QuestionStatus.MERGED:
            continue
        elif question.answer == AnswerState.LIVE:
            live += 1
        else:
            done = petition is not None and not petition.is_open
            written, waiting = written + done, waiting + (not done)
            late += petition is not None and petition.is_late
    return AnswerFigures(len(questions), live, written, waiting, late, hidden)


def _commitment_figures(commitments: Sequence[Commitment], today: date) -> CommitmentFigures:
    outcomes = [one.outcome for one in commitments]
    still = [one for one in commitments if one.status == CommitmentStatus.OPEN]
    said = [word.outcome for one in commitments if (word := _word(one))]
    return CommitmentFigures(
        made=len(commitments),
        kept=outcomes.count(Outcome.KEPT),
        partly=outcomes.count(Outcome.PARTLY),
        broken=outcomes.count(Outcome.NOT),
        open=len(still),
        overdue=sum(one.due_on < today for one in still),
        said_kept=said.count(Outcome.KEPT),
        said_partly=said.count(Outcome.PARTLY),
        said_not=said.count(Outcome.NOT),
    )


def _word(commitment: Commitment) -> CitizenWord | None:
    """The newest word of whoever obtained it, of the rows prefetched as `newest_words`."""
    words: list[CitizenWord] = commitment.newest_words  # type: ignore[attr-defined]  # of the prefetch
    return words[0] if words else None


def commitment_row(commitment: Commitment) -> CommitmentRow:
    """A commitment as a report lists it; needs its actor and `newest_words`."""
    word = _word(commitment)
    return CommitmentRow(
        number=commitment.number or 0,  # drafts have none, and are not told
        text=commitment.text,
        actor=commitment.actor.name if commitment.actor else "La entidad",
        due_on=commitment.due_on,
        state=commitment.get_outcome_display() if commitment.outcome else "Abierto",
        said=word.get_outcome_display() if word else "",
        obtained_by=commitment.obtained_by,
        evidence=commitment.evidence_expected,
    )


def _survey(space: DialogueSpace) -> tuple[SurveyRow, ...]:
    """What is published of the survey of a space; nothing where no question is."""
    if space.survey is None:
        return ()
    return tuple(
        SurveyRow(question.label, option.label, _told(option.count), str(option.denominator))
        for question in results_of(space.survey, public=True).questions
        for option in question.options
    )


def _told(count: int | None) -> str:
    return NOT_TOLD if count is None else str(count)


def reported_year(
    entity: Entity, year: int, *, page_of: PageOf, plan_page: Callable[[Plan], str], today: date
) -> ReportedYear:
    """A year of dialogue with all that its reports tell. A fixed number of queries."""
    rows = spaces_with_lists(entity).filter(starts_at__year=year).exclude(status=SpaceStatus.DRAFT)
    spaces = list(rows)
    plans = list(
        Plan.objects.filter(entity=entity, period_start__year__lte=year, period_end__year__gte=year)
        .exclude(current_version=None)
        .select_related("entity")
    )
    reported = reported_spaces(spaces, page_of=page_of, today=today)
    return ReportedYear(
        year=year,
        spaces=reported,
        topics=_topics(entity, year),
        coverage=coverage_of(entity, spaces),
        stages=_stages([one for one in plans if one.instrument == Instrument.RDC]),
        carried=_carried(entity, year),
        plans=tuple((one.title, plan_page(one)) for one in plans),
        uncounted=tuple(
            f"En «{one.figures.title}» nadie registró la asistencia."
            for one in reported
            if one.figures.is_held and one.figures.people is None
        ),
    )


def _topics(entity: Entity, year: int) -> tuple[TopicRow, ...]:
    rows = Topic.objects.filter(entity=entity, year=year).prefetch_related("spaces")
    return tuple(
        TopicRow(
            one.name,
            one.get_status_display(),
            f"{one.votes} de {one.voters}" if one.votes is not None and one.voters else "",
            tuple(space.title for space in one.spaces.all() if space.status != SpaceStatus.DRAFT),
            one.why,
        )
        for one in rows
    )


def coverage_of(entity: Entity, spaces: Iterable[DialogueSpace]) -> tuple[CoverageRow, ...]:
    """In how many of some spaces each standing group of value has a place, by quarter; a cancelled one is none.

    The spaces come with their groups prefetched. One query.
    """
    counts: dict[int, list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    for space in spaces:
        if space.status == SpaceStatus.CANCELLED:
            continue
        quarter = (timezone.localdate(space.starts_at).month - 1) // 3
        for group in space.groups.all():
            counts[group.pk][quarter] += 1
    groups = ValueGroup.objects.filter(entity=entity, is_active=True)
    return tuple(CoverageRow(one.name, tuple(counts[one.pk])) for one in groups)  # type: ignore[arg-type]


def _stages(strategies: Sequence[Plan]) -> tuple[StageRow, ...]:
    if not strategies:
        return ()
    done = {one.stage: one for one in StrategyStage.objects.filter(plan=strategies[0])}
    return tuple(
        StageRow(str(label), done[code].text if code in done else "", done[code].done_on if code in done else None)
        for code, label in Stage.choices
    )


def _carried(entity: Entity, year: int) -> tuple[CommitmentRow, ...]:
    words = Prefetch("words", queryset=CitizenWord.objects.order_by("-number"), to_attr="newest_words")
    rows = Commitment.objects.still_open().filter(entity=entity, made_on__year__lt=year).select_related("actor")
    return tuple(commitment_row(one) for one in rows.prefetch_related(words))
