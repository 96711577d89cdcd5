"""What one look at a link finds; against a site on this machine, never outside."""

import gzip
import http.client
import socket
import ssl
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from act_files import a_pdf
from rinde.services.links import Fetcher, Limits, LinkCheck, LinkOutcome, LinkState, check_link
from rinde.services.links.outcomes import OUTCOMES, outcome_of_error, outcome_of_status
from services.links.serving import Reply, Site, certificate, names

PDF = a_pdf()
PAGE = (
    "<!DOCTYPE html><html><head><title>Informe 2026</title><script>robar()</script></head>"
    "<body><h1>Rendición</h1><p>Año de la señal.</p><table><tr><td>Meta</td><td>4</td></tr></table></body></html>"
)


@pytest.fixture
def site() -> Iterator[Site]:
    with Site().open() as opened:
        yield opened


def local(**options: object) -> Fetcher:
    limits = Limits(**{"timeout": 5.0, **options.pop("limits", {})})  # type: ignore[dict-item,arg-type]
    return Fetcher(limits=limits, allow_loopback=True, **options)  # type: ignore[arg-type]


def look(url: str, *, want_copy: bool = True, **options: object) -> LinkCheck:
    return check_link(url, want_copy=want_copy, fetcher=local(**options))


def test_document_that_works_comes_with_its_copy(site: Site) -> None:
    site.replies["/informe.pdf"] = Reply(body=PDF, headers={"Content-Type": "application/pdf; x=1"})
    found = look(site.url("/informe.pdf#page=2"))
    assert (found.ok, found.state, found.outcome) == (True, LinkState.WORKS, LinkOutcome.OK)
    assert (found.status, found.content_type, found.size) == (200, "application/pdf", len(PDF))
    assert found.copy == PDF
    assert (found.final_url, found.title, found.text) == (site.url("/informe.pdf"), "", "")
    assert found.reason == "El enlace funciona."
    assert site.asked == ["HEAD /informe.pdf", "GET /informe.pdf"]


def test_look_without_copy_asks_for_no_body(site: Site) -> None:
    site.replies["/a"] = Reply(body=PDF)
    found = look(site.url("/a"), want_copy=False)
    assert (found.ok, found.copy, found.size) == (True, None, len(PDF))
    assert site.asked == ["HEAD /a"]


def test_whoever_asks_says_so(site: Site, settings) -> None:
    settings.BASE_URL = "https://rinde.example"
    site.replies["/a"] = Reply()
    look(site.url("/a"))
    assert site.headers["user-agent"].startswith("Rinde/")
    assert "+https://rinde.example" in site.headers["user-agent"]
    assert site.headers["accept-encoding"] == "identity"


@pytest.mark.parametrize("refusal", [404, 405, 403, 501, 500])
def test_site_that_refuses_head_is_asked_by_get(site: Site, refusal: int) -> None:
    site.replies["/a"] = Reply(head=refusal)
    found = look(site.url("/a"), want_copy=False)
    assert (found.ok, found.copy) == (True, None)
    assert site.asked == ["HEAD /a", "GET /a"]


@pytest.mark.parametrize(
    ("status", "outcome", "state", "words"),
    [
        (404, LinkOutcome.NOT_FOUND, LinkState.BROKEN, "ya no tiene esa página"),
        (410, LinkOutcome.GONE, LinkState.BROKEN, "se retiró"),
        (400, LinkOutcome.REJECTED, LinkState.BROKEN, "error 400"),
        (500, LinkOutcome.SERVER_ERROR, LinkState.BROKEN, "error 500"),
        (502, LinkOutcome.SERVER_ERROR, LinkState.BROKEN, "error 502"),
        (503, LinkOutcome.UNAVAILABLE, LinkState.UNCHECKED, "No se pudo comprobar"),
        (401, LinkOutcome.SIGN_IN, LinkState.UNCHECKED, "No se pudo comprobar"),
        (403, LinkOutcome.TURNED_AWAY, LinkState.UNCHECKED, "No se pudo comprobar"),
        (429, LinkOutcome.TOO_OFTEN, LinkState.UNCHECKED, "No se pudo comprobar"),
        (999, LinkOutcome.TURNED_AWAY, LinkState.UNCHECKED, "No se pudo comprobar"),
    ],
)
def test_answers_are_told_apart(site: Site, status: int, outcome: LinkOutcome, state: LinkState, words: str) -> None:
    site.replies["/a"] = Reply(status, headers={"Content-Type": "text/html"})
    found = look(site.url("/a"))
    assert (found.outcome, found.state, found.ok, found.status) == (outcome, state, False, status)
    assert words in found.reason
    assert (found.copy, found.text) == (None, "")


def test_site_that_asks_to_wait_is_not_asked_again(site: Site) -> None:
    site.replies["/a"] = Reply(429)
    look(site.url("/a"))
    assert site.asked == ["HEAD /a"]


def test_page_comes_with_its_text(site: Site) -> None:
    for path, content_type, body in (
        ("/utf8", "text/html; charset=utf-8", PAGE.encode()),
        ("/latin", "text/html; charset=ISO-8859-1", PAGE.encode("latin-1")),
        ("/silent", "text/html", PAGE.encode()),
        ("/unknown", "text/html; charset=klingon", PAGE.encode()),
    ):
        site.replies[path] = Reply(body=body, headers={"Content-Type": content_type})
        found = look(site.url(path))
        assert (found.title, found.text) == ("Informe 2026", "Rendición\nAño de la señal.\nMeta | 4")
        assert found.copy == body


@pytest.mark.parametrize("body", [b"", b"<html>", b"<html>" + b"<div>" * 60_000, bytes(range(256)) * 9])
def test_page_that_cannot_be_read_has_no_text(site: Site, body: bytes) -> None:
    site.replies["/a"] = Reply(body=body, headers={"Content-Type": "text/html"})
    found = look(site.url("/a"))
    assert (found.ok, found.copy) == (True, body)


def test_document_over_the_limit_is_not_fetched(site: Site) -> None:
    site.replies["/a"] = Reply(body=b"x" * 3000, headers={"Content-Type": "application/pdf"})
    found = look(site.url("/a"), limits={"most_bytes": 2999})
    assert (found.ok, found.copy, found.size) == (True, None, 3000)
    assert site.asked == ["HEAD /a"]
    assert look(site.url("/a"), limits={"most_bytes": 3000}).copy == b"x" * 3000


def test_document_that_hides_its_size_is_cut_at_the_limit(site: Site) -> None:
    site.replies["/a"] = Reply(body=b"x" * 300_000, no_length=True)
    found = look(site.url("/a"), limits={"most_bytes": 2000})
    assert (found.ok, found.copy, found.size) == (True, None, None)


def test_page_over_the_limit_gives_the_text_of_its_beginning(site: Site) -> None:
    body = PAGE.replace("</body>", "<p>relleno</p>" * 9000 + "</body>").encode()
    site.replies["/a"] = Reply(body=body, headers={"Content-Type": "text/html"})
    found = look(site.url("/a"), limits={"most_bytes": 5000})
    assert (found.ok, found.copy) == (True, None)
    assert found.text.startswith("Rendición\nAño de la señal.")


def test_packed_answer_is_unpacked_within_the_limit(site: Site) -> None:
    site.replies["/a"] = Reply(body=gzip.compress(PDF), headers={"Content-Encoding": "gzip"})
    assert look(site.url("/a")).copy == PDF
    site.replies["/bomb"] = Reply(body=gzip.compress(bytes(50_000_000)), headers={"Content-Encoding": "gzip"})
    assert look(site.url("/bomb"), limits={"most_bytes": 100_000}).copy is None
    site.replies["/odd"] = Reply(headers={"Content-Encoding": "br"})
    assert look(site.url("/odd")).copy is None


def test_copy_that_broke_off_is_none(site: Site) -> None:
    site.replies["/a"] = Reply(body=b"mitad", headers={"Content-Length": "10"})
    found = look(site.url("/a"))
    assert (found.ok, found.copy) == (True, None)


def test_redirects_are_followed_five_times(site: Site) -> None:
    for number in range(6):
        site.replies[f"/{number}"] = Reply(302, headers={"Location": f"/{number + 1}"})
    site.replies["/6"] = Reply()
    assert look(site.url("/1")).final_url == site.url("/6")
    found = look(site.url("/0"))
    assert (found.outcome, found.state) == (LinkOutcome.TOO_MANY_REDIRECTS, LinkState.BROKEN)


def test_circle_of_redirects_is_broken(site: Site) -> None:
    site.replies["/a"] = Reply(301, headers={"Location": "/a"})
    assert look(site.url("/a")).outcome is LinkOutcome.TOO_MANY_REDIRECTS


def test_redirect_with_accents_is_followed(site: Site) -> None:
    site.replies["/a"] = Reply(301, headers={"Location": "/señal".encode().decode("latin-1")})
    site.replies["/se%C3%B1al"] = Reply()
    assert look(site.url("/a")).ok


@pytest.mark.parametrize(
    "target",
    [
        "http://10.0.0.8/",
        "http://169.254.169.254/latest/meta-data/",
        "http://[::ffff:10.0.0.8]/",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "http://intranet/",
        "http://interno.example.org/",
        "http://mixto.example.org/",
        "http://[mal/",
    ],
)
def test_redirect_to_the_inside_is_refused(site: Site, target: str) -> None:
    site.replies["/a"] = Reply(302, headers={"Location": target})
    resolve = names(interno="10.0.0.8", mixto="127.0.0.1 192.168.0.4")
    found = look(site.url("/a"), resolve=resolve)
    assert (found.outcome, found.state, found.copy) == (LinkOutcome.NOT_ALLOWED, LinkState.BROKEN, None)


def test_name_that_leads_inside_is_refused_before_anything_is_sent(site: Site) -> None:
    site.replies["/a"] = Reply()
    resolve = names(sitio="127.0.0.1", otro="::1")
    for host in ("sitio", "otro"):
        found = check_link(site.url("/a", f"{host}.example.org"), want_copy=True, fetcher=Fetcher(resolve=resolve))
        assert found.outcome is LinkOutcome.NOT_ALLOWED
        assert "dirección interna" in found.reason
    assert site.asked == []


def test_address_of_this_machine_is_refused_without_leave(site: Site) -> None:
    assert check_link(site.url("/a"), want_copy=True).outcome is LinkOutcome.NOT_ALLOWED
    assert site.asked == []


def test_connection_goes_to_the_address_that_was_looked_at(site: Site) -> None:
    """A name that leads inside only when it is asked a second time leads nowhere."""
    answers = iter([["127.0.0.1"]])
    site.replies["/a"] = Reply()
    fetcher = local(resolve=lambda *_: next(answers))
    assert check_link(site.url("/a", "sitio.example.org"), want_copy=False, fetcher=fetcher).ok
    assert site.headers["host"] == f"sitio.example.org:{site.port}"
    assert next(answers, None) is None


def test_second_address_is_tried_where_the_first_does_not_answer(site: Site) -> None:
    site.replies["/a"] = Reply()
    assert look(site.url("/a", "sitio.example.org"), resolve=names(sitio="::1 127.0.0.1")).ok


def test_proxy_of_the_environment_is_not_asked(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    site.replies["/a"] = Reply()
    assert look(site.url("/a")).ok


def test_text_that_is_no_link_says_how_to_go_on() -> None:
    found = check_link("javascript:alert(1)", want_copy=True)
    assert (found.ok, found.outcome) == (False, LinkOutcome.NOT_ALLOWED)
    assert "https://" in found.reason


def test_name_that_nobody_has_is_told() -> None:
    found = look("http://nadie.example.org/", resolve=names())
    assert (found.outcome, found.state) == (LinkOutcome.NO_SUCH_HOST, LinkState.BROKEN)


def test_own_resolver_that_fails_proves_nothing() -> None:
    def fails(host: str, port: int) -> list[str]:
        raise socket.gaierror(socket.EAI_AGAIN, "try again")

    found = look("http://sitio.example.org/", resolve=fails)
    assert (found.outcome, found.state) == (LinkOutcome.OWN_NETWORK, LinkState.UNCHECKED)


def test_closed_door_is_told() -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        port = closed.getsockname()[1]
    found = look(f"http://127.0.0.1:{port}/")
    assert (found.outcome, found.state) == (LinkOutcome.CONNECTION_REFUSED, LinkState.BROKEN)


def test_site_that_hangs_up_is_told(site: Site) -> None:
    site.replies["/a"] = Reply(hang_up=True)
    found = look(site.url("/a"))
    assert (found.outcome, found.state) == (LinkOutcome.NO_ANSWER, LinkState.BROKEN)


def test_site_that_does_not_answer_in_time_is_told(site: Site) -> None:
    site.replies["/a"] = Reply(wait=0.6)
    found = look(site.url("/a"), limits={"timeout": 0.1})
    assert (found.outcome, found.state) == (LinkOutcome.TIMEOUT, LinkState.BROKEN)


def test_site_that_drips_is_cut_off(site: Site) -> None:
    site.replies["/a"] = Reply(body=b"x" * 400, drip=0.02)
    found = look(site.url("/a"), limits={"deadline": 0.3})
    assert (found.outcome, found.copy) == (LinkOutcome.TIMEOUT, None)


@pytest.fixture
def secure(tmp_path: Path) -> Iterator[tuple[Site, ssl.SSLContext]]:
    server, trusting = certificate(tmp_path)
    with Site().open(server) as opened:
        opened.replies["/a"] = Reply()
        yield opened, trusting


def test_secure_site_is_known_by_its_name(secure: tuple[Site, ssl.SSLContext]) -> None:
    site, trusting = secure
    resolve = names(sitio="127.0.0.1", otro="127.0.0.1")
    assert look(site.url("/a", "sitio.example.org", "https"), tls=trusting, resolve=resolve).ok
    found = look(site.url("/a", "otro.example.org", "https"), tls=trusting, resolve=resolve)
    assert (found.outcome, found.state) == (LinkOutcome.CERTIFICATE, LinkState.BROKEN)


def test_secure_site_that_drips_is_cut_off(secure: tuple[Site, ssl.SSLContext]) -> None:
    site, trusting = secure
    site.replies["/a"] = Reply(body=b"x" * 400, drip=0.02)
    url = site.url("/a", "sitio.example.org", "https")
    found = look(url, tls=trusting, resolve=names(sitio="127.0.0.1"), limits={"deadline": 0.4})
    assert (found.outcome, found.copy) == (LinkOutcome.TIMEOUT, None)


def test_secure_site_that_signed_for_itself_is_told(secure: tuple[Site, ssl.SSLContext]) -> None:
    site, _ = secure
    found = look(site.url("/a", "sitio.example.org", "https"), resolve=names(sitio="127.0.0.1"))
    assert found.outcome is LinkOutcome.CERTIFICATE


def test_secure_site_with_an_old_certificate_is_told(tmp_path: Path) -> None:
    server, trusting = certificate(tmp_path, days=-1)
    with Site().open(server) as site:
        url = site.url("/a", "sitio.example.org", "https")
        found = look(url, tls=trusting, resolve=names(sitio="127.0.0.1"))
    assert (found.outcome, found.state) == (LinkOutcome.CERTIFICATE, LinkState.BROKEN)
    assert "vencido" in found.reason


def test_site_without_security_at_a_secure_address_is_unchecked(site: Site) -> None:
    found = look(site.url("/a", scheme="https"))
    assert (found.outcome, found.state) == (LinkOutcome.INSECURE, LinkState.UNCHECKED)


def test_missing_issuer_is_unchecked_for_a_browser_may_know_it() -> None:
    error = ssl.SSLCertVerificationError(1, "unable to get local issuer certificate")
    error.verify_code = 20
    assert OUTCOMES[outcome_of_error(error)][0] is LinkState.UNCHECKED


def test_one_request_at_a_time_goes_to_a_host(site: Site) -> None:
    for number in range(6):
        site.replies[f"/{number}"] = Reply(wait=0.02)
    threads = [threading.Thread(target=look, args=(site.url(f"/{number}"),)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(site.asked) == 12
    assert site.most_at_once == 1


@pytest.mark.parametrize(
    ("asked", "final", "outcome"),
    [
        ("https://a.co/informes/3.pdf", "https://a.co/", LinkOutcome.LED_HOME),
        ("https://a.co/informes/3.pdf", "https://www.a.co/index.html", LinkOutcome.LED_HOME),
        ("https://a.co/informes/3", "https://a.co/es/inicio", LinkOutcome.OK),
        ("https://a.co/informes/3", "https://a.co/404", LinkOutcome.LED_HOME),
        ("https://a.co/plan.pdf", "https://a.co/", LinkOutcome.LED_HOME),
        ("https://a.co/", "https://www.a.co/", LinkOutcome.OK),
        ("https://a.co/transparencia", "https://www.a.co/", LinkOutcome.OK),
        ("https://a.co/index.php", "https://a.co/", LinkOutcome.OK),
        ("https://a.co/informes/3", "https://a.co/?id=3", LinkOutcome.OK),
        ("http://a.co/informes/3", "https://a.co/informes/3", LinkOutcome.OK),
        ("https://drive.google.com/file/d/1/view", "https://accounts.google.com/v3/signin", LinkOutcome.SIGN_IN),
        ("https://a.co/actas/1", "https://a.co/login?next=/actas/1", LinkOutcome.SIGN_IN),
        ("https://a.co/login", "https://a.co/login/", LinkOutcome.OK),
        ("https://a.co/logins/3", "https://a.co/logins/3/ver", LinkOutcome.OK),
    ],
)
def test_where_a_link_leads_says_whether_it_works(asked: str, final: str, outcome: LinkOutcome) -> None:
    assert outcome_of_status(200, asked=asked, final=final) is outcome


def test_every_outcome_is_said_in_spanish() -> None:
    assert set(OUTCOMES) == set(LinkOutcome)
    assert all(words.endswith((".", "}")) for _, words in OUTCOMES.values())


@pytest.mark.parametrize("error", [http.client.BadStatusLine("x"), http.client.IncompleteRead(b""), ValueError()])
def test_answer_that_makes_no_sense_is_no_answer(error: Exception) -> None:
    assert outcome_of_error(error) is LinkOutcome.NO_ANSWER
