"""A published plan to look at, and no page left over from another test."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from django.core.cache import caches

from factories import make_member
from plan_contents import a_deliverable, a_plan, an_activity, an_assignment
from rinde.capabilities.accounts.models import User
from rinde.capabilities.entities.models import Entity
from rinde.capabilities.plans.choices import PlanStatus
from rinde.capabilities.plans.datasets import search_documents
from rinde.capabilities.plans.models import Plan, PlanVersion
from rinde.capabilities.plans.rules.content import (
    AnnouncementContent,
    MilestoneContent,
    NodeContent,
    PlanContent,
    canonical_json,
    content_hash,
)
from rinde.services.search.operations import index_documents
from rinde.services.tenancy import active_tenant

Publish = Callable[..., PlanVersion]
PUBLISHED_AT = datetime(2026, 1, 30, 15, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _no_kept_pages() -> Iterator[None]:
    caches["pages"].clear()
    yield
    caches["pages"].clear()


@pytest.fixture
def publish(db: None) -> Publish:
    """`publish(entity, content)` makes the next version of the plan at the content's address."""

    def publish_content(entity: Entity, content: PlanContent, summary: str = "Primera publicación.") -> PlanVersion:
        content = replace(content, entity_slug=entity.slug, entity_name=entity.name)
        with active_tenant(entity):
            plan, _ = Plan.objects.get_or_create(
                entity=entity,
                slug=content.slug,
                period_start=content.period_start,
                defaults={
                    "instrument": content.instrument,
                    "title": content.title,
                    "period_end": content.period_end,
                    "edited_at": PUBLISHED_AT,
                    "created_at": PUBLISHED_AT,
                },
            )
            text = canonical_json(content)
            version = PlanVersion.objects.create(
                entity=entity,
                plan=plan,
                number=plan.versions.count() + 1,
                content=text,
                sha256=content_hash(text),
                summary=summary,
                published_at=PUBLISHED_AT,
            )
            plan.current_version, plan.status = version, PlanStatus.PUBLISHED
            plan.save()
            index_documents(entity_id=entity.pk, kind="plan", source_id=plan.pk, documents=search_documents(content))
        return version

    return publish_content


@pytest.fixture
def content() -> PlanContent:
    """Two components; three activities of two offices, due in April, June and December; one announcement."""
    health = an_assignment("Secretaría de Salud")
    first = an_activity("1.1", name="Actualizar el mapa de riesgos de corrupción")
    second = an_activity(
        "2.1",
        name="Realizar la audiencia pública de rendición de cuentas",
        deliverables=(
            a_deliverable(product="Acta publicada", assignments=(health,), milestones=(_on(4, 30), _on(12, 15))),
        ),
    )
    third = an_activity("2.2", name="Simplificar tres trámites", deliverables=(a_deliverable(assignments=(health,)),))
    nodes = (
        NodeContent("Gestión del riesgo", code="1", activities=(first,)),
        NodeContent("Rendición de cuentas", code="2", activities=(second, third)),
    )
    return replace(a_plan(), nodes=nodes, announcements=(AnnouncementContent("Llevar los trámites a las veredas"),))


def _on(month: int, day: int) -> MilestoneContent:
    return MilestoneContent(date(2026, month, day))


@pytest.fixture
def admin_like(entity: Entity) -> User:
    return make_member(entity, "PLAN_COORDINATOR")
