"""Files to grids: XLSX, XLS, ODS, DOCX, text PDF, HTML, Markdown and pasted text, all in one shape.

Knows nothing of plans: which row is an activity is decided by a capability.
"""

from rinde.foundations.documents.errors import (
    Corrupted,
    DocumentError,
    EmptyDocument,
    HostileArchive,
    NoText,
    PasswordProtected,
    TooLarge,
    WrongType,
)
from rinde.foundations.documents.grid import Block, Box, Cell, Document, Format, Grid, Notice, Paragraph
from rinde.foundations.documents.limits import DEFAULT_LIMITS, Limits
from rinde.foundations.documents.reading import read_document

__all__ = [
    "DEFAULT_LIMITS",
    "Block",
    "Box",
    "Cell",
    "Corrupted",
    "Document",
    "DocumentError",
    "EmptyDocument",
    "Format",
    "Grid",
    "HostileArchive",
    "Limits",
    "NoText",
    "Notice",
    "Paragraph",
    "PasswordProtected",
    "TooLarge",
    "WrongType",
    "read_document",
]
