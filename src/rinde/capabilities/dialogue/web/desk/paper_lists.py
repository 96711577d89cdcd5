"""Lists signed on paper: typed in many rows at a time, or brought in from a spreadsheet and looked at first."""

from collections.abc import Sequence
from datetime import datetime

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from rinde.capabilities.dialogue.models import AttendanceSheet, DialogueSpace
from rinde.capabilities.dialogue.operations.attendance_lists import AppliedList, apply_list, leave_list, receive_list
from rinde.capabilities.dialogue.operations.checking_in import Arrived, enter_rows
from rinde.capabilities.dialogue.queries.attendance import group_choices, unit_choices
from rinde.capabilities.dialogue.reports.attendance import list_model
from rinde.capabilities.dialogue.rules.attendance_sheet import Outcome
from rinde.capabilities.dialogue.web.desk.check_in import table_of
from rinde.capabilities.dialogue.web.forms.attendance import ListFileForm, PaperRowForm
from rinde.capabilities.dialogue.web.forms.trying import tried
from rinde.capabilities.dialogue.web.opened import back_to_space_page, space_to_check_in
from rinde.capabilities.plans.web.requests import DeskRequest
from rinde.foundations.refusals import NotReady, TransitionNotAllowed
from rinde.services.access import desk_page
from rinde.services.files.operations import as_attachment
from rinde.services.reporting.writers import FORMATS
from rinde.services.reporting.writers import render as write
from rinde.services.visitors import new_mark, read_mark

ROWS = 15  # of one form; a sheet of paper has about as many
ON_PAGE = 200
_KINDS: dict[str, tuple[str, str]] = {
    Outcome.PROBLEM: ("late", "Por corregir"),
    Outcome.NEW: ("ok", "Entra"),
    Outcome.COUNTED: ("info", "Se cuenta sin nombre"),
    Outcome.DOUBLE: ("draft", "Repetida"),
    Outcome.KNOWN: ("draft", "Ya estaba"),
}
_MODELS = ("xlsx", "ods", "csv")


@desk_page("dialogue.read")
def attendance_paper(request: DeskRequest, entity_slug: str, space_id: int) -> HttpResponse:  # noqa: ARG001
    """A page of a list on paper, typed in at once: all of its rows or none."""
    space, now = space_to_check_in(request, space_id), timezone.now()
    place = f"paper:{space.pk}"
    mark = (read_mark(request.POST.get("mark", ""), place) if request.method == "POST" else None) or new_mark(now)
    rows = _row_forms(request, space, now)
    if request.method == "POST" and all(row.is_valid() for row in rows):
        done = tried(rows[0], lambda: _entered(request, space, rows, mark.form_id, now))
        if done is not None:
            new = sum(one.is_new for one in done)
            known = len(done) - new
            said = f"Entraron {new} personas." + (f" {known} ya estaban y cuentan una sola vez." if known else "")
            return back_to_space_page(request, space, "attendance_paper", said)
    refused = any(row.errors for row in rows)
    context = table_of(request, space, now=now, here="attendance_paper")
    context |= {"rows": rows, "mark": mark.signed(place), "refused": refused}
    return render(request, "dialogue/desk/paper_list.html", context, status=422 if refused else 200)


def _row_forms(request: DeskRequest, space: DialogueSpace, now: datetime) -> Sequence[PaperRowForm]:
    data = request.POST if request.method == "POST" else None
    groups, units = group_choices(space.entity), unit_choices(now)
    return [PaperRowForm(data, prefix=f"f{number}", groups=groups, units=units) for number in range(1, ROWS + 1)]


def _entered(
    request: DeskRequest, space: DialogueSpace, rows: Sequence[PaperRowForm], token: str, now: datetime
) -> tuple[Arrived, ...]:
    filled = [row.values() for row in rows if not row.is_empty]
    return enter_rows(space_id=space.pk, rows=filled, form_token=token, by=request.principal, now=now)


@desk_page("dialogue.read")
def attendance_sheet(request: DeskRequest, entity_slug: str, space_id: int) -> HttpResponse:  # noqa: ARG001
    """Upload a list; what it would change is shown before anything is."""
    space, now = space_to_check_in(request, space_id), timezone.now()
    form = ListFileForm(request.POST, request.FILES) if request.method == "POST" else ListFileForm()
    if form.is_valid():
        file, carries_consent = form.cleaned_data["file"], form.cleaned_data["carries_consent"]
        received = tried(
            form,
            lambda: receive_list(
                space_id=space.pk,
                name=file.name,
                content=file.read(),
                carries_consent=carries_consent,
                by=request.principal,
                now=now,
            ),
            on="file",
        )
        if received:
            return _to_report(space, received)
    context = table_of(request, space, now=now, here="attendance_sheet") | {
        "form": form,
        "models": [(one, FORMATS[one].label) for one in _MODELS],
        "sheets": list(AttendanceSheet.objects.filter(space=space).select_related("uploaded_by")[:20]),
    }
    return render(request, "dialogue/desk/list_upload.html", context, status=422 if form.errors else 200)


@desk_page("dialogue.read")
def attendance_sheet_report(
    request: DeskRequest,
    entity_slug: str,  # noqa: ARG001
    space_id: int,
    attendance_sheet_id: int,
) -> HttpResponse:
    """Row by row what a list would change; it enters whole, or is left."""
    space, now = space_to_check_in(request, space_id), timezone.now()
    sheet: AttendanceSheet = get_object_or_404(AttendanceSheet, space=space, pk=attendance_sheet_id)
    refusal: NotReady | TransitionNotAllowed | None = None
    if request.method == "POST":
        try:
            return _acted(request, space, sheet, now)
        except (NotReady, TransitionNotAllowed) as refused:
            refusal = refused
    report = sorted(sheet.report, key=lambda row: (row[1] != Outcome.PROBLEM, row[0]))
    page = Paginator([(line, *_KINDS[outcome], said) for line, outcome, said in report], ON_PAGE)
    context = table_of(request, space, now=now, here="attendance_sheet") | {
        "sheet": sheet,
        "page": page.get_page(request.GET.get("pagina")),
        "totals": [(word, sheet.counts.get(outcome, 0)) for outcome, (_, word) in _KINDS.items()],
        "refusal": refusal,
        "gaps": getattr(refusal, "gaps", ())[:20],
        "waits": sheet.applied_at is None and sheet.left_at is None,
        "has_problems": bool(sheet.counts.get(Outcome.PROBLEM)),
    }
    return render(request, "dialogue/desk/list_report.html", context, status=422 if refusal else 200)


def _acted(request: DeskRequest, space: DialogueSpace, sheet: AttendanceSheet, now: datetime) -> HttpResponse:
    if request.POST.get("accion") == "descartar":
        leave_list(sheet_id=sheet.pk, by=request.principal, now=now)
        return back_to_space_page(request, space, "attendance_sheet", "La lista se descartó y lo leído se borró.")
    applied = apply_list(sheet_id=sheet.pk, by=request.principal, now=now)
    messages.success(request, _said_of(applied))
    return _to_report(space, sheet)


def _said_of(applied: AppliedList) -> str:
    if not applied.is_new:
        return "Esta lista ya había entrado."
    return f"La lista entró: {applied.named} personas con nombre y {applied.counted} sin nombre."


def _to_report(space: DialogueSpace, sheet: AttendanceSheet) -> HttpResponse:
    return redirect(
        "desk:attendance_sheet_report",
        entity_slug=space.entity.slug,
        space_id=space.pk,
        attendance_sheet_id=sheet.pk,
    )


@desk_page("dialogue.read")
def attendance_model(request: DeskRequest, entity_slug: str, space_id: int, extension: str) -> HttpResponse:  # noqa: ARG001
    """An empty list with the headings that are understood."""
    space_to_check_in(request, space_id)
    if extension not in _MODELS:
        raise Http404("No hay un modelo en ese formato.")
    written = write(list_model(), extension)
    return as_attachment(
        written.content, name=f"modelo-lista-de-asistencia.{extension}", content_type=written.content_type
    )
