"""Preparing, opening, changing, closing, publishing and erasing: who may, what is refused, and what is written down."""

from datetime import timedelta

import pytest

from factories import NOW, make_actor, principal
from rinde.capabilities.surveys.models import Survey, SurveyAnswer, SurveyToken, SurveyVersion
from rinde.capabilities.surveys.operations import (
    apply_changes,
    close_past,
    close_survey,
    discard_survey,
    edit_survey,
    forget_one,
    forget_people,
    issue_tokens,
    make_survey,
    move_question,
    open_survey,
    publish_results,
    put_question,
    receive_answer,
    remove_question,
    set_closing,
    void_tokens,
    withdraw_results,
)
from rinde.capabilities.surveys.queries.answers import contacts_of
from rinde.capabilities.surveys.queries.results import ranked_topics, results_of
from rinde.capabilities.surveys.rules.details import Details
from rinde.capabilities.surveys.rules.questions import Question
from rinde.foundations.refusals import NotAllowed, NotReady, StaleWrite, TransitionNotAllowed
from rinde.services.audit.models import AuditEntry
from rinde.services.tenancy import active_tenant
from rinde.sites.desk.audit_words import ACTIONS

LATER = NOW + timedelta(days=1)
AFTER = NOW + timedelta(days=11)
QUESTION = Question("", "SHORT", "¿Algo más?")


def answer(survey, form="f1", **more):
    given = {"survey_id": survey.pk, "raw": {"temas": ["o1"]}, "form_token": form, "now": LATER} | more
    return receive_answer(**given).answer


def test_survey_begins_with_its_topics_and_its_unit(entity, manager):
    actor = make_actor(entity)
    made = make_survey(
        entity_id=entity.pk,
        title=" Temas  2026 ",
        ready_form="TOPICS",
        topics=("Vías", "Agua"),
        actor_id=actor.pk,
        by=manager,
        now=NOW,
    )
    assert (made.title, made.number, made.status, made.actor) == ("Temas 2026", 1, "DRAFT", actor)
    assert [one.label for one in made.question_list[0].options] == ["Vías", "Agua"]


def test_each_survey_of_an_entity_has_the_next_number(entity, other_entity, manager):
    numbers = [
        make_survey(entity_id=entity.pk, title="", ready_form="EVENT", by=manager, now=NOW).number for _ in range(2)
    ]
    with active_tenant(other_entity):
        theirs = principal(other_entity, "COMMUNICATIONS")
        other = make_survey(entity_id=other_entity.pk, title="", ready_form="EVENT", by=theirs, now=NOW)
    assert (numbers, other.number) == ([1, 2], 1)


@pytest.mark.parametrize(
    "values", [{"ready_form": "OTRA"}, {"title": "x" * 161}, {"ready_form": "BLANK"}, {"actor_id": 10**6}]
)
def test_survey_that_cannot_begin_says_why(entity, manager, values):
    given = {"entity_id": entity.pk, "title": "", "ready_form": "TOPICS", "by": manager, "now": NOW} | values
    with pytest.raises(NotReady):
        make_survey(**given)
    assert Survey.objects.count() == 0


def test_unit_of_another_entity_is_not_found(entity, other_entity, manager):
    with active_tenant(other_entity):
        theirs = make_actor(other_entity)
    with pytest.raises(NotReady, match="No se guardó"):
        make_survey(entity_id=entity.pk, title="", ready_form="EVENT", actor_id=theirs.pk, by=manager, now=NOW)


ACTS = {
    "make": lambda survey, by: make_survey(entity_id=survey.entity_id, title="", ready_form="EVENT", by=by, now=NOW),
    "edit": lambda survey, by: edit_survey(survey_id=survey.pk, values=Details("T"), by=by, now=NOW),
    "put": lambda survey, by: put_question(survey_id=survey.pk, question=QUESTION, by=by, now=NOW),
    "move": lambda survey, by: move_question(survey_id=survey.pk, key="temas", by_places=1, by=by, now=NOW),
    "remove": lambda survey, by: remove_question(survey_id=survey.pk, key="temas", by=by, now=NOW),
    "discard": lambda survey, by: discard_survey(survey_id=survey.pk, by=by, now=NOW),
    "open": lambda survey, by: open_survey(survey_id=survey.pk, opens_at=NOW, closes_at=None, by=by, now=NOW),
    "change": lambda survey, by: apply_changes(survey_id=survey.pk, by=by, now=NOW),
    "set": lambda survey, by: set_closing(survey_id=survey.pk, closes_at=None, by=by, now=NOW),
    "close": lambda survey, by: close_survey(survey_id=survey.pk, by=by, now=NOW),
    "keys": lambda survey, by: issue_tokens(survey_id=survey.pk, count=1, by=by, now=NOW),
    "void": lambda survey, by: void_tokens(survey_id=survey.pk, batch=1, by=by, now=NOW),
    "publish": lambda survey, by: publish_results(survey_id=survey.pk, keys=["temas"], by=by, now=NOW),
    "withdraw": lambda survey, by: withdraw_results(survey_id=survey.pk, by=by, now=NOW),
    "forget": lambda survey, by: forget_one(survey_id=survey.pk, contact=1, by=by, now=NOW),
}


@pytest.mark.parametrize("act", ACTS)
def test_role_without_permission_does_nothing(survey, entity, act):
    before = AuditEntry.objects.count()
    for role in ("ENTITY_ADMIN", "UNIT_LIAISON", "UNIT_HEAD", "INTERNAL_CONTROL", "CITIZEN_SERVICE", "READER"):
        with pytest.raises(NotAllowed):
            ACTS[act](survey, principal(entity, role))
    assert AuditEntry.objects.count() == before


@pytest.mark.parametrize("act", ACTS)
def test_manager_of_another_entity_does_nothing(survey, other_entity, act):
    with pytest.raises(NotAllowed):
        ACTS[act](survey, principal(other_entity, "PLAN_COORDINATOR"))


def test_every_write_of_surveys_has_its_words(draft, manager):
    for act in ("put", "move", "edit", "open"):
        ACTS[act](draft, manager)
    actions = set(AuditEntry.objects.values_list("action", flat=True))
    assert {"surveys.make", "surveys.put_question", "surveys.move_question", "surveys.open"} <= actions
    assert actions <= set(ACTIONS)


def test_new_question_gets_a_key_that_no_version_ever_had(survey, manager):
    first = put_question(survey_id=survey.pk, question=QUESTION, by=manager, now=LATER)
    apply_changes(survey_id=survey.pk, by=manager, now=LATER)
    answer(survey)
    remove_question(survey_id=survey.pk, key=first.key, by=manager, now=LATER)
    apply_changes(survey_id=survey.pk, by=manager, now=LATER)
    assert put_question(survey_id=survey.pk, question=QUESTION, by=manager, now=LATER).key == "p2"


def test_saving_over_somebody_elses_change_is_refused(draft, manager):
    seen = draft.edited_at
    put_question(survey_id=draft.pk, question=QUESTION, by=manager, now=LATER)
    with pytest.raises(StaleWrite):
        edit_survey(survey_id=draft.pk, values=Details("Otro"), seen=seen, by=manager, now=LATER)
    draft.refresh_from_db()
    assert draft.title != "Otro"


def test_moving_past_the_end_or_removing_twice_leaves_no_entry(draft, manager):
    before = AuditEntry.objects.count()
    move_question(survey_id=draft.pk, key="temas", by_places=-1, by=manager, now=LATER)
    remove_question(survey_id=draft.pk, key="no-esta", by=manager, now=LATER)
    assert AuditEntry.objects.count() == before


def test_audience_and_keeping_are_settled_when_it_opens(survey, manager):
    for values in (Details("T", audience="TOKEN"), Details("T", kept_days=181)):
        with pytest.raises(TransitionNotAllowed):
            edit_survey(survey_id=survey.pk, values=values, by=manager, now=LATER)
    assert edit_survey(survey_id=survey.pk, values=Details("T", kept_days=30), by=manager, now=LATER).kept_days == 30


def test_draft_without_questions_or_purpose_does_not_open(entity, manager):
    blank = make_survey(entity_id=entity.pk, title="Vacía", ready_form="BLANK", by=manager, now=NOW)
    with pytest.raises(NotReady, match="No se abrió"):
        ACTS["open"](blank, manager)
    asks = Question("", "SHORT", "Su correo", is_personal=True)
    for one in (QUESTION, asks):
        put_question(survey_id=blank.pk, question=one, by=manager, now=NOW)
    with pytest.raises(NotReady) as refused:
        ACTS["open"](blank, manager)
    assert "diga para qué" in refused.value.gaps[0]


def test_opening_twice_is_refused_and_only_a_draft_is_discarded(survey, draft, manager):
    with pytest.raises(TransitionNotAllowed):
        ACTS["open"](survey, manager)
    with pytest.raises(TransitionNotAllowed):
        discard_survey(survey_id=survey.pk, by=manager, now=LATER)


def test_draft_is_discarded_and_the_trail_remembers(draft, manager):
    discard_survey(survey_id=draft.pk, by=manager, now=LATER)
    assert not Survey.objects.exists()
    assert AuditEntry.objects.filter(action="surveys.discard").count() == 1


def test_change_before_the_first_answer_keeps_the_version(survey, manager):
    put_question(survey_id=survey.pk, question=QUESTION, by=manager, now=LATER)
    assert apply_changes(survey_id=survey.pk, by=manager, now=LATER).number == 1
    assert [one.key for one in SurveyVersion.objects.get().question_list][-1] == "p1"


def test_change_after_the_first_answer_is_a_new_version(survey, manager):
    kept = answer(survey)
    put_question(survey_id=survey.pk, question=QUESTION, by=manager, now=LATER)
    changed = apply_changes(survey_id=survey.pk, by=manager, now=LATER)
    again = apply_changes(survey_id=survey.pk, by=manager, now=LATER)

    assert (changed.number, again.number) == (2, 2)
    kept.refresh_from_db()
    assert kept.version.number == 1
    assert len(kept.version.question_list) == 5


def test_closed_survey_is_not_edited_and_opens_again_with_its_answers(survey, manager):
    answer(survey)
    close_survey(survey_id=survey.pk, by=manager, now=LATER)
    with pytest.raises(TransitionNotAllowed):
        put_question(survey_id=survey.pk, question=QUESTION, by=manager, now=LATER)
    again = open_survey(survey_id=survey.pk, opens_at=LATER, closes_at=None, by=manager, now=LATER)
    assert (again.status, again.closed_at, again.opens_at, again.current_version.number) == ("OPEN", None, NOW, 1)
    assert SurveyAnswer.objects.count() == 1


def test_end_is_changed_once_and_never_into_the_past(survey, manager):
    changed = set_closing(survey_id=survey.pk, closes_at=NOW + timedelta(days=20), by=manager, now=LATER)
    set_closing(survey_id=survey.pk, closes_at=changed.closes_at, by=manager, now=LATER)
    assert AuditEntry.objects.filter(action="surveys.set_closing").count() == 1
    with pytest.raises(NotReady):
        set_closing(survey_id=survey.pk, closes_at=NOW, by=manager, now=LATER)


def test_night_closes_what_is_past_in_every_entity_once(survey, other_entity):
    with active_tenant(other_entity):
        theirs = principal(other_entity, "COMMUNICATIONS")
        other = make_survey(entity_id=other_entity.pk, title="", ready_form="EVENT", by=theirs, now=NOW)
        open_survey(survey_id=other.pk, opens_at=NOW, closes_at=LATER, by=theirs, now=NOW)

    assert [close_past(now=now) for now in (NOW, LATER, AFTER, AFTER)] == [0, 1, 1, 0]
    survey.refresh_from_db()
    assert (survey.status, survey.closed_by) == ("CLOSED", None)


def test_keys_are_different_kept_as_hashes_and_made_once_a_form(draft, manager):
    draft.audience = "TOKEN"
    draft.save()
    made = issue_tokens(survey_id=draft.pk, count=30, form_token="a", by=manager, now=NOW)
    with pytest.raises(TransitionNotAllowed, match="ya se crearon"):
        issue_tokens(survey_id=draft.pk, count=30, form_token="a", by=manager, now=NOW)

    assert len(set(made)) == SurveyToken.objects.count() == 30
    stored = str(list(SurveyToken.objects.values()))
    assert not [one for one in made if one in stored or one.replace("-", "") in stored]
    assert void_tokens(survey_id=draft.pk, batch=1, by=manager, now=NOW) == 30
    assert void_tokens(survey_id=draft.pk, batch=1, by=manager, now=NOW) == 0


def test_keys_are_not_made_where_nobody_asks_for_them(survey, manager):
    with pytest.raises(TransitionNotAllowed):
        issue_tokens(survey_id=survey.pk, count=1, by=manager, now=NOW)


def test_results_are_published_closed_and_counted_once(survey, manager):
    for number in range(6):
        answer(survey, form=f"f{number}")
    with pytest.raises(TransitionNotAllowed):
        ACTS["publish"](survey, manager)
    close_survey(survey_id=survey.pk, by=manager, now=LATER)
    for keys in ([], ["no-esta"]):
        with pytest.raises(NotReady):
            publish_results(survey_id=survey.pk, keys=keys, by=manager, now=LATER)
    shown = publish_results(survey_id=survey.pk, keys=["zona", "temas"], by=manager, now=LATER)
    publish_results(survey_id=survey.pk, keys=["temas", "zona"], by=manager, now=AFTER)

    assert (shown.published_keys, shown.shows_results) == (["temas", "zona"], True)
    assert AuditEntry.objects.filter(action="surveys.publish").count() == 1
    with pytest.raises(TransitionNotAllowed, match="Retírelos"):
        ACTS["open"](survey, manager)
    assert [one.key for one in results_of(shown, public=True).questions] == ["temas", "zona"]
    assert not withdraw_results(survey_id=survey.pk, by=manager, now=AFTER).shows_results


def test_nothing_is_published_of_nobody(survey, manager):
    close_survey(survey_id=survey.pk, by=manager, now=LATER)
    with pytest.raises(NotReady) as refused:
        ACTS["publish"](survey, manager)
    assert "Nadie ha respondido" in refused.value.gaps[0]


def test_unpublished_survey_tells_the_public_no_question(survey):
    for number in range(6):
        answer(survey, form=f"f{number}")
    assert results_of(survey, public=True).questions == ()


def test_topics_are_ranked_with_every_count(survey, manager):
    for number, codes in enumerate((["o2"], ["o2", "o3"], ["?"])):
        answer(survey, form=f"f{number}", raw={"temas": codes})
    first = ranked_topics(survey)[0]
    assert (first.label, first.count, first.of) == ("Obras y vías", 2, 3)


@pytest.fixture
def with_contacts(draft, manager):
    put_question(survey_id=draft.pk, question=Question("", "SHORT", "Su correo", is_personal=True), by=manager, now=NOW)
    details = Details("Con datos", personal_purpose="avisarle", kept_days=30)
    edit_survey(survey_id=draft.pk, values=details, by=manager, now=NOW)
    survey = open_survey(survey_id=draft.pk, opens_at=NOW, closes_at=None, by=manager, now=NOW)
    for number in range(2):
        answer(survey, form=f"f{number}", raw={"temas": ["o1"], "p1": [f"ana{number}@example.org"]}, consents=True)
    return survey


def test_people_are_forgotten_when_their_term_is_over_and_their_answers_stay(with_contacts, manager):
    assert forget_people(now=NOW + timedelta(days=900)) == 0  # it is open
    close_survey(survey_id=with_contacts.pk, by=manager, now=LATER)
    late = LATER + timedelta(days=30)
    assert [forget_people(now=one) for one in (late - timedelta(seconds=1), late, late)] == [0, 2, 0]

    assert list(SurveyAnswer.objects.values_list("personal", "consented_at")) == [({}, None)] * 2
    assert results_of(with_contacts, public=False).received == 2
    entry = AuditEntry.objects.get(action="surveys.forget")
    assert entry.facts == {"answers": 2}


def test_one_person_is_forgotten_when_they_ask(with_contacts, manager):
    contact = contacts_of(with_contacts)[0].id
    assert forget_one(survey_id=with_contacts.pk, contact=contact, by=manager, now=LATER)
    assert not forget_one(survey_id=with_contacts.pk, contact=contact, by=manager, now=LATER)
    assert [one.told for one in contacts_of(with_contacts)] == [(("Su correo", "ana1@example.org"),)]


def test_trail_holds_nothing_of_what_people_said(with_contacts):
    facts = str(list(AuditEntry.objects.values("facts", "target")))
    assert "ana" not in facts
    assert "o1" not in facts
