"""The console script: Spanish help, hyphens, errors on standard error without a traceback."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from rinde.config.manage import overview

ROOT = Path(__file__).resolve().parents[2]


def _rinde(data_dir: Path, *words: str) -> "subprocess.CompletedProcess[str]":
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("RINDE_", "DJANGO_"))}
    return subprocess.run(  # noqa: S603 - our own command
        [sys.executable, "-m", "rinde.config.manage", *words],
        env=clean | {"RINDE_DATA_DIR": str(data_dir)},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(
    "command", ["read-plan", "review-plan", "serve", "demo", "prepare", "first-admin", "verify-audit"]
)
def test_overview_names_our_commands(command: str) -> None:
    assert f"  {command} " in overview()


@pytest.mark.parametrize("word", ["read-plan", "read_plan"])
def test_hyphen_and_underscore_are_one_command(tmp_path: Path, word: str) -> None:
    done = _rinde(tmp_path, word, str(ROOT / "tests" / "samples" / "town-xlsx-date-cells" / "input.xlsx"))
    assert (done.returncode, done.stdout[:1], done.stderr) == (0, "{", "")


@pytest.mark.parametrize("words", [("read-plan", "no-such-file.pdf"), ("no-such-command",), ("read-plan",)])
def test_errors_go_to_standard_error_without_a_traceback(tmp_path: Path, words: tuple[str, ...]) -> None:
    done = _rinde(tmp_path, *words)
    assert done.returncode != 0
    assert done.stdout == ""
    assert done.stderr
    assert "Traceback" not in done.stderr


def test_help_of_a_command_is_spanish(tmp_path: Path) -> None:
    said = _rinde(tmp_path, "read-plan", "--help").stdout
    assert said.startswith("uso: ")
    assert "muestra esta ayuda y termina" in said


def test_demo_is_refused_where_somebody_elses_data_are(tmp_path: Path) -> None:
    _rinde(tmp_path, "migrate", "-v", "0")
    made = _rinde(tmp_path, "create-entity", "--slug", "otra", "--name", "Otra entidad")
    assert made.returncode == 0, made.stderr
    done = _rinde(tmp_path, "demo", "--load-only")
    assert done.returncode == 1
    assert "RINDE_DATA_DIR" in done.stderr


def test_data_folder_is_for_its_owner_alone(tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.mkdir(mode=0o755)
    assert _rinde(data, "migrate", "--verbosity", "0").returncode == 0
    assert data.stat().st_mode & 0o777 == 0o700
    assert (data / "rinde.sqlite3").stat().st_mode & 0o777 == 0o600
