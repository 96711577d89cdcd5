from datetime import date
from typing import Any

import pytest

from rinde.capabilities.dialogue.rules.answers import (
    AnswerStanding,
    AnswerState,
    QuestionFacts,
    answer_state,
    lateness_in_words,
    order_of,
    publishing_gaps,
    told,
)

DUE = date(2026, 6, 3)


def _facts(**fields: Any) -> QuestionFacts:
    defaults: dict[str, Any] = {"is_answered_live": False, "due_on": DUE}
    return QuestionFacts(**defaults | fields)


@pytest.mark.parametrize(
    ("fields", "today", "expected"),
    [
        ({}, DUE, AnswerState(AnswerStanding.UNFILED)),
        ({"is_answered_live": True}, DUE, AnswerState(AnswerStanding.LIVE)),
        ({"asks_nothing": True}, DUE, AnswerState(AnswerStanding.LEFT_OUT)),
        ({"is_joined": True}, DUE, AnswerState(AnswerStanding.JOINED)),
        # Said aloud and filed all the same: the written answer is still owed.
        (
            {"is_answered_live": True, "petition_status": "IN_PROGRESS"},
            date(2026, 5, 20),
            AnswerState(AnswerStanding.WAITING),
        ),
        ({"petition_status": "RECEIVED"}, DUE, AnswerState(AnswerStanding.WAITING, 0, is_soon=True)),
        ({"petition_status": "RECEIVED"}, date(2026, 6, 4), AnswerState(AnswerStanding.WAITING, 1)),
        ({"petition_status": "ANSWERED", "answered_on": DUE}, date(2026, 9, 1), AnswerState(AnswerStanding.ANSWERED)),
        (
            {"petition_status": "ANSWERED", "answered_on": date(2026, 6, 8)},
            date(2026, 9, 1),
            AnswerState(AnswerStanding.ANSWERED, 5),
        ),
        (
            {"petition_status": "TRANSFERRED", "answered_on": DUE},
            date(2026, 9, 1),
            AnswerState(AnswerStanding.TRANSFERRED),
        ),
        ({"petition_status": "WITHDRAWN", "answered_on": DUE}, date(2026, 9, 1), AnswerState(AnswerStanding.ENDED)),
        ({"petition_status": "IN_PROGRESS", "due_on": None}, DUE, AnswerState(AnswerStanding.WAITING)),
    ],
)
def test_question_stands_as_its_petition_does(fields: dict[str, Any], today: date, expected: AnswerState) -> None:
    assert answer_state(_facts(**fields), today=today) == expected


def test_lateness_says_both_days() -> None:
    late = AnswerState(AnswerStanding.ANSWERED, 5)
    assert lateness_in_words(late, due_on=DUE, answered_on=date(2026, 6, 8)) == (
        "Vencía el 3 de junio de 2026 y se respondió el 8 de junio de 2026: 5 días después."
    )
    waits = AnswerState(AnswerStanding.WAITING, 1)
    assert (
        lateness_in_words(waits, due_on=DUE, answered_on=None) == "Vencía el 3 de junio de 2026: lleva 1 día vencida."
    )
    assert lateness_in_words(AnswerState(AnswerStanding.ANSWERED), due_on=DUE, answered_on=DUE) == ""


def test_overdue_stands_first_and_settled_last() -> None:
    rows = [
        (AnswerState(AnswerStanding.LIVE), None, 1),
        (AnswerState(AnswerStanding.WAITING), date(2026, 6, 9), 2),
        (AnswerState(AnswerStanding.WAITING), date(2026, 6, 8), 3),
        (AnswerState(AnswerStanding.UNFILED), None, 4),
        (AnswerState(AnswerStanding.WAITING, 3), date(2026, 5, 30), 5),
    ]
    assert [number for _, _, number in sorted(rows, key=lambda row: order_of(*row))] == [5, 4, 3, 2, 1]


@pytest.mark.parametrize(
    ("numbers", "gap"),
    [
        ([], ()),
        ([7], ("Falta la respuesta de la pregunta 7.",)),
        ([9, 2], ("Faltan las respuestas de 2 preguntas: 2, 9.",)),
        (range(1, 13), ("Faltan las respuestas de 12 preguntas: 1, 2, 3, 4, 5, 6, 7, 8, 9, 10….",)),
    ],
)
def test_missing_answers_are_named(numbers: list[int], gap: tuple[str, ...]) -> None:
    assert publishing_gaps(numbers) == gap


@pytest.mark.parametrize(
    ("counts", "said"),
    [
        ((0, 0, 0), "Nadie hizo preguntas en este espacio."),
        ((1, 0, 0), "1 pregunta: 1 respondida en el espacio."),
        ((2, 5, 0), "7 preguntas: 2 respondidas en el espacio y 5 por escrito."),
        ((2, 5, 1), "8 preguntas: 2 respondidas en el espacio, 5 por escrito y 1 trasladada o cerrada."),
    ],
)
def test_step_says_how_many_were_answered(counts: tuple[int, int, int], said: str) -> None:
    live, written, others = counts
    assert told(live=live, written=written, others=others) == said
