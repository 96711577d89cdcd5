"""The plan as a spreadsheet: download it, bring it back, see row by row what would change, apply it."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import groupby
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from rinde.capabilities.plans.choices import PlanStatus
from rinde.capabilities.plans.models import Plan, SheetImport
from rinde.capabilities.plans.operations.sheets import (
    AppliedSheet,
    apply_sheet,
    check_sheet_again,
    receive_sheet,
    request_sheet,
)
from rinde.capabilities.plans.permissions import can_edit_plan, can_request_change, may_edit_plan
from rinde.capabilities.plans.queries.sheets import plan_standing, sheet_imports
from rinde.capabilities.plans.rules.sheet import Outcome, RowReport, SheetReport, from_json
from rinde.capabilities.plans.rules.states import EDITABLE, WAY_OUT
from rinde.capabilities.plans.web.requests import DeskRequest, plan_to_read
from rinde.capabilities.plans.web.sheet_files import FORMATS, working_sheet
from rinde.foundations.refusals import NotReady, Refusal, StaleWrite
from rinde.services.access import desk_page
from rinde.services.files.operations import as_attachment

_ROWS_ON_PAGE = 100
_MEGABYTE = 1024 * 1024
_TAKES_SHEETS = EDITABLE | {PlanStatus.PUBLISHED}  # in a published plan they become requests
_KINDS: dict[str, tuple[str, str]] = {
    Outcome.PROBLEM: ("late", "Por corregir"),
    Outcome.CHANGED: ("info", "Cambia"),
    Outcome.NEW: ("ok", "Entra"),
    Outcome.DELETED: ("off", "Sale"),
    Outcome.UNCHANGED: ("draft", "Sigue igual"),
}
_FILTERS = {
    "corregir": (Outcome.PROBLEM, "Por corregir"),
    "cambian": (Outcome.CHANGED, "Cambian"),
    "entran": (Outcome.NEW, "Entran"),
    "salen": (Outcome.DELETED, "Salen"),
}


class SheetForm(forms.Form):
    """The file. Its size is judged before it is read, its kind by its content."""

    file = forms.FileField(
        label="Hoja con los cambios",
        allow_empty_file=True,  # the reader says it better
        error_messages={"required": "Escoja el archivo antes de revisarlo."},
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xls,.ods,.csv"}),
    )

    def clean_file(self) -> Any:
        """Refuse what is over the limit before a byte of it is looked at."""
        file = self.cleaned_data["file"]
        if file.size > settings.MAX_UPLOAD_BYTES:
            most = settings.MAX_UPLOAD_BYTES // _MEGABYTE
            raise forms.ValidationError(f"El archivo pasa de {most} MB. Deje solo la hoja del plan y súbalo de nuevo.")
        return file


@desk_page("plans.read_draft")
def plan_sheet(request: DeskRequest, entity_slug: str, plan_id: int) -> HttpResponse:  # noqa: ARG001
    plan = plan_to_read(request, plan_id)
    form = SheetForm(request.POST, request.FILES) if request.method == "POST" else SheetForm()
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            sheet = receive_sheet(
                plan_id=plan.pk, name=file.name, content=file.read(), by=request.principal, now=timezone.now()
            )
            return _to_report(sheet, plan)
        except NotReady as refusal:
            for gap in refusal.gaps:
                form.add_error("file", gap)
    context = {
        "plan": plan,
        "form": form,
        "formats": [(extension, one.label) for extension, one in FORMATS.items()],
        "sheets": [(one, from_json(one.report)) for one in sheet_imports(plan)],
        "can_upload": may_edit_plan(plan, by=request.principal) and plan.status in _TAKES_SHEETS,
        "why_not": WAY_OUT.get(plan.status, ""),
        "is_published": plan.status == PlanStatus.PUBLISHED,
    }
    return render(request, "plans/sheet.html", context, status=422 if form.is_bound and form.errors else 200)


@desk_page("plans.read_draft")
def sheet_download(request: DeskRequest, entity_slug: str, plan_id: int, extension: str) -> HttpResponse:
    plan = plan_to_read(request, plan_id)
    if extension not in FORMATS:
        raise Http404
    form, today = FORMATS[extension], timezone.localdate()
    content = form.write(working_sheet(plan.title, plan_standing(plan, on=today)))
    name = f"{entity_slug}-{plan.year}-{plan.slug}-hoja-{today:%Y-%m-%d}.{extension}"
    return as_attachment(content, name=name, content_type=form.content_type)


@desk_page("plans.read_draft")
def sheet_report(request: DeskRequest, entity_slug: str, plan_id: int, sheet_import_id: int) -> HttpResponse:  # noqa: ARG001
    plan = plan_to_read(request, plan_id)
    return _report_page(request, plan, _sheet_of(plan, sheet_import_id))


@desk_page("plans.edit")
@require_POST
def sheet_apply(request: DeskRequest, entity_slug: str, plan_id: int, sheet_import_id: int) -> HttpResponse:  # noqa: ARG001
    plan = plan_to_read(request, plan_id)
    sheet = _sheet_of(plan, sheet_import_id)
    try:
        applied = apply_sheet(
            sheet_import_id=sheet.pk,
            by=request.principal,
            now=timezone.now(),
            undoes_later=bool(request.POST.get("devolver")),
        )
    except (StaleWrite, NotReady) as refusal:
        return _report_page(request, plan, sheet, refusal)
    messages.success(request, _said_of(applied))
    return _to_report(sheet, plan)


@desk_page("plans.edit")
@require_POST
def sheet_check(request: DeskRequest, entity_slug: str, plan_id: int, sheet_import_id: int) -> HttpResponse:  # noqa: ARG001
    plan = plan_to_read(request, plan_id)
    sheet = _sheet_of(plan, sheet_import_id)
    check_sheet_again(sheet_import_id=sheet.pk, by=request.principal, now=timezone.now())
    messages.success(request, "La hoja se revisó de nuevo contra el plan de ahora.")
    return _to_report(sheet, plan)


@desk_page("plans.request_change")
@require_POST
def sheet_request(request: DeskRequest, entity_slug: str, plan_id: int, sheet_import_id: int) -> HttpResponse:  # noqa: ARG001
    """A published plan changes by request: one an activity, with the reason that everybody will read."""
    plan = plan_to_read(request, plan_id)
    sheet, reason = _sheet_of(plan, sheet_import_id), request.POST.get("reason", "")
    try:
        asked = request_sheet(
            sheet_import_id=sheet.pk,
            reason=reason,
            by=request.principal,
            now=timezone.now(),
            undoes_later=bool(request.POST.get("devolver")),
        )
    except (StaleWrite, NotReady) as refusal:
        return _report_page(request, plan, sheet, refusal, reason)
    many = f"{len(asked)} solicitudes" if len(asked) > 1 else "1 solicitud"
    messages.success(request, f"Se registró la petición: {many}. El plan sigue igual hasta que se aprueben.")
    return _to_report(sheet, plan)


def _sheet_of(plan: Plan, sheet_import_id: int) -> SheetImport:
    found: SheetImport = get_object_or_404(
        SheetImport.objects.select_related("uploaded_by", "applied_by"), plan=plan, pk=sheet_import_id
    )
    return found


def _to_report(sheet: SheetImport, plan: Plan) -> HttpResponse:
    return redirect("desk:sheet_report", entity_slug=plan.entity.slug, plan_id=plan.pk, sheet_import_id=sheet.pk)


def _said_of(applied: AppliedSheet) -> str:
    if not applied.is_new:
        return "Esta hoja ya se había aplicado."
    verb = "Se aplicó" if applied.report.changes == 1 else "Se aplicaron"
    return f"{verb} {_counted(applied.report.changes)}."


def _counted(changes: int) -> str:
    return f"{changes:,}".replace(",", ".") + (" cambio" if changes == 1 else " cambios")


def _report_page(
    request: DeskRequest, plan: Plan, sheet: SheetImport, refusal: Refusal | None = None, reason: str = ""
) -> HttpResponse:
    """What the sheet would change; after a refusal the same page, which says why nothing did."""
    report = from_json(sheet.report)
    chosen = request.GET.get("ver", "")
    is_stale = sheet.applied_at is None and plan.edited_at != sheet.plan_edited_at
    may_act = report.can_apply and sheet.applied_at is None and not is_stale and not isinstance(refusal, StaleWrite)
    context = {
        "plan": plan,
        "sheet": sheet,
        "report": report,
        "totals": _totals(report, chosen),
        "chosen": chosen,
        "page": Paginator(_shown(report, chosen), _ROWS_ON_PAGE).get_page(request.GET.get("pagina")),
        "same": _ranges(row.number for row in report.rows if row.outcome == Outcome.UNCHANGED and not row.notes),
        "same_count": report.count(Outcome.UNCHANGED),
        "refusal": refusal,
        "gaps": refusal.gaps[:20] if isinstance(refusal, NotReady) else (),
        "reason": reason,
        "is_stale": is_stale or isinstance(refusal, StaleWrite),
        "counted": _counted(report.changes),
        "made_at": _moment(report.older_than_plan),
        "can_check": may_edit_plan(plan, by=request.principal),
        "can_apply": may_act and can_edit_plan(plan, by=request.principal),
        "can_request": may_act
        and plan.status == PlanStatus.PUBLISHED
        and can_request_change(plan, by=request.principal),
        "why_not": WAY_OUT.get(plan.status, ""),
    }
    return render(request, "plans/sheet_report.html", context, status=_status_of(refusal))


def _status_of(refusal: Refusal | None) -> int:
    if refusal is None:
        return 200
    return 409 if isinstance(refusal, StaleWrite) else 422


def _totals(report: SheetReport, chosen: str) -> list[dict[str, Any]]:
    return [
        {"word": word, "count": report.count(outcome), "chosen": name == chosen, "filter": name}
        for name, (outcome, word) in _FILTERS.items()
    ]


def _shown(report: SheetReport, chosen: str) -> Sequence[dict[str, Any]]:
    """Problems first, then what changes, each in the order of the sheet; rows that stay only where they say why."""
    wanted = {_FILTERS[chosen][0]} if chosen in _FILTERS else None
    rows = [
        row
        for row in report.rows
        if (row.outcome in wanted if wanted else row.outcome != Outcome.UNCHANGED or row.notes)
    ]
    return [_shown_row(row) for row in sorted(rows, key=lambda row: row.outcome != Outcome.PROBLEM)]


def _shown_row(row: RowReport) -> dict[str, Any]:
    kind, word = _KINDS[row.outcome]
    return {"row": row, "kind": kind, "word": word, "later_at": _moment(row.later_at)}


def _moment(text: str) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _ranges(numbers: Iterable[int]) -> str:
    """«5 a 8, 10»: rows that stay the same, without a line for each."""
    runs = [
        [number for _, number in run]
        for _, run in groupby(enumerate(sorted(numbers)), key=lambda pair: pair[1] - pair[0])
    ]
    return ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]} a {run[-1]}" for run in runs)
