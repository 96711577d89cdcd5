"""`make bench`: every figure that Rinde keeps a budget for, measured now on this machine.

Reading and public pages have scripts of their own; the size of the installation, its memory at rest and its start are
measured here, on a demo of its own in a temporary folder.
"""

import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SCRIPTS = (
    "reading_documents.py",
    "plan_review.py",
    "public_pages.py",
    "many_entities.py",
    "freezing.py",
    "reporting_at_once.py",
    "live_questions.py",
    "follow_up_report.py",
)
SETTLES_WITHIN = 8.0  # seconds until the worker has said hello and sleeps
COLD_PAGES = ("/villa-aurora/", "/villa-aurora/planes/2026/ptep/")


@dataclass(frozen=True)
class Figure:
    name: str
    value: float
    unit: str
    budget: float

    @property
    def within(self) -> bool:
        return self.value <= self.budget


def environment(data: Path) -> dict[str, str]:
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("RINDE_", "DJANGO_", "PYTHON"))}
    return clean | {"RINDE_DATA_DIR": str(data)}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def start_demo(data: Path, port: int) -> tuple["subprocess.Popen[bytes]", float]:
    """Start it and wait until the plan's page answers; gives the seconds that took."""
    started = time.monotonic()
    command = [sys.executable, "-m", "rinde.config.manage", "demo", "--port", str(port)]
    process = subprocess.Popen(
        command, cwd=ROOT, env=environment(data), stdout=subprocess.DEVNULL, start_new_session=True
    )
    for page in COLD_PAGES:
        while True:
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{port}{page}", timeout=5):
                    break
            except (urllib.error.URLError, OSError):
                if process.poll() is not None or time.monotonic() - started > 120:
                    raise RuntimeError("the demo did not start") from None
                time.sleep(0.05)
    return process, time.monotonic() - started


def stop(process: "subprocess.Popen[bytes]") -> None:
    process.send_signal(signal.SIGINT)
    process.wait(timeout=30)


def family(parent: int) -> list[int]:
    """The process and all that descend from it."""
    children: dict[int, list[int]] = {}
    for status in Path("/proc").glob("[0-9]*/status"):
        try:
            text = status.read_text(encoding="utf-8")
        except OSError:
            continue
        above = re.search(r"^PPid:\s+(\d+)", text, re.MULTILINE)
        if above:
            children.setdefault(int(above.group(1)), []).append(int(status.parent.name))
    found, waiting = [], [parent]
    while waiting:
        one = waiting.pop()
        found.append(one)
        waiting += children.get(one, [])
    return found


def resting_memory(parent: int) -> float:
    """MiB of web, worker and watcher together; a page that several share counts once (PSS)."""
    total = 0
    for process in family(parent):
        rollup = Path(f"/proc/{process}/smaps_rollup").read_text(encoding="utf-8")
        found = re.search(r"^Pss:\s+(\d+)", rollup, re.MULTILINE)
        total += int(found.group(1)) if found else 0
    return total / 1024


def environment_size() -> float | None:
    """MB of an environment that only runs the site, made as `make demo` makes it; None where no index is reached."""
    with tempfile.TemporaryDirectory(prefix="rinde-size-") as folder:
        copy = Path(folder) / "rinde"
        subprocess.run(["git", "clone", "-q", str(ROOT), str(copy)], check=True)
        if subprocess.run([sys.executable, "requirements/install.py", "run"], cwd=copy, check=False).returncode:
            return None
        data = Path(folder) / "var"
        command = [copy / ".venv/bin/rinde", "demo", "--load-only"]
        subprocess.run(command, cwd=copy, env=environment(data), check=True, stdout=subprocess.DEVNULL)
        size = subprocess.run(["du", "-sm", copy / ".venv"], check=True, capture_output=True, text=True)
        return float(size.stdout.split()[0])


def installation() -> list[Figure]:
    """The figures of the embedded installation."""
    with tempfile.TemporaryDirectory(prefix="rinde-bench-") as folder:
        data, port = Path(folder), free_port()
        process, first = start_demo(data, port)
        stop(process)
        process, second = start_demo(data, port)
        time.sleep(SETTLES_WITHIN)
        memory = resting_memory(process.pid)
        stop(process)
    figures = [
        Figure("first start of the demo, packages installed", first, "s", 30),
        Figure("second start of the demo", second, "s", 10),
        Figure("memory at rest, web + worker (PSS)", memory, "MiB", 300),
    ]
    size = environment_size()
    return figures if size is None else [*figures, Figure("environment that runs the site", size, "MB", 260)]


def main() -> int:
    failed = 0
    for script in SCRIPTS:
        print(f"\n== {script}\n", flush=True)
        failed += subprocess.run([sys.executable, ROOT / "benchmarks" / script], check=False, cwd=ROOT).returncode != 0
    print("\n== installation\n", flush=True)
    for figure in installation():
        verdict = "ok" if figure.within else "OVER BUDGET"
        print(f"{figure.name:<46} {figure.value:8.1f} {figure.unit:<4} budget {figure.budget:g}  {verdict}", flush=True)
        failed += not figure.within
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
