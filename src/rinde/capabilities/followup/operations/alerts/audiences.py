"""Who has to do with what, by the same grants and checks as the pages: nobody is mailed what they may not open."""

from collections.abc import Iterable
from functools import cache

from rinde.capabilities.accounts.choices import RoleCode
from rinde.capabilities.accounts.queries import Colleague, colleagues
from rinde.capabilities.entities.models import Entity
from rinde.capabilities.followup.permissions import REPORT, SET_POLICY, can_evaluate, can_monitor
from rinde.capabilities.followup.rules.alerts import Desk
from rinde.capabilities.followup.rules.reach import Offices, Reach, reach_of
from rinde.capabilities.plans.models import Plan
from rinde.capabilities.plans.permissions import can_publish_plan

_TASK_OF = (RoleCode.UNIT_LIAISON, RoleCode.UNIT_HEAD, RoleCode.PLAN_COORDINATOR)


class Audiences:
    """The people of an entity, read once. One query."""

    def __init__(self, entity: Entity) -> None:
        self.people: dict[int, Colleague] = {one.user_id: one for one in colleagues(entity)}
        self._reaches = {role: tuple(self._reaches_as(role)) for role in _TASK_OF}
        self.desk_of = cache(self._desk_of)
        self.monitors_of = cache(self._monitors_of)

    def _reaches_as(self, role: RoleCode) -> Iterable[tuple[int, Reach]]:
        """What each person reports by one role. That they evaluate goes along: then it is their own office's alone."""
        for one in self.people.values():
            grants = [grant for grant in one.principal.grants if grant.role in {role, RoleCode.INTERNAL_CONTROL}]
            reach = reach_of(grants, REPORT)
            if not reach.is_nothing:
                yield one.user_id, reach

    def _desk_of(self, plan: Plan, actor_id: int | None, offices: Offices) -> Desk:
        """Who has to do with the cells of an actor in a plan."""
        liaisons, heads, coordinators = (
            frozenset(user for user, reach in self._reaches[role] if reach.may_report(plan.pk, actor_id, offices))
            for role in _TASK_OF
        )
        return Desk(liaisons, heads, coordinators)

    def _monitors_of(self, plan: Plan) -> frozenset[int]:
        """Who accepts and returns the reports of a plan."""
        return frozenset(key for key, one in self.people.items() if can_monitor(plan, by=one.principal))

    def publishers_of(self, plan: Plan) -> frozenset[int]:
        """Who publishes a plan; where nobody can, whoever administers the entity."""
        return self._or_administrators(
            key for key, one in self.people.items() if can_publish_plan(plan, by=one.principal)
        )

    def evaluators_of(self, plan: Plan) -> frozenset[int]:
        """Internal control; where it has no account, whoever administers the entity: a term is nobody's secret."""
        return self._or_administrators(key for key, one in self.people.items() if can_evaluate(plan, by=one.principal))

    def _or_administrators(self, found: Iterable[int]) -> frozenset[int]:
        administrators = (key for key, one in self.people.items() if one.principal.may(SET_POLICY))
        return frozenset(found) or frozenset(administrators)

    def units_of(self, plan: Plan, actors: Iterable[int | None], offices: Offices) -> frozenset[int]:
        """Liaisons and heads of some actors; where one has none, the coordination."""
        desks = (self.desk_of(plan, actor, offices) for actor in actors)
        return frozenset(user for desk in desks for user in desk.reporting | desk.heads)
