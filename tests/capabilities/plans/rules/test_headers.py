from dataclasses import replace
from datetime import date

import pytest

from rinde.capabilities.plans.choices import Instrument
from rinde.capabilities.plans.rules.headers import header_gaps, plan_slug
from rinde.capabilities.plans.rules.rows import PlanHeader

HEADER = PlanHeader("PTEP", "Programa", date(2026, 1, 1), date(2026, 12, 31))


def test_whole_header_has_no_gaps() -> None:
    assert header_gaps(HEADER) == ()


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"title": "  "}, "título"),
        ({"instrument": "NADA"}, "instrumento"),
        ({"period_end": date(2025, 12, 31)}, "termina antes de empezar"),
        ({"period_end": date(2034, 1, 1)}, "más de 8 años"),
    ],
)
def test_each_gap_of_a_header_is_said(fields: dict[str, object], words: str) -> None:
    (gap,) = header_gaps(replace(HEADER, **fields))

    assert words in gap


@pytest.mark.parametrize("end", [date(2026, 1, 1), date(2033, 12, 31)])
def test_shortest_and_longest_period_are_accepted(end: date) -> None:
    assert header_gaps(replace(HEADER, period_end=end)) == ()


@pytest.mark.parametrize("instrument", Instrument.values)
def test_every_instrument_has_an_address(instrument: str) -> None:
    assert plan_slug(replace(HEADER, instrument=instrument), ()) != ""


@pytest.mark.parametrize(
    ("slug", "taken", "expected"),
    [
        ("", (), "ptep"),
        ("", ("ptep",), "ptep-2"),
        ("", ("ptep", "ptep-2"), "ptep-3"),
        ("Mi Plán", (), "mi-plan"),
        ("···", (), "ptep"),
    ],
)
def test_address_is_the_plans_own_or_its_instruments(slug: str, taken: tuple[str, ...], expected: str) -> None:
    assert plan_slug(replace(HEADER, slug=slug), taken) == expected
