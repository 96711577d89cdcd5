"""Saying that a step of a space is done, leaving one with its reason, and taking it up again."""

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from rinde.capabilities.dialogue.choices import StepKind
from rinde.capabilities.dialogue.models import DialogueSpace, SpaceStep
from rinde.capabilities.dialogue.operations.steps import finish_step, skip_step, take_up_step
from rinde.capabilities.dialogue.web.forms.spaces import StepDoneForm, StepLeftForm
from rinde.capabilities.dialogue.web.forms.trying import tried
from rinde.capabilities.dialogue.web.opened import back_to_space, space_to_manage
from rinde.capabilities.dialogue.web.presenters.space_page import page_of
from rinde.capabilities.dialogue.web.presenters.words import step_line
from rinde.capabilities.plans.web.requests import DeskRequest
from rinde.services.access import desk_page

PLACE = "pasos"


@desk_page("dialogue.manage")
def step_done(request: DeskRequest, entity_slug: str, space_id: int, step: str) -> HttpResponse:  # noqa: ARG001
    """Say by hand that a step is done, with its day."""
    space, now = space_to_manage(request, space_id), timezone.now()
    form = StepDoneForm(request.POST or None, today=timezone.localdate(now))

    def finish() -> SpaceStep:
        data = form.cleaned_data
        return finish_step(
            space_id=space.pk, kind=step, by=request.principal, now=now, done_on=data["done_on"], text=data["text"]
        )

    done = tried(form, finish) if form.is_valid() else None
    if done:
        said = f"«{StepKind(step).label}» quedó hecho. Si cumple algo de un plan, su borrador está listo para enviar."
        return back_to_space(request, space, said, to=PLACE)
    return _page(request, space, step, form, "done")


@desk_page("dialogue.manage")
def step_leave(request: DeskRequest, entity_slug: str, space_id: int, step: str) -> HttpResponse:  # noqa: ARG001
    """Leave a step that does not apply, with its reason."""
    space, now = space_to_manage(request, space_id), timezone.now()
    form = StepLeftForm(request.POST or None)

    def leave() -> SpaceStep:
        reason = form.cleaned_data["reason"]
        return skip_step(space_id=space.pk, kind=step, reason=reason, by=request.principal, now=now)

    left = tried(form, leave) if form.is_valid() else None
    if left:
        said = f"«{StepKind(step).label}» quedó como que no aplica, con su motivo."
        return back_to_space(request, space, said, to=PLACE)
    return _page(request, space, step, form, "leave")


@desk_page("dialogue.manage")
@require_POST
def step_take_up(request: DeskRequest, entity_slug: str, space_id: int, step: str) -> HttpResponse:  # noqa: ARG001
    """Take up again a step that was left."""
    space = space_to_manage(request, space_id)
    if step not in StepKind.values:
        raise Http404
    take_up_step(space_id=space.pk, kind=step, by=request.principal, now=timezone.now())
    return back_to_space(request, space, f"«{StepKind(step).label}» está de nuevo por hacer.", to=PLACE)


def _page(request: DeskRequest, space: DialogueSpace, step: str, form: forms.Form, what: str) -> HttpResponse:
    found = get_object_or_404(SpaceStep, space=space, kind=step)
    now = timezone.now()
    context = page_of(space, by=request.principal, now=now) | {
        "form": form,
        "step": step_line(found, space_kind=space.kind, today=timezone.localdate(now)),
        "what": what,
        "here": "step",
    }
    return render(request, "dialogue/desk/step.html", context, status=422 if form.errors else 200)
