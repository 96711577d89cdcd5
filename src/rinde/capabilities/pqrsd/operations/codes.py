"""The lookup code: given once to whoever asks, kept only as a keyed hash that is of no use without the site's key."""

import hmac
import secrets

from django.utils.crypto import salted_hmac

from rinde.capabilities.pqrsd.rules.numbers import new_code, read_code

_SALT = "rinde.pqrsd.code"


def make_code() -> str:
    """A new code, as it is printed."""
    return new_code(secrets.choice)


def hash_of(code: str, *, entity_id: int, number: str) -> str:
    """The hash that is kept. Bound to the number, so that no code opens another petition."""
    told = f"{entity_id}:{number}:{read_code(code)}"
    return salted_hmac(_SALT, told, algorithm="sha256").hexdigest()


def code_fits(code: str, *, entity_id: int, number: str, kept: str) -> bool:
    """Compare in constant time; costs the same where there is nothing to compare with."""
    return hmac.compare_digest(hash_of(code, entity_id=entity_id, number=number), kept or "-" * 64)
