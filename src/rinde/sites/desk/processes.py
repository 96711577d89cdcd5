"""Keeps the web server and the worker running, and stops both when it is told to. Only the standard library.

`rinde serve` prepares everything with Django and then becomes this module, so that the process that only watches weighs
a few megabytes. A unit file or a container that starts the two by itself has no need of it.
"""

import argparse
import ctypes
import os
import signal
import subprocess
import sys
import time
from collections import deque
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from types import FrameType

STOP_WITHIN = 15.0  # seconds for the last requests and the running job; a job cut here is handed out again
RESTARTS_PER_MINUTE = 3
PR_SET_PDEATHSIG = 1  # prctl(2), Linux


@dataclass(slots=True)
class Program:
    """One child: its name for people, its command line, and when it was started lately."""

    name: str
    command: Sequence[str]
    process: "subprocess.Popen[bytes] | None" = None
    starts: deque[float] = field(default_factory=deque)

    def start(self) -> None:
        """Start it in a session of its own, so that Ctrl-C reaches only the watcher, which stops all in good order."""
        self.starts.append(time.monotonic())
        self.process = subprocess.Popen(  # noqa: S603 - the command is our own
            list(self.command), start_new_session=True, preexec_fn=_die_with_parent
        )

    @property
    def restarts_too_often(self) -> bool:
        recent = time.monotonic() - 60
        while self.starts and self.starts[0] < recent:
            self.starts.popleft()
        return len(self.starts) > RESTARTS_PER_MINUTE


def _die_with_parent() -> None:
    """Even a watcher that is killed outright leaves no orphan. Other systems than Linux go without."""
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def programs(*, bind: str, threads: int, worker: bool) -> list[Program]:
    """The web server, and the worker where it is wanted here."""
    web = [
        *(sys.executable, "-m", "gunicorn", "rinde.config.wsgi:application", "--bind", bind),
        *("--workers", "1", "--worker-class", "gthread", "--threads", str(threads), "--preload"),
        *("--graceful-timeout", "10", "--log-level", "warning", "--no-control-socket"),
    ]
    jobs = [sys.executable, "-m", "rinde.config.manage", "qcluster"]
    return [Program("web", web), *([Program("worker", jobs)] if worker else [])]


def watch(children: Sequence[Program]) -> int:
    """Run the children until a signal comes, then stop them; start again one that ends by itself.

    Gives the exit status: 0 after a signal, 1 where a child could not be kept running.
    """
    stopping = False

    def stop(_signal: int, _frame: FrameType | None) -> None:
        nonlocal stopping
        stopping = True

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, stop)
    for child in children:
        child.start()
    status = 0
    while not stopping:
        time.sleep(0.2)
        for child in children:
            if child.process is None or child.process.poll() is None or stopping:
                continue
            _end_group(child)
            if child.restarts_too_often:
                sys.stderr.write(f"«{child.name}» se detiene una y otra vez. Revise los mensajes de arriba.\n")
                stopping, status = True, 1
                break
            child.start()
    _stop(children)
    return status


def _stop(children: Sequence[Program]) -> None:
    """Ask all, wait for all together, and end by force whatever is left of their groups."""
    running = [child for child in children if child.process is not None]
    if any(child.process is not None and child.process.poll() is None for child in running):
        with suppress(OSError):  # the terminal may be what went away
            sys.stderr.write("Terminando el trabajo en curso…\n")
            sys.stderr.flush()
    for child in running:
        if child.process is not None and child.process.poll() is None:
            child.process.terminate()
    deadline = time.monotonic() + STOP_WITHIN
    for child in running:
        try:
            if child.process is not None:
                child.process.wait(timeout=max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            sys.stderr.write(f"«{child.name}» no se detuvo a tiempo y se cerró.\n")
        _end_group(child)


def _end_group(child: Program) -> None:
    """The children of a child that died before them would go on without anybody to stop them."""
    if child.process is None:
        return
    try:
        os.killpg(child.process.pid, signal.SIGKILL)
    except ProcessLookupError:
        return  # nothing was left, as it should be
    child.process.wait()


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="rinde serve")
    parser.add_argument("--bind", required=True)
    parser.add_argument("--threads", type=int, required=True)
    parser.add_argument("--no-worker", action="store_true")
    chosen = parser.parse_args(arguments)
    return watch(programs(bind=chosen.bind, threads=chosen.threads, worker=not chosen.no_worker))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
