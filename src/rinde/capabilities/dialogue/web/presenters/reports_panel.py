"""What the reports of a space show on its pages."""

from django.urls import reverse

from rinde.capabilities.dialogue.choices import ReportKind, ReportState
from rinde.capabilities.dialogue.models import DialogueReport, DialogueSpace
from rinde.capabilities.dialogue.permissions import can_evaluate, can_manage
from rinde.capabilities.dialogue.queries.reports import reports_about, reports_of
from rinde.capabilities.dialogue.rules.states import OVER
from rinde.capabilities.dialogue.web.presenters.panels import Panel
from rinde.capabilities.dialogue.web.presenters.report_page import public_url, word_of
from rinde.services.access import Principal

WHAT = {
    ReportKind.EVENT: "Cuenta qué pasó, qué se preguntó y a qué se comprometió la entidad.",
    ReportKind.EVALUATION: "Control interno mira cada criterio y concluye con su propia voz.",
}


def desk_panels(space: DialogueSpace, principal: Principal) -> list[Panel]:
    """The report of the space for whoever runs it, and internal control's evaluation. A query for each."""
    if space.status not in OVER:
        return []
    may = {
        ReportKind.EVENT: can_manage(space, by=principal),
        ReportKind.EVALUATION: can_evaluate(space, by=principal),
    }
    return [panel for kind, allowed in may.items() if (panel := _desk_panel(space, kind, allowed=allowed))]


def _desk_panel(space: DialogueSpace, kind: ReportKind, *, allowed: bool) -> Panel | None:
    found = reports_about(space, kind)
    newest = found[0] if found else None
    status_kind, status = word_of(newest) if newest else ("off", "Sin empezar")
    if allowed:
        url = reverse("desk:space_report", kwargs={"entity_slug": space.entity.slug, "space_id": space.pk})
        action = "Escribir" if newest is None or newest.state == ReportState.DRAFT else "Ver o corregir"
        return Panel(str(kind.label), (WHAT[kind],), f"{url}?clase={kind.value}", action, status, status_kind)
    published = next((one for one in found if one.state == ReportState.PUBLISHED), None)
    if published is None:
        return None
    status_kind, status = word_of(published)
    return Panel(str(kind.label), (WHAT[kind],), public_url(published), "Leer", status, status_kind)


def public_panels(space: DialogueSpace) -> list[Panel]:
    """The newest published report of each kind. One query."""
    rows = reports_of(space.entity).filter(space=space, state=ReportState.PUBLISHED).order_by("kind", "-number")
    newest: dict[str, DialogueReport] = {}
    for one in rows:
        newest.setdefault(one.kind, one)
    return [
        Panel(one.get_kind_display(), (WHAT[ReportKind(one.kind)],), public_url(one), "Leer el informe")
        for one in newest.values()
    ]
