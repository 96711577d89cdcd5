"""What `reporting_at_once.py` works on: a published plan that every unit answers for, and who is signed in.

Run by it, in a process of its own whose environment names the database: `prepare 200` or `standing`; prints JSON.
"""

import json
import os
import sys
from dataclasses import asdict, dataclass, replace
from datetime import UTC, date, datetime

os.environ["DJANGO_SETTINGS_MODULE"] = "rinde.config.settings"

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.contrib.sessions.backends.db import SessionStore  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db.models import Count  # noqa: E402
from django.middleware.csrf import _get_new_csrf_string  # noqa: E402
from django.urls import reverse  # noqa: E402

from rinde.capabilities.accounts.choices import RoleCode, ScopeKind  # noqa: E402
from rinde.capabilities.accounts.models import Membership, User  # noqa: E402
from rinde.capabilities.entities.models import Actor, Entity  # noqa: E402
from rinde.capabilities.followup.models import Derivative, EvidenceUse, ProgressReport  # noqa: E402
from rinde.capabilities.plans.models import Activity, Deliverable, Milestone, Plan, PlanNode, PlanVersion  # noqa: E402
from rinde.capabilities.plans.rules.content import (  # noqa: E402
    ActivityContent,
    ActorContent,
    AssignmentContent,
    DeliverableContent,
    MilestoneContent,
    NodeContent,
    PlanContent,
    canonical_json,
    content_hash,
)
from rinde.services.tenancy import active_tenant  # noqa: E402

PUBLISHED = datetime(2026, 1, 30, 15, tzinfo=UTC)
DUE = date(2026, 2, 6)


@dataclass(frozen=True)
class Standing:
    reports: int
    doubled: int
    proofs: int
    copies: int


def people_of_plan(units: int) -> list[tuple[str, str]]:
    """The cookies and the form of each person, in an installation made for it."""
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    entity = Entity.objects.create(slug="prueba", name="Alcaldía de Prueba")
    with active_tenant(entity):
        actors = [Actor.objects.create(entity=entity, name=f"Secretaría número {n}") for n in range(units)]
        milestone = _published(entity, actors)
        return [_person(entity, actor, milestone) for actor in actors]


def _published(entity: Entity, actors: list[Actor]) -> Milestone:
    plan = Plan.objects.create(
        entity=entity, instrument="PTEP", title="Programa", slug="ptep", period_start=date(2026, 1, 1),
        period_end=date(2026, 12, 31), edited_at=PUBLISHED, created_at=PUBLISHED,
    )  # fmt: skip
    node = PlanNode.objects.create(entity=entity, plan=plan, kind="COMPONENT", code="1", name="Diálogo")
    activity = Activity.objects.create(
        entity=entity, plan=plan, node=node, key="1-1", code="1.1", name="Hacer la jornada", edited_at=PUBLISHED
    )
    deliverable = Deliverable.objects.create(entity=entity, activity=activity, product="Jornada hecha")
    milestone: Milestone = Milestone.objects.create(entity=entity, deliverable=deliverable, due_on=DUE)
    content = canonical_json(_content(plan, node, activity, deliverable, milestone, actors))
    plan.current_version = PlanVersion.objects.create(
        entity=entity, plan=plan, number=1, content=content, sha256=content_hash(content), published_at=PUBLISHED
    )
    plan.status = "PUBLISHED"
    plan.save()
    return milestone


def _content(
    plan: Plan, node: PlanNode, activity: Activity, deliverable: Deliverable, milestone: Milestone, actors: list[Actor]
) -> PlanContent:
    everybody = AssignmentContent(
        "Todas", group="Todas", actors=tuple(ActorContent(one.name, id=one.pk) for one in actors)
    )
    product = DeliverableContent(
        product=deliverable.product,
        id=deliverable.pk,
        milestones=(MilestoneContent(DUE, id=milestone.pk),),
        assignments=(everybody,),
    )
    row = ActivityContent(key=activity.key, name=activity.name, code="1.1", id=activity.pk, deliverables=(product,))
    entity = plan.entity
    empty = PlanContent(entity.name, entity.slug, "PTEP", plan.title, plan.slug, plan.period_start, plan.period_end)
    return replace(empty, nodes=(NodeContent(node.name, code="1", id=node.pk, activities=(row,)),))


def _person(entity: Entity, actor: Actor, milestone: Milestone) -> tuple[str, str]:
    user = User(email=f"enlace{actor.pk}@example.org", full_name=f"Enlace {actor.pk}")
    user.set_unusable_password()  # hashing 200 passwords is not what is measured
    user.save()
    membership = Membership.objects.create(
        entity=entity, user=user, role=RoleCode.UNIT_LIAISON, scope_kind=ScopeKind.ACTORS
    )
    membership.actors.set([actor])
    session = SessionStore()
    session["_auth_user_id"] = str(user.pk)
    session["_auth_user_backend"] = settings.AUTHENTICATION_BACKENDS[0]
    session["_auth_user_hash"] = user.get_session_auth_hash()
    session.create()
    address = {"deliverable_id": milestone.deliverable_id, "milestone_id": milestone.pk, "actor_id": actor.pk}
    cookie = f"{settings.SESSION_COOKIE_NAME}={session.session_key}; csrftoken={_get_new_csrf_string()}"
    return cookie, reverse("desk:report_cell", kwargs={"entity_slug": entity.slug, **address})


def reports_standing() -> Standing:
    """What is in the tables afterwards."""
    with active_tenant(Entity.objects.get()):
        sent = ProgressReport.objects.exclude(status="DRAFT")
        per_unit = ProgressReport.objects.values("actor").annotate(n=Count("pk")).filter(n__gt=1)
        uses = EvidenceUse.objects.filter(removed_at__isnull=True)
        copies = Derivative.objects.values("evidence").distinct()
        return Standing(sent.count(), per_unit.count(), uses.count(), copies.count())


if __name__ == "__main__":
    asked = sys.argv[1]
    answer = people_of_plan(int(sys.argv[2])) if asked == "prepare" else asdict(reports_standing())
    print(json.dumps(answer))
