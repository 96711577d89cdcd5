#!/bin/sh
# Everything of an installation in one file, while it goes on working: deploy/backup.sh FOLDER
# Reads the same variables as Rinde (RINDE_DATA_DIR, RINDE_DATABASE_URL).
set -eu
umask 077
target=${1:?where to: deploy/backup.sh FOLDER}
data=${RINDE_DATA_DIR:-var}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$target" "$work/rinde"
if [ -n "${RINDE_DATABASE_URL:-}" ]; then
    pg_dump --format=custom --no-owner --file="$work/rinde/database.pgdump" "$RINDE_DATABASE_URL"
else
    # SQLite's own online backup: a plain copy could catch a transaction halfway.
    python3 - "$data/rinde.sqlite3" "$work/rinde/rinde.sqlite3" <<'PY'
import sqlite3
import sys

source, copy = sqlite3.connect(f"file:{sys.argv[1]}?mode=ro", uri=True), sqlite3.connect(sys.argv[2])
with copy:
    source.backup(copy)
if copy.execute("PRAGMA integrity_check").fetchone() != ("ok",):
    sys.exit("the copy of the database is damaged")
PY
fi
# Files are written once under their hash and never changed: what the database knows of is already whole.
cp -a "$data/files" "$work/rinde/files"
file=$target/rinde-$(date -u +%Y%m%dT%H%M%SZ).tar.gz
tar -C "$work" -czf "$file" rinde
echo "$file"
