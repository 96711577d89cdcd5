"""What somebody typed is kept word for word, and measured; and why words may be taken out of view."""

import pytest

from rinde.foundations.text.hiding import USUAL_REASONS, hiding_gaps
from rinde.foundations.text.typed import length_gap, links_in, tidy_text


@pytest.mark.parametrize(
    "text",
    ["<script>alert(1)</script>", "5 < 6 & 7 > 2", "a &amp; b", "uno\n\n  dos", "=1+1", "Sí.\u00a0No.", "👩‍👩‍👧"],
)
def test_words_are_kept_as_they_were_typed(text):
    assert tidy_text(f"  {text}\r\n") == text


def test_what_nobody_sees_is_not_kept():
    assert tidy_text("a\x00b\x1b[31mc\rd") == "ab[31mc\nd"


@pytest.mark.parametrize(
    ("text", "links"),
    [("", 0), ("sin enlaces", 0), ("vea https://a.co y HTTP://b.co", 2), ("www.a.co", 1), ("a.co/hola", 0)],
)
def test_links_are_counted(text, links):
    assert links_in(text) == links


@pytest.mark.parametrize(("size", "said"), [(2_000, ""), (2_001, "2.001 caracteres y caben 2.000. Quite 1, o calle.")])
def test_text_that_is_too_long_says_by_how_much(size, said):
    found = length_gap("x" * size, most=2_000, name="Su nota", rest="o calle")
    assert found == (f"Su nota tiene {said}" if said else "")


@pytest.mark.parametrize(("reason", "fits"), [("", False), ("  ", False), ("x" * 300, True), ("x" * 301, False)])
def test_hiding_needs_a_reason_that_fits(reason, fits):
    assert (hiding_gaps(reason) == ()) is fits


def test_usual_reasons_fit():
    assert [one.key for one in USUAL_REASONS if hiding_gaps(one.text)] == []
