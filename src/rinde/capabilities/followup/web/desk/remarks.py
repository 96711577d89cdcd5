"""Looking after what citizens say of the activities of a plan: showing, hiding with a reason, answering."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from rinde.capabilities.followup.choices import RemarkStatus
from rinde.capabilities.followup.models import Remark
from rinde.capabilities.followup.operations.remarks import answer_remark, hide_remark, show_remark
from rinde.capabilities.followup.permissions import can_read, check_moderate
from rinde.capabilities.followup.queries.remarks import RemarkCount, remark_count, remark_of, remarks_to_moderate
from rinde.capabilities.followup.rules.remarks import HIDING_REASONS
from rinde.capabilities.plans.models import Plan
from rinde.capabilities.plans.queries.published import published_content
from rinde.capabilities.plans.web.requests import DeskRequest
from rinde.foundations.design.icons import status_markup
from rinde.foundations.refusals import NotReady, TransitionNotAllowed
from rinde.foundations.text.personal_data import in_words, signs_in_text
from rinde.foundations.text.typed import links_in
from rinde.services.access import desk_page

REMARKS_ON_PAGE = 50
UNANSWERED = "sin-respuesta"
KINDS = {RemarkStatus.PENDING: "due", RemarkStatus.VISIBLE: "ok", RemarkStatus.HIDDEN: "off"}


@desk_page("followup.moderate")
def remark_list(request: DeskRequest, entity_slug: str, plan_id: int) -> HttpResponse:  # noqa: ARG001
    """The remarks that wait, or those of another state, each with what may be done with it."""
    plan = _plan(request, plan_id)
    counts = remark_count(plan.pk)
    return _list(request, plan, counts, _chosen(request.GET.get("estado"), counts))


def _list(
    request: DeskRequest, plan: Plan, counts: RemarkCount, chosen: str, *, typed: dict[str, Any] | None = None
) -> HttpResponse:
    status = chosen if chosen in RemarkStatus.values else ""
    rows = remarks_to_moderate(plan, status=status, unanswered=chosen == UNANSWERED)
    page = Paginator(rows, REMARKS_ON_PAGE).get_page(request.GET.get("pagina"))
    content = published_content(plan)
    of_today = {one.activity.key for one in content.placed()} if content else set()
    context = {
        "plan": plan,
        "counts": counts,
        "chosen": chosen,
        "page": page,
        "rows": [_row(plan, one, of_today, typed or {}) for one in page.object_list],
        "reasons": HIDING_REASONS,
        "filters": _filters(counts, chosen),
        "can_read_follow_up": can_read(plan, by=request.principal),
        "refused": typed,
    }
    return render(request, "followup/desk/remarks.html", context, status=422 if typed else 200)


def _plan(request: DeskRequest, plan_id: int) -> Plan:
    plan: Plan = get_object_or_404(Plan.objects.select_related("entity"), pk=plan_id)
    check_moderate(plan, by=request.principal)
    return plan


def _chosen(asked: str | None, counts: RemarkCount) -> str:
    """What was asked for; else what waits, the unseen before the unanswered."""
    if asked in {*RemarkStatus.values, UNANSWERED, "todas"}:
        return asked
    return RemarkStatus.PENDING.value if counts.pending else UNANSWERED if counts.unanswered else "todas"


def _row(plan: Plan, remark: Remark, of_today: set[str], typed: dict[str, Any]) -> dict[str, Any]:
    signs = signs_in_text(remark.text)
    return {
        "remark": remark,
        "status": status_markup(KINDS[RemarkStatus(remark.status)], remark.get_status_display()),
        "links": links_in(remark.text),
        "signs": in_words(signs) if signs else "",
        "activity_url": _activity_address(plan, remark) if remark.activity_key in of_today else "",
        "is_hidden": remark.status == RemarkStatus.HIDDEN,
        "is_visible": remark.status == RemarkStatus.VISIBLE,
        "answer": typed["answer"] if typed.get("number") == remark.number else remark.answer,
        "problem": typed["problem"] if typed.get("number") == remark.number else "",
    }


def _filters(counts: RemarkCount, chosen: str) -> list[dict[str, Any]]:
    offered = (
        (RemarkStatus.PENDING.value, "Por revisar", counts.pending),
        (UNANSWERED, "Por responder", counts.unanswered),
        (RemarkStatus.VISIBLE.value, "A la vista", counts.visible),
        (RemarkStatus.HIDDEN.value, "Ocultas", counts.hidden),
        ("todas", "Todas", counts.received),
    )
    return [
        {"value": value, "label": label, "count": count, "is_chosen": chosen == value}
        for value, label, count in offered
    ]


@desk_page("followup.moderate")
@require_POST
def remark_show(request: DeskRequest, entity_slug: str, plan_id: int, number: int) -> HttpResponse:  # noqa: ARG001
    plan = _plan_with(request, plan_id, number)
    show_remark(plan_id=plan.pk, number=number, by=request.principal, now=timezone.now())
    messages.success(request, f"La nota {number} está a la vista.")
    return _back(request, plan)


@desk_page("followup.moderate")
@require_POST
def remark_hide(request: DeskRequest, entity_slug: str, plan_id: int, number: int) -> HttpResponse:  # noqa: ARG001
    """Hide a remark with the reason that was chosen, or with the words that were typed instead."""
    plan = _plan_with(request, plan_id, number)
    reason = request.POST.get("words", "").strip() or request.POST.get("reason", "")
    try:
        hide_remark(plan_id=plan.pk, number=number, reason=reason, by=request.principal, now=timezone.now())
        messages.success(request, f"La nota {number} no se muestra, y la página dice por qué.")
    except NotReady as refusal:
        messages.error(request, f"La nota {number} sigue igual. {' '.join(refusal.gaps)}")
    return _back(request, plan)


@desk_page("followup.moderate")
@require_POST
def remark_answer(request: DeskRequest, entity_slug: str, plan_id: int, number: int) -> HttpResponse:  # noqa: ARG001
    """Answer in public; a refused answer stays where it was typed."""
    plan, text = _plan_with(request, plan_id, number), request.POST.get("answer", "")
    try:
        answer_remark(
            plan_id=plan.pk,
            number=number,
            text=text,
            link_of=lambda remark: request.build_absolute_uri(_public_address(plan, remark)),
            by=request.principal,
            now=timezone.now(),
        )
    except (NotReady, TransitionNotAllowed) as refusal:
        problem = " ".join(getattr(refusal, "gaps", ()) or (refusal.message,))
        counts, typed = remark_count(plan.pk), {"number": number, "answer": text, "problem": problem}
        return _list(request, plan, counts, _chosen(request.POST.get("estado"), counts), typed=typed)
    messages.success(request, f"La respuesta a la nota {number} está a la vista.")
    return _back(request, plan)


def _activity_address(plan: Plan, remark: Remark) -> str:
    place = {"entity_slug": plan.entity.slug, "year": plan.year, "plan_slug": plan.slug}
    return reverse("portal:activity", kwargs=place | {"key": remark.activity_key})


def _public_address(plan: Plan, remark: Remark) -> str:
    place = {"entity_slug": plan.entity.slug, "year": plan.year, "plan_slug": plan.slug}
    return f"{reverse('portal:remarks', kwargs=place)}?ver={remark.number}#n{remark.number}"


def _plan_with(request: DeskRequest, plan_id: int, number: int) -> Plan:
    plan = _plan(request, plan_id)
    if remark_of(plan, number) is None:
        raise Http404("Este plan no tiene esa nota.")
    return plan


def _back(request: DeskRequest, plan: Plan) -> HttpResponse:
    """The list as it was: the next one that waits is now the first."""
    url = reverse("desk:remark_list", kwargs={"entity_slug": plan.entity.slug, "plan_id": plan.pk})
    state = request.POST.get("estado", "")
    known = state in {*RemarkStatus.values, UNANSWERED, "todas"}
    return redirect(f"{url}?{urlencode({'estado': state})}" if known else url)
