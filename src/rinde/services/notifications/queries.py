"""Who follows what, and the links by which they say so.

A link carries the subscription's number, signed: nothing of it is stored, and nobody can make one for another mailbox.
"""

from collections.abc import Collection, Sequence

from django.core import signing

from rinde.services.notifications.models import Subscription

_SALT, _LEAVING = "rinde.notifications.following", "rinde.notifications.leaving"


def token_of(subscription_id: int) -> str:
    """Give what the link of a subscription carries; the same each time."""
    return signing.Signer(salt=_SALT).sign(str(subscription_id))


def subscription_of(token: str, *, entity_id: int) -> Subscription | None:
    """Find the subscription of a link; None for a link that we did not make, or of another tenant."""
    try:
        number = int(signing.Signer(salt=_SALT).unsign(token))
    except (signing.BadSignature, ValueError):
        return None
    found: Subscription | None = Subscription.objects.filter(entity_id=entity_id, pk=number).first()
    return found


def one_click_url(page: str, *subscription_ids: int) -> str:
    """Give the address where one POST leaves some subscriptions of one mailbox, without a session (RFC 8058).

    Args:
        page: the absolute address to which the token of a subscription is added.
    """
    return f"{page}{leave_token(subscription_ids)}/dejar/"


def leave_token(subscription_ids: Collection[int]) -> str:
    """Give what the link carries that leaves several at once; it confirms none."""
    return signing.Signer(salt=_LEAVING).sign(",".join(map(str, subscription_ids)))


def subscriptions_to_leave(token: str, *, entity_id: int) -> Sequence[Subscription]:
    """Find the subscriptions of such a link; none for a link that we did not make, or of another tenant. One query."""
    try:
        numbers = [int(one) for one in signing.Signer(salt=_LEAVING).unsign(token).split(",")]
    except (signing.BadSignature, ValueError):
        return ()
    return tuple(Subscription.objects.filter(entity_id=entity_id, pk__in=numbers))


def followers(*, entity_id: int, topic: str) -> Sequence[Subscription]:
    """Everybody who confirmed that they want to be told of a topic. One query."""
    rows = Subscription.objects.filter(entity_id=entity_id, topic=topic, confirmed_at__isnull=False)
    return tuple(rows.filter(ended_at__isnull=True))


def all_followers(*, entity_id: int, topics: Sequence[str]) -> Sequence[Subscription]:
    """Everybody who confirmed that they want to be told of things of some kinds («plan»), oldest first. One query."""
    rows = Subscription.objects.filter(entity_id=entity_id, confirmed_at__isnull=False, ended_at__isnull=True)
    return tuple(one for one in rows.order_by("pk") if one.topic.partition(":")[0] in topics)
