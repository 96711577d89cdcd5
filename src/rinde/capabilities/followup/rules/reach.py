"""Whose cells a person answers for, told of all plans at once: what a list shows first, and what it can show. Pure.

`permissions.check_report` decides about one cell; this says the same of a thousand without asking a thousand times.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from rinde.capabilities.accounts.choices import RoleCode
from rinde.services.access import Grant
from rinde.services.access.principal import WHOLE_TENANT

REPORT = "followup.report"  # the permission whose reach this is


@dataclass(frozen=True, slots=True)
class Offices:
    """Who monitors and who evaluates a plan; None where nobody has said."""

    monitored_by_id: int | None = None
    evaluated_by_id: int | None = None


@dataclass(frozen=True, slots=True)
class Reach:
    """What somebody reports, by the scopes of their roles.

    A coordinator reports any cell of the plan, but their own task is what nobody else answers for: cells whose
    responsible was not matched, and those of the office that monitors.
    """

    actors: frozenset[int] = frozenset()  # of the units that were given to them
    reports_all: bool = False  # a unit's role over the whole entity: in a small town one person reports everything
    reports_plans: frozenset[int] = frozenset()
    coordinates_all: bool = False
    coordinated_plans: frozenset[int] = frozenset()
    only_own_office: bool = False  # internal control reports what its own office promised, and nothing else

    @property
    def is_nothing(self) -> bool:
        return self == Reach(only_own_office=self.only_own_office)

    def coordinates(self, plan_id: int) -> bool:
        """Whether every cell of a plan is theirs to report, though not theirs to do."""
        return self.coordinates_all or plan_id in self.coordinated_plans

    def is_own(self, plan_id: int, actor_id: int | None, offices: Offices) -> bool:
        """Whether a cell is this person's own task."""
        if not self.may_report(plan_id, actor_id, offices):
            return False
        if self.reports_all or plan_id in self.reports_plans or actor_id in self.actors:
            return True
        return actor_id is None or actor_id == offices.monitored_by_id

    def may_report(self, plan_id: int, actor_id: int | None, offices: Offices) -> bool:
        """Whether they could report a cell at all."""
        if self.only_own_office and (actor_id is None or actor_id != offices.evaluated_by_id):
            return False
        everywhere = self.reports_all or plan_id in self.reports_plans or self.coordinates(plan_id)
        return everywhere or actor_id in self.actors


def reach_of(grants: Iterable[Grant], permission: str) -> Reach:
    """Put the grants that give a permission together.

    Args:
        permission: that of reporting.
    """
    ones = tuple(grants)
    giving = [one for one in ones if permission in one.permissions]
    coordinating = [one for one in giving if one.role == RoleCode.PLAN_COORDINATOR]
    reporting = [one for one in giving if one.role != RoleCode.PLAN_COORDINATOR]
    return Reach(
        actors=_ids(giving, "actors"),
        reports_all=_holds_everywhere(reporting),
        reports_plans=_ids(reporting, "plan"),
        coordinates_all=_holds_everywhere(coordinating),
        coordinated_plans=_ids(coordinating, "plan"),
        only_own_office=any(one.role == RoleCode.INTERNAL_CONTROL for one in ones),
    )


def _holds_everywhere(grants: Iterable[Grant]) -> bool:
    return any(one.scope.kind == WHOLE_TENANT for one in grants)


def _ids(grants: Iterable[Grant], kind: str) -> frozenset[int]:
    return frozenset(number for one in grants if one.scope.kind == kind for number in one.scope.ids)
