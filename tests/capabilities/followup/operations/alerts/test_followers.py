"""Whoever follows a plan or an activity is told once a week at most of what became public, and can leave at once."""

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail

from capabilities.followup.operations.alerts.people import (
    MONDAY,
    SITE,
    cells_of,
    in_bogota,
    issue,
    make_cut_off,
    make_frozen,
)
from factories import NOW, make_published_plan
from followup_samples import make_report
from rinde.capabilities.entities.models import Entity
from rinde.capabilities.followup.models import AlertPolicy, FollowerTold, Verdict
from rinde.capabilities.followup.operations.alerts import follow_activity, tell_followers
from rinde.capabilities.followup.queries.alerts import entities_with_followers
from rinde.capabilities.plans.models import Activity, Plan
from rinde.services.notifications.models import OutgoingMail, Subscription
from rinde.services.notifications.operations import confirm, follow, leave
from rinde.services.notifications.queries import subscriptions_to_leave, token_of
from rinde.services.tenancy import active_tenant

ADDRESS = "veedora@example.org"
BEFORE = MONDAY - timedelta(days=7)  # 29 June, seven in the morning; the samples' reports are sent three hours later
WEEK = timedelta(days=7)


def follow_plan(plan: Plan, address: str = ADDRESS, at: Any = BEFORE) -> Subscription:
    one = follow(entity_id=plan.entity_id, topic=f"plan:{plan.pk}", name=plan.title, address=address, page=SITE, now=at)
    confirm(subscription_id=one.pk, entity_id=plan.entity_id, now=at)
    return one


def follow_cell(plan: Plan, position: int = 0, address: str = ADDRESS, at: Any = BEFORE) -> Subscription:
    cell = cells_of(plan)[position]
    one = follow_activity(
        plan=plan, activity_id=cell.activity_id, activity_key=cell.activity_key, name=cell.label, address=address,
        page=SITE, now=at,
    )  # fmt: skip
    confirm(subscription_id=one.pk, entity_id=plan.entity_id, now=at)
    return one


def tell(entity: Entity, now: Any = MONDAY, site: str = SITE) -> int:
    return tell_followers(entity_id=entity.pk, now=now, site=site)


def news() -> list[OutgoingMail]:
    return list(OutgoingMail.objects.filter(key__startswith="news:").order_by("pk"))


def test_a_report_reaches_who_follows_its_activity_or_its_plan_and_nobody_else(entity: Entity) -> None:
    plan = make_published_plan(entity, activities=2)
    of_plan, of_first = follow_plan(plan, "plan@example.org"), follow_cell(plan, 0, "primera@example.org")
    follow_cell(plan, 1, "segunda@example.org")
    make_report(plan, text="Lo hizo Pedro Pérez, cédula 1.234.567.")
    mail.outbox.clear()
    assert tell(entity) == 2
    assert sorted(message.to[0] for message in mail.outbox) == ["plan@example.org", "primera@example.org"]
    cell = cells_of(plan)[0]
    for one, subscription in zip(news(), (of_plan, of_first), strict=True):
        assert f"{cell.actor_name} reportó: se cumplió." in one.body
        assert f"/avisos/{token_of(subscription.pk)}/" in one.body
        assert "sin verificar" in one.body
        assert "Pedro" not in one.body
    assert news()[1].subject == f"Una novedad de «{cell.label}»"
    assert f"{SITE}/{entity.slug}/planes/2026/{plan.slug}/actividades/{cell.activity_key}/" in news()[1].body


def test_nothing_happened_no_mail(entity: Entity) -> None:
    plan = make_published_plan(entity)
    follow_plan(plan)
    follow_cell(plan)
    assert tell(entity) == 0
    assert news() == []


@pytest.mark.parametrize("status", ["DRAFT", "RETURNED"])
def test_what_is_in_the_units_hands_is_told_to_nobody(entity: Entity, status: str) -> None:
    plan = make_published_plan(entity)
    follow_plan(plan)
    follow_cell(plan)
    make_report(plan, status=status)
    assert tell(entity) == 0


def test_one_mailbox_gets_one_mail_about_all_it_follows_with_a_way_out_of_each(entity: Entity) -> None:
    plan = make_published_plan(entity, activities=2)
    subscriptions = [follow_plan(plan), follow_cell(plan, 0), follow_cell(plan, 1)]
    for cell in cells_of(plan):
        make_report(plan, cell)
    assert tell(entity) == 1
    (only,) = news()
    assert only.subject == "4 novedades de lo que usted sigue"
    assert [only.body.count(token_of(one.pk)) for one in subscriptions] == [1, 1, 1]
    token = only.leave_url.removeprefix(f"{SITE}/{entity.slug}/avisos/").removesuffix("/dejar/")
    assert list(subscriptions_to_leave(token, entity_id=entity.pk)) == subscriptions


@pytest.mark.parametrize(
    ("moments", "mails"),
    [
        ([MONDAY - timedelta(seconds=1)], 0),
        ([MONDAY], 1),
        ([MONDAY, MONDAY + timedelta(hours=1), MONDAY + timedelta(days=6)], 1),
        ([MONDAY + timedelta(days=2)], 1),  # late, and once
        ([MONDAY, MONDAY + WEEK], 1),  # nothing happened since
        ([MONDAY + 3 * WEEK], 1),  # three weeks without a worker: nothing is skipped
    ],
)
def test_an_event_is_told_once_whatever_was_missed(entity: Entity, moments, mails) -> None:
    plan = make_published_plan(entity)
    follow_cell(plan)
    make_report(plan)
    for now in moments:
        tell(entity, now)
    assert len(news()) == mails


def test_what_comes_after_the_moment_is_next_weeks(entity: Entity) -> None:
    plan = make_published_plan(entity, activities=2)
    follow_plan(plan)
    first, second = cells_of(plan)
    make_report(plan, first)
    make_report(plan, second, sent_at=MONDAY + timedelta(minutes=5))
    tell(entity, MONDAY + timedelta(days=1))
    tell(entity, MONDAY + WEEK)
    bodies = [one.body for one in news()]
    assert [first.label in bodies[0], second.label in bodies[0]] == [True, False]
    assert [first.label in bodies[1], second.label in bodies[1]] == [False, True]


def test_moving_the_day_within_a_week_keeps_one_mail_a_week_and_loses_nothing(entity: Entity) -> None:
    plan = make_published_plan(entity, activities=2)
    follow_plan(plan)
    first, second = cells_of(plan)
    make_report(plan, first)
    tell(entity)
    make_report(plan, second, sent_at=MONDAY + timedelta(days=1))
    AlertPolicy.objects.create(entity=entity, digest_weekday=3, digest_hour=7, edited_at=MONDAY)
    tell(entity, in_bogota(2026, 7, 9, 8))
    assert len(news()) == 1
    tell(entity, in_bogota(2026, 7, 16, 8))
    assert second.label in news()[1].body


def test_who_confirmed_later_is_told_of_what_came_later(entity: Entity) -> None:
    plan = make_published_plan(entity)
    make_report(plan)
    follow_plan(plan, at=BEFORE + timedelta(days=3))
    assert tell(entity) == 0


def test_who_never_confirmed_or_left_is_told_nothing(entity: Entity) -> None:
    plan = make_published_plan(entity)
    follow(entity_id=entity.pk, topic=f"plan:{plan.pk}", name="x", address="otra@example.org", page=SITE, now=BEFORE)
    gone = follow_cell(plan)
    leave(subscription_id=gone.pk, entity_id=entity.pk, now=BEFORE)
    make_report(plan)
    assert tell(entity) == 0


def test_a_version_was_told_at_once_to_who_follows_the_plan(entity: Entity) -> None:
    plan = make_published_plan(entity)
    follow_plan(plan, at=NOW - timedelta(days=1))
    assert tell(entity) == 0


def test_the_verdict_comes_with_the_final_report_and_not_before(entity: Entity) -> None:
    plan = make_published_plan(entity)
    follow_plan(plan, "plan@example.org")
    follow_cell(plan)
    cut_off = make_cut_off(plan)
    frozen = make_frozen(cut_off, cells_of(plan)[0])
    Verdict.objects.create(entity=entity, frozen=frozen, is_done=False, observation="Falta.", edited_at=MONDAY)
    issue(cut_off, "PRELIMINARY", MONDAY + timedelta(days=1))
    assert tell(entity, MONDAY + WEEK) == 0
    issue(cut_off, "FINAL", MONDAY + timedelta(days=8), legal_due_on=cut_off.report_due_on)
    assert tell(entity, MONDAY + 2 * WEEK) == 2
    plan_body, activity_body = (one.body for one in news())
    assert "Control interno publicó su informe de seguimiento: Corte al 30 de junio de 2026." in plan_body
    assert "Control interno: no se cumplió. Corte al 30 de junio de 2026." in activity_body
    assert "Falta." not in plan_body + activity_body


def test_an_activity_that_left_its_plan_is_still_followed(entity: Entity) -> None:
    plan = make_published_plan(entity)
    follow_cell(plan)
    cell = cells_of(plan)[0]
    make_report(plan)
    Activity.objects.filter(pk=cell.activity_id).delete()
    assert tell(entity) == 1
    assert f"/planes/2026/{plan.slug}/cambios/" in news()[0].body


def test_without_an_address_of_the_site_nothing_is_sent_and_nothing_lost(entity: Entity) -> None:
    plan = make_published_plan(entity)
    follow_cell(plan)
    make_report(plan)
    assert tell(entity, site="") == 0
    assert tell(entity, MONDAY + timedelta(hours=1)) == 1


def test_a_job_that_was_cut_short_goes_on_with_whoever_is_missing(entity: Entity) -> None:
    plan = make_published_plan(entity)
    follow_plan(plan, "una@example.org")
    other = follow_plan(plan, "otra@example.org")
    make_report(plan)
    tell(entity)
    OutgoingMail.objects.filter(recipient=f"subscription:{other.pk}", key__startswith="news:").delete()
    FollowerTold.objects.filter(subscription_id=other.pk).delete()  # as if its transaction had never been
    mail.outbox.clear()
    assert tell(entity, MONDAY + timedelta(hours=1)) == 1
    assert [message.to for message in mail.outbox] == [["otra@example.org"]]


def test_followers_of_one_entity_hear_nothing_of_another(entity: Entity, other_entity: Entity) -> None:
    mine = make_published_plan(entity)
    follow_plan(mine)
    with active_tenant(other_entity):
        theirs = make_published_plan(other_entity)
        follow_plan(theirs, "ajena@example.org")
        make_report(theirs)
    assert entities_with_followers(MONDAY) == (entity.pk, other_entity.pk)
    assert tell(entity) == 0
    assert entities_with_followers(MONDAY) == (other_entity.pk,)
    assert tell(other_entity) == 1
    assert entities_with_followers(MONDAY) == ()
