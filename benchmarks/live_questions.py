"""A hall of 200 people who ask and support at once, on PostgreSQL: no error, no question lost, none doubled.

Run: `python benchmarks/live_questions.py` (`--quick` for ten seconds and two rates). A server of its own, one web
process with the threads that `rinde serve` gives it; the clients run in another process of the same machine. First 20
writes a second for a minute, a quarter of them questions, all through one address of the network as in a hall with one
router; each is followed as a browser does. Besides, 20 phones a second ask whether there is something new. Then the
highest rate at which 95 of 100 writes take at most 300 ms. Without PostgreSQL installed it says so.
"""

import argparse
import http.client
import json
import os
import random
import re
import subprocess
import sys
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

ROOT = Path(__file__).resolve().parent.parent
FOLDER = Path(tempfile.mkdtemp(prefix="rinde-benchmark-"))
PEOPLE, IN_VIEW = 200, 40
RATE, SECONDS = 20, 60
QUESTIONS_EACH = 4  # one write in four is a question
READS = 20  # a second, by phones that look whether there is something new
BUDGET = 0.300  # seconds, for 95 of 100 writes
RATES, SECONDS_EACH = (25, 30, 35, 40, 50, 60, 70, 80, 100, 120), 20
WAIT = 60.0  # seconds for the server to start

sys.path.insert(0, str(ROOT / "tests"))
import postgresql  # noqa: E402


@dataclass
class Visitor:
    """One person with a phone: what the browser keeps, and what they did."""

    number: int
    source: str  # the address of the network that they come through
    cookies: dict[str, str] = field(default_factory=dict)
    form: dict[str, str] = field(default_factory=dict)
    token: str = ""
    supported: set[int] = field(default_factory=set)
    lock: threading.Lock = field(default_factory=threading.Lock)


@dataclass
class Run:
    """What a run saw. Times in seconds, of the write itself; `late`: behind the clock when it was sent."""

    writes: list[float] = field(default_factory=list)
    pages: list[float] = field(default_factory=list)
    reads: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    supports: int = 0
    took: float = 0.0
    load: float = 0.0  # of all processors and whatever else they do, 0–1
    worked: float = 0.0  # seconds of processor that the web process took

    @property
    def rate(self) -> float:
        return len(self.writes) / self.took


def environment(address: str) -> dict[str, str]:
    clean = {name: value for name, value in os.environ.items() if not name.startswith("RINDE_")}
    own = {"RINDE_MODE": "development", "RINDE_DATA_DIR": str(FOLDER), "RINDE_DATABASE_URL": address}
    return clean | own


def told(address: str, *words: object) -> Any:
    """What the process beside this one does with, or says of, its database."""
    command = [sys.executable, str(ROOT / "benchmarks" / "hall.py"), *map(str, words)]
    answer = subprocess.run(command, check=True, cwd=ROOT, env=environment(address), capture_output=True, text=True)
    return json.loads(answer.stdout)


def ask(port: int, visitor: Visitor, path: str, sent: dict[str, str] | None = None) -> tuple[int, str, str]:
    """Status, body and Location of one request, with the cookies that a browser would keep."""
    headers = {"Host": "127.0.0.1", "Accept-Encoding": "gzip"}
    if visitor.cookies:
        headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in visitor.cookies.items())
    body = None
    if sent is not None:
        body = urlencode(sent).encode()
        headers |= {"Content-Type": "application/x-www-form-urlencoded", "Referer": f"http://127.0.0.1{path}"}
    client = http.client.HTTPConnection("127.0.0.1", port, timeout=30, source_address=(visitor.source, 0))
    try:
        client.request("POST" if body else "GET", path, body, headers)
        answer = client.getresponse()
        content = answer.read()
        for line in answer.headers.get_all("Set-Cookie") or ():
            name, _, value = line.partition(";")[0].partition("=")
            visitor.cookies[name] = value
        if answer.getheader("Content-Encoding") == "gzip":
            return answer.status, "", answer.getheader("Location") or ""
        return answer.status, content.decode(errors="replace"), answer.getheader("Location") or ""
    finally:
        client.close()


def plain(port: int, visitor: Visitor, path: str) -> str:
    """A page whose text is looked at, so not compressed."""
    client = http.client.HTTPConnection("127.0.0.1", port, timeout=30, source_address=(visitor.source, 0))
    headers = {"Host": "127.0.0.1"}
    if visitor.cookies:
        headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in visitor.cookies.items())
    try:
        client.request("GET", path, headers=headers)
        answer = client.getresponse()
        for line in answer.headers.get_all("Set-Cookie") or ():
            name, _, value = line.partition(";")[0].partition("=")
            visitor.cookies[name] = value
        return answer.read().decode()
    finally:
        client.close()


def hidden(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    return found[1] if found else ""


def come_in(port: int, path: str, visitor: Visitor) -> None:
    """Follow the QR: the form is open, the browser has its marks."""
    page = plain(port, visitor, f"{path}preguntar/")
    visitor.form = {"csrfmiddlewaretoken": hidden(page, "csrfmiddlewaretoken"), "mark": hidden(page, "mark")}


def ask_question(port: int, path: str, visitor: Visitor, run: Run, text: str) -> None:
    """Send a question, read what becomes of it, send the same form again as an impatient thumb does, open a new one."""
    started = time.perf_counter()
    sent = visitor.form | {"text": text}
    status, _, to = ask(port, visitor, f"{path}preguntar/", sent)
    run.writes.append(time.perf_counter() - started)
    if status != 302:
        run.errors.append(f"question {status}")
        return
    run.asked.append(text)
    follow(port, visitor, run, to)
    if visitor.number % 3 == 0:
        again, _, where = ask(port, visitor, f"{path}preguntar/", sent)
        if again != 302 or where != to:
            run.errors.append(f"again {again} {where} {to}")
    come_in(port, path, visitor)


def support(port: int, path: str, visitor: Visitor, run: Run, number: int) -> None:
    """Support a question with its button, and read the list that comes back."""
    sent = {"csrfmiddlewaretoken": visitor.form["csrfmiddlewaretoken"], "apoyar": str(number), "orden": "apoyos"}
    started = time.perf_counter()
    status, _, to = ask(port, visitor, f"{path}preguntas/apoyar/", sent)
    run.writes.append(time.perf_counter() - started)
    if status != 302:
        run.errors.append(f"support {status}")
        return
    if number not in visitor.supported:
        visitor.supported.add(number)
        run.supports += 1
    follow(port, visitor, run, to.partition("#")[0])


def follow(port: int, visitor: Visitor, run: Run, path: str) -> None:
    started = time.perf_counter()
    status, _, _ = ask(port, visitor, path)
    run.pages.append(time.perf_counter() - started)
    if status != 200:
        run.errors.append(f"page {status}")


def read(port: int, path: str, visitor: Visitor, run: Run) -> None:
    started = time.perf_counter()
    status, _, _ = ask(port, visitor, f"{path}preguntas/cambios/")
    run.reads.append(time.perf_counter() - started)
    if status != 200:
        run.errors.append(f"changes {status}")


def busy() -> tuple[float, float]:
    """Seconds that the processors worked, and all seconds, since the machine started."""
    ticks = [int(one) for one in Path("/proc/stat").read_text(encoding="ascii").split("\n")[0].split()[1:9]]
    return float(sum(ticks) - ticks[3] - ticks[4]), float(sum(ticks))


def worked(parent: int) -> float:
    """Seconds of processor that a process and all below it took so far."""
    total, parents, ticks = 0.0, {parent}, os.sysconf("SC_CLK_TCK")
    for status in sorted(Path("/proc").glob("[0-9]*/stat"), key=lambda one: int(one.parent.name)):
        try:
            words = status.read_text(encoding="utf-8").rpartition(")")[2].split()
        except OSError:  # it ended while we looked
            continue
        if int(words[1]) in parents or int(status.parent.name) == parent:
            parents.add(int(status.parent.name))
            total += (int(words[11]) + int(words[12])) / ticks
    return total


def play(port: int, path: str, people: list[Visitor], *, rate: int, seconds: int, name: str, server: int) -> Run:
    """Let the hall write at an even rate, whatever the server answers, and look for news besides."""
    run, chance = Run(), random.Random(7)
    before, work = busy(), worked(server)
    with ThreadPoolExecutor(PEOPLE) as pool:
        started = time.perf_counter()
        for turn in range(rate * seconds):
            wait = started + turn / rate - time.perf_counter()
            if wait > 0:
                time.sleep(wait)
            # Everybody asks in turn, so that nobody meets the limit of one person; supports come from whoever it is.
            asks = turn % QUESTIONS_EACH == 0
            visitor = people[turn // QUESTIONS_EACH % len(people) if asks else chance.randrange(len(people))]
            text = f"¿Cómo va la obra {name}-{turn}?" if asks else ""
            pool.submit(act, port, path, visitor, run, text, chance.randint(1, IN_VIEW))
            if turn * READS // rate != (turn + 1) * READS // rate:
                pool.submit(guarded, run, read, port, path, people[chance.randrange(len(people))], run)
        pool.shutdown(wait=True)
        run.took = time.perf_counter() - started
    after = busy()
    run.load = (after[0] - before[0]) / (after[1] - before[1])
    run.worked = worked(server) - work
    return run


def act(port: int, path: str, visitor: Visitor, run: Run, text: str, number: int) -> None:
    with visitor.lock:  # one person has two thumbs, but one form
        if text:
            guarded(run, ask_question, port, path, visitor, run, text)
        else:
            guarded(run, support, port, path, visitor, run, number)


def guarded(run: Run, done: Any, *given: Any) -> None:
    try:
        done(*given)
    except Exception as problem:
        run.errors.append(f"{type(problem).__name__}: {problem}")


def serve(port: int, address: str) -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-m", "rinde.config.manage", "serve", "--port", str(port), "--no-worker"]
    process = subprocess.Popen(
        command, cwd=ROOT, env=environment(address), stdout=subprocess.DEVNULL, start_new_session=True
    )
    nobody, started = Visitor(0, "127.0.0.1"), time.monotonic()
    while time.monotonic() - started < WAIT:
        try:
            if ask(port, nobody, "/salud/")[0] == 200:
                return process
        except OSError:
            time.sleep(0.2)
    raise RuntimeError("the server did not start")


def at(values: list[float], share: float) -> float:
    """The value below which a share of them lies, in milliseconds; 0 of none."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))] * 1000 if ordered else 0.0


def tell(run: Run) -> None:
    for what, times in (("writes", run.writes), ("pages after them", run.pages), ("looks for news", run.reads)):
        print(
            f"  {what:<17}{len(times):6}   p50 {at(times, 0.5):6.0f} ms   p95 {at(times, 0.95):6.0f} ms   "
            f"p99 {at(times, 0.99):6.0f} ms"
        )
    print(f"  {run.rate:.1f} writes a second over {run.took:.0f} s, machine {run.load:.0%} busy, ", end="")
    each = run.worked / max(1, len(run.writes)) * 1000
    print(f"web process {run.worked / run.took:.0%} of one processor, {each:.0f} ms a write with its page", end="")
    print(f", errors: {len(run.errors)}" + (f" ({', '.join(sorted(set(run.errors))[:4])})" if run.errors else ""))


def is_whole(run: Run, standing: dict[str, Any]) -> bool:
    """Whether all that was answered stands once, and nothing else does."""
    expected = {f"¿Qué se hizo en la vereda número {one}?" for one in range(IN_VIEW)} | set(run.asked)
    lost, doubled = expected - set(standing["texts"]), len(standing["texts"]) - len(set(standing["texts"]))
    print(
        f"  stand: {len(standing['texts'])} questions (lost {len(lost)}, doubled {doubled}, numbers out of place "
        f"{standing['gaps']}), {standing['supports']} supports of {run.supports} (wrong counts {standing['wrong']}), "
        f"{standing['entries']} entries of the trail, chain {'whole' if standing['is_chain_whole'] else 'BROKEN'}"
    )
    return (
        not lost
        and not doubled
        and not standing["gaps"]
        and not standing["wrong"]
        and standing["supports"] == run.supports
        and standing["entries"] == len(standing["texts"])
        and standing["is_chain_whole"]
    )


def hall(
    port: int, address: str, *, number: int, rate: int, seconds: int, addresses: int, server: int
) -> tuple[Run, bool]:
    """One hearing with its people, from the QR to what stands afterwards."""
    place = told(address, "prepare", number, IN_VIEW)
    people = [Visitor(one, f"127.0.{number % 250}.{one % addresses + 1}") for one in range(PEOPLE)]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda one: come_in(port, place["path"], one), people))
    run = play(port, place["path"], people, rate=rate, seconds=seconds, name=str(number), server=server)
    tell(run)
    return run, is_whole(run, told(address, "standing", place["id"]))


def main() -> int:
    chosen = argparse.ArgumentParser(description=__doc__)
    chosen.add_argument("--quick", action="store_true")
    quick = chosen.parse_args().quick
    if not postgresql.available():
        print("left out: no PostgreSQL on this machine (apt-get install postgresql)")
        return 0
    seconds, rates, each = (10, RATES[:2], 6) if quick else (SECONDS, RATES, SECONDS_EACH)
    with postgresql.server() as address:
        told(address, "install", 0)
        port = postgresql._free_port()
        server = serve(port, address)
        try:
            print(f"{PEOPLE} people of one hall, {RATE} questions and supports a second, {seconds} s; "
                  f"load of the machine before: {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors")  # fmt: skip
            run, whole = hall(port, address, number=1, rate=RATE, seconds=seconds, addresses=1, server=server.pid)
            kept = whole and not run.errors
            best = RATE if kept and at(run.writes, 0.95) <= BUDGET * 1000 else 0
            for turn, rate in enumerate(rates, start=2):
                print(f"{rate} a second, {each} s")
                faster, is_right = hall(
                    port, address, number=turn, rate=rate, seconds=each, addresses=8, server=server.pid
                )
                if faster.errors or not is_right or at(faster.writes, 0.95) > BUDGET * 1000:
                    break
                best = rate
        finally:
            server.terminate()
            server.wait(timeout=30)
    print(f"highest rate with p95 ≤ {BUDGET * 1000:.0f} ms and nothing wrong: {best} writes a second")
    print("budget no error, no lost or doubled question:", "kept" if kept else "BROKEN")
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main())
