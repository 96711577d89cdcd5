"""A petition full of a secret, for walks that look for what leaks."""

from datetime import date
from typing import Any

from factories import NOW
from rinde.capabilities.entities.models import Actor, Entity
from rinde.capabilities.pqrsd.models import Answer, Petition, PetitionDocument, Petitioner, PetitionEvent
from rinde.services.files.models import StoredFile


def make_secret_petition(entity: Entity, actor: Actor, file: StoredFile, secret: str) -> dict[str, Any]:
    """What an address can name of a petition that nobody answered yet and that no list shows to everybody."""
    petition = Petition.objects.create(
        entity=entity,
        year=2026,
        sequence=1,
        number="2026-000001",
        code_hash="f" * 64,
        kind="GENERAL",
        channel="LETTER",
        subject=secret,
        text=secret,
        origin=secret,
        status="IN_PROGRESS",
        actor=actor,
        received_at=NOW,
        counted_from=date(2026, 3, 2),
        filed_at=NOW,
        due_on=date(2026, 3, 24),
        due_by="LEGAL",
        edited_at=NOW,
    )
    Petitioner.objects.create(
        entity=entity, petition=petition, name=secret, email="secreta@example.org", address=secret
    )
    PetitionEvent.objects.create(entity=entity, petition=petition, kind="FILED", note=secret, at=NOW)
    Answer.objects.create(
        entity=entity, petition=petition, version=1, text=secret, public_text=secret, drafted_at=NOW, status="APPROVED"
    )
    document = PetitionDocument.objects.create(
        entity=entity, petition=petition, kind="PETITION", file=file, name=secret, added_at=NOW
    )
    return {"petition_id": petition.pk, "document_id": document.pk}
