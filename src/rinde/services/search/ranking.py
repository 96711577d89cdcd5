"""Order and cut-outs of what was found. Pure: the same on every database."""

from collections.abc import Iterable, Sequence
from itertools import pairwise

from rinde.services.search.documents import Part
from rinde.services.search.words import Word, words_of

SNIPPET_LENGTH = 220
_IN_TITLE = 4.0
_IN_BODY = 1.0
_NEIGHBOURS = 2.0
_SHORT_TITLE = 0.5

Wanted = Sequence[frozenset[str]]


def score_of(title: str, body: str, wanted: Wanted) -> float:
    """Weigh a document: words in its title over words in its body, words side by side over words apart."""
    title_words = list(words_of(title))
    title_terms = frozenset(term for word in title_words for term in word.terms)
    body_terms = frozenset(term for word in words_of(body) for term in word.terms)
    score = sum(_IN_TITLE if terms & title_terms else _IN_BODY if terms & body_terms else 0.0 for terms in wanted)
    score += _NEIGHBOURS * _pairs(title_words, wanted)
    return score + (_SHORT_TITLE * len(wanted) / len(title_words) if title_words else 0.0)


def _pairs(words: Sequence[Word], wanted: Wanted) -> int:
    """How many pairs of the question stand side by side, in its order."""
    followed = pairwise(words)
    asked = list(pairwise(wanted))
    return sum(1 for first, second in followed for a, b in asked if first.terms & a and second.terms & b)


def _is_wanted(word: Word, wanted: Wanted) -> bool:
    return any(word.terms & terms for terms in wanted)


def marked(text: str, wanted: Wanted) -> tuple[Part, ...]:
    """Cut a text into parts, with the words of the question apart."""
    return _parts(text, 0, len(text), [word for word in words_of(text) if _is_wanted(word, wanted)])


def _parts(text: str, start: int, end: int, found: Iterable[Word]) -> tuple[Part, ...]:
    parts: list[Part] = []
    at = start
    for word in found:
        if word.start < start or word.end > end:
            continue
        if word.start > at:
            parts.append(Part(text[at : word.start]))
        parts.append(Part(text[word.start : word.end], found=True))
        at = word.end
    if at < end:
        parts.append(Part(text[at:end]))
    return tuple(parts)


def snippet(text: str, wanted: Wanted, length: int = SNIPPET_LENGTH) -> tuple[Part, ...]:
    """Cut out the stretch of a text that holds most of the question's words; its beginning where it holds none."""
    if not text:
        return ()
    found = [word for word in words_of(text) if _is_wanted(word, wanted)]
    start = _best_start(found, length)
    start = 0 if start < length // 4 else text.rfind(" ", 0, max(0, start - length // 5)) + 1
    end = len(text) if start + length >= len(text) else text.rfind(" ", start, start + length)
    end = end if end > start else min(len(text), start + length)
    parts = _parts(text, start, end, found)
    before = (Part("… "),) if start else ()
    after = (Part(" …"),) if end < len(text) else ()
    return before + parts + after


def _best_start(found: Sequence[Word], length: int) -> int:
    """Where the window begins that holds most different words."""
    if not found:
        return 0
    return max(
        found,
        key=lambda first: (
            len({word.folded for word in found if first.start <= word.start < first.start + length}),
            -first.start,
        ),
    ).start
