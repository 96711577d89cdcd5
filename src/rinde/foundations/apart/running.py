"""The two ends of a process apart: how it is started and ended, and what it does first."""

import os
import subprocess
import sys
from collections.abc import Sequence
from typing import Final

try:
    import resource
except ImportError:  # not on Windows; the time is limited all the same
    resource = None  # type: ignore[assignment]

MEMORY: Final = 2 * 1024**3  # bytes of address space; a page of a scan may take some hundred megabytes
# What a child needs to start; no key, no address of a database, nothing to steal.
_PASSED_ON: Final = ("PATH", "PYTHONPATH", "LANG", "LC_ALL", "SYSTEMROOT", "TMPDIR", "VIRTUAL_ENV")


def run_apart(module: str, content: bytes, *, seconds: float, arguments: Sequence[str] = ()) -> bytes | None:
    """Hand bytes to a module of ours run by itself, and take what it writes.

    Returns:
        None where it took longer, died, or ended with an error.
    """
    # -P: a file in the working folder never stands in for a module.
    command = [sys.executable, "-P", "-m", module, *arguments]
    environment = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
    try:
        done = subprocess.run(  # noqa: S603  our own modules; the bytes come through a pipe
            command, input=content, capture_output=True, check=False, timeout=seconds, env=environment
        )
    except subprocess.TimeoutExpired:
        return None
    return done.stdout if done.returncode == 0 else None


def take_content() -> bytes:
    """First thing in the process apart: accept its bounds, then read what was handed over."""
    if resource is not None:
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    return sys.stdin.buffer.read()


def hand_back(answer: bytes) -> None:
    """Last thing in the process apart."""
    sys.stdout.buffer.write(answer)
