"""The rows of each dataset, made of what the public may read and of nothing else."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal

from django.utils import timezone

from rinde.capabilities.followup.datasets.catalogue import DATASETS
from rinde.capabilities.followup.models import EvidenceUse
from rinde.capabilities.followup.queries.public_cut_offs import EvaluatedActivity, PublicCutOff, final_cut_offs
from rinde.capabilities.followup.queries.public_look import PublicLook
from rinde.capabilities.followup.queries.public_records import counter_rows, note_rows
from rinde.capabilities.followup.queries.public_voices import PublicProof, public_proofs, public_recommendations
from rinde.capabilities.followup.queries.remarks import public_remarks
from rinde.capabilities.followup.rules.monitoring.board import BoardCell, actor_name
from rinde.capabilities.followup.rules.standing import ReportFacts
from rinde.capabilities.plans.choices import MeasureUnit
from rinde.capabilities.plans.rules.content import PlacedActivity
from rinde.services.reporting import Table
from rinde.services.reporting.tree import Value

Row = tuple[Value, ...]
_HUNDRED, _KEPT = Decimal(100), Decimal("0.01")


def dataset_table(name: str, look: PublicLook, *, cells: Sequence[BoardCell] | None = None) -> Table:
    """One dataset of a plan, as it is today.

    Args:
        name: of `DATASETS`.
        look: the plan with its words.
        cells: of the commitments, only these, in this order; None for all of them.
    """
    rows = _progress(look, look.cells if cells is None else cells) if name == "avance" else _ROWS[name](look)
    return Table(name, DATASETS[name].columns, list(rows))


def _where(look: PublicLook) -> Row:
    content = look.plan.content
    return (content.entity_name, content.year, content.instrument, content.slug)


def _placed(look: PublicLook) -> Mapping[str, PlacedActivity]:
    return {one.activity.key: one for one in look.plan.content.placed()}


def _progress(look: PublicLook, cells: Sequence[BoardCell]) -> Iterator[Row]:
    where = _where(look)
    proofs, others = public_proofs(EvidenceUse.objects.filter(report__plan=look.plan.plan_id))
    for one in cells:
        reports = look.reports.get(one.cell.key, ())
        shown = [proof for report in reports for proof in proofs.get(report.id, ())]
        hidden = sum(others.get(report.id, 0) for report in reports)
        # Of a plan of the past that nobody followed here, its dates say nothing.
        standing = one.standing.value if look.is_told else ""
        yield (*where, *_promised(one), standing, *_said(look, one), *_proved(one, shown, hidden))


def _promised(one: BoardCell) -> Row:
    cell = one.cell
    return (
        cell.component,
        cell.subcomponent,
        cell.activity_key,
        cell.activity_code,
        cell.activity_name,
        cell.key.deliverable_id,
        cell.what,
        actor_name(cell),
        cell.group,
        cell.milestone_name,
        cell.starts_on,
        cell.due_on,
        cell.unit,
        cell.expected,
    )


def _said(look: PublicLook, one: BoardCell) -> Row:
    said = one.state.said
    progress = None if one.state.has_no_case or not look.is_told else _percent(one.state.ratio)
    if said is None:
        return ("", None, None, None, None, progress, "", "", "", None, None, None, "", "")
    who = look.verification(one)
    percent = said.percent if one.cell.unit == MeasureUnit.PERCENT else None
    return (
        said.outcome,
        said.quantity,
        said.numerator,
        said.denominator,
        None if percent is None else percent.quantize(_KEPT),
        progress,
        said.text,
        said.reason,
        said.result,
        said.happened_on,
        *_days(said),
        _yes(said.self_monitored),
        who.value if who else "",
    )


def _days(said: ReportFacts) -> Row:
    return tuple(timezone.localdate(at) if at else None for at in (said.first_sent_at, said.sent_at))


def _proved(one: BoardCell, shown: Sequence[PublicProof], hidden: int) -> Row:
    said = one.state.said is not None
    links = " ".join(dict.fromkeys(proof.url for proof in shown if proof.is_link))
    return (len(shown) if said else None, hidden if said else None, links)


def _monitoring(look: PublicLook) -> Iterator[Row]:
    placed, where = _placed(look), _where(look)
    for one in note_rows(look.plan.plan_id):
        here = _called(placed, one.key)
        closed_on = timezone.localdate(one.closed_at)
        days = (one.starts_on, one.ends_on, closed_on)
        yield (*where, one.number, one.name, *days, *here, one.text, _percent(one.ratio), _yes(one.is_self_monitored))


def _called(placed: Mapping[str, PlacedActivity], key: str) -> Row:
    """Key, code and name; only the key of an activity that a change took away."""
    found = placed.get(key)
    return (key, found.activity.code, found.activity.name) if found else (key, "", "")


def _evaluation(look: PublicLook) -> Iterator[Row]:
    where = _where(look)
    for cut_off in final_cut_offs(look.plan.plan_id):
        for one in cut_off.activities:
            yield (*where, *_cut_off(cut_off), *_evaluated(one))


def _cut_off(one: PublicCutOff) -> Row:
    return (one.number, one.name, one.facts_until, one.reporting_closes_on, timezone.localdate(one.issued_at))


def _evaluated(one: EvaluatedActivity) -> Row:
    return (
        one.component,
        one.subcomponent,
        one.key,
        one.code,
        one.name,
        one.due,
        one.done,
        one.no_case,
        _percent(one.ratio),
        _yes_or_empty(one.says),
        _yes_or_empty(one.is_done),
        one.reason,
        _percent(one.own_ratio),
        one.observation,
        _yes(one.is_self_assessment),
    )


def _recommendations(look: PublicLook) -> Iterator[Row]:
    for one in public_recommendations(look.plan.plan_id):
        yield (
            *_where(look),
            one.number,
            one.cut_off,
            one.activity_key,
            one.actor,
            one.text,
            one.status,
            one.action,
            one.action_due_on,
            one.action_report,
            one.verification,
            timezone.localdate(one.published_at),
        )


def _remarks(look: PublicLook) -> Iterator[Row]:
    """In the order of arrival, those that are hidden left out; no name, shown or not."""
    where = _where(look)
    for one in reversed(public_remarks(look.plan.plan_id)):
        if not one.is_hidden:
            answered_on = timezone.localdate(one.answered_at) if one.answered_at else None
            received_on = timezone.localdate(one.received_at)
            yield (*where, one.number, one.activity_key, one.subject, received_on, one.text, one.answer, answered_on)


def _counters(look: PublicLook) -> Iterator[Row]:
    placed, where = _placed(look), _where(look)
    for one in counter_rows(look.plan.plan_id):
        here = _called(placed, one.key)
        yield (*where, *here, one.deliverable_id, one.actor, one.month, one.channel, one.total)


def _percent(ratio: Decimal | None) -> Decimal | None:
    return None if ratio is None else (ratio * _HUNDRED).quantize(_KEPT)


def _yes(value: bool) -> str:
    return "sí" if value else "no"


def _yes_or_empty(value: bool | None) -> str:
    return "" if value is None else _yes(value)


_ROWS: Mapping[str, Callable[[PublicLook], Iterator[Row]]] = {
    "monitoreo": _monitoring,
    "evaluacion": _evaluation,
    "recomendaciones": _recommendations,
    "notas": _remarks,
    "conteos": _counters,
}
