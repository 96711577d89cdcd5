from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogue_samples import BEFORE, DURING, ENDS
from rinde.capabilities.dialogue.choices import QuestionStatus, SpaceKind, SpaceStatus
from rinde.capabilities.dialogue.rules.questions import (
    ALLOWED_TRANSITIONS,
    HIDING_REASONS,
    LONGEST_TEXT,
    QuestionCount,
    QuestionValues,
    check_may_become,
    diagram,
    first_status,
    has_questions,
    hiding_gaps,
    live_answer_gaps,
    needs_written_answer,
    private_gap,
    question_gaps,
    reason_in_words,
    seconds_to_wait,
    standing_in_words,
    supporters,
    takes_questions,
)
from rinde.foundations.refusals import TransitionNotAllowed

MINUTE = timedelta(minutes=1)


@pytest.mark.parametrize(
    ("values", "said"),
    [
        (QuestionValues(" "), "Escriba su pregunta."),
        (QuestionValues("a" * 20_000), "Su pregunta tiene 20.000 caracteres y caben 1.500. Quite 18.500, "),
        (QuestionValues("http://a.co " * 12), "Su pregunta trae 12 enlaces y caben 3."),
        (QuestionValues("¿Y la vía?", asked_by="Ana"), "marque la autorización"),
        (QuestionValues("¿Y la vía?", email="a@example.org"), "marque la autorización"),
        (QuestionValues("¿Y la vía?", shows_name=True), "Para mostrar su nombre, escríbalo"),
        (QuestionValues("¿Y la vía?", asked_by="a" * 121, consents=True), "El nombre es muy largo"),
        (QuestionValues("¿Y la vía?", channel="FAX"), "Escoja de la lista cómo llegó"),
    ],
)
def test_question_says_what_keeps_it_out(values: QuestionValues, said: str) -> None:
    assert len(question_gaps(values)) == 1
    assert said in question_gaps(values)[0]


def test_question_that_fits_to_the_letter_is_taken() -> None:
    assert question_gaps(QuestionValues("a" * LONGEST_TEXT)) == ()
    assert question_gaps(QuestionValues("¿Y la vía? http://a.co www.b.co http://c.co")) == ()


@pytest.mark.parametrize(
    ("status", "step", "moment", "takes"),
    [
        (SpaceStatus.DRAFT, "PENDING", DURING, False),
        (SpaceStatus.CALLED, "PENDING", BEFORE, True),
        (SpaceStatus.CALLED, "PENDING", ENDS - MINUTE, True),
        (SpaceStatus.CALLED, "PENDING", ENDS, False),
        (SpaceStatus.LIVE, "PENDING", ENDS + MINUTE, True),
        (SpaceStatus.LIVE, "DONE", DURING, False),
        (SpaceStatus.LIVE, "SKIPPED", DURING, False),
        (SpaceStatus.LIVE, "", DURING, False),
        (SpaceStatus.HELD, "PENDING", DURING, False),
        (SpaceStatus.CANCELLED, "PENDING", DURING, False),
    ],
)
def test_questions_are_taken_from_the_call_until_it_is_held(status, step, moment, takes) -> None:
    assert takes_questions(status, kind="PUBLIC_HEARING", step_status=step, ends_at=ENDS, now=moment) is takes


def test_kind_without_the_step_takes_none() -> None:
    assert not takes_questions("LIVE", kind="TRAINING", step_status="PENDING", ends_at=ENDS, now=DURING)
    assert {kind for kind in SpaceKind if not has_questions(kind)} == {
        SpaceKind.WORKSHOP,
        SpaceKind.TRAINING,
        SpaceKind.INTERNAL_MEETING,
    }


@pytest.mark.parametrize(
    ("text", "at_once", "channel", "status"),
    [
        ("¿Y la vía?", False, "PHONE", QuestionStatus.PENDING),
        ("¿Y la vía?", True, "PHONE", QuestionStatus.SHOWN),
        ("¿Y la vía? www.a.co", True, "PHONE", QuestionStatus.PENDING),
        ("Llámeme al celular 310 555 1234", True, "PHONE", QuestionStatus.PENDING),
        ("¿Y la vía?", False, "PAPER", QuestionStatus.SHOWN),
        ("¿Y la vía?", False, "RADIO", QuestionStatus.SHOWN),
    ],
)
def test_question_begins_where_the_space_says(text, at_once, channel, status) -> None:
    assert first_status(QuestionValues(text, channel=channel), shows_at_once=at_once) == status


def test_personal_data_are_warned_of_and_a_plain_question_is_not() -> None:
    assert "un número de celular" in private_gap("Llámeme al celular 310 555 1234")
    assert "310" not in private_gap("Llámeme al celular 310 555 1234")
    assert private_gap("¿Cuándo abre el puesto de salud?") == ""


def test_being_about_something_else_is_no_reason_to_take_out() -> None:
    assert not any("tema" in reason.text for reason in HIDING_REASONS)
    assert "déjela para respuesta escrita" in hiding_gaps("otro tema", "")[0]
    assert hiding_gaps("insult", "") == ()
    assert "caben 160" in hiding_gaps("insult", "a" * 161)[0]
    assert reason_in_words("insult", "a una vecina") == "insulta o amenaza a alguien (a una vecina)"


def test_question_moves_only_along_its_table() -> None:
    check_may_become("PENDING", "SHOWN")
    for current in ALLOWED_TRANSITIONS:
        with pytest.raises(TransitionNotAllowed):
            check_may_become(current, "PENDING")
    assert "PENDING --> HIDDEN: retirar con un motivo" in diagram()


@pytest.mark.parametrize(
    ("status", "reason", "answer", "needs"),
    [
        ("SHOWN", "", "WAITING", True),
        ("PENDING", "", "WAITING", True),
        ("SHOWN", "", "WRITTEN", True),
        ("SHOWN", "", "LIVE", False),
        ("MERGED", "", "WAITING", False),
        ("HIDDEN", "tiene datos personales de otra persona", "WAITING", True),
        ("HIDDEN", "es publicidad", "WAITING", False),
        ("HIDDEN", "no se entiende qué pregunta (solo letras)", "WAITING", False),
    ],
)
def test_what_was_asked_and_not_said_aloud_is_left_for_writing(status, reason, answer, needs) -> None:
    assert needs_written_answer(status=status, hidden_reason=reason, answer=answer) is needs


MARKS = st.sampled_from(["a", "b", "c", "d"])


@given(MARKS | st.just(""), st.lists(MARKS | st.just("")), st.lists(MARKS))
def test_supporters_count_each_person_once(asker: str, joined: list[str], given_by: list[str]) -> None:
    counted = supporters(asker=asker, joined_askers=joined, given=given_by)
    people = {one for one in (*joined, *given_by) if one} - {asker}
    assert counted == len(people) + joined.count("")
    assert counted == supporters(asker=asker, joined_askers=reversed(joined), given=given_by * 2)
    assert counted >= supporters(asker=asker, joined_askers=(), given=given_by)


def test_slowing_says_until_when() -> None:
    limits = ((2, 10 * MINUTE), (3, 60 * MINUTE))
    ago = lambda *minutes: [DURING - MINUTE * one for one in minutes]  # noqa: E731
    assert seconds_to_wait(ago(9), limits, now=DURING) == 0
    assert seconds_to_wait(ago(9, 8), limits, now=DURING) == 60
    assert seconds_to_wait(ago(59, 20, 11), limits, now=DURING) == 60
    assert seconds_to_wait(ago(70, 20, 11), limits, now=DURING) == 0


@pytest.mark.parametrize(
    ("count", "said"),
    [
        (QuestionCount(), "No llegaron preguntas."),
        (QuestionCount(asked=1, live=1), "1 pregunta, 1 respondida en vivo y 0 para responder por escrito."),
        (
            QuestionCount(asked=34, live=21, written=11, hidden=2),
            "34 preguntas, 21 respondidas en vivo, 2 retiradas y 11 para responder por escrito.",
        ),
    ],
)
def test_numbers_are_said_in_words(count: QuestionCount, said: str) -> None:
    assert count.in_words == said


def test_standing_is_said_for_who_came_too_late() -> None:
    plain = {"hidden_reason": "", "answer": "WAITING", "is_on_screen": False, "into": None}
    assert standing_in_words(status="SHOWN", **plain | {"is_on_screen": True}) == "a la vista, en pantalla"
    assert standing_in_words(status="SHOWN", **plain | {"answer": "LIVE"}) == "a la vista, respondida en vivo"
    assert standing_in_words(status="HIDDEN", **plain | {"hidden_reason": "insulta"}) == "retirada: insulta"
    assert standing_in_words(status="MERGED", **plain | {"into": 4}) == "unida a la 4"


def test_live_answer_says_who_and_fits() -> None:
    assert live_answer_gaps("", "Secretaría de Hacienda") == ()
    assert "qué dependencia o qué cargo" in live_answer_gaps("Sí.", " ")[0]
    assert "caben 160" in live_answer_gaps("", "a" * 161)[0]
    assert "caben 3.000" in live_answer_gaps("a" * 3_001, "Hacienda")[0]
