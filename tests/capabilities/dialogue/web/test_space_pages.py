"""The desk pages of spaces: who opens which, and the whole course of a hearing as a coordinator walks it."""

from datetime import timedelta

import pytest
import time_machine
from django.core.cache import caches
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from dialogue_samples import AFTER, BEFORE, make_called_space, make_draft_space, make_held_space, organiser, serve
from factories import client_of, make_actor, make_member, make_published_plan
from followup_samples import first_cell
from page_costs import assert_cheap, costs_of
from rinde.capabilities.accounts.models import Membership
from rinde.capabilities.dialogue.models import DialogueSpace, SpaceCell, SpaceDocument, SpaceStep
from rinde.capabilities.dialogue.operations.documents import DocumentValues, add_document, publish_document
from rinde.capabilities.dialogue.operations.outreach import keep_group
from rinde.capabilities.dialogue.operations.series import SeriesValues, keep_series
from rinde.capabilities.dialogue.operations.team import join_team
from rinde.capabilities.dialogue.operations.topics import propose_topics
from rinde.capabilities.dialogue.rules.outreach import GroupValues
from rinde.services.tenancy import active_tenant

OF_A_SPACE = (
    "space_detail",
    "space_edit",
    "space_documents",
    "space_results",
    "space_survey",
    "space_cells",
    "space_team",
    "space_sharing",
    "space_text",
    "space_poster",
    "space_move",
    "space_cancel",
)
OF_THE_ENTITY = (
    "space_list",
    "space_new",
    "value_group_list",
    "value_group_new",
    "coverage",
    "topic_list",
    "topic_prioritise",
    "strategy",
    "action_new",
    "series_list",
    "series_new",
    "step_terms",
)


def at(space, name, **more):
    return reverse(f"desk:{name}", kwargs={"entity_slug": space.entity.slug, "space_id": space.pk} | more)


def of(entity, name, **more):
    return reverse(f"desk:{name}", kwargs={"entity_slug": entity.slug} | more)


@pytest.fixture(autouse=True)
def before_the_space(db):
    """Some days after people were called."""
    with time_machine.travel(BEFORE + timedelta(days=3), tick=False) as traveller:
        yield traveller


@pytest.fixture
def desk(entity):
    return client_of(make_member(entity, "PLAN_COORDINATOR"))


@pytest.mark.parametrize("name", OF_A_SPACE)
def test_page_of_a_called_space_opens(desk, entity, name):
    space = make_called_space(entity)
    assert desk.get(at(space, name)).status_code == 200


@pytest.mark.parametrize("name", OF_THE_ENTITY)
def test_page_of_the_dialogue_opens(desk, entity, name):
    assert desk.get(of(entity, name)).status_code == 200


@pytest.mark.parametrize(
    ("role", "reads", "makes", "runs"),
    [
        ("PLAN_COORDINATOR", 200, 200, 200),
        ("UNIT_LIAISON", 200, 200, 403),
        ("INTERNAL_CONTROL", 200, 404, 404),
        ("COMMUNICATIONS", 200, 404, 404),
        ("CITIZEN_SERVICE", 200, 404, 404),
        ("READER", 200, 404, 404),
        ("ENTITY_ADMIN", 200, 404, 404),
    ],
)
def test_who_opens_which_page(entity, role, reads, makes, runs):
    client, space = client_of(make_member(entity, role)), make_called_space(entity)
    if role == "UNIT_LIAISON":
        unit = make_actor(entity)
        Membership.objects.filter(role=role).update(scope_kind="actors", scope_ids=[unit.pk])
    assert {client.get(url).status_code for url in (of(entity, "space_list"), at(space, "space_detail"))} == {reads}
    assert client.get(of(entity, "space_new")).status_code == makes
    running = ("space_edit", "space_documents", "space_team", "space_cells", "space_move", "space_cancel")
    assert {client.get(at(space, name)).status_code for name in running} == {runs}


def test_space_of_another_entity_is_not_there(desk, entity, other_entity):
    with active_tenant(other_entity):
        theirs = make_called_space(other_entity, title="Audiencia ajena")
    mine = make_called_space(entity, title="Audiencia propia")
    assert desk.get(at(theirs, "space_detail")).status_code == 404
    crossed = reverse("desk:space_detail", kwargs={"entity_slug": entity.slug, "space_id": theirs.pk})
    assert desk.get(crossed).status_code == 404
    page = desk.get(of(entity, "space_list")).content.decode()
    assert at(mine, "space_detail") in page
    assert "Audiencia ajena" not in page


def test_list_costs_the_same_for_one_and_for_three(desk, entity):
    by = organiser(entity)

    def add(number):
        group = keep_group(entity_id=entity.pk, values=GroupValues(f"Grupo {number}"), by=by, now=BEFORE)
        topics = propose_topics(entity_id=entity.pk, year=2026, names=[f"Tema {number}"], by=by, now=BEFORE)
        series = keep_series(entity_id=entity.pk, values=SeriesValues(2026, f"Serie {number}"), by=by, now=BEFORE)
        make_held_space(entity, by=by, group_ids=(group.pk,), topic_ids=(topics[0].pk,), series_id=series.pk)

    lists = [of(entity, name) for name in ("space_list", "coverage", "topic_list", "series_list", "value_group_list")]
    add(1)
    one = costs_of(desk, lists)
    add(2)
    add(3)
    assert_cheap(one, costs_of(desk, lists))


def test_whole_course_of_a_space_without_javascript(desk, entity, before_the_space):
    kinds = desk.get(of(entity, "space_new")).content.decode()
    assert "?clase=FORUM" in kinds
    new = of(entity, "space_new") + "?clase=FORUM"
    empty = desk.post(new, {"title": "", "mode": "IN_PERSON"})
    assert empty.status_code == 422
    assert "Escriba cómo se llama el espacio." in empty.content.decode()
    data = {
        "title": "Foro del agua", "starts_on": "2026-05-12", "starts_time": "09:00", "ends_time": "12:00",
        "mode": "IN_PERSON", "purpose": "Hablar del agua.",
    }  # fmt: skip
    assert desk.post(new, data).status_code == 302
    space = DialogueSpace.objects.get()
    asked = desk.get(at(space, "space_turn", turn="convocar")).content.decode()
    assert "Escriba el lugar y la dirección" in asked
    assert desk.post(at(space, "space_turn", turn="convocar")).status_code == 422
    desk.post(at(space, "space_edit"), data | {"place": "Coliseo"})
    desk.post(at(space, "space_turn", turn="convocar"))
    space.refresh_from_db()
    assert (space.status, space.place) == ("CALLED", "Coliseo")
    left = desk.post(at(space, "step_leave", step="ANSWERS"), {"reason": "Nadie preguntó."})
    assert left.url.endswith("#pasos")
    assert desk.post(at(space, "step_leave", step="SURVEY"), {"reason": ""}).status_code == 422
    desk.post(at(space, "step_take_up", step="ANSWERS"))
    moved = {"starts_on": "2026-05-19", "starts_time": "09:00", "ends_time": "12:00", "reason": "Paro de transporte."}
    desk.post(at(space, "space_move"), moved)
    before_the_space.move_to(AFTER + timedelta(days=7), tick=False)
    desk = client_of(make_member(entity, "PLAN_COORDINATOR"))  # the session of March is over
    desk.post(at(space, "space_turn", turn="realizado"))
    done = {"done_on": "2026-05-19", "text": "Asistieron 40 personas."}
    desk.post(at(space, "step_done", step="CHECK_IN"), done)
    page = desk.get(at(space, "space_detail")).content.decode()
    assert "Paro de transporte." in page
    assert "Asistieron 40 personas." in page
    assert dict(SpaceStep.objects.values_list("kind", "status"))["ANSWERS"] == "PENDING"
    closing = desk.post(at(space, "space_turn", turn="cerrar"))
    assert closing.status_code == 422
    assert "Falta el paso «Publicar el acta»" in closing.content.decode()


def test_step_without_a_norm_is_never_told_as_law(desk, entity):
    page = desk.get(at(make_called_space(entity), "space_detail")).content.decode()
    assert page.count("Ley Estatutaria 1757 de 2015, art. 56") == 1
    assert page.count("Costumbre, se puede cambiar") == 10


def test_stale_form_keeps_what_was_written(desk, entity):
    space = make_draft_space(entity)
    shown = desk.get(at(space, "space_edit")).context["form"]["seen"].value()
    DialogueSpace.objects.filter(pk=space.pk).update(title="De otra persona", edited_at=AFTER)
    data = {
        "title": "Lo mío", "starts_on": "2026-05-12", "starts_time": "09:00", "ends_time": "12:00",
        "mode": "IN_PERSON", "seen": shown,
    }  # fmt: skip
    refused = desk.post(at(space, "space_edit"), data)
    assert refused.status_code == 409
    assert "Lo mío" in refused.content.decode()
    assert DialogueSpace.objects.get().title == "De otra persona"


def test_what_waits_is_on_the_start_page_of_whoever_runs_the_space(entity):
    make_called_space(entity, title="Audiencia de mayo")
    make_draft_space(entity, title="Taller de julio", kind="WORKSHOP", starts_at=AFTER + timedelta(days=60),
                     ends_at=AFTER + timedelta(days=60, hours=1))  # fmt: skip
    with time_machine.travel(AFTER + timedelta(days=40), tick=False):
        coordinator = client_of(make_member(entity, "PLAN_COORDINATOR"))
        page = coordinator.get(of(entity, "start")).content.decode()
        reader = client_of(make_member(entity, "READER")).get(of(entity, "start")).content.decode()
    assert "Audiencia de mayo" in page
    assert "Taller de julio" not in page
    assert "Audiencia de mayo" not in reader


def test_series_sums_its_spaces_on_one_page_here_and_in_public(desk, client, entity):
    by = organiser(entity)
    series = keep_series(entity_id=entity.pk, values=SeriesValues(2026, "Diálogos"), by=by, now=BEFORE)
    public = reverse("portal:dialogue_series", kwargs={"entity_slug": entity.slug, "slug": series.slug})
    inside = of(entity, "series_detail", series_id=series.pk)
    make_draft_space(entity, by=by, series_id=series.pk, title="En secreto")
    assert client.get(public).status_code == 404
    for number in range(2):
        make_held_space(entity, by=by, series_id=series.pk, title=f"Diálogo {number}")
    pages = [desk.get(inside).content.decode(), client.get(public).content.decode()]
    assert [("Diálogo 0" in page, "Diálogo 1" in page, "En secreto" in page) for page in pages] == [
        (True, True, True),
        (True, True, False),
    ]


def test_activity_of_the_plan_is_found_and_tied_to_a_step(desk, entity):
    plan = make_published_plan(entity)
    space, cell = make_called_space(entity), first_cell(plan)
    page = desk.get(at(space, "space_cells"), {"q": "INFORME publicado"}).content.decode()
    assert cell.label in page
    sent = {"plan": plan.pk, "deliverable": cell.key.deliverable_id, "milestone": cell.key.milestone_id}
    sent |= {"actor": cell.key.actor_id, "step": "INFORMATION"}
    assert desk.post(at(space, "space_cells"), sent | {"deliverable": "x" * 40}).status_code == 422
    desk.post(at(space, "space_cells"), sent)
    served = SpaceCell.objects.get()
    assert cell.label in desk.get(at(space, "space_detail")).content.decode()
    desk.post(at(space, "space_cells"), {"quitar": served.pk})
    assert not SpaceCell.objects.exists()


def test_file_is_uploaded_warned_about_and_published(desk, entity):
    space = make_held_space(entity)
    url = at(space, "space_documents")

    def sent(content, name="acta.txt"):
        return desk.post(url, {"kind": "MINUTES", "title": "Acta", "file": SimpleUploadedFile(name, content)})

    refused = sent(b"MZ\x90\x00" + bytes(200), "virus.exe")
    assert refused.status_code == 422
    assert 'value="Acta"' in refused.content.decode()
    assert (
        sent(b"Ana Lucia Perez, cedula 52.345.678, celular 310 555 1234, correo ana@correo.example\n" * 4).status_code
        == 302
    )
    document = SpaceDocument.objects.get()
    publishing = of(entity, "document_publish", document_id=document.pk)
    assert "parece tener" in desk.post(publishing).content.decode()
    assert desk.post(publishing, {"confirmo": "si"}).status_code == 302
    assert desk.get(of(entity, "document_file", document_id=document.pk)).status_code == 200
    assert desk.post(of(entity, "document_remove", document_id=document.pk), {"reason": ""}).status_code == 422
    desk.post(of(entity, "document_remove", document_id=document.pk), {"reason": "Tenía datos."})
    document.refresh_from_db()
    assert (document.is_public, document.removed_reason) == (False, "Tenía datos.")


def test_day_of_a_called_space_is_not_changed_with_its_data(desk, entity):
    space = make_called_space(entity)
    data = {
        "title": "Otro nombre", "starts_on": "2026-09-01", "starts_time": "07:00", "ends_time": "12:00",
        "mode": "IN_PERSON", "place": "Coliseo", "purpose": "Contar.",
    }  # fmt: skip
    assert desk.post(at(space, "space_edit"), data).status_code == 302
    saved = DialogueSpace.objects.get()
    assert (saved.title, saved.starts_at) == ("Otro nombre", space.starts_at)


def test_page_of_a_space_costs_the_same_for_one_and_for_three_of_everything(desk, client, entity):
    by, plan = organiser(entity), make_published_plan(entity)
    space = make_held_space(entity, by=by)
    public = reverse("portal:dialogue_space", kwargs={"entity_slug": entity.slug, "slug": space.slug})

    def add(number):
        kept = keep_group(entity_id=entity.pk, values=GroupValues(f"Grupo {number}"), by=by, now=BEFORE)
        [topic] = propose_topics(entity_id=entity.pk, year=2026, names=[f"Tema {number}"], by=by, now=BEFORE)
        with active_tenant(entity):
            space.groups.add(kept)
            space.topics.add(topic)
        document = add_document(
            space_id=space.pk, values=DocumentValues("OTHER", f"Papel {number}"), name="a.txt",
            content=f"Texto {number}".encode(), by=by, now=AFTER,
        )  # fmt: skip
        publish_document(document_id=document.pk, by=by, now=AFTER)
        join_team(
            space_id=space.pk, user_id=make_member(entity, "COMMUNICATIONS").pk, task="MODERATE", by=by, now=AFTER
        )
        serve(space, plan, first_cell(plan), ("MINUTES", "CALL", "RESULTS")[number])

    def costs():
        found = {}
        for name, url, who in (("desk", at(space, "space_detail"), desk), ("public", public, client)):
            caches["pages"].clear()
            with CaptureQueriesContext(connection) as captured:
                assert who.get(url).status_code == 200
            found[name] = len(captured)
        return found

    add(0)
    costs()  # a process reads a version's content once
    one = costs()
    add(1)
    add(2)
    assert costs() == one
    # The desk page is of six parts: who asks, the space, and the panels of the five parts of the dialogue.
    assert (one["desk"] <= 26, one["public"] <= 16) == (True, True)
