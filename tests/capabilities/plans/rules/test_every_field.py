"""No difference between two texts of a plan goes without the name of its column and a sentence that says something."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plan_contents import a_plan, any_plan
from rinde.capabilities.plans.rules.change_requests.words import clauses_of
from rinde.capabilities.plans.rules.changes import PlanChanges, changes_between
from rinde.capabilities.plans.rules.content import (
    ActivityContent,
    ActorContent,
    AnnexContent,
    AnnouncementContent,
    AssignmentContent,
    DeliverableContent,
    LateMove,
    MilestoneContent,
    NodeContent,
    PlacementContent,
    PlanContent,
    SignatoryContent,
)
from told_fields import columns_that_differ, header_columns_that_differ, part_differs, unknown_fields

# Few words, and those between which the columns put points, commas and «o»: what reads alike comes often.
_words = st.sampled_from(["", "a", "b", "a b", "a · b", "a, b", "a o b", "a (2)"])
_many = st.lists(_words, max_size=2).map(tuple)
_numbers = st.sampled_from([None, Decimal(0), Decimal(2), Decimal("2.00"), Decimal("2.5")])
_days = st.sampled_from([date(2026, 3, 31), date(2026, 6, 30), date(2026, 12, 31)])
_moves = st.lists(st.builds(LateMove, _days, _days), max_size=1).map(tuple)
_milestones = st.lists(
    st.builds(MilestoneContent, _days, st.none() | _days, _words, _numbers, st.integers(1, 9), _moves), max_size=6
).map(tuple)
_actors = st.lists(st.builds(ActorContent, st.sampled_from(["a", "b"]), _words, st.integers(1, 3)), max_size=2).map(
    tuple
)
_assignments = st.lists(
    st.builds(
        AssignmentContent, _words, st.sampled_from(["LEAD", "SUPPORT"]), _words, _actors, _numbers, st.booleans()
    ),
    max_size=2,
).map(tuple)
_facts: dict[str, st.SearchStrategy[Any]] = {
    "target": _words,
    "product": _words,
    "target_quantity": _numbers,
    "target_unit": st.sampled_from(["", "COUNT", "PERCENT"]),
    "target_per_actor": st.booleans(),
    "indicator": _words,
    "indicator_formula": _words,
    "indicator_unit": _words,
    "indicator_baseline": _numbers,
    "indicator_accumulation": st.sampled_from(["SUM", "LAST"]),
    "resources": _words,
    "expected_evidence": _many,
    "schedule_text": st.sampled_from(["", "cada trimestre", "30 de junio"]),
    "recurrence": st.sampled_from(["", "QUARTERLY", "MONTHLY"]),
    "permanent": st.booleans(),
    "description": _words,
    "milestones": _milestones,
    "assignments": _assignments,
    "universe": _many,
}
_deliverables = st.permutations([1, 2, 3]).flatmap(
    lambda numbers: st.integers(0, 3).flatmap(
        lambda many: st.tuples(*(st.builds(DeliverableContent, id=st.just(one), **_facts) for one in numbers[:many]))
    )
)
_activity = st.builds(
    ActivityContent,
    key=st.just("1-1"),
    id=st.just(1),
    name=_words,
    code=_words,
    description=_words,
    deliverables=_deliverables,
    objectives=_many,
    carried_from=_words,
)
_header = st.fixed_dictionaries(
    {
        "entity_name": _words,
        "entity_slug": _words,
        "instrument": st.sampled_from(["PTEP", "PAAC"]),
        "title": _words,
        "slug": _words,
        "period_start": _days,
        "objective": _words,
        "scope": _words,
        "objectives": _many,
        "legal_bases": _many,
        "participating_units": _many,
        "signatories": st.lists(
            st.builds(SignatoryContent, st.sampled_from(["PREPARED", "APPROVED"]), _words, _words, st.none() | _days),
            max_size=2,
        ).map(tuple),
        "annexes": st.lists(st.builds(AnnexContent, _words, _words), max_size=2).map(tuple),
        "format_code": _words,
        "format_version": _words,
        "template": _words,
        "announcements": st.lists(st.builds(AnnouncementContent, _words, _words, _words, _words), max_size=2).map(
            tuple
        ),
    }
)
_part = st.builds(NodeContent, name=_words, code=_words, narrative=_words, guiding_question=_words, id=st.just(7))


def _labels(changes: PlanChanges) -> set[str]:
    columns = [*changes.header, *(field for one in changes.changed for field in one.fields), *changes.parts]
    return {one.label for one in columns}


def _assert_told(changes: PlanChanges) -> None:
    """Each column has a sentence, and no sentence is about nothing in particular."""
    clauses = clauses_of(changes)
    said = {one.label for one in clauses}
    silent = _labels(changes) - said
    # That the dates moved says already that the plan's old words for them went.
    assert silent <= ({"Fechas, como las escribe el plan"} if "Fechas" in said else set())
    assert changes.is_empty == (not clauses)


def test_every_field_of_a_version_is_known_here() -> None:
    assert unknown_fields() == set()


@given(_activity, _activity)
def test_whatever_differs_in_an_activity_is_named(one: ActivityContent, other: ActivityContent) -> None:
    changes = changes_between(a_plan(one), a_plan(other))

    # What a product that came or went says is told too.
    assert columns_that_differ(one, other) <= _labels(changes)
    _assert_told(changes)


@given(_activity, st.data())
def test_one_field_alone_is_named(one: ActivityContent, data: st.DataObject) -> None:
    """The same with a single difference, which nothing else can tell of."""
    if not one.deliverables:
        return
    name = data.draw(st.sampled_from(sorted(_facts)))
    changed = replace(one.deliverables[0], **{name: data.draw(_facts[name])})
    other = replace(one, deliverables=(changed, *one.deliverables[1:]))

    changes = changes_between(a_plan(one), a_plan(other))

    assert columns_that_differ(one, other) == _labels(changes)
    _assert_told(changes)


@given(_header, _header)
def test_whatever_a_plan_says_otherwise_of_itself_is_named(one: dict[str, Any], other: dict[str, Any]) -> None:
    before, after = a_plan(**one), a_plan(**other)

    changes = changes_between(before, after)

    assert header_columns_that_differ(before, after) == _labels(changes)
    _assert_told(changes)


@given(_part, _part)
def test_whatever_a_component_says_otherwise_is_named(one: NodeContent, other: NodeContent) -> None:
    changes = changes_between(replace(a_plan(), nodes=(one,)), replace(a_plan(), nodes=(other,)))

    assert (_labels(changes) == {other.heading}) is part_differs(one, other)
    _assert_told(changes)


@given(any_plan, any_plan)
def test_any_two_plans_are_told_apart(one: PlanContent, other: PlanContent) -> None:
    _assert_told(changes_between(one, other))


def test_order_and_place_are_told() -> None:
    first, second = (ActivityContent(key=key, name=f"Hacer {key}", code=key, id=int(key)) for key in "12")
    inner = NodeContent("Diálogo", kind="SUBCOMPONENT", id=3)
    tops = (
        NodeContent("Rendición", code="1", id=1, activities=(first, second), children=(inner,)),
        NodeContent("Riesgos", code="2", id=2),
    )
    moved = (replace(tops[1], children=(inner,)), replace(tops[0], activities=(second, first), children=()))
    shown = PlacementContent("PAAC 2026", 2026, "paac", "4-1", "Publicar el mapa", "4.1")
    placed = (replace(tops[0], placements=(shown,)), tops[1])
    renamed = (replace(tops[0], placements=(replace(shown, name="Publicar los mapas"),)), tops[1])

    def said(before: tuple[NodeContent, ...], after: tuple[NodeContent, ...]) -> list[str]:
        changes = changes_between(replace(a_plan(), nodes=before), replace(a_plan(), nodes=after))
        _assert_told(changes)
        return [one.text for one in clauses_of(changes)]

    assert said(tops, moved) == [
        "El subcomponente «Diálogo» pasó del componente «1. Rendición» al componente «2. Riesgos»",
        "Cambia el orden de las actividades del componente «1. Rendición»",
        "Cambia el orden de los componentes del plan",
    ]
    (text,) = said(placed, renamed)
    assert "Publicar el mapa" in text
    assert "Publicar los mapas" in text


def test_many_dates_that_keep_their_days_say_what_differs() -> None:
    days = [date(2026, month, 28) for month in range(1, 7)]

    def plan(**fields: Any) -> PlanContent:
        milestones = tuple(MilestoneContent(day, id=number, **fields) for number, day in enumerate(days))
        return a_plan(ActivityContent("1", "Hacer", "1", deliverables=(DeliverableContent(milestones=milestones),)))

    (clause,) = clauses_of(changes_between(plan(), plan(name="publicado", expected_quantity=Decimal(3))))

    assert clause.text == "Cambian los nombres y las cantidades de 6 fechas de la actividad 1"


HEALTH, OTHER_HEALTH = ActorContent("Secretaría de Salud", id=1), ActorContent("Secretaría de Salud", id=2)
GROUP = AssignmentContent("", group="Todas", actors=(HEALTH,))


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        (
            AssignmentContent("", actors=(HEALTH,)),
            AssignmentContent("", actors=(OTHER_HEALTH,)),
            (
                "La actividad 1 dejó de ser de la Secretaría de Salud y ahora es de la Secretaría de Salud "
                "(otra con el mismo nombre)"
            ),
        ),
        (
            AssignmentContent("", actors=(HEALTH,)),
            AssignmentContent("Salud municipal", actors=(HEALTH,)),
            "Para la Secretaría de Salud, en la actividad 1, el plan dice ahora «Salud municipal»",
        ),
        (
            replace(GROUP, actors=()),
            replace(GROUP, actors=(), conditional=True),
            "Quiénes son «Todas» de la actividad 1 se sabrá después",
        ),
        (
            replace(GROUP, actors=(), conditional=True),
            replace(GROUP, actors=()),
            "Quiénes son «Todas» de la actividad 1 ya no se deja para después",
        ),
    ],
)
def test_what_differs_in_who_answers_is_said(before: AssignmentContent, after: AssignmentContent, said: str) -> None:
    def plan(one: AssignmentContent) -> PlanContent:
        return a_plan(ActivityContent("1", "Hacer", "1", deliverables=(DeliverableContent(assignments=(one,), id=1),)))

    (clause,) = clauses_of(changes_between(plan(before), plan(after)))

    assert clause.text == said
