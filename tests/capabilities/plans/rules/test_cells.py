from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plan_contents import FIFTY_SIX, a_deliverable, an_assignment
from rinde.capabilities.plans.rules.cells import Total, cells_of, members_of, total_target
from rinde.capabilities.plans.rules.content import AssignmentContent, MilestoneContent


def test_a_target_of_each_office_says_how_its_total_is_made() -> None:
    assert total_target(FIFTY_SIX) == Total(Decimal(56), "COUNT", "2 × 28 = 56")


def test_every_office_has_a_cell_on_every_date() -> None:
    dates = (MilestoneContent(date(2026, 12, 31)), MilestoneContent(date(2026, 6, 30)))
    deliverable = a_deliverable(milestones=dates, assignments=(an_assignment("A", "B", group="Todas"),))

    assert [(cell.due_on.month, cell.actor_name) for cell in cells_of(deliverable)] == [
        (6, "A"),
        (6, "B"),
        (12, "A"),
        (12, "B"),
    ]


def test_expected_quantity_is_the_members_own_on_the_only_date() -> None:
    assert {cell.expected for cell in cells_of(FIFTY_SIX)} == {Decimal(2)}


def test_expected_quantity_of_several_dates_is_not_guessed() -> None:
    dates = (MilestoneContent(date(2026, 6, 30)), MilestoneContent(date(2026, 12, 31)))
    deliverable = a_deliverable(target_quantity=Decimal(4), target_per_actor=True, milestones=dates)

    assert [cell.expected for cell in cells_of(deliverable)] == [None, None]


def test_expected_quantity_of_a_milestone_counts_first() -> None:
    milestone = MilestoneContent(date(2026, 6, 30), expected_quantity=Decimal(1))
    deliverable = a_deliverable(target_quantity=Decimal(4), target_per_actor=True, milestones=(milestone,))

    assert [cell.expected for cell in cells_of(deliverable)] == [Decimal(1)]


def test_own_target_of_one_office_stands_apart_in_the_total() -> None:
    group = an_assignment("A", "B", "C", group="Todas")
    own = an_assignment("A", own_target=Decimal(5))
    deliverable = a_deliverable(
        target_quantity=Decimal(2), target_unit="COUNT", target_per_actor=True, assignments=(group, own)
    )

    assert total_target(deliverable) == Total(Decimal(9), "COUNT", "2 × 2 + 5 = 9")


def test_actor_named_twice_owes_once() -> None:
    deliverable = a_deliverable(assignments=(an_assignment("A", "B", group="Todas"), an_assignment("A")))

    assert [member.name for member in members_of(deliverable)] == ["A", "B"]


def test_support_owes_nothing() -> None:
    deliverable = a_deliverable(assignments=(an_assignment("A"), an_assignment("Apoyo", role="SUPPORT", actors=())))

    assert [member.name for member in members_of(deliverable)] == ["A"]


def test_text_that_nobody_matched_still_owes() -> None:
    cells = cells_of(a_deliverable(assignments=(an_assignment(text="Enlace TIC"),)))

    assert [(cell.actor_id, cell.actor_name) for cell in cells] == [(None, "Enlace TIC")]


@pytest.mark.parametrize(("per_actor", "how"), [(True, "en cada dependencia"), (False, "")])
def test_percentages_are_never_added_up(per_actor: bool, how: str) -> None:
    deliverable = a_deliverable(
        target_quantity=Decimal(100),
        target_unit="PERCENT",
        target_per_actor=per_actor,
        assignments=(an_assignment("A", "B", group="Todas"),),
    )

    assert total_target(deliverable) == Total(Decimal(100), "PERCENT", how)


def test_target_in_all_is_its_own_total() -> None:
    deliverable = a_deliverable(target_quantity=Decimal(3), target_unit="COUNT")

    assert total_target(deliverable) == Total(Decimal(3), "COUNT")


@given(st.lists(st.integers(1, 50), min_size=2, max_size=12))
def test_the_words_of_a_total_add_up(targets: list[int]) -> None:
    assignments = tuple(
        an_assignment(text=f"Oficina {number}", actors=(), own_target=Decimal(target))
        for number, target in enumerate(targets)
    )
    total = total_target(a_deliverable(assignments=assignments))

    left, right = total.how.split(" = ")
    terms = (term.split(" × ") for term in left.split(" + "))
    added = sum(int(term[0]) * int(term[1]) if len(term) == 2 else int(term[0]) for term in terms)
    assert (added, int(right), total.quantity) == (sum(targets), sum(targets), sum(targets))


def test_total_is_not_made_up_while_somebody_is_known_later() -> None:
    open_set = an_assignment(text="Los del pacto", conditional=True)
    known = an_assignment("Hacienda", "Salud", text="Los del pacto", conditional=True)
    per_actor = {"target_quantity": Decimal(2), "target_unit": "COUNT", "target_per_actor": True}

    waiting = total_target(a_deliverable(assignments=(open_set,), **per_actor))
    told = total_target(a_deliverable(assignments=(known,), **per_actor))

    assert (waiting.quantity, waiting.how) == (Decimal(2), "el total se sabrá cuando se diga quiénes responden")
    assert (told.quantity, told.how) == (Decimal(4), "2 × 2 = 4")


@given(st.lists(st.decimals(0, 10**6, places=2), min_size=1, max_size=30))
def test_total_is_the_sum_of_what_each_member_owes(parts: list[Decimal]) -> None:
    each = tuple(AssignmentContent(text=f"Oficina {number}", own_target=part) for number, part in enumerate(parts))

    assert total_target(a_deliverable(assignments=each, target_unit="COUNT")).quantity == sum(parts)
