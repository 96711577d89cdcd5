"""The country's table of holidays: filled by itself, corrected by people, and never the one over the other."""

from datetime import UTC, date, datetime

import pytest

from factories import NOW, make_entity, make_user, principal
from rinde.capabilities.accounts.rules import OPERATOR_PERMISSIONS
from rinde.capabilities.entities.models import Holiday, NonWorkingDay
from rinde.capabilities.entities.operations import (
    add_holiday,
    add_non_working_day,
    fill_holidays,
    remove_holiday,
    rename_holiday,
    restore_holiday,
    set_saturday_policy,
)
from rinde.capabilities.entities.operations.holidays import PLATFORM_TRAIL
from rinde.capabilities.entities.queries import holidays_of, work_calendar
from rinde.foundations.law import UnknownYear, national_holidays
from rinde.foundations.refusals import NotAllowed, NotReady
from rinde.services.access import Grant, Principal
from rinde.services.audit.models import AuditEntry
from rinde.services.tenancy import active_tenant, every_tenant

pytestmark = pytest.mark.django_db


@pytest.fixture
def operator():
    return Principal(user_id=make_user().pk, grants=(Grant("PLATFORM_OPERATOR", OPERATOR_PERMISSIONS),))


def actions():
    with every_tenant(reason="the platform's own trail in a test"):
        trail = AuditEntry.objects.filter(entity_id=PLATFORM_TRAIL)
        return [(entry.action, entry.facts.get("on")) for entry in trail.order_by("number")]


def test_filling_holds_three_years_back_and_three_ahead():
    filling = fill_holidays(now=NOW)

    wanted = {day for year in range(2023, 2030) for day in national_holidays(year)}
    assert set(filling.added) == wanted
    assert set(Holiday.objects.values_list("on", flat=True)) == wanted


def test_filling_twice_changes_nothing():
    fill_holidays(now=NOW)
    before = list(Holiday.objects.values())

    assert not fill_holidays(now=NOW).changed_something
    assert list(Holiday.objects.values()) == before
    assert actions() == [("entities.holidays_fill", None)]


def test_filling_of_a_later_year_adds_only_that_year():
    fill_holidays(now=NOW)

    added = fill_holidays(now=datetime(2027, 1, 1, 15, tzinfo=UTC)).added

    assert {day.year for day in added} == {2030}


def test_year_is_that_of_colombia():
    """On 31 December at 11 at night in Bogotá it is already January in Greenwich."""
    fill_holidays(now=datetime(2027, 1, 1, 4, tzinfo=UTC))

    assert Holiday.objects.latest("on").on.year == 2029


def test_what_a_person_touched_is_never_filled_over(operator):
    fill_holidays(now=NOW)
    renamed = Holiday.objects.get(on=date(2026, 10, 12))
    taken = Holiday.objects.get(on=date(2026, 7, 13))
    rename_holiday(holiday_id=renamed.pk, name="Día de la Diversidad Étnica y Cultural", by=operator, now=NOW)
    remove_holiday(holiday_id=taken.pk, by=operator, now=NOW)
    add_holiday(on=date(2026, 6, 5), name="Día cívico nacional", by=operator, now=NOW)

    assert not fill_holidays(now=NOW).changed_something
    renamed.refresh_from_db()
    taken.refresh_from_db()
    assert renamed.name == "Día de la Diversidad Étnica y Cultural"
    assert taken.removed_at == NOW
    assert Holiday.objects.get(on=date(2026, 6, 5)).removed_at is None


def test_untouched_rows_follow_the_library():
    fill_holidays(now=NOW)
    Holiday.objects.filter(on=date(2026, 12, 8)).update(on=date(2026, 12, 9), name="Fiesta de otra versión")
    Holiday.objects.filter(on=date(2026, 12, 25)).update(name="Nativity")

    filling = fill_holidays(now=NOW)

    assert (filling.added, filling.renamed, filling.removed) == (
        (date(2026, 12, 8),),
        (date(2026, 12, 25),),
        (date(2026, 12, 9),),
    )
    assert fill_holidays(now=NOW).changed_something is False


def test_row_that_the_library_has_again_comes_back():
    fill_holidays(now=NOW)
    Holiday.objects.filter(on=date(2026, 12, 8)).update(removed_at=NOW)

    assert fill_holidays(now=NOW).added == (date(2026, 12, 8),)
    assert date(2026, 12, 8) in {row.on for row in holidays_of(2026)}


def test_holiday_taken_away_can_come_back(operator):
    fill_holidays(now=NOW)
    row = Holiday.objects.get(on=date(2026, 7, 13))
    remove_holiday(holiday_id=row.pk, by=operator, now=NOW)
    assert row.on not in {one.on for one in holidays_of(2026)}
    assert row.on in {one.on for one in holidays_of(2026, with_removed=True)}

    restore_holiday(holiday_id=row.pk, by=operator, now=NOW)

    assert row.on in {one.on for one in holidays_of(2026)}
    assert actions()[1:] == [("entities.holiday_remove", "2026-07-13"), ("entities.holiday_add", "2026-07-13")]


def test_adding_to_a_year_that_is_not_filled_yet_fills_it(operator):
    add_holiday(on=date(2040, 6, 5), name="Día cívico", by=operator, now=NOW)

    assert {row.on for row in holidays_of(2040)} == {*national_holidays(2040), date(2040, 6, 5)}


@pytest.mark.parametrize(
    ("on", "name", "gap"),
    [
        (date(2026, 6, 5), "  ", "Falta el nombre"),
        (date(2026, 6, 5), "x" * 10_000, "pasa de 120 letras"),
        (date(26, 6, 5), "Día cívico", "Revise el año 26"),
        (date(2100, 6, 5), "Día cívico", "Revise el año 2100"),
        (date(2026, 12, 25), "Navidad", "ya es festivo: «Navidad»"),
    ],
)
def test_holiday_that_cannot_be_is_refused(operator, on, name, gap):
    fill_holidays(now=NOW)
    before = Holiday.objects.count()

    with pytest.raises(NotReady) as refusal:
        add_holiday(on=on, name=name, by=operator, now=NOW)

    assert gap in refusal.value.gaps[0]
    assert Holiday.objects.count() == before


def test_name_is_not_emptied(operator):
    fill_holidays(now=NOW)
    row = Holiday.objects.get(on=date(2026, 12, 25))
    with pytest.raises(NotReady):
        rename_holiday(holiday_id=row.pk, name=" ", by=operator, now=NOW)
    row.refresh_from_db()
    assert row.name == "Navidad"


@pytest.mark.parametrize("role", ["ENTITY_ADMIN", "PLAN_COORDINATOR", "INTERNAL_CONTROL", "READER"])
def test_nobody_of_an_entity_changes_the_country(role):
    fill_holidays(now=NOW)
    before, by = list(Holiday.objects.values()), principal(make_entity(), role)
    row = Holiday.objects.get(on=date(2026, 12, 25))
    with pytest.raises(NotAllowed):
        add_holiday(on=date(2026, 6, 5), name="Día cívico", by=by, now=NOW)
    for change in (remove_holiday, restore_holiday):
        with pytest.raises(NotAllowed):
            change(holiday_id=row.pk, by=by, now=NOW)
    with pytest.raises(NotAllowed):
        rename_holiday(holiday_id=row.pk, name="Otra", by=by, now=NOW)
    assert list(Holiday.objects.values()) == before


def test_calendar_of_an_entity_takes_two_queries_and_only_its_own_days(entity, other_entity, django_assert_num_queries):
    fill_holidays(now=NOW)
    with active_tenant(other_entity):
        NonWorkingDay.objects.create(entity=other_entity, on=date(2026, 6, 5), act="Decreto ajeno")
    add_non_working_day(
        entity=entity, on=date(2026, 7, 6), act="Decreto 045", by=principal(entity, "ENTITY_ADMIN"), now=NOW
    )

    with django_assert_num_queries(2):
        calendar = work_calendar(entity, 2026, 2026)

    assert calendar.why_not(date(2026, 7, 6)) == "Decreto 045"
    assert calendar.why_not(date(2026, 6, 5)) == ""
    assert calendar.why_not(date(2026, 4, 2)) == "festivo: Jueves Santo"
    assert calendar.why_not(date(2027, 1, 11)) == "festivo: Día de los Reyes Magos"
    with pytest.raises(UnknownYear):
        calendar.why_not(date(2028, 1, 3))


def test_calendar_of_a_year_that_the_table_lacks_comes_from_the_library(entity):
    fill_holidays(now=NOW)

    calendar = work_calendar(entity, 2016, 2016)

    assert calendar.add_business_days(date(2016, 3, 18), 5).due_on == date(2016, 3, 30)


def test_holiday_taken_away_counts_for_every_entity(entity, operator):
    fill_holidays(now=NOW)
    remove_holiday(holiday_id=Holiday.objects.get(on=date(2026, 5, 1)).pk, by=operator, now=NOW)

    assert work_calendar(entity, 2026, 2026).is_working(date(2026, 5, 1))


def test_saturday_policy_belongs_to_one_entity(entity, other_entity):
    set_saturday_policy(entity_id=entity.pk, is_working=True, by=principal(entity, "PLAN_COORDINATOR"), now=NOW)
    entity.refresh_from_db()

    assert work_calendar(entity, 2026, 2026).is_working(date(2026, 5, 16))
    with active_tenant(other_entity):
        assert not work_calendar(other_entity, 2026, 2026).is_working(date(2026, 5, 16))
    with pytest.raises(NotAllowed):
        set_saturday_policy(entity_id=entity.pk, is_working=False, by=principal(entity, "READER"), now=NOW)


def test_own_day_of_an_impossible_year_is_refused(entity):
    with pytest.raises(NotReady) as refusal:
        add_non_working_day(
            entity=entity, on=date(26, 7, 6), act="Decreto 045", by=principal(entity, "ENTITY_ADMIN"), now=NOW
        )
    assert refusal.value.gaps == ("Revise el año 26: el calendario va de 1985 a 2099.",)
