"""The proxy of one page: the Internet passes, the inside of a network does not."""

import http.client
import socket
import ssl
from collections.abc import Iterator
from pathlib import Path

import pytest

from rinde.services.links import Fetcher
from rinde.services.links import gate as gate_module
from rinde.services.links.gate import Gate
from services.links.serving import Reply, Site, certificate, names

RESOLVE = names(sitio="127.0.0.1", interno="127.0.0.2", mixto="127.0.0.1 10.0.0.8", lejos="10.0.0.8")


@pytest.fixture
def site() -> Iterator[Site]:
    with Site().open() as opened:
        opened.replies["/a?b=1"] = Reply(body=b"hola")
        yield opened


@pytest.fixture
def gate() -> Iterator[Gate]:
    with Gate(Fetcher(resolve=RESOLVE, allow_loopback=True), seconds=20) as opened:
        yield opened


def through(gate: Gate, url: str, method: str = "GET", **headers: str) -> tuple[int, bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", gate.port, timeout=10)
    try:
        connection.request(method, url, headers=headers)
        response = connection.getresponse()
        return response.status, response.read()
    finally:
        connection.close()


def test_page_of_the_internet_passes(site: Site, gate: Gate) -> None:
    headers = {"Proxy-Connection": "keep-alive", "Accept-Language": "es"}
    assert through(gate, site.url("/a?b=1", "sitio.example.org"), **headers) == (200, b"hola")
    assert site.asked == ["GET /a?b=1"]
    assert (site.headers["accept-language"], site.headers["connection"]) == ("es", "close")
    assert "proxy-connection" not in site.headers
    assert gate.passed == {"sitio.example.org"}


@pytest.mark.parametrize(
    "host",
    ["interno.example.org", "mixto.example.org", "lejos.example.org", "127.0.0.2", "10.0.0.8", "169.254.169.254"],
)
def test_inside_is_refused(site: Site, gate: Gate, host: str) -> None:
    assert through(gate, site.url("/a?b=1", host))[0] == 403
    assert through(gate, f"{host}:{site.port}", "CONNECT")[0] == 403
    assert site.asked == []
    assert gate.passed == set()
    assert gate.refused == {f"{host}:{site.port}"}


@pytest.mark.parametrize(
    "url", ["file:///etc/passwd", "ftp://sitio.example.org/", "http://sitio.example.org:22/", "/a", "nada"]
)
def test_what_is_no_page_is_refused(gate: Gate, url: str) -> None:
    assert through(gate, url)[0] == 403
    assert gate.passed == set()


@pytest.mark.parametrize("host", ["accounts.google.com", "clients2.google.com", "update.googleapis.com"])
def test_what_the_browser_tells_its_maker_is_refused(gate: Gate, host: str) -> None:
    assert through(gate, f"{host}:443", "CONNECT")[0] == 403
    assert gate.passed == set()


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
def test_page_that_sends_something_is_refused(site: Site, gate: Gate, method: str) -> None:
    assert through(gate, site.url("/a?b=1", "sitio.example.org"), method)[0] == 403
    assert site.asked == []


def test_name_that_nobody_has_is_told(gate: Gate) -> None:
    assert through(gate, "http://nadie.example.org/")[0] == 502


def test_nonsense_is_hung_up_on(gate: Gate) -> None:
    with socket.create_connection(("127.0.0.1", gate.port)) as browser:
        browser.sendall(b"nada\r\n\r\n")
        assert browser.recv(100).startswith(b"HTTP/1.1 403")


def test_secure_page_passes_sealed(gate: Gate, tmp_path: Path) -> None:
    server, trusting = certificate(tmp_path)
    with Site().open(server) as site, socket.create_connection(("127.0.0.1", gate.port)) as browser:
        site.replies["/a"] = Reply(body=b"en secreto")
        browser.sendall(f"CONNECT sitio.example.org:{site.port} HTTP/1.1\r\n\r\n".encode())
        assert browser.recv(100).startswith(b"HTTP/1.1 200")
        with trusting.wrap_socket(browser, server_hostname="sitio.example.org") as sealed:
            sealed.sendall(b"GET /a HTTP/1.1\r\nHost: sitio.example.org\r\nConnection: close\r\n\r\n")
            assert _all_of(sealed).endswith(b"en secreto")


def _all_of(sealed: ssl.SSLSocket) -> bytes:
    received = b""
    while more := sealed.recv(1000):
        received += more
    return received


def test_page_without_end_is_cut(site: Site, gate: Gate, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gate_module, "STEP", 1000)
    gate._left = 5000
    site.replies["/b"] = Reply(body=b"x" * 100_000)
    with pytest.raises(http.client.IncompleteRead):
        through(gate, site.url("/b", "sitio.example.org"))


def test_time_of_a_page_ends(site: Site) -> None:
    site.replies["/b"] = Reply(body=b"x" * 400, drip=0.02)
    with (
        Gate(Fetcher(resolve=RESOLVE, allow_loopback=True), seconds=0.3) as short,
        pytest.raises(http.client.IncompleteRead),
    ):
        through(short, site.url("/b", "sitio.example.org"))
