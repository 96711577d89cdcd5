"""What opens the page of one petition after its number and its code were given: signed, and soon over."""

from datetime import timedelta

from django.core import signing

OPEN_FOR = timedelta(hours=1)
_SALT = "rinde.pqrsd.status"


def token_of(petition_id: int, entity_id: int) -> str:
    """A text for an address. It stays in the browser's history, so it does not last."""
    return signing.dumps([entity_id, petition_id], salt=_SALT)


def petition_of(token: str, entity_id: int) -> int | None:
    """The petition that a token opens; None for one that is over, or that we did not make for this entity."""
    try:
        of_entity, petition_id = signing.loads(token, salt=_SALT, max_age=OPEN_FOR)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return int(petition_id) if of_entity == entity_id else None
