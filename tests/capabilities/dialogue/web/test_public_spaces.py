"""What everybody reads of a space: before, during and after it, cancelled and moved, as a calendar, and its files."""

import json
import re
from datetime import timedelta

import pytest
import time_machine
from django.core.cache import caches
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from icalendar import Calendar

from dialogue_samples import (
    AFTER,
    BEFORE,
    DURING,
    make_called_space,
    make_draft_space,
    make_held_space,
    make_live_space,
    organiser,
)
from page_costs import assert_cheap
from rinde.capabilities.dialogue.models import CommunicationAction, Topic, ValueGroup
from rinde.capabilities.dialogue.operations.documents import DocumentValues, add_document, publish_document
from rinde.capabilities.dialogue.operations.results import ResultTexts, write_results
from rinde.capabilities.dialogue.operations.spaces import cancel_space, move_space
from rinde.services.tenancy import active_tenant


@pytest.fixture(autouse=True)
def nothing_kept(db):
    caches["pages"].clear()
    with time_machine.travel(BEFORE + timedelta(days=3), tick=False):
        yield


def page_of(space):
    return reverse("portal:dialogue_space", kwargs={"entity_slug": space.entity.slug, "slug": space.slug})


def of(entity, name, **more):
    return reverse(f"portal:{name}", kwargs={"entity_slug": entity.slug} | more)


def read(client, url):
    caches["pages"].clear()
    answer = client.get(url)
    assert answer.status_code == 200, url
    return answer.content.decode()


def test_draft_is_nowhere_in_public(client, entity):
    space = make_draft_space(entity, title="Audiencia en secreto")
    assert client.get(page_of(space)).status_code == 404
    assert client.get(of(entity, "space_code", code=space.code)).status_code == 404
    for url in (of(entity, "dialogue_year", year=2026), of(entity, "space_calendar"), of(entity, "home")):
        assert "Audiencia en secreto" not in read(client, url)


def test_called_space_says_what_when_and_how_to_take_part(client, entity):
    space = make_called_space(
        entity, how_to_take_part="Vaya sin inscribirse.", accessibility=("SIGN_LANGUAGE",), link="https://v.example/1",
        mode="HYBRID",
    )  # fmt: skip
    page = read(client, page_of(space))
    for told in (
        "Convocado", "Martes 12 de mayo de 2026, de 9:00 a. m. a 12:00 p. m.", "Vaya sin inscribirse.",
        "Intérprete de lengua de señas", "https://v.example/1", space.code,
    ):  # fmt: skip
        assert told.replace("\u00a0", " ") in page.replace("\u00a0", " ")
    assert of(entity, "space_date", slug=space.slug) in page


def test_code_of_a_poster_leads_to_the_page_whatever_its_capitals(client, entity):
    space = make_called_space(entity)
    for code in (space.code, space.code.lower()):
        assert client.get(of(entity, "space_code", code=code)).url == page_of(space)


def test_moved_space_shows_both_dates_and_the_reason(client, entity):
    by = organiser(entity)
    space = make_called_space(entity, by=by)
    move_space(
        space_id=space.pk, starts_at=space.starts_at + timedelta(days=7), ends_at=space.ends_at + timedelta(days=7),
        reason="Paro de transporte.", by=by, now=BEFORE,
    )  # fmt: skip
    page = read(client, page_of(space))
    assert "martes 12 de mayo de 2026" in page
    assert "martes 19 de mayo de 2026" in page
    assert "Paro de transporte." in page


def test_cancelled_space_stays_and_says_why(client, entity):
    by = organiser(entity)
    space = make_called_space(entity, by=by, link="https://v.example/1", mode="VIRTUAL")
    cancel_space(space_id=space.pk, reason="Llueve <mucho>.", by=by, now=BEFORE)
    page = read(client, page_of(space))
    assert "Este espacio se canceló." in page
    assert "Llueve &lt;mucho&gt;." in page
    assert "https://v.example/1" not in re.sub(r"<script.*?</script>", "", page, flags=re.DOTALL)
    data = json.loads(re.search(r"ld\+json\">(.*?)</script>", page, re.DOTALL).group(1))
    assert data["eventStatus"] == "https://schema.org/EventCancelled"


def test_live_space_offers_the_stream(client, entity):
    space = make_live_space(entity, link="https://v.example/1", mode="HYBRID")
    with time_machine.travel(DURING, tick=False):
        page = read(client, page_of(space))
    assert "En curso" in page
    assert "Ver la transmisión" in page


def test_held_space_tells_what_came_of_it(client, entity):
    by = organiser(entity)
    space = make_held_space(entity, by=by)
    texts = ResultTexts("Se acordó revisar.", "Que sea sábado.", "Se incluyó en el plan.")
    write_results(space_id=space.pk, texts=texts, seen=None, by=by, now=AFTER)
    with time_machine.travel(AFTER + timedelta(days=60), tick=False):
        page = read(client, page_of(space))
    for told in ("Se acordó revisar.", "Que sea sábado.", "Se incluyó en el plan.", "Vencido"):
        assert told in page


def test_only_published_files_are_given_and_never_a_list_of_names(client, entity):
    by = organiser(entity)
    space = make_held_space(entity, by=by)

    def keep(kind, title):
        return add_document(
            space_id=space.pk, values=DocumentValues(kind, title), name=f"{title}.txt",
            content=f"Texto de {title}".encode(), by=by, now=AFTER,
        )  # fmt: skip

    minutes, draft, names = keep("MINUTES", "Acta 1"), keep("OTHER", "Borrador"), keep("ATTENDANCE", "Lista")
    publish_document(document_id=minutes.pk, by=by, now=AFTER)
    url = {one.pk: of(entity, "space_file", slug=space.slug, document_id=one.pk) for one in (minutes, draft, names)}
    answer = client.get(url[minutes.pk])
    assert (answer.status_code, answer.content) == (200, b"Texto de Acta 1")
    assert 'filename="acta-1.txt"' in answer.headers["Content-Disposition"]
    assert {client.get(url[one.pk]).status_code for one in (draft, names)} == {404}
    page = read(client, page_of(space))
    assert "Acta 1" in page
    assert "Borrador" not in page
    assert "Lista" not in page


def test_file_of_another_entity_is_not_given_under_this_ones_address(client, entity, other_entity):
    with active_tenant(other_entity):
        by = organiser(other_entity)
        theirs = make_held_space(other_entity, by=by, title="Audiencia")
        kept = add_document(
            space_id=theirs.pk, values=DocumentValues("MINUTES", "Acta"), name="a.txt", content=b"Ajena", by=by,
            now=AFTER,
        )  # fmt: skip
        publish_document(document_id=kept.pk, by=by, now=AFTER)
    mine = make_held_space(entity, title="Audiencia")
    assert client.get(of(entity, "space_file", slug=mine.slug, document_id=kept.pk)).status_code == 404
    assert client.get(of(other_entity, "space_file", slug=theirs.slug, document_id=kept.pk)).content == b"Ajena"


def test_calendar_keeps_the_uid_of_a_space_and_links_back(client, entity, other_entity):
    by = organiser(entity)
    space, gone = make_called_space(entity, by=by), make_called_space(entity, by=by)
    with active_tenant(other_entity):
        make_called_space(other_entity, title="Audiencia ajena")

    def events():
        caches["pages"].clear()
        found = Calendar.from_ical(client.get(of(entity, "space_calendar")).content).walk("VEVENT")
        return {str(one["url"]).rsplit("/", 2)[1]: one for one in found}

    before = events()
    later = space.starts_at + timedelta(days=7)
    move_space(
        space_id=space.pk,
        starts_at=later,
        ends_at=later + timedelta(hours=2),
        reason="Paro.",
        by=by,
        now=AFTER.replace(month=4),
    )
    cancel_space(space_id=gone.pk, reason="Llueve.", by=by, now=BEFORE)
    after = events()
    assert set(after) == {space.slug, gone.slug}
    assert {slug: str(one["uid"]) for slug, one in after.items()} == {
        slug: str(one["uid"]) for slug, one in before.items()
    }
    assert after[space.slug]["dtstart"].dt == later
    assert after[space.slug]["dtstamp"].dt > before[space.slug]["dtstamp"].dt
    assert (str(after[gone.slug]["status"]), str(after[gone.slug]["summary"])) == (
        "CANCELLED",
        f"Cancelado: {gone.title}",
    )
    assert "Motivo: Llueve." in str(after[gone.slug]["description"])
    one = client.get(of(entity, "space_date", slug=space.slug)).content.decode()
    assert one.count("BEGIN:VEVENT") == 1


def test_year_tells_spaces_topics_groups_and_communication(client, entity):
    edited = {"entity": entity, "edited_at": BEFORE}
    young = ValueGroup.objects.create(name="Juventud", **edited)
    ValueGroup.objects.create(name="Víctimas", **edited)
    water = Topic.objects.create(year=2026, name="El agua", votes=3, voters=9, **edited)
    CommunicationAction.objects.create(year=2026, channel="RADIO", message="Cuña de la audiencia", **edited)
    make_called_space(entity, title="Audiencia del agua", group_ids=(young.pk,), topic_ids=(water.pk,))
    page = read(client, of(entity, "dialogue_year", year=2026))
    assert "1 de 2 grupos no tiene un espacio en 2026: Víctimas." in page
    for told in ("Audiencia del agua", "El agua", "Muy pocas respuestas", "Cuña de la audiencia"):
        assert told in page
    assert "3 de 9" not in page
    assert client.get(of(entity, "dialogue_home")).url == of(entity, "dialogue_year", year=2026)
    assert "Audiencia del agua" not in read(client, of(entity, "dialogue_year", year=2025))


def test_public_pages_cost_the_same_for_one_and_for_three(client, entity):
    pages = [of(entity, "dialogue_year", year=2026), of(entity, "space_calendar"), of(entity, "home")]
    edited = {"entity": entity, "edited_at": BEFORE}

    def add(number):
        group = ValueGroup.objects.create(name=f"Grupo {number}", **edited)
        topic = Topic.objects.create(year=2026, name=f"Tema {number}", **edited)
        make_called_space(entity, group_ids=(group.pk,), topic_ids=(topic.pk,))

    def costs():
        found = {}
        for page in pages:
            caches["pages"].clear()
            with CaptureQueriesContext(connection) as captured:
                assert client.get(page).status_code == 200
            found[page] = len(captured)
        return found

    add(1)
    one = costs()
    add(2)
    add(3)
    assert_cheap(one, costs())
