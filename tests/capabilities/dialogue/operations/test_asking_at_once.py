"""Many people at once, each in a connection of their own. Only PostgreSQL lets them write beside each other."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection

from dialogue_samples import DURING, make_live_space, organiser
from factories import make_entity
from question_samples import shown
from rinde.capabilities.dialogue.models import DialogueSpace, Question, QuestionSupport
from rinde.capabilities.dialogue.operations.asking import ask_question, set_support
from rinde.capabilities.dialogue.operations.moderating_questions import StaleQuestion, hide_question, merge_question
from rinde.capabilities.dialogue.operations.screening import put_on_screen
from rinde.capabilities.dialogue.rules.questions import QuestionValues
from rinde.capabilities.entities.models import Entity
from rinde.services.audit.models import AuditEntry
from rinde.services.audit.operations import first_broken_entry
from rinde.services.tenancy import active_tenant

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgresql]
HANDS = 8


@pytest.fixture
def entity(transactional_db: None) -> Entity:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite lets one writer in at a time")
    return make_entity()


def at_once(entity: Entity, doing: Callable[[int], Any], times: int) -> list[Any]:
    """Do it that many times from several threads; gives what came of each."""

    def one(turn: int) -> Any:
        try:
            with active_tenant(entity):
                return doing(turn)
        finally:
            connection.close()

    with ThreadPoolExecutor(HANDS) as pool:
        return list(pool.map(one, range(times)))


def question_of(space: DialogueSpace, form: str, visitor: str) -> int:
    return ask_question(
        space_id=space.pk,
        values=QuestionValues(f"¿Qué pasó con {form}?"),
        visitor_hash=visitor,
        form_token=form,
        now=DURING,
    ).question.number


def test_numbers_are_given_without_gaps_and_a_doubled_form_is_one(entity: Entity) -> None:
    with active_tenant(entity):
        space = make_live_space(entity)
    # Each form is sent twice, at the same moment.
    numbers = at_once(entity, lambda turn: question_of(space, f"f{turn // 2}", f"v{turn // 2}"), 48)
    assert sorted(set(numbers)) == list(range(1, 25))
    assert numbers[::2] == numbers[1::2]
    with active_tenant(entity):
        assert Question.objects.count() == 24
        assert AuditEntry.objects.filter(action="dialogue.question_ask").count() == 24
    assert first_broken_entry(entity_id=entity.pk) is None


def test_supports_are_exact_while_questions_are_joined(entity: Entity) -> None:
    with active_tenant(entity):
        by = organiser(entity)
        space = make_live_space(entity, by=by)
        first, second = shown(space, by, visitor="autora"), shown(space, by, visitor="otro autor")

    def turn_of(turn: int) -> None:
        if turn == 30:
            merge_question(space_id=space.pk, number=2, into=1, seen=second.version, by=by, now=DURING)
        else:
            number = 1 + turn % 2
            set_support(space_id=space.pk, number=number, visitor_hash=f"v{turn // 3}", gives=True, now=DURING)

    at_once(entity, turn_of, 60)
    with active_tenant(entity):
        visitors = set(QuestionSupport.objects.filter(is_given=True).values_list("visitor_hash", flat=True))
        first.refresh_from_db()
        assert len(visitors) == 20
        assert first.supports == 21  # the author of the joined one stands behind it as well


def test_one_of_two_moderators_is_told_that_they_came_second(entity: Entity) -> None:
    with active_tenant(entity):
        moderators = [organiser(entity), organiser(entity)]
        space = make_live_space(entity, by=moderators[0])
        question = shown(space, moderators[0])

    def turn_of(turn: int) -> str:
        on = {"space_id": space.pk, "number": 1, "seen": question.version, "by": moderators[turn], "now": DURING}
        try:
            if turn:
                hide_question(**on, reason="insult", note="")
            else:
                put_on_screen(**on)
        except StaleQuestion:
            return "second"
        return "first"

    assert sorted(at_once(entity, turn_of, 2)) == ["first", "second"]
    with active_tenant(entity):
        question.refresh_from_db()
        assert question.version == 3
