"""Passing on what is another entity's, with notice to the person: its clock starts there."""

from datetime import datetime

from django.db import transaction

from rinde.capabilities.pqrsd.choices import EventKind, PetitionStatus
from rinde.capabilities.pqrsd.models import Petition
from rinde.capabilities.pqrsd.operations.closing import close
from rinde.capabilities.pqrsd.operations.rows import calendar_of, leave_marks, locked
from rinde.capabilities.pqrsd.operations.telling import tell
from rinde.capabilities.pqrsd.permissions import check_triage
from rinde.capabilities.pqrsd.queries.petitions import facts_of
from rinde.capabilities.pqrsd.rules.clock import is_in_time, transfer_term
from rinde.capabilities.pqrsd.rules.filing import reason_gaps
from rinde.capabilities.pqrsd.rules.states import check_may_become
from rinde.foundations.refusals import refuse_gaps
from rinde.services.access import Principal

LONGEST_NAME = 200


@transaction.atomic
def transfer(
    *, petition_id: int, to: str, notice: str, by: Principal, now: datetime, seen: datetime | None = None
) -> Petition:
    """Pass a petition on to the entity that is competent, and tell the person.

    The law gives five business days. What is passed on later is passed on all the same, and the story says that it was
    late: keeping it would serve nobody.

    Args:
        to: the competent entity.
        notice: why, and how it was sent there, as the person reads it.

    Raises:
        NotAllowed: for whoever may not.
        TransitionNotAllowed: for one that waits for the person, or has ended.
        NotReady: without an entity or a notice.
        StaleWrite: where somebody changed it after `seen`.
    """
    petition = locked(petition_id, seen=seen)
    check_triage(petition, by=by)
    check_may_become(petition.status, PetitionStatus.TRANSFERRED)
    gaps = list(reason_gaps(notice, "Diga por qué no es de esta entidad y cómo se envió. La persona lo lee."))
    if not to.strip() or len(to.strip()) > LONGEST_NAME:
        gaps.append(f"Escriba a qué entidad se traslada, en {LONGEST_NAME} caracteres.")
    refuse_gaps("No se trasladó.", *gaps)
    until = transfer_term(facts_of(petition), calendar_of(petition, now)).due_on
    petition.transferred_to, petition.closing_reason = to.strip(), notice.strip()
    close(petition, PetitionStatus.TRANSFERRED, by=by, now=now, fields=("transferred_to", "closing_reason"))
    facts = {"until": until, "in_time": is_in_time(now, until)}
    leave_marks(
        petition, EventKind.TRANSFERRED, action="pqrsd.transfer", by=by, now=now, note=notice.strip(), facts=facts
    )
    subject = f"Trasladamos su petición {petition.number}"
    tell(petition, "transferred", subject=subject, template="transferred", now=now)
    return petition
