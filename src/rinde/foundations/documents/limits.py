"""How much of a file will be read. Checked before the work is done, so that a hostile file costs nothing."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """The defaults are several times the largest plan seen (27 pages, 90 rows) and still bound time and memory."""

    file_bytes: int = 25 * 1024 * 1024
    pages: int = 1_000
    cells: int = 300_000
    styled_cells: int = 600_000  # empty ones included: formats dragged to the end of a sheet cost memory too
    paragraphs: int = 200_000
    archive_members: int = 10_000
    unpacked_bytes: int = 400 * 1024 * 1024
    # Excel's own XML packs 1:40 at most on regular sheets; a bomb of zeros packs 1:1000.
    packing_ratio: int = 200
    # Below this size a high ratio is harmless: a sheet of empty styled rows packs very well.
    packing_ratio_from_bytes: int = 20 * 1024 * 1024
    # Of the instructions that paint the pages of a PDF: a plan of 300 pages has some 30 MB.
    painted_bytes: int = 200 * 1024 * 1024


DEFAULT_LIMITS = Limits()
