# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Begins a new type: writes its descriptor, its registration, its role where that is new, and all that follows.

What only a person can know stands there as ``To be written:``, and a test fails until it is.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys

from ansible_collections.mailops.mimecast.tests.tooling.generate.skeletons import DESCRIPTORS, ROLE_META, ROLE_README
from ansible_collections.mailops.mimecast.tests.tooling.generate.texts import ROOT

RESOURCES = ROOT / "plugins/module_utils/_resources"
REGISTER = RESOURCES / "_all.py"
CONTRACT = ROOT / "emulator/mimecast_emulator/openapi.yaml"
PACKAGE = "ansible_collections.mailops.mimecast.plugins.module_utils._resources"


def main() -> int:
    """Write the skeleton and say what is left to do."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--name", required=True, help="one object, such as greylisting_policy")
    parser.add_argument("--family", required=True, choices=sorted(DESCRIPTORS), help="what it shares with others")
    parser.add_argument("--role", help="the role that calls its module, a new or an old one; the plural without this")
    given = parser.parse_args()
    name = str(given.name)
    if not re.fullmatch(r"[a-z]+(_[a-z]+)*", name):
        parser.error(f"--name {name}: lower-case words joined by _ are needed")
    if (RESOURCES / f"{name}.py").exists():
        parser.error(f"{name} is there already")
    plural = many(name)
    role = str(given.role or plural)
    new_role = not (ROOT / "roles" / role).exists()
    left = [write_descriptor(name, plural, role, str(given.family)), f"plugins/modules/mimecast_{name}.py (EXAMPLES)"]
    REGISTER.write_text(registered(REGISTER.read_text("utf-8"), name), "utf-8")
    if new_role:
        left += [write_role(role, plural), f"playbooks/site.yml (the role {role} in its place)"]
    made = subprocess.run([sys.executable, str(ROOT / "tests/tooling/generate/main.py")], check=False)
    print("Write by hand now what says 'To be written:', then run make generate again:", *left, sep="\n  ")
    print(emulated(family_word(name)))
    return made.returncode


def many(words: str) -> str:
    """Return the plural of a name."""
    return f"{words[:-1]}ies" if words.endswith("y") else f"{words}s"


def family_word(name: str) -> str:
    """Return the word that a policy's family has in the paths of the API."""
    return name.removesuffix("_policy").replace("_", "-")


def write_descriptor(name: str, plural: str, role: str, family: str) -> str:
    """Write the descriptor and return its path."""
    words = {"name": name, "plural": plural, "role": role, "constant": name.upper(), "word": family_word(name)}
    title = {"title": name.replace("_", " "), "titles": plural.replace("_", " ")}
    path = RESOURCES / f"{name}.py"
    path.write_text(DESCRIPTORS[family].format(**words, **title), "utf-8")
    return str(path.relative_to(ROOT))


def registered(text: str, name: str) -> str:
    """Return _all.py with a type more: imported in alphabetical order, worked on after all others that are managed."""
    constant = name.upper()
    line = f"from {PACKAGE}.{name} import {constant}\n"
    if len(line) > 121:
        line = f"from {PACKAGE}.{name} import (\n    {constant},\n)\n"
    imports = re.findall(rf"^from {re.escape(PACKAGE)}\.(\w+) import", text, re.M)
    following = next((f"from {PACKAGE}.{other} import" for other in imports if other > name), "\nRESOURCES:")
    text = text.replace(following, line + following, 1)
    return text.replace("        MX,\n", f"        {constant},\n        MX,\n", 1)


def write_role(role: str, plural: str) -> str:
    """Write what a new role has by hand and return the path of what is left to write."""
    folder = ROOT / "roles" / role
    (folder / "meta").mkdir(parents=True)
    words = plural.replace("_", " ")
    (folder / "meta/main.yml").write_text(ROLE_META.format(words=words), "utf-8")
    (folder / "README.md").write_text(ROLE_README.format(role=role, plural=plural, words=words), "utf-8")
    return f"roles/{role}/README.md"


def emulated(word: str) -> str:
    """Say whether the emulator serves the policies of a family, and where to add them otherwise."""
    if f"/{word}/policies" in CONTRACT.read_text("utf-8"):
        return f"The emulator serves {word}/policies already."
    return (
        f"The emulator does not serve {word}/policies yet: add the paths to emulator/mimecast_emulator/openapi.yaml, a "
        "Family to operations/policies.py and a table to tables.py and seed.py."
    )


if __name__ == "__main__":
    sys.exit(main())
