"""The optional virus scan: bytes go to a clamd daemon over its unix socket and its answer comes back.

Protocol: INSTREAM of clamd(8), chunks with their length before them, an empty one at the end.
"""

import hashlib
import logging
import socket
from typing import Final

from django.conf import settings

from rinde.foundations.attachments import UploadRefused

_log = logging.getLogger(__name__)
CHUNK: Final = 64 * 1024
SECONDS: Final = 30
LONGEST_ANSWER: Final = 4096
NOT_SCANNED: Final = (
    "El archivo no se pudo revisar con el antivirus y no se recibió. Inténtelo de nuevo en unos minutos; "
    "si sigue igual, avise a quien administra el sitio."
)
INFECTED: Final = (
    "El antivirus encontró un programa dañino en el archivo y no se recibió. Revise su equipo con un antivirus, "
    "consiga una copia limpia y súbala."
)


class _NoAnswer(Exception):
    """The daemon does not answer, or says that it could not look."""


def scan(content: bytes) -> bool:
    """Have a file looked at; True where it was found clean, False where no daemon is set and nobody looked.

    Raises:
        UploadRefused: «infected», or «not-scanned» where the daemon that is set does not answer.
    """
    if not settings.CLAMD_SOCKET:
        return False
    digest = hashlib.sha256(content).hexdigest()[:12]
    try:
        answer = _ask(settings.CLAMD_SOCKET, content)
    except (OSError, _NoAnswer) as error:
        _log.error("clamd did not scan upload %s: %s", digest, error)
        raise UploadRefused("not-scanned", NOT_SCANNED) from error
    if answer.endswith("FOUND"):
        _log.warning("clamd on upload %s: %s", digest, answer)
        raise UploadRefused("infected", INFECTED)
    return True


def _ask(path: str, content: bytes) -> str:
    """The daemon's answer: «stream: OK» or «stream: Name FOUND»."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as daemon:
        daemon.settimeout(SECONDS)
        daemon.connect(path)
        try:
            daemon.sendall(b"zINSTREAM\0")
            for start in range(0, len(content), CHUNK):
                chunk = content[start : start + CHUNK]
                daemon.sendall(len(chunk).to_bytes(4, "big") + chunk)
            daemon.sendall(bytes(4))
        except (BrokenPipeError, ConnectionResetError):
            pass  # over its own limit it answers at once and hangs up: the answer says so
        answer = _read(daemon)
    if not answer.endswith(("OK", "FOUND")):
        raise _NoAnswer(answer or "no answer")
    return answer


def _read(daemon: socket.socket) -> str:
    answer = b""
    while not answer.endswith(b"\0") and len(answer) < LONGEST_ANSWER:
        more = daemon.recv(LONGEST_ANSWER)
        if not more:
            break
        answer += more
    return answer.rstrip(b"\0").decode("utf-8", errors="replace").strip()
