"""Queueing mail and sending it."""

from datetime import datetime, timedelta

from django.core.mail import send_mail
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from rinde.services.jobs import enqueue
from rinde.services.notifications.models import OutgoingMail
from rinde.services.tenancy import every_tenant

CLAIM_HOLDS_FOR = timedelta(minutes=10)


@transaction.atomic
def send_once(
    *, entity_id: int, key: str, recipient: str, address: str, subject: str, body: str, now: datetime
) -> bool:
    """Queue a message in the transaction of who asks; give False where this key was asked for before."""
    mail, is_new = OutgoingMail.objects.get_or_create(
        entity_id=entity_id,
        key=key,
        defaults={
            "recipient": recipient,
            "address": address,
            "subject": subject,
            "body": body,
            "created_at": now,
        },
    )
    if is_new:
        enqueue(deliver_mail, mail.pk)
    return bool(is_new)


def deliver(*, mail_id: int, now: datetime) -> bool:
    """Send a queued message; give False where it went out before or another worker has it in hand.

    Raises:
        SMTPException, OSError: where the mail server did not take it; the queue asks again.
    """
    with every_tenant(reason="one message, named by its number, from a worker that serves every entity"):
        free = Q(claimed_at__isnull=True) | Q(claimed_at__lt=now - CLAIM_HOLDS_FOR)
        waiting = OutgoingMail.objects.filter(free, pk=mail_id, sent_at__isnull=True).exclude(address="")
        if not waiting.update(claimed_at=now, attempts=F("attempts") + 1):
            return False
        mail = OutgoingMail.objects.get(pk=mail_id)
        try:
            send_mail(mail.subject, mail.body, None, [mail.address])
        except Exception:
            OutgoingMail.objects.filter(pk=mail_id).update(claimed_at=None)
            raise
        OutgoingMail.objects.filter(pk=mail_id).update(sent_at=now, address="")
    return True


def deliver_mail(mail_id: int) -> None:
    """Send one message: what the queue runs."""
    deliver(mail_id=mail_id, now=timezone.now())
