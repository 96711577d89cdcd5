from typing import Any

import pytest

from dialogue_samples import (
    AFTER,
    DURING,
    STARTS,
    join_team,
    make_called_space,
    make_held_space,
    make_live_space,
    organiser,
)
from factories import principal
from question_samples import ask, shown, support, typed_in
from rinde.capabilities.dialogue.models import DialogueSpace, Question
from rinde.capabilities.dialogue.operations.answering_live import (
    answer_live,
    end_questions,
    leave_for_writing,
    take_up_question,
)
from rinde.capabilities.dialogue.operations.asking import seal_of_supports
from rinde.capabilities.dialogue.operations.moderating_questions import (
    StaleQuestion,
    hide_question,
    merge_question,
    separate_question,
    show_question,
)
from rinde.capabilities.dialogue.operations.screening import move_up, put_next, put_on_screen, take_off_screen
from rinde.capabilities.dialogue.operations.spaces import hold_space
from rinde.capabilities.entities.models import Entity
from rinde.capabilities.pqrsd.models import Petition
from rinde.foundations.refusals import NotAllowed, NotReady, TransitionNotAllowed
from rinde.services.access import Principal
from rinde.services.audit.models import AuditEntry
from rinde.services.audit.operations import first_broken_entry

ANSWER = {"text": "Se termina en agosto.", "answered_by": "Secretaría de Obras"}


def act(operation: Any, question: Question, by: Principal, *, seen: int | None = None, **more: Any) -> Any:
    """What a moderator does with a question as it stands now, or as it stood (`seen`)."""
    version = Question.objects.get(pk=question.pk).version if seen is None else seen
    return operation(space_id=question.space_id, number=question.number, seen=version, by=by, now=DURING, **more)


def standing(question: Question) -> tuple[str, str, str]:
    question.refresh_from_db()
    return question.status, question.screen, question.answer


@pytest.fixture
def by(entity: Entity) -> Principal:
    return organiser(entity)


@pytest.fixture
def space(entity: Entity, by: Principal) -> DialogueSpace:
    return make_live_space(entity, by=by)


def test_question_is_shown_taken_out_and_shown_again(space: DialogueSpace, by: Principal) -> None:
    question = ask(space)
    assert act(show_question, question, by).status == "SHOWN"
    hidden = act(hide_question, question, by, reason="insult", note="a una vecina")
    assert (hidden.status, hidden.hidden_reason) == ("HIDDEN", "insulta o amenaza a alguien (a una vecina)")
    again = act(show_question, question, by)
    assert (again.status, again.hidden_reason, again.version) == ("SHOWN", "", 4)
    verbs = AuditEntry.objects.filter(target=f"dialogue.Question:{question.pk}").values_list("action", flat=True)
    assert list(verbs.order_by("number")) == [
        "dialogue.question_ask",
        "dialogue.question_show",
        "dialogue.question_hide",
        "dialogue.question_show",
    ]


def test_taking_out_without_a_reason_changes_nothing(space: DialogueSpace, by: Principal) -> None:
    question = ask(space)
    for reason in ("", "es de otro tema"):
        with pytest.raises(NotReady):
            act(hide_question, question, by, reason=reason, note="")
    assert standing(question)[0] == "PENDING"


def test_moderator_of_another_space_or_entity_changes_nothing(
    space: DialogueSpace, entity: Entity, other_entity: Entity
) -> None:
    question, helper = ask(space), principal(entity, "CITIZEN_SERVICE")
    join_team(make_live_space(entity), helper)
    refused = [helper, organiser(other_entity), principal(entity, "INTERNAL_CONTROL"), principal(entity, "READER")]
    acts: list[tuple[Any, dict[str, Any]]] = [
        (show_question, {}),
        (hide_question, {"reason": "insult", "note": ""}),
        (merge_question, {"into": 2}),
        (separate_question, {}),
        (put_on_screen, {}),
        (put_next, {}),
        (take_off_screen, {}),
        (move_up, {}),
        (answer_live, ANSWER),
        (leave_for_writing, {"is_off_topic": False}),
        (take_up_question, {}),
    ]
    for stranger in refused:
        for operation, more in acts:
            with pytest.raises(NotAllowed):
                act(operation, question, stranger, **more)
        with pytest.raises(NotAllowed):
            end_questions(space_id=space.pk, by=stranger, now=DURING)
    assert standing(question) == ("PENDING", "OFF", "WAITING")
    join_team(space, helper)
    assert act(show_question, question, helper).status == "SHOWN"


def test_second_moderator_is_told_both_versions(space: DialogueSpace, by: Principal, entity: Entity) -> None:
    question, other = ask(space), organiser(entity)
    seen = question.version
    act(hide_question, question, other, seen=seen, reason="advertising", note="")
    with pytest.raises(StaleQuestion) as refused:
        act(show_question, question, by, seen=seen)
    said = refused.value.message
    assert "Ahora está así: retirada: es publicidad." in said
    assert "Usted quería mostrarla." in said
    assert refused.value.question.status == "HIDDEN"
    assert standing(question)[0] == "HIDDEN"


def test_same_tap_twice_is_no_conflict(space: DialogueSpace, by: Principal) -> None:
    question = ask(space)
    seen = question.version
    for _ in range(2):
        act(show_question, question, by, seen=seen)
        act(put_on_screen, question, by, seen=seen + 1)
    act(answer_live, question, by, seen=seen + 2, **ANSWER)
    act(answer_live, question, by, seen=seen + 2, **ANSWER)
    question.refresh_from_db()
    assert question.version == seen + 3


def test_joining_adds_supports_without_doubling_anybody(space: DialogueSpace, by: Principal) -> None:
    target, source = shown(space, by, visitor="ana"), shown(space, by, visitor="beto")
    on_paper = typed_in(space, by)
    for visitor in ("carla", "diego"):
        support(target, visitor)
    for visitor in ("diego", "eva", "ana"):
        support(source, visitor)
    joined = act(merge_question, source, by, into=target.number)
    assert joined.supports == 4  # carla, diego, eva and beto, who asked the same; ana asked it herself
    assert act(merge_question, on_paper, by, into=target.number).supports == 5
    assert standing(source)[0] == "MERGED"
    assert support(source, "eva").supports == 5  # she stands behind it already
    assert support(source, "fabio").supports == 6
    with pytest.raises(TransitionNotAllowed, match="Usted hizo"):
        support(target, "beto")
    assert support(target, "diego", gives=False).supports == 5


def test_separated_questions_count_their_own_again(space: DialogueSpace, by: Principal) -> None:
    target, source = shown(space, by, visitor="ana"), shown(space, by, visitor="beto")
    support(target, "carla")
    support(source, "carla")
    support(source, "diego")
    act(merge_question, source, by, into=target.number)
    act(separate_question, source, by)
    counts = dict(Question.objects.values_list("number", "supports"))
    assert counts == {target.number: 1, source.number: 2}


def test_what_was_joined_goes_along(space: DialogueSpace, by: Principal) -> None:
    first, second, third = (shown(space, by, visitor=name) for name in "abc")
    act(merge_question, first, by, into=second.number)
    target = act(merge_question, second, by, into=third.number)
    assert target.supports == 2
    assert set(Question.objects.filter(merged_into=third).values_list("number", flat=True)) == {1, 2}


@pytest.mark.parametrize("into", [1, 99])
def test_joining_to_itself_or_to_nothing_changes_nothing(space: DialogueSpace, by: Principal, into: int) -> None:
    question = shown(space, by)
    with pytest.raises(NotReady, match="No se unieron"):
        act(merge_question, question, by, into=into)
    assert standing(question)[0] == "SHOWN"


def test_answered_question_is_not_joined_to_another(space: DialogueSpace, by: Principal) -> None:
    question, other = shown(space, by), shown(space, by)
    act(answer_live, question, by, **ANSWER)
    with pytest.raises(TransitionNotAllowed, match="ya se respondió"):
        act(merge_question, question, by, into=other.number)


def test_one_question_at_a_time_is_on_the_screen(space: DialogueSpace, by: Principal) -> None:
    first, second = shown(space, by), ask(space)
    act(put_on_screen, first, by)
    act(put_on_screen, second, by)
    assert standing(first) == ("SHOWN", "OFF", "WAITING")
    assert standing(second) == ("SHOWN", "NOW", "WAITING")
    act(take_off_screen, second, by)
    assert standing(second)[1] == "OFF"


def test_queue_keeps_its_order_and_moves_up(space: DialogueSpace, by: Principal) -> None:
    questions = [shown(space, by) for _ in range(3)]
    for question in questions:
        act(put_next, question, by)
    act(move_up, questions[2], by)
    act(move_up, questions[0], by)
    queue = Question.objects.filter(screen="NEXT").order_by("position").values_list("number", flat=True)
    assert list(queue) == [1, 3, 2]


def test_taken_out_or_joined_leaves_the_screen(space: DialogueSpace, by: Principal) -> None:
    first, second = shown(space, by), shown(space, by)
    act(put_on_screen, first, by)
    act(put_next, second, by)
    act(hide_question, first, by, reason="insult", note="")
    act(merge_question, second, by, into=shown(space, by).number)
    assert (standing(first)[1], standing(second)[1]) == ("OFF", "OFF")
    for question in (first, second):
        with pytest.raises(TransitionNotAllowed, match="no va a la pantalla"):
            act(put_on_screen, question, by)


def test_answered_live_says_who_and_keeps_its_hour(space: DialogueSpace, by: Principal) -> None:
    question = shown(space, by)
    act(put_on_screen, question, by)
    act(answer_live, question, by, text="", answered_by="Secretaría de Obras")
    answered = act(answer_live, question, by, **ANSWER)
    assert (answered.answer, answered.live_answer, answered.answered_by) == ("LIVE", *ANSWER.values())
    assert (answered.answered_at, answered.screen) == (DURING, "OFF")
    with pytest.raises(NotReady, match="No se marcó"):
        act(answer_live, question, by, text="Sí.", answered_by="")


def test_question_about_something_else_is_left_for_writing_in_view(space: DialogueSpace, by: Principal) -> None:
    question = act(leave_for_writing, ask(space), by, is_off_topic=True)
    assert (question.status, question.answer, question.is_off_topic) == ("SHOWN", "WRITTEN", True)
    again = act(take_up_question, question, by)
    assert (again.answer, again.is_off_topic) == ("WAITING", False)


def test_filed_question_is_not_taken_up_nor_joined(space: DialogueSpace, by: Principal, entity: Entity) -> None:
    question = act(leave_for_writing, ask(space), by, is_off_topic=False)
    question.petition = Petition.objects.create(
        entity=entity,
        year=2026,
        sequence=1,
        number="2026-000001",
        code_hash="x",
        channel="DIALOGUE",
        text=question.text,
        received_at=DURING,
        counted_from=DURING.date(),
        filed_at=DURING,
        edited_at=DURING,
    )
    question.save(update_fields=["petition"])
    with pytest.raises(TransitionNotAllowed, match="petición"):
        act(take_up_question, question, by)
    with pytest.raises(TransitionNotAllowed, match="petición"):
        act(answer_live, question, by, **ANSWER)
    with pytest.raises(TransitionNotAllowed, match="petición"):
        act(merge_question, question, by, into=shown(space, by).number)


def test_end_of_questions_does_the_step_with_its_numbers(space: DialogueSpace, by: Principal, entity: Entity) -> None:
    answered, waiting, joined, spam = (shown(space, by, visitor=name) for name in "abcd")
    pending = ask(space)
    support(waiting, "eva")
    act(put_next, waiting, by)
    act(merge_question, joined, by, into=answered.number)
    act(hide_question, spam, by, reason="advertising", note="")
    act(answer_live, answered, by, **ANSWER)
    count = end_questions(space_id=space.pk, by=by, now=DURING)
    assert count.in_words == "5 preguntas, 2 respondidas en vivo, 1 retirada y 2 para responder por escrito."
    assert [standing(one)[1:] for one in (waiting, pending)] == [("OFF", "WRITTEN")] * 2
    assert standing(spam)[2] == "WAITING"
    step = space.steps.get(kind="LIVE_QUESTIONS")
    assert (step.status, step.note) == ("DONE", count.in_words)
    seal = AuditEntry.objects.get(action="dialogue.questions_finish")
    assert (seal.facts["supports"], seal.facts["sha256"]) == seal_of_supports(space)
    with pytest.raises(TransitionNotAllowed):
        ask(space)
    assert end_questions(space_id=space.pk, by=by, now=DURING) == count
    assert AuditEntry.objects.filter(action="dialogue.questions_finish").count() == 1
    assert first_broken_entry(entity_id=entity.pk) is None


def test_questions_do_not_end_before_the_space_begins(entity: Entity, by: Principal) -> None:
    called = make_called_space(entity, by=by)
    with pytest.raises(TransitionNotAllowed, match="todavía no empieza"):
        end_questions(space_id=called.pk, by=by, now=STARTS.replace(hour=1))
    end_questions(space_id=called.pk, by=by, now=STARTS)
    assert called.steps.get(kind="LIVE_QUESTIONS").status == "DONE"


def test_typed_in_after_the_end_is_left_for_writing_when_it_ends_again(entity: Entity, by: Principal) -> None:
    space = make_held_space(entity, by=by)
    end_questions(space_id=space.pk, by=by, now=AFTER)
    late = typed_in(space, by)
    end_questions(space_id=space.pk, by=by, now=AFTER)
    assert standing(late)[2] == "WRITTEN"
    assert AuditEntry.objects.filter(action="dialogue.questions_finish").count() == 2


def test_nothing_is_taken_up_once_the_space_is_held(space: DialogueSpace, by: Principal) -> None:
    question = act(leave_for_writing, ask(space), by, is_off_topic=False)
    hold_space(space_id=space.pk, by=by, now=AFTER)
    with pytest.raises(TransitionNotAllowed, match="ya terminó"):
        act(take_up_question, question, by)


def test_closed_space_keeps_its_questions_as_they_are(space: DialogueSpace, by: Principal) -> None:
    question = shown(space, by)
    DialogueSpace.objects.filter(pk=space.pk).update(status="CLOSED", closed_at=AFTER)
    with pytest.raises(TransitionNotAllowed, match="ya se cerró"):
        act(hide_question, question, by, reason="insult", note="")
    assert standing(question)[0] == "SHOWN"
