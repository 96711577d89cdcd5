"""Asking from a phone, supporting what others ask, and reading what became of it. Without an account or JavaScript."""

from datetime import datetime
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from rinde.capabilities.dialogue.models import DialogueSpace, Question
from rinde.capabilities.dialogue.operations.asking import ask_question, set_support
from rinde.capabilities.dialogue.queries.questions import (
    as_public,
    asking_space,
    counts_of,
    is_taking,
    lately_asked,
    marks_of,
    own_question,
    public_question,
    questions_in_view,
    questions_taken_out,
    revision_of,
)
from rinde.capabilities.dialogue.queries.spaces import public_spaces
from rinde.capabilities.dialogue.rules.questions import (
    QUESTIONS_OF_ONE_ADDRESS,
    SUPPORTS_OF_ONE_ADDRESS,
    SUPPORTS_OF_ONE_VISITOR,
    has_questions,
)
from rinde.capabilities.dialogue.web.forms.questions import AskForm
from rinde.capabilities.dialogue.web.presenters.question_words import public_row, public_rows, rows_markup
from rinde.capabilities.dialogue.web.visitors import visitor_hash, with_mark
from rinde.foundations.refusals import NotReady, TransitionNotAllowed
from rinde.services.access import public_page, visitor_page
from rinde.services.visitors import mark_to_give, wait_in_words
from rinde.services.visitors.bursts import address_wait, burst_wait

QUESTIONS_ON_PAGE = 30
SLOW_DOWN = "Va muy rápido. Espere {} y siga: no se perdió nada."

NO_MARK = (
    "Su navegador no guardó la marca con que se cuenta un apoyo por persona. Permita las cookies de este sitio, o abra "
    "la lista de nuevo, y toque otra vez."
)


def space_with_questions(request: HttpRequest, slug: str) -> DialogueSpace:
    """The public space of an address where people may ask.

    Raises:
        Http404: where nobody was called to one of that name, or it has no questions.
    """
    space = asking_space(request.entity, slug)  # type: ignore[attr-defined]
    if space is None or not has_questions(space.kind):
        raise Http404("No hay un espacio de diálogo con preguntas en esa dirección.")
    return space


@public_page
def ask_code(request: HttpRequest, entity_slug: str, code: str) -> HttpResponse:
    """From the QR of the big screen to the form: short, so that the last row reads it too."""
    space = public_spaces(request.entity).filter(code=code.upper()).first()  # type: ignore[attr-defined]
    if space is None:
        raise Http404("No hay un espacio con ese código. Revise las letras de la pantalla.")
    return redirect("portal:ask", entity_slug=entity_slug, slug=space.slug)


@visitor_page
def ask(request: HttpRequest, entity_slug: str, slug: str) -> HttpResponse:  # noqa: ARG001
    """The form; whatever refuses it, what was typed stays."""
    space, now = space_with_questions(request, slug), timezone.now()
    if not is_taking(space, now):
        return _too_late(request, space)
    place = f"question:{space.pk}"
    if request.method != "POST":
        return _form_page(request, space, AskForm(place=place, now=now), status=200)
    form = AskForm(request.POST, place=place, now=now)
    if not form.is_valid():
        return _form_page(request, space, form, status=422)
    return _received(request, space, form, now)


def _received(request: HttpRequest, space: DialogueSpace, form: AskForm, now: datetime) -> HttpResponse:
    assert form.sent is not None  # noqa: S101 - a form without its mark is not valid
    visitor, token = visitor_hash(request, space), form.sent.form_id
    lately = lately_asked(space, visitor, token, now=now)
    if lately.number is not None:
        return _to_question(space, lately.number)
    wait = lately.wait or address_wait(request, what=f"question:{space.pk}", limits=QUESTIONS_OF_ONE_ADDRESS, now=now)
    if wait:
        form.add_error(None, f"Ya recibimos varias preguntas suyas. Espere {wait_in_words(wait)} y envíe esta.")
        return _form_page(request, space, form, status=429, wait=wait)
    try:
        asked = ask_question(space_id=space.pk, values=form.values(), visitor_hash=visitor, form_token=token, now=now)
    except NotReady as refusal:
        for gap in refusal.gaps or (refusal.message,):
            form.add_error(None, gap)
        return _form_page(request, space, form, status=422)
    except TransitionNotAllowed:  # it was closed while they were sending
        return _too_late(request, space)
    return _to_question(space, asked.question.number)


def address_of(name: str, space: DialogueSpace, **more: int) -> str:
    """A public address of a space's questions."""
    return reverse(f"portal:{name}", kwargs={"entity_slug": space.entity.slug, "slug": space.slug} | more)


def _to_question(space: DialogueSpace, number: int) -> HttpResponse:
    return redirect(address_of("question", space, number=number))


def _form_page(
    request: HttpRequest, space: DialogueSpace, form: AskForm, *, status: int, wait: int = 0
) -> HttpResponse:
    mark = mark_to_give(form.sent, form.now).signed(form.place)
    context = {"space": space, "form": form, "mark": mark}
    response = render(request, "dialogue/public/ask.html", context, status=status)
    if wait:
        response.headers["Retry-After"] = str(wait)
    return with_mark(request, space, response)


def _too_late(request: HttpRequest, space: DialogueSpace) -> HttpResponse:
    """Questions are over, or have not begun; what somebody was writing is given back, with where it can still go."""
    context = {"space": space, "typed": request.POST.get("text", "")[:20_000]}
    return render(request, "dialogue/public/ask_late.html", context, status=409 if request.method == "POST" else 200)


@visitor_page
def questions(request: HttpRequest, entity_slug: str, slug: str) -> HttpResponse:  # noqa: ARG001
    """What was asked at a space and what became of it; while it lasts, with a button to support each."""
    space = space_with_questions(request, slug)
    takes, order = is_taking(space, timezone.now()), _order(request)
    count = counts_of(space)
    paginator = Paginator(questions_in_view(space, order=order), QUESTIONS_ON_PAGE)
    paginator.count = count.shown  # known already: a hall asks for this page twenty times a second
    page = paginator.get_page(request.GET.get("pagina"))
    marks = marks_of(space, visitor_hash(request, space))
    context: dict[str, Any] = {
        "space": space,
        "takes": takes,
        "order": order,
        "page": page,
        "rows": rows_markup(public_rows(as_public(list(page.object_list)), marks, takes=takes)),
        "hidden": questions_taken_out(space),
        "count": count,
        "revision": revision_of(space.pk) if takes else "",
    }
    response = render(request, "dialogue/public/questions.html", context)
    return with_mark(request, space, response) if takes else response


def _order(request: HttpRequest) -> str:
    return "hora" if request.GET.get("orden") == "hora" else "apoyos"


@visitor_page
def question(request: HttpRequest, entity_slug: str, slug: str, number: int) -> HttpResponse:  # noqa: ARG001
    """One question: its number for whoever asked it, and what became of it for everybody."""
    space = space_with_questions(request, slug)
    found = public_question(space, number)
    if found is None:
        raise Http404("Este espacio no tiene esa pregunta.")
    visitor = visitor_hash(request, space)
    own = own_question(space, number, visitor)
    context = {
        "space": space,
        "takes": is_taking(space, timezone.now()),
        "row": public_row(found, marks_of(space, visitor), takes=False),
        "own_text": own,
    }
    return render(request, "dialogue/public/question.html", context)


@visitor_page
@require_POST
def question_support(request: HttpRequest, entity_slug: str, slug: str) -> HttpResponse:  # noqa: ARG001
    """Give or take back a support: one button of the list. A script asks for figures, a browser for the page."""
    space, now = space_with_questions(request, slug), timezone.now()
    visitor, (number, gives) = visitor_hash(request, space), _pressed(request)
    wait = address_wait(request, what=f"support:{space.pk}", limits=SUPPORTS_OF_ONE_ADDRESS, now=now) or burst_wait(
        f"support:{visitor}", limits=SUPPORTS_OF_ONE_VISITOR, now=now
    )
    if wait:
        return _refused(request, space, SLOW_DOWN.format(f"{wait} segundos"), status=429, wait=wait)
    if not visitor:
        return _refused(request, space, NO_MARK, status=422)
    try:
        supported = set_support(space_id=space.pk, number=number, visitor_hash=visitor, gives=gives, now=now)
    except Question.DoesNotExist:
        raise Http404("Este espacio no tiene esa pregunta.") from None
    except TransitionNotAllowed as refusal:
        return _refused(request, space, refusal.message, status=409)
    if _wants_figures(request):
        return JsonResponse({"supports": supported.supports, "given": gives})
    return redirect(f"{address_of('questions', space)}?{_place_of(request)}#p{supported.number}")


def _pressed(request: HttpRequest) -> tuple[int, bool]:
    """The number of the button that was pressed, and whether it gives."""
    for name, gives in (("apoyar", True), ("quitar", False)):
        text = request.POST.get(name, "")
        if text.isdecimal() and len(text) < 10:
            return int(text), gives
    raise Http404("Falta decir qué pregunta apoya.")


def _place_of(request: HttpRequest) -> str:
    order = "orden=hora" if request.POST.get("orden") == "hora" else "orden=apoyos"
    page = request.POST.get("pagina", "")
    return f"{order}&pagina={page}" if page.isdecimal() and len(page) < 6 else order


def _wants_figures(request: HttpRequest) -> bool:
    return request.headers.get("Accept", "") == "application/json"


def _refused(request: HttpRequest, space: DialogueSpace, said: str, *, status: int, wait: int = 0) -> HttpResponse:
    response: HttpResponse
    if _wants_figures(request):
        response = JsonResponse({"said": said}, status=status)
    else:
        context = {"space": space, "said": said}
        response = render(request, "dialogue/public/support_refused.html", context, status=status)
    if wait:
        response.headers["Retry-After"] = str(wait)
    return with_mark(request, space, response)


@visitor_page
@require_GET
def question_changes(request: HttpRequest, entity_slug: str, slug: str) -> HttpResponse:  # noqa: ARG001
    """A few letters that are other letters once there is something new to read: what an open list asks for."""
    space = space_with_questions(request, slug)
    return HttpResponse(revision_of(space.pk), content_type="text/plain; charset=utf-8")
