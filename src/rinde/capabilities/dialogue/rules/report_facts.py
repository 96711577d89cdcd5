"""What a report of spaces tells besides its texts: rows that were read once, as plain data. Pure."""

from dataclasses import dataclass, field
from datetime import date

from rinde.capabilities.dialogue.rules.figures import SpaceFigures


@dataclass(frozen=True, slots=True)
class QuestionRow:
    """A question in view, without who asked it. `state` and `answered` are words; `due` tells the arithmetic."""

    number: int
    text: str
    supports: int
    state: str
    answer: str = ""
    answered_by: str = ""
    answered_on: date | None = None
    due_on: date | None = None
    is_late: bool = False
    filing: str = ""  # number of the petition that it made


@dataclass(frozen=True, slots=True)
class CommitmentRow:
    """A commitment with both words beside each other."""

    number: int
    text: str
    actor: str
    due_on: date | None
    state: str  # the entity's word
    said: str = ""  # the word of whoever obtained it; empty where they said nothing
    obtained_by: str = ""
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class SurveyRow:
    """One option of a question of the survey, as it is published: a small count is hidden."""

    question: str
    option: str
    count: str
    of: str


@dataclass(frozen=True, slots=True)
class ReportedSpace:
    """A space with everything that its report lists."""

    figures: SpaceFigures
    unit: str = ""
    mode: str = ""
    purpose: str = ""
    territory: str = ""
    conclusions: str = ""
    observations: str = ""
    result: str = ""
    approaches: tuple[str, ...] = ()
    accessibility: tuple[str, ...] = ()
    moves: tuple[str, ...] = ()
    documents: tuple[tuple[str, str], ...] = ()  # title and address
    questions: tuple[QuestionRow, ...] = ()
    commitments: tuple[CommitmentRow, ...] = ()
    survey: tuple[SurveyRow, ...] = ()


@dataclass(frozen=True, slots=True)
class TopicRow:
    """A subject that was put to people, and where it was answered to."""

    name: str
    state: str
    votes: str
    spaces: tuple[str, ...] = ()
    why: str = ""


@dataclass(frozen=True, slots=True)
class CoverageRow:
    """A group of value and in how many spaces it had a place, by quarter."""

    name: str
    quarters: tuple[int, int, int, int]

    @property
    def total(self) -> int:
        return sum(self.quarters)


@dataclass(frozen=True, slots=True)
class StageRow:
    """A stage of the strategy and what was done in it."""

    name: str
    text: str
    done_on: date | None = None


@dataclass(frozen=True, slots=True)
class ReportedYear:
    """A year of dialogue. `carried` are open commitments of earlier years."""

    year: int
    spaces: tuple[ReportedSpace, ...] = ()
    topics: tuple[TopicRow, ...] = ()
    coverage: tuple[CoverageRow, ...] = ()
    stages: tuple[StageRow, ...] = ()
    carried: tuple[CommitmentRow, ...] = ()
    plans: tuple[tuple[str, str], ...] = field(default=())  # title and address of the plans of the year
    uncounted: tuple[str, ...] = ()  # what could not be counted, said so
