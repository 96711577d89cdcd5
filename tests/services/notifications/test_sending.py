"""A message goes out once, whoever asks again and whatever fails on the way."""

from datetime import timedelta
from smtplib import SMTPException

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend

from factories import NOW, make_entity
from rinde.capabilities.entities.models import Entity
from rinde.services.notifications.models import OutgoingMail
from rinde.services.notifications.operations import deliver, send_once
from rinde.services.notifications.operations.sending import CLAIM_HOLDS_FOR
from rinde.services.tenancy import active_tenant


class BrokenServer(EmailBackend):
    def send_messages(self, messages: object) -> int:  # noqa: ARG002
        raise SMTPException("the server is down")


def _ask(entity: Entity, key: str = "plan-version:1:user:7") -> bool:
    return send_once(
        entity_id=entity.pk,
        key=key,
        recipient="user:7",
        address="planeacion@example.org",
        subject="Versión 2",
        body="Cambió una fecha.",
        now=NOW,
    )


def _waiting(entity: Entity) -> OutgoingMail:
    """A message that no worker has taken yet: in tests the queue works off what it gets at once."""
    return OutgoingMail.objects.create(
        entity_id=entity.pk,
        key="k",
        recipient="user:7",
        address="planeacion@example.org",
        subject="Versión 2",
        body="Cambió una fecha.",
        created_at=NOW,
    )


def test_the_same_key_goes_out_once(entity: Entity):
    assert [_ask(entity), _ask(entity)] == [True, False]
    only = OutgoingMail.objects.get()
    assert not deliver(mail_id=only.pk, now=NOW + timedelta(days=1))
    assert [message.to for message in mail.outbox] == [["planeacion@example.org"]]


def test_the_address_is_forgotten_once_it_was_sent(entity: Entity):
    only = _waiting(entity)
    deliver(mail_id=only.pk, now=NOW)
    only.refresh_from_db()
    assert (only.address, only.recipient, only.sent_at) == ("", "user:7", NOW)


def test_a_broken_server_leaves_the_message_for_the_next_time(entity: Entity, settings):
    only = _waiting(entity)
    settings.EMAIL_BACKEND = f"{__name__}.BrokenServer"
    with pytest.raises(SMTPException):
        deliver(mail_id=only.pk, now=NOW)
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert deliver(mail_id=only.pk, now=NOW)
    only.refresh_from_db()
    assert only.attempts == 2


def test_a_message_in_another_workers_hand_is_left_alone_until_its_claim_is_old(entity: Entity):
    only = _waiting(entity)
    OutgoingMail.objects.update(claimed_at=NOW)
    assert not deliver(mail_id=only.pk, now=NOW + CLAIM_HOLDS_FOR)
    assert deliver(mail_id=only.pk, now=NOW + CLAIM_HOLDS_FOR + timedelta(seconds=1))
    assert len(mail.outbox) == 1


def test_two_entities_may_use_the_same_key(entity: Entity):
    other = make_entity()
    assert _ask(entity)
    with active_tenant(other):
        assert _ask(other)
