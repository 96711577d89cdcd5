"""The desk's pages of surveys: what each role may open, forms that lose nothing, and what is downloaded."""

import csv
import io
import json
from datetime import date, timedelta

import pytest
from django.urls import reverse

from browsing import value_of
from factories import NOW, make_member, principal
from rinde.capabilities.surveys.models import Survey, SurveyAnswer, SurveyToken
from rinde.capabilities.surveys.operations import (
    apply_changes,
    close_survey,
    enter_answer,
    make_survey,
    open_survey,
    publish_results,
    put_question,
    receive_answer,
)
from rinde.capabilities.surveys.rules.periods import Paper
from rinde.capabilities.surveys.rules.questions import Question
from rinde.capabilities.surveys.web.urls_desk import urlpatterns
from rinde.services.tenancy import active_tenant

LATER = NOW + timedelta(days=1)


def url_of(survey, name, **more):
    return reverse(f"desk:{name}", kwargs={"entity_slug": survey.entity.slug, "survey_id": survey.pk} | more)


def listed(entity):
    return reverse("desk:survey_list", kwargs={"entity_slug": entity.slug})


def answer(survey, **raw):
    given = {"temas": ["o1"]} | raw
    number = SurveyAnswer.objects.count()
    return receive_answer(survey_id=survey.pk, raw=given, form_token=f"f{number}", keeps_signs=True, now=LATER).answer


def test_manager_makes_a_survey_from_a_ready_form(entity, as_role):
    response = as_role("COMMUNICATIONS").post(
        reverse("desk:survey_new", kwargs={"entity_slug": entity.slug}),
        {"ready_form": "TOPICS", "title": "¿De qué hablamos?", "topics": "Vías\n- Salud\n\n3. Agua"},
    )
    survey = Survey.objects.get()
    assert response.url == url_of(survey, "survey_detail")
    assert (survey.title, survey.status, survey.number) == ("¿De qué hablamos?", "DRAFT", 1)
    assert [one.label for one in survey.question_list[0].options] == ["Vías", "Salud", "Agua"]


def test_list_tells_how_each_goes_and_nothing_of_another_entity(entity, other_entity, survey, as_role):
    with active_tenant(other_entity):
        make_survey(
            entity_id=other_entity.pk,
            title="Ajena",
            ready_form="EVENT",
            by=principal(other_entity, "COMMUNICATIONS"),
            now=NOW,
        )
    answer(survey)
    page = as_role("READER").get(listed(entity)).content.decode()
    assert survey.title in page
    assert "Abierta" in page
    assert "Ajena" not in page
    assert "Nueva encuesta" not in page


def test_empty_list_shows_the_way_to_who_may_and_not_to_others(entity, as_role):
    assert "Nueva encuesta" in as_role("PLAN_COORDINATOR").get(listed(entity)).content.decode()
    assert "Nueva encuesta" not in as_role("INTERNAL_CONTROL").get(listed(entity)).content.decode()


def test_every_page_opens_for_the_manager_and_none_changes_by_looking(survey, as_role):
    answer(survey, que_saber=["Algo"])
    client, before = as_role("COMMUNICATIONS"), survey.edited_at
    for pattern in urlpatterns:
        more = {"question_key": "que_saber", "batch": 1, "extension": "csv"}
        names = set(pattern.pattern.converters) - {"survey_id"}
        if "survey_id" not in pattern.pattern.converters:
            continue
        query = {"clase": "SCALE"} if pattern.name == "survey_question_new" else {}
        response = client.get(url_of(survey, pattern.name, **{name: more[name] for name in names}), query)
        assert response.status_code in (200, 405), pattern.name
    survey.refresh_from_db()
    assert survey.edited_at == before


@pytest.mark.parametrize(
    ("role", "allowed"),
    [
        ("READER", {"survey_detail", "survey_preview", "survey_results"}),
        ("INTERNAL_CONTROL", {"survey_detail", "survey_preview", "survey_results"}),
        ("UNIT_LIAISON", {"survey_detail", "survey_preview", "survey_results", "survey_paper"}),
        ("CITIZEN_SERVICE", {"survey_detail", "survey_preview", "survey_results", "survey_paper"}),
    ],
)
def test_role_opens_its_pages_and_no_others(survey, as_role, role, allowed):
    client = as_role(role)
    names = {
        "survey_detail",
        "survey_preview",
        "survey_results",
        "survey_paper",
        "survey_edit",
        "survey_questions",
        "survey_open",
        "survey_tokens",
        "survey_publish",
        "survey_contacts",
    }
    opened = {name for name in names if client.get(url_of(survey, name)).status_code == 200}
    assert opened == allowed


def test_question_is_added_edited_moved_and_removed_without_javascript(draft, as_role):
    client = as_role("PLAN_COORDINATOR")
    new = url_of(draft, "survey_question_new") + "?clase=SINGLE"
    seen = value_of(client.get(new).content.decode(), "seen")
    client.post(new, {"label": "¿Vino?", "options": "Sí\nNo", "allows_unknown": "on", "seen": seen})
    draft.refresh_from_db()
    assert [one.label for one in draft.question_list[-1].options] == ["Sí", "No"]

    moved = client.post(url_of(draft, "survey_question_move", question_key="p1"), {"hacia": "arriba"})
    draft.refresh_from_db()
    assert moved.url.endswith("#p1")
    assert [one.key for one in draft.question_list].index("p1") == 4

    client.post(url_of(draft, "survey_question_remove", question_key="p1"))
    draft.refresh_from_db()
    assert "p1" not in [one.key for one in draft.question_list]


def test_question_with_one_option_is_refused_and_keeps_what_was_typed(draft, as_role):
    client = as_role("PLAN_COORDINATOR")
    new = url_of(draft, "survey_question_new") + "?clase=SINGLE"
    response = client.post(new, {"label": "¿Vino?", "options": "Solo esta", "seen": ""})
    assert response.status_code == 422
    assert "al menos dos opciones" in response.content.decode()
    assert "Solo esta" in response.content.decode()


def test_two_who_edit_at_once_are_told(draft, manager, as_role):
    client, edit = as_role("PLAN_COORDINATOR"), url_of(draft, "survey_question_edit", question_key="zona")
    seen = value_of(client.get(edit).content.decode(), "seen")
    put_question(survey_id=draft.pk, question=Question("", "SHORT", "Otra"), by=manager, now=LATER)
    response = client.post(edit, {"label": "¿Dónde?", "options": "A\nB", "seen": seen})
    assert response.status_code == 409
    assert "Otra persona cambió la encuesta" in response.content.decode()


def test_opening_takes_days_and_counts_the_last_one_whole(draft, as_role):
    client = as_role("COMMUNICATIONS")
    client.post(url_of(draft, "survey_open"), {"opens_on": "2026-03-04", "closes_on": "2026-03-20"})
    draft.refresh_from_db()
    assert draft.status == "OPEN"
    assert draft.opens_at == NOW + timedelta(days=2)
    assert draft.closes_at - timedelta(hours=5) == NOW.replace(month=3, day=21, hour=0)


def test_opening_with_a_day_that_is_gone_is_refused(draft, as_role):
    response = as_role("COMMUNICATIONS").post(url_of(draft, "survey_open"), {"closes_on": "2026-03-01"})
    assert response.status_code == 422
    assert "ya pasó" in response.content.decode()


def test_keys_are_shown_once_with_their_codes(draft, manager, as_role):
    draft.audience = "TOKEN"
    draft.save()
    client, keys = as_role("COMMUNICATIONS"), url_of(draft, "survey_tokens")
    mark = value_of(client.get(keys).content.decode(), "mark")
    sheet = client.post(keys, {"count": 3, "mark": mark})
    again = client.post(keys, {"count": 3, "mark": mark})

    assert sheet.content.decode().count("data:image/svg+xml") == 3
    assert (again.status_code, SurveyToken.objects.count()) == (422, 3)
    assert "ya se crearon" in again.content.decode()

    client.post(url_of(draft, "survey_tokens_void", batch=1))
    assert SurveyToken.objects.filter(voided_at__isnull=True).count() == 0


def test_paper_is_entered_sheet_after_sheet_with_place_and_day_kept(survey, as_role):
    client, paper = as_role("CITIZEN_SERVICE"), url_of(survey, "survey_paper")
    page = client.get(paper).content.decode()
    values = {"mark": value_of(page, "mark"), "version": "1", "place": "Mesa 3", "given_on": "2026-03-03"}
    response = client.post(paper, values | {"p-temas": "o2"})
    client.post(paper, values | {"p-temas": "o2"})
    following = client.get(response.url).content.decode()

    assert SurveyAnswer.objects.get().place == "Mesa 3"
    assert 'value="Mesa 3"' in following
    assert 'value="2026-03-03"' in following
    assert "Quedó la hoja 1" in following
    assert "autofocus" in following


def test_paper_with_a_mark_that_is_no_option_keeps_the_sheet(survey, as_role):
    client, paper = as_role("CITIZEN_SERVICE"), url_of(survey, "survey_paper")
    mark = value_of(client.get(paper).content.decode(), "mark")
    response = client.post(
        paper, {"mark": mark, "place": "Mesa 3", "given_on": "2026-03-03", "p-zona": "zz", "p-que_saber": "El puente"}
    )
    assert response.status_code == 422
    assert "El puente" in response.content.decode()
    assert 'href="#p-zona-0"' in response.content.decode()


def test_results_show_small_cells_inside_and_choosing_shows_what_others_see(survey, manager, as_role):
    for _ in range(3):
        answer(survey)
    for _ in range(6):
        answer(survey, temas=["o2"])
    client = as_role("COMMUNICATIONS")
    assert "3 de 9 (33 %)" in client.get(url_of(survey, "survey_results")).content.decode()

    close_survey(survey_id=survey.pk, by=manager, now=LATER)
    page = client.get(url_of(survey, "survey_publish")).content.decode()
    assert "3 de 9" not in page
    assert "no se muestra" in page

    client.post(url_of(survey, "survey_publish"), {"keys": ["temas"]})
    survey.refresh_from_db()
    assert survey.published_keys == ["temas"]
    client.post(url_of(survey, "survey_withdraw"))
    survey.refresh_from_db()
    assert not survey.shows_results


def test_publishing_nothing_is_refused(survey, manager, as_role):
    answer(survey)
    close_survey(survey_id=survey.pk, by=manager, now=LATER)
    response = as_role("COMMUNICATIONS").post(url_of(survey, "survey_publish"), {})
    assert response.status_code == 422
    assert "al menos una" in response.content.decode()


def test_texts_warn_of_personal_data(survey, as_role):
    answer(survey, que_saber=["Llámeme al celular 300 555 01 02"])
    page = as_role("READER").get(url_of(survey, "survey_texts", question_key="que_saber")).content.decode()
    assert "un número de celular" in page


def export(client, survey, extension="csv"):
    response = client.get(url_of(survey, "survey_export", extension=extension))
    assert response.status_code == 200
    return response


def rows_of(response):
    return list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig")), delimiter=_delimiter(response)))


def _delimiter(response):
    return ";" if ";" in response.content.decode("utf-8-sig").splitlines()[0] else ","


def test_export_has_one_row_an_answer_and_columns_that_stay(survey, manager, as_role):
    client = as_role("READER")
    answer(survey, zona=["?"])
    first = rows_of(export(client, survey))
    put_question(survey_id=survey.pk, question=Question("", "NUMBER", "¿Cuántos?"), by=manager, now=LATER)
    apply_changes(survey_id=survey.pk, by=manager, now=LATER)
    answer(survey, p1=["1.250,5"])
    enter_answer(
        survey_id=survey.pk,
        raw={"temas": ["o1", "o2"]},
        paper=Paper("Mesa", date(2026, 3, 3)),
        form_token="papel",
        version_number=1,
        by=manager,
        now=LATER,
    )
    second = rows_of(export(client, survey))

    assert len(second) == 3
    assert list(second[0])[: len(first[0])] == list(first[0])
    assert [row["version"] for row in second] == ["1", "2", "1"]
    assert [row["temas__o2"] for row in second] == ["0", "0", "1"]
    assert [row["p1"].replace(",", ".") for row in second] == ["", "1250.5", ""]
    assert (second[0]["zona"], second[2]["lugar"]) == ("No sé", "Mesa")


@pytest.mark.parametrize("extension", ["xlsx", "ods", "json"])
def test_export_is_written_in_every_form(survey, as_role, extension):
    answer(survey)
    assert export(as_role("READER"), survey, extension).content


def test_export_in_an_unknown_form_is_not_found(survey, as_role):
    assert as_role("READER").get(url_of(survey, "survey_export", extension="pdf")).status_code == 404


def test_dictionary_tells_every_column_of_the_export(survey, as_role):
    client = as_role("READER")
    answer(survey)
    told = {row["Clave"] for row in rows_of(client.get(url_of(survey, "survey_dictionary")))}
    assert told == set(rows_of(export(client, survey))[0])


def test_export_and_results_hold_nothing_of_the_person(draft, manager, as_role):
    put_question(survey_id=draft.pk, question=Question("", "SHORT", "Su correo", is_personal=True), by=manager, now=NOW)
    Survey.objects.filter(pk=draft.pk).update(personal_purpose="enviarle los resultados")
    survey = open_survey(survey_id=draft.pk, opens_at=NOW, closes_at=None, by=manager, now=NOW)
    raw = {"temas": ["o1"], "p1": ["ana@example.org"]}
    receive_answer(survey_id=survey.pk, raw=raw, form_token="f", consents=True, now=LATER)
    client = as_role("COMMUNICATIONS")

    report = json.loads(export(client, survey, "json").content)
    assert "ana@" not in json.dumps(report)
    assert "ana@" not in client.get(url_of(survey, "survey_results")).content.decode()
    contacts = client.get(url_of(survey, "survey_contacts")).content.decode()
    assert "ana@example.org" in contacts

    client.post(url_of(survey, "survey_forget"), {"contacto": value_of(contacts, "contacto")})
    assert SurveyAnswer.objects.get().personal == {}


def test_manager_of_another_entity_finds_nothing(survey, other_entity, client):
    client.force_login(make_member(other_entity, "COMMUNICATIONS"))
    own = url_of(survey, "survey_results").replace(survey.entity.slug, other_entity.slug)
    assert client.get(url_of(survey, "survey_results")).status_code == 404
    assert client.get(own).status_code == 404
    assert client.post(own.replace("resultados", "cerrar")).status_code == 404


def test_published_survey_takes_no_more_paper(survey, manager, as_role):
    answer(survey)
    close_survey(survey_id=survey.pk, by=manager, now=LATER)
    publish_results(survey_id=survey.pk, keys=["temas"], by=manager, now=LATER)
    response = as_role("CITIZEN_SERVICE").get(url_of(survey, "survey_paper"))
    assert response.url == url_of(survey, "survey_detail")
