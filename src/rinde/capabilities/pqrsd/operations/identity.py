"""Opening a protected identity: one at a time, by whoever attends, and never without a trace."""

from datetime import datetime

from django.db import transaction

from rinde.capabilities.pqrsd.choices import EventKind
from rinde.capabilities.pqrsd.models import Petitioner
from rinde.capabilities.pqrsd.operations.rows import leave_marks, locked
from rinde.capabilities.pqrsd.operations.telling import petitioner_of
from rinde.capabilities.pqrsd.permissions import check_read_protected
from rinde.foundations.refusals import TransitionNotAllowed
from rinde.services.access import Principal


@transaction.atomic
def open_identity(*, petition_id: int, by: Principal, now: datetime) -> Petitioner:
    """Give who asks under a protected identity, and note who looked.

    Raises:
        NotAllowed: for whoever does not attend people.
        TransitionNotAllowed: for an anonymous petition, or one whose data are erased.
    """
    petition = locked(petition_id)
    check_read_protected(petition, by=by)
    person = petitioner_of(petition)
    if person is None:
        raise TransitionNotAllowed("Esta petición no tiene datos de quien pide: no los dio, o ya se borraron.")
    leave_marks(petition, EventKind.IDENTITY_SEEN, action="pqrsd.open_identity", by=by, now=now)
    return person
