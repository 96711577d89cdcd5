"""The index: two tables, and beside them what each database needs to search the terms."""

import django.db.models.deletion
from django.db import migrations, models

# FTS5 reads the terms from the table itself (external content) and triggers keep it in step, so that Django's own
# inserts and deletes are all there is to do. «.», «-» and «_» belong to terms: codes, dates and the tenant's own term.
FULLTEXT = """
    CREATE VIRTUAL TABLE search_fulltext USING fts5(
        terms, content='search_searchdocument', content_rowid='id', detail=none, tokenize="ascii tokenchars '._-'"
    )
"""
ADD = "INSERT INTO search_fulltext(rowid, terms) VALUES (new.id, new.terms);"
TAKE_OUT = "INSERT INTO search_fulltext(search_fulltext, rowid, terms) VALUES ('delete', old.id, old.terms);"
TRIGGER = "CREATE TRIGGER search_fulltext_{name} AFTER {event} ON search_searchdocument BEGIN {what} END"
SQLITE = (
    FULLTEXT,
    TRIGGER.format(name="insert", event="INSERT", what=ADD),
    TRIGGER.format(name="delete", event="DELETE", what=TAKE_OUT),
    TRIGGER.format(name="update", event="UPDATE OF terms", what=f"{TAKE_OUT} {ADD}"),
)
SQLITE_BACK = (
    "DROP TRIGGER search_fulltext_insert",
    "DROP TRIGGER search_fulltext_delete",
    "DROP TRIGGER search_fulltext_update",
    "DROP TABLE search_fulltext",
)
# array_to_tsvector takes the terms as they are: to_tsvector would cut codes and numbers in its own way.
POSTGRESQL = (
    """
    ALTER TABLE search_searchdocument ADD COLUMN fulltext tsvector
    GENERATED ALWAYS AS (array_to_tsvector(string_to_array(terms, ' '))) STORED
    """,
    "CREATE INDEX search_fulltext ON search_searchdocument USING gin (fulltext)",
)
POSTGRESQL_BACK = (
    "DROP INDEX search_fulltext",
    "ALTER TABLE search_searchdocument DROP COLUMN fulltext",
)


def _run(statements, schema_editor):
    for statement in statements:
        schema_editor.execute(statement)


def put_in_place(_apps, schema_editor):
    _run(POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE, schema_editor)


def take_away(_apps, schema_editor):
    _run(POSTGRESQL_BACK if schema_editor.connection.vendor == "postgresql" else SQLITE_BACK, schema_editor)


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="SearchSource",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("entity_id", models.BigIntegerField()),
                ("kind", models.CharField(max_length=30)),
                ("source_id", models.BigIntegerField()),
                ("words", models.JSONField(default=list)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("entity_id", "kind", "source_id"), name="search_source_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="SearchDocument",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("entity_id", models.BigIntegerField()),
                ("kind", models.CharField(max_length=30)),
                ("key", models.CharField(max_length=120)),
                ("title", models.TextField()),
                ("body", models.TextField(blank=True)),
                ("url_args", models.JSONField(default=dict)),
                ("terms", models.TextField()),
                (
                    "source",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="documents",
                        to="search.searchsource",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["entity_id"], name="search_document_tenant")],
            },
        ),
        migrations.RunPython(put_in_place, take_away),
    ]
