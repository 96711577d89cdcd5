"""The workbench: the rows at the left, one of them at the right beside its place in the original."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from rinde.capabilities.plan_imports import operations, queries
from rinde.capabilities.plan_imports.models import ImportRow, PlanImport
from rinde.capabilities.plan_imports.rules.draft import DraftRow
from rinde.capabilities.plan_imports.rules.review import mark_of, name_key, row_from_json
from rinde.capabilities.plan_imports.web import presenters
from rinde.capabilities.plan_imports.web.desk.opened import DeskRequest, address, around, opened, review_page, say_no
from rinde.capabilities.plan_imports.web.forms import RowForm
from rinde.foundations.design.templatetags.design import es_number
from rinde.foundations.refusals import NotReady, Refusal, StaleWrite
from rinde.services.access import desk_page

DECISIONS = {
    "aceptar": (operations.accept_row, "Fila {number} aceptada."),
    "no-entra": (operations.leave_out_row, "La fila {number} no entra en el plan."),
    "restaurar": (operations.restore_row, "La fila {number} vuelve a estar por revisar."),
}
WORKBENCH = "revision"  # the id of the element that htmx replaces


@require_GET
@desk_page("plan_imports.upload")
def row_page(request: DeskRequest, entity_slug: str, import_id: int, row_id: int) -> HttpResponse:  # noqa: ARG001
    plan_import = opened(request, import_id)
    row = queries.row_of(plan_import, row_id)
    if row is None:
        # A document that was read again may have lost the row that an open page or a shared address names.
        messages.info(request, "Esa fila ya no está en la lectura de este documento. Esta es la primera por revisar.")
        return redirect(address(plan_import, "import_detail"))
    return _workbench(request, plan_import, row)


@require_http_methods(["GET", "POST"])
@desk_page("plan_imports.upload")
def edit_row(request: DeskRequest, entity_slug: str, import_id: int, row_id: int) -> HttpResponse:  # noqa: ARG001
    plan_import = opened(request, import_id)
    row = _row(plan_import, row_id)
    form = RowForm.of(row_from_json(row.fields), request.POST or None)
    if request.method == "POST" and form.is_valid() and _saved(request, row, form):
        messages.success(request, f"Fila {row.position + 1} corregida.")
        return redirect(_row_address(request, plan_import, row_id))
    if form.is_stale:
        return _workbench(request, plan_import, _row(plan_import, row_id), form=form, status=409)
    return _workbench(request, plan_import, row, form=form, status=200 if request.method == "GET" else 422)


def _saved(request: DeskRequest, row: ImportRow, form: RowForm) -> bool:
    """Save the correction; where it is refused, say why on the form, with everything typed still in it."""
    try:
        operations.edit_row(
            entity=request.entity,
            import_id=row.plan_import_id,
            row_id=row.pk,
            typed=form.row(),
            seen=form.cleaned_data["seen"],
            by=request.principal,
            now=timezone.now(),
        )
    except StaleWrite as refusal:
        form.add_error(None, refusal.message)
        form.accept_newer(mark_of(row_from_json(_row(row.plan_import, row.pk).fields)))
    except NotReady as refusal:
        for gap in refusal.gaps:
            form.add_error(None, gap)
    else:
        return True
    return False


@require_http_methods(["GET", "POST"])
@desk_page("plan_imports.upload")
def add_row(request: DeskRequest, entity_slug: str, import_id: int) -> HttpResponse:  # noqa: ARG001
    plan_import = opened(request, import_id)
    component, subcomponent = queries.place_of_new_row(plan_import)
    blank = DraftRow(activity="", component=component or None, subcomponent=subcomponent or None)
    form = RowForm.of(blank, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            row = operations.add_row(
                entity=request.entity, import_id=import_id, typed=form.row(), by=request.principal, now=timezone.now()
            )
        except NotReady as refusal:
            for gap in refusal.gaps:
                form.add_error(None, gap)
        else:
            messages.success(request, f"Fila {row.position + 1} agregada y aceptada.")
            return redirect(_row_address(request, plan_import, row.pk))
    status = 200 if request.method == "GET" else 422
    return review_page(request, "add_row.html", plan_import, "filas", form=form, status=status)


@require_POST
@desk_page("plan_imports.upload")
def decide_row(request: DeskRequest, entity_slug: str, import_id: int, row_id: int) -> HttpResponse:  # noqa: ARG001
    """Accept, leave out or restore a row, and go on to the next one that waits."""
    plan_import = opened(request, import_id)
    decision = request.POST.get("decision", "")
    if decision not in DECISIONS:
        raise Http404
    operation, words = DECISIONS[decision]
    try:
        row = operation(
            entity=request.entity, import_id=import_id, row_id=row_id, by=request.principal, now=timezone.now()
        )
    except Refusal as refusal:
        say_no(request, refusal)
        return redirect(_row_address(request, plan_import, row_id))
    messages.success(request, words.format(number=row.position + 1))
    goes_on = decision != "restaurar"
    next_row = queries.neighbours_of(plan_import, "todas", row).next_pending if goes_on else None
    return redirect(_row_address(request, plan_import, next_row or row_id))


@require_POST
@desk_page("plan_imports.upload")
def accept_all(request: DeskRequest, entity_slug: str, import_id: int) -> HttpResponse:  # noqa: ARG001
    plan_import = opened(request, import_id)
    done = operations.accept_all(entity=request.entity, import_id=import_id, by=request.principal, now=timezone.now())
    told = "Se aceptó 1 fila." if done.accepted == 1 else f"Se aceptaron {es_number(done.accepted)} filas."
    if done.stayed_out == 1:
        told += " Queda por fuera 1, porque tiene algo por corregir: está en «Por revisar»."
    elif done.stayed_out:
        number = es_number(done.stayed_out)
        told += f" Quedan por fuera {number}, porque tienen algo por corregir: están en «Por revisar»."
    messages.success(request, told)
    return redirect(address(plan_import, "import_detail"))


@require_POST
@desk_page("plan_imports.upload")
def settle_finding(request: DeskRequest, entity_slug: str, import_id: int, finding_id: int) -> HttpResponse:  # noqa: ARG001
    """Take what a finding proposes, or say that the row is right as it is."""
    plan_import = opened(request, import_id)
    takes = request.POST.get("accion") == "usar"
    operation = operations.take_suggestion if takes else operations.keep_finding
    try:
        operation(
            entity=request.entity, import_id=import_id, finding_id=finding_id, by=request.principal, now=timezone.now()
        )
    except Refusal as refusal:
        say_no(request, refusal)
    else:
        messages.success(request, "Propuesta aplicada." if takes else "Se deja como está.")
    row_id = request.POST.get("fila", "")
    if row_id.isdecimal():
        return redirect(_row_address(request, plan_import, int(row_id)))
    return redirect(address(plan_import, "import_findings"))


def _row(plan_import: PlanImport, row_id: int) -> ImportRow:
    row = queries.row_of(plan_import, row_id)
    if row is None:
        raise Http404
    return row


def _wanted(request: DeskRequest) -> str:
    wanted = request.GET.get("ver", "todas")
    return wanted if wanted in queries.FILTERS else "todas"


def _row_address(request: DeskRequest, plan_import: PlanImport, row_id: int) -> str:
    wanted = _wanted(request)
    return address(plan_import, "import_row", row_id) + (f"?ver={wanted}" if wanted != "todas" else "")


def _workbench(
    request: DeskRequest,
    plan_import: PlanImport,
    row: ImportRow,
    *,
    form: RowForm | None = None,
    status: int = 200,
) -> HttpResponse:
    shown = _beside(request, plan_import, row) | {"form": form}
    if request.htmx and request.htmx.target == WORKBENCH:
        # htmx shows an answer only when it is a success; the messages say what went wrong.
        return render(request, "plan_imports/_workbench.html", around(plan_import, "filas") | shown)
    return review_page(request, "rows.html", plan_import, "filas", status=status, **shown)


def _beside(request: DeskRequest, plan_import: PlanImport, row: ImportRow) -> dict[str, Any]:
    """Everything that the workbench shows: the list, the row, and its place in the original."""
    wanted = _wanted(request)
    number = request.GET.get("pagina") or queries.page_of_row(plan_import, wanted, row)
    page = queries.rows_page(plan_import, wanted, number)
    matches = {name_key(match.text): match for match in queries.matches_of(plan_import)}
    return {
        "row": row,
        "card": presenters.row_card(row, [one for one in row.all_findings if not one.settlement]),
        "facts": presenters.row_facts(row),
        "names": presenters.named_actors(row, matches),
        "findings": [presenters.finding_view(finding) for finding in row.all_findings],
        "neighbours": queries.neighbours_of(plan_import, wanted, row),
        "page": page,
        "cards": [presenters.row_card(one, one.open_findings) for one in page],
        "filters": queries.FILTERS,
        "wanted": wanted,
        "cutout": presenters.page_cutout(plan_import, row.place, whole="completa" in request.GET),
        "whole": "completa" in request.GET,
        "excerpt": queries.excerpt(plan_import, row.place),
    }
