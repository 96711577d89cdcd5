"""Processes of their own, with a database of their own, for what can only be seen by killing one."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import psycopg
from django.db import connection

TESTS = Path(__file__).parent
PATIENCE = 120  # seconds before a test says that a process does nothing

Environment = Mapping[str, str]


@contextmanager
def own_database(folder: Path, scripts: Path, settings: str) -> Iterator[Environment]:
    """The environment of processes that share a database of their own, of the kind that the suite runs on.

    Args:
        folder: where its files are kept.
        scripts: the folder of the settings and of what the processes run.
    """
    values = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": settings,
        "PYTHONPATH": os.pathsep.join((str(scripts), str(TESTS))),
        "RINDE_DATA_DIR": str(folder),
        "RINDE_MODE": "test",
        "RINDE_LOG_LEVEL": "WARNING",
    }
    if connection.vendor == "sqlite":
        values.pop("RINDE_DATABASE_URL", None)
        yield values
        return
    with _own_postgresql_database() as url:
        yield {**values, "RINDE_DATABASE_URL": url}


@contextmanager
def _own_postgresql_database() -> Iterator[str]:
    server, name = connection.settings_dict, f"rinde_own_{os.getpid()}"
    reach = {"host": server["HOST"], "port": server["PORT"], "user": server["USER"], "password": server["PASSWORD"]}
    reach = {key: value for key, value in reach.items() if value}
    with psycopg.connect(**reach, dbname="postgres", autocommit=True) as admin:
        admin.execute(f'CREATE DATABASE "{name}"')
        try:
            secret = f":{server['PASSWORD']}" if server["PASSWORD"] else ""
            address = f"{server['USER']}{secret}@{server['HOST']}:{server['PORT'] or 5432}"
            yield f"postgresql://{address}/{name}"
        finally:
            admin.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def run(environment: Environment, *arguments: str) -> str:
    """Run a process to its end, and give what it printed."""
    done = subprocess.run([sys.executable, *arguments], env=environment, capture_output=True, text=True, check=False)  # noqa: S603
    assert done.returncode == 0, done.stderr
    return done.stdout


@contextmanager
def process(environment: Environment, *arguments: str) -> Iterator[subprocess.Popen[bytes]]:
    """A process with its children; at the end all of them are killed, wherever they are."""
    started = subprocess.Popen(  # noqa: S603
        [sys.executable, *arguments],
        env=environment,
        start_new_session=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield started
    finally:
        if started.poll() is None:
            os.killpg(started.pid, signal.SIGKILL)
        started.wait()


def wait_for(path: Path, *, lines: int = 1) -> list[str]:
    """The lines of a file that another process writes, once there are as many."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if path.exists() and len(found := path.read_text(encoding="utf-8").splitlines()) >= lines:
            return found
        time.sleep(0.1)
    raise AssertionError(f"{path.name} never had {lines} lines")
