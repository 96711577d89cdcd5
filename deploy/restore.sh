#!/bin/sh
# Puts a backup back into an empty installation: deploy/restore.sh FILE
# Reads the same variables as Rinde (RINDE_DATA_DIR, RINDE_DATABASE_URL). Stop the site before.
set -eu
umask 077
file=${1:?which backup: deploy/restore.sh FILE}
data=${RINDE_DATA_DIR:-var}
if [ -z "${RINDE_DATABASE_URL:-}" ] && [ -e "$data/rinde.sqlite3" ]; then
    echo "$data already holds a database. Move it away first; nothing was changed." >&2
    exit 1
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
tar -C "$work" -xzf "$file"
mkdir -p "$data/files"
if [ -n "${RINDE_DATABASE_URL:-}" ]; then
    # In one transaction: where something is there already, nothing is changed.
    pg_restore --no-owner --single-transaction --exit-on-error --dbname="$RINDE_DATABASE_URL" "$work/rinde/database.pgdump"
else
    cp "$work/rinde/rinde.sqlite3" "$data/rinde.sqlite3"
fi
cp -a "$work/rinde/files/." "$data/files/"
echo "Restored into $data. Next: rinde prepare, rinde verify-audit, and start the site."
