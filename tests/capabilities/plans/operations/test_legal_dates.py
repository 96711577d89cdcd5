"""A plan's legal dates are counted, follow the calendar while they are open, and stay once they are over."""

from datetime import UTC, date, datetime

import pytest

from factories import NOW, make_entity, make_full_plan, make_plan, make_user, principal
from rinde.capabilities.accounts.rules import OPERATOR_PERMISSIONS
from rinde.capabilities.entities.models import Holiday, NonWorkingDay
from rinde.capabilities.entities.operations import add_holiday, fill_holidays, remove_holiday
from rinde.capabilities.plans.choices import PlanStatus
from rinde.capabilities.plans.models import LegalDate, Plan
from rinde.capabilities.plans.operations.legal_dates import (
    choose_cut_off_regime,
    mark_legal_date_done,
    recompute_legal_dates,
)
from rinde.capabilities.plans.operations.publishing import publish_plan
from rinde.capabilities.plans.operations.work_calendar import (
    decide_saturdays,
    declare_day_off,
    keep_calendar_of,
    keep_holidays,
    withdraw_day_off,
)
from rinde.capabilities.plans.queries.legal_dates import legal_dates_of
from rinde.capabilities.plans.tasks import keep_legal_calendar
from rinde.foundations.refusals import NotAllowed, NotReady
from rinde.services.access import ANONYMOUS, Grant, Principal
from rinde.services.audit.models import AuditEntry
from rinde.services.tenancy import active_tenant

pytestmark = pytest.mark.django_db

REPORT = "follow_up_report:2026-04-30"
JUNE = datetime(2026, 6, 2, 15, tzinfo=UTC)


@pytest.fixture
def coordinator(entity):
    return principal(entity, "PLAN_COORDINATOR")


@pytest.fixture
def plan(entity):
    return make_plan(entity, cut_off_regime="FOUR_MONTHLY", template_key="PTEP_2024")


@pytest.fixture
def operator():
    return Principal(user_id=make_user().pk, grants=(Grant("PLATFORM_OPERATOR", OPERATOR_PERMISSIONS),))


def recount(entity, now=NOW, by=ANONYMOUS, **which):
    return recompute_legal_dates(entity_id=entity.pk, by=by, now=now, **which)


def kept(plan):
    return {row.key: row for row in LegalDate.objects.filter(plan=plan)}


def trail(action="plans.legal_dates_move"):
    return list(AuditEntry.objects.filter(action=action).order_by("number").values_list("target", "facts"))


def test_dates_of_a_plan_are_counted_with_their_arithmetic(entity, plan):
    assert recount(entity) == ()

    rows = kept(plan)
    assert set(rows) == {
        "action_plan:2026",
        "publication:2026",
        REPORT,
        "follow_up_report:2026-08-31",
        "follow_up_report:2026-12-31",
    }
    report = rows[REPORT]
    assert (report.counted_from, report.days, report.count_in, report.due_on) == (
        date(2026, 4, 30),
        10,
        "BUSINESS_DAYS",
        date(2026, 5, 15),
    )
    assert report.in_words.startswith("Día 1 = lunes 4 de mayo de 2026.")
    assert ["2026-05-01", "festivo: Día del Trabajo", False] in report.skipped
    assert (report.source_key, report.certainty) == ("PTEP_CUATRIMESTRAL", "practice")
    assert report.settled_at is None


def test_past_dates_are_settled_as_they_come(entity, plan):
    recount(entity)

    assert {key for key, row in kept(plan).items() if row.settled_at} == {"action_plan:2026", "publication:2026"}


def test_recounting_changes_nothing_by_itself(entity, plan):
    recount(entity)
    before = list(LegalDate.objects.values())

    assert recount(entity) == ()
    assert list(LegalDate.objects.values()) == before
    assert trail() == []


def test_day_off_moves_what_is_open_and_says_why(entity, plan, coordinator):
    moved = declare_day_off(entity=entity, on=date(2026, 5, 12), act="Decreto 045 de 2026", by=coordinator, now=NOW)

    assert [one.in_words for one in moved] == [
        (
            "El informe de seguimiento con corte al 30 de abril de 2026 pasó del 15 al 19 de mayo de 2026 porque el 12 "
            "de mayo no es hábil (Decreto 045 de 2026)."
        )
    ]
    row = kept(plan)[REPORT]
    assert row.due_on == date(2026, 5, 19)
    assert row.moves == [
        {
            "from_on": "2026-05-15",
            "to_on": "2026-05-19",
            "why": "el 12 de mayo no es hábil (Decreto 045 de 2026)",
            "at": NOW.isoformat(),
        }
    ]
    assert trail() == [
        (f"plans.Plan:{plan.pk}", {"dates": [{"key": REPORT, "from": "2026-05-15", "to": "2026-05-19"}]})
    ]


def test_day_taken_back_moves_it_back_and_both_stay_on_record(entity, plan, coordinator):
    declare_day_off(entity=entity, on=date(2026, 5, 12), act="Decreto 045", by=coordinator, now=NOW)
    day = NonWorkingDay.objects.get()

    moved = withdraw_day_off(entity=entity, day_id=day.pk, by=coordinator, now=NOW)

    assert [one.in_words for one in moved] == [
        (
            "El informe de seguimiento con corte al 30 de abril de 2026 pasó del 19 al 15 de mayo de 2026 porque el 12 "
            "de mayo vuelve a ser día hábil."
        )
    ]
    assert [(move["from_on"], move["to_on"]) for move in kept(plan)[REPORT].moves] == [
        ("2026-05-15", "2026-05-19"),
        ("2026-05-19", "2026-05-15"),
    ]


def test_day_off_in_a_term_that_is_over_moves_nothing(entity, plan, coordinator):
    recount(entity)

    moved = declare_day_off(entity=entity, on=date(2026, 5, 12), act="Decreto 045", by=coordinator, now=JUNE)

    assert moved == ()
    row = kept(plan)[REPORT]
    assert (row.due_on, row.moves, row.settled_at) == (date(2026, 5, 15), [], JUNE)
    assert next(line for line in legal_dates_of(plan, today=date(2026, 6, 2)) if line.key == REPORT).due_on == date(
        2026, 5, 15
    )


def test_last_day_itself_is_still_open(entity, plan, coordinator):
    recount(entity)
    last_hour = datetime(2026, 5, 16, 4, 30, tzinfo=UTC)  # the 15th, 11:30 at night in Bogotá

    recount(entity, now=last_hour)
    assert kept(plan)[REPORT].settled_at is None
    recount(entity, now=datetime(2026, 5, 16, 5, 0, tzinfo=UTC))
    assert kept(plan)[REPORT].settled_at is not None


def test_proposal_moves_though_the_fixed_date_does_not(entity, coordinator):
    plan = make_plan(
        entity, template_key="PTEP_2024", period_start=date(2027, 1, 1), period_end=date(2027, 12, 31), slug="p27"
    )

    moved = declare_day_off(entity=entity, on=date(2027, 1, 29), act="Decreto 2", by=coordinator, now=NOW)

    assert [one.in_words for one in moved] == [
        (
            "El día propuesto para «Plan de acción de 2027, con el informe de gestión de 2026» pasó del 29 al 28 de "
            "enero de 2027 porque el 29 de enero no es hábil (Decreto 2)."
        ),
        (
            "El día propuesto para «Publicación del plan de 2027» pasó del 29 al 28 de enero de 2027 porque el 29 de "
            "enero no es hábil (Decreto 2)."
        ),
    ]
    row = kept(plan)["publication:2027"]
    assert (row.due_on, row.proposed_on) == (date(2027, 1, 31), date(2027, 1, 28))


def test_saturdays_move_every_open_term(entity, plan, coordinator):
    moved = decide_saturdays(entity=entity, is_working=True, by=coordinator, now=NOW)

    assert [(one.key, one.move.to_on) for one in moved] == [
        (REPORT, date(2026, 5, 13)),
        ("follow_up_report:2026-08-31", date(2026, 9, 11)),
        ("follow_up_report:2026-12-31", date(2027, 1, 14)),
    ]
    assert {one.move.why for one in moved} == {"el sábado ahora es día hábil en la entidad"}
    assert decide_saturdays(entity=entity, is_working=True, by=coordinator, now=NOW) == ()


def test_change_of_one_entity_never_moves_the_dates_of_another(entity, other_entity, plan, coordinator):
    with active_tenant(other_entity):
        theirs = make_plan(other_entity, cut_off_regime="FOUR_MONTHLY", template_key="PTEP_2024")
        recount(other_entity)
        before = list(LegalDate.objects.values())

    declare_day_off(entity=entity, on=date(2026, 5, 12), act="Decreto 045", by=coordinator, now=NOW)

    with active_tenant(other_entity):
        assert list(LegalDate.objects.values()) == before
        assert {line.key: line.due_on for line in legal_dates_of(theirs, today=date(2026, 3, 2))}[REPORT] == date(
            2026, 5, 15
        )


def test_holiday_of_the_country_moves_the_dates_of_every_entity(entity, other_entity, plan, operator):
    fill_holidays(now=NOW)
    with active_tenant(other_entity):
        theirs = make_plan(other_entity, cut_off_regime="FOUR_MONTHLY", template_key="PTEP_2024")
    for each in (entity, other_entity):
        keep_calendar_of(entity_id=each.pk, now=NOW)
    add_holiday(on=date(2026, 5, 12), name="Día cívico nacional", by=operator, now=NOW)

    for entity_id in keep_holidays(now=NOW):
        keep_calendar_of(entity_id=entity_id, now=NOW)

    assert kept(plan)[REPORT].moves[0]["why"] == "el 12 de mayo es festivo (Día cívico nacional)"
    with active_tenant(other_entity):
        assert kept(theirs)[REPORT].due_on == date(2026, 5, 19)
    remove_holiday(holiday_id=Holiday.objects.get(on=date(2026, 5, 12)).pk, by=operator, now=NOW)
    moved = keep_calendar_of(entity_id=entity.pk, now=NOW)
    assert [one.move.why for one in moved] == ["el 12 de mayo ya no es festivo"]


def test_nightly_job_counts_for_each_entity(entity, other_entity, plan):
    with active_tenant(other_entity):
        make_plan(other_entity, template_key="PTEP_2024")

    keep_legal_calendar()  # the suite runs jobs at once

    assert kept(plan)
    assert Holiday.objects.exists()
    with active_tenant(other_entity):
        assert LegalDate.objects.exists()


@pytest.mark.parametrize("role", ["ENTITY_ADMIN", "PLAN_COORDINATOR"])
def test_those_who_edit_the_entity_change_its_days(entity, plan, role):
    by = principal(entity, role)

    assert declare_day_off(entity=entity, on=date(2026, 5, 12), act="Decreto 045", by=by, now=NOW)
    assert decide_saturdays(entity=entity, is_working=True, by=by, now=NOW)
    assert withdraw_day_off(entity=entity, day_id=NonWorkingDay.objects.get().pk, by=by, now=NOW)


@pytest.mark.parametrize("role", ["UNIT_LIAISON", "INTERNAL_CONTROL", "COMMUNICATIONS", "CITIZEN_SERVICE", "READER"])
def test_others_do_not_and_nothing_changes(entity, plan, coordinator, role):
    declare_day_off(entity=entity, on=date(2026, 5, 11), act="Decreto 044", by=coordinator, now=NOW)
    before, by = list(LegalDate.objects.values()), principal(entity, role)

    with pytest.raises(NotAllowed):
        declare_day_off(entity=entity, on=date(2026, 5, 12), act="Decreto 045", by=by, now=NOW)
    with pytest.raises(NotAllowed):
        withdraw_day_off(entity=entity, day_id=NonWorkingDay.objects.get().pk, by=by, now=NOW)
    with pytest.raises(NotAllowed):
        decide_saturdays(entity=entity, is_working=True, by=by, now=NOW)
    with pytest.raises(NotAllowed):
        choose_cut_off_regime(plan_id=plan.pk, regime="SEMIANNUAL", by=by, now=NOW)

    assert list(LegalDate.objects.values()) == before
    assert NonWorkingDay.objects.count() == 1


def test_day_of_another_entity_cannot_be_taken_away(entity, other_entity, coordinator):
    with active_tenant(other_entity):
        day = NonWorkingDay.objects.create(entity=other_entity, on=date(2026, 5, 12), act="Decreto ajeno")

    with pytest.raises(NonWorkingDay.DoesNotExist):
        withdraw_day_off(entity=entity, day_id=day.pk, by=coordinator, now=NOW)
    with active_tenant(other_entity):
        assert NonWorkingDay.objects.count() == 1


def test_regime_is_chosen_once_and_its_reports_take_the_place_of_the_others(entity, plan, coordinator):
    recount(entity)

    moved = choose_cut_off_regime(plan_id=plan.pk, regime="SEMIANNUAL", by=coordinator, now=NOW)

    assert [one.key for one in moved] == ["follow_up_report:2026-12-31"]
    assert {key for key in kept(plan) if key.startswith("follow_up")} == {
        "follow_up_report:2026-06-30",
        "follow_up_report:2026-12-31",
    }
    assert trail("plans.legal_regime") == [(f"plans.Plan:{plan.pk}", {"regime": "SEMIANNUAL"})]
    choose_cut_off_regime(plan_id=plan.pk, regime="SEMIANNUAL", by=coordinator, now=NOW)
    assert len(trail("plans.legal_regime")) == 1


def test_report_of_both_regimes_moves_with_the_term(entity, plan, coordinator):
    """31 December closes both: one report is due in business days and the other in days of the calendar."""
    recount(entity)
    choose_cut_off_regime(plan_id=plan.pk, regime="SEMIANNUAL", by=coordinator, now=NOW)

    row = kept(plan)["follow_up_report:2026-12-31"]
    assert (row.due_on, row.proposed_on, row.count_in) == (date(2027, 1, 30), date(2027, 1, 29), "CALENDAR_DAYS")
    assert row.moves[0]["why"] == "cambiaron los cortes o el plazo del plan"


def test_report_that_was_due_outlives_a_change_of_regime(entity, plan, coordinator):
    recount(entity)
    choose_cut_off_regime(plan_id=plan.pk, regime="SEMIANNUAL", by=coordinator, now=JUNE)

    assert REPORT in kept(plan)
    assert "follow_up_report:2026-08-31" not in kept(plan)
    assert REPORT in {line.key for line in legal_dates_of(plan, today=date(2026, 6, 2))}


@pytest.mark.parametrize("regime", ["", "MONTHLY", "x" * 10_000])
def test_regime_that_the_template_does_not_offer_is_refused(entity, plan, coordinator, regime):
    with pytest.raises(NotReady):
        choose_cut_off_regime(plan_id=plan.pk, regime=regime, by=coordinator, now=NOW)
    plan.refresh_from_db()
    assert plan.cut_off_regime == "FOUR_MONTHLY"


def test_plan_of_another_entity_has_no_regime_to_choose(entity, other_entity, coordinator):
    with active_tenant(other_entity):
        theirs = make_plan(other_entity, template_key="PTEP_2024")
    with pytest.raises(Plan.DoesNotExist):
        choose_cut_off_regime(plan_id=theirs.pk, regime="SEMIANNUAL", by=coordinator, now=NOW)


def test_publishing_counts_the_dates_and_settles_the_publication(entity, coordinator):
    plan = make_full_plan(
        entity,
        template_key="PAAC_2015",
        instrument="PAAC",
        period_start=date(2024, 1, 1),
        period_end=date(2024, 12, 31),
    )

    publish_plan(plan_id=plan.pk, by=coordinator, now=NOW)

    row = kept(plan)["publication:2024"]
    assert (row.due_on, row.done_on, row.settled_at) == (date(2024, 1, 31), date(2026, 3, 2), NOW)
    assert kept(plan)["follow_up_report:2024-04-30"].done_on is None


def test_first_publication_settles_only_the_first_year(entity):
    plan = make_plan(entity, template_key="PTEP_2024", period_end=date(2027, 12, 31))
    plan.versions.create(entity=entity, number=1, content="{}", sha256="0" * 64, published_at=NOW)
    Plan.objects.filter(pk=plan.pk).update(current_version=plan.versions.get(), status=PlanStatus.PUBLISHED)

    recount(entity)

    rows = kept(plan)
    assert rows["publication:2026"].done_on == date(2026, 3, 2)
    assert rows["publication:2027"].settled_at is None


def test_closed_plan_is_left_alone(entity, plan):
    plan.versions.create(entity=entity, number=1, content="{}", sha256="0" * 64, published_at=NOW)
    Plan.objects.filter(pk=plan.pk).update(current_version=plan.versions.get(), status=PlanStatus.CLOSED)

    assert recount(entity) == ()
    assert kept(plan) == {}


def test_recount_takes_as_many_queries_for_three_plans_as_for_one(entity, plan, django_assert_num_queries):
    recount(entity)
    with django_assert_num_queries(7):  # two of them open and close the savepoint
        recount(entity)
    for _ in range(2):
        make_plan(entity, template_key="PTEP_2024")
    recount(entity)
    with django_assert_num_queries(7):
        recount(entity)


def test_reading_takes_three_queries(entity, plan, django_assert_num_queries):
    recount(entity)
    for one in (plan, make_plan(entity, template_key="PTEP_2024", period_end=date(2029, 12, 31))):
        with django_assert_num_queries(3):
            legal_dates_of(one, today=date(2026, 3, 2))


def test_reading_a_plan_that_nobody_counted_gives_the_same(entity, plan):
    live = legal_dates_of(plan, today=date(2026, 1, 5))
    recount(entity, now=datetime(2026, 1, 5, 15, tzinfo=UTC))

    assert legal_dates_of(plan, today=date(2026, 1, 5)) == live
    assert [line.working_days_left for line in live] == [
        18,  # 31 January is a Saturday: the 30th is proposed
        18,
        89,
        167,
        250,
    ]


def test_open_date_is_read_with_the_calendar_of_this_moment(entity, plan):
    recount(entity)
    NonWorkingDay.objects.create(entity=entity, on=date(2026, 5, 12), act="Decreto 045")

    line = next(one for one in legal_dates_of(plan, today=date(2026, 3, 2)) if one.key == REPORT)

    assert line.due_on == date(2026, 5, 19)


def test_lines_say_what_moved(entity, plan, coordinator):
    declare_day_off(entity=entity, on=date(2026, 5, 12), act="Decreto 045", by=coordinator, now=NOW)

    line = next(one for one in legal_dates_of(plan, today=date(2026, 3, 2)) if one.key == REPORT)

    assert line.moves_in_words == (
        (
            "El informe de seguimiento con corte al 30 de abril de 2026 pasó del 15 al 19 de mayo de 2026 porque el 12 "
            "de mayo no es hábil (Decreto 045)."
        ),
    )
    assert line.is_open
    assert not line.is_past


def test_entity_without_plans_has_nothing_to_count():
    entity = make_entity()
    assert keep_calendar_of(entity_id=entity.pk, now=NOW) == ()


def marked(plan, done_on=date(2026, 5, 12), now=JUNE, key=REPORT):
    return mark_legal_date_done(plan, key=key, done_on=done_on, by=ANONYMOUS, now=now)


def test_date_that_was_met_keeps_its_day_and_moves_no_more(entity, plan, coordinator):
    assert marked(plan, now=NOW).done_on == date(2026, 5, 12)

    declare_day_off(entity=entity, on=date(2026, 5, 13), act="Decreto 045 de 2026", by=coordinator, now=NOW)

    row = kept(plan)[REPORT]
    assert (row.due_on, row.done_on, row.settled_at) == (date(2026, 5, 15), date(2026, 5, 12), NOW)
    line = next(one for one in legal_dates_of(plan, today=date(2026, 3, 2)) if one.key == REPORT)
    assert (line.done_on, line.done_late_by, line.is_open, line.is_past) == (date(2026, 5, 12), 0, False, False)


def test_date_that_was_over_is_told_late_beside_its_day(entity, plan):
    recount(entity, now=JUNE)
    assert kept(plan)[REPORT].done_on is None

    marked(plan, date(2026, 6, 2))

    line = next(one for one in legal_dates_of(plan, today=date(2026, 6, 2)) if one.key == REPORT)
    assert (line.due_on, line.done_on, line.done_late_by) == (date(2026, 5, 15), date(2026, 6, 2), 18)


def test_date_that_was_met_is_marked_once(entity, other_entity, plan):
    with active_tenant(other_entity):
        theirs = make_plan(other_entity, cut_off_regime="FOUR_MONTHLY", template_key="PTEP_2024")
        recount(other_entity)
    marked(plan)
    marked(plan, date(2026, 6, 1))

    assert kept(plan)[REPORT].done_on == date(2026, 5, 12)
    facts = {"plan": plan.pk, "key": REPORT, "done_on": "2026-05-12", "due_on": "2026-05-15", "days_late": 0}
    assert [said for _, said in trail("plans.legal_date_done")] == [facts]
    with active_tenant(other_entity):
        assert kept(theirs)[REPORT].done_on is None


def test_date_that_the_plan_does_not_have_is_not_marked(entity, plan):
    assert marked(plan, key="follow_up_report:2026-03-31") is None
    assert trail("plans.legal_date_done") == []


def test_day_on_which_it_was_done_outlives_every_recount(entity, plan):
    marked(plan)
    recount(entity, now=JUNE)
    assert kept(plan)[REPORT].done_on == date(2026, 5, 12)
