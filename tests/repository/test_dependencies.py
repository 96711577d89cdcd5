"""Few dependencies, each with its reason, all of them locked with hashes."""

import re
import tomllib

import pytest

from repository.source_files import ROOT

MOST_DIRECT_DEPENDENCIES = 20
PROJECT = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
LOCKS = ("run", "production", "dev")


def _name(requirement: str) -> str:
    return re.split(r"[\[<>=~! ;]", requirement)[0].lower()


def _locked(lock: str) -> dict[str, str]:
    """Each locked package with the lines that belong to it."""
    text = (ROOT / "requirements" / f"{lock}.txt").read_text(encoding="utf-8")
    return {entry.split("==")[0].strip(): entry for entry in re.split(r"(?m)^(?=[a-z])", text) if entry.strip()}


def test_direct_dependencies_are_few() -> None:
    direct = tomllib.loads(PROJECT)["project"]["dependencies"]
    assert len(direct) <= MOST_DIRECT_DEPENDENCIES


def test_every_direct_dependency_has_its_reason_beside_it() -> None:
    block = PROJECT.split("dependencies = [", 1)[1].split("\n]", 1)[0]
    entries = [line for line in block.splitlines() if line.strip().startswith('"')]
    assert entries
    assert [line for line in entries if "# " not in line] == []


@pytest.mark.parametrize("lock", LOCKS)
def test_lock_holds_every_direct_dependency(lock: str) -> None:
    direct = {_name(one) for one in tomllib.loads(PROJECT)["project"]["dependencies"]}
    assert direct - set(_locked(lock)) == set()


@pytest.mark.parametrize("lock", LOCKS)
def test_every_locked_package_has_hashes(lock: str) -> None:
    assert [package for package, entry in _locked(lock).items() if "--hash=sha256:" not in entry] == []


def test_locks_agree_on_versions() -> None:
    """What is tested is what runs."""
    versions = [{package: entry.split(" ")[0] for package, entry in _locked(lock).items()} for lock in LOCKS]
    run, production, dev = versions
    assert [package for package in run if dev.get(package) != run[package] != production.get(package)] == []
