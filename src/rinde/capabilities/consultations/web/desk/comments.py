"""Looking after comments, and typing in those that came on paper."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from rinde.capabilities.consultations.choices import CommentStatus
from rinde.capabilities.consultations.models import Consultation
from rinde.capabilities.consultations.operations import enter_comment, hide_comment, show_comment
from rinde.capabilities.consultations.queries import comment_of, comments_to_moderate, consulted_content
from rinde.capabilities.consultations.rules.comments import subjects_of
from rinde.capabilities.consultations.rules.moderation import HIDING_REASONS
from rinde.capabilities.consultations.web import presenters
from rinde.capabilities.consultations.web.desk.opened import page_of, to_moderate
from rinde.capabilities.consultations.web.forms import PaperForm, remembered_table
from rinde.capabilities.plans.web.requests import DeskRequest
from rinde.foundations.refusals import NotReady, TransitionNotAllowed
from rinde.foundations.text.typed import links_in
from rinde.services.access import desk_page
from rinde.services.visitors import new_mark, read_mark

COMMENTS_ON_PAGE = 50


@desk_page("consultations.moderate")
def comment_list(request: DeskRequest, entity_slug: str, plan_id: int) -> HttpResponse:  # noqa: ARG001
    """The comments that wait, or those of another state, each with what may be done with it."""
    found = to_moderate(request, plan_id)
    context = page_of(request, found)
    asked = request.GET.get("estado", CommentStatus.PENDING if context["counts"].pending else "")
    chosen = asked if asked in CommentStatus.values else ""
    page = Paginator(comments_to_moderate(found, status=chosen), COMMENTS_ON_PAGE).get_page(request.GET.get("pagina"))
    context |= {
        "chosen": chosen,
        "page": page,
        "rows": [_row(one) for one in page.object_list],
        "reasons": HIDING_REASONS,
        "filters": _filters(context["counts"], chosen),
    }
    return render(request, "consultations/desk/comments.html", context)


def _row(comment: Any) -> dict[str, Any]:
    return {
        "comment": comment,
        "status": presenters.comment_status_markup(comment.status),
        "links": links_in(comment.text),
        "is_hidden": comment.status == CommentStatus.HIDDEN,
        "is_visible": comment.status == CommentStatus.VISIBLE,
    }


def _filters(counts: Any, chosen: str) -> list[dict[str, Any]]:
    offered = (
        (CommentStatus.PENDING.value, "Por revisar", counts.pending),
        (CommentStatus.VISIBLE.value, "A la vista", counts.visible),
        (CommentStatus.HIDDEN.value, "Ocultos", counts.hidden),
        ("todos", "Todos", counts.received),
    )
    return [
        {"value": value, "label": label, "count": count, "is_chosen": (chosen or "todos") == value}
        for value, label, count in offered
    ]


@desk_page("consultations.moderate")
@require_POST
def comment_show(request: DeskRequest, entity_slug: str, plan_id: int, number: int) -> HttpResponse:  # noqa: ARG001
    found = _with_comment(request, plan_id, number)
    show_comment(consultation_id=found.pk, number=number, by=request.principal, now=timezone.now())
    messages.success(request, f"El comentario {number} está a la vista.")
    return _back_to_list(request, found)


@desk_page("consultations.moderate")
@require_POST
def comment_hide(request: DeskRequest, entity_slug: str, plan_id: int, number: int) -> HttpResponse:  # noqa: ARG001
    """Hide a comment with the reason that was chosen, or with the words that were typed instead."""
    found = _with_comment(request, plan_id, number)
    reason = request.POST.get("words", "").strip() or request.POST.get("reason", "")
    try:
        hide_comment(consultation_id=found.pk, number=number, reason=reason, by=request.principal, now=timezone.now())
        messages.success(request, f"El comentario {number} no se muestra, y la página dice por qué.")
    except NotReady as refusal:
        messages.error(request, f"El comentario {number} sigue igual. {' '.join(refusal.gaps)}")
    return _back_to_list(request, found)


def _with_comment(request: DeskRequest, plan_id: int, number: int) -> Consultation:
    found = to_moderate(request, plan_id)
    if comment_of(found, number) is None:
        raise Http404("Esta consulta no tiene ese comentario.")
    return found


def _back_to_list(request: DeskRequest, found: Consultation) -> HttpResponse:
    """The list as it was: the next one that waits is now the first."""
    url = reverse("desk:comment_list", kwargs={"entity_slug": found.plan.entity.slug, "plan_id": found.plan_id})
    state = request.POST.get("estado", "")
    return redirect(f"{url}?{urlencode({'estado': state})}" if state in {*CommentStatus.values, "todos"} else url)


@desk_page("consultations.moderate")
def comment_enter(request: DeskRequest, entity_slug: str, plan_id: int) -> HttpResponse:  # noqa: ARG001
    """Type in a comment that came on paper; the next form begins at the same table and day."""
    found, now = to_moderate(request, plan_id), timezone.now()
    subjects = [(one.key, one.label) for one in subjects_of(consulted_content(found)).values()]
    place, today = f"consultation-paper:{found.pk}", timezone.localdate(now)
    table = remembered_table(request.GET, opens_on=found.opens_on, closes_on=found.closes_on, today=today)
    form = PaperForm(request.POST or None, subjects=subjects, initial=table)
    mark = (read_mark(request.POST.get("mark", ""), place) if request.method == "POST" else None) or new_mark(now)
    if form.is_valid() and (entered := _entered(request, found, form, mark.form_id, now)):
        messages.success(request, f"Quedó el comentario {entered}. Anote ese número en el papel y siga con el otro.")
        return redirect(f"{request.path}?{_table_in_address(form)}")
    context = page_of(request, found) | {"form": form, "mark": mark.signed(place)}
    return render(request, "consultations/desk/paper.html", context, status=422 if form.errors else 200)


def _entered(request: DeskRequest, found: Consultation, form: PaperForm, form_token: str, now: Any) -> int | None:
    try:
        received = enter_comment(
            consultation_id=found.pk, values=form.values(), form_token=form_token, by=request.principal, now=now
        )
    except (NotReady, TransitionNotAllowed) as refusal:
        for gap in getattr(refusal, "gaps", ()) or (refusal.message,):
            form.add_error(None, gap)
        return None
    return int(received.comment.number)


def _table_in_address(form: PaperForm) -> str:
    """What the next form remembers. A place is where a table stood, never who came to it."""
    data = form.cleaned_data
    return urlencode({"canal": data["channel"], "lugar": data["place"], "fecha": data["given_on"].isoformat()})
