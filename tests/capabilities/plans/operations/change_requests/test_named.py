"""No request changes what its differences do not name: one date, the whole activity, what the plan says of itself."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import fields, replace
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from factories import approve_and_publish, make_actor, make_full_plan, make_node, principal
from plan_changes import JULY, REASON, World, published_world
from rinde.capabilities.entities.models import Actor, ActorGroup, Entity
from rinde.capabilities.plans.choices import ChangeKind, Recurrence
from rinde.capabilities.plans.models import Deliverable, Objective, PlanNode
from rinde.capabilities.plans.queries import activity_to_edit, edited_activity, published_content
from rinde.capabilities.plans.rules.change_requests.proposals import Proposal
from rinde.capabilities.plans.rules.content import DeliverableContent, PlanContent, SignatoryContent
from rinde.capabilities.plans.rules.rows import ActivityValues, Assignee, DeliverableValues, PlanHeader
from rinde.capabilities.plans.rules.schedules import Period, PlannedDate
from rinde.capabilities.plans.web.forms.change_requests import DateForm
from told_fields import columns_that_differ, header_columns_that_differ

LABELS = {
    "milestones": "Fechas",
    "recurrence": "Periodicidad",
    "permanent": "Periodicidad",
    "schedule_text": "Fechas, como las escribe el plan",
    "target": "Meta",
    "product": "Producto",
    "resources": "Recursos",
}
_days = st.dates(date(2026, 1, 1), date(2026, 12, 31))
_facts = st.fixed_dictionaries(
    {
        "schedule_text": st.sampled_from(
            ["", "Trimestral", "Permanente", "Según el cronograma", "30 de junio de 2026"]
        ),
        "recurrence": st.sampled_from(["", *Recurrence.values]),
        "permanent": st.booleans(),
    }
)


def _deliverable(content: PlanContent | None) -> DeliverableContent:
    assert content is not None
    return next(content.placed()).activity.deliverables[0]


def _stored(world: World, facts: dict[str, Any], days: list[date]) -> World:
    """The world with a deliverable of these facts before the public, put there by a request."""
    values = world.values()
    dates = tuple(map(PlannedDate, sorted(days)))
    changed = replace(values.deliverables[0], milestones=dates, product="Acta de cierre", **facts)
    wish = Proposal(ChangeKind.EDIT_ACTIVITY, world.activities[0].pk, replace(values, deliverables=(changed,)))
    world.carry_through(wish)
    world.plan.refresh_from_db()
    return world


def _form(world: World, day: date) -> DateForm:
    """The quick form with the first date of the first activity on another day."""
    activity = activity_to_edit(world.plan, world.activities[0].pk)
    assert activity is not None
    period = Period(world.plan.period_start, world.plan.period_end)
    data = {"which": "0-0", "day": day.isoformat()}
    return DateForm(data, activity=edited_activity(activity), period=period, today=JULY.date())


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(_facts, st.lists(_days, min_size=1, max_size=4, unique=True), _days)
def test_quick_date_names_everything_that_differs(
    entity: Entity, facts: dict[str, Any], days: list[date], day: date
) -> None:
    undo = transaction.savepoint()
    world = _stored(published_world(entity, activities=1), facts, days)
    before = _deliverable(published_content(world.plan))
    form = _form(world, day)
    assert form.is_valid() is (day != min(days))
    if form.is_valid() and day not in days:
        request = world.carry_through(form.proposal(), asked=JULY)
        world.plan.refresh_from_db()
        after = _deliverable(published_content(world.plan))
        differ = {one.name for one in fields(after) if getattr(before, one.name) != getattr(after, one.name)}
        assert {LABELS[name] for name in differ} <= {one["label"] for one in request.differences}
        assert {"milestones"} <= differ <= {"milestones", "recurrence", "permanent", "schedule_text"}
    transaction.savepoint_rollback(undo)


# Few words, and those between which the columns put points and commas: what reads alike comes often.
_words = st.sampled_from(["", "Uno", "Dos", "Uno Dos", "Uno · Dos", "Uno, Dos"])
_named_words = _words.filter(bool)
_many = st.lists(_named_words, max_size=2, unique=True).map(tuple)
_numbers = st.sampled_from([None, Decimal(0), Decimal(2), Decimal("2.5")])
_dates = st.lists(
    st.builds(PlannedDate, _days, st.none() | st.just(date(2026, 1, 1)), _words, _numbers),
    min_size=1,
    max_size=6,
    unique_by=lambda one: (one.due_on, one.name),
).map(lambda ones: tuple(sorted(ones)))


_known = {"role": st.sampled_from(["LEAD", "SUPPORT"]), "own_target": _numbers, "conditional": st.booleans()}
# Numbers stand for the first and second actor, the only group, part and objective: rows have others in every example.
_lead = st.builds(Assignee, _words, st.sampled_from([1, 2]), own_target=_numbers)
_others = st.one_of(
    st.builds(Assignee, _words, group_id=st.just(1), **_known),
    st.builds(Assignee, st.just("La personería"), **_known),
    st.builds(Assignee, _words, st.sampled_from([1, 2]), **_known),
)
_assignees = st.tuples(_lead, st.lists(_others, max_size=2)).map(
    lambda pair: tuple({(one.actor_id, one.group_id): one for one in (*pair[1], pair[0])}.values())
)
_product = st.builds(
    DeliverableValues,
    target=_words,
    product=_named_words,
    quantity=_numbers,
    unit=st.sampled_from(["", "COUNT", "PERCENT"]),
    per_actor=st.booleans(),
    indicator=_words,
    indicator_formula=_words,
    indicator_unit=_words,
    indicator_baseline=_numbers,
    indicator_accumulation=st.sampled_from(["SUM", "LAST"]),
    resources=_words,
    description=_words,
    expected_evidence=_many,
    universe=_many,
    schedule_text=st.sampled_from(["", "Trimestral", "30/06/2026", "30 de junio de 2026"]),
    recurrence=st.sampled_from(["", "QUARTERLY"]),
    permanent=st.booleans(),
    milestones=_dates,
    assignees=_assignees,
)
_activities = st.builds(
    ActivityValues,
    node_id=st.sampled_from([0, 1]),
    name=_named_words,
    code=_words,
    description=_words,
    deliverables=st.lists(_product, min_size=1, max_size=2).map(tuple),
    objectives=st.sampled_from([(), (0,), (1,), (0, 1)]),  # in the plan's order, as they are stored
)


@contextmanager
def _another_world(entity: Entity) -> Iterator[World]:
    """A published plan of one activity, two parts, two objectives, two actors and a group; gone after the example."""
    undo = transaction.savepoint()
    try:
        plan = make_full_plan(entity)
        make_node(plan, code="2", name="Diálogo")
        for position, text in enumerate(("Uno", "Dos")):
            Objective.objects.create(entity=entity, plan=plan, text=text, position=position)
        make_actor(entity)
        ActorGroup.objects.create(entity=entity, name="Las secretarías", rule="ALL_UNITS")
        approve_and_publish(plan)
        secretary = principal(entity, "ENTITY_ADMIN", second_factor=True)
        yield World(plan, principal(entity, "PLAN_COORDINATOR"), secretary)
    finally:
        transaction.savepoint_rollback(undo)


def _in(world: World, values: ActivityValues) -> ActivityValues:
    """The values as the form sends them: with the numbers of rows, and what is stored keeps its own."""
    nodes, objectives = ([one.pk for one in kind.objects.filter(plan=world.plan)] for kind in (PlanNode, Objective))
    actors = list(Actor.objects.order_by("pk").values_list("pk", flat=True))[-2:]
    group = ActorGroup.objects.get().pk

    def assignee(one: Assignee) -> Assignee:
        actor = actors[one.actor_id - 1] if one.actor_id else None
        return replace(one, actor_id=actor, group_id=group if one.group_id else None)

    stored = [one.id for one in world.values().deliverables]
    numbers = [*stored, *([None] * len(values.deliverables))]
    each = tuple(
        replace(one, id=number, assignees=tuple(map(assignee, one.assignees)))
        for one, number in zip(values.deliverables, numbers, strict=False)
    )
    served = tuple(objectives[one] for one in values.objectives)
    return replace(values, node_id=nodes[values.node_id], deliverables=each, objectives=served)


def _public(world: World) -> PlanContent:
    world.plan.refresh_from_db()
    content = published_content(world.plan)
    assert content is not None
    return content


def _shown(label: str, named: set[str]) -> bool:
    """Whether a column is named; the plan's old words for dates go with the dates, where they were only figures."""
    return label in named or (label == LABELS["schedule_text"] and "Fechas" in named)


@settings(max_examples=12, suppress_health_check=list(HealthCheck), deadline=None)
@given(_activities, _activities)
def test_whole_activity_names_everything_that_differs(
    entity: Entity, one: ActivityValues, other: ActivityValues
) -> None:
    with _another_world(entity) as world:
        public, named = [], set[str]()
        for wanted in (one, other):
            values = _in(world, wanted)
            if values == world.values():
                continue
            wish = Proposal(ChangeKind.EDIT_ACTIVITY, world.activities[0].pk, values)
            request = world.carry_through(wish, asked=JULY)
            public.append(next(_public(world).placed()))
            named = {each["label"] for each in request.differences}
            assert all(each["said"] for each in request.differences if each["label"] != LABELS["schedule_text"])
        if len(public) == 2:
            differ = columns_that_differ(*(each.activity for each in public))
            moved = {"Lugar"} if public[0].component.id != public[1].component.id else set()
            assert {each for each in differ | moved if not _shown(each, named)} == set()


_signatories = st.lists(
    st.builds(SignatoryContent, st.sampled_from(["PREPARED", "APPROVED"]), _named_words, _words, st.none() | _days),
    max_size=2,
).map(tuple)
_headers = st.builds(
    PlanHeader,
    instrument=st.sampled_from(["PTEP", "PAAC"]),
    title=_named_words,
    period_start=st.just(date(2026, 1, 1)),
    period_end=st.sampled_from([date(2026, 12, 31), date(2027, 12, 31)]),
    objective=_words,
    scope=_words,
    objectives=st.lists(_named_words, max_size=2, unique=True).map(tuple),
    legal_bases=_many,
    format_code=_words,
    format_version=_words,
    signatories=_signatories,
)


@settings(max_examples=8, suppress_health_check=list(HealthCheck), deadline=None)
@given(_headers, _headers)
def test_header_names_everything_that_differs(entity: Entity, one: PlanHeader, other: PlanHeader) -> None:
    with _another_world(entity) as world:
        public = []
        for header in dict.fromkeys((one, other)):
            request = world.carry_through(Proposal(ChangeKind.EDIT_HEADER, values=header), asked=JULY)
            public.append(_public(world))
            assert all(each["said"] for each in request.differences)
        if len(public) == 2:
            assert header_columns_that_differ(*public) <= {each["label"] for each in request.differences}


def test_date_moved_within_its_quarter_keeps_the_recurrence(world: World) -> None:
    _stored(world, {"recurrence": "QUARTERLY", "permanent": False}, [date(2026, 9, 30), date(2026, 12, 31)])
    form = _form(world, date(2026, 9, 15))
    assert form.is_valid()

    request = world.carry_through(form.proposal(), asked=JULY)

    assert Deliverable.objects.get(activity=world.activities[0]).recurrence == "QUARTERLY"
    assert [one["label"] for one in request.differences] == ["Fechas"]


def test_date_moved_out_of_its_quarter_shows_that_the_recurrence_goes(world: World) -> None:
    _stored(world, {"recurrence": "QUARTERLY", "permanent": False}, [date(2026, 9, 30), date(2026, 12, 31)])
    form = _form(world, date(2026, 10, 15))
    assert form.is_valid()

    request = world.ask(form.proposal(), now=JULY, reason=REASON)

    shown = {one["label"]: (one["before"], one["after"]) for one in request.differences}
    assert shown["Periodicidad"] == ("cada trimestre", "fechas sueltas")
