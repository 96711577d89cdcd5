"""Reading the index."""

from rinde.foundations.text.folding import fold_keeping_length
from rinde.services.search.documents import Found, Hit
from rinde.services.search.fulltext import Wanted, documents_with
from rinde.services.search.models import SearchDocument, SearchSource
from rinde.services.search.ranking import marked, score_of, snippet
from rinde.services.search.spelling import mended
from rinde.services.search.words import terms_of, words_of

MOST_WORDS = 12
MOST_CANDIDATES = 500


def _vocabulary(entity_id: int) -> dict[str, str]:
    """Every word of the tenant's documents, folded → as written."""
    sources = SearchSource.objects.filter(entity_id=entity_id).order_by("pk").values_list("words", flat=True)
    return {fold_keeping_length(word): word for words in sources for word in words}


def _wanted(query: str) -> Wanted:
    return tuple(dict.fromkeys(word.terms for word in words_of(query)))[:MOST_WORDS]


def _candidates(entity_id: int, wanted: Wanted, *, every: bool) -> list[SearchDocument]:
    rows = SearchDocument.objects.filter(
        entity_id=entity_id, pk__in=documents_with(wanted, entity_id=entity_id, every=every)
    )
    return list(rows.defer("terms").order_by("pk")[:MOST_CANDIDATES])


def _hits(rows: list[SearchDocument], wanted: Wanted, limit: int) -> tuple[Hit, ...]:
    weighed = [(score_of(row.title, row.body, wanted), row) for row in rows]
    weighed.sort(key=lambda one: (-one[0], one[1].pk))
    return tuple(
        Hit(
            kind=row.kind,
            key=row.key,
            title=marked(row.title, wanted),
            snippet=snippet(row.body, wanted),
            url_args=row.url_args,
            score=score,
        )
        for score, row in weighed[:limit]
    )


def search(*, entity_id: int, query: str, limit: int = 50) -> Found:
    """Find a tenant's documents with all the words of a question, best first; at most three queries.

    Endings and accents do not matter. A word that stands nowhere is mended from the tenant's vocabulary and the answer
    says so. Where no document has all the words, those that have some come, and `complete` is False.
    Needs the tenant to be active.
    """
    wanted = _wanted(query[:300])
    if not wanted:
        return Found()
    vocabulary = _vocabulary(entity_id)
    known = frozenset(term for word in vocabulary.values() for term in terms_of(word))
    corrected = mended(query[:300], known, vocabulary)
    wanted = _wanted(corrected) if corrected else wanted
    complete = True
    rows = _candidates(entity_id, wanted, every=True)
    if not rows and len(wanted) > 1:
        complete = False
        rows = _candidates(entity_id, wanted, every=False)
    hits = _hits(rows, wanted, limit)
    return Found(hits=hits, total=len(rows), corrected=corrected if hits else "", complete=complete or not hits)
