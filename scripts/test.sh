#!/bin/sh
# Every test: the quick ones, those that use the database again on PostgreSQL, then the thorough ones and those that
# start processes.
# Each part runs even when an earlier one failed; words after the script's name go to pytest each time.
set -u

# The tests say themselves where they work; settings meant for a portal of this shell are not theirs.
unset VAR PORT BIND PUBLIC_URL DATABASE_URL REDIS_URL DEMO TRUSTED_PROXIES DATABASE_URL_FILE REDIS_URL_FILE
failed=

part() {
    name=$1
    shift
    printf '\n=== %s\n' "$name"
    "$@" || failed="$failed, $name"
}

quick="not processes and not thorough"
part "quick tests" .venv/bin/python -m pytest -n 2 -m "$quick" "$@"
part "quick tests on PostgreSQL" .venv/bin/python -m tests.on_postgresql -n 2 -m "$quick" --touching-database "$@"
# Each file has ports and folders of its own. Four at a time: a portal that starts or a page that loads leaves a core idle.
slow="thorough or processes"
part "thorough tests, and those that start processes" \
    .venv/bin/python -m pytest -n 4 --dist loadfile --no-loadscope-reorder --durations 15 -m "$slow" "$@"

if [ -n "$failed" ]; then
    printf 'Failed: %s\n' "${failed#, }"
    exit 1
fi
