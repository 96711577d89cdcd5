"""Mending typing errors with the words that the documents really have. Pure."""

from collections.abc import Collection, Mapping

from rapidfuzz import process
from rapidfuzz.distance import OSA

from rinde.services.search.words import Word, terms_of, words_of

_SHORTEST = 4  # letters; below that every word is near every other


def _allowed_errors(length: int) -> int:
    return 1 if length <= 5 else 2


def closest(folded: str, vocabulary: Mapping[str, str]) -> str | None:
    """Give the word of the vocabulary (folded → as written) that differs least, or None where none is near enough.

    One beginning of a word («rendi») is taken for the shortest word that begins so.
    """
    if len(folded) < _SHORTEST or folded.isdigit():
        return None
    begun = sorted((word for word in vocabulary if word.startswith(folded)), key=lambda word: (len(word), word))
    if begun:
        return vocabulary[begun[0]]
    near = process.extract(
        folded, vocabulary.keys(), scorer=OSA.distance, score_cutoff=_allowed_errors(len(folded)), limit=None
    )
    # Among equally near words the one with the same first letter: people seldom miss the first.
    best = min(near, key=lambda one: (one[1], one[0][0] != folded[0], one[0]), default=None)
    return vocabulary[best[0]] if best else None


def mended(query: str, known_terms: Collection[str], vocabulary: Mapping[str, str]) -> str:
    """Put known words in the place of unknown ones; an empty text where nothing is to mend or can be mended."""
    pieces, at, changed = [], 0, False
    for word in words_of(query):
        if not _is_unknown(word, known_terms):
            continue
        better = closest(word.folded, vocabulary)
        if better is None:
            continue
        pieces += [query[at : word.start], better]
        at, changed = word.end, True
    return "".join([*pieces, query[at:]]) if changed else ""


def _is_unknown(word: Word, known_terms: Collection[str]) -> bool:
    return not any(term in known_terms for term in terms_of(word.text))
