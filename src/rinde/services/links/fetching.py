"""One request to one address of the Internet, and never to the inside of a network.

The name is resolved once and the connection goes to exactly what was looked at, so that a name which answers
differently the second time leads nowhere. Each redirect is a new request with the same look. A server that drips is
cut off. Proxies of the environment are not used: behind one, the look would be at the proxy.
"""

import http.client
import socket
import ssl
import threading
import zlib
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import urljoin, urlsplit

from django.conf import settings

from rinde.services.links.addresses import PRIVATE, LinkRefused, clean_url, is_public

Resolve = Callable[[str, int], Sequence[str]]
MOST_REDIRECTS: Final = 5
REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
STEP: Final = 64 * 1024
MOST_ADDRESSES: Final = 4
LEADS_ASTRAY: Final = (
    "El sitio manda el enlace a una dirección que no es una página pública de Internet. "
    "Busque el documento y copie su enlace."
)
USER_AGENT: Final = "Rinde/1 (verificador de enlaces de entidades públicas)"


class TooManyRedirects(Exception):
    """The address leads from one to the next without end."""


class Expired(TimeoutError):
    """The whole request took longer than it may."""


def user_agent() -> str:
    """Who asks, and where whoever keeps that site can find out: the name of Rinde and the address of this one."""
    return f"{USER_AGENT[:-1]}; +{settings.BASE_URL})" if settings.BASE_URL else USER_AGENT


@dataclass(frozen=True, slots=True)
class Limits:
    """`timeout`: seconds without an answer; `deadline`: seconds for one request in all; `most_bytes`: of a body."""

    timeout: float = 10.0
    deadline: float = 30.0
    most_bytes: int = 5 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Answer:
    """`body` is cut after the limit, and `is_whole` says so. Headers are in lower case."""

    url: str
    status: int
    headers: Mapping[str, str]
    body: bytes = b""
    is_whole: bool = True


def resolve_host(host: str, port: int) -> Sequence[str]:
    """Ask the system's resolver. Raises OSError (`socket.gaierror`)."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(address[0]) for *_, address in found))


@dataclass(frozen=True, slots=True)
class Fetcher:
    """How requests are made. `allow_loopback` and `resolve` are for tests against a server of their own."""

    limits: Limits = Limits()
    user_agent: str = field(default_factory=user_agent)
    resolve: Resolve = resolve_host
    allow_loopback: bool = False
    tls: ssl.SSLContext | None = None

    def fetch(self, method: str, url: str, *, with_body: bool) -> Answer:
        """Ask for an address and go where it leads, at most five times.

        Args:
            url: as `clean_url` gives it.
            with_body: read the body of the last answer, up to the limit.

        Raises:
            LinkRefused: where it leads to the inside of a network or out of the web.
            TooManyRedirects, OSError, http.client.HTTPException: as the network says.
        """
        for _ in range(MOST_REDIRECTS + 1):
            answer = self._ask(method, url, with_body=with_body)
            target = answer.headers.get("location", "")
            if answer.status not in REDIRECTS or not target:
                return answer
            url = self._next(url, target)
        raise TooManyRedirects

    def _next(self, url: str, target: str) -> str:
        try:
            return clean_url(urljoin(url, _latin_as_utf8(target)), allow_loopback=self.allow_loopback)
        except (LinkRefused, ValueError) as error:
            raise LinkRefused(LEADS_ASTRAY) from error

    def _ask(self, method: str, url: str, *, with_body: bool) -> Answer:
        parts = urlsplit(url)
        host = parts.hostname or ""
        port = parts.port or (443 if parts.scheme == "https" else 80)
        with _one_at_a_time(host):
            addresses = self.allowed_addresses(host, port)
            connection = _Pinned(host, port, addresses, self._context(parts.scheme), self.limits.timeout)
            with _within(self.limits.deadline, connection):
                path = parts.path + (f"?{parts.query}" if parts.query else "")
                headers = {"User-Agent": self.user_agent, "Accept": "*/*", "Accept-Encoding": "identity"}
                connection.request(method, path, headers={**headers, "Connection": "close"})
                with closing(connection.getresponse()) as response:  # it holds the socket open by itself
                    wanted = with_body and method != "HEAD" and response.status not in REDIRECTS
                    body = self._read(response) if wanted else b""
        told = {name.lower(): value for name, value in response.getheaders()}
        promised = told.get("content-length", "")
        broke_off = wanted and promised.isdecimal() and len(body) < min(int(promised[:15]), self.limits.most_bytes)
        body, is_whole = _unpacked(body, told.get("content-encoding", ""), self.limits.most_bytes)
        return Answer(url, response.status, told, body, is_whole and not broke_off)

    def _context(self, scheme: str) -> ssl.SSLContext | None:
        return (self.tls or ssl.create_default_context()) if scheme == "https" else None

    def allowed_addresses(self, host: str, port: int) -> Sequence[str]:
        """Resolve a name once; one address of the inside is enough to refuse all. Raises LinkRefused, OSError."""
        addresses = self.resolve(host, port)[:MOST_ADDRESSES]
        if not addresses:
            raise socket.gaierror(socket.EAI_NONAME, "no address")
        for address in addresses:
            loopback = self.allow_loopback and address in {"127.0.0.1", "::1"}
            if not loopback and not is_public(address):
                raise LinkRefused(PRIVATE)
        return addresses

    def _read(self, response: http.client.HTTPResponse) -> bytes:
        """One byte more than the limit at most; by pieces, so that the deadline can cut in between."""
        pieces, left = [], self.limits.most_bytes + 1
        while left > 0 and (piece := response.read1(min(STEP, left))):
            pieces.append(piece)
            left -= len(piece)
        return b"".join(pieces)


class _Pinned(http.client.HTTPConnection):
    """A connection to addresses that were looked at; the name is only said to the server, for certificate and page."""

    def __init__(
        self, host: str, port: int, addresses: Sequence[str], tls: ssl.SSLContext | None, timeout: float
    ) -> None:
        super().__init__(host, port, timeout=timeout)
        # What goes into the `Host` header: without it where it is the scheme's own.
        self.default_port = 443 if tls else 80
        self._addresses = addresses
        self._tls = tls
        self._open: socket.socket | None = None

    def connect(self) -> None:
        self._open = self.sock = self._reached()
        if self._tls:
            # Wrapped before the handshake, so that the deadline can cut that short as well.
            secure = self._tls.wrap_socket(self.sock, server_hostname=self.host, do_handshake_on_connect=False)
            self._open = self.sock = secure
            secure.do_handshake()

    def cut(self) -> None:
        """End whatever waits on this connection, from another thread."""
        if self._open is not None:
            with suppress(OSError):
                # Of the plain socket: that of TLS would take its state away from under the reader.
                socket.socket.shutdown(self._open, socket.SHUT_RDWR)

    def _reached(self) -> socket.socket:
        problem: OSError = ConnectionError("no address")
        for address in self._addresses:
            try:
                return socket.create_connection((address, self.port), self.timeout)
            except OSError as error:
                problem = error
        raise problem


@contextmanager
def _within(seconds: float, connection: _Pinned) -> Iterator[None]:
    """Shut the connection when its time is over, whatever the server still promises."""
    expired = threading.Event()

    def shut() -> None:
        expired.set()
        connection.cut()

    timer = threading.Timer(seconds, shut)
    timer.daemon = True
    timer.start()
    try:
        yield
        if expired.is_set():
            raise Expired
    except (OSError, http.client.HTTPException, ValueError) as error:
        if expired.is_set():
            raise Expired from error
        raise
    finally:
        timer.cancel()
        connection.close()


_locks: dict[str, threading.Lock] = defaultdict(threading.Lock)
_locks_lock = threading.Lock()


@contextmanager
def _one_at_a_time(host: str) -> Iterator[None]:
    """Politeness: this process has one request open to a host, however many links lead there."""
    with _locks_lock:
        lock = _locks[host]
    with lock:
        yield


def _unpacked(body: bytes, encoding: str, most: int) -> tuple[bytes, bool]:
    """Undo what a server packs although nobody asked for it; never more than the limit comes out."""
    if encoding.lower() in {"gzip", "x-gzip", "deflate"}:
        unpacker = zlib.decompressobj(zlib.MAX_WBITS | 32)
        try:
            body = unpacker.decompress(body, most + 1)
        except zlib.error:
            return b"", False
    elif encoding.lower() not in {"", "identity"}:
        return b"", False
    return body[:most], len(body) <= most


def _latin_as_utf8(target: str) -> str:
    """A header is bytes, read as Latin-1; a «Location» with accents was written in UTF-8."""
    try:
        return target.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return target
