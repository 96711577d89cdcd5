"""Cut-offs follow the regime and the calendar; internal control alone sets other dates, with a reason."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from cut_off_samples import MARCH, NIGHT, also_coordinating, frozen, internal_control, planned
from factories import approve_and_publish, make_full_plan, make_plan, make_published_plan, principal
from rinde.capabilities.accounts.choices import RoleCode
from rinde.capabilities.entities.models import Entity, NonWorkingDay
from rinde.capabilities.followup.models import CutOff, FollowUpPolicy
from rinde.capabilities.followup.operations.cut_offs import (
    CutOffValues,
    add_cut_off,
    discard_cut_off,
    draw_sample,
    edit_cut_off,
    prepare_cut_offs,
    prepare_cut_offs_of,
)
from rinde.capabilities.plans.models import Plan
from rinde.capabilities.plans.operations.legal_dates import choose_cut_off_regime
from rinde.foundations.refusals import NotAllowed, NotReady, StaleWrite, TransitionNotAllowed
from rinde.services.access import Principal
from rinde.services.audit.models import AuditEntry
from rinde.services.tenancy import active_tenant

JUNE, SEPTEMBER, DECEMBER = date(2026, 6, 30), date(2026, 9, 30), date(2026, 12, 31)
REASON = "La auditoría de la Contraloría pide un corte adicional."


def marks(action: str) -> int:
    return int(AuditEntry.objects.filter(action=f"followup.{action}").count())


def days(plan: Plan) -> list[tuple[int, date]]:
    return list(CutOff.objects.filter(plan=plan).order_by("number").values_list("number", "facts_until"))


def test_half_yearly_plan_gets_two_cut_offs_with_their_dates_and_sources(entity: Entity) -> None:
    june, december = planned(make_published_plan(entity))
    assert (june.number, june.name, june.status) == (1, "Corte al 30 de junio de 2026", "PLANNED")
    assert (june.facts_from, june.facts_until) == (date(2026, 1, 1), JUNE)
    assert (june.reporting_closes_on, june.report_due_on) == (date(2026, 7, 7), date(2026, 7, 30))
    assert (june.source_key, june.certainty) == ("PTEP_FUNCION_PUBLICA_2025", "practice")
    assert set(june.counting) == {"facts", "closes", "report"}
    assert (december.number, december.facts_until) == (2, DECEMBER)


def test_preparing_again_changes_and_marks_nothing(entity: Entity) -> None:
    plan = make_published_plan(entity)
    before = [one.pk for one in planned(plan)]
    assert [one.pk for one in planned(plan)] == before
    assert marks("prepare_cut_offs") == 1


def test_plan_of_four_years_has_eight(entity: Entity) -> None:
    plan = make_published_plan(entity, period_end=date(2029, 12, 31))
    assert [one.number for one in planned(plan)] == list(range(1, 9))


def test_plan_without_template_or_version_has_none(entity: Entity) -> None:
    assert planned(make_published_plan(entity, instrument="OTHER")) == []
    assert planned(make_full_plan(entity)) == []


def test_cut_off_that_closed_before_the_public_saw_the_plan_is_nobodys(entity: Entity) -> None:
    plan = make_full_plan(entity)
    approve_and_publish(plan, now=datetime(2026, 7, 8, 15, 0, tzinfo=UTC))
    assert [one.facts_until for one in planned(plan, now=NIGHT)] == [DECEMBER]


def test_cut_off_that_closes_on_the_day_of_publication_is_kept(entity: Entity) -> None:
    plan = make_full_plan(entity)
    approve_and_publish(plan, now=datetime(2026, 7, 7, 15, 0, tzinfo=UTC))
    assert [one.facts_until for one in planned(plan, now=NIGHT)] == [JUNE, DECEMBER]


def test_another_regime_takes_the_places_of_the_first_in_order(entity: Entity) -> None:
    plan = make_published_plan(entity)
    planned(plan)
    coordinator = principal(entity, "PLAN_COORDINATOR")
    choose_cut_off_regime(plan_id=plan.pk, regime="FOUR_MONTHLY", by=coordinator, now=MARCH)
    planned(plan)
    assert days(plan) == [(1, date(2026, 4, 30)), (2, date(2026, 8, 31)), (3, DECEMBER)]


def test_another_regime_leaves_what_is_frozen_and_the_time_before_it(entity: Entity) -> None:
    plan = make_published_plan(entity)
    frozen(plan)
    coordinator = principal(entity, "PLAN_COORDINATOR")
    choose_cut_off_regime(plan_id=plan.pk, regime="FOUR_MONTHLY", by=coordinator, now=NIGHT)
    planned(plan, now=NIGHT)
    assert days(plan) == [(1, JUNE), (2, date(2026, 8, 31)), (3, DECEMBER)]


def test_day_off_moves_what_is_open_and_nothing_else(entity: Entity) -> None:
    plan = make_published_plan(entity)
    june = planned(plan)[0]
    NonWorkingDay.objects.create(entity=entity, on=date(2026, 7, 3), act="Decreto 045 de 2026")
    planned(plan)
    june.refresh_from_db()
    assert june.reporting_closes_on == date(2026, 7, 8)
    assert "Decreto 045 de 2026" in june.counting["closes"]
    NonWorkingDay.objects.create(entity=entity, on=date(2026, 7, 6), act="Decreto 046 de 2026")
    planned(plan, now=datetime(2026, 7, 9, 12, 0, tzinfo=UTC))  # its reporting is over, and nobody froze it yet
    june.refresh_from_db()
    assert june.reporting_closes_on == date(2026, 7, 8)


def test_days_to_report_of_the_plan_are_followed(entity: Entity) -> None:
    plan = make_published_plan(entity)
    FollowUpPolicy.objects.create(entity=entity, plan=plan, report_days=3, edited_at=MARCH)
    assert planned(plan)[0].reporting_closes_on == date(2026, 7, 3)


def test_nightly_work_prepares_every_followed_plan_of_one_entity(entity: Entity, other_entity: Entity) -> None:
    mine = [make_published_plan(entity) for _ in range(2)]
    make_full_plan(entity)
    with active_tenant(other_entity):
        theirs = make_published_plan(other_entity)
    assert prepare_cut_offs_of(entity_id=entity.pk, now=MARCH) == 2
    assert prepare_cut_offs_of(entity_id=entity.pk, now=MARCH) == 0
    assert {one.plan_id for one in CutOff.objects.all()} == {plan.pk for plan in mine}
    with active_tenant(other_entity):
        assert not CutOff.objects.filter(plan=theirs).exists()


def attempts(cut_off: CutOff, by: Principal) -> list[Any]:
    """Every write of this module, as one person tries it."""
    values = CutOffValues(facts_until=SEPTEMBER)
    of_it = {"cut_off_id": cut_off.pk, "by": by, "now": MARCH}
    return [
        lambda: prepare_cut_offs(plan_id=cut_off.plan_id, by=by, now=MARCH),
        lambda: add_cut_off(plan_id=cut_off.plan_id, values=values, reason=REASON, by=by, now=MARCH),
        lambda: edit_cut_off(values=values, reason=REASON, seen=None, **of_it),
        lambda: discard_cut_off(**of_it),
        lambda: draw_sample(size=1, seed="a1", **of_it),
    ]


@pytest.mark.parametrize("role", [role for role in RoleCode if role != RoleCode.INTERNAL_CONTROL])
def test_nobody_but_internal_control_touches_a_cut_off(entity: Entity, role: str) -> None:
    cut_off = planned(make_published_plan(entity))[0]
    before = list(CutOff.objects.values())
    for attempt in attempts(cut_off, principal(entity, role)):
        with pytest.raises(NotAllowed, match="La evaluación la hace control interno"):
            attempt()
    assert list(CutOff.objects.values()) == before


def test_internal_control_who_also_coordinates_is_refused(entity: Entity) -> None:
    cut_off = planned(make_published_plan(entity))[0]
    before = list(CutOff.objects.values())
    for attempt in attempts(cut_off, also_coordinating(entity)):
        with pytest.raises(NotAllowed, match="sería juzgar su propio trabajo"):
            attempt()
    assert list(CutOff.objects.values()) == before


def test_internal_control_of_another_entity_reaches_nothing(entity: Entity, other_entity: Entity) -> None:
    cut_off = planned(make_published_plan(entity))[0]
    stranger = internal_control(other_entity)
    for attempt in attempts(cut_off, stranger):
        with pytest.raises(NotAllowed, match="otra entidad"):
            attempt()
    with active_tenant(other_entity):
        for attempt in attempts(cut_off, stranger):
            with pytest.raises((CutOff.DoesNotExist, Plan.DoesNotExist)):
                attempt()


def edit(cut_off: CutOff, values: CutOffValues, **choices: Any) -> CutOff:
    cut_off.refresh_from_db()
    defaults = {"reason": REASON, "seen": cut_off.edited_at, "by": internal_control(cut_off.entity), "now": MARCH}
    return edit_cut_off(cut_off_id=cut_off.pk, values=values, **defaults | choices)


def test_edited_dates_stay_with_their_reason_whatever_the_calendar_says(entity: Entity) -> None:
    plan = make_published_plan(entity)
    june = planned(plan)[0]
    counted = june.counting["report"]
    edited = edit(june, CutOffValues(JUNE, date(2026, 7, 10), june.report_due_on))
    assert (edited.reporting_closes_on, edited.reason) == (date(2026, 7, 10), REASON)
    assert edited.counting["closes"] == "Fecha fijada por control interno, sin contar días."
    assert (edited.counting["report"], edited.source_key) == (counted, "PTEP_FUNCION_PUBLICA_2025")
    planned(plan)
    june.refresh_from_db()
    assert june.reporting_closes_on == date(2026, 7, 10)
    assert marks("edit_cut_off") == 1


def test_cut_off_moved_to_another_day_still_stands_for_its_day_of_the_regime(entity: Entity) -> None:
    plan = make_published_plan(entity)
    edit(planned(plan)[0], CutOffValues(date(2026, 7, 15)))
    planned(plan)
    assert days(plan) == [(1, date(2026, 7, 15)), (2, DECEMBER)]


def test_cut_off_moved_past_another_one_changes_places_with_it(entity: Entity) -> None:
    plan = make_published_plan(entity)
    own = add_cut_off(
        plan_id=plan.pk, values=CutOffValues(SEPTEMBER), reason=REASON, by=internal_control(entity), now=MARCH
    )
    planned(plan)
    assert [day for _, day in days(plan)] == [JUNE, SEPTEMBER, DECEMBER]
    edit(own, CutOffValues(date(2027, 2, 28)))
    assert days(plan) == [(1, JUNE), (2, DECEMBER), (3, date(2027, 2, 28))]


def test_stale_edit_is_refused(entity: Entity) -> None:
    june = planned(make_published_plan(entity))[0]
    edit(june, CutOffValues(JUNE, date(2026, 7, 10)))
    with pytest.raises(StaleWrite):
        edit(june, CutOffValues(JUNE, date(2026, 7, 9)), seen=None)


@pytest.mark.parametrize(
    ("values", "reason", "gap"),
    [
        (CutOffValues(JUNE, date(2026, 6, 29)), REASON, "no antes"),
        (CutOffValues(DECEMBER), REASON, "Ya hay un corte"),
        (CutOffValues(date(2025, 12, 31)), REASON, "El plan empieza"),
        (CutOffValues(date(3000, 1, 1)), REASON, "a más tardar al año siguiente"),
        (CutOffValues(JUNE, date(2026, 7, 8), date(2026, 7, 7)), REASON, "después de que cierre"),
        (CutOffValues(JUNE, date(2026, 7, 10)), " ", "Escriba por qué"),
        (CutOffValues(JUNE, date(2026, 7, 10)), "porque sí", "muy corto"),
    ],
)
def test_edit_that_makes_no_sense_says_everything_and_changes_nothing(
    entity: Entity, values: CutOffValues, reason: str, gap: str
) -> None:
    june = planned(make_published_plan(entity))[0]
    with pytest.raises(NotReady) as refused:
        edit(june, values, reason=reason)
    assert any(gap in one for one in refused.value.gaps)
    june.refresh_from_db()
    assert (june.reporting_closes_on, june.reason) == (date(2026, 7, 7), "")


def test_dates_do_not_move_once_reporting_is_over_though_nobody_froze_it_yet(entity: Entity) -> None:
    june = planned(make_published_plan(entity))[0]
    last_day = datetime(2026, 7, 8, 4, 30, tzinfo=UTC)  # 23:30 of 7 July in Bogotá
    edit(june, CutOffValues(JUNE, date(2026, 7, 7)), now=last_day)
    with pytest.raises(TransitionNotAllowed, match="ya cerró"):
        edit(june, CutOffValues(JUNE, date(2026, 7, 30)), now=last_day + timedelta(hours=1))


def test_own_cut_off_is_counted_like_the_others(entity: Entity) -> None:
    plan = make_published_plan(entity)
    planned(plan)
    by = internal_control(entity)
    own = add_cut_off(plan_id=plan.pk, values=CutOffValues(SEPTEMBER), reason=REASON, by=by, now=MARCH)
    assert (own.number, own.reporting_closes_on, own.report_due_on) == (2, date(2026, 10, 7), date(2026, 10, 30))
    planned(plan)
    assert [day for _, day in days(plan)] == [JUNE, SEPTEMBER, DECEMBER]


def test_own_cut_off_of_a_plan_without_template_says_when_its_report_is_due(entity: Entity) -> None:
    plan, by = make_published_plan(entity, instrument="OTHER"), internal_control(entity)
    with pytest.raises(NotReady) as refused:
        add_cut_off(plan_id=plan.pk, values=CutOffValues(SEPTEMBER), reason=REASON, by=by, now=MARCH)
    assert "cuándo se debe el informe" in refused.value.gaps[0]
    values = CutOffValues(SEPTEMBER, report_due_on=date(2026, 10, 20))
    own = add_cut_off(plan_id=plan.pk, values=values, reason=REASON, by=by, now=MARCH)
    assert (own.report_due_on, own.source_key) == (date(2026, 10, 20), "")


def test_own_cut_off_of_a_draft_or_before_the_last_frozen_day_is_refused(entity: Entity) -> None:
    by = internal_control(entity)
    with pytest.raises(TransitionNotAllowed, match="todavía no se ha publicado"):
        add_cut_off(plan_id=make_plan(entity).pk, values=CutOffValues(SEPTEMBER), reason=REASON, by=by, now=MARCH)
    cut_off = frozen(make_published_plan(entity))
    with pytest.raises(NotReady) as refused:
        add_cut_off(plan_id=cut_off.plan_id, values=CutOffValues(JUNE), reason=REASON, by=by, now=NIGHT)
    assert "ya se congeló" in refused.value.gaps[0]


def test_own_cut_off_is_taken_away_and_one_of_the_regime_is_not(entity: Entity) -> None:
    plan, by = make_published_plan(entity), internal_control(entity)
    june = planned(plan)[0]
    own = add_cut_off(plan_id=plan.pk, values=CutOffValues(SEPTEMBER), reason=REASON, by=by, now=MARCH)
    discard_cut_off(cut_off_id=own.pk, by=by, now=MARCH)
    assert days(plan) == [(1, JUNE), (2, DECEMBER)]
    assert marks("discard_cut_off") == 1
    with pytest.raises(TransitionNotAllowed, match="no se quita"):
        discard_cut_off(cut_off_id=june.pk, by=by, now=MARCH)


def test_sample_is_drawn_from_what_was_scheduled_and_left_in_the_trail(entity: Entity) -> None:
    cut_off, by = frozen(make_published_plan(entity, 5)), internal_control(entity)
    sample = draw_sample(cut_off_id=cut_off.pk, size=2, seed="a1b2", by=by, now=NIGHT)
    cut_off.refresh_from_db()
    assert (cut_off.sample_seed, cut_off.sample_size, tuple(cut_off.sample_keys)) == ("a1b2", 2, sample.keys)
    assert AuditEntry.objects.get(action="followup.draw_sample").facts["seed"] == "a1b2"
    with pytest.raises(NotReady) as refused:
        draw_sample(cut_off_id=cut_off.pk, size=6, seed="a1b2", by=by, now=NIGHT)
    assert refused.value.gaps == ("Escoja entre 1 y 5 actividades.",)


def test_sample_waits_for_the_freezing_and_stands_once_a_report_is_out(entity: Entity) -> None:
    by = internal_control(entity)
    with pytest.raises(TransitionNotAllowed, match="Espere"):
        draw_sample(cut_off_id=planned(make_published_plan(entity))[0].pk, size=1, seed="a", by=by, now=MARCH)
    cut_off = frozen(make_published_plan(entity))
    CutOff.objects.filter(pk=cut_off.pk).update(status="PRELIMINARY")
    with pytest.raises(TransitionNotAllowed, match="No se saca otra"):
        draw_sample(cut_off_id=cut_off.pk, size=1, seed="a", by=by, now=NIGHT)
