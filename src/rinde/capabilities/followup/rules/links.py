"""When a link that did not open counts as broken. Pure."""

from datetime import datetime, timedelta

from rinde.services.links.outcomes import LinkOutcome

# A site that is down for a night is not a proof that vanished: these count once they were found on two nights.
MAY_PASS: frozenset[LinkOutcome] = frozenset(
    {LinkOutcome.TIMEOUT, LinkOutcome.CONNECTION_REFUSED, LinkOutcome.NO_ANSWER, LinkOutcome.SERVER_ERROR,
     LinkOutcome.CERTIFICATE, LinkOutcome.NO_SUCH_HOST}
)  # fmt: skip
TWO_NIGHTS = timedelta(hours=20)


def broken_since(outcome: LinkOutcome, *, failing_since: datetime, now: datetime) -> datetime | None:
    """Since when a link that does not work is broken; None while it may be one bad night."""
    is_sure = outcome not in MAY_PASS or now - failing_since >= TWO_NIGHTS
    return failing_since if is_sure else None
