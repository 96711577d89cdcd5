"""Keyed hashes by which the same person is found again without keeping who they are."""

from django.utils.crypto import salted_hmac

from rinde.capabilities.dialogue.rules.attendance import ArrivalValues, identities

_SALT = "rinde.dialogue.person"


def person_keys(entity_id: int, values: ArrivalValues, *, unit: str = "") -> tuple[str, ...]:
    """HMAC-SHA-256 of each identity under the installation's secret; of two entities they never coincide."""
    return tuple(
        salted_hmac(_SALT, f"{entity_id}:{identity}", algorithm="sha256").hexdigest()
        for identity in identities(values, unit=unit)
    )
