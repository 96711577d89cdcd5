"""The calendar freezes a cut-off, as at its close, and nothing that happens later changes what was frozen."""

import hashlib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from threading import Barrier
from typing import Any

import pytest
from django.db import connection, transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cut_off_samples import CLOSES_ON, LATE_NIGHT, MARCH, NIGHT, activities_of, frozen, planned
from factories import make_actor, make_entity, make_published_plan
from followup_samples import SENT_AT, cells_in, make_evidence, make_report
from plan_changes import JULY, World, published_world
from rinde.capabilities.entities.models import Actor, Entity
from rinde.capabilities.followup.models import (
    CutOff,
    Evidence,
    EvidenceUse,
    FrozenActivity,
    ProgressReport,
    ReportStep,
)
from rinde.capabilities.followup.operations.cut_offs import prepare_cut_offs_of
from rinde.capabilities.followup.operations.freezing import freeze_due_cut_offs
from rinde.capabilities.followup.queries.evaluation import (
    evaluation_of,
    frozen_content,
    frozen_lines,
    latecomers,
    window_of_cut_off,
)
from rinde.capabilities.followup.queries.freezing import plan_at
from rinde.capabilities.followup.rules.figures import ActivityFigures, totals_of
from rinde.capabilities.followup.rules.freezing import freeze, text_of
from rinde.capabilities.followup.tasks import keep_cut_offs
from rinde.capabilities.plans.choices import ChangeKind, PlanStatus
from rinde.capabilities.plans.models import Activity, Plan
from rinde.capabilities.plans.rules.change_requests.proposals import Proposal
from rinde.capabilities.plans.rules.templates import template
from rinde.foundations.law import last_moment
from rinde.services.audit.models import AuditEntry
from rinde.services.tenancy import active_tenant

CLOSE = last_moment(CLOSES_ON)
A_SECOND = timedelta(seconds=1)


def marks() -> int:
    return int(AuditEntry.objects.filter(action="followup.freeze_cut_off").count())


def test_cut_off_is_frozen_the_night_after_its_close_and_not_before(entity: Entity) -> None:
    plan = make_published_plan(entity, 2)
    june = planned(plan)[0]
    assert freeze_due_cut_offs(entity_id=entity.pk, now=CLOSE) == 0
    assert freeze_due_cut_offs(entity_id=entity.pk, now=CLOSE + A_SECOND) == 1
    june.refresh_from_db()
    assert (june.status, june.frozen_at, june.version_id) == ("FROZEN", CLOSE + A_SECOND, plan.current_version_id)
    assert len(activities_of(june)) == 2


def test_freezing_again_freezes_nothing_and_leaves_one_mark(entity: Entity) -> None:
    frozen(make_published_plan(entity))
    assert freeze_due_cut_offs(entity_id=entity.pk, now=LATE_NIGHT) == 0
    assert (marks(), FrozenActivity.objects.count()) == (1, 1)


def test_only_the_cut_offs_of_the_entity_are_frozen(entity: Entity, other_entity: Entity) -> None:
    with active_tenant(other_entity):
        theirs = planned(make_published_plan(other_entity))[0]
    mine = frozen(make_published_plan(entity))
    assert {one.cut_off_id for one in FrozenActivity.objects.all()} == {mine.pk}
    with active_tenant(other_entity):
        theirs.refresh_from_db()
        assert theirs.status == "PLANNED"


def test_plan_that_was_closed_in_the_meantime_is_frozen_too(entity: Entity) -> None:
    plan = make_published_plan(entity)
    planned(plan)
    Plan.objects.filter(pk=plan.pk).update(status=PlanStatus.CLOSED)
    assert freeze_due_cut_offs(entity_id=entity.pk, now=NIGHT) == 1


def test_what_came_in_the_last_second_counts_and_what_came_after_is_told_apart(entity: Entity) -> None:
    plan = make_published_plan(entity, 2)
    first, second = cells_in(plan)
    make_evidence(plan, make_report(plan, first, sent_at=CLOSE), added_at=CLOSE)
    late = make_report(plan, second, sent_at=CLOSE + A_SECOND)
    make_evidence(plan, late, added_at=CLOSE + A_SECOND)
    cut_off = frozen(plan, now=LATE_NIGHT)
    assert [one.done for one in activities_of(cut_off)] == [1, 0]
    assert [one.flags for one in activities_of(cut_off)] == [{"late": 1}, {"not_reported": 1}]
    (told,) = latecomers(cut_off)
    assert (told.report_id, told.is_answer, told.came_at) == (late.pk, False, CLOSE + A_SECOND)


def test_returned_before_the_close_and_answered_after_it_is_a_latecomer_too(entity: Entity) -> None:
    plan = make_published_plan(entity, 2)
    first, second = cells_in(plan)
    answered = make_report(plan, first, status="RETURNED")
    make_report(plan, second)
    send_again(answered, LATE_NIGHT)
    cut_off = frozen(plan, now=LATE_NIGHT)
    assert [one.flags for one in activities_of(cut_off)] == [{"returned_unanswered": 1}, {"no_evidence": 1}]
    assert [(one.report_id, one.is_answer) for one in latecomers(cut_off)] == [(answered.pk, True)]


def test_what_falls_due_later_is_no_latecomer(entity: Entity) -> None:
    plan = make_published_plan(entity)
    cell = cells_in(plan)[0]
    later = {"activity": cell.label, "what": cell.what, "due_on": "2026-11-30", "actor": cell.actor_name}
    make_report(plan, cell, sent_at=LATE_NIGHT, about=later)
    assert latecomers(frozen(plan, now=LATE_NIGHT)) == ()


def test_hash_is_over_the_text_that_is_kept(entity: Entity) -> None:
    cut_off = frozen(make_published_plan(entity, 3))
    text = text_of(cut_off.figures, frozen_lines(cut_off))
    assert cut_off.sha256 == hashlib.sha256(text.encode()).hexdigest()
    assert AuditEntry.objects.get(action="followup.freeze_cut_off").facts["sha256"] == cut_off.sha256


def test_link_that_died_before_the_close_is_dead_and_one_that_died_later_was_not(entity: Entity) -> None:
    plan = make_published_plan(entity, 2)
    first, second = cells_in(plan)
    make_evidence(plan, make_report(plan, first), broken_since=CLOSE)
    make_evidence(plan, make_report(plan, second), broken_since=CLOSE + A_SECOND)
    cut_off = frozen(plan, now=LATE_NIGHT)
    assert [one.flags for one in activities_of(cut_off)] == [{"dead_link": 1}, {}]


def test_same_file_in_another_plan_of_the_entity_is_seen_and_of_another_entity_is_not(
    entity: Entity, other_entity: Entity
) -> None:
    with active_tenant(other_entity):
        strange = make_published_plan(other_entity)
        make_evidence(strange, make_report(strange), normalized_url="example.org/ajeno")
    plan, last_year = make_published_plan(entity, 2), make_published_plan(entity, title="PTEP 2025")
    make_evidence(last_year, make_report(last_year), normalized_url="example.org/acta")
    first, second = cells_in(plan)
    make_evidence(plan, make_report(plan, first), normalized_url="example.org/acta")
    make_evidence(plan, make_report(plan, second), normalized_url="example.org/ajeno")
    repeated, alone = activities_of(frozen(plan))
    assert (repeated.flags, alone.flags) == ({"repeated": 1}, {})
    assert "«PTEP 2025»" in frozen_content(repeated).cells[0].flags[0].why


def test_proof_that_serves_two_reports_of_one_cell_is_told_once(entity: Entity) -> None:
    plan = make_published_plan(entity)
    first = make_report(plan, status="ACCEPTED", outcome="PARTIAL")
    make_evidence(plan, first, make_report(plan, number=2))
    (activity,) = activities_of(frozen(plan))
    cell = frozen_content(activity).cells[0]
    assert (len(cell.proofs), activity.flags, cell.is_done) == (1, {}, True)


def test_night_prepares_and_freezes_entity_by_entity(entity: Entity, other_entity: Entity, time_machine: Any) -> None:
    with active_tenant(other_entity):
        make_published_plan(other_entity)
    make_published_plan(entity)
    time_machine.move_to(NIGHT, tick=False)
    keep_cut_offs()
    for one in (entity, other_entity):
        with active_tenant(one):
            assert [cut_off.status for cut_off in CutOff.objects.order_by("number")] == ["FROZEN", "PLANNED"]


def test_worker_killed_in_the_middle_leaves_nothing_and_the_next_one_does_it_all(entity: Entity) -> None:
    cut_off = planned(make_published_plan(entity, 3))[0]

    def die(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.startswith('UPDATE "followup_cutoff"'):
            raise KeyboardInterrupt
        return execute(sql, params, many, context)

    with connection.execute_wrapper(die), pytest.raises(KeyboardInterrupt):
        freeze_due_cut_offs(entity_id=entity.pk, now=NIGHT)
    cut_off.refresh_from_db()
    assert (cut_off.status, FrozenActivity.objects.count(), marks()) == ("PLANNED", 0, 0)
    assert freeze_due_cut_offs(entity_id=entity.pk, now=NIGHT) == 1
    assert FrozenActivity.objects.count() == 3


@pytest.mark.django_db(transaction=True)
def test_of_two_workers_one_freezes() -> None:
    entity, start = make_entity(), Barrier(2)
    with active_tenant(entity):
        planned(make_published_plan(entity, 2))

    def work(_: int) -> int:
        start.wait()
        try:
            return freeze_due_cut_offs(entity_id=entity.pk, now=NIGHT)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(work, range(2))) == [0, 1]
    with active_tenant(entity):
        assert (FrozenActivity.objects.count(), marks()) == (2, 1)


def send_again(report: ProgressReport, at: datetime, **fields: Any) -> None:
    """A unit corrects or completes what it said, as the operation leaves it."""
    before = report.status
    values = report.steps.exclude(values={}).last().values | fields
    ProgressReport.objects.filter(pk=report.pk).update(status="SENT", sent_at=at, edited_at=at, **fields)
    ReportStep.objects.create(
        entity=report.entity, report=report, from_status=before, to_status="SENT", at=at, values=values
    )


def send_what_lacked(world: World, at: datetime) -> None:
    silent = cells_in(world.plan)[2:]
    for cell in silent:
        if not ProgressReport.objects.filter(milestone_id=cell.key.milestone_id).exists():
            make_evidence(world.plan, make_report(world.plan, cell, sent_at=at), added_at=at)
            return


def return_one(world: World, at: datetime) -> None:
    report = ProgressReport.objects.filter(plan=world.plan, status="SENT").first()
    if report:
        reason = "Falta el acta."
        ProgressReport.objects.filter(pk=report.pk).update(status="RETURNED", returned_reason=reason, decided_at=at)
        ReportStep.objects.create(
            entity=report.entity, report=report, from_status="SENT", to_status="RETURNED", at=at, reason=reason
        )


def correct_one(world: World, at: datetime) -> None:
    report = ProgressReport.objects.filter(plan=world.plan, status="RETURNED").first()
    if report:
        send_again(report, at, outcome="NOT_DONE", text="Corregido después.", reason="No alcanzó el tiempo.")


def withdraw_a_proof(world: World, at: datetime) -> None:
    first = Evidence.objects.filter(plan=world.plan, withdrawn_at__isnull=True).first()
    if first:
        Evidence.objects.filter(pk=first.pk).update(withdrawn_at=at, withdrawn_reason="Era de otra cosa.")


def take_a_proof_off(world: World, at: datetime) -> None:
    first = EvidenceUse.objects.filter(report__plan=world.plan, removed_at__isnull=True).first()
    if first:
        EvidenceUse.objects.filter(pk=first.pk).update(removed_at=at)


def add_a_proof(world: World, at: datetime) -> None:
    for report in ProgressReport.objects.filter(plan=world.plan)[:1]:
        make_evidence(world.plan, report, added_at=at, uploaded_at=at)


def offer_a_copy_elsewhere(world: World, at: datetime) -> None:
    evidence = Evidence.objects.filter(plan=world.plan).first()
    report = ProgressReport.objects.filter(plan=world.plan).last()
    make_evidence(world.plan, report, added_at=at, uploaded_at=at, normalized_url=evidence.normalized_url)


def break_a_link(world: World, at: datetime) -> None:
    first = Evidence.objects.filter(plan=world.plan, broken_since__isnull=True).first()
    if first:
        Evidence.objects.filter(pk=first.pk).update(broken_since=at)


def rename_a_unit(world: World, at: datetime) -> None:
    answering = cells_in(world.plan)[0].key.actor_id
    Actor.objects.filter(pk=answering).update(name=f"Secretaría que se llama así desde el {at:%d}")


def publish_another_date(world: World, at: datetime) -> None:
    activity = world.activities[0]
    day = date(2026, 9, 30) + timedelta(days=PlanDays.next())
    world.carry_through(world.with_date(day, activity), asked=at, now=at)


def publish_a_removal(world: World, at: datetime) -> None:
    if len(world.activities) > 1:
        world.carry_through(Proposal(ChangeKind.REMOVE_ACTIVITY, world.activities[0].pk), asked=at, now=at)


class PlanDays:
    """Another day each time, so that a change is always one."""

    _last = 0

    @classmethod
    def next(cls) -> int:
        cls._last += 1
        return cls._last % 80


LATER: tuple[Callable[[World, datetime], None], ...] = (
    send_what_lacked,
    return_one,
    correct_one,
    withdraw_a_proof,
    take_a_proof_off,
    add_a_proof,
    offer_a_copy_elsewhere,
    break_a_link,
    rename_a_unit,
    publish_another_date,
    publish_a_removal,
)


def frozen_anew(cut_off: CutOff) -> str:
    """The hash that a job would give today: it runs late, and freezes as at the close all the same."""
    window = window_of_cut_off(cut_off)
    stood = plan_at(cut_off.plan, at=window.closes_at)
    assert stood is not None
    bands = template("PTEP_2024").bands
    version = (stood.version_number, stood.version_sha256)
    return freeze(stood.content, stood.seen, window, version=version, bands=bands, elsewhere=stood.elsewhere).sha256


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(LATER), min_size=1, max_size=6))
def test_nothing_that_happens_later_changes_what_was_frozen(
    entity: Entity, later: list[Callable[[World, datetime], None]]
) -> None:
    with transaction.atomic():
        _frozen_and_then(entity, later)
        transaction.set_rollback(True)


def _frozen_and_then(entity: Entity, later: list[Callable[[World, datetime], None]]) -> None:
    world = published_world(entity, activities=4)
    first, second, *_ = cells_in(world.plan)
    shared = make_report(world.plan, first)
    make_evidence(world.plan, shared, make_report(world.plan, second, status="RETURNED"))
    make_evidence(world.plan, shared)
    cut_off = frozen(world.plan)
    before = (cut_off.sha256, cut_off.figures, frozen_lines(cut_off), list(FrozenActivity.objects.values()))
    for place, happen in enumerate(later):
        happen(world, JULY + timedelta(days=10 + place))
    prepare_cut_offs_of(entity_id=entity.pk, now=LATE_NIGHT)
    freeze_due_cut_offs(entity_id=entity.pk, now=LATE_NIGHT)
    cut_off = CutOff.objects.select_related("plan__entity").get(pk=cut_off.pk)
    assert (cut_off.sha256, cut_off.figures, frozen_lines(cut_off), list(FrozenActivity.objects.values())) == before
    assert frozen_anew(cut_off) == cut_off.sha256


def test_totals_are_those_of_the_rows_that_are_kept(entity: Entity) -> None:
    plan = make_published_plan(entity, 6)
    for place, cell in enumerate(cells_in(plan)[:5]):
        report = make_report(
            plan, cell, outcome=("DONE", "PARTIAL", "NO_CASE", "NOT_DONE", "DONE")[place], reason="Sí."
        )
        make_evidence(plan, *([report] if place < 4 else []))
    cut_off = frozen(plan)
    rows = activities_of(cut_off)
    listed = totals_of(ActivityFigures(row.key, row.due, row.done, row.no_case, row.ratio_sum) for row in rows)
    total = evaluation_of(cut_off).figures.at_cut_off.total
    assert (total.scheduled, total.done, total.cells) == (listed.scheduled, listed.done, listed.cells) == (5, 1, 5)
    assert (total.ratio_sum, total.official) == (listed.ratio_sum, listed.official)


def test_an_empty_plan_year_is_frozen_as_nothing_scheduled(entity: Entity) -> None:
    cut_off = frozen(make_published_plan(entity, period_end=date(2029, 12, 31)))
    next_year = CutOff.objects.select_related("plan__entity").get(facts_until=date(2027, 6, 30))
    prepare_cut_offs_of(entity_id=entity.pk, now=MARCH)
    assert freeze_due_cut_offs(entity_id=entity.pk, now=datetime(2027, 7, 12, tzinfo=UTC)) == 2
    next_year.refresh_from_db()
    figures = evaluation_of(next_year).figures
    assert figures.at_cut_off.total.official is figures.in_year.total.official is None
    assert evaluation_of(cut_off).figures.at_cut_off.total.official == 0


def test_frozen_text_names_no_person(entity: Entity) -> None:
    plan = make_published_plan(entity)
    report = make_report(plan)
    make_evidence(plan, report, uploaded_by=report.author)
    cut_off = frozen(plan)
    text = text_of(cut_off.figures, frozen_lines(cut_off))
    assert report.author is not None
    assert report.author.full_name not in text
    assert report.author.email not in text
    assert timezone.localdate(SENT_AT) <= CLOSES_ON
    assert Activity.objects.filter(plan=plan).exists()
    assert make_actor(entity).name not in text
