"""How many pages a PDF has, asked of PDFium in a process of its own: `python -m rinde.foundations.apart.pdf_pages`."""

from typing import Final

import pypdfium2  # type: ignore[import-untyped]

from rinde.foundations.apart.running import hand_back, take_content

LOCKED: Final = -1
BROKEN: Final = -2
_WRONG_PASSWORD: Final = 4  # FPDF_ERR_PASSWORD


def count(content: bytes) -> int:
    """The pages of a PDF, after opening the first; LOCKED or BROKEN where it does not open."""
    try:
        document = pypdfium2.PdfDocument(content)
        pages = len(document)
        if pages:
            document[0].close()
        document.close()
    except pypdfium2.PdfiumError as error:
        return LOCKED if getattr(error, "err_code", None) == _WRONG_PASSWORD else BROKEN
    return pages or BROKEN


if __name__ == "__main__":
    hand_back(str(count(take_content())).encode())
