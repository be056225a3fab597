#!/usr/bin/env bash
# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Runs ansible-test with the ansible-core of one virtual environment.
#
#   ansible_test.sh VENV sanity|units [ARGUMENTS OF ansible-test...]
#
# sanity looks at the collection with the interpreter of VENV. units gets an environment of its own, with nothing in it but
# what tests/unit/requirements.txt lists.
#
# ansible-test wants the collection in a folder ansible_collections/NAMESPACE/NAME, not through a symbolic link; where an
# outer git ignores that folder, it finds no file, tests nothing and succeeds. So it is run on a copy with a git of its own.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
venv=$root/$1 kind=$2
shift 2
case $kind in
    sanity) where=--local ;;
    units) where=--venv ;;
    *) printf 'ansible_test.sh runs sanity or units, not %s\n' "$kind" >&2; exit 2 ;;
esac
namespace=$(sed -n 's/^namespace: *//p' "$root/galaxy.yml")
name=$(sed -n 's/^name: *//p' "$root/galaxy.yml")
version=$("$venv/bin/python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
stage=$root/.cache/ansible-test/$(basename "$venv")-$kind/ansible_collections/$namespace/$name
export HOME=$root/.cache/home
export PATH=$venv/bin:$root/.venv/bin:$PATH

# The tests make virtual environments of their own, and fetch a script that puts pip into them from a host that only
# Ansible runs. This stand-in needs the package index alone.
stand_in_for_get_pip() {
    local cache=$HOME/.ansible/test/cache pip
    mkdir -p "$cache"
    for pip in $("$venv/bin/python" -c '
import pathlib, re, ansible_test
source = pathlib.Path(ansible_test.__path__[0], "_internal", "python_requirements.py").read_text()
print(*sorted(set(re.findall(r"""pip=.([0-9.]+).""", source))))
'); do
        cp "$root/tests/tooling/get_pip.py" "$cache/get_pip_${pip//./_}.py"
    done
}

copy_of_the_collection() {
    rm -rf "$stage"
    mkdir -p "$stage"
    cd "$root"
    # safe.directory: the checkout may belong to somebody else, as it does in many a CI container.
    git -c safe.directory="$root" ls-files -z --cached --others --exclude-standard \
        | while IFS= read -r -d '' file; do
            if [ -e "$file" ]; then
                printf '%s\0' "$file"
            fi
        done \
        | tar --null --files-from=- --create | tar --extract --directory "$stage"
    git init --quiet "$stage"
}

# A line per package and environment would bury what the tests say.
quiet_pip() {
    mkdir -p "$HOME/.config/pip"
    printf '[global]\nquiet = 1\n' >"$HOME/.config/pip/pip.conf"
}

stand_in_for_get_pip
quiet_pip
copy_of_the_collection
cd "$stage"

# Both would be passed over in silence.
files=$(ansible-test env --list-files)
if ! grep -q '^plugins/' <<<"$files"; then
    printf 'ansible-test sees no plugin of the collection in %s\n' "$stage" >&2
    exit 1
fi
command -v shellcheck >/dev/null || { printf 'shellcheck is missing from %s\n' "$root/.venv/bin" >&2; exit 1; }

ansible-test "$kind" "$where" --python "$version" "$@"
