"""Reminding the units of what waits for them: whom, of what, and who cannot be reached; then the mails."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from rinde.capabilities.followup.choices import RoundStatus
from rinde.capabilities.followup.models import MonitoringRound
from rinde.capabilities.followup.operations.monitoring import Reminded, remind
from rinde.capabilities.followup.queries.monitoring import board_of, units_waiting
from rinde.capabilities.followup.rules.monitoring.board import tally_of
from rinde.capabilities.followup.rules.monitoring.reminding import UnitToRemind
from rinde.capabilities.followup.rules.monitoring.stretches import round_called
from rinde.capabilities.followup.rules.standing import Standing
from rinde.capabilities.followup.web.desk.monitoring.opened import (
    back_to,
    monitored_plan,
    opened_round,
    page_of_round,
    sent,
)
from rinde.capabilities.followup.web.forms.monitoring import ReminderForm
from rinde.capabilities.plans.web.forms.saving import save_or_explain, status_of
from rinde.capabilities.plans.web.requests import DeskRequest
from rinde.services.access import desk_page

MOST_NAMED = 4  # people in one row


@desk_page("followup.monitor")
def round_remind(request: DeskRequest, entity_slug: str, plan_id: int, number: int) -> HttpResponse:
    found = opened_round(monitored_plan(request, plan_id), number)
    if found.status != RoundStatus.OPEN:
        messages.info(
            request, f"La {round_called(found.name)} está cerrada. Los recordatorios salen de una ronda abierta."
        )
        return redirect("desk:round_detail", entity_slug=entity_slug, plan_id=plan_id, number=number)
    today = timezone.localdate()
    units = units_waiting(board_of(found.plan, today=today))
    form = ReminderForm(sent(request), offered=[(one.key, one.name) for one in units])
    if form.is_valid():
        reminded = save_or_explain(form, lambda: _send(request, found, form.cleaned_data["units"]))
        if reminded:
            return back_to(request, found.plan, _said(reminded), name="round_detail", number=number)
    chosen = set(form["units"].value() or ())
    context = page_of_round(request, found, today) | {
        "form": form,
        "units": [_row(one, one.key in chosen) for one in units if not one.is_unreachable],
        "unreachable": [_row(one, False) for one in units if one.is_unreachable],
    }
    return render(request, "followup/desk/round_remind.html", context, status=status_of(form))


def _send(request: DeskRequest, found: MonitoringRound, units: list[str]) -> Reminded:
    page = reverse("desk:my_cells", kwargs={"entity_slug": found.plan.entity.slug})
    link = request.build_absolute_uri(page)
    return remind(round_id=found.pk, units=units, page_link=link, by=request.principal, now=timezone.now())


def _said(done: Reminded) -> str:
    """«Salieron 12 correos. 2 personas ya habían recibido el de hoy.»"""
    went = {0: "No salió ningún correo nuevo.", 1: "Salió 1 correo."}.get(done.sent, f"Salieron {done.sent} correos.")
    already = {0: "", 1: "Un buzón ya había recibido el de hoy."}.get(
        done.already, f"{done.already} buzones ya habían recibido el de hoy."
    )
    missing = f"Nadie pudo recibir lo de: {'; '.join(done.unreachable)}." if done.unreachable else ""
    return " ".join(filter(None, (went, already, missing)))


def _names(unit: UnitToRemind) -> str:
    """«Ana, Luis y 14 personas más»: whoever stands for a whole entity stands in every row."""
    names = [one.name for one in unit.people]
    more = len(names) - MOST_NAMED
    if more <= 0:
        return ", ".join(names)
    return f"{', '.join(names[:MOST_NAMED])} y {more} persona{'s' if more > 1 else ''} más"


def _row(unit: UnitToRemind, is_chosen: bool) -> dict[str, Any]:
    tally = tally_of(unit.cells)
    counts = ((Standing.LATE, "vencida"), (Standing.RETURNED, "devuelta"), (Standing.UNPROVED, "sin prueba"))
    said = [
        f"{tally[look]} {word}" + ("s" if tally[look] > 1 and look != Standing.UNPROVED else "")
        for look, word in counts
        if tally[look]
    ]
    return {
        "unit": unit,
        "is_chosen": is_chosen,
        "waits": ", ".join(said),
        "people": _names(unit),
    }
