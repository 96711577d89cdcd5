"""Triggers that refuse UPDATE, DELETE and, on PostgreSQL, TRUNCATE."""

from typing import Any

from django.db import migrations

from rinde.services.audit.protection import protect, unprotect


def put_in_place(_apps: Any, schema_editor: Any) -> None:
    protect(schema_editor.connection)


def take_away(_apps: Any, schema_editor: Any) -> None:
    unprotect(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]

    operations = [migrations.RunPython(put_in_place, take_away)]
