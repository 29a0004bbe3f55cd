#!/bin/sh
# Everything that can be said about the code without running it. Goes on after a failure and names all of them.
set -u

bin=.venv/bin
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
failed=

# As a school's own portal would run: its own folder, its public address, no settings of this shell.
portal() {
    env -u DEMO -u DATABASE_URL -u REDIS_URL -u BIND -u PORT -u DJANGO_SETTINGS_MODULE \
        VAR="$scratch/var" PUBLIC_URL=https://portal.example.sch.uk "$bin/python" manage.py "$@"
}

try() {
    name=$1
    shift
    if "$@" >"$scratch/out" 2>&1; then
        printf 'ok      %s\n' "$name"
    else
        printf 'FAILED  %s\n' "$name"
        sed 's/^/        /' "$scratch/out"
        failed="$failed, $name"
    fi
}

try "style (ruff)" "$bin/ruff" check --output-format concise .
try "format (ruff)" "$bin/ruff" format --check .
try "types (mypy)" "$bin/mypy" .
try "templates (djlint)" "$bin/djlint" templates --lint --quiet
try "layers (import-linter)" "$bin/lint-imports"
try "migrations" portal makemigrations --check --dry-run
try "settings of a real portal" portal check --deploy --fail-level WARNING
try "file lengths" "$bin/python" scripts/file_lengths.py

if [ -n "$failed" ]; then
    printf 'Not clean: %s\n' "${failed#, }"
    exit 1
fi
printf 'All clean.\n'
