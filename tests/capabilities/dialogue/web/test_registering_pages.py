"""Registering, arriving and leaving the mails, as people do it without an account."""

import re

import pytest
import time_machine
from django.core.cache import cache, caches
from django.test import Client

from attendance_pages import ANA, SECRET, opened, public
from attendance_samples import make_attendee, make_registration
from dialogue_samples import AFTER, BEFORE, DURING, STARTS, make_called_space, make_held_space, organiser
from rinde.capabilities.dialogue.models import (
    Attendee,
    Registration,
    ValueGroup,
)
from rinde.capabilities.dialogue.operations.checking_in import close_attendance, count_people
from rinde.capabilities.dialogue.queries.attendance_links import registration_token, results_token
from rinde.capabilities.dialogue.rules.attendance import CountValues


@pytest.fixture(autouse=True)
def clock(db):
    """Some weeks before the space; nothing of other tests is kept."""
    cache.clear()
    caches["pages"].clear()
    with time_machine.travel(BEFORE, tick=False) as traveller:
        yield traveller


# --- The visitor ------------------------------------------------------------------------------------------------------


def test_visitor_registers_and_finds_their_page(client, entity, clock):
    space = make_called_space(entity)
    response = client.post(public(space, "register"), opened(client, public(space, "register"), clock, **ANA))
    assert response.status_code == 302
    page = client.get(response.url).content.decode()
    assert "Tiene su lugar" in page
    assert "data:image/svg+xml" in page
    assert SECRET not in page
    assert "noindex" in page


def test_form_sent_twice_is_one_registration(client, entity, clock):
    space = make_called_space(entity)
    data = opened(client, public(space, "register"), clock, **ANA)
    first, again = (client.post(public(space, "register"), data) for _ in range(2))
    assert (first.url, Registration.objects.count()) == (again.url, 1)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"author_name": ""}, "Escriba su nombre"),
        ({"consents": ""}, "Márquela para dejar"),
        ({"email": "ana"}, "correo completo"),
        ({"website": "http://spam"}, "debe quedar vacío"),
        ({"mark": "forjada"}, "mucho tiempo abierto"),
        ({"words": "0" * 64}, "cambió mientras"),
        ({"email": "", "wants_results": "on"}, "hace falta un correo"),
        ({"need": "x" * 301}, "300"),
        ({"group": "999"}, "Escoja una opción válida"),
    ],
)
def test_refused_registration_says_why_and_keeps_what_was_typed(client, entity, clock, data, said):
    space = make_called_space(entity)
    sent = opened(client, public(space, "register"), clock, **ANA) | {"phone": "3001112233"} | data
    response = client.post(public(space, "register"), sent)
    page = response.content.decode()
    assert (response.status_code, Registration.objects.count()) == (422, 0)
    assert said in page
    assert "3001112233" in page


def test_full_space_offers_the_waiting_list(client, entity, clock):
    space = make_called_space(entity, capacity=1)
    make_registration(space)
    url = public(space, "register")
    assert "El cupo está lleno" in client.get(url).content.decode()
    data = opened(client, url, clock, **ANA)
    refused = client.post(url, data)
    assert (refused.status_code, SECRET in refused.content.decode()) == (422, True)
    waits = client.post(url, data | {"joins_waiting": "on"})
    assert "lista de espera" in client.get(waits.url).content.decode()


def test_registration_that_comes_too_late_gives_back_what_was_typed(client, entity, clock):
    space = make_called_space(entity)
    data = opened(client, public(space, "register"), clock, **ANA)
    clock.move_to(STARTS)
    response = client.post(public(space, "register"), data)
    page = response.content.decode()
    assert (response.status_code, Registration.objects.count()) == (409, 0)
    assert "ya empezó" in page
    assert SECRET in page


def test_space_for_minors_asks_for_no_name(client, entity, clock):
    space = make_called_space(entity, is_for_minors=True)
    page = client.get(public(space, "register")).content.decode()
    assert "author_name" not in page
    assert 'name="email"' not in page
    data = opened(client, public(space, "register"), clock, people="25")
    assert client.post(public(space, "register"), data).status_code == 302
    assert Registration.objects.get().people == 25


def test_flood_from_one_connection_is_cut_and_nothing_is_lost(client, entity, clock):
    space = make_called_space(entity)
    for number in range(12):
        data = opened(client, public(space, "register"), clock, **ANA | {"author_name": f"Persona {number}"})
        assert client.post(public(space, "register"), data).status_code == 302
    response = client.post(public(space, "register"), opened(client, public(space, "register"), clock, **ANA))
    assert (response.status_code, response.headers["Retry-After"].isdecimal()) == (429, True)
    assert SECRET in response.content.decode()


def test_own_page_cancels_by_its_button_only(client, entity):
    space = make_called_space(entity)
    registration = make_registration(space)
    url = public(space, "registration", token=registration_token(registration.pk))
    client.get(url)
    registration.refresh_from_db()
    assert registration.status == "CONFIRMED"
    page = client.post(url, follow=True).content.decode()
    assert "está cancelada" in page


def test_forged_link_of_a_registration_opens_nothing(client, entity):
    space, other = make_called_space(entity), make_called_space(entity)
    mine = make_registration(other)
    for token in ("1", f"{mine.pk}:abc", registration_token(mine.pk)):
        assert client.get(public(space, "registration", token=token)).status_code == 404
        assert client.post(public(space, "registration", token=token)).status_code == 404
    mine.refresh_from_db()
    assert mine.status == "CONFIRMED"


def test_who_arrives_types_their_name_and_is_told_the_same_whoever_they_are(client, entity, clock):
    space = make_called_space(entity)
    make_registration(space, name=SECRET)
    clock.move_to(DURING)
    url = public(space, "arriving")
    answers = []
    for name in (SECRET, "Otra Persona", SECRET):
        data = opened(client, url, clock, author_name=name, consents="on")
        response = client.post(url, data)
        answers.append((response.status_code, response.url, client.get(response.url).content))
    assert answers[0] == answers[1] == answers[2]
    assert SECRET.encode() not in answers[0][2]
    assert Attendee.objects.count() == 2


@pytest.mark.parametrize(("minors", "words"), [(False, "una hora antes"), (True, "menores de edad")])
def test_door_out_of_its_hours_or_for_minors_takes_no_name(client, entity, clock, minors, words):
    space = make_called_space(entity, is_for_minors=minors)
    if minors:
        clock.move_to(DURING)
    page = client.get(public(space, "arriving")).content.decode()
    assert words in page
    client.post(public(space, "arriving"), {"author_name": SECRET, "consents": "on"})
    assert not Attendee.objects.exists()


def test_mail_is_left_by_its_button_or_by_the_mailbox_and_not_by_a_visit(client, entity):
    space = make_called_space(entity)
    attendee = make_attendee(space, email="a@example.org", wants_results=True)
    url = public(space, "results_leave", token=results_token(attendee.pk))
    client.get(url)
    attendee.refresh_from_db()
    assert attendee.email == "a@example.org"
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(url, {"List-Unsubscribe": "One-Click"}).status_code == 200
    attendee.refresh_from_db()
    assert attendee.email == ""
    assert client.post(public(space, "results_leave", token="1:x")).status_code == 404


def test_public_page_tells_numbers_and_never_a_name_or_a_small_group(client, entity, clock):
    space = make_held_space(entity)
    small = ValueGroup.objects.create(entity=entity, name="Veedurías", edited_at=BEFORE)
    large = ValueGroup.objects.create(entity=entity, name="Juntas", edited_at=BEFORE)
    by = organiser(entity)
    make_attendee(space, name=SECRET, email="ana@secreta.co", wants_results=True, group_id=small.pk, now=AFTER)
    values = CountValues(41, group_id=large.pk)
    count_people(space_id=space.pk, values=values, form_token="c", by=by, now=AFTER)
    young = ValueGroup.objects.create(entity=entity, name="Barrios", edited_at=BEFORE)
    values = CountValues(60, group_id=young.pk)
    count_people(space_id=space.pk, values=values, form_token="d", by=by, now=AFTER)
    close_attendance(space_id=space.pk, by=by, now=AFTER)
    clock.move_to(AFTER)
    assert client.get(public(make_held_space(entity), "participation")).status_code == 404
    assert "Participaron 102 personas." in client.get(public(space, "dialogue_space")).content.decode()
    page = client.get(public(space, "participation")).content.decode()
    assert ">102</span> personas participaron" in page
    told = re.findall(r'<th scope="row">([^<]*)</th><td class="number">([^<]*)</td>', page)
    assert told == [("Barrios", "60"), ("Juntas", "No se muestra"), ("Veedurías", "No se muestra")]
    assert not any(one in page for one in (SECRET, "secreta.co"))
