"""200 units that send their report in the same minute, on PostgreSQL: no error, no report lost, none doubled.

Run: `python benchmarks/reporting_at_once.py`. A server of its own on this machine, one web process with six threads
and one worker, as `rinde serve` starts them: the worker draws the public copies of the photos on the same processors,
and how long it takes until the last one is there is shown too. Each unit's person opens the form, sends it with a
photo, and sends it again as an impatient thumb does; the clients run in one process of their own. Without PostgreSQL
installed it says so and measures nothing.
"""

import http.client
import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from threading import Barrier
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
UNITS = 200
FOLDER = Path(tempfile.mkdtemp(prefix="rinde-benchmark-"))
DRAWN_WITHIN = 600.0  # seconds from the first form to the last copy
WAIT = 60.0  # seconds for the server to answer at all
MOST = 240.0  # seconds for one request, under a load that two cores work off one after the other
PHOTO = (ROOT / "docs/manual/pictures/plan.webp").read_bytes()
BOUNDARY = "rinde-benchmark"

sys.path.insert(0, str(ROOT / "tests"))
import postgresql  # noqa: E402


@dataclass(frozen=True)
class Person:
    """Somebody signed in, with the one form that they have to send."""

    cookie: str
    path: str


@dataclass(frozen=True)
class Outcome:
    """`opened` and `sent`: seconds. `statuses`: of the form, the sending and the sending again."""

    opened: float
    sent: float
    statuses: tuple[int, int, int]


def asked(address: str, *words: str) -> Any:
    """What the process beside this one says of its database."""
    command = [sys.executable, str(ROOT / "benchmarks" / "units_at_once.py"), *words]
    told = subprocess.run(command, check=True, cwd=ROOT, env=environment(address), capture_output=True, text=True)
    return json.loads(told.stdout)


def environment(address: str) -> dict[str, str]:
    clean = {name: value for name, value in os.environ.items() if not name.startswith("RINDE_")}
    own = {"RINDE_MODE": "development", "RINDE_DATA_DIR": str(FOLDER), "RINDE_DATABASE_URL": address}
    return clean | own


def connection(port: int) -> http.client.HTTPConnection:
    return http.client.HTTPConnection("127.0.0.1", port, timeout=MOST)


def ask(port: int, method: str, path: str, cookie: str, body: bytes = b"") -> tuple[int, str]:
    headers = {"Cookie": cookie, "Host": "127.0.0.1"}
    if body:
        headers["Content-Type"] = f"multipart/form-data; boundary={BOUNDARY}"
        headers["Referer"] = f"http://127.0.0.1{path}"
    client = connection(port)
    try:
        client.request(method, path, body, headers)
        answer = client.getresponse()
        return answer.status, answer.read().decode(errors="replace")
    finally:
        client.close()


def hidden(page: str, name: str) -> str:
    found = re.search(rf'name="{name}"[^>]*value="([^"]*)"', page)
    return found[1] if found else ""


def filled(page: str) -> bytes:
    """The form as a phone sends it."""
    fields = {name: hidden(page, name) for name in ("csrfmiddlewaretoken", "form_token", "seen")}
    fields |= {
        "outcome": "DONE",
        "text": "Se hizo la jornada con la comunidad y quedó publicada.",
        "happened_on": date(2026, 2, 10).isoformat(),
        "reason": "Se corrió una semana por la lluvia.",
        "visibility": "PUBLIC",
        "enviar": "1",
    }
    parts = [
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, value in fields.items()
    ]
    parts.append(
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="foto.webp"\r\n'
        "Content-Type: image/webp\r\n\r\n".encode()
        + PHOTO
        + b"\r\n"
    )
    return b"".join([*parts, f"--{BOUNDARY}--\r\n".encode()])


def report(port: int, person: Person, together: Barrier) -> Outcome:
    """One person's minute: all 200 begin at the same moment."""
    together.wait()
    started = time.perf_counter()
    first, page = ask(port, "GET", person.path, person.cookie)
    opened = time.perf_counter()
    body = filled(page)
    second, _ = ask(port, "POST", person.path, person.cookie, body)
    sent = time.perf_counter()
    third, _ = ask(port, "POST", person.path, person.cookie, body)
    return Outcome(opened - started, sent - opened, (first, second, third))


def serve(port: int, address: str) -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-m", "rinde.config.manage", "serve", "--port", str(port)]
    process = subprocess.Popen(
        command, cwd=ROOT, env=environment(address), stdout=subprocess.DEVNULL, start_new_session=True
    )
    started = time.monotonic()
    while time.monotonic() - started < WAIT:
        try:
            if ask(port, "GET", "/salud/", "")[0] == 200:
                return process
        except OSError:
            time.sleep(0.2)
    raise RuntimeError("the server did not start")


def at(values: list[float], share: float) -> float:
    return sorted(values)[min(len(values) - 1, int(len(values) * share))]


def main() -> int:
    if not postgresql.available():
        print("left out: no PostgreSQL on this machine (apt-get install postgresql)")
        return 0
    before = os.getloadavg()
    with postgresql.server() as address:
        people = [Person(*one) for one in asked(address, "prepare", str(UNITS))]
        port = postgresql._free_port()
        server = serve(port, address)
        try:
            together = Barrier(UNITS)
            started = time.perf_counter()
            with ThreadPoolExecutor(UNITS) as pool:
                outcomes = list(pool.map(lambda one: report(port, one, together), people))
            took = time.perf_counter() - started
            standing = asked(address, "standing")
            while standing["copies"] < UNITS and time.perf_counter() - started < DRAWN_WITHIN:
                time.sleep(1)
                standing = asked(address, "standing")
            drawn = time.perf_counter() - started
        finally:
            server.terminate()
            server.wait(timeout=30)
    bad = [one for one in outcomes if one.statuses[0] != 200 or one.statuses[1] != 302 or one.statuses[2] >= 500]
    sent = [one.sent for one in outcomes]
    print(f"{UNITS} units at once, each a form and a sending with a photo of {len(PHOTO) // 1024} KB, sent twice")
    print(f"all done in {took:.1f} s: {3 * UNITS / took:.0f} requests a second; errors: {len(bad)}")
    print(f"sending: median {statistics.median(sent):.2f} s, p95 {at(sent, 0.95):.2f} s, longest {max(sent):.2f} s")
    reports, doubled, proofs = (standing[name] for name in ("reports", "doubled", "proofs"))
    print(f"reports that stand: {reports} of {UNITS}, doubled: {doubled}, proofs: {proofs}")
    copies = standing["copies"]
    print(f"public copies that the worker drew: {copies} of {UNITS}, the last one {drawn:.0f} s after the first form")
    print(f"load of the machine: {before[0]:.1f} before, {os.getloadavg()[0]:.1f} after, {os.cpu_count()} processors")
    whole = (reports, doubled, proofs, copies) == (UNITS, 0, UNITS, UNITS)
    print("budget no error, no lost or doubled report:", "kept" if whole and not bad else "BROKEN")
    return 0 if whole and not bad else 1


if __name__ == "__main__":
    sys.exit(main())
