"""Following a topic: asked, confirmed, left; nothing kept that is no longer needed."""

from datetime import timedelta

import pytest

from factories import NOW, make_entity
from rinde.capabilities.entities.models import Entity
from rinde.services.audit.models import AuditEntry
from rinde.services.notifications.models import OutgoingMail, Subscription
from rinde.services.notifications.operations import confirm, follow, forget_unconfirmed, leave
from rinde.services.notifications.operations.following import CONFIRM_WITHIN
from rinde.services.notifications.queries import (
    followers,
    leave_token,
    one_click_url,
    subscription_of,
    subscriptions_to_leave,
    token_of,
)
from rinde.services.tenancy import active_tenant

ADDRESS = "Ana@Example.org"


def _follow(entity: Entity, topic: str = "plan:1") -> Subscription:
    return follow(
        entity_id=entity.pk, topic=topic, name="PTEP 2026", address=ADDRESS, page="https://x.co/avisos/", now=NOW
    )


def test_nobody_is_told_before_they_confirm(entity: Entity):
    one = _follow(entity)
    assert followers(entity_id=entity.pk, topic="plan:1") == ()
    confirm(subscription_id=one.pk, entity_id=entity.pk, now=NOW)
    assert [found.address for found in followers(entity_id=entity.pk, topic="plan:1")] == ["ana@example.org"]
    assert followers(entity_id=entity.pk, topic="plan:2") == ()


def test_asking_twice_is_asking_once(entity: Entity):
    assert _follow(entity) == _follow(entity)
    assert OutgoingMail.objects.count() == 1
    assert token_of(Subscription.objects.get().pk) in OutgoingMail.objects.get().body


def test_whoever_leaves_is_forgotten_and_may_come_back(entity: Entity):
    one = _follow(entity)
    confirm(subscription_id=one.pk, entity_id=entity.pk, now=NOW)
    leave(subscription_id=one.pk, entity_id=entity.pk, now=NOW)
    leave(subscription_id=one.pk, entity_id=entity.pk, now=NOW + timedelta(days=1))
    confirm(subscription_id=one.pk, entity_id=entity.pk, now=NOW + timedelta(days=1))
    one.refresh_from_db()
    assert (one.address, one.ended_at) == ("", NOW)
    assert followers(entity_id=entity.pk, topic="plan:1") == ()
    assert _follow(entity).pk != one.pk


def test_every_step_leaves_one_mark_without_the_address(entity: Entity):
    one = _follow(entity)
    for _ in range(2):
        confirm(subscription_id=one.pk, entity_id=entity.pk, now=NOW)
    leave(subscription_id=one.pk, entity_id=entity.pk, now=NOW)
    marks = AuditEntry.objects.filter(action__startswith="notifications.").order_by("number")
    assert [mark.action for mark in marks] == ["notifications.follow", "notifications.confirm", "notifications.leave"]
    assert not any("example" in f"{mark.facts}{mark.target}".lower() for mark in marks)


@pytest.mark.parametrize("token", ["", "x", "1", "1:falso", "²:x"])
def test_a_link_that_is_not_ours_finds_nothing(entity: Entity, token: str):
    _follow(entity)
    assert subscription_of(token, entity_id=entity.pk) is None


def test_a_link_of_one_entity_opens_nothing_in_another(entity: Entity):
    one, other = _follow(entity), make_entity()
    with active_tenant(other):
        assert subscription_of(token_of(one.pk), entity_id=other.pk) is None
        leave(subscription_id=one.pk, entity_id=other.pk, now=NOW)
    one.refresh_from_db()
    assert one.ended_at is None


def test_an_address_that_nobody_confirms_is_forgotten_in_a_week(entity: Entity):
    _follow(entity)
    kept = _follow(entity, topic="plan:2")
    confirm(subscription_id=kept.pk, entity_id=entity.pk, now=NOW)
    assert forget_unconfirmed(now=NOW + CONFIRM_WITHIN) == 0
    assert forget_unconfirmed(now=NOW + CONFIRM_WITHIN + timedelta(seconds=1)) == 1
    assert [one.address for one in Subscription.objects.order_by("pk")] == ["", "ana@example.org"]


def test_link_that_leaves_is_not_the_one_that_confirms(entity: Entity):
    one, other = _follow(entity), _follow(entity, "plan:2")
    token = leave_token([one.pk, other.pk])
    assert list(subscriptions_to_leave(token, entity_id=entity.pk)) == [one, other]
    assert subscription_of(token, entity_id=entity.pk) is None
    assert subscription_of(leave_token([one.pk]), entity_id=entity.pk) is None
    for wrong in (token_of(one.pk), token.replace(str(one.pk), str(one.pk + 1), 1), "x", ""):
        assert subscriptions_to_leave(wrong, entity_id=entity.pk) == ()
    assert subscriptions_to_leave(token, entity_id=entity.pk + 1) == ()


def test_mail_that_asks_for_a_confirmation_may_be_refused_at_once(entity: Entity):
    one = _follow(entity)
    assert OutgoingMail.objects.get().leave_url == one_click_url("https://x.co/avisos/", one.pk)
