"""Official replies: what each needs, which comments say the same, and what a consultation came to. Pure."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from rinde.capabilities.consultations.choices import PromiseStatus, ReplyOutcome
from rinde.capabilities.plans.rules.changes import PlanChanges
from rinde.foundations.text.folding import fold

# Two texts whose words agree this much, whatever their order, are proposed as one opinion: a letter that was copied and
# finished by hand still meets its model. It is a proposal; a person marks what one reply answers.
ALIKE_FROM = 82.0
SHORTEST_TO_COMPARE = 12  # folded letters: «Sí», «De acuerdo» resemble too much
LONGEST_REPLY = 4_000
OUTCOMES_WITH_CHANGE = frozenset({ReplyOutcome.ACCEPTED, ReplyOutcome.PARTLY})


@dataclass(frozen=True, slots=True)
class ReplyValues:
    """A reply as somebody wrote it, for one comment or for many that say the same."""

    comment_numbers: tuple[int, ...]
    outcome: str
    text: str
    promises_change: bool = False
    activity_id: int | None = None  # of the draft: where the change will be, or was, made


def reply_gaps(values: ReplyValues) -> tuple[str, ...]:
    """List in Spanish everything that keeps a reply from being saved."""
    return tuple(_gaps(values))


def _gaps(values: ReplyValues) -> Iterator[str]:
    if not values.comment_numbers:
        yield "Marque al menos un comentario."
    if values.outcome not in ReplyOutcome.values:
        yield "Escoja si se acoge, se acoge en parte o no se acoge."
    if not values.text.strip():
        yield "Escriba la respuesta. «No se acoge» también lleva su porqué."
    if len(values.text) > LONGEST_REPLY:
        yield f"La respuesta tiene {len(values.text)} caracteres; caben {LONGEST_REPLY}."
    if values.promises_change and values.outcome in ReplyOutcome.values and values.outcome not in OUTCOMES_WITH_CHANGE:
        yield "Solo una respuesta que acoge, del todo o en parte, promete un cambio."


def promise_of(values: ReplyValues) -> PromiseStatus:
    """Tell how the change that a reply promises begins."""
    return PromiseStatus.PENDING if values.promises_change else PromiseStatus.NONE


def changes_activity(changes: PlanChanges, key: str) -> bool:
    """Tell whether an activity of the draft reads differently from the text in consultation, or came in or went out."""
    return any(one.key == key for one in (*changes.changed, *changes.added, *changes.removed))


@dataclass(frozen=True, slots=True)
class Said:
    """What of a comment matters to find its like."""

    number: int
    activity_key: str
    text: str


def alike_groups(comments: Iterable[Said]) -> tuple[tuple[int, ...], ...]:
    """Put together the numbers of comments on one thing that say nearly the same, largest group first.

    Every comment is in exactly one group; most are alone. A chain holds: the second resembles the first, the third the
    second.
    """
    by_subject: dict[str, list[Said]] = defaultdict(list)
    for one in comments:
        by_subject[one.activity_key].append(one)
    groups = [group for ones in by_subject.values() for group in _groups_of(ones)]
    return tuple(sorted(groups, key=lambda group: (-len(group), group)))


def _groups_of(ones: Sequence[Said]) -> list[tuple[int, ...]]:
    """Gather the comments on one subject. Equal texts meet at once, so that a campaign of copies costs one text."""
    by_words: dict[str, list[int]] = defaultdict(list)
    for one in ones:
        by_words[_sorted_words(one.text)].append(one.number)
    texts = list(by_words)
    parents = list(range(len(texts)))

    def top(place: int) -> int:
        while parents[place] != place:
            place = parents[place]
        return place

    for first, text in enumerate(texts):
        for second in range(first + 1, len(texts)):
            if _is_alike(text, texts[second]):
                parents[top(second)] = top(first)
    gathered: dict[int, list[int]] = defaultdict(list)
    for place, text in enumerate(texts):
        gathered[top(place)] += by_words[text]
    return [tuple(sorted(numbers)) for numbers in gathered.values()]


def _sorted_words(text: str) -> str:
    return " ".join(sorted(fold(text).split()))


def _is_alike(one: str, other: str) -> bool:
    if min(len(one), len(other)) < SHORTEST_TO_COMPARE:
        return one == other
    return bool(fuzz.ratio(one, other, score_cutoff=ALIKE_FROM))


@dataclass(frozen=True, slots=True)
class Outcome:
    """One comment as the summary counts it."""

    activity_key: str
    subject: str
    outcome: str  # empty while there is no reply
    is_hidden: bool
    channel: str


@dataclass(frozen=True, slots=True)
class SubjectTally:
    """What was said of one activity, or of the plan in general."""

    key: str
    subject: str
    comments: int
    accepted: int  # of them, wholly or in part


@dataclass(frozen=True, slots=True)
class Tally:
    """A consultation in numbers. `shown` and `hidden` make `received`; outcomes count the shown ones."""

    received: int
    hidden: int
    by_outcome: tuple[tuple[str, int], ...]
    by_channel: tuple[tuple[str, int], ...]
    subjects: tuple[SubjectTally, ...]

    @property
    def shown(self) -> int:
        return self.received - self.hidden


def tally(comments: Iterable[Outcome]) -> Tally:
    """Count what a consultation came to, by outcome, by way of arrival, by subject (most commented first)."""
    ones = tuple(comments)
    shown = [one for one in ones if not one.is_hidden]
    outcomes, channels = Counter(one.outcome for one in shown), Counter(one.channel for one in ones)
    by_subject: dict[str, list[Outcome]] = defaultdict(list)
    for one in shown:
        by_subject[one.activity_key].append(one)
    subjects = [
        SubjectTally(key, group[0].subject, len(group), sum(one.outcome in OUTCOMES_WITH_CHANGE for one in group))
        for key, group in by_subject.items()
    ]
    return Tally(
        received=len(ones),
        hidden=len(ones) - len(shown),
        by_outcome=tuple((code, outcomes[code]) for code in ReplyOutcome.values if outcomes[code]),
        by_channel=tuple(sorted(channels.items(), key=lambda item: -item[1])),
        subjects=tuple(sorted(subjects, key=lambda one: (-one.comments, one.key))),
    )
