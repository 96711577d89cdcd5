"""What an answer, or the lack of one, says of a link; in Spanish, with «broken» told from «could not be checked».

A page that asks for a password, a site that turns programs away and a network of our own that is down prove nothing
about the link. Pure.
"""

import errno
import re
import socket
import ssl
from enum import StrEnum
from typing import Final
from urllib.parse import urlsplit


class LinkState(StrEnum):
    """What is known now; stored by its value."""

    WORKS = "WORKS"
    BROKEN = "BROKEN"
    UNCHECKED = "UNCHECKED"


class LinkOutcome(StrEnum):
    """Why; stored by its value."""

    OK = "OK"
    NOT_FOUND = "NOT_FOUND"
    GONE = "GONE"
    LED_HOME = "LED_HOME"
    REJECTED = "REJECTED"
    NO_SUCH_HOST = "NO_SUCH_HOST"
    TIMEOUT = "TIMEOUT"
    CONNECTION_REFUSED = "CONNECTION_REFUSED"
    NO_ANSWER = "NO_ANSWER"
    CERTIFICATE = "CERTIFICATE"
    SERVER_ERROR = "SERVER_ERROR"
    TOO_MANY_REDIRECTS = "TOO_MANY_REDIRECTS"
    NOT_ALLOWED = "NOT_ALLOWED"
    SIGN_IN = "SIGN_IN"
    TURNED_AWAY = "TURNED_AWAY"
    TOO_OFTEN = "TOO_OFTEN"
    UNAVAILABLE = "UNAVAILABLE"
    CERTIFICATE_CHAIN = "CERTIFICATE_CHAIN"
    INSECURE = "INSECURE"
    OWN_NETWORK = "OWN_NETWORK"


_WORKS, _BROKEN, _UNCHECKED = LinkState.WORKS, LinkState.BROKEN, LinkState.UNCHECKED
OUTCOMES: Final = {
    LinkOutcome.OK: (_WORKS, "El enlace funciona."),
    LinkOutcome.NOT_FOUND: (_BROKEN, "El sitio responde, pero ya no tiene esa página (error 404)."),
    LinkOutcome.GONE: (_BROKEN, "El sitio dice que la página se retiró (error 410)."),
    LinkOutcome.LED_HOME: (_BROKEN, "El enlace ya no lleva al documento: el sitio lo manda a su página de inicio."),
    LinkOutcome.REJECTED: (_BROKEN, "El sitio no entiende esa dirección (error {status})."),
    LinkOutcome.NO_SUCH_HOST: (_BROKEN, "El sitio no existe: nadie responde por ese nombre."),
    LinkOutcome.TIMEOUT: (_BROKEN, "El sitio no contestó a tiempo."),
    LinkOutcome.CONNECTION_REFUSED: (_BROKEN, "El sitio existe, pero no acepta visitas en esa dirección."),
    LinkOutcome.NO_ANSWER: (_BROKEN, "El sitio cortó la comunicación sin contestar."),
    LinkOutcome.CERTIFICATE: (_BROKEN, "El certificado de seguridad del sitio está vencido o es de otro sitio."),
    LinkOutcome.SERVER_ERROR: (_BROKEN, "El sitio falla al mostrar la página (error {status})."),
    LinkOutcome.TOO_MANY_REDIRECTS: (_BROKEN, "El enlace da vueltas de una dirección a otra sin llegar."),
    LinkOutcome.NOT_ALLOWED: (_BROKEN, "{detail}"),
    LinkOutcome.SIGN_IN: (
        _UNCHECKED,
        (
            "No se pudo comprobar: el sitio pide iniciar sesión y el público no podría verlo. "
            "Compártalo como «cualquier persona con el enlace»."
        ),
    ),
    LinkOutcome.TURNED_AWAY: (_UNCHECKED, "No se pudo comprobar: el sitio no deja entrar a robots (error {status})."),
    LinkOutcome.TOO_OFTEN: (_UNCHECKED, "No se pudo comprobar: el sitio pide esperar (error 429)."),
    LinkOutcome.UNAVAILABLE: (_UNCHECKED, "No se pudo comprobar: el sitio está en mantenimiento (error 503)."),
    LinkOutcome.CERTIFICATE_CHAIN: (
        _UNCHECKED,
        "No se pudo comprobar: al certificado de seguridad del sitio le falta una parte. Algunos navegadores lo abren.",
    ),
    LinkOutcome.INSECURE: (_UNCHECKED, "No se pudo comprobar: no se logró una conexión segura con el sitio."),
    LinkOutcome.OWN_NETWORK: (_UNCHECKED, "No se pudo comprobar: este servidor no tiene salida a Internet ahora."),
}  # fmt: skip
_BY_STATUS: Final = {
    401: LinkOutcome.SIGN_IN,
    404: LinkOutcome.NOT_FOUND,
    410: LinkOutcome.GONE,
    429: LinkOutcome.TOO_OFTEN,
    503: LinkOutcome.UNAVAILABLE,
}
# Answers of guards, not of pages; 999 is what one network of professionals says to programs.
_TURNED_AWAY: Final = frozenset({402, 403, 405, 406, 407, 408, 418, 421, 425, 451, 999})
# X509_V_ERR of OpenSSL: an issuer that the server should have sent; browsers fetch or remember it.
_MISSING_ISSUER: Final = frozenset({2, 20, 21, 27})
_NO_NAME: Final = frozenset({socket.EAI_NONAME, getattr(socket, "EAI_NODATA", socket.EAI_NONAME)})
_NO_WAY_OUT: Final = frozenset({errno.ENETUNREACH, errno.ENETDOWN, errno.EADDRNOTAVAIL})
_HOME: Final = re.compile(r"/?(?:index\.\w+|inicio/?|home/?|404/?|error/?|es/?|es-co/?)?", re.IGNORECASE)
_SIGN_IN_HOSTS: Final = frozenset({"accounts.google.com", "login.microsoftonline.com", "login.live.com"})
_SIGN_IN_PATH: Final = re.compile(r"/(?:log-?in|sign-?in|iniciar-?sesion|wp-login\.php)(?:[/?.]|$)", re.IGNORECASE)
# What no other method would change; every other refusal of HEAD may be one of the method.
SAME_BY_GET: Final = frozenset(
    {
        LinkOutcome.NO_SUCH_HOST,
        LinkOutcome.OWN_NETWORK,
        LinkOutcome.CERTIFICATE,
        LinkOutcome.CERTIFICATE_CHAIN,
        LinkOutcome.INSECURE,
        LinkOutcome.CONNECTION_REFUSED,
        LinkOutcome.NOT_ALLOWED,
        LinkOutcome.TOO_OFTEN,
        LinkOutcome.SIGN_IN,
    }
)


def outcome_of_status(status: int, *, asked: str, final: str) -> LinkOutcome:
    """What a status means, and where the link led: a home page instead of a document is a dead link in disguise.

    Args:
        asked, final: clean addresses, before and after the redirects.
    """
    if 200 <= status < 300:
        return _where_it_led(asked, final)
    if status in _BY_STATUS:
        return _BY_STATUS[status]
    if status in _TURNED_AWAY:
        return LinkOutcome.TURNED_AWAY
    return LinkOutcome.SERVER_ERROR if status >= 500 else LinkOutcome.REJECTED


def _where_it_led(asked: str, final: str) -> LinkOutcome:
    before, after = urlsplit(asked), urlsplit(final)
    if final == asked:
        return LinkOutcome.OK
    if after.hostname in _SIGN_IN_HOSTS or (_SIGN_IN_PATH.search(after.path) and not _SIGN_IN_PATH.search(before.path)):
        return LinkOutcome.SIGN_IN
    is_deep = not _HOME.fullmatch(before.path) and (before.path.strip("/").count("/") > 0 or "." in before.path)
    return LinkOutcome.LED_HOME if is_deep and _HOME.fullmatch(after.path) and not after.query else LinkOutcome.OK


def outcome_of_error(error: Exception) -> LinkOutcome:
    """What an error of the network means."""
    if isinstance(error, socket.gaierror):
        return LinkOutcome.NO_SUCH_HOST if error.errno in _NO_NAME else LinkOutcome.OWN_NETWORK
    if isinstance(error, ssl.SSLCertVerificationError):
        missing = error.verify_code in _MISSING_ISSUER
        return LinkOutcome.CERTIFICATE_CHAIN if missing else LinkOutcome.CERTIFICATE
    if isinstance(error, TimeoutError):
        return LinkOutcome.TIMEOUT
    if isinstance(error, ssl.SSLError):
        return LinkOutcome.INSECURE
    if isinstance(error, ConnectionRefusedError):
        return LinkOutcome.CONNECTION_REFUSED
    if isinstance(error, OSError) and error.errno in _NO_WAY_OUT:
        return LinkOutcome.OWN_NETWORK
    return LinkOutcome.NO_ANSWER
