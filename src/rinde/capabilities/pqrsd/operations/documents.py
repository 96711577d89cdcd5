"""Files of a petition. They are opened before anything is locked, kept once, and never public."""

from datetime import datetime

from django.db import transaction

from rinde.capabilities.pqrsd.choices import DocumentKind, EventKind
from rinde.capabilities.pqrsd.models import Petition, PetitionDocument
from rinde.capabilities.pqrsd.operations.rows import leave_marks, locked
from rinde.capabilities.pqrsd.permissions import can_answer, can_triage
from rinde.foundations.refusals import NotAllowed, refuse_gaps
from rinde.services.access import Principal
from rinde.services.files.checking import AcceptedFile
from rinde.services.files.operations import keep_file


def add_document(
    petition: Petition, accepted: AcceptedFile, kind: str, *, by: Principal, now: datetime
) -> PetitionDocument:
    """Keep a file with a petition; the same file again is the one that stands. Part of a caller's transaction."""
    stored = keep_file(
        entity_id=petition.entity_id,
        name=accepted.name,
        content=accepted.content,
        content_type=accepted.content_type,
        now=now,
    )
    document: PetitionDocument
    document, is_new = PetitionDocument.objects.get_or_create(
        entity_id=petition.entity_id,
        petition=petition,
        kind=kind,
        file=stored,
        defaults={"name": accepted.name, "added_at": now, "added_by_id": by.user_id},
    )
    if is_new:
        facts = {"kind": kind, "document": document.pk}
        leave_marks(petition, EventKind.DOCUMENT, action="pqrsd.add_document", by=by, now=now, facts=facts)
    return document


@transaction.atomic
def attach(*, petition_id: int, accepted: AcceptedFile, kind: str, by: Principal, now: datetime) -> PetitionDocument:
    """Keep a file that came with a petition, or goes out with its answer.

    Raises:
        NotAllowed: for whoever neither attends nor answers.
        NotReady: for a kind of document that is none.
    """
    petition = locked(petition_id)
    if not can_triage(petition, by=by) and not can_answer(petition, by=by):
        raise NotAllowed("Los documentos los agrega quien atiende a la ciudadanía o la dependencia que responde.")
    if kind not in DocumentKind.values:
        refuse_gaps("No se agregó el documento.", "Escoja qué es el documento.")
    return add_document(petition, accepted, kind, by=by, now=now)
