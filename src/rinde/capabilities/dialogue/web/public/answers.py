"""The answers to the questions of a space, for everybody: nobody who asked is in them."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from rinde.capabilities.dialogue.choices import StepKind
from rinde.capabilities.dialogue.models import DialogueSpace, SpaceStep
from rinde.capabilities.dialogue.queries.answers import public_answers
from rinde.capabilities.dialogue.reports.commitments import answers_report
from rinde.capabilities.dialogue.web.opened import public_space
from rinde.capabilities.dialogue.web.presenters.answers import public_tally, shown_answers
from rinde.services.access import public_page
from rinde.services.files.operations import as_attachment
from rinde.services.reporting.writers import FORMATS
from rinde.services.reporting.writers import render as write


def _space(request: HttpRequest, slug: str) -> DialogueSpace:
    """A space that owes answers; 404 for a kind that takes no questions."""
    space = public_space(request, slug)
    if not SpaceStep.objects.filter(space=space, kind=StepKind.ANSWERS).exists():
        raise Http404("En este espacio no se recibieron preguntas.")
    return space


@public_page
def space_answers(request: HttpRequest, entity_slug: str, slug: str) -> HttpResponse:  # noqa: ARG001
    """Each question with its answer, its last day and how that was counted."""
    space = _space(request, slug)
    rows = public_answers(space, today=timezone.localdate())
    context = {
        "section": "dialogue",
        "space": space,
        "rows": shown_answers(rows),
        "tally": public_tally(rows),
        "step": SpaceStep.objects.get(space=space, kind=StepKind.ANSWERS),
        "formats": [(extension, form.label) for extension, form in FORMATS.items()],
    }
    return render(request, "dialogue/public/answers.html", context)


@public_page
def space_answers_download(request: HttpRequest, entity_slug: str, slug: str, extension: str) -> HttpResponse:
    """The annex of the space's report: exactly what the page shows."""
    if extension not in FORMATS:
        raise Http404("No hay descargas en ese formato.")
    space, today = _space(request, slug), timezone.localdate()
    source = request.build_absolute_uri(request.path.rpartition("/")[0] + "/")
    report = answers_report(space, public_answers(space, today=today), source=source, made_on=today)
    written = write(report, extension)
    name = f"{entity_slug}-{slug}-respuestas.{extension}"
    return as_attachment(written.content, name=name, content_type=written.content_type)
