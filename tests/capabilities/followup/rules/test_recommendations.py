"""Whose a recommendation is, what its action needs, when it is overdue, and how it moves."""

from datetime import date

import pytest

from rinde.capabilities.followup.choices import RecommendationStatus
from rinde.capabilities.followup.rules.recommendation_states import (
    ALLOWED_TRANSITIONS,
    STANDING,
    check_may_become,
    diagram,
)
from rinde.capabilities.followup.rules.recommendations import (
    ALL_TOGETHER,
    Addressee,
    action_gaps,
    addressee,
    done_gaps,
    in_few_words,
    is_overdue,
    verification_gaps,
)
from rinde.foundations.refusals import TransitionNotAllowed

TODAY = date(2026, 8, 3)
HACIENDA, SALUD, OBRAS = (1, "Hacienda"), (2, "Salud"), (3, "Obras")


def test_recommendation_goes_to_the_chosen_one_the_only_one_or_the_one_that_did_not_deliver() -> None:
    everybody = [HACIENDA, SALUD, OBRAS]
    assert addressee([HACIENDA], at_fault=set()) == Addressee(1, "Hacienda")
    assert addressee(everybody, at_fault={2}) == Addressee(2, "Salud")
    assert addressee(everybody, at_fault={2}, chosen=3) == Addressee(3, "Obras")
    assert addressee(everybody, at_fault={2}, chosen=99) == Addressee(2, "Salud")
    assert addressee(everybody, at_fault={2}, chosen=ALL_TOGETHER).actor_id is None
    assert addressee(everybody, at_fault={1, 2}) == Addressee(None, "Hacienda, Salud y 1 más")
    assert addressee(everybody, at_fault=set()) == Addressee(None, "Hacienda, Salud y 1 más")
    assert addressee([(None, "Por definir")], at_fault={None}) == Addressee(None, "Por definir")


@pytest.mark.parametrize(("count", "words"), [(0, ""), (1, "A"), (2, "A y B"), (3, "A, B y 1 más")])
def test_many_units_are_counted(count: int, words: str) -> None:
    assert in_few_words(["A", "B", "C"][:count]) == words


@pytest.mark.parametrize(
    ("status", "due_on", "overdue"),
    [
        ("PLANNED", date(2026, 8, 2), True),
        ("PLANNED", TODAY, False),
        ("PLANNED", None, False),
        ("REPORTED", date(2026, 8, 2), False),
        ("EFFECTIVE", date(2026, 8, 2), False),
    ],
)
def test_action_is_overdue_the_day_after_its_date(status: str, due_on: date | None, overdue: bool) -> None:
    assert is_overdue(status, due_on, TODAY) is overdue


@pytest.mark.parametrize(
    ("text", "due_on", "count"),
    [
        ("Firmar las actas el mismo día.", TODAY, 0),
        ("Firmar las actas el mismo día.", date(2031, 8, 3), 0),
        ("Firmar las actas el mismo día.", date(2032, 1, 1), 1),
        ("Firmar las actas el mismo día.", date(2026, 8, 2), 1),
        ("Firmar", TODAY, 1),
        ("", None, 2),
        ("x" * 4001, TODAY, 1),
    ],
)
def test_action_says_what_and_by_when(text: str, due_on: date | None, count: int) -> None:
    assert len(list(action_gaps(text, due_on, today=TODAY))) == count


def test_finished_action_names_its_proof_where_an_activity_has_one() -> None:
    assert not list(done_gaps("Se firmaron todas.", proofs=1, is_general=False))
    assert len(list(done_gaps("Se firmaron todas.", proofs=0, is_general=False))) == 1
    assert not list(done_gaps("Se firmaron todas.", proofs=0, is_general=True))
    assert len(list(done_gaps("", proofs=0, is_general=False))) == 2


def test_verification_says_how_it_was_seen() -> None:
    assert len(list(verification_gaps(" "))) == 1
    assert len(list(verification_gaps("Sí."))) == 1
    assert not list(verification_gaps("Se revisaron las 32 actas."))


def test_every_step_that_is_not_in_the_table_is_refused_with_who_has_to_act() -> None:
    for current in RecommendationStatus:
        allowed = {step.to for step in ALLOWED_TRANSITIONS[current]}
        for wanted in RecommendationStatus:
            if wanted in allowed:
                check_may_become(current, wanted)
            else:
                with pytest.raises(TransitionNotAllowed):
                    check_may_become(current, wanted)


def test_only_what_was_resolved_is_not_carried_on() -> None:
    assert set(RecommendationStatus) - STANDING == {RecommendationStatus.EFFECTIVE}


def test_diagram_draws_every_step() -> None:
    drawn = diagram()
    assert all(status.label in drawn for status in RecommendationStatus)
    assert drawn.count("-->") == 1 + sum(map(len, ALLOWED_TRANSITIONS.values()))
