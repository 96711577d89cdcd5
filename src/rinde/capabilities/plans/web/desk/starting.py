"""A plan's beginning: from a template, from a document, or from the plan of the year before."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from rinde.capabilities.plans.operations import carry_plan, create_plan
from rinde.capabilities.plans.permissions import can_read_draft_of, check_create_plan
from rinde.capabilities.plans.queries import PlanSummary, carry_choices, plan_header, plan_summaries
from rinde.capabilities.plans.rules.templates import all_templates
from rinde.capabilities.plans.web.forms import CarryForm, NewPlanForm, begin_or_ask, status_of
from rinde.capabilities.plans.web.forms.headers import year_of
from rinde.capabilities.plans.web.requests import DeskRequest, back_to_plan, plan_to_read
from rinde.services.access import desk_page

_SHOWN = 6  # plans to go on from; the newest are the ones that somebody wants


def _sources(request: DeskRequest) -> list[PlanSummary]:
    """The published plans to go on from, newest first: a draft is still its own beginning."""
    readable = (one for one in plan_summaries() if can_read_draft_of(one.id, by=request.principal))
    return [one for one in readable if one.activities and one.version][:_SHOWN]


@desk_page("plans.edit")
def plan_new(request: DeskRequest, entity_slug: str) -> HttpResponse:  # noqa: ARG001
    check_create_plan(by=request.principal)
    now = timezone.now()
    templates = list(all_templates().values())
    begin = year_of(timezone.localdate(now)) | {"template": templates[0].key}
    form = NewPlanForm(request.POST or None, templates=templates, initial=begin)
    if form.is_valid():
        plan = begin_or_ask(
            form,
            lambda beside: create_plan(
                entity=request.entity,
                header=form.header(),
                template_key=form.cleaned_data["template"],
                by=request.principal,
                now=now,
                beside=beside,
            ),
        )
        if plan:
            return back_to_plan(request, plan, "Se creó el borrador. Agregue sus actividades.")
    context = {"form": form, "sources": _sources(request)}
    return render(request, "plans/plan_new.html", context, status=status_of(form))


@desk_page("plans.edit")
def plan_carry(request: DeskRequest, entity_slug: str, plan_id: int) -> HttpResponse:
    """Chooses what goes on from a plan into the next one."""
    check_create_plan(by=request.principal)
    source = plan_to_read(request, plan_id)
    form = CarryForm(
        request.POST or None, source=plan_header(source), choices=carry_choices(source), marks=request.GET.get("marcar")
    )
    if form.is_valid():
        carried = begin_or_ask(
            form,
            lambda beside: carry_plan(
                entity=request.entity,
                from_plan_id=source.pk,
                header=form.header(),
                activity_keys=form.cleaned_data["activities"],
                announcement_ids=form.announcement_ids(),
                by=request.principal,
                now=timezone.now(),
                beside=beside,
            ),
        )
        if carried:
            _say_who_left(request, carried.gone)
            messages.success(request, "Se creó el borrador. Revise las fechas: pasaron a la vigencia nueva.")
            return redirect("desk:plan_detail", entity_slug=entity_slug, plan_id=carried.plan.pk)
    context = {"source": source, "form": form}
    return render(request, "plans/plan_carry.html", context, status=status_of(form))


def _say_who_left(request: DeskRequest, gone: tuple[str, ...]) -> None:
    if gone:
        names = ", ".join(f"«{name}»" for name in gone)
        messages.warning(
            request,
            f"Ya no están en el organigrama y quedaron solo por su nombre: {names}. Escoja quién responde ahora.",
        )
