"""Rounds: the list, opening one, looking at it, closing it, and the files of what it froze."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from rinde.capabilities.followup.choices import RoundStatus
from rinde.capabilities.followup.models import MonitoringRound
from rinde.capabilities.followup.operations.monitoring import close_round, open_round
from rinde.capabilities.followup.operations.monitoring.rounds import hash_of
from rinde.capabilities.followup.queries import policy_of
from rinde.capabilities.followup.queries.monitoring import frozen_round, frozen_text, rounds_of, to_be_frozen
from rinde.capabilities.followup.reports.monitoring import round_report, self_monitored_words
from rinde.capabilities.followup.rules.monitoring.content import RoundContent
from rinde.capabilities.followup.rules.monitoring.stretches import Stretch, offered, proposed, round_called
from rinde.capabilities.followup.web.desk.monitoring.notes import open_page
from rinde.capabilities.followup.web.desk.monitoring.opened import (
    back_to,
    both_numbers,
    followed_plan,
    monitored_plan,
    opened_round,
    page_of,
    page_of_round,
    sent,
)
from rinde.capabilities.followup.web.forms.monitoring import ClosingForm, RoundForm
from rinde.capabilities.followup.web.presenters.monitoring.counting import frozen_table
from rinde.capabilities.followup.web.presenters.monitoring.rounds import frozen_card, round_rows, trend
from rinde.capabilities.plans.choices import PlanStatus
from rinde.capabilities.plans.web.forms.saving import save_or_explain, status_of
from rinde.capabilities.plans.web.requests import DeskRequest
from rinde.services.access import desk_page
from rinde.services.files.operations import as_attachment
from rinde.services.reporting.writers import FORMATS
from rinde.services.reporting.writers import render as write

ACTIVITIES_ON_PAGE = 20


@desk_page("followup.read")
def round_list(request: DeskRequest, entity_slug: str, plan_id: int) -> HttpResponse:  # noqa: ARG001
    plan, today = followed_plan(request, plan_id), timezone.localdate()
    rounds = rounds_of(plan)
    has_open = any(one.status == RoundStatus.OPEN for one in rounds)
    context = page_of(request, plan) | {
        "rows": round_rows(rounds, today),
        "trend": trend(rounds),
        "may_open": plan.status == PlanStatus.PUBLISHED and not has_open,
    }
    return render(request, "followup/desk/rounds.html", context)


@desk_page("followup.monitor")
def round_open(request: DeskRequest, entity_slug: str, plan_id: int) -> HttpResponse:  # noqa: ARG001
    plan, now = monitored_plan(request, plan_id), timezone.now()
    today, rounds = timezone.localdate(now), rounds_of(plan)
    last_end = rounds[0].ends_on if rounds else None
    choices = offered(policy_of(plan).rhythm, plan_start=plan.period_start, last_end=last_end, today=today)
    form = RoundForm(sent(request), offered=choices, proposed=proposed(choices, today))
    if form.is_valid():
        opened = save_or_explain(
            form, lambda: open_round(plan_id=plan.pk, stretch=form.value(), by=request.principal, now=now)
        )
        if opened:
            said = f"Quedó abierta la {round_called(opened.name)}. Escriba sus notas y ciérrela."
            return back_to(request, plan, said, name="round_detail", number=opened.number)
    context = page_of(request, plan) | {"form": form, "last": rounds[0] if rounds else None}
    return render(request, "followup/desk/round_open.html", context, status=status_of(form))


@desk_page("followup.read")
def round_detail(request: DeskRequest, entity_slug: str, plan_id: int, number: int) -> HttpResponse:  # noqa: ARG001
    """An open round with its notes, edited in place; a closed one exactly as it was frozen."""
    found = opened_round(followed_plan(request, plan_id), number)
    if found.status == RoundStatus.OPEN:
        return open_page(request, found)
    content = frozen_round(found)
    context = page_of_round(request, found, timezone.localdate()) | _frozen(request, found, content)
    return render(request, "followup/desk/round_closed.html", context)


def _frozen(request: DeskRequest, found: MonitoringRound, content: RoundContent) -> dict[str, Any]:
    component, key = request.GET.get("componente", ""), request.GET.get("actividad", "")
    names = {one.key: one.name for one in content.components}
    chosen = [one for one in content.activities if component not in names or one.component == names[component]]
    alone = [one for one in content.activities if one.key == key]
    page = Paginator(alone or chosen, ACTIVITIES_ON_PAGE).get_page(request.GET.get("pagina"))
    return {
        **frozen_tables(content),
        **both_numbers(content.total.totals),
        "self_monitored_words": self_monitored_words(content),
        "content": content,
        "downloads": downloads_of(found),
        "cards": [frozen_card(one) for one in page.object_list],
        "page": page,
        "components": [(one.key, one.name, one.key == component) for one in content.components],
        "chosen": names.get(component, ""),
        "alone": bool(alone),
    }


def frozen_tables(content: RoundContent) -> dict[str, Any]:
    """What a round counted, by component and by actor."""
    return {
        "by_component": frozen_table(
            content.components, caption="Por componente", first="Componente", whole=content.total
        ),
        "by_actor": frozen_table(content.actors, caption="Por responsable", first="Responsable", with_official=False),
    }


def downloads_of(found: MonitoringRound) -> list[dict[str, str]]:
    """The files of a closed round, with the words of their links."""
    of_round = {"entity_slug": found.plan.entity.slug, "plan_id": found.plan_id, "number": found.number}
    return [
        {"url": reverse("desk:round_file", kwargs=of_round | {"extension": extension}), "label": form.label}
        for extension, form in FORMATS.items()
    ]


@desk_page("followup.monitor")
def round_close(request: DeskRequest, entity_slug: str, plan_id: int, number: int) -> HttpResponse:
    """Show what will be frozen, and freeze it."""
    found, now = opened_round(monitored_plan(request, plan_id), number), timezone.now()
    if found.status == RoundStatus.CLOSED:
        messages.info(request, f"La {round_called(found.name)} ya estaba cerrada. Así quedó.")
        return redirect("desk:round_detail", entity_slug=entity_slug, plan_id=plan_id, number=number)
    content = to_be_frozen(found, summary="", now=now)
    form = ClosingForm(sent(request), initial={"reviewed": hash_of(content)})
    if form.is_valid():
        closed = save_or_explain(form, lambda: _close(request, found, form))
        if closed:
            said = f"La {round_called(closed.name)} quedó cerrada, con su huella."
            return back_to(request, found.plan, said, name="round_detail", number=closed.number)
        form.look_again(hash_of(content))
    context = page_of_round(request, found, timezone.localdate(now)) | _closing(found, content, form)
    return render(request, "followup/desk/round_close.html", context, status=status_of(form))


def _close(request: DeskRequest, found: MonitoringRound, form: ClosingForm) -> MonitoringRound:
    return close_round(
        round_id=found.pk,
        summary=form.cleaned_data["summary"],
        reviewed=form.cleaned_data["reviewed"],
        by=request.principal,
        now=timezone.now(),
    )


def _closing(found: MonitoringRound, content: RoundContent, form: ClosingForm) -> dict[str, Any]:
    noted = [one for one in content.activities if one.note or one.note_ratio is not None]
    return {
        **frozen_tables(content),
        **both_numbers(content.total.totals),
        "self_monitored_words": self_monitored_words(content),
        "content": content,
        "form": form,
        "is_over": Stretch(found.starts_on, found.ends_on).is_over(timezone.localdate()),
        "notes": [frozen_card(one) for one in noted],
        "without_note": [
            one for one in map(frozen_card, content.activities) if one.needs_note and not (one.note or one.own_percent)
        ],
    }


@desk_page("followup.read")
def round_file(request: DeskRequest, entity_slug: str, plan_id: int, number: int, extension: str) -> HttpResponse:
    """A closed round as a file. The JSON is the very text that was hashed: `sha256sum` gives the hash shown."""
    found = opened_round(followed_plan(request, plan_id), number)
    if extension not in FORMATS or found.status != RoundStatus.CLOSED:
        raise Http404("Solo una ronda cerrada se descarga, y en los formatos de su página.")
    name = f"{entity_slug}-{found.plan.slug}-{found.plan.year}-ronda-{found.number}.{extension}"
    if extension == "json":
        return as_attachment(frozen_text(found).encode(), name=name, content_type=FORMATS["json"].content_type)
    page = request.build_absolute_uri(
        reverse("desk:round_detail", kwargs={"entity_slug": entity_slug, "plan_id": plan_id, "number": number})
    )
    report = round_report(frozen_round(found), sha256=found.sha256, source=page, on_paper=extension == "pdf")
    written = write(report, extension)
    return as_attachment(written.content, name=name, content_type=written.content_type)
