"""PDFium, for what it does a hundred times faster: the plain text of a page, without its tables. One lock for all."""

import threading
from typing import Final

import pypdfium2  # type: ignore[import-untyped]

# PDFium keeps global state: two threads inside it at once crash the process.
PDFIUM: Final = threading.Lock()


def text_of_pages(content: bytes, first: int, *, most_characters: int) -> str:
    """Read the text from a page on, in the order in which it was written; empty where PDFium cannot open the file.

    Args:
        first: from 1.
    """
    pages: list[str] = []
    left = most_characters
    try:
        with PDFIUM:
            document = pypdfium2.PdfDocument(content)
            try:
                for number in range(first - 1, len(document)):
                    pages.append(_text_of(document, number)[:left])
                    left -= len(pages[-1])
                    if left <= 0:
                        break
            finally:
                document.close()
    except pypdfium2.PdfiumError:
        return "\n".join(pages)
    return "\n".join(pages)


def _text_of(document: pypdfium2.PdfDocument, number: int) -> str:
    page = document[number]
    text_page = page.get_textpage()
    try:
        return str(text_page.get_text_range()).replace("\r\n", "\n")
    finally:
        text_page.close()
        page.close()
