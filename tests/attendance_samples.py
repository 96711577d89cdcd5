"""People who register and come, for tests: one valid, boring person each."""

from itertools import count
from typing import Any

from dialogue_samples import BEFORE, DURING, organiser
from rinde.capabilities.dialogue.models import Attendee, DialogueSpace, Registration
from rinde.capabilities.dialogue.operations.checking_in import walk_in
from rinde.capabilities.dialogue.operations.registering import register
from rinde.capabilities.dialogue.queries.consent import words_in_force
from rinde.capabilities.dialogue.rules.attendance import ArrivalValues, RegistrationValues
from rinde.services.access import Principal

SITE = "https://rinde.example.org"
_numbers = count(1)


def registration_values(**fields: Any) -> RegistrationValues:
    """Somebody with a name and a mail who agrees."""
    number = next(_numbers)
    defaults = {"name": f"Vecina Número{number}", "email": f"vecina{number}@example.org", "consents": True}
    return RegistrationValues(**defaults | fields)


def make_registration(space: DialogueSpace, *, now: Any = BEFORE, form_token: str = "", **fields: Any) -> Registration:
    return register(
        space_id=space.pk,
        values=registration_values(**fields),
        consent_digest=words_in_force(space.entity).digest,
        form_token=form_token or f"form-{next(_numbers)}",
        site=SITE,
        now=now,
    ).registration


def make_attendee(
    space: DialogueSpace, *, by: Principal | None = None, now: Any = DURING, form_token: str = "", **fields: Any
) -> Attendee:
    """Somebody who came without a registration."""
    number = next(_numbers)
    values = ArrivalValues(**{"name": f"Persona Nueva{number}", "consents": True} | fields)
    return walk_in(
        space_id=space.pk,
        values=values,
        form_token=form_token or f"form-{number}",
        consent_digest=words_in_force(space.entity).digest,
        by=by or organiser(space.entity),
        now=now,
    ).attendee
