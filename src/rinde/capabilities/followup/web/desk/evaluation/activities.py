"""A frozen activity, and internal control's verdict beside everything that the others said."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from rinde.capabilities.followup.operations.verdicts import write_verdict
from rinde.capabilities.followup.permissions import check_evaluate
from rinde.capabilities.followup.queries.evaluation import (
    EvaluatedRow,
    Evaluation,
    closed_notes,
    frozen_content,
    promised,
)
from rinde.capabilities.followup.queries.recommendations import standing_by_activity
from rinde.capabilities.followup.web.desk.evaluation.opened import back_to, cut_off_page, frozen_to_see
from rinde.capabilities.followup.web.forms.evaluation import VerdictForm
from rinde.capabilities.followup.web.presenters.evaluation.activity import (
    Neighbours,
    cell_cards,
    neighbours,
    note_lines,
    own_percent,
    promise_lines,
)
from rinde.capabilities.followup.web.presenters.evaluation.looks import read_question
from rinde.capabilities.followup.web.presenters.evaluation.rows import says_markup, verdict_markup
from rinde.capabilities.followup.web.presenters.recommendations import recommendation_row
from rinde.capabilities.plans.web.forms.saving import save_or_explain, status_of
from rinde.capabilities.plans.web.requests import DeskRequest
from rinde.services.access import desk_page


@desk_page("followup.evaluate")
def frozen_activity(request: DeskRequest, entity_slug: str, plan_id: int, number: int, key: str) -> HttpResponse:
    """The promise, what each unit said by the close, planning's notes, and internal control's own form."""
    evaluation = frozen_to_see(request, plan_id, number)
    row = next((one for one in evaluation.rows if one.frozen.key == key), None)
    if row is None:
        raise Http404
    question = read_question(request.GET)
    way = neighbours([one for one in evaluation.rows if question.fits(one)], key, evaluation.rows)
    form = VerdictForm(request.POST or None, says=row.says, initial=VerdictForm.initial_of(row.verdict))
    if request.method == "POST":
        check_evaluate(evaluation.cut_off.plan, by=request.principal)
        if form.is_valid() and _saved(request, evaluation, row, form):
            return _onwards(request, evaluation, row, way, question.query)
    due, later = cell_cards(frozen_content(row.frozen), entity_slug)
    context = cut_off_page(request, evaluation.cut_off) | {
        "row": row,
        "says": says_markup(row.says, row.frozen.due),
        "decided": verdict_markup(row),
        "promise": promise_lines(promised(evaluation.cut_off, key)),
        "due": due,
        "later": later,
        "standing": [
            recommendation_row(one, timezone.localdate())
            for one in standing_by_activity(evaluation.cut_off.plan, before=evaluation.cut_off).get(key, [])
        ],
        "notes": note_lines(closed_notes(evaluation.cut_off, key)),
        "own_percent": own_percent(row.verdict),
        "form": form,
        "way": way,
        "query": f"?{question.query}" if question.query else "",
    }
    return render(request, "followup/desk/frozen_activity.html", context, status=status_of(form))


def _saved(request: DeskRequest, evaluation: Evaluation, row: EvaluatedRow, form: VerdictForm) -> Any:
    return save_or_explain(
        form,
        lambda: write_verdict(
            cut_off_id=evaluation.cut_off.pk,
            key=row.frozen.key,
            values=form.values(),
            seen=form.cleaned_data["seen"],
            by=request.principal,
            now=timezone.now(),
        ),
        current=row.verdict.edited_at if row.verdict else None,
    )


def _onwards(
    request: DeskRequest, evaluation: Evaluation, row: EvaluatedRow, way: Neighbours, query: str
) -> HttpResponse:
    """The next activity that waits for a verdict, within what the list shows; the list itself where none does."""
    said = f"Concepto guardado: {row.frozen.code or row.frozen.name[:60]}."
    cut_off = evaluation.cut_off
    here = row.frozen.key if "quedarse" in request.POST else way.next_undecided
    if not here:
        return back_to(request, cut_off, f"{said} Ya no falta ninguno por decidir.")
    messages.success(request, said)
    plan = cut_off.plan
    kwargs = {"entity_slug": plan.entity.slug, "plan_id": plan.pk, "number": cut_off.number, "key": here}
    return redirect(f"{reverse('desk:frozen_activity', kwargs=kwargs)}{'?' if query else ''}{query}#contenido")
