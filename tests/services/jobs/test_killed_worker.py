"""A worker killed in the middle of a job: the job runs again, once, on whichever database the suite runs."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from django.db import connection

WORKER = Path(__file__).parent / "worker"
PATIENCE = 50  # seconds before the test says that a worker does nothing


@pytest.fixture
def environment(tmp_path, db) -> Iterator[dict[str, str]]:
    """The environment of processes that share a database of their own, outside the test's transaction."""
    values = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "worker_settings",
        "PYTHONPATH": str(WORKER),
        "RINDE_DATA_DIR": str(tmp_path),
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
    server, name = connection.settings_dict, f"rinde_jobs_{os.getpid()}"
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


def run(environment, *arguments) -> None:
    done = subprocess.run([sys.executable, *arguments], env=environment, capture_output=True, text=True, check=False)  # noqa: S603
    assert done.returncode == 0, done.stderr


@contextmanager
def worker(environment) -> Iterator[subprocess.Popen[bytes]]:
    """A cluster with its guard and worker processes; all of them are killed at the end."""
    process = subprocess.Popen(
        [sys.executable, "-m", "django", "qcluster"],
        env=environment,
        start_new_session=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield process
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def wait_for(path: Path) -> list[str]:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if path.exists() and (lines := path.read_text().splitlines()):
            return lines
        time.sleep(0.1)
    raise AssertionError(f"{path.name} never appeared")


@pytest.mark.slow
def test_job_of_a_killed_worker_runs_again_once(environment, tmp_path):
    run(environment, "-m", "django", "migrate", "--verbosity", "0")
    run(environment, "-m", "django", "createcachetable")
    run(environment, str(WORKER / "enqueue_note.py"), str(tmp_path))
    with worker(environment):
        wait_for(tmp_path / "runs")
    assert not (tmp_path / "ends").exists()
    with worker(environment):
        assert wait_for(tmp_path / "ends") == ["end"]
        time.sleep(7)  # longer than the time after which an unfinished job is handed out again
    assert (tmp_path / "runs").read_text().split() == [connection.settings_dict["ENGINE"].rsplit(".", 1)[-1]] * 2
