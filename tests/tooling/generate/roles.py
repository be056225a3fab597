# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The roles that call the modules of types: their tasks, variables, argument specifications and tables of variables.

By hand stay README.md around its table, and meta/main.yml, whose description says what a role is for. The role mx is
written by hand as a whole: it calls no module of a type.
"""

from __future__ import annotations

import functools

import yaml

from ansible_collections.mailops.mimecast.plugins.module_utils._model.resources import Resource
from ansible_collections.mailops.mimecast.plugins.module_utils._resources._all import MANAGED
from ansible_collections.mailops.mimecast.tests.tooling.generate.options import TASK_OPTIONS
from ansible_collections.mailops.mimecast.tests.tooling.generate.role_variables import (
    Variable,
    in_readme,
    shared,
    specified,
    with_defaults,
)
from ansible_collections.mailops.mimecast.tests.tooling.generate.role_variables import of_type as variables_of_type
from ansible_collections.mailops.mimecast.tests.tooling.generate.texts import (
    ROOT,
    WIDTH,
    WRITTEN,
    Doc,
    Files,
    english_list,
    in_yaml,
    version_added,
    with_parts,
)

ROLES = ROOT / "roles"
REMOVALS = "removals"
"""The role that deletes at the end what others use."""


def _referred_to() -> set[str]:
    found = {target for resource in MANAGED.values() for target in resource.references if target != resource.name}
    return found | {resource.members.scan for resource in MANAGED.values() if resource.members}


USED: tuple[str, ...] = tuple(name for name, resource in MANAGED.items() if resource.delete and name in _referred_to())
"""Those that others use: what goes of them can go only when the others have let go of it, so it goes last."""


def generated() -> Files:
    """Return the text of every file by its path."""
    files: Files = {}
    for role, resources in by_role().items():
        files |= _role(role, resources)
    tasks = [_removal(MANAGED[name]) for name in reversed(USED)]
    files[ROLES / REMOVALS / "tasks/main.yml"] = WRITTEN + _REMOVALS_HEAD + "\n".join(tasks)
    return {**files, **_specification(REMOVALS, [])}


@functools.cache
def by_role() -> dict[str, tuple[Resource, ...]]:
    """Return the types of each role, in the order of work."""
    roles = dict.fromkeys(resource.role for resource in MANAGED.values())
    return {role: tuple(resource for resource in MANAGED.values() if resource.role == role) for role in roles}


def purpose(role: str) -> str:
    """Return what a role is for, as its meta/main.yml says."""
    meta: Doc = yaml.safe_load((ROLES / role / "meta/main.yml").read_text("utf-8"))
    return str(meta["galaxy_info"]["description"]).rstrip(".")


def _role(role: str, resources: tuple[Resource, ...]) -> Files:
    of_types = [variables_of_type(resource) for resource in resources]
    of_all = shared(resources)
    every = [variable for variables in [*of_types, of_all] for variable in variables]
    used = any(resource.name in USED for resource in resources)
    folder, readme = ROLES / role, ROLES / role / "README.md"
    return {
        folder / "tasks/main.yml": WRITTEN + "\n".join([*map(_tasks, resources), _nothing_to_do(resources)]),
        folder / "defaults/main.yml": WRITTEN + "\n".join(map(with_defaults, filter(None, [*of_types, of_all]))),
        **_specification(role, every),
        folder / "vars/main.yml": WRITTEN + _DELETIONS if used else None,
        readme: with_parts(readme.read_text("utf-8"), in_readme(every)),
    }


def _specification(role: str, variables: list[Variable]) -> Files:
    path = ROLES / role / "meta/argument_specs.yml"
    return {path: WRITTEN + in_yaml(specified(purpose(role), version_added(path), variables))}


# --- Tasks -----------------------------------------------------------------------------------------------------------

_DELETIONS = """\
# What others use can go only after them: the role removals, where the play has it, deletes it at the end.
__mimecast_deletions: "{{ 'none' if 'mailops.mimecast.removals' in ansible_play_role_names else 'all' }}"
"""
_REMOVALS_HEAD = """\
# What others use can go only when they have let go of it, so this role comes last. The run remembers what the roles
# before have left for it, and with which settings.
"""


def title(resource: Resource) -> str:
    """Return what several objects of a type are called, as the name of a task begins."""
    many = f"{resource.title[:-1]}ies" if resource.title.endswith("y") else f"{resource.title}s"
    several = f"members of {many}" if resource.members and not resource.create else many
    words = resource.title if resource.singleton else several
    return words[0].upper() + words[1:]


def within(resource: Resource) -> str:
    """Return what several objects of a type are called within a sentence: a short form keeps its capitals."""
    name = title(resource)
    return name if name[1].isupper() else name[0].lower() + name[1:]


def _tasks(resource: Resource) -> str:
    """Return the task that calls the module of a type, and the one that says what is left to a person."""
    plural = resource.plural
    options = {"entries": f"mimecast_{plural}"}
    own = {variable.option: variable.name for variable in [*variables_of_type(resource), *shared((resource,))]}
    if resource.name in USED:
        own["deletions"] = "__mimecast_deletions"
    options |= {word: own[word] for word in TASK_OPTIONS if word in own and word not in options}
    lines = [f'{word}: "{{{{ {name} }}}}"' for word, name in options.items()]
    lines.insert(1, "from_site: true")
    call = "".join(f"    {line}\n" for line in lines)
    text = (
        f"- name: {title(resource)}\n  mailops.mimecast.mimecast_{resource.name}:\n{call}"
        f"  register: mimecast_{plural}_result\n"
    )
    if resource.support == "preview":
        text += _BY_HAND.format(title=title(resource), plural=plural)
    return text


_BY_HAND = """
- name: {title} to be done by hand
  ansible.builtin.debug:
    msg: "{{{{ __todo | mailops.mimecast.todo }}}}"
  vars:
    __todo: "{{{{ mimecast_{plural}_result.manual | default([]) }}}}"
  when: __todo | length > 0 and not lookup('mailops.mimecast.summary_is_shown')
"""


def _nothing_to_do(resources: tuple[Resource, ...]) -> str:
    """Return the task that says, once a role, that nothing was found to do."""
    names = [f"mimecast_{resource.plural}" for resource in resources]
    words = english_list([within(resource) for resource in resources], "or")
    neither = f"Neither {names[0]} nor mimecast_baseline or mimecast_site"
    if len(names) > 1:
        neither = f"None of {', '.join(names)}, mimecast_baseline and mimecast_site"
    conditions = [f"not (mimecast_{resource.plural}_result.named | default(true))" for resource in resources]
    when = f" {conditions[0]}" if len(conditions) == 1 else "".join(f"\n    - {line}" for line in conditions)
    neither = f"{neither} of this host says anything about"
    if len(neither) > WIDTH - 6:
        neither = neither.replace(", mimecast_baseline", ",\n      mimecast_baseline")
    return (
        "- name: Nothing to do\n  ansible.builtin.debug:\n    msg: >-\n"
        f"      {neither}\n      {words}.\n  when:{when}\n"
    )


def _removal(resource: Resource) -> str:
    return (
        f"- name: {title(resource)} to delete\n  mailops.mimecast.mimecast_{resource.name}:\n"
        f"    from_site: true\n    deletions: only\n  tags: [{resource.role}]\n"
    )
