"""Why a file could not be read, in the words of the person who must go on.

Every refusal is a ``DocumentError``: ``code`` for the program and the tests, ``message`` for the person. A message says
what is wrong and the way out; it never carries text of the file.
"""

READABLE = (
    "Excel (.xlsx, .xls), OpenDocument (.ods), Word (.docx), PDF con texto, HTML, Markdown o texto con tabuladores"
)


class DocumentError(Exception):
    """A file that cannot be read; nothing of it is kept."""

    code = "document"

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class WrongType(DocumentError):
    """What the bytes are is not something that can be read, whatever the name says."""

    code = "wrong-type"

    def __init__(self, what: str, way_out: str = "") -> None:
        super().__init__(f"El archivo es {what} y no se puede leer. {way_out or f'Suba el plan en {READABLE}.'}")


class PasswordProtected(DocumentError):
    code = "password"

    def __init__(self) -> None:
        super().__init__(
            "El archivo está protegido con contraseña. "
            "Ábralo con su contraseña, guarde una copia sin protección y suba esa copia."
        )


class Corrupted(DocumentError):
    code = "corrupted"

    def __init__(self) -> None:
        super().__init__(
            "El archivo está dañado o incompleto. Ábralo en su computador: si abre, guárdelo de nuevo y súbalo; "
            "si no abre, pida otra copia a quien lo envió."
        )


class NoText(DocumentError):
    code = "no-text"

    def __init__(self) -> None:
        super().__init__(
            "El PDF no contiene texto: sus páginas son imágenes, como las de un escáner. "
            "Suba el Word o el Excel original, o páselo antes por un programa de reconocimiento de texto (OCR)."
        )


class EmptyDocument(DocumentError):
    code = "empty"

    def __init__(self, what: str = "El archivo está vacío") -> None:
        super().__init__(f"{what}. Revise que sea el archivo correcto y súbalo de nuevo.")


class TooLarge(DocumentError):
    code = "too-large"

    def __init__(self, what: str, limit: str) -> None:
        super().__init__(
            f"El archivo tiene {what} y el límite es {limit}. Deje solo las hojas o páginas del plan y súbalo de nuevo."
        )


class HostileArchive(DocumentError):
    code = "hostile"

    def __init__(self) -> None:
        super().__init__(
            "El archivo se expande a un tamaño desmedido o trae instrucciones que un plan no necesita, y no se abrió. "
            "Cree un documento nuevo, copie en él solo el plan y súbalo."
        )
