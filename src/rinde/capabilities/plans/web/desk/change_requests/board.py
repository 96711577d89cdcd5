"""The board of changes, one request with its story, and what its people do with it."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from rinde.capabilities.plans.choices import ChangeStatus
from rinde.capabilities.plans.models import ChangeRequest, Plan
from rinde.capabilities.plans.operations.change_requests import ask_again, give_opinion, reject_change, withdraw_change
from rinde.capabilities.plans.permissions import (
    EDIT,
    REGISTER_ACT,
    REQUEST_CHANGE,
    can_give_opinion,
    can_publish_plan,
    can_register_act,
    check_give_opinion,
    check_register_act,
)
from rinde.capabilities.plans.queries.change_requests import (
    change_request,
    change_requests,
    differences,
    others_about_the_same,
    stale_requests,
    text_has_changed,
)
from rinde.capabilities.plans.rules.change_requests.states import OPEN
from rinde.capabilities.plans.web.changing import FILTERS, RequestPage, board
from rinde.capabilities.plans.web.forms import save_or_explain, status_of
from rinde.capabilities.plans.web.forms.acts import ReasonForm
from rinde.capabilities.plans.web.forms.change_requests import OpinionForm
from rinde.capabilities.plans.web.requests import DeskRequest, found_or_404, plan_to_read
from rinde.foundations.refusals import NotReady
from rinde.services.access import desk_page

WITHDRAW_LABEL, REJECT_LABEL = "Por qué se retira", "Por qué se niega"


@desk_page("plans.read_draft")
def change_list(request: DeskRequest, entity_slug: str, plan_id: int) -> HttpResponse:  # noqa: ARG001
    plan = plan_to_read(request, plan_id)
    rows = change_requests(plan)
    stale = stale_requests(plan, on=timezone.localdate())
    chosen = request.GET.get("estado", "")
    by = request.principal
    context = {
        "plan": plan,
        "columns": board(rows, chosen, stale),
        "filters": FILTERS,
        "chosen": chosen if chosen in dict(FILTERS) else "",
        "is_empty": not rows,
        "to_decide": sum(one.status == ChangeStatus.WITH_OPINION and one.id not in stale for one in rows),
        "to_publish": sum(one.status == ChangeStatus.APPROVED and one.id not in stale for one in rows),
        "can_ask": plan.status == "PUBLISHED" and by.may_somewhere(REQUEST_CHANGE),
        "can_decide": can_register_act(plan, by=by),
        "can_publish": can_publish_plan(plan, by=by),
    }
    return render(request, "plans/change_list.html", context)


def _found(request: DeskRequest, plan_id: int, change_id: int) -> tuple[Plan, ChangeRequest]:
    plan = plan_to_read(request, plan_id)
    return plan, found_or_404(change_request(plan, change_id))


@desk_page("plans.read_draft")
def change_detail(request: DeskRequest, entity_slug: str, plan_id: int, change_id: int) -> HttpResponse:  # noqa: ARG001
    plan, found = _found(request, plan_id, change_id)
    return _page(request, plan, found)


def _page(
    request: DeskRequest,
    plan: Plan,
    found: ChangeRequest,
    *,
    opinion: OpinionForm | None = None,
    rejection: ReasonForm | None = None,
    withdrawal: ReasonForm | None = None,
) -> HttpResponse:
    by = request.principal
    is_mine = by.user_id is not None and by.user_id == found.requested_by_id
    with_opinion = found.status == ChangeStatus.WITH_OPINION
    is_open = found.status in OPEN
    is_stale = is_open and text_has_changed(plan, found, on=timezone.localdate())
    forms = [form for form in (opinion, rejection, withdrawal) if form is not None]
    context: dict[str, Any] = {
        "plan": plan,
        "change": found,
        "page": RequestPage(found, differences(found)),
        "others": others_about_the_same(found) if is_open else (),
        "is_stale": is_stale,
        "can_ask_again": is_open and (is_mine or can_give_opinion(plan, by=by)),
        "opinion": opinion or OpinionForm(),
        "can_opine": found.status == ChangeStatus.REQUESTED and can_give_opinion(plan, by=by),
        "rejection": rejection or ReasonForm(label=REJECT_LABEL, prefix="negar"),
        "can_decide": with_opinion and can_register_act(plan, by=by),
        "can_approve": not is_stale,
        "withdrawal": withdrawal or ReasonForm(label=WITHDRAW_LABEL, prefix="retirar", required=False),
        "can_withdraw": is_open and is_mine,
        "can_publish": found.status == ChangeStatus.APPROVED and not is_stale and can_publish_plan(plan, by=by),
    }
    status = next((code for form in forms if (code := status_of(form)) != 200), 200)
    return render(request, "plans/change_detail.html", context, status=status)


def _back(request: DeskRequest, plan: Plan, change_id: int, said: str) -> HttpResponse:
    messages.success(request, said)
    return redirect("desk:change_detail", entity_slug=plan.entity.slug, plan_id=plan.pk, change_id=change_id)


@desk_page(EDIT)
@require_POST
def change_opinion(request: DeskRequest, entity_slug: str, plan_id: int, change_id: int) -> HttpResponse:  # noqa: ARG001
    plan, found = _found(request, plan_id, change_id)
    check_give_opinion(plan, by=request.principal)
    form = OpinionForm(request.POST)

    def give() -> ChangeRequest:
        favourable, text = form.cleaned_data["favourable"], form.cleaned_data["text"]
        return give_opinion(
            request_id=found.pk, favourable=favourable, text=text, by=request.principal, now=timezone.now()
        )

    if form.is_valid() and save_or_explain(form, give) is not None:
        return _back(request, plan, found.pk, "El concepto quedó registrado. Falta la decisión.")
    return _page(request, plan, found, opinion=form)


@desk_page(REGISTER_ACT)
@require_POST
def change_reject(request: DeskRequest, entity_slug: str, plan_id: int, change_id: int) -> HttpResponse:  # noqa: ARG001
    plan, found = _found(request, plan_id, change_id)
    check_register_act(plan, by=request.principal)
    form = ReasonForm(request.POST, label=REJECT_LABEL, prefix="negar")

    def reject() -> ChangeRequest:
        reason = form.cleaned_data["reason"]
        return reject_change(request_id=found.pk, reason=reason, by=request.principal, now=timezone.now())

    if form.is_valid() and save_or_explain(form, reject) is not None:
        return _back(request, plan, found.pk, "La solicitud quedó negada, con su razón.")
    return _page(request, plan, found, rejection=form)


@desk_page(REQUEST_CHANGE)
@require_POST
def change_withdraw(request: DeskRequest, entity_slug: str, plan_id: int, change_id: int) -> HttpResponse:  # noqa: ARG001
    plan, found = _found(request, plan_id, change_id)
    form = ReasonForm(request.POST, label=WITHDRAW_LABEL, prefix="retirar", required=False)

    def withdraw() -> ChangeRequest:
        reason = form.cleaned_data["reason"]
        return withdraw_change(request_id=found.pk, reason=reason, by=request.principal, now=timezone.now())

    if form.is_valid() and save_or_explain(form, withdraw) is not None:
        return _back(request, plan, found.pk, "La solicitud quedó retirada.")
    return _page(request, plan, found, withdrawal=form)


@desk_page(REQUEST_CHANGE)
@require_POST
def change_again(request: DeskRequest, entity_slug: str, plan_id: int, change_id: int) -> HttpResponse:  # noqa: ARG001
    """Bring a request onto the text that stands now."""
    plan, found = _found(request, plan_id, change_id)
    try:
        fresh = ask_again(request_id=found.pk, by=request.principal, now=timezone.now())
    except NotReady as refusal:
        messages.error(request, " ".join((refusal.message, *refusal.gaps)))
        return redirect("desk:change_detail", entity_slug=plan.entity.slug, plan_id=plan.pk, change_id=found.pk)
    said = f"Quedó como solicitud {fresh.number}, sobre el texto vigente. Compruebe que dice lo que quiere."
    return _back(request, plan, fresh.pk, said)
