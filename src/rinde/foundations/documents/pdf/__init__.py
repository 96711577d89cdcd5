"""Text PDF to blocks."""
from collections.abc import Callable
from rinde.foundations.documents.grid import Document
from rinde.foundations.documents.limits import Limits

def read_pdf(name: str, content: bytes, limits: Limits, progress: Callable[[int, int], None] | None = None) -> Document:
    raise NotImplementedError
