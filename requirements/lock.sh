#!/bin/sh
# Writes the three locks, without addresses, for every system and Python from 3.11 on.
#   sh requirements/lock.sh            what pyproject.toml newly asks for; versions that still fit stay
#   sh requirements/lock.sh --upgrade  the newest of everything
set -eu
cd "$(dirname "$0")/.."
command -v uv > /dev/null || { echo "make lock needs uv: pip install uv" >&2; exit 1; }
lock() {
    file=$1; shift
    uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
        --no-emit-index-url --no-emit-find-links pyproject.toml requirements/build.in "$@" -o "requirements/$file.txt"
}
lock run "$@"
lock production --extra postgresql "$@"
lock dev --extra postgresql --group dev "$@"
