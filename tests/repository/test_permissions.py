"""Permission strings: all that are asked for exist, and all that exist are asked for."""

import ast

from repository.source_files import SOURCE, python_files, tree
from rinde.capabilities.accounts.rules import OPERATOR_PERMISSIONS, PERMISSIONS, ROLES

ASKING = {"may", "check", "may_somewhere", "desk_page"}


def _texts() -> set[str]:
    """Every text in our code that looks like a permission: «capability.verb», lower case."""
    found = set()
    for path in python_files(SOURCE):
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                found.add(node.value)
    return found


def _asked_directly() -> set[str]:
    found = set()
    for path in python_files(SOURCE):
        for node in ast.walk(tree(path)):
            if not isinstance(node, ast.Call) or not node.args:
                continue
            called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            first = node.args[0]
            if called in ASKING and isinstance(first, ast.Constant) and isinstance(first.value, str):
                found.add(first.value)
    return {text for text in found if "." in text}


def test_every_permission_that_is_asked_for_exists() -> None:
    assert _asked_directly() - set(PERMISSIONS) - OPERATOR_PERMISSIONS == set()


def test_every_role_grants_only_permissions_that_exist() -> None:
    assert {
        role.code: role.permissions - set(PERMISSIONS) for role in ROLES.values() if role.permissions - set(PERMISSIONS)
    } == {}


def test_every_permission_is_granted_by_some_role() -> None:
    granted = frozenset().union(*(role.permissions for role in ROLES.values()))
    assert set(PERMISSIONS) - granted - OPERATOR_PERMISSIONS == set()


def test_every_permission_is_asked_for_somewhere() -> None:
    assert set(PERMISSIONS) - _texts() == set()
