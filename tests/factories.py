"""One valid, boring object each. A test says only what matters to it.

Tenant tables need an active tenant: use the `entity` fixture, which opens it, or `active_tenant(entity)`.
"""

from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import count
from time import time
from typing import Any

from allauth.account.internal.flows import login
from allauth.account.internal.userkit import user_id_to_str
from django.test import Client

from rinde.capabilities.accounts.models import Membership, User
from rinde.capabilities.accounts.rules import permissions_of
from rinde.capabilities.consultations.models import Comment, Consultation
from rinde.capabilities.consultations.operations import open_consultation
from rinde.capabilities.consultations.rules.terms import NoticeValues
from rinde.capabilities.entities.models import Actor, Entity
from rinde.capabilities.plans.models import Activity, Assignment, Deliverable, Milestone, Plan, PlanNode
from rinde.capabilities.plans.operations import Publication, consolidate_plan, publish_plan, register_act
from rinde.capabilities.plans.rules.acts import ActValues
from rinde.services.access import Grant, Principal
from rinde.services.tenancy import active_tenant

NOW = datetime(2026, 3, 2, 15, 0, tzinfo=UTC)
PASSWORD = "una-clave-de-prueba-larga"
_numbers = count(1)


def make_entity(**fields: Any) -> Entity:
    number = next(_numbers)
    return Entity.objects.create(**{"slug": f"entidad-{number}", "name": f"Alcaldía de Prueba {number}"} | fields)


def make_user(**fields: Any) -> User:
    number = next(_numbers)
    values = {"email": f"persona{number}@example.org", "full_name": f"Persona {number}"} | fields
    return User.objects.create_user(values.pop("email"), values.pop("password", PASSWORD), **values)


def make_member(entity: Entity, role: str, **fields: Any) -> User:
    """A user with one role over the whole entity."""
    user = make_user(**fields)
    with active_tenant(entity):
        Membership.objects.create(entity=entity, user=user, role=role)
    return user


def principal(entity: Entity, role: str, *, user: User | None = None, second_factor: bool = False) -> Principal:
    """Who asks, as an operation sees them."""
    return Principal(
        user_id=(user or make_member(entity, role)).pk,
        tenant_id=entity.pk,
        grants=(Grant(role, permissions_of(role)),),
        second_factor=second_factor,
    )


def client_of(user: User, *, second_factor: bool = False) -> Client:
    """Somebody signed in at the desk; with a second factor, as allauth leaves a session after the code."""
    client = Client()
    client.force_login(user)
    if second_factor:
        session = client.session
        session[login.AUTHENTICATION_METHODS_SESSION_KEY] = [{"method": "mfa", "type": "totp", "at": time()}]
        session[login._AUTHENTICATION_METHODS_USER_SESSION_KEY] = user_id_to_str(user)
        session.save()
    return client


def make_actor(entity: Entity, **fields: Any) -> Actor:
    return Actor.objects.create(**{"entity": entity, "name": f"Secretaría {next(_numbers)}"} | fields)


def make_plan(entity: Entity, **fields: Any) -> Plan:
    number = next(_numbers)
    defaults = {
        "entity": entity,
        "instrument": "PTEP",
        "title": f"Programa de Transparencia {number}",
        "slug": f"ptep-{number}",
        "period_start": date(2026, 1, 1),
        "period_end": date(2026, 12, 31),
        "edited_at": NOW,
        "created_at": NOW,
    }
    return Plan.objects.create(**defaults | fields)


def make_node(plan: Plan, **fields: Any) -> PlanNode:
    defaults = {"entity": plan.entity, "plan": plan, "kind": "COMPONENT", "code": "1", "name": "Gestión del riesgo"}
    return PlanNode.objects.create(**defaults | fields)


def make_activity(node: PlanNode, **fields: Any) -> Activity:
    number = next(_numbers)
    defaults = {
        "entity": node.entity,
        "plan": node.plan,
        "node": node,
        "key": f"1-{number}",
        "code": f"1.{number}",
        "name": f"Publicar el informe {number}",
        "position": number,
        "edited_at": NOW,
    }
    return Activity.objects.create(**defaults | fields)


def make_deliverable(activity: Activity, **fields: Any) -> Deliverable:
    defaults = {"entity": activity.entity, "activity": activity, "product": "Informe publicado", "schedule_text": ""}
    return Deliverable.objects.create(**defaults | fields)


def make_milestone(deliverable: Deliverable, **fields: Any) -> Milestone:
    defaults = {"entity": deliverable.entity, "deliverable": deliverable, "due_on": date(2026, 6, 30)}
    return Milestone.objects.create(**defaults | fields)


def make_assignment(deliverable: Deliverable, **fields: Any) -> Assignment:
    defaults: dict[str, Any] = {"entity": deliverable.entity, "deliverable": deliverable}
    if not {"actor", "group", "text"} & set(fields):
        defaults["actor"] = make_actor(deliverable.entity)
    return Assignment.objects.create(**defaults | fields)


def make_full_plan(entity: Entity, activities: int = 1, **fields: Any) -> Plan:
    """A plan that may be published: one component, and activities with product, responsible and date."""
    plan = make_plan(entity, **fields)
    node = make_node(plan)
    for _ in range(activities):
        deliverable = make_deliverable(make_activity(node))
        make_milestone(deliverable)
        make_assignment(deliverable)
    return plan


def an_act(**fields: Any) -> ActValues:
    """The act of a committee, dated before the plan was made in Rinde and confirmed to be so."""
    defaults: dict[str, Any] = {
        "body": "Comité Institucional de Gestión y Desempeño",
        "number": "Acta 02 de 2026",
        "dated_on": date(2026, 1, 28),
        "is_older": True,
    }
    return ActValues(**defaults | fields)


def approve(plan: Plan, *, by: Principal | None = None, now: datetime = NOW, **act: Any) -> Plan:
    """Take a draft to the act that approves it, as its coordinator does."""
    by = replace(by or principal(plan.entity, "PLAN_COORDINATOR"), second_factor=True)
    consolidate_plan(plan_id=plan.pk, note="Ya se había consultado.", by=by, now=now)
    register_act(plan_id=plan.pk, values=an_act(**act), by=by, now=now)
    plan.refresh_from_db()
    return plan


def approve_and_publish(plan: Plan, *, by: Principal | None = None, now: datetime = NOW, **act: Any) -> Publication:
    """Take a draft the lawful way to its first version."""
    by = by or principal(plan.entity, "PLAN_COORDINATOR")
    approve(plan, by=by, now=now, **act)
    publication = publish_plan(plan_id=plan.pk, by=by, now=now)
    plan.refresh_from_db()
    return publication


def make_published_plan(entity: Entity, activities: int = 1, **fields: Any) -> Plan:
    """A plan with its first version before the public."""
    plan = make_full_plan(entity, activities, **fields)
    approve_and_publish(plan)
    return plan


def make_consultation(plan: Plan, *, now: datetime = NOW, **values: Any) -> Consultation:
    """A plan put before its public, for fifteen days from `now`."""
    by = principal(plan.entity, "PLAN_COORDINATOR")
    notice = NoticeValues(**{"notice": "Lea el borrador y cuéntenos qué cambiaría."} | values)
    return open_consultation(plan_id=plan.pk, values=notice, by=by, now=now)


def make_comment(consultation: Consultation, **fields: Any) -> Comment:
    """A comment in view on the plan in general."""
    number = next(_numbers)
    defaults = {
        "entity": consultation.entity,
        "consultation": consultation,
        "number": number,
        "subject": "el plan en general",
        "text": f"Publiquen también el informe {number}",
        "status": "VISIBLE",
        "received_at": NOW,
        "form_token": f"form-{number}",
    }
    return Comment.objects.create(**defaults | fields)
