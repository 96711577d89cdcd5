"""How a rule says no. Raised in rules, permissions and operations; turned into pages in one place (config/middleware).

Each carries Spanish words for the person, with the way out.
"""

from collections.abc import Sequence


class Refusal(Exception):
    """Something was asked that may not be done; nothing was changed."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class NotAllowed(Refusal):
    """This person may not do this, whatever the state of the thing."""


class SecondFactorMissing(NotAllowed):
    """This person may do this, but only after a code of their phone besides the password."""


class TransitionNotAllowed(Refusal):
    """The thing is not in a state from which this can be done."""


class StaleWrite(Refusal):
    """Somebody else changed it in the meantime."""


class NotReady(Refusal):
    """Something is missing; `gaps` lists everything at once, never just the first."""

    def __init__(self, message: str, gaps: Sequence[str] = ()) -> None:
        super().__init__(message)
        self.gaps = tuple(gaps)


def refuse_gaps(message: str, *gaps: str) -> None:
    """Refuse with everything that is missing, at once; does nothing where nothing is.

    Raises:
        NotReady: with the gaps.
    """
    if gaps:
        raise NotReady(message, gaps)
