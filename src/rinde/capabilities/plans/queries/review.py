"""The review of a plan: what it must know beside the rows, what it finds, and what somebody decided to leave."""

from dataclasses import dataclass
from datetime import date

from rinde.capabilities.entities.models import Actor
from rinde.capabilities.entities.queries import actors_and_groups, work_calendar
from rinde.capabilities.plans.models import FindingDecision, Plan
from rinde.capabilities.plans.queries.approval import standing_act
from rinde.capabilities.plans.queries.published import known_content
from rinde.capabilities.plans.queries.working import working_content
from rinde.capabilities.plans.rules.content import PlanContent
from rinde.capabilities.plans.rules.legal_dates import regime_of, template_of
from rinde.capabilities.plans.rules.review import Finding, KnownActor, ReviewContext, review
from rinde.capabilities.plans.rules.schedules import Period
from rinde.capabilities.plans.rules.states import EDITABLE
from rinde.capabilities.plans.rules.templates import CountIn, CutOffRegime
from rinde.foundations.law import WorkCalendar


@dataclass(frozen=True, slots=True)
class PlanFindings:
    """What the review finds in a plan: what is open, and what somebody looked at and left as it is."""

    open: tuple[Finding, ...]
    decided: tuple[tuple[FindingDecision, Finding], ...]
    content: PlanContent  # what was looked at


def findings_of(plan: Plan, *, today: date) -> PlanFindings:
    """Review the working rows of a plan. The same queries for 1 and for 1,000 rows."""
    content = working_content(plan, on=today)
    decisions = {one.fingerprint: one for one in FindingDecision.objects.filter(plan=plan).select_related("decided_by")}
    found = review(content, review_context(plan, today))
    return PlanFindings(
        open=tuple(one for one in found if one.fingerprint not in decisions),
        decided=tuple((decisions[one.fingerprint], one) for one in found if one.fingerprint in decisions),
        content=content,
    )


def review_plan(plan: Plan, content: PlanContent, today: date) -> tuple[Finding, ...]:
    """Review a content that is at hand, without what somebody decided to leave."""
    decided = set(FindingDecision.objects.filter(plan=plan).values_list("fingerprint", flat=True))
    return tuple(one for one in review(content, review_context(plan, today)) if one.fingerprint not in decided)


def review_context(plan: Plan, today: date) -> ReviewContext:
    """Collect what the rules ask of the entity, the year before and the template: at most four queries for a draft.

    What stands still after the draft is asked for only then: the act that approved it, and how large its groups,
    frozen by then, are today.
    """
    regime = _regime(plan)
    is_draft = plan.status in EDITABLE
    act = None if is_draft else standing_act(plan)
    actors, groups = (Actor.objects.order_by(), ()) if is_draft else actors_and_groups(today)
    return ReviewContext(
        today=today,
        period=Period(plan.period_start, plan.period_end),
        previous=_previous(plan),
        known_actors={one.pk: KnownActor(one.name, one.valid_to) for one in actors},
        known_groups={entry.group.name: len(entry.members) for entry in groups},
        calendar=_calendar(plan, regime),
        template=template_of(plan.template_key, plan.instrument, plan.period_start),
        cut_offs=regime,
        approved_on=act.dated_on if act else None,
    )


def _regime(plan: Plan) -> CutOffRegime | None:
    template = template_of(plan.template_key, plan.instrument, plan.period_start)
    return regime_of(template, plan.cut_off_regime) if template else None


def _calendar(plan: Plan, regime: CutOffRegime | None) -> WorkCalendar | None:
    """The entity's working days, where a term is counted in them."""
    if regime is None or regime.report_count is not CountIn.BUSINESS_DAYS:
        return None
    return work_calendar(plan.entity, plan.period_start.year, plan.period_end.year)


def _previous(plan: Plan) -> PlanContent | None:
    """What the public sees of the same instrument for the period before; None where nothing was published."""
    version = (
        Plan.objects.filter(entity_id=plan.entity_id, instrument=plan.instrument, period_end__lt=plan.period_start)
        .published()
        .order_by("-period_end", "-pk")
        .values_list("current_version_id", "current_version__sha256")
        .first()
    )
    return known_content(*version) if version else None
