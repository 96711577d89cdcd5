"""A process killed with `kill -9` in the middle of a digest: nobody gets it twice, and nobody is forgotten.

Real processes, a real queue and a database of their own, on whichever the suite runs.
"""

import json
import re
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from own_processes import PATIENCE, Environment, own_database, process, run, wait_for

SCRIPTS = Path(__file__).parent / "killed"
PEOPLE = 6


@pytest.fixture
def environment(tmp_path: Path, db: None) -> Iterator[Environment]:
    with own_database(tmp_path, SCRIPTS, "killed_settings") as values:
        yield values


def kept(environment: Environment, entity: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(run(environment, str(SCRIPTS / "tell.py"), entity))
    return found


def sent(folder: Path) -> list[tuple[str, str]]:
    """To whom each mail went, with its Message-ID."""
    texts = [path.read_text(encoding="utf-8") for path in folder.glob("*")] if folder.exists() else []
    letters = [letter for text in texts for letter in text.split("-" * 79)]
    found = [(re.search(r"(?m)^To: (.+)$", one), re.search(r"(?m)^Message-ID: (.+)$", one)) for one in letters]
    return sorted((who.group(1), number.group(1)) for who, number in found if who and number)


def wait_for_mails(folder: Path, count: int) -> None:
    deadline = time.monotonic() + PATIENCE
    while len(sent(folder)) < count and time.monotonic() < deadline:
        time.sleep(0.2)


@pytest.mark.slow
def test_digest_of_a_killed_process_reaches_each_person_once(environment: Environment, tmp_path: Path) -> None:
    run(environment, "-m", "django", "migrate", "--verbosity", "0")
    run(environment, "-m", "django", "createcachetable")
    entity = run(environment, str(SCRIPTS / "fill.py"), str(PEOPLE)).strip()
    send = (str(SCRIPTS / "send.py"), entity)

    with process(environment, *send, "3", str(tmp_path)):
        wait_for(tmp_path / "hangs")  # two are queued, the third is written and not yet committed
    cut_short = kept(environment, entity)
    assert (len(cut_short["keys"]), cut_short["ended"], cut_short["marks"]) == (2, [False], [])

    with ExitStack() as both:  # the next hour, two workers at once
        workers = [both.enter_context(process(environment, *send, "0")) for _ in range(2)]
        assert [one.wait(timeout=PATIENCE) for one in workers] == [0, 0]
    run(environment, *send, "0")
    done = kept(environment, entity)
    assert (len(done["keys"]), len(set(done["keys"]))) == (PEOPLE, PEOPLE)
    assert (done["ended"], done["marks"]) == ([True], [PEOPLE])

    mails = tmp_path / "mails"
    with process(environment, "-m", "django", "qcluster"):
        wait_for_mails(mails, 1)  # and kill it
    with process(environment, "-m", "django", "qcluster"):
        wait_for_mails(mails, PEOPLE - 1)  # the claim of the killed worker may still hold one
        time.sleep(11)  # longer than the time after which an unfinished job is handed out again
    run(environment, str(SCRIPTS / "an_hour_later.py"))
    everybody = {f"enlace{number}@example.org" for number in range(PEOPLE)}
    assert {who for who, _ in sent(mails)} == everybody
    # The one that the killed worker had in hand may have gone out unnoted: then its second copy is the same message.
    assert len(set(sent(mails))) == PEOPLE
    assert len(sent(mails)) <= PEOPLE + 1
    assert kept(environment, entity)["sent"] == PEOPLE
