"""«Fechas legales» of a plan, and the entity's «Calendario laboral», as a browser sees them."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.contrib.messages import get_messages
from django.contrib.messages.storage.fallback import FallbackStorage
from django.urls import reverse

from factories import make_member, make_plan
from rinde.capabilities.entities.models import NonWorkingDay
from rinde.capabilities.plans.models import LegalDate
from rinde.capabilities.plans.operations.legal_dates import mark_legal_date_done
from rinde.capabilities.plans.rules.legal_moves import Move, MovedDate
from rinde.capabilities.plans.web.legal_presenters import tell_moves
from rinde.services.access import ANONYMOUS
from rinde.services.tenancy import active_tenant

IN_MARCH = datetime(2026, 3, 2, 15, 0, tzinfo=UTC)
MOVED = (
    "El informe de seguimiento con corte al 30 de abril de 2026 pasó del 15 al 19 de mayo de 2026 porque el 12 de mayo "
    "no es hábil (Decreto 045 de 2026)."
)


@pytest.fixture(autouse=True)
def in_march():
    with time_machine.travel(IN_MARCH, tick=False):
        yield


@pytest.fixture
def plan(entity):
    return make_plan(entity, template_key="PTEP_2024", cut_off_regime="FOUR_MONTHLY")


@pytest.fixture
def coordinator(entity, client):
    client.force_login(make_member(entity, "PLAN_COORDINATOR"))


def dates_of(plan, entity=None):
    return reverse("desk:legal_dates", kwargs={"entity_slug": (entity or plan.entity).slug, "plan_id": plan.pk})


def calendar_of(entity, name="non_working_days", **kwargs):
    return reverse(f"desk:{name}", kwargs={"entity_slug": entity.slug, **kwargs})


def text(response):
    return response.content.decode()


def test_page_shows_what_is_next_first_with_its_arithmetic(client, entity, plan, coordinator):
    page = text(client.get(dates_of(plan)))

    assert page.index("corte al 30 de abril") < page.index("corte al 31 de agosto") < page.index("Lo que ya pasó (2)")
    assert "Día 1 = lunes 4 de mayo de 2026. No cuentan: 2 fines de semana y el 1 de mayo (Día del Trabajo)." in page
    assert "Práctica de las entidades" in page
    assert "No es norma" in page
    assert "Ley 4 de 1913, art. 62" in page
    assert LegalDate.objects.count() == 0  # looking writes nothing


@pytest.mark.parametrize(
    ("done_on", "badge", "said"),
    [
        (date(2026, 5, 15), "Se cumplió<", "se cumplió el 15 de mayo de 2026<"),
        (date(2026, 5, 16), "Se cumplió tarde<", "se cumplió el 16 de mayo de 2026, 1 día después<"),
        (date(2026, 6, 2), "Se cumplió tarde<", "se cumplió el 2 de junio de 2026, 18 días después<"),
    ],
)
def test_date_that_was_met_says_when_beside_it(client, entity, plan, coordinator, done_on, badge, said):
    mark_legal_date_done(plan, key="follow_up_report:2026-04-30", done_on=done_on, by=ANONYMOUS, now=IN_MARCH)
    page = text(client.get(dates_of(plan)))

    assert page.count(badge) == 1
    assert f'<strong>15 de mayo de 2026</strong> <span class="soft">· {said}' in page


def test_cut_offs_that_nobody_chose_are_a_suggestion(client, entity, coordinator):
    plan = make_plan(entity, template_key="PTEP_2024")
    assert "Valor sugerido por Rinde: confírmelo." in text(client.get(dates_of(plan)))

    client.post(dates_of(plan), {"cortes": "SEMIANNUAL"})

    plan.refresh_from_db()
    assert plan.cut_off_regime == "SEMIANNUAL"
    assert "Valor sugerido por Rinde: confírmelo." not in text(client.get(dates_of(plan)))


@pytest.mark.parametrize("sent", [{}, {"cortes": "MENSUAL"}, {"cortes": "x" * 10_000}])
def test_cut_offs_that_do_not_exist_are_refused(client, entity, plan, coordinator, sent):
    response = client.post(dates_of(plan), sent)

    assert response.status_code == 422
    assert "Escoja los cortes de la lista." in text(response)
    plan.refresh_from_db()
    assert plan.cut_off_regime == "FOUR_MONTHLY"


@pytest.mark.parametrize("role", ["ENTITY_ADMIN", "UNIT_LIAISON", "INTERNAL_CONTROL", "COMMUNICATIONS", "READER"])
def test_those_who_do_not_edit_the_plan_read_without_a_form(client, entity, plan, role):
    client.force_login(make_member(entity, role))
    page = text(client.get(dates_of(plan)))

    assert 'name="cortes"' not in page
    assert "Los escoge la coordinación del plan." in page
    assert client.post(dates_of(plan), {"cortes": "SEMIANNUAL"}).status_code == 403
    plan.refresh_from_db()
    assert plan.cut_off_regime == "FOUR_MONTHLY"


def test_citizen_service_does_not_open_drafts(client, entity, plan):
    client.force_login(make_member(entity, "CITIZEN_SERVICE"))
    assert client.get(dates_of(plan)).status_code == 404


def test_plan_of_another_entity_is_not_found(client, entity, other_entity, coordinator):
    with active_tenant(other_entity):
        theirs = make_plan(other_entity, template_key="PTEP_2024")
    assert client.get(dates_of(theirs, entity)).status_code == 404
    assert client.post(dates_of(theirs, entity), {"cortes": "SEMIANNUAL"}).status_code == 404


def test_plan_without_template_shows_the_dates_of_the_law_and_no_cut_offs(client, entity, coordinator):
    plan = make_plan(entity, instrument="OTHER", period_start=date(2027, 1, 1), period_end=date(2027, 12, 31))
    page = text(client.get(dates_of(plan)))

    assert "Plan de acción de 2027" in page
    assert "29 de enero de 2027" in page
    assert "Cortes de seguimiento" not in page


def test_plan_of_an_impossible_year_shows_an_empty_page(client, entity, coordinator):
    plan = make_plan(entity, template_key="PTEP_2024", period_start=date(26, 1, 1), period_end=date(26, 12, 31))
    response = client.get(dates_of(plan))

    assert response.status_code == 200
    assert "Ninguna fecha legal de este plan está por cumplirse." in text(response)


@pytest.mark.parametrize("years", [1, 3])
def test_page_costs_the_same_for_one_and_for_three_years(client, entity, coordinator, years, django_assert_num_queries):
    plan = make_plan(entity, template_key="PTEP_2024", period_end=date(2025 + years, 12, 31))
    with django_assert_num_queries(9):
        client.get(dates_of(plan))


def test_day_off_tells_at_once_what_moved_and_the_plan_keeps_it(client, entity, plan, coordinator):
    sent = {"on": "2026-05-12", "act": "Decreto 045 de 2026"}
    response = client.post(calendar_of(entity), sent, follow=True)

    assert f"{MOVED} Plan: {plan.title}." in text(response)
    assert "quedó como día no hábil de la entidad" in text(response)
    assert MOVED in text(client.get(dates_of(plan)))


def test_date_that_moved_in_two_plans_is_told_once(client, entity, plan, coordinator):
    other = make_plan(
        entity, slug="otro", title="Otro programa", template_key="PTEP_2024", cut_off_regime="FOUR_MONTHLY"
    )
    response = client.post(calendar_of(entity), {"on": "2026-05-12", "act": "Decreto 045 de 2026"}, follow=True)

    page = text(response)
    assert page.count(MOVED) == 1
    assert f"{MOVED} Planes: " in page
    assert plan.title in page
    assert other.title in page


def test_day_taken_back_tells_what_moved_back(client, entity, plan, coordinator):
    client.post(calendar_of(entity), {"on": "2026-05-12", "act": "Decreto 045 de 2026"})
    day = NonWorkingDay.objects.get()

    page = text(client.post(calendar_of(entity, "non_working_day_remove", day_id=day.pk), follow=True))

    assert "pasó del 19 al 15 de mayo de 2026 porque el 12 de mayo vuelve a ser día hábil." in page


def test_saturdays_tell_what_moved(client, entity, plan, coordinator):
    page = text(client.post(calendar_of(entity, "saturdays"), {"sabado": "habil"}, follow=True))

    assert "El sábado es día hábil en la entidad." in page
    assert page.count("porque el sábado ahora es día hábil en la entidad.") == 3
    assert "El sábado cuenta como día hábil." in page


def test_very_many_plans_are_counted_after_the_first(client, entity, coordinator):
    for number in range(8):
        make_plan(entity, template_key="PTEP_2024", cut_off_regime="FOUR_MONTHLY", slug=f"p{number}")
    page = text(client.post(calendar_of(entity), {"on": "2026-05-12", "act": "Decreto 045 de 2026"}, follow=True))

    assert page.count("pasó del 15 al 19 de mayo") == 1
    assert ", y 2 planes más." in page


def test_very_many_dates_are_counted_after_the_first(rf):
    request = rf.get("/")
    request.session = {}
    request._messages = FallbackStorage(request)
    move = Move(date(2026, 5, 15), date(2026, 5, 19), "el 12 de mayo no es hábil", "2026-03-02")
    tell_moves(request, [MovedDate(1, "Programa", f"key-{number}", f"Informe {number}", move) for number in range(8)])

    said = [str(one) for one in get_messages(request)]
    assert [one.partition(" pasó ")[0] for one in said[:6]] == [f"El informe {number}" for number in range(6)]
    assert said[6:] == ["Además se movieron 2 fechas legales más: véalas en «Fechas legales» de cada plan."]


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"on": "2026-02-30", "act": "Decreto 045"}, "fecha válida"),
        ({"on": "0026-07-06", "act": "Decreto 045"}, "Revise el año 26"),
        ({"on": "2026-07-06", "act": "x" * 10_000}, "200"),
        ({"on": "2026-07-06", "act": ""}, "obligatorio"),
        ({"on": "-3", "act": "Decreto 045"}, "fecha válida"),
    ],
)
def test_bad_day_is_refused_with_what_was_typed(client, entity, plan, coordinator, sent, said):
    response = client.post(calendar_of(entity), sent)

    assert response.status_code == 422
    assert said in text(response)
    assert sent["act"][:100] in text(response)
    assert NonWorkingDay.objects.count() == 0
    assert LegalDate.objects.count() == 0


def test_same_day_twice_is_refused(client, entity, coordinator):
    sent = {"on": "2026-07-06", "act": "Decreto 045"}
    client.post(calendar_of(entity), sent)
    assert "El 06/07/2026 ya está en la lista." in text(client.post(calendar_of(entity), sent))


@pytest.mark.parametrize("role", ["UNIT_LIAISON", "INTERNAL_CONTROL", "COMMUNICATIONS", "CITIZEN_SERVICE", "READER"])
def test_others_see_the_year_and_change_nothing(client, entity, role):
    day = NonWorkingDay.objects.create(entity=entity, on=date(2026, 8, 31), act="Decreto 041")
    client.force_login(make_member(entity, role))
    page = text(client.get(calendar_of(entity)))

    assert "Decreto 041" in page
    assert "Agregar un día propio" not in page
    client.post(calendar_of(entity), {"on": "2026-07-06", "act": "Decreto"})
    assert client.post(calendar_of(entity, "non_working_day_remove", day_id=day.pk)).status_code == 404
    assert client.post(calendar_of(entity, "saturdays"), {"sabado": "habil"}).status_code == 404
    entity.refresh_from_db()
    assert (NonWorkingDay.objects.count(), entity.saturday_is_working) == (1, False)


def test_year_shows_holidays_own_days_and_its_sum(client, entity, coordinator):
    NonWorkingDay.objects.create(entity=entity, on=date(2026, 8, 31), act="Decreto 041: día cívico")
    page = text(client.get(calendar_of(entity)))

    assert "241 días hábiles en 2026." in page
    assert "Decreto 041: día cívico" in page
    assert "Virgen de Chiquinquirá" in page
    assert "Calendario laboral 2025" in text(client.get(calendar_of(entity) + "?vigencia=2025"))


@pytest.mark.parametrize("year", ["", "-3", "abc", "1900", "9999", "x" * 10_000])
def test_year_that_makes_no_sense_shows_this_one(client, entity, coordinator, year):
    assert "Calendario laboral 2026" in text(client.get(calendar_of(entity), {"vigencia": year}))


@pytest.mark.parametrize("days", [1, 3])
def test_calendar_costs_the_same_for_one_and_for_three_days(
    client, entity, coordinator, days, django_assert_num_queries
):
    for day in range(days):
        NonWorkingDay.objects.create(entity=entity, on=date(2026, 8, 24 + day), act="Decreto 041")
    with django_assert_num_queries(8):
        client.get(calendar_of(entity))
