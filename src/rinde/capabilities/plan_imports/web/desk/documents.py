"""Documents come in here: the list, the upload, the reading as it goes, and the original as it was."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from rinde.capabilities.plan_imports import operations, queries
from rinde.capabilities.plan_imports.choices import ImportStatus
from rinde.capabilities.plan_imports.models import PlanImport
from rinde.capabilities.plan_imports.tasks import start_reading
from rinde.capabilities.plan_imports.web.desk.opened import DeskRequest, address, opened, say_no
from rinde.capabilities.plan_imports.web.forms import PasteForm, UploadForm
from rinde.foundations.documents import DocumentError
from rinde.foundations.refusals import Refusal
from rinde.services.access import desk_page
from rinde.services.files.operations import as_attachment, read_file

BEING_READ = (ImportStatus.UPLOADED, ImportStatus.READING)


@require_GET
@desk_page("plan_imports.upload")
def document_list(request: DeskRequest, entity_slug: str) -> HttpResponse:  # noqa: ARG001
    return render(request, "plan_imports/list.html", {"imports": queries.imports_of(request.entity)})


@require_http_methods(["GET", "POST"])
@desk_page("plan_imports.upload")
def upload(request: DeskRequest, entity_slug: str) -> HttpResponse:  # noqa: ARG001
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "GET" or not form.is_valid():
        return _upload_page(request, form, PasteForm(), status=200 if request.method == "GET" else 422)
    file = form.cleaned_data["file"]
    try:
        operations.check_size(file.size)
        plan_import = operations.upload_document(
            entity=request.entity,
            name=file.name,
            content=file.read(),
            by=request.principal,
            now=timezone.now(),
            start_reading=start_reading,
            even_if_repeated=form.cleaned_data["even_if_repeated"],
        )
    except (DocumentError, operations.AlreadyUploaded) as refusal:
        return _refused(request, form, "file", refusal, upload=form)
    return redirect(address(plan_import, "import_detail"))


@require_POST
@desk_page("plan_imports.upload")
def paste(request: DeskRequest, entity_slug: str) -> HttpResponse:  # noqa: ARG001
    form = PasteForm(request.POST)
    if not form.is_valid():
        return _upload_page(request, UploadForm(), form, status=422)
    try:
        plan_import = operations.paste_text(
            entity=request.entity,
            text=form.cleaned_data["text"],
            by=request.principal,
            now=timezone.now(),
            start_reading=start_reading,
            even_if_repeated=form.cleaned_data["even_if_repeated"],
        )
    except (DocumentError, operations.AlreadyUploaded) as refusal:
        return _refused(request, form, "text", refusal, paste=form)
    return redirect(address(plan_import, "import_detail"))


def _refused(
    request: DeskRequest,
    form: UploadForm | PasteForm,
    field: str,
    refusal: DocumentError | operations.AlreadyUploaded,
    **forms: UploadForm | PasteForm,
) -> HttpResponse:
    form.add_error(field, refusal.message)
    earlier = refusal.import_id if isinstance(refusal, operations.AlreadyUploaded) else None
    shown = {"upload": UploadForm(), "paste": PasteForm()} | forms
    return _upload_page(request, shown["upload"], shown["paste"], earlier=earlier, status=422)


def _upload_page(
    request: DeskRequest, upload_form: object, paste_form: object, *, earlier: int | None = None, status: int
) -> HttpResponse:
    shown = {"upload_form": upload_form, "paste_form": paste_form, "earlier": earlier}
    shown["max_megabytes"] = settings.MAX_UPLOAD_BYTES // operations.MEGABYTE
    shown["recent"] = queries.imports_of(request.entity)[:5]
    return render(request, "plan_imports/upload.html", shown, status=status)


@require_GET
@desk_page("plan_imports.upload")
def detail(request: DeskRequest, entity_slug: str, import_id: int) -> HttpResponse:  # noqa: ARG001
    """Where the document stands: being read, unreadable, put aside, or in review."""
    plan_import = opened(request, import_id)
    if plan_import.status in BEING_READ:
        return render(request, "plan_imports/progress.html", _progress(plan_import))
    if plan_import.status in {ImportStatus.FAILED, ImportStatus.DISCARDED}:
        return render(request, "plan_imports/stopped.html", {"plan_import": plan_import})
    row_id = _wanted_row(request, plan_import)
    name, more = ("import_row", [row_id]) if row_id else ("import_findings", [])
    return redirect(address(plan_import, name, *more))


def _wanted_row(request: DeskRequest, plan_import: PlanImport) -> int | None:
    """`?fila=12` is the twelfth row; without it, the first one that still waits for a decision."""
    number = request.GET.get("fila", "")
    if number.isdecimal() and (row_id := queries.row_at(plan_import, int(number) - 1)):
        return row_id
    return queries.next_row_to_review(plan_import)


@require_GET
@desk_page("plan_imports.upload")
def progress(request: DeskRequest, entity_slug: str, import_id: int) -> HttpResponse:  # noqa: ARG001
    """The part of the page that htmx asks for every second; without htmx, back to the whole page."""
    plan_import = opened(request, import_id)
    if not request.htmx:
        return redirect(address(plan_import, "import_detail"))
    if plan_import.status not in BEING_READ:
        return HttpResponse(headers={"HX-Redirect": address(plan_import, "import_detail")})
    return render(request, "plan_imports/_progress.html", _progress(plan_import))


def _progress(plan_import: PlanImport) -> dict[str, object]:
    since = plan_import.heartbeat_at or plan_import.queued_at
    silent = timezone.now() - since > operations.STALE_AFTER
    return {"plan_import": plan_import, "silent": silent, "waiting": plan_import.status == ImportStatus.UPLOADED}


@require_POST
@desk_page("plan_imports.upload")
def read_again(request: DeskRequest, entity_slug: str, import_id: int) -> HttpResponse:  # noqa: ARG001
    plan_import = opened(request, import_id)
    try:
        operations.read_again(
            entity=request.entity,
            import_id=import_id,
            by=request.principal,
            now=timezone.now(),
            start_reading=start_reading,
        )
    except Refusal as refusal:
        say_no(request, refusal)
    return redirect(address(plan_import, "import_detail"))


@require_http_methods(["GET", "POST"])
@desk_page("plan_imports.upload")
def discard(request: DeskRequest, entity_slug: str, import_id: int) -> HttpResponse:
    plan_import = opened(request, import_id)
    if request.method == "GET":
        return render(request, "plan_imports/discard.html", {"plan_import": plan_import})
    operations.discard_import(entity=request.entity, import_id=import_id, by=request.principal, now=timezone.now())
    messages.success(request, f"«{plan_import.name}» se descartó. El archivo original se conserva.")
    return redirect("desk:import_list", entity_slug)


@require_GET
@desk_page("plan_imports.upload")
def original(request: DeskRequest, entity_slug: str, import_id: int) -> HttpResponse:  # noqa: ARG001
    """The document as it came in, to the byte."""
    plan_import = opened(request, import_id)
    stored = plan_import.file
    return as_attachment(read_file(stored), name=stored.name, content_type=stored.content_type)


@require_GET
@desk_page("plan_imports.upload")
def page_image(request: DeskRequest, entity_slug: str, import_id: int, page: int) -> HttpResponse:  # noqa: ARG001
    """A page of the PDF as a picture. It never changes, so that a browser asks once."""
    plan_import = opened(request, import_id)
    content = operations.page_image(plan_import=plan_import, page=page)
    if content is None:
        return HttpResponse(status=404)
    headers = {"Cache-Control": "private, max-age=86400, immutable", "Content-Disposition": "inline"}
    return HttpResponse(content, content_type=operations.PAGE_IMAGE_TYPE, headers=headers)
