"""What the public sees: frozen versions, read once and kept in memory."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from rinde.capabilities.entities.models import Entity
from rinde.capabilities.plans.models import Act, Plan, PlanVersion
from rinde.capabilities.plans.rules.acts import ActFacts
from rinde.capabilities.plans.rules.content import PlanContent, from_json


@dataclass(frozen=True, slots=True)
class PublishedPlan:
    """A plan as the public sees it: its current version, read."""

    plan_id: int
    version_id: int
    number: int
    sha256: str
    published_at: datetime
    summary: str
    content: PlanContent
    act: ActFacts | None = None  # what approved it; none for a plan of the past


# A version never changes, so its number is enough of a key; 64 plans of 100 rows are some 20 MB.
@lru_cache(maxsize=64)
def known_content(version_id: int, sha256: str) -> PlanContent:  # noqa: ARG001 - the hash guards against a reused number
    """Read the content of a version by its number and hash: one query the first time, none after that."""
    return from_json(PlanVersion.objects.values_list("content", flat=True).get(pk=version_id))


# Neither contents, which are known, nor what the desk knows of a plan: a public page reads this each time.
_SHOWN = (
    *(f"current_version__{one}" for one in ("plan_id", "number", "sha256", "published_at", "summary")),
    *(f"current_version__act__{one}" for one in ("body", "number", "dated_on", "file_id", "file_is_public")),
)


def _published(version: PlanVersion) -> PublishedPlan:
    return PublishedPlan(
        plan_id=version.plan_id,
        version_id=version.pk,
        number=version.number,
        sha256=version.sha256,
        published_at=version.published_at,
        summary=version.summary,
        content=known_content(version.pk, version.sha256),
        act=_facts_of(version.act) if version.act else None,
    )


def _facts_of(act: Act) -> ActFacts:
    return ActFacts(act.pk, act.body, act.number, act.dated_on, act.file_id if act.file_is_public else None)


def published_plans(entity: Entity) -> Sequence[PublishedPlan]:
    """Every plan of the entity with a published version, newest period first. One query once the contents are known."""
    plans = Plan.objects.filter(entity=entity).published().select_related("current_version__act").only(*_SHOWN)
    return tuple(_published(plan.current_version) for plan in plans)


def published_plan(entity: Entity, year: int, slug: str) -> PublishedPlan | None:
    """The current version of the plan at `/planes/{year}/{slug}/`, or None. One query when its content is known."""
    plan = (
        Plan.objects.filter(entity=entity, period_start__year=year, slug=slug)
        .published()
        .select_related("current_version__act")
        .only(*_SHOWN)
        .first()
    )
    return _published(plan.current_version) if plan else None


def published_version(entity: Entity, year: int, slug: str, number: int) -> PublishedPlan | None:
    """Any version of the plan at `/planes/{year}/{slug}/`, or None. One query when its content is known."""
    version = (
        PlanVersion.objects.filter(plan__entity=entity, plan__period_start__year=year, plan__slug=slug, number=number)
        .select_related("act")
        .defer("content", "act__content")
        .first()
    )
    return _published(version) if version else None


def published_content(plan: Plan) -> PlanContent | None:
    """What the public sees of a plan now; None before its first version."""
    if plan.current_version_id is None:
        return None
    sha256 = PlanVersion.objects.values_list("sha256", flat=True).get(pk=plan.current_version_id)
    return known_content(plan.current_version_id, sha256)


def plan_versions(plan: Plan) -> Sequence[PlanVersion]:
    """Every version of a plan, newest first, with the act behind each, without their contents. One query."""
    versions = PlanVersion.objects.filter(plan=plan).select_related("published_by", "act")
    return tuple(versions.defer("content", "act__content"))


def plan_version(plan: Plan, number: int) -> PlanVersion | None:
    """One version with its content, exactly as it was hashed; None where there is none of that number."""
    version: PlanVersion | None = PlanVersion.objects.filter(plan=plan, number=number).first()
    return version


def content_of_version(version: PlanVersion) -> PlanContent:
    """The content of a version that was read without it; one query the first time, none once it is known."""
    return known_content(version.pk, version.sha256)
