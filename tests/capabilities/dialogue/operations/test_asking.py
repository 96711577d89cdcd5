from typing import Any

import pytest

from dialogue_samples import (
    AFTER,
    BEFORE,
    DURING,
    join_team,
    make_called_space,
    make_draft_space,
    make_held_space,
    make_live_space,
    organiser,
)
from factories import principal
from question_samples import ask, shown, support, typed_in
from rinde.capabilities.dialogue.models import Question, QuestionSupport
from rinde.capabilities.dialogue.operations.asking import ask_question, seal_of_supports
from rinde.capabilities.dialogue.operations.moderating_questions import hide_question
from rinde.capabilities.dialogue.operations.steps import skip_step
from rinde.capabilities.dialogue.rules.questions import QuestionValues
from rinde.capabilities.entities.models import Entity
from rinde.foundations.refusals import NotAllowed, NotReady, TransitionNotAllowed
from rinde.services.audit.models import AuditEntry
from rinde.services.tenancy import active_tenant


def test_question_gets_its_number_and_waits(entity: Entity) -> None:
    space = make_live_space(entity)
    first, second = ask(space), ask(space, "¿Cuánto costó la obra?")
    assert (first.number, second.number) == (1, 2)
    assert (second.status, second.text, second.channel) == ("PENDING", "¿Cuánto costó la obra?", "PHONE")


def test_numbers_of_two_spaces_and_two_entities_are_their_own(entity: Entity, other_entity: Entity) -> None:
    with active_tenant(other_entity):
        theirs = ask(make_live_space(other_entity))
    mine, beside = make_live_space(entity), make_live_space(entity)
    assert [ask(mine).number, ask(mine).number, ask(beside).number, theirs.number] == [1, 2, 1, 1]


def test_same_form_again_is_the_same_question(entity: Entity) -> None:
    space = make_live_space(entity)
    sent: dict[str, Any] = {"space_id": space.pk, "visitor_hash": "v", "form_token": "f", "now": DURING}
    first = ask_question(values=QuestionValues("¿Y la vía?"), **sent)
    again = ask_question(values=QuestionValues("¿Y la vía?"), **sent)
    assert (first.is_new, again.is_new, again.question.pk) == (True, False, first.question.pk)
    assert Question.objects.count() == 1


def test_same_form_after_the_end_still_gives_its_number(entity: Entity) -> None:
    space = make_held_space(entity)
    question = Question.objects.create(
        entity=entity, space=space, number=7, text="¿?", form_token="f", received_at=DURING, changed_at=DURING
    )
    sent: dict[str, Any] = {"space_id": space.pk, "visitor_hash": "v", "form_token": "f", "now": AFTER}
    assert ask_question(values=QuestionValues("¿Y la vía?"), **sent).question == question


def test_question_is_told_to_the_trail_without_its_words(entity: Entity) -> None:
    space = make_live_space(entity)
    question = ask(space, "¿Y la vía de mi vereda?", asked_by="Ana Pérez", consents=True)
    entry = AuditEntry.objects.get(action="dialogue.question_ask")
    assert entry.target == f"dialogue.Question:{question.pk}"
    assert entry.facts == {"space": space.pk, "number": 1, "channel": "PHONE"}


def test_questions_are_sent_before_the_event_and_not_after_it(entity: Entity) -> None:
    assert ask(make_called_space(entity), now=BEFORE).number == 1
    with pytest.raises(TransitionNotAllowed, match="ya se cerraron"):
        ask(make_held_space(entity), now=AFTER)
    with pytest.raises(TransitionNotAllowed):
        ask(make_draft_space(entity), now=BEFORE)
    assert Question.objects.count() == 1


def test_space_that_left_its_questions_out_takes_none(entity: Entity) -> None:
    by = organiser(entity)
    space = make_live_space(entity, by=by)
    skip_step(space_id=space.pk, kind="LIVE_QUESTIONS", reason="No hay turno de preguntas.", by=by, now=DURING)
    with pytest.raises(TransitionNotAllowed):
        ask(space)


def test_long_question_and_link_farm_change_nothing(entity: Entity) -> None:
    space = make_live_space(entity)
    for text in ("a" * 20_000, "http://a.co " * 20):
        with pytest.raises(NotReady):
            ask(space, text)
    assert not Question.objects.exists()


def test_space_that_shows_at_once_shows_at_once(entity: Entity) -> None:
    space = make_live_space(entity, shows_questions_at_once=True)
    assert ask(space).status == "SHOWN"
    assert ask(space, "Mire www.a.co").status == "PENDING"


def test_name_and_mail_are_kept_with_their_consent(entity: Entity) -> None:
    question = ask(make_live_space(entity), asked_by="Ana  Pérez", email="ANA@example.org", consents=True)
    assert (question.asked_by, question.email) == ("Ana Pérez", "ana@example.org")
    assert (question.consent_version, question.consented_at) == (1, DURING)


def test_team_types_in_what_came_on_paper_also_after_the_event(entity: Entity) -> None:
    by = organiser(entity)
    space = make_held_space(entity, by=by)
    question = typed_in(space, by, channel="RADIO")
    assert (question.status, question.channel, question.entered_by_id) == ("SHOWN", "RADIO", by.user_id)
    assert AuditEntry.objects.filter(action="dialogue.question_enter", user_id=by.user_id).count() == 1
    with pytest.raises(NotReady, match="No recibimos"):
        typed_in(space, by, channel="PHONE")


def test_typed_in_by_somebody_of_another_space_is_refused(entity: Entity, other_entity: Entity) -> None:
    space, beside = make_live_space(entity), make_live_space(entity)
    helper = principal(entity, "CITIZEN_SERVICE")
    join_team(beside, helper)
    strangers = [helper, principal(entity, "INTERNAL_CONTROL"), organiser(other_entity)]
    for by in strangers:
        with pytest.raises(NotAllowed):
            typed_in(space, by)
    assert typed_in(beside, helper).number == 1
    assert not Question.objects.filter(space=space).exists()


def test_support_counts_each_visitor_once(entity: Entity) -> None:
    by = organiser(entity)
    question = shown(make_live_space(entity, by=by), by)
    for visitor in ("a", "b", "a"):
        support(question, visitor)
    question.refresh_from_db()
    assert (question.supports, QuestionSupport.objects.count()) == (2, 2)
    assert question.version == 2


def test_support_is_taken_back_and_given_again(entity: Entity) -> None:
    by = organiser(entity)
    question = shown(make_live_space(entity, by=by), by)
    counts = [support(question, "a", gives=gives).supports for gives in (True, False, False, True)]
    assert counts == [1, 0, 0, 1]
    assert QuestionSupport.objects.count() == 1


def test_own_question_is_not_supported(entity: Entity) -> None:
    by = organiser(entity)
    question = shown(make_live_space(entity, by=by), by, visitor="a")
    with pytest.raises(TransitionNotAllowed, match="Usted hizo esa pregunta"):
        support(question, "a")


def test_support_of_what_is_not_in_view_or_over_is_refused(entity: Entity) -> None:
    by = organiser(entity)
    space = make_live_space(entity, by=by)
    waiting, hidden = ask(space), shown(space, by)
    hide_question(
        space_id=space.pk, number=hidden.number, reason="insult", note="", seen=hidden.version, by=by, now=DURING
    )
    for question in (waiting, hidden):
        with pytest.raises(TransitionNotAllowed):
            support(question, "a")
    over = typed_in(make_held_space(entity, by=by), by)
    with pytest.raises(TransitionNotAllowed, match="quedan como están"):
        support(over, "a")
    assert not QuestionSupport.objects.exists()


def test_support_of_a_number_of_another_entity_is_not_found(entity: Entity, other_entity: Entity) -> None:
    with active_tenant(other_entity):
        by = organiser(other_entity)
        theirs = shown(make_live_space(other_entity, by=by), by)
    with pytest.raises(Question.DoesNotExist):
        support(theirs, "a")


def test_seal_changes_with_any_support(entity: Entity) -> None:
    by = organiser(entity)
    space = make_live_space(entity, by=by)
    question = shown(space, by)
    support(question, "a")
    first = seal_of_supports(space)
    support(question, "b")
    second = seal_of_supports(space)
    support(question, "b", gives=False)
    assert (first[0], second[0]) == (1, 2)
    assert first[1] != second[1]
    assert seal_of_supports(space) == first
