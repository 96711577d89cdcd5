"""What a file that was received says, as text and tables, within a time; and, said plainly, what could not be read.

Only for looking into it (a warning, a count): plans are read by `foundations/documents` itself. The reading happens in
a process apart, so that no file of a stranger holds up whoever asks.
"""

import json
from dataclasses import dataclass
from typing import Final

from rinde.foundations.apart.running import run_apart
from rinde.foundations.attachments.kinds import Kind

Rows = tuple[tuple[str, ...], ...]
SECONDS: Final = 8.0
GRACE: Final = 20.0  # to start, to end the page that it is at, to read the rest as plain text
READER: Final = "rinde.foundations.attachments.content_reading"
PICTURE: Final = (
    "Rinde no lee lo que se ve en una foto: mire que no muestre nombres, cédulas, firmas ni menores de edad."
)
RECORDING: Final = (
    "Rinde no oye ni ve grabaciones: revise que nadie diga datos personales ni aparezcan menores de edad."
)
SCAN: Final = "El PDF es de imágenes, como las de un escáner, y Rinde no las lee: mire que no muestre datos personales."
SOME_PAGES: Final = "Rinde no leyó las páginas que son imágenes: mire que no muestren datos personales."
NOT_TO_THE_END: Final = (
    "El archivo es largo y Rinde no lo leyó hasta el final: mire que el resto no tenga datos personales."
)
TOO_MUCH: Final = "El archivo es demasiado grande o no se pudo leer por dentro: mire que no tenga datos personales."
PICTURES_INSIDE: Final = "El documento trae imágenes que Rinde no lee: mire que no muestren datos personales."


@dataclass(frozen=True, slots=True)
class Contents:
    """`tables` have rows of equal meaning, the parts that pages cut put together. `unread`: Spanish, for a person."""

    text: str = ""
    tables: tuple[Rows, ...] = ()
    unread: tuple[str, ...] = ()


def contents_of(kind: Kind, content: bytes, *, seconds: float = SECONDS) -> Contents:
    """Take the text out of a file that `check_content` let in. Never raises for what stands in the file.

    Args:
        seconds: after them the pages of a PDF are read as plain text, which takes milliseconds a page; twenty more,
            and whatever file is left unread.
    """
    if kind.family == "photo":
        return Contents(unread=(PICTURE,))
    if kind.family in {"sound", "video"}:
        return Contents(unread=(RECORDING,))
    answer = run_apart(READER, content, seconds=seconds + GRACE, arguments=[kind.code, str(seconds)])
    if answer is None:
        return Contents(unread=(TOO_MUCH,))
    told = json.loads(answer)
    tables = tuple(tuple(map(tuple, rows)) for rows in told["tables"])
    return Contents(told["text"], tables, tuple(told["unread"]))
