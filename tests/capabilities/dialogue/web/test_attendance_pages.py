"""The table at the door, the lists and the mails, as the team works them; who opens which, and what it costs."""

import pytest
import time_machine
from django.core.cache import cache, caches
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from attendance_pages import SECRET, at, hidden, on_the_day, opened
from attendance_samples import make_attendee, make_registration
from dialogue_samples import AFTER, BEFORE, DURING, join_team, make_called_space, make_held_space, organiser
from factories import client_of, make_member, principal
from page_costs import assert_cheap, costs_of
from rinde.capabilities.dialogue.models import (
    AttendanceSheet,
    Attendee,
    ListOpening,
    PeopleCount,
    Registration,
    ResultsMailing,
    ValueGroup,
)
from rinde.capabilities.dialogue.operations.attendance_lists import receive_list
from rinde.capabilities.dialogue.operations.checking_in import arrive, count_people
from rinde.capabilities.dialogue.queries.attendance_links import registration_token
from rinde.capabilities.dialogue.rules.attendance import CountValues
from rinde.capabilities.dialogue.web.list_access import OPEN_FOR


@pytest.fixture(autouse=True)
def clock(db):
    """Some weeks before the space; nothing of other tests is kept."""
    cache.clear()
    caches["pages"].clear()
    with time_machine.travel(BEFORE, tick=False) as traveller:
        yield traveller


@pytest.fixture
def desk(entity):
    client = client_of(make_member(entity, "PLAN_COORDINATOR"))
    client.user_id = client.session["_auth_user_id"]
    return client


# --- The table at the door --------------------------------------------------------------------------------------------


def test_names_are_shown_only_once_they_are_opened_and_for_some_hours(desk, entity, clock):
    space = make_called_space(entity)
    make_registration(space, name=SECRET, need="Bastón")
    on_the_day(desk, clock, DURING)
    for page in ("registration_list", "check_in"):
        assert SECRET not in desk.get(at(space, page)).content.decode()
    assert not ListOpening.objects.exists()
    desk.post(at(space, "names_open"), {"pagina": "registration_list"})
    for page in ("registration_list", "check_in"):
        assert SECRET in desk.get(at(space, page)).content.decode()
    assert ListOpening.objects.count() == 1
    clock.shift(OPEN_FOR)
    assert SECRET not in desk.get(at(space, "check_in")).content.decode()


def test_names_of_one_space_do_not_open_those_of_another(desk, entity, clock):
    space, other = make_called_space(entity), make_called_space(entity)
    make_registration(other, name=SECRET)
    on_the_day(desk, clock, DURING)
    desk.post(at(space, "names_open"))
    assert SECRET not in desk.get(at(other, "check_in")).content.decode()


def test_table_is_worked_from_the_list_to_the_number(desk, entity, clock):
    space = make_called_space(entity)
    make_registration(space, name=SECRET)
    on_the_day(desk, clock, DURING)
    desk.post(at(space, "names_open"))
    assert desk.get(at(space, "check_in"), {"q": "secreta ana"}).content.decode().count(SECRET) >= 1
    assert "Nadie con «zzz»" in desk.get(at(space, "check_in"), {"q": "zzz"}).content.decode()
    for _ in range(2):
        assert desk.post(at(space, "check_in_tap", number=1)).status_code == 302
    by_script = desk.post(at(space, "check_in_tap", number=1), headers={"Accept": "application/json"})
    assert (by_script.status_code, Attendee.objects.count()) == (204, 1)
    count = {"mark": hidden(desk.get(at(space, "check_in")).content.decode(), "mark"), "people": "4", "source": "PLACE"}
    for _ in range(2):
        desk.post(at(space, "people_count"), count)
    assert PeopleCount.objects.get().people == 4
    page = desk.post(at(space, "attendance_close"), follow=True).content.decode()
    assert "La asistencia quedó en 5 personas" in page
    desk.post(at(space, "check_in_undo", number=1))
    desk.post(at(space, "people_count_undo", number=1))
    assert "el número que se publicó es otro" in desk.get(at(space, "check_in")).content.decode()


def test_code_of_a_registration_is_confirmed_by_the_team_only(client, desk, entity, clock):
    space = make_called_space(entity)
    registration = make_registration(space, name=SECRET)
    on_the_day(desk, clock, DURING)
    url = at(space, "check_in_scan", token=registration_token(registration.pk))
    assert client.get(url).status_code == 302  # to sign in
    assert SECRET in desk.get(url).content.decode()
    assert not Attendee.objects.exists()
    desk.post(url)
    assert "quedó registrada" in desk.get(url).content.decode()
    assert desk.get(at(space, "check_in_scan", token="1:x")).status_code == 404


def test_walk_in_is_noted_and_the_next_form_is_ready(desk, entity, clock):
    space = make_called_space(entity)
    on_the_day(desk, clock, DURING)
    url = at(space, "check_in_walk_in")
    data = opened(desk, url, clock, name="Luis Paz", territory="El Alto")
    for _ in range(2):
        page = desk.post(url, data, follow=True).content.decode()
    assert "ya estaba en la lista" in page
    assert Attendee.objects.get().territory == "El Alto"
    refused = desk.post(url, data | {"name": "", "territory": "El Bajo"})
    assert (refused.status_code, "El Bajo" in refused.content.decode()) == (422, True)


def test_page_of_paper_is_typed_in_at_once(desk, entity, clock):
    space = make_held_space(entity)
    on_the_day(desk, clock, AFTER)
    url = at(space, "attendance_paper")
    data = {"mark": hidden(desk.get(url).content.decode(), "mark")}
    data |= {"f1-name": "Luis Paz", "f1-document": "1", "f2-document": "2"}
    refused = desk.post(url, data)
    assert (refused.status_code, "Fila 2" in refused.content.decode(), Attendee.objects.count()) == (422, True, 0)
    assert "Luis Paz" in refused.content.decode()
    page = desk.post(url, data | {"f2-name": "Eva Luz"}, follow=True).content.decode()
    assert "Entraron 2 personas" in page


def test_sheet_is_looked_at_and_enters_whole(desk, entity, clock):
    space = make_held_space(entity)
    on_the_day(desk, clock, AFTER)
    url = at(space, "attendance_sheet")
    file = SimpleUploadedFile("lista.csv", f"Nombre;Edad\n{SECRET};34\n;20\n".encode())
    report = desk.post(url, {"file": file}, follow=True)
    page = report.content.decode()
    assert "Se cuenta sin nombre" in page
    assert SECRET not in page
    page = desk.post(report.redirect_chain[-1][0], {"accion": "entrar"}, follow=True).content.decode()
    assert "1 personas con nombre y 1 sin nombre" in page
    assert Attendee.objects.get().name == SECRET
    wrong = desk.post(url, {"file": SimpleUploadedFile("plan.csv", b"Meta;Valor\n1;2\n")})
    assert (wrong.status_code, "columna de nombres" in wrong.content.decode()) == (422, True)
    assert desk.post(url).status_code == 422


def test_list_with_problems_says_them_and_is_left(desk, entity, clock):
    space = make_held_space(entity)
    on_the_day(desk, clock, AFTER)
    file = SimpleUploadedFile("lista.csv", b"Nombre;Correo\nLuis Paz;sin-arroba\n")
    report = desk.post(at(space, "attendance_sheet"), {"file": file}, follow=True)
    address = report.redirect_chain[-1][0]
    refused = desk.post(address, {"accion": "entrar"})
    assert (refused.status_code, "Fila 2:" in refused.content.decode()) == (422, True)
    assert "se descartó" in desk.post(address, {"accion": "descartar"}, follow=True).content.decode()
    assert not Attendee.objects.exists()


def test_model_of_a_list_is_read_back(desk, entity, clock):
    space = make_held_space(entity)
    on_the_day(desk, clock, AFTER)
    for extension in ("xlsx", "ods", "csv"):
        model = desk.get(at(space, "attendance_model", extension=extension))
        file = SimpleUploadedFile(f"modelo.{extension}", model.content)
        page = desk.post(at(space, "attendance_sheet"), {"file": file}).content.decode()
        assert "ninguna persona" in page, extension
    assert desk.get(at(space, "attendance_model", extension="pdf")).status_code == 404


def test_list_is_downloaded_with_a_reason_and_holds_no_address(desk, entity, clock):
    space = make_held_space(entity)
    make_attendee(space, name=SECRET, email="ana@secreta.co", wants_results=True, now=AFTER)
    on_the_day(desk, clock, AFTER)
    url = at(space, "names_download")
    assert SECRET not in desk.get(url).content.decode()
    assert desk.post(url, {"reason": "", "extension": "csv"}).status_code == 422
    file = desk.post(url, {"reason": "Anexo del acta", "extension": "csv"})
    assert SECRET in file.content.decode()
    assert "secreta.co" not in file.content.decode()
    assert "ecreta" not in file.headers["Content-Disposition"]
    assert "Anexo del acta" in desk.get(url).content.decode()


def test_results_are_written_sent_and_followed(desk, entity, clock):
    space = make_held_space(entity)
    make_attendee(space, email="ana@secreta.co", wants_results=True, now=AFTER)
    on_the_day(desk, clock, AFTER)
    url = at(space, "results_mail")
    assert space.title in desk.get(url).content.decode()
    assert desk.post(url, {"subject": "", "body": "x", "accion": "enviar"}).status_code == 422
    desk.post(url, {"subject": "Asunto", "body": "Texto", "accion": "guardar"})
    assert ResultsMailing.objects.get().sent_at is None
    page = desk.post(url, {"subject": "Asunto", "body": "Texto", "accion": "enviar"}, follow=True).content.decode()
    assert "Salió" in page
    assert "secreta.co" not in page
    make_attendee(space, email="eva@secreta.co", wants_results=True, now=AFTER)
    assert "1 persona entró a la lista después" in desk.get(url).content.decode()
    desk.post(url, {"accion": "de nuevo"})
    assert "entró a la lista después" not in desk.get(url).content.decode()


def test_consent_is_written_as_versions_and_the_term_is_set(desk, entity):
    url = reverse("desk:consent_texts", kwargs={"entity_slug": entity.slug})
    words = {"purpose": "Para organizar", "text": "Autorizo", "optional_nature": "Todo", "rights": "Conocer"}
    assert desk.post(url, words | {"rights": ""}).status_code == 422
    assert "Versión 1" in desk.post(url, words, follow=True).content.decode()
    assert desk.post(url, {"que": "dias", "days": "3"}).status_code == 422
    assert 'value="90"' in desk.post(url, {"que": "dias", "days": "90"}, follow=True).content.decode()


def test_trained_people_are_shown_and_downloaded(desk, entity):
    space = make_held_space(entity, kind="TRAINING")
    make_attendee(space, name=SECRET, now=AFTER)
    own = {"entity_slug": entity.slug}
    page = desk.get(reverse("desk:trained_people", kwargs=own), {"ano": "2026"}).content.decode()
    assert space.title in page
    assert SECRET not in page
    file = desk.get(reverse("desk:trained_download", kwargs=own), {"ano": "2026", "formato": "csv"})
    assert (file.status_code, SECRET.encode() in file.content) == (200, False)
    assert desk.get(reverse("desk:trained_download", kwargs=own), {"formato": "doc"}).status_code == 404
    assert desk.get(reverse("desk:trained_people", kwargs=own), {"ano": "xx"}).status_code == 200


# --- Who opens which, and what it costs -------------------------------------------------------------------------------

NAMED = ("check_in_walk_in", "attendance_paper", "attendance_sheet", "check_in_poster")
MANAGED = ("names_download", "results_mail")


@pytest.mark.parametrize("role", ["READER", "INTERNAL_CONTROL", "ENTITY_ADMIN", "COMMUNICATIONS"])
def test_who_is_not_of_the_team_reads_numbers_and_opens_no_name(entity, clock, role):
    space, other = make_called_space(entity), make_called_space(entity)
    make_registration(space, name=SECRET)
    user = make_member(entity, role)
    join_team(other, principal(entity, role, user=user), "CHECK_IN")
    clock.move_to(DURING)
    client = client_of(user)
    for name in ("registration_list", "check_in"):
        page = client.get(at(space, name)).content.decode()
        assert SECRET not in page
        assert "Abrir la lista con nombres" not in page
    for name in (*NAMED, *MANAGED):
        assert client.get(at(space, name)).status_code in (403, 404), name
    for name in ("names_open", "people_count", "attendance_close", "registration_close"):
        assert client.post(at(space, name)).status_code in (403, 404), name
    for name in ("check_in_tap", "registration_cancel"):
        assert client.post(at(space, name, number=1)).status_code in (403, 404), name
    assert not ListOpening.objects.exists()
    assert Registration.objects.get().status == "CONFIRMED"


def test_helper_of_this_space_works_the_table(entity, clock):
    space, user = make_called_space(entity), make_member(entity, "COMMUNICATIONS")
    make_registration(space, name=SECRET)
    join_team(space, principal(entity, "COMMUNICATIONS", user=user), "CHECK_IN")
    clock.move_to(DURING)
    client = client_of(user)
    client.post(at(space, "names_open"))
    assert SECRET in client.get(at(space, "check_in")).content.decode()
    for name in NAMED:
        assert client.get(at(space, name)).status_code == 200, name
    for name in MANAGED:
        assert client.get(at(space, name)).status_code in (403, 404), name


def _worked_space(entity, rows):
    """A space with so many of everything that a page lists."""
    by = organiser(entity)
    space = make_held_space(entity, by=by)
    for number in range(rows):
        group = ValueGroup.objects.create(entity=entity, name=f"Grupo {space.pk} {number}", edited_at=BEFORE)
        fields = {"group_id": group.pk, "wants_results": True}
        registration = Registration.objects.create(
            entity=entity, space=space, number=number + 1, status="CONFIRMED", registered_at=BEFORE,
            form_token=f"r{number}", group=group,
        )  # fmt: skip
        if number % 2 == 0:
            arrive(space_id=space.pk, number=registration.number, by=by, now=AFTER)
        make_attendee(space, by=by, now=AFTER, email=f"p{space.pk}-{number}@example.org", **fields)
        values = CountValues(number + 1, group_id=group.pk)
        count_people(space_id=space.pk, values=values, form_token=f"c{number}", by=by, now=AFTER)
        content = f"Nombre\nPersona {number}\n".encode()
        receive_list(space_id=space.pk, name="l.csv", content=content, carries_consent=False, by=by, now=AFTER)
    return space


def test_pages_of_attendance_stay_cheap(desk, entity, clock):
    on_the_day(desk, clock, AFTER)
    costs = []
    for rows in (1, 3):
        space = _worked_space(entity, rows)
        desk.post(at(space, "names_open"))
        sheet = AttendanceSheet.objects.filter(space=space).first()
        base = f"/{entity.slug}/gestion/dialogo/espacios/{{space}}/"
        pages = [
            f"{base}inscripciones/",
            f"{base}asistencia/",
            f"{base}asistencia/papel/",
            f"{base}asistencia/hoja/",
            f"{base}asistencia/hoja/{{sheet}}/",
            f"{base}asistencia/nombres/descargar/",
            f"{base}asistencia/sin-inscripcion/",
            f"{base}enviar-resultados/",
            f"/{entity.slug}/gestion/dialogo/capacitados/?ano=2026",
            f"/{entity.slug}/gestion/dialogo/datos-personales/",
        ]
        costs.append(costs_of(desk, pages, space=space.pk, sheet=sheet.pk))
    assert_cheap(*costs)
