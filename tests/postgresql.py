"""A PostgreSQL server for the tests alone: in a temporary folder, on a free port, gone afterwards. No pytest here."""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

HOST = "127.0.0.1"
OWNER = "postgres"  # the server refuses to run as root


def programs() -> Path | None:
    """The folder with `initdb` and `postgres`, newest version first; None where PostgreSQL is not installed."""
    installed = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: float(path.parent.name))
    on_path = shutil.which("postgres")
    folders = [*reversed(installed), *([Path(on_path).resolve().parent] if on_path else [])]
    return next((folder for folder in folders if (folder / "initdb").exists() and (folder / "postgres").exists()), None)


def available() -> bool:
    """True where a server can be started: installed, and with an account to run as."""
    return programs() is not None and (os.geteuid() != 0 or _account() is not None)


def _account() -> pwd.struct_passwd | None:
    try:
        return pwd.getpwnam(OWNER)
    except KeyError:
        return None


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


@contextmanager
def server() -> Iterator[str]:
    """Start a server with an empty cluster and give its address as RINDE_DATABASE_URL wants it.

    Durability is off: what the tests write need not survive a power cut, and the suite takes half as long.
    """
    binaries = programs()
    if binaries is None:
        raise FileNotFoundError("PostgreSQL is not installed")
    folder = Path(tempfile.mkdtemp(prefix="rinde-postgresql-"))
    account = _account() if os.geteuid() == 0 else None
    if account:
        shutil.chown(folder, account.pw_uid, account.pw_gid)
    identity = {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []} if account else {}
    port, data = _free_port(), folder / "data"
    process: subprocess.Popen[bytes] | None = None
    try:
        initdb = [binaries / "initdb", "-D", data, "-U", "rinde", "--auth=trust", "-E", "UTF8", "--locale=C.UTF-8"]
        subprocess.run(initdb, check=True, stdout=subprocess.DEVNULL, cwd=folder, **identity)  # noqa: S603
        quick = ["fsync=off", "synchronous_commit=off", "full_page_writes=off", f"listen_addresses={HOST}"]
        options = [word for setting in quick for word in ("-c", setting)]
        process = subprocess.Popen(  # noqa: S603
            [binaries / "postgres", "-D", data, "-p", str(port), "-k", folder, *options],
            stderr=subprocess.DEVNULL,
            cwd=folder,
            **identity,
        )
        _wait_for(port, process)
        yield f"postgresql://rinde@{HOST}:{port}/postgres"
    finally:
        if process:
            process.terminate()
            process.wait(timeout=30)
        shutil.rmtree(folder, ignore_errors=True)


def _wait_for(port: int, process: "subprocess.Popen[bytes]") -> None:
    """Until it answers, for half a minute at most."""
    for _ in range(300):
        if process.poll() is not None:
            raise RuntimeError("the PostgreSQL of the tests ended while it started")
        try:
            socket.create_connection((HOST, port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise TimeoutError("the PostgreSQL of the tests did not answer")
