"""What a deliverable means, shown before it is saved: its dates one by one, and how its total is made."""

from collections.abc import Sequence
from dataclasses import dataclass

from rinde.capabilities.plans.queries import AssigneeChoice
from rinde.capabilities.plans.rules.cells import total_target
from rinde.capabilities.plans.rules.content import AssignmentContent, DeliverableContent
from rinde.capabilities.plans.rules.rows import DeliverableValues
from rinde.capabilities.plans.rules.schedules import PlannedDate
from rinde.capabilities.plans.web.forms.assignees import content_of


@dataclass(frozen=True, slots=True)
class Preview:
    """What was understood; empty where something was not."""

    dates: Sequence[PlannedDate] = ()
    total: str = ""  # «2 × 28 = 56»
    groups: Sequence[AssignmentContent] = ()  # with their members
    counted: int = 0  # things in the universe list
    counted_in: str = ""  # «mapas»


def preview_of(values: DeliverableValues, choices: dict[str, AssigneeChoice]) -> Preview:
    """Work out what values mean with the members that groups have today."""
    assignments = tuple(content_of(one, choices) for one in values.assignees)
    content = DeliverableContent(
        target=values.target,
        target_quantity=values.quantity,
        target_unit=values.unit,
        target_per_actor=values.per_actor,
        assignments=assignments,
    )
    return Preview(
        dates=sorted(values.milestones),
        total=total_target(content).how,
        groups=[one for one in assignments if one.group],
        counted=len(values.universe),
        counted_in=values.indicator_unit or "elementos",
    )
