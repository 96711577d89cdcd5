"""Sheets come in once, only while they may, and say what is wrong with them beside each question."""

from datetime import date, timedelta

import pytest

from factories import NOW, principal
from rinde.capabilities.surveys.models import SurveyAnswer, SurveyToken
from rinde.capabilities.surveys.operations import (
    SheetRefused,
    apply_changes,
    close_survey,
    enter_answer,
    issue_tokens,
    open_survey,
    publish_results,
    put_question,
    receive_answer,
    void_tokens,
)
from rinde.capabilities.surveys.operations.answering import CONSENT_FIELD, KEY_FIELD
from rinde.capabilities.surveys.rules.periods import Paper
from rinde.capabilities.surveys.rules.questions import Question
from rinde.foundations.refusals import NotAllowed, NotReady, TransitionNotAllowed
from rinde.services.audit.models import AuditEntry

LATER = NOW + timedelta(hours=1)
PAPER = Paper("Vereda El Salto", date(2026, 3, 2))


def send(survey, raw=None, form="f1", now=LATER, **more):
    return receive_answer(survey_id=survey.pk, raw=raw or {"temas": ["o1"]}, form_token=form, now=now, **more)


def enter(survey, by, raw=None, form="h1", paper=PAPER, now=LATER, **more):
    return enter_answer(
        survey_id=survey.pk, raw=raw or {"temas": ["o1"]}, paper=paper, form_token=form, by=by, now=now, **more
    )


def test_answer_keeps_what_was_marked_and_leaves_an_entry(survey):
    received = send(survey, {"temas": ["o2", "o1"], "zona": ["?"], "que_saber": ["¿Y la vía?"]})

    assert received.is_new
    assert received.answer.content == {"given": {"temas": ["o1", "o2"], "que_saber": "¿Y la vía?"}, "unknown": ["zona"]}
    entry = AuditEntry.objects.get(action="surveys.answer")
    assert entry.facts == {"number": 1, "version": 1, "channel": "WEB"}


def test_same_form_again_is_one_answer(survey):
    first = send(survey)
    again = send(survey, {"temas": ["o3"]})

    assert (again.answer, again.is_new) == (first.answer, False)
    assert SurveyAnswer.objects.count() == 1


def test_sheet_that_lacks_something_says_so_beside_the_question(survey):
    with pytest.raises(SheetRefused) as refused:
        send(survey, {"zona": ["inventada"]})

    assert set(refused.value.by_key) == {"temas", "zona"}
    assert SurveyAnswer.objects.count() == 0


def test_free_text_with_a_telephone_is_taken_only_knowingly(survey):
    raw = {"temas": ["o1"], "que_saber": ["Llámeme al celular 300 555 01 02"]}
    with pytest.raises(SheetRefused) as refused:
        send(survey, raw)

    assert refused.value.signs == {"que_saber": "un número de celular"}
    assert send(survey, raw, keeps_signs=True).is_new


@pytest.mark.parametrize("now", [NOW - timedelta(minutes=1), NOW + timedelta(days=10)])
def test_answer_outside_the_period_is_refused(survey, now):
    with pytest.raises(TransitionNotAllowed):
        send(survey, now=now)
    assert SurveyAnswer.objects.count() == 0


def test_answer_at_the_last_moment_is_taken(survey):
    assert send(survey, now=NOW + timedelta(days=10, microseconds=-1)).is_new


def test_draft_receives_nothing(draft):
    with pytest.raises(TransitionNotAllowed):
        send(draft)


def test_answer_to_the_earlier_form_is_kept_with_the_version_that_was_read(survey, manager):
    send(survey, form="one")
    put_question(survey_id=survey.pk, question=Question("", "SHORT", "¿Algo más?"), by=manager, now=LATER)
    apply_changes(survey_id=survey.pk, by=manager, now=LATER)

    late = send(survey, form="two", version_number=1)
    new = send(survey, {"temas": ["o1"], "p1": ["Sí"]}, form="three", version_number=2)

    assert (late.answer.version.number, new.answer.version.number) == (1, 2)
    assert SurveyAnswer.objects.get(form_token="one").version.number == 1


def ask_for_name(draft, manager):
    name = Question("", "SHORT", "Su correo, para contarle", is_personal=True)
    put_question(survey_id=draft.pk, question=name, by=manager, now=NOW)
    draft.refresh_from_db()
    draft.personal_purpose = "contarle los resultados"
    draft.save()
    return open_survey(survey_id=draft.pk, opens_at=NOW, closes_at=None, by=manager, now=NOW)


def test_personal_data_needs_consent_and_stands_apart(draft, manager):
    survey = ask_for_name(draft, manager)
    raw = {"temas": ["o1"], "p1": ["ana@example.org"]}
    with pytest.raises(SheetRefused) as refused:
        send(survey, raw)
    assert set(refused.value.by_key) == {CONSENT_FIELD}

    answer = send(survey, raw, consents=True).answer

    assert answer.personal == {"p1": "ana@example.org"}
    assert "ana" not in str(answer.content)
    assert answer.consented_at == LATER
    assert answer.version.consent_text.startswith("Autorizo a la entidad a usar estos datos solo para lo siguiente")


def test_consent_without_data_keeps_nothing_of_the_person(draft, manager):
    survey = ask_for_name(draft, manager)
    assert send(survey, consents=True).answer.consented_at is None


@pytest.fixture
def keyed(draft, manager):
    draft.audience = "TOKEN"
    draft.save()
    return open_survey(survey_id=draft.pk, opens_at=NOW, closes_at=None, by=manager, now=NOW)


@pytest.fixture
def keys(keyed, manager):
    return issue_tokens(survey_id=keyed.pk, count=2, by=manager, now=NOW)


def test_key_lets_in_one_answer(keyed, keys):
    assert send(keyed, form="one", token=keys[0].lower().replace("-", " ")).is_new
    with pytest.raises(SheetRefused, match="Todavía no") as refused:
        send(keyed, form="two", token=keys[0])

    assert "ya se respondió" in refused.value.by_key[KEY_FIELD]
    assert SurveyAnswer.objects.count() == 1


def test_form_sent_twice_with_its_key_is_one_answer(keyed, keys):
    first = send(keyed, token=keys[0])
    assert send(keyed, token=keys[0]).answer == first.answer


@pytest.mark.parametrize("token", ["", "no", "AAAA-AAAA-AAAA", "<script>"])
def test_forged_or_missing_key_is_told_and_nothing_is_kept(keyed, keys, token):
    with pytest.raises(SheetRefused) as refused:
        send(keyed, token=token)
    assert set(refused.value.by_key) == {KEY_FIELD}
    assert SurveyToken.objects.filter(is_used=True).count() == 0


def test_wrong_sheet_does_not_use_up_its_key(keyed, keys):
    with pytest.raises(SheetRefused):
        send(keyed, {"temas": ["no-existe"]}, token=keys[0])
    assert send(keyed, token=keys[0]).is_new


def test_key_of_another_survey_is_refused(entity, keyed, keys, manager):
    other = type(keyed).objects.create(
        entity=entity, number=9, title="Otra", ready_form="BLANK", audience="TOKEN", created_at=NOW, edited_at=NOW
    )
    with pytest.raises(SheetRefused):
        send(keyed, token=issue_tokens(survey_id=other.pk, count=1, by=manager, now=NOW)[0])


def test_voided_key_is_refused(keyed, keys, manager):
    assert void_tokens(survey_id=keyed.pk, batch=1, by=manager, now=NOW) == 2
    with pytest.raises(SheetRefused) as refused:
        send(keyed, token=keys[0])
    assert "anuló" in refused.value.by_key[KEY_FIELD]


def test_tables_do_not_tell_which_answer_came_with_which_key(keyed, keys):
    answer = send(keyed, token=keys[0]).answer
    token = SurveyToken.objects.get(is_used=True)
    assert answer.token_mark not in (None, token.sha256)
    assert keys[0] not in str(vars(answer)) + str(vars(token))


def test_paper_is_marked_with_place_and_day_and_may_lack_what_was_required(survey, entity):
    liaison = principal(entity, "UNIT_LIAISON")
    answer = enter(survey, liaison, {"zona": ["o2"]}).answer

    assert (answer.channel, answer.place, answer.given_on) == ("PAPER", "Vereda El Salto", date(2026, 3, 2))
    assert answer.entered_by_id == liaison.user_id


def test_paper_sent_twice_is_one_sheet(survey, manager):
    assert enter(survey, manager).is_new
    assert not enter(survey, manager).is_new


@pytest.mark.parametrize(
    "paper",
    [
        Paper("", date(2026, 3, 2)),
        Paper("Mesa", None),
        Paper("Mesa", date(2026, 3, 1)),
        Paper("Mesa", date(2030, 1, 1)),
    ],
)
def test_paper_of_a_day_or_place_that_cannot_be_is_refused(survey, manager, paper):
    with pytest.raises(NotReady):
        enter(survey, manager, paper=paper)
    assert SurveyAnswer.objects.count() == 0


def test_blank_paper_is_refused(survey, manager):
    with pytest.raises(SheetRefused, match="Todavía"):
        enter(survey, manager, {"temas": [""]})


def test_paper_comes_in_after_the_closing_until_results_are_out(survey, manager):
    close_survey(survey_id=survey.pk, by=manager, now=LATER)
    assert enter(survey, manager, now=LATER + timedelta(days=3)).is_new
    publish_results(survey_id=survey.pk, keys=["temas"], by=manager, now=LATER)
    with pytest.raises(TransitionNotAllowed, match="publicados"):
        enter(survey, manager, form="h2")


@pytest.mark.parametrize("role", ["ENTITY_ADMIN", "UNIT_HEAD", "INTERNAL_CONTROL", "READER"])
def test_role_without_permission_enters_no_paper(survey, entity, role):
    with pytest.raises(NotAllowed):
        enter(survey, principal(entity, role))


def test_somebody_of_another_entity_enters_no_paper(survey, other_entity):
    with pytest.raises(NotAllowed):
        enter(survey, principal(other_entity, "PLAN_COORDINATOR"))
