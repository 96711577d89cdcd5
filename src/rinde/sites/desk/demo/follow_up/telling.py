"""The offices tell their ledgers: a proof, a report, and what planning made of it."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from zlib import crc32

from rinde.capabilities.accounts.choices import RoleCode
from rinde.capabilities.accounts.models import Membership
from rinde.capabilities.accounts.queries import principal_of
from rinde.capabilities.followup.choices import ReportStatus
from rinde.capabilities.followup.models import Evidence, ProgressReport
from rinde.capabilities.followup.operations.deciding import accept_report, return_report
from rinde.capabilities.followup.operations.evidence import (
    attach_file,
    attach_link,
    make_list_without_names,
    share_evidence,
    show_copy,
)
from rinde.capabilities.followup.operations.reporting import save_draft, send_report
from rinde.capabilities.followup.queries import plan_cells
from rinde.capabilities.followup.rules.cells import Cell
from rinde.capabilities.followup.rules.evidence import EvidenceValues
from rinde.capabilities.followup.rules.report_values import ReportValues
from rinde.capabilities.plans.models import Plan
from rinde.services.access import Principal
from rinde.sites.desk.demo.acts import acting
from rinde.sites.desk.demo.documents import Desk
from rinde.sites.desk.demo.follow_up.ledger import Entry
from rinde.sites.desk.demo.follow_up.proofs import attendance, paper, photograph

_MORNING = time(14, 10)  # in UTC: ten past nine in Villa Aurora


def moment(day: date, minutes: int = 0) -> datetime:
    """A working morning of the story."""
    return datetime.combine(day, _MORNING, tzinfo=UTC) + timedelta(minutes=minutes)


Event = tuple[datetime, Callable[[], None]]


@dataclass
class Telling:
    """One plan's ledger, as events in time."""

    plan: Plan
    desk: Desk
    entries: Sequence[Entry]
    _proofs: dict[tuple[str, date], Evidence] = field(default_factory=dict)
    _papers: dict[str, bytes] = field(default_factory=dict)
    _liaisons: dict[int, Principal] = field(default_factory=dict)

    def events(self) -> Iterator[Event]:
        """Each telling, and each step that came of it, at its own moment."""
        for place, entry in enumerate(self.entries):
            told: list[Told] = []
            yield moment(entry.told_on, place % 60), partial(self._tell_all, entry, told)
            for step in entry.after:
                yield moment(_day_of(step), 60 + place % 60), partial(self._after_all, step, told)

    def _tell_all(self, entry: Entry, told: list["Told"]) -> None:
        self.plan.refresh_from_db(fields=["current_version"])  # the year brings a new one
        known = plan_cells(self.plan)
        for order, cell in enumerate(_cells_of(entry, known.cells if known else ())):
            told.append(self._tell(entry, cell, moment(entry.told_on, order)))

    def _after_all(self, step: str, told: list["Told"]) -> None:
        for one in told:
            self._after(step, one)

    def _tell(self, entry: Entry, cell: Cell, now: datetime) -> "Told":
        by = self._liaison(cell)
        values = ReportValues(
            outcome=entry.outcome,
            quantity=entry.quantity,
            numerator=entry.numerator,
            denominator=entry.denominator,
            text=entry.text,
            reason=entry.reason,
            result=entry.result,
            happened_on=min(entry.told_on, cell.due_on) if entry.outcome in {"DONE", "PARTIAL"} else None,
        )
        self._prove(entry, cell, by, now)
        found = ProgressReport.objects.filter(
            milestone_id=cell.key.milestone_id, actor_id=cell.key.actor_id, status=ReportStatus.DRAFT
        ).first()
        tell = save_draft if entry.is_draft else send_report
        reported = tell(
            plan_id=self.plan.pk,
            cell=cell.key,
            values=values,
            form_token=f"demo-{self.plan.slug}-{cell.key.milestone_id}-{cell.key.actor_id}",
            seen=found.edited_at if found else None,
            by=by,
            now=now,
        )
        return Told(reported.report, cell, values, by)

    def _liaison(self, cell: Cell) -> Principal:
        actor_id = cell.key.actor_id or 0
        if actor_id not in self._liaisons:
            self._liaisons[actor_id] = liaison_of(actor_id, self.desk)
        return self._liaisons[actor_id]

    def _prove(self, entry: Entry, cell: Cell, by: Principal, now: datetime) -> None:
        key = (entry.code, entry.due_on)
        if entry.proof == "ninguna":
            return
        if entry.proof == "la misma" and key in self._proofs:
            share_evidence(evidence_id=self._proofs[key].pk, cell=cell.key, by=by, now=now)
            return
        values = EvidenceValues(title=entry.title, happened_on=min(entry.told_on, cell.due_on))
        if entry.proof == "enlace":
            attached = attach_link(plan_id=self.plan.pk, cell=cell.key, url=entry.title,
                                   values=EvidenceValues(happened_on=values.happened_on), by=by, now=now)  # fmt: skip
        else:
            name, content = self._file(entry, cell)
            attached = attach_file(
                plan_id=self.plan.pk, cell=cell.key, name=name, content=content, values=values, by=by, now=now
            )
            show_copy(evidence_id=attached.evidence.pk, now=now)
        self._proofs.setdefault(key, attached.evidence)
        if entry.proof == "lista":
            make_list_without_names(evidence_id=attached.evidence.pk, by=by, now=now)

    def _file(self, entry: Entry, cell: Cell) -> tuple[str, bytes]:
        if entry.proof == "foto":
            return "foto.jpg", photograph(crc32(f"{self.plan.slug} {entry.code} {entry.due_on}".encode()))
        if entry.proof == "lista":
            return "asistencia.xlsx", attendance(entry.title)
        if entry.proof == "repetida":  # the very file of the quarter before, offered again as if it were of this one
            return "documento.pdf", self._papers[entry.title]
        self._papers[entry.title] = paper(entry.title, entry.text, cell.actor_name, entry.told_on)
        return "documento.pdf", self._papers[entry.title]

    def _after(self, step: str, told: "Told") -> None:
        """«aceptado 2026-03-24», «devuelto 2026-07-06: por qué», or a day with the corrected words."""
        report, day = told.report, _day_of(step)
        report.refresh_from_db()
        coordinator = acting(self.desk.entity, RoleCode.PLAN_COORDINATOR)
        if step.startswith("aceptado"):
            if report.status == ReportStatus.SENT:  # where the office monitors itself, it was accepted at once
                accept_report(report_id=report.pk, seen=report.sent_at, by=coordinator, now=moment(day))
        elif step.startswith("devuelto"):
            reason = step.partition(":")[2].strip()
            return_report(report_id=report.pk, reason=reason, seen=report.sent_at, by=coordinator, now=moment(day))
        else:
            self._correct(told, step[10:].strip(), day)

    def _correct(self, told: "Told", text: str, day: date) -> None:
        attached = attach_file(
            plan_id=self.plan.pk,
            cell=told.cell.key,
            name="resolucion.pdf",
            content=paper("Resolución 118 de 2026", text, told.cell.actor_name, day),
            values=EvidenceValues(title="Resolución 118 de 2026, firmada"),
            by=told.by,
            now=moment(day),
        )
        show_copy(evidence_id=attached.evidence.pk, now=moment(day))
        send_report(
            plan_id=self.plan.pk,
            cell=told.cell.key,
            values=replace(told.values, text=text, reason="La primera entrega traía el borrador sin firma."),
            form_token=f"demo-corrige-{told.report.pk}",
            seen=told.report.edited_at,
            by=told.by,
            now=moment(day, 5),
        )


def liaison_of(actor_id: int, desk: Desk) -> Principal:
    """Whoever reports for an office; the planning office for a body without a liaison."""
    held = Membership.objects.filter(role=RoleCode.UNIT_LIAISON, actors=actor_id, ended_at__isnull=True)
    membership = held.select_related("user").order_by("pk").first()
    return principal_of(membership.user, desk.entity, second_factor=False) if membership else desk.by


@dataclass(frozen=True, slots=True)
class Told:
    """A report that an office made, with what it had typed."""

    report: ProgressReport
    cell: Cell
    values: ReportValues
    by: Principal


def _day_of(step: str) -> date:
    """The day that a step names."""
    found = re.search(r"\d{4}-\d{2}-\d{2}", step)
    if found is None:
        raise ValueError(f"«{step}» says no day")
    return date.fromisoformat(found[0])


def _cells_of(entry: Entry, cells: Sequence[Cell]) -> Iterator[Cell]:
    for cell in cells:
        same = cell.activity_code == entry.code and cell.due_on == entry.due_on
        if same and entry.concerns(cell.actor_acronym):
            yield cell
