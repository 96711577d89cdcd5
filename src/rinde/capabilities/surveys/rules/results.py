"""Counting answers: every figure with what it is counted of, and what may not be told left out. Pure."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import ROUND_HALF_UP, Decimal
from statistics import median

from rinde.capabilities.surveys.choices import QuestionKind
from rinde.capabilities.surveys.rules.questions import COUNTED, TEXTS, Question
from rinde.capabilities.surveys.rules.sheets import Sheet
from rinde.capabilities.surveys.rules.suppression import FEWEST, hidden_marks, hidden_parts, is_small
from rinde.capabilities.surveys.rules.versions import AskedIn, joined

UNKNOWN_LABEL = "No sé"
_TENTH = Decimal("0.1")


@dataclass(frozen=True, slots=True)
class OptionResult:
    """How many of `denominator` gave an answer; `count` is None where it is not told (`suppressed`)."""

    code: str
    label: str
    count: int | None
    denominator: int
    suppressed: bool = False
    is_unknown: bool = False

    @property
    def ratio(self) -> float | None:
        """0 to 1; None where nobody answered or the count is not told."""
        return self.count / self.denominator if self.count is not None and self.denominator else None


@dataclass(frozen=True, slots=True)
class Numbers:
    """What was typed as a number, counted. A single value may be somebody: the public gets none of the last three."""

    mean: Decimal
    lowest: Decimal | None = None
    median: Decimal | None = None
    highest: Decimal | None = None


@dataclass(frozen=True, slots=True)
class QuestionResult:
    """A question counted over the versions that asked it.

    `received`: the sheets that had it; `answered` of them said something, «No sé» among it, which is what options and
    mean are counted of; the rest left it blank. `withheld`: so few answered that nothing of it is told.
    """

    key: str
    kind: str
    label: str
    versions: tuple[int, ...]
    received: int
    answered: int
    help: str = ""
    options: tuple[OptionResult, ...] = field(default=())
    mean: Decimal | None = None  # of a scale, without «No sé»; one decimal
    mean_of: int = 0
    steps: tuple[int, int] | None = None  # the ends of the scale
    ends: tuple[str, str] = ("", "")
    numbers: Numbers | None = None
    texts: tuple[str, ...] = ()  # as typed; never for the public
    withheld: bool = False
    most: int | None = None

    @property
    def blank(self) -> int:
        return self.received - self.answered

    @property
    def hides_some(self) -> bool:
        return self.withheld or any(one.suppressed for one in self.options)


@dataclass(frozen=True, slots=True)
class ChannelCount:
    label: str
    count: int | None


@dataclass(frozen=True, slots=True)
class SurveyResults:
    """A survey counted. `is_public`: without texts and without what may not be told."""

    received: int
    questions: tuple[QuestionResult, ...]
    channels: tuple[ChannelCount, ...] = ()
    is_public: bool = False

    @property
    def withheld(self) -> bool:
        """So few answered that the public is told nothing but that."""
        return self.is_public and is_small(self.received)


@dataclass(frozen=True, slots=True)
class RankedTopic:
    """A topic with how many asked for it, `of` how many that answered the question."""

    label: str
    count: int
    of: int


@dataclass(frozen=True, slots=True)
class CountedSheet:
    """An answer as it is counted: the version that it answers, how it came, what it says."""

    version: int
    channel: str
    sheet: Sheet


def count_survey(
    versions: Iterable[tuple[int, Sequence[Question]]], sheets: Sequence[CountedSheet], channels: Mapping[str, str]
) -> SurveyResults:
    """Count everything, for who may know everything. What identifies people is no part of it.

    Args:
        channels: the labels of the ways in which an answer comes, by code.
    """
    asked = [one for one in joined(versions) if not one.question.is_personal]
    came = Counter(one.channel for one in sheets)
    return SurveyResults(
        received=len(sheets),
        questions=tuple(
            count_question(one, [row.sheet for row in sheets if row.version in one.versions]) for one in asked
        ),
        channels=tuple(ChannelCount(label, came[code]) for code, label in channels.items()),
    )


def count_question(asked: AskedIn, sheets: Sequence[Sheet]) -> QuestionResult:
    """Count one question over the sheets that had it."""
    question, key = asked.question, asked.question.key
    values = [one.given[key] for one in sheets if key in one.given]
    unknown = sum(key in one.unknown for one in sheets)
    counted = QuestionResult(
        key=key,
        kind=str(question.kind),
        label=question.label,
        help=question.help,
        versions=asked.versions,
        received=len(sheets),
        answered=len(values) + unknown,
        most=question.most,
    )
    if question.kind in COUNTED:
        return _with_options(counted, question, values, unknown)
    if question.kind == QuestionKind.NUMBER:
        return replace(counted, answered=len(values), numbers=_numbers([Decimal(str(one)) for one in values]))
    return replace(counted, answered=len(values), texts=tuple(map(str, values)))


def _with_options(
    counted: QuestionResult, question: Question, values: Sequence[object], unknown: int
) -> QuestionResult:
    marked = Counter(code for one in values for code in (one if isinstance(one, list) else [str(one)]))
    if question.kind == QuestionKind.SCALE:
        steps, answered = question.steps, [int(str(one)) for one in values]
        offered = [(str(step), _step_label(question, step)) for step in steps]
        mean = _rounded(Decimal(sum(answered)) / len(answered)) if answered else None
        counted = replace(
            counted,
            mean=mean,
            mean_of=len(answered),
            steps=(steps[0], steps[-1]) if steps else None,
            ends=(question.low_label, question.high_label),
        )
    else:
        offered = [(one.code, one.label) for one in question.options]
    options = [OptionResult(code, label, marked[code], counted.answered) for code, label in offered]
    if question.allows_unknown:
        options.append(OptionResult("", UNKNOWN_LABEL, unknown, counted.answered, is_unknown=True))
    return replace(counted, options=tuple(options))


def _step_label(question: Question, step: int) -> str:
    words = {question.lowest: question.low_label, question.highest: question.high_label}.get(step, "")
    return f"{step} ({words})" if words else str(step)


def _rounded(number: Decimal) -> Decimal:
    return number.quantize(_TENTH, ROUND_HALF_UP)


def _numbers(values: Sequence[Decimal]) -> Numbers | None:
    if not values:
        return None
    return Numbers(
        mean=_rounded(sum(values, Decimal(0)) / len(values)),
        lowest=min(values),
        median=_rounded(median(values)),
        highest=max(values),
    )


def for_the_public(results: SurveyResults, keys: Iterable[str]) -> SurveyResults:
    """The chosen questions without what may not be told: small cells, what gives them away, single values and texts."""
    chosen = set(keys)
    counts = [one.count or 0 for one in results.channels]
    hidden = hidden_parts(counts)
    channels = tuple(replace(one, count=None) if place in hidden else one for place, one in enumerate(results.channels))
    few = is_small(results.received)
    return replace(
        results,
        is_public=True,
        questions=() if few else tuple(_without_small(one) for one in results.questions if one.key in chosen),
        channels=() if few else channels,
    )


def _without_small(one: QuestionResult) -> QuestionResult:
    if is_small(one.answered):
        return replace(
            one, withheld=True, options=(), mean=None, mean_of=0, numbers=None, texts=(), answered=one.answered
        )
    if one.kind in TEXTS:
        return replace(one, texts=())
    if one.numbers:
        return replace(one, numbers=Numbers(mean=one.numbers.mean))
    options = _told(one)
    hides = any(option.suppressed for option in options)
    # A mean and a total are two equations: they would give back what was hidden in two cells.
    return replace(one, options=options, mean=None if hides else one.mean, mean_of=0 if hides else one.mean_of)


def _told(one: QuestionResult) -> tuple[OptionResult, ...]:
    counts = [option.count or 0 for option in one.options]
    if one.kind == QuestionKind.SEVERAL:
        marks = [option.count or 0 for option in one.options if not option.is_unknown]
        unknown = sum(option.count or 0 for option in one.options if option.is_unknown)
        places, hides_unknown = hidden_marks(marks, unknown, answered=one.answered, most=one.most)
        hidden = places | {len(marks)} if hides_unknown else places
    else:
        hidden = hidden_parts(counts)
    return tuple(
        replace(option, count=None, suppressed=True) if place in hidden else option
        for place, option in enumerate(one.options)
    )


def ranked(result: QuestionResult | None) -> list[RankedTopic]:
    """The options of a question, most wanted first and alike in the order of the form; «No sé» is no topic."""
    if result is None:
        return []
    topics = [RankedTopic(one.label, one.count or 0, one.denominator) for one in result.options if not one.is_unknown]
    return sorted(topics, key=lambda one: -one.count)


__all__ = [
    "FEWEST",
    "ChannelCount",
    "CountedSheet",
    "Numbers",
    "OptionResult",
    "QuestionResult",
    "RankedTopic",
    "SurveyResults",
    "count_question",
    "count_survey",
    "for_the_public",
    "ranked",
]
