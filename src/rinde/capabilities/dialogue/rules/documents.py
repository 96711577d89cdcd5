"""What a file of a space must say, which step its publication fulfils, and what of it may be public. Pure."""

from collections.abc import Iterator, Mapping

from rinde.capabilities.dialogue.choices import DocumentKind, StepKind

LONGEST_TITLE, LONGEST_REASON = 200, 300
SHORTEST_SIGHT = 12  # characters: «Foto 1» tells nothing to whoever does not see it
STEP_OF_DOCUMENT: Mapping[str, str] = {
    DocumentKind.REPORT: StepKind.INFORMATION,
    DocumentKind.MINUTES: StepKind.MINUTES,
    DocumentKind.EVENT_REPORT: StepKind.EVENT_REPORT,
}
NEVER_PUBLIC: frozenset[str] = frozenset({DocumentKind.ATTENDANCE})


def document_gaps(*, kind: str, title: str, family: str = "") -> tuple[str, ...]:
    """List in Spanish what is missing of a file.

    Args:
        family: of the file's kind, as `foundations.attachments` says it: «photo», «pdf»…; empty before it was read.
    """
    return tuple(_gaps(kind, title.strip(), family))


def _gaps(kind: str, title: str, family: str) -> Iterator[str]:
    if kind not in DocumentKind.values:
        yield "Escoja qué es el archivo."
    if kind == DocumentKind.PICTURE:
        if len(title) < SHORTEST_SIGHT:
            yield "Diga qué se ve en la foto, para quien no puede verla: «Vecinas preguntan al alcalde en el salón»."
        if family and family != "photo":
            yield "Ese archivo no es una foto. Súbalo como otro documento, o escoja una foto JPG, PNG o WebP."
    elif not title:
        yield "Escriba cómo se llama el documento."
    if len(title) > LONGEST_TITLE:
        yield f"El nombre tiene {len(title)} caracteres y caben {LONGEST_TITLE}."


def may_be_public(kind: str) -> bool:
    """Tell whether a file of this kind may ever be public: a list of who came holds names and never is."""
    return kind not in NEVER_PUBLIC
