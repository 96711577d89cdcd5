"""Answering comments, alone or in groups; the changes that replies promise; and the summary that ends it all."""

from collections.abc import Iterable
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST

from rinde.capabilities.consultations.choices import ConsultationStatus, PromiseStatus
from rinde.capabilities.consultations.models import Comment, Consultation
from rinde.capabilities.consultations.operations import (
    discard_reply,
    edit_reply,
    mark_change,
    publish_replies_and_summary,
    write_reply,
)
from rinde.capabilities.consultations.queries import (
    ReplyOnDesk,
    activity_choices,
    comments_to_answer,
    draft_changes,
    replies_of,
    reply_of,
    tally_of,
)
from rinde.capabilities.consultations.rules.replies import Said, alike_groups, changes_activity
from rinde.capabilities.consultations.web import presenters
from rinde.capabilities.consultations.web.desk.opened import back_to, page_of, to_manage
from rinde.capabilities.consultations.web.forms import ReplyForm, SummaryForm
from rinde.capabilities.plans.permissions import can_edit_plan
from rinde.capabilities.plans.rules.labels import shortened
from rinde.capabilities.plans.rules.states import EDITABLE
from rinde.capabilities.plans.web.forms.saving import save_or_explain, status_of
from rinde.capabilities.plans.web.requests import DeskRequest
from rinde.foundations.refusals import NotReady
from rinde.services.access import desk_page


@desk_page("consultations.manage")
def reply_list(request: DeskRequest, entity_slug: str, plan_id: int) -> HttpResponse:  # noqa: ARG001
    """What waits for an answer, in groups that say the same, and what was answered."""
    found = to_manage(request, plan_id)
    waiting = {one.number: one for one in comments_to_answer(found)}
    groups = alike_groups(Said(one.number, one.activity_key, one.text) for one in waiting.values())
    context = page_of(request, found) | {
        "groups": [[waiting[number] for number in group] for group in groups],
        "replies": [_printed(one) for one in replies_of(found)],
        "may_write": found.status in {ConsultationStatus.OPEN, ConsultationStatus.CLOSED},
    }
    return render(request, "consultations/desk/replies.html", context)


def _printed(one: ReplyOnDesk) -> dict[str, Any]:
    return {
        "reply": one.reply,
        "comments": one.comments,
        "outcome": presenters.outcome_markup(one.reply.outcome),
        "promise": presenters.promise_markup(one.reply.promise),
    }


@desk_page("consultations.manage")
def reply_new(request: DeskRequest, entity_slug: str, plan_id: int) -> HttpResponse:  # noqa: ARG001
    """Answer the comments that were marked in the list."""
    found = to_manage(request, plan_id)
    waiting = comments_to_answer(found)
    asked = [number for number in request.GET.getlist("comentario") if number.isdecimal()]
    activities = activity_choices(found.plan)
    form = ReplyForm(
        request.POST or None,
        offered=_offered(waiting),
        activities=[(str(one.id), one.label) for one in activities],
        initial={"comments": asked, "activity": _same_activity(waiting, asked, activities)},
    )
    if form.is_valid():
        saved = save_or_explain(
            form,
            lambda: write_reply(
                consultation_id=found.pk, values=form.values(), by=request.principal, now=timezone.now()
            ),
        )
        if saved:
            return back_to(request, found.plan, f"Quedó la respuesta {saved.number}.", name="reply_list")
    return _form_page(request, found, form, waiting, None)


def _offered(comments: Iterable[Comment]) -> list[tuple[str, str]]:
    return [(str(one.number), f"{one.number}. {shortened(one.text, 160)} ({one.subject})") for one in comments]


def _same_activity(waiting: Iterable[Comment], asked: list[str], activities: Iterable[Any]) -> str:
    """The draft's activity that all the marked comments are about, to begin with."""
    keys = {one.activity_key for one in waiting if str(one.number) in asked}
    by_key = {one.key: str(one.id) for one in activities}
    return by_key.get(keys.pop(), "") if len(keys) == 1 else ""


def _form_page(
    request: DeskRequest, found: Consultation, form: ReplyForm, comments: Iterable[Comment], reply: Any
) -> HttpResponse:
    marked = {str(number) for number in form["comments"].value() or ()}
    context = page_of(request, found) | {
        "form": form,
        "reply": reply,
        "marked": [one for one in comments if str(one.number) in marked],
    }
    return render(request, "consultations/desk/reply_edit.html", context, status=status_of(form))


@desk_page("consultations.manage")
def reply_edit(request: DeskRequest, entity_slug: str, plan_id: int, number: int) -> HttpResponse:  # noqa: ARG001
    found = to_manage(request, plan_id)
    one = _reply_or_404(found, number)
    comments = [*one.comments, *comments_to_answer(found)]
    form = ReplyForm(
        request.POST or None,
        offered=_offered(comments),
        activities=[(str(choice.id), choice.label) for choice in activity_choices(found.plan)],
        initial=ReplyForm.initial_of(one.reply, [comment.number for comment in one.comments]),
    )
    if form.is_valid():
        saved = save_or_explain(
            form,
            lambda: edit_reply(
                consultation_id=found.pk,
                number=number,
                values=form.values(),
                seen=form.cleaned_data["seen"],
                by=request.principal,
                now=timezone.now(),
            ),
            current=one.reply.edited_at,
        )
        if saved:
            return back_to(request, found.plan, f"Se guardó la respuesta {number}.", name="reply_list")
    return _form_page(request, found, form, comments, one.reply)


def _reply_or_404(found: Consultation, number: int) -> ReplyOnDesk:
    one = reply_of(found, number)
    if one is None:
        raise Http404("Esta consulta no tiene esa respuesta.")
    return one


@desk_page("consultations.manage")
@require_POST
def reply_discard(request: DeskRequest, entity_slug: str, plan_id: int, number: int) -> HttpResponse:  # noqa: ARG001
    found = to_manage(request, plan_id)
    _reply_or_404(found, number)
    discard_reply(consultation_id=found.pk, number=number, by=request.principal, now=timezone.now())
    said = f"Se descartó la respuesta {number}. Sus comentarios esperan otra."
    return back_to(request, found.plan, said, name="reply_list")


@desk_page("consultations.manage")
def reply_change(request: DeskRequest, entity_slug: str, plan_id: int, number: int) -> HttpResponse:  # noqa: ARG001
    """The change that a reply promises: what the consulted text said, what the draft says, and whether it is done."""
    found = to_manage(request, plan_id)
    one, refusal = _reply_or_404(found, number), ""
    if one.reply.promise == PromiseStatus.NONE:
        raise Http404("Esta respuesta no promete un cambio.")
    now = timezone.now()
    if request.method == "POST":
        done = request.POST.get("hecho") == "si"
        try:
            mark_change(consultation_id=found.pk, number=number, done=done, by=request.principal, now=now)
            said = f"El cambio de la respuesta {number} quedó {'hecho' if done else 'por hacer'}."
            return back_to(request, found.plan, said, name="reply_list")
        except NotReady as refused:
            refusal = f"{refused.message} {' '.join(refused.gaps)}"
    context = page_of(request, found) | _change(found, one, now) | {"refusal": refusal}
    context["can_edit"] = can_edit_plan(found.plan, by=request.principal) and found.plan.status in EDITABLE
    return render(request, "consultations/desk/change.html", context, status=422 if refusal else 200)


def _change(found: Consultation, one: ReplyOnDesk, now: Any) -> dict[str, Any]:
    """What differs: of the activity that the reply names, or of the whole draft where it names none."""
    changes = draft_changes(found, on=timezone.localdate(now))
    activity = one.reply.activity
    key = activity.key if activity else ""
    fields = next((change.fields for change in changes.changed if change.key == key), ())
    differs = changes_activity(changes, key) if activity else not changes.is_empty
    return {
        **_printed(one),
        "activity": activity,
        "fields": fields,
        "sentences": () if activity else changes.sentences(),
        "differs": differs,
        "is_new": any(change.key == key for change in changes.added),
        "is_done": one.reply.promise == PromiseStatus.DONE,
    }


@desk_page("consultations.manage")
def summary_publish(request: DeskRequest, entity_slug: str, plan_id: int) -> HttpResponse:  # noqa: ARG001
    """Write the summary with the numbers beside it, and show it with every reply."""
    found = to_manage(request, plan_id)
    form = SummaryForm(request.POST or None)
    context = page_of(request, found)
    if form.is_valid():
        try:
            publish_replies_and_summary(
                consultation_id=found.pk,
                summary=form.cleaned_data["summary"],
                page_link=request.build_absolute_uri(context["at"].comments),
                by=request.principal,
                now=timezone.now(),
            )
            return back_to(request, found.plan, "Las respuestas y el resumen están a la vista.")
        except NotReady as refusal:
            for gap in refusal.gaps:
                form.add_error(None, gap)
    replies = replies_of(found)
    context |= {
        "form": form,
        "tally": tally_of(found),
        "replies": len(replies),
        "promised": [one for one in replies if one.reply.promise == PromiseStatus.PENDING],
    }
    return render(request, "consultations/desk/summary.html", context, status=422 if form.errors else 200)
