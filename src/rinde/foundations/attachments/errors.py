"""Why a file that somebody attaches is not kept: one plain sentence of what it is, and the way out.

A message never carries text of the file. `code` is for programs and tests.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from rinde.foundations.documents.errors import DocumentError
from rinde.foundations.refusals import Refusal

ACCEPTED: Final = (
    "Suba una foto (JPEG, PNG o WebP), un PDF, un documento de Word, Excel, PowerPoint u OpenDocument, "
    "un texto (TXT o CSV), un audio (MP3, M4A u OGG) o un video (MP4 o MOV)."
)


class UploadRefused(Refusal):
    """The file was not kept. Codes: empty, too-large, wrong-type, damaged, locked, hostile, infected, not-scanned."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


def empty() -> UploadRefused:
    return UploadRefused(
        "empty", "El archivo está vacío. Revise que haya terminado de copiarse o de descargarse y súbalo de nuevo."
    )


def too_large(what: str, limit: str) -> UploadRefused:
    return UploadRefused(
        "too-large",
        f"El archivo tiene {what} y el límite es {limit}. Redúzcalo o divídalo y súbalo de nuevo; "
        "si ya está publicado en Internet, deje el enlace.",
    )


def wrong_type(what: str, way_out: str = "") -> UploadRefused:
    return UploadRefused("wrong-type", f"El archivo es {what} y no se recibe. {way_out or ACCEPTED}")


def damaged() -> UploadRefused:
    return UploadRefused(
        "damaged",
        "El archivo está dañado o incompleto. Ábralo en su equipo: si abre, guárdelo de nuevo y súbalo; "
        "si no abre, pida otra copia a quien lo envió.",
    )


def locked() -> UploadRefused:
    return UploadRefused(
        "locked",
        "El archivo está protegido con contraseña y nadie podría verificarlo. "
        "Ábralo con su contraseña, guarde una copia sin protección y suba esa copia.",
    )


def hostile(
    what: str = "se expande a un tamaño desmedido o trae instrucciones que un documento no necesita",
) -> UploadRefused:
    return UploadRefused(
        "hostile", f"El archivo {what}, y por seguridad no se recibió. Guárdelo o imprímalo como PDF y suba ese PDF."
    )


@contextmanager
def said_for_uploads() -> Iterator[None]:
    """Turn what the readers of documents raise into the refusals of this module."""
    try:
        yield
    except DocumentError as error:
        if error.code == "password":
            raise locked() from error
        if error.code in {"hostile", "too-large"}:
            raise hostile() from error
        raise damaged() from error
