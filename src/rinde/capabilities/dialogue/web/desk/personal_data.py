"""What the whole entity says about personal data: the authorisation with its versions, how long names are kept, and
how many people were trained in a year."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from rinde.capabilities.dialogue.operations.consenting import set_keep_days, write_consent
from rinde.capabilities.dialogue.permissions import check_set_up
from rinde.capabilities.dialogue.queries.attendance import trained_year
from rinde.capabilities.dialogue.queries.consent import consent_versions, keep_days_of, words_in_force
from rinde.capabilities.dialogue.reports.attendance import trained_report
from rinde.capabilities.dialogue.web.forms.attendance import ConsentForm, KeepDaysForm
from rinde.capabilities.dialogue.web.forms.trying import tried
from rinde.capabilities.plans.web.requests import DeskRequest
from rinde.services.access import desk_page
from rinde.services.files.operations import as_attachment
from rinde.services.reporting.writers import FORMATS
from rinde.services.reporting.writers import render as write


@desk_page("dialogue.manage")
def consent_texts(request: DeskRequest, entity_slug: str) -> HttpResponse:
    """The words in force, a form for new ones, every version before; and the days for which names are kept."""
    check_set_up(request.entity, by=request.principal)
    now, words = timezone.now(), words_in_force(request.entity)
    is_days = request.POST.get("que") == "dias"
    names = ("purpose", "text", "optional_nature", "rights")
    data = request.POST if request.method == "POST" else None
    form = ConsentForm(None if is_days else data, initial={name: getattr(words, name) for name in names})
    days = KeepDaysForm(data if is_days else None, initial={"days": keep_days_of(request.entity)})
    if days.is_valid():
        set_to = tried(
            days,
            lambda: set_keep_days(
                entity_id=request.entity.pk, days=days.cleaned_data["days"], by=request.principal, now=now
            ),
            on="days",
        )
        if set_to:
            return _back(request, entity_slug, "El plazo quedó guardado.")
    if form.is_valid():
        made = tried(
            form,
            lambda: write_consent(entity_id=request.entity.pk, by=request.principal, now=now, **form.cleaned_data),
        )
        if made:
            return _back(request, entity_slug, f"La versión {made.number} está en uso desde ahora.")
    context = {
        "form": form,
        "days": days,
        "words": words,
        "versions": consent_versions(request.entity),
        "here": "consent_texts",
    }
    refused = form.errors or days.errors
    return render(request, "dialogue/desk/consent_texts.html", context, status=422 if refused else 200)


def _back(request: DeskRequest, entity_slug: str, said: str) -> HttpResponse:
    messages.success(request, said)
    return redirect("desk:consent_texts", entity_slug=entity_slug)


@desk_page("dialogue.read")
def trained_people(request: DeskRequest, entity_slug: str) -> HttpResponse:  # noqa: ARG001
    """Different people trained in a year, in all and by unit and territory, and in each training. Numbers only."""
    context = {
        "counted": trained_year(request.entity, _year(request)),
        "formats": [(extension, one.label) for extension, one in FORMATS.items()],
        "this_year": timezone.localdate().year,
        "here": "trained_people",
    }
    return render(request, "dialogue/desk/trained_people.html", context)


def _year(request: DeskRequest) -> int:
    """The year asked for; this one where none is."""
    asked = request.GET.get("ano", "")
    return int(asked) if asked.isdecimal() and len(asked) == 4 else timezone.localdate().year


@desk_page("dialogue.read")
def trained_download(request: DeskRequest, entity_slug: str) -> HttpResponse:
    """The same as a file."""
    year, extension = _year(request), request.GET.get("formato", "")
    if extension not in FORMATS:
        raise Http404("No hay descargas en ese formato.")
    report = trained_report(request.entity, trained_year(request.entity, year), made_on=timezone.localdate())
    written = write(report, extension)
    name = f"{entity_slug}-personas-capacitadas-{year}.{extension}"
    return as_attachment(written.content, name=name, content_type=written.content_type)
