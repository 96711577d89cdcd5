"""Numbers in Spanish words, both ways."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rinde.foundations.text.numbers import leading_number, number_from_words, words_from_number


@given(st.integers(0, 999_999_999))
def test_any_number_written_in_words_reads_back(value: int) -> None:
    assert number_from_words(words_from_number(value)) == value


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("cero", 0),
        ("una", 1),
        ("Veintidós", 22),
        ("treinta y una", 31),
        ("cien", 100),
        ("doscientas cinco", 205),
        ("mil", 1_000),
        ("CINCO MIL", 5_000),
        ("dos mil doscientos", 2_200),
        ("un millón quinientos mil", 1_500_000),
    ],
)
def test_number_from_words_reads_usual_spellings(words: str, value: int) -> None:
    assert number_from_words(words) == value


@pytest.mark.parametrize("words", ["", "informe", "dos informes", "dos tres", "veinte doscientos"])
def test_number_from_words_refuses_what_is_no_number(words: str) -> None:
    assert number_from_words(words) is None


def test_leading_number_stops_where_the_number_ends() -> None:
    assert leading_number(["treinta", "y", "dos", "talleres"]) == (32, 3)
    assert leading_number(["treinta", "y", "talleres"]) == (30, 1)


@pytest.mark.parametrize("value", [-1, 1_000_000_000])
def test_words_from_number_refuses_what_it_cannot_say(value: int) -> None:
    with pytest.raises(ValueError, match="999"):
        words_from_number(value)
