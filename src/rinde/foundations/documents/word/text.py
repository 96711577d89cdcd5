"""The text of a paragraph as it is printed: insertions in, deletions and hidden text out, fields by their result."""

import re
from collections.abc import Iterator
from typing import Final

from lxml import etree

from rinde.foundations.documents.word.names import ALTERNATE, CHOICE, FALLBACK, MATH_TEXT, VAL, W, is_on

DROPPED: Final = {
    f"{W}del",
    f"{W}moveFrom",
    f"{W}pPr",
    f"{W}rPr",
    f"{W}instrText",
    f"{W}delText",
    f"{W}sdtPr",
    f"{W}txbxContent",
    f"{W}tblPr",
}
PRINTED: Final = {f"{W}tab": " ", f"{W}cr": "\n", f"{W}noBreakHyphen": "-", f"{W}ptab": " ", f"{W}softHyphen": ""}
# The marks of Wingdings that people put into month grids and check lists.
SYMBOLS: Final = {
    0xFC: "✓",
    0xFB: "X",
    0xFE: "X",
    0xFD: "X",
    0x78: "X",
    0xA8: "",
    0x6F: "",
    0xA7: "•",
    0xB7: "•",
    0xD8: "•",
    0xE0: "→",
}
COLOUR: Final = re.compile("[0-9A-F]{6}")


def paragraph_text(paragraph: etree._Element) -> str:
    """Read the text of a paragraph, line breaks as "\\n"."""
    parts: list[str] = []
    _gather(paragraph, parts)
    lines = "".join(parts).replace("\xad", "").replace("\xa0", " ").split("\n")
    return "\n".join(" ".join(line.split()) for line in lines).strip("\n")


def _gather(parent: etree._Element, parts: list[str]) -> None:
    for child in parent:
        tag = child.tag
        if tag == f"{W}t" or tag == MATH_TEXT:
            parts.append(child.text or "")
        elif tag in PRINTED:
            parts.append(PRINTED[tag])
        elif tag == f"{W}br":
            parts.append("\n" if child.get(f"{W}type") in {None, "textWrapping"} else "")
        elif tag == f"{W}sym":
            parts.append(_symbol(child))
        elif tag == f"{W}r":
            if not is_on(child.find(f"{W}rPr"), "vanish"):
                _gather(child, parts)
        elif tag == ALTERNATE:
            _gather(_alternative(child), parts)
        elif isinstance(tag, str) and tag not in DROPPED:
            _gather(child, parts)


def _symbol(element: etree._Element) -> str:
    try:
        code = int(element.get(f"{W}char", "0"), 16)
    except ValueError:
        return ""
    if "wingdings" in element.get(f"{W}font", "").lower():
        return SYMBOLS.get(code & 0xFF, "•")
    return chr(code) if 0x20 <= code < 0xE000 else ""


def _alternative(element: etree._Element) -> etree._Element:
    """One of the two drawings of the same thing that Word stores for older versions of itself."""
    choice = element.find(CHOICE)
    if choice is None:
        choice = element.find(FALLBACK)
    return element if choice is None else choice


def text_boxes(paragraph: etree._Element) -> Iterator[etree._Element]:
    """The contents of the text boxes anchored in a paragraph, each once."""
    for box in paragraph.iter(f"{W}txbxContent"):
        if not any(ancestor.tag in {FALLBACK, f"{W}txbxContent"} for ancestor in box.iterancestors()):
            yield box


def is_bold(paragraph: etree._Element, by_style: bool) -> bool:
    """Whether every run that prints something is bold."""
    found = False
    for run in paragraph.iter(f"{W}r"):
        if run.find(f"{W}t") is None:
            continue
        found = True
        bold = is_on(run.find(f"{W}rPr"), "b")
        if not (by_style if bold is None else bold):
            return False
    return found


def shade(element: etree._Element | None) -> str | None:
    """The colour of a shading, None for none, automatic and white."""
    if element is None:
        return None
    pattern = element.get(VAL, "clear")
    colour = element.get(f"{W}color" if pattern == "solid" else f"{W}fill", "auto").upper()
    return colour if COLOUR.fullmatch(colour) and colour != "FFFFFF" else None
