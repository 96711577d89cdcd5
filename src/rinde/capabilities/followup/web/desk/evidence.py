"""Proofs on the desk: one with everything that is known of it, and those of a plan with what to look at."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from rinde.capabilities.followup.choices import DerivativeKind, EvidenceKind, Visibility
from rinde.capabilities.followup.models import Evidence
from rinde.capabilities.followup.operations import evidence as proofs
from rinde.capabilities.followup.permissions import (
    can_care_for,
    can_read_reserved,
    check_read,
    check_read_reserved,
)
from rinde.capabilities.followup.queries.evidence import evidence_with_plan, original_of, same_elsewhere, standing_uses
from rinde.capabilities.followup.queries.evidence_lists import proofs_of_plan, stored_files
from rinde.capabilities.followup.web.evidence_files import (
    MOST_BYTES,
    TOO_MUCH,
    copy_response,
    original_response,
    size_of,
    zip_response,
)
from rinde.capabilities.followup.web.forms.evidence import CopyForm, PublicForm, VisibilityForm, WithdrawForm
from rinde.capabilities.followup.web.presenters.evidence import LOOKS, proof_markup, proof_of, tells
from rinde.capabilities.plans.models import Plan
from rinde.capabilities.plans.web.requests import DeskRequest, found_or_404
from rinde.foundations.attachments import UploadRefused
from rinde.foundations.refusals import NotReady
from rinde.services.access import desk_page

PROOFS_ON_PAGE = 50


@desk_page("followup.read")
def evidence_detail(request: DeskRequest, entity_slug: str, evidence_id: int) -> HttpResponse:  # noqa: ARG001
    """One proof: its three dates, its hash, who sees it, its copies, and what it is offered for."""
    return _page(request, _evidence(request, evidence_id))


def _page(request: DeskRequest, evidence: Evidence, **refused: forms.Form) -> HttpResponse:
    by, plan = request.principal, evidence.plan
    cares = can_care_for(evidence, by=by) and evidence.withdrawn_at is None
    context = {
        "plan": plan,
        "evidence": evidence,
        "proof": proof_of(evidence),
        "uses": standing_uses(evidence),
        "elsewhere": same_elsewhere(evidence),
        "kept": {str(one.kind) for one in evidence.derivatives.all()},
        "cares": cares,
        "opens_original": _opens_original(request, evidence),
        "forms": _forms(evidence) | refused if cares else {},
        "is_file": evidence.kind == EvidenceKind.FILE,
    }
    return render(request, "followup/desk/evidence.html", context, status=422 if refused else 200)


def _forms(evidence: Evidence) -> dict[str, forms.Form]:
    shown = {"visibility": evidence.visibility, "reason": evidence.reserved_reason}
    return {
        "public": PublicForm(),
        "copy": CopyForm(),
        "visibility": VisibilityForm(initial=shown),
        "withdraw": WithdrawForm(),
    }


def _evidence(request: DeskRequest, evidence_id: int) -> Evidence:
    evidence = found_or_404(evidence_with_plan(evidence_id))
    check_read(evidence.plan, by=request.principal)
    if evidence.visibility == Visibility.RESERVED and not _opens_original(request, evidence):
        check_read_reserved(evidence.plan, by=request.principal)
    return evidence


def _opens_original(request: DeskRequest, evidence: Evidence) -> bool:
    return can_read_reserved(evidence.plan, by=request.principal) or can_care_for(evidence, by=request.principal)


@desk_page("followup.read")
def evidence_original(request: DeskRequest, entity_slug: str, evidence_id: int) -> HttpResponse:  # noqa: ARG001
    """The file as it came in, for who offered it and for those who may open what is reserved."""
    evidence = _evidence(request, evidence_id)
    if evidence.file_id is None:
        raise Http404("Esta prueba es un enlace.")
    if not _opens_original(request, evidence):
        check_read_reserved(evidence.plan, by=request.principal)
    return original_response(evidence, original_of(evidence))


@desk_page("followup.read")
def evidence_copy(request: DeskRequest, entity_slug: str, evidence_id: int, kind: str) -> HttpResponse:  # noqa: ARG001
    """The newest copy of a kind: the public one, the one without personal data, or what a link showed."""
    evidence = _evidence(request, evidence_id)
    copies = (one for one in evidence.derivatives.all() if one.kind == KINDS_IN_ADDRESS.get(kind))
    copy = found_or_404(next(copies, None))
    return copy_response(copy, stored_files([copy.file_id])[copy.file_id])


KINDS_IN_ADDRESS: dict[str, str] = {
    "publica": DerivativeKind.PUBLIC_COPY,
    "sin-datos": DerivativeKind.REDACTED,
    "enlazado": DerivativeKind.CAPTURE,
    "imagen": DerivativeKind.PICTURE,
}


@desk_page("followup.report")
@require_POST
def evidence_public(request: DeskRequest, entity_slug: str, evidence_id: int) -> HttpResponse:  # noqa: ARG001
    """Show a file to everybody by its copy."""
    form = PublicForm(request.POST)
    form.is_valid()

    def make() -> object:
        accepting = form.cleaned_data.get("accepting", "")
        return proofs.make_public_copy(
            evidence_id=evidence_id, accepting=accepting, by=request.principal, now=timezone.now()
        )

    return _do(
        request, evidence_id, "public", form, make, "La copia pública está a la vista. El original sigue reservado."
    )


@desk_page("followup.report")
@require_POST
def evidence_totals(request: DeskRequest, entity_slug: str, evidence_id: int) -> HttpResponse:  # noqa: ARG001
    """Show a list of people as totals."""
    form = PublicForm({})

    def make() -> object:
        return proofs.make_list_without_names(evidence_id=evidence_id, by=request.principal, now=timezone.now())

    return _do(request, evidence_id, "public", form, make, "La lista está a la vista como totales, sin nombres.")


@desk_page("followup.report")
@require_POST
def evidence_redacted(request: DeskRequest, entity_slug: str, evidence_id: int) -> HttpResponse:  # noqa: ARG001
    """Receive a copy without personal data that somebody made."""
    form = CopyForm(request.POST, request.FILES)

    def receive() -> object:
        file = form.cleaned_data["file"]
        return proofs.receive_redacted_copy(
            evidence_id=evidence_id,
            name=file.name,
            content=file,
            removed=form.cleaned_data["removed"],
            by=request.principal,
            now=timezone.now(),
        )

    return _do(request, evidence_id, "copy", form, receive, "La copia está a la vista. El original sigue reservado.")


@desk_page("followup.report")
@require_POST
def evidence_visibility(request: DeskRequest, entity_slug: str, evidence_id: int) -> HttpResponse:  # noqa: ARG001
    form = VisibilityForm(request.POST)

    def change() -> object:
        chosen = form.cleaned_data
        return proofs.set_visibility(
            evidence_id=evidence_id,
            visibility=chosen["visibility"],
            reason=chosen["reason"],
            by=request.principal,
            now=timezone.now(),
        )

    return _do(request, evidence_id, "visibility", form, change, "Se cambió quién ve la prueba.")


@desk_page("followup.report")
@require_POST
def evidence_withdraw(request: DeskRequest, entity_slug: str, evidence_id: int) -> HttpResponse:  # noqa: ARG001
    form = WithdrawForm(request.POST)

    def withdraw() -> object:
        reason = form.cleaned_data["reason"]
        return proofs.withdraw_evidence(
            evidence_id=evidence_id, reason=reason, by=request.principal, now=timezone.now()
        )

    return _do(request, evidence_id, "withdraw", form, withdraw, "La prueba se retiró. Queda en la historia.")


def _do(
    request: DeskRequest, evidence_id: int, name: str, form: forms.Form, act: Callable[[], object], said: str
) -> HttpResponse:
    """Do it, or show the page again with every reason on the form."""
    evidence = _evidence(request, evidence_id)
    if form.is_valid():
        try:
            act()
        except UploadRefused as refused:
            form.add_error("file", refused.message)
        except NotReady as refused:
            for gap in (refused.message, *refused.gaps):
                form.add_error(None, gap)
        else:
            messages.success(request, said)
            return redirect("desk:evidence_detail", entity_slug=evidence.plan.entity.slug, evidence_id=evidence.pk)
    return _page(request, evidence, **{name: form})


@desk_page("followup.read")
def evidence_list(request: DeskRequest, entity_slug: str, plan_id: int) -> HttpResponse:  # noqa: ARG001
    """The proofs of a plan, those that somebody should look at first."""
    plan = _plan(request, plan_id)
    listed = proofs_of_plan(plan)
    chosen = request.GET.get("ver", "")
    looks = [look for look in LOOKS if look.key == chosen]
    rows = [one for one in listed if looks[0].fits(one)] if looks else list(listed)
    page = Paginator(rows, PROOFS_ON_PAGE).get_page(request.GET.get("pagina"))
    context: dict[str, Any] = {
        "plan": plan,
        "page": page,
        "rows": [proof_markup(one) for one in page.object_list],
        "filters": tells(listed, chosen),
        "chosen": chosen,
        "all": len(listed),
        "opens_originals": can_read_reserved(plan, by=request.principal),
    }
    return render(request, "followup/desk/evidence_list.html", context)


@desk_page("followup.read")
def evidence_zip(request: DeskRequest, entity_slug: str, plan_id: int) -> HttpResponseBase:  # noqa: ARG001
    """Everything in one file, of a plan or of one activity, with its index; originals for those who may open them."""
    plan = _plan(request, plan_id)
    key = request.GET.get("actividad", "")
    originals = "originales" in request.GET
    if originals:
        check_read_reserved(plan, by=request.principal)
    listed = [one for one in proofs_of_plan(plan, activity_key=key) if _may_see(request, one.evidence)]
    if size_of(listed, originals=originals) > MOST_BYTES:
        messages.error(request, TOO_MUCH)
        return redirect("desk:evidence_list", entity_slug=plan.entity.slug, plan_id=plan.pk)
    name = f"pruebas-{plan.slug}-{plan.year}{f'-{key}' if key else ''}.zip"
    return zip_response(listed, name=name, title=f"Pruebas: {plan.title}", originals=originals)


def _may_see(request: DeskRequest, evidence: Evidence) -> bool:
    is_reserved = evidence.visibility == Visibility.RESERVED
    return not is_reserved or can_read_reserved(evidence.plan, by=request.principal)


def _plan(request: DeskRequest, plan_id: int) -> Plan:
    plan: Plan = get_object_or_404(Plan.objects.select_related("entity", "current_version"), pk=plan_id)
    check_read(plan, by=request.principal)
    return plan
