from decimal import Decimal

import pytest

from plan_contents import a_deliverable
from rinde.capabilities.plans.rules.measures import figure, quantity_in_words, target_in_words


@pytest.mark.parametrize(
    ("value", "expected"),
    [("4", "4"), ("4.00", "4"), ("2.50", "2,5"), ("5000", "5.000"), ("1234567.8", "1.234.567,8"), ("0", "0")],
)
def test_figures_are_written_as_in_colombia(value: str, expected: str) -> None:
    assert figure(Decimal(value)) == expected


@pytest.mark.parametrize(
    ("unit", "per_actor", "expected"),
    [("COUNT", False, "2"), ("COUNT", True, "2 por dependencia"), ("PERCENT", False, "2 %"), ("", False, "2")],
)
def test_quantity_in_words(unit: str, per_actor: bool, expected: str) -> None:
    assert quantity_in_words(Decimal(2), unit, per_actor=per_actor) == expected


def test_target_keeps_the_words_of_the_plan() -> None:
    assert target_in_words(a_deliverable(target="Dos (2) informes", target_quantity=Decimal(2))) == "Dos (2) informes"


def test_target_without_words_is_its_quantity() -> None:
    assert target_in_words(a_deliverable(target_quantity=Decimal(100), target_unit="PERCENT")) == "100 %"


def test_no_target_is_no_words() -> None:
    assert target_in_words(a_deliverable()) == ""
