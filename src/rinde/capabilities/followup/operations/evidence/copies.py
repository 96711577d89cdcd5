"""Copies of an original that others may see, each with what was taken out of it. The original stays as it came in."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from django.db import models, transaction

from rinde.capabilities.followup.choices import DerivativeKind, EvidenceKind, Visibility
from rinde.capabilities.followup.models import Derivative, Evidence
from rinde.capabilities.followup.permissions import check_care_for
from rinde.capabilities.followup.queries.evidence import original_of
from rinde.capabilities.followup.rules.evidence import LONGEST_REASON, warnings_in_words
from rinde.foundations.attachments import Kind, UploadRefused, check_content
from rinde.foundations.attachments.personal_data import look_for_personal_data
from rinde.foundations.refusals import NotReady, TransitionNotAllowed
from rinde.services.access import Principal
from rinde.services.audit.operations import record
from rinde.services.files.checking import Upload, accept_upload
from rinde.services.files.derivatives import Derivative as Copy
from rinde.services.files.derivatives import document_without_author, list_without_names, photo_without_location
from rinde.services.files.operations import keep_file, read_file

NOT_MADE = "No se hizo la copia."
TABLES = frozenset({"csv", "xlsx", "ods"})


class Content(Protocol):
    """A file that was opened: what it is, and its bytes."""

    @property
    def kind(self) -> Kind: ...
    @property
    def content(self) -> bytes: ...


def make_public_copy(*, evidence_id: int, accepting: str = "", by: Principal, now: datetime) -> Derivative:
    """Show a file to everybody, as a copy without what can be taken out of it.

    The copy is drawn before anything is locked: a large photo takes a second.

    Args:
        accepting: why it is public although it seems to hold personal data; empty where it does not.

    Raises:
        NotAllowed: for whoever neither reports what it proves nor monitors the plan.
        NotReady: where it seems to hold personal data and nobody says why it is public all the same.
        TransitionNotAllowed: for a link, or a proof that was withdrawn.
    """
    evidence = _file(Evidence.objects.all(), evidence_id, by=by)
    words = warnings_in_words(evidence.warnings)
    if words and not accepting.strip():
        raise NotReady(
            f"El archivo parece tener {words}. No se publicó.",
            [
                "Suba una copia sin esos datos, haga la copia sin nombres, o escriba por qué esos datos son públicos.",
            ],
        )
    if len(accepting) > LONGEST_REASON:
        raise NotReady(NOT_MADE, [f"La razón pasa de {LONGEST_REASON} caracteres. Acórtela."])
    drawn = copy_of(evidence, opened_original(evidence))
    with transaction.atomic():
        evidence = _file(Evidence.objects.select_for_update(of=("self",)), evidence_id, by=by)
        copy = keep_copy(evidence, DerivativeKind.PUBLIC_COPY, drawn, by=by, now=now)
        _show(evidence, accepting=accepting.strip() if words else "")
        _mark("followup.make_public_copy", evidence, by=by, now=now, copy=copy.pk, warned=bool(words))
        return copy


def copy_of(evidence: Evidence, original: Content) -> Copy:
    """The picture without its place, the document without its author; else the same bytes, with nothing taken out."""
    name, kind, content = f"prueba-{evidence.pk}", original.kind, original.content
    if kind.family == "photo":
        return photo_without_location(base_name=name, content=content)
    if kind.family == "office":
        try:
            return document_without_author(base_name=name, kind=kind, content=content)
        except UploadRefused:  # signed documents lose their signature where a part changes: shown as they are
            pass
    return Copy(name + kind.extensions[0], content, kind.content_type, ())


def make_list_without_names(*, evidence_id: int, by: Principal, now: datetime) -> Derivative:
    """Show an attendance list as how many came and how many of each; nobody in it can be told.

    Raises:
        NotAllowed, TransitionNotAllowed: as `make_public_copy`.
        NotReady: where the file is no list, or has too few people, with the way out.
    """
    evidence = _file(Evidence.objects.all(), evidence_id, by=by)
    original = opened_original(evidence)
    if original.kind.code not in TABLES:
        raise NotReady(NOT_MADE, ["Solo se hace de una lista en Excel, OpenDocument o CSV. Suba usted la copia."])
    name = f"prueba-{evidence.pk}-totales"
    try:
        copy = list_without_names(base_name=name, kind=original.kind, content=original.content, title=evidence.title)
    except UploadRefused as refused:
        raise NotReady(NOT_MADE, [refused.message]) from refused
    return _keep_redacted(evidence_id, copy, "followup.make_redacted_copy", by=by, now=now)


def receive_redacted_copy(
    *, evidence_id: int, name: str, content: bytes | Upload, removed: str, by: Principal, now: datetime
) -> Derivative:
    """Show a copy that a person made without the personal data, such as a PDF with names covered, and say what is gone.

    Raises:
        UploadRefused: for a file that is not accepted.
        NotAllowed, TransitionNotAllowed: as `make_public_copy`.
        NotReady: where nobody says what was taken out, or the copy still seems to hold personal data.
    """
    accepted = accept_upload(name=name, content=content)
    found = look_for_personal_data(accepted.kind, accepted.content)
    gaps = [] if removed.strip() else ["Diga qué se quitó de la copia: nombres, documentos, firmas…"]
    if found.warning:
        gaps.append(f"La copia todavía tiene datos personales. {found.warning}")
    if gaps:
        raise NotReady(NOT_MADE, gaps)
    drawn = copy_of(_file(Evidence.objects.all(), evidence_id, by=by), accepted)
    said = (removed.strip()[:LONGEST_REASON], *drawn.removed)
    copy = Copy(drawn.name, drawn.content, drawn.content_type, said)
    return _keep_redacted(evidence_id, copy, "followup.receive_redacted_copy", by=by, now=now)


@transaction.atomic
def _keep_redacted(evidence_id: int, copy: Copy, action: str, *, by: Principal, now: datetime) -> Derivative:
    evidence = _file(Evidence.objects.select_for_update(of=("self",)), evidence_id, by=by)
    kept = keep_copy(evidence, DerivativeKind.REDACTED, copy, by=by, now=now)
    _show(evidence)
    _mark(action, evidence, by=by, now=now, copy=kept.pk)
    return kept


def keep_copy(
    evidence: Evidence, kind: DerivativeKind, copy: Copy, *, by: Principal | None, now: datetime
) -> Derivative:
    """Keep a copy's bytes and its row; the newest of a kind is the one that is shown."""
    stored = keep_file(
        entity_id=evidence.entity_id, name=copy.name, content=copy.content, content_type=copy.content_type, now=now
    )
    made: Derivative = Derivative.objects.create(
        entity_id=evidence.entity_id,
        evidence=evidence,
        kind=kind,
        file_id=stored.pk,
        sha256=stored.sha256,
        size=stored.size,
        content_type=copy.content_type,
        removed=list(copy.removed),
        made_at=now,
        made_by_id=by.user_id if by else None,
    )
    return made


@dataclass(frozen=True, slots=True)
class _Opened:
    kind: Kind
    content: bytes


def opened_original(evidence: Evidence) -> _Opened:
    """The original, opened. Its name says nothing but tells a table from a text, which bytes alone do not."""
    content = read_file(original_of(evidence))
    name = "original.csv" if evidence.content_type == "text/csv" else "original"
    return _Opened(check_content(name, content).kind, content)


def _file(rows: "models.QuerySet[Evidence]", evidence_id: int, *, by: Principal) -> Evidence:
    evidence: Evidence = rows.select_related("plan", "plan__entity").get(pk=evidence_id)
    check_care_for(evidence, by=by)
    if evidence.withdrawn_at is not None:
        raise TransitionNotAllowed("Esta prueba se retiró: ya no se muestra.")
    if evidence.kind != EvidenceKind.FILE:
        raise TransitionNotAllowed("Un enlace ya es público en su propia página: no necesita copia.")
    return evidence


def _show(evidence: Evidence, *, accepting: str = "") -> None:
    evidence.visibility, evidence.reserved_reason = Visibility.PUBLIC, ""
    evidence.warnings_accepted = accepting
    evidence.save(update_fields=["visibility", "reserved_reason", "warnings_accepted"])


def _mark(action: str, evidence: Evidence, *, by: Principal, now: datetime, **facts: object) -> None:
    keys = {"plan": evidence.plan_id, **facts}
    record(entity_id=evidence.entity_id, action=action, target=evidence, by=by, now=now, facts=keys)
