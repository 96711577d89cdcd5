"""Several people at once: one report of a cell, and no report of another lost."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection

from factories import make_entity, make_published_plan
from followup_samples import SENT_AT, cells_in, first_cell, liaison_of, what_was_done
from rinde.capabilities.entities.models import Entity
from rinde.capabilities.followup.models import ProgressReport, ReportStep
from rinde.capabilities.followup.operations.proposing import ProgressFact, propose_progress
from rinde.capabilities.followup.operations.reporting import send_report
from rinde.foundations.refusals import Refusal
from rinde.services.audit.operations import first_broken_entry
from rinde.services.tenancy import active_tenant

pytestmark = pytest.mark.django_db(transaction=True)
MANY = 6


def at_once(entity: Entity, *acts: Callable[[], Any]) -> list[Any]:
    """Do all at the same moment, each in a connection of its own; a refusal is given as it is."""
    start = Barrier(len(acts))

    def do(act: Callable[[], Any]) -> Any:
        start.wait()
        try:
            with active_tenant(entity):
                return act()
        except Refusal as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(do, acts))


def test_two_who_send_one_cell_at_once_leave_one_report() -> None:
    entity = make_entity()
    with active_tenant(entity):
        plan = make_published_plan(entity)
        cell, people = first_cell(plan).key, [liaison_of(plan) for _ in range(MANY)]

    def send(number: int) -> Callable[[], Any]:
        return lambda: send_report(
            plan_id=plan.pk, cell=cell, values=what_was_done(), form_token=f"form-{number}", seen=None,
            by=people[number], now=SENT_AT,
        )  # fmt: skip

    answers = at_once(entity, *(send(number) for number in range(MANY)))
    with active_tenant(entity):
        assert (ProgressReport.objects.count(), ReportStep.objects.count()) == (1, 1)
    assert sum(not isinstance(one, Refusal) for one in answers) == 1
    assert first_broken_entry(entity_id=entity.pk) is None


def test_same_form_sent_many_times_at_once_is_one_report_for_all() -> None:
    entity = make_entity()
    with active_tenant(entity):
        plan = make_published_plan(entity)
        cell, by = first_cell(plan).key, liaison_of(plan)

    def send() -> Any:
        return send_report(
            plan_id=plan.pk, cell=cell, values=what_was_done(), form_token="one", seen=None, by=by, now=SENT_AT
        )

    answers = at_once(entity, *[send] * MANY)
    with active_tenant(entity):
        (report,) = ProgressReport.objects.all()
        assert report.steps.count() == 1
    assert [one.report.pk for one in answers] == [report.pk] * MANY
    assert sum(one.is_new for one in answers) == 1


def test_every_unit_that_sends_at_once_is_heard() -> None:
    entity = make_entity()
    with active_tenant(entity):
        plan = make_published_plan(entity, activities=MANY)
        cells = [cell.key for cell in cells_in(plan)]
        people = [liaison_of(plan, key.actor_id) for key in cells]

    def send(number: int) -> Callable[[], Any]:
        return lambda: send_report(
            plan_id=plan.pk, cell=cells[number], values=what_was_done(), form_token="form", seen=None,
            by=people[number], now=SENT_AT,
        )  # fmt: skip

    answers = at_once(entity, *(send(number) for number in range(MANY)))
    assert not [one for one in answers if isinstance(one, Refusal)]
    with active_tenant(entity):
        assert ProgressReport.objects.filter(status="SENT").count() == MANY
    assert first_broken_entry(entity_id=entity.pk) is None


def test_one_fact_proposed_by_several_workers_fills_one_draft() -> None:
    entity = make_entity()
    with active_tenant(entity):
        plan = make_published_plan(entity)
        cell = first_cell(plan).key

    def propose() -> Any:
        fact = ProgressFact(SENT_AT.date(), text="Se hizo la audiencia.")
        return propose_progress(
            plan_id=plan.pk, cell=cell, fact=fact, source="Audiencia", key="dialogue:1", now=SENT_AT
        )

    answers = at_once(entity, *[propose] * MANY)
    with active_tenant(entity):
        (report,) = ProgressReport.objects.all()
    assert report.proposal_keys == ["dialogue:1"]
    assert sorted(one.fate for one in answers) == ["already"] * (MANY - 1) + ["filled"]
