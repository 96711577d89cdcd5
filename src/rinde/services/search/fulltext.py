"""The two databases' own full-text search behind one question: which documents have these terms?

Both are asked about terms that are already stemmed and folded, so neither applies a language of its own.
"""

from collections.abc import Sequence

from django.db import connection
from django.db.models.expressions import RawSQL

Wanted = Sequence[frozenset[str]]  # one set of equal terms a word


def tenant_term(entity_id: int) -> str:
    """Give the term that all documents of a tenant carry: the index itself keeps tenants apart. No word has a «_»."""
    return f"_{entity_id}"


def _sqlite(wanted: Wanted, tenant: str, *, every: bool) -> RawSQL:
    groups = ["(" + " OR ".join(f'"{term}"' for term in sorted(terms)) + ")" for terms in wanted]
    words = (" AND " if every else " OR ").join(groups)
    question = f'"{tenant}" AND ({words})'
    return RawSQL("SELECT rowid FROM search_fulltext WHERE search_fulltext MATCH %s", [question])


def _postgresql(wanted: Wanted, tenant: str, *, every: bool) -> RawSQL:
    groups = ["(" + " | ".join(f"'{term}'" for term in sorted(terms)) + ")" for terms in wanted]
    words = (" & " if every else " | ").join(groups)
    question = f"'{tenant}' & ({words})"
    return RawSQL("SELECT id FROM search_searchdocument WHERE fulltext @@ %s::tsquery", [question])


def documents_with(wanted: Wanted, *, entity_id: int, every: bool) -> RawSQL:
    """Give a subquery of the ids of a tenant's documents that have every word, or any of them.

    The terms hold letters, figures, dots and hyphens only (`words.terms_of`), so quoting them is enough; the whole
    question travels as a parameter.
    """
    ask = _postgresql if connection.vendor == "postgresql" else _sqlite
    return ask(wanted, tenant_term(entity_id), every=every)
