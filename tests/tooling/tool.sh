#!/usr/bin/env bash
# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Runs a tool of the checkout's environment, for the hooks of .pre-commit-config.yaml.
#
#   tool.sh PROGRAM [ARGUMENTS...]
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
tools=$root/.venv/bin
if ! [ -x "$tools/$1" ]; then
    printf '%s is not in .venv: run "make setup" in %s first\n' "$1" "$root" >&2
    exit 1
fi
# Some tools start others by their names.
PATH=$tools:$PATH exec "$tools/$1" "${@:2}"
