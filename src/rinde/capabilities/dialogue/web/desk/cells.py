"""What a space fulfils of the plans: looked for by words, tied to the step that does it."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from rinde.capabilities.dialogue.choices import SpaceKind, StepKind
from rinde.capabilities.dialogue.models import DialogueSpace
from rinde.capabilities.dialogue.operations.cells import serve_cell, stop_serving
from rinde.capabilities.dialogue.queries.serving import MOST_FOUND, search_cells, served_cells
from rinde.capabilities.dialogue.rules.serving import likely_step
from rinde.capabilities.dialogue.web.forms.serving import ServeForm
from rinde.capabilities.dialogue.web.forms.trying import tried
from rinde.capabilities.dialogue.web.opened import back_to_space_page, space_to_manage
from rinde.capabilities.dialogue.web.presenters.space_page import page_of
from rinde.capabilities.plans.web.requests import DeskRequest
from rinde.services.access import desk_page


@desk_page("dialogue.manage")
def space_cells(request: DeskRequest, entity_slug: str, space_id: int) -> HttpResponse:  # noqa: ARG001
    """Look for activities of the plans, say which step fulfils each, or take one back."""
    space, now = space_to_manage(request, space_id), timezone.now()
    if request.method == "POST" and "quitar" in request.POST:
        return _take_back(request, space)
    form = ServeForm(request.POST or None)
    if form.is_valid():
        data = form.cleaned_data
        served = tried(
            form,
            lambda: serve_cell(
                space_id=space.pk, step=data["step"], plan_id=data["plan"], cell=form.key, by=request.principal, now=now
            ),
        )
        if served:
            return back_to_space_page(request, space, "space_cells", "Quedó dicho. El paso llenará su borrador.")
    kinds = [step for step in StepKind.values if step in set(space.steps.values_list("kind", flat=True))]
    words = request.GET.get("q", "").strip()[:100] or _usual_words(space)
    context = page_of(space, by=request.principal, now=now) | {
        "here": "space_cells",
        "served": [(one, StepKind(one.row.step).label) for one in served_cells(space)],
        "steps": [(one, StepKind(one).label) for one in kinds],
        "words": words,
        "found": [
            (one, likely_step(f"{one.cell.label} {one.cell.what}", kinds))
            for one in search_cells(request.entity, words)
        ],
        "most": MOST_FOUND,
        "form": form,
    }
    return render(request, "dialogue/desk/cells.html", context, status=422 if form.errors else 200)


def _take_back(request: DeskRequest, space: DialogueSpace) -> HttpResponse:
    number = request.POST.get("quitar", "")
    if number.isdecimal() and len(number) < 19:
        stop_serving(space_id=space.pk, cell_id=int(number), by=request.principal, now=timezone.now())
    return back_to_space_page(request, space, "space_cells", "El espacio ya no cumple esa actividad.")


def _usual_words(space: DialogueSpace) -> str:
    """The first word of the kind is what plans call it: «audiencia», «feria», «taller»."""
    return str(SpaceKind(space.kind).label).split()[0]
