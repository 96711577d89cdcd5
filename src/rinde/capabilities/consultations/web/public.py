"""What everybody may read of a consultation. One kept copy serves all; the forms stand in `visitors`."""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from rinde.capabilities.consultations.choices import ConsultationStatus
from rinde.capabilities.consultations.models import Consultation
from rinde.capabilities.consultations.queries import (
    comments_by_activity,
    consultation_at,
    consultations_of_plan,
    consulted_content,
    counts_of,
    public_comments,
    tally_of,
)
from rinde.capabilities.consultations.reports import comments_report, dictionary_report
from rinde.capabilities.consultations.web import presenters
from rinde.services.access import public_page
from rinde.services.files.operations import as_attachment
from rinde.services.reporting.writers import FORMATS
from rinde.services.reporting.writers import render as write

COMMENTS_ON_PAGE = 50


def consultation_or_404(request: HttpRequest, year: int, plan_slug: str, number: int | None = None) -> Consultation:
    """The consultation of the address: the newest one of the plan, or the one of a number.

    Raises:
        Http404: where the plan never was in consultation.
    """
    found = consultation_at(request.entity, year, plan_slug, number)  # type: ignore[attr-defined]
    if found is None:
        raise Http404("No hay una consulta pública en esa dirección.")
    return found


class Addresses:
    """The public addresses of one consultation; the newest of a plan needs no number."""

    def __init__(self, consultation: Consultation) -> None:
        plan = consultation.plan
        self._place = {"entity_slug": plan.entity.slug, "year": plan.year, "plan_slug": plan.slug}
        self._number = consultation.number

    def to(self, name: str, **more: str | int) -> str:
        """An address of the plan's consultations."""
        return reverse(f"portal:{name}", kwargs=self._place | more)

    @property
    def notice(self) -> str:
        return self.to("consultation", number=self._number)

    @property
    def comments(self) -> str:
        return self.to("consultation_comments", number=self._number)

    @property
    def comment(self) -> str:
        return self.to("consultation_comment")

    @property
    def summary(self) -> str:
        return self.to("consultation_summary", number=self._number)

    @property
    def content(self) -> str:
        return self.to("consultation_text", number=self._number)

    @property
    def dictionary(self) -> str:
        return self.to("consultation_dictionary", number=self._number)

    @property
    def downloads(self) -> list[dict[str, str]]:
        return [
            {
                "url": self.to("consultation_download", number=self._number, extension=extension),
                "label": form.label,
            }
            for extension, form in FORMATS.items()
        ]


def page_of(consultation: Consultation) -> dict[str, Any]:
    """What every page of a consultation prints."""
    today = timezone.localdate()
    return {
        "section": "plans",
        "section_state": "true",
        "consultation": consultation,
        "plan": consultation.plan,
        "title": consulted_content(consultation).title,  # what the draft is called today is nobody's business yet
        "state": presenters.state_of(consultation, today),
        "receives": presenters.receives(consultation, today),
        "at": Addresses(consultation),
    }


@public_page
def consultation(
    request: HttpRequest,
    entity_slug: str,  # noqa: ARG001
    year: int,
    plan_slug: str,
    number: int | None = None,
) -> HttpResponse:
    """The notice, how long there is to comment, and the text in consultation, activity by activity."""
    found = consultation_or_404(request, year, plan_slug, number)
    counts = comments_by_activity(found)
    context = page_of(found) | {
        "content": consulted_content(found),
        "components": presenters.with_counts(presenters.draft_components(found.pk, found.sha256), counts),
        "general": counts.get("", 0),
        "counts": counts_of(found),
        "extensions": presenters.extensions_of(found),
        "others": [one for one in consultations_of_plan(found.plan) if one.pk != found.pk],
    }
    return render(request, "consultations/consultation.html", context)


@public_page
def comments(request: HttpRequest, entity_slug: str, year: int, plan_slug: str, number: int) -> HttpResponse:  # noqa: ARG001
    """What people said, each with the entity's reply once it is out; hidden ones say why they are."""
    found = consultation_or_404(request, year, plan_slug, number)
    key = request.GET.get("actividad")
    row = presenters.row_of(presenters.draft_components(found.pk, found.sha256), key) if key else None
    if key and row is None:
        raise Http404("Esa actividad no está en el texto que se consultó.")
    shown = public_comments(found, activity_key=key)
    paginator = Paginator(shown, COMMENTS_ON_PAGE)
    page = paginator.get_page(_page_with(shown, request.GET.get("ver", "")) or request.GET.get("pagina"))
    context = page_of(found) | {
        "page": page,
        "comments": [_printed(one) for one in page.object_list],
        "key": key,
        "row": row,
        "counts": counts_of(found),
    }
    return render(request, "consultations/comments.html", context)


def _page_with(shown: Any, wanted: str) -> int | None:
    """The page on which a comment stands: where the link of a mail leads."""
    if not wanted.isdecimal():
        return None
    place = next((place for place, one in enumerate(shown) if str(one.number) == wanted), None)
    return None if place is None else place // COMMENTS_ON_PAGE + 1


def _printed(one: Any) -> dict[str, Any]:
    reply = one.reply
    return {
        "comment": one,
        "outcome": presenters.outcome_markup(reply.outcome) if reply else "",
        "promise": presenters.promise_markup(reply.promise) if reply else "",
    }


@public_page
def summary(request: HttpRequest, entity_slug: str, year: int, plan_slug: str, number: int) -> HttpResponse:  # noqa: ARG001
    """What the consultation came to: numbers, the entity's words, and what changed because of it."""
    found = consultation_or_404(request, year, plan_slug, number)
    if found.status != ConsultationStatus.ANSWERED:
        raise Http404("La entidad todavía no ha publicado el resumen de esta consulta.")
    tally = tally_of(found)
    context = page_of(found) | {
        "tally": tally,
        "outcomes": presenters.outcome_bars(tally),
        "channels": presenters.channel_bars(tally),
    }
    return render(request, "consultations/summary.html", context)


@public_page
def download(
    request: HttpRequest, entity_slug: str, year: int, plan_slug: str, number: int, extension: str
) -> HttpResponse:
    """The comments and replies as a file: exactly what the page shows."""
    if extension not in FORMATS:
        raise Http404("No hay descargas en ese formato.")
    found = consultation_or_404(request, year, plan_slug, number)
    report = comments_report(
        found,
        public_comments(found),
        pending=counts_of(found).pending,
        source=request.build_absolute_uri(Addresses(found).comments),
        made_on=timezone.localdate(),
    )
    written = write(report, extension)
    name = f"{entity_slug}-{plan_slug}-{year}-consulta-{number}-comentarios.{extension}"
    return as_attachment(written.content, name=name, content_type=written.content_type)


@public_page
def dictionary(request: HttpRequest, entity_slug: str, year: int, plan_slug: str, number: int) -> HttpResponse:
    """What each column of the download means."""
    found = consultation_or_404(request, year, plan_slug, number)
    written = write(dictionary_report(found), "csv")
    name = f"{entity_slug}-{plan_slug}-{year}-consulta-{number}-diccionario.csv"
    return as_attachment(written.content, name=name, content_type=written.content_type)


@public_page
def text(request: HttpRequest, entity_slug: str, year: int, plan_slug: str, number: int) -> HttpResponse:
    """The text in consultation, byte by byte as it was frozen: `sha256sum` of it gives the hash that the page shows."""
    found = consultation_or_404(request, year, plan_slug, number)
    content = Consultation.objects.values_list("content", flat=True).get(pk=found.pk)
    name = f"{entity_slug}-{plan_slug}-{year}-consulta-{number}.json"
    return as_attachment(content.encode(), name=name, content_type="application/json")
