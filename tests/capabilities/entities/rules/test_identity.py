"""NIT, DIVIPOLA and addresses of entities. The NITs are those of public bodies, which publish them."""

import pytest

from rinde.capabilities.entities.models import Entity
from rinde.capabilities.entities.rules.entity import RESERVED_SLUGS, slug_gaps, tidy_identity
from rinde.capabilities.entities.rules.identity import (
    DEPARTMENTS,
    check_divipola,
    department_of,
    nit_check_digit,
    tidy_nit,
)


@pytest.mark.parametrize(("number", "digit"), [("899999061", 9), ("890201222", 0), ("890905211", 1), ("800197268", 4)])
def test_check_digit_of_a_nit(number, digit):
    assert nit_check_digit(number) == digit


@pytest.mark.parametrize(
    ("given", "kept"),
    [("899.999.061-9", "899999061-9"), (" 899999061 – 9 ", "899999061-9"), ("899999061", "899999061")],
)
def test_nit_is_tidied(given, kept):
    assert tidy_nit(given) == kept


@pytest.mark.parametrize(
    ("given", "words"),
    [("899999061-8", "sería 9"), ("89A", "solo con cifras"), ("12", "solo con cifras"), ("-9", "cifras")],
)
def test_wrong_nit_says_why(given, words):
    with pytest.raises(ValueError, match=words):
        tidy_nit(given)


@pytest.mark.parametrize("code", ["68", "68001", "05", "11001"])
def test_divipola_of_department_or_municipality(code):
    assert check_divipola(f" {code} ") == code


@pytest.mark.parametrize(
    ("code", "words"), [("680", "2 cifras"), ("6800A", "2 cifras"), ("12", "código 12"), ("", "2 cifras")]
)
def test_wrong_divipola_says_why(code, words):
    with pytest.raises(ValueError, match=words):
        check_divipola(code)


def test_there_are_32_departments_and_bogota():
    assert len(DEPARTMENTS) == 33
    assert department_of("68001") == "Santander"
    assert department_of("") == ""


def test_department_is_filled_in_from_the_code():
    assert tidy_identity({"divipola": "15001", "department": ""})[0]["department"] == "Boyacá"


def test_every_bad_field_is_said():
    assert set(tidy_identity({"nit": "1", "divipola": "1"})[1]) == {"nit", "divipola"}


@pytest.mark.parametrize("slug", ["villa-aurora", "personeria2", "a"])
def test_good_address(slug):
    assert slug_gaps(slug, taken=False) == ()


@pytest.mark.parametrize("slug", ["Villa", "villa aurora", "-villa", "villa--aurora", "niño", "", "x" * 61, "cuenta"])
def test_bad_address_says_why(slug):
    assert len(slug_gaps(slug, taken=False)) == 1


def test_taken_address_says_so():
    assert "Ya hay una entidad" in slug_gaps("villa", taken=True)[0]


def test_platforms_own_addresses_are_reserved():
    assert {"cuenta", "gestion", "static", "salud"} <= RESERVED_SLUGS
    assert Entity._meta.get_field("slug").max_length == 60
