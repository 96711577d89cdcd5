"""Pages that ask before a row goes elsewhere, becomes two, or becomes one with another."""

from functools import partial
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from rinde.capabilities.plans.models import Activity, Plan
from rinde.capabilities.plans.operations import join_activities, place_activity, split_activity, split_deliverable
from rinde.capabilities.plans.queries import activity_to_edit
from rinde.capabilities.plans.queries.grid import row_groups
from rinde.capabilities.plans.rules.joining import kept_words, with_words
from rinde.capabilities.plans.web.desk.rows import back_to_row
from rinde.capabilities.plans.web.forms import save_or_explain, status_of
from rinde.capabilities.plans.web.forms.arranging import (
    JoinForm,
    PlaceForm,
    SplitActivityForm,
    SplitProductForm,
    product_label,
)
from rinde.capabilities.plans.web.requests import DeskRequest, found_or_404, plan_to_edit
from rinde.services.access import desk_page


def _row(request: DeskRequest, plan_id: int, activity_id: int) -> tuple[Plan, Activity]:
    plan = plan_to_edit(request, plan_id)
    return plan, found_or_404(activity_to_edit(plan, activity_id))


@desk_page("plans.edit")
def activity_move(request: DeskRequest, entity_slug: str, plan_id: int, activity_id: int) -> HttpResponse:  # noqa: ARG001
    plan, activity = _row(request, plan_id, activity_id)
    form = PlaceForm(request.POST or None, activity=activity, groups=row_groups(plan))
    if form.is_valid():
        node_id, before_id = form.values()
        moved = save_or_explain(
            form,
            lambda: place_activity(
                activity_id=activity.pk,
                node_id=node_id,
                before_id=before_id,
                seen=form.cleaned_data["seen"],
                by=request.principal,
                now=timezone.now(),
            ),
            current=activity.edited_at,
        )
        if moved:
            return back_to_row(request, plan, f"fila-{moved.pk}", "Se movió la actividad.")
    context = {"plan": plan, "activity": activity, "form": form}
    return render(request, "plans/activity_move.html", context, status=status_of(form))


class _Split:
    """The page of a split: its two forms, and which of them was sent."""

    def __init__(self, request: DeskRequest, activity: Activity) -> None:
        self.activity, self.by = activity, request.principal
        self.products = list(activity.deliverables.all())
        wanted = request.POST.get("producto") or request.GET.get("producto", "")
        chosen = [one for one in self.products if str(one.pk) == wanted]
        self.product = next(iter(chosen or self.products), None)
        of_words = request.POST.get("hacer") == "producto"
        self.by_products = SplitActivityForm(None if of_words else request.POST or None, activity=activity)
        self.by_words = (
            SplitProductForm(request.POST if of_words else None, activity=activity, product=self.product)
            if self.product
            else None
        )
        self.form = self.by_words if of_words and self.by_words else self.by_products

    def carry_out(self) -> Activity | None:
        """Split as the form that was sent says; where it is refused, the form says why."""
        if not self.form.is_valid():
            return None
        save = partial(
            split_activity if self.form is self.by_products else split_deliverable,
            activity_id=self.activity.pk,
            seen=self.form.cleaned_data["seen"],
            by=self.by,
            now=timezone.now(),
            **self._asked(),
        )
        return save_or_explain(self.form, save, self.activity.edited_at)

    def _asked(self) -> dict[str, Any]:
        """What the form that was sent asks for, beside what both ways of splitting need."""
        if isinstance(self.form, SplitProductForm):
            return {"deliverable_id": self.product.pk if self.product else 0, "texts": self.form.values()}
        entered = self.form.cleaned_data
        return {"deliverable_ids": list(map(int, entered["products"])), "name": entered["name"]}


@desk_page("plans.edit")
def activity_split(request: DeskRequest, entity_slug: str, plan_id: int, activity_id: int) -> HttpResponse:  # noqa: ARG001
    """Two ways to split: some products go to a new activity, or the words of one product become two."""
    plan, activity = _row(request, plan_id, activity_id)
    page = _Split(request, activity)
    done = page.carry_out()
    if done:
        return back_to_row(request, plan, f"fila-{done.pk}", "Se dividió. Revise las fechas y las metas de ambas.")
    context = {
        "plan": plan,
        "activity": activity,
        "by_products": page.by_products,
        "by_words": page.by_words,
        "form": page.form,
        "product": page.product,
        "products": [(one.pk, product_label(one)) for one in page.products],
    }
    return render(request, "plans/activity_split.html", context, status=status_of(page.form))


@desk_page("plans.edit")
def activity_join(request: DeskRequest, entity_slug: str, plan_id: int, activity_id: int) -> HttpResponse:  # noqa: ARG001
    """First the other activity is chosen; then the page shows how the one that stays will be, and asks."""
    plan, activity = _row(request, plan_id, activity_id)
    wanted = request.POST.get("con") or request.GET.get("con", "")
    other = activity_to_edit(plan, int(wanted)) if wanted.isdecimal() and int(wanted) != activity.pk else None
    initial = {"seen": activity.edited_at, "other_seen": other.edited_at if other else None}
    form = JoinForm(request.POST or None, initial=initial)
    if other and form.is_valid():
        joined = save_or_explain(
            form,
            lambda: join_activities(
                activity_id=activity.pk,
                other_id=other.pk,
                seen=form.cleaned_data["seen"],
                other_seen=form.cleaned_data["other_seen"],
                by=request.principal,
                now=timezone.now(),
            ),
            current=activity.edited_at,
        )
        if joined:
            return back_to_row(request, plan, f"fila-{joined.pk}", "Se unieron las dos actividades.")
    context = {
        "plan": plan,
        "activity": activity,
        "other": other,
        "form": form,
        "groups": row_groups(plan),
        "products": _joined_products(activity, other) if other else [],
    }
    return render(request, "plans/activity_join.html", context, status=status_of(form))


def _joined_products(kept: Activity, going: Activity) -> list[tuple[str, str]]:
    """Each product that the activity will have, with the task that it will carry."""
    words = kept_words(kept=(kept.name, kept.description), going=(going.code, going.name, going.description))
    staying = [(product_label(one), one.description) for one in kept.deliverables.all()]
    coming = [(product_label(one), with_words(one.description, words)) for one in going.deliverables.all()]
    return [*staying, *(coming or ([("Producto sin texto", words)] if words else []))]
