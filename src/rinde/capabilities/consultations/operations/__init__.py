"""Writes of consultations: opening, receiving, looking after, answering, closing. Keyword-only and atomic."""

from rinde.capabilities.consultations.operations.closing import close_consultation, close_past, forget_addresses
from rinde.capabilities.consultations.operations.commenting import (
    Received,
    confirm_mail,
    enter_comment,
    receive_comment,
)
from rinde.capabilities.consultations.operations.moderating import hide_comment, show_comment
from rinde.capabilities.consultations.operations.opening import (
    extend_consultation,
    open_consultation,
    withdraw_consultation,
)
from rinde.capabilities.consultations.operations.publishing import publish_replies_and_summary
from rinde.capabilities.consultations.operations.replying import discard_reply, edit_reply, mark_change, write_reply

__all__ = [
    "Received",
    "close_consultation",
    "close_past",
    "confirm_mail",
    "discard_reply",
    "edit_reply",
    "enter_comment",
    "extend_consultation",
    "forget_addresses",
    "hide_comment",
    "mark_change",
    "open_consultation",
    "publish_replies_and_summary",
    "receive_comment",
    "show_comment",
    "withdraw_consultation",
    "write_reply",
]
