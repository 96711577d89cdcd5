"""What every write to a commitment begins and ends with: the row, locked; the trail; and the story that is public."""

from datetime import date, datetime
from typing import Any

from rinde.capabilities.dialogue.models import Commitment, CommitmentEvent
from rinde.capabilities.dialogue.operations.commitment_followers import tell_of_event
from rinde.services.access import Principal
from rinde.services.audit.operations import record
from rinde.services.jobs import enqueue


def locked_commitment(commitment_id: int) -> Commitment:
    """Lock a commitment, with its entity, its unit and where it was made."""
    found: Commitment = (
        Commitment.objects.select_for_update(of=("self",))
        .select_related("entity", "actor", "space__entity", "series__entity")
        .get(pk=commitment_id)
    )
    return found


def note_commitment(commitment: Commitment, action: str, *, by: Principal, now: datetime, **facts: Any) -> None:
    """Leave the entry of a write on a commitment; facts are keys and numbers, never what somebody wrote."""
    keys = {"number": commitment.number, **facts}
    record(entity_id=commitment.entity_id, action=action, target=commitment, by=by, now=now, facts=keys)


def happened(
    commitment: Commitment,
    kind: str,
    *,
    by: Principal,
    now: datetime,
    text: str = "",
    outcome: str = "",
    from_on: date | None = None,
    to_on: date | None = None,
) -> CommitmentEvent:
    """Write down what everybody may read of a commitment, and have whoever follows it told of it once."""
    event: CommitmentEvent = CommitmentEvent.objects.create(
        entity_id=commitment.entity_id,
        commitment=commitment,
        kind=kind,
        text=text,
        outcome=outcome,
        from_on=from_on,
        to_on=to_on,
        at=now,
        by_id=by.user_id,
    )
    enqueue(tell_of_event, event.pk, event.entity_id)
    return event
