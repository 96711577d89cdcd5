"""Roles, the matrix, invitations and scopes: pure."""

from datetime import timedelta

import pytest

from factories import NOW
from rinde.capabilities.accounts.choices import RoleCode, ScopeKind
from rinde.capabilities.accounts.management.commands.permission_matrix import in_markdown
from rinde.capabilities.accounts.rules import (
    INVITATION_TERM,
    OPERATOR_PERMISSIONS,
    PERMISSIONS,
    REFUSED_INVITATION,
    ROLES,
    InvitationState,
    invitation_state,
    leaves_without_administrator,
    permission_matrix,
    permissions_of,
    scope_gaps,
    token_hash,
)
from rinde.services.access import Grant, Principal, Scope

# Written out by hand: a change of who may do what must be seen here as well as in the code.
HOLDERS = {
    "desk.open": set(RoleCode),
    "entities.edit": {RoleCode.ENTITY_ADMIN, RoleCode.PLAN_COORDINATOR},
    "accounts.manage": {RoleCode.ENTITY_ADMIN},
    "audit.read": {RoleCode.ENTITY_ADMIN, RoleCode.INTERNAL_CONTROL},
    "plans.read_draft": set(RoleCode) - {RoleCode.CITIZEN_SERVICE},
    "plans.edit": {RoleCode.PLAN_COORDINATOR},
    "plans.publish": {RoleCode.PLAN_COORDINATOR},
    "plans.register_act": {RoleCode.PLAN_COORDINATOR, RoleCode.ENTITY_ADMIN},
    "plans.request_change": {RoleCode.PLAN_COORDINATOR, RoleCode.UNIT_LIAISON, RoleCode.UNIT_HEAD},
    "plan_imports.upload": {RoleCode.PLAN_COORDINATOR},
    "consultations.manage": {RoleCode.PLAN_COORDINATOR},
    "consultations.moderate": {RoleCode.PLAN_COORDINATOR, RoleCode.COMMUNICATIONS, RoleCode.CITIZEN_SERVICE},
    "followup.read": set(RoleCode) - {RoleCode.CITIZEN_SERVICE},
    "followup.report": {RoleCode.PLAN_COORDINATOR, RoleCode.UNIT_LIAISON, RoleCode.UNIT_HEAD},
    "followup.monitor": {RoleCode.PLAN_COORDINATOR},
    "followup.evaluate": {RoleCode.INTERNAL_CONTROL},
    "followup.read_reserved": {RoleCode.PLAN_COORDINATOR, RoleCode.INTERNAL_CONTROL},
    "followup.moderate": {RoleCode.PLAN_COORDINATOR, RoleCode.COMMUNICATIONS, RoleCode.CITIZEN_SERVICE},
    "followup.set_policy": {RoleCode.PLAN_COORDINATOR, RoleCode.ENTITY_ADMIN},
    "dialogue.read": set(RoleCode),
    "dialogue.manage": {RoleCode.PLAN_COORDINATOR, RoleCode.UNIT_LIAISON, RoleCode.UNIT_HEAD},
    "dialogue.moderate": {
        RoleCode.PLAN_COORDINATOR,
        RoleCode.UNIT_LIAISON,
        RoleCode.COMMUNICATIONS,
        RoleCode.CITIZEN_SERVICE,
    },
    "dialogue.evaluate": {RoleCode.INTERNAL_CONTROL},
    "surveys.read": set(RoleCode),
    "surveys.manage": {RoleCode.PLAN_COORDINATOR, RoleCode.COMMUNICATIONS},
    "surveys.enter": {
        RoleCode.PLAN_COORDINATOR,
        RoleCode.UNIT_LIAISON,
        RoleCode.COMMUNICATIONS,
        RoleCode.CITIZEN_SERVICE,
    },
    "pqrsd.read": {RoleCode.PLAN_COORDINATOR, RoleCode.INTERNAL_CONTROL, RoleCode.CITIZEN_SERVICE},
    "pqrsd.file": {RoleCode.PLAN_COORDINATOR, RoleCode.CITIZEN_SERVICE},
    "pqrsd.triage": {RoleCode.PLAN_COORDINATOR, RoleCode.CITIZEN_SERVICE},
    "pqrsd.answer": {
        RoleCode.PLAN_COORDINATOR,
        RoleCode.UNIT_LIAISON,
        RoleCode.UNIT_HEAD,
        RoleCode.CITIZEN_SERVICE,
    },
    "pqrsd.approve": {RoleCode.PLAN_COORDINATOR, RoleCode.UNIT_HEAD, RoleCode.CITIZEN_SERVICE},
}


@pytest.mark.parametrize("role", RoleCode)
@pytest.mark.parametrize("permission", PERMISSIONS)
def test_every_role_holds_exactly_its_permissions(role, permission):
    by = Principal(user_id=1, tenant_id=1, grants=(Grant(role, permissions_of(role)),))
    assert by.may(permission) is (role in HOLDERS[permission])


def test_every_role_and_permission_is_in_the_table():
    assert set(ROLES) == set(RoleCode)
    assert set(HOLDERS) == set(PERMISSIONS)
    assert all(role.permissions <= set(PERMISSIONS) for role in ROLES.values())


def test_internal_control_edits_nothing():
    editing = {
        permission
        for permission in PERMISSIONS
        if permission.split(".")[1]
        in {"edit", "publish", "upload", "manage", "moderate", "register_act", "request_change", "report", "monitor"}
    }
    assert not permissions_of(RoleCode.INTERNAL_CONTROL) & editing


def test_operator_holds_no_permission_of_an_entity():
    assert not OPERATOR_PERMISSIONS & set(PERMISSIONS)


def test_unknown_role_opens_no_door():
    assert permissions_of("A_ROLE_OF_LAST_YEAR") == frozenset()


def test_role_over_a_plan_holds_there_and_nowhere_else():
    by = Principal(
        1, 1, grants=(Grant("PLAN_COORDINATOR", permissions_of("PLAN_COORDINATOR"), Scope("plan", frozenset({7}))),)
    )
    assert by.may("plans.edit", plan=[7])
    assert not by.may("plans.edit", plan=[8])
    assert not by.may("plans.edit")
    assert by.may_somewhere("plans.edit")


def test_matrix_has_a_row_a_permission_and_a_column_a_role():
    assert [row.permission for row in permission_matrix()] == list(PERMISSIONS)
    assert {len(row.held) for row in permission_matrix()} == {len(ROLES)}


def test_manual_page_says_every_role_and_permission():
    page = in_markdown()
    assert all(role.name in page and role.purpose in page for role in ROLES.values())
    assert all(f"| {meaning} |" in page for meaning in PERMISSIONS.values())


@pytest.mark.parametrize(
    ("accepted", "withdrawn", "after", "state"),
    [
        (False, False, timedelta(), InvitationState.PENDING),
        (False, False, INVITATION_TERM, InvitationState.PENDING),
        (False, False, INVITATION_TERM + timedelta(microseconds=1), InvitationState.EXPIRED),
        (False, True, timedelta(), InvitationState.WITHDRAWN),
        (True, False, timedelta(days=30), InvitationState.ACCEPTED),
    ],
)
def test_state_of_an_invitation(accepted, withdrawn, after, state):
    found = invitation_state(accepted=accepted, withdrawn=withdrawn, expires_at=NOW + INVITATION_TERM, now=NOW + after)
    assert found == state
    assert (state in REFUSED_INVITATION) is (state != InvitationState.PENDING)


def test_token_is_kept_as_sha256():
    assert token_hash("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"


@pytest.mark.parametrize(
    ("administrators", "leaver", "expected"), [({1}, 1, True), ({1, 2}, 1, False), ({2}, 1, False), (set(), 1, True)]
)
def test_last_administrator_is_known(administrators, leaver, expected):
    assert leaves_without_administrator(administrators, leaver) is expected


@pytest.mark.parametrize(
    ("role", "kind", "chosen", "gaps"),
    [
        ("READER", ScopeKind.ENTITY, 0, 0),
        ("UNIT_LIAISON", ScopeKind.ACTORS, 2, 0),
        ("UNIT_LIAISON", ScopeKind.ACTORS, 0, 1),
        ("ENTITY_ADMIN", ScopeKind.ACTORS, 1, 1),
        ("ENTITY_ADMIN", ScopeKind.PLAN, 0, 2),
        ("KING", ScopeKind.ENTITY, 0, 1),
        ("READER", "galaxy", 1, 1),
    ],
)
def test_scope_that_makes_no_sense_is_refused(role, kind, chosen, gaps):
    assert len(scope_gaps(role, kind, chosen=chosen)) == gaps
