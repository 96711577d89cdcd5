"""Moderating the questions of a space, typing in those that came otherwise, and the big screen."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from rinde.capabilities.accounts.web.adapter import absolute, qr_image
from rinde.capabilities.dialogue.choices import QuestionChannel, StepKind, StepStatus
from rinde.capabilities.dialogue.models import DialogueSpace, Question
from rinde.capabilities.dialogue.operations.answering_live import (
    answer_live,
    end_questions,
    leave_for_writing,
    take_up_question,
)
from rinde.capabilities.dialogue.operations.asking import enter_question
from rinde.capabilities.dialogue.operations.moderating_questions import (
    StaleQuestion,
    hide_question,
    merge_question,
    separate_question,
    show_question,
)
from rinde.capabilities.dialogue.operations.screening import move_up, put_next, put_on_screen, take_off_screen
from rinde.capabilities.dialogue.permissions import check_moderate
from rinde.capabilities.dialogue.queries.questions import is_taking, revision_of, screen_of, with_questions_step
from rinde.capabilities.dialogue.rules.questions import HIDING_REASONS, has_questions
from rinde.capabilities.dialogue.web.forms.questions import EnterForm, LiveAnswerForm
from rinde.capabilities.dialogue.web.forms.trying import tried
from rinde.capabilities.dialogue.web.opened import space_to_read
from rinde.capabilities.dialogue.web.presenters import moderation
from rinde.capabilities.dialogue.web.presenters.space_page import page_of
from rinde.capabilities.entities.queries import actors_on
from rinde.capabilities.plans.web.requests import DeskRequest
from rinde.foundations.refusals import NotReady, TransitionNotAllowed
from rinde.services.access import desk_page
from rinde.services.visitors import new_mark, read_mark

Act = Callable[[dict[str, Any], DeskRequest], Any]
NUMBER_DIGITS = 9


def space_to_moderate(request: DeskRequest, space_id: int) -> DialogueSpace:
    """The space of a desk address, for whoever moderates it; 404 where its kind has no questions."""
    space = space_to_read(request, space_id)
    check_moderate(space, by=request.principal)
    if not has_questions(space.kind):
        raise Http404("Este espacio no tiene preguntas.")
    return space


@desk_page("dialogue.moderate")
def question_list(request: DeskRequest, entity_slug: str, space_id: int) -> HttpResponse:  # noqa: ARG001
    """What waits to be read and what is before the hall; `?lista=` shows what became of the others."""
    space = space_to_moderate(request, space_id)
    if request.GET.get("despues"):
        return _new_ones(request, space)
    return _list_page(request, space, {})


def _list_page(request: DeskRequest, space: DialogueSpace, said: dict[str, Any], *, status: int = 200) -> HttpResponse:
    now = timezone.now()
    chosen = request.GET.get("lista", "")
    if chosen not in {one[0] for one in moderation.LISTS}:
        chosen = ""
    room = None if chosen else moderation.room_of(space)
    rows = moderation.listed(space, chosen) if chosen else []
    last = max((row.question.number for row in room.pending), default=0) if room else 0
    context = page_of(space, by=request.principal, now=now) | moderation.poll_context(space, last=last)
    context |= {"here": "question_list", "room": room, "rows": rows, "chosen": chosen, "lists": moderation.LISTS}
    context |= {"reasons": HIDING_REASONS, "takes": _takes(space, now), "ended": _ended(space)} | said
    return render(request, "dialogue/desk/questions.html", context, status=status)


def _takes(space: DialogueSpace, now: datetime) -> bool:
    rows = with_questions_step(DialogueSpace.objects.filter(pk=space.pk))
    return is_taking(rows.get(), now)


def _ended(space: DialogueSpace) -> bool:
    return bool(space.steps.filter(kind=StepKind.LIVE_QUESTIONS, status=StepStatus.DONE).exists())


def _new_ones(request: DeskRequest, space: DialogueSpace) -> HttpResponse:
    """The waiting questions that came in since the page was made, and its figures; nothing where nothing changed."""
    after, known = request.GET["despues"], request.GET.get("visto", "")
    if not after.isdecimal() or len(after) > NUMBER_DIGITS or revision_of(space.pk) == known:
        return HttpResponse(status=204)
    rows = moderation.new_rows(space, int(after))
    last = max((row.question.number for row in rows), default=int(after))
    context = moderation.poll_context(space, last=last) | {"space": space, "rows": rows, "reasons": HIDING_REASONS}
    return render(request, "dialogue/part/new_questions.html", context)


ACTS: dict[str, tuple[Act, str]] = {
    "mostrar": (lambda on, _: show_question(**on), "La pregunta {} está a la vista."),
    "retirar": (
        lambda on, sent: hide_question(**on, reason=sent.POST.get("motivo", ""), note=sent.POST.get("nota", "")),
        "La pregunta {} se retiró. La ciudadanía lee el motivo.",
    ),
    "unir": (lambda on, sent: merge_question(**on, into=_number(sent.POST.get("con", ""))), "La pregunta {} se unió."),
    "separar": (lambda on, _: separate_question(**on), "La pregunta {} volvió a la vista por sí sola."),
    "pantalla": (lambda on, _: put_on_screen(**on), "La pregunta {} está en pantalla."),
    "fila": (lambda on, _: put_next(**on), "La pregunta {} quedó en la fila."),
    "subir": (lambda on, _: move_up(**on), "La pregunta {} subió en la fila."),
    "quitar": (lambda on, _: take_off_screen(**on), "La pregunta {} salió de la pantalla."),
    "escrita": (lambda on, _: leave_for_writing(**on, is_off_topic=False), "La pregunta {} se responderá por escrito."),
    "otro-tema": (
        lambda on, _: leave_for_writing(**on, is_off_topic=True),
        "La pregunta {} es de otro tema: sigue a la vista y se responderá por escrito.",
    ),
    "retomar": (lambda on, _: take_up_question(**on), "La pregunta {} vuelve a esperar respuesta en vivo."),
}


def _number(text: str) -> int:
    """A number that somebody typed; 0, which no question has, for anything else."""
    text = text.strip().lstrip("#")
    return int(text) if text.isdecimal() and len(text) <= NUMBER_DIGITS else 0


@desk_page("dialogue.moderate")
@require_POST
def question_act(request: DeskRequest, entity_slug: str, space_id: int, number: int) -> HttpResponse:  # noqa: ARG001
    """One button of one question. A refusal stands above the list, with both versions where somebody was faster."""
    space = space_to_moderate(request, space_id)
    act, said = ACTS.get(request.POST.get("hacer", ""), (None, ""))
    if act is None:
        raise Http404("Falta decir qué hacer con la pregunta.")
    seen = _number(request.POST.get("visto", ""))
    on = {"space_id": space.pk, "number": number, "seen": seen, "by": request.principal, "now": timezone.now()}
    try:
        act(on, request)
    except Question.DoesNotExist:
        raise Http404("Este espacio no tiene esa pregunta.") from None
    except (StaleQuestion, TransitionNotAllowed, NotReady) as refusal:
        told = {"refusal": refusal.message, "gaps": getattr(refusal, "gaps", ()), "number": number}
        return _list_page(request, space, told, status=422 if isinstance(refusal, NotReady) else 409)
    messages.success(request, said.format(number))
    return _back(request, space, f"p{number}")


def _back(request: DeskRequest, space: DialogueSpace, place: str) -> HttpResponse:
    page = redirect("desk:question_list", entity_slug=space.entity.slug, space_id=space.pk)
    chosen = request.GET.get("lista", "")
    if chosen in {one[0] for one in moderation.LISTS[1:]}:
        page["Location"] += f"?lista={chosen}"
    page["Location"] += f"#{place}"
    return page


@desk_page("dialogue.moderate")
def question_answer(request: DeskRequest, entity_slug: str, space_id: int, number: int) -> HttpResponse:  # noqa: ARG001
    """Who answered a question at the space, and what they said. What somebody else wrote meanwhile stands beside it."""
    space = space_to_moderate(request, space_id)
    question = Question.objects.filter(space=space, number=number).select_related("changed_by").first()
    if question is None:
        raise Http404("Este espacio no tiene esa pregunta.")
    given = {"answered_by": question.answered_by, "text": question.live_answer, "seen": question.version}
    form = LiveAnswerForm(request.POST or None, initial=given)
    stale: StaleQuestion | None = None
    if form.is_valid():
        try:
            if tried(form, lambda: _answered(request, space, number, form)):
                messages.success(request, f"La pregunta {number} quedó como respondida en vivo.")
                return _back(request, space, f"p{number}")
        except StaleQuestion as refusal:
            stale, question = refusal, refusal.question
            form = _with_version(form, question)
    context = page_of(space, by=request.principal, now=timezone.now())
    context |= {"here": "question_list", "question": question, "form": form, "stale": stale}
    context["units"] = actors_on(timezone.localdate()).values_list("name", flat=True)
    status = 409 if stale else 422 if form.errors else 200
    return render(request, "dialogue/desk/question_answer.html", context, status=status)


def _answered(request: DeskRequest, space: DialogueSpace, number: int, form: LiveAnswerForm) -> Question:
    return answer_live(space_id=space.pk, number=number, by=request.principal, now=timezone.now(), **form.cleaned_data)


def _with_version(form: LiveAnswerForm, question: Question) -> LiveAnswerForm:
    """The same words on top of what is saved now: the next save knows both versions, and wins."""
    return LiveAnswerForm({**form.cleaned_data, "seen": question.version})


@desk_page("dialogue.moderate")
def question_enter(request: DeskRequest, entity_slug: str, space_id: int) -> HttpResponse:  # noqa: ARG001
    """A question that came on paper, aloud, by radio, by the networks or by mail; the channel stays for the next."""
    space, now = space_to_moderate(request, space_id), timezone.now()
    place = f"question-enter:{space.pk}"
    asked = request.GET.get("canal", "")
    first = {"channel": asked if asked in QuestionChannel.values else QuestionChannel.PAPER}
    form = EnterForm(request.POST or None, initial=first)
    mark = read_mark(request.POST.get("mark", ""), place) or new_mark(now)
    if form.is_valid():
        entered = tried(
            form,
            lambda: enter_question(
                space_id=space.pk, values=form.values(), form_token=mark.form_id, by=request.principal, now=now
            ),
        )
        if entered:
            messages.success(request, f"Quedó con el número {entered.question.number}. Puede escribir la siguiente.")
            page = redirect("desk:question_enter", entity_slug=space.entity.slug, space_id=space.pk)
            page["Location"] += f"?canal={form.cleaned_data['channel']}"
            return page
    context = page_of(space, by=request.principal, now=now)
    context |= {"here": "question_list", "form": form, "mark": mark.signed(place)}
    return render(request, "dialogue/desk/question_enter.html", context, status=422 if form.errors else 200)


@desk_page("dialogue.moderate")
@require_POST
def questions_end(request: DeskRequest, entity_slug: str, space_id: int) -> HttpResponse:  # noqa: ARG001
    """Close the questions: the step is done with its numbers."""
    space = space_to_moderate(request, space_id)
    count = end_questions(space_id=space.pk, by=request.principal, now=timezone.now())
    messages.success(request, f"Las preguntas se cerraron. {count.in_words}")
    return _back(request, space, "")


@desk_page("dialogue.read")
@require_GET
def question_screen(request: DeskRequest, entity_slug: str, space_id: int) -> HttpResponse:  # noqa: ARG001
    """What the hall reads: the question of now, the next ones, and how to ask. It shows nothing that is not in view."""
    space = space_to_read(request, space_id)
    if not has_questions(space.kind):
        raise Http404("Este espacio no tiene preguntas.")
    revision = revision_of(space.pk, with_supports=True)
    if request.headers.get("HX-Request") and request.GET.get("visto") == revision:
        return HttpResponse(status=204)
    kept = {"entity_slug": space.entity.slug}
    address = absolute(request, reverse("portal:ask_code", kwargs=kept | {"code": space.code}))
    short = absolute(request, reverse("portal:space_code", kwargs=kept | {"code": space.code}))
    context = {"space": space, "view": screen_of(space), "revision": revision, "takes": _takes(space, timezone.now())}
    context |= {"qr": qr_image(address), "short": short.split("://", 1)[-1]}
    return render(request, "dialogue/desk/screen.html", context)
