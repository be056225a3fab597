#!/usr/bin/env bash
# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Checks site files one by one, without an inventory, an account or a network, and prints what is wrong with each.
#
#   site_files.sh FILE...
#   site_files.sh OPTION OF ansible-playbook... -- FILE...        -e @variables.yml, --vault-password-file FILE
#
# It runs the ansible-playbook of the user, with their ansible.cfg, on the collection that it lies in, installed or not.
# Exit code: 0 nothing is wrong, 1 something is, 2 Ansible itself could not run.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)
collection=$(cd "$here/../../.." && pwd -P)

options=()
for argument in "$@"; do
    if [ "$argument" = -- ]; then
        while [ "$1" != -- ]; do
            options+=("$1")
            shift
        done
        shift
        break
    fi
done
if [ $# -eq 0 ]; then
    exit 0
fi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# Ansible looks for collections and plugins beside the playbook first.
mkdir -p "$work/collections/ansible_collections/mailops"
ln -s "$collection" "$work/collections/ansible_collections/mailops/mimecast"
ln -s "$here/action_plugins" "$work/action_plugins"
printf '%s\0' "$@" >"$work/files"
cat >"$work/site_files.yml" <<'EOT'
- name: Site files
  hosts: localhost
  connection: local
  gather_facts: false
  tasks:
    - name: What is wrong
      site_files:
        files: "{{ playbook_dir }}/files"
        report: "{{ playbook_dir }}/report"
EOT

# A key that stands twice would silently count once.
export ANSIBLE_DUPLICATE_YAML_DICT_KEY=error

# A host by name, or Ansible would ask the inventory of ansible.cfg, which may need a network. bash 3 takes an empty
# array for an unset variable.
status=0
ansible-playbook -i localhost, ${options[@]+"${options[@]}"} "$work/site_files.yml" \
    </dev/null >"$work/output" 2>&1 || status=$?
if [ "$status" -eq 0 ]; then
    cat "$work/report"
elif [ -e "$work/report" ]; then
    cat "$work/report" >&2
    exit 1
else
    cat "$work/output" >&2
    exit 2
fi
