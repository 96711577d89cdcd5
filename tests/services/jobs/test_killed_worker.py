"""A worker killed in the middle of a job: the job runs again, once, on whichever database the suite runs."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection

from own_processes import Environment, own_database, process, run, wait_for

WORKER = Path(__file__).parent / "worker"


@pytest.fixture
def environment(tmp_path: Path, db: None) -> Iterator[Environment]:
    with own_database(tmp_path, WORKER, "worker_settings") as values:
        yield values


@pytest.mark.slow
def test_job_of_a_killed_worker_runs_again_once(environment: Environment, tmp_path: Path) -> None:
    run(environment, "-m", "django", "migrate", "--verbosity", "0")
    run(environment, "-m", "django", "createcachetable")
    run(environment, str(WORKER / "enqueue_note.py"), str(tmp_path))
    with process(environment, "-m", "django", "qcluster"):
        wait_for(tmp_path / "runs")
    assert not (tmp_path / "ends").exists()
    with process(environment, "-m", "django", "qcluster"):
        assert wait_for(tmp_path / "ends") == ["end"]
        time.sleep(7)  # longer than the time after which an unfinished job is handed out again
    assert (tmp_path / "runs").read_text().split() == [connection.settings_dict["ENGINE"].rsplit(".", 1)[-1]] * 2
