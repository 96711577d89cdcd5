"""A site of our own on this machine, which answers what a test tells it to and writes down what it was asked."""

import datetime
import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID


@dataclass(frozen=True)
class Reply:
    status: int = 200
    body: bytes = b"hola"
    headers: Mapping[str, str] = field(default_factory=dict)
    head: int | None = None  # status of HEAD where it differs
    wait: float = 0.0  # seconds before anything is said
    drip: float = 0.0  # seconds between the bytes of the body
    hang_up: bool = False
    no_length: bool = False


class Site:
    """`site.replies["/a"] = Reply(…)`; `site.asked` holds «GET /a» and so on, `site.headers` those of the last one."""

    def __init__(self, address: str = "127.0.0.1") -> None:
        self.replies: dict[str, Reply] = {}
        self.asked: list[str] = []
        self.headers: dict[str, str] = {}
        self.most_at_once = 0
        self._at_once = 0
        self._lock = threading.Lock()
        self.server = ThreadingHTTPServer((address, 0), self._handler())
        self.server.daemon_threads = True
        self.port = self.server.server_address[1]

    def url(self, path: str = "/", host: str = "127.0.0.1", scheme: str = "http") -> str:
        return f"{scheme}://{host}:{self.port}{path}"

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                reply = site.replies.get(self.path, Reply(404))
                with site.visit(self):
                    time.sleep(reply.wait)
                site.answer(self, reply)

            do_HEAD = do_GET  # noqa: N815  the name that http.server looks for

            def log_message(self, *_: object) -> None: ...

        return Handler

    @contextmanager
    def visit(self, handler: BaseHTTPRequestHandler) -> Iterator[None]:
        """From being asked to the first word of the answer: after the last one whoever asked may be elsewhere."""
        with self._lock:
            self.asked.append(f"{handler.command} {handler.path}")
            self.headers = {name.lower(): value for name, value in handler.headers.items()}
            self._at_once += 1
            self.most_at_once = max(self.most_at_once, self._at_once)
        yield
        with self._lock:
            self._at_once -= 1

    def answer(self, handler: BaseHTTPRequestHandler, reply: Reply) -> None:
        if reply.hang_up:
            handler.connection.shutdown(socket.SHUT_RDWR)
            return
        is_head = handler.command == "HEAD"
        handler.send_response(reply.head if is_head and reply.head else reply.status)
        headers = dict(reply.headers)
        if not reply.no_length:
            headers.setdefault("Content-Length", str(len(reply.body)))
        for name, value in headers.items():
            handler.send_header(name, value)
        handler.end_headers()
        if is_head:
            return
        try:
            self._send(handler, reply)
        except OSError:
            return  # whoever asked has heard enough

    def _send(self, handler: BaseHTTPRequestHandler, reply: Reply) -> None:
        if not reply.drip:
            handler.wfile.write(reply.body)
            return
        for place in range(len(reply.body)):
            handler.wfile.write(reply.body[place : place + 1])
            handler.wfile.flush()
            time.sleep(reply.drip)

    @contextmanager
    def open(self, tls: ssl.SSLContext | None = None) -> Iterator["Site"]:
        if tls:
            self.server.socket = tls.wrap_socket(self.server.socket, server_side=True)
        thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield self
        finally:
            self.server.shutdown()
            self.server.server_close()
            thread.join()


def certificate(
    folder: Path, *, host: str = "sitio.example.org", days: int = 30
) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """A certificate of a host that signs itself: the server's context, and that of a client that trusts it."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, host)])
    now = datetime.datetime.now(datetime.UTC)
    names = x509.SubjectAlternativeName([x509.DNSName(host), x509.IPAddress(ipaddress.ip_address("127.0.0.2"))])
    signed = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=60))
        .not_valid_after(now + datetime.timedelta(days=days))
        .add_extension(names, critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem, secret = folder / "site.pem", folder / "site.key"
    pem.write_bytes(signed.public_bytes(serialization.Encoding.PEM))
    secret.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(pem, secret)
    return server, ssl.create_default_context(cafile=str(pem))


Resolver = Callable[[str, int], list[str]]


def names(**hosts: str) -> Resolver:
    """A resolver that knows `sitio="127.0.0.1"` as sitio.example.org, and no other name."""

    def resolve(host: str, port: int) -> list[str]:
        known = hosts.get(host.removesuffix(".example.org"))
        if known:
            return known.split()
        if host.replace(".", "").isdecimal():
            return [host]
        raise socket.gaierror(socket.EAI_NONAME, "no such name")

    return resolve
