"""What every write to a space begins with: the row, locked, so that two of them wait for each other."""

from datetime import datetime
from typing import Any

from rinde.capabilities.dialogue.models import DialogueSpace
from rinde.capabilities.dialogue.rules.states import EDITABLE
from rinde.foundations.refusals import TransitionNotAllowed
from rinde.services.access import Principal
from rinde.services.audit.operations import record

NOT_EDITABLE = "Este espacio ya se cerró o se canceló: lo que se publicó queda como está."


def locked(space_id: int) -> DialogueSpace:
    """Lock a space, with its entity and plan."""
    found: DialogueSpace = (
        DialogueSpace.objects.select_for_update(of=("self",)).select_related("entity", "plan").get(pk=space_id)
    )
    return found


def check_editable(space: DialogueSpace) -> None:
    """Raises TransitionNotAllowed for a space that was closed or cancelled."""
    if space.status not in EDITABLE:
        raise TransitionNotAllowed(NOT_EDITABLE)


def note(space: DialogueSpace, verb: str, *, by: Principal, now: datetime, **facts: Any) -> None:
    """Leave the entry of a write on a space; facts are keys and numbers, never what somebody wrote."""
    record(entity_id=space.entity_id, action=f"dialogue.{verb}", target=space, by=by, now=now, facts=facts)
