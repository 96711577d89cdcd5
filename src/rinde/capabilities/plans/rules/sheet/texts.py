"""What is kept of a cell's text, and when two cells say the same. Pure.

Spreadsheet programs drop soft hyphens, fold runs of blanks, turn line ends around and lose control characters. None of
that is a change that somebody made, so cells are compared in a form that has none of it.
"""

import re
import unicodedata

LONGEST_CELL = 32_000  # Excel takes 32,767 characters
CUT = " […]"  # the end of a text that did not fit

_LINE_ENDS = re.compile("\r\n|[\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_BLANKS = re.compile(r"[^\S\n]+")
_LINES = re.compile(r" ?\n[ \n]*")
# What other writers of CSV put before a text that a spreadsheet would run; nobody typed it.
_GUARD = re.compile(r"^'(?=[=+\-@])")
_PLAIN = re.compile(r"[ -~\n¡-¬®-ÿ–—‘’“”…]*")
_NOT_TEXT = frozenset({"Cc", "Cf", "Cs", "Cn", "Co"})


class CellProblem(ValueError):
    """What a cell says cannot be taken; `reason` is in Spanish, with the way out."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def cleaned(text: str) -> str:
    """Give a text as it is kept: line ends of one kind, nothing invisible, no blanks around it or its lines."""
    text = _LINE_ENDS.sub("\n", text)
    if not _PLAIN.fullmatch(text):
        text = "".join(filter(_is_text, text))
    return "\n".join(line.rstrip() for line in text.split("\n")).strip()


def _is_text(letter: str) -> bool:
    return letter in "\n\t" or unicodedata.category(letter) not in _NOT_TEXT


def unguarded(text: str) -> str:
    """Give a text without the apostrophe that writers of CSV put before what a spreadsheet would run."""
    return _GUARD.sub("", text.strip())


def one_line(text: str) -> str:
    """Give a cleaned text on one line."""
    return " ".join(cleaned(text).split())


def comparable(text: str) -> str:
    """Give the form in which two cells are compared."""
    plain = unicodedata.normalize("NFC", cleaned(unguarded(text)))
    return _LINES.sub("\n", _BLANKS.sub(" ", plain)).strip()


def fitted(text: str) -> str:
    """Cut a text that no cell takes, with a mark by which it is known again."""
    return text if len(text) <= LONGEST_CELL else text[: LONGEST_CELL - len(CUT)] + CUT


def limited(text: str, longest: int) -> str:
    """Give the text where it is short enough.

    Raises:
        CellProblem: where it is longer.
    """
    if len(text) > longest:
        written, most = (f"{number:,}".replace(",", ".") for number in (len(text), longest))
        raise CellProblem(f"el texto tiene {written} caracteres y caben {most}. Acórtelo o llévelo a un anexo.")
    return text


def text_lines(text: str) -> tuple[str, ...]:
    """Split a list: one item a line; at «;» where it stands on one line."""
    separator = "\n" if "\n" in text else ";"
    return tuple(filter(None, (one_line(item) for item in text.split(separator))))
