from dataclasses import replace
from datetime import UTC, date, datetime, time

import pytest

from capabilities.pqrsd.calendars import PLAIN
from rinde.capabilities.pqrsd.rules.clock import (
    ClockFacts,
    EventTerm,
    OfficeHours,
    Pause,
    ask_until,
    clock,
    completion_term,
    counted_from,
    extended_completion,
    extended_days,
    extension_gaps,
    is_in_time,
    latest_extension,
    silence_of,
    transfer_term,
)
from rinde.foundations.law import BOGOTA


def facts(kind: str, day: date, **more: object) -> ClockFacts:
    return ClockFacts(kind=kind, received_on=day, counted_from=day, **more)


def at(day: date, hour: int = 9, minute: int = 0) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=BOGOTA)


# The vectors of the domain reference, one by one: the day after reception is day 1.
@pytest.mark.parametrize(
    ("kind", "filed", "due"),
    [
        ("INFORMATION", date(2026, 4, 1), date(2026, 4, 17)),
        ("GENERAL", date(2026, 4, 1), date(2026, 4, 24)),
        ("CONSULTATION", date(2026, 4, 1), date(2026, 5, 19)),
        ("INFORMATION", date(2026, 12, 18), date(2027, 1, 5)),
        ("GENERAL", date(2026, 12, 18), date(2027, 1, 13)),
        ("CONSULTATION", date(2026, 12, 18), date(2027, 2, 3)),
        ("INFORMATION", date(2025, 6, 27), date(2025, 7, 14)),
        ("GENERAL", date(2025, 6, 27), date(2025, 7, 21)),
        ("GENERAL", date(2022, 3, 25), date(2022, 5, 10)),  # 30 business days under the emergency decree
        ("INFORMATION", date(2022, 11, 30), date(2022, 12, 15)),
        ("GENERAL", date(2022, 11, 30), date(2022, 12, 22)),
    ],
)
def test_due_day_of_the_reference(kind, filed, due):
    found = clock(facts(kind, filed), PLAIN)
    assert (found.due_on, found.due_by) == (due, "LEGAL")


def test_fifteen_days_from_a_day_of_the_emergency_as_the_reference_counts_them():
    assert PLAIN.add_business_days(date(2022, 3, 25), 15).due_on == date(2022, 4, 19)


def test_clock_shows_its_arithmetic_and_its_sources():
    found = clock(facts("INFORMATION", date(2026, 4, 1)), PLAIN)
    assert "10 días hábiles. Día 1 = lunes 6 de abril de 2026." in found.in_words
    assert "el viernes 17 de abril de 2026, a medianoche" in found.in_words
    assert {one.key for one in found.sources} == {"LEY_1437_2011_ART_14", "LEY_4_1913_ART_62", "LEY_4_1913_ART_59"}


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (at(date(2026, 4, 6), 16, 59), date(2026, 4, 6)),
        (at(date(2026, 4, 6), 17, 0), date(2026, 4, 7)),
        (at(date(2026, 4, 6), 5, 0), date(2026, 4, 6)),
        (at(date(2026, 4, 10), 18, 0), date(2026, 4, 13)),  # Friday evening
        (at(date(2026, 4, 11), 10, 0), date(2026, 4, 13)),  # Saturday
        (at(date(2026, 4, 2), 10, 0), date(2026, 4, 6)),  # Maundy Thursday
        (datetime(2026, 4, 7, 3, 30, tzinfo=UTC), date(2026, 4, 7)),  # 22:30 of the 6th in Bogotá
    ],
)
def test_what_comes_in_outside_hours_counts_as_of_the_next_business_day(moment, day):
    assert counted_from(moment, OfficeHours(closes_at=time(17, 0)), PLAIN) == day


def test_entity_that_does_not_wait_counts_from_the_day_itself():
    assert counted_from(at(date(2026, 4, 11), 22, 0), OfficeHours(waits=False), PLAIN) == date(2026, 4, 11)


def test_reception_outside_hours_is_shown_as_practice():
    moved = replace(facts("GENERAL", date(2026, 4, 11)), counted_from=date(2026, 4, 13))
    found = clock(moved, PLAIN)
    assert found.due_on == date(2026, 5, 5)
    assert {one.key: str(one.certainty) for one in found.sources}["RECIBIDO_FUERA_DE_HORARIO"] == "practice"


@pytest.mark.parametrize(
    ("moment", "in_time"),
    [
        (at(date(2026, 4, 24), 23, 59), True),
        (at(date(2026, 4, 25), 0, 0), False),
        (datetime(2026, 4, 25, 4, 59, tzinfo=UTC), True),  # 23:59 in Bogotá
        (datetime(2026, 4, 25, 5, 0, tzinfo=UTC), False),
    ],
)
def test_term_ends_at_midnight_in_bogota(moment, in_time):
    assert is_in_time(moment, date(2026, 4, 24)) is in_time


# The shorter of two terms ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "days", "due", "by"),
    [
        ("GENERAL", 10, date(2022, 12, 15), "EVENT"),
        ("INFORMATION", 15, date(2022, 12, 15), "LEGAL"),
        ("INFORMATION", 10, date(2022, 12, 15), "LEGAL"),  # the same day: the law is named
        ("COMPLIMENT", 10, date(2022, 12, 15), "EVENT"),
    ],
)
def test_due_is_the_shorter_of_law_and_event(kind, days, due, by):
    event = EventTerm(days, "BUSINESS_DAYS", date(2022, 11, 30), "LEY_1757_2015_ART_56", "Plazo de la audiencia")
    found = clock(facts(kind, date(2022, 11, 30), event=event), PLAIN)
    assert (found.due_on, found.due_by) == (due, by)
    assert "Plazo de la audiencia" in found.in_words
    assert "LEY_1757_2015_ART_56" in {one.key for one in found.sources}


def test_event_in_calendar_days_is_counted_as_such():
    event = EventTerm(15, "CALENDAR_DAYS", date(2026, 4, 1))
    found = clock(facts("GENERAL", date(2026, 4, 1), event=event), PLAIN)
    assert (found.due_on, found.due_by) == (date(2026, 4, 16), "EVENT")


def test_compliment_has_no_term():
    found = clock(facts("COMPLIMENT", date(2026, 4, 1)), PLAIN)
    assert (found.due_on, found.due_by, found.legal) == (None, "", None)


def test_control_body_is_counted_by_the_days_it_set():
    assert clock(facts("CONTROL_BODY", date(2026, 4, 1)), PLAIN).due_on is None
    assert clock(facts("CONTROL_BODY", date(2026, 4, 1), set_days=3), PLAIN).due_on == date(2026, 4, 8)


# Extension ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "latest"),
    [
        ("GENERAL", PLAIN.add_business_days(date(2026, 4, 1), 30).due_on),
        ("INFORMATION", PLAIN.add_business_days(date(2026, 4, 1), 20).due_on),
        ("CONSULTATION", PLAIN.add_business_days(date(2026, 4, 1), 60).due_on),
        ("DATA_QUERY", PLAIN.add_business_days(date(2026, 4, 1), 15).due_on),
        ("DATA_CLAIM", PLAIN.add_business_days(date(2026, 4, 1), 23).due_on),
        ("CONGRESS", None),
    ],
)
def test_latest_extension_is_double_the_term_counted_from_reception(kind, latest):
    assert latest_extension(facts(kind, date(2026, 4, 1)), PLAIN) == latest


def _gaps(kind: str = "GENERAL", *, to: date | None, now: datetime, reason: str = "Falta un concepto.", **more: object):
    return extension_gaps(facts(kind, date(2026, 4, 1), **more), to=to, reason=reason, now=now, calendar=PLAIN)


def test_extension_on_the_last_minute_of_the_term_and_to_the_last_day_is_taken():
    assert _gaps(to=date(2026, 5, 19), now=at(date(2026, 4, 24), 23, 59)) == ()


def test_extension_after_expiry_is_refused_with_what_to_do():
    (gap,) = _gaps(to=date(2026, 5, 15), now=at(date(2026, 4, 25), 0, 0))
    assert "venció el viernes 24 de abril de 2026" in gap
    assert "Responda cuanto antes" in gap


@pytest.mark.parametrize(
    ("to", "said"),
    [
        (date(2026, 5, 20), "no pasa del martes 19 de mayo de 2026"),
        (date(2026, 4, 24), "va después de ese día"),
        (date(2026, 5, 2), "no es día hábil (sábado)"),
        (date(2026, 5, 1), "no es día hábil (festivo"),
        (None, "Escriba la nueva fecha"),
    ],
)
def test_extension_to_a_wrong_day_is_refused(to, said):
    assert said in " ".join(_gaps(to=to, now=at(date(2026, 4, 20))))


def test_extension_without_a_reason_a_second_one_and_one_of_no_known_kind_are_refused():
    assert "Diga por qué" in _gaps(to=date(2026, 5, 15), now=at(date(2026, 4, 20)), reason=" ")[0]
    again = _gaps(to=date(2026, 5, 15), now=at(date(2026, 4, 20)), extended_days=20, extended_to=date(2026, 5, 4))
    assert "No hay segunda prórroga" in again[0]
    assert "no se conoce prórroga" in _gaps("CONGRESS", to=date(2026, 5, 15), now=at(date(2026, 4, 6)))[0]


def test_extended_petition_is_due_on_the_day_that_was_told():
    days = extended_days(facts("GENERAL", date(2026, 4, 1)), date(2026, 5, 15), PLAIN)
    found = clock(facts("GENERAL", date(2026, 4, 1), extended_days=days, extended_to=date(2026, 5, 15)), PLAIN)
    assert (found.due_on, found.due_by) == (date(2026, 5, 15), "EXTENDED")
    assert "15 días hábiles. Día 1" in found.in_words  # the first term stays to be seen


# Completion -----------------------------------------------------------------------------------------------------------


def _paused(policy: str, completed_on: date | None = date(2026, 5, 4), kind: str = "INCOMPLETE") -> Pause:
    asked_on = date(2026, 4, 9)
    return Pause(kind, asked_on, completion_term(kind, asked_on, PLAIN).due_on, completed_on, policy)


def test_person_has_a_month_of_the_calendar_to_complete():
    assert completion_term("INCOMPLETE", date(2026, 4, 9), PLAIN).due_on == date(2026, 5, 11)  # the 9th is a Saturday
    assert completion_term("INCOMPLETE", date(2026, 1, 31), PLAIN).due_on == date(2026, 3, 2)  # 28 February: a Saturday


def test_person_has_ten_business_days_to_say_what_they_ask_for():
    assert completion_term("UNCLEAR", date(2026, 4, 1), PLAIN).due_on == date(2026, 4, 17)


def test_one_more_month_counts_from_the_end_of_the_first():
    assert extended_completion(date(2026, 5, 11), PLAIN).due_on == date(2026, 6, 11)


def test_waiting_for_the_person_the_term_does_not_run():
    found = clock(facts("GENERAL", date(2026, 4, 1), pause=_paused("RESUME", None)), PLAIN)
    assert (found.due_on, found.due_by) == (date(2026, 5, 11), "PERSON")
    assert "el plazo de la entidad no corre" in found.in_words


def test_resume_counts_the_days_that_were_left():
    # 6, 7, 8 and 9 April are spent: 11 of 15 are left, the first of them on 5 May.
    found = clock(facts("GENERAL", date(2026, 4, 1), pause=_paused("RESUME")), PLAIN)
    assert found.due_on == PLAIN.add_business_days(date(2026, 5, 4), 11).due_on == date(2026, 5, 20)


def test_restart_counts_the_whole_term_again():
    found = clock(facts("GENERAL", date(2026, 4, 1), pause=_paused("RESTART")), PLAIN)
    assert found.due_on == PLAIN.add_business_days(date(2026, 5, 4), 15).due_on == date(2026, 5, 26)


def test_one_day_is_left_at_least_after_a_completion():
    asked = Pause("INCOMPLETE", date(2026, 4, 17), date(2026, 5, 19), date(2026, 5, 4), "RESUME")
    assert clock(facts("INFORMATION", date(2026, 4, 1), pause=asked), PLAIN).due_on == date(2026, 5, 5)


def test_double_after_a_completion_spends_the_same_days():
    paused = facts("GENERAL", date(2026, 4, 1), pause=_paused("RESUME"))
    assert latest_extension(paused, PLAIN) == PLAIN.add_business_days(date(2026, 5, 4), 26).due_on
    assert extended_days(paused, PLAIN.add_business_days(date(2026, 5, 4), 26).due_on, PLAIN) == 30


def test_completion_is_asked_for_within_ten_days_and_transfer_done_within_five():
    one = facts("GENERAL", date(2026, 4, 1))
    assert ask_until(one, PLAIN).due_on == date(2026, 4, 17)
    assert transfer_term(one, PLAIN).due_on == date(2026, 4, 10)


# Silence --------------------------------------------------------------------------------------------------------------


def test_silence_begins_the_day_after_and_copies_are_due_in_three_days():
    one = facts("INFORMATION", date(2026, 4, 1))
    assert silence_of(one, today=date(2026, 4, 17), calendar=PLAIN) is None
    found = silence_of(one, today=date(2026, 4, 18), calendar=PLAIN)
    assert (found.since, found.copies.due_on) == (date(2026, 4, 18), date(2026, 4, 22))


def test_silence_is_of_information_requests_alone_and_waits_for_an_extension():
    assert silence_of(facts("GENERAL", date(2026, 4, 1)), today=date(2026, 12, 1), calendar=PLAIN) is None
    longer = facts("INFORMATION", date(2026, 4, 1), extended_days=20, extended_to=date(2026, 5, 4))
    assert silence_of(longer, today=date(2026, 5, 4), calendar=PLAIN) is None
    assert silence_of(longer, today=date(2026, 5, 5), calendar=PLAIN) is not None
