"""The watcher of `rinde serve`, with real processes: stops all, starts again what ends, leaves nobody behind."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from rinde.sites.desk.processes import programs

SLEEPER = "import os, sys, time; open(sys.argv[1], 'a').write(f'{os.getpid()}\\n'); time.sleep(120)"
DIES_AT_ONCE = "import os, sys; open(sys.argv[1], 'a').write(f'{os.getpid()}\\n'); sys.exit(3)"
WATCH = """
import sys
from rinde.sites.desk.processes import Program, watch
code, *notes = sys.argv[1:]
sys.exit(watch([Program(f"child {note}", [sys.executable, "-c", code, note]) for note in notes]))
"""


def _watcher(code: str, *notes: Path) -> "subprocess.Popen[str]":
    command = [sys.executable, "-c", WATCH, code, *map(str, notes)]
    return subprocess.Popen(command, stderr=subprocess.PIPE, text=True, start_new_session=True)  # noqa: S603


def _children(*notes: Path) -> list[int]:
    """The process numbers that the children wrote down, once each has written one."""
    for _ in range(600):
        if all(note.exists() and note.read_text(encoding="ascii").endswith("\n") for note in notes):
            break
        time.sleep(0.05)
    return [int(line) for note in notes for line in note.read_text(encoding="ascii").split()]


def _gone(process: int) -> bool:
    for _ in range(200):
        try:
            os.kill(process, 0)
        except ProcessLookupError:
            return True
        status = Path(f"/proc/{process}/status")
        if status.exists() and "State:\tZ" in status.read_text(encoding="ascii"):
            return True
        time.sleep(0.05)
    return False


@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_signal_stops_every_child(tmp_path: Path, number: signal.Signals) -> None:
    notes = (tmp_path / "one", tmp_path / "two")
    watcher = _watcher(SLEEPER, *notes)
    children = _children(*notes)
    watcher.send_signal(number)
    assert watcher.communicate(timeout=30) == (None, "Terminando el trabajo en curso…\n")
    assert watcher.returncode == 0
    assert [child for child in children if not _gone(child)] == []


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="the kernel tells the children only on Linux")
def test_killed_watcher_leaves_no_orphan(tmp_path: Path) -> None:
    note = tmp_path / "one"
    watcher = _watcher(SLEEPER, note)
    (child,) = _children(note)
    watcher.kill()
    watcher.communicate(timeout=30)
    assert _gone(child)


@pytest.mark.slow
def test_child_that_ends_is_started_again_and_given_up_when_it_always_ends(tmp_path: Path) -> None:
    note = tmp_path / "one"
    watcher = _watcher(DIES_AT_ONCE, note)
    _, said = watcher.communicate(timeout=60)
    assert watcher.returncode == 1
    assert "se detiene una y otra vez" in said
    assert len(_children(note)) == 4


def test_worker_is_left_out_where_another_machine_does_the_jobs() -> None:
    assert [one.name for one in programs(bind="127.0.0.1:1", threads=2, worker=False)] == ["web"]
    assert [one.name for one in programs(bind="127.0.0.1:1", threads=2, worker=True)] == ["web", "worker"]
