#!/usr/bin/env bash
# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Makes a virtual environment anew, from a requirements file, with the collection visible in it.
#
#   make_venv.sh VENV PYTHON REQUIREMENTS [WHAT ELSE TO INSTALL...]
#
# Nothing is written outside the checkout: the caches of pip and uv are kept in .cache.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
venv=$root/$1 python=$2 requirements=$3
shift 3
export PIP_CACHE_DIR=$root/.cache/pip UV_CACHE_DIR=$root/.cache/uv
# Trust whom the machine trusts, as pip does, and not a list of uv's own.
export UV_SYSTEM_CERTS=1

rm -rf "$venv"
"$python" -m venv "$venv"
"$venv/bin/python" -m pip install --quiet --quiet --disable-pip-version-check "$(grep '^uv==' "$root/tests/requirements-dev.txt")"
# Without --compile-bytecode the first run of every tool would compile what it imports.
VIRTUAL_ENV=$venv "$venv/bin/uv" pip install --quiet --compile-bytecode -r "$root/$requirements" "$@"

# One link serves ansible-playbook, ansible-doc, ansible-lint and pytest alike, from any directory and with no variable set.
namespace=$(sed -n 's/^namespace: *//p' "$root/galaxy.yml")
name=$(sed -n 's/^name: *//p' "$root/galaxy.yml")
site_packages=$("$venv/bin/python" -c 'import sysconfig; print(sysconfig.get_path("purelib"))')
mkdir -p "$site_packages/ansible_collections/$namespace"
ln -sfn "$root" "$site_packages/ansible_collections/$namespace/$name"
