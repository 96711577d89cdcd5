"""What the public pages ask the capabilities for: published versions only, never a draft."""

from collections.abc import Sequence

from django.http import Http404, HttpRequest

from rinde.capabilities.entities.models import Entity
from rinde.capabilities.plans.models import Activity, Plan, PlanStep, PlanVersion
from rinde.capabilities.plans.queries import published_plan, published_plans, published_version
from rinde.sites.portal.editions import Edition, edition_of


def entity_of(request: HttpRequest) -> Entity:
    """The entity of the address; EntityMiddleware has already answered 404 where there is none."""
    entity: Entity = request.entity  # type: ignore[attr-defined]
    return entity


def editions_of(entity: Entity) -> tuple[Edition, ...]:
    """The current version of each published plan, newest period first."""
    return tuple(edition_of(published, entity.slug) for published in published_plans(entity))


def edition_or_404(request: HttpRequest, year: int, plan_slug: str) -> Edition:
    """The current version of one plan.

    Raises:
        Http404: where no plan with that address was ever published.
    """
    entity = entity_of(request)
    published = published_plan(entity, year, plan_slug)
    if published is None:
        raise Http404("No hay un plan publicado en esa dirección.")
    return edition_of(published, entity.slug)


def version_or_404(request: HttpRequest, year: int, plan_slug: str, number: int) -> Edition:
    """One version of a plan, the current one included, to be read at its own address.

    Raises:
        Http404: where there is no such version.
    """
    entity = entity_of(request)
    published = published_version(entity, year, plan_slug, number)
    if published is None:
        raise Http404("No existe esa versión del plan.")
    return edition_of(published, entity.slug, is_current=False)


def plan_of(edition: Edition) -> Plan:
    """The plan behind a version. One query."""
    plan: Plan = Plan.objects.select_related("entity").get(pk=edition.published.plan_id)
    return plan


def versions_of(edition: Edition) -> Sequence[PlanVersion]:
    """Every version of a plan, newest first, with the act behind it, without contents. One query."""
    rows = PlanVersion.objects.filter(plan_id=edition.published.plan_id).select_related("act")
    return tuple(rows.defer("content", "act__content"))


def steps_of(edition: Edition) -> Sequence[PlanStep]:
    """How the plan was made, state by state, with the acts. One query."""
    rows = PlanStep.objects.filter(plan_id=edition.published.plan_id).select_related("act")
    return tuple(rows.defer("act__content"))


def version_bytes(edition: Edition, number: int) -> bytes | None:
    """The very bytes that were hashed, or None where there is no such version."""
    found = PlanVersion.objects.filter(plan_id=edition.published.plan_id, number=number)
    content: str | None = found.values_list("content", flat=True).first()
    return None if content is None else content.encode()


def recent_versions(entity: Entity, limit: int) -> Sequence[PlanVersion]:
    """The latest publications of all plans, newest first, without contents. One query."""
    rows = PlanVersion.objects.filter(entity=entity).select_related("plan").defer("content")
    return tuple(rows.order_by("-published_at", "-pk")[:limit])


def topic_of(edition: Edition) -> str:
    """What somebody follows who follows a plan: the plan, whichever version is in force."""
    return f"plan:{edition.published.plan_id}"


def activity_number(edition: Edition, key: str) -> int | None:
    """The number of an activity that an old version names by its key alone. One query."""
    rows = Activity.objects.filter(plan_id=edition.published.plan_id, key=key)
    number: int | None = rows.values_list("pk", flat=True).first()
    return number
