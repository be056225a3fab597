# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The parts of README.md that show the site playbook and list the modules and the roles."""

from __future__ import annotations

import re

from ansible_collections.mailops.mimecast.plugins.module_utils._resources._all import MANAGED, RESOURCES
from ansible_collections.mailops.mimecast.tests.tooling.definitions import DEFINITIONS
from ansible_collections.mailops.mimecast.tests.tooling.generate.texts import ROOT, Files, with_line, with_parts

PATH = ROOT / "README.md"
PLAYBOOK = ROOT / "playbooks/site.yml"
ALSO_CHANGING = ("mimecast_managed_sender", "mimecast_pending_domain", "mimecast_snapshot")
"""Modules of no type that can change an account; every other one only reads."""


def generated() -> Files:
    """Return the text of the page by its path."""
    text = with_line(PATH.read_text("utf-8"), "| Modules |", f"| Modules | {modules()} |")
    text = with_line(text, "| Roles |", f"| Roles | {roles()} |")
    return {PATH: with_parts(text, f"```yaml\n{playbook()}```\n")}


def playbook() -> str:
    """Return the play of the site playbook that works on accounts as a reader writes it, for a whole inventory."""
    plays = PLAYBOOK.read_text("utf-8").partition("\n- name: ")[2]
    play = re.split(r"\n\n(?=\S)", plays)[0].rstrip() + "\n"
    return re.sub(r"^  hosts: .*$", "  hosts: all", f"- name: {play}", count=1, flags=re.MULTILINE)


def modules() -> str:
    """Return every module, in the order of work and by what it may do."""
    managing = [f"mimecast_{name}" for name in MANAGED]
    reading = sorted(DEFINITIONS.keys() - {*managing, *ALSO_CHANGING})
    lists = [", ".join(f"`{name}`" for name in names) for names in (managing, ALSO_CHANGING, reading)]
    return f"one for each type: {lists[0]}; {lists[1]}; reading only: {lists[2]}"


def roles() -> str:
    """Return every role, those of types in the order of work."""
    of_types = list(dict.fromkeys(resource.role for resource in RESOURCES.values()))
    others = sorted(path.parent.name for path in ROOT.glob("roles/*/meta") if path.parent.name not in of_types)
    return ", ".join(f"[{name}](roles/{name}/README.md)" for name in [*of_types, *others])
