"""What a unit says it did for a commitment, with its proofs: draft, sent, returned with a reason, accepted."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from rinde.capabilities.dialogue.choices import CommitmentMoment, CommitmentStatus, Outcome
from rinde.capabilities.dialogue.models import Commitment, CommitmentProof, CommitmentReport
from rinde.capabilities.dialogue.operations.commitment_events import happened, locked_commitment, note_commitment
from rinde.capabilities.dialogue.permissions import check_decide, check_report
from rinde.capabilities.dialogue.rules.commitments import ReportFacts, reason_gaps, report_gaps
from rinde.capabilities.followup.choices import EvidenceKind, ReportStatus
from rinde.capabilities.followup.rules.states import WRITABLE, check_may_become
from rinde.foundations.attachments import UploadRefused
from rinde.foundations.attachments.personal_data import look_for_personal_data
from rinde.foundations.refusals import NotReady, StaleWrite, TransitionNotAllowed, refuse_gaps
from rinde.foundations.text.typed import tidy_text
from rinde.services.access import Principal
from rinde.services.files.checking import AcceptedFile, Upload, accept_upload
from rinde.services.files.derivatives import Derivative, document_without_author, photo_without_location
from rinde.services.files.operations import keep_file
from rinde.services.links.addresses import LinkRefused, clean_url

NOT_SENT, NOT_ATTACHED = "El avance no se envió todavía.", "No se agregó la prueba."
LOOK_SECONDS = 2.0  # into a PDF, while a person waits
LONGEST_TITLE = 200
_NOT_OPEN = "Este compromiso no está abierto: su avance ya no cambia."


@transaction.atomic
def save_report(
    *, commitment_id: int, facts: ReportFacts, seen: datetime | None, by: Principal, now: datetime
) -> CommitmentReport:
    """Keep what a unit has written so far, whatever it lacks. More progress after an accepted one is another report.

    Args:
        seen: when the draft was last edited as its form showed it; None to write whatever it says now.

    Raises:
        NotAllowed: for whoever does not answer for the commitment.
        TransitionNotAllowed: where the commitment is not open, or its report waits for a decision.
        StaleWrite: where somebody else wrote it in between.
    """
    commitment = _to_report(commitment_id, by=by)
    report = _writable(commitment, by=by, now=now)
    if seen is not None and report.pk and seen != report.edited_at:
        raise StaleWrite("Otra persona cambió este avance mientras usted escribía. Lo suyo sigue aquí: compare.")
    report.text, report.outcome = (
        tidy_text(facts.text)[:20_000],
        facts.outcome if facts.outcome in Outcome.values else "",
    )
    report.happened_on, report.without_proof = facts.happened_on, " ".join(tidy_text(facts.without_proof).split())[:300]
    report.edited_at, report.edited_by_id = now, by.user_id
    report.save()
    note_commitment(commitment, "dialogue.commitment_report_save", by=by, now=now, report=report.number)
    return report


def _to_report(commitment_id: int, *, by: Principal) -> Commitment:
    commitment = locked_commitment(commitment_id)
    check_report(commitment, by=by)
    if commitment.status != CommitmentStatus.OPEN:
        raise TransitionNotAllowed(_NOT_OPEN)
    return commitment


def _writable(commitment: Commitment, *, by: Principal, now: datetime) -> CommitmentReport:
    """The report that the unit has in hand, or a new one. Called with the commitment locked."""
    report: CommitmentReport | None = (
        CommitmentReport.objects.filter(commitment=commitment).exclude(status=ReportStatus.ACCEPTED).first()
    )
    if report is None:
        rows = CommitmentReport.objects.filter(commitment=commitment)
        number = (rows.aggregate(last=Max("number"))["last"] or 0) + 1
        made: CommitmentReport = CommitmentReport.objects.create(
            entity_id=commitment.entity_id, commitment=commitment, number=number, edited_at=now, edited_by_id=by.user_id
        )
        return made
    if report.status not in WRITABLE:
        raise TransitionNotAllowed("El avance ya se envió y espera revisión. Si hay que corregirlo, se lo devolverán.")
    return report


@transaction.atomic
def send_report(*, commitment_id: int, by: Principal, now: datetime) -> CommitmentReport:
    """Send a unit's report. It stays inside until it is accepted; when it was first sent never changes.

    Raises:
        NotAllowed, TransitionNotAllowed: as `save_report`.
        NotReady: with everything that is missing.
    """
    commitment = _to_report(commitment_id, by=by)
    report = _writable(commitment, by=by, now=now)
    check_may_become(report.status, ReportStatus.SENT)
    facts = ReportFacts(report.text, report.outcome, report.happened_on, report.without_proof)
    proofs = CommitmentProof.objects.filter(report=report).count()
    refuse_gaps(NOT_SENT, *report_gaps(facts, made_on=commitment.made_on, today=timezone.localdate(now), proofs=proofs))
    report.status, report.sent_at, report.sent_by_id = ReportStatus.SENT, now, by.user_id
    report.first_sent_at = report.first_sent_at or now
    report.save()
    note_commitment(commitment, "dialogue.commitment_report_send", by=by, now=now, report=report.number)
    return report


@transaction.atomic
def accept_report(*, report_id: int, seen: datetime | None, by: Principal, now: datetime) -> CommitmentReport:
    """Accept what a unit sent: from here on it is what the entity says in public.

    Args:
        seen: the moment of the sending that was read.

    Raises:
        NotAllowed: for whoever does not coordinate.
        TransitionNotAllowed: for a report that does not wait.
        StaleWrite: where it was corrected since it was read.
    """
    commitment, report = _to_decide(report_id, seen, by=by)
    report.status, report.decided_at, report.decided_by_id = ReportStatus.ACCEPTED, now, by.user_id
    report.save()
    happened(commitment, CommitmentMoment.REPORTED, by=by, now=now, text=report.text, outcome=report.outcome)
    note_commitment(commitment, "dialogue.commitment_report_accept", by=by, now=now, report=report.number)
    return report


@transaction.atomic
def return_report(
    *, report_id: int, reason: str, seen: datetime | None, by: Principal, now: datetime
) -> CommitmentReport:
    """Give a report back to its unit with what must be put right.

    Raises:
        NotAllowed, TransitionNotAllowed, StaleWrite: as `accept_report`.
        NotReady: without a reason.
    """
    commitment, report = _to_decide(report_id, seen, by=by)
    said = tidy_text(reason)
    refuse_gaps("No se devolvió.", *reason_gaps(said, "Diga qué hay que corregir. La dependencia lo leerá."))
    report.status, report.returned_reason = ReportStatus.RETURNED, said
    report.decided_at, report.decided_by_id = now, by.user_id
    report.save()
    note_commitment(commitment, "dialogue.commitment_report_return", by=by, now=now, report=report.number)
    return report


def _to_decide(report_id: int, seen: datetime | None, *, by: Principal) -> tuple[Commitment, CommitmentReport]:
    commitment = locked_commitment(CommitmentReport.objects.values_list("commitment_id", flat=True).get(pk=report_id))
    check_decide(commitment, by=by)
    report: CommitmentReport = CommitmentReport.objects.get(pk=report_id)
    if report.status != ReportStatus.SENT or commitment.status != CommitmentStatus.OPEN:
        raise TransitionNotAllowed("Este avance no espera revisión. Ábralo de nuevo para ver qué dice.")
    if seen is not None and report.sent_at != seen:
        raise StaleWrite("La dependencia lo corrigió y lo envió de nuevo mientras usted lo leía. Léalo y decida.")
    return commitment, report


@dataclass(frozen=True, slots=True)
class Attached:
    """A proof that stands. `held_back`: it seems to hold personal data, in words, so visitors do not get it."""

    proof: CommitmentProof
    is_new: bool = True
    held_back: bool = False


def attach_file(
    *,
    commitment_id: int,
    name: str,
    content: bytes | Upload,
    title: str = "",
    is_public: bool = True,
    by: Principal,
    now: datetime,
) -> Attached:
    """Keep a file as proof of the report in hand. The same file again is one proof.

    What seems to hold personal data is kept inside, whatever was asked for (Ley 1581/2012 art. 4 f).

    Raises:
        UploadRefused: for a file that is not accepted, with the way out; nothing is kept.
        NotAllowed, TransitionNotAllowed: as `save_report`.
    """
    accepted = accept_upload(name=name, content=content)
    found = look_for_personal_data(accepted.kind, accepted.content, seconds=LOOK_SECONDS)
    warnings = {str(sign.kind): sign.count for sign in found.signs}
    with transaction.atomic():
        commitment = _to_report(commitment_id, by=by)
        report = _writable(commitment, by=by, now=now)
        if standing := CommitmentProof.objects.filter(report=report, sha256=accepted.sha256).first():
            return Attached(standing, is_new=False)
        proof = _keep(report, accepted, title, warnings, by=by, now=now)
        if is_public and not warnings:
            _show(proof, accepted, now=now)
        note_commitment(
            commitment, "dialogue.commitment_proof_add", by=by, now=now, report=report.number, proof=proof.pk
        )
        return Attached(proof, held_back=is_public and bool(warnings))


def _keep(
    report: CommitmentReport,
    accepted: AcceptedFile,
    title: str,
    warnings: dict[str, int],
    *,
    by: Principal,
    now: datetime,
) -> CommitmentProof:
    stored = keep_file(
        entity_id=report.entity_id,
        name=accepted.name,
        content=accepted.content,
        content_type=accepted.content_type,
        now=now,
    )
    proof: CommitmentProof = CommitmentProof.objects.create(
        entity_id=report.entity_id,
        report=report,
        kind=EvidenceKind.FILE,
        title=(" ".join(title.split()) or f"Prueba del avance {report.number}")[:LONGEST_TITLE],
        file_id=stored.pk,
        sha256=accepted.sha256,
        size=accepted.size,
        content_type=accepted.content_type,
        warnings=warnings,
        added_at=now,
        added_by_id=by.user_id,
    )
    return proof


def _show(proof: CommitmentProof, accepted: AcceptedFile, *, now: datetime) -> None:
    """Keep the copy that visitors get: a photo without its place, a document without its author."""
    copy = _copy_of(f"prueba-{proof.pk}", accepted)
    stored = keep_file(
        entity_id=proof.entity_id, name=copy.name, content=copy.content, content_type=copy.content_type, now=now
    )
    proof.public_copy_id, proof.removed = stored.pk, list(copy.removed)
    proof.save(update_fields=["public_copy_id", "removed"])


def _copy_of(name: str, accepted: AcceptedFile) -> Derivative:
    if accepted.kind.family == "photo":
        return photo_without_location(base_name=name, content=accepted.content)
    if accepted.kind.family == "office":
        try:
            return document_without_author(base_name=name, kind=accepted.kind, content=accepted.content)
        except UploadRefused:  # signed documents lose their signature where a part changes: shown as they are
            pass
    return Derivative(name + accepted.kind.extensions[0], accepted.content, accepted.content_type, ())


@transaction.atomic
def attach_link(*, commitment_id: int, url: str, title: str = "", by: Principal, now: datetime) -> Attached:
    """Keep a link as proof of the report in hand. The same link again is one proof.

    Raises:
        NotReady: for an address that nobody outside could open.
        NotAllowed, TransitionNotAllowed: as `save_report`.
    """
    commitment = _to_report(commitment_id, by=by)
    try:
        address = clean_url(url)
    except LinkRefused as refused:
        raise NotReady(NOT_ATTACHED, [refused.message]) from refused
    report = _writable(commitment, by=by, now=now)
    proof, is_new = CommitmentProof.objects.get_or_create(
        report=report,
        url=address,
        defaults={
            "entity_id": commitment.entity_id,
            "kind": EvidenceKind.LINK,
            "title": (" ".join(title.split()) or address.removeprefix("https://"))[:LONGEST_TITLE],
            "added_at": now,
            "added_by_id": by.user_id,
        },
    )
    if is_new:
        note_commitment(
            commitment, "dialogue.commitment_proof_add", by=by, now=now, report=report.number, proof=proof.pk
        )
    return Attached(proof, is_new=is_new)


@transaction.atomic
def take_off_proof(*, proof_id: int, by: Principal, now: datetime) -> None:
    """Take a proof off a report that the unit has in hand.

    Raises:
        NotAllowed: for whoever does not answer for the commitment.
        TransitionNotAllowed: once it was sent.
    """
    commitment_id = CommitmentProof.objects.values_list("report__commitment_id", flat=True).get(pk=proof_id)
    commitment = _to_report(commitment_id, by=by)
    proof: CommitmentProof = CommitmentProof.objects.select_related("report").get(pk=proof_id)
    if proof.report.status not in WRITABLE:
        raise TransitionNotAllowed("El avance ya se envió con esta prueba. Si no era esa, pida que se lo devuelvan.")
    number = proof.report.number
    proof.delete()
    note_commitment(commitment, "dialogue.commitment_proof_remove", by=by, now=now, report=number, proof=proof_id)
