"""A proxy for one browser and one page, through which nothing but the public Internet can be reached.

A browser asks for everything that a page names: pictures, scripts, frames. Each of those requests passes here and gets
the same look as a link: resolved once, refused where it leads inside, pinned to what was looked at. It listens on this
machine only, for the seconds of one picture.
"""

import re
import select
import socket
import socketserver
import threading
import time
from contextlib import suppress
from types import TracebackType
from typing import Final, Self
from urllib.parse import urlsplit

from rinde.services.links.addresses import LinkRefused, clean_url
from rinde.services.links.fetching import Fetcher

MOST_BYTES: Final = 40 * 1024 * 1024  # of one page with all that belongs to it
LONGEST_HEAD: Final = 64 * 1024
STEP: Final = 64 * 1024
REFUSED: Final = b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
FAILED: Final = b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
TUNNEL: Final = b"HTTP/1.1 200 OK\r\n\r\n"
_METHODS: Final = {"CONNECT", "GET", "HEAD"}
# What Chromium asks of its maker, whatever it is told to leave; nobody there needs to know what an entity looks at.
_OWN_BUSINESS: Final = re.compile(
    r"accounts\.google\.com|(?:[\w-]+\.)?clients\d*\.google\.com|mtalk\.google\.com|[\w.-]+\.gvt1\.com"
    r"|(?:update|safebrowsing|optimizationguide-pa|content-autofill)\.googleapis\.com"
)
_OF_PROXIES: Final = ("proxy-", "connection:", "keep-alive:")


class Gate:
    """`with Gate(fetcher, seconds=20) as gate:` gives `gate.port`; `passed` and `refused` are the hosts asked for."""

    def __init__(self, fetcher: Fetcher, *, seconds: float) -> None:
        self.passed: set[str] = set()
        self.refused: set[str] = set()
        self._fetcher = fetcher
        self._until = time.monotonic() + seconds
        self._left = MOST_BYTES
        self._lock = threading.Lock()
        self._server = _Server(self)
        self.port = int(self._server.server_address[1])
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._until = 0.0  # whatever is still open ends by itself
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def serve(self, browser: socket.socket) -> None:
        """Pass one request of the browser on, or refuse it."""
        browser.settimeout(self._fetcher.limits.timeout)
        head, rest = _read_head(browser)
        method, _, target = head.partition(b"\r\n")[0].decode("latin-1").rpartition(" ")[0].partition(" ")
        try:
            if method not in _METHODS:
                raise LinkRefused(method)
            url = clean_url(f"https://{target}/" if method == "CONNECT" else target, **self._leave)
            if _OWN_BUSINESS.fullmatch(urlsplit(url).hostname or ""):
                raise LinkRefused(target)
            site = self._reached(url)
        except LinkRefused:
            self.refused.add(urlsplit(f"//{target}" if method == "CONNECT" else target).netloc)
            browser.sendall(REFUSED)
            return
        except OSError:
            browser.sendall(FAILED)
            return
        with site:
            if method == "CONNECT":
                browser.sendall(TUNNEL)
            else:
                site.sendall(_as_asked_of_a_site(head, method, url))
            site.sendall(rest)
            self._carry(browser, site)

    @property
    def _leave(self) -> dict[str, bool]:
        return {"allow_loopback": self._fetcher.allow_loopback}

    def _reached(self, url: str) -> socket.socket:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80)
        addresses = self._fetcher.allowed_addresses(host, port)
        self.passed.add(host)
        return socket.create_connection((addresses[0], port), self._fetcher.limits.timeout)

    def _carry(self, browser: socket.socket, site: socket.socket) -> None:
        """Bytes to and fro, until one side hangs up, the time is over or the page has been enough."""
        other = {browser: site, site: browser}
        while (left := self._until - time.monotonic()) > 0 and self._left > 0:
            ready, _, _ = select.select(list(other), [], [], min(left, 0.5))
            for one in ready:
                data = one.recv(STEP)
                if not data:
                    return
                with self._lock:
                    self._left -= len(data)
                other[one].sendall(data)


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 64

    def __init__(self, gate: Gate) -> None:
        self.gate = gate
        super().__init__(("127.0.0.1", 0), _Handler)


class _Handler(socketserver.BaseRequestHandler):
    server: _Server

    def handle(self) -> None:
        with suppress(OSError, ValueError):  # one side hung up, or spoke nonsense
            self.server.gate.serve(self.request)


def _read_head(browser: socket.socket) -> tuple[bytes, bytes]:
    """The request's lines, and what came behind them. Raises ValueError where they have no end."""
    received = b""
    while b"\r\n\r\n" not in received:
        more = browser.recv(STEP)
        if not more or len(received) > LONGEST_HEAD:
            raise ValueError("no request")
        received += more
    head, _, rest = received.partition(b"\r\n\r\n")
    return head, rest


def _as_asked_of_a_site(head: bytes, method: str, url: str) -> bytes:
    """The request as a site expects it: its own path, and one answer for one connection."""
    parts = urlsplit(url)
    path = parts.path + (f"?{parts.query}" if parts.query else "")
    lines = [line for line in head.decode("latin-1").split("\r\n")[1:] if not line.lower().startswith(_OF_PROXIES)]
    return "\r\n".join([f"{method} {path} HTTP/1.1", *lines, "Connection: close", "", ""]).encode("latin-1")
