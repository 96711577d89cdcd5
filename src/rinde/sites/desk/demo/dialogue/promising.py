"""What Villa Aurora promised at its spaces, what it did, and the word of whoever obtained it."""

from collections.abc import Iterator, Sequence
from datetime import date
from functools import partial

from rinde.capabilities.dialogue.models import Commitment, DialogueSpace, Question
from rinde.capabilities.dialogue.operations.citizen_words import invite_voice, say_word
from rinde.capabilities.dialogue.operations.commitments import (
    close_commitment,
    make_commitment,
    move_commitment,
)
from rinde.capabilities.dialogue.operations.improvement_plans import publish_improvement, write_introduction
from rinde.capabilities.dialogue.rules.commitments import CommitmentValues
from rinde.capabilities.entities.models import Actor
from rinde.sites.desk.demo.dialogue.script import Promise
from rinde.sites.desk.demo.documents import Desk
from rinde.sites.desk.demo.follow_up.telling import Event, moment

_INTRODUCTION = (
    "Lo que la alcaldía se comprometió a hacer después de este espacio. Cada línea tiene responsable y fecha."
)


def promise_all(space: DialogueSpace, promises: Sequence[Promise], desk: Desk, *, made_on: date) -> None:
    """Write down the commitments of a space and publish them as its improvement plan."""
    for one in promises:
        question = Question.objects.filter(space=space, number=one.question).first() if one.question else None
        values = CommitmentValues(
            text=one.text,
            obtained_by=one.obtained_by,
            evidence_expected=one.evidence,
            actor_id=Actor.objects.get(name=one.unit).pk,
            made_on=made_on,
            due_on=one.due_on,
            question_id=question.pk if question else None,
        )
        make_commitment(space_id=space.pk, values=values, by=desk.by, now=desk.now)
    write_introduction(space_id=space.pk, introduction=_INTRODUCTION, by=desk.by, now=desk.now)
    publish_improvement(space_id=space.pk, by=desk.by, now=desk.now)


def promise_events(promises: Sequence[Promise], desk: Desk) -> Iterator[Event]:
    """What became of each commitment, each on its day."""
    for one in promises:
        if one.moved_to:
            day, why = one.moved_to
            on = moment(one.due_on, -60)
            yield on, partial(_move, one, day, why, desk.at(on))
        if one.closed:
            on = moment(one.closed[0], 30)
            yield on, partial(_close, one, desk.at(on))
        if one.word:
            on = moment(one.word[0], 240)
            yield on, partial(_say, one, desk.at(on))


def _found(one: Promise) -> Commitment:
    found: Commitment = Commitment.objects.get(text=one.text)
    return found


def _move(one: Promise, day: date, why: str, desk: Desk) -> None:
    move_commitment(commitment_id=_found(one).pk, due_on=day, reason=why, by=desk.by, now=desk.now)


def _close(one: Promise, desk: Desk) -> None:
    assert one.closed is not None  # noqa: S101 - its event is there only then
    day, outcome, text = one.closed
    close_commitment(commitment_id=_found(one).pk, outcome=outcome, text=text, done_on=day, by=desk.by, now=desk.now)


def _say(one: Promise, desk: Desk) -> None:
    assert one.word is not None  # noqa: S101 - its event is there only then
    _, outcome, comment = one.word
    commitment = _found(one)
    voice = invite_voice(commitment_id=commitment.pk, name=one.obtained_by, by=desk.by, now=desk.now)
    say_word(
        commitment_id=commitment.pk,
        outcome=outcome,
        comment=comment,
        form_token=f"demo-{commitment.pk}",
        code=voice.code,
        now=desk.now,
    )
