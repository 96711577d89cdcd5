"""Changes to a published plan: asked for, opined upon, decided with an act, published in the next version."""

from rinde.capabilities.plans.operations.change_requests.asking import request_change, request_changes
from rinde.capabilities.plans.operations.change_requests.judging import (
    approve_changes,
    ask_again,
    give_opinion,
    reject_change,
    withdraw_change,
)
from rinde.capabilities.plans.operations.change_requests.publishing import publish_changes

__all__ = [
    "approve_changes",
    "ask_again",
    "give_opinion",
    "publish_changes",
    "reject_change",
    "request_change",
    "request_changes",
    "withdraw_change",
]
