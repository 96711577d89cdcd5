"""Public proofs as files: always a copy, never an original, and only of what was sent."""

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404

from rinde.capabilities.followup.queries.evidence import shown_copy
from rinde.capabilities.followup.queries.evidence_lists import proofs_of_plan, public_proof, stored_files
from rinde.capabilities.followup.web.evidence_files import MOST_BYTES, TOO_MUCH, copy_response, size_of, zip_response
from rinde.capabilities.followup.web.public import plan_or_404
from rinde.capabilities.plans.models import Plan
from rinde.services.access import public_page

NOT_THERE = "No hay una prueba pública en esa dirección."


@public_page
def evidence_file(request: HttpRequest, entity_slug: str, evidence_id: int) -> HttpResponse:  # noqa: ARG001
    """The public copy of a proof; a proof that is not public answers as one that never was."""
    evidence = public_proof(evidence_id)
    copy = shown_copy(evidence) if evidence else None
    if copy is None:
        raise Http404(NOT_THERE)
    return copy_response(copy, stored_files([copy.file_id])[copy.file_id])


@public_page
def evidence_zip(request: HttpRequest, entity_slug: str, year: int, plan_slug: str, key: str = "") -> HttpResponseBase:  # noqa: ARG001
    """The public proofs of a plan or of one activity, with their index."""
    found = plan_or_404(request, year, plan_slug)
    plan = get_object_or_404(Plan, pk=found.plan_id)
    listed = proofs_of_plan(plan, activity_key=key, public_only=True)
    if not listed:
        raise Http404("Todavía no hay pruebas públicas.")
    if size_of(listed, originals=False) > MOST_BYTES:
        return HttpResponse(TOO_MUCH, status=413, content_type="text/plain; charset=utf-8")
    name = f"pruebas-{plan.slug}-{plan.year}{f'-{key}' if key else ''}.zip"
    return zip_response(listed, name=name, title=f"Pruebas públicas: {plan.title}")
