"""Public proofs as files: always a copy, never an original, and only of what was sent."""

from datetime import timedelta

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from rinde.capabilities.followup.queries.evidence import shown_copy
from rinde.capabilities.followup.queries.evidence_lists import proofs_of_plan, public_proof, stored_files
from rinde.capabilities.followup.web.evidence_files import MOST_BYTES, TOO_MUCH, copy_response, size_of, zip_response
from rinde.capabilities.followup.web.public import page_of, plan_or_404
from rinde.capabilities.plans.models import Plan
from rinde.capabilities.plans.queries import PublishedPlan
from rinde.services.access import public_page
from rinde.services.visitors import wait_in_words
from rinde.services.visitors.bursts import address_wait
from rinde.services.visitors.floods import Limits

# Packing takes up to 500 MB of disk and line. A school shares one address, and who wants everything asks activity by
# activity. (how many, in how long)
LIMITS_OF_PLANS: Limits = ((6, timedelta(minutes=10)), (40, timedelta(days=1)))
LIMITS_OF_ACTIVITIES: Limits = ((60, timedelta(minutes=10)), (600, timedelta(days=1)))
TOO_OFTEN = "Desde su conexión se descargaron muchas pruebas en poco tiempo. Espere {} y vuelva a intentarlo."
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
        return _refused(request, found, TOO_MUCH, status=413)
    if wait := _wait(request, key):
        return _refused(request, found, TOO_OFTEN.format(wait_in_words(wait)), status=429, wait=wait)
    name = f"pruebas-{plan.slug}-{plan.year}{f'-{key}' if key else ''}.zip"
    return zip_response(listed, name=name, title=f"Pruebas públicas: {plan.title}")


def _wait(request: HttpRequest, key: str) -> int:
    """Count one more ZIP from whoever asks; 0 where it may be packed, else how many seconds they must wait.

    In this process's memory: opening a page writes nothing.
    """
    what, limits = ("proofs-activity", LIMITS_OF_ACTIVITIES) if key else ("proofs-plan", LIMITS_OF_PLANS)
    return address_wait(request, what=what, limits=limits, now=timezone.now())


def _refused(request: HttpRequest, found: PublishedPlan, said: str, *, status: int, wait: int = 0) -> HttpResponse:
    response = render(request, "followup/proofs_refused.html", page_of(request, found) | {"said": said}, status=status)
    if wait:
        response.headers["Retry-After"] = str(wait)
    return response
