"""What a follow-up report says, put together from what was frozen and what each voice has said: the same queries for 1
activity and for 1,000.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Max
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property

from rinde.capabilities.entities.queries import work_calendar
from rinde.capabilities.followup.choices import ReportStage, RoundStatus
from rinde.capabilities.followup.models import (
    CutOff,
    FollowUpReport,
    FrozenActivity,
    MonitoringNote,
    Recommendation,
    ReportDraft,
    UnitReply,
)
from rinde.capabilities.followup.queries.cells import policy_of
from rinde.capabilities.followup.queries.evaluation import EvaluatedRow, Evaluation, evaluation_of, latecomers
from rinde.capabilities.followup.queries.recommendations import recommendation_lines
from rinde.capabilities.followup.rules.follow_up_report.building import (
    OtherCutOff,
    bands_of,
    basis_words,
    blocks_of_year,
    own_block,
    proposed_observations,
    public_flags,
    unit_sayings,
    year_figures,
)
from rinde.capabilities.followup.rules.follow_up_report.content import (
    LateSaying,
    PlanningSaying,
    RecommendationLine,
    ReplySaying,
    ReportActivity,
    ReportContent,
    ReportDates,
    ReportHeader,
    ReportSample,
    VerdictSaying,
)
from rinde.capabilities.followup.rules.follow_up_report.gaps import (
    ReplyFacts,
    final_gaps,
    silent_units,
    verdict_missing,
)
from rinde.capabilities.followup.rules.follow_up_report.reading import report_from_json
from rinde.capabilities.followup.rules.freezing import FrozenContent, activity_from_json
from rinde.capabilities.followup.rules.recommendations import Addressee, addressee
from rinde.capabilities.followup.rules.sampling import draw
from rinde.capabilities.plans.models import LegalDate, PlanVersion
from rinde.capabilities.plans.rules.legal_dates import FOLLOW_UP_REPORT
from rinde.foundations.text.folding import fold

OF_THE_PLAN = "El plan en general"


@dataclass(frozen=True, slots=True)
class NewRecommendation:
    """A recommendation that a final report will make."""

    line: RecommendationLine
    actor_id: int | None


class ReportMaking:
    """A cut-off whose report is being made: what the report would say now, and what still keeps it from going out.

    Needs the cut-off with its plan and entity. Some fifteen queries in all, each asked once.
    """

    def __init__(self, cut_off: CutOff, *, now: datetime) -> None:
        self.cut_off, self.plan, self.now = cut_off, cut_off.plan, now
        self.today: date = timezone.localdate(now)

    @cached_property
    def evaluation(self) -> Evaluation:
        return evaluation_of(self.cut_off)

    @cached_property
    def draft(self) -> ReportDraft:
        """What internal control has written so far; an unsaved empty row where it has not begun."""
        found: ReportDraft | None = ReportDraft.objects.filter(cut_off=self.cut_off).first()
        return found or ReportDraft(entity_id=self.cut_off.entity_id, cut_off=self.cut_off)

    @cached_property
    def preliminary(self) -> FollowUpReport | None:
        rows = FollowUpReport.objects.filter(cut_off=self.cut_off, stage=ReportStage.PRELIMINARY)
        found: FollowUpReport | None = rows.defer("content").first()
        return found

    @cached_property
    def replies(self) -> Sequence[UnitReply]:
        return replies_of(self.cut_off)

    @cached_property
    def texts(self) -> Mapping[int, FrozenContent]:
        """What was frozen of each activity, by its row."""
        rows = FrozenActivity.objects.filter(cut_off=self.cut_off).values_list("pk", "content")
        return {pk: activity_from_json(content) for pk, content in rows}

    @property
    def unanswered(self) -> tuple[UnitReply, ...]:
        return tuple(one for one in self.replies if not one.agrees and one.is_accepted is None)

    @cached_property
    def silent(self) -> tuple[tuple[int | None, str], ...]:
        """The units that have said nothing of the preliminary report yet."""
        return silent_units(concerned_units(self.evaluation.rows), {one.actor_id for one in self.replies})

    @property
    def stale_acceptances(self) -> tuple[UnitReply, ...]:
        """Replies that were accepted while the verdict on their activity is still the one from before."""
        edited = {row.frozen.pk: row.verdict.edited_at for row in self.evaluation.rows if row.verdict}
        return tuple(
            one
            for one in self.replies
            if one.is_accepted and one.answered_at and edited.get(one.frozen_id, self.now) < one.answered_at
        )

    def preliminary_gaps(self) -> tuple[str, ...]:
        """Everything that keeps the preliminary report from going out."""
        return tuple(verdict_missing(_label(row.frozen) for row in self.evaluation.undecided))

    def final_gaps(self) -> tuple[str, ...]:
        """Everything that keeps the final report from going out."""
        preliminary, draft = self.preliminary, self.draft
        return tuple(
            final_gaps(
                undecided=(_label(row.frozen) for row in self.evaluation.undecided),
                unanswered=(ReplyFacts(_name(one), _label(one.frozen)) for one in self.unanswered),
                replies_until=preliminary.replies_until if preliminary else None,
                today=self.today,
                silent=[name for _, name in self.silent],
                name=draft.signed_by_name,
                post=draft.signed_by_post,
            )
        )

    @cached_property
    def activities(self) -> tuple[ReportActivity, ...]:
        """Every activity of the cut-off with what each voice says of it."""
        said, noted = _by_activity(self.replies), planning_notes(self.cut_off)
        return tuple(
            _activity(row, self.texts[row.frozen.pk], noted.get(row.frozen.key), said[row.frozen.pk])
            for row in self.evaluation.rows
        )

    @property
    def proposed(self) -> dict[str, str]:
        """A first text on each component."""
        return proposed_observations(self.activities)

    @cached_property
    def previous(self) -> tuple[RecommendationLine, ...]:
        return recommendation_lines(self.plan, today=self.today, before=self.cut_off)

    @cached_property
    def new(self) -> tuple[NewRecommendation, ...]:
        """What the report recommends, numbered as it will be. What stands in the same words already is not repeated."""
        last = Recommendation.objects.filter(plan=self.plan).aggregate(last=Max("number"))["last"] or 0
        known = {(one.activity_key, fold(one.text)) for one in self.previous if one.status != "EFFECTIVE"}
        found = [one for one in self._wanted() if (one.line.activity_key, fold(one.line.text)) not in known]
        return tuple(
            NewRecommendation(_numbered(one.line, number), one.actor_id) for number, one in enumerate(found, last + 1)
        )

    def _wanted(self) -> Iterable[NewRecommendation]:
        for row in self.evaluation.rows:
            if row.verdict and row.verdict.recommendation:
                whose = self.addressee_of(row)
                line = RecommendationLine(
                    number=0,
                    text=row.verdict.recommendation,
                    subject=f"Actividad {_label(row.frozen)}",
                    actor=whose.name,
                    activity_key=row.frozen.key,
                    made_in=self.cut_off.name,
                )
                yield NewRecommendation(line, whose.actor_id)
        for text in self.draft.recommendations:
            line = RecommendationLine(0, text, OF_THE_PLAN, "", made_in=self.cut_off.name)
            yield NewRecommendation(line, None)

    def addressee_of(self, row: EvaluatedRow) -> Addressee:
        """Who has to act on the recommendation on an activity."""
        cells = self.texts[row.frozen.pk].cells
        at_fault = {one.actor_id for one in cells if one.is_due and not one.is_done and not one.has_no_case}
        actors = [(number, name) for number, name in row.frozen.actors]
        return addressee(actors, at_fault=at_fault, chosen=self.draft.addressees.get(row.frozen.key))

    def content(self, stage: str) -> ReportContent:
        """What the report would freeze if it went out at this moment."""
        cut_off, draft = self.cut_off, self.draft
        bands = bands_of(cut_off.figures["bands"])
        own = own_block(
            cut_off.number,
            cut_off.name,
            cut_off.facts_until,
            self.activities,
            bands,
            observations=self.proposed | draft.observations,
            issued_on=self.today,
        )
        recommended = [one.line for one in self.new]
        if stage == ReportStage.PRELIMINARY:
            recommended = [_numbered(one, 0) for one in recommended]
        return ReportContent(
            header=self._header(stage),
            dates=self._dates(stage),
            blocks=blocks_of_year(own, other_cut_offs(cut_off)),
            year=year_figures(self.activities),
            bands=bands,
            activities=self.activities,
            latecomers=self._latecomers(),
            sample=self._sample(),
            recommendations=tuple(recommended),
            previous=self.previous,
            conclusion=draft.conclusion,
            signed_by_name=draft.signed_by_name,
            signed_by_post=draft.signed_by_post,
        )

    def _header(self, stage: str) -> ReportHeader:
        cut_off, plan = self.cut_off, self.plan
        version = PlanVersion.objects.only("number", "sha256", "published_at").get(pk=cut_off.version_id)
        policy = policy_of(plan)
        place = {"entity_slug": plan.entity.slug, "year": plan.year, "plan_slug": plan.slug}
        return ReportHeader(
            stage=stage,
            entity_name=plan.entity.name,
            entity_nit=plan.entity.nit,
            plan_title=" ".join(plan.title.split()),
            period_start=plan.period_start,
            period_end=plan.period_end,
            plan_version=version.number,
            plan_sha256=version.sha256,
            plan_published_on=timezone.localdate(version.published_at),
            plan_path=reverse("portal:plan", kwargs=place),
            cut_off_number=cut_off.number,
            cut_off_name=cut_off.name,
            facts_from=cut_off.facts_from,
            facts_until=cut_off.facts_until,
            reporting_closes_on=cut_off.reporting_closes_on,
            cut_off_sha256=cut_off.sha256,
            path=reverse("portal:follow_up_report", kwargs=place | {"facts_until": cut_off.facts_until}),
            evaluated_by=policy.evaluated_by.name if policy.evaluated_by else "",
        )

    def _dates(self, stage: str) -> ReportDates:
        cut_off = self.cut_off
        legal = legal_date_of(cut_off)
        until, counting = self._replies_until(stage)
        due_on, words, basis = (
            cut_off.report_due_on,
            cut_off.counting.get("report", ""),
            basis_words(cut_off.source_key, cut_off.certainty),
        )
        moved = legal is not None and legal.due_on != cut_off.report_due_on
        if legal is not None and moved:
            due_on, words, basis = legal.due_on, legal.in_words, basis_words(legal.source_key, legal.certainty)
        return ReportDates(
            issued_on=self.today,
            legal_due_on=due_on,
            counting=words,
            basis=basis,
            set_on=cut_off.report_due_on if moved else None,
            set_reason=cut_off.reason if moved else "",
            replies_until=until,
            replies_counting=counting,
        )

    def _replies_until(self, stage: str) -> tuple[date | None, str]:
        """Until when units answer: counted from today for a report that goes to them, and as it was told to them
        afterwards."""
        if stage == ReportStage.FINAL and self.preliminary is not None:
            return self.preliminary.replies_until, self.preliminary.counting
        days = policy_of(self.plan).reply_days
        calendar = work_calendar(self.plan.entity, self.today.year, self.today.year + 1)
        term = calendar.add_business_days(self.today, days)
        length = "1 día hábil" if days == 1 else f"{days} días hábiles"
        return term.due_on, f"{length} desde que se envió el preliminar. {term.in_words}"

    def _latecomers(self) -> tuple[LateSaying, ...]:
        return tuple(
            LateSaying(one.activity_key, one.activity, one.actor, one.due_on, timezone.localdate(one.came_at))
            for one in latecomers(self.cut_off)
        )

    def _sample(self) -> ReportSample | None:
        cut_off = self.cut_off
        if not cut_off.sample_seed:
            return None
        scheduled = [(row.frozen.component, row.frozen.key) for row in self.evaluation.rows if row.says is not None]
        sample = draw(scheduled, size=cut_off.sample_size, seed=cut_off.sample_seed)
        return ReportSample(sample.seed, len(sample.keys), sample.keys, sample.in_words)


def replies_of(cut_off: CutOff) -> Sequence[UnitReply]:
    """Every reply to a preliminary report with its activity, unit and number of proofs (`proofs`), oldest first."""
    rows = UnitReply.objects.filter(frozen__cut_off=cut_off).select_related("frozen", "actor", "written_by")
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
    key = f"{FOLLOW_UP_REPORT}:{cut_off.regime_on}"
    found: LegalDate | None = LegalDate.objects.filter(plan_id=cut_off.plan_id, key=key).first()
    return found


def _label(frozen: FrozenActivity) -> str:
    return f"{frozen.code} {frozen.name}".strip()


def _name(reply: UnitReply) -> str:
    return reply.actor.name if reply.actor else "Sin responsable"


def _numbered(line: RecommendationLine, number: int) -> RecommendationLine:
    return RecommendationLine(
        number=number,
        text=line.text,
        subject=line.subject,
        actor=line.actor,
        activity_key=line.activity_key,
        made_in=line.made_in,
    )


def _by_activity(replies: Iterable[UnitReply]) -> dict[int, list[UnitReply]]:
    found: dict[int, list[UnitReply]] = defaultdict(list)
    for one in replies:
        found[one.frozen_id].append(one)
    return found


def _activity(
    row: EvaluatedRow, content: FrozenContent, planning: PlanningSaying | None, replies: Sequence[UnitReply]
) -> ReportActivity:
    frozen, said = row.frozen, unit_sayings(content.cells)
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
        proofs=sum(one.proofs for one in said),
        flags=public_flags(frozen.flags),
        said=said,
        planning=planning,
        replies=tuple(_reply(one) for one in replies if not one.agrees),
        agreeing=tuple(_name(one) for one in replies if one.agrees),
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
        actor=_name(one),
        text=one.text,
        written_on=timezone.localdate(one.written_at),
        is_late=one.is_late,
        proofs=proofs,
        is_accepted=one.is_accepted,
        answer=one.answer,
        answered_on=timezone.localdate(one.answered_at) if one.answered_at else None,
    )
