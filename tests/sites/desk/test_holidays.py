"""The operator's page of the country's holidays."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.urls import reverse

from factories import make_entity, make_member, make_plan, make_user
from rinde.capabilities.entities.models import Holiday
from rinde.capabilities.entities.operations import fill_holidays
from rinde.capabilities.plans.models import LegalDate
from rinde.capabilities.plans.operations.work_calendar import keep_calendar_of
from rinde.services.tenancy import active_tenant

IN_MARCH = datetime(2026, 3, 2, 15, 0, tzinfo=UTC)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_march():
    with time_machine.travel(IN_MARCH, tick=False):
        fill_holidays(now=IN_MARCH)
        yield


@pytest.fixture
def operator(client):
    client.force_login(make_user(is_platform_operator=True))


def text(response):
    return response.content.decode()


def row(year, month, day):
    return Holiday.objects.get(on=date(year, month, day))


def test_page_lists_a_year_with_where_each_day_comes_from(client, operator):
    page = text(client.get(reverse("holidays"), {"vigencia": "2025"}))

    assert "17 filas en 2025" in page
    assert "Sagrado Corazón y San Pedro y San Pablo" in page
    assert "Biblioteca de festivos" in page


def test_year_that_is_not_filled_says_so(client, operator):
    assert "La tabla no tiene festivos de 2050" in text(client.get(reverse("holidays"), {"vigencia": "2050"}))


@pytest.mark.parametrize("count", [1, 3])
def test_page_costs_the_same_for_one_and_for_three(client, operator, count, django_assert_num_queries):
    Holiday.objects.exclude(pk__in=Holiday.objects.filter(on__year=2026).values("pk")[:count]).delete()
    with django_assert_num_queries(4):
        client.get(reverse("holidays"))


def test_new_holiday_moves_the_dates_of_every_entity(client, operator):
    entities = [make_entity(), make_entity()]
    for entity in entities:
        with active_tenant(entity):
            make_plan(entity, template_key="PTEP_2024", cut_off_regime="FOUR_MONTHLY")
        keep_calendar_of(entity_id=entity.pk, now=IN_MARCH)

    response = client.post(reverse("holidays"), {"on": "2026-05-12", "name": "Día cívico nacional"}, follow=True)

    assert "quedó como festivo" in text(response)
    assert "Agregado a mano" in text(response)
    for entity in entities:
        with active_tenant(entity):
            report = LegalDate.objects.get(key="follow_up_report:2026-04-30")
            assert report.due_on == date(2026, 5, 19)
            assert report.moves[0]["why"] == "el 12 de mayo es festivo (Día cívico nacional)"


def test_holiday_is_renamed_taken_away_and_brought_back(client, operator):
    holiday = row(2026, 10, 12)
    page = client.post(reverse("holiday_rename", args=[holiday.pk]), {"name": "Día de la Diversidad"}, follow=True)
    assert "quedó con el nombre «Día de la Diversidad»" in text(page)

    page = client.post(reverse("holiday_remove", args=[holiday.pk]), follow=True)
    assert "ya no es festivo" in text(page)
    assert "Volver a poner" in text(page)

    client.post(reverse("holiday_restore", args=[holiday.pk]))
    holiday.refresh_from_db()
    assert (holiday.name, holiday.removed_at) == ("Día de la Diversidad", None)


def test_name_with_braces_is_said_as_it_is(client, operator):
    page = client.post(reverse("holiday_rename", args=[row(2026, 10, 12).pk]), {"name": "{0} {day}"}, follow=True)
    assert "«{0} {day}»" in text(page)


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"on": "2026-02-30", "name": "Día"}, "fecha válida"),
        ({"on": "2026-12-25", "name": "Otra Navidad"}, "ya es festivo"),
        ({"on": "2026-06-05", "name": "x" * 10_000}, "120"),
        ({"on": "2026-06-05", "name": ""}, "obligatorio"),
        ({"on": "9999-06-05", "name": "Día"}, "Revise el año 9999"),
    ],
)
def test_bad_holiday_is_refused_with_what_was_typed(client, operator, sent, said):
    before = Holiday.objects.count()
    response = client.post(reverse("holidays"), sent)

    assert response.status_code == 422
    assert said in text(response)
    assert sent["name"][:50] in text(response)
    assert Holiday.objects.count() == before


def test_empty_name_is_refused_and_the_old_one_stays(client, operator):
    holiday = row(2026, 10, 12)
    page = client.post(reverse("holiday_rename", args=[holiday.pk]), {"name": " "}, follow=True)

    assert "Falta el nombre del festivo." in text(page)
    holiday.refresh_from_db()
    assert holiday.name == "Día de la Raza"


@pytest.mark.parametrize("role", ["ENTITY_ADMIN", "PLAN_COORDINATOR", "READER"])
def test_nobody_of_an_entity_opens_it(client, role):
    client.force_login(make_member(make_entity(), role))
    holiday = row(2026, 10, 12)

    assert client.get(reverse("holidays")).status_code == 404
    assert client.post(reverse("holiday_remove", args=[holiday.pk])).status_code == 404
    holiday.refresh_from_db()
    assert holiday.removed_at is None


def test_row_that_does_not_exist_is_not_found(client, operator):
    assert client.post(reverse("holiday_remove", args=[999_999])).status_code == 404
