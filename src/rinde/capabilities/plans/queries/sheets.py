"""What the working sheet of a plan is made of and compared with, in a fixed number of queries."""

from collections.abc import Iterator, Sequence
from datetime import date

from django.db.models import QuerySet

from rinde.capabilities.entities.models import Actor, ActorGroup
from rinde.capabilities.entities.queries import actor_directory
from rinde.capabilities.plans.models import Plan, SheetImport
from rinde.capabilities.plans.queries.editing import standing_values
from rinde.capabilities.plans.queries.working import WorkingPlan, working_plan
from rinde.capabilities.plans.rules.content import PlanContent
from rinde.capabilities.plans.rules.schedules import Period
from rinde.capabilities.plans.rules.sheet import Named, Place, Standing, StandingActivity


def plan_standing(plan: Plan, *, on: date) -> Standing:
    """A plan as its sheet knows it: rows in the plan's order, and every name that a cell may use.

    Args:
        on: the day whose org chart says who may be made responsible.
    """
    # A sheet names groups and never who belongs to them.
    working = working_plan(plan, on=on, groups={})
    return Standing(
        plan_id=plan.pk,
        period=Period(plan.period_start, plan.period_end),
        places=tuple(_places(working.content)),
        objectives=tuple(one.id for one in working.rows.lists.of("objective")),
        actors=_actors(on),
        groups=tuple(Named(number, name) for number, name in ActorGroup.objects.values_list("pk", "name")),
        activities=tuple(_activities(working)),
        edited_at=plan.edited_at,
    )


def _activities(working: WorkingPlan) -> Iterator[StandingActivity]:
    values = standing_values(working)
    for placed in working.content.placed():
        number = placed.activity.id or 0
        mark = working.marks[number]
        yield StandingActivity(number, placed.activity.key, values[number], mark.at, mark.by)


def _places(content: PlanContent) -> Iterator[Place]:
    """Each component followed by its subcomponents."""
    for top in content.nodes:
        yield Place(top.id or 0, top.heading, top.code)
        for one in top.children:
            yield Place(one.id or 0, one.heading, one.code, top.heading)


def _actors(on: date) -> tuple[Named, ...]:
    current = [Named(one.id, one.name, one.acronym, one.aliases) for one in actor_directory(on)]
    past = Actor.objects.exclude(pk__in=[one.id for one in current]).values_list("pk", "name")
    return (*current, *(Named(number, name, is_current=False) for number, name in past))


def sheet_imports(plan: Plan) -> Sequence[SheetImport]:
    """The sheets that came in for a plan, newest first, with who sent and who applied them. One query."""
    rows: QuerySet[SheetImport] = SheetImport.objects.filter(plan=plan)
    return tuple(rows.select_related("uploaded_by", "applied_by"))
