"""Public copies of files that stay reserved: a photo without its place, a list without its people, a document without
its author. Each says what was taken out; none is kept here.

The original is never touched. The copy gets the name that the caller makes: the original's may say who is in it.
"""

from dataclasses import dataclass

from rinde.foundations.attachments import Kind
from rinde.foundations.attachments.metadata import without_authors
from rinde.foundations.attachments.people_lists import FEWEST, OTHERS, PublicList, count_people
from rinde.foundations.attachments.photos import public_photo
from rinde.services.files.names import safe_name
from rinde.services.reporting.tree import Column, Report, Section, Table
from rinde.services.reporting.writers import render

_COLUMNS = (
    Column("column", "Dato", width=28),
    Column("value", "Valor", width=36),
    Column("people", "Personas", "number", width=12),
)
_NOTE = f"«{OTHERS}» reúne los que tienen menos de {FEWEST} personas, para que nadie se reconozca."


@dataclass(frozen=True, slots=True)
class Derivative:
    """A copy that may be public. `removed` and `left`: Spanish, what was taken out and what still stands there."""

    name: str
    content: bytes
    content_type: str
    removed: tuple[str, ...]
    left: tuple[str, ...] = ()

    @property
    def said(self) -> str:
        """«Se quitó: la ubicación donde se tomó, el modelo de la cámara.» One sentence for whoever sees the copy."""
        return f"Se quitó: {', '.join(self.removed)}." if self.removed else "No había nada que quitar."


def photo_without_location(*, base_name: str, content: bytes) -> Derivative:
    """Make the public copy of a photo: upright WebP of at most 1,600 dots and 200 KB, the picture and nothing else.

    Args:
        base_name: without ending, such as «evidencia-3.1.2».

    Raises:
        UploadRefused: where the photo does not open.
    """
    photo = public_photo(content)
    return Derivative(safe_name(base_name + photo.extension), photo.content, photo.content_type, photo.removed)


def list_without_names(*, base_name: str, kind: Kind, content: bytes, title: str) -> Derivative:
    """Make the public copy of a list of people: a workbook (XLSX) of how many there were, and how many of each.

    Args:
        title: what the list is of, such as the activity; the file's own titles are left out.

    Raises:
        UploadRefused: «no-list» or «too-few», with the way out.
    """
    counted = count_people(kind, content)
    rendered = render(_report(counted, title), "xlsx")
    name = safe_name(f"{base_name}.{rendered.extension}")
    return Derivative(name, rendered.content, rendered.content_type, counted.removed)


def _report(counted: PublicList, title: str) -> Report:
    rows = [("Personas en la lista", "", counted.people)]
    rows += [(column.title, value, people) for column in counted.columns for value, people in column.counts]
    note = (_NOTE,) if any(value == OTHERS for _, value, _ in rows) else ()
    facts = (("Qué es", "Copia pública de una lista reservada: solo totales"), ("Se quitó", "; ".join(counted.removed)))
    return Report(title, facts=facts, sections=(Section("Totales", note, tables=(Table("Totales", _COLUMNS, rows),)),))


def document_without_author(*, base_name: str, kind: Kind, content: bytes) -> Derivative:
    """Make the copy of an office document without who made it.

    Raises:
        UploadRefused: «not-done» for PDF, signed documents and what is no document, with the reason.
    """
    cleaned = without_authors(kind, content)
    name = safe_name(base_name + kind.extensions[0])
    return Derivative(name, cleaned.content, kind.content_type, cleaned.removed, cleaned.left)
