#!/usr/bin/env bash
# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Prints the path of a Python interpreter that runs and can make a virtual environment.
#
#   find_python.sh 3.12 3.13            the first of these versions that is on this machine
#   CHOICE=/path find_python.sh 3.12    that interpreter, or an error if it is none of the versions
#
# A version manager's shim counts only if it leads to an interpreter: a shim of a version that is not switched on
# is a program in PATH that starts nothing. Versions that pyenv holds are found without its being switched on.
set -euo pipefail

# "3.12 /path/of/the/real/interpreter" of a program, or nothing if it is no interpreter.
identify() {
    "$1" -c '
import ensurepip, sys, venv
print("%d.%d" % sys.version_info[:2], getattr(sys, "_base_executable", sys.executable))
' 2>/dev/null || true
}

# Where pyenv may keep its interpreters. HOME may have been changed for this run, so the password file is asked too.
pyenv_roots() {
    local launcher
    if [ -n "${PYENV_ROOT:-}" ]; then
        printf '%s\n' "$PYENV_ROOT"
    fi
    if launcher=$(command -v pyenv); then
        dirname "$(dirname "$(readlink -f "$launcher")")"
    fi
    printf '%s\n' ~/.pyenv
    if command -v getent >/dev/null; then
        printf '%s/.pyenv\n' "$(getent passwd "$(id -u)" | cut -d: -f6)"
    fi
}

candidates() {
    local version=$1 root
    type -aP "python$version" "python3" || true
    printf '/usr/bin/python%s\n/usr/local/bin/python%s\n' "$version" "$version"
    pyenv_roots | while IFS= read -r root; do
        # The newest patch release first; a pattern without a match stays as it is and is no interpreter.
        printf '%s\n' "$root/versions/$version".*/bin/python3 | sort -rV
    done
}

if [ -n "${CHOICE:-}" ]; then
    read -r found path <<<"$(identify "$CHOICE")" || true
    for version in "$@"; do
        if [ "$found" = "$version" ]; then
            printf '%s\n' "$path"
            exit 0
        fi
    done
    printf '%s is %s, and not a Python of one of the versions: %s\n' "$CHOICE" "${found:-no working interpreter}" "$*" >&2
    exit 1
fi

for version in "$@"; do
    while IFS= read -r program; do
        read -r found path <<<"$(identify "$program")" || true
        if [ "$found" = "$version" ]; then
            printf '%s\n' "$path"
            exit 0
        fi
    done < <(candidates "$version")
done
printf 'No Python of one of the versions %s was found. Name one: make PYTHON=/path/to/python3\n' "$*" >&2
exit 1
