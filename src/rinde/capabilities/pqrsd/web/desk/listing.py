"""What waits for an answer, the most pressing first."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from rinde.capabilities.entities.queries import actors_on
from rinde.capabilities.plans.web.requests import DeskRequest
from rinde.capabilities.pqrsd.choices import PetitionKind
from rinde.capabilities.pqrsd.permissions import FILE, TRIAGE, own_actors
from rinde.capabilities.pqrsd.queries.petitions import PetitionCounts, PetitionFilter, counts_of, petition_rows
from rinde.capabilities.pqrsd.rules.pressing import SOON
from rinde.capabilities.pqrsd.web.desk.opened import petition_page
from rinde.capabilities.pqrsd.web.presenters.lists import row_of

ON_PAGE = 50
STATES = {
    "abiertas": "Abiertas",
    "vencidas": "Vencidas",
    "pronto": "Vencen pronto",
    "por-clasificar": "Por clasificar",
    "por-revisar": "Respuestas por revisar",
    "por-completar": "Esperan a la persona",
    "cerradas": "Terminadas",
    "todas": "Todas",
}


@petition_page
def petition_list(request: DeskRequest, entity_slug: str) -> HttpResponse:  # noqa: ARG001
    """The petitions that this person sees: all of them, or those of their units."""
    today, by = timezone.localdate(), request.principal
    actors, wanted = own_actors(by), _wanted(request)
    soon_until = today + SOON
    rows = petition_rows(wanted, today=today, soon_until=soon_until)
    page = Paginator(rows, ON_PAGE).get_page(request.GET.get("pagina"))
    counts = counts_of(actors, today=today, soon_until=soon_until)
    context = {
        "page": page,
        "rows": [row_of(one, today) for one in page.object_list],
        "wanted": wanted,
        "pills": _pills(counts, wanted.state),
        "kinds": PetitionKind.choices,
        "actors": [one for one in actors_on(today) if actors is None or one.pk in actors],
        "is_own": actors is not None,
        "can_file": by.may_somewhere(FILE),
        "can_set": by.may(TRIAGE),
        "is_filtered": bool(wanted.kind or wanted.words or wanted.actor_id),
    }
    return render(request, "pqrsd/desk/list.html", context)


def _wanted(request: DeskRequest) -> PetitionFilter:
    """What the address asks for; what it asks for wrongly is left out."""
    state, kind = request.GET.get("estado", ""), request.GET.get("tipo", "")
    actor = request.GET.get("dependencia", "")
    return PetitionFilter(
        actors=own_actors(request.principal),
        state=state if state in STATES else "abiertas",
        kind=kind if kind in PetitionKind.values else "",
        actor_id=int(actor) if actor.isdecimal() and len(actor) < 10 else None,
        words=request.GET.get("q", "").strip()[:80],
    )


def _pills(counts: PetitionCounts, chosen: str) -> list[dict[str, Any]]:
    many = {
        "abiertas": counts.is_open,
        "vencidas": counts.overdue,
        "pronto": counts.soon,
        "por-clasificar": counts.unclassified,
        "por-revisar": counts.to_review,
        "por-completar": counts.incomplete,
    }
    return [
        {"value": value, "label": label, "count": many.get(value), "is_chosen": value == chosen}
        for value, label in STATES.items()
    ]
