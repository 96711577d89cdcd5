"""A sample drawn with hashes alone: anybody gets the same one."""

import subprocess

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rinde.capabilities.followup.rules.sampling import draw, rank, sample_gaps, usual_seed

PLAN = [("Riesgos", f"1-{number}") for number in range(1, 11)] + [("Diálogo", f"2-{number}") for number in range(1, 6)]


def test_rank_is_what_sha256sum_says() -> None:
    said = subprocess.run(["sha256sum"], input=b"semilla 7:1-1", capture_output=True, check=True).stdout  # noqa: S607
    assert rank("semilla 7", "1-1") == said.decode().split()[0]


def test_same_seed_draws_the_same_sample_and_another_one_another() -> None:
    first = draw(PLAN, size=6, seed="a1b2")
    assert draw(PLAN, size=6, seed="a1b2") == first
    assert draw(PLAN, size=6, seed="a1b3").keys != first.keys


def test_order_of_the_plan_does_not_matter_within_a_component() -> None:
    reversed_within = [*reversed(PLAN[:10]), *reversed(PLAN[10:])]
    assert draw(reversed_within, size=6, seed="x").keys == draw(PLAN, size=6, seed="x").keys


def test_components_share_the_sample_by_what_they_have_scheduled() -> None:
    assert [len(one.chosen) for one in draw(PLAN, size=6, seed="x").strata] == [4, 2]


def test_small_component_gets_one_while_there_are_enough() -> None:
    uneven = [*PLAN[:10], ("Iniciativas", "3-1")]
    assert [len(one.chosen) for one in draw(uneven, size=2, seed="x").strata] == [1, 1]
    assert [len(one.chosen) for one in draw(uneven, size=1, seed="x").strata] == [1, 0]


def test_larger_sample_keeps_the_smaller_one_of_each_component() -> None:
    small, big = draw(PLAN, size=4, seed="x"), draw(PLAN, size=8, seed="x")
    assert set(small.keys) < set(big.keys)


def test_words_say_how_to_draw_it_again() -> None:
    sample = draw(PLAN, size=3, seed="a1b2")
    words = sample.in_words
    assert words.startswith("3 de 15 actividades programadas")
    assert "(Riesgos: 2 de 10; Diálogo: 1 de 5)" in words
    assert f"printf '%s' 'a1b2:{sample.keys[0]}' | sha256sum" in words  # an activity that is there


@given(st.lists(st.sampled_from("ABCDE"), max_size=40), st.integers(1, 50), st.text(max_size=10))
def test_sample_has_its_size_and_no_activity_twice(components: list[str], size: int, seed: str) -> None:
    scheduled = [(component, str(number)) for number, component in enumerate(components)]
    drawn = draw(scheduled, size=size, seed=seed)
    assert len(drawn.keys) == len(set(drawn.keys)) == min(size, len(scheduled))
    assert set(drawn.keys) <= {key for _, key in scheduled}
    if size >= len(set(components)):
        assert all(one.chosen for one in drawn.strata)


@pytest.mark.parametrize(
    ("seed", "size", "scheduled", "gap"),
    [
        ("", 1, 5, "Escriba una semilla"),
        ("x" * 41, 1, 5, "Escriba una semilla"),
        ("dos\nlíneas", 1, 5, "Escriba una semilla"),
        ("con 'comillas'", 1, 5, "Escriba una semilla"),
        ("a1", 0, 5, "Escoja entre 1 y 5"),
        ("a1", 6, 5, "Escoja entre 1 y 5"),
        ("a1", 1, 0, "no hay de dónde"),
    ],
)
def test_sample_that_cannot_be_drawn_is_refused(seed: str, size: int, scheduled: int, gap: str) -> None:
    (said,) = sample_gaps(seed, size, scheduled=scheduled)
    assert gap in said


def test_whole_plan_and_a_seed_of_forty_letters_are_accepted() -> None:
    assert sample_gaps("x" * 40, 5, scheduled=5) == ()
    assert usual_seed("0123456789abcdef" * 4) == "0123456789abcdef"
