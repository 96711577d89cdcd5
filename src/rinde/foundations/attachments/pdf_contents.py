"""Text and tables of a PDF, within a time; run in a process apart: `python -m …pdf_contents SECONDS`."""

import dataclasses
import json
import sys
import time
from typing import Final

from rinde.foundations.apart.running import hand_back, take_content
from rinde.foundations.attachments.contents import (
    LIMITS,
    LONGEST_TEXT,
    NOT_TO_THE_END,
    SCAN,
    SOME_PAGES,
    TOO_MUCH,
    Contents,
    of_document,
)
from rinde.foundations.documents.errors import DocumentError, NoText
from rinde.foundations.documents.pdf import read_pdf
from rinde.foundations.documents.pdf.pdfium import text_of_pages

_UNREAD_PAGES: Final = {"page-without-text": SOME_PAGES, "broken-page": TOO_MUCH}


def pdf_contents(content: bytes, seconds: float) -> Contents:
    """Read tables and text page by page; of a long file the rest quickly, as text alone."""
    until = time.monotonic() + seconds
    try:
        document = read_pdf("pdf", content, LIMITS, enough=lambda: time.monotonic() > until)
    except NoText:
        return Contents(unread=(SCAN,))
    except (DocumentError, RecursionError, MemoryError):
        return Contents(unread=(TOO_MUCH,))
    notices = {notice.code: notice.place for notice in document.notices}
    unread = tuple(words for code, words in _UNREAD_PAGES.items() if code in notices)
    contents = of_document(document, unread)
    if "stopped" not in notices:
        return contents
    first = int(notices["stopped"].removeprefix("page "))
    rest = text_of_pages(content, first, most_characters=LONGEST_TEXT)
    # A scan hung at the end of a long file has no text; nobody looked at its pages.
    unread = unread if rest.strip() else (*unread, NOT_TO_THE_END)
    return dataclasses.replace(contents, text=f"{contents.text}\n{rest}"[:LONGEST_TEXT], unread=unread)


if __name__ == "__main__":
    hand_back(json.dumps(dataclasses.asdict(pdf_contents(take_content(), float(sys.argv[1])))).encode())
