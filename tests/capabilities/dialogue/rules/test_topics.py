import pytest

from rinde.capabilities.dialogue.rules.topics import (
    TopicDecision,
    decision_gaps,
    names_gaps,
    needs_reason,
    votes_in_public,
)

WATER, ROADS, HEALTH = ("Agua", 30), ("Vías", 20), ("Salud", 10)


def decided(topic: tuple[str, int | None], rank: int | None, why: str = "") -> TopicDecision:
    return TopicDecision(topic[0], topic[1], rank, why)


def test_order_of_the_votes_needs_no_reason() -> None:
    assert decision_gaps([decided(WATER, 1), decided(ROADS, 2), decided(HEALTH, None)]) == ()


def test_topic_ahead_of_one_with_more_votes_says_why() -> None:
    gaps = decision_gaps([decided(WATER, 2), decided(ROADS, 1), decided(HEALTH, None)])
    assert gaps == ("La gente votó otra cosa: diga por qué «Vías» queda de 1.º.",)


def test_topic_left_out_while_one_with_fewer_votes_stays_says_why_as_well() -> None:
    gaps = decision_gaps([decided(WATER, None), decided(ROADS, 1), decided(HEALTH, None)])
    assert gaps == (
        "La gente votó otra cosa: diga por qué «Agua» queda sin priorizar.",
        "La gente votó otra cosa: diga por qué «Vías» queda de 1.º.",
    )
    assert (
        decision_gaps([decided(WATER, None, "Ya se contó."), decided(ROADS, 1, "Hay obra."), decided(HEALTH, None)])
        == ()
    )


def test_same_votes_go_either_way() -> None:
    assert decision_gaps([decided(("Agua", 20), 2), decided(("Vías", 20), 1)]) == ()


def test_without_a_consultation_there_is_nothing_to_go_against() -> None:
    alone = decided(("Agua", None), None)
    assert not needs_reason(alone, [alone, decided(("Vías", None), 1)])


@pytest.mark.parametrize("ranks", [(1, 3), (2, 3), (1, 1)])
def test_ranks_neither_skip_nor_repeat(ranks: tuple[int, int]) -> None:
    gaps = decision_gaps([decided(("Agua", None), ranks[0]), decided(("Vías", None), ranks[1])])
    assert gaps == ("Numere los temas priorizados 1, 2, 3…, sin saltar ni repetir.",)


def test_at_least_one_topic_is_prioritised() -> None:
    assert decision_gaps([decided(WATER, None)]) == ("Priorice al menos un tema.",)


def test_too_many_and_too_long_topics_are_told() -> None:
    assert names_gaps([]) == ("Escriba al menos un tema, uno por línea.",)
    assert len(names_gaps([f"Tema {number}" for number in range(41)])) == 1
    assert "tiene 201 caracteres y caben 200" in names_gaps(["a" * 201])[0]
    assert names_gaps(["a" * 200]) == ()


@pytest.mark.parametrize(
    ("votes", "voters", "told"),
    [
        (None, None, ""),
        (34, 120, "34 de 120 personas"),
        (0, 120, "0 de 120 personas"),
        (4, 120, "Muy pocas respuestas para mostrar la cifra"),
        (5, 120, "5 de 120 personas"),
        (118, 120, "Muy pocas respuestas para mostrar la cifra"),
        (3, 4, "Muy pocas respuestas para mostrar la cifra"),
    ],
)
def test_small_counts_are_not_told_in_public(votes: int | None, voters: int | None, told: str) -> None:
    assert votes_in_public(votes, voters) == told
