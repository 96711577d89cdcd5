"""Files of a space: kept, published with their day, taken away with a reason. Publishing the minutes does its step."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from rinde.capabilities.dialogue.choices import DocumentKind, SpaceStatus
from rinde.capabilities.dialogue.models import DialogueSpace, SpaceDocument, SpaceStep
from rinde.capabilities.dialogue.operations.locking import check_editable, locked, note
from rinde.capabilities.dialogue.operations.steps import step_done
from rinde.capabilities.dialogue.permissions import check_manage
from rinde.capabilities.dialogue.rules.documents import (
    LONGEST_REASON,
    STEP_OF_DOCUMENT,
    document_gaps,
    may_be_public,
)
from rinde.capabilities.dialogue.rules.kinds import steps_of_kind
from rinde.foundations.attachments import KINDS, UploadRefused
from rinde.foundations.attachments.personal_data import look_for_personal_data
from rinde.foundations.refusals import TransitionNotAllowed, refuse_gaps
from rinde.services.access import Principal
from rinde.services.files.checking import AcceptedFile, Upload, accept_upload
from rinde.services.files.derivatives import Derivative, document_without_author, photo_without_location
from rinde.services.files.models import StoredFile
from rinde.services.files.operations import keep_file, read_file

NOT_KEPT, NOT_PUBLISHED = "El archivo no se guardó.", "El documento no se publicó todavía."
LOOK_SECONDS = 2.0  # into a PDF, while a person waits
_BY_TYPE = {kind.content_type: kind for kind in KINDS.values()}


@dataclass(frozen=True, slots=True)
class DocumentValues:
    """What a person says of a file. `title` of a picture: what one sees on it."""

    kind: str
    title: str


def add_document(
    *,
    space_id: int,
    values: DocumentValues,
    name: str,
    content: bytes | Upload,
    form_token: str = "",
    by: Principal,
    now: datetime,
) -> SpaceDocument:
    """Keep a file of a space, not yet public. The same file of the same kind again is one document.

    The file is opened before anything is locked: reading a large one takes seconds.

    Raises:
        UploadRefused: for a file that is not accepted, with the way out; nothing is kept.
        NotAllowed: for whoever does not run the space.
        TransitionNotAllowed: for a space that was closed or cancelled.
        NotReady: with everything that is missing.
    """
    refuse_gaps(NOT_KEPT, *document_gaps(kind=values.kind, title=values.title))
    accepted = accept_upload(name=name, content=content)
    refuse_gaps(NOT_KEPT, *document_gaps(kind=values.kind, title=values.title, family=accepted.kind.family))
    with transaction.atomic():
        space = locked(space_id)
        check_manage(space, by=by)
        check_editable(space)
        standing = SpaceDocument.objects.filter(
            space=space, kind=values.kind, sha256=accepted.sha256, removed_at__isnull=True
        ).first()
        if standing is not None:
            same: SpaceDocument = standing
            return same
        document = _kept(space, values, accepted, form_token=form_token, by=by, now=now)
        note(space, "document_add", by=by, now=now, document=document.pk, kind=document.kind)
        return document


def _kept(
    space: DialogueSpace, values: DocumentValues, accepted: AcceptedFile, *, form_token: str, by: Principal,
    now: datetime,
) -> SpaceDocument:  # fmt: skip
    stored = keep_file(
        entity_id=space.entity_id, name=accepted.name, content=accepted.content,
        content_type=accepted.content_type, now=now,
    )  # fmt: skip
    document: SpaceDocument = SpaceDocument.objects.create(
        entity_id=space.entity_id,
        space=space,
        kind=values.kind,
        title=" ".join(values.title.split()),
        file_id=stored.pk,
        sha256=accepted.sha256,
        size=accepted.size,
        content_type=accepted.content_type,
        uploaded_at=now,
        uploaded_by_id=by.user_id,
        form_token=form_token,
    )
    return document


def publish_document(*, document_id: int, confirms: bool = False, by: Principal, now: datetime) -> SpaceDocument:
    """Publish a file of a space with today's date; the step that it fulfils is done. Published again, nothing changes.

    Where the space has no public page (an internal meeting, a training to which nobody was called), it is only final.

    Args:
        confirms: the person has read that it seems to hold personal data, and says that it may be public.

    Raises:
        NotAllowed: for whoever does not run the space.
        TransitionNotAllowed: for a list of attendance, a file that was taken away, or before people were called.
        NotReady: where it seems to hold personal data and nobody confirmed.
    """
    known = SpaceDocument.objects.select_related("space").get(pk=document_id)
    copy = _public_copy(known)
    with transaction.atomic():
        space = locked(known.space_id)
        check_manage(space, by=by)
        check_editable(space)
        document: SpaceDocument = SpaceDocument.objects.select_for_update().get(pk=document_id)
        if document.published_at is not None:
            return document
        _check_publishable(space, document)
        if space.called_at is not None and not confirms:
            refuse_gaps(NOT_PUBLISHED, *_personal_gaps(document))
        _publish(space, document, copy, now=now)
        note(space, "document_publish", by=by, now=now, document=document.pk, kind=document.kind)
        _do_step(space, document, by=by, now=now)
        return document


def _check_publishable(space: DialogueSpace, document: SpaceDocument) -> None:
    if not may_be_public(document.kind):
        raise TransitionNotAllowed("Una lista de asistencia tiene nombres y nunca se publica. Publique los totales.")
    if document.removed_at is not None:
        raise TransitionNotAllowed("Ese archivo se retiró. Suba otro.")
    if space.called_at is None and space.status == SpaceStatus.DRAFT and steps_of_kind(space.kind).is_public:
        raise TransitionNotAllowed(
            "El espacio todavía no tiene página pública. Convóquelo primero; el archivo queda guardado."
        )


def _public_copy(document: SpaceDocument) -> Derivative | None:
    """A picture without its place, an office document without its author; None where the file itself is public."""
    kind = _BY_TYPE.get(document.content_type)
    if kind is None or kind.family not in {"photo", "office"} or document.published_at is not None:
        return None
    content = read_file(StoredFile.objects.get(pk=document.file_id))
    base = f"espacio-{document.space_id}-{document.pk}"  # the file's own name may say who is on it
    if kind.family == "photo":
        return photo_without_location(base_name=base, content=content)
    try:
        return document_without_author(base_name=base, kind=kind, content=content)
    except UploadRefused:  # a signed document stays as it was signed
        return None


def _personal_gaps(document: SpaceDocument) -> tuple[str, ...]:
    kind = _BY_TYPE.get(document.content_type)
    if kind is None or document.kind == DocumentKind.PICTURE:
        return ()
    content = read_file(StoredFile.objects.get(pk=document.file_id))
    warning = look_for_personal_data(kind, content, seconds=LOOK_SECONDS).warning
    return (warning,) if warning else ()


def _publish(space: DialogueSpace, document: SpaceDocument, copy: Derivative | None, *, now: datetime) -> None:
    if copy is not None:
        stored = keep_file(
            entity_id=space.entity_id, name=copy.name, content=copy.content, content_type=copy.content_type, now=now
        )
        document.public_copy_id = stored.pk
    document.is_public, document.published_at = space.called_at is not None, now
    document.save(update_fields=["is_public", "published_at", "public_copy_id"])


def _do_step(space: DialogueSpace, document: SpaceDocument, *, by: Principal, now: datetime) -> None:
    step = STEP_OF_DOCUMENT.get(document.kind)
    if step and SpaceStep.objects.filter(space=space, kind=step).exists():
        step_done(space, step, by=by, now=now, text=f"{document.get_kind_display()}: {document.title}"[:500])


@transaction.atomic
def remove_document(*, document_id: int, reason: str, by: Principal, now: datetime) -> SpaceDocument:
    """Take a file away with a reason; the file itself and its trail stay. Taken away again, nothing changes.

    Raises:
        NotAllowed: for whoever does not run the space.
        TransitionNotAllowed: for a space that was closed or cancelled.
        NotReady: without a reason.
    """
    document: SpaceDocument = SpaceDocument.objects.get(pk=document_id)
    space = locked(document.space_id)
    check_manage(space, by=by)
    check_editable(space)
    if document.removed_at is not None:
        return document
    reason = " ".join(reason.split())
    gaps = [] if reason else ["Diga por qué se retira."]
    if len(reason) > LONGEST_REASON:
        gaps.append(f"El motivo tiene {len(reason)} caracteres y caben {LONGEST_REASON}.")
    refuse_gaps("El archivo sigue ahí.", *gaps)
    document.removed_at, document.removed_reason, document.is_public = now, reason, False
    document.save(update_fields=["removed_at", "removed_reason", "is_public"])
    note(space, "document_remove", by=by, now=now, document=document.pk, kind=document.kind)
    return document
