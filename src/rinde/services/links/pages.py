"""The text of a page, for the copy that is kept of it: what a reader would see, without scripts and menus of styles."""

import codecs
import re
from dataclasses import dataclass
from typing import Final

from rinde.foundations.documents import DocumentError, Grid, Limits
from rinde.foundations.documents.markup import read_html

LONGEST_TEXT: Final = 300_000  # characters
_LIMITS: Final = Limits(cells=50_000, paragraphs=50_000)
_CHARSET: Final = re.compile(r"charset\s*=\s*[\"']?([\w-]+)", re.IGNORECASE)
_HTML: Final = re.compile(r"\s*(?:text/html|application/xhtml)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Page:
    title: str = ""
    text: str = ""


def is_page(content_type: str) -> bool:
    return bool(_HTML.match(content_type))


def read_page(body: bytes, content_type: str) -> Page:
    """Take title and text out of HTML, also of one that was cut; empty for what cannot be read.

    Args:
        content_type: the header, whose charset goes before what the page says of itself.
    """
    try:
        document = read_html("pagina.html", _in_utf8(body, content_type), _LIMITS)
    except (DocumentError, RecursionError, ValueError):
        return Page()
    pieces = []
    for block in document.blocks:
        if isinstance(block, Grid):
            pieces += [" | ".join(cell.text for cell in row if cell) for row in block.rows()]
        else:
            pieces.append(block.text)
    return Page(document.title[:300], "\n".join(filter(None, pieces))[:LONGEST_TEXT])


def _in_utf8(body: bytes, content_type: str) -> bytes:
    declared = _CHARSET.search(content_type)
    if declared:
        try:
            return codecs.BOM_UTF8 + body.decode(codecs.lookup(declared[1]).name, errors="replace").encode()
        except (LookupError, UnicodeError):
            pass  # a charset that nobody knows: the page itself is asked
    return body
