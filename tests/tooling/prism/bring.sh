#!/usr/bin/env bash
# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Brings Prism, a mock of the API that knows nothing of the emulator, from npm into .cache/prism.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../../.." && pwd)
here=$root/.cache/prism
wanted=$root/tests/tooling/prism/package.json
mkdir -p "$here" "$root/.cache/logs"
if cmp -s "$wanted" "$here/package.json" && [ -e "$here/node_modules/.bin/prism" ]; then
    exit 0
fi
echo "Bringing Prism"
# Node reads no other variable for the certificates of a company's own authority, which pip takes from these.
export NODE_EXTRA_CA_CERTS=${NODE_EXTRA_CA_CERTS:-${SSL_CERT_FILE:-${PIP_CERT:-}}}
cp "$wanted" "$here/package.json"
if ! timeout 300 npm install --prefix "$here" --cache "$root/.cache/npm-cache" --ignore-scripts --no-audit --no-fund \
    --no-package-lock >"$root/.cache/logs/prism.log" 2>&1 </dev/null; then
    rm -f "$here/package.json"
    echo "Prism could not be brought, see .cache/logs/prism.log"
    exit 1
fi
