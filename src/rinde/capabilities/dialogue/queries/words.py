"""Both words on a commitment: the entity's, and that of whoever obtained it. In bulk, and neither made of the other."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from rinde.capabilities.dialogue.choices import CommentStatus, CommitmentStatus
from rinde.capabilities.dialogue.models import CitizenWord, Commitment, CommitmentReport
from rinde.capabilities.followup.choices import ReportStatus


@dataclass(frozen=True, slots=True)
class EntityWord:
    """What the entity says. `outcome` is empty while it goes on, or where it has said nothing yet (`on` is None then).

    `is_final`: it closed the commitment with it.
    """

    outcome: str = ""
    text: str = ""
    on: date | None = None
    happened_on: date | None = None
    is_final: bool = False


@dataclass(frozen=True, slots=True)
class SaidWord:
    """A word of whoever obtained a commitment, as everybody reads it. `comment` is empty while it is not in view."""

    pk: int
    number: int
    name: str
    outcome: str
    comment: str
    waits: bool
    hidden_reason: str
    said_at: datetime
    entity_outcome: str  # what the entity said at that moment


@dataclass(frozen=True, slots=True)
class Voices:
    """What is said now, a word for each community, and what they said before, newest first."""

    now: tuple[SaidWord, ...] = ()
    before: tuple[SaidWord, ...] = ()


def entity_word_of(commitment: Commitment) -> EntityWord:
    """The entity's word on one commitment. One query at most."""
    return entity_words([commitment])[commitment.pk]


def entity_words(commitments: Iterable[Commitment]) -> Mapping[int, EntityWord]:
    """The entity's word on each: how it closed it, else its last accepted report. One query."""
    asked = list(commitments)
    open_ones = [one.pk for one in asked if one.status == CommitmentStatus.OPEN]
    rows = CommitmentReport.objects.filter(commitment__in=open_ones, status=ReportStatus.ACCEPTED) if open_ones else ()
    latest = {one.commitment_id: one for one in sorted(rows, key=lambda one: one.number)}
    return {one.pk: _entity_word(one, latest.get(one.pk)) for one in asked}


def _entity_word(commitment: Commitment, report: CommitmentReport | None) -> EntityWord:
    if commitment.status == CommitmentStatus.CLOSED:
        on = timezone.localdate(commitment.closed_at)
        return EntityWord(commitment.outcome, commitment.outcome_text, on, commitment.done_on, is_final=True)
    if report is None:
        return EntityWord()
    return EntityWord(report.outcome, report.text, timezone.localdate(report.decided_at), report.happened_on)


def voices_of(commitments: Iterable[Commitment]) -> Mapping[int, Voices]:
    """What whoever obtained each commitment says of it, now and before. One query."""
    asked = list(commitments)
    rows = CitizenWord.objects.filter(commitment__in=asked).select_related("voice").order_by("-number") if asked else ()
    found: dict[int, list[CitizenWord]] = defaultdict(list)
    for row in rows:
        found[row.commitment_id].append(row)
    return {one.pk: _voices(found[one.pk]) for one in asked}


def _voices(newest_first: Sequence[CitizenWord]) -> Voices:
    now: dict[str, SaidWord] = {}
    before = []
    for row in newest_first:
        word = _said(row)
        if word.name in now:
            before.append(word)
        else:
            now[word.name] = word
    return Voices(tuple(now.values()), tuple(before))


def _said(row: CitizenWord) -> SaidWord:
    return SaidWord(
        pk=row.pk,
        number=row.number,
        name=row.voice.name,
        outcome=row.outcome,
        comment=row.comment if row.comment_status == CommentStatus.VISIBLE else "",
        waits=row.comment_status == CommentStatus.PENDING,
        hidden_reason=row.hidden_reason,
        said_at=row.said_at,
        entity_outcome=row.entity_outcome,
    )


def words_to_moderate(commitment: Commitment) -> Sequence[CitizenWord]:
    """The words with a comment of one commitment, those that wait first. One query."""
    rows = CitizenWord.objects.filter(commitment=commitment).exclude(comment="").select_related("voice", "moderated_by")
    return sorted(rows, key=lambda one: (one.comment_status != CommentStatus.PENDING, -one.number))


def waiting_comments() -> int:
    """How many comments of the active entity wait for somebody to look at them. One query."""
    count: int = CitizenWord.objects.filter(comment_status=CommentStatus.PENDING).count()
    return count


def contradicts(entity: EntityWord, voices: Voices) -> bool:
    """Whether somebody who obtained a commitment says another thing than the entity, which has said something."""
    return bool(entity.outcome) and any(one.outcome != entity.outcome for one in voices.now)
