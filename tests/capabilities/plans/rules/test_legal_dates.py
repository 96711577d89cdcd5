"""The legal dates of a plan, and what a change of the calendar says of itself."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rinde.capabilities.plans.rules.legal_dates import (
    days_late,
    follow_up_reports,
    legal_dates,
    report_key,
    template_of,
)
from rinde.capabilities.plans.rules.legal_moves import (
    NOT_THE_CALENDAR,
    Move,
    between,
    move_from_json,
    skipped_as_json,
    skipped_from_json,
    why_moved,
    why_proposal_moved,
    with_article,
)
from rinde.capabilities.plans.rules.templates import all_templates, template
from rinde.foundations.law import SkippedDay, Term, WorkCalendar, national_holidays, plain_day

HOLIDAYS = {day: name for year in range(2014, 2033) for day, name in national_holidays(year).items()}
COUNTRY = WorkCalendar(HOLIDAYS, {}, years=(2014, 2032))
PTEP, PAAC = template("PTEP_2024"), template("PAAC_2015")


def year_of(year: int) -> dict[str, date]:
    return {"start": date(year, 1, 1), "end": date(year, 12, 31)}


def with_day_off(*days: date, act: str = "Decreto 045 de 2026") -> WorkCalendar:
    return WorkCalendar(HOLIDAYS, dict.fromkeys(days, act), years=(2014, 2032))


def without(*days: date) -> WorkCalendar:
    return WorkCalendar({day: name for day, name in HOLIDAYS.items() if day not in days}, {}, years=(2014, 2032))


@pytest.mark.parametrize(
    ("year", "due"),
    [
        (2022, ["2022-05-13", "2022-09-14", "2023-01-16"]),
        (2025, ["2025-05-15", "2025-09-12", "2026-01-16"]),
        (2026, ["2026-05-15", "2026-09-14", "2027-01-18"]),
    ],
)
def test_four_monthly_reports_are_due_on_the_tenth_business_day(year: int, due: list[str]) -> None:
    reports = follow_up_reports(PAAC, **year_of(year), calendar=COUNTRY)

    assert [one.due_on.isoformat() for one in reports] == due
    assert {one.proposed_on for one in reports} == {None}


def test_half_yearly_reports_count_every_day_and_propose_a_working_day() -> None:
    first, second = follow_up_reports(PTEP, **year_of(2026), calendar=COUNTRY)

    assert (first.key, first.due_on, first.proposed_on) == ("follow_up_report:2026-06-30", date(2026, 7, 30), None)
    assert (second.due_on, second.proposed_on) == (date(2027, 1, 30), date(2027, 1, 29))
    assert second.why_proposed == "sábado"


def test_chosen_regime_takes_the_place_of_the_default() -> None:
    chosen = follow_up_reports(PTEP, **year_of(2026), calendar=COUNTRY, regime="FOUR_MONTHLY")

    assert [one.due_on for one in chosen] == [date(2026, 5, 15), date(2026, 9, 14), date(2027, 1, 18)]
    assert follow_up_reports(PTEP, **year_of(2026), calendar=COUNTRY, regime="NO_SUCH") == follow_up_reports(
        PTEP, **year_of(2026), calendar=COUNTRY
    )


def test_only_cut_offs_inside_the_period_have_a_report() -> None:
    reports = follow_up_reports(PAAC, start=date(2022, 5, 1), end=date(2022, 11, 30), calendar=COUNTRY)

    assert [one.key for one in reports] == ["follow_up_report:2022-08-31"]


def test_31_january_2027_is_a_sunday_and_stays() -> None:
    publication = next(
        one for one in legal_dates(PTEP, **year_of(2027), calendar=COUNTRY) if one.key == "publication:2027"
    )

    assert (publication.due_on, publication.proposed_on) == (date(2027, 1, 31), date(2027, 1, 29))
    assert publication.in_words == (
        "Fecha fija: 31 de enero de 2027. No se cuenta en días. El 31 de enero de 2027 no es hábil (domingo) y esta "
        "fecha no se corre: Rinde propone cumplir el viernes 29 de enero de 2027, el día hábil anterior."
    )


def test_proposal_goes_back_over_every_day_off() -> None:
    calendar = with_day_off(date(2027, 1, 29))
    dates = {one.key: one for one in legal_dates(PTEP, **year_of(2027), calendar=calendar)}

    assert dates["publication:2027"].proposed_on == date(2027, 1, 28)


def test_exceptional_year_has_its_own_deadline() -> None:
    dates = {one.key: one.due_on for one in legal_dates(PAAC, **year_of(2016), calendar=COUNTRY)}

    assert dates["publication:2016"] == date(2016, 3, 31)
    assert dates["action_plan:2016"] == date(2016, 1, 31)


def test_plan_of_four_years_has_its_dates_in_each() -> None:
    dates = legal_dates(PTEP, start=date(2025, 1, 1), end=date(2028, 12, 31), calendar=COUNTRY)

    assert [one.key for one in dates if one.key.startswith("publication")] == [
        f"publication:{year}" for year in (2025, 2026, 2027, 2028)
    ]
    assert len([one for one in dates if one.key.startswith("follow_up")]) == 8
    assert [one.due_on for one in dates] == sorted(one.due_on for one in dates)


def test_deadline_before_the_period_begins_is_not_the_plans() -> None:
    dates = legal_dates(PTEP, start=date(2026, 2, 6), end=date(2026, 12, 31), calendar=COUNTRY)

    assert {one.key for one in dates} == {"follow_up_report:2026-06-30", "follow_up_report:2026-12-31"}


def test_only_what_was_read_in_the_norm_is_law() -> None:
    dates = {one.key: one.basis for one in legal_dates(PTEP, **year_of(2026), calendar=COUNTRY)}

    assert {key for key, basis in dates.items() if basis.is_law} == {"action_plan:2026"}
    assert dates["follow_up_report:2026-06-30"].in_words.startswith("Práctica de las entidades")


def test_plan_without_template_has_only_the_dates_of_the_law() -> None:
    assert [one.key for one in legal_dates(None, **year_of(2026), calendar=COUNTRY)] == ["action_plan:2026"]


@pytest.mark.parametrize("year", [26, 1983, 2032, 2099, 9999])
def test_year_that_the_calendar_does_not_hold_gives_no_date(year: int) -> None:
    start, end = date(year, 1, 1), date(year, 12, 31)

    assert legal_dates(PTEP, start=start, end=end, calendar=COUNTRY) == ()


@pytest.mark.parametrize(
    ("key", "instrument", "on", "found"),
    [
        ("PTEP_2024", "PTEP", date(2026, 1, 1), "PTEP_2024"),
        ("", "PTEP", date(2026, 1, 1), "PTEP_2024"),
        ("", "PAAC", date(2022, 1, 1), "PAAC_2015"),
        ("", "PAAC", date(2025, 1, 1), "PAAC_2015"),
        ("", "OTHER", date(2026, 1, 1), None),
        ("GONE_1999", "PTEP", date(2026, 1, 1), None),
    ],
)
def test_template_of_a_plan(key: str, instrument: str, on: date, found: str | None) -> None:
    chosen = template_of(key, instrument, on)

    assert (chosen.key if chosen else None) == found


days_of_fifteen_years = st.dates(date(2016, 1, 1), date(2031, 12, 31))


@given(st.sampled_from(sorted(all_templates())), st.integers(2016, 2030), st.sets(days_of_fifteen_years, max_size=30))
def test_proposals_are_working_days_and_never_late(key: str, year: int, days_off: set[date]) -> None:
    calendar = with_day_off(*days_off)
    for regime in template(key).cut_offs:
        for one in legal_dates(template(key), **year_of(year), calendar=calendar, regime=regime.key):
            if one.proposed_on is None:
                assert calendar.is_working(one.due_on)
            else:
                assert not calendar.is_working(one.due_on)
                assert calendar.is_working(one.proposed_on)
                assert one.proposed_on < one.due_on


def reason(before: WorkCalendar, after: WorkCalendar) -> str:
    was, now = (one.add_business_days(date(2026, 4, 30), 10) for one in (before, after))
    return why_moved(was.skipped, now.skipped, from_on=was.due_on, to_on=now.due_on, year=2026)


def test_reason_names_a_new_holiday() -> None:
    calendar = WorkCalendar({**HOLIDAYS, date(2026, 5, 12): "Día cívico nacional"}, {})

    assert reason(COUNTRY, calendar) == "el 12 de mayo es festivo (Día cívico nacional)"


def test_reason_names_a_day_off_on_the_very_day_it_was_due() -> None:
    assert reason(COUNTRY, with_day_off(date(2026, 5, 15))) == "el 15 de mayo no es hábil (Decreto 045 de 2026)"


def test_reason_does_not_name_what_the_longer_term_merely_reaches() -> None:
    """From Friday 15 May the term goes over a weekend and Monday the 18th, a holiday, to the 19th."""
    term = with_day_off(date(2026, 5, 12)).add_business_days(date(2026, 4, 30), 10)

    assert term.due_on == date(2026, 5, 19)
    assert reason(COUNTRY, with_day_off(date(2026, 5, 12))) == "el 12 de mayo no es hábil (Decreto 045 de 2026)"


def test_reason_names_what_counts_again() -> None:
    assert reason(COUNTRY, without(date(2026, 5, 1))) == "el 1 de mayo ya no es festivo"
    assert reason(with_day_off(date(2026, 5, 12)), COUNTRY) == "el 12 de mayo vuelve a ser día hábil"


def test_reason_names_several_days_and_counts_the_rest() -> None:
    days = [date(2026, 5, day) for day in (4, 5, 6, 7, 8)]

    assert reason(COUNTRY, with_day_off(*days[:2])) == (
        "el 4 de mayo no es hábil (Decreto 045 de 2026) y el 5 de mayo no es hábil (Decreto 045 de 2026)"
    )
    assert reason(COUNTRY, with_day_off(*days)).endswith("y otros 2 días más")
    assert reason(COUNTRY, with_day_off(*days[:4])).endswith("y otro día más")


def test_reason_says_saturday_once() -> None:
    working = WorkCalendar(HOLIDAYS, {}, saturday_is_working=True)

    assert reason(COUNTRY, working) == "el sábado ahora es día hábil en la entidad"
    assert reason(working, COUNTRY) == "el sábado ya no es día hábil en la entidad"


def test_reason_without_a_changed_day_is_the_plans_own() -> None:
    assert reason(COUNTRY, COUNTRY) == NOT_THE_CALENDAR


def test_reason_of_a_day_in_another_year_names_the_year() -> None:
    was, now = (one.add_business_days(date(2026, 12, 31), 10) for one in (COUNTRY, with_day_off(date(2027, 1, 4))))
    said = why_moved(was.skipped, now.skipped, from_on=was.due_on, to_on=now.due_on, year=2026)

    assert said == "el 4 de enero de 2027 no es hábil (Decreto 045 de 2026)"


@pytest.mark.parametrize(
    ("before", "after", "was_off", "is_off", "said"),
    [
        (29, 28, "Decreto 045", "domingo", "el 29 de enero no es hábil (Decreto 045)"),
        (28, 29, "", "domingo", "el 29 de enero vuelve a ser día hábil"),
        (29, 31, "", "", "el 31 de enero vuelve a ser día hábil"),
        (31, 29, "festivo: Día nuevo", "festivo: Día nuevo", "el 31 de enero es festivo (Día nuevo)"),
    ],
)
def test_reason_of_another_proposal(before: int, after: int, was_off: str, is_off: str, said: str) -> None:
    days = (date(2027, 1, before), date(2027, 1, after))

    assert why_proposal_moved(*days, was_off=was_off, is_off=is_off, year=2027, due_on=date(2027, 1, 31)) == said


def test_move_in_words() -> None:
    move = Move(date(2026, 5, 15), date(2026, 5, 19), "el 18 de mayo es festivo")

    assert move.in_words("Informe de seguimiento con corte al 30 de abril de 2026") == (
        "El informe de seguimiento con corte al 30 de abril de 2026 pasó del 15 al 19 de mayo de 2026 porque el 18 de "
        "mayo es festivo."
    )
    proposal = Move(date(2027, 1, 29), date(2027, 1, 28), "el 29 de enero no es hábil", is_proposal=True)
    assert proposal.in_words("Publicación del plan de 2027") == (
        "El día propuesto para «Publicación del plan de 2027» pasó del 29 al 28 de enero de 2027 porque el 29 de enero "
        "no es hábil."
    )
    assert with_article("Publicación del plan de 2027") == "La publicación del plan de 2027"


@pytest.mark.parametrize(
    ("from_on", "to_on", "said"),
    [
        ("2026-05-15", "2026-05-19", "del 15 al 19 de mayo de 2026"),
        ("2026-04-30", "2026-05-04", "del 30 de abril al 4 de mayo de 2026"),
        ("2026-12-30", "2027-01-04", "del 30 de diciembre de 2026 al 4 de enero de 2027"),
    ],
)
def test_two_days_say_nothing_twice(from_on: str, to_on: str, said: str) -> None:
    assert between(date.fromisoformat(from_on), date.fromisoformat(to_on)) == said


@given(st.dates(date(2016, 1, 1), date(2030, 1, 1)), st.integers(1, 40), st.booleans())
def test_skipped_days_and_moves_survive_being_kept(start: date, days: int, is_proposal: bool) -> None:
    term: Term = COUNTRY.add_business_days(start, days)
    move = Move(start, term.due_on, "el 18 de mayo es festivo", "2026-05-01T00:00:00+00:00", is_proposal)

    assert skipped_from_json(skipped_as_json(term.skipped)) == term.skipped
    assert move_from_json(move.as_json()) == move


@given(st.dates(date(2016, 1, 1), date(2030, 1, 1)), st.integers(1, 40), st.integers(0, 70))
def test_day_off_that_moves_a_term_is_always_named(start: date, days: int, later: int) -> None:
    off = start + timedelta(days=later)
    was, now = COUNTRY.add_business_days(start, days), with_day_off(off).add_business_days(start, days)
    said = why_moved(was.skipped, now.skipped, from_on=was.due_on, to_on=now.due_on, year=off.year)

    assert (was.due_on != now.due_on) == (SkippedDay(off, "Decreto 045 de 2026") in now.skipped and off <= was.due_on)
    if was.due_on != now.due_on:
        assert said == f"el {plain_day(off, with_year=False)} no es hábil (Decreto 045 de 2026)"


@pytest.mark.parametrize(
    ("done_on", "late"),
    [(None, 0), (date(2026, 5, 14), 0), (date(2026, 5, 15), 0), (date(2026, 5, 16), 1), (date(2026, 6, 15), 31)],
)
def test_what_is_done_on_its_last_day_is_in_time(done_on: date | None, late: int) -> None:
    assert days_late(date(2026, 5, 15), done_on) == late


def test_report_of_a_cut_off_is_named_as_its_legal_date_is() -> None:
    reports = follow_up_reports(PTEP, **year_of(2026), calendar=COUNTRY, regime="FOUR_MONTHLY")
    assert [one.key for one in reports] == [
        report_key(day) for day in (date(2026, 4, 30), date(2026, 8, 31), date(2026, 12, 31))
    ]
