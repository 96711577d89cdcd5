"""What everybody may read: questions that were written for all, with their answers. One kept copy serves all."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from rinde.capabilities.pqrsd.queries.public import public_petition, public_rows
from rinde.capabilities.pqrsd.web.presenters.public import shown_publicly
from rinde.services.access import public_page

ON_PAGE = 30


@public_page
def petition_list(request: HttpRequest, entity_slug: str) -> HttpResponse:  # noqa: ARG001
    """Questions without anybody's data, newest first, each with its answer or with the day on which it is due."""
    page = Paginator(public_rows(request.entity), ON_PAGE).get_page(request.GET.get("pagina"))  # type: ignore[attr-defined]
    today = timezone.localdate()
    rows = [shown_publicly(public_petition(one, today=today), today) for one in page.object_list]
    context = {"page": page, "rows": rows, "section": "petitions", "section_state": "true"}
    return render(request, "pqrsd/public_list.html", context)
