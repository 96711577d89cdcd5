"""What is counted of spaces, and how it is said: never a share of nothing, always with what it counts from. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

NOBODY_COUNTED = "No se registró cuántas personas asistieron."


@dataclass(frozen=True, slots=True)
class Share:
    """`part` of `whole`, both counts of the same things."""

    part: int
    whole: int

    @property
    def percent(self) -> Decimal | None:
        """0–100 with one decimal, half up; None where there is nothing to have a share of."""
        if not self.whole:
            return None
        return (Decimal(self.part) * 100 / self.whole).quantize(Decimal("0.1"), ROUND_HALF_UP)

    def in_words(self, *, of_none: str) -> str:
        """«8 de 12 (66,7 %)»; what is given where there is nothing."""
        if self.percent is None:
            return of_none
        shown = f"{self.percent.normalize():f}".replace(".", ",")
        return f"{self.part} de {self.whole} ({shown} %)"


@dataclass(frozen=True, slots=True)
class AnswerFigures:
    """What became of the questions of a space. `late` counts those answered after their last day, and those overdue."""

    asked: int = 0
    live: int = 0
    written: int = 0
    waiting: int = 0
    late: int = 0
    hidden: int = 0  # taken out of view, each with its reason

    @property
    def answered(self) -> Share:
        return Share(self.live + self.written, self.live + self.written + self.waiting)

    def __add__(self, other: "AnswerFigures") -> "AnswerFigures":
        return AnswerFigures(
            self.asked + other.asked,
            self.live + other.live,
            self.written + other.written,
            self.waiting + other.waiting,
            self.late + other.late,
            self.hidden + other.hidden,
        )


@dataclass(frozen=True, slots=True)
class CommitmentFigures:
    """How the commitments stand by the entity's own word, and by that of whoever obtained them."""

    made: int = 0
    kept: int = 0
    partly: int = 0
    broken: int = 0
    open: int = 0
    overdue: int = 0  # of the open ones
    said_kept: int = 0
    said_partly: int = 0
    said_not: int = 0

    def __add__(self, other: "CommitmentFigures") -> "CommitmentFigures":
        return CommitmentFigures(
            self.made + other.made,
            self.kept + other.kept,
            self.partly + other.partly,
            self.broken + other.broken,
            self.open + other.open,
            self.overdue + other.overdue,
            self.said_kept + other.said_kept,
            self.said_partly + other.said_partly,
            self.said_not + other.said_not,
        )


@dataclass(frozen=True, slots=True)
class StepFigures:
    """One step as a report tells it."""

    name: str
    status: str  # in words
    due_on: date
    done_on: date | None
    is_late: bool
    note: str = ""


@dataclass(frozen=True, slots=True)
class SpaceFigures:
    """A space as reports count it. `people`: None where nobody counted them; `groups`: label and count as public."""

    title: str
    kind: str
    on: date
    place: str
    status: str  # in words
    url: str
    people: int | None = None
    groups: tuple[tuple[str, str], ...] = ()
    topics: tuple[str, ...] = ()
    value_groups: tuple[str, ...] = ()
    steps: tuple[StepFigures, ...] = ()
    answers: AnswerFigures = field(default_factory=AnswerFigures)
    commitments: CommitmentFigures = field(default_factory=CommitmentFigures)
    survey_answers: int = 0
    is_held: bool = False
    is_cancelled: bool = False

    @property
    def on_time(self) -> Share:
        """Of the steps that were due, those done by their day."""
        due = [one for one in self.steps if one.done_on is not None or one.is_late]
        return Share(sum(not one.is_late for one in due), len(due))

    @property
    def people_in_words(self) -> str:
        if self.people is None:
            return NOBODY_COUNTED
        return "1 persona" if self.people == 1 else f"{self.people} personas"


@dataclass(frozen=True, slots=True)
class SumOfSpaces:
    """Several spaces together: those of a series, or of a year."""

    called: int
    held: int
    cancelled: int
    counted: int  # spaces in which somebody counted who came
    attendances: int  # a person who came twice counts twice: nobody is followed from one space to another
    answers: AnswerFigures
    commitments: CommitmentFigures
    on_time: Share
    survey_answers: int


def sum_of(spaces: Iterable[SpaceFigures]) -> SumOfSpaces:
    """Add up spaces; the sum of none is all zeros."""
    spaces = tuple(spaces)
    counted = [one.people for one in spaces if one.people is not None]
    return SumOfSpaces(
        called=len(spaces),
        held=sum(one.is_held for one in spaces),
        cancelled=sum(one.is_cancelled for one in spaces),
        counted=len(counted),
        attendances=sum(counted),
        answers=sum((one.answers for one in spaces), AnswerFigures()),
        commitments=sum((one.commitments for one in spaces), CommitmentFigures()),
        on_time=Share(sum(one.on_time.part for one in spaces), sum(one.on_time.whole for one in spaces)),
        survey_answers=sum(one.survey_answers for one in spaces),
    )
