"""What a process made ready of a plan holds exactly until the next thing that happens in its entity."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.core.cache import caches
from django.test import Client

from factories import make_published_plan, principal
from followup_samples import make_evidence, make_report
from public_followup import make_cut_off, make_frozen, make_note
from rinde.capabilities.entities.models import Entity
from rinde.capabilities.followup.operations.remarks import leave_remark, show_remark
from rinde.capabilities.followup.queries import plan_cells
from rinde.capabilities.followup.rules.remarks import RemarkValues
from rinde.capabilities.plans.models import Plan
from rinde.capabilities.plans.queries import published_plan
from rinde.services.access import ANONYMOUS
from rinde.services.audit.operations import record
from rinde.services.audit.queries import last_number
from rinde.services.tenancy import active_tenant
from rinde.sites.portal.editions import edition_of
from rinde.sites.portal.memory import Memory

NOW = datetime(2026, 7, 15, 15, 0, tzinfo=UTC)
DAY = date(2026, 7, 15)


@pytest.fixture(autouse=True)
def _ready(settings):
    settings.KEEPS_PAGES_READY = True
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def plan(entity: Entity) -> Plan:
    return make_published_plan(entity)


def page_of(client: Client, plan: Plan, more: str = "") -> str:
    caches["pages"].clear()
    return client.get(f"/{plan.entity.slug}/planes/{plan.year}/{plan.slug}/{more}").content.decode()


def wrote(entity: Entity) -> None:
    record(entity_id=entity.pk, action="followup.send", target="followup.ProgressReport:1", by=ANONYMOUS, now=NOW)


def edition(plan: Plan):
    found = published_plan(plan.entity, plan.year, plan.slug)
    assert found is not None
    return edition_of(found, plan.entity.slug)


def test_page_follows_the_trail_and_nothing_else(client: Client, plan: Plan):
    assert "Nadie ha reportado" in page_of(client, plan)
    make_evidence(plan, make_report(plan, plan_cells(plan).cells[0]))
    assert "Nadie ha reportado" in page_of(client, plan)  # written behind the back of every operation
    wrote(plan.entity)
    assert "Nadie ha reportado" not in page_of(client, plan)


def test_remark_is_there_as_soon_as_it_is_shown(client: Client, plan: Plan, entity: Entity):
    key = plan.activities.first().key
    leave_remark(plan_id=plan.pk, activity_key=key, values=RemarkValues("No pasó."), form_token="f", now=NOW)
    assert "No pasó." not in page_of(client, plan, f"actividades/{key}/")
    show_remark(plan_id=plan.pk, number=1, by=principal(entity, "PLAN_COORDINATOR"), now=NOW)
    assert "No pasó." in page_of(client, plan, f"actividades/{key}/")


def test_another_day_is_made_anew(client: Client, plan: Plan):
    page_of(client, plan)
    with time_machine.travel(NOW + timedelta(days=1), tick=False):
        assert "16 de julio de 2026" in page_of(client, plan)


def test_what_is_ready_costs_one_query(plan: Plan, django_assert_num_queries):
    memory: Memory[str] = Memory(most=2)
    wanted = {"entity_id": plan.entity_id, "today": DAY}
    assert memory.ready(edition(plan), lambda: "una", **wanted) == "una"
    one = edition(plan)
    with django_assert_num_queries(1):
        assert memory.ready(one, lambda: "otra", **wanted) == "una"
    wrote(plan.entity)
    assert memory.ready(one, lambda: "otra", **wanted) == "otra"


def test_what_others_said_is_there_as_soon_as_it_is_out(client: Client, plan: Plan):
    key = plan.activities.first().key
    make_evidence(plan, make_report(plan, plan_cells(plan).cells[0], outcome="DONE"))
    assert "no lo ha verificado nadie más" in page_of(client, plan)
    make_note(plan, key)
    make_frozen(make_cut_off(plan), key, verdict={})
    wrote(plan.entity)
    page = page_of(client, plan)
    assert "no lo ha verificado nadie más" not in page
    assert "En cada corte, según control interno" in page


def test_what_hangs_from_less_than_the_trail_outlives_it(plan: Plan, django_assert_num_queries):
    memory: Memory[str] = Memory(most=2)
    one = edition(plan)

    def ask(made: str, since: int | None) -> str:
        return memory.ready(one, lambda: made, entity_id=plan.entity_id, today=DAY, since=(since,))

    with django_assert_num_queries(0):
        assert [ask("una", None), ask("otra", None), ask("otra", 1), ask("tercera", 1)] == [
            "una",
            "una",
            "otra",
            "otra",
        ]


def test_what_was_asked_for_longest_ago_goes_first(plan: Plan):
    memory: Memory[str] = Memory(most=2)
    one = edition(plan)

    def ask(about: str, made: str) -> str:
        return memory.ready(one, lambda: made, entity_id=plan.entity_id, today=DAY, about=about)

    assert [ask("a", "1"), ask("b", "1"), ask("a", "2"), ask("c", "1")] == ["1", "1", "1", "1"]
    assert [ask("a", "3"), ask("b", "3")] == ["1", "3"]


def test_trail_of_another_entity_changes_nothing_here(plan: Plan, other_entity: Entity):
    before = last_number(plan.entity_id)
    with active_tenant(other_entity):
        wrote(other_entity)
    assert last_number(plan.entity_id) == before > 0
    assert last_number(0) == 0
