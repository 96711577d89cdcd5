"""Files, functions and templates that fit in a head, under names that say what is in them."""

import ast
from pathlib import Path

import pytest

from repository.source_files import ROOT, name, python_files, templates, tree

LONGEST_FILE, LONGEST_FUNCTION, LONGEST_TEMPLATE = 500, 60, 150
NAMES_THAT_SAY_NOTHING = {"utils", "util", "helpers", "helper", "misc", "base", "common", "tools", "stuff"}


def _lines(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def test_files_are_short() -> None:
    assert {name(path): _lines(path) for path in python_files() if _lines(path) > LONGEST_FILE} == {}


def test_templates_are_short() -> None:
    assert {name(path): _lines(path) for path in templates() if _lines(path) > LONGEST_TEMPLATE} == {}


def test_functions_are_short() -> None:
    found = {
        f"{name(path)}:{node.name}": (node.end_lineno or 0) - node.lineno + 1
        for path in python_files()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }
    assert {where: lines for where, lines in found.items() if lines > LONGEST_FUNCTION} == {}


def test_module_names_say_what_is_inside() -> None:
    parts = {name(path): {path.stem, *path.relative_to(ROOT).parts[:-1]} for path in python_files()}
    assert [path for path, words in parts.items() if words & NAMES_THAT_SAY_NOTHING] == []


@pytest.mark.parametrize("path", python_files(ROOT / "src"), ids=name)
def test_module_says_where_it_sits(path: Path) -> None:
    """Every module of ours begins with a docstring; an app's registration and an empty package have nothing to say."""
    module = tree(path)
    says_nothing = not module.body or path.stem == "apps" or (path.parent.name == "commands" and not module.body)
    assert says_nothing or ast.get_docstring(module)


def test_imports_stand_at_the_top() -> None:
    """No inline import, and no excuse for one: it hides a cycle. Only an app's `ready` has to wait for the models."""
    excused = [path for path in python_files() if "noqa: PLC0415" in path.read_text(encoding="utf-8")]
    assert [name(path) for path in excused if path.stem != "apps" and path != Path(__file__)] == []
