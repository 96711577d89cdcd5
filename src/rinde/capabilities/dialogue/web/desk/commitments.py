"""Commitments on the desk: the list across spaces and years, writing one down, and its page."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from rinde.capabilities.dialogue.choices import CommitmentStatus, SpaceStatus
from rinde.capabilities.dialogue.models import Commitment, CommitmentVoice, DialogueSpace, SpaceSeries
from rinde.capabilities.dialogue.operations.commitments import (
    discard_commitment,
    edit_commitment,
    make_commitment,
    publish_commitment,
)
from rinde.capabilities.dialogue.permissions import (
    MANAGE,
    can_decide,
    can_keep,
    can_keep_series,
    can_manage,
    can_moderate_words,
    can_report,
    check_keep,
)
from rinde.capabilities.dialogue.queries.commitments import (
    ListedCommitment,
    commitment_years,
    events_of,
    listed_commitments,
    places_of,
    reports_of,
    tally_of,
    with_words,
)
from rinde.capabilities.dialogue.queries.spaces import spaces_of
from rinde.capabilities.dialogue.queries.words import words_to_moderate
from rinde.capabilities.dialogue.rules.words import HIDING_REASONS
from rinde.capabilities.dialogue.web.forms.commitments import CommitmentForm
from rinde.capabilities.dialogue.web.opened_commitments import (
    back_to_commitment,
    commitment_to_read,
    form_choices,
    wanted_of,
)
from rinde.capabilities.dialogue.web.presenters.commitments import (
    desk_url,
    proof_lines,
    report_state,
    row_of,
    story_of,
    tally_words,
)
from rinde.capabilities.entities.queries import actors_on
from rinde.capabilities.followup.choices import ReportStatus
from rinde.capabilities.followup.rules.states import WRITABLE
from rinde.capabilities.plans.web.forms.saving import save_or_explain, status_of
from rinde.capabilities.plans.web.requests import DeskRequest
from rinde.foundations.refusals import NotReady
from rinde.services.access import desk_page

STATES = [("todos", "Todos"), ("abiertos", "Abiertos"), ("vencidos", "Vencidos"), ("cerrados", "Cerrados")]


@desk_page("dialogue.read")
def commitment_list(request: DeskRequest, entity_slug: str) -> HttpResponse:  # noqa: ARG001
    """Every commitment of the entity: drafts, then open ones by date, then closed ones."""
    today, wanted = timezone.localdate(), wanted_of(request, with_drafts=True)
    listed = listed_commitments(request.entity, wanted, today=today)
    context = {
        "rows": [row_of(one, url=desk_url(one.commitment)) for one in listed],
        "tally": tally_words(tally_of(listed)),
        "wanted": wanted,
        "states": STATES,
        "years": commitment_years(request.entity, with_drafts=True),
        "actors": [(one.pk, one.name) for one in actors_on(today)],
        "may_make": request.principal.may_somewhere(MANAGE),
    }
    return render(request, "dialogue/desk/commitment_list.html", context)


@desk_page("dialogue.manage")
def commitment_new(request: DeskRequest, entity_slug: str) -> HttpResponse:  # noqa: ARG001
    """Where it was made first; then the commitment."""
    origin = _origin(request)
    if origin is None:
        return render(request, "dialogue/desk/commitment_where.html", _places_to_promise(request))
    now = timezone.now()
    of = {"space_id": origin.pk} if isinstance(origin, DialogueSpace) else {"series_id": origin.pk}
    day = timezone.localdate(origin.starts_at) if isinstance(origin, DialogueSpace) else timezone.localdate(now)
    form = CommitmentForm(request.POST or None, initial={"made_on": day}, **form_choices(origin))
    if form.is_valid():
        values, by = form.values(), request.principal
        made = save_or_explain(form, lambda: make_commitment(values=values, by=by, now=now, **of))
        if made:
            return back_to_commitment(request, made, "El compromiso quedó en borrador. Revíselo y publíquelo.")
    context = {"form": form, "origin": origin, "commitment": None}
    return render(request, "dialogue/desk/commitment_edit.html", context, status=status_of(form))


def _origin(request: DeskRequest) -> DialogueSpace | SpaceSeries | None:
    space_id, series_id = request.GET.get("espacio", ""), request.GET.get("serie", "")
    if space_id.isdecimal():
        found: DialogueSpace = get_object_or_404(spaces_of(request.entity), pk=space_id)
        return found
    if series_id.isdecimal():
        rows = SpaceSeries.objects.filter(entity=request.entity).select_related("entity")
        series: SpaceSeries = get_object_or_404(rows, pk=series_id)
        return series
    return None


def _places_to_promise(request: DeskRequest) -> dict[str, Any]:
    """The spaces that began and are not closed, and the series, of which this person runs."""
    begun = spaces_of(request.entity).filter(status__in=[SpaceStatus.LIVE, SpaceStatus.HELD]).order_by("-starts_at")
    series = SpaceSeries.objects.filter(entity=request.entity).select_related("entity").order_by("-year", "title")
    return {
        "spaces": [one for one in begun if can_manage(one, by=request.principal)],
        "series": [one for one in series if can_keep_series(one, by=request.principal)],
    }


@desk_page("dialogue.manage")
def commitment_edit(request: DeskRequest, entity_slug: str, commitment_id: int) -> HttpResponse:  # noqa: ARG001
    """Everything that is written of a commitment that is not public yet."""
    commitment, now = commitment_to_read(request, commitment_id), timezone.now()
    check_keep(commitment, by=request.principal)
    if commitment.status != CommitmentStatus.DRAFT:
        return redirect(desk_url(commitment))
    initial = CommitmentForm.initial_of(commitment)
    form = CommitmentForm(request.POST or None, initial=initial, **form_choices(commitment.made_in))
    if form.is_valid():
        values, seen, by = form.values(), form.cleaned_data["seen"], request.principal
        current = Commitment.objects.values_list("edited_at", flat=True).get(pk=commitment.pk)
        saved = save_or_explain(
            form,
            lambda: edit_commitment(commitment_id=commitment.pk, values=values, seen=seen, by=by, now=now),
            current,
        )
        if saved:
            return back_to_commitment(request, saved, "El compromiso quedó guardado.")
    context = {"form": form, "origin": commitment.made_in, "commitment": commitment}
    return render(request, "dialogue/desk/commitment_edit.html", context, status=status_of(form))


@desk_page("dialogue.read")
def commitment_detail(request: DeskRequest, entity_slug: str, commitment_id: int) -> HttpResponse:  # noqa: ARG001
    """A commitment as a place of work: both words, its reports, its links, its story."""
    commitment = commitment_to_read(request, commitment_id)
    (listed,) = with_words([commitment], today=timezone.localdate())
    return render(request, "dialogue/desk/commitment.html", _page(request, commitment, listed))


def _page(request: DeskRequest, commitment: Commitment, listed: ListedCommitment) -> dict[str, Any]:
    by, reports = request.principal, reports_of(commitment, public_only=False)
    in_hand = next((one for one in reports if one.status != ReportStatus.ACCEPTED), None)
    is_open = commitment.status == CommitmentStatus.OPEN
    may_moderate = can_moderate_words(commitment.entity, by=by)
    return {
        "commitment": commitment,
        "row": row_of(listed, url=""),
        "reports": [
            {"one": one, "state": report_state(one), "proofs": proof_lines(one, commitment.entity.slug, on_desk=True)}
            for one in reports
        ],
        "waits": in_hand is not None and in_hand.status == ReportStatus.SENT,
        "in_hand": in_hand if in_hand is not None and in_hand.status in WRITABLE else None,
        "is_open": is_open,
        "is_draft": commitment.status == CommitmentStatus.DRAFT,
        "may_keep": can_keep(commitment, by=by),
        "may_report": is_open and can_report(commitment, by=by),
        "may_decide": can_decide(commitment, by=by),
        "may_moderate": may_moderate,
        "voices": list(CommitmentVoice.objects.filter(commitment=commitment, ended_at__isnull=True)),
        "words": words_to_moderate(commitment) if may_moderate else [],
        "reasons": HIDING_REASONS,
        "places": places_of(commitment),
        "story": story_of(events_of(commitment)),
    }


@desk_page("dialogue.manage")
@require_POST
def commitment_publish(request: DeskRequest, entity_slug: str, commitment_id: int) -> HttpResponse:  # noqa: ARG001
    commitment = commitment_to_read(request, commitment_id)
    try:
        public = publish_commitment(commitment_id=commitment.pk, by=request.principal, now=timezone.now())
    except NotReady as refusal:
        return back_to_commitment(request, commitment, " ".join((refusal.message, *refusal.gaps)), is_error=True)
    return back_to_commitment(request, public, f"El compromiso {public.number} es público.")


@desk_page("dialogue.manage")
@require_POST
def commitment_discard(request: DeskRequest, entity_slug: str, commitment_id: int) -> HttpResponse:
    commitment = commitment_to_read(request, commitment_id)
    discard_commitment(commitment_id=commitment.pk, by=request.principal, now=timezone.now())
    return redirect("desk:commitment_list", entity_slug=entity_slug)
