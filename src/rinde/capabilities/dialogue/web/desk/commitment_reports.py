"""What a unit reports of a commitment on the desk, with its proofs, and what the coordination decides."""

from datetime import datetime

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from rinde.capabilities.dialogue.choices import CommitmentStatus
from rinde.capabilities.dialogue.models import Commitment, CommitmentProof, CommitmentReport
from rinde.capabilities.dialogue.operations.commitment_reports import (
    Attached,
    accept_report,
    attach_file,
    attach_link,
    return_report,
    save_report,
    send_report,
    take_off_proof,
)
from rinde.capabilities.dialogue.permissions import check_decide, check_open_proof, check_report
from rinde.capabilities.dialogue.queries.commitments import reports_of
from rinde.capabilities.dialogue.web.forms.commitments import ProofForm, ReportForm
from rinde.capabilities.dialogue.web.opened_commitments import back_to_commitment, commitment_to_read
from rinde.capabilities.dialogue.web.presenters.commitments import desk_url, proof_lines
from rinde.capabilities.followup.choices import ReportStatus
from rinde.capabilities.followup.rules.states import WRITABLE
from rinde.capabilities.plans.web.forms.saving import save_or_explain, status_of
from rinde.capabilities.plans.web.requests import DeskRequest
from rinde.foundations.attachments import UploadRefused
from rinde.foundations.refusals import NotReady, StaleWrite, TransitionNotAllowed
from rinde.services.access import desk_page
from rinde.services.files.models import StoredFile
from rinde.services.files.operations import as_attachment, read_file


@desk_page("dialogue.manage")
def commitment_report(request: DeskRequest, entity_slug: str, commitment_id: int) -> HttpResponse:  # noqa: ARG001
    """The unit's report: kept as it is, or sent."""
    commitment, now = _to_report(request, commitment_id), timezone.now()
    report = _in_hand(commitment)
    form = ReportForm(request.POST or None, initial=_initial(report))
    if form.is_valid():
        by, facts, seen = request.principal, form.facts(), form.cleaned_data["seen"]
        pk, current = commitment.pk, report.edited_at if report else None
        saved = save_or_explain(
            form, lambda: save_report(commitment_id=pk, facts=facts, seen=seen, by=by, now=now), current
        )
        if saved and "enviar" not in request.POST:
            return back_to_commitment(request, commitment, "El avance quedó en borrador.")
        if saved and save_or_explain(form, lambda: send_report(commitment_id=pk, by=by, now=now)):
            return back_to_commitment(request, commitment, "El avance se envió. La coordinación lo revisa.")
        report = _in_hand(commitment)
        if saved:
            form.accept_newer(saved.edited_at)
            form.is_stale = False
    return _report_page(request, commitment, report, form, ProofForm(), status_of(form))


def _to_report(request: DeskRequest, commitment_id: int) -> Commitment:
    commitment = commitment_to_read(request, commitment_id)
    check_report(commitment, by=request.principal)
    if commitment.status != CommitmentStatus.OPEN:
        raise TransitionNotAllowed("Este compromiso no está abierto: su avance ya no cambia.")
    return commitment


def _in_hand(commitment: Commitment) -> CommitmentReport | None:
    reports = reports_of(commitment, public_only=False)
    found = next((one for one in reports if one.status != ReportStatus.ACCEPTED), None)
    if found is not None and found.status not in WRITABLE:
        raise TransitionNotAllowed("El avance ya se envió y espera revisión. Si hay que corregirlo, se lo devolverán.")
    return found


def _initial(report: CommitmentReport | None) -> dict[str, object]:
    if report is None:
        return {"outcome": ""}
    names = ("text", "outcome", "happened_on", "without_proof")
    return {name: getattr(report, name) for name in names} | {"seen": report.edited_at}


def _report_page(
    request: DeskRequest,
    commitment: Commitment,
    report: CommitmentReport | None,
    form: ReportForm,
    proof_form: ProofForm,
    status: int,
) -> HttpResponse:
    context = {
        "commitment": commitment,
        "report": report,
        "form": form,
        "proof_form": proof_form,
        "proofs": proof_lines(report, commitment.entity.slug, on_desk=True) if report else [],
    }
    return render(request, "dialogue/desk/commitment_report.html", context, status=status)


@desk_page("dialogue.manage")
@require_POST
def commitment_proof_add(request: DeskRequest, entity_slug: str, commitment_id: int) -> HttpResponse:  # noqa: ARG001
    """A file or a link, for the report in hand. What was typed beside it is kept as its draft, whatever is refused."""
    commitment = _to_report(request, commitment_id)
    form, proof_form = ReportForm(request.POST), ProofForm(request.POST, request.FILES)
    kept = _typed_is_kept(request, commitment, form)
    if kept and proof_form.is_valid() and (made := _attached(request, commitment, proof_form)):
        held = "La prueba quedó interna: parece tener datos personales." if made.held_back else ""
        messages.success(request, held or "La prueba quedó en el avance.")
        return redirect(desk_url(commitment, "commitment_report") + "#pruebas")
    report = _in_hand(commitment)
    if kept:
        form = ReportForm(initial=_initial(report))
    return _report_page(request, commitment, report, form, proof_form, 422)


def _typed_is_kept(request: DeskRequest, commitment: Commitment, form: ReportForm) -> bool:
    """Keep what was typed of the report as its draft; False where the form says why not."""
    if not form.is_valid():
        return False
    by, facts, seen, now = request.principal, form.facts(), form.cleaned_data["seen"], timezone.now()
    report = _in_hand(commitment)
    current = report.edited_at if report else None
    pk = commitment.pk
    saved = save_or_explain(
        form, lambda: save_report(commitment_id=pk, facts=facts, seen=seen, by=by, now=now), current
    )
    return saved is not None


def _attached(request: DeskRequest, commitment: Commitment, form: ProofForm) -> Attached | None:
    data, by, now = form.cleaned_data, request.principal, timezone.now()
    try:
        if data["file"]:
            return attach_file(
                commitment_id=commitment.pk, name=data["file"].name, content=data["file"], title=data["title"],
                is_public=data["is_public"], by=by, now=now,
            )  # fmt: skip
        return attach_link(commitment_id=commitment.pk, url=data["url"], title=data["title"], by=by, now=now)
    except UploadRefused as refused:
        form.add_error("file", refused.message)
    except NotReady as refused:
        form.add_error("url", " ".join(refused.gaps))
    return None


@desk_page("dialogue.manage")
@require_POST
def commitment_proof_remove(request: DeskRequest, entity_slug: str, commitment_id: int, proof_id: int) -> HttpResponse:  # noqa: ARG001
    """Take a proof off; what was typed beside it is kept as the report's draft."""
    commitment = _to_report(request, commitment_id)
    proof = get_object_or_404(CommitmentProof, report__commitment=commitment, pk=proof_id)
    form = ReportForm(request.POST)
    if "text" in request.POST and not _typed_is_kept(request, commitment, form):
        return _report_page(request, commitment, _in_hand(commitment), form, ProofForm(), status_of(form))
    take_off_proof(proof_id=proof.pk, by=request.principal, now=timezone.now())
    return redirect(desk_url(commitment, "commitment_report") + "#pruebas")


@desk_page("dialogue.manage")
@require_POST
def commitment_decide(request: DeskRequest, entity_slug: str, commitment_id: int, report_id: int) -> HttpResponse:  # noqa: ARG001
    """Accept the report that was read, or give it back with its reason."""
    commitment, now, by = commitment_to_read(request, commitment_id), timezone.now(), request.principal
    check_decide(commitment, by=by)
    report = get_object_or_404(CommitmentReport, commitment=commitment, pk=report_id)
    seen = _moment(request.POST.get("seen", ""))
    try:
        if request.POST.get("hacer") == "aceptar":
            accept_report(report_id=report.pk, seen=seen, by=by, now=now)
            return back_to_commitment(request, commitment, "El avance es público.")
        return_report(report_id=report.pk, reason=request.POST.get("reason", ""), seen=seen, by=by, now=now)
    except (NotReady, StaleWrite) as refusal:
        said = " ".join(getattr(refusal, "gaps", ()) or (refusal.message,))
        return back_to_commitment(request, commitment, said, is_error=True)
    return back_to_commitment(request, commitment, "El avance volvió a la dependencia con lo que hay que corregir.")


def _moment(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


@desk_page("dialogue.read")
def commitment_proof(request: DeskRequest, entity_slug: str, proof_id: int) -> HttpResponse:  # noqa: ARG001
    """A file as it came in, for whoever works with the commitment; everybody else gets its public copy."""
    rows = CommitmentProof.objects.filter(entity=request.entity, file_id__isnull=False)
    proof = get_object_or_404(rows.select_related("report"), pk=proof_id)
    commitment = commitment_to_read(request, proof.report.commitment_id)
    check_open_proof(commitment, by=request.principal)
    stored = StoredFile.objects.get(pk=proof.file_id)
    return as_attachment(read_file(stored), name=stored.name, content_type=proof.content_type)
