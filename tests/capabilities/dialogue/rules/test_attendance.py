from datetime import timedelta
from typing import Any

import pytest

from dialogue_samples import ENDS, STARTS
from rinde.capabilities.dialogue.rules.attendance import (
    ArrivalValues,
    CountValues,
    RegistrationValues,
    arrival_gaps,
    closing_text,
    count_gaps,
    identities,
    may_arrive_alone,
    next_in_line,
    place_for,
    registration_gaps,
    why_closed,
)
from rinde.capabilities.dialogue.rules.consent import (
    ConsentWords,
    controller_block,
    default_words,
    keep_days_gap,
    keep_until,
    words_gaps,
)

ANA = RegistrationValues(name="Ana Ruiz", consents=True)
MINUTE = timedelta(minutes=1)


def test_name_and_authorisation_are_enough_to_register() -> None:
    assert registration_gaps(ANA, is_for_minors=False) == ()


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"name": ""}, "nombre"),
        ({"consents": False}, "autorización"),
        ({"wants_results": True}, "correo"),
        ({"phone": "123"}, "pocos números"),
        ({"need": "x" * 301}, "300"),
        ({"name": "x" * 121}, "120"),
        ({"people": 2}, "Cada persona"),
    ],
)
def test_registration_says_what_is_missing(fields: dict[str, Any], words: str) -> None:
    values = RegistrationValues(**{"name": "Ana Ruiz", "consents": True} | fields)
    assert any(words in gap for gap in registration_gaps(values, is_for_minors=False))


def test_space_for_minors_takes_a_number_and_nobodys_data() -> None:
    assert registration_gaps(RegistrationValues(people=25), is_for_minors=True) == ()
    assert "menores" in registration_gaps(ANA, is_for_minors=True)[0]
    assert "de 1 a 200" in registration_gaps(RegistrationValues(people=0), is_for_minors=True)[0]
    assert "menores" in arrival_gaps(ArrivalValues("Ana Ruiz"), is_for_minors=True)[0]


@pytest.mark.parametrize(
    ("people", "taken", "capacity", "status"),
    [(1, 9, 10, "CONFIRMED"), (1, 10, 10, "WAITING"), (2, 9, 10, "WAITING"), (1, 999, None, "CONFIRMED")],
)
def test_place_ends_with_the_capacity(people: int, taken: int, capacity: int | None, status: str) -> None:
    assert place_for(people=people, taken=taken, capacity=capacity) == status


def test_places_go_in_order_and_nobody_is_overtaken() -> None:
    assert next_in_line([(4, 1), (5, 1), (6, 1)], free=2) == (4, 5)
    assert next_in_line([(4, 3), (5, 1)], free=2) == ()
    assert next_in_line([(4, 3), (5, 1)], free=None) == (4, 5)
    assert next_in_line([(4, 1)], free=-1) == ()


@pytest.mark.parametrize(
    ("status", "now", "words"),
    [
        ("CALLED", STARTS - MINUTE, ""),
        ("CALLED", STARTS, "ya empezó"),
        ("LIVE", STARTS - MINUTE, "ya empezó"),
        ("HELD", ENDS, "ya se hizo"),
        ("CANCELLED", STARTS - MINUTE, "se canceló"),
    ],
)
def test_registration_closes_with_its_reason(status: str, now: Any, words: str) -> None:
    said = why_closed(status, has_step=True, starts_at=STARTS, closes_at=None, now=now)
    assert words in said
    assert bool(said) == bool(words)


def test_registration_closes_at_its_own_moment() -> None:
    def said(now: Any) -> str:
        return why_closed("CALLED", has_step=True, starts_at=STARTS, closes_at=STARTS - timedelta(days=2), now=now)

    assert said(STARTS - timedelta(days=2, minutes=1)) == ""
    assert "ya cerraron" in said(STARTS - timedelta(days=2))
    assert "sin inscripción" in why_closed(
        "CALLED", has_step=False, starts_at=STARTS, closes_at=None, now=STARTS - MINUTE
    )


@pytest.mark.parametrize(
    ("status", "now", "may"),
    [
        ("CALLED", STARTS - timedelta(minutes=61), False),
        ("CALLED", STARTS - timedelta(minutes=60), True),
        ("LIVE", STARTS - timedelta(minutes=90), True),
        ("HELD", ENDS + timedelta(minutes=59), True),
        ("HELD", ENDS + timedelta(minutes=60), False),
        ("LIVE", ENDS + timedelta(minutes=60), False),
        ("CANCELLED", STARTS, False),
        ("CLOSED", STARTS, False),
    ],
)
def test_door_is_open_around_the_hours_of_the_space(status: str, now: Any, may: bool) -> None:
    assert may_arrive_alone(status, starts_at=STARTS, ends_at=ENDS, now=now) is may


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"name": ""}, "cuéntela sin nombre"),
        ({"age_band": "FROM_12"}, "sin su nombre"),
        ({"age_band": "OLD"}, "de la lista"),
        ({"email": "a@b.co"}, "autorizarlo"),
        ({"wants_results": True}, "correo"),
        ({"territory": "x" * 161}, "160"),
    ],
)
def test_arrival_says_what_is_missing(fields: dict[str, Any], words: str) -> None:
    gaps = arrival_gaps(ArrivalValues(**{"name": "Ana Ruiz"} | fields), is_for_minors=False)
    assert any(words in gap for gap in gaps)


@pytest.mark.parametrize(("people", "gaps"), [(0, 1), (1, 0), (100_000, 0), (100_001, 1)])
def test_count_adds_somebody(people: int, gaps: int) -> None:
    assert len(count_gaps(CountValues(people))) == gaps
    assert count_gaps(CountValues(1, source="LUNA", age_band="OLD", territory="x" * 161)) != ()


def test_document_and_mail_say_who_and_a_name_only_within_its_place() -> None:
    assert identities(ArrivalValues("Ana", document="1.234-5", email="A@b.co")) == ("document:12345", "mail:a@b.co:ana")
    assert identities(ArrivalValues("Ana Ruiz", phone="+57 300 111 22 33")) == ("phone:3001112233:ana ruiz",)
    assert identities(ArrivalValues("Ána  Ruiz", territory="El Alto")) == ("name:ana ruiz:el alto",)
    assert identities(ArrivalValues("Ana Ruiz", territory="x"), unit="Hacienda") == ("name:ana ruiz:hacienda",)
    assert identities(ArrivalValues("")) == ()


def test_number_is_told_in_words() -> None:
    assert closing_text(112, 9) == "112 personas, 9 grupos"
    assert closing_text(1, 1) == "1 persona, 1 grupo"
    assert closing_text(7, 0) == "7 personas"


def test_consent_says_everything_that_the_law_asks() -> None:
    words = default_words(controller_block(name="Alcaldía", nit="1", phone="601", email="a@b.gov.co"))
    assert words_gaps(words) == ()
    assert words.controller == "Alcaldía\nNIT 1\nTeléfono 601\na@b.gov.co"
    assert len(words_gaps(ConsentWords(" ", "", "", "", ""))) == 4
    assert words.digest != default_words("Otra").digest == default_words("Otra").digest


@pytest.mark.parametrize(("days", "ok"), [(14, False), (15, True), (1_825, True), (1_826, False)])
def test_term_of_keeping_has_ends(days: int, ok: bool) -> None:
    assert (keep_days_gap(days) == "") is ok
    assert keep_until(ENDS, 180) == ENDS + timedelta(days=180)
