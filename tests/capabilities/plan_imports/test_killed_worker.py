"""A worker killed in the middle of a document: it is read again, once, with exactly one set of rows."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest
import typst
from django.db import connection

WORKER = Path(__file__).parent / "worker"
PAGES = 50
HEADER = "[Subcomponente], [Actividad], [Meta o producto], [Responsable], [Fecha programada]"


@pytest.fixture(scope="module")
def document(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A plan of many pages, so that there is time to kill its reader."""
    cells = ", ".join(
        f"[1. Información], [1.{n} Publicar el informe {n}], [Un (1) informe], [Planeación], [30/06/2026]"
        for n in range(1, PAGES * 12)
    )
    table = f"#table(columns: 5, inset: 11pt, table.header({HEADER}), {cells})"
    path = tmp_path_factory.mktemp("plan") / "plan.pdf"
    path.write_bytes(
        typst.compile(f'#set page(paper: "a4", flipped: true)\n= Plan anticorrupción 2026\n{table}'.encode())
    )
    return path


@contextmanager
def own_postgresql_database() -> Iterator[str]:
    server, name = connection.settings_dict, f"rinde_reading_{os.getpid()}"
    reach = {"host": server["HOST"], "port": server["PORT"], "user": server["USER"], "password": server["PASSWORD"]}
    with psycopg.connect(**{k: v for k, v in reach.items() if v}, dbname="postgres", autocommit=True) as admin:
        admin.execute(f'CREATE DATABASE "{name}"')
        try:
            secret = f":{server['PASSWORD']}" if server["PASSWORD"] else ""
            yield f"postgresql://{server['USER']}{secret}@{server['HOST']}:{server['PORT'] or 5432}/{name}"
        finally:
            admin.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture
def environment(tmp_path: Path, db: None) -> Iterator[dict[str, str]]:
    """The environment of processes that share a database of their own, outside the test's transaction."""
    values = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "reading_settings",
        "PYTHONPATH": str(WORKER),
        "RINDE_DATA_DIR": str(tmp_path),
        "RINDE_MODE": "test",
    }
    if connection.vendor == "sqlite":
        values.pop("RINDE_DATABASE_URL", None)
        yield values
        return
    with own_postgresql_database() as address:
        yield {**values, "RINDE_DATABASE_URL": address}


def run(environment: dict[str, str], *arguments: str) -> str:
    done = subprocess.run(  # noqa: S603
        [sys.executable, *arguments], env=environment, check=True, capture_output=True, text=True
    )
    return done.stdout


def desk(environment: dict[str, str], *steps: str) -> dict[str, Any]:
    """Take the steps, one of which looks; the state that it saw."""
    state: dict[str, Any] = json.loads(run(environment, str(WORKER / "reading_desk.py"), *steps))
    return state


@contextmanager
def worker(environment: dict[str, str]) -> Iterator[None]:
    """A cluster with its guard and worker processes; all of them are killed at the end, as by `kill -9`."""
    process = subprocess.Popen(
        [sys.executable, "-m", "django", "qcluster"],
        env=environment,
        start_new_session=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


@pytest.mark.slow
@pytest.mark.parametrize("how", ["the queue hands the job out again", "the person asks and the queue does too"])
def test_document_of_a_killed_worker_is_read_again_once(environment: dict[str, str], document: Path, how: str) -> None:
    run(environment, "-m", "django", "migrate", "--verbosity", "0")
    with worker(environment):
        desk(environment, f"upload={document}", "wait=5", "look")
    asked = ["again"] if how.startswith("the person") else []
    killed = desk(environment, "look", "pass", *asked)
    assert (killed["status"], killed["attempt"], killed["rows"], killed["lines"]) == ("READING", 1, 0, 0)
    assert killed["jobs"] == 1
    with worker(environment):
        state = desk(environment, "wait=READ", "pass", "settled", "look")
    assert state["status"] == "READ"
    assert state["rows"] == state["drafted"] == PAGES * 12 - 1
    # The person's request takes a number too, so that the killed worker's could never be used again.
    assert state["attempt"] == (3 if asked else 2)
    assert state["jobs"] == 0
