"""What a follow-up report says, put together from what was frozen and what each voice has said: the same queries for 1
activity and for 1,000.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Max
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property

from rinde.capabilities.entities.queries import work_calendar
from rinde.capabilities.followup.choices import ReportStage
from rinde.capabilities.followup.models import (
    CutOff,
    FollowUpReport,
    FrozenActivity,
    Recommendation,
    ReportDraft,
    UnitReply,
)
from rinde.capabilities.followup.queries.cells import policy_of
from rinde.capabilities.followup.queries.evaluation import EvaluatedRow, Evaluation, evaluation_of, latecomers
from rinde.capabilities.followup.queries.follow_up_parts import (
    bare_activity,
    by_activity,
    concerned_units,
    full_activity,
    label_of,
    legal_date_of,
    numbered,
    other_cut_offs,
    planning_notes,
    replies_of,
    unit_name,
)
from rinde.capabilities.followup.queries.recommendations import recommendation_lines
from rinde.capabilities.followup.rules.follow_up_report.building import (
    bands_of,
    basis_words,
    blocks_of_year,
    own_block,
    proposed_observations,
    year_figures,
)
from rinde.capabilities.followup.rules.follow_up_report.content import (
    LateSaying,
    RecommendationLine,
    ReportActivity,
    ReportContent,
    ReportDates,
    ReportHeader,
    ReportSample,
)
from rinde.capabilities.followup.rules.follow_up_report.gaps import (
    ReplyFacts,
    final_gaps,
    silent_units,
    verdict_missing,
)
from rinde.capabilities.followup.rules.freezing import FrozenContent, activity_from_json
from rinde.capabilities.followup.rules.recommendations import Addressee, addressee
from rinde.capabilities.followup.rules.sampling import draw
from rinde.capabilities.plans.models import PlanVersion
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
        return tuple(verdict_missing(label_of(row.frozen) for row in self.evaluation.undecided))

    def final_gaps(self) -> tuple[str, ...]:
        """Everything that keeps the final report from going out."""
        preliminary, draft = self.preliminary, self.draft
        return tuple(
            final_gaps(
                undecided=(label_of(row.frozen) for row in self.evaluation.undecided),
                unanswered=(ReplyFacts(unit_name(one), label_of(one.frozen)) for one in self.unanswered),
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
        said, noted = by_activity(self.replies), planning_notes(self.cut_off)
        return tuple(
            full_activity(row, self.texts[row.frozen.pk], noted.get(row.frozen.key), said[row.frozen.pk])
            for row in self.evaluation.rows
        )

    @cached_property
    def proposed(self) -> dict[str, str]:
        """A first text on each component. Needs no frozen text."""
        return proposed_observations([bare_activity(row) for row in self.evaluation.rows])

    @property
    def shared(self) -> tuple[EvaluatedRow, ...]:
        """The activities of several units on which something is recommended: somebody has to say whose that is."""
        return tuple(row for row in self._recommended if len(row.frozen.actors) > 1)

    @property
    def _recommended(self) -> tuple[EvaluatedRow, ...]:
        return tuple(row for row in self.evaluation.rows if row.verdict and row.verdict.recommendation)

    @cached_property
    def _at_fault(self) -> dict[int, set[int | None]]:
        """Of each shared activity, the units with something due that was not done. One query."""
        rows = FrozenActivity.objects.filter(pk__in=[row.frozen.pk for row in self.shared])
        found = {pk: activity_from_json(content).cells for pk, content in rows.values_list("pk", "content")}
        return {
            pk: {one.actor_id for one in cells if one.is_due and not one.is_done and not one.has_no_case}
            for pk, cells in found.items()
        }

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
            NewRecommendation(numbered(one.line, number), one.actor_id) for number, one in enumerate(found, last + 1)
        )

    def _wanted(self) -> Iterable[NewRecommendation]:
        for row in self._recommended:
            whose = self.addressee_of(row)
            line = RecommendationLine(
                number=0,
                text=row.verdict.recommendation if row.verdict else "",
                subject=f"Actividad {label_of(row.frozen)}",
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
        actors = [(number, name) for number, name in row.frozen.actors]
        at_fault = self._at_fault.get(row.frozen.pk, ())
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
            recommended = [numbered(one, 0) for one in recommended]
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
