#!/bin/sh
# Pin what requirements.in and requirements-dev.in ask for, with hashes, for every Python from 3.11.0 on (Debian 12 has 3.11.2).
set -eu

pin() {
    .venv/bin/uv pip compile -q --universal --python-version 3.11 --generate-hashes \
        --no-emit-index-url --no-emit-find-links --no-header "$@"
}

pin requirements.in -o requirements.txt
pin requirements-dev.in -c requirements.txt -o requirements-dev.txt
