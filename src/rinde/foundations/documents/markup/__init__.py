"""HTML, Markdown and pasted text to blocks."""

from rinde.foundations.documents.markup.html import read_html
from rinde.foundations.documents.markup.text import read_markdown, read_text

__all__ = ["read_html", "read_markdown", "read_text"]
