"""Cells, states and reports for the tests of the follow-up: one valid, boring object each."""

from datetime import UTC, date, datetime
from itertools import count
from typing import Any

from factories import NOW, make_member
from rinde.capabilities.accounts.rules import permissions_of
from rinde.capabilities.entities.models import Actor
from rinde.capabilities.followup.models import Evidence, EvidenceUse, ProgressReport, ReportStep
from rinde.capabilities.followup.queries import plan_cells
from rinde.capabilities.followup.queries.cells import facts_to_json
from rinde.capabilities.followup.rules.cells import Cell, CellKey
from rinde.capabilities.followup.rules.report_values import ReportValues
from rinde.capabilities.followup.rules.standing import CellState, ReportFacts
from rinde.capabilities.followup.rules.working_list import ProofFacts, SeenCell
from rinde.capabilities.plans.models import Activity, Milestone, Plan
from rinde.services.access import Grant, Principal, Scope

SENT_AT = datetime(2026, 6, 29, 15, 0, tzinfo=UTC)
_numbers = count(1)


def a_cell(**fields: Any) -> Cell:
    defaults: dict[str, Any] = {
        "key": CellKey(1, 1, 1),
        "activity_id": 1,
        "activity_key": "1-1",
        "activity_code": "1.1",
        "activity_name": "Publicar el informe",
        "component": "Gestión del riesgo",
        "subcomponent": "",
        "what": "Informe publicado",
        "due_on": date(2026, 6, 30),
        "actor_name": "Secretaría de Planeación",
    }
    return Cell(**defaults | fields)


def a_report(**fields: Any) -> ReportFacts:
    """A sent report that says «se cumplió»."""
    defaults: dict[str, Any] = {
        "id": next(_numbers),
        "number": 1,
        "status": "SENT",
        "outcome": "DONE",
        "text": "Se publicó en la página.",
        "first_sent_at": SENT_AT,
        "sent_at": SENT_AT,
    }
    return ReportFacts(**defaults | fields)


def a_state(
    *, proofs: int = 1, said: ReportFacts | None = None, open: ReportFacts | None = None, **cell: Any
) -> CellState:
    return CellState(a_cell(**cell), said, open, proofs)


def make_proof(**fields: Any) -> ProofFacts:
    """A link that opens, offered with the report."""
    number = next(_numbers)
    defaults: dict[str, Any] = {
        "id": number,
        "kind": "LINK",
        "title": f"Informe {number}",
        "visibility": "PUBLIC",
        "added_at": SENT_AT,
        "uploaded_at": SENT_AT,
        "url": f"https://example.org/{number}",
        "normalized_url": f"example.org/{number}",
    }
    return ProofFacts(**defaults | fields)


def a_seen(*, said: ReportFacts | None = None, proofs: tuple[ProofFacts, ...] | None = None, **cell: Any) -> SeenCell:
    """A cell reported in time as done, with a proof of its own."""
    offered = (make_proof(),) if proofs is None else proofs
    return SeenCell(a_state(said=said or a_report(), proofs=len(offered), **cell), offered)


def first_cell(plan: Plan) -> Cell:
    """The first cell of a published plan."""
    found = plan_cells(plan)
    assert found is not None
    return found.cells[0]


def make_report(plan: Plan, cell: Cell | None = None, **fields: Any) -> ProgressReport:
    """A report of a cell as an operation would have left it, sent unless the fields say otherwise, with its step."""
    cell = cell or first_cell(plan)
    sent_at = fields.pop("sent_at", SENT_AT)
    status = fields.get("status", "SENT")
    defaults: dict[str, Any] = {
        "entity": plan.entity,
        "plan": plan,
        "activity": Activity.objects.get(pk=cell.activity_id),
        "deliverable_id": cell.key.deliverable_id,
        "milestone_id": cell.key.milestone_id,
        "actor_id": cell.key.actor_id,
        "activity_key": cell.activity_key,
        "about": {
            "activity": cell.label,
            "what": cell.what,
            "due_on": cell.due_on.isoformat(),
            "actor": cell.actor_name,
        },
        "status": "SENT",
        "outcome": "DONE",
        "text": "Se publicó en la página.",
        "author": make_member(plan.entity, "UNIT_LIAISON"),
        "created_at": sent_at,
        "edited_at": sent_at,
    }
    if status != "DRAFT":
        defaults |= {"first_sent_at": sent_at, "sent_at": sent_at}
    if status == "RETURNED":
        defaults |= {"returned_reason": "Falta el enlace."}
    report = ProgressReport.objects.create(**defaults | fields)
    if status != "DRAFT":
        _step(report, "DRAFT", "SENT", sent_at, values=facts_to_json(report))
    if status in {"RETURNED", "ACCEPTED"}:
        _step(report, "SENT", status, sent_at, reason=report.returned_reason)
    return report


def _step(report: ProgressReport, before: str, after: str, at: datetime, **fields: Any) -> None:
    ReportStep.objects.create(
        entity=report.entity, report=report, from_status=before, to_status=after, at=at, by=report.author, **fields
    )


def make_evidence(plan: Plan, *reports: ProgressReport, added_at: datetime = SENT_AT, **fields: Any) -> Evidence:
    """A link offered as proof of some reports."""
    number = next(_numbers)
    defaults: dict[str, Any] = {
        "entity": plan.entity,
        "plan": plan,
        "kind": "LINK",
        "title": f"Informe publicado {number}",
        "visibility": "PUBLIC",
        "url": f"https://example.org/informe-{number}",
        "normalized_url": f"example.org/informe-{number}",
        "uploaded_at": added_at,
    }
    evidence = Evidence.objects.create(**defaults | fields)
    for report in reports:
        EvidenceUse.objects.create(entity=plan.entity, evidence=evidence, report=report, added_at=added_at)
    return evidence


def liaison_of(plan: Plan, *actor_ids: int | None) -> Principal:
    """Somebody who reports for some units of the plan's entity; for all that answer in it where none is named."""
    units = frozenset(one for one in actor_ids if one) or {one.key.actor_id for one in cells_in(plan)} - {None}
    scope = Scope("actors", frozenset(one for one in units if one is not None))
    user = make_member(plan.entity, "READER")
    grant = Grant("UNIT_LIAISON", permissions_of("UNIT_LIAISON"), scope)
    return Principal(user_id=user.pk, tenant_id=plan.entity_id, grants=(grant,))


def cells_in(plan: Plan) -> tuple[Cell, ...]:
    """Every cell of a published plan."""
    found = plan_cells(plan)
    return found.cells if found else ()


def what_was_done(**fields: Any) -> ReportValues:
    """What a unit types of a cell without figures that was done in time."""
    defaults: dict[str, Any] = {
        "outcome": "DONE",
        "text": "Se publicó el informe en la página.",
        "happened_on": date(2026, 6, 29),
    }
    return ReportValues(**defaults | fields)


def make_secret_progress(milestone: Milestone, actor: Actor, secret: str) -> ProgressReport:
    """What a unit said of a cell, full of the secret."""
    activity = milestone.deliverable.activity
    return ProgressReport.objects.create(
        entity=activity.entity,
        plan=activity.plan,
        activity=activity,
        deliverable=milestone.deliverable,
        milestone=milestone,
        actor=actor,
        activity_key=activity.key,
        about={"activity": secret, "what": secret, "due_on": "2026-06-30", "actor": secret},
        status="SENT",
        outcome="DONE",
        text=secret,
        created_at=NOW,
        edited_at=NOW,
        first_sent_at=NOW,
        sent_at=NOW,
    )
