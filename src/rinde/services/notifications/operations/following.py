"""Following a topic by mail without an account: asked for, confirmed from the mailbox, left with one click."""

from datetime import datetime, timedelta

from django.db import transaction

from rinde.services.access import ANONYMOUS
from rinde.services.audit.operations import record
from rinde.services.notifications.models import Subscription
from rinde.services.notifications.operations.sending import send_once
from rinde.services.notifications.queries import one_click_url, token_of
from rinde.services.tenancy import every_tenant

CONFIRM_WITHIN = timedelta(days=7)  # an address that nobody confirms is forgotten after this


@transaction.atomic
def follow(*, entity_id: int, topic: str, name: str, address: str, page: str, now: datetime) -> Subscription:
    """Note that a mailbox asks to be told of a topic, and send it the link that confirms. Asking twice is asking once.

    Args:
        name: the topic in words, for the mail.
        page: the absolute address of the page that confirms, to which the token is added.
    """
    subscription: Subscription
    subscription, is_new = Subscription.objects.get_or_create(
        entity_id=entity_id,
        topic=topic,
        address=address.strip().lower(),
        ended_at=None,
        defaults={"created_at": now},
    )
    if is_new:
        record(entity_id=entity_id, action="notifications.follow", target=subscription, by=ANONYMOUS, now=now)
    send_once(
        entity_id=entity_id,
        key=f"subscription:{subscription.pk}:confirm:{now:%Y-%m-%d}",  # at most one a day, however often it is asked
        recipient=f"subscription:{subscription.pk}",
        address=subscription.address,
        subject=f"Confirme que quiere seguir: {name}"[:200],
        body=_mail(name, f"{page}{token_of(subscription.pk)}/"),
        leave_url=one_click_url(page, subscription.pk),
        now=now,
    )
    return subscription


def _mail(name: str, link: str) -> str:
    return (
        f"Alguien pidió avisar a este correo cuando cambie «{name}».\n\n"
        f"Si fue usted, confírmelo aquí:\n{link}\n\n"
        "En esa misma página puede dejar de seguirlo cuando quiera. "
        f"Si no fue usted, no haga nada: en {CONFIRM_WITHIN.days} días borramos este correo.\n"
    )


@transaction.atomic
def confirm(*, subscription_id: int, entity_id: int, now: datetime) -> None:
    """Begin to tell a mailbox; does nothing the second time, nor after it has left."""
    waiting = Subscription.objects.filter(
        pk=subscription_id, entity_id=entity_id, confirmed_at__isnull=True, ended_at__isnull=True
    )
    if waiting.update(confirmed_at=now):
        _leave_mark("notifications.confirm", subscription_id, entity_id, now)


@transaction.atomic
def leave(*, subscription_id: int, entity_id: int, now: datetime) -> None:
    """Tell a mailbox no more, and forget its address."""
    standing = Subscription.objects.filter(pk=subscription_id, entity_id=entity_id, ended_at__isnull=True)
    if standing.update(ended_at=now, address=""):
        _leave_mark("notifications.leave", subscription_id, entity_id, now)


@transaction.atomic
def forget_unconfirmed(*, now: datetime) -> int:
    """Forget the addresses that nobody confirmed in time, in every entity; give how many."""
    with every_tenant(reason="what is kept of people without need is erased each night, wherever it is"):
        stale = Subscription.objects.filter(
            confirmed_at__isnull=True, ended_at__isnull=True, created_at__lt=now - CONFIRM_WITHIN
        )
        return int(stale.update(ended_at=now, address=""))


def _leave_mark(action: str, subscription_id: int, entity_id: int, now: datetime) -> None:
    target = f"notifications.Subscription:{subscription_id}"
    record(entity_id=entity_id, action=action, target=target, by=ANONYMOUS, now=now)
