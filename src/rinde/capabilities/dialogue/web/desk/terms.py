"""The terms of the steps, as the entity counts them for each kind of space."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from rinde.capabilities.dialogue.choices import SpaceKind, StepKind
from rinde.capabilities.dialogue.operations.terms import set_terms
from rinde.capabilities.dialogue.permissions import can_set_up, check_set_up
from rinde.capabilities.dialogue.queries.spaces import terms_of
from rinde.capabilities.dialogue.rules.kinds import steps_of_kind
from rinde.capabilities.dialogue.web.forms.outreach import TermsForm
from rinde.capabilities.dialogue.web.forms.trying import tried
from rinde.capabilities.dialogue.web.presenters.words import source_of
from rinde.capabilities.plans.web.requests import DeskRequest
from rinde.services.access import desk_page


@desk_page("dialogue.read")
def step_terms(request: DeskRequest, entity_slug: str) -> HttpResponse:  # noqa: ARG001
    """When each step of a kind is due, from what source, and setting it otherwise."""
    asked = request.GET.get("clase", "")
    kind = asked if asked in SpaceKind.values else SpaceKind.PUBLIC_HEARING.value
    known, steps = terms_of(request.entity, kind), steps_of_kind(kind).all
    labels = {step.value: str(step.label) for step in StepKind}
    form = TermsForm(request.POST or None, terms={step: known[step] for step in steps}, labels=labels)
    if request.method == "POST":
        check_set_up(request.entity, by=request.principal)
    if form.is_valid():
        entity_id, values, by = request.entity.pk, form.values(), request.principal
        changed = tried(
            form, lambda: set_terms(entity_id=entity_id, space_kind=kind, terms=values, by=by, now=timezone.now())
        )
        if changed is not None:
            messages.success(request, f"Plazos cambiados: {len(changed)}." if changed else "Los plazos siguen igual.")
            page = redirect("desk:step_terms", entity_slug=request.entity.slug)
            page["Location"] += f"?clase={kind}"
            return page
    context = {
        "kind": kind,
        "kinds": SpaceKind.choices,
        "rows": [(labels[step], source_of(known[step].source_key), known[step], *form.row(step)) for step in steps],
        "form": form,
        "may_set_up": can_set_up(request.entity, by=request.principal),
    }
    return render(request, "dialogue/desk/terms.html", context, status=422 if form.errors else 200)
