"""Internal control, a unit and everybody else at the pages of a report, on a day between its two stages."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
import time_machine
from django.core.cache import cache, caches
from django.test import Client
from django.urls import reverse

from cut_off_samples import activities_of
from factories import client_of, make_member
from follow_up_reports import JULY_16, evaluated, send_preliminary
from rinde.capabilities.accounts.choices import ScopeKind
from rinde.capabilities.accounts.models import Membership
from rinde.capabilities.entities.models import Entity
from rinde.capabilities.followup.models import CutOff, FrozenActivity
from rinde.capabilities.plans.models import Plan


@pytest.fixture(autouse=True)
def on_july_16(db: None) -> Iterator[Any]:
    """The units' term runs until tomorrow; nothing of other tests is kept."""
    cache.clear()
    caches["pages"].clear()
    with time_machine.travel(JULY_16, tick=False) as traveller:
        yield traveller


@pytest.fixture
def cut_off(entity: Entity) -> CutOff:
    """A cut-off of three activities whose preliminary report is with the units; the last one has a recommendation."""
    found = evaluated(entity, recommendation="Guardar el soporte el mismo día.")
    send_preliminary(found)
    return found


@pytest.fixture
def control(entity: Entity) -> Client:
    return client_of(make_member(entity, "INTERNAL_CONTROL"))


def unit_client(entity: Entity, frozen: FrozenActivity) -> Client:
    """The liaison of the unit that answers for an activity."""
    user = make_member(entity, "UNIT_LIAISON")
    one = Membership.objects.get(user=user)
    one.scope_kind = ScopeKind.ACTORS
    one.save()
    one.actors.set([frozen.actors[0][0]])
    return client_of(user)


@pytest.fixture
def unit(entity: Entity, cut_off: CutOff) -> Client:
    """The liaison of the second activity's unit, of which nobody had said anything."""
    return unit_client(entity, activities_of(cut_off)[1])


def at(plan: Plan, name: str, **more: Any) -> str:
    return reverse(f"desk:{name}", kwargs={"entity_slug": plan.entity.slug, "plan_id": plan.pk} | more)


def of_cut_off(cut_off: CutOff, name: str, **more: Any) -> str:
    return at(cut_off.plan, name, number=cut_off.number, **more)


def text_of(answer: Any) -> str:
    return str(answer.content.decode())


Opens = Callable[[str], Client]


@pytest.fixture
def as_role(entity: Entity) -> Opens:
    """A browser in which somebody of a role is signed in."""
    return lambda role: client_of(make_member(entity, role))
