"""«Cómo se hizo»: each step by what happened, and one neutral sentence where the same hands did two things."""

from datetime import UTC, date, datetime

import pytest
from django.test import Client

from factories import make_full_plan, principal
from rinde.capabilities.accounts.models import User
from rinde.capabilities.entities.models import Entity
from rinde.capabilities.plans.models import Plan
from rinde.capabilities.plans.operations import annul_act, consolidate_plan, publish_plan, register_act
from rinde.capabilities.plans.rules.acts import ActValues
from rinde.services.access import Principal

NOW = datetime(2026, 1, 20, 15, tzinfo=UTC)
SAME_HANDS = "La misma persona consolidó el texto y registró el acto."


def an_act(number: str) -> ActValues:
    return ActValues("Comité de Gestión", number, date(2026, 1, 20), is_older=True)


def published(entity: Entity, coordinator: Principal, registrar: Principal) -> Plan:
    """A plan whose first act was registered by mistake."""
    plan = make_full_plan(entity)
    consolidate_plan(plan_id=plan.pk, note="Se consultó en mesas.", by=coordinator, now=NOW)
    register_act(plan_id=plan.pk, values=an_act("Acta 09 de 2026"), by=registrar, now=NOW)
    annul_act(plan_id=plan.pk, reason="El acta era la de otro comité.", by=registrar, now=NOW)
    register_act(plan_id=plan.pk, values=an_act("Acta 10 de 2026"), by=registrar, now=NOW)
    publish_plan(plan_id=plan.pk, by=coordinator, now=NOW)
    return plan


def story_of(client: Client, plan: Plan) -> str:
    page = client.get(f"/{plan.entity.slug}/planes/{plan.year}/{plan.slug}/versiones/").content.decode()
    start = page.index("Cómo se hizo")
    return page[start : page.index("</section>", start)]


@pytest.mark.usefixtures("other_entity")
def test_an_annulled_act_is_told_as_annulled(client: Client, entity: Entity):
    by, other = (principal(entity, "PLAN_COORDINATOR", second_factor=True) for _ in range(2))

    story = story_of(client, published(entity, by, other))

    assert "<strong>Se anuló el registro del Acta 09 de 2026</strong>: El acta era la de otro comité." in story
    assert "Se registró el acto que lo aprobó: Acta 10 de 2026" in story
    assert "Se consolidó el texto" in story
    assert SAME_HANDS not in story


@pytest.mark.usefixtures("other_entity")
def test_the_same_hands_are_told_without_a_name(client: Client, entity: Entity):
    by = principal(entity, "PLAN_COORDINATOR", second_factor=True)

    story = story_of(client, published(entity, by, by))

    assert SAME_HANDS in story
    assert User.objects.get(pk=by.user_id).full_name not in story
