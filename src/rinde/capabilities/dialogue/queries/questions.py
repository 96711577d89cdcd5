"""Questions as pages read them: for everybody, for whoever moderates, for the big screen."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce

from rinde.capabilities.dialogue.choices import AnswerState, QuestionStatus, ScreenState, StepKind
from rinde.capabilities.dialogue.models import DialogueSpace, Question, QuestionSupport, SpaceStep
from rinde.capabilities.dialogue.queries.spaces import public_spaces
from rinde.capabilities.dialogue.rules.questions import OF_ONE_VISITOR, QuestionCount, seconds_to_wait, takes_questions
from rinde.capabilities.entities.models import Entity

MOST_NEXT = 4  # questions that a hall takes in at a glance


def with_questions_step(rows: "QuerySet[DialogueSpace]") -> "QuerySet[DialogueSpace]":
    """Spaces with `questions_step`: the status of their step LIVE_QUESTIONS, empty where they have none."""
    step = SpaceStep.objects.filter(space=OuterRef("pk"), kind=StepKind.LIVE_QUESTIONS)
    return rows.annotate(questions_step=Coalesce(Subquery(step.values("status")[:1]), Value("")))


def asking_space(entity: Entity, slug: str) -> DialogueSpace | None:
    """The public space of an address with its `questions_step`; None where nobody was called to one. One query."""
    return with_questions_step(public_spaces(entity)).filter(slug=slug).first()


def is_taking(space: DialogueSpace, now: datetime) -> bool:
    """Tell whether people can ask now. Needs the space with its `questions_step`."""
    step: str = space.questions_step  # type: ignore[attr-defined]
    return takes_questions(space.status, kind=space.kind, step_status=step, ends_at=space.ends_at, now=now)


@dataclass(frozen=True, slots=True)
class PublicQuestion:
    """A question as everybody reads it: nothing of who asked but a name that they asked to show."""

    number: int
    text: str  # empty where it was taken out or waits
    author: str
    channel: str
    received_at: datetime
    status: str
    hidden_reason: str
    merged_into: int | None  # the number of the one that it was joined to
    joined: tuple[int, ...]  # the numbers of those that were joined to it
    supports: int
    screen: str
    answer: str
    live_answer: str
    answered_by: str
    is_off_topic: bool
    petition_id: int | None


def questions_in_view(space: DialogueSpace, *, order: str = "apoyos") -> "QuerySet[Question]":
    """The questions of a space that people may read, to be cut into pages.

    Args:
        order: «apoyos», the most supported first; anything else, in the order in which they came.
    """
    rows = Question.objects.filter(space=space).in_view()
    found: QuerySet[Question] = rows.most_supported_first() if order == "apoyos" else rows.order_by("number")
    return found


def as_public(rows: Sequence[Question]) -> list[PublicQuestion]:
    """Questions in view as everybody reads them, with the numbers of those that were joined to them. One query."""
    joined = joined_to(rows)
    return [_public(row, {}, joined) for row in rows]


def public_questions(space: DialogueSpace, *, order: str = "apoyos") -> list[PublicQuestion]:
    """All questions of a space that people may read, as the public list shows them. Two queries."""
    return as_public(list(questions_in_view(space, order=order)))


@dataclass(frozen=True, slots=True)
class TakenOut:
    """A question that was taken out of view: its number and why, nothing else of it."""

    number: int
    reason: str


def questions_taken_out(space: DialogueSpace) -> list[TakenOut]:
    """The questions that were taken out of view, by number. One query."""
    rows = Question.objects.filter(space=space, status=QuestionStatus.HIDDEN).order_by("number")
    return [TakenOut(*row) for row in rows.values_list("number", "hidden_reason")]


def _public(row: Question, numbers: Mapping[int, int], joined: Mapping[int, Sequence[int]]) -> PublicQuestion:
    is_readable = row.status in {QuestionStatus.SHOWN, QuestionStatus.MERGED}
    return PublicQuestion(
        number=row.number,
        text=row.text if is_readable else "",
        author=row.asked_by if row.shows_name and is_readable else "",
        channel=row.get_channel_display(),
        received_at=row.received_at,
        status=row.status,
        hidden_reason=row.hidden_reason,
        merged_into=numbers.get(row.merged_into_id) if row.merged_into_id else None,
        joined=tuple(joined.get(row.pk, ())),
        supports=row.supports,
        screen=row.screen,
        answer=row.answer,
        live_answer=row.live_answer if is_readable else "",
        answered_by=row.answered_by if is_readable else "",
        is_off_topic=row.is_off_topic,
        petition_id=row.petition_id,
    )


def public_question(space: DialogueSpace, number: int) -> PublicQuestion | None:
    """One question by its number, one that still waits among them, without its text; None where there is none.

    Two queries at most, another for one that was joined.
    """
    row: Question | None = Question.objects.filter(space=space, number=number).select_related("merged_into").first()
    if row is None:
        return None
    into = row.merged_into
    joined = Question.objects.filter(merged_into=row).order_by("number").values_list("number", flat=True)
    return _public(row, {into.pk: into.number} if into else {}, {row.pk: list(joined)})


def own_question(space: DialogueSpace, number: int, visitor_hash: str) -> str:
    """The text of a question for whoever asked it, whatever became of it; empty for anybody else. One query."""
    if not visitor_hash:
        return ""
    found = Question.objects.filter(space=space, number=number, visitor_hash=visitor_hash)
    text: str | None = found.values_list("text", flat=True).first()
    return text or ""


@dataclass(frozen=True, slots=True)
class OwnMarks:
    """What this visitor did at a space: the numbers of the questions that they asked, and of those that they support.

    A question to which theirs was joined is theirs too.
    """

    asked: frozenset[int] = frozenset()
    supported: frozenset[int] = frozenset()


def marks_of(space: DialogueSpace, visitor_hash: str) -> OwnMarks:
    """What a visitor asked and supports at a space. Two queries; none for somebody without a mark."""
    if not visitor_hash:
        return OwnMarks()
    asked = Question.objects.filter(space=space, visitor_hash=visitor_hash)
    given = QuestionSupport.objects.filter(question__space=space, visitor_hash=visitor_hash, is_given=True)
    return OwnMarks(
        frozenset(into or number for number, into in asked.values_list("number", "merged_into__number")),
        frozenset(
            into or number for number, into in given.values_list("question__number", "question__merged_into__number")
        ),
    )


@dataclass(frozen=True, slots=True)
class LatelyAsked:
    """What a visitor sent of late: `wait` seconds until they may ask again, and the number of a form that came in."""

    wait: int
    number: int | None


def lately_asked(space: DialogueSpace, visitor_hash: str, form_token: str, *, now: datetime) -> LatelyAsked:
    """Look at what a visitor sent before another question is taken in. One query."""
    since = now - max(span for _, span in OF_ONE_VISITOR)
    rows = list(
        Question.objects.filter(space=space, received_at__gte=since)
        .filter(Q(visitor_hash=visitor_hash) & ~Q(visitor_hash="") | Q(form_token=form_token))
        .values_list("received_at", "number", "form_token")
    )
    number = next((number for _, number, token in rows if token == form_token), None)
    return LatelyAsked(seconds_to_wait([at for at, _, _ in rows], OF_ONE_VISITOR, now=now), number)


def counts_of(space: DialogueSpace) -> QuestionCount:
    """The questions of a space in numbers. One query."""
    is_live = Q(answer=AnswerState.LIVE) | Q(merged_into__answer=AnswerState.LIVE)
    status = QuestionStatus
    found = Question.objects.filter(space=space).aggregate(
        asked=Count("pk"),
        pending=Count("pk", filter=Q(status=status.PENDING)),
        shown=Count("pk", filter=Q(status=status.SHOWN)),
        hidden=Count("pk", filter=Q(status=status.HIDDEN)),
        merged=Count("pk", filter=Q(status=status.MERGED)),
        live=Count("pk", filter=is_live),
        written=Count(
            "pk", filter=~is_live & (Q(answer=AnswerState.WRITTEN) | Q(merged_into__answer=AnswerState.WRITTEN))
        ),
        supports=Coalesce(Sum("supports", filter=~Q(status=status.MERGED)), 0),
    )
    return QuestionCount(**found)


def revision_of(space_id: int, *, with_supports: bool = False) -> str:
    """A short text that changes whenever something of the questions does. One query.

    Args:
        with_supports: whether their supports count too: a hall presses buttons all the time, and nobody who reads a
            list wants to hear of each.
    """
    told = Question.objects.filter(space_id=space_id).aggregate(
        many=Count("pk"), versions=Coalesce(Sum("version"), 0), supports=Coalesce(Sum("supports"), 0)
    )
    return f"{told['many']}-{told['versions']}" + (f"-{told['supports']}" if with_supports else "")


def questions_to_moderate(space: DialogueSpace, *, status: str = "", answer: str = "") -> Sequence[Question]:
    """The questions of a space for whoever moderates: waiting ones oldest first, the others most supported first.

    One query. `joined` of each holds the numbers of those that were joined to it, from a second one.
    """
    rows = Question.objects.filter(space=space).select_related("merged_into", "changed_by", "entered_by")
    if status:
        rows = rows.filter(status=status)
    if answer:
        rows = rows.filter(answer=answer)
    ordered = rows.order_by("number") if status == QuestionStatus.PENDING else rows.order_by("-supports", "number")
    return tuple(ordered)


def joined_to(rows: Iterable[Question]) -> Mapping[int, tuple[int, ...]]:
    """The numbers of the questions that were joined to each of these, by its key. One query."""
    found = Question.objects.filter(merged_into__in=[row.pk for row in rows]).order_by("number")
    joined: defaultdict[int, tuple[int, ...]] = defaultdict(tuple)
    for into, number in found.values_list("merged_into_id", "number"):
        joined[into] += (number,)
    return joined


@dataclass(frozen=True, slots=True)
class ScreenView:
    """What the hall sees: the question of now, the next ones, and how many there are."""

    now: Question | None
    following: tuple[Question, ...]
    are_chosen: bool  # whether somebody put the next ones in order; else they are the most supported
    count: QuestionCount


def screen_of(space: DialogueSpace) -> ScreenView:
    """What the big screen shows. Two queries."""
    waiting = (
        Question.objects.filter(space=space).in_view().filter(Q(screen=ScreenState.NOW) | Q(answer=AnswerState.WAITING))
    )
    rows = list(waiting.most_supported_first())
    current = next((row for row in rows if row.screen == ScreenState.NOW), None)
    chosen = sorted(
        (row for row in rows if row.screen == ScreenState.NEXT), key=lambda row: (row.position or 0, row.number)
    )
    others = [row for row in rows if row.screen == ScreenState.OFF]
    following = (*chosen, *others)[:MOST_NEXT]
    return ScreenView(current, tuple(following), bool(chosen), counts_of(space))


def support_target(space_id: int) -> "QuerySet[Question]":
    """Questions as supporting one needs them: with the space's step, and whether others were joined to it."""
    step = SpaceStep.objects.filter(space=OuterRef("space_id"), kind=StepKind.LIVE_QUESTIONS)
    joined = Question.objects.filter(merged_into=OuterRef("pk"))
    rows: QuerySet[Question] = Question.objects.filter(space_id=space_id).annotate(
        questions_step=Coalesce(Subquery(step.values("status")[:1]), Value("")), has_joined=Exists(joined)
    )
    return rows
