"""The mail of a demo: it sends none away and says it all in its log, in the order in which it would have gone out."""

import re
import time
from email import message_from_bytes, policy
from email.message import EmailMessage

from journeys.site import Site

BETWEEN = re.compile(r"^-{79}$", re.MULTILINE)
BEGINS = "Content-Type: text/plain"
ARRIVES_WITHIN = 60.0  # seconds, for the worker on a slow machine


def mails_to(site: Site, address: str) -> list[EmailMessage]:
    """Every mail to this mailbox so far."""
    said = BETWEEN.split(site.log.read_text(encoding="utf-8"))
    mails = [
        message_from_bytes(one[one.index(BEGINS) :].encode(), policy=policy.default) for one in said if BEGINS in one
    ]
    return [mail for mail in mails if mail["To"] == address]


def wait_for_mails(site: Site, address: str, count: int) -> list[EmailMessage]:
    """The mails to this mailbox once there are so many: a worker sends them, not the page.

    Raises:
        AssertionError: where they do not come.
    """
    deadline = time.monotonic() + ARRIVES_WITHIN
    while time.monotonic() < deadline:
        if len(arrived := mails_to(site, address)) >= count:
            return arrived
        time.sleep(0.2)
    raise AssertionError(f"{len(mails_to(site, address))} of {count} mails came to {address}")
