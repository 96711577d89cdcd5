"""The units read what internal control says of them and reply; internal control answers each reply."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from rinde.capabilities.followup.models import CutOff, UnitReply
from rinde.capabilities.followup.operations.follow_up_reports import agree, answer_reply, write_reply
from rinde.capabilities.followup.operations.follow_up_reports.replies import mark_of
from rinde.capabilities.followup.permissions import REPORT, check_report
from rinde.capabilities.followup.queries.cells import policy_of
from rinde.capabilities.followup.queries.evaluation import cut_off_of_plan
from rinde.capabilities.followup.queries.follow_up_parts import replies_of
from rinde.capabilities.followup.queries.recommendations import proofs_to_offer
from rinde.capabilities.followup.queries.replies import (
    ReplyItem,
    open_preliminaries,
    preliminary_of,
    reply_items,
    reply_with_all,
)
from rinde.capabilities.followup.rules.follow_up_report.gaps import check_replies_open, term_is_running
from rinde.capabilities.followup.rules.reach import Offices, Reach, reach_of
from rinde.capabilities.followup.web.desk.evaluation.opened import cut_off_page, cut_off_to_evaluate
from rinde.capabilities.followup.web.desk.monitoring.opened import followed_plan, page_of
from rinde.capabilities.followup.web.forms.reports import AnswerForm, ReplyForm
from rinde.capabilities.followup.web.presenters.replies import answer_lines, reply_card, unit_parts
from rinde.capabilities.plans.models import Plan
from rinde.capabilities.plans.web.forms.saving import save_or_explain, status_of
from rinde.capabilities.plans.web.requests import DeskRequest, found_or_404
from rinde.foundations.refusals import NotReady
from rinde.services.access import desk_page

UNMATCHED = 0  # in an address, for a cell whose responsible nobody has matched


def _there(cut_off: CutOff, **more: Any) -> dict[str, Any]:
    plan = cut_off.plan
    return {"entity_slug": plan.entity.slug, "plan_id": plan.pk, "number": cut_off.number} | more


def _cut_off(request: DeskRequest, plan_id: int, number: int) -> CutOff:
    """The cut-off of the address for whoever reads the plan's follow-up, once its preliminary report is out."""
    cut_off = found_or_404(cut_off_of_plan(followed_plan(request, plan_id), number))
    check_replies_open(cut_off.status)
    return cut_off


class _Units:
    """Whose units a person answers for in a plan: their own, or with `everything` all for which they may report."""

    def __init__(self, request: DeskRequest, plan: Plan) -> None:
        self._plan_id = plan.pk
        self._reach: Reach = reach_of(request.principal.grants, REPORT)
        policy = policy_of(plan)
        self._offices = Offices(policy.monitored_by_id, policy.evaluated_by_id)
        self.everything = "todas" in request.GET or "todas" in request.POST
        self.sees_more = self._reach.coordinates(plan.pk)

    def __call__(self, actor_id: int | None) -> bool:
        ask = self._reach.may_report if self.everything else self._reach.is_own
        return ask(self._plan_id, actor_id, self._offices)


@desk_page("followup.report")
def reply_list(request: DeskRequest, entity_slug: str, plan_id: int) -> HttpResponse:
    """The preliminary reports of a plan that wait for replies; with only one, straight to it."""
    plan = followed_plan(request, plan_id)
    reports = open_preliminaries(plan)
    if len(reports) == 1:
        number = reports[0].cut_off.number
        return redirect("desk:unit_reply_page", entity_slug=entity_slug, plan_id=plan_id, number=number)
    today = timezone.localdate()
    rows = [(one, term_is_running(one.replies_until, today)) for one in reports]
    return render(request, "followup/desk/reply_list.html", page_of(request, plan) | {"reports": rows})


@desk_page("followup.report")
def reply_page(request: DeskRequest, entity_slug: str, plan_id: int, number: int) -> HttpResponse:  # noqa: ARG001
    """What internal control says of the person's units, activity by activity, and what was replied."""
    cut_off = _cut_off(request, plan_id, number)
    units = _Units(request, cut_off.plan)
    parts = unit_parts(reply_items(cut_off, whose=units))
    context = _with_term(request, cut_off) | {"parts": parts, "units": units}
    return render(request, "followup/desk/replies.html", context)


@require_POST
@desk_page("followup.report")
def reply_agree(request: DeskRequest, entity_slug: str, plan_id: int, number: int, actor_id: int) -> HttpResponse:  # noqa: ARG001
    """Say that a unit has nothing against what it has not replied to."""
    cut_off = found_or_404(cut_off_of_plan(followed_plan(request, plan_id), number))
    try:
        agree(cut_off_id=cut_off.pk, actor_id=actor_id or None, by=request.principal, now=timezone.now())
        messages.success(request, "Quedó dicho que la dependencia está de acuerdo. Control interno ya lo sabe.")
    except NotReady as refusal:
        messages.error(request, " ".join(refusal.gaps))
    return redirect(reverse("desk:unit_reply_page", kwargs=_there(cut_off)))


@desk_page("followup.report")
def reply_write(
    request: DeskRequest,
    entity_slug: str,  # noqa: ARG001
    plan_id: int,
    number: int,
    key: str,
    actor_id: int,
) -> HttpResponse:
    """One activity of a unit with what internal control says of it, and the unit's reply."""
    cut_off, whose = _cut_off(request, plan_id, number), actor_id or None
    check_report(cut_off.plan, by=request.principal, actor_id=whose)
    items = reply_items(cut_off, whose=lambda number: number == whose, key=key)
    item = found_or_404(items[0] if items else None)
    offered = proofs_to_offer(cut_off.plan, [whose], activity_key=key)
    form = ReplyForm(request.POST or None, offered=offered, reply=item.reply)
    if form.is_valid():
        written = item.reply.written_at if item.reply else None
        saved = save_or_explain(form, lambda: _reply(request, cut_off, item, form), written)
        if saved:
            messages.success(request, "La réplica quedó enviada a control interno.")
            return redirect(f"{reverse('desk:unit_reply_page', kwargs=_there(cut_off))}#a-{actor_id}-{key}")
    context = _with_term(request, cut_off) | {"card": reply_card(item), "item": item, "form": form, "offered": offered}
    return render(request, "followup/desk/reply_write.html", context, status=status_of(form))


def _with_term(request: DeskRequest, cut_off: CutOff) -> dict[str, Any]:
    """What every page of the units' replies prints: until when, and whether that is over."""
    report = found_or_404(preliminary_of(cut_off))
    return page_of(request, cut_off.plan) | {
        "cut_off": cut_off,
        "report": report,
        "is_running": term_is_running(report.replies_until, timezone.localdate()),
    }


def _reply(request: DeskRequest, cut_off: CutOff, item: ReplyItem, form: ReplyForm) -> UnitReply:
    return write_reply(
        cut_off_id=cut_off.pk,
        key=item.frozen.key,
        actor_id=item.actor_id,
        text=form.cleaned_data["text"],
        evidence_ids=form.evidence_ids,
        seen=form.cleaned_data["seen"],
        by=request.principal,
        now=timezone.now(),
    )


@desk_page("followup.evaluate")
def answer_list(request: DeskRequest, entity_slug: str, plan_id: int, number: int) -> HttpResponse:  # noqa: ARG001
    """What the units replied, what waits for an answer first."""
    cut_off = cut_off_to_evaluate(request, plan_id, number)
    replies, report = replies_of(cut_off), preliminary_of(cut_off)
    context = cut_off_page(request, cut_off) | {
        "lines": answer_lines(one for one in replies if not one.agrees),
        "agreeing": [one for one in replies if one.agrees],
        "report": report,
        "is_running": report is not None and term_is_running(report.replies_until, timezone.localdate()),
    }
    return render(request, "followup/desk/answers.html", context)


@desk_page("followup.evaluate")
def reply_answer(request: DeskRequest, entity_slug: str, plan_id: int, number: int, reply_id: int) -> HttpResponse:  # noqa: ARG001
    """One reply with its proofs and the verdict that it is about, and internal control's answer."""
    cut_off = cut_off_to_evaluate(request, plan_id, number)
    reply = found_or_404(reply_with_all(cut_off, reply_id))
    form = AnswerForm(request.POST or None, initial=AnswerForm.initial_of(reply, mark_of(reply)))
    if form.is_valid():
        saved = save_or_explain(form, lambda: _answer(request, reply, form), mark_of(reply))
        if saved:
            return _answered(request, cut_off, reply, accepted=form.is_accepted)
    context = cut_off_page(request, cut_off) | {
        "reply": reply,
        "line": answer_lines([reply])[0],
        "form": form,
        "proofs": reply.evidences.all(),
    }
    return render(request, "followup/desk/reply_answer.html", context, status=status_of(form))


def _answer(request: DeskRequest, reply: UnitReply, form: AnswerForm) -> UnitReply:
    return answer_reply(
        reply_id=reply.pk,
        is_accepted=form.is_accepted,
        text=form.cleaned_data["text"],
        seen=form.cleaned_data["seen"],
        by=request.principal,
        now=timezone.now(),
    )


def _answered(request: DeskRequest, cut_off: CutOff, reply: UnitReply, *, accepted: bool) -> HttpResponse:
    """Accepting a reply changes no verdict by itself: whoever accepted it is led to write it anew."""
    if accepted:
        messages.success(request, "Aceptó la réplica. Ahora corrija su concepto: el informe dirá el que quede aquí.")
        where = _there(cut_off, key=reply.frozen.key)
        return redirect(f"{reverse('desk:frozen_activity', kwargs=where)}#concepto")
    messages.success(request, "La respuesta quedó guardada. El concepto se mantiene.")
    return redirect(reverse("desk:unit_reply_answers", kwargs=_there(cut_off)))
