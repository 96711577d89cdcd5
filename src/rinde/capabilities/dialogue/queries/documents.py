"""The files of a space: all of them for its desk, the published ones for everybody."""

from collections.abc import Sequence

from rinde.capabilities.dialogue.choices import DocumentKind
from rinde.capabilities.dialogue.models import DialogueSpace, SpaceDocument
from rinde.services.files.models import StoredFile


def standing_documents(space: DialogueSpace) -> Sequence[SpaceDocument]:
    """The files of a space that were not taken away, oldest first. One query."""
    return list(SpaceDocument.objects.filter(space=space, removed_at__isnull=True))


def public_documents(space: DialogueSpace) -> Sequence[SpaceDocument]:
    """What everybody may open of a space, by the day of publication; never a list of attendance. One query."""
    found = SpaceDocument.objects.filter(space=space, is_public=True, removed_at__isnull=True)
    return list(found.exclude(kind=DocumentKind.ATTENDANCE).order_by("published_at", "pk"))


def public_document(space: DialogueSpace, document_id: int) -> SpaceDocument | None:
    """One of them, where there is one of that number. One query."""
    found = SpaceDocument.objects.filter(space=space, pk=document_id, is_public=True, removed_at__isnull=True)
    document: SpaceDocument | None = found.exclude(kind=DocumentKind.ATTENDANCE).first()
    return document


def file_of(document: SpaceDocument, *, public: bool = False) -> StoredFile:
    """The stored file of a document; for the public its copy, where one was made."""
    number = (document.public_copy_id if public else None) or document.file_id
    stored: StoredFile = StoredFile.objects.get(pk=number)
    return stored
