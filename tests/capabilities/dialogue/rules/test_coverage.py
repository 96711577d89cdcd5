from datetime import date

import pytest

from rinde.capabilities.dialogue.rules.coverage import (
    CoveringSpace,
    coverage_of,
    missing_in_words,
    quarter_of,
)


def a_space(number: int, day: date, *groups: int, status: str = "CALLED") -> CoveringSpace:
    return CoveringSpace(number, f"Espacio {number}", f"espacio-{number}", status, day, frozenset(groups))


@pytest.mark.parametrize(
    ("day", "quarter"),
    [
        (date(2026, 1, 1), 0),
        (date(2026, 3, 31), 0),
        (date(2026, 4, 1), 1),
        (date(2026, 9, 30), 2),
        (date(2026, 12, 31), 3),
    ],
)
def test_quarter_of_a_day(day: date, quarter: int) -> None:
    assert quarter_of(day) == quarter


def test_group_without_a_space_comes_first_and_is_named() -> None:
    spaces = [a_space(1, date(2026, 3, 31), 1), a_space(2, date(2026, 4, 1), 1, status="HELD")]
    covered = coverage_of([(1, "Comerciantes"), (2, "Juventud"), (3, "Víctimas")], spaces)
    assert [(one.name, one.spaces, one.held, one.is_missing) for one in covered] == [
        ("Juventud", 0, 0, True),
        ("Víctimas", 0, 0, True),
        ("Comerciantes", 2, 1, False),
    ]
    assert [[space.id for space in quarter] for quarter in covered[2].quarters] == [[1], [2], [], []]
    assert missing_in_words(covered, 2026) == "2 de 3 grupos no tienen un espacio en 2026: Juventud y Víctimas."


def test_cancelled_space_reaches_nobody() -> None:
    covered = coverage_of([(1, "Juventud")], [a_space(1, date(2026, 5, 1), 1, status="CANCELLED")])
    assert missing_in_words(covered, 2026) == "1 de 1 grupo no tiene un espacio en 2026: Juventud."


def test_nobody_missing_says_nothing() -> None:
    assert missing_in_words(coverage_of([(1, "Juventud")], [a_space(1, date(2026, 5, 1), 1)]), 2026) == ""
