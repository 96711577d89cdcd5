"""Transition tables say something about every status, or a new status would silently be a dead end."""

import importlib
from types import ModuleType

import pytest

from repository.source_files import SOURCE, python_files


def _modules_with_tables() -> list[ModuleType]:
    paths = [path for path in python_files(SOURCE) if "ALLOWED_TRANSITIONS" in path.read_text(encoding="utf-8")]
    names = [".".join(path.relative_to(SOURCE.parent).with_suffix("").parts) for path in paths]
    modules = [importlib.import_module(name) for name in names]
    return [module for module in modules if isinstance(getattr(module, "ALLOWED_TRANSITIONS", None), dict)]


MODULES = _modules_with_tables()


def test_there_is_a_table() -> None:
    assert MODULES


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.__name__)
def test_table_covers_every_status(module: ModuleType) -> None:
    table = module.ALLOWED_TRANSITIONS
    statuses = type(next(iter(table)))
    assert set(table) == set(statuses)
    assert {step.to for steps in table.values() for step in steps} <= set(statuses)


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.__name__)
def test_every_status_can_be_reached(module: ModuleType) -> None:
    table = module.ALLOWED_TRANSITIONS
    first = next(iter(table))
    reached, waiting = {first}, [first]
    while waiting:
        for step in table[waiting.pop()]:
            if step.to not in reached:
                reached.add(step.to)
                waiting.append(step.to)
    assert reached == set(type(first))
