"""The three dates of a cut-off, against the vectors of domain.md §1.4 and at their edges."""

from datetime import date
from typing import Any

import pytest

from rinde.capabilities.followup.choices import CutOffStatus
from rinde.capabilities.followup.rules.cut_off_states import ALLOWED_TRANSITIONS, check_evaluable, check_may_become
from rinde.capabilities.followup.rules.cut_offs import (
    CutOffDates,
    cut_offs_of,
    date_gaps,
    day_gaps,
    first_day,
    is_past,
    own_cut_off,
    window_of,
)
from rinde.capabilities.plans.rules.templates import template
from rinde.foundations.law import Certainty, WorkCalendar, national_holidays
from rinde.foundations.refusals import NotReady, TransitionNotAllowed


def calendar(first: int, last: int, **own: Any) -> WorkCalendar:
    years = range(first - 1, last + 2)
    days = {day: name for year in years for day, name in national_holidays(year).items()}
    return WorkCalendar(**{"holidays": days, "non_working": {}, "years": (first - 1, last + 1)} | own)


def of_years(key: str, first: int, last: int, **choices: Any) -> tuple[CutOffDates, ...]:
    defaults = {"calendar": calendar(first, last), "report_days": 5}
    return cut_offs_of(template(key), start=date(first, 1, 1), end=date(last, 12, 31), **defaults | choices)


# domain.md §1.4: the tenth business day after each cut-off.
TENTH_DAYS = {
    date(2022, 4, 30): date(2022, 5, 13),
    date(2022, 8, 31): date(2022, 9, 14),
    date(2022, 12, 31): date(2023, 1, 16),
    date(2025, 4, 30): date(2025, 5, 15),
    date(2025, 8, 31): date(2025, 9, 12),
    date(2025, 12, 31): date(2026, 1, 16),
    date(2026, 4, 30): date(2026, 5, 15),
    date(2026, 8, 31): date(2026, 9, 14),
    date(2026, 12, 31): date(2027, 1, 18),
}


@pytest.mark.parametrize("year", [2022, 2025, 2026])
def test_report_of_a_four_monthly_cut_off_is_due_on_the_tenth_business_day(year: int) -> None:
    found = {one.facts_until: one.report_due_on for one in of_years("PAAC_2015", year, year)}
    assert found == {day: due for day, due in TENTH_DAYS.items() if day.year == year}


def test_three_dates_of_a_half_yearly_cut_off_with_their_arithmetic_and_source() -> None:
    june = of_years("PTEP_2024", 2026, 2026)[0]
    assert (june.facts_from, june.facts_until) == (date(2026, 1, 1), date(2026, 6, 30))
    assert june.reporting_closes_on == date(2026, 7, 7)  # 1, 2, 3, 6 and 7 July
    assert june.report_due_on == date(2026, 7, 30)
    assert june.name == "Corte al 30 de junio de 2026"
    assert june.facts_in_words == (
        "Corte semestral: 30 de junio de 2026. Se mira lo que debía estar hecho desde el 1 de enero de 2026 hasta ese "
        "día, martes 30 de junio de 2026."
    )
    assert june.closes_in_words == (
        "5 días hábiles después del corte. Día 1 = miércoles 1 de julio de 2026. No cuentan: 1 fin de semana. "
        "Día 5 = martes 7 de julio de 2026."
    )
    assert june.report_in_words.startswith("30 días calendario después del corte. Día 1 = miércoles 1 de julio de 2026")
    assert june.report_basis is not None
    assert june.report_basis.certainty is Certainty.PRACTICE
    assert not june.report_basis.is_law


def test_cut_off_at_the_end_of_the_year_closes_in_the_next_one_over_its_holidays() -> None:
    december = of_years("PTEP_2024", 2026, 2026)[1]
    # 1 January is a holiday, 2 and 3 a weekend; 4 to 8 January work.
    assert december.reporting_closes_on == date(2027, 1, 8)
    assert "1 de enero de 2027 (Año Nuevo)" in december.closes_in_words


def test_day_of_the_entitys_own_moves_the_close() -> None:
    act = {date(2026, 7, 3): "Decreto 045 de 2026"}
    june = of_years("PTEP_2024", 2026, 2026, calendar=calendar(2026, 2026, non_working=act))[0]
    assert june.reporting_closes_on == date(2026, 7, 8)
    assert "Decreto 045 de 2026" in june.closes_in_words


def test_programme_of_four_years_has_its_cut_offs_each_year_from_its_first_day() -> None:
    found = of_years("PTEP_2024", 2025, 2028)
    assert [one.facts_until.year for one in found] == [2025, 2025, 2026, 2026, 2027, 2027, 2028, 2028]
    assert {one.facts_from for one in found} == {date(year, 1, 1) for year in range(2025, 2029)}


def test_plan_that_begins_in_march_is_looked_at_from_march() -> None:
    found = cut_offs_of(
        template("PAAC_2015"),
        start=date(2026, 3, 16),
        end=date(2026, 12, 31),
        calendar=calendar(2026, 2026),
        report_days=5,
    )
    assert {one.facts_from for one in found} == {date(2026, 3, 16)}


def test_regime_that_the_plan_chose_is_followed() -> None:
    found = of_years("PTEP_2024", 2026, 2026, regime="FOUR_MONTHLY")
    assert [one.facts_until for one in found] == [date(2026, 4, 30), date(2026, 8, 31), date(2026, 12, 31)]


def test_units_never_report_past_the_day_of_the_report() -> None:
    april = of_years("PAAC_2015", 2026, 2026, report_days=12)[0]
    assert april.reporting_closes_on == april.report_due_on == date(2026, 5, 15)
    assert april.closes_in_words.endswith("el reporte cierra ese mismo día, viernes 15 de mayo de 2026.")
    in_time = of_years("PAAC_2015", 2026, 2026, report_days=10)[0]
    assert in_time.reporting_closes_on == date(2026, 5, 15)
    assert "después de la fecha del informe" not in in_time.closes_in_words


def own(**choices: Any) -> CutOffDates:
    defaults: dict[str, Any] = {
        "start": date(2026, 1, 1),
        "end": date(2026, 12, 31),
        "calendar": calendar(2026, 2026),
        "report_days": 5,
        "rule": template("PTEP_2024").default_cut_offs,
    }
    return own_cut_off(choices.pop("facts_until", date(2026, 9, 30)), **defaults | choices)


def test_own_date_is_counted_by_the_regime_where_nobody_chose() -> None:
    found = own()
    assert (found.reporting_closes_on, found.report_due_on) == (date(2026, 10, 7), date(2026, 10, 30))
    assert found.regime_on is None


def test_own_date_keeps_what_was_chosen_and_says_so() -> None:
    found = own(closes_on=date(2026, 10, 2), report_due_on=date(2026, 10, 9))
    assert (found.reporting_closes_on, found.report_due_on) == (date(2026, 10, 2), date(2026, 10, 9))
    assert found.report_basis is None
    assert {found.closes_in_words, found.report_in_words} == {"Fecha fijada por control interno, sin contar días."}


def test_own_date_of_a_plan_without_template_needs_the_day_of_its_report() -> None:
    with pytest.raises(NotReady) as refused:
        own(rule=None)
    assert "no tiene plantilla" in refused.value.gaps[0]
    assert own(rule=None, report_due_on=date(2026, 10, 15)).report_due_on == date(2026, 10, 15)


@pytest.mark.parametrize(
    ("until", "first"),
    [
        (date(2025, 6, 30), date(2025, 4, 1)),  # the plan began in April
        (date(2026, 6, 30), date(2026, 1, 1)),
        (date(2028, 12, 31), date(2028, 1, 1)),
        (date(2029, 2, 28), date(2028, 1, 1)),  # what fell due after the plan belongs to its last year
    ],
)
def test_first_day_is_that_of_the_year_or_of_the_period(until: date, first: date) -> None:
    assert first_day(until, start=date(2025, 4, 1), end=date(2028, 12, 31)) == first


def test_window_of_a_year_in_the_middle_is_shut_on_both_sides() -> None:
    period = {"start": date(2025, 1, 1), "end": date(2027, 12, 31)}
    window = window_of(date(2026, 1, 1), date(2026, 6, 30), date(2026, 7, 7), **period)
    assert [
        window.is_due(day) for day in (date(2025, 12, 31), date(2026, 1, 1), date(2026, 6, 30), date(2026, 7, 1))
    ] == [
        False,
        True,
        True,
        False,
    ]
    assert [window.is_of_year(day) for day in (date(2026, 12, 31), date(2027, 1, 1))] == [True, False]


def test_first_year_takes_in_what_fell_due_before_and_the_last_what_falls_due_after() -> None:
    window = window_of(
        date(2026, 1, 1), date(2026, 6, 30), date(2026, 7, 7), start=date(2026, 1, 1), end=date(2026, 12, 31)
    )
    assert window.is_due(date(2025, 12, 15))
    assert window.is_of_year(date(2027, 2, 28))
    assert not window.is_due(date(2027, 2, 28))


def test_close_lasts_until_its_midnight_in_colombia() -> None:
    window = window_of(
        date(2026, 1, 1), date(2026, 6, 30), date(2026, 7, 7), start=date(2026, 1, 1), end=date(2026, 12, 31)
    )
    assert window.closes_at.isoformat() == "2026-07-07T23:59:59.999999-05:00"
    assert not is_past(date(2026, 7, 7), date(2026, 7, 7))
    assert is_past(date(2026, 7, 7), date(2026, 7, 8))


def gaps_of_a_day(day: date, **choices: Any) -> list[str]:
    defaults: dict[str, Any] = {"start": date(2026, 1, 1), "end": date(2026, 12, 31), "after": None}
    return list(day_gaps(day, **defaults | {"others": frozenset()} | choices))


@pytest.mark.parametrize("day", [date(2026, 1, 1), date(2026, 12, 31), date(2027, 12, 31)])
def test_day_within_the_plan_or_the_year_after_is_accepted(day: date) -> None:
    assert gaps_of_a_day(day, after=date(2025, 12, 31), others=frozenset({date(2026, 6, 30)})) == []


@pytest.mark.parametrize(
    ("day", "choices", "word"),
    [
        (date(2025, 12, 31), {}, "El plan empieza"),
        (date(2028, 1, 1), {}, "a más tardar al año siguiente"),
        (date(2026, 9, 30), {"after": date(2026, 9, 30)}, "ya se congeló"),
        (date(2026, 9, 30), {"others": frozenset({date(2026, 9, 30)})}, "Ya hay un corte"),
    ],
)
def test_day_that_cannot_be_a_cut_off_is_refused(day: date, choices: dict[str, Any], word: str) -> None:
    (gap,) = gaps_of_a_day(day, **choices)
    assert word in gap


def gaps(*, today: date = date(2026, 9, 1), **choices: Any) -> list[str]:
    return list(date_gaps(own(**choices), today=today))


def test_dates_in_order_are_accepted() -> None:
    same = date(2026, 9, 30)
    assert gaps() == gaps(closes_on=same, report_due_on=same, today=same) == []


@pytest.mark.parametrize(
    ("choices", "word"),
    [
        ({"closes_on": date(2026, 9, 29)}, "no antes"),
        ({"closes_on": date(2026, 9, 30), "today": date(2026, 10, 1)}, "ya pasó"),
        ({"closes_on": date(2026, 10, 7), "report_due_on": date(2026, 10, 6)}, "después de que cierre"),
    ],
)
def test_dates_out_of_order_are_refused(choices: dict[str, Any], word: str) -> None:
    (gap,) = gaps(**choices)
    assert word in gap


def test_only_the_steps_of_the_table_are_taken() -> None:
    check_may_become(CutOffStatus.PLANNED, CutOffStatus.FROZEN)
    with pytest.raises(TransitionNotAllowed, match="no puede pasar"):
        check_may_become(CutOffStatus.FROZEN, CutOffStatus.PLANNED)
    assert ALLOWED_TRANSITIONS[CutOffStatus.FINAL] == ()


@pytest.mark.parametrize(
    ("status", "open_"), [("PLANNED", False), ("FROZEN", True), ("PRELIMINARY", True), ("FINAL", False)]
)
def test_verdicts_are_written_between_freezing_and_the_report(status: str, open_: bool) -> None:
    if open_:
        check_evaluable(status)
    else:
        with pytest.raises(TransitionNotAllowed):
            check_evaluable(status)
