"""`rinde serve`: the site and its worker on one machine, until Ctrl-C."""

import os
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connections
from django.utils import timezone

from rinde.sites.desk.preparing import port_is_free, prepare


def become_server(*, host: str, port: int, threads: int, worker: bool) -> None:
    """Replace this process by the one that watches web server and worker. Does not come back."""
    connections.close_all()
    bind = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    watcher = ["-m", "rinde.sites.desk.processes", "--bind", bind, "--threads", str(threads)]
    sys.stdout.flush()
    os.execv(sys.executable, [sys.executable, *watcher, *([] if worker else ["--no-worker"])])  # noqa: S606


class Command(BaseCommand):
    help = "Sirve el sitio y hace los trabajos de fondo, hasta Ctrl-C. Prepara antes lo que falte."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", type=int, default=8000, metavar="PUERTO", help="Puerto (8000).")
        parser.add_argument("--host", default="127.0.0.1", metavar="DIRECCIÓN", help="Dirección (127.0.0.1).")
        parser.add_argument("--threads", type=int, default=6, metavar="N", help="Peticiones a la vez (6).")
        parser.add_argument("--no-worker", action="store_true", help="Sin trabajos de fondo: los hace otra máquina.")

    def handle(self, *args: Any, **options: Any) -> None:
        host, port = options["host"], options["port"]
        if not port_is_free(host, port):
            raise CommandError(f"El puerto {port} ya está en uso. Escoja otro: rinde serve --port {port + 1}")
        prepare(now=timezone.now())
        self.stdout.write(f"Rinde está en http://{host}:{port}/  (Ctrl-C para detenerlo)")
        become_server(host=host, port=port, threads=options["threads"], worker=not options["no_worker"])
