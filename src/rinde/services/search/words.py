"""Words of Spanish text as the index keeps them. Pure.

A word is indexed under two terms: its stem without accents, and the stem of the word without accents. People leave
accents out, and the stemmer cuts «rendición» and «rendicion» differently; with both, either spelling finds either.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import snowballstemmer

from rinde.foundations.text.folding import fold_keeping_length

# A code such as 3.1.2 is one word; anything else is a run of letters or figures.
_WORD = re.compile(r"\d+(?:[.\-]\d+)+|[^\W_]+")
_stem = lru_cache(maxsize=50_000)(snowballstemmer.stemmer("spanish").stemWord)

# Words that stand in every text and tell nothing apart.
STOP_WORDS = frozenset(
    """a al ante como con cual cuando de del desde donde e el ella en entre es esta este esto ha hacia hasta la las le
    les lo los mas ni no o para pero por que se segun ser si sin sobre son su sus tras u un una uno y ya""".split()  # noqa: SIM905
)


@dataclass(frozen=True, slots=True)
class Word:
    """A word where it stands in a text."""

    text: str
    folded: str
    start: int
    end: int

    @property
    def terms(self) -> frozenset[str]:
        return terms_of(self.text)


@lru_cache(maxsize=50_000)
def terms_of(word: str) -> frozenset[str]:
    """Give the one or two terms under which a word is kept."""
    lowered = word.lower()
    return frozenset({fold_keeping_length(_stem(lowered)), _stem(fold_keeping_length(lowered))})


def words_of(text: str) -> Iterator[Word]:
    """Go through the words of a text, leaving out those that tell nothing."""
    for match in _WORD.finditer(text):
        folded = fold_keeping_length(match[0])
        if folded not in STOP_WORDS:
            yield Word(match[0], folded, match.start(), match.end())


def index_terms(text: str) -> frozenset[str]:
    """Give every term of a text, each once."""
    return frozenset(term for word in words_of(text) for term in word.terms)
