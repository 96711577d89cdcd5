"""Working on the questions without JavaScript: a page a question, buttons that move it, and how people see them."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from rinde.capabilities.plans.web.forms.saving import save_or_explain, status_of
from rinde.capabilities.plans.web.requests import DeskRequest
from rinde.capabilities.surveys.choices import QuestionKind
from rinde.capabilities.surveys.models import Survey
from rinde.capabilities.surveys.operations import apply_changes, move_question, put_question, remove_question
from rinde.capabilities.surveys.queries.surveys import consent_of, pending_changes, question_of
from rinde.capabilities.surveys.rules.questions import Question, questions_gaps
from rinde.capabilities.surveys.web.desk.opened import back_to, page_of, to_manage, to_read
from rinde.capabilities.surveys.web.forms import QuestionForm
from rinde.capabilities.surveys.web.sheets import fields_of
from rinde.services.access import desk_page


@desk_page("surveys.manage")
def survey_questions(request: DeskRequest, entity_slug: str, survey_id: int) -> HttpResponse:  # noqa: ARG001
    """The questions in their order, what may be done with each, and the kinds that may be added."""
    found = to_manage(request, survey_id)
    questions = found.question_list
    context = page_of(request, found) | {
        "questions": [
            {
                "question": one,
                "kind": QuestionKind(one.kind).label,
                "is_first": place == 0,
                "is_last": place == len(questions) - 1,
            }
            for place, one in enumerate(questions)
        ],
        "kinds": QuestionKind.choices,
        "gaps": questions_gaps(questions),
        "changes": pending_changes(found),
        "may_change": found.status != "CLOSED",
    }
    return render(request, "surveys/desk/questions.html", context)


@desk_page("surveys.manage")
def survey_question_new(request: DeskRequest, entity_slug: str, survey_id: int) -> HttpResponse:  # noqa: ARG001
    """A question of the kind that was chosen in the list."""
    kind = request.GET.get("clase", "")
    if kind not in QuestionKind.values:
        raise Http404("No hay una clase de pregunta con ese nombre.")
    return _form_page(request, to_manage(request, survey_id), kind, None)


@desk_page("surveys.manage")
def survey_question_edit(
    request: DeskRequest,
    entity_slug: str,  # noqa: ARG001
    survey_id: int,
    question_key: str,
) -> HttpResponse:
    found = to_manage(request, survey_id)
    question = question_of(found, question_key)
    if question is None:
        raise Http404("Esta encuesta no tiene esa pregunta.")
    return _form_page(request, found, question.kind, question)


def _form_page(request: DeskRequest, found: Survey, kind: str, question: Question | None) -> HttpResponse:
    initial = QuestionForm.initial_of(question, found)
    form = QuestionForm(request.POST or None, kind=kind, before=question, initial=initial)
    if form.is_valid():
        saved = save_or_explain(
            form,
            lambda: put_question(
                survey_id=found.pk,
                question=form.question(),
                seen=form.cleaned_data["seen"],
                by=request.principal,
                now=timezone.now(),
            ),
            current=found.edited_at,
        )
        if saved:
            return back_to(request, found, "Se guardó la pregunta.", name="survey_questions")
    context = page_of(request, found) | {"form": form, "question": question, "kind": QuestionKind(kind).label}
    return render(request, "surveys/desk/question.html", context, status=status_of(form))


@desk_page("surveys.manage")
@require_POST
def survey_question_move(
    request: DeskRequest,
    entity_slug: str,
    survey_id: int,
    question_key: str,
) -> HttpResponse:
    """One place up or down; the page comes back at the question that moved."""
    found = to_manage(request, survey_id)
    by_places = -1 if request.POST.get("hacia") == "arriba" else 1
    move_question(survey_id=found.pk, key=question_key, by_places=by_places, by=request.principal, now=timezone.now())
    back = redirect("desk:survey_questions", entity_slug=entity_slug, survey_id=found.pk)
    back["Location"] = f"{back['Location']}#{question_key}"
    return back


@desk_page("surveys.manage")
@require_POST
def survey_question_remove(
    request: DeskRequest,
    entity_slug: str,  # noqa: ARG001
    survey_id: int,
    question_key: str,
) -> HttpResponse:
    found = to_manage(request, survey_id)
    question = question_of(found, question_key)
    remove_question(survey_id=found.pk, key=question_key, by=request.principal, now=timezone.now())
    said = f"Se quitó «{question.label}»." if question else "Esa pregunta ya no estaba."
    return back_to(request, found, said, name="survey_questions")


@desk_page("surveys.manage")
@require_POST
def survey_change(request: DeskRequest, entity_slug: str, survey_id: int) -> HttpResponse:  # noqa: ARG001
    """Put the questions as they were worked on before people."""
    found = to_manage(request, survey_id)
    version = apply_changes(survey_id=found.pk, by=request.principal, now=timezone.now())
    said = f"La gente responde ahora la versión {version.number}. Las respuestas anteriores conservan la suya."
    return back_to(request, found, said)


@desk_page("surveys.read")
def survey_preview(request: DeskRequest, entity_slug: str, survey_id: int) -> HttpResponse:  # noqa: ARG001
    """The form as people will see it; printed, it is the sheet of paper."""
    found = to_read(request, survey_id)
    fields = fields_of(found.question_list, {}, {})
    context = page_of(request, found) | {
        "fields": [one for one in fields if not one.question.is_personal],
        "personal": [one for one in fields if one.question.is_personal],
        "consent": consent_of(found),
    }
    return render(request, "surveys/desk/preview.html", context)
