"""`make test`: every suite that this machine can run, and on the last lines what was left out and how to get it.

tests/run.py               all suites
tests/run.py --complete    the same, but a suite that is left out is a failure (.ci/run)
tests/run.py sqlite -- -k plans       one suite, with words for pytest after the dashes
"""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import postgresql

ROOT = Path(__file__).resolve().parent.parent
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
JOURNEYS = "tests/journeys"
NO_TEST_CHOSEN = 5  # pytest's exit status where -k and the like leave nothing


@dataclass(frozen=True)
class Suite:
    name: str
    about: str
    available: Callable[[], bool]
    how_to_get: str
    run: Callable[[list[str]], int]


def pytest(*words: str, **environment: str) -> int:
    """Run pytest in a temporary folder of its own, so that nothing of it stays on the machine."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("RINDE_")}
    with tempfile.TemporaryDirectory(prefix="rinde-tests-") as folder:
        command = [sys.executable, "-m", "pytest", "-q", *words]
        environment = clean | environment | {"TMPDIR": folder}
        return subprocess.run(command, check=False, cwd=ROOT, env=environment).returncode  # noqa: S603


def reachable() -> list[str]:
    """Pages that are tested in a browser belong to both databases where there is one, and to none where not."""
    return [] if browser() else ["-m", "not browser"]


def on_sqlite(words: list[str]) -> int:
    return pytest("-n", "2", "--ignore", JOURNEYS, *reachable(), *words)


def on_postgresql(words: list[str]) -> int:
    with postgresql.server() as address:
        return pytest("-n", "2", "--ignore", JOURNEYS, *reachable(), *words, RINDE_DATABASE_URL=address)


def in_browser(words: list[str]) -> int:
    return pytest(JOURNEYS, *words)


def browser() -> str | None:
    return os.environ.get("RINDE_CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)


SUITES = (
    Suite("sqlite", "the whole suite on SQLite", lambda: True, "", on_sqlite),
    Suite(
        "postgresql",
        "the whole suite on PostgreSQL",
        postgresql.available,
        "apt-get install postgresql",
        on_postgresql,
    ),
    Suite(
        "journeys",
        "the journeys and pages in a browser, with accessibility",
        lambda: browser() is not None,
        "apt-get install chromium",
        in_browser,
    ),
)


def main(arguments: list[str]) -> int:
    words = arguments[arguments.index("--") + 1 :] if "--" in arguments else []
    own = arguments[: arguments.index("--")] if "--" in arguments else arguments
    complete = "--complete" in own
    names = [word for word in own if not word.startswith("-")] or [suite.name for suite in SUITES]
    failed, left_out = [], []
    for suite in (suite for suite in SUITES if suite.name in names):
        if not suite.available():
            left_out.append(suite)
            continue
        say(f"\n== {suite.about}\n")
        if suite.run(words) not in {0, NO_TEST_CHOSEN if words else 0}:
            failed.append(suite)
    say("")
    for suite in failed:
        say(f"FAILED: {suite.about}")
    for suite in left_out:
        say(f"LEFT OUT: {suite.about}. To get it: {suite.how_to_get}")
    if not left_out and not failed:
        say("Every suite ran and passed.")
    return 1 if failed or (complete and left_out) else 0


def say(line: str) -> None:
    print(line, flush=True)  # noqa: T201 - this is the program's voice


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
