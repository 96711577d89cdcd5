"""Sending mail once, and following a topic."""

from rinde.services.notifications.operations.following import confirm, follow, forget_unconfirmed, leave
from rinde.services.notifications.operations.sending import deliver, deliver_waiting, forget_bodies, send_once

__all__ = [
    "confirm",
    "deliver",
    "deliver_waiting",
    "follow",
    "forget_bodies",
    "forget_unconfirmed",
    "leave",
    "send_once",
]
