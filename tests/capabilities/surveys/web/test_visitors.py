"""Answering without an account: from a phone, without JavaScript, and nothing typed is lost."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from browsing import value_of
from factories import NOW
from rinde.capabilities.surveys.models import SurveyAnswer
from rinde.capabilities.surveys.operations import close_survey, edit_survey, issue_tokens, open_survey, put_question
from rinde.capabilities.surveys.rules.details import Details
from rinde.capabilities.surveys.rules.questions import Question
from rinde.capabilities.surveys.web import visitors


def url_of(survey, name="survey"):
    return reverse(f"portal:{name}", kwargs={"entity_slug": survey.entity.slug, "number": survey.number})


def opened(survey, **query):
    return Client().get(url_of(survey), query).content.decode()


def sent(survey, **values):
    page = opened(survey)
    return Client().post(
        url_of(survey), {"mark": value_of(page, "mark"), "version": value_of(page, "version")} | values
    )


def test_form_asks_every_question_and_weighs_little(survey):
    response = Client().get(url_of(survey))
    page = response.content.decode()

    assert [question.label in page for question in survey.question_list] == [True] * 5
    assert "No pedimos su nombre" in page
    assert "<script" not in page
    assert len(response.content) < 60_000
    assert "no-store" in response.headers["Cache-Control"] or "no-cache" in response.headers["Cache-Control"]


def test_answer_is_received_and_thanked(survey):
    response = sent(survey, **{"p-temas": ["o1", "o2"], "p-zona": "?", "p-que_saber": "¿Y la vía?"})

    assert (response.status_code, response.url) == (302, url_of(survey, "survey_thanks"))
    assert SurveyAnswer.objects.get().content["given"] == {"temas": ["o1", "o2"], "que_saber": "¿Y la vía?"}
    assert "Gracias por responder" in Client().get(response.url).content.decode()


def test_form_sent_twice_is_one_answer(survey):
    page = opened(survey)
    values = {"mark": value_of(page, "mark"), "version": "1", "p-temas": "o1"}
    answers = [Client().post(url_of(survey), values) for _ in range(2)]

    assert [one.status_code for one in answers] == [302, 302]
    assert SurveyAnswer.objects.count() == 1


def test_what_is_wrong_is_said_beside_its_question_and_nothing_is_lost(survey):
    typed = "Una <b>pregunta</b> & otra"
    response = sent(survey, **{"p-zona": "o2", "p-que_saber": typed, "p-otro_tema": "x" * 300})
    page = response.content.decode()

    assert response.status_code == 422
    assert 'href="#p-temas-0"' in page
    assert 'id="p-otro_tema-error"' in page
    assert "Responda esta pregunta, o marque «No sé»." in page
    assert "Una &lt;b&gt;pregunta&lt;/b&gt; &amp; otra" in page
    assert 'id="p-zona-1" value="o2" checked' in page
    assert "x" * 300 in page
    assert page.count('aria-invalid="true"') == 1
    assert SurveyAnswer.objects.count() == 0


def test_corrected_form_is_taken(survey):
    page = sent(survey, **{"p-zona": "o2"}).content.decode()
    again = {"mark": value_of(page, "mark"), "version": "1", "p-temas": "o1", "p-zona": "o2"}
    assert Client().post(url_of(survey), again).status_code == 302


def test_text_with_personal_data_is_warned_of_and_may_be_sent(survey):
    values = {"p-temas": "o1", "p-que_saber": "Mi cédula 1.085.234.567"}
    page = sent(survey, **values).content.decode()
    assert "un número de identificación" in page
    assert 'name="asi"' in page
    assert sent(survey, **values, asi="1").status_code == 302


def test_very_long_text_comes_back_with_how_much_to_take_off(survey):
    response = sent(survey, **{"p-temas": "o1", "p-que_saber": "a" * 20_000})
    assert response.status_code == 422
    assert "Quite 18.000" in response.content.decode()


@pytest.mark.parametrize("mark", ["", "forged"])
def test_form_without_its_mark_is_shown_again(survey, mark):
    response = sent(survey, mark=mark, **{"p-temas": "o1"})
    assert response.status_code == 422
    assert "llevaba mucho tiempo abierto" in response.content.decode()
    assert SurveyAnswer.objects.count() == 0


def test_program_that_fills_what_nobody_sees_is_refused(survey):
    assert sent(survey, website="http://spam.example", **{"p-temas": "o1"}).status_code == 422
    assert SurveyAnswer.objects.count() == 0


def test_flood_is_told_how_long_to_wait(survey, monkeypatch):
    monkeypatch.setattr(visitors, "LIMITS", ((2, timedelta(minutes=10)),))
    answers = [sent(survey, **{"p-temas": "o1"}) for _ in range(3)]
    assert [one.status_code for one in answers] == [302, 302, 429]
    assert "Retry-After" in answers[2].headers
    assert 'value="o1" checked' in answers[2].content.decode()


def test_survey_that_closed_while_somebody_wrote_gives_the_words_back(survey, manager):
    page = opened(survey)
    close_survey(survey_id=survey.pk, by=manager, now=NOW)
    response = Client().post(
        url_of(survey), {"mark": value_of(page, "mark"), "version": "1", "p-temas": "o1", "p-que_saber": "Lo mío"}
    )
    assert response.status_code == 409
    assert "Lo mío" in response.content.decode()
    assert SurveyAnswer.objects.count() == 0


def test_closed_and_future_surveys_say_so(survey, manager, on_a_day):
    on_a_day.move_to(NOW - timedelta(days=1))
    assert "Empieza el" in opened(survey)
    on_a_day.move_to(NOW + timedelta(days=30))
    assert "Ya no recibe respuestas" in opened(survey)


def test_draft_has_no_public_address(draft):
    assert Client().get(url_of(draft)).status_code == 404
    assert Client().post(url_of(draft)).status_code == 404


@pytest.fixture
def keyed(draft, manager):
    edit_survey(survey_id=draft.pk, values=Details("Con clave", audience="TOKEN"), by=manager, now=NOW)
    return open_survey(survey_id=draft.pk, opens_at=NOW, closes_at=None, by=manager, now=NOW)


def test_scanned_key_is_in_the_form_and_a_used_one_is_told(keyed, manager):
    key = issue_tokens(survey_id=keyed.pk, count=1, by=manager, now=NOW)[0]
    assert f'value="{key}"' in opened(keyed, clave=key)

    assert sent(keyed, clave=key, **{"p-temas": "o1"}).status_code == 302
    again = sent(keyed, clave=key, **{"p-temas": "o2"})
    assert again.status_code == 422
    assert "ya se respondió" in again.content.decode()
    assert 'value="o2" checked' in again.content.decode()
    assert SurveyAnswer.objects.count() == 1


def test_personal_question_shows_purpose_and_asks_for_consent(draft, manager):
    put_question(survey_id=draft.pk, question=Question("", "SHORT", "Su correo", is_personal=True), by=manager, now=NOW)
    details = Details("Con datos", personal_purpose="enviarle los resultados")
    edit_survey(survey_id=draft.pk, values=details, by=manager, now=NOW)
    survey = open_survey(survey_id=draft.pk, opens_at=NOW, closes_at=None, by=manager, now=NOW)

    assert "solo para lo siguiente: enviarle los resultados" in opened(survey)
    refused = sent(survey, **{"p-temas": "o1", "p-p1": "ana@example.org"})
    assert refused.status_code == 422
    assert 'href="#autoriza"' in refused.content.decode()
    assert sent(survey, autoriza="1", **{"p-temas": "o1", "p-p1": "ana@example.org"}).status_code == 302


def test_thanks_says_nothing_of_the_answer(survey):
    sent(survey, **{"p-temas": "o1", "p-que_saber": "Secreto de vereda"})
    assert "Secreto" not in Client().get(url_of(survey, "survey_thanks")).content.decode()
