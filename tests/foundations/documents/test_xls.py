"""No library writes XLS any more: the project's own sample, saved by an office program, is the input."""

import random
from contextlib import suppress
from pathlib import Path

import pytest

from foundations.documents.making import cell_at, only_grid, read
from rinde.foundations.documents import Corrupted, DocumentError, WrongType
from rinde.foundations.documents.spreadsheets.biff import sheet_looks

SAMPLE = Path(__file__).parents[2] / "samples" / "followup-xls-cutoffs" / "input.xls"


def test_merges_formats_fills_and_bold_are_read() -> None:
    grid = only_grid(read("plan.xls", SAMPLE.read_bytes()))

    title, header, progress = cell_at(grid, 0, 5), cell_at(grid, 4, 2), cell_at(grid, 7, 7)
    assert (title.column_span, title.bold, title.fill) == (10, True, None)
    assert (header.text, header.row_span, header.column_span, header.fill) == ("Actividades", 2, 2, "833C0B")
    assert (progress.text, progress.fill, progress.bold) == ("33%", None, False)


def test_name_does_not_decide_the_format() -> None:
    assert read("plan.xlsx", SAMPLE.read_bytes()).format == "xls"


def test_truncated_workbook_says_so() -> None:
    content = SAMPLE.read_bytes()

    with pytest.raises((Corrupted, WrongType)):
        read("plan.xls", content[: len(content) // 3])


def test_broken_bytes_never_raise_anything_else() -> None:
    content = SAMPLE.read_bytes()
    noise = random.Random(11)  # noqa: S311  a fixed sequence, no secret
    for _ in range(60):
        broken = bytearray(content)
        for _ in range(8):
            broken[noise.randrange(len(broken))] = noise.randrange(256)
        with suppress(DocumentError):
            assert read("plan.xls", bytes(broken)).blocks


@pytest.mark.parametrize("content", [b"", bytes(2_000), b"\xff" * 2_000])
def test_looks_of_something_else_are_none(content: bytes) -> None:
    assert sheet_looks(content) == {}
