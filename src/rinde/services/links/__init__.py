"""Links to the Internet: made whole, compared, checked politely, copied; never towards the inside of a network.

Standard library only. Knows addresses, not why somebody gave them.
"""

from rinde.services.links.addresses import LinkRefused, clean_url, normalise_url
from rinde.services.links.checking import LinkCheck, check_link
from rinde.services.links.fetching import Fetcher, Limits
from rinde.services.links.outcomes import LinkOutcome, LinkState

__all__ = [
    "Fetcher",
    "Limits",
    "LinkCheck",
    "LinkOutcome",
    "LinkRefused",
    "LinkState",
    "check_link",
    "clean_url",
    "normalise_url",
]
