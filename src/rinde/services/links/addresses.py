"""Addresses of the Internet as people paste them: made whole, refused where nobody outside could open them, compared.

Pure: nothing is resolved here. RFC 3986 for the form, RFC 6761 and 6762 for the names that are nobody's in public.
"""

import ipaddress
import re
from typing import Final
from urllib.parse import SplitResult, quote, unquote, urlsplit, urlunsplit

from rinde.foundations.refusals import Refusal

LONGEST: Final = 2_000  # characters; what browsers and servers of old still take
DEFAULT_PORTS: Final = {"http": 80, "https": 443}
NOT_A_LINK: Final = "Ese texto no es un enlace. Copie la dirección completa de la barra del navegador, como https://www.ejemplo.gov.co/informe."
NOT_WEB: Final = (
    "El enlace debe empezar por https:// o http://. Abra el documento en el navegador y copie su dirección."
)
OWN_DISK: Final = "El enlace lleva a un archivo de su computador y nadie más puede abrirlo. Suba el archivo."
PRIVATE: Final = (
    "El enlace lleva a una dirección interna que el público no puede abrir. "
    "Publique el documento y use su enlace público, o suba el archivo."
)
CREDENTIALS_INSIDE: Final = "El enlace lleva un usuario o una clave. Quítelos: quedarían a la vista de todos."
ODD_PORT: Final = "El enlace usa un puerto que no es de páginas web. Copie la dirección de la barra del navegador."
TOO_LONG: Final = (
    f"El enlace pasa de {LONGEST} caracteres. Use el botón «Compartir» del sitio para copiar uno más corto."
)

_CONTROLS: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\\<>\"^`{|}]")
_BARE_HOST: Final = re.compile(r"[\w-]+(?:\.[\w-]+)+(?::\d{1,5})?(?:[/?#]|$)")
_OWN_DISK: Final = re.compile(r"file:|[a-z]:[\\/]|\\\\|/{1,2}[\w-]+(?:/|$)", re.IGNORECASE)
_LABEL: Final = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?<!-)")
_LOOKS_NUMERIC: Final = re.compile(r"(?:0x[0-9a-f]*|\d+)")
_NOBODYS: Final = (
    "localhost", "local", "localdomain", "internal", "intranet", "lan", "home", "corp", "private", "arpa", "test",
    "invalid", "onion",
)  # fmt: skip
# Below 1024 a page stands at 80 or 443; above, these are never pages, and a request to them can do harm.
_NEVER_PAGES: Final = {1433, 1521, 2049, 2375, 2376, 3306, 3389, 5432, 5672, 5900, 5985, 6000, 6379, 6443, 6667, 9042}
_NEVER_PAGES_EITHER: Final = {9200, 9300, 10250, 11211, 25565, 27017}

_TRACKING: Final = re.compile(
    r"utm_\w+|fbclid|gclid|gclsrc|dclid|gbraid|wbraid|msclkid|yclid|twclid|ttclid|igshid|igsh|mc_cid|mc_eid|mkt_tok"
    r"|_ga|_gl|_hsenc|_hsmi|ref_src|ref_url"
)
_TRACKING_OF_SITES: Final = {
    "youtube.com": {"si", "feature", "pp"},
    "youtu.be": {"si", "feature"},
    "google.com": {"usp", "ouid", "rtpof", "sd"},
    "x.com": {"s", "t"},
    "twitter.com": {"s", "t"},
    "sharepoint.com": {"e"},
}
_UNRESERVED: Final = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_ESCAPE: Final = re.compile(r"%[0-9A-Fa-f]{2}")


class LinkRefused(Refusal):
    """The text is no address that everybody can open."""


def clean_url(url: str, *, allow_loopback: bool = False) -> str:
    """Make a pasted address whole, as it is stored and asked for: scheme, ASCII host, escaped path, no fragment.

    Args:
        allow_loopback: for tests against a server of their own.

    Raises:
        LinkRefused: for what is no web address, for internal hosts, credentials and odd ports.
    """
    parts = _split(url)
    host = _host(parts, allow_loopback=allow_loopback)
    port = _port(parts)
    netloc = f"[{host}]" if ":" in host else host
    if port not in {None, DEFAULT_PORTS[parts.scheme]}:
        netloc = f"{netloc}:{port}"
    query = "&".join(_escaped(piece, "/?:@!$'()*+,;=") for piece in parts.query.split("&") if piece)
    return urlunsplit((parts.scheme, netloc, _path(parts.path), query, _route(parts.fragment)))


def normalise_url(url: str, *, allow_loopback: bool = False) -> str:
    """The form by which two links to one page are found equal; not to be asked for. Idempotent.

    Without fragment, tracking parameters and trailing slash. Raises LinkRefused as `clean_url`.
    """
    parts = urlsplit(clean_url(url, allow_loopback=allow_loopback))
    query = "&".join(piece for piece in parts.query.split("&") if not _tracks(piece, parts.hostname or ""))
    return urlunsplit((parts.scheme, parts.netloc, parts.path.rstrip("/") or "/", query, parts.fragment))


def _split(url: str) -> SplitResult:
    text = url.strip()
    if _OWN_DISK.match(text):
        raise LinkRefused(OWN_DISK)
    if not text or _CONTROLS.search(text):
        raise LinkRefused(NOT_A_LINK)
    if len(text) > LONGEST:
        raise LinkRefused(TOO_LONG)
    if _BARE_HOST.match(text):
        text = f"https://{text}"
    try:
        parts = urlsplit(text)
    except ValueError as error:  # «http://[abc»
        raise LinkRefused(NOT_A_LINK) from error
    if parts.scheme not in DEFAULT_PORTS:
        raise LinkRefused(NOT_WEB if parts.scheme else NOT_A_LINK)
    if "@" in parts.netloc:
        raise LinkRefused(CREDENTIALS_INSIDE)
    return parts


def _host(parts: SplitResult, *, allow_loopback: bool) -> str:
    name = (parts.hostname or "").rstrip(".")
    try:
        return _address(name, allow_loopback=allow_loopback)
    except ValueError:
        pass  # a name, not a number
    try:
        host = name if name.isascii() else name.encode("idna").decode()
    except UnicodeError as error:
        raise LinkRefused(NOT_A_LINK) from error
    host = host.lower()
    labels = host.split(".")
    if allow_loopback and host == "localhost":
        return host
    if len(labels) < 2 or labels[-1] in _NOBODYS or host.endswith("home.arpa"):
        raise LinkRefused(PRIVATE if _LABEL.fullmatch(labels[-1]) else NOT_A_LINK)
    if len(host) > 253 or not all(map(_LABEL.fullmatch, labels)):
        raise LinkRefused(NOT_A_LINK)
    if _LOOKS_NUMERIC.fullmatch(labels[-1]):
        raise LinkRefused(PRIVATE)  # «0x7f.1», «2130706433.0»: numbers in the forms that hide one
    return host


def _address(name: str, *, allow_loopback: bool) -> str:
    """A number as host. Raises ValueError where the name is none, LinkRefused where it is not everybody's."""
    address = ipaddress.ip_address(name.partition("%")[0])
    if not is_public(str(address)) and not (allow_loopback and address.is_loopback):
        raise LinkRefused(PRIVATE)
    return str(address)


def is_public(address: str) -> bool:
    """Whether an IP address belongs to the Internet: not to this machine, a network of a house, or a cloud's inside."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None) or _through_nat64(ip)
        if inner is not None and not is_public(str(inner)):
            return False
    return ip.is_global and not ip.is_multicast and not ip.is_reserved and str(ip) not in _METADATA


# Answered by the machine's host in clouds, from an address of the public range (Azure); the others are link-local.
_METADATA: Final = {"168.63.129.16"}
_NAT64: Final = ipaddress.IPv6Network("64:ff9b::/96")


def _through_nat64(ip: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    return ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF) if ip in _NAT64 else None


def _port(parts: SplitResult) -> int | None:
    try:
        port = parts.port
    except ValueError as error:
        raise LinkRefused(NOT_A_LINK) from error
    if port is None or port in DEFAULT_PORTS.values():
        return port
    if port < 1024 or port in _NEVER_PAGES or port in _NEVER_PAGES_EITHER:
        raise LinkRefused(ODD_PORT)
    return port


def _path(path: str) -> str:
    """Escaped once, and without steps up and on the spot (RFC 3986, 5.2.4)."""
    kept: list[str] = []
    segments = _escaped(path, "/:@!$&'()*+,;=").split("/")
    for segment in segments[1:]:
        if segment == "..":
            kept[-1:] = []
        elif segment != ".":
            kept.append(segment)
    if len(segments) > 1 and segments[-1] in {".", ".."}:
        kept.append("")
    return "/" + "/".join(kept)


def _escaped(text: str, safe: str) -> str:
    """Percent-encoding in one form: what needs none is written plainly, the rest with capitals."""
    pieces, at = [], 0
    for match in _ESCAPE.finditer(text):
        letter = chr(int(match[0][1:], 16))
        pieces += [quote(text[at : match.start()], safe=safe), letter if letter in _UNRESERVED else match[0].upper()]
        at = match.end()
    return "".join([*pieces, quote(text[at:], safe=safe)])


def _route(fragment: str) -> str:
    """A fragment is a place on the page, except where a page of one script uses it as its path («#/informes/3»)."""
    return _escaped(fragment, "/?:@!$&'()*+,;=") if fragment.startswith(("/", "!/")) else ""


def _tracks(piece: str, host: str) -> bool:
    name = unquote(piece.partition("=")[0]).lower()
    if _TRACKING.fullmatch(name):
        return True
    return any(name in names for site, names in _TRACKING_OF_SITES.items() if host == site or host.endswith(f".{site}"))
