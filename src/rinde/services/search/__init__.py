"""Spanish search over what is published: accents, endings and typing errors do not matter. Knows texts, not plans.

Writing: `operations.index_documents`. Reading: `queries.search`. SQLite answers with FTS5, PostgreSQL with a tsvector;
both only find candidates, and the same Python ranks them, so that both give the same hits in the same order.
"""
