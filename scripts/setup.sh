#!/bin/sh
# Make .venv and install the locked packages of the file named, unless that is done already.
# Needs: a POSIX shell and Python 3.11 or newer. Says one line when something is missing.
set -eu

lock=$1
venv=.venv
stamp=$venv/.installed-${lock%.txt}
least="3.11"

fail() {
    printf '%s\n' "$1" >&2
    exit 1
}

# True when the program named is a Python that is new enough.
new_enough() {
    "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1
}

find_python() {
    if [ -n "${PYTHON:-}" ]; then
        new_enough "$PYTHON" && { printf '%s' "$PYTHON"; return; }
        found=$("$PYTHON" -c 'import sys; print("Python %d.%d" % sys.version_info[:2])' 2>/dev/null) || found="no working Python"
        fail "PYTHON=$PYTHON is $found; the portal needs Python $least or newer. Name a newer one, or leave PYTHON out."
    fi
    for name in python3.13 python3.12 python3.11 python3 python3.14 python; do
        if command -v "$name" >/dev/null 2>&1 && new_enough "$name"; then
            printf '%s' "$name"
            return
        fi
    done
    found=$(python3 -c 'import sys; print("Only Python %d.%d is" % sys.version_info[:2])' 2>/dev/null) || found="No Python is"
    fail "$found here; the portal needs Python $least or newer. Install one, or name it: PYTHON=/path/to/python3.11 make run"
}

digest() {
    "$venv/bin/python" -c 'import hashlib, sys; print(hashlib.sha256(open(sys.argv[1], "rb").read()).hexdigest(), sys.version.split()[0])' "$lock"
}

if [ -x "$venv/bin/python" ] && new_enough "$venv/bin/python"; then
    if [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$(digest)" ]; then
        exit 0
    fi
else
    python=$(find_python)
    "$python" -c 'import ensurepip, venv' >/dev/null 2>&1 || {
        version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
        fail "This Python cannot make virtual environments. Install that part and try again: apt install python$version-venv"
    }
    printf 'Making the virtual environment …\n'
    rm -rf "$venv"
    "$python" -m venv "$venv" || fail "The virtual environment could not be made in $(pwd)/$venv. The lines above say why."
fi

[ -w "$venv" ] || fail "$(pwd)/$venv belongs to somebody else and is out of date. Remove it, or work in a copy of your own."
printf 'Installing the packages of %s (a minute or two, this once) …\n' "$lock"
rm -f "$stamp"
"$venv/bin/python" -m pip --version >/dev/null 2>&1 || "$venv/bin/python" -m ensurepip >/dev/null ||
    fail "$(pwd)/$venv has no pip. Remove the folder and run it again."
"$venv/bin/python" -m pip --disable-pip-version-check install -qq --no-input --no-warn-script-location \
    --root-user-action ignore --require-hashes --requirement "$lock" ||
    fail "The packages could not be installed. Check the network connection and run it again: nothing has to be removed."
digest >"$stamp.new"
mv "$stamp.new" "$stamp"
