"""«Aprobación y versiones»: where a plan stands, and each step from the draft to the end of the plan."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from rinde.capabilities.plans.choices import PlanStatus
from rinde.capabilities.plans.models import Plan
from rinde.capabilities.plans.operations import (
    annul_act,
    close_plan,
    consolidate_plan,
    register_act,
    register_approved_plan,
    return_to_draft,
)
from rinde.capabilities.plans.operations.approving import NO_ACT_TO_ANNUL
from rinde.capabilities.plans.permissions import can_edit_plan, check_publish_plan, check_register_act
from rinde.capabilities.plans.queries import (
    act_of,
    last_body,
    plan_steps,
    plan_versions,
    same_hands_told,
    told_steps,
    working_content,
)
from rinde.capabilities.plans.rules.content import canonical_json, content_hash
from rinde.capabilities.plans.rules.publication import publication_gaps
from rinde.capabilities.plans.rules.states import check_comments_over, check_editable, check_may_become
from rinde.capabilities.plans.web.forms import save_or_explain, status_of
from rinde.capabilities.plans.web.forms.acts import ActForm, ApprovedPlanForm, ReasonForm
from rinde.capabilities.plans.web.forms.saving import EditForm
from rinde.capabilities.plans.web.making import next_step, stages
from rinde.capabilities.plans.web.presenters import PlanPage
from rinde.capabilities.plans.web.requests import DeskRequest, found_or_404, plan_to_read
from rinde.foundations.refusals import TransitionNotAllowed
from rinde.services.access import desk_page
from rinde.services.files.models import StoredFile
from rinde.services.files.operations import as_attachment, read_file

MOVABLE = frozenset({PlanStatus.DRAFT, PlanStatus.IN_CONSULTATION, PlanStatus.CONSOLIDATED})


@dataclass(frozen=True, slots=True)
class StepWords:
    """What the page of a step says."""

    heading: str
    lead: str
    button: str
    done: str
    icon: str = "check"
    is_danger: bool = False
    shows_text: bool = False  # the gaps of the plan and the hash of its text


CONSOLIDATE = StepWords(
    "Consolidar el texto",
    "El texto queda quieto para la sesión que lo aprueba: nadie lo edita mientras tanto. Puede devolverse a borrador.",
    "Consolidar",
    "El texto quedó consolidado. Lo que sigue: la sesión y el registro del acto.",
    "document-check",
    shows_text=True,
)
RETURN = StepWords(
    "Devolver a borrador",
    "El plan se podrá editar de nuevo. Para aprobarlo habrá que consolidarlo otra vez.",
    "Devolver a borrador",
    "El plan volvió a borrador y se puede editar.",
    "arrow-uturn-left",
)
ANNUL = StepWords(
    "Anular el registro del acto",
    "Úselo si el acto se registró por error. El acto queda en la historia, marcado como anulado, y el plan vuelve a "
    "«Consolidado».",
    "Anular el registro",
    "El registro del acto quedó anulado. El plan volvió a «Consolidado».",
    "x-circle",
    is_danger=True,
)
CLOSE = StepWords(
    "Cerrar el plan",
    "Un plan cerrado queda como historia: se sigue leyendo y descargando, y ya no admite cambios. No se puede reabrir.",
    "Cerrar el plan",
    "El plan quedó cerrado.",
    "lock-closed",
    is_danger=True,
)
REGISTER = StepWords(
    "Registrar el acto",
    "Escriba el acto como dice su documento. Con él se guarda exactamente el texto que se aprobó: eso es lo que se "
    "publicará, aunque después cambie el organigrama.",
    "Registrar el acto",
    "El acto quedó registrado y el plan está aprobado.",
    "clipboard-document-check",
    shows_text=True,
)
ALREADY_APPROVED = StepWords(
    "Este plan ya fue aprobado",
    "Para un plan que llega a Rinde con su acto: se consolida, se registra el acto y se publica, todo de una vez.",
    "Registrar el acto y publicar",
    "El plan quedó publicado con su acto.",
    "megaphone",
    shows_text=True,
)


@desk_page("plans.read_draft")
def plan_approval(request: DeskRequest, entity_slug: str, plan_id: int) -> HttpResponse:  # noqa: ARG001
    plan, today = plan_to_read(request, plan_id), timezone.localdate()
    steps = plan_steps(plan)
    context = {
        "plan": plan,
        "stages": stages(plan, steps),
        "story": told_steps(steps),
        "same_hands": same_hands_told(plan.pk, steps),
        "next": next_step(plan, by=request.principal, today=today),
        "versions": plan_versions(plan),
        "can_edit": can_edit_plan(plan, by=request.principal),
    }
    if plan.status in MOVABLE:
        content = working_content(plan, on=today)
        context["page"] = PlanPage(plan, content, publication_gaps(content, today=today))
    return render(request, "plans/plan_approval.html", context)


@desk_page("plans.publish")
def plan_consolidate(request: DeskRequest, entity_slug: str, plan_id: int) -> HttpResponse:  # noqa: ARG001
    plan, now = plan_to_read(request, plan_id), timezone.now()
    check_publish_plan(plan, by=request.principal)
    if plan.status != PlanStatus.CONSOLIDATED:  # a second click finds it done
        check_editable(plan.status)
        check_comments_over(plan.comments_until, today=timezone.localdate(now))
    form = _why_form(request, plan)

    def consolidate() -> Plan:
        note, reviewed = form.cleaned_data["reason"], request.POST.get("revisado", "")
        return consolidate_plan(plan_id=plan.pk, note=note, reviewed=reviewed, by=request.principal, now=now)

    return _step(request, plan, form, CONSOLIDATE, consolidate)


def _why_form(request: DeskRequest, plan: Plan) -> ReasonForm:
    """A plan that nobody could comment on says why; one that was in consultation may say what was done with it."""
    was_consulted = plan.status == PlanStatus.IN_CONSULTATION
    label = "Qué se hizo con lo comentado" if was_consulted else "Por qué se consolida sin abrirlo a comentarios"
    more = "Lo leerá la ciudadanía en la historia del plan."
    return ReasonForm(request.POST or None, label=label, help_text=more, required=not was_consulted)


@desk_page("plans.publish")
def plan_return(request: DeskRequest, entity_slug: str, plan_id: int) -> HttpResponse:  # noqa: ARG001
    plan = plan_to_read(request, plan_id)
    check_publish_plan(plan, by=request.principal)
    check_may_become(plan.status, PlanStatus.DRAFT)
    form = ReasonForm(request.POST or None, label="Por qué vuelve a borrador")

    def give_back() -> Plan:
        reason = form.cleaned_data["reason"]
        return return_to_draft(plan_id=plan.pk, reason=reason, by=request.principal, now=timezone.now())

    return _step(request, plan, form, RETURN, give_back)


@desk_page("plans.register_act")
def act_new(request: DeskRequest, entity_slug: str, plan_id: int) -> HttpResponse:  # noqa: ARG001
    plan = plan_to_read(request, plan_id)
    check_register_act(plan, by=request.principal)
    if plan.status != PlanStatus.APPROVED:  # the same act sent twice finds itself registered
        check_may_become(plan.status, PlanStatus.APPROVED)
    form = ActForm(request.POST or None, request.FILES or None, initial={"body": last_body()})

    def register() -> object:
        reviewed = request.POST.get("revisado", "")
        return register_act(
            plan_id=plan.pk, values=form.values(), reviewed=reviewed, by=request.principal, now=timezone.now()
        )

    return _step(request, plan, form, REGISTER, register)


@desk_page("plans.register_act")
def act_annul(request: DeskRequest, entity_slug: str, plan_id: int) -> HttpResponse:  # noqa: ARG001
    plan = plan_to_read(request, plan_id)
    check_register_act(plan, by=request.principal)
    if plan.status != PlanStatus.APPROVED:
        raise TransitionNotAllowed(NO_ACT_TO_ANNUL)
    form = ReasonForm(request.POST or None, label="Por qué se anula el registro")

    def annul() -> Plan:
        return annul_act(plan_id=plan.pk, reason=form.cleaned_data["reason"], by=request.principal, now=timezone.now())

    return _step(request, plan, form, ANNUL, annul)


@desk_page("plans.register_act")
def plan_already_approved(request: DeskRequest, entity_slug: str, plan_id: int) -> HttpResponse:
    plan = plan_to_read(request, plan_id)
    check_publish_plan(plan, by=request.principal)
    check_register_act(plan, by=request.principal)
    if plan.status not in {PlanStatus.DRAFT, PlanStatus.PUBLISHED}:
        return redirect("desk:plan_approval", entity_slug=entity_slug, plan_id=plan.pk)
    form = ApprovedPlanForm(request.POST or None, request.FILES or None, initial={"body": last_body()})

    def register() -> object:
        return register_approved_plan(
            plan_id=plan.pk,
            note=form.cleaned_data["reason"],
            values=form.values(),
            reviewed=request.POST.get("revisado", ""),
            by=request.principal,
            now=timezone.now(),
        )

    return _step(request, plan, form, ALREADY_APPROVED, register)


@desk_page("plans.publish")
def plan_close(request: DeskRequest, entity_slug: str, plan_id: int) -> HttpResponse:  # noqa: ARG001
    plan, now = plan_to_read(request, plan_id), timezone.now()
    check_publish_plan(plan, by=request.principal)
    if plan.status != PlanStatus.CLOSED:
        check_may_become(plan.status, PlanStatus.CLOSED)
    is_over = plan.period_end < timezone.localdate(now)
    form = ReasonForm(request.POST or None, label="Por qué se cierra", required=not is_over)

    def close() -> Plan:
        return close_plan(plan_id=plan.pk, reason=form.cleaned_data["reason"], by=request.principal, now=now)

    return _step(request, plan, form, CLOSE, close)


def _step(
    request: DeskRequest, plan: Plan, form: EditForm, words: StepWords, take: Callable[[], object]
) -> HttpResponse:
    """The page of one step; once it is taken, back to where the plan stands."""
    if request.method == "POST" and form.is_valid() and save_or_explain(form, take) is not None:
        messages.success(request, words.done)
        return redirect("desk:plan_approval", entity_slug=plan.entity.slug, plan_id=plan.pk)
    context: dict[str, Any] = {"plan": plan, "form": form, "words": words}
    if words.shows_text:
        today = timezone.localdate()
        content = working_content(plan, on=today)
        context["page"] = PlanPage(plan, content, publication_gaps(content, today=today))
        context["reviewed"] = content_hash(canonical_json(content))
        context["can_edit"] = can_edit_plan(plan, by=request.principal)
    return render(request, "plans/plan_step.html", context, status=status_of(form))


@desk_page("plans.read_draft")
def act_file(request: DeskRequest, entity_slug: str, plan_id: int, act_id: int) -> HttpResponse:  # noqa: ARG001
    plan = plan_to_read(request, plan_id)
    act = found_or_404(act_of(plan, act_id))
    stored = found_or_404(StoredFile.objects.filter(pk=act.file_id).first())
    return as_attachment(read_file(stored), name=stored.name, content_type=stored.content_type)
