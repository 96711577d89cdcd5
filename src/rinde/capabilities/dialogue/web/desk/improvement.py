"""The improvement plan of a space or a series on the desk, and internal control's word on it, apart."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from rinde.capabilities.dialogue.choices import CommitmentStatus
from rinde.capabilities.dialogue.models import DialogueSpace, ImprovementPlan, SpaceSeries
from rinde.capabilities.dialogue.operations.improvement_plans import (
    evaluate_improvement,
    publish_improvement,
    write_introduction,
)
from rinde.capabilities.dialogue.permissions import (
    READ,
    can_evaluate_improvement,
    can_keep_series,
    can_manage,
)
from rinde.capabilities.dialogue.queries.commitments import commitments_of_series, commitments_of_space, with_words
from rinde.capabilities.dialogue.queries.improvement import (
    cut_offs_to_evaluate,
    evaluations_of,
    has_changed,
    improvement_of,
    newest_version,
)
from rinde.capabilities.dialogue.web.forms.commitments import EvaluationForm, IntroductionForm
from rinde.capabilities.dialogue.web.forms.trying import tried
from rinde.capabilities.dialogue.web.opened import space_to_read
from rinde.capabilities.dialogue.web.presenters.commitments import desk_url, outcome_state, row_of
from rinde.capabilities.dialogue.web.presenters.space_page import page_of
from rinde.capabilities.plans.web.requests import DeskRequest
from rinde.foundations.refusals import NotAllowed
from rinde.services.access import Principal, desk_page

Origin = DialogueSpace | SpaceSeries


@desk_page("dialogue.read")
def improvement_plan(request: DeskRequest, entity_slug: str, space_id: int) -> HttpResponse:  # noqa: ARG001
    """The plan of a space: introduction, commitments, publication, evaluation."""
    space = space_to_read(request, space_id)
    more = page_of(space, by=request.principal, now=timezone.now()) | {"here": "improvement_plan"}
    return _page(request, space, more, may_keep=can_manage(space, by=request.principal))


@desk_page("dialogue.read")
def series_improvement(request: DeskRequest, entity_slug: str, series_id: int) -> HttpResponse:  # noqa: ARG001
    """The plan of a series: what was promised in each of its spaces."""
    rows = SpaceSeries.objects.filter(entity=request.entity).select_related("entity")
    series: SpaceSeries = get_object_or_404(rows, pk=series_id)
    if not request.principal.may_somewhere(READ):
        raise NotAllowed("Usted no tiene acceso a los espacios de diálogo. Puede leer sus páginas públicas.")
    return _page(request, series, {"series": series}, may_keep=can_keep_series(series, by=request.principal))


def _page(request: DeskRequest, origin: Origin, more: dict[str, Any], *, may_keep: bool) -> HttpResponse:
    by, improvement = request.principal, improvement_of(origin)
    if request.method == "POST" and "concepto" in request.POST:
        return _evaluated(request, origin, improvement, more, may_keep=may_keep)
    form = IntroductionForm(
        request.POST or None, initial={"introduction": improvement.introduction if improvement else ""}
    )
    if form.is_valid() and tried(form, lambda: _written(origin, form.cleaned_data["introduction"], by)) is not None:
        if "publicar" not in request.POST:
            return _back(request, origin, "La introducción quedó guardada.")
        version = tried(form, lambda: publish_improvement(**_of(origin), by=by, now=timezone.now()))
        if version:
            return _back(request, origin, f"El plan de mejoramiento es público: versión {version.number}.")
    return _shown(request, origin, improvement, more, form=form, evaluation=None, may_keep=may_keep)


def _of(origin: Origin) -> dict[str, Any]:
    return {"space_id": origin.pk} if isinstance(origin, DialogueSpace) else {"series_id": origin.pk}


def _written(origin: Origin, introduction: str, by: Principal) -> object:
    return write_introduction(**_of(origin), introduction=introduction, by=by, now=timezone.now())


def _back(request: DeskRequest, origin: Origin, said: str) -> HttpResponse:
    messages.success(request, said)
    name = "improvement_plan" if isinstance(origin, DialogueSpace) else "series_improvement"
    page: HttpResponse = redirect(f"desk:{name}", entity_slug=origin.entity.slug, **_of(origin))
    return page


def _evaluated(
    request: DeskRequest, origin: Origin, improvement: ImprovementPlan | None, more: dict[str, Any], *, may_keep: bool
) -> HttpResponse:
    """Keep or publish internal control's word."""
    form = _evaluation_form(request)
    if improvement is None:
        raise NotAllowed("Este plan de mejoramiento todavía no existe.")
    if form.is_valid():
        data, out = form.cleaned_data, request.POST["concepto"] == "publicar"
        made = tried(
            form,
            lambda: evaluate_improvement(
                improvement_id=improvement.pk, cut_off_id=data["cut_off_id"], verdict=data["verdict"],
                text=data["text"], publish=out, by=request.principal, now=timezone.now(),
            ),
        )  # fmt: skip
        if made:
            return _back(request, origin, "La evaluación es pública." if out else "La evaluación quedó en borrador.")
    introduction = IntroductionForm(initial={"introduction": improvement.introduction})
    return _shown(request, origin, improvement, more, form=introduction, evaluation=form, may_keep=may_keep)


def _evaluation_form(request: DeskRequest) -> EvaluationForm:
    cut_offs = [(one.pk, f"{one.name} · {one.plan.title}") for one in cut_offs_to_evaluate(request.entity)]
    return EvaluationForm(request.POST if "concepto" in request.POST else None, cut_offs=cut_offs)


def _shown(
    request: DeskRequest,
    origin: Origin,
    improvement: ImprovementPlan | None,
    more: dict[str, Any],
    *,
    form: IntroductionForm,
    evaluation: EvaluationForm | None,
    may_keep: bool,
) -> HttpResponse:
    rows = commitments_of_space(origin) if isinstance(origin, DialogueSpace) else commitments_of_series(origin)
    listed = with_words(rows, today=timezone.localdate())
    version = newest_version(improvement)
    may_evaluate = version is not None and improvement is not None and can_evaluate_improvement(
        improvement, by=request.principal
    )  # fmt: skip
    said = evaluations_of(improvement, public_only=not may_evaluate) if improvement else ()
    context = more | {
        "origin": origin,
        "is_space": isinstance(origin, DialogueSpace),
        "rows": [row_of(one, url=desk_url(one.commitment)) for one in listed],
        "drafts": sum(1 for one in listed if one.commitment.status == CommitmentStatus.DRAFT),
        "form": form,
        "version": version,
        "has_changed": bool(version and improvement and has_changed(improvement, version)),
        "may_keep": may_keep,
        "may_evaluate": may_evaluate,
        "evaluation_form": (evaluation or _evaluation_form(request)) if may_evaluate else None,
        "evaluations": [{"one": one, "state": outcome_state(one.verdict)} for one in said],
    }
    failed = form.errors or (evaluation is not None and evaluation.errors)
    return render(request, "dialogue/desk/improvement.html", context, status=422 if failed else 200)
