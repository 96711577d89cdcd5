"""Files of a space: kept, published, taken away; and what came of the space in words."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from rinde.capabilities.dialogue.choices import DocumentKind
from rinde.capabilities.dialogue.models import DialogueSpace, SpaceDocument
from rinde.capabilities.dialogue.operations.documents import add_document, publish_document, remove_document
from rinde.capabilities.dialogue.operations.results import write_results
from rinde.capabilities.dialogue.permissions import check_manage
from rinde.capabilities.dialogue.queries.documents import file_of, standing_documents
from rinde.capabilities.dialogue.web.files import original_response
from rinde.capabilities.dialogue.web.forms.documents import DocumentForm, RemovalForm, ResultsForm
from rinde.capabilities.dialogue.web.forms.trying import tried
from rinde.capabilities.dialogue.web.opened import back_to_space_page, space_to_manage
from rinde.capabilities.dialogue.web.presenters.space_page import page_of
from rinde.capabilities.plans.web.forms.saving import save_or_explain, status_of
from rinde.capabilities.plans.web.requests import DeskRequest
from rinde.foundations.attachments import UploadRefused
from rinde.services.access import desk_page


@desk_page("dialogue.manage")
def space_documents(request: DeskRequest, entity_slug: str, space_id: int) -> HttpResponse:  # noqa: ARG001
    """The files of a space, and keeping another one."""
    space, now = space_to_manage(request, space_id), timezone.now()
    form = DocumentForm(request.POST or None, request.FILES or None, initial={"kind": _kind_asked(request)})
    if form.is_valid() and (kept := _kept(request, space, form)):
        said = f"«{kept.title}» quedó guardado. Publíquelo cuando esté listo."
        return back_to_space_page(request, space, "space_documents", said)
    context = page_of(space, by=request.principal, now=now) | {
        "here": "space_documents",
        "documents": standing_documents(space),
        "form": form,
    }
    return render(request, "dialogue/desk/documents.html", context, status=422 if form.errors else 200)


def _kind_asked(request: HttpRequest) -> str:
    kind = request.GET.get("clase", "")
    return kind if kind in DocumentKind.values else DocumentKind.MINUTES


def _kept(request: DeskRequest, space: DialogueSpace, form: DocumentForm) -> SpaceDocument | None:
    upload = form.cleaned_data["file"]
    try:
        return tried(
            form,
            lambda: add_document(
                space_id=space.pk, values=form.values(), name=upload.name, content=upload, by=request.principal,
                now=timezone.now(),
            ),
        )  # fmt: skip
    except UploadRefused as refusal:
        form.add_error("file", refusal.message)
        return None


def _document(request: DeskRequest, document_id: int) -> SpaceDocument:
    found = SpaceDocument.objects.select_related("space__entity", "space__plan", "space__series")
    document: SpaceDocument = get_object_or_404(found, pk=document_id)
    check_manage(document.space, by=request.principal)
    return document


@desk_page("dialogue.manage")
def document_publish(request: DeskRequest, entity_slug: str, document_id: int) -> HttpResponse:  # noqa: ARG001
    """Ask before a file is published; a warning of personal data is read before it is confirmed."""
    document, now = _document(request, document_id), timezone.now()
    space, form = document.space, RemovalForm()
    if request.method == "POST":
        form = RemovalForm({"reason": "-"})
        confirms = "confirmo" in request.POST
        published = tried(
            form,
            lambda: publish_document(document_id=document.pk, confirms=confirms, by=request.principal, now=now),
        )
        if published:
            said = f"«{document.title}» quedó publicado con la fecha de hoy."
            return back_to_space_page(request, space, "space_documents", said)
    context = page_of(space, by=request.principal, now=now) | {"document": document, "form": form, "here": "publish"}
    return render(request, "dialogue/desk/document_publish.html", context, status=422 if form.errors else 200)


@desk_page("dialogue.manage")
def document_remove(request: DeskRequest, entity_slug: str, document_id: int) -> HttpResponse:  # noqa: ARG001
    """Take a file away, with a reason."""
    document, now = _document(request, document_id), timezone.now()
    space, form = document.space, RemovalForm(request.POST or None)
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        if tried(form, lambda: remove_document(document_id=document.pk, reason=reason, by=request.principal, now=now)):
            return back_to_space_page(request, space, "space_documents", "El archivo quedó retirado, con su motivo.")
    context = page_of(space, by=request.principal, now=now) | {"document": document, "form": form, "here": "remove"}
    return render(request, "dialogue/desk/document_remove.html", context, status=422 if form.errors else 200)


@desk_page("dialogue.manage")
def document_file(request: DeskRequest, entity_slug: str, document_id: int) -> HttpResponse:  # noqa: ARG001
    """The file as it came in, for whoever runs the space."""
    document = _document(request, document_id)
    return original_response(document, file_of(document))


@desk_page("dialogue.manage")
def space_results(request: DeskRequest, entity_slug: str, space_id: int) -> HttpResponse:  # noqa: ARG001
    """What came of a space in words."""
    space, now = space_to_manage(request, space_id), timezone.now()
    form = ResultsForm(request.POST or None, initial=ResultsForm.initial_of(space))
    if form.is_valid():
        texts, seen = form.texts(), form.cleaned_data["seen"]
        saved = save_or_explain(
            form,
            lambda: write_results(space_id=space.pk, texts=texts, seen=seen, by=request.principal, now=now),
            space.edited_at,
        )
        if saved:
            return back_to_space_page(request, space, "space_results", "Quedó guardado.")
    context = page_of(space, by=request.principal, now=now) | {"form": form, "here": "space_results"}
    return render(request, "dialogue/desk/results.html", context, status=status_of(form))
