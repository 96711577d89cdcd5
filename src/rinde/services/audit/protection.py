"""Triggers that make the trail append-only in the database itself, whoever asks and however.

SQLite: altering the table copies it and drops its triggers, so a migration that does must call `protect` again at its
end. `is_protected` lets the proof of the chain say so.
"""

from django.db.backends.base.base import BaseDatabaseWrapper

TABLE = "audit_auditentry"
REFUSAL = "the audit trail is append-only"

_POSTGRESQL = (
    f"""
    CREATE OR REPLACE FUNCTION {TABLE}_is_final() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION '{REFUSAL}'; END $$
    """,
    f"DROP TRIGGER IF EXISTS {TABLE}_no_change ON {TABLE}",
    f"DROP TRIGGER IF EXISTS {TABLE}_no_truncate ON {TABLE}",
    f"""
    CREATE TRIGGER {TABLE}_no_change BEFORE UPDATE OR DELETE ON {TABLE}
    FOR EACH ROW EXECUTE FUNCTION {TABLE}_is_final()
    """,
    f"""
    CREATE TRIGGER {TABLE}_no_truncate BEFORE TRUNCATE ON {TABLE}
    FOR EACH STATEMENT EXECUTE FUNCTION {TABLE}_is_final()
    """,
)
_SQLITE = tuple(
    f"""
    CREATE TRIGGER IF NOT EXISTS {TABLE}_no_{word.lower()} BEFORE {word} ON {TABLE}
    BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END
    """
    for word in ("UPDATE", "DELETE")
)
_TRIGGERS = {
    "postgresql": (f"{TABLE}_no_change", f"{TABLE}_no_truncate"),
    "sqlite": (f"{TABLE}_no_update", f"{TABLE}_no_delete"),
}


def protect(connection: BaseDatabaseWrapper) -> None:
    """Put the triggers in place; twice is as good as once."""
    with connection.cursor() as cursor:
        for statement in _POSTGRESQL if connection.vendor == "postgresql" else _SQLITE:
            cursor.execute(statement)


def unprotect(connection: BaseDatabaseWrapper) -> None:
    """Take the triggers away: for undoing the migration, and for a test database that is emptied between tests."""
    with connection.cursor() as cursor:
        for trigger in _TRIGGERS[connection.vendor]:
            on_table = f" ON {TABLE}" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER IF EXISTS {trigger}{on_table}")


def is_protected(connection: BaseDatabaseWrapper) -> bool:
    """Tell whether every trigger is in place."""
    catalogue = {
        "postgresql": "SELECT tgname FROM pg_trigger WHERE tgrelid = %s::regclass AND NOT tgisinternal",
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s",
    }
    with connection.cursor() as cursor:
        cursor.execute(catalogue[connection.vendor], [TABLE])
        found = {row[0] for row in cursor.fetchall()}
    return found.issuperset(_TRIGGERS[connection.vendor])
