"""What the pages of one petition share: who may open it, what every page prints, and how a move is made."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone

from rinde.capabilities.plans.web.forms.saving import EditForm, save_or_explain, status_of
from rinde.capabilities.plans.web.requests import DeskRequest, found_or_404
from rinde.capabilities.pqrsd.models import Petition
from rinde.capabilities.pqrsd.permissions import check_read, may_open_petitions
from rinde.capabilities.pqrsd.queries.petitions import petition_with
from rinde.capabilities.pqrsd.web.presenters.states import state_of
from rinde.foundations.attachments import UploadRefused
from rinde.services.access import desk_page
from rinde.services.access.views import NotForThem
from rinde.services.files.checking import AcceptedFile, accept_upload


def petition_page(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Whoever reads, files, classifies, answers or approves: none of these permissions is held by all of them."""

    @wraps(view)
    def guarded(request: DeskRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not may_open_petitions(request.principal):
            raise NotForThem
        return view(request, *args, **kwargs)

    return desk_page("desk.open")(guarded)


def petition_to_read(request: DeskRequest, petition_id: int) -> Petition:
    """The petition of the address, for whoever may read it; 404 where the entity has none of that number."""
    petition = found_or_404(petition_with(petition_id))
    check_read(petition, by=request.principal)
    return petition


def page_of(petition: Petition) -> dict[str, Any]:
    """What every page of a petition prints."""
    return {"petition": petition, "state": state_of(petition, timezone.localdate())}


def back_to(request: DeskRequest, petition: Petition, said: str) -> HttpResponse:
    """The petition's page, which says what was done."""
    messages.success(request, said)
    return redirect("desk:petition_detail", entity_slug=request.entity.slug, petition_id=petition.pk)


def accepted_or_explain(form: forms.Form, name: str) -> AcceptedFile | None:
    """Open the file of a field; where it is refused, say why on the form. None where there is none."""
    upload = form.cleaned_data.get(name)
    if upload is None:
        return None
    try:
        return accept_upload(name=upload.name or "archivo", content=upload)
    except UploadRefused as refused:
        form.add_error(name, refused.message)
        return None


def make_move(
    request: DeskRequest,
    petition: Petition,
    form: EditForm,
    move: Callable[[], object],
    *,
    said: str,
    words: dict[str, Any],
) -> HttpResponse:
    """Show the form of a move; where it is sent and nothing is wrong, make the move and go back to the petition.

    Args:
        words: `title`, `intro`, `button` of the page.
    """
    if form.is_valid() and save_or_explain(form, move, current=petition.edited_at) is not None and not form.errors:
        return back_to(request, petition, said)
    context = page_of(petition) | {"form": form, **words}
    return render(request, "pqrsd/desk/move.html", context, status=status_of(form))
