"""A machine without Chromium leaves the tests of a browser out and says so; unmarked, they would fail there."""

from pathlib import Path

import pytest

TESTS = Path(__file__).resolve().parents[1]
DRIVERS = [
    path
    for path in sorted(TESTS.rglob("test_*.py"))
    if "from playwright" in path.read_text(encoding="utf-8") and path.parent.name not in {"journeys", "repository"}
]


@pytest.mark.parametrize("path", DRIVERS, ids=lambda path: str(path.relative_to(TESTS)))
def test_test_that_drives_a_browser_is_marked(path: Path) -> None:
    assert "pytest.mark.browser" in path.read_text(encoding="utf-8")


def test_there_are_tests_that_drive_a_browser() -> None:
    assert DRIVERS
