"""Text PDF to blocks: ruled tables, turned words, merged and shaded cells, tables that pages cut.

``pdfminer`` (through ``pdfplumber``) says what is painted where; everything after that happens here, once per page:
``painting`` takes the page apart, ``lines`` makes text of glyphs, ``rules`` finds the cells of ruled tables,
``columns`` guesses the tables without rules, ``prose`` makes paragraphs of the rest, ``pages`` puts the pages together.
"""

from rinde.foundations.documents.pdf.reader import read_pdf

__all__ = ["read_pdf"]
