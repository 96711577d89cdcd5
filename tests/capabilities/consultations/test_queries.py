"""What a front page announces, and what somebody still has to do."""

from datetime import date, timedelta

from factories import NOW, make_comment, make_consultation, make_full_plan, make_published_plan
from rinde.capabilities.consultations.operations import close_past, withdraw_consultation
from rinde.capabilities.consultations.queries import draft_notices, open_notices, unfinished_consultations
from rinde.services.tenancy import active_tenant


def test_front_page_announces_what_can_be_commented_on_today_and_nobody_elses(entity, other_entity):
    later = make_consultation(make_full_plan(entity), days=30)
    sooner = make_consultation(make_full_plan(entity), days=5)
    with active_tenant(other_entity):
        make_consultation(make_full_plan(other_entity))
    shown = open_notices(entity, today=date(2026, 3, 7))  # the last day of the sooner one
    assert [one.plan_slug for one in shown] == [sooner.plan.slug, later.plan.slug]
    assert [one.plan_slug for one in open_notices(entity, today=date(2026, 3, 8))] == [later.plan.slug]


def test_front_page_calls_a_draft_as_it_was_consulted(entity):
    consultation = make_consultation(make_full_plan(entity, title="Programa consultado"))
    type(consultation.plan).objects.filter(pk=consultation.plan_id).update(title="Otro título")
    assert open_notices(entity, today=NOW.date())[0].title == "Programa consultado"


def test_unfinished_are_told_with_what_waits_until_they_are_answered(entity, consultation):
    make_comment(consultation, status="PENDING")
    make_comment(consultation)
    (told,) = unfinished_consultations()
    assert (told.plan_id, told.status, told.waiting) == (consultation.plan_id, "OPEN", 1)
    close_past(now=NOW + timedelta(days=16))
    assert unfinished_consultations()[0].status == "CLOSED"
    type(consultation).objects.update(status="WITHDRAWN")
    assert unfinished_consultations() == ()


def test_list_of_plans_tells_the_newest_round_of_what_is_not_published(entity, other_entity, consultation, coordinator):
    with active_tenant(other_entity):
        make_consultation(make_full_plan(other_entity))
    published = make_published_plan(entity, slug="publicado")
    moved = make_consultation(make_full_plan(entity, slug="antes"))
    type(moved).objects.filter(pk=moved.pk).update(plan=published)
    gone = make_consultation(make_full_plan(entity, slug="retirado"))
    withdraw_consultation(consultation_id=gone.pk, reason="Se abrió un texto que no era.", by=coordinator, now=NOW)
    close_past(now=NOW + timedelta(days=16))
    make_consultation(consultation.plan, now=NOW + timedelta(days=16))
    over = make_consultation(make_full_plan(entity, slug="terminado"), days=2)

    told = draft_notices(entity, today=NOW.date() + timedelta(days=17))

    assert [(one.plan_slug, one.receives) for one in told] == [
        (consultation.plan.slug, True),
        (over.plan.slug, False),
    ]
    with active_tenant(other_entity):
        assert len(draft_notices(other_entity, today=NOW.date())) == 1
