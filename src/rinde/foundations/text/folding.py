"""Folding and cleaning of Spanish text that comes out of office files.

Sits below everything: it knows letters and white space, never what a text is about. Three needs meet here:
comparing words whatever their accents and case, cleaning what typesetting leaves behind (soft hyphens, tags, the long
gaps of justified lines), and joining again the words that a narrow cell cut in two.
"""

import html
import re
import unicodedata
from collections.abc import Callable, Container, Iterable

_INVISIBLE: dict[int, str | None] = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))
_INVISIBLE |= dict.fromkeys([0xA0, 0x202F, 0x3000, *range(0x2000, 0x200B)], " ")
_TAG = re.compile(r"</?[a-zA-Z][a-zA-Z0-9]*(?:\s[^<>]*)?/?>")
_BREAK_TAG = re.compile(r"<(?:br|/p|/li|/div|/tr)\s*/?>", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:#\d+|#x[0-9a-fA-F]+|[a-zA-Z]+);")
_GAP = re.compile(r"[^\S\n]+")
_NEEDS_CLEANING = re.compile("[\u00a0\u00ad\u2000-\u200d\u202f\u2060\u3000\ufeff]")
_LINES = re.compile(r"\s*\n\s*")
_WORD = re.compile(r"[^\W\d_]+")
_LAST_WORD = re.compile(r"[^\W\d_]+$")
_FIRST_WORD = re.compile(r"^[^\W\d_]+")
_NOT_PLAIN = re.compile(r"[^a-z0-9%]+")

# One letter that is a word of its own in Spanish; any other single letter after a break is the rest of a word.
_ONE_LETTER_WORDS = frozenset("aeouy")
# Two letters that start a line as whole words. Whatever else has two letters may be the tail of a cut word.
_TWO_LETTERS = "al de el en es ha la le lo me mi no os se si su te ti tu un va ve ya yo ir he da do re tv ie"
_TWO_LETTER_WORDS = frozenset(_TWO_LETTERS.split())


def _one_for_one(character: str) -> str:
    plain = unicodedata.normalize("NFKD", character)[0] if character.isalpha() else character
    lowered = plain.lower()
    return lowered if len(lowered) == 1 else character


_FOLDED = {ord(c): _one_for_one(c) for c in map(chr, range(0xC0, 0x250))}


def fold_keeping_length(text: str) -> str:
    """Lower the case and drop the accents, one character for one, so that positions stay those of ``text``."""
    lowered = text.lower()
    return (lowered if len(lowered) == len(text) else text).translate(_FOLDED)


def fold(text: str) -> str:
    """Lower the case, drop the accents and leave letters, figures and % separated by single spaces."""
    decomposed = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return _NOT_PLAIN.sub(" ", decomposed).strip()


def strip_tags(text: str) -> str:
    """Take HTML tags and entities out of a text; a tag that ends a line becomes a line break."""
    if "<" in text:
        text = _TAG.sub("", _BREAK_TAG.sub("\n", text))
    return html.unescape(text) if _ENTITY.search(text) else text


def tidy_lines(text: str) -> str:
    """Clean a text but keep its lines: no tags, no invisible characters, no gaps, no empty lines."""
    if "<" not in text and "&" not in text and (text.isascii() or not _NEEDS_CLEANING.search(text)):
        cleaned = text
    else:
        cleaned = strip_tags(text).translate(_INVISIBLE)
    if "\r" in cleaned:
        cleaned = cleaned.replace("\r\n", "\n").replace("\r", "\n")
    if "  " in cleaned or "\t" in cleaned or "\v" in cleaned or "\f" in cleaned:
        cleaned = _GAP.sub(" ", cleaned)
    return _LINES.sub("\n", cleaned).strip() if "\n" in cleaned else cleaned.strip()


def tidy(text: str) -> str:
    """Clean a text and put it on one line."""
    return " ".join(tidy_lines(text).split())


def vocabulary(texts: Iterable[str]) -> frozenset[str]:
    """Collect the folded words that stand whole inside the lines of the texts.

    The first and the last word of a line may be pieces, so that only the words between them count as witnesses,
    together with the only word of a text of one line.
    """
    words: set[str] = set()
    for text in texts:
        for line in text.split("\n"):
            found = _WORD.findall(line)
            words.update(found[1:-1])
            if len(found) > 1 and "\n" not in text:
                words.update((found[0], found[-1]))
    return frozenset(map(fold_keeping_length, words))


class Vocabulary(Container[str]):
    """The words that stand whole in some texts, collected when somebody first asks for one."""

    def __init__(self, texts: Callable[[], Iterable[str]]) -> None:
        self._texts = texts
        self._words: frozenset[str] | None = None

    def __contains__(self, word: object) -> bool:
        if self._words is None:
            self._words = vocabulary(self._texts())
        return word in self._words


def _is_tail(head: str, tail: str, known: Container[str]) -> bool:
    """Whether ``tail`` is the rest of the word whose beginning is ``head`` (both folded)."""
    if len(tail) == 1:
        return tail not in _ONE_LETTER_WORDS and len(head) > 2
    if len(tail) == 2 and tail not in _TWO_LETTER_WORDS and tail not in known and len(head) > 3:
        return True
    return head + tail in known and not (head in known and tail in known)


def join_pieces(first: str, second: str, known: Container[str] = frozenset()) -> str:
    """Put two pieces of one text together, with a space, or without where a word was cut between them.

    ``known`` holds folded words that stand whole elsewhere in the document: «Responsa» + «ble» is joined when
    «responsable» is one of them and the pieces are not.
    """
    if not first or not second:
        return first or second
    if first[-1] in "-‐" and len(first) > 1 and first[-2].isalpha() and second[0].islower():
        return first[:-1] + second
    if first[-1] in "-/" and (second[0].isdigit() or first[-2:-1].isdigit()):
        return first + second
    head, tail = _LAST_WORD.search(first), _FIRST_WORD.match(second)
    if (
        head
        and tail
        and second[0].islower() == head[0][-1].islower()
        and _is_tail(fold_keeping_length(head[0]), fold_keeping_length(tail[0]), known)
    ):
        return first + second
    return f"{first} {second}"


def join_lines(text: str, known: Container[str] = frozenset()) -> str:
    """Put the lines of a cell on one line, joining the words that the cell's width cut."""
    if "\n" not in text:
        return text
    first, *rest = text.split("\n")
    for line in rest:
        first = join_pieces(first, line, known)
    return first


def starts_lower(text: str) -> bool:
    """Tell whether the first letter of a text is a lower-case one: the mark of a sentence that goes on."""
    return next((c.islower() for c in text if c.isalpha() or c.isdigit()), False)
