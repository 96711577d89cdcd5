from datetime import date, datetime, timedelta

import pytest

from dialogue_samples import AFTER, DURING, STARTS, make_called_space, make_held_space, make_live_space, organiser
from factories import make_actor, principal
from question_samples import ask, shown
from rinde.capabilities.dialogue.choices import StepKind
from rinde.capabilities.dialogue.models import DialogueSpace, Question, SpaceStep
from rinde.capabilities.dialogue.operations.answering_live import answer_live
from rinde.capabilities.dialogue.operations.moderating_questions import hide_question
from rinde.capabilities.dialogue.operations.question_petitions import file_questions, publish_answers
from rinde.capabilities.dialogue.operations.spaces import hold_space
from rinde.capabilities.dialogue.queries.answers import answer_rows, public_answers, waiting_answers
from rinde.capabilities.dialogue.rules.answers import AnswerStanding
from rinde.capabilities.entities.models import Entity
from rinde.capabilities.pqrsd.models import Answer, Petition, Petitioner
from rinde.capabilities.pqrsd.operations.answering import approve_answer, draft_answer, send_answer
from rinde.capabilities.pqrsd.operations.triage import triage
from rinde.capabilities.pqrsd.rules.answers import AnswerValues
from rinde.foundations.refusals import NotAllowed, NotReady, TransitionNotAllowed
from rinde.services.access import Principal
from rinde.services.tenancy import active_tenant

LATE = AFTER + timedelta(days=27)  # the eighth of June: five days after the fifteen business days


def _held(space: DialogueSpace, by: Principal) -> DialogueSpace:
    return hold_space(space_id=space.pk, by=by, now=AFTER)


def _answered(petition: Petition, *, by: Principal, at: datetime) -> Answer:
    """Classify a petition, answer it to everybody and send the answer."""
    actor = make_actor(petition.entity)
    public = petition.public_text or "¿Cuándo se arregla la vía?"
    triage(petition_id=petition.pk, kind="GENERAL", actor_id=actor.pk, public_text=public, by=by, now=AFTER)
    values = AnswerValues("Se contrató en mayo.", public_text="Se contrató en mayo.")
    version = draft_answer(petition_id=petition.pk, values=values, by=by, now=AFTER, submit=True).version
    approve_answer(petition_id=petition.pk, version=version, by=by, now=AFTER)
    return send_answer(petition_id=petition.pk, version=version, by=by, now=at)


def test_question_becomes_a_petition_once(entity: Entity) -> None:
    by = organiser(entity)
    space = make_live_space(entity, by=by)
    question = shown(space, by, "¿Cuándo se arregla la vía?")
    _held(space, by)
    first = file_questions(space_id=space.pk, by=by, now=AFTER)
    again = file_questions(space_id=space.pk, by=by, now=AFTER)
    assert ((first.filed, first.already), (again.filed, again.already)) == ((1, 0), (0, 0))
    petition = Petition.objects.get()
    assert (petition.text, petition.public_text, petition.channel) == (question.text, question.text, "EVENT")
    assert petition.origin == f"{space.title}, 12 de mayo de 2026"
    assert petition.origin_key == f"dialogue.question:{question.pk}"
    # Until it is classified it is due in the ten days of an information request; then in the fifteen of the space.
    assert petition.due_on == date(2026, 5, 27)
    actor = make_actor(entity)
    triage(petition_id=petition.pk, kind="CONSULTATION", actor_id=actor.pk, public_text="¿?", by=by, now=AFTER)
    petition.refresh_from_db()
    assert (petition.due_on, petition.due_by) == (date(2026, 6, 3), "EVENT")  # 18 May is a holiday
    question.refresh_from_db()
    assert question.petition == petition
    named = file_questions(space_id=space.pk, numbers=[question.number], by=by, now=AFTER)
    assert (named.filed, named.already, Petition.objects.count()) == (0, 1, 1)


def test_information_request_is_due_in_ten_days(entity: Entity) -> None:
    by = organiser(entity)
    space = make_live_space(entity, by=by)
    shown(space, by)
    _held(space, by)
    file_questions(space_id=space.pk, by=by, now=AFTER)
    petition = Petition.objects.get()
    actor = make_actor(entity)
    triage(petition_id=petition.pk, kind="INFORMATION", actor_id=actor.pk, public_text="¿?", by=by, now=AFTER)
    (row,) = answer_rows(space, today=AFTER.date(), with_clock=True)
    assert row.due_on == date(2026, 5, 27)
    assert row.clock is not None
    assert [term is not None for term in (row.clock.legal, row.clock.event)] == [True, True]
    assert "LEY_1757_2015_ART_56" in {key for step in row.clock.steps for key in step.source_keys}


def test_question_answered_live_is_filed_only_by_its_number(entity: Entity) -> None:
    by = organiser(entity)
    space = make_live_space(entity, by=by)
    question = shown(space, by)
    answer_live(
        space_id=space.pk, number=question.number, text="En julio.", answered_by="Secretaría de Obras",
        seen=question.version, by=by, now=DURING,
    )  # fmt: skip
    assert file_questions(space_id=space.pk, by=by, now=DURING).filed == 0
    assert file_questions(space_id=space.pk, numbers=[question.number], by=by, now=DURING).filed == 1


def test_who_left_an_address_is_the_petitioner_and_stays_out_of_public(entity: Entity) -> None:
    by = organiser(entity)
    space = make_live_space(entity, by=by)
    shown(space, by, asked_by="Luz Marina", email="luz@example.org", consents=True)
    _held(space, by)
    file_questions(space_id=space.pk, by=by, now=AFTER)
    assert Petitioner.objects.get().email == "luz@example.org"
    told = str(public_answers(space, today=AFTER.date()))
    assert "luz@example.org" not in told
    assert "Luz Marina" not in told


def test_question_that_identifies_somebody_has_no_public_text_yet(entity: Entity) -> None:
    by = organiser(entity)
    space = make_live_space(entity, by=by)
    shown(space, by, "¿Por qué no le pagan a Luz, cédula 52.418.903?")
    ask(space, "Nadie la ha revisado")
    _held(space, by)
    file_questions(space_id=space.pk, by=by, now=AFTER)
    assert set(Petition.objects.values_list("public_text", flat=True)) == {""}
    first, second = public_answers(space, today=AFTER.date())
    assert (first.asked, first.not_shown[:24]) == ("", "Tiene datos de una perso")
    assert (second.asked, second.not_shown) == ("", "La entidad todavía la revisa.")


@pytest.mark.parametrize(("reason", "filed"), [("insult", 1), ("advertising", 0)])
def test_question_taken_out_keeps_its_number_and_is_owed_where_it_asked(
    entity: Entity, reason: str, filed: int
) -> None:
    by = organiser(entity)
    space = make_live_space(entity, by=by)
    question = shown(space, by)
    hide_question(
        space_id=space.pk, number=question.number, reason=reason, note="", seen=question.version, by=by, now=DURING
    )
    assert file_questions(space_id=space.pk, by=by, now=DURING).filed == filed
    (said,) = public_answers(space, today=AFTER.date())
    assert (said.number, said.asked, said.not_shown[:19]) == (1, "", "No se muestra porqu")
    assert said.standing is (AnswerStanding.WAITING if filed else AnswerStanding.LEFT_OUT)


def test_unknown_number_and_a_space_that_has_not_begun_are_refused(entity: Entity) -> None:
    by = organiser(entity)
    with pytest.raises(TransitionNotAllowed, match="desde que el espacio empieza"):
        file_questions(space_id=make_called_space(entity, by=by).pk, by=by, now=STARTS)
    with pytest.raises(NotReady) as refused:
        file_questions(space_id=make_held_space(entity, by=by).pk, numbers=[7], by=by, now=AFTER)
    assert refused.value.gaps == ("Este espacio no tiene la pregunta 7.",)


@pytest.mark.parametrize("role", ["INTERNAL_CONTROL", "READER", "COMMUNICATIONS", "CITIZEN_SERVICE"])
def test_role_that_does_not_run_the_space_files_nothing(entity: Entity, role: str) -> None:
    by = organiser(entity)
    space = make_live_space(entity, by=by)
    shown(space, by)
    with pytest.raises(NotAllowed):
        file_questions(space_id=space.pk, by=principal(entity, role), now=DURING)
    with pytest.raises(NotAllowed):
        publish_answers(space_id=_held(space, by).pk, by=principal(entity, role), now=AFTER)
    assert not Petition.objects.exists()


def test_late_answer_says_its_arithmetic(entity: Entity) -> None:
    by = organiser(entity)
    space = make_live_space(entity, by=by)
    shown(space, by, "¿Cuándo se arregla la vía?")
    _held(space, by)
    file_questions(space_id=space.pk, by=by, now=AFTER)
    _answered(Petition.objects.get(), by=by, at=LATE)
    (said,) = public_answers(space, today=LATE.date())
    assert (said.standing, said.is_late, said.answer) == (AnswerStanding.ANSWERED, True, "Se contrató en mayo.")
    assert said.lateness == "Vencía el 3 de junio de 2026 y se respondió el 8 de junio de 2026: 5 días después."
    assert any("Día 15 = miércoles 3 de junio de 2026" in words for _, words in said.arithmetic)
    assert any("Ley Estatutaria 1757 de 2015" in source for source in said.sources)


def test_step_is_done_once_no_answer_is_missing(entity: Entity) -> None:
    by = organiser(entity)
    space = make_live_space(entity, by=by)
    question = shown(space, by)
    live = shown(space, by)
    answer_live(
        space_id=space.pk, number=live.number, text="Sí.", answered_by="Alcalde", seen=live.version, by=by, now=DURING
    )
    with pytest.raises(TransitionNotAllowed, match="ya se hizo"):
        publish_answers(space_id=space.pk, by=by, now=DURING)
    _held(space, by)
    file_questions(space_id=space.pk, by=by, now=AFTER)
    with pytest.raises(NotReady) as refused:
        publish_answers(space_id=space.pk, by=by, now=AFTER)
    assert refused.value.gaps == (f"Falta la respuesta de la pregunta {question.number}.",)
    _answered(Petition.objects.get(), by=by, at=LATE)
    step = publish_answers(space_id=space.pk, by=by, now=LATE)
    assert (step.status, step.note) == ("DONE", "2 preguntas: 1 respondida en el espacio y 1 por escrito.")
    assert step.done_on == LATE.date()
    assert publish_answers(space_id=space.pk, by=by, now=LATE) == step


def test_space_where_nobody_asked_says_so(entity: Entity) -> None:
    by = organiser(entity)
    publish_answers(space_id=make_held_space(entity, by=by).pk, by=by, now=AFTER)
    assert SpaceStep.objects.get(kind=StepKind.ANSWERS).note == "Nadie hizo preguntas en este espacio."


def test_overdue_questions_stand_first_and_are_counted(entity: Entity, other_entity: Entity) -> None:
    by = organiser(entity)
    space = make_live_space(entity, by=by)
    shown(space, by)
    second = shown(space, by)
    _held(space, by)
    file_questions(space_id=space.pk, numbers=[second.number], by=by, now=AFTER)
    with active_tenant(other_entity):
        stranger = make_live_space(other_entity)
        ask(stranger)
        file_questions(space_id=stranger.pk, by=organiser(other_entity), now=AFTER)
    rows = answer_rows(space, today=LATE.date())
    assert [one.question.number for one in rows] == [2, 1]
    assert waiting_answers(None, today=LATE.date(), soon_until=LATE.date()) == {"late": 1, "soon": 0}
    assert waiting_answers(frozenset({0}), today=LATE.date(), soon_until=LATE.date()) == {"late": 0, "soon": 0}
    assert Question.objects.filter(petition__isnull=False).count() == 1
