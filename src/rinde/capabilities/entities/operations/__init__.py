"""Everything that changes an entity, its actors, its groups and its calendar."""

from rinde.capabilities.entities.operations.actors import close_actor, create_actor, update_actor
from rinde.capabilities.entities.operations.entity import (
    add_non_working_day,
    create_entity,
    remove_non_working_day,
    set_saturday_policy,
    update_entity,
)
from rinde.capabilities.entities.operations.groups import create_group, update_group
from rinde.capabilities.entities.operations.holidays import (
    Filling,
    add_holiday,
    fill_holidays,
    remove_holiday,
    rename_holiday,
    restore_holiday,
)
from rinde.capabilities.entities.operations.org_chart import apply_org_chart, dry_run, receive_org_chart
from rinde.capabilities.entities.operations.shield import remove_shield, set_shield

__all__ = [
    "Filling",
    "add_holiday",
    "add_non_working_day",
    "apply_org_chart",
    "close_actor",
    "create_actor",
    "create_entity",
    "create_group",
    "dry_run",
    "fill_holidays",
    "receive_org_chart",
    "remove_holiday",
    "remove_non_working_day",
    "remove_shield",
    "rename_holiday",
    "restore_holiday",
    "set_saturday_policy",
    "set_shield",
    "update_actor",
    "update_entity",
    "update_group",
]
