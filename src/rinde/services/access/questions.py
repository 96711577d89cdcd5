"""The same answer for a button as for an operation: a check that raises, asked as a question."""

from collections.abc import Callable
from functools import wraps

from rinde.foundations.refusals import NotAllowed
from rinde.services.access.principal import Principal


def as_question(check: Callable[..., None]) -> Callable[..., bool]:
    """Turn `check_…(thing, by=…)`, which raises NotAllowed, into `can_…(thing, by=…)`, which tells whether it would."""

    @wraps(check)
    def can(thing: object, *, by: Principal, **more: object) -> bool:
        try:
            check(thing, by=by, **more)
        except NotAllowed:
            return False
        return True

    return can
