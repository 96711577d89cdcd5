from collections import defaultdict
from itertools import product

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rinde.capabilities.dialogue.rules.attendance_counts import public_counts, unique_by, unique_people
from rinde.capabilities.surveys.rules.suppression import FEWEST

LABELS = "ABCDEFGH"


def published(sizes: tuple[int, ...]) -> tuple[tuple[str, int | None], ...] | None:
    """What everybody reads besides the total; None where nothing is."""
    counts = public_counts(list(zip(LABELS, sizes, strict=False)))
    return None if counts.is_withheld else tuple((cell.label, cell.people) for cell in counts.cells)


def test_large_cells_are_shown_as_they_are() -> None:
    assert published((12, 5, 7)) == (("A", 12), ("B", 5), ("C", 7))


def test_one_small_cell_takes_the_smallest_other_with_it() -> None:
    assert published((12, 3, 7)) == (("A", 12), ("B", None), ("C", None))


def test_small_cells_that_can_hold_only_one_each_take_another_with_them() -> None:
    assert published((1, 1, 20, 30)) == (("A", None), ("B", None), ("C", None), ("D", 30))


def test_too_few_people_are_not_sorted_at_all() -> None:
    assert published((3,)) is None
    assert published((1, 1, 20)) is None
    assert published((2, 2)) is None
    assert published((1, 1, 1, 1, 1)) is None


def test_hidden_cells_do_not_stand_in_the_order_of_their_size() -> None:
    counts = public_counts([("Zonas", 3), ("Barrios", 4), ("Mesas", 9)])
    assert [cell.label for cell in counts.cells] == ["Barrios", "Mesas", "Zonas"]


def test_nobody_can_compute_a_hidden_cell_from_what_is_published() -> None:
    """Every table of up to four cells: those that publish the same leave at least two answers for each hidden cell."""
    same: dict[object, list[tuple[int, ...]]] = defaultdict(list)
    for count in (1, 2, 3, 4):
        for sizes in product(range(1, 10), repeat=count):
            same[(published(sizes), sum(sizes))].append(sizes)
    checked = 0
    for (told, _), tables in same.items():
        for place, (_, people) in enumerate(told or ()):
            if people is None:
                checked += 1
                assert len({sizes[place] for sizes in tables}) > 1, (told, tables)
    assert checked > 500


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])  # a machine under load
@given(st.lists(st.integers(min_value=1, max_value=400), min_size=1, max_size=8))
def test_no_small_cell_is_ever_shown_and_no_single_one_is_hidden(sizes: list[int]) -> None:
    told = published(tuple(sizes))
    if told is None:
        return
    hidden = [people for (_, people) in told if people is None]
    assert all(people is None or people >= FEWEST for _, people in told)
    assert len(hidden) != 1
    shown = sum(people for _, people in told if people)
    assert not hidden or sum(sizes) - shown > len(hidden)


def test_same_person_counts_once_through_any_of_their_keys() -> None:
    assert unique_people([["document:1", "mail:a"], ["mail:a"], ["document:2"], ["document:1"]]) == 2
    assert unique_people([["a"], ["b"], ["a", "b"]]) == 1


def test_somebody_without_a_key_counts_for_themselves() -> None:
    assert unique_people([[], [], ["a"]]) == 3


def test_somebody_of_two_units_counts_in_each_once() -> None:
    entries = [("Hacienda", ["a"]), ("Hacienda", ["a"]), ("Salud", ["a"]), ("Salud", ["b"]), ("", [])]
    assert unique_by(entries) == (("Salud", 2), ("Hacienda", 1), ("Sin dato", 1))


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.lists(st.sampled_from("abcdef"), max_size=3), max_size=12))
def test_order_of_the_list_does_not_change_how_many_people_there_are(keys: list[list[str]]) -> None:
    assert unique_people(keys) == unique_people(list(reversed(keys))) <= len(keys)
