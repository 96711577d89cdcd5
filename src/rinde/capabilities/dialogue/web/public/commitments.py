"""Commitments as everybody reads them: the list across years, one with both words side by side, and its proofs."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from rinde.capabilities.dialogue.queries.commitments import (
    commitment_years,
    events_of,
    listed_commitments,
    places_of,
    public_proof,
    reports_of,
    tally_of,
    with_words,
)
from rinde.capabilities.dialogue.reports.commitments import commitments_report
from rinde.capabilities.dialogue.web.opened_commitments import public_commitment, wanted_of
from rinde.capabilities.dialogue.web.presenters.commitments import (
    outcome_state,
    proof_lines,
    public_url,
    row_of,
    story_of,
    tally_words,
)
from rinde.services.access import public_page
from rinde.services.files.models import StoredFile
from rinde.services.files.operations import as_attachment, read_file
from rinde.services.reporting.writers import FORMATS
from rinde.services.reporting.writers import render as write

STATES = [("todos", "Todos"), ("abiertos", "Abiertos"), ("vencidos", "Vencidos"), ("cerrados", "Cerrados")]


@public_page
def commitments(request: HttpRequest, entity_slug: str) -> HttpResponse:  # noqa: ARG001
    """Every public commitment of the entity, whatever the year: open ones first."""
    entity, wanted = request.entity, wanted_of(request, with_drafts=False)  # type: ignore[attr-defined]
    listed = listed_commitments(entity, wanted, today=timezone.localdate())
    context = {
        "section": "dialogue",
        "rows": [row_of(one, url=public_url(one.commitment)) for one in listed],
        "tally": tally_words(tally_of(listed)),
        "wanted": wanted,
        "states": STATES,
        "years": commitment_years(entity, with_drafts=False),
        "formats": [(extension, form.label) for extension, form in FORMATS.items()],
    }
    return render(request, "dialogue/public/commitments.html", context)


@public_page
def commitments_download(request: HttpRequest, entity_slug: str, extension: str) -> HttpResponse:
    """The same list as a file: exactly what the page shows without a filter."""
    if extension not in FORMATS:
        raise Http404("No hay descargas en ese formato.")
    entity, today = request.entity, timezone.localdate()  # type: ignore[attr-defined]
    listed = listed_commitments(entity, wanted_of(request, with_drafts=False), today=today)
    source = request.build_absolute_uri(request.path.rpartition("/")[0] + "/")
    written = write(commitments_report(entity, listed, source=source, made_on=today), extension)
    name = f"{entity_slug}-compromisos.{extension}"
    return as_attachment(written.content, name=name, content_type=written.content_type)


@public_page
def commitment(request: HttpRequest, entity_slug: str, number: int) -> HttpResponse:
    """One commitment: the entity's word on one side, that of whoever obtained it on the other."""
    found = public_commitment(request, number)
    (listed,) = with_words([found], today=timezone.localdate())
    reports = reports_of(found, public_only=True)
    context = {
        "section": "dialogue",
        "commitment": found,
        "thanks": "gracias" in request.GET,
        "row": row_of(listed, url=""),
        "reports": [
            {
                "one": one,
                "state": outcome_state(one.outcome),
                "proofs": proof_lines(one, entity_slug, on_desk=False),
            }
            for one in reports
        ],
        "places": [one for one in places_of(found) if one.is_public],
        "story": story_of(events_of(found)),
    }
    return render(request, "dialogue/public/commitment.html", context)


@public_page
def commitment_proof(request: HttpRequest, entity_slug: str, proof_id: int) -> HttpResponse:  # noqa: ARG001
    """The public copy of a proof; one that is not public answers as one that never was."""
    proof = public_proof(request.entity, proof_id)  # type: ignore[attr-defined]
    if proof is None:
        raise Http404("No hay una prueba pública en esa dirección.")
    stored = StoredFile.objects.get(pk=proof.public_copy_id)
    ending = stored.name.rpartition(".")[2]
    name = f"prueba-{proof.pk}.{ending}"
    return as_attachment(read_file(stored), name=name, content_type=stored.content_type)
