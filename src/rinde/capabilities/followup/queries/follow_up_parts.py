"""The parts of a follow-up report: what each voice said of an activity, the year's other cut-offs, the legal date."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from django.db.models import Count
from django.utils import timezone

from rinde.capabilities.followup.choices import ReportStage, RoundStatus
from rinde.capabilities.followup.models import (
    CutOff,
    FollowUpReport,
    FrozenActivity,
    MonitoringNote,
    UnitReply,
)
from rinde.capabilities.followup.queries.evaluation import EvaluatedRow
from rinde.capabilities.followup.rules.follow_up_report.building import (
    OtherCutOff,
    public_flags,
    unit_sayings,
)
from rinde.capabilities.followup.rules.follow_up_report.content import (
    PlanningSaying,
    RecommendationLine,
    ReplySaying,
    ReportActivity,
    VerdictSaying,
)
from rinde.capabilities.followup.rules.follow_up_report.reading import report_from_json
from rinde.capabilities.followup.rules.freezing import FrozenContent
from rinde.capabilities.plans.models import LegalDate
from rinde.capabilities.plans.rules.legal_dates import report_key


def replies_of(cut_off: CutOff) -> Sequence[UnitReply]:
    """Every reply to a preliminary report with its activity, unit and number of proofs (`proofs`), oldest first."""
    rows = UnitReply.objects.filter(frozen__cut_off=cut_off).select_related("frozen__verdict", "actor", "written_by")
    return tuple(rows.defer("frozen__content").annotate(proofs=Count("evidences")).order_by("frozen__position", "pk"))


def concerned_units(rows: Iterable[EvaluatedRow]) -> dict[int | None, str]:
    """The units that had something due at a cut-off, by number, in the plan's order."""
    found: dict[int | None, str] = {}
    for row in rows:
        if row.frozen.due:
            for number, name in row.frozen.actors:
                found.setdefault(number, name)
    return found


def planning_notes(cut_off: CutOff) -> dict[str, PlanningSaying]:
    """The last that planning had said of each activity in the rounds that it had closed by the freezing. One query."""
    notes = MonitoringNote.objects.filter(
        round__plan_id=cut_off.plan_id, round__status=RoundStatus.CLOSED, round__closed_at__lte=cut_off.frozen_at
    )
    rows = notes.values_list("activity_key", "round__name", "round__closed_at", "text", "ratio")
    return {
        key: PlanningSaying(name, timezone.localdate(closed_at), text, ratio)
        for key, name, closed_at, text, ratio in rows.order_by("round__number", "pk")
        if text or ratio is not None
    }


def other_cut_offs(cut_off: CutOff) -> tuple[OtherCutOff, ...]:
    """The other cut-offs of the same year of the plan, with what the final report of each froze. Two queries."""
    others = CutOff.objects.filter(plan_id=cut_off.plan_id, facts_from=cut_off.facts_from).exclude(pk=cut_off.pk)
    rows = list(others.only("number", "name", "facts_until").order_by("facts_until"))
    reports = FollowUpReport.objects.filter(
        cut_off__in=[one.pk for one in rows if one.facts_until < cut_off.facts_until], stage=ReportStage.FINAL
    )
    issued = {
        pk: (content, issued_at) for pk, content, issued_at in reports.values_list("cut_off", "content", "issued_at")
    }
    return tuple(_other(one, *issued.get(one.pk, ("", None))) for one in rows)


def _other(one: CutOff, content: str, issued_at: datetime | None) -> OtherCutOff:
    if issued_at is None:
        return OtherCutOff(one.number, one.name, one.facts_until)
    block = report_from_json(content).block
    return OtherCutOff(one.number, one.name, one.facts_until, timezone.localdate(issued_at), block)


def legal_date_of(cut_off: CutOff) -> LegalDate | None:
    """The plan's legal date of the report of a cut-off; None for a cut-off of the entity's own."""
    if cut_off.regime_on is None:
        return None
    key = report_key(cut_off.regime_on)
    found: LegalDate | None = LegalDate.objects.filter(plan_id=cut_off.plan_id, key=key).first()
    return found


def label_of(frozen: FrozenActivity) -> str:
    """Code and name of an activity."""
    return f"{frozen.code} {frozen.name}".strip()


def unit_name(reply: UnitReply) -> str:
    """Whose a reply is."""
    return reply.actor.name if reply.actor else "Sin responsable"


def numbered(line: RecommendationLine, number: int) -> RecommendationLine:
    """A recommendation under another number."""
    return replace(line, number=number)


def by_activity(replies: Iterable[UnitReply]) -> dict[int, list[UnitReply]]:
    """Replies by the row of their activity."""
    found: dict[int, list[UnitReply]] = defaultdict(list)
    for one in replies:
        found[one.frozen_id].append(one)
    return found


def full_activity(
    row: EvaluatedRow, content: FrozenContent, planning: PlanningSaying | None, replies: Sequence[UnitReply]
) -> ReportActivity:
    """An activity with every voice on it."""
    said = unit_sayings(content.cells)
    return replace(
        bare_activity(row),
        proofs=sum(one.proofs for one in said),
        said=said,
        planning=planning,
        replies=tuple(_reply(one) for one in replies if not one.agrees),
        agreeing=tuple(unit_name(one) for one in replies if one.agrees),
    )


def bare_activity(row: EvaluatedRow) -> ReportActivity:
    """An activity with internal control's word alone, without what was frozen of its cells."""
    frozen = row.frozen
    return ReportActivity(
        key=frozen.key,
        code=frozen.code,
        name=frozen.name,
        component=frozen.component,
        subcomponent=frozen.subcomponent,
        due=frozen.due,
        done=frozen.done,
        no_case=frozen.no_case,
        ratio_sum=frozen.ratio_sum,
        year_due=frozen.year_due,
        year_done=frozen.year_done,
        year_no_case=frozen.year_no_case,
        year_ratio_sum=frozen.year_ratio_sum,
        verdict=_verdict(row),
        is_sampled=row.is_sampled,
        flags=public_flags(frozen.flags),
    )


def _verdict(row: EvaluatedRow) -> VerdictSaying | None:
    one = row.verdict
    if one is None:
        return None
    return VerdictSaying(
        one.is_done, one.reason, one.ratio, one.observation, one.recommendation, one.is_self_assessment
    )


def _reply(one: UnitReply) -> ReplySaying:
    proofs: int = one.proofs  # type: ignore[attr-defined]
    return ReplySaying(
        actor=unit_name(one),
        text=one.text,
        written_on=timezone.localdate(one.written_at),
        is_late=one.is_late,
        proofs=proofs,
        is_accepted=one.is_accepted,
        answer=one.answer,
        answered_on=timezone.localdate(one.answered_at) if one.answered_at else None,
    )
