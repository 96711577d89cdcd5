"""`make check`: everything that can be said of the code without running its tests. All problems, not only the first."""

import os
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TOOLS = Path(sys.executable).parent


@dataclass(frozen=True)
class Check:
    about: str
    command: tuple[str, ...]
    environment: dict[str, str] = field(default_factory=dict)


PRODUCTION = {
    "RINDE_MODE": "production",
    "RINDE_SECRET_KEY": "only-to-see-that-a-well-set-installation-has-no-warning-0123456789",
    "RINDE_ALLOWED_HOSTS": "rinde.example",
    "RINDE_BASE_URL": "https://rinde.example",
}
RINDE = (sys.executable, "-m", "rinde.config.manage")
CHECKS = (
    Check("format", (str(TOOLS / "ruff"), "format", "--check", ".")),
    Check("lint and security lint", (str(TOOLS / "ruff"), "check", ".")),
    Check("types", (str(TOOLS / "mypy"),)),
    Check("import contracts", (str(TOOLS / "lint-imports"),)),
    # Left to taste: line breaks after headings, empty spans for icons, buttons that send because they stand in a form.
    Check("templates", (str(TOOLS / "djlint"), "src", "--lint", "--quiet", "--ignore", "H015,H020,H043")),
    Check("migrations", (*RINDE, "makemigrations", "--check", "--dry-run")),
    Check("settings of production", (*RINDE, "check", "--deploy", "--fail-level", "WARNING"), PRODUCTION),
    Check("generated docs", (sys.executable, "docs/generate.py", "--check")),
)


@dataclass(frozen=True)
class Result:
    check: Check
    passed: bool
    output: str
    seconds: float


def perform(check: Check, data_dir: str) -> Result:
    started = time.monotonic()
    environment = os.environ | {"RINDE_DATA_DIR": data_dir} | check.environment
    done = subprocess.run(  # noqa: S603
        check.command, check=False, cwd=ROOT, env=environment, capture_output=True, text=True
    )
    return Result(check, done.returncode == 0, (done.stdout + done.stderr).strip(), time.monotonic() - started)


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="rinde-check-") as data_dir, ThreadPoolExecutor(2) as pool:
        results = list(pool.map(lambda check: perform(check, data_dir), CHECKS))
    for result in results:
        if not result.passed:
            say(f"\n== {result.check.about}\n{result.output}\n")
    for result in results:
        say(f"{'ok  ' if result.passed else 'FAIL'}  {result.check.about:<26} {result.seconds:5.1f} s")
    return 0 if all(result.passed for result in results) else 1


def say(line: str) -> None:
    print(line, flush=True)  # noqa: T201 - this is the program's voice


if __name__ == "__main__":
    sys.exit(main())
