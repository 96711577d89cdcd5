from datetime import date, timedelta

import pytest

from rinde.capabilities.dialogue.choices import StepKind
from rinde.capabilities.dialogue.rules.agenda import StepFacts, agenda_of
from rinde.capabilities.dialogue.rules.documents import document_gaps, may_be_public
from rinde.capabilities.dialogue.rules.serving import likely_step
from rinde.capabilities.dialogue.rules.sharing import SharedSpace, sharing_text
from rinde.capabilities.dialogue.rules.terms import DEFAULT_TERMS, StepTerm, legal_gaps
from rinde.foundations.law.terms import TermUnit

TODAY = date(2026, 5, 12)
STEPS = tuple(StepKind.values)


def a_step(kind: str, due_on: date, status: str = "PENDING", *, is_asked: bool = True) -> StepFacts:
    return StepFacts(kind, status, is_asked, due_on)


def test_next_step_is_the_first_one_asked_that_waits() -> None:
    steps = [
        a_step("CALL", TODAY - timedelta(days=30), "DONE"),
        a_step("RESULTS", TODAY, is_asked=False),
        a_step("MINUTES", TODAY + timedelta(days=14)),
        a_step("CHECK_IN", TODAY),
    ]
    agenda = agenda_of("LIVE", steps, today=TODAY)
    assert (agenda.next and agenda.next.kind, agenda.late, agenda.done, agenda.asked) == ("CHECK_IN", (), 1, 3)


@pytest.mark.parametrize(("days", "late", "soon"), [(-1, 1, False), (0, 0, True), (7, 0, True), (8, 0, False)])
def test_step_is_late_the_day_after_and_soon_a_week_before(days: int, late: int, soon: bool) -> None:
    agenda = agenda_of("HELD", [a_step("MINUTES", TODAY + timedelta(days=days))], today=TODAY)
    assert (len(agenda.late), agenda.is_soon(TODAY)) == (late, soon)


@pytest.mark.parametrize("status", ["CLOSED", "CANCELLED"])
def test_space_that_is_over_waits_for_nothing(status: str) -> None:
    agenda = agenda_of(status, [a_step("MINUTES", TODAY - timedelta(days=90))], today=TODAY)
    assert (agenda.next, agenda.late) == (None, ())


@pytest.mark.parametrize(
    ("text", "step"),
    [
        ("Responder por escrito las preguntas que deje la audiencia", "ANSWERS"),
        ("Celebrar la audiencia pública de rendición de cuentas", "LIVE_QUESTIONS"),
        ("Publicar el informe de gestión", "INFORMATION"),
        ("Publicar el plan de mejoramiento", "COMMITMENTS"),
        ("Convocatoria en emisora", "CALL"),
        ("Sembrar árboles", "RESULTS"),
    ],
)
def test_words_of_an_activity_point_at_a_step(text: str, step: str) -> None:
    assert likely_step(text, STEPS) == step


def test_step_that_the_space_does_not_have_is_never_guessed() -> None:
    assert likely_step("Responder las preguntas", ("CHECK_IN", "MINUTES")) == "MINUTES"


def test_picture_says_what_one_sees() -> None:
    assert len(document_gaps(kind="PICTURE", title="Foto 1")) == 1
    assert document_gaps(kind="PICTURE", title="Vecinas preguntan en el salón", family="photo") == ()
    assert "no es una foto" in document_gaps(kind="PICTURE", title="Vecinas preguntan", family="pdf")[0]


def test_list_of_attendance_is_never_public() -> None:
    assert not may_be_public("ATTENDANCE")
    assert may_be_public("MINUTES")


@pytest.mark.parametrize(("days", "is_before", "gaps"), [(15, False, 0), (16, False, 1), (1, True, 1), (3, False, 0)])
def test_answers_of_a_hearing_are_not_put_off_beyond_the_law(days: int, is_before: bool, gaps: int) -> None:
    term = StepTerm(days, TermUnit.BUSINESS_DAYS, is_before, "")
    assert len(legal_gaps("PUBLIC_HEARING", "ANSWERS", term)) == gaps
    assert legal_gaps("FORUM", "ANSWERS", term) == ()
    assert legal_gaps("PUBLIC_HEARING", "MINUTES", DEFAULT_TERMS[StepKind.MINUTES]) == ()


def shared(**fields: object) -> SharedSpace:
    defaults = {
        "entity": "Alcaldía de Prueba",
        "kind": "Audiencia pública",
        "title": "Audiencia 2026",
        "status": "CALLED",
        "when": "Martes 12 de mayo",
        "where": "Coliseo",
        "link": "",
        "purpose": "Contar y oír.",
        "how": "",
        "accessibility": "",
        "address": "https://rinde.example/a/dialogo/c/K7M2Q4/",
    }
    return SharedSpace(**defaults | fields)  # type: ignore[arg-type]


def test_text_for_a_chat_ends_in_the_address_and_leaves_no_gap() -> None:
    for status in ("CALLED", "LIVE", "HELD", "CANCELLED"):
        text = sharing_text(shared(status=status, cancelled_reason="Llueve."))
        assert text.endswith("https://rinde.example/a/dialogo/c/K7M2Q4/")
        assert "\n\n\n" not in text


def test_text_of_a_cancelled_space_invites_nobody() -> None:
    text = sharing_text(shared(status="CANCELLED", cancelled_reason="Llueve."))
    assert text.startswith("*Se canceló: Audiencia 2026*")
    assert "Llueve." in text
    assert "Coliseo" not in text
