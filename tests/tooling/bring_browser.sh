#!/usr/bin/env bash
# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Brings what the tests of the report's page need: a Chromium, from the packages of Debian where that is allowed, and
# axe-core, which judges how a page does without eyes or a mouse, from npm into .cache/npm.
#
# It never fails, so that all other checks run on a machine that has neither: it says what is missing, and the tests that
# need it say that they did not run. Exit code 1 tells make to try again next time.
set -uo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
log=$root/.cache/logs/browser.log
here=$root/.cache/npm
mkdir -p "$(dirname "$log")" "$here"
: >"$log"

# A program of that name that does not start, such as the stand-in of a distribution without the package, does not count.
starts() {
    local name
    for name in chromium chromium-browser google-chrome google-chrome-stable; do
        if command -v "$name" >/dev/null && "$name" --version >>"$log" 2>&1; then
            return 0
        fi
    done
    return 1
}

bring_chromium() {
    if [ "$(id -u)" != 0 ]; then
        echo "No Chromium is installed, and only root may install one: apt-get install chromium"
    elif ! command -v apt-get >/dev/null; then
        echo "No Chromium is installed, and this machine has no apt-get to install one with"
    else
        echo "Installing Chromium"
        export DEBIAN_FRONTEND=noninteractive
        {
            timeout 120 apt-get -qq -o DPkg::Lock::Timeout=60 update
            timeout 300 apt-get -qq -y -o DPkg::Lock::Timeout=60 install --no-install-recommends chromium fonts-dejavu-core
        } >>"$log" 2>&1 </dev/null || true
        starts || echo "Chromium could not be installed, see .cache/logs/browser.log"
    fi
}

bring_axe() {
    local wanted=$root/tests/tooling/package.json
    if cmp -s "$wanted" "$here/package.json" && [ -e "$here/node_modules/axe-core/axe.min.js" ]; then
        return 0
    fi
    if ! command -v npm >/dev/null; then
        echo "axe-core is not here, and this machine has no npm to bring it with"
        return 1
    fi
    echo "Bringing axe-core"
    # Node reads no other variable for the certificates of a company's own authority, which pip takes from these.
    export NODE_EXTRA_CA_CERTS=${NODE_EXTRA_CA_CERTS:-${SSL_CERT_FILE:-${PIP_CERT:-}}}
    cp "$wanted" "$here/package.json"
    if ! timeout 120 npm install --prefix "$here" --cache "$root/.cache/npm-cache" --ignore-scripts --no-audit --no-fund \
        --no-package-lock >>"$log" 2>&1 </dev/null; then
        rm -f "$here/package.json"
        echo "axe-core could not be brought, see .cache/logs/browser.log"
        return 1
    fi
}

status=0
starts || bring_chromium
starts || status=1
bring_axe || status=1
exit "$status"
