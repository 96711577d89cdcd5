"""Sends the digests of an entity; with a third word, hangs in the middle of the n-th mail until it is killed."""

import sys
import time
from pathlib import Path
from typing import Any

import django
from django.db.models.signals import post_save

django.setup()

from capabilities.followup.operations.alerts.people import MONDAY, SITE  # noqa: E402
from rinde.capabilities.followup.operations.alerts import send_digests  # noqa: E402
from rinde.services.notifications.models import OutgoingMail  # noqa: E402

entity_id, hang_at = int(sys.argv[1]), int(sys.argv[2])
made = []


def hang(instance: OutgoingMail, **kwargs: Any) -> None:
    """The row is written and its transaction is not at its end."""
    made.append(instance.pk)
    if len(made) == hang_at:
        Path(sys.argv[3], "hangs").write_text("here\n", encoding="utf-8")
        time.sleep(120)


post_save.connect(hang, sender=OutgoingMail)
send_digests(entity_id=entity_id, now=MONDAY, site=SITE)
