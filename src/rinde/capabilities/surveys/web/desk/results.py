"""What was answered: counted for the desk, chosen for everybody, downloaded one a row, and who asked to be told."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from rinde.capabilities.plans.web.requests import DeskRequest
from rinde.capabilities.surveys.models import Survey
from rinde.capabilities.surveys.operations import forget_one, publish_results, withdraw_results
from rinde.capabilities.surveys.queries.answers import contacts_of, sheets_of
from rinde.capabilities.surveys.queries.results import results_of
from rinde.capabilities.surveys.queries.surveys import versions_of
from rinde.capabilities.surveys.reports import answers_report, dictionary_report
from rinde.capabilities.surveys.rules.columns import columns_of
from rinde.capabilities.surveys.rules.questions import TEXTS
from rinde.capabilities.surveys.rules.results import SurveyResults, for_the_public
from rinde.capabilities.surveys.web import presenters
from rinde.capabilities.surveys.web.desk.opened import back_to, page_of, to_manage, to_read
from rinde.capabilities.surveys.web.forms import PublishForm
from rinde.foundations.refusals import NotReady
from rinde.foundations.text.personal_data import in_words, signs_in_text
from rinde.services.access import desk_page
from rinde.services.files.operations import as_attachment
from rinde.services.reporting.writers import FORMATS
from rinde.services.reporting.writers import render as write

EXPORTS = ("xlsx", "ods", "csv", "json")
TEXTS_ON_PAGE = 100


@desk_page("surveys.read")
def survey_results(request: DeskRequest, entity_slug: str, survey_id: int) -> HttpResponse:  # noqa: ARG001
    """Every question counted, with small cells, single values and texts: inside the entity."""
    found = to_read(request, survey_id)
    counted = results_of(found, public=False)
    context = page_of(request, found) | {
        "results": counted,
        "blocks": presenters.blocks_of(counted.questions, public=False),
        "exports": [{"extension": one, "label": FORMATS[one].label} for one in EXPORTS],
    }
    return render(request, "surveys/desk/results.html", context)


@desk_page("surveys.read")
def survey_texts(request: DeskRequest, entity_slug: str, survey_id: int, question_key: str) -> HttpResponse:  # noqa: ARG001
    """What was written in answer to one question, a page at a time; what looks like personal data says so."""
    found = to_read(request, survey_id)
    asked = [one for one in results_of(found, public=False).questions if one.key == question_key and one.kind in TEXTS]
    if not asked:
        raise Http404("Esta encuesta no tiene textos de esa pregunta.")
    one = asked[0]
    page = Paginator([text for each in asked for text in each.texts], TEXTS_ON_PAGE).get_page(request.GET.get("pagina"))
    texts = [{"text": text, "signs": in_words(signs_in_text(text))} for text in page.object_list]
    return render(
        request, "surveys/desk/texts.html", page_of(request, found) | {"one": one, "page": page, "texts": texts}
    )


@desk_page("surveys.manage")
def survey_publish(request: DeskRequest, entity_slug: str, survey_id: int) -> HttpResponse:  # noqa: ARG001
    """Choose the questions whose results everybody may see, beside what everybody would see of each."""
    found = to_manage(request, survey_id)
    counted = results_of(found, public=False)
    offered = {one.key: one.label for one in counted.questions}
    chosen = found.published_keys or list(offered)
    sent = request.POST if request.method == "POST" else None
    form = PublishForm(sent, offered=list(offered.items()), initial={"keys": chosen})
    if form.is_valid():
        try:
            publish_results(
                survey_id=found.pk, keys=form.cleaned_data["keys"], by=request.principal, now=timezone.now()
            )
            return back_to(request, found, "Los resultados están a la vista de todos.")
        except NotReady as refusal:
            for gap in refusal.gaps:
                form.add_error(None, gap)
    context = page_of(request, found) | _as_seen(counted) | {"form": form}
    return render(request, "surveys/desk/publish.html", context, status=422 if form.errors else 200)


def _as_seen(counted: SurveyResults) -> dict[str, object]:
    public = for_the_public(counted, [one.key for one in counted.questions])
    return {"results": public, "blocks": presenters.blocks_of(public.questions, public=True)}


@desk_page("surveys.manage")
@require_POST
def survey_withdraw(request: DeskRequest, entity_slug: str, survey_id: int) -> HttpResponse:  # noqa: ARG001
    found = to_manage(request, survey_id)
    withdraw_results(survey_id=found.pk, by=request.principal, now=timezone.now())
    return back_to(request, found, "Los resultados ya no están a la vista. Las respuestas se conservan.")


@desk_page("surveys.read")
def survey_export(request: DeskRequest, entity_slug: str, survey_id: int, extension: str) -> HttpResponse:
    """One row an answer, without what says who somebody is."""
    if extension not in EXPORTS:
        raise Http404("No hay descargas en ese formato.")
    found = to_read(request, survey_id)
    columns, answers = columns_of(versions_of(found)), sheets_of(found)
    report = answers_report(found, columns, answers, by_key=extension == "csv", made_on=timezone.localdate())
    written = write(report, extension)
    return as_attachment(
        written.content, name=_name(entity_slug, found, f"respuestas.{extension}"), content_type=written.content_type
    )


@desk_page("surveys.read")
def survey_dictionary(request: DeskRequest, entity_slug: str, survey_id: int) -> HttpResponse:
    found = to_read(request, survey_id)
    written = write(dictionary_report(found, columns_of(versions_of(found))), "csv")
    name = _name(entity_slug, found, "diccionario.csv")
    return as_attachment(written.content, name=name, content_type=written.content_type)


def _name(entity_slug: str, found: Survey, what: str) -> str:
    return f"{entity_slug}-encuesta-{found.number}-{what}"


@desk_page("surveys.manage")
def survey_contacts(request: DeskRequest, entity_slug: str, survey_id: int) -> HttpResponse:  # noqa: ARG001
    """The data that people left with their consent, never beside what they answered; each can be erased."""
    found = to_manage(request, survey_id)
    return render(request, "surveys/desk/contacts.html", page_of(request, found) | {"contacts": contacts_of(found)})


@desk_page("surveys.manage")
@require_POST
def survey_forget(request: DeskRequest, entity_slug: str, survey_id: int) -> HttpResponse:
    """Erase what one person left, because they asked for it."""
    found = to_manage(request, survey_id)
    contact = request.POST.get("contacto", "")
    number = int(contact) if contact.isdecimal() and len(contact) < 16 else 0
    erased = forget_one(survey_id=found.pk, contact=number, by=request.principal, now=timezone.now())
    messages.success(request, "Se borraron los datos de esa persona." if erased else "Esos datos ya estaban borrados.")
    return redirect("desk:survey_contacts", entity_slug=entity_slug, survey_id=found.pk)
