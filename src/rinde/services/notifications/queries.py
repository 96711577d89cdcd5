"""Who follows what, and the links by which they say so.

A link carries the subscription's number, signed: nothing of it is stored, and nobody can make one for another mailbox.
"""

from collections.abc import Sequence

from django.core import signing

from rinde.services.notifications.models import Subscription

_SALT = "rinde.notifications.following"


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


def followers(*, entity_id: int, topic: str) -> Sequence[Subscription]:
    """Everybody who confirmed that they want to be told of a topic. One query."""
    rows = Subscription.objects.filter(entity_id=entity_id, topic=topic, confirmed_at__isnull=False)
    return tuple(rows.filter(ended_at__isnull=True))


def all_followers(*, entity_id: int, topics: Sequence[str]) -> Sequence[Subscription]:
    """Everybody who confirmed that they want to be told of things of some kinds («plan»), oldest first. One query."""
    rows = Subscription.objects.filter(entity_id=entity_id, confirmed_at__isnull=False, ended_at__isnull=True)
    return tuple(one for one in rows.order_by("pk") if one.topic.partition(":")[0] in topics)
