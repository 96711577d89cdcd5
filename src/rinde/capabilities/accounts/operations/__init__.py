"""Everything that changes people and what they may do."""

from rinde.capabilities.accounts.operations.invitations import (
    Invited,
    accept_as,
    accept_invitation,
    invite,
    resend_invitation,
    send_invitation,
    withdraw_invitation,
)
from rinde.capabilities.accounts.operations.memberships import change_membership, end_membership, grant_role
from rinde.capabilities.accounts.operations.opening import invite_first_administrator, open_entity
from rinde.capabilities.accounts.operations.people import create_person, set_platform_operator, update_profile

__all__ = [
    "Invited",
    "accept_as",
    "accept_invitation",
    "change_membership",
    "create_person",
    "end_membership",
    "grant_role",
    "invite",
    "invite_first_administrator",
    "open_entity",
    "resend_invitation",
    "send_invitation",
    "set_platform_operator",
    "update_profile",
    "withdraw_invitation",
]
