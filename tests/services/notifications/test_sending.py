"""A message goes out once, whoever asks again and whatever fails on the way."""

from datetime import timedelta
from smtplib import SMTPDataError, SMTPException, SMTPRecipientsRefused
from typing import Any

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend

from factories import NOW, make_entity
from rinde.capabilities.entities.models import Entity
from rinde.services.notifications.models import OutgoingMail
from rinde.services.notifications.operations import deliver, deliver_waiting, send_once
from rinde.services.notifications.operations.sending import CLAIM_HOLDS_FOR, TRIED_FOR
from rinde.services.notifications.queries import one_click_url
from rinde.services.tenancy import active_tenant

LATER = NOW + timedelta(hours=1)
LOCAL = "django.core.mail.backends.locmem.EmailBackend"


class BrokenServer(EmailBackend):
    def send_messages(self, messages: object) -> int:  # noqa: ARG002
        raise SMTPException("the server is down")


class ChoosyServer(EmailBackend):
    """No mailbox «nadie», no room in «llena», and it dislikes what it is told about «rara»."""

    def send_messages(self, messages: Any) -> int:
        address = messages[0].to[0]
        if address.startswith("nadie"):
            raise SMTPRecipientsRefused({address: (550, b"no such user")})
        if address.startswith("llena"):
            raise SMTPRecipientsRefused({address: (452, b"mailbox full")})
        if address.startswith("rara"):
            raise SMTPDataError(554, b"looks like spam")
        return super().send_messages(messages)


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


def _waiting(entity: Entity, **fields: Any) -> OutgoingMail:
    """A message that no worker has taken yet: in tests the queue works off what it gets at once."""
    defaults: dict[str, Any] = {
        "entity_id": entity.pk,
        "key": "k",
        "recipient": "user:7",
        "address": "planeacion@example.org",
        "subject": "Versión 2",
        "body": "Cambió una fecha.",
        "created_at": NOW,
    }
    return OutgoingMail.objects.create(**defaults | fields)


def test_the_same_key_goes_out_once(entity: Entity):
    assert [_ask(entity), _ask(entity)] == [True, False]
    only = OutgoingMail.objects.get()
    assert not deliver(mail_id=only.pk, now=NOW + timedelta(days=1))
    assert [message.to for message in mail.outbox] == [["planeacion@example.org"]]


@pytest.mark.parametrize(
    ("leave_url", "expected"),
    [
        ("", (None, None)),
        ("https://x.co/a/7:firma/dejar/", ("<https://x.co/a/7:firma/dejar/>", "List-Unsubscribe=One-Click")),
        # One POST may be promised over TLS only.
        ("http://localhost/a/7:firma/dejar/", ("<http://localhost/a/7:firma/dejar/>", None)),
    ],
)
def test_message_to_whoever_asked_for_it_says_how_to_leave(
    entity: Entity, leave_url: str, expected: tuple[str | None, str | None]
):
    deliver(mail_id=_waiting(entity, leave_url=leave_url).pk, now=NOW)
    sent = mail.outbox[0].message()
    assert (sent["List-Unsubscribe"], sent["List-Unsubscribe-Post"]) == expected


def test_long_way_of_leaving_stays_on_one_line(entity: Entity):
    """A header that is folded within its address is none: mail programs take the first part of it."""
    leave_url = one_click_url("https://rinde.una-entidad-de-nombre-largo.gov.co/entidad/avisos/", *range(1_000, 1_040))
    deliver(mail_id=_waiting(entity, leave_url=leave_url).pk, now=NOW)
    assert f"List-Unsubscribe: <{leave_url}>".encode() in mail.outbox[0].message().as_bytes()


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


def test_the_second_copy_of_a_message_can_be_told_from_another(entity: Entity):
    """A worker that dies after the server took the message sends it again; a mailbox can see that it is the same."""
    one, other = _waiting(entity), _waiting(entity, key="otro")
    deliver(mail_id=one.pk, now=NOW)
    OutgoingMail.objects.filter(pk=one.pk).update(sent_at=None, address=one.address)  # as the dead worker left it
    deliver(mail_id=one.pk, now=LATER)
    deliver(mail_id=other.pk, now=LATER)
    first, second, third = (message.message()["Message-ID"] for message in mail.outbox)
    assert first == second != third
    assert "planeacion" not in first


def test_what_a_broken_server_left_goes_out_once_when_it_is_back(entity: Entity, settings):
    one, other = _waiting(entity), _waiting(entity, key="otro")
    settings.EMAIL_BACKEND = f"{__name__}.BrokenServer"
    assert deliver_waiting(now=LATER) == 0
    assert sorted(OutgoingMail.objects.values_list("attempts", flat=True)) == [0, 1]  # it did not insist with the rest
    settings.EMAIL_BACKEND = LOCAL
    assert [deliver_waiting(now=LATER), deliver_waiting(now=LATER)] == [2, 0]
    assert len(mail.outbox) == 2
    assert {one.pk, other.pk} == set(OutgoingMail.objects.filter(sent_at=LATER).values_list("pk", flat=True))


def test_a_mail_of_this_moment_is_left_to_its_own_job(entity: Entity):
    _waiting(entity)
    assert deliver_waiting(now=NOW + CLAIM_HOLDS_FOR) == 0
    assert deliver_waiting(now=NOW + CLAIM_HOLDS_FOR + timedelta(seconds=1)) == 1


def test_a_refused_message_holds_nobody_up(entity: Entity, settings):
    settings.EMAIL_BACKEND = f"{__name__}.ChoosyServer"
    for name in ("nadie", "llena", "rara", "ana"):
        _waiting(entity, key=name, address=f"{name}@example.org")
    assert deliver_waiting(now=LATER) == 1
    assert [message.to for message in mail.outbox] == [["ana@example.org"]]
    left = dict(OutgoingMail.objects.values_list("key", "address"))
    assert left == {"nadie": "", "llena": "llena@example.org", "rara": "rara@example.org", "ana": ""}


def test_what_never_went_out_is_given_up_and_its_address_forgotten(entity: Entity):
    old = _waiting(entity)
    assert deliver_waiting(now=NOW + TRIED_FOR + timedelta(seconds=1)) == 0
    old.refresh_from_db()
    assert (old.address, old.sent_at) == ("", None)
    assert mail.outbox == []
