"""What is public of a plan's follow-up, made row by row for the tests of public pages: rounds, cut-offs, remarks."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import count
from typing import Any

from followup_samples import SENT_AT
from rinde.capabilities.followup.models import (
    Counter,
    CutOff,
    FollowUpReport,
    FrozenActivity,
    MonitoringNote,
    MonitoringRound,
    Recommendation,
    Remark,
    Verdict,
)
from rinde.capabilities.followup.rules.cells import Cell
from rinde.capabilities.plans.models import Plan

CLOSED_AT = datetime(2026, 7, 10, 15, 0, tzinfo=UTC)
ISSUED_AT = datetime(2026, 7, 28, 15, 0, tzinfo=UTC)
_numbers = count(1)


def make_note(plan: Plan, key: str, *, closed_at: datetime | None = CLOSED_AT, **fields: Any) -> MonitoringNote:
    """What planning says of an activity in a round of its own; without a close, the round is still open."""
    number = next(_numbers)
    closing = {"status": "CLOSED", "closed_at": closed_at, "sha256": "a" * 64} if closed_at else {"status": "OPEN"}
    at = closed_at or CLOSED_AT
    opened = MonitoringRound.objects.create(
        entity=plan.entity,
        plan=plan,
        number=number,
        name=f"Ronda {number}",
        starts_on=date(2026, 6, 1),
        ends_on=date(2026, 6, 30),
        opened_at=at,
        **closing,
    )
    defaults = {"entity": plan.entity, "round": opened, "activity_key": key, "text": "Va bien.", "edited_at": at}
    return MonitoringNote.objects.create(**defaults | fields)


def make_cut_off(plan: Plan, *, final: bool = True, until: date = date(2026, 6, 30), **fields: Any) -> CutOff:
    """A frozen cut-off, with its final report out unless said otherwise; the preliminary one always is."""
    number = fields.pop("number", next(_numbers))
    defaults = {
        "entity": plan.entity,
        "plan": plan,
        "number": number,
        "name": f"Corte {until:%d/%m/%Y}",
        "facts_from": date(2026, 1, 1),
        "facts_until": until,
        "reporting_closes_on": max(until, date(2026, 7, 10)),
        "report_due_on": date(2026, 7, 30),
        "status": "FINAL" if final else "PRELIMINARY",
        "version": plan.current_version,
        "frozen_at": CLOSED_AT,
        "figures": {"at_cut_off": {"total": {"quantitative": "0.75"}}},
        "sha256": "b" * 64,
    }
    cut_off = CutOff.objects.create(**defaults | fields)
    for stage in ("PRELIMINARY", "FINAL") if final else ("PRELIMINARY",):
        FollowUpReport.objects.create(
            entity=plan.entity, cut_off=cut_off, stage=stage, content="{}", sha256="c" * 64, issued_at=ISSUED_AT
        )
    return cut_off


def make_frozen(
    cut_off: CutOff, key: str, *, verdict: Mapping[str, Any] | None = None, **fields: Any
) -> FrozenActivity:
    """An activity of a cut-off with one cell due and done, and internal control's verdict where one is given."""
    defaults = {
        "entity": cut_off.entity,
        "cut_off": cut_off,
        "position": next(_numbers),
        "key": key,
        "name": f"Publicar el informe {key}",
        "component": "1. Gestión del riesgo",
        "due": 1,
        "done": 1,
        "no_case": 0,
        "ratio_sum": Decimal(1),
        "year_due": 2,
        "year_done": 1,
        "year_no_case": 0,
        "year_ratio_sum": Decimal(1),
        "content": "{}",
    }
    frozen = FrozenActivity.objects.create(**defaults | fields)
    if verdict is not None:
        values = {"is_done": True, "edited_at": ISSUED_AT} | dict(verdict)
        Verdict.objects.create(entity=cut_off.entity, frozen=frozen, **values)
    return frozen


def make_recommendation(cut_off: CutOff, key: str, *, published: bool = True, **fields: Any) -> Recommendation:
    defaults = {
        "entity": cut_off.entity,
        "plan": cut_off.plan,
        "number": next(_numbers),
        "cut_off": cut_off,
        "activity_key": key,
        "subject": "actividad 1.1",
        "text": "Publicar también los anexos.",
        "made_at": ISSUED_AT,
        "published_at": ISSUED_AT if published else None,
        "edited_at": ISSUED_AT,
    }
    return Recommendation.objects.create(**defaults | fields)


def make_counter(plan: Plan, cell: Cell, **fields: Any) -> Counter:
    """Twelve pages of the web in March, counted before the samples' reports are sent."""
    defaults = {
        "entity": plan.entity,
        "plan": plan,
        "deliverable_id": cell.key.deliverable_id,
        "actor_id": cell.key.actor_id,
        "activity_key": cell.activity_key,
        "month": date(2026, 3, 1),
        "channel": "WEB",
        "total": 12,
        "edited_at": SENT_AT,
    }
    return Counter.objects.create(**defaults | fields)


def make_remark(plan: Plan, key: str, **fields: Any) -> Remark:
    """A remark in view."""
    number = next(_numbers)
    defaults = {
        "entity": plan.entity,
        "plan": plan,
        "number": number,
        "activity_key": key,
        "subject": "actividad 1.1: Publicar",
        "text": f"La feria no se hizo {number}.",
        "status": "VISIBLE",
        "received_at": CLOSED_AT,
        "form_token": f"form-{number}",
    }
    return Remark.objects.create(**defaults | fields)
