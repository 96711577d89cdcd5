"""Queueing mail and sending it.

A key goes into the table once, whoever asks again. From there each message is sent at least once: a worker that dies
between the mail server's answer and our note of it leaves a message that is sent again when its claim is old. That is
a moment of milliseconds; the second copy carries the same Message-ID, by which many mailboxes drop it. The other
order, the note before the sending, would lose the message instead.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from email.utils import parseaddr
from smtplib import SMTPException, SMTPRecipientsRefused, SMTPResponseException
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from rinde.services.jobs import enqueue
from rinde.services.notifications.models import OutgoingMail
from rinde.services.tenancy import every_tenant

CLAIM_HOLDS_FOR = timedelta(minutes=10)
TRIED_FOR = timedelta(days=7)  # after this a message that never went out is given up, and its address erased
MOST_AT_A_TIME = 200  # so that trying again ends within a job's time
_LONGEST_LINE = 998  # of a header (RFC 5322, 2.1.1)
_FOR_EVER = 500  # from here on a mail server means it: there is no such mailbox (RFC 5321, 4.2.1)


@transaction.atomic
def send_once(
    *,
    entity_id: int,
    key: str,
    recipient: str,
    address: str,
    subject: str,
    body: str,
    now: datetime,
    leave_url: str = "",
) -> bool:
    """Queue a message in the transaction of who asks; give False where this key was asked for before.

    Args:
        leave_url: for what somebody asked to be told: the absolute address where one POST leaves it, of
            `queries.one_click_url`. Mailboxes show it as a button of their own.
    """
    mail, is_new = OutgoingMail.objects.get_or_create(
        entity_id=entity_id,
        key=key,
        defaults={
            "recipient": recipient,
            "address": address,
            "subject": subject,
            "body": body,
            "leave_url": leave_url,
            "created_at": now,
        },
    )
    if is_new:
        enqueue(deliver_mail, mail.pk)
    return bool(is_new)


def deliver(*, mail_id: int, now: datetime) -> bool:
    """Send a queued message; give False where it went out before or another worker has it in hand.

    Raises:
        SMTPException, OSError: where the mail server did not take it; `deliver_waiting` tries again.
    """
    with every_tenant(reason="one message, named by its number, from a worker that serves every entity"):
        free = Q(claimed_at__isnull=True) | Q(claimed_at__lt=now - CLAIM_HOLDS_FOR)
        waiting = OutgoingMail.objects.filter(free, pk=mail_id, sent_at__isnull=True).exclude(address="")
        if not waiting.update(claimed_at=now, attempts=F("attempts") + 1):
            return False
        mail = OutgoingMail.objects.get(pk=mail_id)
        try:
            _message(mail).send()
        except Exception:
            OutgoingMail.objects.filter(pk=mail_id).update(claimed_at=None)
            raise
        OutgoingMail.objects.filter(pk=mail_id).update(sent_at=now, address="")
    return True


class _Letter(EmailMessage):
    """A message whose addresses are not torn: a header is folded where RFC 5322 must have it, after 998 letters."""

    def message(self, **options: Any) -> Any:
        letter = super().message(**options)
        letter.policy = letter.policy.clone(max_line_length=_LONGEST_LINE)
        return letter


def _message(mail: OutgoingMail) -> EmailMessage:
    """The same message each time, so that a mailbox that gets it twice can tell."""
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
    headers = {
        "Message-ID": f"<rinde.{mail.entity_id}.{mail.pk}.{mail.created_at:%Y%m%d%H%M%S%f}@{domain}>",
        "Auto-Submitted": "auto-generated",  # RFC 3834: no absence notice answers it
    }
    if mail.leave_url:
        headers["List-Unsubscribe"] = f"<{mail.leave_url}>"
    if mail.leave_url.startswith("https://"):  # nothing else may be promised to take one POST (RFC 8058, 3.1)
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return _Letter(mail.subject, mail.body, None, [mail.address], headers=headers)


def deliver_waiting(*, now: datetime) -> int:
    """Try again what did not go out, those tried least first; give how many went. What is too old is given up.

    It ends at the first message for which the mail server cannot be reached: the others would fare alike. A message
    that the server refuses holds nobody up, and is given up where it says that there is no such mailbox.
    """
    with every_tenant(reason="mail that stayed behind is sent wherever it is, and given up after some days"):
        unsent = OutgoingMail.objects.filter(sent_at__isnull=True).exclude(address="")
        unsent.filter(created_at__lt=now - TRIED_FOR).update(address="")
        # What was queued this very moment is its own job's business.
        waiting = unsent.filter(created_at__lt=now - CLAIM_HOLDS_FOR).order_by("attempts", "pk")
        numbers = list(waiting.values_list("pk", flat=True)[:MOST_AT_A_TIME])
    return _try_each(numbers, now)


def _try_each(numbers: Iterable[int], now: datetime) -> int:
    sent = 0
    for mail_id in numbers:
        try:
            sent += deliver(mail_id=mail_id, now=now)
        except SMTPRecipientsRefused as refusal:
            if all(code >= _FOR_EVER for code, _ in refusal.recipients.values()):
                _give_up(mail_id)
        except SMTPResponseException:
            continue
        except (SMTPException, OSError):
            break
    return sent


@transaction.atomic
def forget_bodies(*, entity_id: int, prefix: str) -> int:
    """Erase the text of messages that went out, of keys with a beginning; give how many. What waits keeps its own.

    For messages whose text is personal or opens something; that they went out, and when, stays.
    """
    sent = OutgoingMail.objects.filter(entity_id=entity_id, key__startswith=prefix, sent_at__isnull=False)
    return int(sent.exclude(body="").update(body=""))


def _give_up(mail_id: int) -> None:
    with every_tenant(reason="one message, named by its number, to a mailbox that does not exist"):
        OutgoingMail.objects.filter(pk=mail_id).update(address="")


def deliver_mail(mail_id: int) -> None:
    """Send one message: what the queue runs."""
    deliver(mail_id=mail_id, now=timezone.now())
