"""Asking for a change: choosing what, one date in a minute, a whole activity, the header, a component."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from rinde.capabilities.plans.choices import ChangeKind
from rinde.capabilities.plans.models import Assignment, ChangeRequest, Plan, PlanNode
from rinde.capabilities.plans.operations.change_requests import request_change
from rinde.capabilities.plans.permissions import REQUEST_CHANGE, check_request_change
from rinde.capabilities.plans.queries import (
    ActivityChoices,
    EditedActivity,
    actors_among,
    assignee_choices,
    choices_among,
    edited_in,
    members_among,
    nodes_among,
)
from rinde.capabilities.plans.queries.working import working_plan
from rinde.capabilities.plans.rules.change_requests.moving import days_of, odd_days
from rinde.capabilities.plans.rules.change_requests.proposals import Proposal, TextChanged, answering, base_of
from rinde.capabilities.plans.rules.change_requests.states import check_takes_changes
from rinde.capabilities.plans.rules.content import PlanContent
from rinde.capabilities.plans.rules.rows import ActivityValues
from rinde.capabilities.plans.rules.schedules import Period
from rinde.capabilities.plans.web.changing import choosable
from rinde.capabilities.plans.web.forms import ActivityEditor, HeaderEditor, NodeForm
from rinde.capabilities.plans.web.forms.change_requests import DateForm, ReasonForChangeForm
from rinde.capabilities.plans.web.forms.members import MembersForm
from rinde.capabilities.plans.web.forms.saving import status_of
from rinde.capabilities.plans.web.presenters import saved_facts
from rinde.capabilities.plans.web.requests import DeskRequest, found_or_404, plan_to_read
from rinde.foundations.refusals import NotReady
from rinde.services.access import desk_page


class Asking:
    """One page that asks for a change: the plan, what stands where it would change, and the form of the reason.

    Every row is read once: the activity and the names that its form offers are those of the content.
    """

    def __init__(self, request: DeskRequest, plan_id: int, about: Proposal) -> None:
        self.request, self.about, self.today = request, about, timezone.localdate()
        self.plan: Plan = plan_to_read(request, plan_id)
        check_takes_changes(self.plan.status)
        self.assignees = assignee_choices(self.today)
        self._working = working_plan(
            self.plan,
            on=self.today,
            only=(about.activity_id,) if about.activity_id else (),
            groups=members_among(self.assignees),
        )
        self.content: PlanContent = self._working.content
        if about.kind != ChangeKind.ADD_ACTIVITY:  # who answers for a new one is known once it is written
            check_request_change(self.plan, by=request.principal, answering=answering(self.content, about))
        whole = request.principal.may(REQUEST_CHANGE, plan=[self.plan.pk])
        self.form = ReasonForChangeForm(
            request.POST or None,
            initial={"base": base_of(self.content, about)},
            units=[(one.actor_id or 0, one.name) for one in actors_among(self.assignees)] if whole else (),
        )

    @property
    def period(self) -> Period:
        return Period(self.plan.period_start, self.plan.period_end)

    @property
    def choices(self) -> ActivityChoices:
        """What the form of an activity offers."""
        return choices_among(self._working.rows.lists, self.assignees)

    def activity(self) -> EditedActivity:
        """The activity that the page is about; 404 where the plan has none of that number."""
        return found_or_404(edited_in(self._working, self.about.activity_id or 0))

    def send(self, proposal: Callable[[], Proposal]) -> ChangeRequest | None:
        """Ask; where the operation refuses, say all its reasons on the form and give None."""
        if not self.form.is_valid():
            return None
        entered, wish = self.form.cleaned_data, proposal()
        if not self.form.confirms(self._odd_days(wish)):
            return None
        try:
            return request_change(
                plan_id=self.plan.pk,
                proposal=replace(wish, seen=entered["base"]),
                reason=entered["reason"],
                on_behalf_of_id=entered["unit"],
                by=self.request.principal,
                now=timezone.now(),
            )
        except NotReady as refusal:
            for gap in refusal.gaps or (refusal.message,):
                self.form.add_error(None, gap)
        except TextChanged as refusal:
            self.form.add_error(None, refusal.message)
            self.form.rebase(base_of(self.content, self.about))
        return None

    def _odd_days(self, wish: Proposal) -> tuple[str, ...]:
        """What is odd about the dates that are not in the plan yet."""
        if not isinstance(wish.values, ActivityValues):
            return ()
        placed = (one.activity for one in self.content.placed() if one.activity.id == wish.activity_id)
        known = {day for one in placed for day in one.due_dates} if wish.activity_id else set()
        return odd_days(days_of(wish.values.deliverables) - known, self.period, on=self.today)

    def answer(self, made: ChangeRequest | None, template: str, **context: Any) -> HttpResponse:
        """To the request where it was made; else the page again, with everything that was written."""
        if made is not None:
            messages.success(self.request, f"La solicitud {made.number} quedó registrada. Falta el concepto.")
            return redirect(
                "desk:change_detail", entity_slug=self.plan.entity.slug, plan_id=self.plan.pk, change_id=made.pk
            )
        activity_id = self.about.activity_id
        stands = saved_facts(self.content, activity_id) if activity_id else []
        whole = {"plan": self.plan, "reason": self.form, "stands": stands} | context
        return render(self.request, template, whole, status=self._status(context.get("form")))

    def _status(self, form: Any) -> int:
        other = form is not None and form.is_bound and bool(form.errors)
        return 422 if other and status_of(self.form) == 200 else status_of(self.form)


def _number(request: DeskRequest, *names: str) -> int:
    """A row's number in the query; 0, which no row has, for anything else."""
    given = next((request.GET[name] for name in names if name in request.GET), "")
    return int(given) if given.isdecimal() and len(given) < 18 else 0


def _choose(request: DeskRequest, plan_id: int) -> HttpResponse:
    """Nothing was chosen yet: to where it is chosen."""
    plan = plan_to_read(request, plan_id)
    return redirect("desk:change_new", entity_slug=plan.entity.slug, plan_id=plan.pk)


@desk_page(REQUEST_CHANGE)
def change_new(request: DeskRequest, entity_slug: str, plan_id: int) -> HttpResponse:  # noqa: ARG001
    """Choose what should change; with an activity in the address, the form of that activity."""
    if number := _number(request, "actividad", "activity_id"):
        return _change_activity(request, plan_id, number)
    plan = plan_to_read(request, plan_id)
    check_takes_changes(plan.status)
    wanted = request.GET.get("q", "").strip()[:100]
    working = working_plan(plan, on=timezone.localdate())
    rows, more = choosable(working.content, plan, by=request.principal, wanted=wanted)
    context = {
        "plan": plan,
        "rows": rows,
        "more": more,
        "wanted": wanted,
        "may_ask_whole": request.principal.may(REQUEST_CHANGE, plan=[plan.pk]),
        "nodes": nodes_among(working.rows.lists),
    }
    return render(request, "plans/change_pick.html", context)


def _change_activity(request: DeskRequest, plan_id: int, activity_id: int) -> HttpResponse:
    asking = Asking(request, plan_id, Proposal(ChangeKind.EDIT_ACTIVITY, activity_id))
    return _activity_page(asking, asking.activity())


@desk_page(REQUEST_CHANGE)
def change_add(request: DeskRequest, entity_slug: str, plan_id: int) -> HttpResponse:  # noqa: ARG001
    return _activity_page(Asking(request, plan_id, Proposal(ChangeKind.ADD_ACTIVITY)), None)


def _activity_page(asking: Asking, activity: EditedActivity | None) -> HttpResponse:
    request = asking.request
    editor = ActivityEditor(
        period=asking.period,
        choices=asking.choices,
        data=request.POST or None,
        files=request.FILES or None,
        activity=activity,
        node_id=_number(request, "en") or None,
    )
    made = None
    if editor.is_valid():
        made = asking.send(lambda: replace(asking.about, values=editor.values()))
    context = {"editor": editor, "form": editor.form, "activity": activity}
    return asking.answer(made, "plans/change_activity.html", **context)


@desk_page(REQUEST_CHANGE)
def change_date(request: DeskRequest, entity_slug: str, plan_id: int) -> HttpResponse:  # noqa: ARG001
    """The commonest change, in a minute: which date, the new day, why."""
    number = _number(request, "actividad", "activity_id")
    if not number:
        return _choose(request, plan_id)
    asking = Asking(request, plan_id, Proposal(ChangeKind.EDIT_ACTIVITY, number))
    activity = asking.activity()
    form = DateForm(request.POST or None, activity=activity, period=asking.period, today=asking.today)
    made = asking.send(form.proposal) if form.is_valid() else None
    return asking.answer(made, "plans/change_date.html", form=form, activity=activity)


@desk_page(REQUEST_CHANGE)
def change_remove(request: DeskRequest, entity_slug: str, plan_id: int) -> HttpResponse:  # noqa: ARG001
    number = _number(request, "actividad", "activity_id")
    if not number:
        return _choose(request, plan_id)
    asking = Asking(request, plan_id, Proposal(ChangeKind.REMOVE_ACTIVITY, number))
    activity = asking.activity()
    made = asking.send(lambda: asking.about) if request.method == "POST" else None
    return asking.answer(made, "plans/change_remove.html", activity=activity)


@desk_page(REQUEST_CHANGE)
def change_header(request: DeskRequest, entity_slug: str, plan_id: int) -> HttpResponse:  # noqa: ARG001
    asking = Asking(request, plan_id, Proposal(ChangeKind.EDIT_HEADER))
    editor = HeaderEditor(asking.plan, request.POST or None)
    made = asking.send(lambda: replace(asking.about, values=editor.header())) if editor.is_valid() else None
    return asking.answer(made, "plans/change_header.html", editor=editor, form=editor.form)


@desk_page(REQUEST_CHANGE)
def change_node(request: DeskRequest, entity_slug: str, plan_id: int) -> HttpResponse:  # noqa: ARG001
    """A component that stands, or without one in the address a new one; `en` says below which."""
    number, below = _number(request, "componente"), _number(request, "en")
    about = Proposal(ChangeKind.EDIT_NODE, node_id=number) if number else Proposal(ChangeKind.ADD_NODE)
    asking = Asking(request, plan_id, about)
    nodes = PlanNode.objects.filter(plan=asking.plan)
    node = found_or_404(nodes.filter(pk=number).first()) if number else None
    parent = found_or_404(nodes.filter(pk=below, parent=None).first()) if below else None
    form = NodeForm.of(node, request.POST or None) if node else NodeForm(request.POST or None)
    made = None
    if form.is_valid():
        values = form.values(parent.pk if parent else None)
        made = asking.send(lambda: replace(about, values=values))
    return asking.answer(made, "plans/change_node.html", form=form, node=node, parent=parent)


@desk_page(REQUEST_CHANGE)
def change_members(request: DeskRequest, entity_slug: str, plan_id: int) -> HttpResponse:  # noqa: ARG001
    """Who «los que suscriban el pacto» are, once they are known."""
    number = _number(request, "responsable")
    if not number:
        return _choose(request, plan_id)
    sets = Assignment.objects.filter(deliverable__activity__plan_id=plan_id, is_conditional=True)
    assignment = found_or_404(sets.filter(pk=number).select_related("deliverable__activity", "actor", "group").first())
    activity = assignment.deliverable.activity
    about = Proposal(ChangeKind.SET_MEMBERS, activity.pk, assignment_id=assignment.pk)
    asking = Asking(request, plan_id, about)
    form = MembersForm.of(assignment, actors_among(asking.assignees), request.POST or None)
    made = None
    if form.is_valid():
        made = asking.send(lambda: replace(about, actor_ids=tuple(form.actor_ids())))
    return asking.answer(made, "plans/change_members.html", form=form, activity=activity, assignment=assignment)
