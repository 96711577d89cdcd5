"""How an entity counts what the law leaves open."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time

from django.db import transaction

from rinde.capabilities.entities.models import Entity
from rinde.capabilities.pqrsd.choices import ResumePolicy
from rinde.capabilities.pqrsd.models import PetitionPolicy
from rinde.capabilities.pqrsd.permissions import check_set_options
from rinde.capabilities.pqrsd.rules.options import option_gaps
from rinde.foundations.refusals import refuse_gaps
from rinde.services.access import Principal
from rinde.services.audit.operations import record


@dataclass(frozen=True, slots=True)
class OptionValues:
    """What is saved. `own_days`: of kinds whose term is no law; what was counted before does not move."""

    closes_at: time
    waits_outside_hours: bool
    resume_policy: str
    own_days: Mapping[str, int]
    retention_months: int


@transaction.atomic
def save_options(*, entity_id: int, values: OptionValues, by: Principal, now: datetime) -> PetitionPolicy:
    """Keep the options; they hold for what is filed, classified and completed from now on.

    Raises:
        NotAllowed: for whoever does not classify every petition of the entity.
        NotReady: with everything that makes no sense.
    """
    check_set_options(entity_id, by=by)
    known = ResumePolicy.values
    gaps = list(option_gaps(values.own_days, values.retention_months))
    if values.resume_policy not in known:
        gaps.append("Escoja cómo sigue el plazo cuando la persona completa la petición.")
    refuse_gaps("No se guardaron las opciones.", *gaps)
    entity = Entity.objects.get(pk=entity_id)
    row: PetitionPolicy
    row, _ = PetitionPolicy.objects.update_or_create(
        entity=entity,
        defaults={
            "closes_at": values.closes_at,
            "waits_outside_hours": values.waits_outside_hours,
            "resume_policy": values.resume_policy,
            "own_days": dict(values.own_days),
            "retention_months": values.retention_months,
            "saved_at": now,
            "saved_by_id": by.user_id,
        },
    )
    facts = {"resume_policy": row.resume_policy, "waits": row.waits_outside_hours, "days": row.own_days}
    record(entity_id=entity_id, action="pqrsd.save_options", target=row, by=by, now=now, facts=facts)
    return row
