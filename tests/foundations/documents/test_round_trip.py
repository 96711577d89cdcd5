"""Whatever format a table of texts is written in, the same grid comes back."""

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from foundations.documents.making import (
    docx,
    html_table,
    markdown_table,
    ods_table,
    only_grid,
    pasted_table,
    read,
    texts,
    xlsx,
)

LETTERS = "abcñÑáéXYZ0123456789.,;:()%/-«»¿?|\"'*_#°$ "

words = st.text(LETTERS, min_size=1, max_size=12).map(lambda text: " ".join(text.split())).filter(bool)


@st.composite
def tables(draw: st.DrawFn) -> list[list[str]]:
    """A table whose first row and column are written: empty edges are cut off by design."""
    rows, columns = draw(st.integers(2, 5)), draw(st.integers(2, 5))
    return [
        [draw(words if row == 0 or column == 0 else words | st.just("")) for column in range(columns)]
        for row in range(rows)
    ]


@pytest.mark.parametrize(
    ("name", "write"),
    [
        ("plan.xlsx", xlsx),
        ("plan.ods", ods_table),
        ("plan.docx", docx),
        ("plan.html", html_table),
        ("plan.md", markdown_table),
        ("plan.txt", pasted_table),
    ],
)
@settings(max_examples=25, deadline=None)
@given(table=tables())
def test_table_comes_back_the_same(
    name: str, write: Callable[[list[list[str]]], bytes], table: list[list[str]]
) -> None:
    grid = only_grid(read(name, write(table)))

    assert texts(grid) == table
    assert (grid.row_count, grid.column_count) == (len(table), len(table[0]))
