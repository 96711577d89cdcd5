"""Dates and numbers as Colombia writes them."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rinde.foundations.design.spanish import spanish_date, spanish_number


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0"),
        (100, "100"),
        (2026, "2.026"),
        (1234567, "1.234.567"),
        (Decimal("1234.50"), "1.234,5"),
        (Decimal("100.00"), "100"),
        (Decimal("1E+3"), "1.000"),
        (0.1, "0,1"),
        (-1500.25, "-1.500,25"),
    ],
)
def test_spanish_number(value: int | float | Decimal, text: str) -> None:
    assert spanish_number(value) == text


@given(st.decimals(allow_nan=False, allow_infinity=False, places=3, min_value=-(10**9), max_value=10**9))
def test_spanish_number_reads_back(value: Decimal) -> None:
    assert Decimal(spanish_number(value).replace(".", "").replace(",", ".")) == value


@pytest.mark.parametrize(
    ("form", "text"),
    [
        ("short", "30 abr 2026"),
        ("long", "30 de abril de 2026"),
        ("month", "abril de 2026"),
        ("day", "30 abr"),
        ("time", "30 abr 2026"),
    ],
)
def test_spanish_date(form: str, text: str) -> None:
    assert spanish_date(date(2026, 4, 30), form).replace("\u00a0", " ") == text


@pytest.mark.parametrize(
    ("moment", "text"),
    [
        (datetime(2026, 5, 1, 3, 5, tzinfo=UTC), "30 abr 2026, 10:05 p. m."),
        (datetime(2026, 5, 1, 5, 0, tzinfo=UTC), "1 may 2026, 12:00 a. m."),
        (datetime(2026, 5, 1, 17, 0, tzinfo=UTC), "1 may 2026, 12:00 p. m."),
    ],
)
def test_spanish_date_puts_moments_on_colombias_clock(moment: datetime, text: str) -> None:
    assert spanish_date(moment, "time").replace("\u00a0", " ") == text
