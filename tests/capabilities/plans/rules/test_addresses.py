import pytest
from hypothesis import given
from hypothesis import strategies as st

from rinde.capabilities.plans.rules.addresses import KEY, Place, activity_keys, key_of, slug_of

_codes = st.sampled_from(["", "1", "1.1", "1,1", "2", "3.1.2", "c1-1", "A)", "é"])
_places = st.builds(
    Place,
    code=_codes,
    component=st.sampled_from(["1", "2", "Riesgos"]),
    subcomponent=st.sampled_from(["", "1", "2"]),
    position=st.integers(1, 4),
)


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("3.1.2", "3.1.2"),
        ("3,1,2", "3.1.2"),
        ("3.1.", "3.1"),
        ("N° 4", "n-4"),
        ("1.1 a)", "1.1-a"),
        ("Ñ-ó", "n-o"),
        ("1..2", "1-2"),
        ("—", ""),
        ("x" * 90, "x" * 40),
    ],
)
def test_key_is_the_code_that_people_know(code: str, expected: str) -> None:
    assert key_of(code) == expected


def test_slug_keeps_letters_and_figures() -> None:
    assert slug_of("Plan de Acción 3.1") == "plan-de-accion-3-1"


def test_code_alone_is_the_key_where_it_is_unique() -> None:
    places = [Place("1.1", "1"), Place("1.2", "1", position=2), Place("2.1", "2")]

    assert activity_keys(places) == ("1.1", "1.2", "2.1")


def test_codes_that_restart_in_each_component_carry_their_component() -> None:
    places = [Place("1", "3"), Place("2", "3"), Place("1", "4")]

    assert activity_keys(places) == ("c3-1", "2", "c4-1")


def test_codes_that_restart_in_each_subcomponent_carry_both() -> None:
    places = [Place("1", "3", "1"), Place("1", "3", "2")]

    assert activity_keys(places) == ("c3-s1-1", "c3-s2-1")


def test_same_code_twice_in_one_place_is_numbered() -> None:
    assert activity_keys([Place("1", "3", "1"), Place("1", "3", "1")]) == ("c3-s1-1", "c3-s1-1-b2")


def test_without_code_the_position_speaks() -> None:
    places = [Place("", "3", "1", position=1), Place("", "3", "1", position=2)]

    assert activity_keys(places) == ("c3-s1-a1", "c3-s1-a2")


def test_key_already_taken_is_not_given_again() -> None:
    assert activity_keys([Place("1.1", "1", "2")], taken={"1.1"}) == ("c1-1.1",)


@given(st.lists(_places, max_size=25), st.sets(st.sampled_from(["1", "1.1", "c1-1", "2"])))
def test_keys_are_unique_short_and_never_taken(places: list[Place], taken: set[str]) -> None:
    keys = activity_keys(places, taken)

    assert len(keys) == len(places)
    assert len(set(keys)) == len(keys)
    assert not set(keys) & taken
    assert all(KEY.fullmatch(key) and len(key) <= 60 for key in keys)


@given(st.lists(_places, max_size=15))
def test_keys_of_the_same_document_are_the_same(places: list[Place]) -> None:
    assert activity_keys(places) == activity_keys(list(places))
