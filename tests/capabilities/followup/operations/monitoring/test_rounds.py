"""Rounds: opened, noted, closed; and nothing that happens later changes a closed one."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from factories import make_actor, make_full_plan, make_published_plan, make_user, principal
from followup_rounds import IN_AUGUST, IN_JULY, JULY, JUNE, make_closed_round, make_policy, make_round
from followup_samples import make_evidence, make_report
from rinde.capabilities.accounts.choices import RoleCode
from rinde.capabilities.accounts.rules import permissions_of
from rinde.capabilities.entities.models import Entity
from rinde.capabilities.followup.models import (
    Evidence,
    EvidenceUse,
    FollowUpPolicy,
    MonitoringNote,
    MonitoringRound,
    ProgressReport,
)
from rinde.capabilities.followup.operations.monitoring import close_round, open_round, write_note
from rinde.capabilities.followup.operations.monitoring.rounds import hash_of
from rinde.capabilities.followup.queries import plan_cells
from rinde.capabilities.followup.queries.monitoring import frozen_round, frozen_text, to_be_frozen
from rinde.capabilities.followup.reports.monitoring import round_report
from rinde.capabilities.followup.rules.cells import Cell
from rinde.capabilities.followup.rules.monitoring.board import Mark
from rinde.capabilities.followup.rules.monitoring.content import REMOVED
from rinde.capabilities.followup.rules.monitoring.notes import NoteValues
from rinde.capabilities.followup.rules.monitoring.stretches import Stretch
from rinde.capabilities.followup.rules.standing import Standing
from rinde.capabilities.plans.models import Activity, Plan
from rinde.capabilities.plans.queries.published import published_content
from rinde.capabilities.plans.rules.content import NodeContent, canonical_json, content_hash
from rinde.foundations.refusals import NotAllowed, NotReady, Refusal, StaleWrite, TransitionNotAllowed
from rinde.services.access import Grant, Principal, Scope
from rinde.services.audit.models import AuditEntry
from rinde.services.tenancy import active_tenant

Act = Callable[[Plan, Principal], Any]
NOTE = NoteValues("Va bien.", Decimal(60))


def cells(plan: Plan) -> tuple[Cell, ...]:
    found = plan_cells(plan)
    assert found is not None
    return found.cells


def first_key(plan: Plan) -> str:
    return cells(plan)[0].activity_key


def note(found: MonitoringRound, by: Principal, values: NoteValues = NOTE, **fields: Any) -> MonitoringNote:
    defaults: dict[str, Any] = {"activity_key": first_key(found.plan), "seen": None, "now": IN_JULY}
    return write_note(round_id=found.pk, values=values, by=by, **defaults | fields)


def actions() -> list[str]:
    return list(AuditEntry.objects.filter(action__startswith="followup.").values_list("action", flat=True))


# Opening


def test_first_round_is_number_one_and_named_after_its_month(plan: Plan, coordinator: Principal) -> None:
    opened = open_round(plan_id=plan.pk, stretch=JUNE, by=coordinator, now=IN_JULY)
    assert (opened.number, opened.name, opened.status, opened.opened_by_id) == (
        1,
        "Junio de 2026",
        "OPEN",
        coordinator.user_id,
    )
    assert actions() == ["followup.open_round"]


def test_next_round_follows_the_last_one(plan: Plan, coordinator: Principal) -> None:
    make_closed_round(plan)
    opened = open_round(plan_id=plan.pk, stretch=JULY, by=coordinator, now=IN_AUGUST)
    assert (opened.number, opened.name) == (2, "Julio de 2026")


def test_second_open_round_is_refused(plan: Plan, coordinator: Principal) -> None:
    make_round(plan)
    with pytest.raises(TransitionNotAllowed, match="ya tiene una ronda abierta"):
        open_round(plan_id=plan.pk, stretch=JULY, by=coordinator, now=IN_AUGUST)
    assert MonitoringRound.objects.count() == 1


def test_days_that_were_looked_at_are_refused(plan: Plan, coordinator: Principal) -> None:
    make_closed_round(plan)
    with pytest.raises(NotReady) as refusal:
        open_round(plan_id=plan.pk, stretch=Stretch(JUNE.ends_on, JULY.ends_on), by=coordinator, now=IN_AUGUST)
    assert refusal.value.gaps == (
        "La ronda anterior miró hasta el 30 de junio de 2026. Esta empieza después de ese día.",
    )
    assert MonitoringRound.objects.count() == 1


@pytest.mark.parametrize("status", ["DRAFT", "CLOSED"])
def test_only_a_plan_that_is_carried_out_is_monitored(entity: Entity, coordinator: Principal, status: str) -> None:
    plan = make_published_plan(entity) if status == "CLOSED" else make_full_plan(entity)
    Plan.objects.filter(pk=plan.pk).update(status=status)
    with pytest.raises(TransitionNotAllowed, match="Solo se monitorea un plan publicado"):
        open_round(plan_id=plan.pk, stretch=JUNE, by=coordinator, now=IN_JULY)
    assert not MonitoringRound.objects.exists()


# Who may


def _open(plan: Plan, by: Principal) -> object:
    return open_round(plan_id=plan.pk, stretch=JUNE, by=by, now=IN_JULY)


def _note(plan: Plan, by: Principal) -> object:
    return note(MonitoringRound.objects.get(plan=plan), by)


def _close(plan: Plan, by: Principal) -> object:
    return close_round(round_id=MonitoringRound.objects.get(plan=plan).pk, summary="", by=by, now=IN_JULY)


@pytest.mark.parametrize("act", [_open, _note, _close])
@pytest.mark.parametrize("role", [role for role in RoleCode if "followup.monitor" not in permissions_of(role)])
def test_whoever_does_not_monitor_changes_nothing(entity: Entity, plan: Plan, act: Act, role: str) -> None:
    if act is not _open:
        make_round(plan)
    before = list(MonitoringRound.objects.values())
    with pytest.raises(NotAllowed):
        act(plan, principal(entity, role))
    assert list(MonitoringRound.objects.values()) == before
    assert not MonitoringNote.objects.exists()


@pytest.mark.parametrize("act", [_open, _note, _close])
def test_internal_control_that_coordinates_too_does_not_monitor(entity: Entity, plan: Plan, act: Act) -> None:
    if act is not _open:
        make_round(plan)
    roles = ("PLAN_COORDINATOR", "INTERNAL_CONTROL")
    both = Principal(make_user().pk, entity.pk, grants=tuple(Grant(role, permissions_of(role)) for role in roles))
    with pytest.raises(NotAllowed, match="Control interno evalúa"):
        act(plan, both)


@pytest.mark.parametrize("act", [_open, _note, _close])
def test_whoever_coordinates_another_plan_or_entity_is_refused(
    entity: Entity, other_entity: Entity, plan: Plan, act: Act
) -> None:
    if act is not _open:
        make_round(plan)
    other_plan = Scope("plan", frozenset({plan.pk + 1}))
    of_another_plan = Principal(
        make_user().pk, entity.pk, grants=(Grant("PLAN_COORDINATOR", permissions_of("PLAN_COORDINATOR"), other_plan),)
    )
    for by in (of_another_plan, principal(other_entity, "PLAN_COORDINATOR")):
        with pytest.raises(NotAllowed):
            act(plan, by)


def test_a_round_of_another_entity_is_not_there(other_entity: Entity, coordinator: Principal, plan: Plan) -> None:
    with active_tenant(other_entity):
        theirs = make_round(make_published_plan(other_entity))
    with pytest.raises(MonitoringRound.DoesNotExist):
        close_round(round_id=theirs.pk, summary="", by=coordinator, now=IN_JULY)
    with pytest.raises(MonitoringRound.DoesNotExist):
        write_note(
            round_id=theirs.pk, activity_key=first_key(plan), values=NOTE, seen=None, by=coordinator, now=IN_JULY
        )


# Notes


def test_note_keeps_text_and_own_percentage(plan: Plan, coordinator: Principal) -> None:
    written = note(make_round(plan), coordinator, NoteValues(" Va bien.\r\nFalta el acta. ", Decimal("62.5")))
    assert (written.text, written.ratio, written.edited_by_id) == (
        "Va bien.\nFalta el acta.",
        Decimal("0.625"),
        coordinator.user_id,
    )
    assert written.activity is not None
    assert written.activity.key == written.activity_key
    assert AuditEntry.objects.latest("number").facts == {
        "round": written.round_id,
        "activity": written.activity_key,
        "has_ratio": True,
    }


def test_same_note_twice_is_one_save(plan: Plan, coordinator: Principal) -> None:
    found = make_round(plan)
    first = note(found, coordinator)
    note(found, coordinator, now=IN_JULY + timedelta(minutes=5))
    assert MonitoringNote.objects.get().edited_at == first.edited_at
    assert actions().count("followup.write_note") == 1


def test_note_that_somebody_else_wrote_meanwhile_is_not_overwritten(plan: Plan, coordinator: Principal) -> None:
    found = make_round(plan)
    first = note(found, coordinator)
    note(found, coordinator, NoteValues("Otra"), seen=first.edited_at, now=IN_JULY + timedelta(minutes=1))
    for seen in (None, first.edited_at):
        with pytest.raises(StaleWrite):
            note(found, coordinator, NoteValues("La mía"), seen=seen)
    assert MonitoringNote.objects.get().text == "Otra"


def test_everything_wrong_with_a_note_is_said_at_once(plan: Plan, coordinator: Principal) -> None:
    found = make_round(plan)
    with pytest.raises(NotReady) as refusal:
        note(found, coordinator, NoteValues("x" * 4_001, Decimal(101)), activity_key="9-9")
    assert len(refusal.value.gaps) == 3
    assert not MonitoringNote.objects.exists()


def test_note_in_a_closed_round_is_refused(plan: Plan, coordinator: Principal) -> None:
    closed = make_closed_round(plan)
    with pytest.raises(TransitionNotAllowed, match="no cambia"):
        note(closed, coordinator)


# Closing


def test_close_freezes_figures_notes_and_summary_under_their_hash(plan: Plan, coordinator: Principal) -> None:
    done, late = cells(plan)
    make_evidence(plan, make_report(plan, done))
    found = make_round(plan)
    note(found, coordinator, activity_key=late.activity_key)
    closed = close_round(round_id=found.pk, summary=" Un mes difícil. ", by=coordinator, now=IN_JULY)
    content = frozen_round(closed)
    assert closed.sha256 == content_hash(frozen_text(closed))
    assert (closed.status, closed.closed_at, closed.closed_by_id) == ("CLOSED", IN_JULY, coordinator.user_id)
    assert (content.header.summary, content.header.closed_on, content.header.plan_version) == (
        "Un mes difícil.",
        date(2026, 7, 2),
        1,
    )
    assert (content.total.cells, content.total[Standing.DONE], content.total[Standing.LATE]) == (2, 1, 1)
    assert [(one.note, one.note_ratio) for one in content.activities] == [("", None), ("Va bien.", Decimal("0.6"))]
    assert closed.figures["counts"]["late"] == 1
    assert actions()[-1] == "followup.close_round"


def test_close_counts_what_fell_due_by_its_last_day_and_nothing_later(entity: Entity, coordinator: Principal) -> None:
    plan = make_published_plan(entity)  # due on 30 June
    may = Stretch(date(2026, 5, 1), date(2026, 5, 31))
    closed = make_closed_round(plan, stretch=may)
    assert frozen_round(closed).total.cells == 0
    assert closed.figures["cells"] == 0


def test_second_close_changes_nothing(plan: Plan, coordinator: Principal) -> None:
    closed = make_closed_round(plan, summary="Primera")
    before = MonitoringRound.objects.values().get(pk=closed.pk)
    with pytest.raises(TransitionNotAllowed, match="ya está cerrada"):
        close_round(round_id=closed.pk, summary="Segunda", by=coordinator, now=IN_AUGUST)
    assert MonitoringRound.objects.values().get(pk=closed.pk) == before
    assert actions().count("followup.close_round") == 1


@pytest.mark.parametrize(
    ("moment", "closes"),
    [
        (datetime(2026, 7, 1, 4, 59, tzinfo=UTC), False),  # 11:59 of the night of 30 June, in Bogotá
        (datetime(2026, 7, 1, 5, 0, tzinfo=UTC), True),
    ],
)
def test_round_closes_from_the_midnight_of_its_last_day(
    plan: Plan, coordinator: Principal, moment: datetime, closes: bool
) -> None:
    opened = make_round(plan, now=datetime(2026, 6, 15, 15, tzinfo=UTC))
    if closes:
        assert close_round(round_id=opened.pk, summary="", by=coordinator, now=moment).status == "CLOSED"
        return
    with pytest.raises(TransitionNotAllowed, match="martes 30 de junio de 2026 inclusive"):
        close_round(round_id=opened.pk, summary="", by=coordinator, now=moment)


def test_close_refuses_what_changed_since_it_was_looked_at(plan: Plan, coordinator: Principal) -> None:
    found = make_round(plan)
    seen = hash_of(to_be_frozen(found, summary="", now=IN_JULY))
    make_report(plan)
    with pytest.raises(StaleWrite, match="Llegó un reporte"):
        close_round(round_id=found.pk, summary="", reviewed=seen, by=coordinator, now=IN_JULY)
    again = hash_of(to_be_frozen(found, summary="", now=IN_JULY))
    assert close_round(round_id=found.pk, summary="Bien", reviewed=again, by=coordinator, now=IN_JULY).sha256


def test_summary_that_is_too_long_is_refused(plan: Plan, coordinator: Principal) -> None:
    found = make_round(plan)
    with pytest.raises(NotReady):
        close_round(round_id=found.pk, summary="x" * 8_001, by=coordinator, now=IN_JULY)
    found.refresh_from_db()
    assert (found.status, found.sha256) == ("OPEN", "")


def test_round_says_where_the_unit_that_monitors_reports_too(entity: Entity, coordinator: Principal) -> None:
    plan = make_published_plan(entity, activities=2)
    make_policy(plan, monitored_by_id=cells(plan)[0].key.actor_id)
    opened = make_round(plan)
    closed = close_round(round_id=opened.pk, summary="", by=coordinator, now=IN_JULY)
    content = frozen_round(closed)
    assert (opened.is_self_monitored, closed.is_self_monitored) == (True, True)
    assert content.total[Mark.SELF_MONITORED] == 1
    assert content.header.monitored_by == cells(plan)[0].actor_name
    elsewhere = make_published_plan(entity)
    make_policy(elsewhere, monitored_by=make_actor(entity))
    assert make_closed_round(elsewhere).is_self_monitored is False


def test_reasons_of_returns_and_drafts_are_never_frozen(plan: Plan) -> None:
    one, other = cells(plan)
    make_report(plan, one, status="RETURNED", returned_reason="Razón interna", text="Lo devuelto")
    make_report(plan, other, status="DRAFT", text="Borrador sin enviar")
    text = frozen_text(make_closed_round(plan))
    assert '"standing":"returned"' in text
    for internal in ("Razón interna", "Lo devuelto", "Borrador sin enviar"):
        assert internal not in text


def without(plan: Plan, key: str) -> None:
    """A new version of a plan that no longer has an activity, as a change publishes it."""
    before = published_content(plan)
    assert before is not None

    def rest(node: NodeContent) -> NodeContent:
        kept = tuple(one for one in node.activities if one.key != key)
        return replace(node, activities=kept, children=tuple(map(rest, node.children)))

    content = canonical_json(replace(before, nodes=tuple(map(rest, before.nodes))))
    version = plan.versions.create(
        entity=plan.entity, number=2, content=content, sha256=content_hash(content), published_at=IN_JULY
    )
    Activity.objects.filter(plan=plan, key=key).delete()
    Plan.objects.filter(pk=plan.pk).update(current_version=version)
    plan.refresh_from_db()


def test_note_on_an_activity_that_left_the_plan_is_frozen_too(plan: Plan, coordinator: Principal) -> None:
    opened = make_round(plan)
    kept, gone = (one.activity for one in published_content(plan).placed())
    note(opened, coordinator, activity_key=kept.key)
    note(opened, coordinator, NoteValues("Se hizo en mayo.", Decimal(80)), activity_key=gone.key)
    without(plan, gone.key)

    closed = close_round(round_id=opened.pk, summary="", by=coordinator, now=IN_JULY)

    content = frozen_round(closed)
    last = content.activities[-1]
    assert (last.key, last.code, last.name) == (gone.key, gone.code, gone.name)
    assert (last.component, last.note, last.note_ratio) == (REMOVED, "Se hizo en mayo.", Decimal("0.8000"))
    assert [one.key for one in content.activities if one.key != gone.key] == [kept.key]
    assert REMOVED not in [one.name for one in content.components]
    assert content.total.cells == sum(one.figures.cells for one in content.components)
    assert canonical_json(content) == frozen_text(closed)
    assert MonitoringNote.objects.filter(round=closed).count() == 2
    for on_paper in (True, False):
        told = str(round_report(content, sha256=closed.sha256, on_paper=on_paper).sections)
        assert "Se hizo en mayo." in told
        assert REMOVED in told


def test_empty_note_on_an_activity_that_left_the_plan_leaves_no_row(plan: Plan, coordinator: Principal) -> None:
    opened = make_round(plan)
    gone = [one.activity for one in published_content(plan).placed()][-1]
    note(opened, coordinator, NoteValues(), activity_key=gone.key)
    without(plan, gone.key)
    closed = close_round(round_id=opened.pk, summary="", by=coordinator, now=IN_JULY)
    assert gone.key not in [one.key for one in frozen_round(closed).activities]


# Nothing later changes it


def _send_more(plan: Plan, by: Principal) -> None:
    number = ProgressReport.objects.filter(plan=plan).count() + 1
    make_report(plan, cells(plan)[1], number=number, status="ACCEPTED", sent_at=IN_AUGUST)


def _return_it(plan: Plan, by: Principal) -> None:
    ProgressReport.objects.filter(plan=plan, number=1).update(status="RETURNED", returned_reason="Falta el acta.")


def _rewrite_it(plan: Plan, by: Principal) -> None:
    ProgressReport.objects.filter(plan=plan).update(text="Otra cosa", outcome="NOT_DONE", quantity=Decimal(3))


def _withdraw_proofs(plan: Plan, by: Principal) -> None:
    Evidence.objects.filter(plan=plan).update(withdrawn_at=IN_AUGUST, withdrawn_reason="Es de otra actividad.")
    EvidenceUse.objects.filter(report__plan=plan).update(removed_at=IN_AUGUST)


def _prove_more(plan: Plan, by: Principal) -> None:
    make_evidence(plan, ProgressReport.objects.filter(plan=plan).earliest("pk"))


def _write_in_it(plan: Plan, by: Principal) -> None:
    closed = MonitoringRound.objects.get(plan=plan, number=1)
    with pytest.raises(TransitionNotAllowed), transaction.atomic():
        note(closed, by, NoteValues("Tarde"))


def _close_again(plan: Plan, by: Principal) -> None:
    closed = MonitoringRound.objects.get(plan=plan, number=1)
    with pytest.raises(Refusal), transaction.atomic():
        close_round(round_id=closed.pk, summary="Otra", by=by, now=IN_AUGUST)


def _change_who_monitors(plan: Plan, by: Principal) -> None:
    FollowUpPolicy.objects.update_or_create(
        plan=plan,
        defaults={"entity": plan.entity, "monitored_by_id": cells(plan)[0].key.actor_id, "edited_at": IN_AUGUST},
    )


def _rename_the_plan(plan: Plan, by: Principal) -> None:
    Plan.objects.filter(pk=plan.pk).update(title="Otro nombre")


def _next_round(plan: Plan, by: Principal) -> None:
    if not MonitoringRound.objects.filter(plan=plan, status="OPEN").exists():
        number = MonitoringRound.objects.filter(plan=plan).count()
        stretch = Stretch(JULY.starts_on + timedelta(days=number), JULY.starts_on + timedelta(days=number))
        note(open_round(plan_id=plan.pk, stretch=stretch, by=by, now=IN_AUGUST), by, NoteValues("Otra ronda"))


LATER = [
    _send_more,
    _return_it,
    _rewrite_it,
    _withdraw_proofs,
    _prove_more,
    _write_in_it,
    _close_again,
    _change_who_monitors,
    _rename_the_plan,
    _next_round,
]


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(LATER), min_size=1, max_size=6))
def test_a_closed_round_never_changes_whatever_happens_later(entity: Entity, later: list[Act]) -> None:
    with transaction.atomic():
        plan, by = make_published_plan(entity, activities=2), principal(entity, "PLAN_COORDINATOR")
        make_evidence(plan, make_report(plan))
        found = make_round(plan)
        note(found, by)
        closed = close_round(round_id=found.pk, summary="Resumen", by=by, now=IN_JULY)
        row, told = MonitoringRound.objects.values().get(pk=closed.pk), frozen_round(closed)
        notes = list(MonitoringNote.objects.filter(round=closed).values())
        for act in later:
            act(plan, by)
        assert MonitoringRound.objects.values().get(pk=closed.pk) == row
        assert list(MonitoringNote.objects.filter(round=closed).values()) == notes
        assert content_hash(frozen_text(closed)) == row["sha256"]
        assert frozen_round(closed) == told
        transaction.set_rollback(True)
