from dataclasses import replace
from datetime import date

import pytest

from rinde.capabilities.plans.choices import ChangeKind
from rinde.capabilities.plans.rules.change_requests.merging import Asked, clashes, merged
from rinde.capabilities.plans.rules.change_requests.proposals import Proposal
from rinde.capabilities.plans.rules.rows import ActivityValues, DeliverableValues
from rinde.capabilities.plans.rules.schedules import PlannedDate

MAY, JUNE, JULY = (PlannedDate(date(2026, month, 20)) for month in (5, 6, 7))
STOOD = DeliverableValues(id=1, target="Uno", product="Acta", milestones=(MAY, JUNE))
BASE = ActivityValues(1, "Abrir", deliverables=(STOOD,))


def wish(**fields: object) -> ActivityValues:
    return replace(BASE, deliverables=(replace(STOOD, **fields),))


def asked(number: int, values: ActivityValues, activity: int = 7) -> Asked:
    return Asked(number, Proposal(ChangeKind.EDIT_ACTIVITY, activity, values), BASE)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (wish(target="Dos"), wish(product="Informe")),
        (wish(milestones=(JULY, JUNE)), wish(target="Dos")),
        (wish(milestones=(MAY, JULY)), wish(milestones=(PlannedDate(date(2026, 5, 2)), JUNE))),
        (wish(target="Dos"), wish(target="Dos")),
        (wish(milestones=(MAY, JULY)), wish(milestones=(MAY, JULY))),
        (replace(BASE, name="Cerrar"), wish(target="Dos")),
    ],
)
def test_different_things_combine(one: ActivityValues, other: ActivityValues) -> None:
    both = merged(BASE, other, one)

    assert clashes([asked(1, one), asked(2, other)]) == ()
    assert both == merged(BASE, one, other)


def test_two_dates_moved_apart_are_both_moved() -> None:
    early = PlannedDate(date(2026, 5, 2))

    both = merged(BASE, wish(milestones=(MAY, JULY)), wish(milestones=(early, JUNE)))

    assert both == wish(milestones=(early, JULY))


@pytest.mark.parametrize(
    ("one", "other", "why"),
    [
        (wish(target="Dos"), wish(target="Tres"), "en el mismo lugar"),
        (wish(milestones=(MAY, JULY)), wish(milestones=(MAY, PlannedDate(date(2026, 8, 1)))), "a días distintos"),
        (replace(BASE, deliverables=()), wish(target="Tres"), "una quita lo que la otra cambia"),
    ],
)
def test_the_same_thing_wanted_in_two_ways_is_a_clash(one: ActivityValues, other: ActivityValues, why: str) -> None:
    (found,) = clashes([asked(1, one), asked(2, other)])

    assert why in found.sentence


def test_all_that_clash_alike_are_said_at_once() -> None:
    ones = [asked(number, wish(target=f"Meta {number}")) for number in range(4, 9)]

    (found,) = clashes(ones)

    assert found.sentence.startswith("Las solicitudes 4, 5, 6, 7 y 8 escriben cosas distintas")


def test_other_activities_never_clash() -> None:
    assert clashes([asked(1, wish(target="Dos")), asked(2, wish(target="Tres"), activity=8)]) == ()
