"""Pages of the desk about the entity itself: its data, and its org chart from a file."""

import csv
import io
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from rinde.capabilities.entities import operations
from rinde.capabilities.entities.models import Entity, OrgChartImport
from rinde.capabilities.entities.permissions import EDIT, can_edit_entity
from rinde.capabilities.entities.rules.org_chart.changes import Outcome
from rinde.capabilities.entities.rules.org_chart.columns import MODEL_HEADERS
from rinde.capabilities.entities.web.desk import show_gaps
from rinde.capabilities.entities.web.forms import EntityForm, OrgChartFileForm, ShieldForm
from rinde.foundations.attachments import UploadRefused
from rinde.foundations.refusals import NotReady
from rinde.services.access import desk_page
from rinde.services.files.operations import as_attachment

# What asks for attention comes first; a file of 300 rows may have one mistake.
OUTCOMES = (Outcome.ERROR, Outcome.UPDATED, Outcome.CREATED, Outcome.UNCHANGED)
MODEL_ROWS = (
    ("100", "Despacho de la Alcaldía", "DA", "dependencia", "", "no", "Despacho del Alcalde", "01/01/2024", ""),
    ("200", "Secretaría de Planeación", "SP", "dependencia", "100", "sí", "Planeación;Oficina de Planeación", "", ""),
    ("C01", "Comité de Gestión y Desempeño", "CIGD", "instancia colectiva", "100", "no", "Comité MIPG", "", ""),
)


@desk_page("desk.open")
def entity_data(request: Any, entity_slug: str) -> HttpResponse:
    """The entity's data, which the footer of every public page shows; a form for whoever may change them."""
    if not can_edit_entity(request.entity, by=request.principal):
        return render(request, "entities/entity_facts.html")
    form = EntityForm(request.POST or None, instance=Entity.objects.get(pk=request.entity.pk))
    if request.method == "POST" and form.is_valid():
        try:
            operations.update_entity(
                entity_id=request.entity.pk, values=form.cleaned_data, by=request.principal, now=timezone.now()
            )
        except NotReady as refusal:
            show_gaps(form, refusal)
        else:
            messages.success(request, "Los datos de la entidad quedaron guardados.")
            return redirect("desk:entity_data", entity_slug=entity_slug)
    shield = ShieldForm(initial={"alt": request.entity.shield_alt}, has_shield=bool(request.entity.shield_file_id))
    return render(request, "entities/entity_form.html", {"form": form, "shield": shield})


@desk_page(EDIT)
@require_POST
def entity_shield(request: Any, entity_slug: str) -> HttpResponse:
    """Save the entity's shield, or take it away."""
    who = {"entity_id": request.entity.pk, "by": request.principal, "now": timezone.now()}
    if "quitar" in request.POST:
        operations.remove_shield(**who)
        messages.success(request, "Se quitó el escudo. Las páginas muestran otra vez las iniciales.")
        return redirect("desk:entity_data", entity_slug=entity_slug)
    shield = ShieldForm(request.POST, request.FILES, has_shield=bool(request.entity.shield_file_id))
    if shield.is_valid():
        try:
            operations.set_shield(content=shield.cleaned_data["file"], alt=shield.cleaned_data["alt"], **who)
        except NotReady as refusal:
            show_gaps(shield, refusal)
        except UploadRefused as refused:
            shield.add_error("file", refused.message)
        else:
            messages.success(request, "El escudo quedó guardado: ya está en las páginas públicas y en los informes.")
            return redirect("desk:entity_data", entity_slug=entity_slug)
    form = EntityForm(instance=Entity.objects.get(pk=request.entity.pk))
    return render(request, "entities/entity_form.html", {"form": form, "shield": shield}, status=422)


@desk_page(EDIT)
def org_chart_upload(request: Any, entity_slug: str) -> HttpResponse:
    """Send a file; what it would change is shown before anything changes."""
    form = OrgChartFileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            if file.size > settings.MAX_UPLOAD_BYTES:
                raise NotReady(f"El archivo pasa de {settings.MAX_UPLOAD_BYTES // 1024**2} MB. Deje solo la hoja.")
            received = operations.receive_org_chart(
                entity=request.entity,
                name=file.name,
                content=file.read(),
                by=request.principal,
                now=timezone.now(),
            )
        except NotReady as refusal:
            show_gaps(form, refusal)
        else:
            return redirect("desk:org_chart_import", entity_slug=entity_slug, import_id=received.pk)
    earlier = OrgChartImport.objects.all()[:5]
    return render(request, "entities/org_chart_upload.html", {"form": form, "earlier": earlier})


@desk_page(EDIT)
def org_chart_import(request: Any, entity_slug: str, import_id: int) -> HttpResponse:  # noqa: ARG001
    """The dry run: row by row, what would be created, updated, left alone, and what is wrong."""
    received = get_object_or_404(OrgChartImport.objects.select_related("file"), pk=import_id)
    report = operations.dry_run(received)
    context = {
        "received": received,
        "report": report,
        "rows": sorted(report.rows, key=lambda row: (OUTCOMES.index(row.outcome), row.line)),
        "counts": {outcome.value: report.count(outcome) for outcome in Outcome},
        "can_apply": not report.errors and report.changes_something,
    }
    return render(request, "entities/org_chart_import.html", context)


@desk_page(EDIT)
@require_POST
def org_chart_apply(request: Any, entity_slug: str, import_id: int) -> HttpResponse:
    """Do what the dry run showed, all of it or nothing."""
    get_object_or_404(OrgChartImport, pk=import_id)
    try:
        report = operations.apply_org_chart(import_id=import_id, by=request.principal, now=timezone.now())
    except NotReady as refusal:
        messages.error(request, refusal.message)
        return redirect("desk:org_chart_import", entity_slug=entity_slug, import_id=import_id)
    created, updated = report.count(Outcome.CREATED), report.count(Outcome.UPDATED)
    messages.success(request, f"Organigrama al día: {created} nuevas, {updated} cambiadas, las demás siguen igual.")
    return redirect("desk:org_chart", entity_slug=entity_slug)


@desk_page(EDIT)
def org_chart_model(request: Any, entity_slug: str) -> HttpResponse:  # noqa: ARG001
    """A small file to fill in, which Excel opens with its accents."""
    text = io.StringIO()
    csv.writer(text, delimiter=";").writerows((MODEL_HEADERS, *MODEL_ROWS))
    content = text.getvalue().encode("utf-8-sig")
    return as_attachment(content, name="organigrama-modelo.csv", content_type="text/csv; charset=utf-8")
