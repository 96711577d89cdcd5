"""A job that tells what it does in files, since the process that runs it will be killed."""

import time
from pathlib import Path

from django.db import connection


def note(folder: str) -> None:
    """Note that it began; the first run then hangs until it is killed, the next one ends."""
    database = connection.settings_dict["ENGINE"].rsplit(".", 1)[-1]
    runs = Path(folder, "runs")
    with runs.open("a") as file:
        file.write(f"{database}\n")
    if len(runs.read_text().splitlines()) == 1:
        time.sleep(120)
    with Path(folder, "ends").open("a") as file:
        file.write("end\n")
