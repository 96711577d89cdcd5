"""Proofs: offered, shared, shown and withdrawn; links looked at every night. The original is never touched."""

from rinde.capabilities.followup.operations.evidence.attaching import (
    Attached,
    attach_file,
    attach_link,
    share_evidence,
    take_off,
)
from rinde.capabilities.followup.operations.evidence.copies import (
    make_list_without_names,
    make_public_copy,
    receive_redacted_copy,
)
from rinde.capabilities.followup.operations.evidence.drawing import draw_copy, show_copy
from rinde.capabilities.followup.operations.evidence.showing import set_visibility, withdraw_evidence

__all__ = [
    "Attached",
    "attach_file",
    "attach_link",
    "draw_copy",
    "make_list_without_names",
    "make_public_copy",
    "receive_redacted_copy",
    "set_visibility",
    "share_evidence",
    "show_copy",
    "take_off",
    "withdraw_evidence",
]
