"""No request changes what its differences do not name: over deliverables of every kind, moved by the quick form."""

from dataclasses import fields, replace
from datetime import date
from typing import Any

from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from plan_changes import JULY, REASON, World, published_world
from rinde.capabilities.entities.models import Entity
from rinde.capabilities.plans.choices import ChangeKind, Recurrence
from rinde.capabilities.plans.models import Deliverable
from rinde.capabilities.plans.queries import activity_to_edit, edited_activity, published_content
from rinde.capabilities.plans.rules.change_requests.proposals import Proposal
from rinde.capabilities.plans.rules.content import DeliverableContent, PlanContent
from rinde.capabilities.plans.rules.schedules import Period, PlannedDate
from rinde.capabilities.plans.web.forms.change_requests import DateForm

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
