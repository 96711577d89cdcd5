"""Writing the index."""

from collections.abc import Iterable, Sequence

from django.db import transaction

from rinde.services.search.documents import Document
from rinde.services.search.fulltext import tenant_term
from rinde.services.search.models import SearchDocument, SearchSource
from rinde.services.search.words import index_terms, words_of


@transaction.atomic
def index_documents(*, entity_id: int, kind: str, source_id: int, documents: Sequence[Document]) -> None:
    """Replace everything that one source (a plan) has in the index. An empty sequence takes the source out.

    Called by the operation that makes the source public, in its transaction: what can be read can be found. Running it
    again with the same documents changes nothing that a reader could see. Needs the tenant to be active.
    """
    SearchSource.objects.filter(entity_id=entity_id, kind=kind, source_id=source_id).delete()
    if not documents:
        return
    source = SearchSource(entity_id=entity_id, kind=kind, source_id=source_id, words=_vocabulary(documents))
    source.save(force_insert=True)
    SearchDocument.objects.bulk_create(_row(source, document) for document in documents)


def _row(source: SearchSource, document: Document) -> SearchDocument:
    terms = index_terms(f"{document.title}\n{document.body}") | {tenant_term(source.entity_id)}
    return SearchDocument(
        source=source,
        entity_id=source.entity_id,
        kind=document.kind,
        key=document.key,
        title=document.title,
        body=document.body,
        url_args=document.url_args,
        terms=" ".join(sorted(terms)),
    )


def _vocabulary(documents: Iterable[Document]) -> list[str]:
    """Every word once, in lower case, in the spelling with accents where there are two."""
    spellings: dict[str, str] = {}
    for document in documents:
        for word in words_of(f"{document.title}\n{document.body}"):
            lowered = word.text.lower()
            spellings[word.folded] = max(spellings.get(word.folded, lowered), lowered)
    return sorted(spellings.values())
