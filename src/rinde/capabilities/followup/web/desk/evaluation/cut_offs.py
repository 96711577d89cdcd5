"""The calendar of cut-offs, of every plan for internal control and of one for whoever follows it; its dates set."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST

from rinde.capabilities.followup.operations.cut_offs import (
    add_cut_off,
    discard_cut_off,
    edit_cut_off,
    prepare_cut_offs,
)
from rinde.capabilities.followup.permissions import can_read_evaluation
from rinde.capabilities.followup.queries.evaluation import cut_offs_of_entity, cut_offs_of_plan
from rinde.capabilities.followup.web.desk.evaluation.opened import (
    back_to_list,
    cut_off_page,
    cut_off_to_evaluate,
    plan_page,
    plan_to_evaluate,
)
from rinde.capabilities.followup.web.desk.monitoring.opened import followed_plan
from rinde.capabilities.followup.web.forms.evaluation import CutOffForm
from rinde.capabilities.followup.web.presenters.evaluation.cut_offs import card_of, grouped
from rinde.capabilities.plans.web.forms.saving import save_or_explain, status_of
from rinde.capabilities.plans.web.requests import DeskRequest
from rinde.services.access import desk_page


@desk_page("followup.evaluate")
def evaluation_home(request: DeskRequest, entity_slug: str) -> HttpResponse:  # noqa: ARG001
    """Every cut-off of the entity, what waits for internal control first."""
    today = timezone.localdate()
    found = cut_offs_of_entity(request.entity)
    cards = [card_of(one, today) for one in found if can_read_evaluation(one.cut_off.plan, by=request.principal)]
    return render(request, "followup/desk/evaluation_home.html", {"groups": grouped(cards)})


@desk_page("followup.read")
def cut_off_list(request: DeskRequest, entity_slug: str, plan_id: int) -> HttpResponse:  # noqa: ARG001
    """The cut-offs of a plan with their three dates: units see until when they report."""
    plan, today = followed_plan(request, plan_id), timezone.localdate()
    cards = [card_of(one, today) for one in cut_offs_of_plan(plan)]
    context = plan_page(request, plan) | {"groups": grouped(cards)}
    return render(request, "followup/desk/cut_offs.html", context)


@desk_page("followup.evaluate")
@require_POST
def cut_offs_prepare(request: DeskRequest, entity_slug: str, plan_id: int) -> HttpResponse:  # noqa: ARG001
    plan = plan_to_evaluate(request, plan_id)
    done = prepare_cut_offs(plan_id=plan.pk, by=request.principal, now=timezone.now())
    said = "Los cortes siguen lo que dice el plan." if done else "Los cortes ya estaban como dice el plan."
    return back_to_list(request, plan, said)


@desk_page("followup.evaluate")
def cut_off_new(request: DeskRequest, entity_slug: str, plan_id: int) -> HttpResponse:  # noqa: ARG001
    """A cut-off on a day of the entity's own."""
    plan = plan_to_evaluate(request, plan_id)
    form = CutOffForm(request.POST or None)
    if form.is_valid():
        entered = {"values": form.values(), "reason": form.cleaned_data["reason"]}
        added = save_or_explain(
            form, lambda: add_cut_off(plan_id=plan.pk, **entered, by=request.principal, now=timezone.now())
        )
        if added:
            return back_to_list(request, plan, "El corte quedó programado.")
    context = plan_page(request, plan) | {"form": form}
    return render(request, "followup/desk/cut_off_dates.html", context, status=status_of(form))


@desk_page("followup.evaluate")
def cut_off_edit(request: DeskRequest, entity_slug: str, plan_id: int, number: int) -> HttpResponse:  # noqa: ARG001
    """Other dates for a cut-off, with their reason."""
    cut_off = cut_off_to_evaluate(request, plan_id, number)
    form = CutOffForm(request.POST or None, initial=CutOffForm.initial_of(cut_off))
    if form.is_valid():
        entered = {name: form.cleaned_data[name] for name in ("reason", "seen")} | {"values": form.values()}
        edited = save_or_explain(
            form,
            lambda: edit_cut_off(cut_off_id=cut_off.pk, **entered, by=request.principal, now=timezone.now()),
            current=cut_off.edited_at,
        )
        if edited:
            return back_to_list(request, cut_off.plan, "Las fechas quedaron guardadas, con su motivo a la vista.")
    context = cut_off_page(request, cut_off) | {"form": form}
    return render(request, "followup/desk/cut_off_dates.html", context, status=status_of(form))


@desk_page("followup.evaluate")
@require_POST
def cut_off_discard(request: DeskRequest, entity_slug: str, plan_id: int, number: int) -> HttpResponse:  # noqa: ARG001
    cut_off = cut_off_to_evaluate(request, plan_id, number)
    plan, name = cut_off.plan, cut_off.name
    discard_cut_off(cut_off_id=cut_off.pk, by=request.principal, now=timezone.now())
    return back_to_list(request, plan, f"Se quitó el {name[0].lower()}{name[1:]}.")
