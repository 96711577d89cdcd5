"""A running demo for the browser: the real `rinde demo`, with its own data, port and worker. No pytest here."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
TOWN = "villa-aurora"
STARTS_WITHIN = 180.0  # on two cores that others use as well


@dataclass(frozen=True)
class Site:
    """Where the demo answers, where it keeps its data, and with what mail and password each person enters."""

    address: str
    people: dict[str, tuple[str, str]]  # by the start of their mail
    folder: Path

    @property
    def log(self) -> Path:
        """What the demo says while it runs, and every mail: a demo sends none away."""
        return self.folder / "log"

    @property
    def town(self) -> str:
        return f"{self.address}/{TOWN}"

    @property
    def desk(self) -> str:
        return f"{self.town}/gestion"


def chromium() -> str | None:
    """The browser of the system; nothing is ever downloaded."""
    return os.environ.get("RINDE_CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)


def clean_environment() -> dict[str, str]:
    """The environment without the settings of the test suite: what is started here runs as a person runs it."""
    return {name: value for name, value in os.environ.items() if not name.startswith(("RINDE_", "DJANGO_"))}


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running_demo() -> Iterator[Site]:
    """Start the demo in a temporary folder; at the end it is stopped as Ctrl-C would.

    Raises:
        RuntimeError: with its last lines, where it does not answer.
    """
    folder = Path(tempfile.mkdtemp(prefix="rinde-journeys-"))
    port, log = _free_port(), folder / "log"
    with log.open("wb") as output:
        process = subprocess.Popen(  # noqa: S603 - our own command
            [sys.executable, "-m", "rinde.config.manage", "demo", "--port", str(port)],
            cwd=ROOT,
            env=clean_environment() | {"RINDE_DATA_DIR": str(folder)},
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        address = f"http://127.0.0.1:{port}"
        _wait_for(f"{address}/{TOWN}/", process, log)
        yield Site(address, _people(folder), folder)
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(timeout=30)
        shutil.rmtree(folder, ignore_errors=True)


def _people(folder: Path) -> dict[str, tuple[str, str]]:
    lines = (folder / "demo-people.txt").read_text(encoding="utf-8").splitlines()
    words = (line.split("\t") for line in lines)
    return {mail.split("@")[0]: (mail, password) for mail, password, _role in words}


def _wait_for(address: str, process: "subprocess.Popen[bytes]", log: Path) -> None:
    deadline = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=2):  # noqa: S310 - our own address
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    raise RuntimeError(f"the demo did not answer:\n{log.read_text(encoding='utf-8')[-4000:]}")
