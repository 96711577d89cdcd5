"""A cut-off: its figures and the working list of what there is to look at; the sample, the rest, the frozen text."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from rinde.capabilities.followup.operations.cut_offs import draw_sample
from rinde.capabilities.followup.operations.verdicts import decide_rest
from rinde.capabilities.followup.queries.evaluation import (
    Evaluation,
    Progress,
    evaluation_of,
    frozen_lines,
    latecomers,
)
from rinde.capabilities.followup.queries.recommendations import standing_by_activity
from rinde.capabilities.followup.rules.freezing import text_of
from rinde.capabilities.followup.rules.sampling import draw, usual_seed
from rinde.capabilities.followup.web.desk.evaluation.opened import (
    back_to,
    cut_off_page,
    cut_off_to_evaluate,
    cut_off_to_see,
    frozen_to_see,
)
from rinde.capabilities.followup.web.forms.evaluation import RestForm, SampleForm
from rinde.capabilities.followup.web.presenters.evaluation.cut_offs import card_of
from rinde.capabilities.followup.web.presenters.evaluation.figures import figures_page
from rinde.capabilities.followup.web.presenters.evaluation.looks import (
    components_of,
    flags_of_list,
    looks_of,
    read_question,
    units_of,
)
from rinde.capabilities.followup.web.presenters.evaluation.rows import working_rows
from rinde.capabilities.plans.web.forms.saving import save_or_explain, status_of
from rinde.capabilities.plans.web.requests import DeskRequest
from rinde.services.access import desk_page

ACTIVITIES_ON_PAGE = 50
USUAL_SAMPLE = 10


@desk_page("followup.evaluate")
def cut_off_detail(request: DeskRequest, entity_slug: str, plan_id: int, number: int) -> HttpResponse:  # noqa: ARG001
    """Before its close, its dates; afterwards the figures and the list that internal control works through."""
    cut_off = cut_off_to_see(request, plan_id, number)
    if not cut_off.sha256:
        card = card_of(Progress(cut_off, scheduled=0, decided=0), timezone.localdate())
        return render(request, "followup/desk/cut_off_planned.html", cut_off_page(request, cut_off) | {"card": card})
    evaluation = evaluation_of(cut_off)
    question = read_question(request.GET)
    shown = [row for row in evaluation.rows if question.fits(row)]
    page = Paginator(shown, ACTIVITIES_ON_PAGE).get_page(request.GET.get("pagina"))
    total, _ = evaluation.by_verdict
    undecided = evaluation.undecided
    context = cut_off_page(request, cut_off) | {
        "figures": figures_page(evaluation),
        "question": question,
        "list_query": f"?{question.query}" if question.query else "",
        "looks": looks_of(evaluation.rows, question),
        "flags": flags_of_list(evaluation.rows, question),
        "components": components_of(evaluation.rows, question),
        "units": units_of(evaluation.rows, question),
        "page": page,
        "rows": working_rows(page.object_list),
        "recommended": standing_by_activity(cut_off.plan, before=cut_off),
        "shown": len(shown),
        "total": total,
        "next_undecided": undecided[0].frozen.key if undecided else "",
        "latecomers": latecomers(cut_off),
        "sample": _sample(evaluation),
    }
    return render(request, "followup/desk/cut_off.html", context)


def _sample(evaluation: Evaluation) -> str:
    """How the sample was drawn, in words; empty before."""
    cut_off = evaluation.cut_off
    if not cut_off.sample_seed:
        return ""
    scheduled = [(row.frozen.component, row.frozen.key) for row in evaluation.rows if row.says is not None]
    return draw(scheduled, size=cut_off.sample_size, seed=cut_off.sample_seed).in_words


@desk_page("followup.evaluate")
def sample_draw(request: DeskRequest, entity_slug: str, plan_id: int, number: int) -> HttpResponse:  # noqa: ARG001
    """How many activities to look at one by one, and the seed that chooses them."""
    cut_off = cut_off_to_evaluate(request, plan_id, number)
    scheduled = sum(row.says is not None for row in evaluation_of(cut_off).rows) if cut_off.sha256 else 0
    initial = {
        "size": cut_off.sample_size or min(USUAL_SAMPLE, scheduled),
        "seed": cut_off.sample_seed or usual_seed(cut_off.sha256),
    }
    form = SampleForm(request.POST or None, initial=initial)
    if form.is_valid():
        entered = {name: form.cleaned_data[name] for name in ("size", "seed")}
        drawn = save_or_explain(
            form, lambda: draw_sample(cut_off_id=cut_off.pk, **entered, by=request.principal, now=timezone.now())
        )
        if drawn:
            return back_to(request, cut_off, "La muestra quedó sacada.", after="?ver=muestra#actividades")
    context = cut_off_page(request, cut_off) | {"form": form, "scheduled": scheduled}
    return render(request, "followup/desk/sample.html", context, status=status_of(form))


@desk_page("followup.evaluate")
def verdicts_rest(request: DeskRequest, entity_slug: str, plan_id: int, number: int) -> HttpResponse:  # noqa: ARG001
    """Decide what is left as the cells say, after seeing how many that is and which of them deserve a look."""
    cut_off = cut_off_to_evaluate(request, plan_id, number)
    form = RestForm(request.POST or None)
    if form.is_valid() and "confirmar" in request.POST:
        decided = save_or_explain(
            form,
            lambda: decide_rest(
                cut_off_id=cut_off.pk,
                expected=form.cleaned_data["expected"] or 0,
                with_all=form.cleaned_data["with_all"],
                by=request.principal,
                now=timezone.now(),
            ),
        )
        if decided is not None:
            word = "1 concepto quedó escrito" if decided == 1 else f"{decided} conceptos quedaron escritos"
            return back_to(request, cut_off, f"{word} como dicen los reportes y las pruebas.")
    evaluation = evaluation_of(cut_off)
    with_all = bool(form.is_bound and form.cleaned_data.get("with_all"))
    rest = evaluation.rest(with_all=with_all)
    context = cut_off_page(request, cut_off) | {
        "form": form,
        "with_all": with_all,
        "rest": working_rows(rest),
        "recommended": standing_by_activity(cut_off.plan, before=cut_off),
        "done": sum(row.says is True for row in rest),
        "not_done": sum(row.says is False for row in rest),
        "spared": len(evaluation.undecided) - len(rest),
    }
    return render(request, "followup/desk/cut_off_rest.html", context, status=status_of(form))


@desk_page("followup.evaluate")
def cut_off_snapshot(request: DeskRequest, entity_slug: str, plan_id: int, number: int) -> HttpResponse:
    """The frozen text, byte by byte what its hash is over."""
    cut_off = frozen_to_see(request, plan_id, number).cut_off
    response = HttpResponse(text_of(cut_off.figures, frozen_lines(cut_off)), content_type="application/jsonl")
    name = f"{entity_slug}-{cut_off.plan.slug}-corte-{cut_off.facts_until:%Y-%m-%d}.jsonl"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
