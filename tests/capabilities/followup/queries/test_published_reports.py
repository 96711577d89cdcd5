"""Which final reports the public finds: never one that is not out, never another plan's or another entity's."""

from datetime import date

from django.db import connection
from django.test.utils import CaptureQueriesContext

from factories import make_published_plan
from public_followup import make_cut_off
from rinde.capabilities.entities.models import Entity
from rinde.capabilities.followup.models import FollowUpReport
from rinde.capabilities.followup.queries.published_reports import published_report, published_reports
from rinde.capabilities.plans.models import Plan
from rinde.capabilities.plans.queries import PublishedPlan, published_plan
from rinde.services.tenancy import active_tenant


def as_published(plan: Plan) -> PublishedPlan:
    found = published_plan(plan.entity, plan.year, plan.slug)
    assert found is not None
    return found


def test_only_final_reports_of_this_plan_are_listed_newest_first(entity: Entity, other_entity: Entity) -> None:
    plan = make_published_plan(entity)
    for month in (4, 8):
        make_cut_off(plan, until=date(2026, month, 30))
    make_cut_off(plan, until=date(2026, 12, 31), final=False)
    make_cut_off(make_published_plan(entity), until=date(2026, 4, 30))
    with active_tenant(other_entity):
        make_cut_off(make_published_plan(other_entity), until=date(2026, 4, 30))
    found = published_reports(as_published(plan))
    assert [one.facts_until for one in found] == [date(2026, 8, 30), date(2026, 4, 30)]
    assert [one.has_scan for one in found] == [False, False]
    assert published_report(plan.pk, date(2026, 12, 31)) is None
    report = published_report(plan.pk, date(2026, 4, 30))
    assert report is not None
    assert (report.stage, report.cut_off.plan_id) == ("FINAL", plan.pk)


def test_list_costs_one_query_for_one_report_and_for_three(entity: Entity) -> None:
    one, three = make_published_plan(entity), make_published_plan(entity)
    make_cut_off(one)
    for month in (4, 8, 12):
        make_cut_off(three, until=date(2026, month, 30))
    for plan, many in ((as_published(one), 1), (as_published(three), 3)):
        with CaptureQueriesContext(connection) as asked:
            assert len(published_reports(plan)) == many
        assert len(asked) == 1


def test_report_says_whether_it_came_out_late(entity: Entity) -> None:
    plan = make_published_plan(entity)
    make_cut_off(plan)
    FollowUpReport.objects.filter(stage="FINAL").update(legal_due_on=date(2026, 7, 28))
    assert not published_reports(as_published(plan))[0].is_late
    FollowUpReport.objects.filter(stage="FINAL").update(legal_due_on=date(2026, 7, 27))
    assert published_reports(as_published(plan))[0].is_late
