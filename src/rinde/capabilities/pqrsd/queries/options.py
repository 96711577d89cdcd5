"""What an entity has decided for its petitions, or the defaults where it has decided nothing."""

from dataclasses import dataclass, field

from rinde.capabilities.entities.models import Entity
from rinde.capabilities.pqrsd.choices import ResumePolicy
from rinde.capabilities.pqrsd.models import PetitionPolicy
from rinde.capabilities.pqrsd.models.options import RETENTION_MONTHS
from rinde.capabilities.pqrsd.rules.clock import OfficeHours


@dataclass(frozen=True, slots=True)
class Options:
    """The options as operations need them. `own_days`: of kinds whose term is no law."""

    hours: OfficeHours = field(default_factory=OfficeHours)
    resume_policy: str = ResumePolicy.RESUME
    own_days: dict[str, int] = field(default_factory=dict)
    retention_months: int = RETENTION_MONTHS


def policy_row(entity: Entity) -> PetitionPolicy | None:
    """The saved options of an entity; None where nobody saved any. One query."""
    found: PetitionPolicy | None = PetitionPolicy.objects.filter(entity=entity).select_related("saved_by").first()
    return found


def options_of(entity: Entity) -> Options:
    """What an entity has decided, or the defaults. One query."""
    row = policy_row(entity)
    if row is None:
        return Options()
    return Options(
        hours=OfficeHours(row.closes_at, row.waits_outside_hours),
        resume_policy=row.resume_policy,
        own_days=dict(row.own_days),
        retention_months=row.retention_months,
    )
