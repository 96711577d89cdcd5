"""Shapes of the unit's pages: what was promised, what a report says of it, its proofs and its trail."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.safestring import SafeString

from rinde.capabilities.followup.choices import EvidenceKind, Outcome, ReportStatus, Visibility
from rinde.capabilities.followup.models import Evidence, ProgressReport, ReportStep
from rinde.capabilities.followup.queries.evidence import awaits_copy
from rinde.capabilities.followup.rules.cells import Cell, CellKey
from rinde.capabilities.followup.rules.standing import STANDING_WORDS, ReportFacts, Standing
from rinde.capabilities.followup.web.presenters.evidence import COPY_ON_ITS_WAY
from rinde.capabilities.plans.choices import MeasureUnit
from rinde.capabilities.plans.models import Plan
from rinde.capabilities.plans.rules.measures import figure
from rinde.foundations.design.icons import status_markup
from rinde.foundations.design.spanish import spanish_date, spanish_number

REPORT_KINDS = {
    ReportStatus.DRAFT: "draft",
    ReportStatus.SENT: "info",
    ReportStatus.RETURNED: "late",
    ReportStatus.ACCEPTED: "ok",
}
OUTCOME_KINDS = {Outcome.DONE: "ok", Outcome.PARTIAL: "info", Outcome.NOT_DONE: "late", Outcome.NO_CASE: "off"}


def report_status_markup(report: ProgressReport) -> SafeString:
    """«Enviado», «Devuelto»…; that nobody else accepted it is said with it."""
    status = ReportStatus(report.status)
    if status == ReportStatus.ACCEPTED and report.self_monitored:
        return status_markup("ok", "Enviado por quien monitorea")
    return status_markup(REPORT_KINDS[status], str(status.label))


def outcome_markup(outcome: str) -> SafeString:
    return status_markup(OUTCOME_KINDS[Outcome(outcome)], str(Outcome(outcome).label)) if outcome else SafeString("")


def standing_markup(standing: Standing) -> SafeString:
    return status_markup(*STANDING_WORDS[standing])


def cell_address(name: str, slug: str, key: CellKey) -> str:
    """The address of a page of a cell; the cell of nobody who was matched has a 0."""
    return reverse(
        f"desk:{name}",
        kwargs={
            "entity_slug": slug,
            "deliverable_id": key.deliverable_id,
            "milestone_id": key.milestone_id,
            "actor_id": key.actor_id or 0,
        },
    )


def when_in_words(due_on: date, today: date) -> str:
    """«Venció hace 3 días», «Vence hoy», «Vence en 5 días», «Vence el 30 sep 2026»."""
    days = (due_on - today).days
    if days == 0:
        return "Vence hoy"
    if days == 1:
        return "Vence mañana"
    if days < -60:
        return f"Venció el {spanish_date(due_on)}"
    if days < 0:
        return f"Venció hace {spanish_number(-days)} día{'' if days == -1 else 's'}"
    return f"Vence en {days} días" if days <= 30 else f"Vence el {spanish_date(due_on)}"


def expected_in_words(cell: Cell) -> str:
    """«5», «100 % de una lista de 39»; nothing where the plan does not say, or where one thing is done or is not."""
    if cell.expected is None or (cell.unit == MeasureUnit.COUNT and cell.expected == 1):
        return ""
    share = f"{figure(cell.expected)} %" if cell.unit == MeasureUnit.PERCENT else figure(cell.expected)
    return f"{share} de una lista de {len(cell.universe)}" if cell.universe else share


@dataclass(frozen=True, slots=True)
class Promise:
    """What a unit promised for a date."""

    cell: Cell
    plan: Plan
    when: str
    expected: str
    moved: tuple[str, ...]  # dates that were moved when they had passed

    @property
    def day(self) -> str:
        """The date in words, where `when` counts days and does not say it."""
        return "" if " el " in self.when else spanish_date(self.cell.due_on, "long")


def promise_of(cell: Cell, plan: Plan, today: date | None) -> Promise:
    """The promise of a cell. Without a day to look at it from, its date alone: nobody is told that it is late."""
    moved = tuple(
        f"Era para el {spanish_date(one.from_on)}; se movió, ya vencida, el {spanish_date(one.moved_on)}."
        for one in cell.late_moves
    )
    when = when_in_words(cell.due_on, today) if today else f"Para el {spanish_date(cell.due_on, 'long')}"
    return Promise(cell, plan, when, expected_in_words(cell), moved)


@dataclass(frozen=True, slots=True)
class Said:
    """What a report says, as facts in their order; empty ones are left out."""

    outcome: SafeString
    figures: str
    text: str
    more: tuple[tuple[str, str], ...]
    done: tuple[str, ...] = ()
    left_out: tuple[tuple[str, str], ...] = ()


def figures_in_words(facts: ReportFacts | ProgressReport, cell: Cell | None) -> str:
    """«3 de 5», «76,9 % (30 de 39)», «80 %»; empty where the report has no figure."""
    top, bottom, quantity = facts.numerator, facts.denominator, facts.quantity
    is_share = bool(bottom) and (cell is None or cell.unit != MeasureUnit.COUNT)
    if is_share and bottom:
        share = ((top or Decimal(0)) / bottom * 100).quantize(Decimal("0.1"))
        return f"{figure(share)} % ({figure(top or Decimal(0))} de {figure(bottom)})"
    if quantity is None:
        return ""
    if cell is not None and cell.unit == MeasureUnit.PERCENT:
        return f"{figure(quantity)} %"
    return f"{figure(quantity)} de {figure(cell.expected)}" if cell and cell.expected else figure(quantity)


def said_of(report: ProgressReport, cell: Cell | None) -> Said:
    """What a report says now. Needs its marks."""
    marks = report.universe_marks.all()
    return Said(
        outcome=outcome_markup(report.outcome),
        figures=figures_in_words(report, cell),
        text=report.text,
        more=tuple(_more(report)),
        done=tuple(one.name for one in marks if one.is_done),
        left_out=tuple((one.name, one.reason) for one in marks if one.is_not_applicable),
    )


def _more(report: ProgressReport) -> Iterator[tuple[str, str]]:
    if report.happened_on:
        yield "Se hizo el", spanish_date(report.happened_on, "long")
    for label, text in (
        ("Por qué", report.reason),
        ("Dificultades", report.difficulties),
        ("Para qué sirvió", report.result),
    ):
        if text:
            yield label, text


def saved_facts(report: ProgressReport, cell: Cell) -> list[tuple[str, str]]:
    """What is saved now, beside what somebody is typing: every field, whatever it holds."""
    said = said_of(report, cell)
    facts = [
        ("Qué pasó", str(Outcome(report.outcome).label) if report.outcome else "Sin escoger"),
        ("Cifras", said.figures),
        ("En una frase", said.text),
        *said.more,
        ("Ya están en la lista", ", ".join(said.done)),
        *(("Como se escribió", text) for text in report.unread.values()),
        ("Guardado", spanish_date(report.edited_at, "time")),
    ]
    return [(label, text) for label, text in facts if text]


@dataclass(frozen=True, slots=True)
class TrailStep:
    """One move of a report, as its trail tells it."""

    word: str
    at: datetime
    by: str
    reason: str
    said: tuple[tuple[str, str], ...]  # what it said at that moment


def trail_of(steps: Sequence[ReportStep]) -> list[TrailStep]:
    """The moves of a report, newest first; what it said is told where it was sent."""
    return [_step(one) for one in reversed(steps)]


def _step(step: ReportStep) -> TrailStep:
    return TrailStep(
        word=_word(step),
        at=step.at,
        by=step.by.full_name if step.by else "",
        reason=step.reason,
        said=tuple(_values_in_words(step.values)),
    )


def _word(step: ReportStep) -> str:
    if step.to_status == ReportStatus.SENT:
        return "Se corrigió y se envió de nuevo" if step.from_status == ReportStatus.RETURNED else "Se envió"
    if step.to_status == ReportStatus.RETURNED:
        return "La coordinación lo devolvió"
    is_own = step.from_status == ReportStatus.DRAFT or step.values.get("self_monitored")
    return "Se envió; quien lo envía también monitorea" if is_own else "La coordinación lo aceptó"


def _values_in_words(values: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    if not values:
        return
    if outcome := values.get("outcome"):
        yield "Qué pasó", str(Outcome(outcome).label)
    if values.get("denominator"):
        yield "Cifras", f"{_plain(values['numerator'])} de {_plain(values['denominator'])}"
    elif values.get("quantity"):
        yield "Cantidad", _plain(values["quantity"])
    for name, label in (("text", "En una frase"), ("reason", "Por qué"), ("difficulties", "Dificultades"),
                        ("result", "Para qué sirvió")):  # fmt: skip
        if values.get(name):
            yield label, values[name]


def _plain(value: Any) -> str:
    return figure(Decimal(value or 0))


@dataclass(frozen=True, slots=True)
class Proof:
    """A proof in a line: what it is, who may see it, and where it is looked at."""

    id: int
    title: str
    what: str
    visibility: SafeString
    url: str
    warning: str


VISIBILITY_KINDS = {Visibility.PUBLIC: "ok", Visibility.INTERNAL: "draft", Visibility.RESERVED: "off"}


def proofs_in_words(proofs: Iterable[Evidence], slug: str) -> list[Proof]:
    return [proof_in_words(one, slug) for one in proofs]


def proof_in_words(one: Evidence, slug: str) -> Proof:
    seen_by = Visibility(one.visibility)
    return Proof(
        id=one.pk,
        title=one.title,
        what="Enlace" if one.kind == EvidenceKind.LINK else "Archivo",
        visibility=status_markup("due", COPY_ON_ITS_WAY)
        if awaits_copy(one)
        else status_markup(VISIBILITY_KINDS[seen_by], str(seen_by.label)),
        url=reverse("desk:evidence_detail", kwargs={"entity_slug": slug, "evidence_id": one.pk}),
        warning=f"El enlace no abre desde el {spanish_date(one.broken_since)}." if one.broken_since else "",
    )
