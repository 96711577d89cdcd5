"""Writes stand in operations and nowhere else: there alone are permission, rules, audit and transaction together."""

import ast

from repository.source_files import SOURCE, name, python_files, tree

ALWAYS_WRITES = {
    "save",
    "create",
    "delete",
    "bulk_create",
    "bulk_update",
    "get_or_create",
    "update_or_create",
    "aupdate",
    "asave",
    "acreate",
    "adelete",
    "set_password",
}
ALLOWED = {
    "src/rinde/capabilities/accounts/models.py": "UserManager.create_user, which Django calls",
    "src/rinde/sites/desk/demo/follow_up/proofs.py": "Image.save, into memory",
    "src/rinde/foundations/attachments/metadata.py": "Pillow packs a picture into memory",
    "src/rinde/foundations/attachments/photos.py": "Pillow packs a picture into memory",
    "src/rinde/foundations/attachments/shields.py": "Pillow packs a picture into memory",
    "src/rinde/sites/desk/demo/shield.py": "Image.save, into memory",
}


def _writes(module: ast.Module) -> list[int]:
    """Lines that call a writing method. `update` counts with named values only: `{}.update(x)` writes no table."""
    lines = []
    for node in ast.walk(module):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            method = node.func.attr
            if method in ALWAYS_WRITES or (method == "update" and node.keywords and not node.args):
                lines.append(node.lineno)
    return lines


def _is_operations(path: str) -> bool:
    return "/operations/" in path or path.endswith("/operations.py")


def test_writes_stand_only_in_operations() -> None:
    found = {
        f"{name(path)}:{line}"
        for path in python_files(SOURCE)
        if not _is_operations(name(path)) and name(path) not in ALLOWED
        for line in _writes(tree(path))
    }
    assert found == set()


def test_every_exception_to_writes_is_still_needed() -> None:
    needless = [path for path in ALLOWED if not _writes(tree(SOURCE.parents[1] / path))]
    assert needless == []
